//! Stories of due times, of waits, of values taken back and of cases joined to others.

use super::{Play, blocked, moment};
use crate::engine::{Refusal, State};
use crate::model::event::Moment;
use crate::model::hours::Hours;
use chrono::{NaiveTime, TimeDelta};
use serde_json::json;
use std::sync::Arc;

/// From 10 to 19 every day; the stories play on one Sunday.
fn hours() -> Arc<Hours> {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a real time");
    Arc::new(Hours { week: [Some((time(10), time(19))); 7], ..Hours::default() })
}

fn with_hours(steps: &str) -> Play {
    let mut play = Play::begun(steps, |outside| outside.hours = hours());
    play.outside.hours = hours();
    play
}

fn due(play: &Play, step: &str) -> Option<String> {
    let outline = play.case.outline(&play.outside);
    let due = outline.row(step).and_then(|row| outline.due(row))?;
    Some(due.format("%d %H:%M").to_string())
}

fn missed(play: &Play) -> Vec<String> {
    let outline = play.case.outline(&play.outside);
    let word =
        |done: Option<Moment>| done.map_or("overdue".to_owned(), |done| format!("late {}", done.format("%H:%M")));
    let missed = outline.missed();
    missed.iter().map(|missed| format!("{} {}", outline.rows[missed.row].step.id, word(missed.done))).collect()
}

fn at(play: &mut Play, time: &str) {
    play.outside.at = moment(time) - TimeDelta::minutes(1);
}

const CALL_BACK: &str = "
  - {ask: Вопрос?, name: question}
  - {say: Перезвоним, name: promised, gate: yes}
  - {wait: Ответ, name: answer, type: text}
  - {do: Перезвонить, name: call_back, due: 2 hours after promised}
  - {stop: told, as: Сказано}
";

#[test]
fn a_due_time_counts_from_a_step_wherever_the_case_stands() {
    let mut play = with_hours(CALL_BACK);
    play.play(&["question=Когда?"]);
    assert_eq!(due(&play, "call_back"), None);
    at(&mut play, "18:30");
    play.play(&["promised"]);
    assert_eq!(due(&play, "call_back").as_deref(), Some("23 11:30"));
    assert!(missed(&play).is_empty());
    play.outside.at += TimeDelta::hours(17) + TimeDelta::minutes(1);
    assert_eq!(missed(&play), ["call_back overdue"], "while the case still waits");
    play.play(&["answer=Завтра", "call_back"]);
    assert_eq!(missed(&play), ["call_back late 11:33"]);
    play.play(&["~call_back"]);
    assert_eq!(missed(&play), ["call_back late 11:33"], "for good");
}

#[test]
fn in_time_is_to_the_minute_and_an_earlier_moment_counts() {
    for (done, was, wanted) in [("11:30", None, None), ("11:31", None, Some("late")), ("12:40", Some("11:20"), None)] {
        let mut play = with_hours(CALL_BACK);
        play.play(&["question=Когда?"]);
        at(&mut play, "09:30");
        play.outside.at += TimeDelta::seconds(20);
        play.play(&["promised"]);
        assert_eq!(due(&play, "call_back").as_deref(), Some("22 12:00"), "the office opens at 10");
        at(&mut play, "12:00");
        let shift = moment(done) - moment("11:30");
        play.outside.at += TimeDelta::seconds(50) + shift;
        play.play(&["answer=Завтра"]);
        play.outside.at -= TimeDelta::minutes(1);
        play.outside.was = was.map(moment);
        play.play(&["call_back"]);
        assert_eq!(missed(&play).is_empty(), wanted.is_none(), "{done} {was:?}: {:?}", missed(&play));
    }
}

#[test]
fn a_due_time_of_its_own_begins_when_the_step_is_next_and_hours_that_change_do_not_move_it() {
    let mut play = with_hours(
        "
  - {ask: Кто?, name: who}
  - group: Потом
    name: later
    due: 1 hour
    steps:
      - {do: Раз, name: one, due: 15 minutes}
      - {do: Два, name: two, due: clock 15 minutes}
  - {do: Три, name: three, due: 1 hour}
",
    );
    assert_eq!(due(&play, "one"), None);
    at(&mut play, "12:00");
    play.play(&["who=Анна"]);
    assert_eq!(due(&play, "one").as_deref(), Some("22 12:15"));
    assert_eq!(due(&play, "later").as_deref(), Some("22 13:00"));
    assert_eq!((due(&play, "two"), due(&play, "three")), (None, None));
    play.outside.hours = Arc::new(Hours::default());
    play.play(&["one", "~one"]);
    assert_eq!(due(&play, "one").as_deref(), Some("22 12:15"), "told once");
    at(&mut play, "13:30");
    play.play(&["one"]);
    assert_eq!(missed(&play), ["later overdue", "one late 13:30", "two overdue"]);
    play.play(&["two"]);
    assert_eq!(missed(&play), ["later late 13:31", "one late 13:30", "two late 13:31"]);
    assert_eq!(due(&play, "three").as_deref(), Some("22 14:31"));
}

#[test]
fn hours_that_change_do_not_move_what_counts_from_a_step() {
    let mut play = with_hours(
        "\n  - {do: Раз, name: one}\n  - {do: Два, name: two, due: 2 hours after one}\n  - {ask: Кто?, name: who}\n",
    );
    at(&mut play, "17:30");
    play.play(&["one"]);
    let told = due(&play, "two");
    assert!(told.as_deref().is_some_and(|told| !told.starts_with("22")), "not by the clock: {told:?}");
    play.outside.hours = Arc::new(Hours::default());
    play.play(&["note: прошло", "who=Анна"]);
    assert_eq!(due(&play, "two"), told, "a promise stays what it was");
    // Done anew, it is told anew, by the hours of now.
    play.play(&["~one", "one"]);
    assert_ne!(due(&play, "two"), told);
}

#[test]
fn what_may_be_done_meanwhile_may_be_done_while_something_before_the_wait_is_open_again() {
    let mut play = Play::new(
        "\n  - {do: Раз, name: one}\n  - wait: Ждем\n    name: pause\n    meanwhile: [{do: Пока, name: aside}, {repeat: Ещё, name: calls, steps: [{ask: Кто?, name: who}]}]\n",
    );
    play.play(&["one", "~one"]);
    assert_eq!(play.refused("pause"), blocked("pause", "one"));
    play.play(&["aside", "more calls", "calls.1.who=Анна", "one", "aside", "pause"]);
    assert_eq!(play.value("aside.times"), json!(2));
    assert_eq!(play.value("calls").as_array().map(Vec::len), Some(1));
}

#[test]
fn what_the_parent_answers_once_is_not_answered_again_when_it_was_taken_back() {
    let mut play = Play::opened(
        "\n  - {ask: Сколько?, name: size, type: integer, optional: yes}\n  - {ask: Кто?, name: who}\n",
        |opened| drop(opened.with.insert("size".to_owned(), json!(5))),
    );
    play.shows("size: done, who: open");
    play.play(&["-size", "~size"]);
    play.shows("size: open, who: open");
}

#[test]
fn a_due_time_goes_with_what_it_counts_from() {
    let mut play = with_hours(
        "
  - {do: Начать, name: begin}
  - {ask: До какого дня?, name: day, type: date, optional: yes}
  - {do: Довести, name: lead, due: 1 hour after begin}
  - {do: Сдать, name: hand_in, due: day}
",
    );
    at(&mut play, "12:00");
    play.play(&["begin"]);
    assert_eq!(due(&play, "lead").as_deref(), Some("22 13:00"));
    play.play(&["~begin"]);
    assert_eq!(due(&play, "lead"), None);
    play.play(&["begin", "day=24.11.2026"]);
    assert_eq!(due(&play, "lead").as_deref(), Some("22 13:02"));
    assert_eq!(due(&play, "hand_in").as_deref(), Some("24 23:59"));
    play.play(&["day=23.11.2026"]);
    assert_eq!(due(&play, "hand_in").as_deref(), Some("23 23:59"));
    play.play(&["-day"]);
    assert_eq!(due(&play, "hand_in"), None);
}

#[test]
fn what_was_not_done_in_time_stays_so_when_the_case_is_cut() {
    let mut play = with_hours("\n  - {do: Раз, name: one, due: 15 minutes}\n  - {do: Два, name: two}\n");
    play.outside.at += TimeDelta::hours(1);
    play.play(&["cut: не нужно"]);
    assert_eq!(missed(&play), ["one overdue"]);
    play.outside.at += TimeDelta::hours(1);
    let outline = play.case.outline(&play.case.remembered());
    assert_eq!(outline.missed().len(), 1);
}

const VISIT: &str = "
  - {ask: Кто?, name: who}
  - wait: Руководитель
    name: arrival
    remind: 15 minutes
    meanwhile:
      - {do: Выдать книгу, name: book}
      - {do: Выдать другую, name: other, when: who != 'никто'}
      - {ask: Что говорят?, name: said}
  - {ask: Кто прибыл?, name: came}
  - {do: Книгу вернули, name: back, when: book.at is not none}
  - {stop: end, name: end, as: Все}
";

#[test]
fn what_may_be_done_meanwhile_may_be_done_again_and_keeps_nothing_waiting() {
    let mut play = Play::new(VISIT);
    play.shows(
        "who: open, arrival: blocked by who, book: blocked by arrival, other: maybe, said: blocked by arrival, \
         came: blocked by arrival, back: maybe, end: blocked by arrival",
    );
    assert_eq!(play.refused("book"), blocked("book", "arrival"));
    play.play(&["who=Анна"]);
    assert_eq!(play.next().as_deref(), Some("arrival"));
    play.play(&["book", "book", "said=Ждут", "said=Ждут долго"]);
    assert_eq!(play.next().as_deref(), Some("arrival"), "it leads back to the wait");
    assert_eq!(play.value("book.times"), json!(2));
    assert_eq!(play.value("book.at"), json!("2026-11-22T10:03"));
    assert_eq!(play.value("said"), json!("Ждут долго"));
    assert_eq!(play.refused("came=директор"), blocked("came", "arrival"), "and nothing after it");
    assert!(matches!(play.refused("-other: не надо"), Refusal::CannotBeSkipped { .. }));
    // What stands before it may still be changed.
    play.play(&["who=Иван"]);
    assert_eq!(play.next().as_deref(), Some("arrival"));
    play.play(&["arrival"]);
    assert_eq!(play.value("arrival.minutes"), json!(6));
    play.shows(
        "who: done, arrival: done, book: done, other: out, said: done, came: open, back: open, end: blocked by came",
    );
    assert!(matches!(play.refused("book"), Refusal::Settled { .. }));
    assert!(matches!(play.refused("other"), Refusal::Out { .. }));
    play.play(&["came=директор", "back", "stop end"]);
    assert!(play.case.is_over());
}

#[test]
fn what_was_not_done_meanwhile_is_known_not_to_have_been_done() {
    let mut play = Play::new(VISIT);
    play.play(&["who=Анна", "arrival"]);
    let states: Vec<State> = play.case.outline(&play.outside).rows.iter().map(|row| row.state).collect();
    assert_eq!(&states[2..5], [State::Out; 3]);
    assert_eq!(states[6], State::Out, "decided: the book was not given out");
    play.play(&["came=директор", "stop end"]);
}

#[test]
fn what_is_done_meanwhile_begins_the_wait() {
    let mut play = Play::new(
        "\n  - {ask: Кто?, name: who, optional: yes}\n  - wait: Ждем\n    name: pause\n    meanwhile: [{do: Пока, name: aside}]\n",
    );
    play.play(&["aside", "pause"]);
    assert_eq!(play.value("pause.minutes"), json!(1));
    assert_eq!(play.next().as_deref(), Some("who"));
}

#[test]
fn reminders_come_again_and_again_until_something_happens() {
    let mut play = Play::new(VISIT);
    play.play(&["who=Анна"]);
    let reminder = |play: &Play, minutes: i64| {
        let outline = play.case.outline(&play.outside);
        let now = moment("10:01") + TimeDelta::minutes(minutes);
        play.case.reminder(&outline, &Hours::default(), &now).map(|(_, at)| at.format("%H:%M").to_string())
    };
    assert_eq!(reminder(&play, 14), None);
    assert_eq!(reminder(&play, 15).as_deref(), Some("10:16"));
    assert_eq!(reminder(&play, 44).as_deref(), Some("10:31"));
    at(&mut play, "10:40");
    play.play(&["book"]);
    assert_eq!(reminder(&play, 44), None, "somebody was there");
    assert_eq!(reminder(&play, 45).as_deref(), Some("10:46"));
    play.play(&["arrival"]);
    assert_eq!(reminder(&play, 600), None);
}

#[test]
fn a_wait_is_answered_from_elsewhere_once() {
    let mut play = with_hours(CALL_BACK);
    play.play(&["question=Когда?"]);
    assert_eq!(play.refused("reply answer: Завтра"), blocked("answer", "promised"));
    play.play(&["promised", "park", "reply answer: Завтра"]);
    assert_eq!(play.value("answer"), json!("Завтра"));
    let ended = play.events.iter().find_map(|event| match &event.did {
        crate::model::event::Did::Ended(ended) => ended.from.clone(),
        _ => None,
    });
    assert_eq!(ended.as_deref(), Some("director"));
    assert!(matches!(play.refused("reply answer: Никогда"), Refusal::Settled { .. }));
    assert!(matches!(play.refused("reply call_back"), Refusal::WrongKind { .. } | Refusal::Misfit(_)));
}

#[test]
fn values_of_a_case_that_was_run_answer_questions_and_what_is_answered_stays() {
    let mut play = Play::new(
        "
  - {ask: Кто?, name: who, optional: yes}
  - {run: child, name: req, take: {who: caller, phone: phone, size: size}}
  - {ask: Телефон?, name: phone, type: phone}
  - {ask: Сколько?, name: size, type: integer}
",
    );
    play.play(&["who=Анна", "run req", "start req"]);
    let took = [("who", json!("Иван")), ("phone", json!("+375291234567")), ("size", json!("много"))];
    let took = took.into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
    let (step, case, outcome) = ("req".to_owned(), "child".to_owned(), Some("done".to_owned()));
    play.try_act(&crate::engine::Move::Returned { step, case, outcome, took }).expect("it comes back");
    assert_eq!(play.value("who"), json!("Анна"), "the answer here is kept");
    assert_eq!(play.value("phone"), json!("+375291234567"));
    assert_eq!(play.value("size"), json!(null), "judged as typed");
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.suggestion(3).as_deref(), Some("много"), "and pre-typed where it does not fit");
}

#[test]
fn a_case_goes_on_in_another_one() {
    let mut play = Play::new("\n  - {ask: Где?, name: where}\n");
    assert_eq!(play.refused("join 2026-11-22-a002"), Refusal::CannotJoin);
    let mut play =
        Play::text("title: Авария\njoin: where\nsteps:\n  - {ask: Где?, name: where}\n  - {do: Чинить, name: mend}\n");
    assert_eq!(play.refused("join 2026-11-22-a001"), Refusal::CannotJoin, "not in itself");
    play.play(&["where=Лесная", "link 2026-11-22-a003: еще одна", "join 2026-11-22-a002"]);
    assert_eq!(play.case.joined.as_deref(), Some("2026-11-22-a002"));
    assert_eq!(play.case.linked.len(), 1);
    assert!(play.case.is_over());
}

const CALLS: &str = "
  - {ask: Кто?, name: who}
  - wait: Устранение
    name: repaired
    meanwhile:
      - repeat: Ещё звонок
        name: calls
        label: \"{{ place }}\"
        steps:
          - {ask: Где?, name: place}
          - {ask: Телефон, name: phone, optional: yes}
          - {ask: Кто звонил?, name: by_whom, default: \"{{ previous.by_whom }}\"}
      - {notify: [director, master], name: told, message: \"{{ calls | length }} {{ who }}\"}
  - {do: Всего, name: total, when: (calls | length) > 1}
  - {stop: end, name: end, as: Все}
";

#[test]
fn items_are_added_while_a_wait_lasts_and_each_is_ended_before_the_wait_is_looked_at() {
    let mut play = Play::new(CALLS);
    assert_eq!(play.refused("more calls"), blocked("calls", "repaired"));
    play.play(&["who=Анна"]);
    assert_eq!(play.value("calls"), json!([]), "it begins without items");
    play.play(&["more calls"]);
    assert_eq!(play.next().as_deref(), Some("calls.1.place"));
    play.play(&["calls.1.place=Лесная"]);
    assert_eq!(play.next().as_deref(), Some("calls.1.phone"));
    play.play(&["-calls.1.phone", "calls.1.by_whom=Петр"]);
    assert_eq!(play.next().as_deref(), Some("repaired"), "it leads back to the wait");
    play.play(&["more calls", "tell told: director"]);
    assert_eq!(play.next().as_deref(), Some("repaired"), "something else was done");
    play.play(&["calls.2.place=Садовая"]);
    assert_eq!(play.next().as_deref(), Some("calls.2.phone"));
    assert!(matches!(play.refused("-calls.2.by_whom"), Refusal::ReasonNeeded { .. }));
    play.play(&["-calls.2.by_whom: повесили трубку", "more calls", "more calls", "calls.4.place=Нет"]);
    assert!(matches!(play.refused("drop calls.4"), Refusal::ReasonNeeded { .. }));
    play.play(&["drop calls.4: записан дважды", "drop calls.3"]);
    assert_eq!(play.next().as_deref(), Some("repaired"));
    assert_eq!(play.value("calls").as_array().map(Vec::len), Some(2));
    // Nobody has to end an item that was begun; with the wait nothing more is added.
    play.play(&["repaired"]);
    assert!(matches!(play.refused("more calls"), Refusal::Settled { .. }));
    assert!(matches!(play.refused("calls.2.phone=1"), Refusal::Out { .. }));
    play.play(&["calls.1.place=Полевая"]);
    assert_eq!(play.value("calls")[0]["place"], json!("Полевая"), "what was written down may be corrected");
    assert_eq!(play.value("calls")[1]["phone"], json!(null));
    play.play(&["total", "stop end"]);
    assert!(play.case.is_over());
}

#[test]
fn no_item_added_while_a_wait_lasted_is_an_empty_list() {
    let mut play = Play::new(CALLS);
    play.play(&["who=Анна", "repaired"]);
    assert_eq!(play.value("calls"), json!([]));
    play.play(&["stop end"]);
    // The first thing that is added begins the wait, as its end would.
    let mut play = Play::new(&CALLS.replace("name: who}", "name: who, optional: yes}"));
    play.play(&["more calls"]);
    assert_eq!(play.log(2), ["waiting repaired", "more calls.1"]);
}
