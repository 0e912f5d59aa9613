//! The procedures of the workspace, and the definitions that cases of this session run under.

use super::{Session, SessionError};
use crate::model::definition::Definition;
use crate::model::event::{Event, definition_hash};
use crate::model::yaml::nearest;
use crate::store::{Store, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Definitions that are read once, however many cases ran under them.
#[derive(Debug, Default)]
pub(super) struct Definitions(BTreeMap<String, Arc<Definition>>);

impl Definitions {
    /// The one that a case with these events runs under.
    pub(super) fn of(&mut self, store: &Store, events: &[Event]) -> Result<Arc<Definition>, StoreError> {
        let hash = definition_hash(events);
        if let Some(known) = self.0.get(hash) {
            return Ok(Arc::clone(known));
        }
        let read = store.definition(hash)?;
        self.0.insert(hash.to_owned(), Arc::clone(&read));
        Ok(read)
    }
}

impl Session {
    /// A procedure without faults.
    pub(super) fn procedure(&self, id: &str) -> Result<&Definition, SessionError> {
        // One whose file cannot be read is not missing.
        if self.workspace.has_procedure(id) {
            self.usable(id)?;
        }
        let known = self.workspace.procedures.get(id).ok_or_else(|| {
            let near = nearest(id, self.workspace.procedures.keys().map(String::as_str));
            SessionError::NoProcedure { id: id.to_owned(), near }
        })?;
        Ok(&known.definition)
    }

    /// Keeps a definition; one that this session has kept is not read again to see whether it is whole.
    pub(super) fn keep_definition(&mut self, definition: &Arc<Definition>) -> Result<String, SessionError> {
        let hash = definition.hash();
        if !self.definitions.contains_key(&hash) || !self.store.has_definition(&hash) {
            self.store.keep_definition(definition)?;
            self.definitions.insert(hash.clone(), Arc::clone(definition));
        }
        Ok(hash)
    }

    pub(super) fn definition_of(&self, events: &[Event]) -> Result<Arc<Definition>, StoreError> {
        let hash = definition_hash(events);
        match self.definitions.get(hash) {
            Some(kept) if self.store.has_definition(hash) => Ok(Arc::clone(kept)),
            _ => self.store.definition(hash),
        }
    }
}
