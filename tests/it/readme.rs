//! What README shows is what happens.

use super::support::{Desk, source_tree};
use pult::model::procedure::VERBS;
use pult::model::types::Base;
use std::fmt::Write;
use std::fs;
use std::sync::Mutex;

fn readme() -> String {
    fs::read_to_string(source_tree().join("README.md")).expect("README.md")
}

/// The first block of README in this language.
pub(crate) fn block(language: &str) -> String {
    let readme = readme();
    let start = readme.find(&format!("```{language}\n")).expect("the block") + language.len() + 4;
    let end = start + readme[start..].find("```").expect("its end");
    readme[start..end].to_owned()
}

/// Output and typed lines as one reads them on a screen.
fn transcript(stdout: &str, typed: &[String]) -> String {
    let mut typed = typed.iter();
    let mut out = String::new();
    for line in stdout.lines() {
        let line =
            if line == "> " { format!("> {}", typed.next().map_or("", String::as_str)) } else { line.to_owned() };
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

#[test]
fn the_session_of_readme_is_real() {
    let prices = "title: Прейскурант\naudience: client\nvalues:\n  social: {label: Социальный пакет в месяц, type: money, value: \"6,50\"}\n";
    let desk = Desk::new()
        .write("procedures/disconnection.yaml", &block("yaml"))
        .write("procedures/cards/prices.yaml", prices);
    let checked = desk.run(&["check", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let of_it = found.as_array().expect("a list").iter().filter(|one| one["file"] == "procedures/disconnection.yaml");
    assert_eq!(of_it.count(), 0, "{found}");
    let shown = block("console");
    let (command, session) = shown.split_once('\n').expect("a command and its session");
    let args: Vec<&str> = command.trim_start_matches("$ pult ").split(' ').collect();
    let typed: Vec<String> =
        session.lines().filter_map(|line| line.strip_prefix('>')).map(|line| line.trim().to_owned()).collect();
    let ran = desk.type_in(&args, &(typed.join("\n") + "\n")).good();
    let real = transcript(&ran.stdout, &typed);
    if is_updated(session, &real) {
        return;
    }
    assert_eq!(real, session, "README shows another session; README=update cargo test writes the real one");
    assert_eq!(desk.records().len(), 2);
}

/// Whether `README=update` was asked for; then the one text stands in the place of the other.
fn is_updated(old: &str, fresh: &str) -> bool {
    // Tests run beside each other.
    static WRITING: Mutex<()> = Mutex::new(());
    let asked = std::env::var_os("README").is_some_and(|value| value == "update");
    if asked {
        let _alone = WRITING.lock();
        fs::write(source_tree().join("README.md"), readme().replacen(old, fresh, 1)).expect("README.md is written");
    }
    asked
}

#[test]
fn readme_names_the_words_that_steps_begin_with() {
    let readme = readme();
    for verb in VERBS {
        assert!(readme.contains(&format!("\n| `{verb}` | ")), "the table of README has no `{verb}`");
    }
}

#[test]
fn readme_lists_the_types_there_are() {
    let (start, end) = ("Виды ответов (`type`):\n", "\nи свои");
    let readme = readme();
    let (_, behind) = readme.split_once(start).expect("the list of types");
    let (listed, _) = behind.split_once(end).expect("its end");
    let mut real = String::new();
    for (at, word) in Base::words().into_iter().enumerate() {
        real.push_str(match at {
            0 => "",
            at if at % 8 == 0 => ",\n",
            _ => ", ",
        });
        let _ = write!(real, "`{word}`");
    }
    if is_updated(&format!("{start}{listed}{end}"), &format!("{start}{real}{end}")) {
        return;
    }
    assert_eq!(real, listed, "README lists other types; README=update cargo test --test it readme writes them");
}

#[test]
fn readme_names_the_commands_there_are() {
    let readme = readme();
    let help = Desk::empty().english().run(&["--help"]).good().stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 7, "{help}");
    for command in commands {
        assert!(readme.contains(&format!("`pult {command}")), "README says nothing of `pult {command}`");
        let russian = readme.split_once("\n# Диспетчеру").map_or("", |(_, russian)| russian);
        assert!(russian.contains(&format!("\n| `pult {command}")), "its Russian table has no `pult {command}`");
    }
}

#[test]
fn the_card_the_form_the_summary_and_the_scenario_of_readme_work() {
    let repair = "title: Ремонт\nsection: Мастерская\nsteps:\n  - ask: Как вас зовут?\n    name: client\n    type: person\n  \
                  - ask: Телефон?\n    name: phone\n    type: phone\n  - ask: Что сломалось?\n    name: broken\n    choices:\n      \
                  brakes: Тормоза\n      other:\n        label: Другое\n        steps:\n          - ask: Что именно?\n            \
                  name: other_words\n  - say: Осмотр стоит {{ cards.prices.inspection }}.\n  - ask: Согласен?\n    name: agree\n    \
                  type: yes/no\n  - ask: К какому числу?\n    name: due\n    type: date\n    check: due >= today\n    \
                  otherwise: Дата уже прошла.\n  - wait: Мастер смотрит\n    name: inspected\n  - ask: Сколько стоит ремонт?\n    \
                  name: sum\n    type: money\n  - print: receipt\n    name: paper\n    series: receipt\n  - stop: accepted\n    as: Принят в ремонт\n";
    let desk = Desk::with_procedure("repair", repair)
        .write("procedures/cards/prices.yaml", &block("yaml card"))
        .write("procedures/scenarios/repair.yaml", &block("yaml scenario"))
        .write("forms/receipt.md", &block("markdown form"))
        .write("forms/summaries/repairs.md", &block("markdown summary"));
    let readme = readme();
    let series = readme.lines().filter(|line| line.starts_with("`series: ")).find_map(|line| line.split('`').nth(1));
    let series = series.expect("the series");
    let company = format!("{}sections: [Мастерская]\n{series}\n", desk.read("pult.yaml"));
    let desk = desk.write("pult.yaml", &company);
    let checked = desk.run(&["check"]).good();
    assert!(checked.stdout.contains("Всё в порядке"), "{}", checked.stdout);
    let tested = desk.run(&["test"]).good();
    assert!(tested.stdout.contains("Тормоза, согласен на осмотр"), "{}", tested.stdout);
    // Played for good, the case leaves its paper and stands on the page.
    let scenario = desk.read("procedures/scenarios/repair.yaml");
    let (answers, _) = scenario.split_once("\nexpect:").expect("what must come of it");
    desk.put("answers.yaml", answers.as_bytes());
    desk.run(&["run", "--answers", "answers.yaml"]).good();
    assert!(
        desk.files("records").iter().any(|path| path.ends_with("-repair/paper-1.pdf")),
        "{:?}",
        desk.files("records")
    );
    desk.run(&["build"]).good();
    let page = desk.read("out/repairs-2026-11.html");
    assert!(page.contains("30,00 руб.") && page.contains("Тормоза"), "{page}");
    desk.run(&["print", "receipt"]).good();
    assert!(desk.path("out/forms/receipt.pdf").exists());
    // So it is by the file of answers, with the office that README shows.
    let desk = desk.write("more.yaml", &block("yaml answers"));
    let company = format!("{company}{}", block("yaml office"));
    let desk = desk.write("pult.yaml", &company).seated("ivanov");
    desk.run(&["check"]).good();
    desk.run(&["run", "--answers", "more.yaml"]).good();
    assert_eq!(desk.records().len(), 2);
}

#[test]
fn another_column_of_a_chosen_row_is_read_as_readme_shows() {
    let services = "title: Услуги\naudience: client\ntable:\n  columns: {code: Код, label: Услуга, price: Цена, time: Время}\n  rows:\n    \
                    - {code: wash, label: Мойка, price: 5 руб., time: 10 минут}\n    \
                    - {code: chain, label: Замена цепи, price: 12 руб., time: час}\n";
    let scenario = "title: Цепь\nprocedure: services\nanswers: {service: chain}\nexpect:\n  \
                    text: {told: ['Это стоит 12 руб., займёт час.']}\n";
    let desk = Desk::with_procedure("services", &block("yaml rows"))
        .write("procedures/cards/services.yaml", services)
        .write("procedures/scenarios/services.yaml", scenario);
    desk.run(&["check"]).good();
    desk.run(&["test"]).good();
}
