//! A disk that is full or broken, a workspace that may only be read.

use super::trace::{Effect, injected, traced};
use super::{First, assert_complete, assert_kept, each, finish};
use crate::support::{self, Desk};
use std::process::Command;

#[test]
fn every_refused_call_is_told_and_loses_nothing() {
    if !support::tool("strace") {
        return;
    }
    let (_, calls) = traced(&Desk::new(), &["run", "disconnection"]);
    let mut points = Vec::new();
    for call in calls.iter().filter(|call| call.changes()) {
        let errors: &[&str] = match call.name.as_str() {
            "write" => &["ENOSPC", "EIO"],
            "fdatasync" | "fsync" => &["EIO", "ENOSPC"],
            "linkat" | "rename" | "mkdir" | "openat" => &["ENOSPC", "EROFS"],
            _ => &["EIO"],
        };
        points.extend(errors.iter().map(|error| (call, *error)));
    }
    let first = calls.iter().find(|call| call.changes()).map(|call| call.ordinal);
    eprintln!("{} refusals", points.len());
    assert!(points.len() > 80);
    each(points, |(call, error)| {
        let what = format!("{error} for {:?}, to {}", call.effect, call.kind());
        let desk = Desk::new();
        let (talk, _) = injected(&desk, call, &format!("error={error}"), &["run", "disconnection"]);
        let ran = &talk.ran;
        assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        assert!(matches!(ran.code, Some(0 | 3)), "{what}: {:?} {}\n{}", ran.code, ran.stdout, ran.stderr);
        let told = [&ran.stdout, &ran.stderr].iter().any(|text| text.contains("Не удалось"));
        // What cannot be swept at the start, or removed behind a file that has its place, is nobody's loss.
        let harmless = first == Some(call.ordinal) && call.effect == Effect::Create("records/.lock".to_owned());
        let harmless = harmless || call.kind() == "remove a temporary file";
        assert!(told || harmless, "{what}: nobody was told\n{}", ran.stdout);
        assert!(!talk.stuck, "{what}: one refusal, and the program gets nowhere any more\n{}", ran.stdout);
        assert_kept(&desk, &talk.acknowledged, &what);
        let later = finish(&desk, First::Eldest, None, &what);
        assert_complete(&desk, &what);
        assert_kept(&desk, &talk.acknowledged, &what);
        assert_kept(&desk, &later, &what);
    });
}

/// Only half of a line fits on the disk.
#[test]
fn a_short_write_is_no_answer() {
    let desk = super::begun(1);
    let path = "records/open/2026-11-25-a001.yaml";
    let before = desk.read(path);
    // The longest file that may be written ends in the middle of the next line.
    let blocks = before.len() / 512 + 1;
    let program = desk.command(&["resume", "a1"]);
    let mut command = Command::new("bash");
    command
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""))
        .arg("bash")
        .arg(program.get_program());
    command
        .args(program.get_args())
        .env_clear()
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(desk.path(""));
    let limit = (blocks * if cfg!(target_os = "linux") { 1024 } else { 512 }) as u64;
    let talk = super::talk(command);
    assert!(!talk.ran.stderr.contains("panicked"), "{}", talk.ran.stderr);
    assert!(desk.read(path).len() as u64 <= limit);
    assert!(talk.ran.stdout.contains("Не удалось записать"), "{}\n{}", talk.ran.stdout, talk.ran.stderr);
    assert_kept(&desk, &talk.acknowledged, "a short write");
    let later = finish(&desk, First::Eldest, None, "a short write");
    assert_complete(&desk, "a short write");
    assert_kept(&desk, &later, "a short write");
}

/// Somebody who may read the folder and not write in it.
#[test]
fn a_workspace_that_may_only_be_read() {
    if !support::tool("setpriv") {
        return;
    }
    let desk = super::begun(2);
    assert!(
        Command::new("chmod").args(["-R", "a+rX"]).arg(desk.path("")).status().is_ok_and(|status| status.success())
    );
    let as_guest = |args: &[&str]| {
        let program = desk.command(args);
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]);
        command.arg(program.get_program()).args(program.get_args());
        command.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.current_dir(desk.path(""));
        command
    };
    if !as_guest(&["--version"]).output().is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: only root can run the program as somebody else");
        return;
    }
    let list = super::talk(as_guest(&["list"])).ran.good();
    assert!(list.stdout.contains("a1  25.11.2026"), "{}", list.stdout);
    for args in [&["run", "disconnection"][..], &["resume", "a1"]] {
        let ran = super::talk(as_guest(args)).ran;
        assert_eq!(ran.code, Some(3), "{args:?}: {}\n{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("Не удалось записать"), "{args:?}: {}", ran.stderr);
    }
    finish(&desk, First::Eldest, None, "read only before");
    assert_complete(&desk, "read only before");
}

const WAITS: &str = "title: Вопрос\nsteps:\n  - {ask: Вопрос, name: question}\n  - {wait: Ответ, name: answer, type: text}\n  - {stop: end, as: Все}\n";
const PAGE: &str =
    "---\ntitle: Сводка\naudience: internal\nevery: month\nmeasures:\n  all: {count: open}\n---\nВсего {{ all }}.\n";

/// A full disk while somebody answers from elsewhere, and while pages are made: told, nothing half-written stays in the
/// way, and the next try works.
#[test]
fn a_full_disk_for_an_answer_and_for_pages() {
    if !support::tool("strace") {
        return;
    }
    let desk = || {
        let desk = Desk::new().write("procedures/question.yaml", WAITS).write("forms/summaries/mine.md", PAGE);
        desk.type_in(&["run", "question"], "Когда?\n.\n7\n\n").good();
        desk
    };
    for args in [&["answer", "a1", "Завтра"][..], &["build"]] {
        let (talk, calls) = traced(&desk(), args);
        assert_eq!(talk.ran.code, Some(0), "{}{}", talk.ran.stdout, talk.ran.stderr);
        let points: Vec<_> = calls.iter().filter(|call| call.changes()).collect();
        eprintln!("{args:?}: {} refusals", points.len());
        assert!(points.len() >= 5, "{args:?}: {}", points.len());
        each(points, |call| {
            let error = if call.name.contains("sync") || call.name.contains("unlink") { "EIO" } else { "ENOSPC" };
            let what = format!("{args:?}: {error} for {:?}, to {}", call.effect, call.kind());
            let desk = desk();
            let journal = desk.read("records/open/2026-11-25-a001.yaml");
            let (talk, _) = injected(&desk, call, &format!("error={error}"), args);
            let ran = &talk.ran;
            assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
            let told = [&ran.stdout, &ran.stderr].iter().any(|text| text.contains("Не удалось"));
            let harmless = call.kind() == "remove a temporary file"
                || matches!(&call.effect, Effect::Create(path) if path.ends_with(".lock"));
            assert!(told || harmless, "{what}: nobody was told\n{}{}", ran.stdout, ran.stderr);
            assert!(!told || ran.code == Some(3), "{what}: {:?}", ran.code);
            assert_eq!(desk.read("records/open/2026-11-25-a001.yaml"), journal, "{what}");
            // It works the next time; what was refused before stands in nobody's way.
            let again = super::talk(desk.command(args)).ran;
            assert_eq!(again.code, Some(0), "{what}: {}{}", again.stdout, again.stderr);
            let ran = desk.type_in(&["resume", "a1"], "\n\n\n").good();
            assert!(!ran.stdout.contains("не читается"), "{what}: {}", ran.stdout);
            if args[0] == "answer" {
                assert!(ran.stdout.contains("a1 закрыто"), "{what}: {}", ran.stdout);
            } else {
                assert!(
                    desk.files("out").iter().any(|path| path.ends_with(".html")),
                    "{what}: {:?}",
                    desk.files("out")
                );
                assert!(
                    desk.files("out").iter().all(|path| !path.ends_with(".tmp")),
                    "{what}: {:?}",
                    desk.files("out")
                );
            }
        });
    }
}
