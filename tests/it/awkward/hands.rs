//! Several cases, several people, several places of work.

use super::{JOURNAL, desk, has, head, log, says, says_nowhere, typed, words};
use crate::support::{Desk, Live};
use pult::model::event::Did;

const CALL: &str = "title: Звонок
steps:
  - ask: Что хочет?
    name: topic
    choices:
      request: {label: Заявка, steps: [{run: request, name: req, take: {phone: number}}]}
      info: Справка
  - {ask: Телефон, name: phone}
  - {stop: end, as: Конец}
";
const REQUEST: &str = "title: Заявка
steps:
  - {ask: Заявитель, name: applicant}
  - {ask: Номер, name: number}
  - {stop: taken, as: Принята}
";

fn calls() -> Desk {
    desk(&[("procedures/call.yaml", CALL), ("procedures/request.yaml", REQUEST)])
}

#[test]
fn the_parent_is_gone_back_in_while_its_child_is_put_aside() {
    let desk = calls();
    // The request is put aside alone; back in the call the topic turns out to be another one.
    let ran =
        typed(&desk, &["run", "call"], &["1", "", "Анна", ".", "7", "2", "ждёт паспорт", "..", "..", "2", "555", ""]);
    says(
        &ran,
        &[
            "2  Отложить только «Заявка» и вернуться к «Звонок»",
            "(или pult resume a2)",
            "Дальше: Заявка",
            "Сейчас: Заявка",
            "Телефон",
            // Nothing in the plan says so any more, and it is still to be ended by somebody.
            "! Заявка – ещё не закончено: дело a2 отложено.\nИсход: Конец",
            "a1 закрыто: Конец",
        ],
    );
    assert_eq!(
        words(&log(&desk, "2026-11-25-a001")),
        [
            "opened",
            "answered topic",
            "begun req",
            "started req",
            "returned req",
            "answered topic",
            "answered phone",
            "closing",
            "closed"
        ]
    );
    has(&head(&desk, "a001"), &["topic: {value: \"info\", label: \"Справка\"}\n  phone: \"555\"\n"]);
    // The request goes its own way; nothing comes back into the closed call.
    let before = super::record(&desk, "a001");
    let ran = typed(&desk, &["resume", "a2"], &["666", ""]);
    says(&ran, &["Передано (Тестова Анна): ждёт паспорт", "Номер", "a2 закрыто: Принята"]);
    says_nowhere(&ran, &["== Звонок =="]);
    assert_eq!(super::record(&desk, "a001"), before);
    has(&super::record(&desk, "a002"), &["parent: \"2026-11-25-a001\""]);
}

#[test]
fn a_child_that_was_closed_meanwhile_brings_its_answers_when_the_parent_is_taken_up() {
    let desk = calls();
    typed(&desk, &["run", "call"], &["1", "", "Анна", ".", "7", "2", "", ".", "7", ""]);
    typed(&desk, &["resume", "a2"], &["777", ""]);
    let ran = typed(&desk, &["resume", "a1"], &[""]);
    says(&ran, &["Исход: Конец", "a1 закрыто: Конец"]);
    says_nowhere(&ran, &["Телефон", "не закончено"]);
    has(&head(&desk, "a001"), &["phone: \"777\"", "req: \"2026-11-25-a002\""]);
}

#[test]
fn closing_early_tells_what_is_still_open_under_it() {
    let desk = calls();
    let ran = typed(&desk, &["run", "call"], &["1", "", "Анна", ".", "7", "2", "", ".", "8", "ошиблись номером"]);
    says(&ran, &["! Заявка – ещё не закончено: дело a2 отложено.\nПочему дело закрывается досрочно?", "a1 закрыто"]);
    // Where no `stop` ends it, too.
    let text = CALL.replace("  - {stop: end, as: Конец}\n", "");
    let desk = super::desk(&[("procedures/call.yaml", &text), ("procedures/request.yaml", REQUEST)]);
    let ran = typed(&desk, &["run", "call"], &["1", "", "Анна", ".", "7", "2", "", "555", ""]);
    says(&ran, &["! Заявка – ещё не закончено: дело a2 отложено.\n", "a1 закрыто"]);
}

const VISIT: &str = "title: Проверка
label: \"{{ people | map(attribute='who') | join(', ') }}\"
steps:
  - repeat: Проверяющий
    name: people
    label: \"{{ who }}\"
    steps:
      - {ask: Кто?, name: who}
      - {ask: Номер удостоверения?, name: card}
  - {notify: [director, master], name: told, message: \"{% for p in people %}{{ p.who }}, {{ p.card }}; {% endfor %}\"}
  - {wait: Прибытие, name: arrival, type: text}
  - {stop: end, as: Передано}
";

#[test]
fn a_repeat_is_left_in_the_middle_and_goes_on_with_somebody_else_the_next_day_under_the_old_text() {
    let desk = desk(&[("procedures/visit.yaml", VISIT)]);
    typed(&desk, &["run", "visit"], &["Первый", "01", "1", "Второй", ".", "7", "кончилась смена"]);
    let reworded = VISIT.replace("Номер удостоверения?", "Что за бумага?").replace(
        "      - {ask: Кто?, name: who}\n",
        "      - {ask: Как зовут?, name: who}\n      - {ask: Откуда?, name: place}\n",
    );
    let desk = desk.write("procedures/visit.yaml", &reworded).at("2026-11-26T10:05").seated("Новая Нина");
    says(&desk.run(&["list"]).good(), &["Проверка: Первый, Второй (отложено, Тестова)"]);
    let ran = typed(&desk, &["resume", "a1"], &["02", "1", "Третий", "03", "", "1", "1"]);
    says(
        &ran,
        &[
            "Передано (Тестова Анна): кончилась смена",
            "Процедуру с тех пор изменили, дело идёт по прежней.",
            "— Проверяющий 2: Второй —",
            "Номер удостоверения?",
            "Проверяющий: записано 2. Ещё?",
            "— Проверяющий 3 —",
            "Кто?",
            "Прочитайте: «Первый, 01; Второй, 02; Третий, 03;»",
            "Ожидание: Прибытие",
        ],
    );
    says_nowhere(&ran, &["Что за бумага?", "Откуда?"]);
    // Moved to today's text: what is new is asked of every item, what was told is stale by it.
    let ran = typed(&desk, &["resume", "--update", "a1"], &["1", "А", "Б", "В", "0", "новый вопрос", "Директор", ""]);
    says(
        &ran,
        &[
            "+ новый шаг: Откуда?",
            "* изменён шаг: Как зовут?",
            "— Проверяющий 1: Первый —",
            "— Проверяющий 2: Второй —\n! Изменилось то, о чём уже сообщили: Директор, Образцов Олег Тестович, 10:05.",
            "— Проверяющий 3: Третий —",
            "0 – не сообщать",
            "a1 закрыто: Передано",
        ],
    );
    let log = log(&desk, "2026-11-25-a001");
    let by = |at: usize| log[at].by.as_str();
    assert_eq!((by(4), by(6), by(log.len() - 1)), ("Тестова Анна", "Новая Нина", "Новая Нина"));
    has(
        &head(&desk, "a001"),
        &[
            "dispatchers: [\"Тестова Анна\", \"Новая Нина\"]",
            "  - {who: \"Второй\", place: \"Б\", card: \"02\"}\n  - {who: \"Третий\", place: \"В\", card: \"03\"}\n",
        ],
    );
}

#[test]
fn the_manager_answers_while_the_case_is_open_on_another_desk() {
    let desk = desk(&[("procedures/visit.yaml", VISIT)]).write("pult.local.yaml", "desk: a\n");
    let mut holder = Live::new(&desk, &["run", "visit"], &["Первый", "01", "", "1", "1"]);
    let other = desk.write("pult.local.yaml", "desk: b\n").seated("Примеров Борис");
    let before = other.read(JOURNAL);
    let left = other.run(&["answer", "a1", "Едет мастер", "--from", "director"]).good();
    says(&left, &["Ответ по делу a1 записан"]);
    assert_eq!(other.read(JOURNAL), before, "whoever does not hold it writes nothing into it");
    says(&other.run(&["list"]).good(), &["! есть ответ"]);
    // A second opinion from the same desk lies beside it as well.
    other.run(&["answer", "a1", "Или директор"]).good();
    // The holder looks into the menu and back: the answer is there.
    holder.type_in(".");
    holder.type_in("0");
    holder.type_in("");
    let ran = holder.end();
    says(
        &ran,
        &[
            "Ожидание: Прибытие",
            "пришёл ответ (Директор): Едет мастер",
            "которого уже не ждут (Примеров Борис): Или директор",
            "Исход: Передано",
            "a1 закрыто: Передано",
        ],
    );
    let log = log(&other, "2026-11-25-a001");
    let ended: Vec<_> = log
        .iter()
        .filter_map(|event| match &event.did {
            Did::Ended(ended) => Some((event.desk.as_str(), ended.from.as_deref(), ended.value.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(ended, [("a", Some("director"), Some("Едет мастер"))]);
    has(&head(&other, "a001"), &["arrival: \"Едет мастер\"", "Или директор"]);
    assert!(other.files("records/open").is_empty(), "{:?}", other.files("records/open"));
}

#[test]
fn two_desks_want_one_case() {
    let desk = calls().write("pult.local.yaml", "desk: a\n");
    let mut holder = Live::new(&desk, &["run", "call"], &["1", "", "Анна"]);
    let other = desk.write("pult.local.yaml", "desk: b\n").seated("Примеров Борис");
    // The call below the request is as much held as the request.
    for case in ["a1", "a2"] {
        let refused = other.run(&["resume", case]);
        assert_eq!(refused.code, Some(1), "{}", refused.stdout);
        assert!(refused.stderr.contains("(пульт a)") && refused.stderr.contains("Тестова Анна"), "{}", refused.stderr);
    }
    // Nobody answers for a question that is no wait.
    let answer = other.run(&["answer", "a2", "666"]);
    assert!(answer.stderr.contains("сейчас ничего не ждёт"), "{}", answer.stderr);
    holder.type_in("666");
    // Nothing is to be read between the end of the request and that of the call.
    holder.type_in("");
    says(&holder.end(), &["a2 закрыто", "a1 закрыто"]);
    has(&head(&other, "a001"), &["desk: \"a\"", "phone: \"666\""]);
}

const TWICE: &str = "title: Заявка
twice: [who]
label: \"{{ who }}\"
steps:
  - {ask: Кто?, name: who}
  - ask: Ещё одна?
    name: again
    choices: {one_more: {label: Да, steps: [{run: request, name: second, with: {who: \"{{ who }}\"}}]}, enough: Нет}
  - {stop: end, as: Принято}
";

#[test]
fn a_case_is_not_the_same_matter_as_itself_nor_as_those_that_it_runs() {
    // A procedure that runs itself is a circle; two that warn of the same field are not.
    let inner = TWICE.replace("run: request", "run: leaf");
    let leaf = "title: Лист\ntwice: [who]\nsteps:\n  - {ask: Кто?, name: who}\n  - {stop: end, as: Принято}\n";
    let desk = desk(&[("procedures/request.yaml", &inner), ("procedures/leaf.yaml", leaf)]);
    let ran = typed(&desk, &["run", "request"], &["Анна", "1", ".", "7", "1", ""]);
    says_nowhere(&ran, &["Такое дело"]);
    let ran = typed(&desk, &["resume", "a1"], &["", ""]);
    says(&ran, &["a2 закрыто", "a1 закрыто"]);
    says_nowhere(&ran, &["Такое дело"]);
    // The next one with this name is the same matter.
    let ran = typed(&desk, &["run", "request"], &["Анна"]);
    says(&ran, &["! Такое дело уже было: 2026-11-25-a001: Анна"]);
}
