//! The papers of an office: its forms, its journal, and blanks with the stamp that have not come back.

use super::support::{Desk, Ran, tool};
use std::process::Command;

const TAKEN: &str = "procedure: contract\nplay:\n  - answer: {way: here}\n  - done: stamped\n";

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the tool runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The list at the desk, and out of it.
fn list(desk: &Desk) -> Ran {
    desk.type_in(&[], "0\n").good()
}

fn plays(desk: &Desk, name: &str, text: &str) {
    desk.put(name, text.as_bytes());
    desk.run(&["run", "--answers", name]).good();
}

#[test]
fn a_stamped_blank_is_shown_until_it_has_come_back() {
    let desk = Desk::new();
    let title = "! Бланки с печатью, которые не вернулись";
    assert!(!list(&desk).stdout.contains(title));
    plays(&desk, "taken.yaml", TAKEN);
    let ran = list(&desk);
    assert!(ran.stdout.contains(title), "{}", ran.stdout);
    assert!(ran.stdout.contains("2026-11-25-a001  25.11.2026 15:00  Б-a-1"), "{}", ran.stdout);
    // Carried away: the case is closed, the blank is not there.
    plays(&desk, "gone.yaml", &format!("{TAKEN}  - done: filling\n  - answer: {{blank_fate: taken}}\n"));
    plays(&desk, "spoiled.yaml", &format!("{TAKEN}  - done: filling\n  - answer: {{blank_fate: spoiled}}\n"));
    let ran = list(&desk);
    for (number, there) in [("Б-a-1", true), ("Б-a-2", true), ("Б-a-3", false)] {
        assert_eq!(ran.stdout.contains(number), there, "{number}: {}", ran.stdout);
    }
    desk.run(&["build"]).good();
    let page = desk.read("out/blanks.html");
    assert!(page.contains("Б-a-1") && page.contains("Б-a-2") && !page.contains("Б-a-3"), "{page}");
    assert!(page.contains("Бланк с печатью унесён"), "{page}");
    // After a month the desk is silent, the summary is not.
    let desk = desk.at("2027-01-15T15:00");
    let ran = list(&desk);
    assert!(ran.stdout.contains("Б-a-1") && !ran.stdout.contains("Б-a-2"), "{}", ran.stdout);
    let desk = desk
        .at("2026-11-26T10:00")
        .write("fix.yaml", "play:\n  - answer: {blank_fate: spoiled}\n    reason: Вернул на другой день\n");
    desk.run(&["correct", "2026-11-25-a002", "--answers", "fix.yaml"]).good();
    let ran = list(&desk);
    assert!(ran.stdout.contains("Б-a-1") && !ran.stdout.contains("Б-a-2"), "{}", ran.stdout);
    desk.run(&["build"]).good();
    assert!(!desk.read("out/blanks.html").contains("Б-a-2"));
}

#[test]
fn a_stamped_blank_that_was_not_needed_is_asked_for() {
    let desk = Desk::new();
    desk.put("way.yaml", format!("{TAKEN}  - change: {{way: home}}\n    reason: Заполнит дома\n").as_bytes());
    desk.run(&["run", "--answers", "way.yaml"]).unfinished();
    let ran = list(&desk);
    assert!(ran.stdout.contains("Б-a-1"), "the blank does not count any more, and is still there: {}", ran.stdout);
    let ran = desk.type_in(&["resume", "a1"], "1\n");
    assert!(ran.stdout.contains("Абонент вернул бланк с печатью Б-a-1?"), "{}", ran.stdout);
    assert!(!list(&desk).stdout.contains("Б-a-1"));
}

#[test]
fn the_desk_shows_only_lists_of_cases() {
    let desk = Desk::new();
    let text = desk.read("forms/summaries/blanks.md").replace("desk: [given, gone]", "desk: [given, gonne]");
    let desk = desk.write("forms/summaries/blanks.md", &text);
    let ran = desk.run(&["check"]);
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(ran.code == Some(1) && said.contains("gonne") && said.contains("gone"), "{said}");
}

#[test]
fn the_journal_lies_on_its_side_and_the_answers_name_nobody() {
    let desk = Desk::new();
    let calls = "procedure: request\nplay:\n  - answer:\n      kind: repair\n      applicant: Образцов Петр Тестович\n      address: ул. Образцовая, 5/2-17\n      phone: +375 29 123-45-67\n      text: Абонент сообщает об отсутствии изображения на всех каналах. Требуется выезд мастера.\n";
    for _ in 0..30 {
        plays(&desk, "call.yaml", calls);
    }
    plays(
        &desk,
        "answers.yaml",
        &format!(
            "{TAKEN}  - answer: {{favourite: спорт, wishes: Показывать футбол}}\n  - done: filling\n  - answer: {{blank_fate: spoiled}}\n"
        ),
    );
    desk.run(&["build"]).good();
    let answers = desk.read("out/answers-2026-11-25.html");
    assert!(answers.contains("Показывать футбол") && answers.contains("спорт"), "{answers}");
    assert!(!answers.contains("Образцов") && !answers.contains("a031"), "{answers}");
    let journal = desk.path("out/journal-2026-11.pdf");
    let journal = journal.to_string_lossy();
    if tool("pdfinfo") && tool("pdftotext") {
        let about = said("pdfinfo", &[&journal]);
        assert!(about.contains("841.89 x 595.276") || about.contains("A4"), "{about}");
        let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a count").trim().to_owned();
        assert!(pages.parse::<u32>().expect("a number") > 1, "{about}");
        // The head stands on every page again, no row is lost.
        let text = said("pdftotext", &["-layout", &journal, "-"]);
        assert_eq!(text.matches("Чем кончилось").count().to_string(), pages, "{text}");
        assert!(text.contains("a030"), "{text}");
    }
}

#[test]
fn a_number_of_the_staff_reaches_no_form_for_clients() {
    let desk = Desk::new();
    let company = desk.read("pult.yaml").replacen("    phones:", "    phones: [\"+375 25 718-29-34\"]", 1);
    let desk = desk.write("pult.yaml", &company);
    let channels = desk.read("procedures/cards/channels.yaml");
    for spelling in ["8 (025) 718 29 34", "80257182934", "718-29-34", "718.29.34"] {
        let rows = format!("  rows:\n    - {{number: \"1\", title: \"Звоните {spelling}\", package: основной}}");
        desk.put("procedures/cards/channels.yaml", channels.replace("  rows:", &rows).as_bytes());
        for form in ["appendices", "channels"] {
            for mode in [&["--blank"][..], &[]] {
                let ran = desk.run(&[&["print", form], mode].concat());
                let there = desk.path(&format!("out/forms/{form}.pdf")).exists();
                assert!(ran.code != Some(0) && !there, "{form} {spelling}: {}{}", ran.stdout, ran.stderr);
            }
        }
    }
    desk.put("procedures/cards/channels.yaml", channels.as_bytes());
    desk.run(&["print", "appendices", "--blank"]).good();
    // What is typed in the case itself comes to light when the form is filled.
    let answers = "procedure: request\nplay:\n  - answer:\n      kind: repair\n      applicant: Образцов Петр Тестович\n      address: ул. Образцовая, 5/2-17\n      phone: +375 25 718-29-34\n      text: Абонент сообщает об отсутствии изображения на всех каналах. Требуется выезд мастера.\n";
    plays(&desk, "call.yaml", answers);
    let ran = desk.run(&["print", "application-disconnect", "--case", "a1"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("сотрудника"), "{}{}", ran.stdout, ran.stderr);
}
