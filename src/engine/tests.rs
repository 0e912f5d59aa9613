//! Small procedures, played move by move. A move is one word or two:
//!
//! `x=12` answers, `x!=12` answers and accepts doubts, `x` confirms, `-x` passes, `-x: why` passes with a
//! reason, `~x` takes back, `run x`, `run x: why`, `start x`, `return x: outcome`, `leave x: why`, `reply x: words`, `join id`, `link id: label`,
//! `number x: 7`, `print x: names shown`, `fail x: why`, `stop x`, `stop`, `cut: why`, `note: words`, `park`, `resume`.
//! reason, `~x` takes back, `run x`, `run x: why`, `start x`, `return x: outcome`, `leave x: why`,
//! `more x`, `drop x.2`, `drop x.2: why`, `enough x`, `enough! x` (accepts doubts),
//! `tell x: who reached` (or `no answer`, `busy`, `left word`; behind `;` a reason), `files x: names`, `copied x`,
//! `queue x: names shown`, `number x: 7`, `print x: names shown`, `fail x: why`, `stop x`, `stop`, `cut: why`, `note: words`, `park`, `resume`.

mod answers;
mod contact;
mod effects;
mod items;
mod life;
mod offers;
mod order;
mod style;
mod time;
mod update;
mod walks;

use super::{Attempt, Case, Move, Outside, Refusal, State};
use crate::model::attachment::{Attachment, FileKind};
use crate::model::card::{Card, read_card};
use crate::model::definition::Definition;
use crate::model::event::{Came, Did, Event, Moment, Numbered, Opened, Printed, Queued, Way};
use crate::model::procedure::{Known, TypeTable, read_part, read_procedure, read_style};
use crate::model::span::FileId;
use crate::model::style::Dictionary;
use crate::model::template::{Blanks, OuterNames};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The part `paper`, which every procedure here may include.
const PART: &str = "
title: Документ
steps:
  - ask: Вид
    name: kind
    choices: {a: Паспорт, b: Другой}
  - ask: Номер
    name: num
    type: integer
    when: {kind: a}
  - ask: Серия
    name: series
    private: yes
    when: kind == 'b'
";

pub(super) fn definition(text: &str) -> Arc<Definition> {
    let mut faults = Vec::new();
    let types = TypeTable::new();
    let cards = cards();
    let style = style();
    let alone = Known { types: &types, parts: None, cards: &cards, style: &style };
    let parts = read_part(PART, FileId::NONE, alone, &mut faults).map(|part| ("paper".to_owned(), part));
    let parts = parts.into_iter().collect();
    let known = Known { types: &types, parts: Some(&parts), cards: &cards, style: &style };
    let procedure = read_procedure("test", text, FileId::NONE, known, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}\n{text}");
    Arc::new(procedure.expect("a procedure").definition)
}

/// Words of style.
fn style() -> Dictionary {
    read_style("slang: {телек*: телевизор}\n", FileId::NONE, &mut Vec::new())
}

/// A card with a table, for choices.
fn cards() -> BTreeMap<String, Card> {
    let text = "title: Каналы\ntable:\n  columns: {code: Код, title: Название, social: В пакете}\n";
    let card = read_card("channels", text, FileId::NONE, &TypeTable::new(), &mut Vec::new()).expect("a card");
    BTreeMap::from([("channels".to_owned(), card)])
}

pub(super) fn opened(definition: &Definition) -> Opened {
    Opened {
        format: 1,
        procedure: definition.id.clone(),
        definition: definition.hash(),
        parent: None,
        with: BTreeMap::new(),
        suggest: BTreeMap::new(),
    }
}

pub(super) fn outside() -> Outside {
    let names = json!({
        "cards": {"prices": {"social": 6.5, "full": 15, "old": null}, "channels": [
            {"code": "a", "title": "Первый, главный", "social": "да"}, {"code": "b", "title": "Второй", "social": null},
            {"code": "c", "title": "Третий", "social": "да"}, {"code": null, "title": "Без кода", "social": "да"}]},
        "hours": {"text": "10-19", "open_now": true, "next_open": "завтра"},
        "contacts": {
            "director": {"title": "Директор", "name": "Образцов Олег", "phones": ["+375290000001"], "email": null},
            "master": {"title": "Мастер", "name": null, "phones": ["456"], "email": null},
        },
        "dispatchers": {"ivanov": "Иванов Иван", "testova": "Тестова Анна"},
        "company": {"name": "ООО", "unp": null}, "desk": "a",
        "dispatcher": {"surname": "Иванов", "name": "Иван"},
    });
    let Value::Object(values) = names else { unreachable!("a map") };
    let mut names = OuterNames::default();
    values.into_iter().for_each(|(name, value)| names.insert(name, value));
    Outside {
        at: moment("10:00"),
        was: None,
        desk: "a".to_owned(),
        by: "ivanov".to_owned(),
        names,
        types: Arc::default(),
        hours: Arc::default(),
        area_code: None,
        blanks: Blanks::Empty,
        private: BTreeMap::new(),
    }
}

pub(super) fn moment(time: &str) -> Moment {
    format!("2026-11-22T{time}:00+03:00").parse().expect("a moment")
}

/// A case that is played.
pub(super) struct Play {
    pub(super) case: Case,
    pub(super) events: Vec<Event>,
    pub(super) outside: Outside,
}

impl Play {
    pub(super) fn new(steps: &str) -> Self {
        Self::opened(steps, |_| ())
    }

    pub(super) fn opened(steps: &str, with: impl FnOnce(&mut Opened)) -> Self {
        Self::whole(&format!("title: Проверка\nsteps:\n{steps}"), with, outside())
    }

    /// A case in a world that is a little different.
    pub(super) fn begun(steps: &str, with: impl FnOnce(&mut Outside)) -> Self {
        let mut world = outside();
        with(&mut world);
        Self::whole(&format!("title: Проверка\nsteps:\n{steps}"), |_| (), world)
    }

    /// A case of a procedure with a head of its own.
    pub(super) fn text(text: &str) -> Self {
        Self::whole(text, |_| (), outside())
    }

    fn whole(text: &str, with: impl FnOnce(&mut Opened), outside: Outside) -> Self {
        let definition = definition(text);
        let mut opened = opened(&definition);
        with(&mut opened);
        let case = Case::replay("2026-11-22-a001", definition, &[]);
        let first = case.open(opened, &outside);
        let mut play = Self { case, events: Vec::new(), outside };
        play.take(first);
        play
    }

    /// Takes events in, and what follows by itself; each has to survive its line, and replay has to agree.
    pub(super) fn take(&mut self, mut events: Vec<Event>) {
        while !events.is_empty() {
            for event in events {
                let event = Event::from_line(&event.to_line()).expect("its own line");
                self.case.apply(&event);
                self.events.push(event);
            }
            events = self.case.follow(&self.outside);
        }
        let again = Case::replay(&self.case.id, Arc::clone(&self.case.definition), &self.events);
        assert_eq!(again.facts, self.case.facts);
        assert_eq!(again.dues, self.case.dues);
        let remembered = again.outline(&again.remembered());
        let live = self.case.outline(&self.outside);
        let states = |outline: &super::Outline<'_>| outline.rows.iter().map(|row| row.state).collect::<Vec<_>>();
        assert_eq!(states(&remembered), states(&live), "replay sees another plan: {:#?}", self.events);
        for name in self.case.definition.walk().iter().filter_map(|(step, _)| step.name.as_ref()) {
            assert_eq!(remembered.scope.get(&name.value), live.scope.get(&name.value), "{} after replay", name.value);
        }
    }

    pub(super) fn try_act(&mut self, wanted: &Move) -> Result<(), Refusal> {
        let events = self.case.act(wanted, &self.outside)?;
        self.take(events);
        Ok(())
    }

    /// Plays moves a minute apart; none may be refused.
    #[track_caller]
    pub(super) fn play(&mut self, moves: &[&str]) -> &mut Self {
        for text in moves {
            self.outside.at += TimeDelta::minutes(1);
            if let Err(refusal) = self.try_act(&parsed(text)) {
                panic!("{text} is refused: {refusal:?}; {:?}", self.lines());
            }
        }
        self
    }

    /// A move that must be refused; nothing may have happened then.
    #[track_caller]
    pub(super) fn refused(&mut self, text: &str) -> Refusal {
        let before = self.events.len();
        let refusal = self.try_act(&parsed(text)).expect_err(text);
        assert_eq!(self.events.len(), before);
        refusal
    }

    fn lines(&self) -> Vec<String> {
        let outline = self.case.outline(&self.outside);
        let line = |row: &super::Row<'_>| {
            let state = match row.state {
                State::Blocked(by) => format!("blocked by {}", outline.rows[by].id),
                other => format!("{other:?}").to_lowercase(),
            };
            format!("{}: {state}", row.id)
        };
        outline.rows.iter().map(line).collect()
    }

    #[track_caller]
    pub(super) fn shows(&mut self, wanted: &str) -> &mut Self {
        assert_eq!(self.lines().join(", "), wanted);
        self
    }

    pub(super) fn value(&self, path: &str) -> Value {
        self.case.outline(&self.outside).scope.get_path(path)
    }

    pub(super) fn next(&self) -> Option<String> {
        let outline = self.case.outline(&self.outside);
        outline.next().map(|row| outline.rows[row].id.clone())
    }

    /// The words of the last append's events.
    pub(super) fn log(&self, last: usize) -> Vec<String> {
        let word = |event: &Event| match &event.did {
            Did::Answered(answered) => format!("answered {}", answered.step),
            Did::Ended(answered) => format!("ended {}", answered.step),
            Did::Done(at) => format!("done {}", at.step),
            Did::Skipped(because) => format!("skipped {}", because.step),
            Did::Waiting(at) => format!("waiting {}", at.step),
            Did::More(more) => format!("more {}.{}", more.step, more.item),
            Did::Drop(because) => format!("drop {}", because.step),
            Did::Enough(enough) => format!("enough {}", enough.step),
            Did::Closing(closing) => format!("closing {}", closing.outcome),
            other => format!("{other:?}"),
        };
        self.events[self.events.len() - last..].iter().map(word).collect()
    }
}

/// A file by its name: the content, and so the hash, is the name without its ending.
pub(super) fn brought(name: &str) -> Attachment {
    let (hash, ending) = name.split_once('.').expect("an ending");
    let kind = FileKind::ALL.iter().find(|(word, _)| *word == ending).expect("a kind").1;
    Attachment { name: name.to_owned(), kind, size: 5, hash: hash.to_owned(), file: format!("x/{name}") }
}

fn parsed(text: &str) -> Move {
    let (head, why) = text.split_once(": ").map_or((text, None), |(head, why)| (head, Some(why.to_owned())));
    let (word, rest) = head.split_once(' ').unwrap_or((head, ""));
    let step = rest.to_owned();
    let reason = why.clone().unwrap_or_default();
    match word {
        "run" => return Move::Begin { step, reason: why },
        "more" => return Move::More { step },
        "drop" => return Move::Drop { item: step, reason: why },
        "enough" => return Move::Enough { step, accept: false },
        "enough!" => return Move::Enough { step, accept: true },
        "start" => return Move::Started { step, case: "child".to_owned() },
        "number" => {
            let (series, number) = ("contract".to_owned(), reason);
            return Move::Numbered(Numbered { case: None, step, series, n: 1, number });
        }
        "print" => {
            let shows = reason.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let (form, file, hash) = ("paper".to_owned(), format!("{step}.pdf"), "00".to_owned());
            let number = None;
            let printed = Printed { step, count: 1, form, file, hash, copies: 2, number, shows };
            return Move::Printed(Box::new(printed));
        }
        "tell" => {
            let (attempt, again) =
                reason.split_once("; ").map_or((reason.as_str(), None), |(attempt, again)| (attempt, Some(again)));
            let (who, came) = attempt.split_once(' ').unwrap_or((attempt, "reached"));
            let came = Came::ALL.iter().find(|(word, _)| *word == came).expect("a result").1;
            let (who, reason) = (who.to_owned(), again.map(str::to_owned));
            return Move::Try { step, attempt: Attempt { who, how: Way::Call, came, reason } };
        }
        "files" => return Move::Attach { step, files: reason.split(' ').map(brought).collect() },
        "copied" => return Move::Copied { step },
        "queue" => {
            let shows = reason.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let (to, subject, hash) = ("support".to_owned(), "Тема".to_owned(), "00".to_owned());
            let file = format!("outbox/{step}.eml");
            return Move::Queued(Box::new(Queued { step, count: 1, to, subject, file, hash, shows }));
        }
        "fail" => return Move::Failed { step, reason },
        "return" => return Move::Returned { step, case: "child".to_owned(), outcome: why, took: BTreeMap::new() },
        "reply" if !step.is_empty() => {
            // `reply step: words`, or `reply step` where the wait has no field.
            return Move::Reply { step, raw: why, from: "director".to_owned() };
        }
        "join" => return Move::Join { case: step },
        "link" => return Move::Link { case: step, label: reason },
        "leave" => return Move::Leave { step, reason },
        "stop" => return Move::Stop { step: (!step.is_empty()).then_some(step) },
        "cut" | "cut:" => return Move::Cut { reason },
        "note" => return Move::Note { text: reason },
        "park" => return Move::Park { text: reason },
        "resume" => return Move::Resume,
        _ => {}
    }
    if let Some(step) = head.strip_prefix('-') {
        return Move::Skip { step: step.to_owned(), reason: why };
    }
    if let Some(step) = head.strip_prefix('~') {
        return Move::Undo { step: step.to_owned() };
    }
    if let Some((step, raw)) = text.split_once("!=") {
        return Move::Answer { step: step.to_owned(), raw: raw.to_owned(), accept: true, reason: None };
    }
    if let Some((step, raw)) = text.split_once('=') {
        return Move::Answer { step: step.to_owned(), raw: raw.to_owned(), accept: false, reason: None };
    }
    Move::Done { step: head.to_owned() }
}

pub(super) fn blocked(step: &str, by: &str) -> Refusal {
    Refusal::Blocked { step: step.to_owned(), by: by.to_owned() }
}
