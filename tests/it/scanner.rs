//! Pages from the scanner: SANE's own test device, and programs that do what programs do.

#![cfg(unix)]

use super::contact::COMPANY;
use super::support::{Desk, Ran, tool};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

const PROCEDURE: &str = "title: Квитанции
steps:
  - ask: Можно ли отсканировать?
    name: scannable
    choices: {scan: Да, write: Нет}
  - attach: Отсканируйте квитанции
    name: scans
    when: {scannable: scan}
    accept: [png, jpg]
    scan: yes
  - ask: Что на квитанции?
    name: written
    when: {scannable: write}
  - stop: end
    as: Принято
";

/// A page that is whole, for programs of the tests.
const PAGE: &str = r"printf '\211PNG\r\n\032\n%s IEND' $$";

fn desk(setting: &str) -> Desk {
    Desk::with_procedure("receipts", PROCEDURE).write("pult.yaml", COMPANY).write("pult.local.yaml", setting)
}

/// A desk whose scanner is a program of the test's own.
fn with_program(script: &str, setting: &str) -> Desk {
    let desk = desk("");
    desk.put("scan.sh", format!("#!/bin/sh\n{script}\n").as_bytes());
    fs::set_permissions(desk.path("scan.sh"), fs::Permissions::from_mode(0o755)).expect("a program");
    let program = desk.path("scan.sh");
    desk.write("pult.local.yaml", &format!("scanner:\n  program: {}\n{setting}", program.display()))
}

fn says(ran: &Ran, words: &[&str]) {
    for words in words {
        assert!(ran.stdout.contains(words), "{words}\n{}\n{}", ran.stdout, ran.stderr);
    }
}

/// Nothing of a page is left where it lay before it was attached.
fn nothing_left(desk: &Desk) {
    assert!(!desk.path(".unfinished").exists(), "{:?}", desk.files(".unfinished"));
}

/// The page fails as described, the dispatcher goes back and writes it down.
fn fails(desk: &Desk, words: &[&str]) -> Ran {
    let ran = desk.type_in(&["run", "receipts"], WRITTEN_DOWN).good();
    failed(desk, &ran, words);
    ran
}

/// A page that is wanted, no use in trying again, so back to the question and written down.
const WRITTEN_DOWN: &str = "1\n1\n..\n2\nбанк\n\n";

fn failed(desk: &Desk, ran: &Ran, words: &[&str]) {
    says(ran, words);
    says(ran, &["1 – ещё раз; или приложите файл; .. – назад к вопросу «Можно ли отсканировать?»", "закрыто: Принято"]);
    nothing_left(desk);
    let files = desk.files("records");
    assert!(files.iter().all(|file| !file.contains("scan-")), "{files:?}");
}

/// The same with SANE's test device, which reports what `options` say. About one in 200 times it never comes back
/// from a fault that it plays (so does `scanimage` alone): the scan is ended in time then, and is tried once more.
fn device_fails(options: &str, words: &[&str]) -> Ran {
    let setting = format!("scanner:\n  device: test\n  seconds: 20\n  options: [{options}]\n");
    for _ in 0..4 {
        let desk = desk(&setting);
        let ran = desk.type_in(&["run", "receipts"], WRITTEN_DOWN).good();
        if ran.stdout.contains("За 20 с сканер не закончил") {
            failed(&desk, &ran, &[]);
            continue;
        }
        failed(&desk, &ran, words);
        return ran;
    }
    panic!("the test device does not come back from {options}");
}

#[test]
fn pages_of_the_test_device_are_attached_with_their_hashes() {
    if !tool("scanimage") {
        return;
    }
    // A page and another one, which the same device shows in colour.
    let script = "n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) > n
echo \"$*\" >> told
[ $n = 1 ] && set -- \"$@\" --mode Color
exec scanimage \"$@\"";
    let desk = with_program(script, "  device: test\n  resolution: 75\n");
    let ran = desk.type_in(&["run", "receipts"], "1\n\n1\n1\n\n\n").good();
    says(&ran, &["Дольше 3 мин ждать не буду", "scan-1.png", "scan-2.png", "уже приложен", "закрыто: Принято"]);
    let told = desk.read("told");
    assert_eq!(told.lines().next(), Some("--device-name=test --format=png --resolution 75"));
    nothing_left(&desk);
    let record = desk.read(desk.records().last().expect("a record"));
    let pages: Vec<String> = desk.files("records").into_iter().filter(|file| file.contains("scan-")).collect();
    assert_eq!(pages.len(), 2, "{pages:?}");
    for page in &pages {
        let bytes = fs::read(desk.path(page)).expect("a page");
        assert!(bytes.starts_with(b"\x89PNG"), "{page}");
        let hash = pult::model::digest::sha256(&bytes);
        assert!(record.contains(&hash), "{page}: {record}");
    }
    assert_eq!(desk.run(&["check"]).good().code, Some(0));
}

#[test]
fn what_the_test_device_reports_is_said_in_words() {
    if !tool("scanimage") {
        return;
    }
    let cases = [
        ("JAMMED", "В сканере застряла бумага", "Document feeder jammed"),
        ("NO_DOCS", "В податчике нет бумаги", "out of documents"),
        ("COVER_OPEN", "Открыта крышка", "Scanner cover is open"),
        ("DEVICE_BUSY", "Сканер занят", "Device busy"),
        ("ACCESS_DENIED", "Нет прав на сканер", "Access to resource has been denied"),
        ("IO_ERROR", "Связь со сканером прервалась", "Error during device I/O"),
        ("NO_MEM", "Отсканировать не удалось", "Out of memory"),
    ];
    for (status, words, said) in cases {
        let options = format!("--read-return-value, SANE_STATUS_{status}");
        let ran = device_fails(&options, &[words, said, "Ответ программы: scanimage: "]);
        assert!(!ran.stdout.contains('\u{1b}'));
    }
    fails(&desk("scanner: {device: 'test:77'}\n"), &["Сканер не найден", "open of device test:77 failed"]);
    let jammed = "echo 'scanimage: sane_read: Document feeder jammed' >&2; exit 7";
    let ran = with_program(jammed, "").english().type_in(&["run", "receipts"], "1\n1\n");
    says(&ran, &["Paper is stuck in the scanner", "back to the question"]);
}

#[test]
fn programs_that_are_missing_or_send_nothing_useful_are_told_apart() {
    fails(&desk("scanner: {program: no-such-program}\n"), &["Программы «no-such-program»", "sane-utils"]);
    fails(&with_program("exit 0", ""), &["ничего не прислала"]);
    fails(&with_program("echo Usage: scan", ""), &["не всю страницу"]);
    fails(&with_program("printf '\\211PNG\\r\\n\\032\\n half'", ""), &["не всю страницу"]);
    let garbage =
        "printf '\\033[2J\\007 оборвалось\\n' >&2; head -c 70000 /dev/urandom >&2; echo >&2; echo so >&2; exit 5";
    let ran = fails(&with_program(garbage, ""), &["Отсканировать не удалось", "Ответ программы: so"]);
    assert!(!ran.stdout.contains('\u{1b}'));
    // A page that never ends is read as far as a file may go.
    fails(&with_program("cat /dev/zero", ""), &["больше 20 МБ"]);
    // Not the paper's fault: half a page, and the program killed.
    let killed = format!("{PAGE}; kill -9 $$");
    fails(&with_program(&killed, ""), &["Отсканировать не удалось"]);
    let folder = desk("scanner: {program: /}\n");
    fails(&folder, &["не запускается"]);
}

#[test]
fn a_program_may_leave_another_one_behind_that_holds_its_output() {
    let desk = with_program(&format!("sleep 100 & echo $! > left\n{PAGE}"), "");
    let began = Instant::now();
    let ran = desk.type_in(&["run", "receipts"], "1\n1\n\n\n").good();
    says(&ran, &["scan-1.png", "закрыто: Принято"]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(is_gone(&desk.read("left")));
}

#[test]
fn a_program_that_hangs_is_ended_with_its_children() {
    // It does not listen to being asked, nor does what it has started.
    let script = "trap '' TERM INT; (trap '' TERM INT; echo started > child; sleep 100; sleep 100) & echo $! > left; sleep 100; sleep 100";
    let desk = with_program(script, "  seconds: 1\n");
    fails(&desk, &["Дольше 1 с ждать не буду", "За 1 с сканер не закончил"]);
    assert!(is_gone(&desk.read("left")));
}

#[test]
fn ctrl_c_ends_the_scan_and_not_the_work() {
    let script = format!("echo $$ > scanning; (sleep 100; echo) & echo $! > left; wait; {PAGE}");
    let desk = with_program(&script, "");
    let mut child = desk.command(&["run", "receipts"]).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"1\n1\n").expect("typed");
    wait_for(|| desk.path("left").exists() && !desk.read("left").is_empty());
    signal(child.id(), rustix::process::Signal::INT);
    input.write_all("..\n2\nбанк\n\n".as_bytes()).expect("typed");
    drop(input);
    let ran = Ran::of(&child.wait_with_output().expect("it ends")).good();
    says(&ran, &["Сканирование прервано, страница не приложена", "закрыто: Принято"]);
    assert!(is_gone(&desk.read("left")) && is_gone(&desk.read("scanning")));
    nothing_left(&desk);
}

#[test]
fn what_ends_the_program_ends_the_scan_as_well() {
    use std::os::unix::process::ExitStatusExt;
    let desk = with_program("sleep 100 & echo $! > left; wait", "");
    let mut child = desk.command(&["run", "receipts"]).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"1\n1\n").expect("typed");
    wait_for(|| desk.path("left").exists() && !desk.read("left").is_empty());
    signal(child.id(), rustix::process::Signal::TERM);
    let status = child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(15));
    assert!(is_gone(&desk.read("left")));
    // Ctrl-C where nothing is scanned ends the program, also after a scan.
    let desk = with_program(PAGE, "");
    let mut child = desk.command(&["run", "receipts"]).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"1\n1\n").expect("typed");
    wait_for(|| desk.files("records").iter().any(|file| file.contains("scan-1")));
    std::thread::sleep(Duration::from_millis(300));
    signal(child.id(), rustix::process::Signal::INT);
    assert_eq!(child.wait().expect("it ends").signal(), Some(2));
}

#[test]
fn what_a_killed_program_left_of_a_page_is_swept() {
    let desk = with_program(PAGE, "");
    desk.type_in(&["run", "receipts"], "1\n").good();
    desk.put(".unfinished/1/scan-1.png", b"half");
    desk.type_in(&["run", "receipts"], "1\n1\n\n\n").good();
    nothing_left(&desk);
}

#[test]
fn bad_settings_are_refused_by_name() {
    let ran = desk("scanner: {format: bmp}\n").run(&["list"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("bmp") && ran.stderr.contains("pult.local.yaml"), "{}", ran.stderr);
}

fn signal(id: u32, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_raw(i32::try_from(id).expect("a number")).expect("a process");
    rustix::process::kill_process(id, signal).expect("it is there");
}

/// Whether a process is gone, or only waits to be counted.
fn is_gone(id: &str) -> bool {
    let gone = || {
        let status = fs::read_to_string(format!("/proc/{}/stat", id.trim()));
        status.map_or(true, |text| text.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
    };
    let until = Instant::now() + Duration::from_secs(5);
    while !gone() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    gone()
}

fn wait_for(done: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < until, "it has not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_twin_stands_in_for_the_scanner() {
    use pult::device::scanner::{ScanTrouble, Twin};
    use pult::engine::Move;
    use pult::session::{Clock, Seat, Session, SessionError};
    use pult::store::{Durability, Store, load_workspace};
    let desk = desk("");
    let workspace = std::sync::Arc::new(load_workspace(&desk.path("")).expect("a workspace"));
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let seat =
        Seat { desk: "a".into(), by: "Тестова Анна".into(), language: pult::model::company::Language::Ru };
    let clock = Clock::system(workspace.company.time);
    let session = Session::new(workspace, std::sync::Arc::default(), store, clock, seat);
    let mut session = session.with_scanner(Box::new(Twin::failing([ScanTrouble::Jammed])));
    session.start("receipts").expect("a case");
    let answer = Move::Answer { step: "scannable".into(), raw: "scan".into(), accept: false, reason: None };
    session.act(&answer).expect("an answer");
    let jammed = session.scan("scans");
    assert!(matches!(jammed, Err(SessionError::NotScanned(fault)) if fault.trouble == ScanTrouble::Jammed));
    assert!(matches!(session.scan("scannable"), Err(SessionError::Refused(_))), "no place for pages");
    session.scan("scans").expect("a page");
    let files = session.top().and_then(|case| case.fact("scans")).map(|fact| fact.files.clone()).unwrap_or_default();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["scan-1.png"]);
    nothing_left(&desk);
}
