//! Cases as a dispatcher works on them: typed lines in, files out.

use super::support::{Desk, Ran};
use pult::model::event::Event;
use pult::model::record::log_of;

/// From the reason to the closed case, with the request on the way.
const DISCONNECTION: &str =
    "1\nДругой оператор, дешевле\n2\n\nОбразцов Петр Тестович\nул. Образцовая, 5\n029 000-00-01\n\n\n\n\n\n";

fn record<'a>(records: &'a [String], procedure: &str) -> &'a str {
    records.iter().find(|path| path.ends_with(&format!("-{procedure}.yaml"))).expect("the record of the procedure")
}

fn log(desk: &Desk, path: &str) -> Vec<Event> {
    let text = desk.read(path);
    log_of(&text).expect("a log").lines().map(|line| Event::from_line(line).expect("a good line")).collect()
}

#[test]
fn a_disconnection_leaves_two_dated_records() {
    let desk = Desk::new();
    let ran = desk.type_in(&["run", "disconnection"], DISCONNECTION).good();
    assert!(ran.stdout.contains("Если не секрет, почему отключаетесь?"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Можем переключить вас на социальный пакет"), "{}", ran.stdout);
    let records = desk.records();
    assert_eq!(records.len(), 2, "{records:?}");
    let request = desk.read(record(&records, "request"));
    for piece in [
        "outcome: \"accepted\"",
        "kind: {value: \"disconnect\", label: \"Отключение\"}",
        "phone: {value: \"+375290000001\", label: \"+375 29 000-00-01\"}",
        "Причина: высокая стоимость.",
        "Абонент отказался.",
        "parent: \"2026-11-25-a001\"",
    ] {
        assert!(request.contains(piece), "{piece} in\n{request}");
    }
    let events = log(&desk, record(&records, "disconnection"));
    assert!(events.iter().enumerate().all(|(at, event)| event.n as usize == at + 1));
    assert!(desk.files("records/open").is_empty(), "nothing is left open");
    let listed = desk.run(&["list", "--all", "--json"]).good();
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(2));
    assert_eq!(listed[0]["standing"], "closed");
}

#[test]
fn every_yaml_reader_can_read_a_record() {
    let desk = Desk::new();
    desk.type_in(&["run", "disconnection"], DISCONNECTION).good();
    for path in desk.records() {
        let read: serde_json::Value = serde_yaml::from_str(&desk.read(&path)).expect("YAML");
        assert_eq!(read["format"], 1, "{path}");
        assert!(read["log"].as_array().is_some_and(|log| log.len() > 5), "{path}");
        assert!(read["opened"].is_string() && read["outcome"].is_string(), "{path}");
    }
}

#[test]
fn the_director_changes_what_happens_without_rust() {
    let desk = Desk::new();
    let text = desk.read("procedures/disconnection.yaml");
    let text = text.replace("      moving: Переезжает\n", "      moving: Переезжает\n      noise: Мешает реклама\n");
    let desk = desk.write("procedures/disconnection.yaml", &text);
    let ran = desk.type_in(&["run", "disconnection"], "4\n").good();
    assert!(ran.stdout.contains("   4  Мешает реклама"), "{}", ran.stdout);
    let shown = desk.run(&["show", "a1"]).good();
    assert!(shown.stdout.contains("почему отключаетесь?: Мешает реклама"), "{}", shown.stdout);
}

#[test]
fn an_open_case_goes_on_under_the_text_it_began_with() {
    let desk = Desk::new();
    desk.type_in(&["run", "request"], "1\n").good();
    let text = desk.read("procedures/request.yaml").replace("ask: Адрес", "ask: Где это");
    let desk = desk.write("procedures/request.yaml", &text);
    let resumed = desk.type_in(&["resume", "a1"], "Образцов Петр\n").good();
    assert!(resumed.stdout.contains("\nАдрес\n"), "{}", resumed.stdout);
    let fresh = desk.type_in(&["run", "request"], "1\nОбразцов Петр\n").good();
    assert!(fresh.stdout.contains("\nГде это\n"), "{}", fresh.stdout);
}

#[test]
fn a_case_is_put_aside_and_taken_up_the_next_day_by_somebody_else() {
    let desk = Desk::new();
    let parked = desk.type_in(&["run", "request"], "1\nОбразцов Петр Тестович\n.\n7\nУточнить адрес\n").good();
    assert!(parked.stdout.contains("pult resume a1"), "{}", parked.stdout);
    let listed = desk.run(&["list"]).good();
    assert!(listed.stdout.contains("отложено"), "{}", listed.stdout);
    let desk = desk.at("2026-11-26T10:05");
    let rest = "ул. Образцовая, 5\n029 000-00-01\n\n\nТребуется выезд мастера.\n\n";
    let ran = desk.type_in(&["--as", "Петрова Анна", "resume", "a1"], rest);
    assert_ne!(ran.code, Some(0), "two names for one seat");
    let ran = desk.type_in(&["resume", "a1"], rest).good();
    assert!(ran.stdout.contains("Передано (Тестова Анна): Уточнить адрес"), "{}", ran.stdout);
    assert!(ran.stdout.contains("закрыто: Заявка принята"), "{}", ran.stdout);
    let records = desk.records();
    assert_eq!(records, ["records/2026/11/2026-11-25-a001-request.yaml"], "under the day it was opened");
}

#[test]
fn going_back_changes_an_answer_and_loses_nothing() {
    let desk = Desk::new();
    let lines = "1\nСоседний оператор\n..\n..\n2\n";
    let ran = desk.type_in(&["run", "disconnection"], lines).good();
    assert!(ran.stdout.contains("Сейчас: Соседний оператор"), "{}", ran.stdout);
    let shown = desk.run(&["show", "a1", "--json"]).good();
    let shown: serde_json::Value = serde_json::from_str(&shown.stdout).expect("JSON");
    let state = |id: &str| {
        let steps = shown["steps"].as_array().expect("steps");
        steps.iter().find(|step| step["step"] == id).expect("the step")["state"].clone()
    };
    assert_eq!(state("competitor"), "done");
    assert_eq!(state("social"), "out", "the offer goes with the reason");
    assert_eq!(shown["log"].as_array().map(Vec::len), Some(4), "both answers stay in the log");
}

#[test]
fn an_answer_that_does_not_fit_is_asked_again() {
    let desk = Desk::new();
    let ran = desk.type_in(&["run", "request"], "9\n1\nОбразцов Петр\nул. Образцовая, 5\n8 29 000 00 01\n123\n").good();
    assert!(ran.stdout.contains("Такого здесь нет"), "{}", ran.stdout);
    assert!(ran.stdout.contains("+375 29 000-00-01"), "the number that was likely meant: {}", ran.stdout);
    let shown = desk.run(&["show", "a1"]).good();
    assert!(!shown.stdout.contains("Телефон:"), "{}", shown.stdout);
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let desk = Desk::with_procedure("x", "title: Проба\nsteps:\n  - ask: Что?\n    name: what\n");
    let ran = desk.type_in(&["run", "x"], "a\u{1b}[2Jb\n\u{9b}31m\nхорошо \u{202e}отсюда\n\n").good();
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains('\u{9b}'), "{:?}", ran.stdout);
    let listed = desk.run(&["show", "a1"]).good();
    assert!(listed.stdout.contains("\\u{202e}"), "shown, not obeyed: {:?}", listed.stdout);
}

#[test]
fn two_programs_are_never_on_one_case() {
    let desk = Desk::new();
    let mut first = desk.command(&["run", "request"]).spawn().expect("the program starts");
    std::io::Write::write_all(first.stdin.as_mut().expect("a pipe"), "1\n".as_bytes()).expect("a line");
    let begun = std::time::Instant::now();
    while desk.files("records/open").is_empty() && begun.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let second = desk.run(&["resume", "a1"]);
    assert_eq!(second.code, Some(1), "{}", second.stderr);
    assert!(second.stderr.contains("сейчас работает Тестова Анна (пульт a)"), "{}", second.stderr);
    drop(first.stdin.take());
    let first = Ran::of(&first.wait_with_output().expect("the program ends")).good();
    assert!(first.stdout.contains("Дело осталось открытым"), "{}", first.stdout);
    desk.type_in(&["resume", "a1"], "").good();
}

#[test]
fn answers_come_from_a_file_and_a_wrong_one_is_shown_in_its_place() {
    let desk = Desk::new();
    let good = "procedure: request\nplay:\n  - answer: {kind: repair, applicant: Образцов Петр, address: \"Образцовая, 5\"}\n  \
                - answer: {phone: \"029 000-00-01\", text: Требуется выезд мастера.}\n    warns: [phone]\n";
    let desk = desk.write("good.yaml", good).write("bad.yaml", &good.replace("029 000-00-01", "12"));
    let ran = desk.run(&["run", "--answers", "good.yaml"]).good();
    assert!(ran.stdout.contains("закрыто: Заявка принята"), "{}", ran.stdout);
    // What is left out is named, and no question behind it.
    let no_phone = good.replace("phone: \"029 000-00-01\", ", "").replace("    warns: [phone]\n", "");
    for (text, step) in [(good.replace("applicant: Образцов Петр, ", ""), "applicant"), (no_phone, "phone")]
    {
        let desk = Desk::new().write("short.yaml", &text);
        let ran = desk.run(&["run", "--answers", "short.yaml"]);
        assert_eq!(ran.code, Some(1), "{step}: {}", ran.stdout);
        assert!(ran.stderr.contains("не хватает") && ran.stderr.contains(&format!("(`{step}`)")), "{}", ran.stderr);
        assert!(ran.stdout.contains("осталось открытым"), "{}", ran.stdout);
    }
    // An answer may still come: whoever waits has left nothing out.
    let waits = "title: Ждём\nsteps:\n  - ask: Чего?\n    name: what\n  - wait: Ответа\n    name: w\n  - stop: end\n    as: Да\n";
    let waiting = Desk::with_procedure("waits", waits)
        .write("wait.yaml", "procedure: waits\nplay:\n  - answer: {what: Письма}\n");
    waiting.run(&["run", "--answers", "wait.yaml"]).good();
    let bad = desk.run(&["run", "--answers", "bad.yaml"]);
    assert_eq!(bad.code, Some(1));
    assert!(bad.stderr.contains("bad.yaml:4:"), "{}", bad.stderr);
    assert!(bad.stdout.contains("осталось открытым"), "{}", bad.stdout);
    let rest = desk.type_in(&["resume", "a2"], "029 000-00-01\n\n\nТребуется выезд мастера.\n\n").good();
    assert!(rest.stdout.contains("закрыто: Заявка принята"), "{}", rest.stdout);
}

#[test]
fn an_earlier_time_is_kept_beside_the_time_of_writing() {
    let desk = Desk::with_procedure(
        "x",
        "title: Проба\nsteps:\n  - do: Выдать книгу\n    name: book\n  - ask: Что?\n    name: what\n",
    );
    let desk = desk.at("2026-11-25T15:00");
    desk.type_in(&["run", "x"], "").good();
    let desk = desk.at("2026-11-25T15:30");
    let ran = desk.type_in(&["resume", "a1"], ".\n6\n15:10\n\n").good();
    assert!(ran.stdout.contains("25.11.2026 15:10"), "{}", ran.stdout);
    let journal = desk.read("records/open/2026-11-25-a001.yaml");
    assert!(
        journal.contains("\"at\":\"2026-11-25T15:30:00+03:00\",\"was\":\"2026-11-25T15:10:00+03:00\""),
        "{journal}"
    );
}

#[test]
fn the_interface_speaks_english_too() {
    let desk = Desk::new().english();
    let ran = desk.type_in(&["run", "request"], "1\n").good();
    assert!(ran.stdout.contains("(. for the menu, .. goes back)"), "{}", ran.stdout);
    assert!(ran.stdout.contains("To go on: pult resume"), "{}", ran.stdout);
}

#[test]
fn contacts_and_cards_are_at_hand_without_losing_the_question() {
    let desk = Desk::new();
    let ran = desk.type_in(&["run", "request"], ".\n3\n.\n4\n4\n.\n5\nПерезвонит сама\n1\n").good();
    assert!(ran.stdout.contains("Директор: не указано"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Офис работает с 10 до 19 в будние дни, с 11 до 18 в субботу."), "{}", ran.stdout);
    let shown = desk.run(&["show", "a1"]).good();
    assert!(
        shown.stdout.contains("Какая заявка?: Ремонт") && shown.stdout.contains("Перезвонит сама"),
        "{}",
        shown.stdout
    );
}

#[test]
fn all_steps_are_listed_and_one_can_be_gone_to() {
    let desk = Desk::new();
    let ran = desk.type_in(&["run", "request"], "1\nОбразцов Петр\n.\n2\n1\n2\n").good();
    assert!(ran.stdout.contains("   1  [x] Какая заявка?: Ремонт"), "{}", ran.stdout);
    assert!(ran.stdout.contains("[ ] Адрес"), "{}", ran.stdout);
    let shown = desk.run(&["show", "a1"]).good();
    assert!(shown.stdout.contains("Какая заявка?: Подключение"), "{}", shown.stdout);
}

#[test]
fn a_request_and_what_led_to_it_are_put_aside_and_come_back_together() {
    let desk = Desk::new();
    let parked = desk.type_in(&["run", "disconnection"], "2\n\n\n.\n7\n1\nСвязь оборвалась\n").good();
    assert_eq!(parked.stdout.matches("Дело отложено").count(), 2, "{}", parked.stdout);
    assert!(!parked.stdout.contains("Исход"), "nothing offers to close: {}", parked.stdout);
    for case in ["a1", "a2"] {
        let again = desk.type_in(&["resume", case], "").good();
        assert!(again.stdout.contains("Связь оборвалась"), "{}", again.stdout);
        assert!(again.stdout.contains("Фамилия, имя и отчество абонента"), "{}", again.stdout);
        desk.type_in(&["resume", case], ".\n7\n1\nЕщё раз: Связь оборвалась\n").good();
    }
    let rest = "Образцов Петр\nул. Образцовая, 5\n029 000-00-01\n\n\n\n\n\n";
    let ran = desk.type_in(&["resume", "a1"], rest).good();
    assert!(ran.stdout.contains("Дело a1 закрыто: Отключается"), "{}", ran.stdout);
    assert_eq!(desk.records().len(), 2);
}

#[test]
fn who_closes_over_an_unfinished_request_is_told() {
    let desk = Desk::new();
    let ran = desk.type_in(&["run", "disconnection"], "2\n\n\n.\n7\n2\n\n").good();
    assert!(ran.stdout.contains("! Заявка – ещё не закончено: дело a2 отложено."), "{}", ran.stdout);
}

#[test]
fn a_request_made_again_replaces_the_first_and_keeps_its_answers() {
    let desk = Desk::new();
    let lines = "1\n\n2\n\nОбразцов Петр Тестович\nул. Образцовая, 5\n029 000-00-01\n\n\n\n1\n..\n..\n1\n1\nПередумал\n\n\n\n\n\n\n\n\n\n\n";
    let ran = desk.type_in(&["run", "disconnection"], lines).good();
    assert!(ran.stdout.contains("Изменились ответы"), "{}", ran.stdout);
    let listed = desk.run(&["list", "--all"]).good();
    assert!(listed.stdout.contains("заменено делом 2026-11-25-a003"), "{}\n{}", listed.stdout, ran.stdout);
    let fresh = desk.read("records/2026/11/2026-11-25-a003-request.yaml");
    assert!(fresh.contains("replaces: \"2026-11-25-a002\"") && fresh.contains("Образцов Петр Тестович"), "{fresh}");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::new();
    desk.type_in(&["run", "disconnection"], DISCONNECTION).good();
    let mut child = desk.command(&["list", "--all"]).spawn().expect("the program starts");
    drop(child.stdout.take());
    let ran = Ran::of(&child.wait_with_output().expect("the program ends"));
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}
