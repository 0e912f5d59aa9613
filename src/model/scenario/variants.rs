//! What a scenario changes: the company it is played in, and other ways through the same play.

use super::{Deed, Expect, Scenario, expect, texts};
use crate::model::company::{Company, Contact, contacts, holidays, named_texts, week};
use crate::model::diagnostic::{Diagnostic, Problem, Thing};
use crate::model::hours::Hours;
use crate::model::span::{FileId, Spanned};
use crate::model::workspace::Workspace;
use crate::model::yaml::{self, Fields, Reader, nearest};
use std::sync::Arc;

/// What stands in a scenario in place of `pult.yaml`, written as it is there.
#[derive(Debug, Clone, Default)]
pub struct Instead {
    /// The hours and holidays; both are replaced when either is written.
    pub hours: Option<Hours>,
    /// Dispatchers, with those of the company.
    pub dispatchers: Vec<(Spanned<String>, String)>,
    /// Contacts; one with the same id is replaced.
    pub contacts: Vec<(String, Contact)>,
}

impl Instead {
    /// The workspace as the scenario has it.
    #[must_use]
    pub fn of(&self, workspace: &Arc<Workspace>) -> Arc<Workspace> {
        if self.hours.is_none() && self.dispatchers.is_empty() && self.contacts.is_empty() {
            return Arc::clone(workspace);
        }
        let mut changed = (**workspace).clone();
        self.put(&mut changed.company);
        Arc::new(changed)
    }

    fn put(&self, company: &mut Company) {
        if let Some(hours) = &self.hours {
            company.hours = hours.clone();
        }
        for (id, name) in &self.dispatchers {
            company.dispatchers.insert(id.value.clone(), name.clone());
        }
        for (id, contact) in &self.contacts {
            match company.contacts.iter_mut().find(|(known, _)| known == id) {
                Some((_, known)) => *known = contact.clone(),
                None => company.contacts.push((id.clone(), contact.clone())),
            }
        }
    }
}

/// `scenarios/office.yaml`: what every scenario beside it has in place of the company's own, so that they hold whatever
/// the company writes into `pult.yaml` and its cards. What a scenario says itself goes over it.
#[derive(Debug, Clone, Default)]
pub struct Office {
    /// In place of `pult.yaml`.
    pub instead: Instead,
    /// Values of cards in place of today's.
    pub cards: Vec<(Spanned<String>, String)>,
}

/// Reads `scenarios/office.yaml`.
pub fn read_office(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Office {
    let mut reader = Reader::new(text);
    let root = yaml::parse(text, file, faults);
    let office = root.as_ref().and_then(|root| reader.map(root)).map(|mut fields| {
        let cards = texts(fields.take("cards"), &mut reader);
        let instead = instead(&mut fields, &mut reader);
        fields.finish(&mut reader);
        Office { instead, cards }
    });
    faults.append(&mut reader.faults);
    office.unwrap_or_default()
}

impl Scenario {
    /// The scenario as it is played in this office.
    #[must_use]
    pub fn within(mut self, office: &Office) -> Self {
        self.variants = self.variants.into_iter().map(|variant| variant.within(office)).collect();
        // The last of two counts.
        self.cards.splice(0..0, office.cards.iter().cloned());
        let (own, all) = (&mut self.instead, &office.instead);
        own.hours = own.hours.take().or_else(|| all.hours.clone());
        own.dispatchers.splice(0..0, all.dispatchers.iter().cloned());
        own.contacts.splice(0..0, all.contacts.iter().cloned());
        self
    }
}

/// Reads what stands in place of `pult.yaml`.
pub(super) fn instead(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Instead {
    let mut found = Instead::default();
    let (hours, closed) = (fields.take("hours"), fields.take("holidays"));
    if hours.is_some() || closed.is_some() {
        let mut week_of = Hours::default();
        hours.into_iter().for_each(|node| week(node, &mut week_of, reader));
        closed.into_iter().for_each(|node| holidays(node, &mut week_of, reader));
        found.hours = Some(week_of);
    }
    found.dispatchers = named_texts(fields.take("dispatchers"), reader);
    found.contacts = fields.take("contacts").map(|node| contacts(node, reader)).unwrap_or_default();
    found
}

/// Reads the variants: the same play with other moments or answers, and what comes of it then.
pub(super) fn variants(fields: &mut Fields<'_>, base: &Scenario, reader: &mut Reader<'_>) -> Vec<Scenario> {
    let nodes = fields.take("variants").map(|node| reader.list(node)).unwrap_or_default();
    nodes.iter().filter_map(|node| variant(reader.map(node)?, base, reader)).collect()
}

fn variant(mut fields: Fields<'_>, base: &Scenario, reader: &mut Reader<'_>) -> Option<Scenario> {
    let title = fields.required_text("title", reader);
    let changes = texts(fields.take("change"), reader);
    let other = fields.require("expect", reader).map(|node| expect(node, reader)).unwrap_or_default();
    fields.finish(reader);
    let title = title?;
    let mut found = base.clone();
    (found.title, found.span) = (format!("{}: {}", base.title, title.value), title.span);
    for (from, to) in &changes {
        if !found.change(&from.value, to) {
            let known = base.play.iter().flat_map(|play| {
                let moment = play.at.iter().map(|at| at.value.as_str());
                let answers = if let Deed::Answer { fields, .. } = &play.deed { fields.as_slice() } else { &[] };
                moment.chain(answers.iter().map(|(name, _)| name.value.as_str()))
            });
            let near = nearest(&from.value, known);
            reader.fault(Problem::Unknown { thing: Thing::Change, word: from.value.clone(), near }, from.span);
        }
    }
    found.expect = base.expect.clone().but(other);
    Some(found)
}

impl Scenario {
    /// Puts another moment, or another answer, wherever this one stands; says whether it does.
    fn change(&mut self, from: &str, to: &str) -> bool {
        let mut met = false;
        for play in &mut self.play {
            if let Some(at) = play.at.as_mut().filter(|at| at.value == from) {
                to.clone_into(&mut at.value);
                met = true;
            }
            if let Deed::Answer { fields, .. } = &mut play.deed {
                for (_, raw) in fields.iter_mut().filter(|(name, _)| name.value == from) {
                    to.clone_into(raw);
                    met = true;
                }
            }
        }
        met
    }
}

impl Expect {
    /// The same but for what the other one says.
    fn but(mut self, other: Self) -> Self {
        // Of a step that both name only the other one speaks.
        let steps = [&other.plan, &other.not, &other.done].into_iter().flatten();
        let named: Vec<String> =
            steps.chain(other.skipped.iter().map(|(name, _)| name)).map(|name| name.value.clone()).collect();
        for steps in [&mut self.plan, &mut self.not, &mut self.done] {
            steps.retain(|step| !named.contains(&step.value));
        }
        self.skipped.retain(|(step, _)| !named.contains(&step.value));
        Self {
            outcome: other.outcome.or(self.outcome),
            answers: over(self.answers, other.answers),
            values: over(self.values, other.values),
            plan: [self.plan, other.plan].concat(),
            not: [self.not, other.not].concat(),
            done: [self.done, other.done].concat(),
            skipped: over(self.skipped, other.skipped),
            warnings: other.warnings.or(self.warnings),
            stale: other.stale.or(self.stale),
            due: over(self.due, other.due),
            overdue: other.overdue.or(self.overdue),
            documents: other.documents.or(self.documents),
            mail: other.mail.or(self.mail),
            text: over(self.text, other.text),
            runs: over(self.runs, other.runs),
        }
    }
}

/// Pairs, where those of the second list count.
fn over<T>(mut first: Vec<(Spanned<String>, T)>, second: Vec<(Spanned<String>, T)>) -> Vec<(Spanned<String>, T)> {
    first.retain(|(name, _)| !second.iter().any(|(other, _)| other.value == name.value));
    first.extend(second);
    first
}
