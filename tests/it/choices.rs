//! Choices that come from data, by keys and in scenarios.

use super::support::Desk;
use std::fmt::Write;

const PROCEDURE: &str = "title: Пропал канал
section: Офис
steps:
  - ask: Какой канал?
    name: channel
    choices: {from: cards.channels, where: kind != 'radio'}
  - ask: Кто примет?
    name: who
    choices: {from: dispatchers}
  - ask: Во сколько пропал?
    name: since
    type: time
  - ask: Сколько не было?
    name: long
    type: duration
  - say: Канал «{{ channel }}» примет {{ who }}, {{ long }}.
    name: told
";

const SCENARIO: &str = "title: Канал пропал
procedure: lost
answers: {channel: Пробный 7, who: testova, since: '9', long: 1 ч 30 мин}
expect:
  answers: {channel: c7, who: Тестова Анна, since: '09:00', long: 90 минут}
  values: {channel: c7, long: '90'}
  text: {told: Канал «Пробный 7» примет Тестова Анна}
";

/// A table of many rows, one of them of no use.
fn channels() -> String {
    let mut text = "title: Каналы\ntable:\n  columns: {code: Код, title: Название, kind: Вид}\n  rows:\n".to_owned();
    for number in 1..=40 {
        let _ = writeln!(text, "    - {{code: c{number}, title: Пробный {number}, kind: tv}}");
    }
    text + "    - {code: sport, title: \"«Спорт, всегда»\", kind: tv}\n    - {code: radio, title: Радио, kind: radio}\n"
}

fn desk() -> Desk {
    let company = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nsections: [Офис]\ndispatchers:\n  ivanov: Иванов Иван\n  testova: Тестова Анна\n";
    Desk::with_procedure("lost", PROCEDURE)
        .write("pult.yaml", company)
        .write("procedures/cards/channels.yaml", &channels())
        .write("procedures/scenarios/lost.yaml", SCENARIO)
        .nobody()
}

#[test]
fn a_long_list_is_narrowed_by_typing_and_the_label_outlives_its_row() {
    let desk = desk();
    desk.run(&["check"]).good();
    let ran = desk.type_in(&["--as", "ivanov", "run", "lost"], "радио\nнет такого\nный 3\n33\n2\n9\n1:30\n\n\n").good();
    assert!(ran.stdout.contains("  20  Пробный 20\n") && !ran.stdout.contains("  21  Пробный 21\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("и ещё 21 вариант"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  39  Пробный 39\n"), "what holds the words typed, with its number: {}", ran.stdout);
    assert_eq!(ran.stdout.matches("Такого варианта нет").count(), 2, "{}", ran.stdout);
    assert!(ran.stdout.contains("Канал „Пробный 33“ примет Тестова Анна, 1 час 30 минут."), "{}", ran.stdout);
    let records = desk.records();
    let record = desk.read(&records[0]);
    assert!(record.contains("Пробный 33") && record.contains("1 час 30 минут"), "{record}");
    let before = desk.run(&["show", "a1"]).good().stdout;
    let desk = desk.write("procedures/cards/channels.yaml", "title: Каналы\ntable:\n  columns: {code: Код, title: Название, kind: Вид}\n  rows:\n    - {code: new, title: Новый, kind: tv}\n");
    assert_eq!(desk.run(&["show", "a1"]).good().stdout, before);
    assert!(before.contains("Пробный 33"), "{before}");
}

#[test]
fn scenarios_answer_by_code_and_by_label() {
    let desk = desk();
    desk.run(&["test"]).good();
    let changed = desk.read("procedures/scenarios/lost.yaml").replace("channel: c7", "channel: c8");
    let desk = desk.write("procedures/scenarios/lost.yaml", &changed);
    assert_ne!(desk.run(&["test"]).code, Some(0));
}
