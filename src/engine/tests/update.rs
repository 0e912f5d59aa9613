//! Cases that are moved to another definition, and to another desk.

use super::{Play, definition};
use crate::engine::{Case, Move, Refusal, Settled, Update};
use crate::model::event::{Did, Event, definition_hash, holder};
use serde_json::{Value, json};
use std::sync::Arc;

impl Play {
    fn update_to(&self, steps: &str) -> Result<Update, Refusal> {
        let new = definition(&format!("title: Проверка\nsteps:\n{steps}"));
        let from = definition_hash(&self.events).to_owned();
        self.case.update(&new, &self.events, &from, &self.outside)
    }

    /// Moves the case; the whole journal, read again, must give the same.
    #[track_caller]
    fn moved(&mut self, steps: &str) -> Update {
        let update = self.update_to(steps).expect("an update");
        let event = Event::from_line(&update.event.to_line()).expect("its own line");
        assert_eq!(event, update.event);
        self.case = update.case.clone();
        self.events.push(event);
        let events = self.case.follow(&self.outside);
        self.take(events);
        assert_eq!(definition_hash(&self.events), self.case.definition.hash());
        update
    }
}

fn told(update: &Update) -> [Vec<&str>; 5] {
    [&update.added, &update.gone, &update.changed, &update.struck, &update.open_again]
        .map(|ids| ids.iter().map(String::as_str).collect())
}

const OLD: &str = "  - {ask: Кто?, name: who}\n  - {ask: Сколько?, name: size, type: integer}\n\
                   \x20 - {do: Выдать книгу, name: book}\n  - {stop: end, as: Конец}\n";

#[test]
fn steps_are_known_by_their_ids() {
    let mut play = Play::new(OLD);
    play.play(&["who=Анна", "size=5", "book"]);
    let new = "  - {ask: Кто звонит?, name: who}\n  - {ask: Адрес, name: place}\n\
               \x20 - {ask: Сколько?, name: size, type: integer}\n  - {stop: end, as: Конец}\n";
    let update = play.moved(new);
    assert_eq!(told(&update), [vec!["place"], vec!["book"], vec!["who"], vec![], vec![]]);
    assert_eq!(update.next.as_deref(), Some("place"));
    play.shows("who: done, place: open, size: done, stop end: blocked by place");
    assert_eq!(play.value("size"), json!(5));
    play.play(&["place=Лесная", "stop stop end"]);
}

#[test]
fn answers_that_do_not_fit_are_struck_and_stay_in_the_log() {
    let mut play = Play::new(
        "  - {ask: Что?, name: what, choices: {a: А, b: Б}}\n  - {ask: Когда?, name: day, type: date}\n\
         \x20 - {ask: Номер, name: number}\n  - {ask: Заметка, name: remark, optional: yes}\n  - {do: Дело, name: deed}\n\
         \x20 - {ask: Сколько?, name: size, type: integer}\n  - {ask: Ещё, name: more, type: choices, choices: {a: А, b: Б}}\n",
    );
    play.play(&["what=b", "day=22.11.2026", "number=12", "-remark", "deed", "size=5", "more=a, b"]);
    let new = "  - {ask: Что?, name: what, choices: {a: А, c: В}}\n  - {ask: Когда?, name: day, type: date}\n\
               \x20 - {ask: Номер, name: number, type: integer}\n  - {ask: Заметка, name: remark}\n\
               \x20 - {ask: Дело, name: deed}\n  - {ask: Сколько?, name: size, type: number}\n\
               \x20 - {ask: Ещё, name: more, type: choices, choices: {a: Первое, b: Второе, c: Третье}}\n";
    let update = play.moved(new);
    assert_eq!(update.struck, ["what", "number", "remark", "deed"]);
    play.shows("what: open, day: done, number: open, remark: open, deed: open, size: done, more: done");
    assert_eq!(play.value("what"), Value::Null);
    let answers = play.events.iter().filter(|event| matches!(event.did, Did::Answered(_))).count();
    assert_eq!(answers, 5, "nothing is taken out of the log");
    // Answered anew, and moved back: the numbers of then are a text again.
    play.play(&["what=c", "number=12", "remark=нет", "deed=да"]);
    let update = play.moved("  - {ask: Что?, name: what, choices: {c: В}}\n  - {ask: Номер, name: number}\n");
    assert_eq!(update.struck, ["number"]);
    assert_eq!(update.gone, ["day", "remark", "deed", "size", "more"]);
    play.shows("what: done, number: open");
    // What had gone comes back with its answer.
    play.moved(OLD.replace("Кто?, name: who", "Когда?, name: day, type: date").as_str());
    assert_eq!(play.value("day"), json!("2026-11-22"));
    assert_eq!(play.value("size"), json!(5));
}

#[test]
fn private_and_public_answers_never_change_places() {
    for (old, new) in [("", ", private: yes"), (", private: yes", "")] {
        let mut play = Play::new(&format!("  - {{ask: Документ, name: paper{old}}}\n"));
        let mut events = play.case.act(&answer("paper", "MP1"), &play.outside).expect("an answer");
        if let (Did::Answered(answered), true) = (&mut events[0].did, new.is_empty()) {
            answered.value = crate::model::types::seal("•••", "salt", &answered.value);
            answered.label = None;
        }
        play.case.apply(&events[0]);
        play.events.extend(events);
        let update = play.moved(&format!("  - {{ask: Документ, name: paper{new}}}\n"));
        assert_eq!(update.struck, ["paper"], "{old} -> {new}");
    }
}

#[test]
fn a_stricter_step_is_open_again() {
    let mut play = Play::new("  - {attach: Сканы, name: scans}\n  - {notify: [director, master], name: told}\n");
    play.play(&["files scans: a.pdf", "copied scans", "tell told: director reached"]);
    let new = "  - {attach: Сканы, name: scans, min: 2}\n  - {notify: [director, master], name: told, all: yes}\n";
    let update = play.moved(new);
    assert_eq!(told(&update), [vec![], vec![], vec!["scans", "told"], vec![], vec!["scans", "told"]]);
    play.play(&["files scans: b.pdf", "copied scans", "tell told: master reached", "stop"]);
}

#[test]
fn a_step_passed_that_may_not_be_passed_is_open_again() {
    let mut play = Play::new("  - {ask: Раз, name: one}\n  - {ask: Два, name: two, optional: yes}\n");
    play.play(&["-one: не знает", "-two: не хочет"]);
    let update = play.moved("  - {ask: Раз, name: one, gate: yes}\n  - {ask: Два, name: two}\n");
    assert_eq!(update.struck, ["one"]);
    assert_eq!(
        play.case.fact("two").and_then(|fact| fact.settled.clone()),
        Some(Settled::Skipped(Some("не хочет".to_owned())))
    );
}

#[test]
fn what_was_printed_is_not_stale_by_the_update_alone() {
    let old = "  - {ask: Имя, name: who}\n  - {print: paper, name: paper}\n  - {do: Дело, name: deed}\n";
    let mut play = Play::new(old);
    play.play(&["who=Анна", "run paper", "print paper: who", "paper"]);
    // The new one computes a value of a price that nobody had looked at, and names it in no paper.
    let new = "  - {ask: Имя, name: who}\n  - {let: sum, be: cards.prices.full * 2}\n\
               \x20 - {print: paper, name: paper}\n  - {do: Дело, name: deed}\n";
    play.moved(new);
    play.shows("who: done, sum: done, paper: done, deed: open");
    assert_eq!(play.value("sum"), json!(30));
    // An answer that is struck makes it stale.
    play.moved(&new.replace("name: who", "name: who, type: integer"));
    play.shows("who: open, sum: done, paper: blocked by who, deed: open");
}

#[test]
fn what_has_begun_must_be_known_to_the_new_one() {
    let mut play = Play::new("  - {run: child, name: call}\n  - {do: Дело, name: deed}\n");
    play.play(&["run call", "start call"]);
    let refusal = play.update_to("  - {do: Дело, name: deed}\n").expect_err("its case is open");
    assert_eq!(refusal, Refusal::Blocked { step: String::new(), by: "call".to_owned() });
    assert!(play.update_to("  - {run: other, name: call}\n").is_err());
    play.moved("  - {run: child, name: call}\n  - {do: Другое, name: other}\n");
    play.play(&["return call: done", "other", "stop"]);
    assert_eq!(play.update_to(OLD).expect_err("it is over"), Refusal::Over);
}

#[test]
fn due_times_of_new_steps_are_told_with_the_update() {
    let mut play = Play::new("  - {do: Принять, name: took}\n  - {do: Отдать, name: gave}\n");
    play.play(&["took"]);
    let update =
        play.moved("  - {do: Принять, name: took}\n  - {do: Отдать, name: gave, due: clock 30 minutes after took}\n");
    let due = update.event.due.get("gave").copied().flatten();
    assert_eq!(due.map(|due| due.format("%H:%M").to_string()).as_deref(), Some("10:31"));
}

#[test]
fn what_is_struck_and_answered_anew_too_late_is_late() {
    let steps = |kind: &str| {
        format!(
            "  - {{do: Принять, name: took}}\n  - {{ask: Сколько?, name: size, type: {kind}, due: clock 30 minutes after took}}\n\
             \x20 - {{ask: Кто?, name: who}}\n"
        )
    };
    let mut play = Play::new(&steps("text"));
    play.play(&["took", "size=много"]);
    let late =
        |play: &Play| play.case.outline(&play.outside).missed().iter().filter(|missed| missed.done.is_some()).count();
    assert_eq!(late(&play), 0);
    play.outside.at += chrono::TimeDelta::hours(2);
    let update = play.moved(&steps("integer"));
    assert_eq!(update.struck, ["size"]);
    play.play(&["size=5"]);
    assert_eq!(late(&play), 1);
}

#[test]
fn a_case_is_held_by_the_desk_that_took_it_last() {
    let mut play = Play::new(OLD);
    play.play(&["who=Анна"]);
    assert_eq!(play.case.act(&Move::Take, &play.outside), Ok(Vec::new()), "its own case");
    play.outside.desk = "b".to_owned();
    play.try_act(&Move::Take).expect("another desk takes it");
    assert_eq!((play.case.holder.as_str(), play.case.desk.as_str(), holder(&play.events)), ("b", "a", "b"));
    let Some(Event { did: Did::Taken(taken), desk, .. }) = play.events.last() else { panic!("{:?}", play.events) };
    assert_eq!((taken.from.as_str(), desk.as_str()), ("a", "b"));
    play.play(&["size=5", "book", "stop stop end"]);
    assert_eq!(play.case.act(&Move::Take, &play.outside), Err(Refusal::Over));
    let again = Case::replay("x", Arc::clone(&play.case.definition), &play.events);
    assert_eq!(again.holder, "b");
}

#[test]
fn items_keep_their_numbers_and_their_answers() {
    let repeat = |head: &str, inside: &str| {
        format!("  - repeat: Комната\n    name: rooms\n{head}    steps:\n{inside}  - {{do: Дело, name: deed}}\n")
    };
    let card = "      - {ask: Имя, name: card}\n      - {ask: Метры, name: area, type: integer}\n";
    let mut play = Play::new(&repeat("    min: 2\n", card));
    play.play(&["rooms.1.card=зал", "rooms.1.area=20", "rooms.2.card=кухня", "rooms.2.area=9"]);
    play.try_act(&Move::More { step: "rooms".to_owned() }).expect("one more");
    play.play(&["rooms.3.card=сени"]);
    // Fewer at once: those in which something was done stay. A step of every item is new, another gone.
    let renamed = "      - {ask: Имя, name: card}\n      - {ask: Окна, name: windows, type: integer}\n";
    let update = play.moved(&repeat("", renamed));
    assert_eq!(told(&update), [vec!["rooms.windows"], vec!["rooms.area"], vec!["rooms"], vec![], vec![]]);
    let Did::Updated(updated) = &update.event.did else { panic!("{:?}", update.event) };
    assert_eq!(updated.kept, ["rooms.2"]);
    assert_eq!(update.next.as_deref(), Some("rooms.3.windows"));
    let cards = |play: &Play| {
        let rooms = play.value("rooms");
        let cards = rooms.as_array().into_iter().flatten().map(|room| room["card"].as_str().unwrap_or("").to_owned());
        cards.collect::<Vec<_>>()
    };
    assert_eq!(cards(&play), ["зал", "кухня", "сени"]);
    // More at once: those that had been added are among them, once.
    play.moved(&repeat("    min: 4\n", renamed));
    assert_eq!(cards(&play), ["зал", "кухня", "сени", ""]);
    // An answer in one item does not fit, those in the others do.
    let choice = "      - {ask: Имя, name: card, choices: {зал: Зал, кухня: Кухня}}\n";
    let choice = choice.replace("зал: Зал", "hall: зал").replace("кухня: Кухня", "kitchen: кухня");
    let update = play.moved(&repeat("    min: 4\n", &choice));
    assert_eq!(update.struck, ["rooms.1.card", "rooms.2.card", "rooms.3.card"]);
}

fn answer(step: &str, raw: &str) -> Move {
    Move::Answer { step: step.to_owned(), raw: raw.to_owned(), accept: false, reason: None }
}
