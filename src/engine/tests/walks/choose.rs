//! What is done next: moves that make sense, and any others.

use super::super::brought;
use super::Walk;
use crate::engine::{Attempt, Move, Outline};
use crate::model::definition::{Step, StepKind};
use crate::model::event::{Came, Handed, Numbered, Printed, Queued, Way};
use crate::model::types::Base;
use serde_json::json;
use std::collections::BTreeMap;

impl Walk<'_> {
    pub(super) fn some_value(&mut self, step: &Step) -> String {
        let base = step.kind.field().map_or(Base::Text, |field| field.base);
        let fitting: &[&str] = match base {
            Base::Text | Base::LongText => &["слово", "два слова", "<b> {{ x }}", "телек"],
            Base::Choice => &["a", "b", "c", "А", "Б, второй"],
            Base::Choices => &["a", "a, b", "b", "c", "b, c"],
            base => base.kind().samples,
        };
        (*self.random.of(fitting)).to_owned()
    }

    /// A move that makes sense for a step, if there is one.
    pub(super) fn sensible(&mut self, id: String, step: &Step) -> Move {
        match &step.kind {
            StepKind::Ask(_) => self.answer(id, step),
            StepKind::Wait(wait) if self.random.chance(40) => {
                let raw = wait.field.is_some().then(|| self.some_value(step));
                Move::Reply { step: id, raw, from: "director".to_owned() }
            }
            StepKind::Wait(wait) if wait.field.is_some() => self.answer(id, step),
            StepKind::Run(_) => {
                let fact = self.case.fact(&id).cloned().unwrap_or_default();
                match (fact.unsettled, &fact.child, fact.settled.is_some()) {
                    (true, Some(child), false) if self.random.chance(60) => {
                        let outcome = self.random.chance(80).then(|| "done".to_owned());
                        let run = if let StepKind::Run(run) = &step.kind { run.take.clone() } else { BTreeMap::new() };
                        let value = self.random.of(&[json!(4), json!(true), json!("слово")]).clone();
                        let took = run.into_keys().map(|field| (field, value.clone())).collect();
                        Move::Returned { step: id, case: child.clone(), outcome, took }
                    }
                    (true, ..) => {
                        self.children += 1;
                        Move::Started { step: id, case: format!("child{}", self.children) }
                    }
                    (_, _, true) if self.random.chance(50) => Move::Leave { step: id, reason: "так".to_owned() },
                    _ => Move::Begin { step: id, reason: Some("снова".to_owned()) },
                }
            }
            StepKind::Print(_) => self.paper(id),
            StepKind::Repeat(_) => self.enough(id),
            StepKind::Notify(_) => self.tell(id, step),
            StepKind::Attach(_) => self.bring(id),
            StepKind::Mail(_) => self.write(id),
            StepKind::Stop(_) => Move::Stop { step: Some(id) },
            _ => Move::Done { step: id },
        }
    }

    pub(super) fn paper(&mut self, step: String) -> Move {
        let outline = self.case.outline(&self.outside);
        let ready = outline.row(&step).is_some_and(|row| outline.paper(row).is_some());
        let fact = self.case.fact(&step).cloned().unwrap_or_default();
        if !fact.unsettled {
            let reason = "снова".to_owned();
            return match (ready, fact.settled.is_some()) {
                // On its way to paper, at the desk or to be printed from where it was opened.
                (true, _) if self.random.chance(20) => {
                    let copies = self.random.chance(70).then_some(2);
                    Move::Handed(Handed { step, count: fact.begun, copies })
                }
                (true, false) => Move::Done { step },
                // Somebody confirms what is not there.
                (false, false) if self.random.chance(10) => Move::Done { step },
                (_, true) if self.random.chance(50) => Move::Leave { step, reason },
                _ => Move::Begin { step, reason: Some(reason) },
            };
        }
        if self.random.chance(15) {
            return Move::Failed { step, reason: "бланк испорчен".to_owned() };
        }
        if fact.number.is_none() && self.random.chance(60) {
            let number = format!("{}", self.events.len());
            return Move::Numbered(Numbered { case: None, step, series: "contract".to_owned(), n: 1, number });
        }
        let names: Vec<String> = self
            .case
            .definition
            .walk()
            .iter()
            .filter_map(|(step, _)| Some(step.name.as_ref()?.value.clone()))
            .collect();
        let shows = names.into_iter().filter(|_| self.random.chance(50)).collect();
        Move::Printed(Box::new(printed(step, fact.begun, shows)))
    }

    /// More items, fewer, or no more: a repeat that has many does not grow for ever.
    pub(super) fn enough(&mut self, step: String) -> Move {
        let outline = self.case.outline(&self.outside);
        let items = outline.row(&step).map(|row| outline.items_of(row)).unwrap_or_default();
        let numbers: Vec<u32> = items.iter().map(|item| outline.items[*item].number).collect();
        match self.random.below(12) {
            0..=2 if numbers.len() < 4 => Move::More { step },
            3 | 4 if !numbers.is_empty() => Move::Drop {
                item: format!("{step}.{}", self.random.of(&numbers)),
                reason: Some("лишний".to_owned()),
            },
            _ => Move::Enough { step, accept: true },
        }
    }

    pub(super) fn tell(&mut self, id: String, step: &Step) -> Move {
        let StepKind::Notify(notify) = &step.kind else { return Move::Resume };
        match self.random.below(9) {
            0 => return Move::Skip { step: id, reason: Some("нет связи".to_owned()) },
            2 => return Move::Try { step: id, attempt: self.attempt("nobody".to_owned()) },
            1 if self.case.fact(&id).is_some_and(|fact| fact.settled.is_some()) => {
                return Move::Leave { step: id, reason: "знает".to_owned() };
            }
            _ => {}
        }
        let who = (*self.random.of(&notify.ids())).to_owned();
        Move::Try { step: id, attempt: self.attempt(who) }
    }

    pub(super) fn attempt(&mut self, who: String) -> Attempt {
        let (_, how) = *self.random.of(&Way::ALL);
        let (_, came) = *self.random.of(&Came::ALL);
        let reason = self.random.chance(70).then(|| "иначе".to_owned());
        Attempt { who, how, came, reason }
    }

    pub(super) fn bring(&mut self, step: String) -> Move {
        if self.case.fact(&step).is_some_and(|fact| fact.unsettled) {
            let fails = self.random.chance(15);
            let reason = "нет файла".to_owned();
            return if fails { Move::Failed { step, reason } } else { Move::Copied { step } };
        }
        let files = ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.jpg"];
        let files = files.into_iter().filter(|_| self.random.chance(35)).map(brought).collect();
        Move::Attach { step, files }
    }

    pub(super) fn write(&mut self, step: String) -> Move {
        let fact = self.case.fact(&step).cloned().unwrap_or_default();
        let reason = "снова".to_owned();
        if !fact.unsettled {
            let leaves = fact.settled.is_some() && self.random.chance(50);
            return if leaves { Move::Leave { step, reason } } else { Move::Begin { step, reason: Some(reason) } };
        }
        if self.random.chance(15) {
            return Move::Failed { step, reason };
        }
        Move::Queued(Box::new(queued(step, fact.begun)))
    }

    pub(super) fn answer(&mut self, id: String, step: &Step) -> Move {
        let (raw, accept) = (self.some_value(step), self.random.chance(70));
        Move::Answer { step: id, raw, accept, reason: None }
    }

    /// Any move with any step.
    pub(super) fn any(&mut self) -> Move {
        let outline = self.case.outline(&self.outside);
        let Some(row) = outline.rows.get(self.random.below(outline.rows.len())) else {
            return Move::Note { text: "пусто".to_owned() };
        };
        let (id, step) = (row.id.clone(), row.step.clone());
        let item = row.item.map_or("nosuch.1", |item| &outline.items[item].id).to_owned();
        let repeats = outline.rows.iter().filter(|row| matches!(row.step.kind, StepKind::Repeat(_)));
        let repeats: Vec<String> = repeats.map(|row| row.id.clone()).collect();
        drop(outline);
        let step = &step;
        let repeat = if repeats.is_empty() { id.clone() } else { self.random.of(&repeats).clone() };
        let id = if self.random.chance(4) { "nosuch".to_owned() } else { id };
        let words = (*self.random.of(&["", " ", "причина"])).to_owned();
        let reason = self.random.chance(60).then(|| words.clone());
        match self.random.below(50) {
            33 | 34 => {
                let who = (*self.random.of(&["director", "master", "nobody"])).to_owned();
                Move::Try { step: id, attempt: self.attempt(who) }
            }
            35 => Move::Attach { step: id, files: vec![brought("a.pdf"), brought("b.png")] },
            36 => Move::Copied { step: id },
            37 => Move::Queued(Box::new(queued(id, 1))),
            26 => Move::Numbered(Numbered { case: None, step: id, series: "contract".to_owned(), n: 1, number: words }),
            27 => Move::Printed(Box::new(printed(id, 1, Vec::new()))),
            28 => Move::Failed { step: id, reason: words },
            25 if self.random.chance(50) => Move::Handed(Handed { step: id, count: 1, copies: None }),
            43..=45 => Move::More { step: if self.random.chance(90) { repeat } else { id } },
            46 | 47 => {
                let item = if self.random.chance(60) { item } else { format!("{repeat}.{}", 1 + self.random.below(4)) };
                Move::Drop { item, reason }
            }
            48 | 49 => Move::Enough { step: if self.random.chance(90) { repeat } else { id }, accept: false },
            29 | 30 => {
                let raw = self.some_value(step);
                let raw = self.random.chance(80).then_some(raw);
                Move::Reply { step: id, raw, from: "director".to_owned() }
            }
            31 => Move::Link { case: "other".to_owned(), label: words },
            32 if self.random.chance(20) => Move::Join { case: (*self.random.of(&["other", "walk"])).to_owned() },
            0..=5 => {
                let raw = if self.random.chance(20) { "#\u{7}!".to_owned() } else { self.some_value(step) };
                Move::Answer { step: id, raw, accept: self.random.chance(50), reason }
            }
            6..=8 => Move::Done { step: id },
            9..=11 => Move::Undo { step: id },
            12..=14 => Move::Skip { step: id, reason },
            15 if self.random.chance(20) => {
                self.outside.desk = (*self.random.of(&["a", "b"])).to_owned();
                Move::Take
            }
            15 => Move::Begin { step: id, reason },
            16 => Move::Started { step: id, case: "stray".to_owned() },
            17 => Move::Returned { step: id, case: "stray".to_owned(), outcome: None, took: BTreeMap::new() },
            18 => Move::Leave { step: id, reason: words },
            19 => Move::Note { text: words },
            20 => Move::Park { text: words },
            21 | 22 => Move::Resume,
            23 => Move::Stop { step: Some(id) },
            24 => Move::Stop { step: None },
            _ if self.random.chance(10) => Move::Cut { reason: words },
            _ => Move::Skip { step: id, reason: Some("причина".to_owned()) },
        }
    }

    /// Something that has to be acted on now.
    pub(super) fn awaited(&mut self) -> Option<(String, Step)> {
        let outline: Outline<'_> = self.case.outline(&self.outside);
        let awaited = outline.awaited();
        if awaited.is_empty() {
            return None;
        }
        let row = &outline.rows[*self.random.of(&awaited)];
        Some((row.id.clone(), row.step.clone()))
    }

    /// Something that may be done while a wait lasts: what was begun there, or one more thing.
    pub(super) fn aside(&mut self) -> Option<(String, Step)> {
        let outline: Outline<'_> = self.case.outline(&self.outside);
        let begun = outline.next().filter(|row| outline.rows[*row].aside && self.random.chance(70));
        let may: Vec<usize> = (0..outline.rows.len()).flat_map(|wait| outline.meanwhile(wait)).collect();
        let row = begun.or_else(|| (!may.is_empty()).then(|| *self.random.of(&may)))?;
        Some((outline.rows[row].id.clone(), outline.rows[row].step.clone()))
    }
}

pub(super) fn printed(step: String, count: u32, shows: Vec<String>) -> Printed {
    let (form, file, hash) = ("paper".to_owned(), format!("{step}-{count}.pdf"), "00".to_owned());
    Printed { step, count, form, file, hash, copies: 1, number: None, shows }
}

pub(super) fn queued(step: String, count: u32) -> Queued {
    let (to, subject, file, hash) = ("support".into(), "Тема".into(), format!("{step}-{count}.eml"), "00".into());
    Queued { step, count, to, subject, file, hash, shows: Vec::new() }
}
