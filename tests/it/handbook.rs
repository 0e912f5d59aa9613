//! What a dispatcher has to know, and who has acknowledged it.

#![cfg(unix)]

use super::contact::COMPANY;
use super::support::{Desk, Ran, tool};
use std::fs;
use std::process::{Command, Stdio};

const PROCEDURE: &str = "title: Заявка
steps:
  - say: Слушаю вас.
  - ask: Ваш адрес?
    name: where
  - stop: end
    as: Принято
";
const CARD: &str = "title: Цены\nvalues:\n  connection: {label: Подключение, type: money, value: \"25,40\"}\n";

/// Types lines at a terminal, each when the program asks, and then the end of the input.
const TERMINAL: &str = r"
import os, pty, select, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
lines, seen = sys.argv[1].split('|'), b''
def read(wait):
    global seen
    ready, _, _ = select.select([fd], [], [], wait)
    if not ready:
        return None
    try:
        part = os.read(fd, 65536)
    except OSError:
        part = b''
    seen += part
    return part
for line in lines + [None]:
    asked = len(seen)
    while not seen[asked:].endswith(b'> '):
        if read(20) in (None, b''):
            break
    os.write(fd, b'\x04' if line is None else line.encode() + b'\n')
    # What is typed comes back before the next question.
    read(20)
while read(20):
    pass
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
";

fn desk() -> Desk {
    Desk::with_procedure("request", PROCEDURE).write("pult.yaml", COMPANY).write("procedures/cards/prices.yaml", CARD)
}

/// What a person sees who sits down at a terminal and types these lines, with `|` between them.
fn sits(desk: &Desk, args: &[&str], lines: &str) -> Ran {
    let program = desk.command(args);
    let mut terminal = Command::new("python3");
    terminal.args(["-c", TERMINAL, lines]).arg(program.get_program()).args(program.get_args());
    terminal.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    terminal.current_dir(desk.path("")).stdin(Stdio::null());
    Ran::of(&terminal.output().expect("a terminal"))
}

fn asked(ran: &Ran) -> bool {
    ran.stdout.contains("обязуюсь соблюдать")
}

#[test]
fn who_sits_down_is_told_what_has_changed_until_it_is_acknowledged() {
    if !tool("python3") {
        return;
    }
    let desk = desk();
    // Put off with one key: the work begins, and it comes again.
    let ran = sits(&desk, &["run", "request"], "|Лесная");
    assert!(asked(&ran) && ran.stdout.contains("позже"), "{}\n{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.find("обязуюсь") < ran.stdout.find("Слушаю вас"), "{}", ran.stdout);
    assert!(!desk.path("records/acknowledged").exists());
    // One key shows what is to be read, and the question comes again.
    let ran = sits(&desk, &[], "2|1|0");
    let text = ran.stdout.find("1. Скажите: «Слушаю вас.»");
    assert!(text.is_some() && text < ran.stdout.rfind("обязуюсь соблюдать"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Записано: прочитано"), "{}", ran.stdout);
    fs::remove_dir_all(desk.path("records/acknowledged")).expect("removed");
    let ran = sits(&desk, &[], "1|0");
    assert!(
        ran.stdout.contains("1 процедура, 1 справка") && ran.stdout.contains("Записано: прочитано"),
        "{}",
        ran.stdout
    );
    assert!(!asked(&sits(&desk, &[], "0")), "once is enough");
    let file = desk.read("records/acknowledged/Тестова-Анна.yaml");
    assert_eq!(file.lines().count(), 1, "{file}");
    // What the director changes is told in the words of the procedures.
    let changed = PROCEDURE.replace("Ваш адрес?", "По какому адресу?").replace("Слушаю", "Добрый день, слушаю");
    let desk = desk.write("procedures/request.yaml", &changed).at("2026-11-26T10:00");
    let desk = desk.write("procedures/cards/prices.yaml", &CARD.replace("25,40", "30"));
    let ran = sits(&desk, &[], "|0");
    for words in [
        "(25.11.2026 15:00). 3 изменения:",
        "«Заявка»: шаг: было «Слушаю вас.», стало «Добрый день, слушаю вас.»",
        "«Заявка»: вопрос: было «Ваш адрес?», стало «По какому адресу?»",
        "Справка «Цены»: «Подключение»: было «25,40 руб.», стало «30,00 руб.»",
    ] {
        let shown = ran.stdout.replace('\r', "").replace(['\n', '\u{a0}'], " ");
        assert!(shown.contains(words), "{words}\n{}", ran.stdout);
    }
    let shown = desk.run(&["show", "handbook"]).good().stdout;
    assert!(shown.contains("Тестова Анна: прочитана прежняя редакция 25.11.2026 15:00, с тех пор 3"), "{shown}");
    sits(&desk, &[], "1|0");
    let shown = desk.run(&["show", "handbook"]).good().stdout;
    assert!(shown.contains("Тестова Анна: прочитано 26.11.2026 10:00\n"), "{shown}");
    assert_eq!(desk.read("records/acknowledged/Тестова-Анна.yaml").lines().count(), 2);
    assert_eq!(desk.files("records/acknowledged/editions").len(), 2, "what an edition held is kept");
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&["show", "handbook", "--json"]).good().stdout).expect("JSON");
    assert_eq!(json["dispatchers"][0]["current"], true);
    assert_eq!(json["dispatchers"][0]["edition"], json["edition"]);
    // Back to the old words: that edition was acknowledged once, and not last.
    let desk = desk.write("procedures/request.yaml", PROCEDURE);
    assert!(asked(&sits(&desk, &[], "|0")));
}

#[test]
fn the_handbook_and_a_procedure_are_read_without_paper() {
    let desk = desk();
    let shown = desk.run(&["show", "handbook"]).good().stdout;
    for words in ["1. Скажите: «Слушаю вас.»", "2. Ваш адрес?", "Подключение: 25,40", "Инструкция, редакция"]
    {
        assert!(shown.replace('\u{a0}', " ").contains(words), "{words}\n{shown}");
    }
    assert!(shown.find("Ваш адрес?") < shown.find("никто не читал"), "who has read it stands behind");
    assert!(!shown.contains("Подпись"), "nobody signs a screen: {shown}");
    let shown = desk.run(&["show", "request"]).good().stdout;
    assert!(shown.contains("== Заявка ==\n1. Скажите: «Слушаю вас.»\n2. Ваш адрес?\n"), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.run(&["show", "request", "--json"]).good().stdout).expect("JSON");
    assert_eq!((&json["id"], &json["lines"][0]), (&"request".into(), &"== Заявка ==".into()));
}

#[test]
fn nobody_is_asked_where_no_person_types() {
    let desk = desk().write("answers.yaml", "procedure: request\nplay:\n  - answer: {where: Лесная}\n");
    let typed = desk.type_in(&["run", "request"], "Лесная\n\n").good();
    let played = desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert!(!asked(&typed) && !asked(&played));
    assert!(!desk.path("records/acknowledged").exists());
    assert!(desk.run(&["show", "handbook"]).good().stdout.contains("инструкцию никто не читал"));
}

#[test]
fn a_faulty_workspace_is_no_edition_and_much_is_counted() {
    if !tool("python3") {
        return;
    }
    let desk = desk().write("procedures/request.yaml", "title: Заявка\nsteps:\n  - sey: Слушаю\n");
    assert!(!asked(&sits(&desk, &[], "0")), "while the director still writes, there is nothing to read");
    let questions = |mark: &str| -> String {
        (0..20).map(|n| format!("  - ask: Вопрос {n}{mark}?\n    name: q{n}\n")).collect()
    };
    let desk = desk.write("procedures/request.yaml", &format!("title: Заявка\nsteps:\n{}", questions("")));
    sits(&desk, &[], "1|0");
    let desk = desk.write("procedures/request.yaml", &format!("title: Заявка\nsteps:\n{}", questions(" (новый)")));
    let ran = sits(&desk, &[], "|0");
    assert!(ran.stdout.contains("20 изменений"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Вопрос 11 (новый)") && !ran.stdout.contains("Вопрос 12 (новый)"), "{}", ran.stdout);
    assert!(ran.stdout.contains("и ещё 8 изменений. Все: pult show handbook"), "{}", ran.stdout);
    assert!(desk.run(&["show", "handbook"]).good().stdout.contains("Вопрос 19 (новый)"));
    // An edition that is lost can be acknowledged anew, and nobody is kept from the work.
    fs::remove_dir_all(desk.path("records/acknowledged/editions")).expect("removed");
    assert!(sits(&desk, &[], "|0").stdout.contains("уже не узнать"));
}

#[test]
fn every_flipped_bit_of_acknowledgements_is_found() {
    if !tool("python3") {
        return;
    }
    let desk = desk();
    sits(&desk, &[], "1|0");
    desk.run(&["check"]).good();
    for path in desk.files("records/acknowledged") {
        let whole = fs::read(desk.path(&path)).expect("a file");
        let step = (whole.len() / 40).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            desk.put(&path, &bytes);
            let ran = desk.run(&["check"]);
            assert_eq!(ran.code, Some(1), "{path}, byte {at}: {}", ran.stdout);
        }
        desk.put(&path, &whole);
    }
    let file = desk.files("records/acknowledged").into_iter().find(|path| !path.contains("editions")).expect("a file");
    let line = desk.read(&file);
    // Somebody else's file; an edition that is gone; a line that was cut off.
    desk.put("records/acknowledged/other.yaml", line.as_bytes());
    assert!(desk.run(&["check"]).stdout.contains("record-misplaced"));
    fs::remove_file(desk.path("records/acknowledged/other.yaml")).expect("removed");
    desk.put(&file, format!("{line}- {{\"n\":2").as_bytes());
    assert!(desk.run(&["check"]).stdout.contains("record-torn"));
    assert!(!asked(&sits(&desk, &[], "0")), "a torn line takes nothing away");
    desk.put(&file, line.as_bytes());
    let editions = desk.files("records/acknowledged/editions");
    fs::remove_file(desk.path(&editions[0])).expect("removed");
    assert!(desk.run(&["check"]).stdout.contains("edition-lost"));
    // A damaged register is said, and the work goes on.
    desk.put(&file, line.replacen("Тестова", "Текстова", 1).as_bytes());
    let ran = sits(&desk, &["run", "request"], "Лесная");
    assert!(ran.stdout.contains("Слушаю вас"), "{}", ran.stdout);
}
