//! Choices that are not written in the procedure: rows of a card, contacts, dispatchers.

use super::names;
use super::template::{Expression, Scope};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Where the choices of a question come from; what is offered is worked out when it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Where the rows stand.
    pub from: Rows,
    /// What must hold of a row; its columns are names.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Expression>,
}

/// Rows to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// The table of a card.
    Card(Table),
    /// The contacts of `pult.yaml`: id and title.
    Contacts,
    /// The dispatchers of `pult.yaml`: id and name.
    Dispatchers,
}

/// The table of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The card.
    pub card: String,
    /// The column whose cells are the codes.
    pub code: String,
    /// The column whose cells people read.
    pub label: String,
}

impl Rows {
    /// The path of the rows among the outer names.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Card(table) => format!("cards.{}", table.card),
            Self::Contacts => "contacts".to_owned(),
            Self::Dispatchers => names::DISPATCHERS.to_owned(),
        }
    }

    /// The rows that stand under the names: code, label, and the row with its columns. Rows without a code cannot
    /// be chosen, nor can a second one with the same code.
    fn all(&self, scope: &Scope) -> Vec<(String, String, Map<String, Value>)> {
        let text = |row: &Map<String, Value>, column: &str| row.get(column).map(super::types::show_untyped);
        let mut rows: Vec<(String, String, Map<String, Value>)> = match (self, scope.get_path(&self.path())) {
            (Self::Card(table), Value::Array(rows)) => {
                let rows =
                    rows.into_iter().filter_map(|row| if let Value::Object(row) = row { Some(row) } else { None });
                let cells = |row: Map<String, Value>| {
                    let code = text(&row, &table.code)?;
                    let label = text(&row, &table.label).filter(|label| !label.is_empty());
                    Some((code.clone(), label.unwrap_or(code), row))
                };
                rows.filter_map(cells).collect()
            }
            (Self::Contacts, Value::Object(people)) => {
                let mut rows: Vec<_> = people
                    .into_iter()
                    .map(|(id, about)| {
                        let mut row = if let Value::Object(about) = about { about } else { Map::new() };
                        let label = text(&row, "title").filter(|title| !title.is_empty()).unwrap_or_else(|| id.clone());
                        row.insert("id".to_owned(), Value::from(id.as_str()));
                        (id, label, row)
                    })
                    .collect();
                rows.sort_by(|a, b| a.1.cmp(&b.1));
                rows
            }
            (Self::Dispatchers, Value::Object(people)) => {
                let mut rows: Vec<_> = people
                    .into_iter()
                    .map(|(id, name)| {
                        let label = name.as_str().unwrap_or(&id).to_owned();
                        let row =
                            Map::from_iter([("id".to_owned(), Value::from(id.as_str())), ("name".to_owned(), name)]);
                        (id, label, row)
                    })
                    .collect();
                rows.sort_by(|a, b| a.1.cmp(&b.1));
                rows
            }
            _ => Vec::new(),
        };
        let mut codes = std::collections::BTreeSet::new();
        rows.retain(|(code, _, _)| !code.trim().is_empty() && codes.insert(code.clone()));
        rows
    }
}

impl Offer {
    /// What can be chosen now: code and label, in the order of the rows.
    #[must_use]
    pub fn choices(&self, scope: &Scope) -> Vec<(String, String)> {
        let mut inner = scope.clone();
        let mut fits = |row: &Map<String, Value>| {
            let Some(condition) = &self.condition else { return true };
            row.iter().for_each(|(name, value)| inner.set(name, value));
            condition.evaluate(&inner).is_ok_and(|value| is_true(&value))
        };
        let rows = self.from.all(scope).into_iter();
        rows.filter_map(|(code, label, row)| fits(&row).then_some((code, label))).collect()
    }
}

/// Whether a value is true for a condition.
#[must_use]
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !Map::is_empty(map),
    }
}
