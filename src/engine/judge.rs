//! Judging an answer: the type's reading, the choices on offer, the procedure's own checks.

use super::case::{Case, Settled};
use super::moves::Refusal;
use super::offers::chosen;
use super::outline::{Outline, Row, State, is_true};
use super::outside::Outside;
use super::style::written;
use crate::model::definition::{Ask, Check, Step, StepKind};
use crate::model::style::Fault;
use crate::model::template::Path;
use crate::model::types::{Around, Doubt, FieldType, Label, Misfit};
use serde_json::Value;
use std::collections::BTreeSet;

/// A doubt about an answer, which may be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// The type's.
    Type(Doubt),
    /// The style's.
    Style(Fault),
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
    pub fn check(&self, outline: &Outline<'_>, row: usize, raw: &str, outside: &Outside) -> Result<Answer, Refusal> {
        let Some(Row { id, .. }) = outline.rows.get(row) else {
            return Err(Refusal::NoSuchStep { step: String::new() });
        };
        let Some(field) = outline.field_now(row) else { return Err(Refusal::WrongKind { step: id.clone() }) };
        let at = outside.was.unwrap_or(outside.at);
        let around = Around { now: at.naive_local(), area_code: outside.area_code.as_deref() };
        let mut read = field.read(raw, around).map_err(Refusal::Misfit)?;
        let styled;
        (read.value, styled) = written(outline.rows[row].step, read.value, &self.definition)?;
        offered(outline, row, &field, &read.value)?;
        let chosen = chosen(&field, &read.value);
        let mut concerns: Vec<Concern> = read.doubts.into_iter().map(Concern::Type).chain(styled).collect();
        // Judged as if the answer were given: a computed value between the two may change with it.
        let after = self.with_answer(id, &read.value, &chosen);
        let after = after.outline(outside);
        if let Some(row) = after.row(id) {
            concerns.extend(judged_checks(&after, checks_about(row, &after))?);
        }
        let shown = field.show(&read.value);
        let label = (read.value.as_str() != Some(shown.as_str())).then_some(shown);
        Ok(Answer { value: read.value, label, chosen, concerns })
    }

    /// The case as it would be with this answer.
    fn with_answer(&self, id: &str, value: &Value, chosen: &[Label]) -> Self {
        let mut case = self.clone();
        let fact = case.facts.entry(id.to_owned()).or_default();
        fact.settled = Some(Settled::Done);
        fact.value = value.clone();
        fact.chosen = chosen.to_vec();
        case
    }
}

/// Judges checks, each with the row whose check it is: the doubts, or the first that refuses. A check in which a
/// name is unanswered waits.
pub(super) fn judged_checks<'c>(
    outline: &Outline<'c>,
    checks: impl IntoIterator<Item = (&'c Check, usize)>,
) -> Result<Vec<Concern>, Refusal> {
    let mut concerns = Vec::new();
    for (check, of) in checks {
        let scope = outline.scope_at(of);
        let unanswered = |path: &Path| !path.local && scope.get_path(&path.text).is_null();
        let waits = check.rule.paths().iter().any(unanswered);
        let holds = waits || check.rule.evaluate(&scope).is_ok_and(|value| is_true(&value));
        if holds {
            continue;
        }
        let words = check.words.render(&scope).unwrap_or_else(|error| error.reason);
        if check.doubt {
            concerns.push(Concern::Procedure(words));
        } else {
            return Err(Refusal::Check { words, of: outline.rows[of].id.clone() });
        }
    }
    Ok(concerns)
}

/// The checks that a new value of a row sets off: its own, and those of answered fields and of repeats that have
/// all their items which read it, by name or through computed values. Each with its row.
fn checks_about<'c>(row: usize, after: &Outline<'c>) -> Vec<(&'c Check, usize)> {
    let mut changed = Changed { outline: after, names: BTreeSet::new() };
    changed.add(row);
    let mut found: Vec<(&Check, usize)> = Vec::new();
    found.extend(asked(after.rows[row].step).into_iter().flat_map(|ask| &ask.checks).map(|check| (check, row)));
    let settled = |at: &usize| *at != row && after.rows[*at].state == State::Done;
    for at in (0..after.rows.len()).filter(settled) {
        let step = after.rows[at].step;
        let checks = match &step.kind {
            StepKind::Let(computed) => {
                if changed.reaches(at, computed.be.paths()) {
                    changed.add(at);
                }
                continue;
            }
            StepKind::Ask(ask) => &ask.checks,
            StepKind::Repeat(repeat) => &repeat.checks,
            _ => continue,
        };
        found.extend(checks.iter().filter(|check| changed.reaches(at, check.rule.paths())).map(|check| (check, at)));
    }
    found
}

/// Names whose values are others: each with the item in which it stands plain.
struct Changed<'o, 'c> {
    outline: &'o Outline<'c>,
    names: BTreeSet<(Option<usize>, &'c str)>,
}

impl Changed<'_, '_> {
    /// The name of a row, and with it the lists and maps that it is in.
    fn add(&mut self, row: usize) {
        let row = &self.outline.rows[row];
        self.names.extend(row.step.name.iter().map(|name| (row.item, name.value.as_str())));
        for at in self.outline.around(row.item) {
            let item = &self.outline.items[at];
            self.names.extend(item.step.name.iter().map(|name| (item.outer, name.value.as_str())));
        }
    }

    /// Whether one of the paths, read at a row, is one of them.
    fn reaches(&self, row: usize, paths: &[Path]) -> bool {
        let around = self.outline.around(self.outline.rows[row].item);
        let sees = |item| self.outline.sees(self.outline.rows[row].item, item);
        let before = |item: Option<usize>| {
            let step = |at: &usize| self.outline.items[*at].step;
            item.is_some_and(|item| around.iter().any(|at| std::ptr::eq(step(at), step(&item))))
        };
        paths.iter().filter(|path| !path.local).any(|path| {
            let (name, before_it) = match path.text.strip_prefix("previous.") {
                Some(rest) => (rest.split('.').next().unwrap_or(rest), true),
                None => (path.root(), false),
            };
            let hits = |item| if before_it { before(item) } else { sees(item) };
            self.names.iter().any(|(item, changed)| *changed == name && hits(*item))
        })
    }
}

fn asked(step: &Step) -> Option<&Ask> {
    if let StepKind::Ask(ask) = &step.kind { Some(ask) } else { None }
}

/// Only what is offered can be chosen.
fn offered(outline: &Outline<'_>, row: usize, field: &FieldType, value: &Value) -> Result<(), Refusal> {
    if !field.base.is_choice() {
        return Ok(());
    }
    let offered = outline.offered(row);
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
