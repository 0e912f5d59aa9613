//! `pult print case`: a sheet of any case, open or closed, of any procedure.

use super::demo::demonstration;
use super::privacy::{found, private_values, staff};
use super::support::{Desk, tool};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

const NOTES: &str = "title: Записки
steps:
  - {ask: Кто звонил?, name: who, private: true, type: text}
  - repeat: Записка
    name: notes
    label: '{{ topic }}'
    steps:
      - {ask: О чем?, name: topic}
      - group: Подробности
        steps:
          - {ask: Что сказали?, name: said, type: long text}
      - {ask: Кому передать?, name: whom, optional: true}
  - notify: boss
    name: told
    message: Записано
  - {stop: end, as: Готово}
";

const COMPANY: &str = "format: 1
company: {name: ООО «Пример»}
time: '+03:00'
language: ru
notice: Только для своих.
contacts:
  boss: {title: Начальник, name: Начальников Пробный, phones: ['+375 29 000-00-71']}
";

fn desk() -> Desk {
    Desk::empty().write("pult.yaml", COMPANY).write("procedures/notes.yaml", NOTES)
}

/// The text of a PDF, as it is read.
fn text_of(desk: &Desk, path: &str, more: &[&str]) -> String {
    let output = Command::new("pdftotext").args(more).arg(desk.path(path)).arg("-").output().expect("pdftotext runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Letters, digits and masks alone: lines end and words are divided anywhere.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '•').collect()
}

fn sheet(desk: &Desk, case: &str) -> String {
    desk.run(&["print", "case", "--case", case, "-o", "sheet.pdf"]).good();
    text_of(desk, "sheet.pdf", &[])
}

/// The answers in a record's log, as people read them, by their steps: the last of each.
fn answers(record: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let Some(answers) = record["answers"].as_object() else { return found };
    // What is computed has no step of its own in the log.
    let log = record["log"].to_string();
    for (name, value) in answers.iter().filter(|(name, _)| log.contains(&format!("\"step\":\"{name}\""))) {
        let words = value.get("label").unwrap_or(value);
        found.extend(words.as_str().map(|words| format!("{name}={words}")));
    }
    found
}

#[test]
fn cases_of_every_procedure_have_sheets_with_their_answers_and_nothing_private() {
    if !tool("pdftotext") {
        return;
    }
    let desk = demonstration(60);
    let (values, phones) = (private_values(&desk), staff(&desk));
    assert!(!values.is_empty() && phones.len() >= 3);
    let all: Value = serde_json::from_str(&desk.run(&["list", "--all", "--json"]).good().stdout).expect("JSON");
    let (mut procedures, mut outcomes, mut looked_at) = (BTreeSet::new(), BTreeSet::new(), 0);
    for case in all.as_array().expect("a list") {
        let id = case["id"].as_str().expect("an id");
        let text = sheet(&desk, id);
        assert!(found(&text, &values).is_empty() && found(&text, &phones).is_empty(), "{id}: {text}");
        assert!(text.contains(&format!("Дело {id}")) && text.contains("внутреннего использования"), "{text}");
        procedures.insert(case["procedure"].to_string());
        outcomes.insert(case["outcome"].to_string());
        let Some(path) = desk.records().into_iter().find(|path| path.contains(id)) else { continue };
        let record: Value = serde_yaml::from_str(&desk.read(&path)).expect("YAML");
        let text = bare(&text);
        for answer in answers(&record) {
            let (_, words) = answer.split_once('=').expect("a name");
            for word in words.split_whitespace() {
                assert!(text.contains(&bare(word)), "{id}: {answer}, {word}: {text}");
            }
            looked_at += 1;
        }
    }
    assert!(procedures.len() >= 10 && outcomes.len() > 10 && looked_at > 200, "{outcomes:?} {looked_at}");
}

#[test]
fn a_long_case_has_several_pages_and_what_the_fonts_do_not_have_is_named() {
    if !tool("pdftotext") {
        return;
    }
    let mut lines = "Тайнов\n".to_owned();
    for n in 1..=40 {
        // The first one is there by itself.
        lines += if n == 1 { "" } else { "1\n" };
        lines += &format!("Тема {n}\nСлова 漢 {n}, звонить +375 (29) 000-00-71\n\n");
    }
    let name = "я".repeat(190);
    let desk = desk();
    let ran = desk.type_in(&["run", "notes"], &format!("{lines}1\n{name}\nКонец\n\n\n1\n1\n\n")).good();
    assert!(ran.stdout.contains("закрыто: Готово"), "{}", ran.stdout);
    desk.run(&["print", "case", "--case", "a1"]).good();
    let path = "records/private/2026-11-25-a001/sheets/case.pdf";
    let text = text_of(&desk, path, &[]);
    let pages = text.matches("Страница ").count();
    assert!(pages >= 3 && text.matches("Дело 2026-11-25-a001").count() == pages, "{pages}: {text}");
    let bare = bare(&text);
    assert!(bare.contains(&name), "{text}");
    for n in 1..=40 {
        assert!(bare.contains(&format!("Записка{n}Тема{n}")), "{n}: {text}");
        assert!(bare.contains(&format!("СловаU6F22{n}")), "{n}: {text}");
    }
    assert!(!text.contains("Тайнов") && !bare.contains("290000071"), "{text}");
    assert_eq!(bare.matches("номерскрыт").count(), 40, "{text}");
    assert!(bare.contains("НачальникНачальниковПробныйдозвонилисьсообщили"), "{text}");
    // The same case, the same bytes.
    let bytes = || std::fs::read(desk.path(path)).expect("the sheet");
    let first = bytes();
    desk.run(&["print", "case", "--case", "a1"]).good();
    assert!(first == bytes());
}

#[test]
fn an_open_case_says_what_is_not_done_yet_and_a_corrected_one_what_there_was() {
    if !tool("pdftotext") {
        return;
    }
    let desk = desk();
    desk.type_in(&["run", "notes"], "Тайнов\nТема\n.\n5\nПерезвонит вечером\n").good();
    let text = sheet(&desk, "a1");
    for words in ["По состоянию на 25.11.2026 15:00", "Состояние", "ещё не сделано", "Перезвонит вечером", "Тема"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("Исход") && !text.contains("Тайнов"), "{text}");
    desk.type_in(&["resume", "a1"], "Слова\n\n\n1\n1\n\n").good();
    desk.put("put.yaml", "play:\n  - answer: {notes.1.topic: Другая}\n    reason: Ослышались\n".as_bytes());
    desk.run(&["correct", "a1", "--answers", "put.yaml"]).good();
    let text = sheet(&desk, "a1");
    for words in ["Другая (исправлено, было: Тема)", "Исправления", "Ослышались", "Исход", "Готово"]
    {
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}: {text}");
    }
    assert!(!text.contains("По состоянию"), "{text}");
    let english = desk.english();
    assert!(sheet(&english, "a1").contains("put right, it was: Тема"));
}

#[test]
fn a_damaged_case_has_no_sheet_and_a_form_of_the_director_s_comes_first() {
    let desk = desk();
    desk.type_in(&["run", "notes"], "Тайнов\nТема\n").good();
    for args in [
        &["print", "case"][..],
        &["print", "case", "--case", "a1", "--blank"],
        &["print", "case", "--case", "a1", "--stamp"],
    ] {
        let ran = desk.run(args);
        assert!(ran.code == Some(2) && ran.stderr.contains("pult print case --case a17"), "{}", ran.stderr);
    }
    assert_eq!(desk.run(&["print", "case", "--case", "a9"]).code, Some(1));
    let journal = desk.files("records/open").remove(0);
    let kept = desk.read(&journal);
    desk.put(&journal, kept.replacen("\"n\":2", "\"n\":3", 1).as_bytes());
    let ran = desk.run(&["print", "case", "--case", "a1"]);
    assert!(ran.code == Some(3) && ran.stderr.contains(&journal), "{:?} {}", ran.code, ran.stderr);
    assert!(desk.files("records").iter().all(|path| !path.ends_with(".pdf")));
    desk.put(&journal, kept.as_bytes());
    let form = "---\ntitle: Свой лист\naudience: internal\nof: [notes]\n---\n# {{ form.title }}\n";
    desk.put("forms/case.md", form.as_bytes());
    desk.run(&["print", "case"]).good();
    assert!(desk.path("out/forms/case.pdf").exists(), "{:?}", desk.files("out"));
}
