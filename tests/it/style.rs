//! Official style at the desk: each fault in a line, the text put right by one key.

use super::support::{Desk, source_tree};

const PROCEDURE: &str = "title: Заявка
steps:
  - ask: Кому?
    name: who
    style: official
  - ask: Текст заявки
    name: text
    type: long text
    style: official
";
const STYLE: &str = "slang: {телек*: телевизор}\nemotional: {опять: }\n";

fn desk() -> Desk {
    Desk::with_procedure("ticket", PROCEDURE).write("procedures/style.yaml", STYLE)
}

/// Asserts that texts stand one after the other.
fn says(printed: &str, texts: &[&str]) {
    let mut rest = printed;
    for text in texts {
        let at = rest.find(text).unwrap_or_else(|| panic!("no `{text}` in its place in\n{printed}"));
        rest = &rest[at + text.len()..];
    }
}

#[test]
fn what_is_refused_is_put_right_by_enter_and_what_is_doubted_stays_by_enter() {
    let desk = desk();
    let ran = desk.type_in(&["run", "ticket"], "мастеру\nопять телек (рябит)!!!\n\n\n\n").good();
    says(
        &ran.stdout,
        &[
            "Текст заявки",
            "Чувства и оценки: «Опять» → убрать\n",
            "Жаргон: «телек» → телевизор\n",
            "Скобки: «(рябит)» → рябит\n",
            "Восклицательный знак: «!!!» → .\n",
            "Можно так:\n      Опять телек, рябит.\n",
            "Enter – взять этот текст, или введите заново",
            "Жаргон: «телек» → телевизор\n",
            "Enter – оставить так, или введите заново",
        ],
    );
    let records = desk.records();
    let record = desk.read(&records[0]);
    assert!(record.contains("Опять телек, рябит.") && record.contains("L17"), "{record}");
    assert!(!record.contains("(рябит)"), "what was refused is nowhere\n{record}");
    desk.run(&["check"]).good();
    // Other words of style change nothing of what is written.
    let before = desk.run(&["show", "a1"]).good().stdout;
    let desk = desk.write("procedures/style.yaml", "rude: {опять: }\n");
    assert_eq!(desk.run(&["show", "a1"]).good().stdout, before);
    desk.run(&["check"]).good();
}

#[test]
fn a_doubt_that_can_be_put_right_is_kept_by_another_key_or_typed_anew() {
    let desk = desk();
    let ran = desk.type_in(&["run", "ticket"], "мастеру...\n1\nНет каналов!\nНет\\\n каналов с утра\n\n").good();
    says(
        &ran.stdout,
        &[
            "Многоточие: «...» → .\n",
            "Можно так:\n      мастеру.\n",
            "Enter – взять этот текст, 1 – оставить свой, или введите заново",
            "Восклицательный знак: «!» → .\n",
        ],
    );
    let records = desk.records();
    let record = desk.read(&records[0]);
    assert!(record.contains("мастеру..."), "{record}");
    assert!(record.contains("каналов с утра."), "several lines are typed anew as well\n{record}");
}

#[test]
fn the_words_are_said_in_english_too() {
    let ran = desk().english().type_in(&["run", "ticket"], "мастеру\nТелек не работает!\n\n\n\n").good();
    says(
        &ran.stdout,
        &["Slang: “Телек” → телевизор\n", "Exclamation mark: “!” → .\n", "It could be:\n", "Enter takes this text"],
    );
}

#[test]
fn a_procedure_without_style_runs_while_the_words_are_broken() {
    let plain = "title: Звонок\nsteps:\n  - ask: Кто?\n    name: who\n";
    let desk = desk().write("procedures/plain.yaml", plain).write("procedures/style.yaml", "slang: {те*: телевизор}\n");
    assert!(desk.type_in(&["run", "ticket"], "").stderr.contains("style.yaml"));
    desk.type_in(&["run", "plain"], "Образцов!!!\n\n").good();
}

#[test]
fn words_are_shipped() {
    let shipped = std::fs::read_to_string(source_tree().join("procedures/style.yaml")).expect("it is there");
    let desk = Desk::empty();
    desk.run(&["init", "."]).good();
    assert_eq!(desk.read("procedures/style.yaml"), shipped);
}
