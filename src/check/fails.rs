//! Expressions that fail whatever is answered: a text in a sum, a minus before a name.

use crate::model::definition::{Condition, Definition, Step, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::span::Spanned;
use crate::model::template::{Blanks, EvaluationError, Expression, NamedTypes, OuterNames, Path, Scope, Template};
use crate::model::types::{Around, Base, FieldType};
use crate::model::workspace::Workspace;
use serde_json::{Value, json};
use std::sync::Arc;

/// How many names one expression may read to be tried, and how many values of each.
const MOST_NAMES: usize = 3;
const MOST_VALUES: usize = 4;
pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    // What does not even compile has its fault already.
    for procedure in super::sound(workspace, found) {
        let definition = &procedure.definition;
        let mut trial = Trial { workspace, definition, found };
        for (step, _) in definition.walk() {
            trial.step(step);
        }
        definition.never.iter().chain(&definition.label).for_each(|text| trial.template(text));
    }
}

struct Trial<'d, 'f> {
    workspace: &'d Workspace,
    definition: &'d Definition,
    found: &'f mut Vec<Diagnostic>,
}

impl Trial<'_, '_> {
    fn step(&mut self, step: &Step) {
        if let Some(Condition::Expression(expression)) = &step.when {
            self.expression(expression);
        }
        step.hint.iter().chain(step.kind.text()).for_each(|text| self.template(text));
        match &step.kind {
            StepKind::Ask(ask) => {
                ask.default.iter().for_each(|text| self.template(text));
                for check in &ask.checks {
                    self.expression(&check.rule);
                    self.template(&check.words);
                }
                for arm in &ask.arms {
                    if let Some(Condition::Expression(expression)) = &arm.when {
                        self.expression(expression);
                    }
                }
            }
            StepKind::Let(computed) => self.expression(&computed.be),
            StepKind::Repeat(repeat) => {
                repeat.label.iter().for_each(|label| self.template(label));
                for check in &repeat.checks {
                    self.expression(&check.rule);
                    self.template(&check.words);
                }
            }
            StepKind::Run(run) => run.with.values().chain(run.suggest.values()).for_each(|text| self.template(text)),
            StepKind::Mail(mail) => mail.text.iter().for_each(|text| self.template(text)),
            StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Notify(_) | StepKind::Attach(_) => {}
            StepKind::Group(_) | StepKind::Print(_) | StepKind::Wait(_) | StepKind::Stop(_) => {}
        }
    }

    /// Values that a name of the world, or one without a type, may have.
    fn outer(&self, path: &str) -> Vec<Value> {
        match path {
            "today" => return vec![json!("2026-11-22")],
            "now" | "case.opened" => return vec![json!("2026-11-22T10:15")],
            "case.minutes" => return vec![json!(5)],
            _ => {}
        }
        let card = path.strip_prefix("cards.").and_then(|rest| rest.split_once('.'));
        let value =
            card.and_then(|(id, name)| self.workspace.cards.get(id)?.values.iter().find(|value| value.name == name));
        value.map_or_else(|| vec![json!("слово"), json!(5), json!([]), Value::Null], |value| answers(&value.field))
    }

    /// Whether a path leads to a list, into a part, or to the item before or around.
    fn is_inside(&self, path: &str) -> bool {
        let root = path.split('.').next().unwrap_or(path);
        let own = |step: &Step| step.has_own_names() && step.name.as_ref().is_some_and(|name| name.value == root);
        matches!(root, "previous" | "loop") || self.definition.walk().into_iter().any(|(step, _)| own(step))
    }

    fn expression(&mut self, expression: &Expression) {
        self.try_out(expression.paths(), &expression.source, &|scope| expression.evaluate(scope).map(drop));
    }

    fn template(&mut self, text: &Template) {
        if text.computes() {
            self.try_out(text.paths(), &text.source, &|scope| text.render(scope).map(drop));
        }
    }

    /// Reports a text that fails for every value that was tried of the names it reads.
    fn try_out(
        &mut self,
        paths: &[Path],
        source: &Spanned<String>,
        run: &dyn Fn(&Scope) -> Result<(), EvaluationError>,
    ) {
        // Comparisons and conditions do not fail; sums, filters and brackets may.
        if !source.value.contains(['+', '-', '*', '/', '%', '~', '|', '[', '(']) {
            return;
        }
        let types = self.definition.types();
        let mut names: Vec<&str> = paths.iter().filter(|path| !path.local).map(|path| path.text.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        // Lists of items, maps of parts and the item before have no values that could be made up here.
        if names.iter().any(|name| self.is_inside(name)) {
            return;
        }
        // Nearly all are content with the first values.
        let first = |name: &&str| types.get(*name).map_or_else(|| self.outer(name).swap_remove(0), first_answer);
        if run(&scope(types, names.iter().map(|name| (*name, first(name))))).is_ok() {
            return;
        }
        let values: Vec<Vec<Value>> =
            names.iter().map(|name| types.get(*name).map_or_else(|| self.outer(name), answers)).collect();
        let mut reason = String::new();
        for number in 0..values.iter().take(MOST_NAMES).map(Vec::len).product() {
            let mut rest: usize = number;
            let chosen = values.iter().map(|values| {
                let value = values[rest % values.len()].clone();
                rest /= values.len();
                value
            });
            match run(&scope(types, names.iter().copied().zip(chosen))) {
                Ok(()) => return,
                Err(error) => reason = error.reason,
            }
        }
        self.found.push(Diagnostic::new(Problem::FailsAlways { reason }, source.span));
    }
}

/// Names with their values.
pub(super) fn scope<'n>(types: &Arc<NamedTypes>, values: impl Iterator<Item = (&'n str, Value)>) -> Scope {
    let mut whole = Value::Null;
    values.for_each(|(path, value)| put(&mut whole, path, value));
    let mut scope = Scope::new(Arc::clone(types), Arc::default(), Blanks::Empty, &OuterNames::default());
    for (name, value) in whole.as_object().into_iter().flatten() {
        scope.set(name, value);
    }
    scope
}

/// Puts a value at the end of a path.
fn put(whole: &mut Value, path: &str, value: Value) {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    if !whole.is_object() {
        *whole = json!({});
    }
    let Value::Object(map) = whole else { return };
    match rest {
        Some(rest) => put(map.entry(name).or_insert(Value::Null), rest, value),
        None => drop(map.insert(name.to_owned(), value)),
    }
}

/// An answer of a field.
pub(super) fn first_answer(field: &FieldType) -> Value {
    match field.choices.first() {
        Some(choice) if field.base == Base::Choice => Value::String(choice.code.clone()),
        Some(choice) => Value::from(vec![choice.code.clone()]),
        // What is on offer is not known yet.
        None if field.offer.is_some() && field.base == Base::Choice => Value::from("a"),
        None if field.offer.is_some() => Value::from(vec!["a"]),
        None => typed(field).next().unwrap_or_default(),
    }
}

/// What the field reads of the words that people type.
pub(super) fn typed(field: &FieldType) -> impl Iterator<Item = Value> {
    let around = Around::nowhere();
    let example = field.rule.iter().map(|rule| rule.example.as_str());
    // A text reads what is typed for others, too.
    let others = Base::ALL.iter().filter(|_| !field.base.is_ordered());
    let samples = std::iter::once(&field.base).chain(others).flat_map(|base| base.kind().samples);
    example.chain(samples.copied()).filter_map(move |typed| field.read(typed, around).ok()).map(|read| read.value)
}

/// Some answers of a field, and none.
fn answers(field: &FieldType) -> Vec<Value> {
    let codes = field.choices.iter().map(|choice| Value::String(choice.code.clone()));
    let mut found: Vec<Value> = match field.base {
        _ if field.offer.is_some() => vec![first_answer(field)],
        Base::Choice => codes.take(MOST_VALUES).collect(),
        Base::Choices => vec![Value::Array(codes.collect())],
        _ => typed(field).take(MOST_VALUES).collect(),
    };
    found.push(Value::Null);
    found
}
