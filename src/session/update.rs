//! A case goes on under the procedure as it is today.

use super::print::PrintTrouble;
use super::{Notice, Session, SessionError};
use crate::engine::{Case, Update};
use crate::model::definition::{Definition, Step, StepKind};
use crate::model::event::{Event, definition_hash};
use crate::model::form::Form;
use crate::model::template::{PaperTemplate, Path};
use crate::model::workspace::Workspace;
use crate::store::CaseId;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Session {
    /// Whether the procedure of the case on top has been changed since, and can be run as it is today.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        let today = self.top().and_then(|case| self.todays(case));
        today.is_some_and(|definition| self.usable(&definition.id).is_ok())
    }

    /// What would come of a case that is held under today's procedure; none where it runs under that already.
    ///
    /// # Errors
    /// When the procedure is gone or has faults, or something has begun that it knows nothing of.
    pub fn plan_update(&mut self, case: &str) -> Result<Option<Update>, SessionError> {
        let at = self.place(case)?;
        let id = self.stack[at].case.definition.id.clone();
        self.procedure(&id)?;
        let Some(definition) = self.todays(&self.stack[at].case).cloned() else { return Ok(None) };
        let outside = self.outside();
        let held = &mut self.stack[at];
        let events: Vec<Event> = held.journal.text()?.lines().filter_map(|line| Event::from_line(line).ok()).collect();
        let from = definition_hash(&events).to_owned();
        Ok(Some(held.case.update(&Arc::new(definition), &events, &from, &outside)?))
    }

    /// Moves a case that is held to today's procedure.
    ///
    /// # Errors
    /// As for [`Session::plan_update`], and when the system refuses to write; then it goes on as before.
    pub fn update(&mut self, case: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        let Some(update) = self.plan_update(case)? else { return Ok(notices) };
        // First what the event names, then the event.
        self.store.keep_definition(&update.case.definition)?;
        let at = self.place(case)?;
        let held = &mut self.stack[at];
        held.journal.append(std::slice::from_ref(&update.event))?;
        held.case = update.case;
        self.clock.was = None;
        self.carry_on(&mut notices)?;
        Ok(notices)
    }

    /// Where a case lies among those that are held.
    fn place(&self, case: &str) -> Result<usize, SessionError> {
        self.stack.iter().position(|held| held.case.id == case).ok_or(SessionError::Nothing)
    }

    /// Today's definition of a case's procedure, where it is another.
    fn todays(&self, case: &Case) -> Option<&Definition> {
        let today = &self.workspace.procedures.get(&case.definition.id)?.definition;
        (today.hash() != case.definition.hash()).then_some(today)
    }
}

/// Refuses a form that reads what the case was never asked for.
pub(super) fn known_to(workspace: &Workspace, form: &Form, case: &Case) -> Result<(), PrintTrouble> {
    let words = never_asked(workspace, form, case);
    let short = CaseId::parse(&case.id).map_or_else(|| case.id.clone(), |id| id.short());
    if words.is_empty() { Ok(()) } else { Err(PrintTrouble::OldProcedure(short, words)) }
}

/// What a form reads that the case's procedure has today, and did not have as the case runs: on paper that would be
/// a place that is empty in silence. A name that other procedures of the form have is no such place.
pub(super) fn never_asked(workspace: &Workspace, form: &Form, case: &Case) -> String {
    let Some(today) = workspace.procedures.get(&case.definition.id).map(|procedure| &procedure.definition) else {
        return String::new();
    };
    let named = |definition: &Definition| -> BTreeSet<String> {
        definition.places().into_iter().filter(|(_, step)| step.name.is_some()).map(|(id, _)| id).collect()
    };
    let had = named(&case.definition);
    let paths: Vec<&Path> = form.texts().flat_map(PaperTemplate::paths).collect();
    let reads = |id: &str| {
        let whole = |path: &&Path| !path.local && (path.text == id || path.text.starts_with(&format!("{id}.")));
        // Of an item, by the name that a loop has given it.
        let item = id.rsplit_once('.').is_some_and(|(list, name)| {
            paths.iter().any(|path| !path.local && path.text == list)
                && paths.iter().any(|path| path.local && path.text.rsplit('.').next() == Some(name))
        });
        item || paths.iter().any(whole)
    };
    let new = today.places().into_iter().filter(|(id, step)| step.name.is_some() && !had.contains(id) && reads(id));
    new.map(|(_, step)| format!("«{}»", words_of(step))).collect::<Vec<_>>().join(", ")
}

/// The words by which people know a step of a procedure that no case runs under.
fn words_of(step: &Step) -> String {
    let words = match &step.kind {
        StepKind::Ask(ask) if ask.prompt.is_literal() => Some(ask.prompt.source.value.trim()),
        StepKind::Let(computed) => computed.label.as_deref(),
        _ => None,
    };
    let name = step.name.as_ref().map_or(&step.id, |name| &name.value);
    words.map_or_else(|| name.clone(), str::to_owned)
}
