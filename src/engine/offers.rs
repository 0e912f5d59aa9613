//! Choices that come from data: what is offered now, and what was chosen then.

use super::case::Case;
use super::items::without_items;
use super::outline::{Outline, Row};
use crate::model::definition::StepKind;
use crate::model::template::NamedTypes;
use crate::model::types::{FieldType, Label};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

impl Outline<'_> {
    /// The choices that are offered for a question, in order: code and label.
    #[must_use]
    pub fn offered(&self, row: usize) -> Vec<(String, String)> {
        let Some(found) = self.rows.get(row) else { return Vec::new() };
        let Some(field) = found.step.kind.field() else { return Vec::new() };
        if let Some(offer) = &field.offer {
            return offer.choices(&self.scope_at(row));
        }
        let arms = if let StepKind::Ask(ask) = &found.step.kind { ask.arms.as_slice() } else { &[] };
        let conditions = arms.iter().filter_map(|arm| Some((arm.code.as_str(), arm.when.as_ref()?)));
        let hidden: Vec<&str> =
            conditions.filter(|(_, condition)| !self.holds(condition, found.item)).map(|(code, _)| code).collect();
        let offered = field.choices.iter().filter(|choice| !hidden.contains(&choice.code.as_str()));
        offered.map(|choice| (choice.code.clone(), choice.label.clone())).collect()
    }

    /// The type of a row as it reads an answer now: with the choices of this moment.
    #[must_use]
    pub fn field_now(&self, row: usize) -> Option<Cow<'_, FieldType>> {
        let field = self.rows.get(row)?.step.kind.field()?;
        if field.offer.is_none() {
            return Some(Cow::Borrowed(field));
        }
        let offered = self.offered(row).into_iter();
        let choices = offered.map(|(code, label)| Label { code, label }).collect();
        Some(Cow::Owned(FieldType { choices, ..field.clone() }))
    }
}

impl<'c> Row<'c> {
    /// The type of its value, with the labels that what was chosen had then.
    #[must_use]
    pub fn field(&self) -> Option<Cow<'c, FieldType>> {
        let field = self.step.kind.field()?;
        let chosen = self.fact.map(|fact| fact.chosen.as_slice()).filter(|chosen| !chosen.is_empty());
        Some(chosen.map_or(Cow::Borrowed(field), |chosen| Cow::Owned(with_labels(field, chosen))))
    }
}

/// What was chosen of data, with its labels: what is gone tomorrow still reads as it did.
pub(super) fn chosen(field: &FieldType, value: &Value) -> Vec<Label> {
    if field.offer.is_none() {
        return Vec::new();
    }
    let codes: Vec<&str> = match value {
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect(),
        _ => value.as_str().into_iter().collect(),
    };
    field.choices.iter().filter(|choice| codes.contains(&choice.code.as_str())).cloned().collect()
}

/// The types of a case's names, with the labels of what was chosen.
pub(super) fn types(case: &Case) -> Arc<NamedTypes> {
    let types = case.definition.types();
    let chosen = || case.facts.iter().filter(|(_, fact)| !fact.chosen.is_empty());
    if chosen().next().is_none() {
        return Arc::clone(types);
    }
    let mut types = NamedTypes::clone(types);
    for (id, fact) in chosen() {
        // An item's step goes by its own name, and that of a part by its whole path.
        let path = without_items(id);
        let last = path.rsplit('.').next().unwrap_or(&path);
        for name in if path == last { vec![last] } else { vec![last, &path] } {
            if let Some(field) = types.get_mut(name) {
                *field = with_labels(field, &fact.chosen);
            }
        }
    }
    Arc::new(types)
}

fn with_labels(field: &FieldType, chosen: &[Label]) -> FieldType {
    let mut field = field.clone();
    field.choices.retain(|choice| !chosen.iter().any(|new| new.code == choice.code));
    field.choices.extend(chosen.iter().cloned());
    field
}
