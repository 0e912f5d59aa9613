//! What reaches outside of a case: other cases, papers, waits.

use super::{Play, blocked};
use crate::engine::{Case, Refusal};
use crate::model::event::{Did, Parent};
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn a_wait_is_ended_by_its_answer_and_keeps_its_time() {
    let mut play = Play::new(
        "  - {wait: Ответ?, name: reply, choices: {yes: Приедет, no: Не приедет}}\n  - {do: Б, name: b, when: {reply: yes}}\n",
    );
    assert_eq!(play.log(1), ["waiting reply"]);
    play.shows("reply: open, b: maybe");
    assert_eq!(play.refused("reply"), Refusal::WrongKind { step: "reply".to_owned() });
    play.play(&["reply=Приедет"]).shows("reply: done, b: open");
    assert_eq!(play.log(1), ["ended reply"]);
    play.play(&["reply=no"]).shows("reply: done, b: out");
}

const STALE: &str = "
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Имя?, name: who, optional: yes}
  - run: child
    name: req
    with: {kind: '{{ plan }}'}
    suggest: {text: 'Просит {{ who }}'}
  - {ask: Еще?, name: more, optional: yes}
  - {stop: end, name: end, as: Конец}
";

#[test]
fn a_run_becomes_stale_when_what_it_used_changes() {
    let mut play = Play::new(STALE);
    play.play(&["plan=a", "run req", "start req", "return req: done"]);
    play.shows("plan: done, who: open, req: done, more: open, end: open");
    assert_eq!((play.value("req.id"), play.value("req.outcome")), (json!("child"), json!("done")));
    play.play(&["more=да"]).shows("plan: done, who: open, req: done, more: done, end: open");
    play.play(&["plan=b"]).shows("plan: done, who: open, req: stale, more: done, end: blocked by req");
    play.play(&["plan=a"]).shows("plan: done, who: open, req: done, more: done, end: open");
    play.play(&["who=Анна"]).shows("plan: done, who: done, req: stale, more: done, end: blocked by req");
    assert_eq!(play.refused("leave req: "), Refusal::ReasonNeeded { step: "req".to_owned() });
    assert_eq!(play.refused("run req"), Refusal::ReasonNeeded { step: "req".to_owned() });
    play.play(&["leave req: мелочь"]).shows("plan: done, who: done, req: done, more: done, end: open");
    assert_eq!(play.refused("leave req: еще"), Refusal::Settled { step: "req".to_owned() });
    play.play(&["plan=b", "run req: другой тариф"]);
    assert_eq!(play.case.unsettled(), ["req"]);
    play.play(&["start req"]).shows("plan: done, who: done, req: open, more: done, end: blocked by req");
    play.play(&["return req: done"]).shows("plan: done, who: done, req: done, more: done, end: open");
    assert_eq!(play.case.fact("req").expect("a fact").begun, 2);
    play.play(&["stop end"]);
}

#[test]
fn a_wait_that_is_ended_before_its_turn_begins_as_it_ends() {
    let mut play = Play::new(
        "
  - {ask: Еще?, name: more, optional: yes}
  - {wait: Ждем, name: pause}
  - {stop: end, name: end, as: Конец}
",
    );
    play.play(&["pause"]);
    assert_eq!(play.log(2), ["waiting pause", "ended pause"]);
    assert_eq!(play.value("pause.minutes"), json!(0));
}

const PAPER: &str = "
  - {ask: Кто?, name: who}
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Номер документа?, name: passport, private: yes}
  - {print: contract, name: paper, series: contract, gate: yes, when: {plan: a}}
  - {ask: Еще?, name: more, optional: yes}
  - {stop: end, name: end, as: Конец}
";

#[test]
fn a_paper_is_printed_confirmed_and_stale_when_what_it_shows_changes() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=a"]);
    assert_eq!(play.refused("run paper"), blocked("paper", "passport"));
    play.play(&["passport=17"]);
    assert_eq!(play.refused("paper"), Refusal::NotPrinted { step: "paper".to_owned() });
    assert!(matches!(play.refused("print paper: who"), Refusal::WrongKind { .. }), "nothing has begun");
    play.play(&["run paper", "number paper: a-1"]);
    assert!(matches!(play.refused("number paper: a-2"), Refusal::Settled { .. }), "one number");
    play.play(&["fail paper: бланк испорчен"]);
    assert!(play.case.unsettled().is_empty(), "what failed has not begun");
    assert_eq!(play.value("paper.number"), json!("a-1"), "the number stays");
    play.play(&["run paper", "print paper: who passport more"]);
    play.shows("who: done, plan: done, passport: done, paper: open, more: blocked by paper, end: blocked by paper");
    play.play(&["paper"]);
    assert_eq!((play.value("paper.number"), play.value("paper.copies")), (json!("a-1"), json!(2)));
    // What stands behind it was not on it.
    play.play(&["more=да"]).shows("who: done, plan: done, passport: done, paper: done, more: done, end: open");
    play.play(&["who=Ольга"])
        .shows("who: done, plan: done, passport: done, paper: stale, more: done, end: blocked by paper");
    assert_eq!(play.refused("run paper"), Refusal::ReasonNeeded { step: "paper".to_owned() });
    play.play(&["run paper: описка", "print paper: who passport"]);
    assert_eq!(play.value("paper.number"), json!("a-1"), "the same number");
    play.play(&["paper", "passport=18"]);
    play.shows("who: done, plan: done, passport: done, paper: stale, more: done, end: blocked by paper");
    play.play(&["leave paper: исправлено от руки"]);
    play.shows("who: done, plan: done, passport: done, paper: done, more: done, end: open");
    let count = |play: &Play| {
        let outline = play.case.outline(&play.outside);
        outline.papers().iter().map(|paper| paper.counts).collect::<Vec<_>>()
    };
    assert_eq!(count(&play), [true], "made again under the same name it is one document");
    play.play(&["plan=b"]).shows("who: done, plan: done, passport: done, paper: out, more: done, end: open");
    assert_eq!(count(&play), [false], "the number of a document that fell away is void");
    assert_eq!(play.value("paper.number"), Value::Null, "out of the plan it has no values");
    play.play(&["plan=a"]);
    assert_eq!(play.value("paper.number"), json!("a-1"), "the number comes back with its branch");
    play.play(&["plan=b", "stop end"]);
}

#[test]
fn a_number_that_nothing_came_of_is_void() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=a", "passport=17", "run paper", "number paper: a-1", "fail paper: нет", "cut: ушел"]);
    let outline = play.case.outline(&play.outside);
    let papers = outline.papers();
    let [paper] = papers.as_slice() else { panic!("{papers:?}") };
    assert_eq!((paper.number, paper.made.is_some(), paper.counts), (Some("a-1"), false, false));
}

#[test]
fn only_what_runs_is_started_and_returns() {
    let mut play = Play::new(STALE);
    play.play(&["plan=a"]);
    for text in ["start plan", "return plan: done", "start req", "return req: done"] {
        assert!(matches!(play.refused(text), Refusal::WrongKind { .. }), "{text}");
    }
    assert!(matches!(play.refused("return nosuch: done"), Refusal::NoSuchStep { .. }));
    play.shows("plan: done, who: open, req: open, more: open, end: blocked by req");
}

#[test]
fn a_parent_answers_and_suggests() {
    let steps = "
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Сумма?, name: sum, type: money, when: {plan: b}}
  - {ask: Имя?, name: who, default: 'Без имени'}
  - {ask: Срок?, name: term, type: integer}
";
    let parent =
        Parent { case: "p".to_owned(), procedure: "up".to_owned(), step: "req".to_owned(), count: 1, replaces: None };
    let play = Play::opened(steps, |opened| {
        opened.parent = Some(parent);
        opened.with = [("plan", json!("b")), ("sum", json!(25.4)), ("term", json!("скоро")), ("x", json!(1))]
            .map(|(name, value)| (name.to_owned(), value))
            .into();
        opened.suggest = [("who".to_owned(), json!("Анна"))].into();
    });
    assert_eq!((play.value("plan"), play.value("sum"), play.value("term")), (json!("b"), json!(25.4), Value::Null));
    assert_eq!(play.value("case.parent"), json!("up"));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.suggestion(2).as_deref(), Some("Анна"));
    let given: Vec<_> =
        play.events.iter().filter_map(|event| if let Did::Answered(a) = &event.did { Some(a) } else { None }).collect();
    assert!(given.len() == 2 && given.iter().all(|answered| answered.from.as_deref() == Some("parent")));
    let mut play = Play::new(steps);
    assert_eq!(play.case.outline(&play.outside).suggestion(2).as_deref(), Some("Без имени"));
    play.play(&["who=Олег", "plan=b"]);
    assert_eq!(play.case.outline(&play.outside).suggestion(2).as_deref(), Some("Олег"));
}

#[test]
fn a_private_answer_is_none_wherever_it_is_not_at_hand() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=b", "passport=17"]);
    let sealed = crate::model::types::seal("•••", "salt", &json!("17"));
    for event in &mut play.events {
        if let Did::Answered(answered) = &mut event.did
            && answered.step == "passport"
        {
            answered.value = sealed.clone();
        }
    }
    let case = Case::replay("x", Arc::clone(&play.case.definition), &play.events);
    assert_eq!(case.outline(&play.outside).scope.get("passport"), Value::Null);
    play.outside.private.insert("passport".to_owned(), json!("17"));
    assert_eq!(case.outline(&play.outside).scope.get("passport"), json!("17"));
    let outline = case.outline(&play.outside);
    let row = outline.row("passport").expect("a row");
    assert_eq!(outline.suggestion(row), None, "not to be read over a shoulder");
}
