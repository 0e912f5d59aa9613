//! Killed right before every call that changes a file.

use super::disk::{Disk, Syncs};
use super::trace::{injected, traced};
use super::{First, assert_complete, assert_kept, each, finish, tree};
use crate::support::{self, Desk};
use std::collections::BTreeMap;
use std::process::Command;

#[test]
fn killed_before_every_call() {
    if !support::tool("strace") {
        return;
    }
    let desk = Desk::new();
    let before = Disk::of(&tree(&desk));
    let (talk, calls) = traced(&desk, &["run", "disconnection"]);
    assert_eq!(talk.acknowledged.len(), super::dialogue::TURNS.len(), "{}", talk.ran.stdout);
    assert_complete(&desk, "not killed");
    let points: Vec<usize> = (0..calls.len()).filter(|at| calls[*at].changes()).collect();
    let mut kinds = BTreeMap::<&str, usize>::new();
    points.iter().for_each(|at| *kinds.entry(calls[*at].kind()).or_default() += 1);
    eprintln!("{} calls: {kinds:?}", points.len());
    assert!(points.len() >= 40);
    for kind in ["append", "publish a record", "claim an id", "keep a definition", "remove a journal", "sync a folder"]
    {
        assert!(kinds.contains_key(kind), "no call is there to {kind}");
    }
    each(points, |at| {
        let call = &calls[at];
        let what = format!("killed before call {at}, to {}: {:?}", call.kind(), call.effect);
        let desk = Desk::new();
        let (killed, seen) = injected(&desk, call, "signal=KILL", &["run", "disconnection"]);
        assert!(killed.killed, "{what}: it lived");
        assert_eq!(seen.last().map(|seen| (seen.ordinal, &seen.effect)), Some((call.ordinal, &call.effect)), "{what}");
        assert_kept(&desk, &killed.acknowledged, &what);
        // The next run may be followed by a power cut: what the killed one had not synced is not safe yet.
        let mut disk = before.clone();
        calls[..at].iter().for_each(|call| disk.apply(&call.effect, Syncs::All));
        let first = if at % 2 == 0 { First::Eldest } else { First::Newest };
        let later = finish(&desk, first, Some((&mut disk, killed.acknowledged.clone())), &what);
        assert_complete(&desk, &what);
        assert_kept(&desk, &killed.acknowledged, &what);
        assert_kept(&desk, &later, &what);
        assert!(!desk.files("records").iter().any(|path| path.ends_with(".torn")), "{what}");
    });
}

/// Whoever sits down is written down first.
#[test]
fn killed_while_sitting_down() {
    if !support::tool("strace") {
        return;
    }
    let newcomer = || Desk::new().nobody();
    let (_, calls) = traced(&newcomer(), &["run", "disconnection"]);
    let calls: Vec<_> =
        calls.into_iter().filter(|call| format!("{:?}", call.effect).contains("pult.local.yaml")).collect();
    assert!(calls.len() >= 4, "create, write, sync, rename: {calls:?}");
    for call in &calls {
        let desk = newcomer();
        let (killed, _) = injected(&desk, call, "signal=KILL", &["run", "disconnection"]);
        assert!(killed.killed);
        desk.read("pult.yaml");
        finish(&desk, First::Eldest, None, "sitting down");
        assert_complete(&desk, "sitting down");
    }
}

/// With git, too: whatever git had been at, the records are whole, and are committed in the end.
#[test]
fn killed_while_closing_with_git() {
    if !support::tool("strace") || !support::tool("git") {
        return;
    }
    let with_git = || {
        let desk = Desk::new();
        let company = desk.read("pult.yaml").replace("git: off", "git: commit");
        let desk = desk.write("pult.yaml", &company);
        git(&desk, &["init", "-q"]);
        desk
    };
    let (_, calls) = traced(&with_git(), &["run", "disconnection"]);
    let closing = |at: &usize| {
        let place = format!("{:?}", calls[*at].effect);
        matches!(calls[*at].kind(), "publish a record" | "remove a journal")
            || calls[*at].kind() == "sync a folder" && (place.contains("/11") || place.contains("open"))
    };
    let points: Vec<usize> = (0..calls.len()).filter(closing).collect();
    eprintln!("{} calls of closing, with git", points.len());
    assert!(points.len() >= 6);
    each(points, |at| {
        let call = &calls[at];
        let what = format!("with git, killed before call {at}, to {}", call.kind());
        let desk = with_git();
        let (killed, _) = injected(&desk, call, "signal=KILL", &["run", "disconnection"]);
        assert!(killed.killed, "{what}");
        assert_kept(&desk, &killed.acknowledged, &what);
        finish(&desk, First::Eldest, None, &what);
        assert_complete(&desk, &what);
        // A git that outlived the program may have stood in the way: what it left is committed with the next start.
        for _ in 0..20 {
            desk.type_in(&[], "0\n").good();
            if git(&desk, &["status", "--porcelain", "--untracked-files=all", "records"]).is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert_eq!(git(&desk, &["status", "--porcelain", "--untracked-files=all", "records"]), "", "{what}");
        assert_eq!(git(&desk, &["ls-files", "records"]).lines().count(), 4, "{what}");
    });
}

fn git(desk: &Desk, args: &[&str]) -> String {
    let output = Command::new("git").current_dir(desk.path("")).args(args).output().expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
