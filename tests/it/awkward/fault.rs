//! A fault that many call about: who is told first, and who has called since.

use super::super::support::Desk;
use super::{says, says_nowhere, typed};

#[test]
fn enter_goes_on_to_the_next_to_be_told_and_nobody_has_to_be_reached() {
    let desk = Desk::new();
    let ran = typed(&desk, &["run", "emergency"], &["ул. Образцовая, 5", "1", "", "3", "", "4", "", "", "", ""]);
    says(
        &ran,
        &[
            "Кому сообщаете? Enter – Директор",
            "3  не отвечает",
            "Кому ещё? Enter – теперь Мастер, или номер; 0 – идти дальше, сообщить позже",
            "4  занято",
            "! Ещё не сообщили: Директор (15:00, не отвечает), Мастер (15:00, занято)",
            "Другой дом",
        ],
    );
    // Nobody was sent a message, so nobody answers to one.
    says_nowhere(&ran, &["ответили на сообщение", "== Звонок"]);
    says(&desk.run(&["list"]).good(), &["a1  ", "! не сообщили"]);
    let passed = typed(&desk, &["run", "emergency"], &["ул. Учебная, 1", "", "1", "", "3", "0"]);
    says(&passed, &["0 – идти дальше, сообщить позже", "! Ещё не сообщили: Директор", "Другой дом"]);
}

#[test]
fn who_calls_about_a_known_fault_is_asked_for_name_and_number_and_stands_in_it() {
    let desk = Desk::new();
    typed(&desk, &["run", "emergency"], &["ул. Образцовая, 5", "1", "", "1", "", "", "", "", ".", "7", ""]);
    let desk = desk.at("2026-11-25T15:20");
    let lines = ["3", "Образцовая 5", "1", "029 000-00-11", "", "Примеров Илья", ""];
    let ran = typed(&desk, &["run", "call"], &lines);
    says(
        &ran,
        &[
            "1  a1  25.11.2026 15:00",
            "К делу a1 присоединено дело a3",
            "На какой номер вам перезвонить, когда исправят?",
            "Как к вам обращаться?",
            "Об этой неисправности мы уже знаем. До свидания.",
            "a2 закрыто",
        ],
    );
    let report = "ЧП: авария, не работает дом или группа домов, Примеров Илья, Образцовая 5, \
        перезвонить, когда исправят: +375 29 000-00-11";
    says(&desk.run(&["show", "a001"]).good(), &["Присоединены дела:", "25.11.2026 15:20, 2026-11-25-a003: ", report]);
    // Whoever takes it up reads it at once; the record keeps it.
    let ran = typed(&desk, &["resume", "a1"], &["", "", "", ""]);
    says(&ran, &["25.11.2026 15:20, a3: ", report, "Ожидание: Устранение", "a1 закрыто: Устранено"]);
    let record = desk.read("records/2026/11/2026-11-25-a001-emergency.yaml");
    assert!(record.contains(&format!("\"2026-11-25-a003\": \"25.11.2026 15:20, {report}\"")), "{record}");
    says(&desk.run(&["check"]), &["Записи дел проверены: 3, расхождений нет."]);
}

#[test]
fn a_call_that_breaks_off_leaves_the_fault_to_be_told() {
    let desk = Desk::new();
    let ran = typed(&desk, &["run", "call"], &["3", "Образцовая 5", "1", ".", "8", "1", ""]);
    says(&ran, &["Дело отложено", "a1 закрыто: досрочно"]);
    says_nowhere(&ran, &["a2 закрыто"]);
    says(&desk.run(&["list"]).good(), &["a2  ", "не работает дом", "! не сообщили"]);
    says(&typed(&desk, &["resume", "a2"], &[""]), &["Кому сообщаете?"]);
}

#[test]
fn a_wait_that_was_ended_by_mistake_goes_on() {
    let desk = Desk::new();
    typed(&desk, &["run", "emergency"], &["ул. Образцовая, 5", "1", "", "1", "", "", "", "", ".", "7", ""]);
    let ran = typed(&desk, &["resume", "a1"], &["", "..", ".", "7", ""]);
    let (ended, again) = ran.stdout.split_once("Перезвоните и остальным").expect("it was ended");
    assert!(ended.contains("Ожидание: Устранение") && again.contains("Ожидание: Устранение"), "{again}");
    assert!(again.contains("Сообщите: Директор, Мастер"), "what may be done meanwhile is there again: {again}");
    says(&desk.run(&["list", "--json"]).good(), &["\"standing\": \"waiting\""]);
    desk.run(&["check"]).good();
}

#[test]
fn whoever_closes_a_request_may_stay_in_the_case_that_ran_it() {
    let desk = Desk::new();
    let lines = ["4", "", "Образцов Петр Тестович", "ул. Образцовая, 5", "029 000-00-01", "", "", ""];
    let both = typed(&desk, &["run", "disconnection"], &[&lines[..], &[""]].concat());
    says(&both, &["Enter – закрыть дело; 1 – закрыть и остаться", "a2 закрыто", "a1 закрыто: Отключается"]);
    says_nowhere(&both, &["Исход: Отключается", "Куда переходите"]);
    let one = typed(&desk, &["run", "disconnection"], &[&lines[..], &["1"]].concat());
    says(&one, &["a4 закрыто", "Исход: Отключается", "Дело осталось открытым"]);
}
