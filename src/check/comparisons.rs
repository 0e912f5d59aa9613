//! Comparisons that say nothing: a text with a number, a choice with a code it does not have.

use super::names;
use crate::model::definition::{Condition, Step, StepKind};
use crate::model::diagnostic::{Comparison, Diagnostic, Problem};
use crate::model::span::Span;
use crate::model::template::{NamedTypes, Path, Template, Use, Used};
use crate::model::types::{Around, Base, FieldType};
use crate::model::workspace::Workspace;
use crate::model::yaml::nearest;
use serde_json::Value;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for procedure in super::sound(workspace, found) {
        let definition = &procedure.definition;
        let mut look = Look { workspace, types: definition.types(), inside: String::new(), found };
        for (path, step) in definition.places() {
            path.strip_suffix(step.id.as_str()).unwrap_or_default().clone_into(&mut look.inside);
            look.step(step);
        }
        look.inside.clear();
        definition.never.iter().chain(&definition.label).for_each(|text| look.template(text));
    }
    for form in workspace.forms.values() {
        let mut look = Look { workspace, types: &form.types, inside: String::new(), found };
        look.uses(form.body.text.uses(), &|path| form.body.place(path.range.clone()));
    }
}

struct Look<'w, 'f> {
    workspace: &'w Workspace,
    types: &'w NamedTypes,
    /// What stands before the names of the item, or of the part, that is looked at.
    inside: String,
    found: &'f mut Vec<Diagnostic>,
}

impl<'w> Look<'w, '_> {
    fn step(&mut self, step: &Step) {
        step.when.iter().for_each(|condition| self.condition(condition));
        step.hint.iter().chain(step.kind.text()).for_each(|text| self.template(text));
        match &step.kind {
            StepKind::Ask(ask) => {
                ask.arms.iter().filter_map(|arm| arm.when.as_ref()).for_each(|condition| self.condition(condition));
                ask.default.iter().for_each(|text| self.template(text));
                for check in &ask.checks {
                    let rule = &check.rule;
                    self.uses(rule.uses(), &|path| names::place(self.workspace, &rule.source, path));
                    self.template(&check.words);
                }
            }
            StepKind::Let(computed) => {
                let be = &computed.be;
                self.uses(be.uses(), &|path| names::place(self.workspace, &be.source, path));
            }
            StepKind::Repeat(repeat) => {
                for check in &repeat.checks {
                    let rule = &check.rule;
                    self.uses(rule.uses(), &|path| names::place(self.workspace, &rule.source, path));
                    self.template(&check.words);
                }
            }
            StepKind::Run(run) => run.with.values().chain(run.suggest.values()).for_each(|text| self.template(text)),
            StepKind::Mail(mail) => mail.text.iter().for_each(|text| self.template(text)),
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        if let Condition::Expression(expression) = condition {
            let workspace = self.workspace;
            self.uses(expression.uses(), &|path| names::place(workspace, &expression.source, path));
        }
    }

    fn template(&mut self, text: &Template) {
        let workspace = self.workspace;
        self.uses(text.uses(), &|path| names::place(workspace, &text.source, path));
    }

    /// The type of a name: those of the item and the part around come first.
    fn field(&self, name: &str) -> Option<&'w FieldType> {
        let name = name.strip_prefix("previous.").unwrap_or(name);
        let mut inside = self.inside.as_str();
        while !inside.is_empty() {
            if let Some(field) = self.types.get(&format!("{inside}{name}")) {
                return Some(field);
            }
            let outer = inside.trim_end_matches('.').rfind('.').map_or(0, |dot| dot + 1);
            inside = &inside[..outer];
        }
        self.types.get(name)
    }

    fn uses(&mut self, uses: Vec<Used>, place: &dyn Fn(&Path) -> Span) {
        for used in uses {
            let Some(field) = self.field(&used.path.text) else { continue };
            let wrong = match &used.how {
                Use::Equal(values) => values.iter().find_map(|value| unequal(&used.path.text, field, value)),
                Use::Holds(value) if field.base.is_choice() => unequal(&used.path.text, field, value),
                Use::Ordered(value) => unordered(&used.path.text, field, value.as_ref()),
                Use::Holds(_) | Use::Truth | Use::Counted(_) | Use::Other => None,
            };
            self.found.extend(wrong.map(|problem| Diagnostic::new(problem, place(&used.path))));
        }
    }
}

fn doubtful(name: &str, field: &FieldType, how: Comparison) -> Problem {
    Problem::DoubtfulComparison { name: name.to_owned(), kind: field.base.word(), how }
}

/// Why a field never has this value.
fn unequal(name: &str, field: &FieldType, value: &Value) -> Option<Problem> {
    match (field.base, value) {
        (Base::Choice | Base::Choices, Value::String(code)) => {
            let known: Vec<String> = field.choices.iter().map(|choice| choice.code.clone()).collect();
            let missing = !known.is_empty() && !known.contains(code);
            // People write the words of a choice where its code is wanted.
            let worded = field.choices.iter().find(|choice| choice.label == *code).map(|choice| choice.code.clone());
            let near = worded.or_else(|| nearest(code, known.iter().map(String::as_str)));
            missing.then(|| Problem::UnknownChoice { field: name.to_owned(), code: code.clone(), near, known })
        }
        (base, Value::String(_)) if base == Base::YesNo || base.is_number() => {
            Some(doubtful(name, field, Comparison::WithText))
        }
        (base, Value::String(words)) if base.is_ordered() => {
            (!is_kept(field.base, words)).then(|| doubtful(name, field, Comparison::WithText))
        }
        (base, Value::Number(_)) if !base.is_number() => Some(doubtful(name, field, Comparison::WithNumber)),
        _ => None,
    }
}

/// Why an order says nothing of a field.
fn unordered(name: &str, field: &FieldType, value: Option<&Value>) -> Option<Problem> {
    match (field.base, value) {
        (_, Some(Value::Null)) => Some(doubtful(name, field, Comparison::WithNone)),
        (base, _) if !base.is_ordered() => Some(doubtful(name, field, Comparison::Order)),
        // A day is less than every time on it.
        (Base::DateTime, Some(Value::String(day))) if is_kept(Base::Date, day) => None,
        _ => unequal(name, field, value?),
    }
}

/// Whether a text is a day or a time as it is kept.
fn is_kept(base: Base, text: &str) -> bool {
    FieldType::plain(base).read(text, Around::nowhere()).is_ok_and(|read| read.value == text)
}
