//! What the program itself has written: compared, put right beside it, forgotten.

use super::support::{Desk, Ran, crc};
use pult::model::company::Language;
use pult::model::digest::sha256;
use pult::model::workspace::Workspace;
use pult::session::{Audit, Clock, Flaw, Seat, Session, audit};
use pult::store::{Durability, Store, load_workspace};
use std::fs;
use std::io::{Read, Write};
use std::sync::Arc;

pub(crate) const COMPANY: &str = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nlanguage: ru\ngit: off\n\
                       series:\n  receipt: {number: \"{{ desk }}-{{ n }}/{{ year }}\", yearly: yes}\n";
pub(crate) const JOB: &str = "title: Работа
label: \"{{ what }}\"
steps:
  - ask: Что сделать?
    name: what
  - ask: Сколько стоит?
    name: sum
    type: money
  - ask: Куда?
    name: way
    choices:
      home:
        label: На дом
        steps:
          - ask: Адрес?
            name: where
      shop: В мастерскую
  - ask: Паспорт?
    name: passport
    private: yes
  - print: receipt
    name: paper
    series: receipt
  - stop: accepted
    as: Принято
";
pub(crate) const CALL: &str = "title: Звонок\nsteps:\n  - ask: Кто звонит?\n    name: who\n  - run: job\n    name: job\n  - stop: told\n    as: Рассказано\n";
pub(crate) const FORM: &str = "---\ntitle: Квитанция\naudience: client\nof: [job]\n---\n# Квитанция № {{ number }}\n\nСделать: {{ what }}\n\nСумма: {{ sum }}\n";
const ANSWERS: &str = "procedure: call
play:
  - answer: {who: Образцов Петр Тестович, what: Замена ремня, sum: '25,40', way: shop, passport: МР 000}
  - done: paper
";

fn workspace() -> Desk {
    let desk = Desk::with_procedure("job", JOB).write("procedures/call.yaml", CALL).write("forms/receipt.md", FORM);
    let desk = desk.write("pult.yaml", COMPANY).write("answers.yaml", ANSWERS);
    let checked = desk.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.stdout);
    desk
}

/// A workspace with a call and the job that it has run, both closed.
pub(crate) fn closed() -> Desk {
    let desk = workspace();
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert_eq!(desk.records().len(), 2, "{:?}", desk.files("records"));
    desk
}

/// The same as `pult check` looks at, without starting it hundreds of times.
pub(crate) struct Looked {
    workspace: Arc<Workspace>,
    store: Store,
}

impl Looked {
    pub(crate) fn at(desk: &Desk) -> Self {
        let workspace = Arc::new(load_workspace(&desk.path("")).expect("a workspace"));
        Self { workspace, store: Store::new(desk.path(""), Durability::Unsynced) }
    }

    pub(crate) fn again(&self) -> Audit {
        let seat = Seat { desk: String::new(), by: String::new(), language: Language::Ru };
        let clock = Clock::system(self.workspace.company.time);
        let session = Session::new(Arc::clone(&self.workspace), Arc::default(), self.store.clone(), clock, seat);
        audit(&self.store, &session.outside()).expect("folders that can be listed")
    }

    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.again().findings.iter().map(|finding| finding.flaw.code()).collect()
    }
}

#[test]
fn what_files_say_of_each_other_is_compared() {
    let desk = closed();
    let looked = Looked::at(&desk);
    let records = desk.records();
    let take = |path: &str| {
        let bytes = fs::read(desk.path(path)).expect("a file");
        fs::remove_file(desk.path(path)).expect("it can be taken away");
        bytes
    };
    let parent = take(&records[0]);
    assert_eq!(looked.codes(), ["case-lost"]);
    desk.put(&records[0], &parent);

    let child = take(&records[1]);
    let codes = looked.codes();
    assert!(codes.contains(&"case-lost") && codes.contains(&"number-unused"), "{codes:?}");
    assert!(codes.contains(&"record-stranger"), "its document is nobody's: {codes:?}");
    let moved = records[1].replace("/11/", "/10/");
    desk.put(&moved, &child);
    assert!(looked.codes().contains(&"record-misplaced"));
    desk.put(&records[1], &child);
    assert!(looked.codes().contains(&"case-same-id"));
    fs::remove_file(desk.path(&moved)).expect("the copy");
    assert!(looked.codes().is_empty(), "{:?}", looked.again().findings);

    let document = desk.files("records").into_iter().find(|path| path.ends_with(".pdf")).expect("a document");
    let bytes = take(&document);
    assert_eq!(looked.codes(), ["document-lost"]);
    desk.put(&document, &bytes);
    let register = desk.files("records/numbers").remove(0);
    let bytes = take(&register);
    assert_eq!(looked.codes(), ["number-unregistered"]);
    desk.put(&register, &bytes);
    let definition = desk.files("records/definitions").remove(0);
    let bytes = take(&definition);
    assert_eq!(looked.codes(), ["definition-lost"]);
    desk.put(&definition, &bytes);

    desk.put("records/2026/11/notes.txt", b"mine");
    desk.put(&document.replace(".pdf", "-copy.pdf"), b"mine");
    assert_eq!(looked.codes(), ["record-stranger", "record-stranger"]);
    let ran = desk.run(&["check"]).good();
    assert!(
        ran.stdout.contains("records/2026/11/notes.txt") && ran.stdout.contains("посторонний файл"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("Записи дел проверены: 2"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_record_is_named() {
    let desk = closed();
    let record = desk.records().remove(1);
    let away = desk.path("elsewhere.yaml");
    fs::rename(desk.path(&record), &away).expect("it moves");
    std::os::unix::fs::symlink(&away, desk.path(&record)).expect("a link");
    let codes = Looked::at(&desk).codes();
    assert!(codes.contains(&"record-not-a-file"), "{codes:?}");
}

#[test]
fn open_cases_are_looked_at_too() {
    let desk = workspace();
    desk.put("answers.yaml", ANSWERS.replace("  - done: paper\n", "").replace(", passport: МР 000", "").as_bytes());
    desk.run(&["run", "--answers", "answers.yaml"]).unfinished();
    let open = desk.files("records/open");
    assert_eq!(open.len(), 2);
    let looked = Looked::at(&desk);
    assert_eq!(looked.again().findings, []);
    let text = desk.read(&open[1]);
    desk.put(&open[1], text.replacen("Замена", "Обмена", 1).as_bytes());
    let found = looked.again().findings;
    let damaged = found.iter().find(|finding| finding.flaw == Flaw::Damaged).expect("the damage");
    assert!(damaged.path == open[1] && damaged.line.is_some_and(|line| line > 1), "{found:?}");
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.stdout.contains(&open[1]), "{}", ran.stdout);
    assert_eq!(desk.run(&["check", "--quick"]).code, Some(0), "only what people write");
}

#[test]
fn an_answer_is_put_right_and_the_record_stays() {
    let desk = closed();
    let record = desk.records().remove(1);
    let before = desk.read(&record);
    // The work, the sum with a wrong try in between, and the way, which asks for more.
    let ran = desk
        .type_in(
            &["correct", "a2"],
            "1\nЗамена цепи\n2\nмного\n30,50\n3\n1\n4\nг. Примерск, ул. Образцовая, 5\n\nОслышалась\n",
        )
        .good();
    assert!(ran.stdout.contains("-job.r2.yaml"), "{}", ran.stdout);
    assert_eq!(desk.read(&record), before, "a record is never rewritten");
    let shown = desk.run(&["show", "a2"]).good().stdout;
    for words in [
        "Замена цепи",
        "30,50 руб.",
        "На дом",
        "Исправлено 25.11",
        "Сколько стоит?: 30,50 руб. (было: 25,40 руб.)",
        "Ослышалась",
        "ул. Образцовая",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert_eq!(shown.matches("Замена ремня").count(), 1, "only as what it was: {shown}");
    let listed = desk.run(&["list", "--all"]).good().stdout;
    assert!(listed.contains("Замена цепи") && !listed.contains("ремня"), "{listed}");
    assert_eq!(Looked::at(&desk).again().findings, []);

    // Thought better of it: nothing is written.
    let ran = desk.type_in(&["correct", "a2"], "1\nДругое\n\n0\n").good();
    assert!(ran.stdout.contains("Ничего не"), "{}", ran.stdout);
    assert!(!desk.path(&record.replace(".yaml", ".r3.yaml")).exists());
    desk.put("fix.yaml", "play:\n  - answer: {what: Замена обода}\n    reason: Опять\n".as_bytes());
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    assert!(desk.path(&record.replace(".yaml", ".r3.yaml")).exists());
    assert!(desk.run(&["list", "--all"]).good().stdout.contains("Замена обода"));
    let json = desk.run(&["show", "a2", "--json"]).good().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["corrections"].as_array().map(Vec::len), Some(2), "{json}");
    assert_eq!(json["label"], "Замена обода");

    // A correction is judged as an answer is, and a case that is open is changed in itself.
    for (text, words) in [
        ("play:\n  - answer: {sum: много}\n    reason: Так\n", "sum"),
        ("play:\n  - answer: {what: Без причины}\n", "reason"),
        ("play:\n  - answer: {nobody: x}\n    reason: Так\n", "nobody"),
    ] {
        desk.put("fix.yaml", text.as_bytes());
        let ran = desk.run(&["correct", "a2", "--answers", "fix.yaml"]);
        assert_eq!(ran.code, Some(1), "{}", ran.stdout);
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    assert!(!desk.path(&record.replace(".yaml", ".r4.yaml")).exists(), "nothing came of what was refused");
}

#[test]
fn summaries_count_what_holds_now() {
    let summary = "---\ntitle: Работы\naudience: internal\nevery: month\nmeasures:\n  total: {sum: sum, of: [job]}\n---\nВсего {{ total }}\n";
    let desk = closed().write("forms/summaries/jobs.md", summary);
    let built = desk.run(&["build"]);
    let page =
        |desk: &Desk| desk.files("out").into_iter().find(|path| path.ends_with(".html")).map(|path| desk.read(&path));
    let first = page(&desk).unwrap_or_else(|| panic!("{}{}", built.stdout, built.stderr));
    assert!(first.contains("25,40"), "{first}");
    desk.put("fix.yaml", "play:\n  - answer: {sum: '30,50'}\n    reason: Описка\n".as_bytes());
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    desk.run(&["build"]).good();
    let second = page(&desk).expect("a page");
    assert!(second.contains("30,50") && !second.contains("25,40"), "{second}");
}

#[test]
fn what_was_private_is_forgotten_and_the_rest_replays() {
    let desk = closed();
    let id = "2026-11-25-a002";
    let private = desk.path(&format!("records/private/{id}"));
    assert!(private.join("answers.yaml").exists(), "{:?}", desk.files("records"));
    let refused = desk.type_in(&["forget", "a2"], "Попросил клиент\na2\n");
    assert_eq!(refused.code, Some(1), "a short number is no confirmation: {}", refused.stdout);
    assert!(private.exists());
    desk.type_in(&["forget", "a2"], &format!("Попросил клиент\n{id}\n")).good();
    assert!(!private.exists());
    let left: Vec<String> = desk.files("records").into_iter().filter(|path| !path.contains("/.")).collect();
    assert!(left.iter().all(|path| !desk.read_lossy(path).contains("МР 000")), "{left:?}");
    let shown = desk.run(&["show", "a2"]).good().stdout;
    assert!(shown.contains("Личные данные удалены 25.11") && shown.contains("Попросил клиент"), "{shown}");
    assert!(shown.contains("Замена ремня"), "{shown}");
    assert_eq!(Looked::at(&desk).again().findings, []);
    assert_eq!(desk.type_in(&["forget", "a2"], "").code, Some(1), "there is nothing left to forget");
    // A copy that comes back is named.
    fs::create_dir_all(&private).expect("a folder");
    assert_eq!(Looked::at(&desk).codes(), ["private-still-kept"]);
}

#[test]
fn a_changed_private_answer_is_seen() {
    let desk = closed();
    let path = "records/private/2026-11-25-a002/answers.yaml";
    let text = desk.read(path);
    desk.put(path, text.replacen("МР 000", "МР 001", 1).as_bytes());
    assert_eq!(Looked::at(&desk).codes(), ["private-changed"]);
}

#[test]
fn of_two_corrections_at_once_the_second_is_refused() {
    let desk = closed();
    let first = desk.command(&["correct", "a2"]).spawn().expect("the program starts");
    let mut first = first;
    let mut input = first.stdin.take().expect("a pipe");
    let mut heard = first.stdout.take().expect("a pipe");
    // It has shown the questions: what it knows of the case is from before the other one.
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("Какой ответ исправить") {
        let mut byte = [0];
        assert_eq!(heard.read(&mut byte).expect("a pipe that can be read"), 1, "{}", String::from_utf8_lossy(&shown));
        shown.push(byte[0]);
    }
    desk.put("fix.yaml", "play:\n  - answer: {passport: МР 111}\n    reason: Описка\n".as_bytes());
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    input.write_all("4\nМР 222\n\nДругая описка\n".as_bytes()).expect("lines");
    drop(input);
    std::io::copy(&mut heard, &mut shown).expect("the rest");
    let ran = Ran::of(&first.wait_with_output().expect("the program ends"));
    assert_eq!(ran.code, Some(1), "{}", String::from_utf8_lossy(&shown));
    assert!(ran.stderr.contains("исправил кто-то другой"), "{}", ran.stderr);
    assert!(!desk.files("records").iter().any(|path| path.ends_with(".r3.yaml")));
    let kept = desk.read("records/private/2026-11-25-a002/answers.yaml");
    assert!(kept.contains("МР 000") && kept.contains("МР 111") && !kept.contains("МР 222"), "{kept}");
    assert_eq!(Looked::at(&desk).again().findings, []);
    // A gap between corrections is named: nobody reads what stands behind it.
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    desk.put("fix.yaml", "play:\n  - answer: {what: Замена цепи}\n    reason: Описка\n".as_bytes());
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    let second = desk.files("records").into_iter().find(|path| path.ends_with(".r2.yaml")).expect("a correction");
    fs::remove_file(desk.path(&second)).expect("it is lost");
    assert!(Looked::at(&desk).codes().contains(&"correction-gap"), "{:?}", Looked::at(&desk).again().findings);
}

#[test]
fn an_answer_of_one_item_is_put_right_and_no_other() {
    let visit = "title: Проверка\nlabel: \"{{ people | map(attribute='who') | join(', ') }}\"\nsteps:\n  \
                 - repeat: Проверяющий\n    name: people\n    steps:\n      - ask: Имя?\n        name: who\n      \
                 - ask: Кто послал?\n        name: from\n        choices: {mchs: МЧС, tax: Налоговая}\n  \
                 - stop: over\n    as: Ушли\n";
    let desk = Desk::with_procedure("visit", visit);
    let ran = desk.type_in(&["run", "visit"], "Иванов\n1\n1\nПетров\n2\n\n\n").good();
    assert_eq!(desk.records().len(), 1, "{}", ran.stdout);
    let ran = desk.type_in(&["correct", "a1"], "3\nПетренко\n4\n1\n\nОслышалась\n").good();
    assert!(ran.stdout.contains("Проверяющий 1\n") && ran.stdout.contains("Проверяющий 2\n"), "{}", ran.stdout);
    let shown = desk.run(&["show", "a1"]).good().stdout;
    for words in ["Имя?: Иванов", "Имя?: Петренко (было: Петров)", "Кто послал?: МЧС (было: Налоговая)"]
    {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let listed = desk.run(&["list", "--all"]).good().stdout;
    assert!(listed.contains("Иванов, Петренко"), "{listed}");
    desk.put("fix.yaml", "play:\n  - answer: {people.1.who: Иванченко}\n    reason: Тоже\n".as_bytes());
    desk.run(&["correct", "a1", "--answers", "fix.yaml"]).good();
    assert!(desk.run(&["list", "--all"]).good().stdout.contains("Иванченко, Петренко"));
    assert_eq!(Looked::at(&desk).again().findings, []);
    for wrong in ["people.3.who", "who", "people.1.nobody"] {
        desk.put("fix.yaml", format!("play:\n  - answer: {{{wrong}: x}}\n    reason: Так\n").as_bytes());
        let ran = desk.run(&["correct", "a1", "--answers", "fix.yaml"]);
        assert_eq!(ran.code, Some(1), "{wrong}: {}", ran.stdout);
    }
    assert!(!desk.files("records").iter().any(|path| path.ends_with(".r4.yaml")));
}

#[test]
fn what_was_forgotten_may_be_given_and_forgotten_again() {
    let desk = closed();
    let forget = || desk.type_in(&["forget", "a2"], "Попросил клиент\n2026-11-25-a002\n").good();
    forget();
    desk.put("fix.yaml", "play:\n  - answer: {passport: МР 111}\n    reason: Принёс снова\n".as_bytes());
    desk.run(&["correct", "a2", "--answers", "fix.yaml"]).good();
    assert!(desk.read("records/private/2026-11-25-a002/answers.yaml").contains("МР 111"));
    assert_eq!(Looked::at(&desk).again().findings, [], "it is there by right");
    forget();
    assert!(!desk.path("records/private/2026-11-25-a002").exists());
    assert!(desk.files("records").iter().any(|path| path.ends_with(".r4.yaml")), "and it is said once more");
    assert_eq!(Looked::at(&desk).again().findings, []);
}

#[test]
fn every_code_is_explained() {
    let desk = Desk::empty();
    let ran = desk.run(&["check", "--explain", "unknown-name"]).good();
    assert!(ran.stdout.contains("[unknown-name]") && ran.stdout.contains("что делать"), "{}", ran.stdout);
    let english = Desk::empty().english();
    let ran = english.run(&["check", "--explain", "UNKNOWN-NAME"]).good();
    assert!(ran.stdout.contains("[unknown-name]") && ran.stdout.contains("help"), "{}", ran.stdout);
    let ran = desk.run(&["check", "--explain", "unknwn-name"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("unknown-name"), "{}", ran.stderr);
    for code in Flaw::CODES {
        let shown = desk.run(&["check", "--explain", code]).good().stdout;
        assert!(shown.contains(&format!("[{code}]: ")), "{shown}");
        assert_eq!(Flaw::sample(code).expect("a sample").code(), *code);
    }
    // A code that never was and resembles nothing.
    let ran = desk.run(&["check", "--explain", "qqqqqqqq"]);
    assert!(ran.code == Some(2) && !ran.stderr.contains("Может быть"), "{}", ran.stderr);
}

#[test]
fn a_procedure_of_a_newer_program_is_not_called_damaged() {
    let desk = Desk::with_procedure("job", "title: Работа\nsteps:\n  - ask: Что?\n    name: what\n  - say: Хорошо.\n");
    desk.run(&["run", "job"]);
    let (old, journal) = (desk.files("records/definitions"), desk.files("records/open"));
    let old = old[0].rsplit('/').next().and_then(|name| name.strip_suffix(".yaml")).expect("a definition").to_owned();
    // What that program would have kept: a step of a kind that is not known here, under the hash of it all.
    let definition = &load_workspace(&desk.path("")).expect("a workspace").procedures["job"].definition;
    assert_eq!(definition.hash(), old);
    let newer = definition.canonical().replace("\"say\"", "\"sing\"");
    let hash = sha256(&newer)[..20].to_owned();
    desk.put(&format!("records/definitions/{hash}.yaml"), newer.as_bytes());
    let line = desk.read(&journal[0]).replace(&old, &hash);
    let (body, _) =
        line.lines().next().and_then(|line| line.strip_prefix("- ")?.split_once(",\"sum\"")).expect("a line");
    let line = format!("- {body},\"sum\":\"{:08x}\"}}\n", crc(&format!("{body}}}")));
    desk.put(&journal[0], line.as_bytes());
    let ran = desk.run(&["resume", "a1"]);
    assert!(ran.stderr.contains("более новой программой") && ran.code != Some(0), "{}", ran.stderr);
    let ran = desk.run(&["check"]);
    assert!(ran.stdout.contains("[record-newer]"), "{}", ran.stdout);
    // A changed one is damaged, whatever it says.
    desk.put(&format!("records/definitions/{hash}.yaml"), newer.replace("Работа", "Забота").as_bytes());
    let ran = desk.run(&["resume", "a1"]);
    assert!(ran.stderr.contains("пропал или изменён"), "{}", ran.stderr);
    // So it is with a kind of event.
    desk.put(&format!("records/definitions/{hash}.yaml"), newer.as_bytes());
    let event = line.replacen("\"opened\"", "\"begotten\"", 1);
    let (body, _) = event.strip_prefix("- ").and_then(|line| line.split_once(",\"sum\"")).expect("a line");
    desk.put(&journal[0], format!("- {body},\"sum\":\"{:08x}\"}}\n", crc(&format!("{body}}}"))).as_bytes());
    let ran = desk.run(&["resume", "a1"]);
    assert!(ran.stderr.contains("более новой программой"), "{}", ran.stderr);
}
