//! Choices that come from a card, the contacts, the dispatchers.

use super::Play;
use crate::engine::Refusal;
use crate::model::event::{Did, Event};
use crate::model::types::Misfit;
use serde_json::{Value, json};

const CHANNEL: &str = "  - ask: Какой канал?
    name: channel
    choices: {from: cards.channels, where: social}
  - say: Выбран {{ channel }}
    name: told
";

#[test]
fn choices_come_from_the_rows_of_a_card() {
    let mut play = Play::new(CHANNEL);
    let outline = play.case.outline(&play.outside);
    let offered = outline.offered(0);
    assert_eq!(offered, [("a".to_owned(), "Первый, главный".to_owned()), ("c".to_owned(), "Третий".to_owned())]);
    assert!(matches!(play.refused("channel=b"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    assert!(matches!(play.refused("channel=Без кода"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    play.play(&["channel=третий"]);
    let Some(Did::Answered(answered)) = play.events.last().map(|event| event.did.clone()) else { panic!("an answer") };
    assert_eq!((answered.value, answered.label.as_deref()), (json!("c"), Some("Третий")));
    assert_eq!(answered.chosen.iter().map(|chosen| chosen.label.as_str()).collect::<Vec<_>>(), ["Третий"]);
    // What was offered stands in the journal, too.
    let saw = play.events.last().and_then(|event| event.saw.get("cards.channels")).cloned();
    assert_eq!(saw.as_ref().and_then(Value::as_array).map(Vec::len), Some(4));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(1), "Выбран Третий");
    assert_eq!(outline.suggestion(0).as_deref(), Some("Третий"));
}

#[test]
fn what_was_chosen_keeps_its_label_when_its_row_is_gone() {
    let mut play = Play::new(CHANNEL);
    play.play(&["channel=c"]);
    play.outside.names.insert("cards", json!({"channels": [{"code": "d", "title": "Новый", "social": "да"}]}));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(1), "Выбран Третий");
    assert_eq!(outline.suggestion(0).as_deref(), Some("Третий"));
    assert_eq!(outline.rows[0].field().map(|field| field.show(&json!("c"))).as_deref(), Some("Третий"));
    assert!(matches!(play.refused("channel=c"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    play.play(&["channel=Новый"]);
    assert_eq!(play.case.outline(&play.outside).text(1), "Выбран Новый");
}

#[test]
fn several_may_be_chosen_of_rows_with_commas_in_their_labels() {
    let steps = "  - ask: Какие?
    name: channels
    type: choices
    choices: {from: cards.channels}
  - say: Это {{ channels }}
";
    let mut play = Play::new(steps);
    play.play(&["channels=Первый, главный"]);
    assert_eq!(play.case.outline(&play.outside).scope.get("channels"), json!(["a"]));
    play.play(&["channels=a\nВторой"]);
    assert_eq!(play.case.outline(&play.outside).text(1), "Это Первый, главный, Второй");
}

#[test]
fn contacts_and_dispatchers_may_be_chosen_and_a_condition_reads_answers() {
    let steps = "  - ask: Кому?
    name: whom
    choices: {from: contacts, where: \"title != 'Мастер' or night\"}
    when: cards.prices.full > 1
  - ask: Ночь?
    name: night
    type: yes/no
  - ask: Кто сменит?
    name: next
    choices: {from: dispatchers, where: \"id != 'ivanov'\"}
";
    let mut play = Play::new(steps);
    let offered = |play: &Play, at: usize| {
        let outline = play.case.outline(&play.outside);
        outline.offered(at).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!((offered(&play, 0), offered(&play, 2)), (vec!["director".to_owned()], vec!["testova".to_owned()]));
    play.play(&["night=да", "whom=master", "next=Тестова Анна"]);
    assert_eq!(offered(&play, 0), ["director", "master"]);
    let lines: String = play.events.iter().map(Event::to_line).collect();
    assert!(!lines.contains("+375290000001"), "numbers of the staff stay out of journals");
}
