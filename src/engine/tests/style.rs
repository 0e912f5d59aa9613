//! Answers in a style: refused with everything at once, doubted, put right; and replay that judges nothing.

use super::Play;
use crate::engine::{Case, Concern, Refusal};
use crate::model::style::Rule;
use serde_json::json;
use std::sync::Arc;

const STEPS: &str = "
  - ask: Текст
    name: text
    type: long text
    style: official
    check: text != 'Проба два три.'
    otherwise: Это проба
  - ask: Причина
    name: why
    style: official
    optional: yes
";

/// The rules of the concerns or faults.
fn rules(refusal: &Refusal) -> Vec<Rule> {
    match refusal {
        Refusal::Style(faults) => faults.iter().map(|fault| fault.rule).collect(),
        Refusal::Doubtful(concerns) => {
            let rule = |concern: &Concern| if let Concern::Style(fault) = concern { Some(fault.rule) } else { None };
            concerns.iter().filter_map(rule).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_refusal_names_all_faults_and_doubts_stand_alone() {
    let mut play = Play::new(STEPS);
    let refused = play.refused("text=Телек (рябит) не видно каналов!");
    assert!(matches!(refused, Refusal::Style(_)), "{refused:?}");
    assert_eq!(rules(&refused), [Rule::Slang, Rule::Brackets, Rule::Exclamation]);
    // Accepting does not help against what is refused.
    assert!(matches!(play.refused("text!=Телек пропал!"), Refusal::Style(_)));
    let doubted = play.refused("text=Телек не показывает каналов.");
    assert!(matches!(doubted, Refusal::Doubtful(_)), "{doubted:?}");
    assert_eq!(rules(&doubted), [Rule::Slang]);
    play.play(&["text!=Телек , телек не показывает каналов"]);
    assert_eq!(play.value("text"), json!("Телек, телек не показывает каналов."), "what loses nothing is put right");
    let accepted = &play.case.fact("text").expect("it is answered").accepted;
    assert_eq!(*accepted, ["L17"], "a kind of doubt is kept once, without the words");
}

#[test]
fn a_phrase_needs_no_capital_and_no_dot() {
    let mut play = Play::new(STEPS);
    play.play(&["text=Нет сигнала на канале", "why=дорого  платить"]);
    assert_eq!(play.value("text"), json!("Нет сигнала на канале."));
    assert_eq!(play.value("why"), json!("дорого платить"));
    // A check of the procedure sees what is kept.
    assert!(matches!(play.refused("text=проба два три"), Refusal::Check { .. }));
}

#[test]
fn what_is_put_right_is_offered_only_where_it_helps() {
    let play = Play::new(STEPS);
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.fixed(0, "Нет сигнала (рябит)!").as_deref(), Some("Нет сигнала, рябит."));
    assert_eq!(outline.fixed(0, "нет  сигнала"), None, "that is done without a word");
    assert_eq!(outline.fixed(0, "!!!"), None, "nothing is left of it");
    assert_eq!(outline.fixed(7, "Нет!"), None);
}

#[test]
fn a_case_keeps_the_words_it_began_with_and_replay_judges_nothing() {
    let mut play = Play::new(STEPS);
    play.play(&["text!=Телек не показывает каналов"]);
    // Other words, under which the answer would be refused or not be doubted.
    for words in [None, serde_json::from_value(json!({"words": {"rude": {"показывает": ""}}})).expect("a dictionary")]
    {
        let mut definition = (*play.case.definition).clone();
        assert_ne!(definition.style, words);
        definition.style = words;
        let again = Case::replay(&play.case.id, Arc::new(definition), &play.events);
        assert_eq!(again.fact("text"), play.case.fact("text"));
    }
    assert!(play.case.definition.canonical().contains("телек*"));
    assert!(!Play::new("  - ask: А?\n    name: a\n").case.definition.canonical().contains("телек*"));
}
