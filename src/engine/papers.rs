//! What effects have used, and the documents of a case: which are stale, which count, which are void.

use super::case::{Case, Fact, Life};
use super::outline::{Outline, State};
use crate::model::definition::{Mode, Step, StepKind};
use crate::model::event::{Moment, Printed};
use crate::model::names;
use crate::model::template::{Path, Template};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A document that a case has made, or a number that it took for one.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'c> {
    /// The step.
    pub step: &'c str,
    /// The form.
    pub form: &'c str,
    /// Its number, if it has one.
    pub number: Option<&'c str>,
    /// The document and when it was made; none for a number that nothing came of.
    pub made: Option<(Moment, &'c Printed)>,
    /// Whether it counts: it was not made again, and its step is still in the plan.
    pub counts: bool,
}

impl Case {
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
    /// The case's names that an effect has read or would read, with their values.
    pub(super) fn used(&self, step: &Step) -> BTreeMap<String, Value> {
        let fact = self.case().facts.get(&step.id);
        let before = self.rows.iter().map(|row| row.step).take_while(|other| other.id != step.id);
        let before: BTreeSet<&str> = before.filter_map(|step| Some(step.name.as_ref()?.value.as_str())).collect();
        let paths: Vec<&str> = match &step.kind {
            StepKind::Run(run) => own(run.with.values().chain(run.suggest.values())).collect(),
            StepKind::Notify(notify) => {
                let number = self.number_field(notify).map(|step| step.id.as_str());
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
        let steady = paths.into_iter().filter(|path| self.is_steady(root(path)));
        steady.map(|path| (path.to_owned(), self.kept(path))).collect()
    }

    /// Whether a name changes only when somebody changes it: not with the clock, the shift, or a phone number.
    fn is_steady(&self, name: &str) -> bool {
        let mut names = vec![name];
        let mut seen = BTreeSet::new();
        while let Some(name) = names.pop() {
            if matches!(name, "now" | "today" | "case" | "hours" | "dispatcher" | "desk" | "contacts") {
                return false;
            }
            let step = self.rows.iter().map(|row| row.step).find(|step| step.id == name).filter(|_| seen.insert(name));
            if let Some(StepKind::Let(computed)) = step.map(|step| &step.kind) {
                names.extend(computed.be.paths().iter().filter(|path| !path.local).map(Path::root));
            }
        }
        true
    }

    /// The value of a path as it stands in the journal: of a private answer its mask and hash.
    pub(super) fn kept(&self, path: &str) -> Value {
        match self.rows.iter().find(|row| row.step.id == path && row.step.is_private()) {
            Some(row) if row.state == State::Done => row.fact.map_or(Value::Null, |fact| fact.value.clone()),
            Some(_) => Value::Null,
            None => self.scope.get_path(path),
        }
    }

    pub(super) fn is_stale(&self, step: &Step, fact: Option<&Fact>) -> bool {
        let tells = matches!(step.kind, StepKind::Notify(_));
        (tells || step.kind.is_effect()) && fact.is_some_and(|fact| fact.used != self.used(step))
    }

    /// The paper that a `print` has made and that still shows what the case says.
    #[must_use]
    pub fn paper(&self, row: usize) -> Option<&'c Printed> {
        let row = self.rows.get(row)?;
        let (_, paper) = row.fact?.papers.last()?;
        (!self.is_stale(row.step, row.fact)).then_some(paper)
    }

    /// The documents of the case in the order of their steps.
    #[must_use]
    pub fn papers(&self) -> Vec<Paper<'c>> {
        let open = matches!(self.case().life, Life::Open | Life::Parked);
        let mut found: Vec<Paper<'c>> = Vec::new();
        for row in &self.rows {
            let (StepKind::Print(print), Some(fact)) = (&row.step.kind, row.fact) else { continue };
            let (step, form) = (row.step.id.as_str(), print.form.value.as_str());
            let stands = match row.state {
                State::Done | State::Stale => true,
                State::Open | State::Blocked(_) => open,
                State::Skipped | State::Maybe | State::Out => false,
            };
            for (at, (moment, paper)) in fact.papers.iter().enumerate() {
                // Made again with the same bytes, it is the same document.
                if fact.papers[at + 1..].iter().any(|(_, later)| later.file == paper.file) {
                    continue;
                }
                let counts = stands && at + 1 == fact.papers.len();
                let number = paper.number.as_deref();
                found.push(Paper { step, form: &paper.form, number, made: Some((*moment, paper)), counts });
            }
            if let (true, Some(number)) = (fact.papers.is_empty(), &fact.number) {
                found.push(Paper { step, form, number: Some(number), made: None, counts: false });
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

fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}
