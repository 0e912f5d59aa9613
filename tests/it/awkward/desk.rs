//! What a fresh dispatcher stumbles over: numbers that move, keys that come too late, sentences without a reason.

use super::super::support::Desk;
use super::{COMPANY, desk, has, head, log, says, says_nowhere, typed, words};

const CALL: &str = "title: Звонок
steps:
  - ask: О чем?
    name: topic
    choices:
      request:
        label: Заявка
        steps: [{run: request, name: req, take: {who: applicant}}]
  - {ask: Как к вам обращаться?, name: who, optional: yes}
  - {say: До свидания., name: goodbye}
  - {stop: end, as: Разговор окончен}
";
const REQUEST: &str = "title: Заявка
steps:
  - {ask: Кто?, name: applicant}
  - {ask: Куда перезвонить?, name: phone, type: phone, optional: yes}
  - {ask: Паспорт, name: paper, type: passport, private: yes, optional: yes}
  - {stop: end, as: Принята}
";

fn calls() -> Desk {
    desk(&[("procedures/call.yaml", CALL), ("procedures/request.yaml", REQUEST)])
}

#[test]
fn who_hangs_up_in_the_middle_of_a_request_has_hung_up_the_call() {
    let desk = calls();
    let ran = typed(&desk, &["run", "call"], &["1", "Тестов", ".", "8", "1", ""]);
    says(&ran, &["1  Закрыть всё, разговор прерван: «Заявка», «Звонок»", "2  Закрыть только «Заявка»"]);
    says(&ran, &["Почему? Enter – разговор прерван", "a2 закрыто: досрочно", "a1 закрыто: досрочно"]);
    says_nowhere(&ran, &["Как к вам обращаться?", "До свидания", "Разговор окончен"]);
    for id in ["2026-11-25-a001", "2026-11-25-a002"] {
        has(&head(&desk, id), &["outcome: \"cut\"", "reason: \"Разговор прерван\""]);
    }
    // What was known by then is known in the call, too.
    let log = words(&log(&desk, "2026-11-25-a001"));
    let end = ["returned req", "answered who", "closing", "closed"];
    assert_eq!(log.iter().rev().take(4).rev().collect::<Vec<_>>(), end, "{log:?}");
    has(&head(&desk, "2026-11-25-a001"), &["who: \"Тестов\""]);
    desk.run(&["check"]).good();
    // Only the request is given up: the talk goes on.
    let ran = typed(&desk, &["run", "call"], &["1", "Тестов", ".", "8", "2", "Передумал", "", "", ""]);
    says(&ran, &["a4 закрыто: досрочно", "До свидания", "a3 закрыто: Разговор окончен"]);
    // Nothing is closed by a look at it.
    let ran = typed(&desk, &["run", "call"], &["1", ".", "8", "", ".", "8", "1", "."]);
    says_nowhere(&ran, &["закрыто"]);
}

#[test]
fn a_scenario_hangs_up_case_by_case() {
    let desk = calls();
    let scenario = "title: Положил трубку
procedure: call
play:
  - answer: {topic: request}
  - answer: {applicant: Тестов}
  - close: Разговор прерван
  - close: Разговор прерван
expect:
  outcome: cut
  answers: {who: Тестов}
  not: [goodbye]
";
    desk.put("procedures/scenarios/hung-up.yaml", scenario.replace("  not: [goodbye]\n", "").as_bytes());
    desk.run(&["test"]).good();
}

#[test]
fn a_search_leaves_the_numbers_and_finds_what_is_closed() {
    let desk = calls();
    typed(&desk, &["run", "request"], &["Тестов", "", "", ""]);
    let whole = typed(&desk, &[], &["0"]);
    let number = |title: &str| {
        let line = whole.stdout.lines().find(|line| line.trim_end().ends_with(title)).expect("a procedure");
        line.split_whitespace().next().expect("a number").to_owned()
    };
    let (call, request) = (number("Звонок"), number("Заявка"));
    assert_ne!(call, request);
    for (words, title, other) in [("заявка", "Заявка", "  Звонок"), ("звонок", "Звонок", "  Заявка")]
    {
        let found = typed(&desk, &[], &[words, "0"]).stdout;
        let found = found.split("> ").nth(1).expect("what was found");
        assert!(found.contains(&format!("{}  {title}", number(title))) && !found.contains(other), "{found}");
    }
    // The number of what is not shown is its number all the same; what is closed is found, and opens nothing.
    let ran = typed(&desk, &[], &["заявка", &call, ".", "8", "x", "0"]);
    says(&ran, &["== Звонок =="]);
    let ran = typed(&desk, &[], &["a001", "", "0"]);
    says(&ran, &["Закрытые дела", "2026-11-25-a001", "(Принята, Тестова)"]);
}

#[test]
fn a_procedure_keeps_its_number_whatever_comes_first() {
    let matter = "title: Дело
section: Работа
steps:
  - {ask: Что?, name: what}
  - {notify: [director, master], name: told, message: '{{ what }}'}
  - {stop: end, as: Готово}
";
    let other = "title: Второе\nsteps: [{ask: Что ещё?, name: what}]\n";
    let desk = Desk::empty().write("pult.yaml", &format!("{COMPANY}sections: [Работа]\n"));
    let desk = desk.write("procedures/matter.yaml", matter).write("procedures/other.yaml", other);
    typed(&desk, &["run", "matter"], &["Крыша", "1", "3", "2", "3", ""]);
    let ran = typed(&desk, &[], &["2", "ничего"]);
    says(&ran, &["Сначала", "   3  a1", "Работа", "   1  Дело", "Прочее", "   2  Второе", "a2: Второе", "Что ещё?"]);
    // A case has its own name, in either layout.
    for name in ["a1", "ф1", "A1"] {
        let ran = typed(&desk, &[], &[name]);
        says(&ran, &["Продолжаем дело a1: Дело"]);
    }
    // Words narrow the list, and the numbers stay.
    let ran = typed(&desk, &[], &["второе", "2"]);
    says(&ran, &["   2  Второе", "Открыто дело a3: Второе"]);
}

#[test]
fn an_empty_line_keeps_the_question_how_it_went() {
    let text = "title: Дело
steps:
  - {ask: Что?, name: what}
  - {notify: [director, master], name: told, message: '{{ what }}'}
  - {stop: end, as: Готово}
";
    let desk = desk(&[("procedures/matter.yaml", text)]);
    let ran = typed(&desk, &["run", "matter"], &["Крыша", "2", "", "77", "1", ""]);
    says(&ran, &["Что получилось?", "Нужен номер от 1 до 6", "Что получилось?", "Нужен номер", "a1 закрыто: Готово"]);
    assert_eq!(ran.stdout.matches("Кому сообщаете?").count(), 1, "{}", ran.stdout);
    // Who has no address gets no mail, and the key for it is not there to be hit.
    says_nowhere(&ran, &["почт"]);
    has(&head(&desk, "2026-11-25-a001"), &["who: \"Мастер\", how: call, result: reached"]);
}

#[test]
fn a_case_is_found_by_what_was_answered() {
    let desk = calls();
    typed(&desk, &["run", "request"], &["Образцов", "+375 29 000-00-17", "", "MP 0000001", "", "", ""]);
    typed(&desk, &["run", "request"], &["Пробный", "+375 29 000-00-18", "", "", "."]);
    let found = |words: &[&str]| desk.run(&[&["list", "--all"], words].concat()).stdout;
    for (words, closed, open) in [
        (&["образцов"][..], true, false),
        (&["000-00-17"], true, false),
        (&["290000017"], true, false),
        (&["29", "000-00-18"], false, true),
        (&["290000018"], false, true),
        (&["0000001"], false, false),
        (&["заявка"], true, true),
    ] {
        let listed = found(words);
        assert_eq!((listed.contains("a001"), listed.contains("a2 ")), (closed, open), "{words:?}: {listed}");
    }
    // What was put right is found as it is now.
    desk.put("fix.yaml", "play:\n  - answer: {applicant: Садовый}\n    reason: Ослышалась\n".as_bytes());
    desk.run(&["correct", "a1", "--answers", "fix.yaml"]).good();
    assert!(found(&["садовый"]).contains("a001"));
    assert!(!found(&["образцов"]).contains("a001"), "{}", found(&["образцов"]));
}

#[test]
fn letters_that_will_not_go_are_told_of_at_the_beginning() {
    let text = "title: Письмо
steps:
  - {ask: О чем?, name: what}
  - {mail: support, name: sent, subject: '{{ what }}'}
  - {stop: end, as: Готово}
";
    let support = "  support:\n    title: Поддержка\n    email: support@example.by\n";
    let company = COMPANY.replace("series:", &format!("{support}series:"));
    let desk = Desk::empty().write("pult.yaml", &company).write("procedures/letter.yaml", text);
    let line = "! Письма составить нельзя: в pult.yaml не указан отправитель (mail, from). Скажите директору.";
    says(&typed(&desk, &[], &["0"]), &["За пультом", "Письмо", line, "Номер или слово"]);
    says(&typed(&desk, &["run", "letter"], &["Тест"]), &["== Письмо ==", line, "О чем?"]);
    let desk = desk.write("pult.yaml", &format!("{company}mail: {{from: office@example.by}}\n"));
    let line = "! Письма будут ждать в очереди: почта на этом компьютере не настроена (pult.local.yaml: mail)";
    says(&typed(&desk, &[], &["0"]), &[line]);
    let none = format!("{company}mail: {{from: office@example.by}}\n").replace("    email: support@example.by\n", "");
    let desk = desk.write("pult.yaml", &none);
    says(&typed(&desk, &[], &["0"]), &["нет адреса почты у получателя (Поддержка)"]);
    let desk = desk.write("pult.yaml", &format!("{company}mail: {{from: office@example.by}}\n"));
    let desk = desk.write("pult.local.yaml", "desk: a\nmail: {server: localhost, security: plain}\n");
    says_nowhere(&typed(&desk, &[], &["0"]), &["! Письма"]);
    // Where nobody writes letters, nothing is said of them.
    says_nowhere(&typed(&calls(), &[], &["1", "1"]), &["Письма"]);
}

const SHEET: &str = "title: Справка
steps:
  - {ask: Кому?, name: whom}
  - {ask: Куда?, name: place, optional: yes}
  - {print: note, name: paper}
  - {stop: end, as: Выдана}
";
const NOTE: &str = "---
title: Справка
audience: internal
of: [sheet]
---
Выдана: {{ whom }}

Куда: {{ place }}. Подпись: {{ blank(40) }}

{{ lines(2) }}
";

#[test]
fn only_what_was_not_answered_is_an_empty_place() {
    let desk = desk(&[("procedures/sheet.yaml", SHEET), ("forms/note.md", NOTE)]);
    let ran = typed(&desk, &["run", "sheet"], &["Образцову", "", "", "", ""]);
    says(&ran, &["! В документе 1 пустое место", "закрыто: Выдана"]);
    let ran = typed(&desk, &["run", "sheet"], &["Образцову", "Примерск", "", "", ""]);
    says(&ran, &["Документ готов", "закрыто: Выдана"]);
    says_nowhere(&ran, &["пустое место"]);
}

#[test]
fn a_form_of_today_never_has_a_silent_hole() {
    let desk = desk(&[("procedures/sheet.yaml", SHEET), ("forms/note.md", NOTE)]);
    typed(&desk, &["run", "sheet"], &["Образцову", "Примерск"]);
    typed(&desk, &["run", "sheet"], &["Образцову", "Примерск", "", "", ""]);
    // The director adds a question, and what it is for on the form.
    let question = "  - {ask: На какой срок?, name: term}\n  - {print";
    let desk = desk.write("procedures/sheet.yaml", &SHEET.replace("  - {print", question));
    let desk = desk.write("forms/note.md", &NOTE.replace("{{ place }}.", "{{ place }}, срок {{ term }}."));
    desk.run(&["check"]).good();
    let ran = typed(&desk, &["resume", "a1"], &[""]);
    says(&ran, &["Не напечатано: Справка.", "прежней процедуре", "«На какой срок?»", "pult resume --update a1"]);
    says_nowhere(&ran, &["Документ готов"]);
    assert!(desk.files("records").iter().all(|path| !path.contains("a001-sheet/paper")), "no document came of it");
    let printed = desk.run(&["print", "note", "--case", "a1"]).good();
    assert!(printed.stderr.contains("«На какой срок?». На бумаге эти места пусты"), "{}", printed.stderr);
    // What was issued is handed out as it was.
    let issued = desk.run(&["print", "note", "--case", "2026-11-25-a002"]).good();
    assert!(issued.stderr.is_empty(), "{}", issued.stderr);
    let ran = typed(&desk, &["resume", "a1"], &[".", "9", "1", "год", "", "", ""]);
    says(&ran, &["На какой срок?", "Документ готов", "a1 закрыто: Выдана"]);
}

#[test]
fn what_is_meant_for_the_next_matter_is_not_swallowed() {
    let text = "title: Дело
steps:
  - {do: Отдайте ключ, name: gave}
  - {ask: Кому?, name: whom}
";
    let desk = desk(&[("procedures/matter.yaml", text)]);
    // The case would be over, the list would be next: a number does not end it.
    let ran = typed(&desk, &["run", "matter"], &["", "Тестов", "1", "7"]);
    says(&ran, &["Всё сделано", "Это дело ещё не закрыто: сначала Enter", "Это дело ещё не закрыто"]);
    says_nowhere(&ran, &["a1 закрыто"]);
    // What was confirmed is shown again, and other digits neither undo nor pass it.
    let ran = typed(&desk, &["run", "matter"], &["", "..", "5", "", "Тестов", ""]);
    says(&ran, &["Сделано в 15:00", "Такого здесь нет", "Сделано в 15:00", "Кому?", "a2 закрыто"]);
}
