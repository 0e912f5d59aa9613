//! The outer names: cards, hours, contacts, company, dispatcher.

use super::{Clock, Seat};
use crate::engine::Outside;
use crate::model::hours::Hours;
use crate::model::names::DISPATCHERS;
use crate::model::template::{Blanks, NamedTypes, OuterNames};
use crate::model::types::{Base, FieldType, surname};
use crate::model::workspace::Workspace;
use crate::text;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands under the outer names, except for what the time decides.
#[derive(Debug)]
pub(super) struct World {
    names: OuterNames,
    types: Arc<NamedTypes>,
    hours: Arc<Hours>,
}

impl World {
    pub(super) fn new(workspace: &Workspace, seat: &Seat) -> Self {
        let mut types = NamedTypes::new();
        types.insert("today".to_owned(), FieldType::plain(Base::Date));
        for card in workspace.cards.values() {
            for value in &card.values {
                types.insert(format!("cards.{}.{}", card.id, value.name), value.field.clone());
            }
        }
        let mut names = OuterNames::default();
        names.insert("cards", super::reference::without_cases(workspace));
        names.insert("contacts", workspace.company.contacts_value());
        let dispatchers = workspace.company.dispatchers.iter();
        let dispatchers: Map<String, Value> = dispatchers.map(|(id, name)| (id.clone(), json!(name))).collect();
        names.insert(DISPATCHERS, Value::Object(dispatchers));
        names.insert("company", workspace.company.details.clone());
        let hours = Arc::new(workspace.company.hours.clone());
        let mut world = Self { names, types: Arc::new(types), hours };
        world.seat(workspace, seat);
        world
    }

    /// Contacts by title and name alone.
    pub(super) fn contacts_without_numbers(&self) -> Value {
        let mut contacts = self.names.get("contacts").cloned().unwrap_or_default();
        for contact in contacts.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
            if let Value::Object(contact) = contact {
                contact.insert("phones".to_owned(), Value::Null);
                contact.insert("email".to_owned(), Value::Null);
            }
        }
        contacts
    }

    /// Puts somebody at the desk.
    pub(super) fn seat(&mut self, workspace: &Workspace, seat: &Seat) {
        let name = workspace.company.dispatchers.get(&seat.by).unwrap_or(&seat.by);
        self.names.insert("dispatcher", json!({"name": name, "surname": surname(name)}));
        self.names.insert("desk", json!(seat.desk));
    }

    /// Puts a value of a card in the place of another.
    pub(super) fn set_card(&mut self, path: &str, value: Value) {
        let mut cards = self.names.get("cards").cloned().unwrap_or_default();
        let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
        let mut parent = parents.split('.').filter(|part| !part.is_empty());
        let place = parent.try_fold(&mut cards, |here, part| here.get_mut(part));
        if let Some(Value::Object(card)) = place {
            card.insert(last.to_owned(), value);
        }
        self.names.insert("cards", cards);
    }

    pub(super) fn outside(&self, workspace: &Workspace, seat: &Seat, clock: &Clock) -> Outside {
        let company = &workspace.company;
        let at = clock.now();
        let hours = &company.hours;
        let next = hours.next_open(&at).map(|next| text::next_open(company.language, next, at));
        let week = text::hours(company.language, hours);
        let mut names = self.names.clone();
        names.insert(
            "hours",
            json!({"text": week, "open_now": hours.open_at(&at), "next_open": next.unwrap_or_default()}),
        );
        Outside {
            at,
            was: clock.was,
            desk: seat.desk.clone(),
            by: seat.by.clone(),
            names,
            types: Arc::clone(&self.types),
            hours: Arc::clone(&self.hours),
            area_code: company.detail("area_code").map(str::to_owned),
            blanks: Blanks::Words(text::not_stated(company.language).clone()),
            private: BTreeMap::new(),
        }
    }
}
