//! What happened, step by step, under the titles of what the steps stand in.

use super::effects::has_effects;
use super::{Writer, beside, line};
use crate::engine::{Settled, State};
use crate::model::definition::StepKind;
use crate::model::document::{Face, Line};
use crate::model::types::show_untyped;
use crate::session::titles::title_of;
use crate::text::{self, Message, OnSheet};

/// What a step stands in: the row of a group, or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Group(usize),
    Item(usize),
}

impl Writer<'_> {
    /// The steps in the order of the procedure, under the titles of what they stand in.
    pub(super) fn course(&mut self) {
        for at in 0..self.outline.rows.len() {
            if self.is_shown(at) {
                self.enter(at);
                self.step(at);
            }
        }
        self.flush();
    }

    /// Whether a row says something: what may never come, and what nobody has to do, does not.
    pub(super) fn is_shown(&self, at: usize) -> bool {
        let row = &self.outline.rows[at];
        let known = row.fact.is_some_and(|fact| fact.settled.is_some());
        let plan = !matches!(row.state, State::Out | State::Maybe) && (known || !row.aside);
        plan && match &row.step.kind {
            // The outcome stands in the head; what has no words for people is not for them.
            StepKind::Note(_) | StepKind::Group(_) | StepKind::Stop(_) => false,
            StepKind::Let(computed) => computed.label.is_some() && self.computed(at).is_some(),
            // Its items speak for it.
            StepKind::Repeat(_) => row.state == State::Skipped || self.outline.items_of(at).is_empty(),
            // Done by the Enter that closes the case.
            StepKind::Say(_) => known || !self.case.is_over(),
            _ => true,
        }
    }

    /// What a row stands in, the outermost first.
    fn parts(&self, row: usize) -> Vec<Part> {
        let (mut at, mut parts) = (row, Vec::new());
        while let Some(parent) = self.outline.rows[at].parent {
            match self.outline.rows[parent].step.kind {
                StepKind::Group(_) => parts.push(Part::Group(parent)),
                StepKind::Repeat(_) => parts.extend(self.outline.rows[at].item.map(Part::Item)),
                _ => {}
            }
            at = parent;
        }
        parts.reverse();
        parts
    }

    fn title(&self, part: Part) -> String {
        match part {
            Part::Group(row) => title_of(self.language, self.workspace, self.outline, row),
            Part::Item(item) => {
                let (title, label) = self.outline.name_of_item(item);
                text::say(self.language, &Message::Item(&title, &label))
            }
        }
    }

    /// The headings that a row needs and does not have yet.
    fn enter(&mut self, row: usize) {
        let path = self.parts(row);
        let level = |depth: usize| if depth == 0 { 2 } else { 3 };
        if path == self.path && self.named {
            return;
        }
        let common = path.iter().zip(&self.path).take_while(|(one, other)| one == other).count();
        match path.split_last() {
            None if self.named => self.heading(2, &self.say(OnSheet::Later)),
            None => self.heading(2, &self.say(OnSheet::Course)),
            // Back in what stands around.
            Some((last, around)) if common == path.len() => {
                let title = self.title(*last);
                self.heading(level(around.len()), &self.say(OnSheet::Again(&title)));
            }
            Some(_) => {
                for (depth, part) in path.iter().enumerate().skip(common) {
                    let title = self.title(*part);
                    self.heading(level(depth), &title);
                }
            }
        }
        (self.path, self.named) = (path, true);
    }

    /// The lines of a step.
    fn step(&mut self, at: usize) {
        let outline = self.outline;
        let row = &outline.rows[at];
        let what = self.words(at);
        if let Some(fact) = row.fact {
            self.effects(&what, &row.id, row.step, fact, false);
            if has_effects(&row.step.kind, fact) && matches!(row.state, State::Done | State::Stale) {
                if row.state == State::Stale {
                    self.row("", line(self.say(OnSheet::Stale), Face::Italic), String::new());
                }
                return;
            }
        }
        let effects = row.fact.is_some_and(|fact| has_effects(&row.step.kind, fact));
        let what = if effects { "" } else { what.as_str() };
        let done = row.fact.filter(|_| matches!(row.state, State::Done | State::Stale));
        let when = row.fact.filter(|fact| fact.settled.is_some());
        let when = when.and_then(|fact| Some(self.when(&fact.at?, &fact.by))).unwrap_or_default();
        let came = match (&row.step.kind, row.state) {
            (_, State::Skipped) => {
                let why = row.fact.and_then(|fact| match &fact.settled {
                    Some(Settled::Skipped(why)) => why.as_deref(),
                    _ => None,
                });
                line(self.say(OnSheet::Passed(why)), Face::Italic)
            }
            (StepKind::Let(_), _) => Line::plain(self.computed(at).unwrap_or_default()),
            (StepKind::Repeat(_), State::Done) => line(self.say(OnSheet::Nothing), Face::Italic),
            _ if done.is_none() => {
                let words = if self.case.is_over() { OnSheet::NotDone } else { OnSheet::NotYet };
                line(self.say(words), Face::Italic)
            }
            (StepKind::Ask(_) | StepKind::Wait(_), _) => self.answer(at),
            (StepKind::Say(_), _) => Line::plain(self.say(OnSheet::Said)),
            _ => Line::plain(self.say(OnSheet::Done(done.map_or(1, |fact| fact.times)))),
        };
        self.row(what, came, when);
    }

    /// What a step says, asks, or has done.
    pub(super) fn words(&self, at: usize) -> String {
        let words = title_of(self.language, self.workspace, self.outline, at);
        let row = &self.outline.rows[at];
        match &row.step.kind {
            StepKind::Say(_) => format!("«{words}»"),
            StepKind::Notify(_) => {
                let last = row.fact.and_then(|fact| fact.tries.last()).and_then(|(_, tried)| tried.message.clone());
                let message = last.unwrap_or_else(|| self.outline.text(at));
                if message.trim().is_empty() { words } else { format!("{words}. «{}»", message.trim()) }
            }
            _ => words,
        }
    }

    fn computed(&self, at: usize) -> Option<String> {
        let row = &self.outline.rows[at];
        let value = self.outline.scope_at(at).get(&row.step.id);
        let words = row.step.kind.field().map_or_else(|| show_untyped(&value), |field| field.show(&value));
        Some(words).filter(|words| !words.is_empty())
    }

    /// An answer as it holds now, with the one there was before.
    fn answer(&self, at: usize) -> Line {
        let row = &self.outline.rows[at];
        let answer = row.fact.zip(row.field()).map(|(fact, field)| field.show(&fact.value));
        let answer = answer.filter(|answer| !answer.is_empty());
        let words = answer.unwrap_or_else(|| match row.step.kind {
            StepKind::Wait(_) => self.say(OnSheet::Waited),
            _ => text::say(self.language, &Message::NotStated),
        });
        match self.before.get(&row.id) {
            None => Line::plain(words),
            Some(before) => beside(words, &self.say(OnSheet::Was(before.as_deref()))),
        }
    }
}
