//! What is read inside of a name: keys of outer names, of steps, of parts.

use super::names::{Names, Stands, stands};
use crate::model::definition::Step;
use crate::model::diagnostic::Problem;
use crate::model::names;
use crate::model::yaml::nearest;
use serde_json::Value;

impl Names<'_, '_> {
    /// The fault of a path that begins with an outer name.
    pub(super) fn outer(&self, parts: &[&str]) -> Option<Problem> {
        let (root, rest) = parts.split_first()?;
        let company = &self.workspace.company;
        match (*root, rest) {
            ("today" | "now" | "desk", []) => None,
            ("today" | "now" | "desk", [key, ..]) => one_of(root, key, [].into_iter()),
            ("hours", [key]) => one_of(root, key, names::HOURS.into_iter()),
            ("case", [key]) => one_of(root, key, names::CASE.into_iter()),
            ("dispatcher", [key]) => one_of(root, key, names::DISPATCHER.into_iter()),
            ("contacts", [id, rest @ ..]) => {
                let ids = company.contacts.iter().map(|(id, _)| id.as_str());
                one_of(root, id, ids).or_else(|| {
                    let key = rest.first()?;
                    one_of(&format!("contacts.{id}"), key, names::CONTACT.into_iter())
                })
            }
            ("cards", [id, rest @ ..]) => {
                let Some(card) = self.workspace.cards.get(*id) else {
                    return one_of(root, id, self.workspace.cards.keys().map(String::as_str));
                };
                let key = rest.first()?;
                one_of(&format!("cards.{id}"), key, card.values.iter().map(|value| value.name.as_str()))
            }
            ("company", [_, ..]) => detail(&company.details, parts),
            // The name of a group of names alone, which prints nothing that people read.
            (root, _) => {
                let known: Vec<String> = match root {
                    "hours" => names::HOURS.map(str::to_owned).to_vec(),
                    "case" => names::CASE.map(str::to_owned).to_vec(),
                    "dispatcher" => names::DISPATCHER.map(str::to_owned).to_vec(),
                    _ => Vec::new(),
                };
                Some(Problem::UnknownMember { of: root.to_owned(), key: rest.join("."), near: None, known })
            }
        }
    }
}

/// The fault of a key of `company` that `pult.yaml` does not have.
fn detail(details: &Value, parts: &[&str]) -> Option<Problem> {
    let mut here = details;
    for (at, key) in parts.iter().enumerate().skip(1) {
        match here {
            Value::Null => return None,
            Value::Object(map) => match map.get(*key) {
                Some(next) => here = next,
                None => return one_of(&parts[..at].join("."), key, map.keys().map(String::as_str)),
            },
            _ => return one_of(&parts[..at].join("."), key, [].into_iter()),
        }
    }
    None
}

/// The fault of what is read inside of a step's value.
pub(super) fn member(step: &Step, root: &str, rest: &[&str]) -> Option<Problem> {
    let (key, further) = rest.split_first()?;
    match stands(step) {
        Stands::Items => Some(Problem::OnlyInside { name: (*key).to_owned(), of: root.to_owned() }),
        Stands::Part(part) => {
            let names = part.own_names();
            match names.iter().find(|(name, _)| name == key) {
                // It could not be read, and has its own fault.
                _ if names.is_empty() => None,
                Some((_, inner)) => member(inner, &format!("{root}.{key}"), further),
                None => one_of(root, key, names.into_iter().map(|(name, _)| name)),
            }
        }
        Stands::Keys(keys) => one_of(root, key, keys.iter().copied()),
        Stands::Field(_) => one_of(root, key, [].into_iter()),
        Stands::Computed => None,
    }
}

/// The fault of a key that is not among those there are.
pub(super) fn one_of<'k>(of: &str, key: &str, known: impl Iterator<Item = &'k str>) -> Option<Problem> {
    let known: Vec<&str> = known.collect();
    if known.contains(&key) {
        return None;
    }
    let near = nearest(key, known.iter().copied());
    let known = known.into_iter().map(str::to_owned).collect();
    Some(Problem::UnknownMember { of: of.to_owned(), key: key.to_owned(), near, known })
}
