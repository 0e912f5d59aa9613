//! The two scenarios of the trial on paper, with the procedures that they need.

use super::says;
use crate::support::Desk;

const PULT: &str = "format: 1
company: {name: ООО «Пример», area_code: 1511}
time: \"+03:00\"
language: ru
hours: {mon-fri: '10:00-19:00', sat: '11:00-18:00'}
dispatchers: {ivanov: Иванов Иван Иванович, petrova: Петрова Анна Сергеевна}
contacts:
  director: {title: Директор, name: Образцов Олег Тестович, phones: [+375 29 000-00-91]}
  master: {title: Мастер, name: Примеров Павел Тестович, phones: [+375 29 000-00-93]}
";
const TYPES: &str = "card_number:
  base: text
  title: Номер служебного удостоверения
  pattern: '[0-9A-Za-zА-Яа-я/-]{1,20}'
  example: \"0001\"
  error: Перепишите номер удостоверения так, как в нём стоит.
";
const T08: &str = include_str!("trial/t08.yaml");
const T11: &str = include_str!("trial/t11.yaml");

fn trial() -> Desk {
    Desk::empty()
        .write("pult.yaml", PULT)
        .write("procedures/types.yaml", TYPES)
        .write("procedures/inspectors.yaml", include_str!("trial/inspectors.yaml"))
        .write("procedures/unknown-question.yaml", include_str!("trial/unknown-question.yaml"))
        .write("forms/inspection.md", include_str!("trial/inspection.md"))
        .write("procedures/scenarios/t08.yaml", T08)
        .write("procedures/scenarios/t11.yaml", T11)
}

#[test]
fn the_two_scenarios_of_the_trial_pass() {
    let desk = trial();
    desk.run(&["check"]).good();
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    says(
        &ran,
        &[
            "+ Двое проверяющих, директор не ответил, мастер прибыл",
            "+ Вопрос с ответом на следующий день, в срок\n",
            "+ Вопрос с ответом на следующий день, в срок: Дозвонились на минуту позже срока",
            "3 сценария прошли.",
        ],
    );
}

/// Every expectation of the two is one that can fail.
#[test]
fn each_expectation_of_the_trial_fails_when_it_is_another() {
    let others = [
        ("outcome: handed_over", "outcome: cut", "handed_over"),
        ("told.who: master", "told.who: director", "told.who"),
        ("told.after: 6 minutes", "told.after: 5 minutes", "told.after"),
        ("told.tries: 2", "told.tries: 1", "told.tries"),
        ("checks_book.at: \"11:25\"", "checks_book.at: \"11:26\"", "checks_book.at"),
        ("arrival.minutes: 28", "arrival.minutes: 27", "arrival.minutes"),
        ("remarks_book.at:\n", "remarks_book.at: \"11:25\"\n", "remarks_book.at"),
        ("\"не предъявлено\"", "\"предъявлено 0002\"", "told.message"),
        ("{inspectors.2.card: Удостоверение не предъявлено}", "{inspectors.2.card: Забыл}", "inspectors.2.card"),
        ("overdue: []", "overdue: [arrival]", "overdue"),
        ("because: told", "because: who_came", "arrival"),
        ("at: \"11:40\"", "at: \"12:13\"", "arrival"),
    ];
    for (was, is, named) in others {
        assert!(T08.contains(was), "{was}");
        let desk = trial().write("procedures/scenarios/t08.yaml", &T08.replacen(was, is, 1));
        let ran = desk.run(&["test"]);
        assert_eq!(ran.code, Some(1), "{is}: {}", ran.stdout);
        assert!(ran.stdout.contains(named) || ran.stderr.contains(named), "{is}: {}{}", ran.stdout, ran.stderr);
    }
    let others = [
        ("{call_back: 21.11.2026 12:30}", "{call_back: 21.11.2026 12:31}"),
        ("overdue: [call_back]", "overdue: []"),
        ("outcome: told\n  overdue: []", "outcome: told\n  overdue: [call_back]"),
        ("answers: {phone: +375 29 000-00-11}", "answers: {phone: +375 29 000-00-12}"),
        ("    warns: [phone]\n", ""),
        ("result: reached\n  - park", "result: no answer\n  - park"),
        ("{keep: no}", "{keep: maybe}"),
    ];
    let mut failed = 0;
    for (was, is) in others {
        assert!(T11.contains(was), "{was}");
        let desk = trial().write("procedures/scenarios/t11.yaml", &T11.replacen(was, is, 1));
        let ran = desk.run(&["test"]);
        assert_eq!(ran.code, Some(1), "{is}: {}{}", ran.stdout, ran.stderr);
        failed += 1;
    }
    assert_eq!(failed, 7);
}
