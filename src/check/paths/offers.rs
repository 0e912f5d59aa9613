//! Questions whose choices come from data: whether there is anything to choose.

use crate::model::definition::Definition;
use crate::model::names::{DISPATCHERS, is_outer};
use crate::model::offer::Offer;
use crate::model::template::{Blanks, OuterNames, Scope};
use crate::model::workspace::Workspace;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Whether there is surely nothing to choose, as the cards, contacts and dispatchers stand now.
pub(super) fn is_empty(workspace: &Workspace, definition: &Definition, offer: &Offer) -> bool {
    let cards: Map<String, Value> = workspace.cards.iter().map(|(id, card)| (id.clone(), card.as_value())).collect();
    let dispatchers = workspace.company.dispatchers.iter();
    let dispatchers: Map<String, Value> = dispatchers.map(|(id, name)| (id.clone(), json!(name))).collect();
    let mut outer = OuterNames::default();
    outer.insert("cards", Value::Object(cards));
    outer.insert("contacts", workspace.company.contacts_value());
    outer.insert(DISPATCHERS, Value::Object(dispatchers));
    let scope = Scope::new(Arc::default(), Arc::default(), Blanks::Empty, &outer);
    let every = Offer { from: offer.from.clone(), condition: None };
    let own =
        |name: &str| definition.walk().iter().any(|(step, _)| step.name.as_ref().is_some_and(|own| own.value == name));
    // What depends on an answer or on the day is not known.
    let depends = |path: &crate::model::template::Path| !path.local && (is_outer(path.root()) || own(path.root()));
    let open = offer.condition.as_ref().is_some_and(|condition| condition.paths().iter().any(depends));
    every.choices(&scope).is_empty() || !open && offer.choices(&scope).is_empty()
}
