//! What effects have used, and the documents of a case: which are stale, which count, which are void.

use super::case::{Case, Fact, Life};
use super::outline::{Outline, Row, State, root};
use crate::model::definition::{Mode, Step, StepKind, walk};
use crate::model::event::{Handed, Moment, Printed};
use crate::model::names;
use crate::model::template::{Path, Scope, Template};
use crate::model::types::mask_of;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A document that a case has made, or a number that it took for one.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'c> {
    /// The step's id.
    pub step: &'c str,
    /// The form.
    pub form: &'c str,
    /// Its number, if it has one.
    pub number: Option<&'c str>,
    /// The document and when it was made; none for a number that nothing came of.
    pub made: Option<(Moment, &'c Printed)>,
    /// When documents of its step were handed to a printer.
    pub handed: &'c [(Moment, Handed)],
    /// Whether it counts: it was not made again, and its step is still in the plan.
    pub counts: bool,
}

impl<'c> Paper<'c> {
    /// When this document was handed to a printer, and how many copies of it; none where it was only opened.
    pub fn handed(&self) -> impl Iterator<Item = (Moment, Option<u32>)> + use<'c> {
        let count = self.made.map(|(_, made)| made.count);
        let mine = self.handed.iter().filter(move |(_, handed)| Some(handed.count) == count);
        mine.map(|(at, handed)| (*at, handed.copies))
    }
}

impl Case {
    /// The numbers of the blanks with the stamp's place that the case has made, also of those that do not count any more:
    /// whoever has such a sheet in hand still has it. None when there are none.
    #[must_use]
    pub fn stamped(&self) -> Option<String> {
        let stamped = |step: &str| match self.definition.step(step).map(|step| &step.kind) {
            Some(StepKind::Print(print)) => print.mode == Mode::Blank && print.stamp,
            _ => false,
        };
        let facts = self.facts.iter().filter(|(step, fact)| !fact.papers.is_empty() && stamped(step));
        let numbers: Vec<&str> = facts.filter_map(|(_, fact)| fact.number.as_deref()).collect();
        (!numbers.is_empty()).then(|| numbers.join(", "))
    }

    /// Whether a step prints the case's values or an empty form; none of any other step.
    #[must_use]
    pub fn mode_of(&self, step: &str) -> Option<Mode> {
        match &self.definition.step(step)?.kind {
            StepKind::Print(print) => Some(print.mode),
            _ => None,
        }
    }
}

impl<'c> Outline<'c> {
    /// The names that the effect of a row has read or would read, with their values.
    pub(super) fn used_by(&self, row: usize) -> BTreeMap<String, Value> {
        let Some(found) = self.rows.get(row) else { return BTreeMap::new() };
        let (scope, sealed) = (self.scope_of(found.item), self.sealed_of(found.item));
        self.used(found.step, found.fact, (row, found.item), &scope, &sealed)
    }

    /// The case's names that an effect has read or would read, with their values; `place` is the row at which it
    /// stands, or will stand, and its item.
    fn used(
        &self,
        step: &Step,
        fact: Option<&Fact>,
        place: (usize, Option<usize>),
        scope: &Scope,
        sealed: &BTreeMap<String, Value>,
    ) -> BTreeMap<String, Value> {
        let (row, item) = place;
        let before = self.rows.iter().take(row).filter(|row| self.sees(item, row.item));
        let before: BTreeSet<&str> = before.filter_map(|row| Some(row.step.name.as_ref()?.value.as_str())).collect();
        let paths: Vec<&str> = match &step.kind {
            StepKind::Run(run) => own(run.with.values().chain(run.suggest.values())).collect(),
            StepKind::Notify(notify) => {
                let number = self
                    .number_field(notify, item)
                    .and_then(|row| self.rows[row].step.name.as_ref())
                    .map(|name| name.value.as_str());
                own(notify.message.iter()).chain(number).collect()
            }
            StepKind::Mail(mail) => {
                let shows = fact.and_then(|fact| fact.letter.as_ref()).map(|(_, letter)| letter.shows.as_slice());
                let shows = shows.unwrap_or_default().iter().map(String::as_str);
                let files = mail.files.iter().map(|name| name.value.as_str());
                let to = before.contains(mail.to.value.as_str()).then_some(mail.to.value.as_str());
                own(mail.texts())
                    .chain(to)
                    .chain(files)
                    .chain(shows.filter(|path| before.contains(root(path))))
                    .collect()
            }
            // What stands behind it in the file cannot have been on the paper.
            StepKind::Print(_) => {
                let paper = fact.and_then(|fact| fact.papers.last());
                let shows = paper.into_iter().flat_map(|(_, paper)| &paper.shows);
                shows.map(String::as_str).filter(|path| before.contains(root(path))).collect()
            }
            _ => Vec::new(),
        };
        let steady = paths.into_iter().filter(|path| self.is_steady(root(path), item));
        steady.map(|path| (path.to_owned(), kept(scope, sealed, path))).collect()
    }

    /// Whether a name changes only when somebody changes it: not with the clock, the shift, or a phone number.
    fn is_steady(&self, name: &str, item: Option<usize>) -> bool {
        let mut names = vec![name];
        let mut seen = BTreeSet::new();
        while let Some(name) = names.pop() {
            if matches!(name, "now" | "today" | "case" | "hours" | "dispatcher" | "desk" | "contacts") {
                return false;
            }
            let named = |row: &&Row<'_>| row.step.name.as_ref().is_some_and(|own| own.value == name);
            let row = self.rows.iter().filter(named).find(|row| self.sees(item, row.item));
            let Some(row) = row.filter(|_| seen.insert(name)) else { continue };
            // A list is as steady as what is computed in its items.
            let inside = row.step.kind.inner().flat_map(walk).map(|(step, _)| step);
            for step in std::iter::once(row.step).chain(inside.filter(|_| row.step.has_own_names())) {
                if let StepKind::Let(computed) = &step.kind {
                    names.extend(computed.be.paths().iter().filter(|path| !path.local).map(Path::root));
                }
            }
        }
        true
    }

    /// The value of a path as it stands in the journal: of a private answer its mask and hash.
    #[cfg(test)]
    pub(super) fn kept(&self, item: Option<usize>, path: &str) -> Value {
        kept(&self.scope_of(item), &self.sealed_of(item), path)
    }

    /// Whether what a step had read is another now; it stands, or will stand, at the row.
    pub(super) fn is_stale(&self, step: &Step, fact: Option<&Fact>, row: usize) -> bool {
        let now = |fact: &Fact| self.used(step, Some(fact), (row, self.item), &self.scope, &self.sealed);
        let tells = matches!(step.kind, StepKind::Notify(_));
        (tells || step.kind.is_effect()) && fact.is_some_and(|fact| fact.used != now(fact))
    }

    /// The paper that a `print` has made and that still shows what the case says.
    #[must_use]
    pub fn paper(&self, row: usize) -> Option<&'c Printed> {
        let fact = self.rows.get(row)?.fact?;
        let (_, paper) = fact.papers.last()?;
        (fact.used == self.used_by(row)).then_some(paper)
    }

    /// The documents of the case in the order of their steps.
    #[must_use]
    pub fn papers(&self) -> Vec<Paper<'c>> {
        let case = self.case();
        let open = matches!(case.life, Life::Open | Life::Parked);
        let mut found: Vec<Paper<'c>> = Vec::new();
        for row in &self.rows {
            let StepKind::Print(print) = &row.step.kind else { continue };
            let Some((id, fact)) = case.facts.get_key_value(&row.id) else { continue };
            let stands = match row.state {
                State::Done | State::Stale => true,
                State::Open | State::Blocked(_) => open,
                State::Skipped | State::Maybe | State::Out => false,
            };
            add(&mut found, id, &print.form.value, fact, stands);
        }
        // What was made for an item that is no longer there.
        for (id, fact) in case.facts.iter().filter(|(_, fact)| !fact.papers.is_empty() || fact.number.is_some()) {
            if self.row(id).is_none()
                && let Some(StepKind::Print(print)) = case.definition.step(id).map(|step| &step.kind)
            {
                add(&mut found, id, &print.form.value, fact, false);
            }
        }
        found
    }
}

/// The case's own names in texts.
fn own<'t>(texts: impl Iterator<Item = &'t Template> + 't) -> impl Iterator<Item = &'t str> + 't {
    let paths = texts.flat_map(Template::paths).filter(|path| !path.local && !names::is_outer(path.root()));
    paths.map(|path| path.text.as_str())
}

fn add<'c>(found: &mut Vec<Paper<'c>>, step: &'c str, form: &'c str, fact: &'c Fact, stands: bool) {
    for (at, (moment, paper)) in fact.papers.iter().enumerate() {
        // Made again with the same bytes, it is the same document.
        if fact.papers[at + 1..].iter().any(|(_, later)| later.file == paper.file) {
            continue;
        }
        let counts = stands && at + 1 == fact.papers.len();
        let number = paper.number.as_deref();
        found.push(Paper {
            step,
            form: &paper.form,
            number,
            made: Some((*moment, paper)),
            handed: &fact.handed,
            counts,
        });
    }
    if let (true, Some(number)) = (fact.papers.is_empty(), &fact.number) {
        found.push(Paper { step, form, number: Some(number), made: None, handed: &[], counts: false });
    }
}

/// The value of a path as it stands in the journal.
fn kept(scope: &Scope, sealed: &BTreeMap<String, Value>, path: &str) -> Value {
    let mut parts = path.split('.');
    let Some(held) = parts.next().and_then(|name| sealed.get(name)) else { return scope.get_path(path) };
    if mask_of(held).is_some() {
        return held.clone();
    }
    parts.try_fold(held, |value, part| value.get(part)).cloned().unwrap_or_default()
}
