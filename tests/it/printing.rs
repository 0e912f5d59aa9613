//! Documents on their way to the printer: programs that do what `lp` does, and what it does when things go wrong.

#![cfg(unix)]

use super::contact::COMPANY;
use super::support::{Desk, Ran};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const PROCEDURE: &str = "title: Справка
steps:
  - ask: Кому?
    name: whom
  - print: note
    name: paper
    copies: 2
  - stop: end
    as: Выдана
";
const FORM: &str =
    "---\ntitle: Справка\naudience: client\nof: [visit]\n---\n# {{ form.title }}\n\nВыдана: {{ whom }}\n";

/// Writes down what it was told, and what it was given.
const TAKES: &str =
    "for word in \"$@\"; do printf '%s\\n' \"$word\" >> told; done; for file; do :; done; cat \"$file\" > taken";

fn desk(setting: &str) -> Desk {
    let desk = Desk::with_procedure("visit", PROCEDURE).write("pult.yaml", COMPANY).write("forms/note.md", FORM);
    desk.write("pult.local.yaml", setting)
}

/// A desk whose printer is a program of the test's own, called as that name is.
fn with_program(name: &str, script: &str, setting: &str) -> Desk {
    let desk = desk("");
    desk.put(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n").as_bytes());
    let program = desk.path(&format!("bin/{name}"));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    desk.write("pult.local.yaml", &format!("print:\n  command: {}\n{setting}", program.display()))
}

fn says(ran: &Ran, words: &[&str]) {
    for words in words {
        assert!(ran.stdout.contains(words), "{words}\n{}\n{}", ran.stdout, ran.stderr);
    }
}

fn record(desk: &Desk) -> String {
    desk.read(desk.records().last().expect("a record"))
}

#[test]
fn one_key_hands_the_document_over_and_the_record_says_so() {
    let desk =
        with_program("lp", TAKES, "  printer: office $(touch sly)\n  options: [-o, sides=two-sided-long-edge]\n");
    let ran = desk.type_in(&["run", "visit"], "Образцову\n\n1\n\n\n").good();
    says(
        &ran,
        &[
            "1 – напечатать",
            "Отправлено на принтер: 2 экземпляра",
            "Уже отправлено на принтер в 15:00",
            "закрыто: Выдана",
        ],
    );
    let told = desk.read("told");
    let told: Vec<&str> = told.lines().collect();
    assert_eq!(told[..6], ["-n", "2", "-d", "office $(touch sly)", "-o", "sides=two-sided-long-edge"]);
    assert!(told.len() == 7 && told[6].ends_with("2026-11-25-a001-visit/paper-1.pdf"), "{told:?}");
    assert!(!desk.path("sly").exists());
    let paper = fs::read(desk.path("records/2026/11/2026-11-25-a001-visit/paper-1.pdf")).expect("the document");
    assert_eq!(fs::read(desk.path("taken")).expect("what was handed over"), paper);
    let text = record(&desk);
    assert!(text.contains("handed: [{at: \"2026-11-25T15:00:00+03:00\", copies: 2}]"), "{text}");
    assert!(text.contains("{\"handed\":{\"step\":\"paper\",\"count\":1,\"copies\":2}}"), "{text}");
    // Replayed, the same record comes of it; on the sheet of the case it stands as well.
    desk.run(&["check"]).good();
    let sheet = desk.run(&["print", "case", "--case", "a1"]).good();
    if super::support::tool("pdftotext") {
        let file = sheet.stdout.trim().trim_start_matches("Записано: ").to_owned();
        let output = std::process::Command::new("pdftotext").arg(desk.path(&file)).arg("-").output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).replace('\n', " ");
        assert!(text.contains("отправлено на принтер: 2 экземпляра"), "{text}");
    }
}

#[test]
fn a_desk_may_print_what_is_made_at_once() {
    let desk = with_program("lp", TAKES, "  when: made\n");
    let ran = desk.type_in(&["run", "visit"], "Образцову\n\n\n\n").good();
    says(&ran, &["Отправлено на принтер: 2 экземпляра", "закрыто: Выдана"]);
    assert!(record(&desk).contains("copies: 2}]"), "{}", record(&desk));
    // It fails: the paper is made all the same, and can be printed otherwise.
    let desk = with_program("lp", "echo 'lp: Error - scheduler not responding.' >&2; exit 1", "  when: made\n");
    let ran = desk.type_in(&["run", "visit"], "Образцову\n\n\n\n").good();
    says(&ran, &["Служба печати не отвечает", "Ответ программы: lp: Error - scheduler", "закрыто: Выдана"]);
    assert!(!record(&desk).contains("handed"), "{}", record(&desk));
    desk.run(&["check"]).good();
}

#[test]
fn what_goes_wrong_is_said_and_the_dispatcher_goes_on() {
    let lines = "Образцову\n\n1\n\n\n";
    let fails = |desk: &Desk, words: &[&str]| {
        let ran = desk.type_in(&["run", "visit"], lines).good();
        says(&ran, words);
        says(&ran, &["закрыто: Выдана"]);
        assert!(!record(desk).contains("handed"), "{}", record(desk));
    };
    fails(&desk("print: {command: no-such-lp}\n"), &["Программы «no-such-lp» на этом компьютере нет"]);
    fails(&desk("print: {command: /}\n"), &["Программа «/» не запускается"]);
    let says_so = |words: &str| format!("printf '\\033[2J{words}\\n' >&2; exit 1");
    for (line, words) in [
        ("lp: Error - no default destination available.", "Принтер не выбран"),
        ("lp: Error - The printer or class does not exist.", "Принтер не выбран"),
        ("lp: Destination office is not accepting jobs.", "не принимает документы"),
        ("lp: Unable to connect to server", "Служба печати не отвечает"),
        ("lp: Forbidden", "нет прав"),
        ("paper is green", "Программа «"),
    ] {
        let desk = with_program("lp", &says_so(line), "");
        fails(&desk, &[words, "Ответ программы: "]);
        let english = with_program("lp", &says_so(line), "").english();
        let ran = english.type_in(&["run", "visit"], lines).good();
        says(&ran, &["The program said: "]);
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    }
    fails(&with_program("lp", "head -c 200000 /dev/zero; exit 0", ""), &["не напечатала документ и не сказала почему"]);
    // A viewer that fails, and a machine that has neither a printer's program nor a viewer.
    fails(&with_program("viewer", "exit 1", ""), &["«", "viewer» не смогла открыть документ", "print, command"]);
    let bare = desk("");
    let mut child = bare.command(&["run", "visit"]).env("PATH", "/nowhere").spawn().expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("typed");
    let said = String::from_utf8(child.wait_with_output().expect("the program ends").stdout).expect("UTF-8");
    assert!(said.contains("Принтер на этом компьютере не настроен"), "{said}");
    assert!(said.contains("распечатайте: records/2026/11/2026-11-25-a001-visit/paper-1.pdf"), "{said}");
}

#[test]
fn a_key_that_was_meant_for_something_else_prints_nothing() {
    let desk = with_program("lp", TAKES, "");
    desk.type_in(&["run", "visit"], "Образцову\n\n.\n7\n\n").good();
    // The case has come on top with its paper ready: a digit for the list is no word for the printer.
    let ran = desk.type_in(&["resume", "a1"], "1\n0\n").good();
    says(&ran, &["Отправить на принтер? Enter – да, 0 – нет", "Enter – бумага на руках"]);
    assert!(!desk.path("told").exists());
    // Nor is a second one, when the sheets are on their way already.
    let ran = desk.type_in(&["resume", "a1"], "1\n\n1\n1\n\n\n").good();
    says(&ran, &["Отправлено на принтер", "Уже отправлено", "закрыто: Выдана"]);
    assert_eq!(ran.stdout.matches("Отправить на принтер?").count(), 2, "{}", ran.stdout);
    assert_eq!(desk.read("told").matches("-n\n").count(), 1, "{}", desk.read("told"));
}

#[test]
fn a_printer_that_hangs_holds_nobody_up() {
    let desk = with_program("lp", "trap '' TERM; sleep 100; sleep 100", "  seconds: 1\n");
    let began = Instant::now();
    let ran = desk.type_in(&["run", "visit"], "Образцову\n\n1\n\n\n").good();
    says(&ran, &["За 1 с документ не приняли", "не вышла ли бумага", "закрыто: Выдана"]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
fn ctrl_c_ends_the_sending_and_not_the_work() {
    let desk = with_program("lp", "echo $$ > sending; sleep 100", "");
    let mut child = desk.command(&["run", "visit"]).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all("Образцову\n\n1\n".as_bytes()).expect("typed");
    let began = Instant::now();
    while !desk.path("sending").exists() {
        assert!(began.elapsed() < Duration::from_secs(30), "the printer never began");
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a process");
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it is there");
    input.write_all(b"\n\n").expect("typed");
    drop(input);
    let ran = Ran::of(&child.wait_with_output().expect("it ends")).good();
    says(&ran, &["Отправка прервана", "закрыто: Выдана"]);
    assert!(!record(&desk).contains("handed"));
}

#[test]
fn a_program_that_only_opens_is_given_the_file_alone_and_not_waited_for() {
    let desk = with_program("viewer", &format!("{TAKES}; sleep 5"), "");
    let began = Instant::now();
    let ran = desk.type_in(&["run", "visit"], "Образцову\n\n1\n\n\n").good();
    says(&ran, &["Документ открыт, печатайте оттуда", "Уже открывали для печати", "закрыто: Выдана"]);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(desk.read("told").lines().count(), 1);
    let text = record(&desk);
    assert!(text.contains("handed: [{at: \"2026-11-25T15:00:00+03:00\"}]"), "{text}");
    desk.run(&["check"]).good();
}

#[test]
fn a_document_that_somebody_has_changed_is_not_printed() {
    let desk = with_program("lp", TAKES, "");
    desk.type_in(&["run", "visit"], "Образцову\n\n");
    desk.put("records/2026/11/2026-11-25-a001-visit/paper-1.pdf", b"%PDF-1.4 another one");
    let ran = desk.type_in(&["resume", "a1"], "1\n\n2\n1\n\n\n").good();
    says(&ran, &["Файл документа изменили", "Отправлено на принтер: 2 экземпляра", "закрыто: Выдана"]);
    assert!(!desk.read_lossy("taken").contains("another one"));
}

#[test]
fn forms_are_printed_from_the_command_line_and_stamped_blanks_are_not() {
    let desk = with_program("lpr", TAKES, "");
    let ran = desk.run(&["print", "note", "--blank", "--copies", "3"]).good();
    says(&ran, &["Записано: out/forms/note.pdf", "Отправлено на принтер: 3 экземпляра"]);
    assert_eq!(desk.read("told").lines().next(), Some("-#3"));
    assert_eq!(fs::read(desk.path("taken")).expect("taken"), fs::read(desk.path("out/forms/note.pdf")).expect("made"));
    let ran = desk.run(&["print", "note", "--blank", "--stamp", "--copies", "1"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("свой номер"), "{}", ran.stderr);
    let ran = desk.run(&["print", "note", "--copies", "0"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let missing = desk.write("pult.local.yaml", "print: {command: no-such-lp}\n");
    let ran = missing.run(&["print", "note", "--copies", "1"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("no-such-lp"), "{}", ran.stderr);
}

#[test]
fn without_a_word_lp_is_taken_where_it_is_there() {
    let desk = with_program("lp", TAKES, "").write("pult.local.yaml", "");
    let path = std::env::var("PATH").expect("a path");
    let mut command = desk.command(&["print", "note", "--copies", "1"]);
    let ran = command.env("PATH", format!("{}:{path}", desk.path("bin").display())).output().expect("it runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(desk.read("told").lines().next(), Some("-n"));
}
