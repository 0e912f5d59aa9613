//! Answers of closed cases that cards keep as reference. Records are read when a text that shows them is at hand, and
//! each but once: it changes only by a correction beside it.

use super::definitions::Definitions;
use super::{Session, SessionError};
use crate::engine::{Case, Counter, Facts, Outside, nothing_known};
use crate::model::card::{Card, Kept};
use crate::model::definition::{Definition, StepKind};
use crate::model::form::Form;
use crate::model::template::{PaperTemplate, Template};
use crate::model::workspace::Workspace;
use crate::store::{Store, StoreError};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What was read of closed cases.
#[derive(Debug, Default)]
pub(super) struct Reference {
    /// By record: the revision that its next correction makes, and what it says.
    cases: BTreeMap<PathBuf, (u32, Option<Facts>)>,
    definitions: Definitions,
}

impl Reference {
    /// Reads the records of these procedures that were not read yet, or were corrected since. One that cannot be read is named by lists and
    /// pages, and has no row.
    fn look(&mut self, store: &Store, of: &BTreeSet<&str>) -> Result<(), StoreError> {
        let endings: Vec<String> = of.iter().map(|id| format!("-{id}.yaml")).collect();
        let wanted = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let known = || self.cases.get(path).is_some_and(|(revision, _)| *revision == store.next_revision(path));
            endings.iter().any(|ending| name.ends_with(ending)) && !known()
        };
        let fresh: Vec<PathBuf> = store.records()?.into_iter().filter(wanted).collect();
        for path in fresh {
            let facts = store.case_file(&path).and_then(|file| {
                let (events, _) = store.events_of(&file).ok()??;
                let definition = self.definitions.of(store, &events).ok()?;
                let corrections = store.corrections(&path).ok()?;
                Some(Facts::of(&Case::replay(&file.id.to_string(), definition, &events).corrected(&corrections)))
            });
            let revision = store.next_revision(&path);
            self.cases.insert(path, (revision, facts));
        }
        Ok(())
    }

    fn facts(&self) -> Vec<&Facts> {
        self.cases.values().filter_map(|(_, facts)| facts.as_ref()).collect()
    }
}

/// Puts the rows that come from these cases among the outer names.
pub(super) fn keep(workspace: &Workspace, outside: &mut Outside, facts: &[&Facts]) {
    let names = nothing_known(workspace.procedures.values().map(|procedure| &procedure.definition));
    let nothing = |_: &str| String::new();
    let mut cards = outside.names.get("cards").cloned().unwrap_or_default();
    for (id, kept) in kept_cards(workspace) {
        let counter =
            Counter { outside, weekday: &|_| String::new(), outcome: &nothing, person: &nothing, names: &names };
        // What fails is a fault of the card, which its check tells.
        let rows = counter.kept(kept, facts).unwrap_or_default();
        if let Value::Object(cards) = &mut cards {
            cards.insert(id.to_owned(), Value::Array(rows));
        }
    }
    outside.names.insert("cards", cards);
}

/// The cards of a workspace for expressions, before any case was read.
pub(super) fn without_cases(workspace: &Workspace) -> Value {
    let value = |card: &Card| if card.answers.is_some() { Value::Array(Vec::new()) } else { card.as_value() };
    Value::Object(workspace.cards.iter().map(|(id, card)| (id.clone(), value(card))).collect::<Map<_, _>>())
}

fn kept_cards(workspace: &Workspace) -> impl Iterator<Item = (&str, &Kept)> {
    workspace.cards.iter().filter_map(|(id, card)| Some((id.as_str(), card.answers.as_ref()?)))
}

/// The procedures from whose cases they come.
fn procedures_of(workspace: &Workspace) -> BTreeSet<&str> {
    kept_cards(workspace).flat_map(|(_, kept)| &kept.of).map(|id| id.value.as_str()).collect()
}

/// Whether one of the paths reads rows that come from cases.
pub(super) fn reads<'p>(workspace: &Workspace, mut paths: impl Iterator<Item = &'p str>) -> bool {
    let of_card = |path: &str| path.strip_prefix("cards.").and_then(|rest| rest.split('.').next()).map(str::to_owned);
    kept_cards(workspace).next().is_some()
        && paths.any(|path| of_card(path).and_then(|id| workspace.cards.get(&id)?.answers.as_ref()).is_some())
}

/// The paths that the texts of a form read.
pub(super) fn paths_of(form: &Form) -> impl Iterator<Item = &str> {
    form.texts().flat_map(PaperTemplate::paths).map(|path| path.text.as_str())
}

impl Session {
    /// The world as a card is shown in it, with the answers that cards keep.
    ///
    /// # Errors
    /// When the records cannot be listed.
    pub fn outside_of_card(&mut self, card: &Card) -> Result<Outside, SessionError> {
        let paths = card.text.iter().flat_map(Template::paths).map(|path| path.text.as_str());
        if card.answers.is_some() || reads(&self.workspace, paths) {
            self.look_up_kept()?;
        }
        Ok(self.outside())
    }

    /// The same for a form that is printed outside of a case's course.
    pub(super) fn outside_of_form(&self, form: &Form) -> Result<Outside, SessionError> {
        let mut outside = self.outside();
        if reads(&self.workspace, paths_of(form)) {
            let mut reference = Reference::default();
            reference.look(&self.store, &procedures_of(&self.workspace))?;
            keep(&self.workspace, &mut outside, &reference.facts());
        }
        Ok(outside)
    }

    /// Reads what cards keep, where a case of this definition may show it.
    pub(super) fn look_up_kept_for(&mut self, definition: &Definition) -> Result<(), SessionError> {
        if kept_cards(&self.workspace).next().is_none() {
            return Ok(());
        }
        let forms = definition.walk().into_iter().flat_map(|(step, _)| match &step.kind {
            StepKind::Print(print) => vec![&print.form.value],
            StepKind::Mail(mail) => mail.forms.iter().map(|form| &form.value).collect(),
            _ => Vec::new(),
        });
        let mut forms = forms.filter_map(|id| self.workspace.forms.get(id));
        let own: Vec<String> = definition.reads().collect();
        if reads(&self.workspace, own.iter().map(String::as_str))
            || forms.any(|form| reads(&self.workspace, paths_of(form)))
        {
            self.look_up_kept()?;
        }
        Ok(())
    }

    fn look_up_kept(&mut self) -> Result<(), SessionError> {
        let workspace = Arc::clone(&self.workspace);
        self.reference.look(&self.store, &procedures_of(&workspace))?;
        let mut outside = self.outside();
        keep(&workspace, &mut outside, &self.reference.facts());
        for (id, _) in kept_cards(&workspace) {
            self.world.set_card(id, outside.value(&format!("cards.{id}")));
        }
        Ok(())
    }
}
