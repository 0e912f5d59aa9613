//! Damage to what the program has written, bit by bit; and many records at once.

use super::records::{CALL, COMPANY, FORM, JOB, Looked, closed};
use super::support::Desk;
use pult::model::event::Event;
use pult::model::record::log_of;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const CARD: &str = "---\ntitle: Карточка\naudience: internal\nof: [job]\n---\nПаспорт: {{ passport }}\n";
const SCANS: &str = "title: Квитанции
steps:
  - attach: Отсканируйте
    name: scans
  - mail: support
    name: sent
    subject: Квитанции
    files: [scans]
  - stop: end
    as: Отправлено
";
const ACCIDENT: &str = "title: Авария
join: where
steps:
  - ask: Где?
    name: where
  - wait: Устранение
    name: repaired
    type: long text
  - stop: repaired
    as: Устранено
";

/// A workspace in which every kind of file lies that the program writes.
fn everything() -> Desk {
    let job = JOB.replace("  - stop: accepted", "  - print: card\n    name: card\n  - stop: accepted");
    let call =
        CALL.replace("    name: job\n", "    name: job\n    take: {asked: what}\n  - ask: О чём?\n    name: asked\n");
    let mail = "contacts:\n  support: {title: Поддержка, email: support@example.by}\nmail: {from: office@example.by}\n";
    let desk = Desk::with_procedure("job", &job)
        .write("pult.yaml", &format!("{COMPANY}{mail}"))
        .write("procedures/call.yaml", &call)
        .write("procedures/scans.yaml", SCANS)
        .write("procedures/accident.yaml", ACCIDENT)
        .write("forms/receipt.md", FORM)
        .write("forms/card.md", CARD)
        .write("fix.yaml", "play:\n  - answer: {what: Замена цепи, passport: МР 111}\n    reason: Ослышалась\n");
    let ran = desk.type_in(&["run", "call"], "Образцов Петр\n\nЗамена ремня\n25,40\n2\nМР 000\n\n\n\n\n\n\n\n").good();
    assert_eq!(desk.records().len(), 2, "{}", ran.stdout);
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    for (name, bytes) in [("чек 1.jpg", &b"\xff\xd8\xff\xe0 one"[..]), ("b.png", b"\x89PNG\r\n\x1a\n two")] {
        desk.put(&format!("brought/{name}"), bytes);
    }
    let ran = desk.type_in(&["run", "scans"], "brought/чек 1.jpg\nbrought/b.png\n\n\n\n").good();
    assert_eq!(desk.records().len(), 3, "{}", ran.stdout);
    desk.type_in(&["run", "accident"], "ул. Лесная\n.\n7\n\n").good();
    desk.type_in(&["run", "accident"], "ул. Лесная\n1\n").good();
    // One letter waits and was refused, one is put away.
    desk.type_in(&["run", "scans"], "brought/b.png\n\n\n\n").good();
    desk.type_in(&["outbox", "drop", "a6"], "не тот чек\n").good();
    let server = super::post::Fake::new(&["220 x", "250 x", "250 x", "550 no such user"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    assert_eq!(desk.run(&["outbox", "send", "a3"]).code, Some(1));
    desk.run(&["answer", "a4", "Через час", "--from", "support"]).good();
    desk
}

/// What kind of file a path is; none where the program writes nothing that counts.
fn kind(path: &str) -> Option<&'static str> {
    let ends = |ending: &str| Path::new(path).extension().is_some_and(|is| is == ending);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    Some(match parts.as_slice() {
        [name] if name.starts_with('.') => return None,
        ["open", name] if name.contains(".answer-") => "answer",
        ["open", _] => "journal",
        ["definitions", _] => "definition",
        ["numbers", _] => "register",
        ["outbox", .., _] if ends("yaml") => "fate of a letter",
        ["outbox", .., _] => "letter",
        ["private", _, "answers.yaml"] => "private answers",
        ["private", ..] if ends("pdf") => "private document",
        [_, _, name] if name.contains(".r2.") => "correction",
        [_, _, _] => "record",
        [_, _, _, _] if ends("pdf") => "document",
        [_, _, _, _] => "attachment",
        _ => panic!("{path} is of no kind"),
    })
}

/// Numbers that look random and are the same in every run.
fn random(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).expect("31 bits")
}

/// No flip is without a meaning: everything has a checksum, a hash, or is derived again and compared by its bytes.
#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let desk = everything();
    let looked = Looked::at(&desk);
    assert_eq!(looked.again().findings, [], "nothing is wrong with what was written");
    assert_eq!(looked.again().cases, 6);
    let (mut seed, mut flips) = (7, BTreeMap::new());
    for path in desk.files("records") {
        let Some(kind) = kind(&path) else { continue };
        let bytes = fs::read(desk.path(&path)).expect("a file");
        for turn in 0..25 {
            // The ends of a file first: there is always somebody who forgets them.
            let at = match turn {
                0 => 0,
                1 => bytes.len() - 1,
                _ => random(&mut seed) % bytes.len(),
            };
            let bit = random(&mut seed) % 8;
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            desk.put(&path, &flipped);
            *flips.entry(kind).or_insert(0) += 1;
            let found = looked.again().findings;
            let mine: Vec<_> = found.iter().filter(|finding| finding.path == path).collect();
            assert!(!mine.is_empty(), "{path}: byte {at}, bit {bit} is not found: {found:?}");
            if ["record", "journal", "register"].contains(&kind) {
                let line = bytes[..at].split(|byte| *byte == b'\n').count();
                let told = mine.iter().filter_map(|finding| finding.line).min().expect("a line");
                assert!(told.abs_diff(line) <= 1, "{path}: the fault is in line {line}, told is {told}: {mine:?}");
            }
        }
        desk.put(&path, &bytes);
    }
    println!("flipped bits, all found: {flips:?}");
    let kinds: Vec<&str> = flips.into_keys().collect();
    assert_eq!(
        kinds,
        [
            "answer",
            "attachment",
            "correction",
            "definition",
            "document",
            "fate of a letter",
            "journal",
            "letter",
            "private answers",
            "private document",
            "record",
            "register"
        ]
    );
    assert_eq!(looked.again().findings, [], "and nothing else has changed");
}

/// Changes a record or a journal as somebody would who knows the format: checksums and all.
fn forge(desk: &Desk, path: &str, from: &str, to: &str) -> Vec<u8> {
    let before = fs::read(desk.path(path)).expect("a file");
    let text = String::from_utf8(before.clone()).expect("a text");
    let log = log_of(&text).unwrap_or(&text);
    let head = &text[..text.len() - log.len()];
    let mut out = head.to_owned();
    for line in log.lines() {
        out += &signed(&line.replacen(from, to, 1));
    }
    assert!(out != text, "{from} stands nowhere in {path}");
    desk.put(path, out.as_bytes());
    before
}

/// A line with the checksum that it should have.
fn signed(line: &str) -> String {
    let json = line.strip_prefix("- ").expect("a line");
    let (body, _) = json.rsplit_once(",\"sum\"").expect("a checksum");
    serde_json::from_str::<Event>(&format!("{body}}}")).expect("an event").to_line()
}

#[test]
fn what_cases_say_of_each_other_is_compared_both_ways() {
    let desk = everything();
    let looked = Looked::at(&desk);
    let path = |ending: &str| {
        let found = desk.files("records").into_iter().find(|path| path.ends_with(ending));
        found.unwrap_or_else(|| panic!("{ending}: {:?}", desk.files("records")))
    };
    let (call, accident) = (path("a001-call.yaml"), path("a005-accident.yaml"));
    let first = path("open/2026-11-25-a004.yaml");
    for (file, from, to, code) in [
        (&call, "\"asked\":\"Замена ремня\"", "\"asked\":\"Замена седла\"", "case-took"),
        (&call, "\"outcome\":\"accepted\"", "\"outcome\":\"refused\"", "case-outcome"),
        (
            &accident,
            "\"joined\":{\"case\":\"2026-11-25-a004\"",
            "\"joined\":{\"case\":\"2026-11-25-a009\"",
            "case-lost",
        ),
        (
            &accident,
            "\"joined\":{\"case\":\"2026-11-25-a004\"",
            "\"joined\":{\"case\":\"2026-11-25-a003\"",
            "case-one-sided",
        ),
        (
            &first,
            "\"linked\":{\"case\":\"2026-11-25-a005\"",
            "\"linked\":{\"case\":\"2026-11-25-a003\"",
            "case-one-sided",
        ),
    ] {
        let before = forge(&desk, file, from, to);
        let codes = looked.codes();
        assert!(codes.contains(&code), "{file}: {to}: {codes:?}");
        desk.put(file, &before);
    }
    // Nobody has told the first accident of the second, and nothing lies beside it that would.
    let lines = desk.read(&first);
    let told = lines.lines().filter(|line| !line.contains("\"linked\"")).count();
    assert_eq!(told + 1, lines.lines().count());
    let beside = path("a004.answer-a.yaml");
    let answer = fs::read(desk.path(&beside)).expect("an answer");
    fs::remove_file(desk.path(&beside)).expect("it goes");
    let cut: String =
        lines.lines().take_while(|line| !line.contains("\"linked\"")).map(|line| format!("{line}\n")).collect();
    desk.put(&first, cut.as_bytes());
    assert_eq!(looked.codes(), ["case-one-sided"]);
    desk.put(&first, lines.as_bytes());
    // What lies beside a case that is not open is not forgotten.
    desk.put("records/open/2026-11-25-a001.answer-a.yaml", &answer);
    assert_eq!(looked.codes(), ["record-unreadable"], "it is of another case");
    fs::remove_file(desk.path("records/open/2026-11-25-a001.answer-a.yaml")).expect("it goes");
    desk.put(&beside, &answer);
    fs::remove_file(desk.path(&first)).expect("the case is lost");
    let codes = looked.codes();
    assert!(codes.contains(&"aside-stray") && codes.contains(&"case-lost"), "{codes:?}");
}

#[test]
fn files_that_were_taken_off_are_missed_by_nobody() {
    let taken_off = "procedure: scans\nplay:\n  - attach: scans\n    files: [brought/b.png]\n  - undo: scans\n  \
                     - attach: scans\n    files: [brought/чек 1.jpg]\n  - done: sent\n";
    let desk = everything().write("scans.yaml", taken_off);
    desk.run(&["run", "--answers", "scans.yaml"]).good();
    let record = desk.records().pop().expect("a record");
    let log = desk.read(&record);
    assert!(log.contains("\"undone\"") && log.matches("\"attached\"").count() == 2, "{log}");
    assert_eq!(Looked::at(&desk).again().findings, []);
}

/// The same pair of cases many times over, each with ids and a number of its own, as if they had been worked off.
#[test]
fn a_thousand_records_are_checked_in_seconds() {
    let desk = closed();
    let records = desk.records();
    let document = desk.files("records").into_iter().find(|path| path.ends_with(".pdf")).expect("a document");
    let paper = fs::read(desk.path(&document)).expect("its bytes");
    let register = desk.files("records/numbers").remove(0);
    let taken = desk.read(&register);
    let mut lines = taken.clone();
    for n in 2..=500 {
        let other = |text: &str| {
            text.replace("-a001", &format!("-b{n:03}"))
                .replace("-a002", &format!("-c{n:03}"))
                .replace("\"n\":1,\"number\":\"a-1/2026\"", &format!("\"n\":{n},\"number\":\"a-{n}/2026\""))
                .replace("a-1/2026", &format!("a-{n}/2026"))
        };
        for path in &records {
            let text = other(&desk.read(path));
            let log = log_of(&text).expect("a log");
            let signed: String = log.lines().map(signed).collect();
            desk.put(&other(path), format!("{}{signed}", &text[..text.len() - log.len()]).as_bytes());
        }
        desk.put(&other(&document), &paper);
        let _ = write!(lines, "{}", signed(&other(&taken).replacen("\"n\":1,", &format!("\"n\":{n},"), 1)));
    }
    desk.put(&register, lines.as_bytes());
    let looked = Looked::at(&desk);
    let from = std::time::Instant::now();
    let audit = looked.again();
    println!("{} records checked: {:?}", audit.cases, from.elapsed());
    assert_eq!((audit.cases, audit.findings), (1000, Vec::new()));
    assert!(from.elapsed() < std::time::Duration::from_secs(30));
}
