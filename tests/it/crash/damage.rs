//! Files that are not what was written, and two programs at once: named, nothing lost, the rest works.

use super::trace::strace;
use super::{First, assert_complete, assert_kept, begun, dialogue::TURNS, finish, talk, tree};
use crate::support::{self, Desk, Ran, crc};
use std::fs;
use std::io::{Read, Write};
use std::process::Command;

const JOURNAL: &str = "records/open/2026-11-25-a001.yaml";

/// A desk with three answers given, before the second case is opened.
fn desk() -> Desk {
    begun(2)
}

/// Runs the program with no input, and not for longer than a dispatcher waits.
fn patient(desk: &Desk, args: &[&str]) -> Ran {
    let mut child = desk.command(args).spawn().expect("the program starts");
    drop(child.stdin.take());
    let begun = std::time::Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if begun.elapsed() > std::time::Duration::from_secs(10) {
            let _ = child.kill();
            panic!("{args:?} hangs");
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let ran = Ran::of(&child.wait_with_output().expect("the program ends"));
    assert!(!ran.stderr.contains("panicked"), "{args:?}: {}", ran.stderr);
    ran
}

/// A case beside the damaged one is listed, taken up and ended.
fn assert_others_work(desk: &Desk) {
    let lines: String = [
        "repair\n",
        "Петров Петр Петрович\n",
        "ул. Образцовая, д. 7, кв. 1\n",
        "+375 29 765-43-21\n",
        "\n",
        "Нет изображения на всех каналах.\n",
        "\n",
    ]
    .concat();
    let before = desk.records().len();
    let ran = desk.type_in(&["run", "request"], &lines);
    assert_eq!(ran.code, Some(0), "another case: {}\n{}", ran.stdout, ran.stderr);
    assert_eq!(desk.records().len(), before + 1, "another case is closed:\n{}\n{}", ran.stdout, ran.stderr);
    patient(desk, &["list", "--all"]).good();
}

/// The case is named with its trouble in the list, cannot be taken up, its file stays as it is, others work.
fn assert_stopped_alone(desk: &Desk, id: &str, words: &str) {
    let path = desk.path(&format!("records/open/{id}.yaml"));
    let bytes = || fs::metadata(&path).ok().filter(fs::Metadata::is_file).map(|_| fs::read(&path).expect("a file"));
    let before = bytes();
    let list = patient(desk, &["list"]).good();
    let line =
        list.stdout.lines().find(|line| line.contains(id)).unwrap_or_else(|| panic!("{id} is listed: {}", list.stdout));
    assert!(line.contains(words), "{words}: {line}");
    let ran = patient(desk, &["resume", id]);
    assert!(matches!(ran.code, Some(1 | 3)), "{:?} {}", ran.code, ran.stdout);
    assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    let show = patient(desk, &["show", id]);
    assert!(show.code != Some(0) && show.stderr.contains(words), "{words}: {}", show.stderr);
    assert_others_work(desk);
    assert_eq!(bytes(), before, "the file was touched");
}

#[test]
fn a_torn_last_line_is_moved_aside_and_told() {
    let garbage: [&[u8]; 5] =
        [b"- {\"n\":4,\"at\":\"2026", &[0; 300], b"\n", b"\xff\xfe\n", "- {\"n\":4, \"did\":\"д".as_bytes()];
    for tail in garbage {
        let desk = desk();
        let whole = desk.read(JOURNAL);
        desk.put(JOURNAL, &[whole.as_bytes(), tail].concat());
        assert!(patient(&desk, &["list"]).good().stdout.contains("a1  25.11.2026"));
        let ran = patient(&desk, &["resume", "a1"]).good();
        assert!(ran.stdout.contains("оборвалась") && ran.stdout.contains("a001.torn"), "{tail:?}: {}", ran.stdout);
        assert_eq!(fs::read(desk.path("records/open/2026-11-25-a001.torn")).expect("the tail"), tail);
        assert!(desk.read(JOURNAL).starts_with(&whole), "what was acknowledged stays");
        // A second one does not take the place of the first.
        let whole = desk.read(JOURNAL);
        desk.put(JOURNAL, &[whole.as_bytes(), b"- another"].concat());
        assert!(patient(&desk, &["resume", "a1"]).good().stdout.contains("оборвалась"));
        assert_eq!(fs::read(desk.path("records/open/2026-11-25-a001.torn")).expect("the tail"), tail);
        finish(&desk, First::Eldest, None, "torn");
        assert_complete(&desk, "torn");
        assert_kept(&desk, &TURNS.iter().collect::<Vec<_>>(), "torn");
    }
}

#[test]
fn a_line_cut_anywhere_costs_that_line_alone() {
    let whole = fs::read(desk().path(JOURNAL)).expect("a journal");
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').map(|at| at + 1).collect();
    let (before, last) = (ends[ends.len() - 2], ends[ends.len() - 1]);
    for cut in (before..last).step_by(37) {
        let desk = desk();
        desk.put(JOURNAL, &whole[..cut]);
        patient(&desk, &["resume", "a1"]).good();
        assert_eq!(fs::read(desk.path(JOURNAL)).expect("a journal")[..before], whole[..before]);
        finish(&desk, First::Eldest, None, "cut");
        assert_complete(&desk, "cut");
    }
}

#[test]
fn damage_in_the_middle_stops_the_case_alone() {
    for damage in ["flip", "zeros", "gone", "twice", "first"] {
        let desk = desk();
        let lines: Vec<String> = desk.read(JOURNAL).split_inclusive('\n').map(str::to_owned).collect();
        assert!(lines.len() >= 3, "{lines:?}");
        let mut damaged = lines.clone();
        match damage {
            "flip" => damaged[1] = lines[1].replace("channels", "channelz"),
            "zeros" => damaged[1] = format!("{}\n", "\0".repeat(lines[1].len() - 1)),
            "gone" => drop(damaged.remove(1)),
            "twice" => damaged.insert(1, lines[1].clone()),
            _ => damaged[0] = lines[0].replace("disconnection", "disconnectiom"),
        }
        assert_ne!(damaged, lines, "{damage}");
        desk.put(JOURNAL, damaged.concat().as_bytes());
        assert_stopped_alone(&desk, "2026-11-25-a001", "повреждён");
        // Put back, it goes on.
        desk.put(JOURNAL, lines.concat().as_bytes());
        patient(&desk, &["resume", "a1"]).good();
    }
}

#[test]
fn what_is_no_journal_is_named_and_left() {
    for strange in ["empty", "garbage", "first line torn", "folder", "pipe", "dangling"] {
        let desk = desk();
        let id = "2026-11-25-a009";
        let path = desk.path(&format!("records/open/{id}.yaml"));
        let first = desk.read(JOURNAL);
        match strange {
            "empty" => fs::write(&path, b"").expect("a file"),
            "garbage" => fs::write(&path, b"\x00\xff not a journal\n\n").expect("a file"),
            "first line torn" => fs::write(&path, &first[..40]).expect("a file"),
            "folder" => fs::create_dir(&path).expect("a folder"),
            "pipe" => assert!(Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success())),
            _ => std::os::unix::fs::symlink("nowhere", &path).expect("a link"),
        }
        let words = match strange {
            "empty" | "garbage" | "first line torn" => "повреждён",
            "dangling" => "",
            _ => "Не удалось",
        };
        if strange != "dangling" {
            assert_stopped_alone(&desk, id, words);
        }
        assert_others_work(&desk);
        patient(&desk, &["resume", "a1"]).good();
        assert!(fs::symlink_metadata(&path).is_ok(), "{strange}: it is not the program's to remove");
    }
}

#[test]
fn pipes_and_folders_elsewhere_do_not_hang() {
    let desk = desk();
    let pipe = |path: &str| {
        fs::create_dir_all(desk.path(path).parent().expect("a parent")).expect("a folder");
        assert!(Command::new("mkfifo").arg(desk.path(path)).status().is_ok_and(|status| status.success()));
    };
    pipe("records/2026/11/2026-11-25-a005-request.yaml");
    pipe("records/open/2026-11-25-a003.answer-b.yaml");
    fs::create_dir_all(desk.path("records/2026/11/2026-11-25-a006-request.yaml")).expect("a folder");
    patient(&desk, &["list", "--all"]).good();
    patient(&desk, &["resume", "a1"]).good();
    assert_others_work(&desk);
    pipe("pult.local.yaml");
    assert_eq!(patient(&desk, &["resume", "a1"]).code, Some(3));
}

#[test]
fn a_lost_definition_stops_its_cases_and_is_mended_by_the_next_run() {
    for damage in ["gone", "cut", "changed", "pipe"] {
        let desk = desk();
        let path = desk.files("records/definitions").remove(0);
        let text = desk.read(&path);
        fs::remove_file(desk.path(&path)).expect("a definition");
        match damage {
            "gone" => {}
            "cut" => desk.put(&path, &text.as_bytes()[..text.len() / 2]),
            "changed" => desk.put(&path, text.replace("Дорого", "Дешево").as_bytes()),
            _ => assert!(Command::new("mkfifo").arg(desk.path(&path)).status().is_ok_and(|status| status.success())),
        }
        let journal = desk.read(JOURNAL);
        assert_stopped_alone(&desk, "2026-11-25-a001", "описания процедуры");
        assert_eq!(desk.read(JOURNAL), journal);
        // The procedure is still the same: its next case brings the definition back for all of them.
        patient(&desk, &["run", "disconnection"]).good();
        assert_eq!(desk.read(&path), text, "{damage}");
        patient(&desk, &["resume", "a1"]).good();
    }
}

#[test]
fn a_journal_of_a_newer_program_is_refused_with_what_is_needed() {
    for strange in [false, true] {
        let desk = desk();
        let lines: Vec<String> = desk.read(JOURNAL).split_inclusive('\n').map(str::to_owned).collect();
        let (body, _) = lines[0].split_once(",\"sum\"").expect("a checksum");
        let format = if strange { "\"format\":99,\"tide\":\"high\"" } else { "\"format\":99" };
        let body = body.trim_start_matches("- ").replace("\"format\":1", format);
        let first = format!("- {body},\"sum\":\"{:08x}\"}}\n", crc(&format!("{body}}}")));
        desk.put(JOURNAL, (first + &lines[1..].concat()).as_bytes());
        assert_stopped_alone(&desk, "2026-11-25-a001", "формат 99");
    }
}

#[test]
fn a_clock_set_back_changes_no_order() {
    let desk = desk().at("2026-11-24T09:00");
    finish(&desk, First::Eldest, None, "a clock set back");
    let records = desk.records();
    assert_eq!(records.len(), 2, "{records:?}");
    assert!(desk.files("records/open").is_empty());
    for path in records {
        let text = desk.read(&path);
        let numbers: Vec<u32> = pult::model::record::log_of(&text)
            .expect("a log")
            .lines()
            .map(|line| pult::model::event::Event::from_line(line).expect("a line").n)
            .collect();
        assert_eq!(numbers, (1..=u32::try_from(numbers.len()).expect("few")).collect::<Vec<_>>());
    }
    assert_kept(&desk, &TURNS.iter().collect::<Vec<_>>(), "a clock set back");
    desk.run(&["show", "2026-11-25-a001"]).good();
}

/// Another file stands where the record is to stand: it is left, and so is the journal.
#[test]
fn a_record_in_the_place_is_never_replaced() {
    let desk = desk();
    let place = "records/2026/11/2026-11-25-a001-disconnection.yaml";
    for text in ["somebody's file\n".to_owned(), other_record()] {
        desk.put(place, text.as_bytes());
        let lines: String = TURNS.iter().skip(2).map(|turn| format!("{}\n", turn.line)).collect();
        let ran = desk.type_in(&["resume", "2026-11-25-a001"], &lines);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert!(told.contains("Не удалось") && told.contains(place), "{told}");
        assert!(!told.contains("panicked"), "{told}");
        assert_eq!(desk.read(place), text);
        assert!(desk.path(JOURNAL).exists(), "the journal stays: {told}");
        assert_kept(&desk, &[&TURNS[0], &TURNS[1]], "a record in the place");
        assert_others_work(&desk);
    }
    fs::remove_file(desk.path(place)).expect("the stranger");
    finish(&desk, First::Eldest, None, "a record in the place");
    assert!(desk.read(place).contains("id: \"2026-11-25-a001\""));
    assert!(desk.files("records/open").is_empty());
}

/// A whole record of another case, under a name that is not its own.
fn other_record() -> String {
    let desk = begun(TURNS.len());
    let text = desk.read("records/2026/11/2026-11-25-a001-disconnection.yaml");
    text.replace("opened: \"2026-11-25T15:00", "opened: \"2026-11-25T14:00")
}

#[test]
fn the_second_on_a_case_is_told_who_holds_it() {
    let desk = desk();
    let mut first = desk.command(&["resume", "a1"]).spawn().expect("a start");
    let mut said = Vec::new();
    let stdout = first.stdout.as_mut().expect("a pipe");
    while !said.ends_with(b"\n> ") {
        let mut byte = [0];
        assert_eq!(stdout.read(&mut byte).expect("a pipe"), 1, "it went away");
        said.push(byte[0]);
    }
    let journal = desk.read(JOURNAL);
    let second = patient(&desk, &["resume", "a1"]);
    assert!(matches!(second.code, Some(1 | 3)), "{}", second.stdout);
    assert!(second.stderr.contains("Тестова Анна"), "{}", second.stderr);
    assert_eq!(desk.read(JOURNAL), journal);
    assert_others_work(&desk);
    let lines: String = TURNS.iter().skip(2).map(|turn| format!("{}\n", turn.line)).collect();
    first.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("a program that reads");
    let output = Ran::of(&first.wait_with_output().expect("an end")).good();
    assert!(output.stdout.contains("a1 закрыто"), "{}", output.stdout);
    assert!(tree(&desk).keys().all(|path| !path.contains("records/open/2026")), "{:?}", desk.files("records/open"));
}

/// One program stops right before it takes its number; another one comes in between.
#[test]
fn two_desks_never_take_one_number() {
    if !support::tool("strace") {
        return;
    }
    let desk = Desk::new();
    let slow = strace(
        &desk,
        &["-e", "trace=linkat,rename,renameat2", "-e", "inject=linkat,rename,renameat2:delay_enter=400000"],
        &["run", "disconnection"],
    );
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..3)
            .map(|count| {
                let desk = &desk;
                scope.spawn(move || {
                    std::thread::sleep(std::time::Duration::from_millis(200 * count + 100));
                    patient(desk, &["run", "disconnection"]).good().stdout
                })
            })
            .collect();
        let first = talk(slow);
        assert_eq!(first.acknowledged.len(), TURNS.len(), "{}\n{}", first.ran.stdout, first.ran.stderr);
        for other in others {
            assert!(other.join().expect("no panic").contains("Открыто дело"));
        }
    });
    assert_eq!(desk.records().len(), 2);
    let open = desk.files("records/open");
    assert_eq!(open.len(), 3, "every desk has a case of its own: {open:?}");
    assert_kept(&desk, &TURNS.iter().collect::<Vec<_>>(), "two desks");
    let list = patient(&desk, &["list"]).good();
    assert_eq!(list.stdout.lines().count(), 3, "{}", list.stdout);
    assert!(!list.stdout.contains("Не "), "{}", list.stdout);
}

/// What the program makes is for its owner alone, whatever the `umask`.
#[test]
fn files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    fs::OpenOptions::new()
        .append(true)
        .open(desk.path(JOURNAL))
        .expect("a journal")
        .write_all(b"- torn")
        .expect("a tail");
    let nobody = Desk::new().nobody();
    nobody.type_in(&[], "Тестова Анна\n0\n").good();
    finish(&desk, First::Eldest, None, "permissions");
    desk.run(&["run", "disconnection"]).good();
    let made = [(&desk, "records"), (&nobody, "pult.local.yaml")];
    let mut looked_at = 0;
    for (desk, below) in made {
        for path in tree(desk).keys().filter(|path| path.starts_with(below)) {
            let about = fs::metadata(desk.path(path)).expect("it is there");
            let expected = if about.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(about.permissions().mode() & 0o777, expected, "{path}");
            looked_at += 1;
        }
    }
    assert!(looked_at >= 11, "{looked_at}");
}
