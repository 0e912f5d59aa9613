//! Items of repeats in which something was printed, told, attached, run, awaited; items that go and come back.

use super::{JOURNAL, count, desk, form, has, head, log, says, says_nowhere, typed, words};
use crate::support::Desk;
use pult::model::event::Did;

/// The smallest thing that passes for a JPEG.
const JPG: &[u8] = b"\xff\xd8\xff\xe0 one";

const VISIT: &str = "title: Проверка
steps:
  - repeat: Проверяющий
    name: people
    label: \"{{ who }}\"
    steps:
      - {ask: Кто?, name: who}
      - {attach: Скан, name: scan, accept: [jpg], max: 1, optional: yes}
      - {notify: master, name: called, message: \"{{ who }}\"}
      - {print: act, name: paper, series: act}
  - {ask: Цель, name: goal}
  - {stop: end, as: Передано}
";

#[test]
fn an_item_is_dropped_whose_steps_have_printed_told_and_attached() {
    let act = form("visit", "{{ number }}: {{ who }}");
    let desk = desk(&[("procedures/visit.yaml", VISIT), ("forms/act.md", &act)]);
    desk.put("brought/a.jpg", JPG);
    typed(&desk, &["run", "visit"], &["Первый", "", "1", "", "", "1", "Второй", "brought/a.jpg", "1", "", ""]);
    let folder = "records/2026/11/2026-11-25-a001-visit";
    assert_eq!(desk.files(folder).len(), 3, "{:?}", desk.files(folder));
    // It is not dropped without a reason; with one its scan is gone, its paper void.
    let ran = typed(
        &desk,
        &["resume", "a1"],
        &[".", "2", "6", "2", ".", ".", "2", "6", "2", "записан дважды", "", "Цель", ""],
    );
    says(
        &ran,
        &[
            "   6  Проверяющий 2: Второй\n",
            "2  Убрать: Проверяющий 2: Второй",
            "Причина:",
            "Причина:",
            "! Прежняя бумага (a-2/2026) больше не действует: заберите её и перечеркните.",
            "Проверяющий: записано 1. Ещё?",
            "a1 закрыто: Передано",
        ],
    );
    let head = head(&desk, "a001");
    has(
        &head,
        &[
            "  people: \n  - {who: \"Первый\"}\n",
            "number: \"a-2/2026\", file: \"2026/11/2026-11-25-a001-visit/people-2-paper-1.pdf\", copies: 1, printed: \
             \"2026-11-25T15:00:00+03:00\", void: true}",
            "- {step: \"people.2.called\", who: \"Мастер\", how: call, result: reached, at: \"2026-11-25T15:00:00+03:00\", void: true}",
        ],
    );
    assert!(!head.contains("attachments:") && !head.contains("Второй"), "{head}");
    let left = desk.files(folder);
    assert_eq!(left, [format!("{folder}/people-1-paper-1.pdf"), format!("{folder}/people-2-paper-1.pdf")]);
    let log = log(&desk, "2026-11-25-a001");
    assert_eq!(count(&log, |did| matches!(did, Did::Drop(why) if why.reason.as_deref() == Some("записан дважды"))), 1);
    // The next one gets a new number and a new place.
    desk.run(&["check"]).good();
}

const ROUND: &str = "title: Обход
steps:
  - ask: Какие комнаты?
    name: rooms
    type: choices
    choices: {kitchen: Кухня, hall: Зал, bath: Ванная}
  - repeat: Комната
    name: visits
    each: rooms
    steps:
      - {ask: Что там?, name: what}
      - {run: request, name: req, take: {phone: number}, suggest: {number: \"{{ what }}\"}}
      - {ask: Телефон, name: phone}
      - {do: Перезвонить, name: back, due: 2 hours after what}
      - wait: Мастер
        name: master
        remind: 1 hour
        meanwhile:
          - {do: Напомнить, name: nudge}
      - {print: act, name: paper, series: act}
      - {stop: danger, as: Опасно, when: what == \"газ\"}
  - {ask: Итог, name: total}
  - {stop: end, as: Готово}
";
const REQUEST: &str = "title: Заявка
steps:
  - {ask: Заявитель, name: applicant}
  - {ask: Номер, name: number}
  - {stop: taken, as: Принята}
";

/// The kitchen is through, in the hall the master is awaited.
fn round() -> Desk {
    let act = form("round", "{{ number }}: {{ what }} {{ phone }}");
    let files =
        [("procedures/round.yaml", ROUND), ("procedures/request.yaml", REQUEST), ("forms/act.md", act.as_str())];
    let desk = desk(&files);
    let kitchen = ["1, 2", "свет", "", "Анна", "555", "", "", "1", "1", "", "", ""];
    let ran = typed(&desk, &["run", "round"], &[&kitchen[..], &["темно", "", "Борис", "777", ""]].concat());
    says(
        &ran,
        &[
            "— Комната 1: Кухня —",
            "Что там?",
            "Открыто дело a2: Заявка",
            "Предлагается:\nсвет",
            // `take` answers the question of this very item: it is not asked.
            "— Комната 1: Кухня —\n\nДействие: Перезвонить\nСрок: 25.11.2026 17:00",
            "Ожидание: Мастер\n   1  Напомнить\n",
            "   1  Напомнить (уже 2 раза, последний 25.11.2026 15:00)",
            "Документ готов: № a-1/2026",
            "— Комната 2: Зал —",
            "Предлагается:\nтемно",
            "a3 закрыто",
            "Действие: Перезвонить",
        ],
    );
    desk
}

#[test]
fn a_due_time_a_wait_and_a_run_stand_in_an_item() {
    let desk = round().at("2026-11-25T17:01");
    // The item is named: the kitchen was called back in time.
    says(&desk.run(&["list", "--overdue"]).good(), &["! просрочено: Комната 2: Перезвонить, срок 25.11.2026 17:00"]);
    let ran = typed(&desk, &["resume", "a1"], &[""]);
    says(&ran, &["! Просрочено: надо было до 25.11.2026 17:00", "Ожидание: Мастер\n   1  Напомнить\n"]);
    let desk = desk.at("2026-11-25T18:02");
    says(&desk.run(&["list"]).good(), &["пора напомнить: Комната 2: Мастер"]);
    // The answer of the manager is for the wait that lasts.
    desk.run(&["answer", "a1", "--from", "master"]).good();
    let ran = typed(&desk, &["resume", "a1"], &["", "", "всё", ""]);
    says(&ran, &["Печать: Акт", "Документ готов: № a-2/2026", "Итог", "a1 закрыто: Готово"]);
    has(
        &head(&desk, "a001"),
        &[
            "  - {what: \"темно\", phone: \"777\"}\n",
            "late:\n  \"visits.2.back\": {due: \"2026-11-25T17:00:00+03:00\", done: \"2026-11-25T17:01:00+03:00\"}",
            "  \"visits.1.req\": \"2026-11-25-a002\"\n  \"visits.2.req\": \"2026-11-25-a003\"\n",
        ],
    );
    says(&desk.run(&["show", "2026-11-25-a001"]).good(), &["С опозданием: Комната 2: Перезвонить (срок"]);
}

#[test]
fn the_codes_change_when_their_items_have_been_answered() {
    let desk = round();
    // The hall was a slip; its due time goes with it. Then the kitchen was one, and the hall comes back as it was.
    typed(&desk, &["resume", "a1"], &["", ".", "2", "1", "1"]);
    let desk = desk.at("2026-11-25T17:30");
    assert!(desk.run(&["list", "--overdue"]).good().stdout.is_empty());
    let ran = typed(&desk, &["resume", "a1"], &[".", "2", "1", "2, 3", "", "", ""]);
    says(
        &ran,
        &[
            "Итог",
            "Сейчас: Кухня",
            "! Прежняя бумага (a-1/2026) больше не действует",
            "— Комната 1: Зал —\n\nОжидание: Мастер",
            "Документ готов: № a-2/2026",
            "— Комната 2: Ванная —",
            "Что там?",
        ],
    );
    // An item that ends the case: nothing behind it is asked.
    let ran = typed(&desk, &["resume", "a1"], &["газ", "", "Вера", "", "", "", "", "", "", ""]);
    says(&ran, &["Что там?", "Открыто дело a4", "Исход: Опасно", "a1 закрыто: Опасно"]);
    says_nowhere(&ran, &["Итог"]);
    let head = head(&desk, "a001");
    has(&head, &["outcome: \"danger\"", "rooms: {value: [\"hall\",\"bath\"], label: \"Зал, Ванная\"}"]);
    has(&head, &["  - {what: \"темно\", phone: \"777\"}\n  - {what: \"газ\", phone: \"газ\"}\n"]);
    has(&head, &["number: \"a-1/2026\", file: \"2026/11/2026-11-25-a001-round/visits-1-paper-1.pdf\""]);
    assert_eq!(head.matches("void: true").count(), 1, "{head}");
    assert!(!head.contains("late:"), "{head}");
}

#[test]
fn the_case_ends_in_the_first_item() {
    let text =
        ROUND.replace("what == \"газ\"}\n", "what == \"газ\"}\n      - {ask: Ещё?, name: more_there, optional: yes}\n");
    let act = form("round", "{{ number }}: {{ what }}");
    let desk = desk(&[("procedures/round.yaml", &text), ("procedures/request.yaml", REQUEST), ("forms/act.md", &act)]);
    let ran = typed(&desk, &["run", "round"], &["1, 2, 3", "газ", "", "Вера", "", "", "", "", "", "", ""]);
    says(&ran, &["— Комната 1: Кухня —", "Исход: Опасно", "a1 закрыто: Опасно"]);
    says_nowhere(&ran, &["Комната 2", "Комната 3", "Ещё?", "Итог"]);
    // Changed back before the end, the others come again.
    let desk =
        super::desk(&[("procedures/round.yaml", &text), ("procedures/request.yaml", REQUEST), ("forms/act.md", &act)]);
    let ran = typed(
        &desk,
        &["run", "round"],
        &[
            "1, 2",
            "газ",
            "",
            "Вера",
            "",
            "",
            "",
            "",
            "",
            "",
            ".",
            "2",
            "3",
            "свет",
            "2",
            "ничего страшного",
            "2",
            "и так видно",
            "",
        ],
    );
    says(&ran, &["Исход: Опасно", "Сейчас: газ", "Ещё?", "— Комната 2: Зал —"]);
}

const ALARM: &str = "title: Авария
steps:
  - {ask: Что случилось?, name: what}
  - wait: Устранение
    name: repaired
    meanwhile:
      - repeat: Ещё звонок
        name: calls
        label: \"{{ place }}\"
        steps:
          - {ask: Адрес звонящего, name: place}
          - {ask: Телефон, name: phone, type: phone, optional: yes}
      - {notify: [director, master], name: told, message: \"{{ what }}. Поступило звонков: {{ calls | length }}.\"}
  - {ask: Что было причиной?, name: cause, optional: yes}
  - {stop: end, as: \"Устранено\"}
";

#[test]
fn calls_come_in_while_the_repair_is_awaited() {
    let desk = desk(&[("procedures/alarm.yaml", ALARM)]);
    // Two calls; in the middle of the second one the shift ends.
    let ran = typed(&desk, &["run", "alarm"], &["обрыв", "1", "Лесная, 5", "", "1", "Садовая, 1", ".", "7", "смена"]);
    says(
        &ran,
        &[
            "Ожидание: Устранение\n   1  Ещё звонок\n   2  Сообщите: Директор, Мастер\nEnter – дождались; номер – отметить",
            "— Ещё звонок 1 —\n\nАдрес звонящего",
            "Телефон\nEnter – пропустить",
            "Ожидание: Устранение\n   1  Ещё звонок: 1\n",
            "— Ещё звонок 2 —",
            "Телефон",
        ],
    );
    let desk = desk.seated("Новая Нина").at("2026-11-25T15:40");
    let ran = typed(
        &desk,
        &["resume", "a1"],
        &["+375 29 123-45-67", "2", "1", "1", "1", "Лесная, 5", "", ".", "2", "9", "2", "та же", "", "", ""],
    );
    says(
        &ran,
        &[
            "— Ещё звонок 2: Садовая, 1 —\n\nТелефон",
            "   1  Ещё звонок: 2\n",
            "Прочитайте: «обрыв. Поступило звонков: 2.»",
            "   2  Сообщите: Директор, Мастер (уже 1 раз, последний 25.11.2026 15:40)",
            "— Ещё звонок 3 —",
            "   1  Ещё звонок: 3\n",
            "2  Убрать: Ещё звонок 3: Лесная, 5",
            "Причина:",
            "   1  Ещё звонок: 2\n",
            "Что было причиной?",
            "a1 закрыто: Устранено",
        ],
    );
    let log = log(&desk, "2026-11-25-a001");
    assert_eq!(
        words(&log)[..6],
        [
            "opened",
            "answered what",
            "waiting repaired",
            "more calls",
            "answered calls.1.place",
            "skipped calls.1.phone"
        ]
    );
    has(
        &head(&desk, "a001"),
        &["  calls: \n  - {place: \"Лесная, 5\"}\n  - {place: \"Садовая, 1\", phone: {value: \"+375291234567\""],
    );
    says(&desk.run(&["show", "a1"]).good(), &["Ещё звонок 2: Садовая, 1", "[x]   Ещё звонок: 2"]);
}

#[test]
fn who_has_left_a_call_in_the_middle_is_led_back_to_it_and_nobody_has_to() {
    let desk = desk(&[("procedures/alarm.yaml", ALARM)]);
    // The wait is ended over the menu while a call has only an address.
    let ran = typed(
        &desk,
        &["run", "alarm"],
        &["обрыв", "1", ".", "2", "2", "2", "1", "2", "1", "Лесная", ".", "2", "2", ""],
    );
    says(&ran, &["— Ещё звонок 1 —", "Ожидание: Устранение\n   1  Ещё звонок: 1\n"]);
    let journal = desk.read(JOURNAL);
    assert_eq!(journal.matches("\"more\"").count(), 1, "the number led back to the call that was begun\n{journal}");
    // And a scenario plays it: written out, and in short.
    let long = "title: Звонки\nprocedure: alarm\nplay:\n  - answer: {what: обрыв}\n  - refused: {calls.1.place: рано}\n    because: calls.1.place\n  - more: calls\n  - answer: {calls.1.place: Лесная}\n  - skip: calls.1.phone\n  - more: calls\n  - answer: {calls.2.place: Садовая}\n  - end: repaired\n  - skip: cause\nexpect:\n  outcome: end\n  values: {calls.2.place: Садовая}\n";
    let long = long.replace("  - refused: {calls.1.place: рано}\n    because: calls.1.place\n", "");
    let short = "title: Коротко\nprocedure: alarm\nanswers:\n  what: обрыв\n  calls.1.place: Лесная\n  calls.2.place: Садовая\nexpect:\n  answers: {calls.2.place: Садовая}\n";
    let desk = desk.write("procedures/scenarios/long.yaml", &long).write("procedures/scenarios/short.yaml", short);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
}
