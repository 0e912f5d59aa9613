//! git: closed cases are committed by themselves, and git never stops the desk.

use super::support::{Desk, tool};
use std::process::Command;

const REQUEST: &str = "1\nОбразцов Петр Тестович\nул. Образцовая, 5\n029 000-00-01\n\n\nТребуется выезд мастера.\n\n";

pub(super) fn git(desk: &Desk, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(desk.path(""))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", desk.path("home"))
        .args(["-c", "core.quotePath=false", "-c", "user.name=t", "-c", "user.email=t@example.by"])
        .args(args)
        .output()
        .expect("git runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A workspace in a repository, everything in it committed.
fn versioned() -> Desk {
    let desk = Desk::new();
    let company = desk.read("pult.yaml").replace("git: off", "git: commit");
    let desk = desk.write("pult.yaml", &company);
    git(&desk, &["init", "-q", "-b", "main", "."]);
    git(&desk, &["add", "-A"]);
    git(&desk, &["commit", "-q", "-m", "begin"]);
    desk
}

#[test]
fn a_closed_case_is_committed_without_identity_hooks_or_personal_data() {
    if !tool("git") {
        return;
    }
    let desk = versioned();
    desk.put("чужое.txt", b"not ours");
    desk.put(".git/hooks/pre-commit", b"#!/bin/sh\nexit 1\n");
    // What was acknowledged before goes in with it.
    desk.put("records/acknowledged/anna.yaml", b"- 1\n");
    desk.put("records/acknowledged/editions/ab12.yaml", b"- 1\n");
    Command::new("chmod").arg("+x").arg(desk.path(".git/hooks/pre-commit")).status().expect("chmod runs");
    let ran = desk.type_in(&["run", "request"], REQUEST).good();
    assert!(!ran.stdout.contains("git"), "{}", ran.stdout);
    let committed = git(&desk, &["show", "--stat=200", "--format=%s%n%b%n%an", "HEAD"]);
    assert!(committed.contains("records/acknowledged/anna.yaml"), "{committed}");
    assert!(committed.contains("records/acknowledged/editions/ab12.yaml"), "{committed}");
    assert!(committed.contains("records/2026/11/2026-11-25-a001-request.yaml"), "{committed}");
    assert!(committed.contains("records/definitions/"), "{committed}");
    assert!(!committed.contains("чужое.txt") && !committed.contains("Образцов"), "{committed}");
    let status = git(&desk, &["status", "--porcelain", "--", "records"]);
    assert!(status.is_empty(), "{status}");
}

#[test]
fn what_git_could_not_commit_goes_in_with_the_next_case() {
    if !tool("git") {
        return;
    }
    let desk = versioned();
    desk.put(".git/index.lock", b"");
    let ran = desk.type_in(&["run", "request"], REQUEST).good();
    assert!(ran.stdout.contains("git занят"), "{}", ran.stdout);
    assert_eq!(desk.records().len(), 1, "the record is there all the same");
    std::fs::remove_file(desk.path(".git/index.lock")).expect("the lock goes");
    desk.type_in(&["run", "request"], REQUEST).good();
    let committed = git(&desk, &["log", "--stat=200", "--format=%s%n%b"]);
    assert!(committed.contains("a001-request.yaml") && committed.contains("a002-request.yaml"), "{committed}");
    assert_eq!(desk.records().len(), 2);
}

#[test]
fn a_lock_left_behind_long_ago_is_taken_away() {
    if !tool("git") {
        return;
    }
    let desk = versioned();
    desk.put(".git/index.lock", b"");
    let lock = std::fs::File::options().write(true).open(desk.path(".git/index.lock")).expect("the lock");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
    lock.set_modified(long_ago).expect("an old lock");
    let ran = desk.type_in(&["run", "request"], REQUEST).good();
    assert!(!ran.stdout.contains("git занят"), "{}", ran.stdout);
    assert!(git(&desk, &["status", "--porcelain", "--", "records"]).is_empty());
}

#[test]
fn without_git_or_a_repository_the_desk_works() {
    let desk = Desk::new();
    let company = desk.read("pult.yaml").replace("git: off", "git: commit");
    let desk = desk.write("pult.yaml", &company);
    let ran = desk.type_in(&["run", "request"], REQUEST).good();
    assert!(ran.stdout.contains("не под git"), "{}", ran.stdout);
    let mut child = desk.command(&["run", "request"]).env("PATH", "/nonexistent").spawn().expect("the program starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), REQUEST.as_bytes()).expect("lines");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("git на этом компьютере не установлен"));
    assert_eq!(desk.records().len(), 2);
}
