//! Documents: numbers, papers that go stale, private answers, and what happens when something is missing.

use super::support::{Desk, tool};
use std::process::Command;

const PASSPORT: &str = "MP0000001";
const PERSONAL: &str = "3010180A000PB5";

/// A contract that the dispatcher fills in, up to the end of the questions.
const QUESTIONS: &str = "procedure: contract
play:
  - answer:
      way: desk
      subscriber: Образцов Петр Тестович
      document: passport
      passport: MP0000001
      issued_by: Примерским РОВД
      issued_on: 10.02.2016
      personal_number: 3010180A000PB5
      registered_at: г. Примерск, ул. Образцовая, 5/2-17
      same_address: да
      phone: +375 29 123-45-67
      package: main
";

/// The same, printed and signed.
fn signed() -> String {
    format!("{QUESTIONS}  - done: paper\n")
}

/// A desk on which the questions of a contract are answered and nothing is printed.
fn asked() -> Desk {
    let desk = Desk::new().write("answers.yaml", QUESTIONS);
    desk.run(&["run", "--answers", "answers.yaml"]).unfinished();
    assert_eq!(desk.files("records/open").len(), 1, "it waits for the paper");
    desk
}

fn record(desk: &Desk) -> String {
    let records = desk.records();
    desk.read(records.last().expect("a record"))
}

/// The lines of a record's documents.
fn documents(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("- {form: ")).collect()
}

#[test]
fn a_changed_answer_makes_the_paper_stale_and_the_number_stays() {
    let desk = asked();
    // Printed, confirmed; the phone is changed; printed again with a reason.
    let lines = "\n\n..\n..\n..\n+375 29 123-45-68\n1\nТелефон назвали другой\n\n\n\n\n";
    let ran = desk.type_in(&["resume", "a1"], lines);
    for words in [
        "Печать: Договор об оказании услуг электросвязи",
        "Документ готов: № a-1/2026, 2 экземпляра. Откройте и распечатайте: records/private/2026-11-25-a001/paper-1.pdf",
        "Изменилось то, что уже напечатано: Договор об оказании услуг электросвязи (a-1/2026, 25.11 15:00).",
        "records/private/2026-11-25-a001/paper-2.pdf",
    ] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.stdout);
    }
    let text = record(&desk.at("2026-11-25T16:00"));
    let [first, second] = documents(&text)[..] else { panic!("{text}") };
    assert!(first.contains("paper-1.pdf") && first.ends_with("void: true}"), "{first}");
    assert!(second.contains("paper-2.pdf") && !second.contains("void"), "{second}");
    assert!(documents(&text).iter().all(|line| line.contains("number: \"a-1/2026\"")), "{text}");
    assert!(text.contains("Телефон назвали другой"), "{text}");
    assert!(ran.stdout.contains("Прежняя бумага (a-1/2026) больше не действует"), "{}", ran.stdout);
}

#[test]
fn numbers_follow_each_other_and_a_desk_has_its_own() {
    let desk = Desk::new().write("answers.yaml", &signed());
    let number = |desk: &Desk| {
        let text = record(desk);
        documents(&text)[0].split('"').nth(3).expect("a number").to_owned()
    };
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert_eq!(number(&desk), "a-1/2026");
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert_eq!(number(&desk), "a-2/2026");
    let desk = desk.write("pult.local.yaml", "desk: b\n");
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert_eq!(number(&desk), "b-1/2026");
    // A yearly series begins anew.
    let desk = desk.write("pult.local.yaml", "desk: a\n").at("2027-01-04T10:00");
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert_eq!(number(&desk), "a-1/2027");
    let registers: Vec<String> = desk.files("records/numbers");
    let names = ["contract-a-2026.yaml", "contract-a-2027.yaml", "contract-b-2026.yaml"];
    assert_eq!(registers, names.map(|name| format!("records/numbers/{name}")));
}

#[test]
fn a_form_with_a_fault_stops_only_the_paper_and_the_number_is_kept_for_it() {
    let form = Desk::new().read("forms/contract.md");
    let desk = asked().write("forms/contract.md", &form.replace("{{ subscriber }}", "{{ subscribr }}"));
    let ran = desk.type_in(&["resume", "a1"], "\n");
    assert!(ran.stdout.contains("Не напечатано: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("subscribr") && ran.stdout.contains("pult check"), "{}", ran.stdout);
    assert_eq!(desk.files("records/open").len(), 1);
    let desk = desk.write("forms/contract.md", &form);
    desk.type_in(&["resume", "a1"], "\n\n\n\n\n\n").good();
    let text = record(&desk);
    assert_eq!(documents(&text).len(), 1, "{text}");
    assert!(documents(&text)[0].contains("number: \"a-1/2026\""), "the number it had taken: {text}");
}

#[test]
fn a_character_that_the_fonts_do_not_have_is_named() {
    let desk = Desk::new().write("answers.yaml", &QUESTIONS.replace("Примерским РОВД", "Примерским РОВД 漢"));
    desk.run(&["run", "--answers", "answers.yaml"]).unfinished();
    let ran = desk.type_in(&["resume", "a1"], "\n");
    assert!(ran.stdout.contains("знака «漢» (слово «漢») нет в шрифте"), "{}", ran.stdout);
    assert!(desk.files("records").iter().all(|path| !path.ends_with(".pdf")), "{:?}", desk.files("records"));
}

#[test]
fn without_the_private_answers_nothing_is_printed_that_should_show_them() {
    let desk = asked();
    let kept = "records/private/2026-11-25-a001/answers.yaml";
    std::fs::remove_file(desk.path(kept)).expect("the answers were kept");
    let ran = desk.type_in(&["resume", "a1"], "\n");
    assert!(ran.stdout.contains("хранится на другом рабочем месте"), "{}", ran.stdout);
    assert!(desk.files("records").iter().all(|path| !path.ends_with(".pdf")), "{:?}", desk.files("records"));
    // Damaged, they stop the case and nothing else.
    desk.put(kept, b"{{{");
    let ran = desk.type_in(&["resume", "a1"], ".\n8\nне нашли\n").good();
    assert!(ran.stdout.contains("не читаются") && ran.stdout.contains("answers.yaml"), "{}", ran.stdout);
    assert_eq!(desk.read(kept), "{{{", "whoever can may mend it");
}

#[test]
fn private_answers_stand_where_they_belong_and_nowhere_else() {
    if !tool("git") {
        return;
    }
    let desk = Desk::new().write("answers.yaml", &signed());
    let company = desk.read("pult.yaml").replace("git: off", "git: commit");
    let desk = desk.write("pult.yaml", &company);
    // The scenarios and the answers of this test have the same invented person.
    std::fs::remove_dir_all(desk.path("procedures/scenarios")).expect("scenarios");
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        let output = command.current_dir(desk.path("")).args(args).output().expect("git runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    git(&["init", "-q", "-b", "main", "."]);
    let ran = desk.run(&["run", "--answers", "answers.yaml"]).good();
    let listed = desk.run(&["list", "--all"]).good().stdout + &desk.run(&["list", "--all", "--json"]).good().stdout;
    let shown = desk.run(&["show", "a1"]).good().stdout + &desk.run(&["show", "a1", "--json"]).good().stdout;
    desk.run(&["build"]).good();
    let committed = git(&["ls-files", "records"]);
    assert!(committed.contains("-contract.yaml") && committed.contains("records/numbers/"), "{committed}");
    assert!(!committed.contains("private"), "{committed}");
    let objects = git(&["cat-file", "--batch-all-objects", "--batch"]);
    assert!(objects.contains("MP•••0001"), "the record is among the objects");
    for word in [PASSPORT, PERSONAL] {
        for (place, text) in [("run", &ran.stdout), ("list", &listed), ("show", &shown), ("git", &objects)] {
            assert!(!text.contains(word), "{word} in {place}: {text}");
        }
        let holds = |path: &String| {
            let bytes = std::fs::read(desk.path(path)).expect("a file");
            path.contains(word) || bytes.windows(word.len()).any(|window| window == word.as_bytes())
        };
        let found: Vec<String> = desk.files("").into_iter().filter(holds).collect();
        assert_eq!(found, ["answers.yaml", "records/private/2026-11-25-a001/answers.yaml"], "{word}");
        if tool("pdftotext") {
            let paper = desk.path("records/private/2026-11-25-a001/paper-1.pdf");
            let output = Command::new("pdftotext").arg(paper).arg("-").output().expect("pdftotext runs");
            assert!(String::from_utf8_lossy(&output.stdout).contains(word), "{word} stands on the contract");
        }
    }
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(desk.path("records/private/2026-11-25-a001/paper-1.pdf")).expect("the paper").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
}

#[test]
fn a_form_is_the_same_in_every_process_and_takes_no_number() {
    let desk = Desk::new().write("answers.yaml", &signed());
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    let sheet = |args: &[&str]| {
        let output = desk.command(args).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let blank = sheet(&["print", "contract", "-o", "-"]);
    let stamped = sheet(&["print", "contract", "--stamp", "-o", "-"]);
    assert!(blank.starts_with(b"%PDF") && blank != stamped);
    assert_eq!(stamped, sheet(&["print", "contract", "--stamp", "-o", "-"]), "the same bytes");
    let paper = std::fs::read(desk.path("records/private/2026-11-25-a001/paper-1.pdf")).expect("the paper");
    assert_eq!(
        sheet(&["print", "contract", "--case", "a1", "--stamp", "-o", "-"]),
        paper,
        "the paper of the case again"
    );
    assert_eq!(desk.read("records/numbers/contract-a-2026.yaml").lines().count(), 1, "no number was taken");
    // What is made anew for the case is not what was issued, and says so.
    let issued = "records/private/2026-11-25-a001/paper-1.pdf";
    let told = |args: &[&str]| desk.run(&[&["print", "contract", "--case", "a1"], args].concat()).good().stderr;
    for args in [["-o", "a.html"].as_slice(), &["--blank", "-o", "a.pdf"]] {
        let words = told(args);
        assert!(words.contains("не выданный документ № a-1/2026 от 25.11.2026"), "{args:?}: {words}");
        assert!(words.contains(&format!("Выданный лежит здесь: {issued}")), "{args:?}: {words}");
    }
    assert_eq!(told(&["-o", "a.pdf"]), "");
    std::fs::remove_file(desk.path(issued)).expect("the paper");
    let words = told(&["-o", "a.pdf"]);
    assert!(words.contains("не выданный документ") && words.contains("Выданного больше нет"), "{words}");
    let unknown = desk.run(&["print", "contrct"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
    let elsewhere = desk.run(&["print", "contract", "-o", "no/such/folder.pdf"]).good();
    assert!(elsewhere.stdout.contains("folder.pdf") && desk.path("no/such/folder.pdf").exists());
}

#[test]
fn a_lost_register_does_not_begin_anew_and_a_damaged_one_gives_no_number() {
    let desk = Desk::new().write("answers.yaml", &signed());
    let register = "records/numbers/contract-a-2026.yaml";
    for _ in 0..2 {
        desk.run(&["run", "--answers", "answers.yaml"]).good();
    }
    let kept = desk.read(register);
    std::fs::remove_file(desk.path(register)).expect("the register");
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert!(documents(&record(&desk))[0].contains("a-3/2026"), "{}", record(&desk));
    assert_eq!(desk.read(register).lines().count(), 3, "what is known of the lost ones stands there again");
    // A number whose line cannot be read was given all the same.
    desk.put(register, kept.replacen("a-2/2026", "a-9/2026", 1).as_bytes());
    let ran = desk.run(&["run", "--answers", "answers.yaml"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("contract-a-2026.yaml") || ran.stdout.contains("contract-a-2026.yaml"),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.read(register).lines().count(), 2);
}

#[test]
fn the_number_of_a_killed_program_is_found_in_the_new_year() {
    let desk = asked();
    desk.type_in(&["resume", "a1"], "\n");
    // As if the program had been killed between taking the number and writing it into the case.
    let journal = desk.files("records/open").remove(0);
    let lines: Vec<String> = desk.read(&journal).lines().map(|line| format!("{line}\n")).collect();
    let begun = lines.iter().position(|line| line.contains("\"begun\"")).expect("it began");
    desk.put(&journal, lines[..=begun].concat().as_bytes());
    let desk = desk.at("2027-01-04T10:00");
    desk.type_in(&["resume", "2026-11-25-a001"], "\n\n\n\n\n").good();
    let text = record(&desk);
    assert!(documents(&text)[0].contains("number: \"a-1/2026\""), "{text}");
    assert_eq!(desk.files("records/numbers"), ["records/numbers/contract-a-2026.yaml"]);
}

#[test]
fn a_private_answer_that_is_changed_stands_on_the_next_paper() {
    if !tool("pdftotext") {
        return;
    }
    let changed = format!(
        "{QUESTIONS}  - done: paper\n  - change: {{passport: MP0000002}}\n    reason: Описка\n  \
                           - again: paper\n    reason: Паспорт переписали с ошибкой\n"
    );
    let desk = Desk::new().write("answers.yaml", &changed);
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    let text = |count: u32| {
        let paper = desk.path(&format!("records/private/2026-11-25-a001/paper-{count}.pdf"));
        let output = Command::new("pdftotext").arg(paper).arg("-").output().expect("pdftotext runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(text(1).contains(PASSPORT) && !text(1).contains("MP0000002"));
    assert!(text(2).contains("MP0000002") && !text(2).contains(PASSPORT));
    // Typed again as it was, nothing has changed that a paper shows.
    let same = format!(
        "{QUESTIONS}  - done: paper\n  - change: {{passport: MP 0000001}}\n    reason: Сверили\n  \
                        - expect: {{stale: }}\n"
    );
    let desk = desk.write("answers.yaml", &same);
    let asked = desk.run(&["run", "--answers", "answers.yaml"]);
    assert!(!asked.stderr.contains("stale"), "{}", asked.stderr);
}

#[test]
fn only_documents_that_a_record_names_go_into_git() {
    if !tool("git") {
        return;
    }
    let desk = Desk::new();
    let company = desk.read("pult.yaml").replace("git: off", "git: commit");
    let desk = desk.write("pult.yaml", &company);
    let git = |args: &[&str]| {
        let output = Command::new("git").current_dir(desk.path("")).args(args).output().expect("git runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    git(&["init", "-q", "-b", "main", "."]);
    // The blank of an open case: printed, and not yet anybody's.
    desk.type_in(&["run", "contract"], "2\n\n\n").good();
    let blank = "records/2026/11/2026-11-25-a001-contract/stamped-1.pdf";
    assert!(desk.path(blank).exists(), "{:?}", desk.files("records"));
    desk.type_in(&["run", "contract"], "3\n\n\n\n\n\n\n").good();
    let home = "records/2026/11/2026-11-25-a002-contract/home_blank-1.pdf";
    let listed = || git(&["ls-files", "records"]);
    assert!(listed().contains(home) && !listed().contains(blank), "{}", listed());
    // Somebody has put a scan beside the record.
    desk.put("records/2026/11/2026-11-25-a002-contract/passport.pdf", b"%PDF");
    desk.type_in(&["run", "contract"], "3\n\n\n\n\n\n\n").good();
    assert!(!listed().contains("passport.pdf"), "{}", listed());
    assert!(listed().contains("a003-contract/home_blank-1.pdf"), "{}", listed());
    // A register that somebody has deleted stays in git.
    std::fs::remove_file(desk.path("records/numbers/blank-a.yaml")).expect("the register");
    desk.type_in(&["run", "contract"], "3\n\n\n\n\n\n\n").good();
    assert!(listed().contains("records/numbers/blank-a.yaml"), "{}", listed());
}

#[test]
fn what_a_paper_would_leave_out_for_a_fault_elsewhere_is_not_printed() {
    let prices = |desk: &Desk, value: &str| {
        let text =
            desk.read("procedures/cards/prices.yaml").replacen("    value:\n", &format!("    value: {value}\n"), 1);
        desk.put("procedures/cards/prices.yaml", text.as_bytes());
    };
    let desk = Desk::new();
    prices(&desk, "двадцать");
    for form in ["prices", "contract", "handbook"] {
        let ran = desk.run(&["print", form]);
        assert!(ran.code == Some(1) && ran.stderr.contains("[value-does-not-fit]"), "{form}: {}", ran.stderr);
        assert!(desk.files("out").is_empty(), "{form}");
    }
    desk.run(&["print", "channels"]).good();
    let ran = desk.run(&["show", "prices"]);
    assert!(ran.code == Some(1) && ran.stdout.contains("Прейскурант"), "{}", ran.stdout);
    assert!(ran.stderr.contains("[value-does-not-fit]"), "{}", ran.stderr);
    // A fault of the hours is none of a form that does not print them.
    let desk = Desk::new();
    let hours = desk.read("pult.yaml").replace("mon-fri: 10:00-19:00", "mon-fri: с 10 до 19");
    let desk = desk.write("pult.yaml", &hours);
    let ran = desk.run(&["print", "handbook"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("[bad-time]"), "{}", ran.stderr);
    desk.run(&["print", "prices"]).good();
}
