//! `pult init --demo` and the cases that it invents; cards that keep what closed cases have answered.

use super::readme::block;
use super::support::Desk;
use pult::check;
use pult::engine::Move;
use pult::model::company::Language;
use pult::session::{Clock, Seat, Session, invent_cases};
use pult::store::{Durability, Store, load_workspace};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A folder with a demonstration in it.
pub(super) fn demonstration(count: u32) -> Desk {
    let desk = Desk::empty().seated("ivanov");
    let made = desk.run(&["init", &desk.path("").to_string_lossy(), "--demo", &count.to_string()]).good();
    assert!(made.stdout.contains("выдуманы"), "{}", made.stdout);
    desk
}

fn listed(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let words = [&["list", "--json"], args].concat();
    let found: Value = serde_json::from_str(&desk.run(&words).good().stdout).expect("JSON");
    found.as_array().expect("a list").clone()
}

#[test]
fn the_same_number_and_moment_give_the_same_bytes() {
    let (one, other) = (demonstration(45), demonstration(45));
    let files = one.files("");
    assert_eq!(files, other.files(""));
    for file in &files {
        assert!(fs::read(one.path(file)).ok() == fs::read(other.path(file)).ok(), "{file} differs");
    }
    assert!(
        files.iter().any(|file| file.ends_with(".pdf")) && files.iter().any(|file| file.contains("records/private"))
    );
    assert_ne!(demonstration(44).records(), one.records());
}

#[test]
fn a_demonstration_is_clean_and_shows_every_procedure_and_nearly_every_outcome() {
    let desk = demonstration(200);
    let checked = desk.run(&["check"]).good();
    assert!(checked.stdout.contains("0 ошибок, 0 предупреждений"), "{}", checked.stdout);
    let cases = listed(&desk, &["--all"]);
    let count = |key: &str, value: &str| cases.iter().filter(|case| case[key] == value).count();
    let workspace = load_workspace(&desk.path("")).expect("the workspace");
    let (mut shown, mut rare) = (0, Vec::new());
    for (id, procedure) in &workspace.procedures {
        assert!(count("procedure", id) >= 10, "{id}");
        for (step, _) in procedure.definition.walk() {
            if let pult::model::definition::StepKind::Stop(stop) = &step.kind {
                let outcome = &stop.outcome.value;
                let here = |case: &&Value| case["procedure"] == **id && case["outcome"] == **outcome;
                if cases.iter().any(|case| here(&case)) { shown += 1 } else { rare.push(format!("{id}: {outcome}")) }
            }
        }
    }
    assert!(shown > 20 && rare.len() <= 6, "{shown} outcomes are shown, and these are not: {rare:?}");
    assert!(count("outcome", "cut") > 0 && count("standing", "open") > 0);
    assert!(cases.iter().all(|case| case["trouble"].is_null()));
    let opened: BTreeSet<&str> = cases.iter().filter_map(|case| case["opened"].as_str()?.get(..4)).collect();
    assert!(opened.len() >= 3, "over years: {opened:?}");
    let days: BTreeSet<&str> = cases.iter().filter_map(|case| case["opened"].as_str()?.get(..10)).collect();
    let sunday = |day: &&str| {
        day.parse().is_ok_and(|day: chrono::NaiveDate| chrono::Datelike::weekday(&day) == chrono::Weekday::Sun)
    };
    assert!(!days.iter().any(sunday), "nobody works on Sunday");
    let hands: BTreeSet<&str> = cases.iter().filter_map(|case| case["by"].as_str()).collect();
    assert!(hands.len() >= 4, "{hands:?}");
    // Numbers of papers go up with time.
    let mut numbers = 0;
    for register in desk.files("records/numbers") {
        let register = desk.read(&register);
        let moments: Vec<&str> =
            register.lines().filter_map(|line| line.split("\"at\":\"").nth(1)?.get(..19)).collect();
        assert!(moments.is_sorted(), "{register}");
        numbers += moments.len();
    }
    assert!(numbers > 3, "{numbers} papers with numbers");
    assert!(cases.iter().all(|case| case["closed"].as_str().is_none_or(|closed| closed <= "2026-11-25T15:00")));
    let logs: String = desk.records().iter().map(|path| desk.read(path)).collect();
    let corrected = ["Ошибка при вводе", "Абонент назвал другое", "Сверено с документом"];
    assert!(corrected.iter().any(|reason| logs.contains(&format!("\"reason\":\"{reason}\""))), "answers are corrected");
    assert!(desk.files("records").iter().any(|path| path.ends_with(".r2.yaml")), "records are put right");
    desk.run(&["list", "--overdue"]).good();
    let built = desk.run(&["build"]).good();
    assert!(built.stderr.is_empty(), "{}", built.stderr);
    assert!(desk.files("out").len() > 30, "{:?}", desk.files("out"));
    desk.run(&["test"]).good();
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone_and_one_that_is_not_complete_is_no_workspace() {
    let desk = Desk::empty().write("letter.txt", "x");
    let folder = desk.path("").to_string_lossy().into_owned();
    assert_eq!(desk.run(&["init", &folder, "--demo", "3"]).code, Some(2));
    assert_eq!(desk.files(""), ["letter.txt"]);
    let new = desk.path("new").to_string_lossy().into_owned();
    let mut child = desk.command(&["init", &new, "--demo", "50000"]).spawn().expect("the program starts");
    let from = Instant::now();
    while !desk.path("new/.unfinished/records/open").is_dir() {
        assert!(from.elapsed() < Duration::from_secs(120), "no case is begun");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("the program is killed");
    child.wait().expect("it ends");
    let list = desk.run(&["list", "--workspace", &new]);
    assert_eq!(list.code, Some(3), "{}", list.stdout);
    assert!(!desk.path("new/pult.yaml").exists());
    desk.run(&["init", &new, "--demo", "3"]).good();
    assert!(!desk.path("new/.unfinished").exists());
    desk.run(&["check", "--workspace", &new]).good();
    for wrong in ["0", "x", "-1", "1000000"] {
        assert_eq!(
            desk.run(&["init", &desk.path("other").to_string_lossy(), "--demo", wrong]).code,
            Some(2),
            "{wrong}"
        );
    }
    let moment = desk.at("yesterday");
    let ran = moment.run(&["init", &moment.path("other").to_string_lossy(), "--demo", "3"]);
    assert!(ran.code == Some(2) && !moment.path("other").exists(), "{}", ran.stderr);
}

const COMPANY: &str = "format: 1
company:
  name: ООО «Пример»
  town: г. Примерск
time: \"+03:00\"
language: ru
hours: {mon-fri: 10:00-19:00, sat: 11:00-18:00}
dispatchers: {ivanov: Иванов Иван Иванович, tests: Тестова Анна Тестовна}
desks: {a: Пульт, b: Второй}
contacts:
  director: {title: Директор, name: Образцов Олег Тестович, phones: [+375 29 000-00-91]}
  support: {title: Поддержка, email: support@example.by}
mail: {from: office@example.by}
";

const QUESTION: &str = "title: Вопрос, ответ на который неизвестен
label: \"{{ question }}\"
steps:
  - ask: Ваш номер телефона?
    name: phone
    type: phone
  - ask: Вопрос
    name: question
    type: long text
  - ask: Номер документа
    name: paper
    type: passport
    private: true
    optional: true
  - say: Мы узнаем и перезвоним вам.
    name: promised
  - notify: director
    name: passed
    message: \"Вопрос абонента: {{ question }}\"
  - wait: Ответ руководства
    name: answer
    type: long text
    remind: 1 hour
  - notify: phone
    name: call_back
    due: 2 hours after promised
    message: \"{{ answer }}\"
  - ask: Сохранить ответ как справку?
    name: keep
    type: yes/no
    default: нет
  - stop: told
    as: Ответ сообщен
";

const INSPECTION: &str = "title: Проверка
steps:
  - repeat: Проверяющий
    name: people
    steps:
      - ask: Фамилия, имя, отчество
        name: who
        type: person
      - ask: Удостоверение
        name: card
        example: \"№ 0001\"
    check: people | length < 4
    otherwise: Столько не бывает.
  - attach: Снимок удостоверения
    name: scans
    accept: [jpg]
    max: 2
  - mail: support
    name: sent
    subject: Проверка
    text: Проверяющих {{ people | length }}.
    files: [scans]
  - wait: Придёт руководитель
    name: manager
    meanwhile:
      - do: Книгу выдали
        name: book
  - ask: Сколько минут были?
    name: stayed
    type: integer
    check: stayed > 1
    otherwise: Так быстро не бывает.
  - ask: Что проверяли?
    name: what
    type: choices
    choices: {papers: Бумаги, cables: Кабели, cash: Кассу}
    optional: true
";

fn session(desk: &Desk, at: &str) -> Session {
    let workspace = Arc::new(load_workspace(&desk.path("")).expect("the workspace"));
    let found = Arc::new(check::workspace(&workspace));
    let seat = Seat { desk: "a".into(), by: "ivanov".into(), language: Language::Ru };
    let clock = Clock::fixed(format!("{at}:00+03:00").parse().expect("a moment"));
    Session::new(workspace, found, Store::new(desk.path(""), Durability::Unsynced), clock, seat)
}

#[test]
fn cases_are_invented_for_procedures_that_nobody_has_foreseen() {
    let desk = Desk::with_procedure("question", QUESTION)
        .write("pult.yaml", COMPANY)
        .write("procedures/inspection.yaml", INSPECTION)
        .seated("ivanov");
    let workspace = Arc::new(load_workspace(&desk.path("")).expect("the workspace"));
    let found = check::workspace(&workspace);
    assert!(found.is_empty(), "{found:?}");
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let now = "2026-11-25T15:00:00+03:00".parse().expect("a moment");
    invent_cases(&store, &workspace, &Arc::new(found), 150, now).expect("cases");
    let cases = listed(&desk, &["--all"]);
    assert_eq!(cases.len(), 150);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for case in &cases {
        assert!(case["trouble"].is_null(), "{case}");
        let words = [&case["procedure"], &case["standing"], &case["outcome"]]
            .map(|value| value.as_str().unwrap_or("-").to_owned());
        *counts.entry(words.join(" ")).or_default() += 1;
    }
    for wanted in ["question closed told", "question waiting -", "inspection closed done", "question closed cut"] {
        assert!(counts.contains_key(wanted), "{wanted}: {counts:?}");
    }
    let ended: u32 = ["question closed told", "inspection closed done"].iter().filter_map(|key| counts.get(*key)).sum();
    assert!(ended > 100, "most go their way: {counts:?}");
    let logs: String = desk.records().iter().map(|path| desk.read(path)).collect();
    for mark in [
        "\nlate:",
        "no-answer",
        "\"reached\"",
        "\"attached\"",
        "\"queued\"",
        "\"more\"",
        "\"parked\"",
        "\"from\":\"director\"",
        "\"was\"",
    ] {
        assert!(logs.contains(mark), "{mark}");
    }
    assert!(!listed(&desk, &["--overdue"]).is_empty(), "something is overdue");
    assert!(!desk.path("brought").exists(), "what was attached lies in its cases alone");
}

/// One closed case: its question, its answer, and whether it is kept.
fn ask(desk: &Desk, at: &str, question: &str, answer: &str, keep: &str) {
    let mut session = session(desk, at);
    session.start("unknown-question").expect("a case");
    let mut act = |wanted: Move| session.act(&wanted).map(drop).expect("a move");
    let answered =
        |step: &str, raw: &str| Move::Answer { step: step.into(), raw: raw.into(), accept: true, reason: None };
    act(answered("phone", "+375 29 000-00-01"));
    act(answered("question", question));
    act(answered("paper", "MP0000001"));
    act(Move::Done { step: "promised".into() });
    let call = |step: &str, who: &str| Move::Try {
        step: step.into(),
        attempt: pult::engine::Attempt {
            who: who.into(),
            how: pult::model::event::Way::Call,
            came: pult::model::event::Came::Reached,
            reason: None,
        },
    };
    act(call("passed", "director"));
    session.clock().set(
        format!("{at}:00+03:00").parse::<chrono::DateTime<chrono::FixedOffset>>().expect("a moment")
            + chrono::Duration::minutes(30),
    );
    let mut act = |wanted: Move| session.act(&wanted).map(drop).expect("a move");
    act(answered("answer", answer));
    act(call("call_back", "phone"));
    act(answered("keep", keep));
    act(Move::Stop { step: Some("stop told".into()) });
}

#[test]
fn a_card_keeps_what_closed_cases_have_answered() {
    let month = "---\ntitle: Сводка\naudience: internal\nevery: month\nmeasures:\n  told: {median: passed.after, of: [unknown-question]}\n  \
        waited: {median: answer.minutes, of: [unknown-question]}\n  answers: {list: answer}\n---\nСообщено через {{ told }} мин, ответ через {{ waited }} мин.\n\n\
        {% for one in cards.answers %}\n- {{ one.question }}: {{ one.answer }}\n{% endfor %}\n\n{% for text in answers %}\n- {{ text }}\n{% endfor %}\n";
    let recall = "title: Справка\nsteps:\n  - say: \"{% for one in cards.answers %}{{ one.question }} – {{ one.answer }} {% endfor %}\"\n    name: said\n  - stop: end\n    as: Все\n";
    let answers = format!("title: Ответы на вопросы\naudience: client\n{}", block("yaml kept"));
    let desk = Desk::with_procedure("unknown-question", QUESTION)
        .write("pult.yaml", COMPANY)
        .write("procedures/cards/answers.yaml", &answers)
        .write("procedures/recall.yaml", recall)
        .write("forms/summaries/month.md", month)
        .write("pult.local.yaml", "desk: a\n")
        .seated("ivanov");
    desk.run(&["check", "--strict"]).good();
    assert!(desk.run(&["show", "answers"]).good().stdout.contains("пока ничего нет"));
    ask(&desk, "2026-11-23T10:00", "Можно ли подключить дом за городом?", "Возможности нет.", "да");
    ask(&desk, "2026-11-24T10:00", "Как зовут мастера?", "Не скажем.", "нет");
    ask(&desk, "2026-11-25T10:00", "Есть ли скидки?", "Скидок нет.\nИ не будет.", "да");
    let shown = desk.run(&["show", "answers"]).good().stdout;
    assert_eq!(
        shown,
        "== Ответы на вопросы ==\nЕсть ли скидки?\n  Скидок нет.\n  И не будет.\nМожно ли подключить дом за городом?\n  Возможности нет.\n"
    );
    let json: Value = serde_json::from_str(&desk.run(&["show", "answers", "--json"]).good().stdout).expect("JSON");
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["rows"][1]["answer"], "Возможности нет.");
    assert_eq!(json["rows"][1]["case"], "2026-11-23-a001");
    // At the desk, and in the course of a case, which keeps what it has read.
    let desk = desk.at("2026-11-25T15:00");
    let lines = desk.type_in(&["run", "recall"], ".\n4\n1\n\n\n").good().stdout;
    assert!(lines.contains("Есть ли скидки? – Скидок нет."), "{lines}");
    assert!(lines.contains("== Ответы на вопросы ==\nЕсть ли скидки?"), "{lines}");
    let record = desk.records().into_iter().find(|path| path.contains("recall")).expect("a record");
    let before = desk.read(&record);
    assert!(before.contains("\"saw\":{\"cards.answers\":[{"), "{before}");
    ask(&desk, "2026-11-25T16:00", "Будут ли новые каналы?", "Будут.", "да");
    let later = desk.run(&["show", record.split('/').next_back().expect("a name")]).good().stdout;
    assert!(!later.contains("новые каналы"), "a case shows what it has seen: {later}");
    desk.run(&["build"]).good();
    let page = desk.read("out/month-2026-11.html");
    assert!(page.contains("Сообщено через 0 мин, ответ через 30 мин."), "{page}");
    assert!(page.contains("Будут ли новые каналы?: Будут.") && !page.contains("Как зовут мастера?:"), "{page}");
}

#[test]
fn what_a_card_cannot_keep_is_told() {
    let card = |text: &str| {
        let desk = Desk::with_procedure("question", QUESTION).write("pult.yaml", COMPANY);
        let ran = desk.write("procedures/cards/known.yaml", &format!("title: Ответы\n{text}")).run(&["check"]);
        (ran.code, ran.stdout)
    };
    for (text, said) in [
        ("answers:\n  of: [questoin]\n  show: [answer]\n", "`question`"),
        ("answers:\n  of: [question]\n  show: [answr]\n", "`answer`"),
        ("answers:\n  of: [question]\n  where: kept\n  show: [answer]\n", "`keep`"),
        ("answers:\n  of: [question]\n  show: [paper]\n", "[private-read]"),
        ("answers:\n  of: [question]\n  where: paper\n  show: [answer]\n", "[private-read]"),
        ("audience: client\nanswers:\n  of: [question]\n  show: [phone]\n", "[not-for-clients]"),
        ("answers:\n  of: [question]\n", "`show`"),
        ("answers:\n  show: [answer]\n", "`of`"),
        ("answers:\n  of: [question]\n  show: [answer]\nvalues: {a: {label: А}}\n", "`values`"),
    ] {
        let (code, found) = card(text);
        assert!(code == Some(1) && found.contains(said), "{text}\n{found}");
    }
}
