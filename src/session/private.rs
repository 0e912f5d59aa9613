//! Private answers on their way: kept apart before a mask goes into the journal, put in again before a
//! form is filled.

use super::SessionError;
use super::work::Held;
use crate::engine::{Case, Outline, Row, State};
use crate::model::definition::Definition;
use crate::model::event::{Did, Event};
use crate::model::types::{FieldType, mask_of, seal as sealed};
use crate::store::{Kept, PrivateAnswers, Store};
use serde_json::Value;
use std::collections::BTreeMap;

/// Puts a mask and a hash in the place of every private answer, once the answer itself is kept.
pub(super) fn seal(store: &Store, held: &mut Held, events: &mut [Event]) -> Result<(), SessionError> {
    for event in events {
        let Did::Answered(answered) = &mut event.did else { continue };
        let step = held.case.definition.step(&answered.step).filter(|step| step.is_private());
        let Some(field) = step.and_then(|step| step.kind.field()) else { continue };
        if answered.value.is_null() {
            continue;
        }
        // Nothing is written for a case that another desk has taken.
        drop(held.journal.still_ours()?);
        let value = answered.value.take();
        answered.label = None;
        let earlier = held.private.entry(answered.step.clone()).or_default();
        // The same answer gets the same hash: nothing has changed that a paper shows.
        if let Some(same) = earlier.iter().find(|kept| kept.value == value) {
            answered.value = hidden(field, same);
            continue;
        }
        let kept = Kept { value, salt: store.salt(&held.case.id)? };
        answered.value = hidden(field, &kept);
        earlier.push(kept);
        store.keep_private_answers(&held.case.id, &held.private)?;
    }
    Ok(())
}

/// The private answers that a case has now, as far as they are on this machine.
pub(super) fn opened(case: &Case, private: &PrivateAnswers) -> BTreeMap<String, Value> {
    let mut open = BTreeMap::new();
    for (id, kept) in private {
        let field = case.definition.step(id).and_then(|step| step.kind.field());
        let (Some(field), Some(fact)) = (field, case.fact(id)) else { continue };
        // Of those it had before, and of one that was never acknowledged, the hash is another.
        let now = kept.iter().rev().find(|kept| hidden(field, kept) == fact.value);
        open.extend(now.map(|kept| (id.clone(), kept.value.clone())));
    }
    open
}

/// The private answers of a case that hold and are not on this machine.
pub(super) fn missing(outline: &Outline<'_>, open: &BTreeMap<String, Value>) -> Vec<String> {
    let masked = |row: &&Row<'_>| row.fact.is_some_and(|fact| mask_of(&fact.value).is_some());
    let hold = outline.rows.iter().filter(|row| row.state == State::Done).filter(masked);
    hold.map(|row| row.id.clone()).filter(|id| !open.contains_key(id)).collect()
}

/// The private steps, by their ids, whose answers a form shows: under their own names, in lists of items and in
/// parts.
pub(super) fn shown(outline: &Outline<'_>, item: Option<usize>, names: &[String]) -> Vec<String> {
    let private = outline.rows.iter().filter(|row| row.step.is_private());
    let reached = |row: &&Row<'_>| outline.names_to(row.item, row.step, item).is_some_and(|name| names.contains(&name));
    private.filter(reached).map(|row| row.id.clone()).collect()
}

pub(super) fn hidden(field: &FieldType, kept: &Kept) -> Value {
    sealed(&field.mask(&kept.value), &kept.salt, &kept.value)
}

/// The answers of a case, as its events have them, with their steps.
pub(super) fn given(events: &[Event]) -> impl Iterator<Item = (&str, &Value)> {
    events.iter().filter_map(|event| match &event.did {
        Did::Answered(answered) => Some((answered.step.as_str(), &answered.value)),
        _ => None,
    })
}

/// The masked answers among these that none of those kept explains: their steps.
pub(super) fn unknown_answers<'a>(
    definition: &Definition,
    answers: impl Iterator<Item = (&'a str, &'a Value)>,
    kept: &PrivateAnswers,
) -> Vec<String> {
    let known = |step: &str, value: &Value| {
        let field = definition.step(step).and_then(|step| step.kind.field());
        let kept = kept.get(step).map_or(&[][..], Vec::as_slice);
        field.is_none_or(|field| kept.iter().any(|kept| hidden(field, kept) == *value))
    };
    let masked = answers.filter(|(_, value)| mask_of(value).is_some());
    masked.filter(|(step, value)| !known(step, value)).map(|(step, _)| step.to_owned()).collect()
}
