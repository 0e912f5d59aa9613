//! Judging an answer: the type's reading, the choices on offer, the procedure's own checks.

use super::case::{Case, Settled};
use super::moves::Refusal;
use super::offers::chosen;
use super::outline::{Outline, State, is_true};
use super::outside::Outside;
use crate::model::definition::{Ask, Check, Step, StepKind};
use crate::model::template::Path;
use crate::model::types::{Around, Base, Doubt, FieldType, Label, Misfit};
use serde_json::Value;
use std::collections::BTreeSet;

/// A doubt about an answer, which may be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// The type's.
    Type(Doubt),
    /// The procedure's, in its own words.
    Procedure(String),
}

/// An answer that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The value.
    pub value: Value,
    /// What people read in its place, where that is something else.
    pub label: Option<String>,
    /// What was chosen of data, with its labels.
    pub chosen: Vec<Label>,
    /// What may be wrong with it.
    pub concerns: Vec<Concern>,
}

impl Case {
    /// Judges what was typed for a step; pure, for every key pressed.
    ///
    /// # Errors
    /// Why it is not an answer.
    pub fn check(&self, outline: &Outline<'_>, step: &Step, raw: &str, outside: &Outside) -> Result<Answer, Refusal> {
        let Some(field) = outline.field_now(step) else { return Err(Refusal::WrongKind { step: step.id.clone() }) };
        let at = outside.was.unwrap_or(outside.at);
        let around = Around { now: at.naive_local(), area_code: outside.area_code.as_deref() };
        let read = field.read(raw, around).map_err(Refusal::Misfit)?;
        offered(outline, step, &field, &read.value)?;
        let chosen = chosen(&field, &read.value);
        let mut concerns: Vec<Concern> = read.doubts.into_iter().map(Concern::Type).collect();
        // Judged as if the answer were given: a computed value between the two may change with it.
        let after = self.with_answer(step, &read.value, &chosen);
        let after = after.outline(outside);
        let scope = &after.scope;
        for (check, scope_name) in checks_about(step, &after) {
            let unanswered = |path: &Path| !path.local && scope.get_path(&path.text).is_null();
            let waits = check.rule.paths().iter().any(unanswered);
            let holds = waits || check.rule.evaluate(scope).is_ok_and(|value| is_true(&value));
            if holds {
                continue;
            }
            let words = check.words.render(scope).unwrap_or_else(|error| error.reason);
            if check.doubt {
                concerns.push(Concern::Procedure(words));
            } else {
                return Err(Refusal::Check { words, of: scope_name.to_owned() });
            }
        }
        let shown = field.show(&read.value);
        let label = (read.value.as_str() != Some(shown.as_str())).then_some(shown);
        Ok(Answer { value: read.value, label, chosen, concerns })
    }

    /// The case as it would be with this answer.
    fn with_answer(&self, step: &Step, value: &Value, chosen: &[Label]) -> Self {
        let mut case = self.clone();
        let fact = case.facts.entry(step.id.clone()).or_default();
        fact.settled = Some(Settled::Done);
        fact.value = value.clone();
        fact.chosen = chosen.to_vec();
        case
    }
}

/// The checks that a new value of a step sets off: its own, and those of answered fields that read it,
/// by name or through computed values.
fn checks_about<'c>(step: &'c Step, after: &Outline<'c>) -> Vec<(&'c Check, &'c str)> {
    let mut changed: BTreeSet<&str> = step.name.iter().map(|name| name.value.as_str()).collect();
    let mut found: Vec<(&Check, &str)> = Vec::new();
    found.extend(asked(step).into_iter().flat_map(|ask| &ask.checks).map(|check| (check, step.id.as_str())));
    for row in after.rows.iter().filter(|row| row.step.id != step.id && row.state == State::Done) {
        let reads = |paths: &[Path]| paths.iter().any(|path| changed.contains(path.root()));
        if let StepKind::Let(computed) = &row.step.kind {
            if reads(computed.be.paths()) {
                changed.extend(row.step.name.iter().map(|name| name.value.as_str()));
            }
        } else if let Some(ask) = asked(row.step) {
            let checks = ask.checks.iter().filter(|check| reads(check.rule.paths()));
            found.extend(checks.map(|check| (check, row.step.id.as_str())));
        }
    }
    found
}

fn asked(step: &Step) -> Option<&Ask> {
    if let StepKind::Ask(ask) = &step.kind { Some(ask) } else { None }
}

/// Only what is offered can be chosen.
fn offered(outline: &Outline<'_>, step: &Step, field: &FieldType, value: &Value) -> Result<(), Refusal> {
    if !matches!(field.base, Base::Choice | Base::Choices) {
        return Ok(());
    }
    let offered = outline.offered(step);
    let codes: Vec<&str> = match value {
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect(),
        _ => value.as_str().into_iter().collect(),
    };
    if codes.iter().all(|code| offered.iter().any(|(known, _)| known == code)) {
        Ok(())
    } else {
        Err(Refusal::Misfit(Misfit::NotAChoice { near: None }))
    }
}
