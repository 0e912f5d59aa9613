//! Whether whoever is at the desk knows what the director has written.

use super::{Session, SessionError};
use crate::model::diagnostic::Severity;
use crate::model::event::{Acknowledged, Did, Event, Moment};
use crate::model::handbook::{Difference, Handbook};
use crate::model::workspace::Workspace;
use crate::store::{Store, StoreError};
use std::collections::BTreeMap;

/// An edition that somebody has not acknowledged yet.
#[derive(Debug)]
pub struct Unread {
    /// As it is now.
    pub today: Handbook,
    /// When another one was acknowledged last.
    pub since: Option<Moment>,
    /// That one; none where nothing was acknowledged, or it is lost.
    pub known: Option<Handbook>,
}

/// What somebody has acknowledged.
#[derive(Debug)]
pub struct Reader {
    /// An id of `dispatchers`, or a name.
    pub id: String,
    /// The name.
    pub name: String,
    /// When which edition was acknowledged last.
    pub last: Option<(Moment, String)>,
    /// What was not acknowledged; none where nothing is new.
    pub unread: Option<Unread>,
}

impl Unread {
    /// What has changed since; none where that cannot be told.
    #[must_use]
    pub fn changes(&self) -> Option<Vec<Difference<'_>>> {
        self.known.as_ref().map(|known| known.differences(&self.today))
    }
}

impl Session {
    /// What whoever is at the desk has not acknowledged. While something of the workspace is faulty, nothing is to be
    /// read: tomorrow it would be another edition.
    ///
    /// # Errors
    /// When the file of acknowledgements cannot be read.
    pub fn unread(&self) -> Result<Option<Unread>, SessionError> {
        if self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error) {
            return Ok(None);
        }
        let today = Handbook::of(&self.workspace);
        Ok(look(&self.store, &self.seat.by, &today)?.1)
    }

    /// Whoever is at the desk has read the handbook as it is now.
    ///
    /// # Errors
    /// When the system refuses; then nothing is acknowledged.
    pub fn acknowledge(&mut self) -> Result<(), SessionError> {
        let (at, by, desk) = (self.clock.now(), self.seat.by.clone(), self.seat.desk.clone());
        let line = |n, edition| {
            let did = Did::Acknowledged(Acknowledged { edition });
            Event { n, at, was: None, desk, by: by.clone(), saw: BTreeMap::new(), due: BTreeMap::new(), did }
        };
        self.store.acknowledge(&Handbook::of(&self.workspace), &by, line)?;
        Ok(())
    }
}

/// Everybody of `dispatchers`, and whoever else has acknowledged anything.
///
/// # Errors
/// When a file of acknowledgements cannot be read.
pub fn readers(store: &Store, workspace: &Workspace) -> Result<Vec<Reader>, StoreError> {
    let today = Handbook::of(workspace);
    let named = &workspace.company.dispatchers;
    let others = store.acknowledgers()?.into_iter().filter(|id| !named.contains_key(id)).map(|id| (id.clone(), id));
    let all = named.iter().map(|(id, name)| (id.clone(), name.clone())).chain(others);
    all.map(|(id, name)| look(store, &id, &today).map(|(last, unread)| Reader { id, name, last, unread })).collect()
}

type Looked = (Option<(Moment, String)>, Option<Unread>);

/// What somebody has acknowledged last, and what not.
fn look(store: &Store, by: &str, today: &Handbook) -> Result<Looked, StoreError> {
    let last = store.acknowledged(by)?.into_iter().rev().find_map(|event| match event.did {
        Did::Acknowledged(read) => Some((event.at, read.edition)),
        _ => None,
    });
    let current = last.as_ref().is_some_and(|(_, edition)| *edition == today.hash());
    let unread = (!current).then(|| Unread {
        today: today.clone(),
        since: last.as_ref().map(|(at, _)| *at),
        known: last.as_ref().and_then(|(_, edition)| store.edition(edition)),
    });
    Ok((last, unread))
}
