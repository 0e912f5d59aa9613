//! Who holds a case: one desk at a time writes to it.
//!
//! A case is held by the desk that opened it or took it last. One that was put aside is anybody's; one that another desk
//! is on is taken over only when somebody says so.

use super::work::{Held, keep};
use super::{Notice, Session, SessionError};
use crate::engine::{Case, Life, Move};
use crate::model::event::{Moment, holder};
use crate::model::types::initials;
use crate::store::{CaseId, Found, Seized, StoreError, Trouble};

/// Which cases a session may take up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Claim {
    /// Those that its desk holds.
    #[default]
    Own,
    /// Those that were put aside, too, wherever that was.
    Idle,
    /// Whatever somebody else is on.
    Any,
}

/// A case that another desk holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its id.
    pub id: CaseId,
    /// Its procedure's title.
    pub title: String,
    /// The desk that holds it.
    pub desk: String,
    /// Who worked on it last.
    pub by: String,
    /// When something happened in it last.
    pub at: Moment,
}

impl Session {
    /// The cases of this session, each as it is or was left last.
    pub(super) fn cases(&self) -> Vec<&Case> {
        let mut found: Vec<&Case> = Vec::new();
        for case in self.stack.iter().map(|held| &held.case).chain(self.finished.iter().rev()) {
            if found.iter().all(|known| known.id != case.id) {
                found.push(case);
            }
        }
        found
    }

    /// The word left with a case that was put aside, and by whom.
    pub(super) fn left_word(&self, case: &Case) -> Option<(String, String)> {
        let (by, word) = case.left_word.clone()?;
        let name = self.workspace.company.dispatchers.get(&by);
        Some((name.map_or(by, |name| initials(name)), word))
    }

    /// Whether a case is held by another desk, so that taking it up means to take it over.
    ///
    /// # Errors
    /// When there is no such case, it is closed, or cannot be read.
    pub fn held_elsewhere(&self, wanted: &str) -> Result<Option<Elsewhere>, SessionError> {
        let (id, found) = self.store.look_up(wanted, self.clock.now().date_naive())?;
        if let Found::Closed(_) = found {
            return Err(SessionError::Closed { id });
        }
        let events = self.store.peek(&id.to_string())?;
        if holder(&events) == self.seat.desk {
            return Ok(None);
        }
        let case = Case::replay(&id.to_string(), self.definition_of(&events)?, &events);
        Ok(Some(elsewhere(&id, &case, self.clock.now())).filter(|_| case.life == Life::Open))
    }

    /// The id of a case that is meant by it or its end (`a17`).
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn id_of(&self, wanted: &str) -> Result<String, SessionError> {
        Ok(self.store.look_up(wanted, self.clock.now().date_naive())?.0.to_string())
    }

    /// Takes up a case that another desk holds; with one of this desk it is the same as to resume it.
    ///
    /// # Errors
    /// As for [`Session::resume`].
    pub fn take_over(&mut self, wanted: &str) -> Result<Vec<Notice>, SessionError> {
        self.take_up(wanted, Claim::Any)
    }

    /// Opens the journal of a case, and takes the case over where that is claimed.
    pub(super) fn take(&mut self, id: &CaseId, notices: &mut Vec<Notice>) -> Result<Held, SessionError> {
        let (journal, events, torn) = match self.store.take_case(&id.to_string()) {
            Err(error) if self.claim == Claim::Any && matches!(error.trouble, Trouble::Held { .. }) => {
                self.seize(id, error)?
            }
            taken => taken?,
        };
        if let Some(path) = torn {
            notices.push(Notice::Torn { id: id.clone(), path: self.store.relative(&path) });
        }
        let definition = self.definition_of(&events)?;
        let case = Case::replay(&id.to_string(), definition, &events);
        let private = self.private_of(id, notices)?;
        let mut held = Held { id: id.clone(), case, journal, private };
        if held.case.is_over() || held.case.holder == self.seat.desk {
            return Ok(held);
        }
        let may = match self.claim {
            Claim::Own => false,
            Claim::Idle => held.case.life == Life::Parked,
            Claim::Any => true,
        };
        if !may {
            return Err(SessionError::Elsewhere(Box::new(elsewhere(id, &held.case, self.clock.now()))));
        }
        let events = held.case.act(&Move::Take, &self.outside())?;
        keep(&self.store, &mut held, events)?;
        Ok(held)
    }

    /// Takes a case away from a program that has it open at another desk.
    fn seize(&self, id: &CaseId, held: StoreError) -> Result<Seized, SessionError> {
        let outside = self.outside();
        self.store.seize_case(&id.to_string(), |events| {
            if holder(events) == self.seat.desk {
                // It is open in another window of this desk: there it goes on, or is left.
                return Err(SessionError::Store(held));
            }
            let case = Case::replay(&id.to_string(), self.definition_of(events)?, events);
            Ok(case.act(&Move::Take, &outside)?)
        })
    }
}

fn elsewhere(id: &CaseId, case: &Case, now: Moment) -> Elsewhere {
    Elsewhere {
        id: id.clone(),
        title: case.definition.title.clone(),
        desk: case.holder.clone(),
        by: case.hands.last().cloned().unwrap_or_default(),
        at: case.last.unwrap_or(now),
    }
}
