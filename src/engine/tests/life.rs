//! The life of a case: its end, its rest, its name, what the world gave it.

use super::{Play, definition, moment, outside};
use crate::engine::{Case, Life, Outside, Refusal};
use crate::model::template::OuterNames;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn a_case_may_end_early_or_rest() {
    let mut play = Play::new("  - {ask: А?, name: a, gate: yes}\n  - {stop: end, name: end, as: Конец}\n");
    assert_eq!(play.refused("cut: "), Refusal::ReasonNeeded { step: String::new() });
    assert_eq!(play.refused("stop"), Refusal::Blocked { step: String::new(), by: "a".to_owned() });
    play.play(&["note: звонил", "park: ждет"]);
    assert_eq!(play.case.life, Life::Parked);
    play.play(&["resume"]);
    assert_eq!(play.case.life, Life::Open);
    play.play(&["cut: передумал"]);
    let Life::Closing(closing) = &play.case.life else { panic!("closing") };
    assert_eq!((closing.outcome.as_str(), closing.reason.as_deref()), ("cut", Some("передумал")));
    let closed = play.case.closed(&play.outside);
    play.take(closed);
    assert!(matches!(&play.case.life, Life::Closed(_)));
    assert_eq!(play.case.notes.len(), 2, "the remark, and the word left when it was put aside");
}

#[test]
fn an_earlier_moment_may_be_told_but_no_impossible_one() {
    let mut play = Play::new("  - {do: А, name: a}\n  - {do: Б, name: b}\n");
    play.outside.at = moment("12:00");
    play.outside.was = Some(moment("12:01"));
    assert_eq!(play.refused("a"), Refusal::WrongMoment);
    play.outside.was = Some(moment("09:59"));
    play.play(&["b"]);
    assert_eq!(play.case.fact("b").expect("a fact").at, Some(moment("09:59")), "before the case was opened");
    play.outside.was = Some(moment("11:00"));
    play.play(&["a"]);
    assert_eq!(play.case.fact("a").expect("a fact").at, Some(moment("11:00")));
    assert_eq!(play.value("a.at"), json!("2026-11-22T11:00"));
}

#[test]
fn what_the_world_gave_is_kept_only_when_it_is_new() {
    let mut play = Play::new(
        "
  - {say: 'Цена {{ cards.prices.social }}', name: price}
  - {ask: Имя?, name: who, check: cards.prices.full > 10, otherwise: Дорого}
  - {do: Ночью, name: night, when: not hours.open_now}
  - {do: Без цены, name: free, when: cards.prices.old is none}
  - {do: Конец, name: end}
",
    );
    let saw = |play: &Play, back: usize| play.events[play.events.len() - back].saw.clone();
    let map = |pairs: &[(&str, Value)]| -> BTreeMap<String, Value> {
        pairs.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect()
    };
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", json!(true))]), "the opening decides about the plan");
    play.shows("price: open, who: open, night: out, free: open, end: open");
    play.play(&["who=Анна"]);
    assert_eq!(saw(&play, 2), map(&[("cards.prices.social", json!(6.5))]));
    assert_eq!(saw(&play, 1), map(&[("cards.prices.full", json!(15))]));
    play.play(&["who=Олег"]);
    assert_eq!(saw(&play, 1), BTreeMap::new());
    play.outside.names.insert("hours".to_owned(), json!({"open_now": false}));
    play.outside.names.insert("cards".to_owned(), json!({"prices": {"social": 7, "full": 15, "old": null}}));
    play.play(&["end"]).shows("price: done, who: done, night: open, free: open, end: done");
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", json!(false))]), "the price is not read by this step");
    play.outside.names.insert("hours".to_owned(), json!({"open_now": null}));
    play.play(&["free"]);
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", Value::Null)]));
    let remembered = play.case.remembered();
    assert_eq!(remembered.value("cards.prices.social"), json!(6.5));
}

#[test]
fn a_label_names_the_case() {
    let text =
        "title: Звонок\nlabel: '{{ who }}: {{ what }}'\nsteps:\n  - {ask: К, name: who}\n  - {ask: Ч, name: what}\n";
    let case = Case::replay("a", definition(text), &[]);
    let outside = Outside { names: OuterNames::default(), ..outside() };
    assert_eq!(case.label(&case.outline(&outside)), "");
}
