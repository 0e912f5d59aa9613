//! Due times, waits, answers from elsewhere, and cases that have to do with each other, at the desk.

use super::support::{Desk, Ran};
use pult::model::event::{Did, Event};
use pult::model::record::log_of;
use std::process::Stdio;

const COMPANY: &str = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nlanguage: ru\n\
    hours:\n  mon-fri: 10:00-19:00\n  sat: 11:00-18:00\n\
    holidays:\n  yearly: [01.01, 07.11, радуница]\n\
    contacts:\n  director: {title: Директор}\n";

const QUESTION: &str = "title: Вопрос\nlabel: \"{{ question }}\"\nsteps:\n\
    \x20 - {ask: Вопрос, name: question}\n\
    \x20 - {say: Мы перезвоним., name: promised}\n\
    \x20 - {wait: Ответ руководства, name: answer, type: long text, remind: 1 hour}\n\
    \x20 - {do: Перезвонить, name: call_back, due: 2 hours after promised}\n\
    \x20 - {stop: told, as: Ответ сообщен}\n";

const VISIT: &str = "title: Проверка\nsteps:\n\
    \x20 - {ask: Цель визита, name: purpose}\n\
    \x20 - wait: Прибытие руководителя\n\
    \x20   name: arrival\n\
    \x20   meanwhile:\n\
    \x20     - {do: Выдать книгу замечаний, name: remarks}\n\
    \x20     - {do: Выдать книгу проверок, name: checks}\n\
    \x20 - {stop: end, as: Передано}\n";

fn desk(id: &str, text: &str) -> Desk {
    Desk::empty().write("pult.yaml", COMPANY).write(&format!("procedures/{id}.yaml"), text)
}

fn events(text: &str) -> Vec<Event> {
    text.lines().map(|line| Event::from_line(line).expect("a good line")).collect()
}

/// A question that was asked on a Friday evening and waits for its answer.
fn asked() -> Desk {
    let desk = desk("question", QUESTION).at("2026-11-20T18:30");
    desk.type_in(&["run", "question"], "Можно ли за городом?\n\n.\n7\nЖдём\n").good();
    desk
}

#[test]
fn what_is_overdue_is_listed_first_and_stays_late() {
    let desk = asked().at("2026-11-21T12:30");
    let listed = desk.run(&["list", "--overdue"]).good();
    assert!(listed.stderr.contains("Просроченных дел нет"), "{}", listed.stderr);
    let desk = desk.at("2026-11-21T12:31");
    let listed = desk.run(&["list", "--overdue"]).good();
    assert!(listed.stdout.contains("! просрочено: Перезвонить, срок 21.11.2026 12:30"), "{}", listed.stdout);
    let bare = desk.type_in(&[], "0\n").good();
    let (first, rest) = bare.stdout.split_once("Прочее").expect("the list of procedures");
    assert!(first.contains("Сначала") && first.contains("a1  20.11.2026"), "{first}");
    assert!(!rest.contains("a1  20.11.2026"), "{rest}");
    let json = desk.run(&["list", "--json"]).good();
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json[0]["overdue"]["due"], "2026-11-21T12:30:00+03:00");
    let ran = desk.type_in(&["resume", "a1"], "Можно\n\n\n").good();
    assert!(ran.stdout.contains("! Просрочено: надо было до 21.11.2026 12:30"), "{}", ran.stdout);
    let record = desk.read(&desk.records()[0]);
    assert!(record.contains("late:\n  call_back: {due: \"2026-11-21T12:30:00+03:00\", done: "), "{record}");
    let shown = desk.run(&["show", "2026-11-20-a001"]).good();
    assert!(shown.stdout.contains("С опозданием: Перезвонить"), "{}", shown.stdout);
    assert!(desk.run(&["list", "--all", "--overdue"]).good().stdout.is_empty(), "nothing is to be done any more");
}

#[test]
fn somebody_is_reminded_of_a_wait_until_somebody_looks() {
    let desk = asked();
    let marked = |desk: &Desk| desk.run(&["list"]).good().stdout.contains("пора напомнить: Ответ руководства");
    let desk = desk.at("2026-11-21T11:29");
    assert!(!marked(&desk), "half an hour on Friday, not yet another on Saturday");
    let desk = desk.at("2026-11-21T11:30");
    assert!(marked(&desk));
    desk.type_in(&["resume", "a1"], ".\n7\n\n").good();
    assert!(!marked(&desk));
    let desk = desk.at("2026-11-21T12:30");
    assert!(marked(&desk), "and again");
}

#[test]
fn a_wait_is_answered_from_elsewhere_and_taken_in_by_the_holder() {
    let desk = asked().at("2026-11-21T11:50");
    let left = desk.run(&["answer", "a1", "Технической возможности нет", "--from", "director"]).good();
    assert!(left.stdout.contains("Ответ по делу a1 записан"), "{}", left.stdout);
    let again = desk.run(&["answer", "a1", "Или есть"]).good();
    assert!(again.stdout.contains("записан"), "{}", again.stdout);
    assert_eq!(desk.files("records/open").len(), 3, "{:?}", desk.files("records/open"));
    assert!(desk.run(&["list"]).good().stdout.contains("! есть ответ"));
    desk.put("records/open/2026-11-20-a001.answer-c.yaml", b"{ broken");
    desk.put("records/open/2026-11-20-a009.answer-c.yaml", b"format: 1\n");
    let desk = desk.at("2026-11-21T12:05");
    let ran = desk.type_in(&["resume", "a1"], "\n\n").good();
    assert!(ran.stdout.contains("пришёл ответ (Директор): Технической возможности нет"), "{}", ran.stdout);
    assert!(ran.stdout.contains("которого уже не ждут (Тестова Анна): Или есть"), "{}", ran.stdout);
    assert!(ran.stdout.contains("2026-11-20-a001.answer-c.yaml"), "the garbage is named: {}", ran.stdout);
    assert!(ran.stdout.contains("2026-11-20-a009.answer-c.yaml"), "and what lies beside no case: {}", ran.stdout);
    let records = desk.records();
    let record = desk.read(&records[0]);
    let log = events(log_of(&record).expect("a log"));
    let ended = log.iter().find_map(|event| match &event.did {
        Did::Ended(ended) => Some((event.moment().format("%H:%M").to_string(), ended.from.clone())),
        _ => None,
    });
    assert_eq!(ended, Some(("11:50".to_owned(), Some("director".to_owned()))));
    assert!(record.contains("Технической возможности нет"), "{record}");
    assert!(record.contains("- \"Ответ (Тестова Анна, 21.11.2026 11:50): Или есть\""), "{record}");
    assert!(!record.contains("late:"), "{record}");
    let left: Vec<String> = desk.files("records/open");
    assert_eq!(left.len(), 2, "the garbage stays for people: {left:?}");
    let closed = desk.run(&["answer", "2026-11-20-a001", "Поздно"]);
    assert_eq!(closed.code, Some(1), "{}", closed.stderr);
}

#[test]
fn an_answer_comes_in_while_somebody_sits_in_front_of_the_wait_and_is_taken_once() {
    let desk = asked().at("2026-11-21T11:50");
    desk.run(&["answer", "a1", "Да"]).good();
    // As after a kill between the journal and the file: the same file lies there once more.
    let file = "records/open/2026-11-20-a001.answer-a.yaml";
    let text = desk.read(file);
    desk.type_in(&["list"], "").good();
    desk.type_in(&[], "0\n").good();
    assert!(!desk.path(file).exists(), "it is taken in at the start of its desk");
    desk.put(file, text.as_bytes());
    let ran = desk.type_in(&["resume", "a1"], "").good();
    assert!(!ran.stdout.contains("которого уже не ждут"), "{}", ran.stdout);
    assert!(!desk.path(file).exists());
    let log = events(&desk.read("records/open/2026-11-20-a001.yaml"));
    assert_eq!(log.iter().filter(|event| matches!(event.did, Did::Ended(_))).count(), 1);
    assert!(!log.iter().any(|event| matches!(event.did, Did::Noted(_))));
}

#[test]
fn an_answer_has_to_fit_and_only_what_waits_is_answered() {
    let choices = QUESTION.replace("type: long text", "choices: {y: Можно, n: Нельзя}");
    let desk = desk("question", &choices);
    desk.type_in(&["run", "question"], "Можно?\n\n.\n7\n\n").good();
    let wrong = desk.run(&["answer", "a1", "может быть"]);
    assert_eq!(wrong.code, Some(1), "{}", wrong.stderr);
    assert_eq!(desk.files("records/open").len(), 1, "nothing is left");
    let asked = desk.type_in(&["answer", "a1"], "2\n").good();
    assert!(asked.stdout.contains("   2  Нельзя"), "{}", asked.stdout);
    let ran = desk.type_in(&["resume", "a1"], "").good();
    assert!(ran.stdout.contains("Перезвонить"), "{}", ran.stdout);
    let idle = desk.run(&["answer", "a1", "y"]);
    assert!(idle.stderr.contains("сейчас ничего не ждёт"), "{}", idle.stderr);
}

#[test]
fn books_are_handed_over_while_the_manager_is_awaited() {
    let desk = desk("visit", VISIT).at("2026-11-27T11:12");
    let ran = desk.type_in(&["run", "visit"], "Мониторинг\n2\n2\n7\n\n\n").good();
    for piece in [
        "   1  Выдать книгу замечаний\n   2  Выдать книгу проверок\nEnter – дождались; номер – отметить",
        "   2  Выдать книгу проверок (уже 2 раза, последний 27.11.2026 11:12)",
        "Такого здесь нет",
        "закрыто: Передано",
    ] {
        assert!(ran.stdout.contains(piece), "{piece} in\n{}", ran.stdout);
    }
    let record = desk.read(&desk.records()[0]);
    let log = events(log_of(&record).expect("a log"));
    let books: Vec<&str> = log
        .iter()
        .filter_map(|event| if let Did::Done(at) = &event.did { Some(at.step.as_str()) } else { None })
        .collect();
    assert_eq!(books, ["checks", "checks"]);
}

#[test]
fn a_typed_answer_ends_a_wait_with_something_to_do_meanwhile() {
    let text = VISIT.replace("    name: arrival\n", "    name: arrival\n    type: text\n");
    let desk = desk("visit", &text);
    let ran = desk.type_in(&["run", "visit"], "Мониторинг\n1\n\nДиректор\n\n").good();
    assert!(ran.stdout.contains("Enter – записать ответ"), "{}", ran.stdout);
    assert!(desk.read(&desk.records()[0]).contains("arrival: \"Директор\""));
}

const ACCIDENT: &str = "title: Авария\njoin: where\nlabel: \"{{ where }}\"\nsteps:\n\
    \x20 - {ask: Где?, name: where}\n\
    \x20 - {wait: Устранение, name: repaired}\n\
    \x20 - {stop: repaired, as: Устранено}\n";

#[test]
fn a_second_accident_is_joined_to_the_first() {
    let desk = desk("accident", ACCIDENT);
    desk.type_in(&["run", "accident"], "ул. Лесная\n.\n7\n\n").good();
    let other = desk.type_in(&["run", "accident"], "ул. Садовая\n\n.\n7\n\n").good();
    assert!(other.stdout.contains("По этой процедуре уже открыты дела:"), "{}", other.stdout);
    let ran = desk.type_in(&["run", "accident"], "Ул.  Лесная\n1\n").good();
    let (first, second) =
        ("   1  a1  25.11.2026 15:00  ул. Лесная (то же самое)", "   2  a2  25.11.2026 15:00  ул. Садовая\n");
    assert!(ran.stdout.contains(first) && ran.stdout.contains(second), "{}", ran.stdout);
    assert!(ran.stdout.contains("присоединено к другому делу"), "{}", ran.stdout);
    let record = desk.read(&desk.records()[0]);
    assert!(record.contains("outcome: \"joined\"") && record.contains("joined: \"2026-11-25-a001\""), "{record}");
    let shown = desk.run(&["show", "a1"]).good();
    assert!(shown.stdout.contains("Присоединены дела:\n  25.11.2026 15:00, 2026-11-25-a003"), "{}", shown.stdout);
    let resumed = desk.type_in(&["resume", "a2"], "").good();
    assert!(!resumed.stdout.contains("уже открыты"), "it is offered when a case is opened: {}", resumed.stdout);
}

#[test]
fn a_case_that_somebody_holds_learns_of_the_other_one_later() {
    let desk = desk("accident", ACCIDENT);
    let mut holder = desk.command(&["run", "accident"]).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut input = holder.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut input, "ул. Лесная\n".as_bytes()).expect("a line");
    let journal = desk.path("records/open/2026-11-25-a001.yaml");
    let waits = || std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("waiting"));
    for _ in 0..500 {
        if waits() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(waits(), "the first case waits");
    desk.type_in(&["run", "accident"], "ул. Лесная\n1\n").good();
    let beside = desk.files("records/open");
    assert!(beside.iter().any(|path| path.ends_with("a001.joined-2026-11-25-a002.yaml")), "{beside:?}");
    std::io::Write::write_all(&mut input, b"x\n\n\n").expect("a line");
    drop(input);
    let ran = Ran::of(&holder.wait_with_output().expect("the program ends")).good();
    assert!(ran.stdout.contains("К делу a1 присоединено дело a2: ул. Лесная"), "{}", ran.stdout);
    assert!(desk.files("records/open").is_empty(), "{:?}", desk.files("records/open"));
}

#[test]
fn the_same_matter_is_noticed_when_it_comes_again() {
    let text = "title: Заявка\ntwice: [who, where]\nlabel: \"{{ who }}\"\nsteps:\n\
        \x20 - {ask: Кто?, name: who}\n\x20 - {ask: Где?, name: where}\n\x20 - {ask: Что?, name: what}\n\
        \x20 - {stop: end, as: Принято}\n";
    let desk = desk("request", text);
    desk.type_in(&["run", "request"], "Артёмов \"А\"\nул. Лесная, 5\nрябит\n\n").good();
    desk.type_in(&["run", "request"], "Иванов\nул. Лесная, 5\nрябит\n\n").good();
    let ran = desk.type_in(&["run", "request"], "артемов  \"а\"\nУл. Лесная, 5\n").good();
    assert_eq!(ran.stdout.matches("! Такое дело уже было: 2026-11-25-a001: Артёмов").count(), 1, "{}", ran.stdout);
    assert!(!ran.stdout.contains("a002:"), "{}", ran.stdout);
    let open = desk.type_in(&["run", "request"], "Артемов \"А\"\nул. Лесная, 5\n").good();
    assert!(open.stdout.contains("! Такое дело уже открыто: a3"), "{}", open.stdout);
}

#[test]
fn what_the_request_knows_is_not_asked_in_the_call() {
    let call = "title: Звонок\nsteps:\n\
        \x20 - {ask: Кто звонит?, name: caller, optional: yes}\n\
        \x20 - {run: request, name: req, take: {phone: phone, caller: who}}\n\
        \x20 - {ask: Номер звонящего, name: phone, type: phone}\n\
        \x20 - {stop: end, as: Конец}\n";
    let request = "title: Заявка\nsteps:\n\
        \x20 - {ask: Заявитель, name: who}\n\x20 - {ask: Телефон, name: phone, type: phone}\n\
        \x20 - {stop: end, as: Принято}\n";
    let desk = desk("call", call).write("procedures/request.yaml", request);
    let ran = desk.type_in(&["run", "call"], "Анна\n\nИван\n+375 29 123-45-67\n\n\n").good();
    assert!(ran.stdout.contains("«Кто звонит?»: здесь записано «Анна», там – «Иван»"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("Номер звонящего"), "{}", ran.stdout);
    let record = desk.records().into_iter().find(|path| path.ends_with("-call.yaml")).expect("the call");
    let record = desk.read(&record);
    assert!(record.contains("phone: {value: \"+375291234567\""), "{record}");
    assert!(record.contains("\"from\":\"2026-11-25-a002\""), "{record}");
}

#[test]
fn a_scenario_tells_when_a_step_is_due_and_whether_it_was_late() {
    let scenario = "title: Ответ на следующий день\nprocedure: question\nbegin: 20.11.2026 18:30\nplay:\n\
        \x20 - answer: {question: Можно ли за городом?}\n\
        \x20 - done: promised\n\
        \x20 - expect: {due: {call_back: 21.11.2026 12:30, answer: }, overdue: []}\n\
        \x20 - park: Ждём ответа\n\
        \x20 - at: 21.11.2026 11:50\n\
        \x20   answer: {answer: Нет}\n\
        \x20   by: director\n\
        \x20 - resume:\n\
        \x20 - at: \"12:30\"\n\
        \x20   done: call_back\n\
        expect:\n  outcome: told\n  answers: {answer: Нет}\n  overdue: []\n";
    let late = scenario.replace("12:30\"", "12:31\"");
    let held = scenario.replace("  - park: Ждём ответа\n", "").replace("  - resume:\n", "");
    let desk = desk("question", QUESTION)
        .write("procedures/scenarios/in-time.yaml", scenario)
        .write("procedures/scenarios/late.yaml", &late.replace("  overdue: []\n", "  overdue: [call_back]\n"))
        .write("procedures/scenarios/held.yaml", &held);
    let ran = desk.run(&["test"]).good();
    assert!(ran.stdout.contains("3 сценария прошли"), "{}", ran.stdout);
    let desk = desk.write("procedures/scenarios/wrong.yaml", &late);
    let ran = desk.run(&["test", "wrong"]);
    assert!(ran.stdout.contains("overdue: ожидалось ничего, получилось «call_back»"), "{}", ran.stdout);
}

#[test]
fn a_summary_counts_what_was_late_and_what_is() {
    let summary = "---\ntitle: Сроки\naudience: internal\nevery: always\nmeasures:\n  late: {count: overdue}\n---\n\
        Не в срок: {{ late }}.\n\n{% for c in overdue %}\n- {{ c.label }}, срок {{ c.due }}\n{% endfor %}\n";
    let desk = asked().write("forms/summaries/late.md", summary).at("2026-11-21T12:30");
    let page = |desk: &Desk| {
        desk.run(&["build"]).good();
        let pages = desk.files("out").into_iter().filter(|path| path.ends_with(".html"));
        pages.map(|path| desk.read(&path)).collect::<String>()
    };
    assert!(page(&desk).contains("Не в срок: 0."));
    let desk = desk.at("2026-11-21T12:31");
    let open = page(&desk);
    assert!(open.contains("Не в срок: 1.") && open.contains("срок 21.11.2026 12:30"), "{open}");
    desk.type_in(&["resume", "a1"], "Можно\n\n\n").good();
    assert!(page(&desk).contains("Не в срок: 1."), "late for good");
}
