use super::{divided, drawn, without_numbers};
use crate::model::company::Language;
use crate::model::definition::{Definition, StepKind};
use crate::model::document::{Block, Document};
use crate::model::record::head_of;
use crate::session::testing::begun;
use crate::session::{Seat, check_workspace, play};
use crate::store::{Found, Scratch, load_workspace};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The words under which a record has its answers, without those that are computed and shown to nobody.
fn answers(name: &str, value: &Value, hidden: &BTreeSet<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(map) if map.contains_key("value") => {
            if !hidden.contains(name) {
                found.push(map.get("label").unwrap_or(&map["value"]).as_str().expect("words").to_owned());
            }
        }
        Value::Object(map) => map.iter().for_each(|(name, value)| answers(name, value, hidden, found)),
        Value::Array(items) => items.iter().for_each(|item| answers(name, item, hidden, found)),
        _ if hidden.contains(name) => {}
        Value::String(text) => found.push(text.clone()),
        other => found.push(other.to_string()),
    }
}

fn hidden(definition: &Definition) -> BTreeSet<String> {
    let silent = |kind: &StepKind| matches!(kind, StepKind::Let(computed) if computed.label.is_none());
    definition.walk().into_iter().filter(|(step, _)| silent(&step.kind)).map(|(step, _)| step.id.clone()).collect()
}

fn words(text: &str) -> String {
    text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every heading has something under it, and no table follows another without one.
fn is_tidy(document: &Document) {
    let pairs = document.blocks.windows(2).map(|pair| (&pair[0], &pair[1]));
    for (one, next) in pairs {
        match (one, next) {
            (Block::Heading { level: 1, .. }, _) => {}
            (Block::Heading { level, text }, Block::Heading { level: below, .. }) => {
                assert!(below > level, "nothing stands under {}", text.text());
            }
            (Block::Table(_), Block::Table(_)) => panic!("two tables: {document:?}"),
            _ => {}
        }
    }
    assert!(!matches!(document.blocks.last(), Some(Block::Heading { .. })), "{document:?}");
    let empty = document.texts().iter().any(|(text, _)| text.contains("{{") || text.contains("null"));
    assert!(!empty, "{document:?}");
}

#[test]
fn every_scenario_of_the_company_has_a_sheet_that_holds_its_answers() {
    let workspace = Arc::new(load_workspace(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the workspace"));
    let diagnostics = Arc::new(check_workspace(&workspace));
    let seat = Seat { desk: "a".into(), by: "test".into(), language: Language::Ru };
    let (mut procedures, mut outcomes, mut looked_at, mut open) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
    let all = workspace.scenarios.iter().flat_map(|(_, scenario)| std::iter::once(scenario).chain(&scenario.variants));
    for scenario in all {
        let scratch = Scratch::new().expect("a folder");
        let (mut session, _) = begun(&workspace, &diagnostics, scenario, &seat, scratch.store()).expect("it begins");
        play(&mut session, &scenario.play, scenario.span)
            .unwrap_or_else(|error| panic!("{}: {error:?}", scenario.title));
        for case in session.cases() {
            let (_, document) = session.case_document(&case.id).expect("a sheet");
            is_tidy(&document);
            let texts = document.texts();
            let all = words(&texts.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" | "));
            let today = session.outside().at.date_naive();
            let found = session.store.look_up(&case.id, today).expect("it is there").1;
            let Found::Closed(path) = found else {
                open += 1;
                continue;
            };
            let text = session.store.record(&path).expect("a record").1;
            let head: Value = serde_yaml::from_str(head_of(&text).expect("a head")).expect("YAML");
            let mut wanted = vec![head["title"].as_str().expect("a title").to_owned()];
            wanted.extend(head["outcome_label"].as_str().map(str::to_owned));
            answers("", &head["answers"], &hidden(&case.definition), &mut wanted);
            for answer in wanted.iter().filter(|answer| !answer.is_empty() && *answer != "null") {
                assert!(all.contains(&words(answer)), "{}: {answer} in {all}", scenario.title);
                looked_at += 1;
            }
            procedures.insert(case.definition.id.clone());
            if outcomes.insert(format!("{} {}", case.definition.id, head["outcome"])) {
                drawn(document, crate::render::Output::Pdf).expect("it is drawn");
            }
        }
    }
    assert_eq!(procedures.len(), workspace.procedures.len(), "{procedures:?}");
    assert!(outcomes.len() > 20 && looked_at > 400, "{} outcomes, {looked_at} answers, {open} open", outcomes.len());
}

#[test]
fn numbers_of_the_staff_are_hidden_in_any_spelling_and_others_stay() {
    let numbers = ["290000071".to_owned()];
    for (text, without) in [
        ("Звоните +375 (29) 000-00-71, ждет.", "Звоните [x], ждет."),
        ("80290000071", "[x]"),
        ("Дом 5, 8 029 000 00 71", "Дом 5, [x]"),
        ("Дом 5, +375 29 000-00-72 (сын) - с 10.00", "Дом 5, +375 29 000-00-72 (сын) - с 10.00"),
        ("375290000071 и 5", "[x] и 5"),
    ] {
        assert_eq!(without_numbers(text, &numbers, "[x]"), without);
    }
}

#[test]
fn only_words_that_are_very_long_may_be_divided_anywhere() {
    let name = "скан_паспорта_с_пропиской_2026_11_25.pdf";
    assert_eq!(divided("короткое слово"), "короткое слово");
    assert_eq!(divided(name).replace('\u{200b}', ""), name);
    assert!(divided(name).split('\u{200b}').all(|part| part.chars().count() <= 12));
}
