//! Answers: branches, checks, what is computed.

use super::Play;
use crate::engine::{Concern, Refusal};
use crate::model::event::Opened;
use crate::model::types::{Base, Misfit};
use serde_json::{Value, json};

const BRANCHES: &str = "
  - ask: Почему?
    name: why
    choices:
      price:
        label: Дорого
        steps:
          - {ask: Сколько?, name: much, type: integer}
          - {say: Жаль, name: sorry}
      moving: Переезд
  - {let: double, be: much * 2}
  - {ask: Куда?, name: where, when: {why: moving}}
  - {do: Запишите, name: write, when: much > 5}
";

#[test]
fn answers_of_a_branch_that_left_the_plan_come_back_with_it() {
    let mut play = Play::new(BRANCHES);
    play.shows("why: open, much: maybe, sorry: maybe, double: maybe, where: maybe, write: maybe");
    play.play(&["why=price", "much=7"])
        .shows("why: done, much: done, sorry: open, double: done, where: out, write: open");
    assert_eq!((play.value("much"), play.value("double")), (json!(7), json!(14)));
    play.play(&["sorry", "write", "why=moving"]);
    play.shows("why: done, much: out, sorry: out, double: done, where: open, write: out");
    assert_eq!((play.value("much"), play.value("double")), (Value::Null, Value::Null));
    assert_eq!(play.refused("much=3"), Refusal::Out { step: "much".to_owned() });
    play.play(&["why=price"]).shows("why: done, much: done, sorry: done, double: done, where: out, write: done");
    assert_eq!((play.value("much"), play.value("double")), (json!(7), json!(14)));
}

#[test]
fn several_choices_bring_their_steps() {
    let mut play = Play::new(
        "
  - ask: Что?
    name: what
    type: choices
    choices:
      a: {label: 'А, первая', steps: [{do: А, name: da}]}
      b: {label: Б, steps: [{do: Б, name: db}]}
      c: В
",
    );
    play.shows("what: open, da: maybe, db: maybe");
    play.play(&["what=a, c"]).shows("what: done, da: open, db: out");
    play.play(&["what=b, a"]).shows("what: done, da: open, db: open");
    play.play(&["what=c"]).shows("what: done, da: out, db: out");
    assert_eq!(play.value("what"), json!(["c"]));
    let given = |value: Value| move |opened: &mut Opened| drop(opened.with.insert("what".to_owned(), value));
    let play = Play::opened(
        "  - {ask: Что?, name: what, type: choices, choices: {a: 'А, первая', b: Б}}\n",
        given(json!(["a", "b"])),
    );
    assert_eq!(play.value("what"), json!(["a", "b"]), "a label with a comma is no two choices");
}

#[test]
fn only_what_is_offered_can_be_chosen() {
    let mut play = Play::new(
        "
  - {ask: Дом?, name: house, type: yes/no}
  - ask: Что?
    name: what
    choices:
      roof: {label: Крыша, when: house}
      door: Дверь
",
    );
    assert_eq!(play.refused("what=roof"), Refusal::Misfit(Misfit::NotAChoice { near: None }));
    play.play(&["house=да", "what=Крыша", "house=нет"]);
    assert_eq!(play.value("what"), json!("roof"), "what was chosen stays");
    assert!(matches!(play.refused("what=roof"), Refusal::Misfit(_)));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.offered(1), [("door".to_owned(), "Дверь".to_owned())]);
}

fn check(words: &str, of: &str) -> Refusal {
    Refusal::Check { words: words.to_owned(), of: of.to_owned() }
}

#[test]
fn checks_refuse_or_ask() {
    let mut play = Play::new(
        "
  - ask: Сколько?
    name: n
    type: integer
    check:
      - {check: n > 0, otherwise: 'Нужно больше нуля, а не {{ n }}'}
      - {check: n < 100, warn: Много}
",
    );
    assert_eq!(play.refused("n=0"), check("Нужно больше нуля, а не 0", "n"));
    assert_eq!(play.refused("n!=0"), check("Нужно больше нуля, а не 0", "n"));
    assert_eq!(play.refused("n=500"), Refusal::Doubtful(vec![Concern::Procedure("Много".to_owned())]));
    play.play(&["n!=500"]);
    assert_eq!(play.case.fact("n").expect("a fact").accepted, ["Много"]);
    play.play(&["n=5"]);
    assert!(play.case.fact("n").expect("a fact").accepted.is_empty());
    assert!(matches!(play.refused("n=пять"), Refusal::Misfit(Misfit::NotA(Base::Integer))));
}

const FROM_TO: &str = "
  - {ask: От?, name: from, type: integer}
  - {ask: Другое?, name: other, type: integer, optional: yes}
  - {let: limit, be: from * 10}
  - {ask: До?, name: to, type: integer, check: to > from, otherwise: До больше от}
  - {ask: Всего?, name: all, type: integer, optional: yes, check: all <= limit, otherwise: Слишком много}
";

#[test]
fn a_check_waits_for_an_unanswered_name_and_is_judged_again_with_it() {
    let mut play = Play::new(FROM_TO);
    play.play(&["to=5"]);
    assert_eq!(play.refused("from=7"), check("До больше от", "to"));
    play.play(&["from=3", "all=30"]);
    assert_eq!(play.refused("to=2"), check("До больше от", "to"));
    assert_eq!(play.refused("from=2"), check("Слишком много", "all"), "through the computed value");
    play.play(&["from=4", "-from: забыл", "to=1"]);
}

#[test]
fn a_check_of_a_step_out_of_the_plan_is_not_judged() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: integer}
  - {ask: Б?, name: b, type: yes/no}
  - {ask: В?, name: c, type: integer, when: b, check: c < a, otherwise: Много}
  - {ask: Г?, name: d, type: integer, when: c, check: d > a, otherwise: Мало}
",
    );
    play.play(&["a=5", "b=да", "c=4"]);
    assert_eq!(play.refused("a=3"), check("Много", "c"));
    play.play(&["b=нет", "a=3"]).shows("a: done, b: done, c: out, d: out");
}

#[test]
fn money_is_rounded_to_the_kopeck() {
    let mut play = Play::new(
        "
  - {ask: Сколько?, name: n, type: integer}
  - {let: sum, be: n * 0.335, type: money, as: Всего}
  - {let: raw, be: n * 0.125}
  - {let: price, be: cards.prices.social * n, type: money}
",
    );
    assert_eq!(play.value("sum"), Value::Null);
    play.play(&["n=3"]);
    assert_eq!(play.value("sum"), json!(1.01));
    assert_eq!(play.value("raw"), json!(0.375));
    assert_eq!(play.value("price"), json!(19.5));
}

#[test]
fn a_value_that_cannot_be_computed_is_none_and_reported() {
    let mut play = Play::new("  - {ask: А?, name: a}\n  - {let: b, be: a + 1}\n  - {do: В, name: c, when: b}\n");
    play.play(&["a=слово"]).shows("a: done, b: done, c: out");
    assert_eq!(play.value("b"), Value::Null);
    assert_eq!(play.case.outline(&play.outside).broken.len(), 1);
}

#[test]
fn a_computed_value_that_may_come_into_the_plan_is_awaited() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: yes/no, optional: yes}
  - {let: discount, be: 5 + 1, when: a}
  - {do: Б, name: b, when: discount}
  - {run: child, name: c}
",
    );
    play.shows("a: open, discount: maybe, b: maybe, c: blocked by b");
    play.play(&["a=да"]).shows("a: done, discount: done, b: open, c: blocked by b");
    play.play(&["a=нет"]).shows("a: done, discount: out, b: out, c: open");
}

#[test]
fn a_condition_on_a_named_note_or_group_does_not_wait_for_good() {
    let mut play = Play::new(
        "
  - {note: А, name: a}
  - group: Г
    name: g
    steps:
      - {do: Б, name: b}
  - {do: В, name: c, when: a.at is none}
  - {do: Д, name: d, when: g.at is none}
",
    );
    play.shows("a: done, g: open, b: open, c: open, d: open");
    play.play(&["b", "c", "d", "stop"]);
}
