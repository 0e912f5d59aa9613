//! Reading what has to do with time and with other cases: `due`, `wait`, `take`, `join`, `twice`.

use super::steps;
use super::{Known, checked_template};
use crate::model::definition::{Due, Items, Span, Step, StepKind, Wait};
use crate::model::diagnostic::{DueFault, Problem, Shape, TimeKind};
use crate::model::names;
use crate::model::span::Spanned;
use crate::model::types::Duration;
use crate::model::yaml::{Fields, Kind, Node, Reader};
use std::collections::BTreeMap;

/// `2 hours`, `2 hours after NAME`, or a field with a date.
pub(super) fn due(verb: &str, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Due> {
    let key = fields.entry("due").map(|(key, _)| key.span);
    let text = fields.text("due", reader)?;
    if let Some(key) = key.filter(|_| matches!(verb, "note" | "let")) {
        reader.fault(Problem::BadDue { how: DueFault::Unawaited }, key);
        return None;
    }
    let (span, name) = match split_after(&text.value) {
        Some((span, name)) => (Duration::read(span), Some(name)),
        None => (Duration::read(&text.value), None),
    };
    let named = |name: &str| {
        let at = text.value.rfind(name)?;
        Some(Spanned::new(name.to_owned(), reader.place(&text, at..at + name.len())))
    };
    let due = match (span, name) {
        (Some(span), None) => Some(Due::Next(Span(span))),
        (Some(span), Some(name)) if names::is_name(name) => {
            named(name).map(|name| Due::After { span: Span(span), name })
        }
        (None, None) if names::is_name(&text.value) => Some(Due::Field(text.clone())),
        _ => None,
    };
    if due.is_none() {
        reader.fault(Problem::BadTime { kind: TimeKind::Due }, text.span);
    }
    due
}

fn split_after(text: &str) -> Option<(&str, &str)> {
    let (span, name) = text.split_once(" after ").or_else(|| text.split_once(" после "))?;
    Some((span.trim(), name.trim()))
}

pub(super) fn span(key: &'static str, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Span> {
    let text = fields.text(key, reader)?;
    let span = Duration::read(&text.value).filter(|span| span.amount > 0);
    if span.is_none() {
        reader.fault(Problem::BadTime { kind: TimeKind::Span }, text.span);
    }
    span.map(Span)
}

pub(super) fn wait(value: &Node, fields: &mut Fields<'_>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Wait> {
    let prompt = reader.text(value).map(|text| checked_template(text, reader));
    let has_field = fields.has("type") || fields.has("choices");
    for (key, node) in fields.entry("choices").into_iter().flat_map(|(_, choices)| choices.entries()) {
        let inner = node.entries().iter().filter(|_| key.value != "from");
        for (key, node) in inner.filter(|(key, _)| matches!(key.value.as_str(), "steps" | "when")) {
            reader.lose(node);
            reader.fault(Problem::NotBuiltYet { word: key.value.clone(), inside: Some("wait") }, key.span);
        }
    }
    let (field, _) = steps::field_and_arms(fields, known, reader);
    let remind = span("remind", fields, reader);
    let meanwhile = fields.take("meanwhile").map(|node| meanwhile(node, known, reader)).unwrap_or_default();
    Some(Wait { prompt: prompt?, field: field.filter(|_| has_field), remind, meanwhile })
}

/// Steps that may be done while a wait lasts. What ends something, keeps others waiting or opens something on top
/// has no place among them. A repeat begins without items there: whatever comes in adds one.
fn meanwhile(node: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Vec<Step> {
    let mut steps = steps::read(node, known, reader);
    for item in reader.list(node) {
        not_aside(item, &["optional"], reader);
        let repeat = item.entries().first().is_some_and(|(key, _)| key.value == "repeat");
        let inner = item.entries().iter().filter(|(key, _)| repeat && key.value == "steps");
        for (_, node) in inner {
            for step in reader.list(node) {
                not_aside(step, &["repeat"], reader);
            }
        }
    }
    for step in &mut steps {
        if let StepKind::Repeat(repeat) = &mut step.kind
            && let Items::Free { min, .. } = &mut repeat.items
        {
            *min = 0;
        }
    }
    steps
}

/// Names what has no place in a step that may be done while a wait lasts.
fn not_aside(item: &Node, also: &[&str], reader: &mut Reader<'_>) {
    let entries = item.entries();
    let is = |verb: &str| entries.first().is_some_and(|(key, _)| key.value == verb);
    let first = entries.first().filter(|(key, _)| NOT_MEANWHILE.contains(&key.value.as_str()));
    let some = |node: &Node| !matches!(&node.kind, Kind::Text { text, .. } if text.trim() == "0");
    let keys = entries.iter().filter(|(key, node)| match key.value.as_str() {
        "gate" | "due" => true,
        "min" => some(node),
        "count" | "each" | "check" => is("repeat"),
        word => also.contains(&word),
    });
    for (key, _) in first.into_iter().chain(keys) {
        reader.fault(Problem::NotInMeanwhile { word: key.value.clone() }, key.span);
    }
    for (_, choice) in entries.iter().filter(|(key, _)| is("ask") && key.value == "choices") {
        for (_, choice) in choice.entries() {
            for (key, _) in choice.entries().iter().filter(|(key, _)| key.value == "steps") {
                reader.fault(Problem::NotInMeanwhile { word: key.value.clone() }, key.span);
            }
        }
    }
}

/// Verbs that have no place in `meanwhile`.
const NOT_MEANWHILE: [&str; 9] = ["group", "include", "let", "run", "print", "wait", "stop", "mail", "attach"];

/// `take`: fields here, with the names there.
pub(super) fn take(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> BTreeMap<String, Spanned<String>> {
    let Some(mut map) = fields.take("take").and_then(|node| reader.map(node)) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (field, node) in map.rest() {
        match &node.kind {
            Kind::Text { .. } => {
                found.extend(reader.text(node).map(|name| (field.value.clone(), name)));
            }
            _ => reader.fault(Problem::WrongShape { wanted: Shape::Text }, node.span),
        }
    }
    found
}
