//! Which names an expression may read: what stands before it in the file, and the outer names.

use crate::model::definition::{Condition, Due, FieldIs, Group, Step, StepKind, walk};
use crate::model::diagnostic::{Diagnostic, DueFault, Problem};
use crate::model::form::Form;
use crate::model::names;
use crate::model::offer::{Offer, Rows};
use crate::model::span::{Span, Spanned, carry};
use crate::model::template::{Expression, Path, Template};
use crate::model::types::{Base, FieldType};
use crate::model::workspace::Workspace;
use crate::model::yaml::{nearest, yes_or_no};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for procedure in workspace.procedures.values() {
        let definition = &procedure.definition;
        let lost = procedure.lost.iter().map(String::as_str).collect();
        let mut check = Names { all: declared(&definition.steps), lost, ..Names::of_nothing(workspace, found) };
        check.steps(&definition.steps);
        // The head is read when the whole procedure is known.
        for template in definition.never.iter().chain(&definition.label) {
            check.template(template);
        }
        let recognised = definition.join.iter().chain(&definition.twice);
        recognised.for_each(|field| check.recognised(&definition.id, field));
    }
    for part in workspace.parts.values() {
        let lost = part.lost.iter().map(String::as_str).collect();
        let needs = part.needs.iter().map(|name| name.value.as_str()).collect();
        let mut check = Names { all: declared(&part.steps), lost, needs, ..Names::of_nothing(workspace, found) };
        check.steps(&part.steps);
        part.never.iter().for_each(|text| check.template(text));
        for (step, _) in walk(&part.steps) {
            if let StepKind::Stop(stop) = &step.kind {
                found.push(Diagnostic::new(Problem::StopInPart, stop.outcome.span));
            }
        }
    }
    for card in workspace.cards.values() {
        let mut check = Names::of_nothing(workspace, found);
        card.text.iter().for_each(|text| check.template(text));
    }
}

/// The names that a form reads: those of its procedures, wherever they stand, the outer ones and its own.
pub(super) fn check_form(workspace: &Workspace, form: &Form, found: &mut Vec<Diagnostic>) {
    let mut check = Names::of_nothing(workspace, found);
    for id in &form.of {
        match workspace.procedures.get(&id.value) {
            Some(procedure) => {
                check.known.extend(declared(&procedure.definition.steps));
                check.lost.extend(procedure.lost.iter().map(String::as_str));
            }
            None => check.unread = true,
        }
    }
    check.private = Private::Everything;
    check.own = &names::FORM;
    form.texts().for_each(|text| check.paths(text.paths(), &text.source));
}

/// What a name stands for.
#[derive(Clone, Copy)]
pub(super) enum Stands<'w> {
    Field(&'w FieldType),
    Computed,
    Keys(&'static [&'static str]),
}

const MOMENT: &[&str] = &["at", "by", "times"];
const CHILD: &[&str] = &["id", "outcome"];
const WAITED: &[&str] = &["at", "minutes"];
const TOLD: &[&str] = &["who", "at", "how", "after", "tries", "message"];
const LETTER: &[&str] = &["at", "state"];
const PAPER: &[&str] = &["at", "number", "copies"];

pub(super) fn stands(step: &Step) -> Stands<'_> {
    match &step.kind {
        StepKind::Ask(ask) => Stands::Field(&ask.field),
        StepKind::Let(computed) => computed.field.as_ref().map_or(Stands::Computed, Stands::Field),
        StepKind::Run(_) => Stands::Keys(CHILD),
        StepKind::Print(_) => Stands::Keys(PAPER),
        StepKind::Notify(_) => Stands::Keys(TOLD),
        StepKind::Mail(_) => Stands::Keys(LETTER),
        // A list: what is in it is not looked at.
        StepKind::Attach(_) => Stands::Computed,
        StepKind::Wait(wait) => wait.field.as_ref().map_or(Stands::Keys(WAITED), Stands::Field),
        StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Stop(_) => {
            Stands::Keys(MOMENT)
        }
    }
}

pub(super) fn declared(steps: &[Step]) -> BTreeMap<&str, &Step> {
    let steps = walk(steps).into_iter();
    steps.filter_map(|(step, _)| step.name.as_ref().map(|name| (name.value.as_str(), step))).collect()
}

/// Which private answers may be read.
#[derive(Clone, Copy)]
pub(super) enum Private<'w> {
    Nothing,
    /// By the question's own check.
    Own(&'w str),
    /// By forms.
    Everything,
}

impl Private<'_> {
    fn is_open(self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Own(own) => own == name,
            Self::Everything => true,
        }
    }
}

pub(super) struct Names<'w, 'f> {
    workspace: &'w Workspace,
    found: &'f mut Vec<Diagnostic>,
    /// Every name of the procedure.
    all: BTreeMap<&'w str, &'w Step>,
    /// Those that stand before the place looked at.
    pub(super) known: BTreeMap<&'w str, &'w Step>,
    /// Those of steps that could not be read; they have their own faults.
    pub(super) lost: Vec<&'w str>,
    /// Those that a part has from the procedure around it.
    needs: Vec<&'w str>,
    /// What may be read of private answers.
    private: Private<'w>,
    /// Whether there is a procedure none of whose names could be read.
    pub(super) unread: bool,
    /// Names that only this text has.
    own: &'static [&'static str],
}

impl<'w, 'f> Names<'w, 'f> {
    pub(super) fn of_nothing(workspace: &'w Workspace, found: &'f mut Vec<Diagnostic>) -> Self {
        let (all, known) = (BTreeMap::new(), BTreeMap::new());
        Self {
            workspace,
            found,
            all,
            known,
            lost: Vec::new(),
            needs: Vec::new(),
            private: Private::Nothing,
            unread: false,
            own: &[],
        }
    }

    pub(super) fn found(&mut self, diagnostic: Option<Diagnostic>) {
        self.found.extend(diagnostic);
    }

    fn steps(&mut self, steps: &'w [Step]) {
        for step in steps {
            step.when.iter().for_each(|condition| self.condition(condition));
            step.hint.iter().for_each(|hint| self.template(hint));
            step.due.iter().for_each(|due| self.due(due));
            step.kind.text().into_iter().for_each(|text| self.template(text));
            step.kind.field().and_then(|field| field.offer.as_deref()).into_iter().for_each(|offer| self.offer(offer));
            match &step.kind {
                StepKind::Ask(ask) => {
                    ask.default.iter().for_each(|text| self.template(text));
                    ask.arms.iter().filter_map(|arm| arm.when.as_ref()).for_each(|condition| self.condition(condition));
                    self.declare(step);
                    for check in &ask.checks {
                        self.private = step.name.as_ref().map_or(Private::Nothing, |name| Private::Own(&name.value));
                        self.expression(&check.rule);
                        self.private = Private::Nothing;
                        self.template(&check.words);
                    }
                    ask.arms.iter().for_each(|arm| self.steps(&arm.steps));
                }
                StepKind::Let(computed) => self.expression(&computed.be),
                StepKind::Run(run) => {
                    run.with.values().chain(run.suggest.values()).for_each(|text| self.template(text));
                }
                StepKind::Group(Group { part: Some(part), steps, .. }) => self.included(part, steps),
                StepKind::Group(group) => self.steps(&group.steps),
                StepKind::Mail(mail) => mail.text.iter().for_each(|text| self.template(text)),
                StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Notify(_) | StepKind::Attach(_) => {}
                StepKind::Wait(wait) => {
                    self.declare(step);
                    self.steps(&wait.meanwhile);
                }
                StepKind::Print(_) | StepKind::Stop(_) => {}
            }
            self.declare(step);
        }
    }

    /// The steps of a part are looked at once, in the part itself.
    fn included(&mut self, part: &Spanned<String>, steps: &'w [Step]) {
        let needs = self.workspace.parts.get(&part.value).map(|part| part.needs.as_slice()).unwrap_or_default();
        for need in needs {
            let problem = match self.known.get(need.value.as_str()) {
                None => Problem::PartNeeds { part: part.value.clone(), name: need.value.clone() },
                Some(step) if step.is_private() => Problem::PrivateRead { name: need.value.clone() },
                Some(_) => continue,
            };
            self.found.push(Diagnostic::new(problem, part.span).also(need.span));
        }
        walk(steps).into_iter().for_each(|(step, _)| self.declare(step));
    }

    fn declare(&mut self, step: &'w Step) {
        let Some(name) = &step.name else { return };
        let first = self.known.insert(&name.value, step);
        if let Some(first) = first.filter(|first| !std::ptr::eq(*first, step)) {
            let also = first.name.as_ref().map_or(Span::NONE, |name| name.span);
            if also == name.span {
                // The same line of a part that is included twice, which is a fault of its own.
                return;
            }
            let problem = Problem::DuplicateName { name: name.value.clone() };
            self.found.push(Diagnostic::new(problem, name.span).also(also));
        }
    }

    fn condition(&mut self, condition: &'w Condition) {
        match condition {
            Condition::Expression(expression) => self.expression(expression),
            Condition::Fields(fields) => fields.iter().for_each(|field| self.field_is(field)),
        }
    }

    /// What a due time counts from stands before it, and is something that is done; a field holds a date.
    fn due(&mut self, due: &'w Due) {
        let Some(name) = due.name() else { return };
        let Some(step) = self.known.get(name.value.as_str()).copied() else {
            return self.unknown(&name.value, name.span);
        };
        let how = match (due, stands(step)) {
            (Due::Field(_), _) if step.is_private() => {
                let problem = Problem::PrivateRead { name: name.value.clone() };
                return self.found.push(Diagnostic::new(problem, name.span));
            }
            (Due::Field(_), Stands::Field(field)) if matches!(field.base.word(), "date" | "date and time") => return,
            (Due::Field(_), _) => DueFault::NotADate { name: name.value.clone() },
            (_, _) if step.kind.is_awaited() => return,
            (_, _) => DueFault::NeverDone { name: name.value.clone() },
        };
        self.found.push(Diagnostic::new(Problem::BadDue { how }, name.span));
    }

    /// The fields by which cases are recognised: answered ones, and none that is private.
    fn recognised(&mut self, procedure: &str, field: &Spanned<String>) {
        match self.known.get(field.value.as_str()).copied() {
            Some(step) if step.is_private() => {
                let problem = Problem::PrivateRead { name: field.value.clone() };
                self.found.push(Diagnostic::new(problem, field.span));
            }
            Some(step) if matches!(step.kind, StepKind::Ask(_)) => {}
            Some(_) => {
                let asked = self.known.iter().filter(|(_, step)| matches!(step.kind, StepKind::Ask(_)));
                let near = nearest(&field.value, asked.map(|(name, _)| *name));
                let problem =
                    Problem::NotAskedByChild { procedure: procedure.to_owned(), field: field.value.clone(), near };
                self.found.push(Diagnostic::new(problem, field.span));
            }
            None => self.unknown(&field.value, field.span),
        }
    }

    /// A condition over the columns of what is on offer.
    fn offer(&mut self, offer: &'w Offer) {
        let Some(condition) = &offer.condition else { return };
        let columns: Vec<&str> = match &offer.from {
            Rows::Card(table) => {
                let columns = self.workspace.cards.get(&table.card).map(|card| card.columns.as_slice());
                columns.unwrap_or_default().iter().map(|(code, _)| code.as_str()).collect()
            }
            Rows::Contacts => names::CONTACT.into_iter().chain(["id"]).collect(),
            Rows::Dispatchers => vec!["id", "name"],
        };
        for path in condition.paths().iter().filter(|path| !path.local && !columns.contains(&path.root())) {
            // What is no name of the procedure is most likely a column.
            let own =
                names::is_outer(path.root()) || self.all.contains_key(path.root()) || self.is_excused(path.root());
            match one_of(&offer.from.path(), path.root(), columns.iter().copied()).filter(|_| !own) {
                Some(problem) => {
                    let span = self.place(&condition.source, path);
                    self.found.push(Diagnostic::new(problem, span));
                }
                None => self.paths(std::slice::from_ref(path), &condition.source),
            }
        }
    }

    /// The codes that a field may have; those on offer as they are today.
    fn codes(&self, field: &FieldType) -> Vec<String> {
        match field.offer.as_ref().map(|offer| &offer.from) {
            None => field.choices.iter().map(|choice| choice.code.clone()).collect(),
            Some(Rows::Card(table)) => {
                let rows = self.workspace.cards.get(&table.card).map(|card| card.rows.as_slice()).unwrap_or_default();
                rows.iter().filter_map(|row| Some(row.get(&table.code)?.as_str()?.to_owned())).collect()
            }
            Some(Rows::Contacts) => self.workspace.company.contacts.iter().map(|(id, _)| id.clone()).collect(),
            Some(Rows::Dispatchers) => self.workspace.company.dispatchers.keys().cloned().collect(),
        }
    }

    fn field_is(&mut self, field: &FieldIs) {
        let name = field.name.value.as_str();
        let Some(step) = self.known.get(name).copied() else {
            return self.unknown(name, field.name.span);
        };
        if step.is_private() {
            let problem = Problem::PrivateRead { name: name.to_owned() };
            self.found.push(Diagnostic::new(problem, field.name.span));
        }
        let Stands::Field(kind) = stands(step) else { return };
        for code in &field.codes {
            let known: Vec<String> = match kind.base {
                Base::Choice | Base::Choices => self.codes(kind),
                Base::YesNo if yes_or_no(&code.value).is_some() => continue,
                Base::YesNo => vec!["yes".into(), "no".into()],
                _ => continue,
            };
            if !known.contains(&code.value) {
                let near = nearest(&code.value, known.iter().map(String::as_str));
                let problem = Problem::UnknownChoice { field: name.to_owned(), code: code.value.clone(), near, known };
                self.found.push(Diagnostic::new(problem, code.span));
            }
        }
    }

    pub(super) fn expression(&mut self, expression: &'w Expression) {
        self.paths(expression.paths(), &expression.source);
    }

    fn template(&mut self, template: &'w Template) {
        self.paths(template.paths(), &template.source);
    }

    pub(super) fn paths(&mut self, paths: &[Path], text: &Spanned<String>) {
        for path in paths.iter().filter(|path| !path.local) {
            let parts: Vec<&str> = path.text.split('.').collect();
            let span = || self.place(text, path);
            let Some((root, rest)) = parts.split_first() else { continue };
            let wrong = if names::is_outer(root) {
                self.outer(&parts)
            } else if self.own.contains(root) {
                self.own_member(root, rest)
            } else if let Some(step) = self.known.get(root) {
                let private = step.is_private() && !self.private.is_open(root);
                let hidden = private.then(|| Problem::PrivateRead { name: (*root).to_owned() });
                hidden.or_else(|| member(step, root, rest))
            } else {
                let span = span();
                self.unknown(root, span);
                continue;
            };
            if let Some(problem) = wrong {
                let span = match &problem {
                    // Only the key that is not there, where the path is written without spaces.
                    Problem::UnknownMember { of, key, .. }
                        if !key.is_empty() && path.range.len() == path.text.len() =>
                    {
                        let start = path.range.start + of.len() + 1;
                        self.place(text, &Path { range: start..start + key.len(), ..path.clone() })
                    }
                    _ => span(),
                };
                self.found.push(Diagnostic::new(problem, span));
            }
        }
    }

    /// Whether a name may be one of what could not be read, or of the procedure around a part.
    fn is_excused(&self, name: &str) -> bool {
        self.unread || self.needs.contains(&name) || self.lost.contains(&name)
    }

    pub(super) fn unknown(&mut self, name: &str, span: Span) {
        if self.is_excused(name) {
            return;
        }
        let later = self.all.contains_key(name);
        let known = self.known.keys().chain(self.own).copied().chain(names::OUTER);
        let near = nearest(name, known).filter(|_| !later);
        let problem = Problem::UnknownName { name: name.to_owned(), near, later };
        self.found.push(Diagnostic::new(problem, span));
    }

    /// What is wrong with a name that only a form has.
    fn own_member(&self, root: &str, rest: &[&str]) -> Option<Problem> {
        // The same word would mean another thing in the procedure.
        if self.known.contains_key(root) {
            return Some(Problem::TakenName { name: root.to_owned() });
        }
        let keys: &[&str] = if root == "form" { &names::FORM_KEYS } else { &[] };
        match rest {
            [] if keys.is_empty() => None,
            [] => Some(Problem::UnknownMember {
                of: root.to_owned(),
                key: String::new(),
                near: None,
                known: keys.iter().map(|key| (*key).to_owned()).collect(),
            }),
            [key, ..] => one_of(root, key, keys.iter().copied()),
        }
    }

    /// The place of a path inside a text.
    fn place(&self, text: &Spanned<String>, path: &Path) -> Span {
        let source = self.workspace.sources.slice(text.span);
        if source == text.value {
            let start = text.span.range().start;
            return Span::new(text.span.file, start + path.range.start..start + path.range.end);
        }
        carry(source, &text.value, path.range.clone()).map_or(text.span, |part| {
            let start = text.span.range().start;
            Span::new(text.span.file, start + part.start..start + part.end)
        })
    }

    pub(super) fn outer(&self, parts: &[&str]) -> Option<Problem> {
        let (root, rest) = parts.split_first()?;
        let company = &self.workspace.company;
        match (*root, rest) {
            ("today" | "now" | "desk", []) => None,
            ("today" | "now" | "desk", [key, ..]) => one_of(root, key, [].into_iter()),
            ("hours", [key]) => one_of(root, key, names::HOURS.into_iter()),
            ("case", [key]) => one_of(root, key, names::CASE.into_iter()),
            ("dispatcher", [key]) => one_of(root, key, names::DISPATCHER.into_iter()),
            ("contacts", [id, rest @ ..]) => {
                let ids = company.contacts.iter().map(|(id, _)| id.as_str());
                one_of(root, id, ids).or_else(|| {
                    let key = rest.first()?;
                    one_of(&format!("contacts.{id}"), key, names::CONTACT.into_iter())
                })
            }
            ("cards", [id, rest @ ..]) => {
                let Some(card) = self.workspace.cards.get(*id) else {
                    return one_of(root, id, self.workspace.cards.keys().map(String::as_str));
                };
                let key = rest.first()?;
                one_of(&format!("cards.{id}"), key, card.values.iter().map(|value| value.name.as_str()))
            }
            ("company", [_, ..]) => detail(&company.details, parts),
            // The name of a group of names alone, which prints nothing that people read.
            (root, _) => {
                let known: Vec<String> = match root {
                    "hours" => names::HOURS.map(str::to_owned).to_vec(),
                    "case" => names::CASE.map(str::to_owned).to_vec(),
                    "dispatcher" => names::DISPATCHER.map(str::to_owned).to_vec(),
                    _ => Vec::new(),
                };
                Some(Problem::UnknownMember { of: root.to_owned(), key: rest.join("."), near: None, known })
            }
        }
    }
}

/// The fault of a key of `company` that `pult.yaml` does not have.
fn detail(details: &Value, parts: &[&str]) -> Option<Problem> {
    let mut here = details;
    for (at, key) in parts.iter().enumerate().skip(1) {
        match here {
            Value::Null => return None,
            Value::Object(map) => match map.get(*key) {
                Some(next) => here = next,
                None => return one_of(&parts[..at].join("."), key, map.keys().map(String::as_str)),
            },
            _ => return one_of(&parts[..at].join("."), key, [].into_iter()),
        }
    }
    None
}

fn member(step: &Step, root: &str, rest: &[&str]) -> Option<Problem> {
    let key = rest.first()?;
    match stands(step) {
        Stands::Keys(keys) => one_of(root, key, keys.iter().copied()),
        Stands::Field(_) => one_of(root, key, [].into_iter()),
        Stands::Computed => None,
    }
}

pub(super) fn one_of<'k>(of: &str, key: &str, known: impl Iterator<Item = &'k str>) -> Option<Problem> {
    let known: Vec<&str> = known.collect();
    if known.contains(&key) {
        return None;
    }
    let near = nearest(key, known.iter().copied());
    let known = known.into_iter().map(str::to_owned).collect();
    Some(Problem::UnknownMember { of: of.to_owned(), key: key.to_owned(), near, known })
}
