//! Names inside of repeats and of parts with a name: where they may be read, and how they are reached from outside.

use super::fails::first_answer;
use super::names::{Names, Private, Stands, stands};
use crate::model::card::Card;
use crate::model::definition::{DEEPEST, Items, Repeat, Step, StepKind, plain_names, walk};
use crate::model::diagnostic::{Diagnostic, Problem, RepeatFault};
use crate::model::form::{Form, FormFault};
use crate::model::names;
use crate::model::span::Spanned;
use crate::model::template::Path;
use crate::model::types::Base;
use crate::model::workspace::Workspace;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The names inside of steps with names of their own, with the name of the innermost such step.
pub(super) fn names_inside(steps: &[Step]) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for (step, _) in walk(steps).into_iter().filter(|(step, _)| step.has_own_names()) {
        let of = step.name.as_ref().map_or(step.id.as_str(), |name| name.value.as_str());
        found.extend(step.own_names().into_iter().map(|(name, _)| (name, of)));
    }
    found
}

/// The names that summaries read: those of items stand plain, with a value for each item.
pub(super) fn declared(steps: &[Step]) -> BTreeMap<&str, &Step> {
    let mut found = BTreeMap::new();
    for step in steps {
        found.extend(step.name.as_ref().map(|name| (name.value.as_str(), step)));
        let part = step.has_own_names() && step.kind.part().is_some();
        if !part {
            step.kind.inner().for_each(|inner| found.extend(declared(inner)));
        }
    }
    found
}

/// The names that a form reads: those of its procedures, wherever they stand, the outer ones and its own.
pub(super) fn check_form(workspace: &Workspace, form: &Form, found: &mut Vec<Diagnostic>) {
    let mut check = Names::of_nothing(workspace, found);
    for id in &form.of {
        match workspace.procedures.get(&id.value) {
            Some(procedure) => {
                let (known, around) = of_form(&procedure.definition.steps, form);
                check.known.extend(known);
                check.around.extend(around);
                check.inside.extend(names_inside(&procedure.definition.steps));
                check.lost.extend(procedure.lost.iter().map(String::as_str));
                check.unread |= !super::is_whole(workspace, &procedure.definition);
            }
            None => check.unread = true,
        }
    }
    check.private = Private::Everything;
    check.own = &names::FORM;
    form.texts().for_each(|text| check.paths(text.paths(), &text.source));
    for (name, _) in &form.rows {
        match check.known.get(name.value.as_str()) {
            None => check.unknown(&name.value, name.span),
            Some(step) if !matches!(step.kind, StepKind::Repeat(_)) => {
                let how = FormFault::NoItems { name: name.value.clone() };
                check.found(Some(Diagnostic::new(Problem::BadForm { how }, name.span)));
            }
            Some(_) => {}
        }
    }
}

/// The names that a form reads of a procedure: the outer ones, and where one of its steps inside of an item prints
/// the form, those of the item.
fn of_form<'w>(steps: &'w [Step], form: &Form) -> (BTreeMap<&'w str, &'w Step>, Vec<&'w Step>) {
    let mut known: BTreeMap<&str, &Step> = plain_names(steps).into_iter().collect();
    let mut around = Vec::new();
    for (step, _) in walk(steps).into_iter().filter(|(step, _)| step.has_own_names()) {
        let prints = step
            .kind
            .inner()
            .flat_map(walk)
            .any(|(step, _)| matches!(&step.kind, StepKind::Print(print) if print.form.value == form.id));
        if prints {
            for (name, inner) in step.own_names() {
                known.entry(name).or_insert(inner);
            }
            around.push(step);
        }
    }
    (known, around)
}

impl<'w> Names<'w, '_> {
    /// A repeat: its steps see each other's names, the item before and its place; nobody else sees theirs.
    pub(super) fn repeat(&mut self, step: &'w Step, repeat: &'w Repeat) {
        let depth = self.around.iter().filter(|step| matches!(step.kind, StepKind::Repeat(_))).count();
        if depth == DEEPEST {
            let how = RepeatFault::TooDeep { most: DEEPEST };
            self.found(Some(Diagnostic::new(Problem::BadRepeat { how }, repeat.title.source.span)));
        }
        if let Items::Each(field) = &repeat.items {
            self.each(field);
        }
        let known = self.known.clone();
        self.around.push(step);
        self.steps(&repeat.steps);
        repeat.label.iter().for_each(|label| self.template(label));
        self.around.pop();
        self.known = known;
        self.declare(step);
        for check in &repeat.checks {
            self.expression(&check.rule);
            self.template(&check.words);
        }
    }

    /// `each` names a field in which several can be chosen.
    fn each(&mut self, field: &'w Spanned<String>) {
        let Some(step) = self.resolve(&field.value) else { return self.unknown(&field.value, field.span) };
        if !matches!(stands(step), Stands::Field(kind) if kind.base == Base::Choices) {
            let how = RepeatFault::NotChoices { field: field.value.clone() };
            self.found(Some(Diagnostic::new(Problem::BadRepeat { how }, field.span)));
        }
    }

    /// Whether the steps of a part stand too deep where it is included.
    pub(super) fn depth_of_part(&mut self, part: &Spanned<String>, steps: &[Step]) {
        fn deepest(steps: &[Step]) -> usize {
            let inside = |step: &Step| step.kind.inner().map(deepest).max().unwrap_or_default();
            let own = |step: &Step| usize::from(matches!(step.kind, StepKind::Repeat(_))) + inside(step);
            steps.iter().map(own).max().unwrap_or_default()
        }
        let depth = self.around.iter().filter(|step| matches!(step.kind, StepKind::Repeat(_))).count();
        if depth + deepest(steps) > DEEPEST && depth > 0 {
            let how = RepeatFault::TooDeep { most: DEEPEST };
            self.found(Some(Diagnostic::new(Problem::BadRepeat { how }, part.span)));
        }
    }

    /// The innermost repeat around the place looked at.
    fn repeated(&self) -> Option<&'w Step> {
        self.around.iter().rev().copied().find(|step| matches!(step.kind, StepKind::Repeat(_)))
    }

    /// The step that a path of the case leads to: `owner.document` inside of a part, `previous.card` of the item before.
    pub(super) fn resolve(&self, path: &str) -> Option<&'w Step> {
        let mut parts = path.split('.');
        let root = parts.next().unwrap_or_default();
        let mut step = if root == "previous" {
            let name = parts.next()?;
            inside(self.repeated()?, name)?
        } else {
            self.known.get(root).copied()?
        };
        for part in parts {
            if !step.has_own_names() || step.kind.part().is_none() {
                break;
            }
            step = inside(step, part)?;
        }
        Some(step)
    }

    /// What is wrong with `previous` and `loop`; of every other name nothing is wrong.
    pub(super) fn about_item(&self, path: &Path, text: &str) -> Option<Problem> {
        let unknown = |name: &str| Problem::UnknownName { name: name.to_owned(), near: None, later: false };
        let (root, key) = path.text.split_once('.').unwrap_or((&path.text, ""));
        let known = |step: &'w Step| step.own_names().into_iter().map(|(name, _)| name);
        match (root, self.repeated()) {
            // A loop of the text itself has another `loop`.
            ("loop", _) if text.contains("{%") => None,
            ("loop", Some(step)) => {
                let each = matches!(&step.kind, StepKind::Repeat(Repeat { items: Items::Each(_), .. }));
                let keys: &[&str] = if each { &["index", "code", "label"] } else { &["index"] };
                super::members::one_of("loop", key, keys.iter().copied())
            }
            ("previous", Some(_)) if key.is_empty() => None,
            ("previous", Some(step)) => {
                let name = key.split('.').next().unwrap_or(key);
                let private = inside(step, name).is_some_and(Step::is_private) && !self.private.is_open(name);
                let hidden = private.then(|| Problem::PrivateRead { name: path.text.clone() });
                hidden.or_else(|| super::members::one_of("previous", name, known(step)))
            }
            ("previous" | "loop", None) => Some(unknown(root)),
            _ => None,
        }
    }

    /// Private answers in items, read one by one in a loop, or all together.
    pub(super) fn private_in_lists(&self, paths: &[Path], text: &str) -> Vec<(Path, String)> {
        if matches!(self.private, Private::Everything) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut hidden: Vec<&str> = Vec::new();
        for path in paths.iter().filter(|path| !path.local) {
            let Some(step) = self.resolve(&path.text).filter(|step| step.has_own_names()) else { continue };
            let names: Vec<&str> = private_inside(step);
            if !names.is_empty() && !is_taken_apart(text, path) {
                found.push((path.clone(), names.join(", ")));
            }
            hidden.extend(names);
        }
        for name in &hidden {
            let quoted = text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
            let reads = |path: &&Path| path.local && path.text.rsplit('.').next() == Some(name);
            let whole = |path: &&Path| path.local && !path.text.contains('.');
            let first = paths.first().filter(|_| quoted);
            let read = paths.iter().find(reads).or_else(|| paths.iter().find(whole)).or(first);
            found.extend(read.map(|path| (path.clone(), (*name).to_owned())));
        }
        found
    }
}

/// What a loop of a text goes through, as far as its columns are known.
#[derive(Clone, Copy)]
enum Listed<'w> {
    Items(&'w Step),
    Rows(&'w Card),
}

impl<'w> Listed<'w> {
    /// The names of one of them. None where a file could not be read, which is a fault of its own.
    fn names(self) -> Option<Vec<Cow<'w, str>>> {
        let names: Vec<Cow<'_, str>> = match self {
            Self::Items(step) => step.own_names().into_iter().map(|(name, _)| name.into()).collect(),
            // Those of cases found again are worked out.
            Self::Rows(card) if card.answers.is_some() => match card.as_value().get(0) {
                Some(Value::Object(row)) => row.keys().cloned().map(Cow::from).collect(),
                _ => Vec::new(),
            },
            Self::Rows(card) => card.columns.iter().map(|(code, _)| code.as_str().into()).collect(),
        };
        Some(names).filter(|names| !names.is_empty())
    }
}

impl<'w> Names<'w, '_> {
    /// Names that the items of a list, or the rows of a card, do not have, read in a loop over them: the path and what
    /// is wrong with it.
    pub(super) fn not_in_items(&self, paths: &[Path], text: &str) -> Vec<(Path, Problem)> {
        if !paths.iter().any(|path| path.local) {
            return Vec::new();
        }
        let loops = loops(text);
        let mut lists: Vec<Option<Listed<'w>>> = Vec::new();
        for (at, here) in loops.iter().enumerate() {
            let (root, rest) = here.list.split_once('.').unwrap_or((here.list, ""));
            let around = loops[..at]
                .iter()
                .zip(&lists)
                .rev()
                .find(|(outer, _)| outer.variable == root && outer.range.contains(&here.range.start));
            let list = match around {
                Some((_, Some(Listed::Items(step)))) => inside(step, rest).map(Listed::Items),
                Some(_) => None,
                None if root == "cards" => self.workspace.cards.get(rest).map(Listed::Rows),
                None => self.resolve(here.list).map(Listed::Items),
            };
            let repeats = |list: &Listed<'_>| match list {
                Listed::Items(step) => matches!(step.kind, StepKind::Repeat(_)),
                Listed::Rows(_) => true,
            };
            lists.push(list.filter(repeats).filter(|_| !here.remade));
        }
        let mut found = Vec::new();
        for path in paths.iter().filter(|path| path.local) {
            let Some((root, rest)) = path.text.split_once('.') else { continue };
            let stands = |here: &Loop<'_>| here.variable == root && here.range.contains(&path.range.start);
            let list = loops.iter().zip(&lists).rev().find(|(here, _)| stands(here)).and_then(|(_, list)| *list);
            let Some(known) = list.and_then(Listed::names) else { continue };
            let name = rest.split('.').next().unwrap_or(rest);
            let wrong = super::members::one_of(root, name, known.iter().map(AsRef::as_ref));
            found.extend(wrong.map(|problem| (path.clone(), problem)));
        }
        found
    }
}

/// A loop of a text over a plain path.
struct Loop<'t> {
    variable: &'t str,
    list: &'t str,
    /// From its head to its end.
    range: Range<usize>,
    /// Whether a filter gives other items than those of the list.
    remade: bool,
}

/// The loops of a text, in the order in which they begin.
fn loops(text: &str) -> Vec<Loop<'_>> {
    let mut found: Vec<Loop<'_>> = Vec::new();
    let mut open = Vec::new();
    for (at, mark) in text.match_indices("{%") {
        let behind = text.get(at + mark.len()..).unwrap_or_default();
        let tag = behind.split("%}").next().unwrap_or(behind).trim_matches(['-', '+']).trim();
        if tag.starts_with("endfor") {
            if let Some(last) = open.pop().and_then(|last: Option<usize>| found.get_mut(last?)) {
                last.range.end = at;
            }
            continue;
        }
        let Some(head) = tag.strip_prefix("for ") else { continue };
        let parts = head.split_once(" in ").map(|(variable, list)| (variable.trim(), list.trim_start()));
        let Some((variable, rest)) = parts else {
            open.push(None);
            continue;
        };
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        let (list, rest) = rest.split_at(end);
        let remade = !(rest.is_empty() || rest.trim_start().starts_with("if "));
        open.push(Some(found.len()));
        found.push(Loop { variable, list, range: at..text.len(), remade });
    }
    found
}

/// Values for the lists and maps of a procedure, as if every question in them were answered once.
pub(super) fn answered(steps: &[Step]) -> Map<String, Value> {
    let mut found = Map::new();
    for (name, step) in plain_names(steps) {
        let value = if step.has_own_names() {
            let inside = step.kind.inner().flat_map(answered).collect();
            let repeats = matches!(step.kind, StepKind::Repeat(_));
            if repeats { Value::Array(vec![Value::Object(inside)]) } else { Value::Object(inside) }
        } else {
            match stands(step) {
                // When it was done, and by whom: of a step that nobody has done.
                Stands::Keys(keys) => keys.iter().map(|key| ((*key).to_owned(), Value::Null)).collect(),
                _ => step.kind.field().map(first_answer).unwrap_or_default(),
            }
        };
        found.insert(name.to_owned(), value);
    }
    found
}

fn inside<'w>(step: &'w Step, name: &str) -> Option<&'w Step> {
    step.own_names().into_iter().find(|(own, _)| *own == name).map(|(_, step)| step)
}

/// The private names anywhere inside of a step.
pub(super) fn private_inside(step: &Step) -> Vec<&str> {
    let steps = step.kind.inner().flat_map(walk).filter(|(step, _)| step.is_private());
    steps.filter_map(|(step, _)| Some(step.name.as_ref()?.value.as_str())).collect()
}

/// Whether a list is gone through or counted, and not shown as a whole.
fn is_taken_apart(text: &str, path: &Path) -> bool {
    let before = text.get(..path.range.start).unwrap_or_default().trim_end();
    let behind = text.get(path.range.end..).unwrap_or_default().trim_start();
    let filter = behind.strip_prefix('|').map(str::trim_start);
    let counted = filter.is_some_and(|filter| ["length", "map", "sum"].iter().any(|word| filter.starts_with(word)));
    counted || before.ends_with(" in")
}
