//! Stories of telling people, attaching files and writing letters.

use super::{Play, blocked};
use crate::engine::{Refusal, State};
use crate::model::attachment::FileKind;
use crate::model::event::Did;
use chrono::TimeDelta;
use serde_json::json;

const ALARM: &str = "
  - {ask: Что?, name: what}
  - {notify: [director, master], name: told, gate: yes, message: 'ЧП: {{ what }}'}
  - {ask: Где?, name: where}
  - {print: paper, name: paper}
  - {stop: end, name: end, as: Все}
";

#[test]
fn one_who_is_reached_is_enough_and_what_they_were_told_is_kept() {
    let mut play = Play::new(ALARM);
    play.play(&["what=обрыв"]);
    play.shows("what: done, told: open, where: blocked by told, paper: blocked by told, end: blocked by told");
    assert_eq!(play.value("told.tries"), json!(0));
    play.play(&["tell told: director reached"]);
    play.shows("what: done, told: done, where: open, paper: blocked by where, end: blocked by where");
    assert_eq!(play.value("told.who"), json!({"id": "director", "title": "Директор", "name": "Образцов Олег"}));
    assert_eq!(play.value("told.after"), json!(2));
    assert_eq!(play.value("told.how"), json!("call"));
    assert_eq!(play.value("told.message"), json!("ЧП: обрыв"));
    let log: String = play.events.iter().map(crate::model::event::Event::to_line).collect();
    assert!(!log.contains("123") && !log.contains("phones"), "no number enters a case: {log}");
}

#[test]
fn who_is_tried_and_not_reached_keeps_only_the_end() {
    let mut play = Play::new(ALARM);
    play.play(&["what=обрыв"]);
    assert_eq!(play.refused("-told: нет связи"), Refusal::CannotBeSkipped { step: "told".to_owned() });
    play.play(&["tell told: director no answer"]);
    play.shows("what: done, told: open, where: open, paper: blocked by where, end: blocked by where");
    assert_eq!(play.next().as_deref(), Some("where"), "the next step comes");
    play.play(&["where=Лесная", "run paper", "print paper", "paper"]);
    assert_eq!(play.refused("stop end"), blocked("end", "told"));
    assert_eq!(play.next().as_deref(), Some("told"), "it comes back before the end");
    assert_eq!(play.value("told.tries"), json!(1));
    assert_eq!(play.value("told.who.id"), json!(null));
    play.play(&["tell told: master busy", "tell told: master reached", "stop end"]);
    assert_eq!(play.value("told.tries"), json!(3));
    assert_eq!(play.value("told.who.title"), json!("Мастер"));
}

#[test]
fn who_is_not_reached_may_be_passed_with_a_reason_and_told_later() {
    let mut play = Play::new(ALARM);
    play.play(&["what=обрыв", "tell told: director left word"]);
    assert_eq!(play.refused("-told"), Refusal::ReasonNeeded { step: "told".to_owned() });
    play.play(&["-told: оба в отпуске"]);
    play.shows("what: done, told: skipped, where: open, paper: blocked by where, end: blocked by where");
    play.play(&["tell told: director no answer"]);
    play.shows("what: done, told: open, where: open, paper: blocked by where, end: blocked by where");
    play.play(&["tell told: director reached"]);
    play.shows("what: done, told: done, where: open, paper: blocked by where, end: blocked by where");
}

#[test]
fn a_group_that_is_a_gate_lets_pass_who_was_tried() {
    let mut play = Play::new(
        "
  - group: Сообщить
    name: first
    gate: yes
    steps:
      - {notify: director, name: told}
  - {do: Дальше, name: then}
  - {stop: end, name: end, as: Все}
",
    );
    play.shows("first: open, told: open, then: blocked by told, end: blocked by told");
    play.play(&["tell told: director busy"]);
    play.shows("first: open, told: open, then: open, end: blocked by then");
    play.play(&["then", "-told: занято весь день", "stop end"]);
}

#[test]
fn all_means_all() {
    let mut play =
        Play::new("\n  - {notify: [director, master], name: told, all: yes}\n  - {stop: end, name: end, as: Все}\n");
    play.play(&["tell told: master reached"]).shows("told: open, end: blocked by told");
    play.play(&["tell told: master reached"]).shows("told: open, end: blocked by told");
    play.play(&["tell told: director reached"]).shows("told: done, end: open");
    assert_eq!(play.value("told.who.id"), json!("director"));
    let wrong = play.refused("tell told: support reached");
    assert_eq!(wrong, Refusal::NotToBeTold { step: "told".to_owned(), who: "support".to_owned() });
}

#[test]
fn what_was_told_and_has_changed_is_told_again_with_a_reason_or_left() {
    let mut play = Play::new(ALARM);
    play.play(&["what=обрыв", "tell told: director reached", "what=пожар"]);
    play.shows("what: done, told: stale, where: open, paper: blocked by where, end: blocked by where");
    assert_eq!(play.refused("tell told: director reached"), Refusal::ReasonNeeded { step: "told".to_owned() });
    play.play(&["tell told: director no answer; горит"]);
    play.shows("what: done, told: open, where: open, paper: blocked by where, end: blocked by where");
    assert_eq!(play.value("told.tries"), json!(1), "what was told before counts no more");
    play.play(&["tell told: director reached"]);
    assert_eq!(play.value("told.message"), json!("ЧП: пожар"));
    play.play(&["what=обрыв", "leave told: знает"]);
    play.shows("what: done, told: done, where: open, paper: blocked by where, end: blocked by where");
}

#[test]
fn the_next_one_comes_forward_when_the_time_is_over() {
    let mut play = Play::new(
        "
  - {notify: [director, master], name: told, escalate: 5 minutes}
  - {ask: Где?, name: where}
  - {ask: Кто?, name: who}
  - {stop: end, name: end, as: Все}
",
    );
    let order = |play: &Play| -> Vec<(String, bool)> {
        let outline = play.case.outline(&play.outside);
        outline.callees(0).iter().map(|callee| (callee.id.to_owned(), callee.forward)).collect()
    };
    let (director, master) = ("director".to_owned(), "master".to_owned());
    play.play(&["tell told: director no answer"]);
    assert_eq!(play.next().as_deref(), Some("where"));
    play.play(&["where=тут"]);
    assert_eq!(order(&play), [(director.clone(), false), (master.clone(), false)]);
    play.outside.at += TimeDelta::minutes(4);
    assert_eq!(order(&play), [(master, true), (director, false)]);
    assert_eq!(play.next().as_deref(), Some("told"), "it is brought forward");
    play.play(&["tell told: master no answer"]);
    assert_eq!(play.next().as_deref(), Some("who"), "everybody was tried");
}

#[test]
fn a_number_that_was_answered_is_called() {
    let mut play =
        Play::new("\n  - {ask: Номер?, name: phone, type: phone}\n  - {notify: phone, name: told, message: Готово}\n");
    play.play(&["phone=+375 29 123-45-67"]);
    let outline = play.case.outline(&play.outside);
    let callees = outline.callees(1);
    assert_eq!(callees[0].number.as_deref(), Some("+375 29 123-45-67"));
    assert_eq!((&callees[0].title, callees[0].id), (&None, "phone"));
    play.play(&["tell told: phone reached"]);
    assert_eq!(play.value("told.who"), json!({"id": "phone", "title": null, "name": null}));
    play.play(&["phone=+375 29 123-45-68"]).shows("phone: done, told: stale");
}

#[test]
fn telling_is_taken_back() {
    let mut play = Play::new(ALARM);
    play.play(&["what=обрыв", "tell told: director reached", "~told"]);
    play.shows("what: done, told: open, where: blocked by told, paper: blocked by told, end: blocked by told");
    assert_eq!(play.value("told.tries"), json!(0));
}

const FILES: &str = "
  - {attach: Чеки, name: scans, accept: [pdf, jpg], min: 2, max: 3}
  - {do: Дальше, name: then}
  - {mail: support, name: sent, subject: 'Чеки {{ scans | length }}', files: [scans]}
  - {stop: end, name: end, as: Все}
";

#[test]
fn files_are_announced_copied_and_told_until_there_are_enough() {
    let mut play = Play::new(FILES);
    assert_eq!(play.value("scans"), json!([]));
    let refused = play.refused("files scans: a.png");
    assert_eq!(refused, Refusal::NotAccepted { name: "a.png".to_owned(), accept: vec![FileKind::Pdf, FileKind::Jpg] });
    assert_eq!(play.refused("files scans: a.pdf b.pdf c.pdf d.pdf"), Refusal::TooManyFiles { most: 3 });
    assert_eq!(play.refused("copied scans"), Refusal::WrongKind { step: "scans".to_owned() });
    assert_eq!(play.refused("run scans"), Refusal::WrongKind { step: "scans".to_owned() });
    play.play(&["files scans: a.pdf a.jpg"]);
    assert!(matches!(&play.events.last().expect("an event").did, Did::Begun(begun) if begun.files.len() == 1));
    assert_eq!(play.refused("files scans: b.pdf"), Refusal::Settled { step: "scans".to_owned() });
    play.play(&["copied scans"]);
    play.shows("scans: open, then: open, sent: blocked by scans, end: blocked by scans");
    assert_eq!(play.next().as_deref(), Some("scans"), "one is missing still");
    assert_eq!(play.refused("files scans: a.pdf"), Refusal::AttachedAlready { step: "scans".to_owned() });
    play.play(&["files scans: b.jpg", "fail scans: нет файла", "files scans: b.jpg", "copied scans", "then"]);
    play.shows("scans: done, then: done, sent: open, end: blocked by sent");
    assert_eq!(
        play.value("scans"),
        json!([
            {"name": "a.pdf", "size": 5, "hash": "a", "file": "x/a.pdf"}, {"name": "b.jpg", "size": 5, "hash": "b", "file": "x/b.jpg"},
        ])
    );
    play.play(&["~scans"]).shows("scans: open, then: done, sent: blocked by scans, end: blocked by scans");
    assert_eq!(play.value("scans"), json!([]));
}

#[test]
fn a_letter_is_done_when_it_is_written_and_stale_when_it_says_something_else() {
    let mut play = Play::new(FILES);
    play.play(&["files scans: a.pdf b.pdf", "copied scans", "then"]);
    assert_eq!(play.refused("queue sent"), Refusal::WrongKind { step: "sent".to_owned() });
    play.play(&["run sent", "queue sent: then"]);
    play.shows("scans: done, then: done, sent: done, end: open");
    assert_eq!(play.value("sent.state"), json!("queued"));
    play.play(&["files scans: c.pdf", "copied scans"]);
    play.shows("scans: done, then: done, sent: stale, end: blocked by sent");
    assert_eq!(play.refused("run sent"), Refusal::ReasonNeeded { step: "sent".to_owned() });
    play.play(&["run sent: еще чек", "fail sent: нет почты"]);
    assert_eq!(play.case.outline(&play.outside).rows[2].state, State::Stale);
    play.play(&["leave sent: позвонили", "stop end"]);
}
