//! Which names an expression may read: what stands before it in the file, and the outer names.

use super::members::{member, one_of};
use super::scopes::{declared, names_inside};
use crate::model::definition::{Condition, Due, FieldIs, Group, Step, StepKind, plain_names, walk};
use crate::model::diagnostic::{Diagnostic, DueFault, Problem};
use crate::model::names;
use crate::model::offer::{Offer, Rows};
use crate::model::span::{Span, Spanned, carry};
use crate::model::template::{Expression, Path, Template};
use crate::model::types::{Base, FieldType};
use crate::model::workspace::Workspace;
use crate::model::yaml::{nearest, yes_or_no};
use std::collections::BTreeMap;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for procedure in workspace.procedures.values() {
        let definition = &procedure.definition;
        let lost = procedure.lost.iter().map(String::as_str).collect();
        let (all, inside) = (declared(&definition.steps), names_inside(&definition.steps));
        let unread = !super::is_whole(workspace, definition);
        let mut check = Names { all, inside, lost, unread, ..Names::of_nothing(workspace, found) };
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
        let (all, inside) = (declared(&part.steps), names_inside(&part.steps));
        let mut check = Names { all, inside, lost, needs, ..Names::of_nothing(workspace, found) };
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

/// What a name stands for.
#[derive(Clone, Copy)]
pub(super) enum Stands<'w> {
    Field(&'w FieldType),
    Computed,
    /// A list of items.
    Items,
    /// The names of a part.
    Part(&'w Step),
    Keys(&'static [&'static str]),
}

const MOMENT: &[&str] = &["at", "by", "times"];
const CHILD: &[&str] = &["id", "outcome"];
const WAITED: &[&str] = &["at", "minutes"];
const TOLD: &[&str] = &["who", "at", "how", "after", "tries", "message", "all"];
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
        StepKind::Repeat(_) => Stands::Items,
        StepKind::Group(_) if step.has_own_names() => Stands::Part(step),
        StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Stop(_) => {
            Stands::Keys(MOMENT)
        }
    }
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
    pub(super) fn is_open(self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Own(own) => own == name,
            Self::Everything => true,
        }
    }
}

pub(super) struct Names<'w, 'f> {
    pub(super) workspace: &'w Workspace,
    found: &'f mut Vec<Diagnostic>,
    /// Every name of the procedure.
    all: BTreeMap<&'w str, &'w Step>,
    /// Those inside of repeats and of parts with a name, with the names of these.
    pub(super) inside: BTreeMap<&'w str, &'w str>,
    /// The repeats around the place looked at, the innermost last.
    pub(super) around: Vec<&'w Step>,
    /// Every name that was met, wherever it may be read.
    met: BTreeMap<&'w str, &'w Step>,
    /// Those that stand before the place looked at.
    pub(super) known: BTreeMap<&'w str, &'w Step>,
    /// Those of steps that could not be read; they have their own faults.
    pub(super) lost: Vec<&'w str>,
    /// Those that a part has from the procedure around it.
    needs: Vec<&'w str>,
    /// What may be read of private answers.
    pub(super) private: Private<'w>,
    /// Whether there is a procedure none of whose names could be read.
    pub(super) unread: bool,
    /// Names that only this text has.
    pub(super) own: &'static [&'static str],
}

impl<'w, 'f> Names<'w, 'f> {
    pub(super) fn of_nothing(workspace: &'w Workspace, found: &'f mut Vec<Diagnostic>) -> Self {
        let (all, known) = (BTreeMap::new(), BTreeMap::new());
        Self {
            workspace,
            found,
            all,
            known,
            inside: BTreeMap::new(),
            around: Vec::new(),
            met: BTreeMap::new(),
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

    pub(super) fn steps(&mut self, steps: &'w [Step]) {
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
                StepKind::Group(Group { part: Some(part), steps, .. }) => self.included(step, part, steps),
                StepKind::Repeat(repeat) => self.repeat(step, repeat),
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
    fn included(&mut self, step: &'w Step, part: &Spanned<String>, steps: &'w [Step]) {
        self.depth_of_part(part, steps);
        let needs = self.workspace.parts.get(&part.value).map(|part| part.needs.as_slice()).unwrap_or_default();
        for need in needs {
            let problem = match self.known.get(need.value.as_str()) {
                None => Problem::PartNeeds { part: part.value.clone(), name: need.value.clone() },
                Some(step) if step.is_private() => Problem::PrivateRead { name: need.value.clone() },
                Some(_) => continue,
            };
            self.found.push(Diagnostic::new(problem, part.span).also(need.span));
        }
        if step.has_own_names() {
            return;
        }
        let plain: Vec<&Step> = plain_names(steps).into_iter().map(|(_, step)| step).collect();
        let is_plain = |step: &Step| plain.iter().any(|plain| std::ptr::eq(*plain, step));
        for (step, _) in walk(steps) {
            let known = is_plain(step);
            let before = self.known.clone();
            self.declare(step);
            if !known {
                self.known = before;
            }
        }
    }

    pub(super) fn declare(&mut self, step: &'w Step) {
        let Some(name) = &step.name else { return };
        self.known.insert(&name.value, step);
        let first = self.met.insert(&name.value, step);
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
        let Some(step) = self.resolve(name) else {
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

    pub(super) fn template(&mut self, template: &'w Template) {
        self.paths(template.paths(), &template.source);
    }

    pub(super) fn paths(&mut self, paths: &[Path], text: &Spanned<String>) {
        for (path, name) in self.private_in_lists(paths, &text.value) {
            let span = self.place(text, &path);
            self.found.push(Diagnostic::new(Problem::PrivateRead { name }, span));
        }
        for (path, problem) in self.not_in_items(paths, &text.value) {
            let span = self.place_of(&problem, text, &path);
            self.found.push(Diagnostic::new(problem, span));
        }
        for path in paths.iter().filter(|path| matches!(path.root(), "previous" | "loop")) {
            let span = self.place(text, path);
            let wrong = self.about_item(path, &text.value);
            self.found.extend(wrong.map(|problem| Diagnostic::new(problem, span)));
        }
        for path in paths.iter().filter(|path| !path.local && !matches!(path.root(), "previous" | "loop")) {
            let parts: Vec<&str> = path.text.split('.').collect();
            let span = || self.place(text, path);
            let Some((root, rest)) = parts.split_first() else { continue };
            let wrong = if names::is_outer(root) {
                self.outer(&parts)
            } else if self.own.contains(root) {
                self.own_member(root, rest)
            } else if let Some(step) = self.known.get(root) {
                let last = self.resolve(&path.text).unwrap_or(step);
                let name = last.name.as_ref().map_or(*root, |name| name.value.as_str());
                let private = last.is_private() && !self.private.is_open(name);
                let hidden = private.then(|| Problem::PrivateRead { name: name.to_owned() });
                hidden.or_else(|| member(step, root, rest))
            } else {
                let span = span();
                self.unknown(root, span);
                continue;
            };
            if let Some(problem) = wrong {
                let span = self.place_of(&problem, text, path);
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
        if let Some(of) = self.inside.get(name.split('.').next().unwrap_or(name)) {
            let problem = Problem::OnlyInside { name: name.to_owned(), of: (*of).to_owned() };
            return self.found.push(Diagnostic::new(problem, span));
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

    /// The place of what is wrong with a path.
    fn place_of(&self, problem: &Problem, text: &Spanned<String>, path: &Path) -> Span {
        self.place(text, &blamed(problem, path))
    }

    /// The place of a path inside a text.
    fn place(&self, text: &Spanned<String>, path: &Path) -> Span {
        place(self.workspace, text, path)
    }
}

/// What of a path is to blame: only the key that is not there, where the path is written without spaces.
pub(super) fn blamed(problem: &Problem, path: &Path) -> Path {
    match problem {
        Problem::UnknownMember { of, key, .. } if !key.is_empty() && path.range.len() == path.text.len() => {
            let start = path.range.start + of.len() + 1;
            Path { range: start..start + key.len(), ..path.clone() }
        }
        _ => path.clone(),
    }
}

/// The place of a path inside a text.
pub(super) fn place(workspace: &Workspace, text: &Spanned<String>, path: &Path) -> Span {
    let source = workspace.sources.slice(text.span);
    if source == text.value {
        let start = text.span.range().start;
        return Span::new(text.span.file, start + path.range.start..start + path.range.end);
    }
    carry(source, &text.value, path.range.clone()).map_or(text.span, |part| {
        let start = text.span.range().start;
        Span::new(text.span.file, start + part.start..start + part.end)
    })
}
