//! Bad days: what an open case needs is gone, is of a newer program, or is not what was written; clocks that go back.

use super::{COMPANY, JOURNAL, desk, form, has, head, log, says, says_nowhere, typed, words};
use crate::support::Desk;
use pult::model::event::{Did, Event};

const PERSON: &str = "title: Лицо\nsteps:\n  - {ask: Кто?, name: who}\n  - {ask: Откуда?, name: place}\n";
const VISIT: &str = "title: Проверка
steps:
  - {include: person, name: owner}
  - repeat: Проверяющий
    name: people
    label: \"{{ full_name }}\"
    steps:
      - {ask: ФИО, name: full_name}
      - {ask: Номер, name: card}
  - {stop: end, as: Передано}
";

fn visit() -> Desk {
    desk(&[("procedures/visit.yaml", VISIT), ("procedures/parts/person.yaml", PERSON)])
}

#[test]
fn the_part_and_the_procedure_of_an_open_case_are_gone() {
    let desk = visit();
    typed(&desk, &["run", "visit"], &["Анна", "с Лесной", "Первый"]);
    std::fs::remove_file(desk.path("procedures/parts/person.yaml")).expect("the part");
    // Nothing new is begun without the part, and nobody is moved to what cannot be read.
    let refused = desk.run(&["run", "visit"]);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("person"), "{}", refused.stderr);
    let refused = desk.run(&["resume", "--update", "a1"]);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    // The case that is open goes on by what it was begun under.
    let ran = typed(&desk, &["resume", "a1"], &["01", "1", "Второй"]);
    says(&ran, &["— Проверяющий 1: Первый —", "Номер", "— Проверяющий 2 —"]);
    says_nowhere(&ran, &["Процедуру с тех пор изменили"]);
    std::fs::remove_file(desk.path("procedures/visit.yaml")).expect("the procedure");
    let gone = desk.run(&["resume", "--update", "a1"]);
    assert_eq!(gone.code, Some(2), "{}", gone.stdout);
    assert!(gone.stderr.contains("visit"), "{}", gone.stderr);
    says(&desk.run(&["list"]).good(), &["Проверка"]);
    let ran = typed(&desk, &["resume", "a1"], &["02", "", ""]);
    says(&ran, &["a1 закрыто: Передано"]);
    has(
        &head(&desk, "a001"),
        &["  owner: {who: \"Анна\", place: \"с Лесной\"}\n  people: \n  - {full_name: \"Первый\", card: \"01\"}\n"],
    );
    says(&desk.run(&["show", "2026-11-25-a001"]).good(), &["Кто?: Анна", "Проверяющий 2: Второй"]);
    desk.run(&["build"]).good();
}

#[test]
fn a_workspace_of_a_newer_program_is_named_and_left() {
    // pult.yaml itself.
    let desk = visit();
    typed(&desk, &["run", "visit"], &["Анна"]);
    let desk = desk.write("pult.yaml", &COMPANY.replace("format: 1", "format: 99"));
    let before = desk.files("records");
    let journal = desk.read(JOURNAL);
    for args in [&["run", "visit"][..], &["resume", "a1"], &["answer", "a1", "x"], &["check"], &[]] {
        let ran = desk.run(args);
        assert!(matches!(ran.code, Some(1 | 3)), "{args:?}: {}{}", ran.stdout, ran.stderr);
        assert!(format!("{}{}", ran.stdout, ran.stderr).contains("99"), "{args:?}: {}{}", ran.stdout, ran.stderr);
    }
    assert_eq!((desk.files("records"), desk.read(JOURNAL)), (before, journal), "nothing was begun");
    desk.run(&["list"]).good();
    // A definition that says more than this program knows.
    let desk = desk.write("pult.yaml", COMPANY);
    let path = desk.files("records/definitions").remove(0);
    let text = desk.read(&path);
    desk.put(&path, text.replacen("title:", "tide: high\ntitle:", 1).as_bytes());
    let list = desk.run(&["list"]).good();
    says(&list, &["2026-11-25-a001", "описани"]);
    let ran = desk.run(&["resume", "a1"]);
    assert!(matches!(ran.code, Some(1 | 3)), "{}", ran.stdout);
    desk.put(&path, text.as_bytes());
    // A record of a newer program: named wherever it is read, and the others count.
    typed(&desk, &["resume", "a1"], &["с Лесной", "Первый", "01", "", ""]);
    typed(&desk, &["run", "visit"], &["Вера", "x", "Второй", "02", "", ""]);
    let path = desk.records().remove(0);
    let text = desk.read(&path);
    desk.put(
        &path,
        text.replacen("format: 1", "format: 99", 1).replacen("\"format\":1", "\"format\":99", 1).as_bytes(),
    );
    let list = desk.run(&["list", "--all"]).good();
    says(&list, &["99"]);
    assert!(list.stdout.contains("2026-11-25-a002"), "{}", list.stdout);
    let show = desk.run(&["show", "2026-11-25-a001"]);
    assert_ne!(show.code, Some(0), "{}", show.stdout);
    let built = desk.run(&["build"]);
    assert!(!built.stderr.contains("panicked"), "{}", built.stderr);
    // What was left beside a case by a newer program.
    let desk = asked();
    desk.put(
        "records/open/2026-11-25-a001.answer-b.yaml",
        b"format: 99\ncase: \"2026-11-25-a001\"\ndesk: \"b\"\nby: \"x\"\nat: \"2026-11-25T15:00:00+03:00\"\nanswer: {step: \"answer\", from: \"x\", text: \"y\"}\n",
    );
    let ran = typed(&desk, &["resume", "a1"], &[""]);
    says(&ran, &["2026-11-25-a001.answer-b.yaml", "Ожидание: Ответ"]);
    assert!(desk.path("records/open/2026-11-25-a001.answer-b.yaml").exists(), "it is left for who can read it");
}

const QUESTION: &str = "title: Вопрос
steps:
  - {ask: Вопрос, name: question}
  - {do: Обещать, name: promised}
  - {wait: Ответ, name: answer, type: text, remind: 1 hour}
  - {do: Перезвонить, name: back, due: 2 hours after promised}
  - {stop: end, as: Сообщено}
";

fn asked() -> Desk {
    let desk = desk(&[("procedures/question.yaml", QUESTION)]);
    typed(&desk, &["run", "question"], &["Когда?", "", ".", "7", ""]);
    desk
}

fn due(desk: &Desk) -> Option<String> {
    let told =
        log(desk, "2026-11-25-a001").into_iter().rev().find_map(|event| event.due.get("back").copied().flatten());
    told.map(|at| at.format("%d %H:%M").to_string())
}

#[test]
fn the_clock_goes_back_over_a_due_time_and_over_a_reminder() {
    let desk = asked();
    assert_eq!(due(&desk).as_deref(), Some("25 17:00"));
    let marks = |desk: &Desk| {
        let list = desk.run(&["list"]).good().stdout;
        (list.contains("пора напомнить"), list.contains("просрочено"))
    };
    let desk = desk.at("2026-11-25T17:30");
    assert_eq!(marks(&desk), (true, true));
    // The clock goes back before the case was opened: nothing is due, nobody is reminded, nothing hangs.
    let desk = desk.at("2026-11-25T14:00");
    assert_eq!(marks(&desk), (false, false));
    let desk = desk.at("2025-01-01T00:00");
    assert_eq!(marks(&desk), (false, false));
    let desk = desk.at("2026-11-25T17:30");
    // Answered at 17:30 by one clock and called back at 16:30 by another: in time by the clock that was there.
    typed(&desk, &["resume", "a1"], &["Завтра"]);
    let desk = desk.at("2026-11-25T16:30");
    let ran = typed(&desk, &["resume", "a1"], &[""]);
    says(&ran, &["Действие: Перезвонить\nСрок: 25.11.2026 17:00"]);
    // Late is late for good: the next clock is set back after the step was done too late.
    let desk = asked().at("2026-11-25T17:30");
    typed(&desk, &["resume", "a1"], &["Завтра", ""]);
    let desk = desk.at("2026-11-25T14:00");
    typed(&desk, &["resume", "a1"], &[""]);
    let head = head(&desk, "a001");
    has(&head, &["late:\n  back: {due: \"2026-11-25T17:00:00+03:00\", done: \"2026-11-25T17:30:00+03:00\"}"]);
    let numbers: Vec<u32> = log(&desk, "2026-11-25-a001").iter().map(|event| event.n).collect();
    assert_eq!(numbers, (1..=u32::try_from(numbers.len()).expect("few")).collect::<Vec<_>>());
    desk.run(&["show", "2026-11-25-a001"]).good();
}

#[test]
fn an_office_that_never_opens_has_no_due_times_and_one_without_hours_goes_by_the_clock() {
    // Closed on every day of the week but one that is a holiday in every week of the year: no end within a year.
    let mut closed = String::from("holidays:\n  closed: [");
    let first: chrono::NaiveDate = "2026-11-20".parse().expect("a day");
    let days: Vec<String> = first
        .iter_days()
        .take(420)
        .filter(|day| day.format("%u").to_string() == "3")
        .map(|day| day.format("%d.%m.%Y").to_string())
        .collect();
    closed.push_str(&days.join(", "));
    closed.push_str("]\n");
    let company = COMPANY
        .replace("  mon-fri: 10:00-19:00\n", "  wed: 10:00-19:00\n")
        .replace("contacts:\n", &format!("{closed}contacts:\n"));
    let desk = super::desk(&[("procedures/question.yaml", QUESTION)]).write("pult.yaml", &company);
    desk.run(&["check"]).good();
    let begun = std::time::Instant::now();
    typed(&desk, &["run", "question"], &["Когда?", "", ".", "7", ""]);
    assert_eq!(due(&desk), None);
    let desk = desk.at("2027-11-25T15:00");
    let list = desk.run(&["list"]).good();
    says_nowhere(&list, &["просрочено", "напомнить"]);
    let ran = typed(&desk, &["resume", "a1"], &["Завтра", "", ""]);
    says_nowhere(&ran, &["Срок:", "Просрочено"]);
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
    assert!(!head(&desk, "a001").contains("late:"));
    // No hours at all.
    let company = COMPANY.replace("hours:\n  mon-fri: 10:00-19:00\n", "");
    let desk = super::desk(&[("procedures/question.yaml", QUESTION)]).write("pult.yaml", &company);
    typed(&desk, &["run", "question"], &["Когда?", "", ".", "7", ""]);
    assert_eq!(due(&desk).as_deref(), Some("25 17:00"));
}

const LOSING: &str = "title: Обращение
steps:
  - {ask: О ком?, name: about, choices: {from: contacts}}
  - {ask: Кому поручить?, name: whom, choices: {from: dispatchers}}
  - {notify: [director, master], name: told, message: \"{{ about }}\"}
  - {do: \"{{ contacts.director.name }}: {{ told.who.title }}\", name: write}
  - {print: act, name: paper, series: act}
  - {wait: Ответ, name: answer, type: text, due: 2 hours after write}
  - {stop: end, as: Готово}
";

#[test]
fn the_company_has_lost_a_contact_a_dispatcher_a_desk_and_a_series_that_an_open_case_uses() {
    let act = form("losing", "{{ number }} {{ about }}, {{ contacts.director.name }}");
    let people = "dispatchers: {anna: Тестова Анна, boris: Примеров Борис}\ndesks: {a: Окно, b: Второй}\n";
    let desk = desk(&[("procedures/losing.yaml", LOSING), ("forms/act.md", &act)])
        .write("pult.yaml", &(COMPANY.to_owned() + people))
        .write("pult.local.yaml", "desk: a\n")
        .seated("anna");
    typed(&desk, &["run", "losing"], &["1", "2", "1", "3", "", ".", "7", ""]);
    let director =
        "  director:\n    title: Директор\n    name: Образцов Олег Тестович\n    phones: [+375 29 000-00-91]\n";
    let lost = COMPANY.replace(director, "").replace("hours:\n  mon-fri: 10:00-19:00\n", "");
    let lost = lost.split("series:").next().expect("the rest").to_owned();
    let people = "dispatchers: {boris: Примеров Борис}\ndesks: {b: Второй}\n";
    let desk = desk.write("pult.yaml", &(lost + people)).write("pult.local.yaml", "desk: b\n");
    // Who is not among them any more does not work here; by the full name one is as well known as by the id.
    let refused = desk.run(&["list"]);
    let refused = if refused.code == Some(0) { desk.run(&["resume", "a1"]) } else { refused };
    assert_eq!(refused.code, Some(2), "{}", refused.stdout);
    assert!(refused.stderr.contains("anna"), "{}", refused.stderr);
    let desk = desk.seated("Примеров Борис");
    says(&desk.run(&["list"]).good(), &["Обращение (отложено, anna)"]);
    let ran = typed(&desk, &["resume", "a1"], &["", "", ".", "1", "нет серии", "ага", "1", "1", ""]);
    says(
        &ran,
        &[
            "! Ещё не сообщили: Директор, Образцов Олег Тестович (15:00, не отвечает).",
            "Действие: ",
            "Печать: Акт",
            "Не напечатано: Акт.",
            "Ожидание: Ответ",
            "1  director: не указано",
            "a1 закрыто: Готово",
        ],
    );
    let head = head(&desk, "a001");
    has(
        &head,
        &[
            // What was chosen keeps its words.
            "  about: {value: \"director\", label: \"Директор\"}\n  whom: {value: \"anna\", label: \"Тестова Анна\"}\n",
            "dispatchers: [\"anna\", \"boris\"]",
            "desk: \"a\"",
            "paper: \"нет серии\"",
            "who: \"Директор, Образцов Олег Тестович\", how: call, result: no answer",
        ],
    );
    assert!(!super::record(&desk, "a001").contains("000-00-9"), "no number of the staff");
    desk.run(&["show", "2026-11-25-a001"]).good();
    desk.run(&["list", "--all"]).good();
}

/// A journal with three items, the last one half done.
fn three() -> Desk {
    let desk = visit();
    typed(&desk, &["run", "visit"], &["Анна", "x", "Первый", "01", "1", "Второй", "02", "1", "Третий"]);
    desk
}

#[test]
fn the_journal_is_cut_anywhere_in_the_items_of_a_repeat() {
    let desk = three();
    let whole = desk.read(JOURNAL);
    let ends: Vec<usize> = whole.match_indices('\n').map(|(at, _)| at + 1).collect();
    let (mut torn, mut clean) = (0, 0);
    // At every line of the items: at its end, in its middle, in its last byte.
    for pair in ends.windows(2).skip(2) {
        for cut in [pair[0], usize::midpoint(pair[0], pair[1]), pair[1] - 1] {
            let desk = visit();
            let definition = three_definition(&desk);
            desk.put(JOURNAL, &whole.as_bytes()[..cut]);
            let left = ends.iter().filter(|end| **end <= cut).count();
            let ran = typed(&desk, &["resume", "a1"], &[]);
            let is_torn = !ends.contains(&cut);
            assert_eq!(ran.stdout.contains(".torn"), is_torn, "{cut}: {}", ran.stdout);
            *(if is_torn { &mut torn } else { &mut clean }) += 1;
            assert!(definition, "the definition is there");
            let log = log(&desk, "2026-11-25-a001");
            assert!(log.len() >= left, "{cut}: {:?}", words(&log));
            // The screen stands in front of what was lost.
            let lost = Event::from_line(whole.lines().nth(left).expect("a line")).expect("a good line");
            let asked = match &lost.did {
                Did::Answered(answered) if answered.step.ends_with("card") => "Номер",
                Did::Answered(answered) if answered.step.ends_with("full_name") => "ФИО",
                Did::More(_) => "Ещё?",
                other => panic!("{other:?}"),
            };
            let last = ran.stdout.rsplit("==").next().unwrap_or_default();
            assert!(last.contains(asked), "{cut}, {asked}: {}", ran.stdout);
        }
    }
    assert!(torn >= 10 && clean >= 5, "{torn} torn, {clean} clean");
}

/// Keeps the definition of the case in a fresh workspace, by opening and forgetting one.
fn three_definition(desk: &Desk) -> bool {
    typed(desk, &["run", "visit"], &[]);
    desk.files("records/definitions").len() == 1
}

#[test]
fn the_journal_is_zeroed_or_garbled_in_the_middle_of_the_items() {
    let desk = three();
    let whole = desk.read(JOURNAL).into_bytes();
    let ends: Vec<usize> = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    let mut damaged = 0;
    for pair in ends.windows(2).skip(3).take(4) {
        let (start, end) = (pair[0], pair[1]);
        for how in 0..4 {
            let mut bytes = whole.clone();
            match how {
                // A block of zeros over the line; over a part of it with its end; one bit; two lines changed about.
                0 => bytes[start..end].fill(0),
                1 => bytes[start + 20..end + 20].fill(0),
                2 => bytes[usize::midpoint(start, end)] ^= 1,
                _ => {
                    let next = ends.iter().find(|next| **next > end).copied().expect("a line behind it");
                    bytes = [&whole[..start], &whole[end..next], &whole[start..end], &whole[next..]].concat();
                }
            }
            desk.put(JOURNAL, &bytes);
            let list = desk.run(&["list"]).good();
            assert!(list.stdout.contains("2026-11-25-a001"), "{how}: {}", list.stdout);
            let ran = desk.run(&["resume", "a1"]);
            assert!(matches!(ran.code, Some(1 | 3)), "{how} at {start}: {:?} {}", ran.code, ran.stdout);
            assert!(ran.stderr.contains("2026-11-25-a001"), "{how}: {}", ran.stderr);
            assert_eq!(std::fs::read(desk.path(JOURNAL)).expect("a journal"), bytes, "{how}: it was touched");
            damaged += 1;
        }
    }
    assert_eq!(damaged, 16);
    // Others go on beside it.
    says(&typed(&desk, &["run", "visit"], &["Вера"]), &["Открыто дело a2"]);
    desk.put(JOURNAL, &whole);
    says(&typed(&desk, &["resume", "a1"], &["03", "", ""]), &["— Проверяющий 3: Третий —", "a1 закрыто"]);
}
