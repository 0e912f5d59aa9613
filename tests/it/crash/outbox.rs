//! A letter that is sent while the program is killed, the disk is full or the power goes: it waits, or somebody has to
//! decide. A letter that the server may have does never go a second time by itself.

use super::disk::{Disk, Syncs};
use super::power::left_overs;
use super::trace::{CALLS, Call, Effect, read_log, strace};
use super::{Tree, each, restored, tree};
use crate::post::{Fake, ONE, fake, states, with_letters};
use crate::support::{self, Desk, Ran};
use std::process::Stdio;

const SEND: [&str; 2] = ["outbox", "send"];

/// A letter that waits, and a server that takes it.
fn waiting() -> (Desk, Fake) {
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    (with_letters(1).write("pult.local.yaml", &server.settings("plain")), server)
}

/// Sends, with something done to the calls; gives what it said, and its calls.
fn send(desk: &Desk, options: &[&str]) -> (Ran, Vec<Call>) {
    let mut command = strace(desk, options, &SEND);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let ran = Ran::of(&child.expect("a start").wait_with_output().expect("it ends"));
    (ran, read_log(desk))
}

/// The letter is there, whole and once, waiting or put away.
fn assert_there(left: &Tree, letter: &[u8], what: &str) {
    let copies: Vec<_> = left.iter().filter(|(path, _)| path.ends_with(&format!("{ONE}.eml"))).collect();
    assert!(!copies.is_empty(), "{what}: the letter is gone");
    assert!(copies.iter().all(|(_, bytes)| bytes.as_deref() == Some(letter)), "{what}: the letter is not what it was");
}

/// What is said of the letter fits what the server has; if it is sent once more, then only because it does not have it.
fn assert_once(desk: &Desk, had: bool, what: &str) -> String {
    let state = states(desk).remove(0);
    let fits: &[&str] = if had { &["unknown", "sent"] } else { &["queued", "failed", "unknown"] };
    assert!(fits.contains(&state.as_str()), "{what}: {state}, and the server has it: {had}");
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    desk.put("pult.local.yaml", server.settings("plain").as_bytes());
    let ran = desk.run(&SEND);
    let again = server.heard().letters.len();
    assert_eq!(
        again,
        usize::from(matches!(state.as_str(), "queued" | "failed")),
        "{what}: {state}, sent {again} times"
    );
    assert_eq!(
        states(desk),
        [if again == 1 || state == "sent" { "sent" } else { "unknown" }],
        "{what}: {}",
        ran.stdout
    );
    assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
    state
}

#[test]
fn a_letter_is_sent_once_wherever_it_is_killed() {
    if !support::tool("strace") {
        return;
    }
    let (desk, server) = waiting();
    let begin = tree(&desk);
    let letter = begin[&format!("records/outbox/{ONE}.eml")].clone().expect("a file");
    let trace = format!("trace={CALLS},sendto");
    let (ran, calls) = send(&desk, &["-e", &trace]);
    assert_eq!((ran.code, server.heard().letters.len()), (Some(0), 1), "{}{}", ran.stdout, ran.stderr);
    let over = |call: &Call| matches!(&call.effect, Effect::Handed(bytes) if bytes.ends_with(b"\r\n.\r\n"));
    let handed = calls.iter().position(over).expect("the letter goes over");
    let points: Vec<usize> = (0..calls.len()).filter(|at| calls[*at].changes()).collect();
    let after = points.iter().filter(|at| **at > handed).count();
    eprintln!("{} calls, {after} of them behind the letter", points.len());
    assert!(after >= 3 && points.len() - after >= 3, "{points:?}, {handed}");

    let tries: Vec<(usize, &str)> = points
        .iter()
        .flat_map(|at| {
            [(*at, "signal=KILL"), (*at, if calls[*at].name == "write" { "error=ENOSPC" } else { "error=EIO" })]
        })
        .collect();
    let seen = std::sync::Mutex::new(std::collections::BTreeMap::<String, usize>::new());
    each(tries, |(at, how)| {
        let call = &calls[at];
        let what = format!("{how} at {:?}", call.effect);
        let (desk, server) = waiting();
        let inject = format!("inject={}:{how}:when={}", call.name, call.ordinal);
        let (ran, _) = send(&desk, &["-e", &format!("trace={}", call.name), "-e", &inject]);
        assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        assert_there(&tree(&desk), &letter, &what);
        let state = assert_once(&desk, server.heard().letters.len() == 1, &what);
        *seen.lock().expect("no poison").entry(state).or_default() += 1;
    });

    // Without syncs the model finds letters that would go a second time.
    let begin = Disk::of(&begin);
    let twice = |syncs| {
        let mut disk = begin.clone();
        calls[..=handed].iter().for_each(|call| disk.apply(&call.effect, syncs));
        let left = disk.after_power_loss(&super::disk::Entries::Synced, super::disk::Tail::Lost);
        states(&restored(&left)) == ["queued"]
    };
    assert!(twice(Syncs::None) && !twice(Syncs::All));
    let mut midway = begin.clone();
    calls[..=handed].iter().for_each(|call| midway.apply(&call.effect, Syncs::All));
    for (had, left) in [
        (false, left_overs(&begin, &calls[..handed], Syncs::All)),
        (true, left_overs(&midway, &calls[handed..], Syncs::All)),
    ] {
        eprintln!("{} states after a power loss, the letter handed over: {had}", left.len());
        assert!(left.len() >= 3);
        each(left.into_iter().collect(), |((left, _), what)| {
            assert_there(&left, &letter, &what);
            let state = assert_once(&restored(&left), had, &what);
            *seen.lock().expect("no poison").entry(state).or_default() += 1;
        });
    }
    let seen = seen.into_inner().expect("no poison");
    eprintln!("{seen:?}");
    assert!(
        ["queued", "unknown", "sent"].iter().all(|state| seen.get(*state).is_some_and(|count| *count > 0)),
        "{seen:?}"
    );
}
