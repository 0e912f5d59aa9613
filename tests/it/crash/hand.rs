//! Killed, or refused by the disk, while a case is taken from another desk or moved to today's procedure.

use super::trace::{Call, Effect, injected, traced};
use super::{First, assert_kept, begun, each, events, finish, tree};
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
}

#[test]
fn killed_while_a_case_is_taken() {
    everywhere(at_b, &["resume", "--take", "a1"], "\"taken\"", |did| matches!(did, Did::Taken(_)), true);
}

#[test]
fn killed_while_a_case_is_moved_to_todays_procedure() {
    everywhere(outdated, &["resume", "--update", "a1"], "\"updated\"", |did| matches!(did, Did::Updated(_)), false);
}
