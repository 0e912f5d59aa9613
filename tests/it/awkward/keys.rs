//! Few keys: a choice opens its case, a wait gives way to the call, a card is one key away.

use super::super::support::Desk;
use super::{desk, says, says_nowhere, typed};

const CALL: &str = "title: Звонок
never: [Не обещайте сроков.]
steps:
  - ask: О чем?
    name: topic
    choices:
      broken:
        label: Авария
        steps: [{run: accident, name: accident}]
      advised:
        label: Вопрос
        steps: [{run: accident, name: other, hint: Сначала переспросите.}]
  - {ask: Кто звонил?, name: caller, card: streets}
  - {stop: end, as: Поговорили}
";
const ACCIDENT: &str = "title: Авария
never: [Не называйте причину.]
steps:
  - {ask: Где?, name: place}
  - {wait: Ремонт, name: repair}
  - {stop: end, as: Починили}
";
const STREETS: &str = "title: Улицы
audience: client
values:
  center: {label: Центр, value: улица Образцовая}
";

fn calls() -> Desk {
    desk(&[
        ("procedures/call.yaml", CALL),
        ("procedures/accident.yaml", ACCIDENT),
        ("procedures/cards/streets.yaml", STREETS),
    ])
}

#[test]
fn one_key_opens_a_case_and_a_wait_gives_way_to_the_call() {
    let desk = calls();
    let ran = typed(&desk, &["run", "call"], &["1", "ул. Образцовая", "", "Анна", ""]);
    says(&ran, &["Не обещайте", "О чем?", "== Авария ==", "Не называйте", "Где?"]);
    says(&ran, &["Осталось ждать: Ремонт. Тем временем вернёмся к делу «Звонок»", "== Звонок ==", "Кто звонил?"]);
    says(&ran, &["a1 закрыто"]);
    // The one that waits is taken up by itself: nothing is below it, and what is never to be done is said once.
    let ran = typed(&desk, &["resume", "a2"], &["", ""]);
    says(&ran, &["Не называйте", "Ожидание: Ремонт", "a2 закрыто"]);
    assert_eq!(ran.stdout.matches("Не называйте").count(), 1, "{}", ran.stdout);
    says_nowhere(&ran, &["Тем временем"]);
    // Who stays waits there.
    let ran = typed(&desk, &["run", "call"], &["1", "ул. Образцовая", "1", "", "", "Анна", ""]);
    says(&ran, &["Тем временем", "a4 закрыто", "Кто звонил?", "a3 закрыто"]);
    // Advice is read before the case is opened.
    let ran = typed(&desk, &["run", "call"], &["2", ""]);
    says(&ran, &["Сначала переспросите", "Enter", "Где?"]);
}

#[test]
fn the_card_at_hand_is_one_key_away_in_either_layout() {
    let desk = calls();
    for key in ["?", ","] {
        let ran = typed(&desk, &["run", "call"], &["1", "Центр", "", key, "Анна", ""]);
        says(&ran, &["(справка: Улицы; клавиша ?)", "Центр: улица Образцовая", "Кто звонил?", "закрыто"]);
    }
    // Where none belongs to the step, all are offered.
    let ran = typed(&desk, &["run", "call"], &["?", "1"]);
    says(&ran, &["О чем?", "Улицы", "Центр: улица Образцовая", "О чем?"]);
}

#[test]
fn whom_nobody_has_to_tell_is_passed_by_enter() {
    let text = "title: Дело
steps:
  - {ask: Что?, name: what}
  - {notify: director, name: told, message: '{{ what }}', optional: true}
  - {stop: end, as: Готово}
";
    let desk = desk(&[("procedures/matter.yaml", text)]);
    let ran = typed(&desk, &["run", "matter"], &["Крыша", "", ""]);
    says(&ran, &["Директор", "Enter – пропустить", "закрыто"]);
    // Tried and not reached, it is said again at the end, which nobody is kept from.
    let ran = typed(&desk, &["run", "matter"], &["Крыша", "3", ""]);
    says(&ran, &["Ещё не сообщили: Директор", "a2 закрыто"]);
}

#[test]
fn the_advice_of_a_group_stands_before_its_items_and_once() {
    let text = "title: Визит
steps:
  - group: Гости
    hint: Запишите всех.
    steps:
      - repeat: Гость
        name: guests
        min: 1
        steps: [{ask: Фамилия, name: surname}]
  - {stop: end, as: Готово}
";
    let desk = desk(&[("procedures/visit.yaml", text)]);
    let ran = typed(&desk, &["run", "visit"], &["Тестов", "", ""]);
    says(&ran, &["— Гости —", "Запишите всех", "Фамилия", "— Гости —", "закрыто"]);
    assert_eq!(ran.stdout.matches("Запишите всех").count(), 1, "{}", ran.stdout);
}

#[test]
fn a_word_left_with_a_case_is_signed_by_a_name() {
    let desk = calls();
    desk.put("pult.yaml", (desk.read("pult.yaml") + "dispatchers: {anna: Тестова Анна Пробовна}\n").as_bytes());
    typed(&desk, &["run", "call", "--as", "anna"], &[".", "7", "Перезвонит"]);
    let ran = typed(&desk, &["resume", "a1", "--as", "anna"], &[]);
    says(&ran, &["Передано (Тестова\u{a0}А.П.): Перезвонит"]);
}

#[test]
fn where_only_telling_is_left_enter_puts_the_case_aside() {
    let text = "title: Дело
steps:
  - {ask: Что?, name: what}
  - {notify: [director, master], name: told, message: '{{ what }}'}
  - {stop: end, as: Готово}
";
    let desk = desk(&[("procedures/matter.yaml", text)]);
    let ran = typed(&desk, &["run", "matter"], &["Крыша", "1", "3", "2", "3", ""]);
    says(&ran, &["Кому сообщаете?", "Enter – отложить дело, позвонить позже", "Дело отложено"]);
    let listed = desk.run(&["list"]).good();
    assert!(listed.stdout.contains("! не сообщили"), "{}", listed.stdout);
    let ran = typed(&desk, &["resume", "a1"], &["2", "1", ""]);
    says(&ran, &["Мастер", "a1 закрыто"]);
}
