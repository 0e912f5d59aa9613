//! Judging an answer: the type's reading, the choices on offer, the procedure's own checks.

use super::act::Refusal;
use super::case::{Case, Settled};
use super::outline::{Outline, is_true};
use super::outside::Outside;
use crate::model::definition::{Ask, Check, Step, StepKind};
use crate::model::types::{Around, Base, Doubt, FieldType, Misfit};
use serde_json::Value;

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
    /// What may be wrong with it.
    pub concerns: Vec<Concern>,
}

impl Case {
    /// Judges what was typed for a step; pure, for every key pressed.
    ///
    /// # Errors
    /// Why it is not an answer.
    pub fn check(&self, outline: &Outline<'_>, step: &Step, raw: &str, outside: &Outside) -> Result<Answer, Refusal> {
        let Some(field) = step.kind.field() else { return Err(Refusal::WrongKind { step: step.id.clone() }) };
        let at = outside.was.unwrap_or(outside.at);
        let around = Around { today: at.date_naive(), area_code: outside.area_code.as_deref() };
        let read = field.read(raw, around).map_err(Refusal::Misfit)?;
        offered(outline, step, field, &read.value)?;
        let mut concerns: Vec<Concern> = read.doubts.into_iter().map(Concern::Type).collect();
        for (check, scope_name) in self.checks_about(step) {
            let mut scope = outline.scope.clone();
            if let Some(name) = &step.name {
                scope.set(&name.value, &read.value);
            }
            let waits = check.rule.paths().iter().any(|path| {
                let name = path.root();
                Some(name) != step.name.as_ref().map(|name| name.value.as_str()) && outline.waits_for(name)
            });
            let holds = waits || check.rule.evaluate(&scope).is_ok_and(|value| is_true(&value));
            if holds {
                continue;
            }
            let words = check.words.render(&scope).unwrap_or_else(|error| error.reason);
            if check.doubt {
                concerns.push(Concern::Procedure(words));
            } else {
                return Err(Refusal::Check { words, of: scope_name.to_owned() });
            }
        }
        let shown = field.show(&read.value);
        let label = (read.value.as_str() != Some(shown.as_str())).then_some(shown);
        Ok(Answer { value: read.value, label, concerns })
    }

    /// The checks that a new value of this step sets off: its own, and those of answered fields that name it.
    fn checks_about<'s>(&'s self, step: &'s Step) -> impl Iterator<Item = (&'s Check, &'s str)> {
        let name = step.name.as_ref().map(|name| name.value.as_str());
        let own = asked(step).into_iter().flat_map(|ask| &ask.checks).map(|check| (check, step.id.as_str()));
        let others = self.definition.walk().into_iter().map(|(other, _)| other).filter(|other| {
            other.id != step.id && self.fact(&other.id).is_some_and(|fact| fact.settled == Some(Settled::Done))
        });
        let others = others.flat_map(|other| {
            asked(other).into_iter().flat_map(|ask| &ask.checks).map(|check| (check, other.id.as_str()))
        });
        let named = others.filter(move |(check, _)| check.rule.paths().iter().any(|path| Some(path.root()) == name));
        own.chain(named.collect::<Vec<_>>())
    }
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
