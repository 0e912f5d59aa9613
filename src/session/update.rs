//! A case goes on under the procedure as it is today.

use super::{Notice, Session, SessionError};
use crate::engine::{Case, Update};
use crate::model::definition::Definition;
use crate::model::event::{Event, definition_hash};
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
        if !self.workspace.procedures.contains_key(&id) {
            return Err(SessionError::NoProcedure { id, near: None });
        }
        self.usable(&id)?;
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
