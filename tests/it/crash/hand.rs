//! Killed, refused by the disk, or without power, while a case is taken from another desk or moved to today's procedure.

use super::dialogue::Dialogue;
use super::disk::{Disk, Entries, Syncs, Tail};
use super::power::left_overs;
use super::trace::{Call, Effect, injected, traced};
use super::{First, Tree, assert_kept, begun, each, events, finish, restored, tree};
use crate::support::{self, Desk};
use pult::model::event::{Did, holder};
use std::fs::File;

const JOURNAL: &str = "records/open/2026-11-25-a001.yaml";

/// Another program has the case open, as long as this lives.
fn held(desk: &Desk) -> File {
    let file = File::open(desk.path(JOURNAL)).expect("the journal");
    file.lock().expect("a lock");
    file
}

fn at_b() -> Desk {
    begun(2).write("pult.local.yaml", "desk: b\n")
}

fn outdated() -> Desk {
    let desk = begun(2);
    let text = desk.read("procedures/disconnection.yaml");
    let text = text.replace("\nsteps:\n", "\nsteps:\n  - note: Новое замечание.\n");
    desk.write("procedures/disconnection.yaml", &text)
}

/// The calls that change files, from the beginning to behind the event that is looked for.
fn up_to(calls: &[Call], word: &str) -> Vec<usize> {
    let end = calls.iter().position(|call| match &call.effect {
        Effect::Write(_, bytes) => String::from_utf8_lossy(bytes).contains(word),
        _ => false,
    });
    let end = end.unwrap_or_else(|| panic!("no call writes {word}"));
    // It is on the disk, and asks again.
    let behind = calls[end..].iter().position(|call| !call.changes()).map_or(calls.len(), |at| end + at);
    (0..behind).filter(|at| calls[*at].changes()).collect()
}

/// The case is whole, with the answers it had; it can be gone on with where it is held, to its end.
fn assert_goes_on(desk: Desk, event: impl Fn(&Did) -> bool, what: &str) -> bool {
    let kept: Vec<_> = super::dialogue::TURNS.iter().take(2).collect();
    assert_kept(&desk, &kept, what);
    let log = events(&tree(&desk));
    let numbers: Vec<usize> = log.iter().map(|event| event.n as usize).collect();
    assert_eq!(numbers, (1..=log.len()).collect::<Vec<_>>(), "{what}");
    let done = log.iter().filter(|other| event(&other.did)).count();
    assert!(done <= 1, "{what}: {done} times");
    let desk = if holder(&log) == "a" { desk.write("pult.local.yaml", "desk: a\n") } else { desk };
    let later = finish(&desk, First::Eldest, None, what);
    assert_kept(&desk, &later, what);
    assert_kept(&desk, &kept, what);
    let open: Vec<String> = desk.files("records/open").into_iter().filter(|path| !path.ends_with(".torn")).collect();
    assert!(open.is_empty() && desk.records().len() == 2, "{what}: {:?}", desk.files("records"));
    assert!(!desk.files("").iter().any(|path| path.ends_with(".tmp")), "{what}: {:?}", desk.files(""));
    done == 1
}

fn everywhere(make: fn() -> Desk, args: &'static [&'static str], word: &str, event: fn(&Did) -> bool, holds: bool) {
    if !support::tool("strace") {
        return;
    }
    let desk = make();
    let begin = Disk::of(&tree(&desk));
    let lock = holds.then(|| held(&desk));
    let (_, calls) = traced(&desk, args);
    drop(lock);
    let points = up_to(&calls, word);
    eprintln!("{} calls until {word}", points.len());
    assert!(points.len() >= 4, "{points:?}");
    let tries: Vec<(usize, &str)> = points
        .iter()
        .flat_map(|at| {
            [(*at, "signal=KILL"), (*at, if calls[*at].name == "write" { "error=ENOSPC" } else { "error=EIO" })]
        })
        .collect();
    let outcomes = std::sync::Mutex::new((0, 0));
    each(tries, |(at, how)| {
        let what = format!("{args:?}, {how} at call {at}, to {}", calls[at].kind());
        let desk = make();
        let lock = holds.then(|| held(&desk));
        let (talk, _) = injected(&desk, &calls[at], how, args);
        drop(lock);
        assert!(!talk.ran.stderr.contains("panicked"), "{what}: {}", talk.ran.stderr);
        assert!(talk.killed == (how == "signal=KILL"), "{what}: {}", talk.ran.stdout);
        assert_kept(&desk, &talk.acknowledged, &what);
        let finished = desk.files("records/open").iter().all(|path| !path.ends_with("a001.yaml"));
        if finished {
            // What was refused was nobody's loss, and the talk went on to its end.
            return;
        }
        let done = assert_goes_on(desk, event, &what);
        let mut outcomes = outcomes.lock().expect("no poison");
        if done { outcomes.1 += 1 } else { outcomes.0 += 1 }
    });
    let (not, done) = outcomes.into_inner().expect("no poison");
    eprintln!("{args:?}: {not} times not done, {done} times done");
    assert!(not > 0 && done > 0, "{not} times not done, {done} times done");
    powerless(&begin, &calls, event);
}

/// The power goes at every moment until the case has changed hands and the next question is asked.
fn powerless(begin: &Disk, calls: &[Call], event: fn(&Did) -> bool) {
    let mut dialogue = Dialogue::default();
    let mut asked = (0..calls.len()).filter(|at| dialogue.hear(calls[*at].said()).is_some());
    // The first question is whether the case is to change hands.
    let asked = asked.nth(1).expect("it goes on");
    let calls = &calls[..=asked];
    let has = |tree: &Tree| events(tree).iter().any(|other| event(&other.did));
    // Who hears the next question may believe that the case is his.
    let mistaken = |syncs| {
        let mut disk = begin.clone();
        calls.iter().for_each(|call| disk.apply(&call.effect, syncs));
        !has(&disk.after_power_loss(&Entries::Synced, Tail::Lost))
    };
    assert!(mistaken(Syncs::None), "the model finds nothing wrong without syncs");
    assert!(!mistaken(Syncs::All), "the next question is asked before the case has changed hands for good");
    let left = left_overs(begin, calls, Syncs::All);
    let with = left.keys().filter(|(tree, _)| has(tree)).count();
    eprintln!("{} states after a power loss, {with} of them with the event", left.len());
    assert!(with > 0 && with < left.len() && left.len() >= 5, "{with} of {}", left.len());
    each(left.into_iter().collect(), |((tree, _), what)| {
        assert_goes_on(restored(&tree), event, &what);
    });
}

#[test]
fn killed_while_a_case_is_taken() {
    everywhere(at_b, &["resume", "--take", "a1"], "\"taken\"", |did| matches!(did, Did::Taken(_)), true);
}

#[test]
fn killed_while_a_case_is_moved_to_todays_procedure() {
    everywhere(outdated, &["resume", "--update", "a1"], "\"updated\"", |did| matches!(did, Did::Updated(_)), false);
}
