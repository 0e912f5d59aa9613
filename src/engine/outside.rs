//! What a decision may depend on besides the case.

use crate::model::event::Moment;
use crate::model::hours::Hours;
use crate::model::template::{Blanks, NamedTypes, OuterNames};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The world at one moment.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Now.
    pub at: Moment,
    /// The earlier moment at which it really happened.
    pub was: Option<Moment>,
    /// The desk's code.
    pub desk: String,
    /// Who is at the desk.
    pub by: String,
    /// Outer names (`cards`, `hours`, `contacts`, `company`, `dispatcher`) with their values.
    pub names: OuterNames,
    /// Types of outer values by their path.
    pub types: Arc<NamedTypes>,
    /// When the office is open: working time is counted by it.
    pub hours: Arc<Hours>,
    /// The company's own area code for short phone numbers.
    pub area_code: Option<String>,
    /// What a blank prints.
    pub blanks: Blanks,
    /// The private answers of the case, by their steps; those that are not here are none.
    pub private: BTreeMap<String, Value>,
}

impl Outside {
    /// What a case remembers of the world: enough to compute again whatever it had computed.
    #[must_use]
    pub fn remembered(at: Moment, seen: &BTreeMap<String, Value>) -> Self {
        let mut names = Value::Object(Map::new());
        for (path, value) in seen {
            put(&mut names, path, value);
        }
        let mut outer = OuterNames::default();
        if let Value::Object(names) = names {
            names.into_iter().for_each(|(name, value)| outer.insert(name, value));
        }
        Self {
            at,
            was: None,
            desk: String::new(),
            by: String::new(),
            names: outer,
            types: Arc::default(),
            hours: Arc::default(),
            area_code: None,
            blanks: Blanks::Empty,
            private: BTreeMap::new(),
        }
    }

    /// Puts what a case has seen in the place of what is there today.
    pub fn recall(&mut self, seen: &BTreeMap<String, Value>) {
        for (path, value) in seen {
            let (name, rest) = path.split_once('.').map_or((path.as_str(), None), |(name, rest)| (name, Some(rest)));
            let mut whole = self.names.get(name).cloned().unwrap_or_default();
            match rest {
                Some(rest) => put(&mut whole, rest, value),
                None => whole = value.clone(),
            }
            self.names.insert(name, whole);
        }
    }

    /// The same with the types of another: a remembered price is shown as a price.
    #[must_use]
    pub fn showing(self, other: &Self) -> Self {
        Self { types: Arc::clone(&other.types), blanks: other.blanks.clone(), ..self }
    }

    /// The value at the end of a dotted path.
    #[must_use]
    pub fn value(&self, path: &str) -> Value {
        let mut parts = path.split('.');
        let first = parts.next().and_then(|name| self.names.get(name));
        parts.try_fold(first, |value, part| Some(value?.get(part))).flatten().cloned().unwrap_or(Value::Null)
    }
}

fn put(tree: &mut Value, path: &str, value: &Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    if !tree.is_object() {
        *tree = Value::Object(Map::new());
    }
    if let Value::Object(map) = tree {
        let place = map.entry(name).or_insert(Value::Null);
        match rest {
            Some(rest) => put(place, rest, value),
            None => *place = value.clone(),
        }
    }
}
