//! Answers of closed cases that are kept as reference.

use super::{Counter, Facts, put};
use crate::model::card::Kept;
use crate::model::template::EvaluationError;
use serde_json::{Map, Value};

impl Counter<'_> {
    /// The rows of a card that come from these cases, the newest case first: the shown values of the fields, and the
    /// case under `case`.
    ///
    /// # Errors
    /// When its condition cannot be worked out for one of them.
    pub fn kept(&self, kept: &Kept, cases: &[&Facts]) -> Result<Vec<Value>, EvaluationError> {
        let mut wanted = Vec::new();
        for case in cases {
            let of = case.closed.is_some() && kept.of.iter().any(|id| id.value == case.procedure);
            if of && self.holds(kept.condition.as_ref(), case)? {
                wanted.push(*case);
            }
        }
        wanted.sort_by(|a, b| (b.opened, &b.id).cmp(&(a.opened, &a.id)));
        let row = |case: &&Facts| {
            let mut row = Map::from_iter([("case".to_owned(), Value::from(case.id.as_str()))]);
            for field in &kept.show {
                let words: Vec<String> = case.cells(&field.value).into_iter().map(|(_, shown)| shown).collect();
                put(&mut row, &field.value, Value::from(words.join(", ")));
            }
            Value::Object(row)
        };
        Ok(wanted.iter().map(row).collect())
    }
}
