//! Answers that change when something has been printed, told, or run.

use super::{JOURNAL, count, desk, form, has, head, log, says, says_nowhere, typed, words};
use pult::model::event::Did;

const TRANSFER: &str = "title: Переоформление
steps:
  - {include: person, name: old}
  - {include: person, name: new}
  - ask: Как?
    name: way
    choices:
      office:
        label: В офисе
        steps:
          - {print: act, name: paper, series: act}
      home: Дома
  - {do: Отдайте, name: gave}
  - {stop: end, as: Готово}
";
const PERSON: &str = "title: Лицо
steps:
  - {ask: Кто?, name: who, type: person}
  - {ask: Номер документа, name: number, private: yes}
";

#[test]
fn the_branch_is_changed_after_its_paper_was_printed_and_changed_back() {
    let act = form("transfer", "Был {{ old.who }} ({{ old.number }}), стал {{ new.who }} ({{ new.number }}).");
    let files = [
        ("procedures/transfer.yaml", TRANSFER),
        ("procedures/parts/person.yaml", PERSON),
        ("forms/act.md", act.as_str()),
    ];
    let desk = desk(&files);
    let people = ["Тестов Петр Петрович", "AB1", "Пробный Иван Тестович", "AB2"];
    let ran = typed(&desk, &["run", "transfer"], &[&people[..], &["1", "", "", "..", "..", "2"]].concat());
    // The same part twice: the screen says which of the two it is.
    says(&ran, &["— Лицо (old) —", "Кто?", "— Лицо (new) —", "Кто?"]);
    says(&ran, &["Документ готов: № a-1/2026", "Прежняя бумага (a-1/2026) больше не действует", "Действие: Отдайте"]);
    assert!(!desk.read(JOURNAL).contains("AB1") && !desk.read(JOURNAL).contains("AB2"), "private");
    // Back in the office: the paper counts again, with its number.
    let ran = typed(&desk, &["resume", "a1"], &["..", "1", "", ""]);
    says(&ran, &["Действие: Отдайте", "a1 закрыто: Готово"]);
    let head = head(&desk, "a001");
    has(
        &head,
        &[
            "  old: {who: \"Тестов Петр Петрович\", number: \"•••\"}\n  new: {who: \"Пробный Иван Тестович\", number: \"•••\"}\n",
            "- {form: \"act\", number: \"a-1/2026\", file: \"private/2026-11-25-a001/paper-1.pdf\", copies: 1, \
             printed: \"2026-11-25T15:00:00+03:00\"}\n",
        ],
    );
    assert_eq!(count(&log(&desk, "2026-11-25-a001"), |did| matches!(did, Did::Numbered(_))), 1);
    let register = desk.read("records/numbers/act-a-2026.yaml");
    assert_eq!(register.lines().count(), 1, "{register}");
}

const REPORT: &str = "title: Сообщение
steps:
  - {ask: Кто?, name: who}
  - {ask: Откуда?, name: place}
  - {ask: Когда?, name: time, optional: yes}
  - {do: Записать в книгу, name: book}
  - {stop: end, as: Записано}
";

#[test]
fn answers_come_out_of_order() {
    let desk = desk(&[("procedures/report.yaml", REPORT)]);
    // First the book, then the place, then what was left behind; the optional one is asked last and passed.
    let lines = [".", "2", "4", "", ".", "2", "2", "с Лесной", "", "Анна", ""];
    let ran = typed(&desk, &["run", "report"], &lines);
    says(&ran, &["Кто?", "Действие: Записать в книгу", "Откуда?", "Когда?", "Кто?", "Исход: Записано", "a1 закрыто"]);
    let steps = words(&log(&desk, "2026-11-25-a001"));
    assert_eq!(steps, ["opened", "done book", "answered place", "skipped time", "answered who", "closing", "closed"]);
    let head = head(&desk, "a001");
    has(&head, &["answers:\n  who: \"Анна\"\n  place: \"с Лесной\"\n", "skipped:\n  time: \"\"\n"]);
}

#[test]
fn the_number_is_taken_and_the_document_cannot_be_drawn() {
    let procedure = "title: Договор
steps:
  - {ask: Кто?, name: who}
  - {print: act, name: paper, series: act}
  - {stop: end, as: Готово}
";
    let act = form("contract", "{{ number }}: {{ who }}");
    let desk = desk(&[("procedures/contract.yaml", procedure), ("forms/act.md", &act)]);
    // A letter that the font has not; tried twice; passed with a reason is possible, mending the answer is better.
    let ran = typed(&desk, &["run", "contract"], &["Петр 㐀", "", "", "..", "Тестов", "", "", ""]);
    says(
        &ran,
        &[
            "Не напечатано: Акт. Документ не сверстать: знака «㐀» (слово «㐀») нет в шрифте",
            "Печать: Акт\nEnter – подготовить к печати",
            "Не напечатано: Акт.",
            "Кто?\nСейчас: Петр 㐀",
            "Документ готов: № a-1/2026",
            "a1 закрыто: Готово",
        ],
    );
    let log = log(&desk, "2026-11-25-a001");
    assert_eq!(count(&log, |did| matches!(did, Did::Numbered(_))), 1);
    assert_eq!(count(&log, |did| matches!(did, Did::Failed(_))), 2);
    assert_eq!(desk.read("records/numbers/act-a-2026.yaml").lines().count(), 1);
    let head = head(&desk, "a001");
    has(
        &head,
        &["documents:\n- {form: \"act\", number: \"a-1/2026\", file: \"2026/11/2026-11-25-a001-contract/paper-3.pdf\""],
    );
    assert_eq!(head.matches("- {form:").count(), 1, "{head}");
    // Given up instead: the number is void, and the next case does not get it.
    typed(&desk, &["run", "contract"], &["Петр 㐀", "", ".", "1", "напишем от руки", ""]);
    has(
        &super::head(&desk, "a002"),
        &["- {form: \"act\", number: \"a-2/2026\", void: true}", "paper: \"напишем от руки\""],
    );
    typed(&desk, &["run", "contract"], &["Тестов", "", "", ""]);
    has(&super::head(&desk, "a003"), &["number: \"a-3/2026\""]);
}

const QUESTION: &str = "title: Вопрос
steps:
  - {ask: Вопрос, name: question}
  - {notify: [director, master], name: told, message: \"{{ question }}\"}
  - {wait: Ответ, name: answer, type: text}
  - {stop: end, as: Готово}
";

#[test]
fn nobody_is_reached_and_the_caller_hangs_up() {
    let desk = desk(&[("procedures/question.yaml", QUESTION)]);
    let ran = typed(&desk, &["run", "question"], &["Когда?", "1", "3", "2", "4"]);
    // Both of them are named, not the last one alone.
    says(
        &ran,
        &[
            "Кому ещё?",
            "! Ещё не сообщили: Директор, Образцов Олег Тестович (15:00, не отвечает), Мастер (15:00, занято). Вернуться: . и 2",
            "Ожидание: Ответ",
        ],
    );
    // The answer comes all the same; the end has to wait for the telling, or for a reason.
    let ran = typed(&desk, &["resume", "a1"], &["Завтра", ".", "1", "обоих нет в городе", ""]);
    says(&ran, &["Ожидание: Ответ", "Сообщите:", "a1 закрыто: Готово"]);
    let told = [
        "- {step: \"told\", who: \"Директор, Образцов Олег Тестович\", how: call, result: no answer",
        "- {step: \"told\", who: \"Мастер\", how: call, result: busy",
        "told: \"обоих нет в городе\"",
    ];
    has(&head(&desk, "a001"), &told);
    // The caller hangs up in the middle of a question.
    let ran = typed(&desk, &["run", "question"], &[".", "8", "бросили трубку"]);
    says(&ran, &["Вопрос", "Почему дело закрывается досрочно?", "a2 закрыто: досрочно"]);
    has(&head(&desk, "a002"), &["outcome: \"cut\"\nreason: \"бросили трубку\"\n"]);
    // What nobody was told, closed early: people read whom it was meant for.
    typed(&desk, &["run", "question"], &["Когда?", ".", "8", "бросили трубку"]);
    says(&desk.run(&["show", "a3"]).good(), &["[ ] Сообщите: Директор, Мастер"]);
}

const VISIT: &str = "title: Проверка
steps:
  - repeat: Проверяющий
    name: people
    label: \"{{ who }}\"
    steps:
      - {ask: Кто?, name: who}
  - {notify: [director, master], name: told, message: \"{% for p in people %}{{ p.who }}; {% endfor %}\"}
  - {ask: Цель, name: goal}
  - {stop: end, as: Передано}
";

#[test]
fn one_more_inspector_comes_when_the_director_has_been_told() {
    let desk = desk(&[("procedures/visit.yaml", VISIT)]);
    typed(&desk, &["run", "visit"], &["Первый", "", "1", "1"]);
    let desk = desk.at("2026-11-25T15:20");
    let ran = typed(&desk, &["resume", "a1"], &[".", "2", "3", "1", "Второй", "", "2", "2"]);
    says(
        &ran,
        &[
            "Цель",
            "Проверяющий: записано 1. Ещё?",
            "— Проверяющий 2 —\n! Изменилось то, о чём уже сообщили: Директор, Образцов Олег Тестович, 15:00. Вернуться: . и 2",
            "Прочитайте: «Первый; Второй;»\nИзменились ответы, о которых уже сообщили: Директор, Образцов Олег Тестович, 25.11 15:00.",
            "Сообщите заново: Enter – Директор, или номер; 0 – не сообщать",
            "Цель",
        ],
    );
    says_nowhere(&ran, &["Ещё не сообщили", "Кому ещё?", "Почему?"]);
    // It cannot end before somebody knows of the third one, or it is left with a reason.
    let ran = typed(
        &desk,
        &["resume", "a1"],
        &[".", "2", "5", "1", "Третий", "", "0", "директор уже здесь", "Мониторинг", ""],
    );
    says(
        &ran,
        &["! Изменилось то, о чём уже сообщили: Мастер, 15:20.", "0 – не сообщать", "Почему?", "Цель", "a1 закрыто"],
    );
    let log = log(&desk, "2026-11-25-a001");
    let told: Vec<(&str, Option<&str>)> = log
        .iter()
        .filter_map(|event| match &event.did {
            Did::Tried(tried) => Some((tried.message.as_deref().unwrap_or_default().trim(), tried.reason.as_deref())),
            Did::Left(left) => Some(("left", left.reason.as_deref())),
            _ => None,
        })
        .collect();
    assert_eq!(
        told,
        [("Первый;", None), ("Первый; Второй;", Some("Изменились ответы")), ("left", Some("директор уже здесь"))]
    );
    let head = head(&desk, "a001");
    has(&head, &["result: reached, at: \"2026-11-25T15:00:00+03:00\", void: true}", "who: \"Мастер\", how: in person"]);
}

#[test]
fn one_who_alone_is_to_be_told_is_not_asked_for_when_told_again() {
    let one = QUESTION.replace("[director, master]", "master");
    let desk = desk(&[("procedures/question.yaml", &one)]);
    let ran = typed(&desk, &["run", "question"], &["Когда?", "1", "..", "..", "Где?", "", "1"]);
    let anew = "Сообщите заново: Enter – Мастер, или номер; 0 – не сообщать";
    says(&ran, &["Изменились ответы, о которых уже сообщили: Мастер", anew, "Что получилось?", "Ожидание: Ответ"]);
    says_nowhere(&ran, &["Кому ещё?", "Кому сообщаете?", "Почему?"]);
}
