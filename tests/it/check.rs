//! `pult check`: every fault is shown by a fixture, worded in both languages, and nothing hides another.
//!
//! A folder of `tests/faults` has the name of a code and holds the files that are laid over a workspace
//! without faults, and what `pult check` prints of them.

use super::support::{Desk, Ran, source_tree};
use insta::{Settings, assert_snapshot};
use pult::model::diagnostic::Problem;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COMPANY: &str = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nsections: [Офис]\n";
/// The longest that any workspace may take to be checked, by a program that nobody has optimised.
const PATIENCE: Duration = Duration::from_secs(60);

type Make = fn(&Desk);

/// Codes whose file is no text that could lie in a folder of fixtures.
const MADE: [(&str, Make); 4] = [
    ("not-utf8", |desk| {
        desk.put("procedures/x.yaml", &[b"title: ".as_slice(), &[0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2], b"\n"].concat());
        desk.put("procedures/y.yaml", b"title: \xff\n");
    }),
    ("too-large", |desk| {
        desk.put("procedures/x.yaml", b"title: A\n");
        let file = fs::OpenOptions::new().write(true).open(desk.path("procedures/x.yaml")).expect("a file");
        file.set_len(200_000_000).expect("a sparse file");
    }),
    ("not-a-file", |desk| {
        fs::create_dir_all(desk.path("procedures/x.yaml")).expect("a folder");
        pipe(&desk.path("procedures/y.yaml"));
    }),
    ("unreadable", |desk| {
        fs::create_dir_all(desk.path("procedures")).expect("a folder");
        link("nowhere.yaml", &desk.path("procedures/x.yaml"));
    }),
];

#[cfg(unix)]
fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo is there");
    assert!(made.success());
}

#[cfg(not(unix))]
fn pipe(path: &Path) {
    fs::create_dir_all(path).expect("a folder");
}

#[cfg(unix)]
fn link(to: &str, path: &Path) {
    std::os::unix::fs::symlink(to, path).expect("a link");
}

#[cfg(not(unix))]
fn link(to: &str, path: &Path) {
    std::os::windows::fs::symlink_file(to, path).expect("a link");
}

fn faults_folder() -> PathBuf {
    source_tree().join("tests/faults")
}

/// A workspace without faults, with the fixture's files laid over it.
fn workspace(code: &str) -> Desk {
    let desk = Desk::empty().write("pult.yaml", COMPANY);
    match MADE.iter().find(|(made, _)| *made == code) {
        Some((_, make)) => make(&desk),
        None => lay(&faults_folder().join(code), "", &desk),
    }
    desk
}

fn lay(folder: &Path, below: &str, desk: &Desk) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{} has no fixture: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("a name in UTF-8");
        if entry.path().is_dir() {
            lay(&entry.path(), &format!("{below}{name}/"), desk);
        } else if name.contains('.') && !name.ends_with(".snap") {
            desk.put(&format!("{below}{name}"), &fs::read(entry.path()).expect("a fixture"));
        }
    }
}

/// Runs the program, and fails when it does not end.
fn in_time(desk: &Desk, args: &[&str]) -> Ran {
    let mut child = desk.command(args).stdin(Stdio::null()).spawn().expect("the program starts");
    let output = {
        // What it prints is read while it runs: a full pipe would stop it.
        let mut streams = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        let out = std::thread::spawn(move || std::io::read_to_string(&mut streams.0).unwrap_or_default());
        let err = std::thread::spawn(move || std::io::read_to_string(&mut streams.1).unwrap_or_default());
        let from = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child") {
                break status;
            }
            if from.elapsed() > PATIENCE {
                let _ = child.kill();
                panic!("`pult {}` did not end", args.join(" "));
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        Ran { stdout: out.join().expect("read"), stderr: err.join().expect("read"), code: status.code() }
    };
    assert!([Some(0), Some(1)].contains(&output.code), "{:?}: {}", output.code, output.stderr);
    output
}

/// What `check --json` reports.
fn reported(desk: &Desk) -> Vec<Value> {
    let ran = in_time(desk, &["check", "--json"]);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout));
    found.as_array().expect("an array").clone()
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|fault| fault["code"].as_str().expect("a code")).collect()
}

/// What shows the faults of a code. What only follows from others is said where something is begun, not by `check`.
fn shown(desk: &Desk, code: &str, strict: &[&str]) -> String {
    match code {
        "broken-procedure" => desk.run(&["run", "x"]).stderr,
        _ => in_time(desk, &[&["check"], strict].concat()).stdout,
    }
}

fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = Settings::new();
    settings.set_snapshot_path(faults_folder().join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| assert_snapshot!(name, text));
}

#[test]
fn every_code_has_a_fixture_that_shows_it_and_nothing_else() {
    let mut wrong = Vec::new();
    for code in Problem::CODES {
        let desk = workspace(code);
        let found = reported(&desk);
        let found: BTreeSet<&str> = codes(&found).into_iter().collect();
        // What else the fixture says that it shows: a fault of one file may show in another.
        let also = fs::read_to_string(faults_folder().join(code).join("also")).unwrap_or_default();
        let own = (*code != "broken-procedure").then_some(*code);
        if found != also.split_whitespace().chain(own).collect() {
            wrong.push(format!("tests/faults/{code} shows {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_fault_is_worded_in_both_languages() {
    for code in Problem::CODES {
        let desk = workspace(code);
        snapshot(code, "ru", &shown(&desk, code, &[]));
        let desk = desk.english();
        snapshot(code, "en", &shown(&desk, code, &[]));
    }
}

/// How many faults of a code the manual shows.
const MOST: usize = 4;

/// The manual's page of a code: of what `check` prints, the faults of this code, each kind once.
fn page(code: &str, printed: &str) -> String {
    let mut faults: Vec<String> = Vec::new();
    for line in printed.lines() {
        let begins = line.split_once("]: ").is_some_and(|(word, _)| word.contains('[') && !word.contains(' '));
        match faults.last_mut() {
            Some(last) if !begins => *last += &format!("{line}\n"),
            _ => faults.push(format!("{line}\n")),
        }
    }
    // How many faults there were stands behind the last of them.
    if let Some(last) = faults.last_mut() {
        let end = last.find("\n\n").map_or(last.len(), |at| at + 1);
        last.truncate(end);
    }
    // Two faults are of one kind when only the names in them differ.
    let kind = |fault: &str| fault.lines().next().unwrap_or("").split('`').step_by(2).collect::<String>();
    let mut kinds = BTreeSet::new();
    faults.retain(|fault| fault.contains(&format!("[{code}]: ")) && kinds.insert(kind(fault)));
    faults.iter().take(MOST).map(|fault| fault.trim_end()).collect::<Vec<_>>().join("\n\n") + "\n"
}

#[test]
fn the_manual_shows_what_check_prints() {
    let mut codes = Problem::CODES.to_vec();
    codes.sort_unstable();
    let head = "MANUAL=update cargo test --test it manual\n".to_owned();
    let (mut ru, mut en) = (head.clone(), head);
    for code in codes {
        let desk = workspace(code);
        ru += &format!("\n== {code}\n{}", page(code, &shown(&desk, code, &["--strict"])));
        en += &format!("\n== {code}\n{}", page(code, &shown(&desk.english(), code, &["--strict"])));
    }
    for (language, text) in [("ru", ru), ("en", en)] {
        let path = source_tree().join(format!("src/text/manual/{language}.txt"));
        if std::env::var_os("MANUAL").is_some_and(|value| value == "update") {
            fs::create_dir_all(path.parent().expect("a folder")).expect("the manual's folder");
            fs::write(&path, text).expect("the manual is written");
            continue;
        }
        let there = fs::read_to_string(&path).expect("the manual");
        let first = there.lines().zip(text.lines()).find(|(there, text)| there != text);
        assert!(there == text, "the manual is another: {first:?}; MANUAL=update cargo test --test it manual");
    }
}

#[test]
fn every_folder_of_faults_belongs_to_a_code() {
    let known: BTreeSet<&str> = Problem::CODES.iter().copied().chain(["ten-at-once", "odd-files"]).collect();
    for entry in fs::read_dir(faults_folder()).expect("fixtures") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        assert!(known.contains(name.as_str()), "tests/faults/{name} is of no code");
    }
}

#[test]
fn ten_faults_of_one_procedure_are_reported_at_once_and_in_order() {
    let desk = workspace("ten-at-once");
    let found = reported(&desk);
    let lines: Vec<u64> = found.iter().map(|fault| fault["line"].as_u64().expect("a line")).collect();
    assert_eq!(found.len(), 10, "{:?}", codes(&found));
    assert!(lines.is_sorted(), "{lines:?}");
    assert_eq!(codes(&found).into_iter().collect::<BTreeSet<_>>().len(), 10, "{:?}", codes(&found));
    snapshot("ten-at-once", "ru", &in_time(&desk, &["check"]).stdout);
    snapshot("ten-at-once", "en", &in_time(&desk.english(), &["check"]).stdout);
}

const PROCEDURE: &str =
    "title: Проба\nsteps:\n  - ask: Кто звонит?\n    name: кто\n  - say: Здравствуйте, {{ ктто }}!\n";

#[test]
fn line_ends_and_marks_of_windows_move_no_place() {
    let bare = workspace_of(PROCEDURE);
    for text in [PROCEDURE.replace('\n', "\r\n"), format!("\u{feff}{PROCEDURE}")] {
        let desk = workspace_of(&text);
        assert_eq!(in_time(&desk, &["check"]).stdout, in_time(&bare, &["check"]).stdout);
    }
    let clean = workspace_of(&PROCEDURE.replace("ктто", "кто").replace('\n', "\r\n"));
    assert_eq!(in_time(&clean, &["check"]).code, Some(0));
}

fn workspace_of(text: &str) -> Desk {
    Desk::empty().write("pult.yaml", COMPANY).write("procedures/x.yaml", text)
}

#[test]
fn tabs_are_one_fault_and_hide_no_other() {
    let desk = workspace_of(&PROCEDURE.replace("    ", "\t\t").replace("  -", "\t-"));
    snapshot("odd-files", "tabs", &in_time(&desk, &["check"]).stdout);
}

#[test]
fn a_conflict_of_git_is_said_in_place_of_its_consequences() {
    let text = "title: Проба\nsteps:\n<<<<<<< HEAD\n  - say: А\n=======\n  - say: Б\n>>>>>>> desk-b\n";
    snapshot("odd-files", "conflict", &in_time(&workspace_of(text), &["check"]).stdout);
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let bomb: String = (1..12).fold("a0: &a0 [лол, лол]\n".to_owned(), |text, n| {
        let before = n - 1;
        text + &format!("a{n}: &a{n} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]\n")
    });
    for (what, text, code) in [
        ("brackets", format!("title: {}\n", "[".repeat(10_000)), "too-deep"),
        ("braces", format!("title: {}\n", "{a: ".repeat(10_000)), "too-deep"),
        ("an alias bomb", bomb, "alias"),
    ] {
        let from = Instant::now();
        let ran = in_time(&workspace_of(&text), &["check"]);
        println!("{what}: {:?}", from.elapsed());
        assert!(ran.stdout.contains(&format!("[{code}]")), "{what}: {}", ran.stdout.get(..2000).unwrap_or(&ran.stdout));
        assert!(ran.stdout.len() < 100_000, "{what}: {} bytes are printed", ran.stdout.len());
    }
}

#[test]
fn a_procedure_of_almost_two_megabytes_is_checked() {
    let step = |n: usize| format!("  - ask: Вопрос номер {n}, довольно длинный, как в жизни?\n    name: q{n}\n");
    let mut text = "title: Проба\nsteps:\n".to_owned();
    let mut count = 0;
    while text.len() < 1_900_000 {
        text += &step(count);
        count += 1;
    }
    text += "  - say: Ваш ответ - {{ q0 }}, {{ q7 }}, {{ qq }}.\n";
    let desk = workspace_of(&text);
    let from = Instant::now();
    let found = reported(&desk);
    println!("1.9 MB, {count} questions: {:?}", from.elapsed());
    assert_eq!(codes(&found), ["unknown-name"]);
    assert_eq!(found[0]["line"], 2 * count + 3);
}

#[test]
fn json_counts_columns_in_characters() {
    let text = "title: Проба\nsteps:\n  - say: Здравствуйте, уважаемый {{ имя }}!\n  - ask: Кто?\n    нмае: а\n";
    let found = reported(&workspace_of(text));
    let place = |fault: &Value| {
        let number = |key: &str| fault[key].as_u64().expect("a number");
        (number("line"), number("column"), number("end_line"), number("end_column"))
    };
    assert_eq!(codes(&found), ["unknown-name", "unknown-key"]);
    assert_eq!(place(&found[0]), (3, 37, 3, 40), "{:#?}", found[0]);
    assert_eq!(place(&found[1]), (5, 5, 5, 9), "{:#?}", found[1]);
    for fault in &found {
        assert_eq!(fault["file"], "procedures/x.yaml");
        assert_eq!(fault["severity"], "error");
        assert!(["message", "help"].iter().all(|key| fault[*key].as_str().is_some_and(|words| !words.is_empty())));
    }
}

/// The built-in workspace, and what `check --quick` says of it.
fn built_in(change: impl Fn(&Desk)) -> Vec<(String, String)> {
    let desk = Desk::new();
    change(&desk);
    let ran = in_time(&desk, &["check", "--quick", "--json"]);
    let found: Vec<Value> = serde_json::from_str(&ran.stdout).expect("JSON");
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap_or_default().to_owned();
    let errors = found.iter().filter(|fault| fault["severity"] == "error");
    errors.map(|fault| (text(fault, "file"), text(fault, "code"))).collect()
}

#[test]
fn what_follows_from_a_file_that_cannot_be_read_is_not_told() {
    for path in [
        "procedures/request.yaml",
        "procedures/parts/passport.yaml",
        "procedures/cards/prices.yaml",
        "forms/contract.md",
    ] {
        let found = built_in(|desk| {
            let text = desk.read(path).replacen("title: ", "titel: [", 1);
            desk.put(path, text.as_bytes());
        });
        assert!(!found.is_empty() && found.iter().all(|(file, _)| file == path), "{path}: {found:?}");
    }
    // Yet nobody begins what runs it.
    let desk = Desk::new();
    desk.put("procedures/request.yaml", b"title: [\n");
    let ran = desk.run(&["run", "disconnection"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("[broken-procedure]"), "{}", ran.stderr);
}

#[test]
fn one_slip_in_an_expression_is_one_fault() {
    for (line, place) in [
        ("  - say: Точек {{ \"столько }}, верно?", (5, 19)),
        ("  - say: Точек\n    when: {who: \"a}", (6, 17)),
        ("  - say: Точек\n    when: {how: \"a\"}", (6, 12)),
        ("  - say: Точек\n    when: who == \"a", (6, 18)),
        ("  - say: |-\n      {% if today %}Точек\n      много", (6, 7)),
        ("  - say: Точек {{ who }\n  - say: Ещё {{ \"раз\" }}", (5, 23)),
    ] {
        let text = format!("title: Проба\nsteps:\n  - ask: Кто?\n    name: who\n{line}\n");
        let found = reported(&workspace_of(&text));
        let places: Vec<_> = found.iter().map(|one| (one["line"].as_u64(), one["column"].as_u64())).collect();
        assert_eq!(places, [(Some(place.0), Some(place.1))], "{line}: {found:#?}");
    }
}
