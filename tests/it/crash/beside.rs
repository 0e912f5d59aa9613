//! Corrections and what is forgotten: killed right before every call that changes a file, and the power gone behind it.

use super::disk::{Disk, Entries, Syncs, Tail};
use super::power::left_overs;
use super::trace::{CALLS, Call, read_log, strace};
use super::{each, restored, tree};
use crate::records::{Looked, closed};
use crate::support::{self, Desk};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

const FIX: &str = "play:\n  - answer: {what: Замена цепи, passport: МР 111}\n    reason: Ослышалась\n";
const CASE: &str = "2026-11-25-a002";

/// Runs a command to its end with these lines typed; gives whether it was killed, and its calls.
fn run(desk: &Desk, options: &[&str], args: &[&str], lines: &str) -> (bool, Vec<Call>) {
    let mut child = strace(desk, options, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a start");
    let _ = child.stdin.take().expect("a pipe").write_all(lines.as_bytes());
    let status = child.wait().expect("the program ends");
    (status.signal() == Some(9), read_log(desk))
}

fn revisions(desk: &Desk) -> usize {
    let written = |path: &&String| path.contains(".r") && path.ends_with(".yaml") && !path.contains("/.");
    desk.files("records").iter().filter(written).count()
}

/// Kills a command before each of its calls, looks at what is left, and runs it once more.
fn everywhere(args: &[&str], lines: &str, looked_at: impl Fn(&Desk, &str) + Sync, done: impl Fn(&Desk, &str) + Sync) {
    let fresh = || closed().write("fix.yaml", FIX);
    let desk = fresh();
    let begin = Disk::of(&tree(&desk));
    let (_, calls) = run(&desk, &["-e", &format!("trace={CALLS}")], args, lines);
    done(&desk, "not killed");
    let points: Vec<usize> = (0..calls.len()).filter(|at| calls[*at].changes()).collect();
    assert!(points.len() >= 4, "{calls:?}");
    each(points, |at| {
        let call = &calls[at];
        let what = format!("{} killed before {:?}", args[0], call.effect);
        let desk = fresh();
        let inject = format!("inject={}:signal=KILL:when={}", call.name, call.ordinal);
        let (killed, _) = run(&desk, &["-e", &format!("trace={}", call.name), "-e", &inject], args, lines);
        assert!(killed, "{what}: it lived");
        looked_at(&desk, &what);
        desk.type_in(args, lines);
        done(&desk, &what);
        // What it was writing is taken away at the desk's next start.
        desk.type_in(&[], "0\n").good();
        assert!(!desk.files("records").iter().any(|path| path.ends_with(".tmp")), "{what}");
    });
    // Whoever is told that it is done is told the truth; without syncs he would not be.
    let at_the_end = |syncs| {
        let mut disk = begin.clone();
        calls.iter().for_each(|call| disk.apply(&call.effect, syncs));
        disk.after_power_loss(&Entries::Synced, Tail::Lost)
    };
    assert_eq!(at_the_end(Syncs::None), at_the_end_of_nothing(&begin), "the model finds nothing wrong without syncs");
    assert_eq!(revisions(&restored(&at_the_end(Syncs::All))), 1);
    let left = left_overs(&begin, &calls, Syncs::All);
    eprintln!("{}: {} states after a power loss", args[0], left.len());
    assert!(left.len() >= 8, "{}", left.len());
    each(left.into_iter().collect(), |((tree, _), what)| {
        let desk = restored(&tree);
        looked_at(&desk, &what);
        desk.type_in(args, lines);
        done(&desk, &what);
    });
}

fn at_the_end_of_nothing(begin: &Disk) -> super::Tree {
    begin.after_power_loss(&Entries::Synced, Tail::Lost)
}

#[test]
fn a_correction_is_whole_or_not_there() {
    if !support::tool("strace") {
        return;
    }
    let args = ["correct", "a2", "--answers", "fix.yaml"];
    let sound = |desk: &Desk, what: &str| {
        assert_eq!(Looked::at(desk).again().findings, [], "{what}");
        let shown = desk.run(&["show", "a2"]).good().stdout;
        assert_eq!(shown.contains("Замена цепи"), revisions(desk) > 0, "{what}: {shown}");
    };
    let done = |desk: &Desk, what: &str| {
        assert_eq!(Looked::at(desk).again().findings, [], "{what}");
        assert_eq!(
            revisions(desk),
            1,
            "{what}: what is so already is not corrected again: {:?}",
            desk.files("records")
        );
        assert!(desk.run(&["show", "a2"]).good().stdout.contains("Замена цепи"), "{what}");
        let kept = desk.read(&format!("records/private/{CASE}/answers.yaml"));
        assert!(kept.contains("МР 000") && kept.contains("МР 111"), "{what}: {kept}");
    };
    everywhere(&args, "", sound, done);
}

#[test]
fn what_is_to_be_forgotten_is_said_before_it_goes() {
    if !support::tool("strace") {
        return;
    }
    let lines = format!("Попросил клиент\n{CASE}\n");
    let private = |desk: &Desk| desk.path(&format!("records/private/{CASE}/answers.yaml")).exists();
    let sound = |desk: &Desk, what: &str| {
        assert!(private(desk) || revisions(desk) == 1, "{what}: it is gone and nobody says why");
        let codes = Looked::at(desk).codes();
        let folder = desk.path(&format!("records/private/{CASE}")).exists();
        let left = if revisions(desk) == 1 && folder { &["private-still-kept"][..] } else { &[] };
        assert_eq!(codes, left, "{what}");
    };
    let done = |desk: &Desk, what: &str| {
        assert!(!private(desk) && revisions(desk) == 1, "{what}: {:?}", desk.files("records"));
        assert_eq!(Looked::at(desk).again().findings, [], "{what}");
    };
    everywhere(&["forget", CASE], &lines, sound, done);
}
