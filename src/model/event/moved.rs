//! A case that goes to another desk, or on under another definition.

use super::{Did, Event};
use serde::{Deserialize, Serialize};

/// A case that another desk goes on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The desk that had it before; the event's own desk has it now.
    pub from: String,
}

/// A case that goes on under another definition: from here on all its events are read under that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Updated {
    /// The hash of the definition before.
    pub from: String,
    /// The hash of the definition now.
    pub to: String,
    /// The steps whose answers do not fit it any more: they are open again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub struck: Vec<String>,
    /// Items that were there without being added, and would not be there any more: they stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
}

/// The hash of the definition under which a case with these events is read: the last one it was moved to, or the one
/// it was opened under; empty when its first event is missing.
#[must_use]
pub fn definition_hash(events: &[Event]) -> &str {
    let found = events.iter().rev().find_map(|event| match &event.did {
        Did::Opened(opened) => Some(opened.definition.as_str()),
        Did::Updated(updated) => Some(updated.to.as_str()),
        _ => None,
    });
    found.unwrap_or("")
}

/// The desk that holds a case with these events: where it was opened, or taken to last.
#[must_use]
pub fn holder(events: &[Event]) -> &str {
    let moves = |event: &&Event| matches!(event.did, Did::Opened(_) | Did::Taken(_));
    events.iter().rev().find(moves).map_or("", |event| &event.desk)
}
