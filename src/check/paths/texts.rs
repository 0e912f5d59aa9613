//! The names that steps print and hand on, and whether any path to them has met these.

use super::slots::UNBOUND;
use super::state::State;
use super::{Walk, usual};
use crate::check::names;
use crate::model::definition::{Mode, Step, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::span::{Span, Spanned};
use crate::model::template::{Path, Template};
use crate::model::workspace::Workspace;

/// A name that a step needs whatever is answered.
pub(super) struct Needed<'w> {
    pub(super) name: &'w str,
    span: Span,
    /// The place in the form that is printed.
    also: Option<Span>,
}

impl<'w> Walk<'w, '_> {
    /// Reports names that a step prints and that no path to it has met.
    pub(super) fn texts(&mut self, step: &'w Step, states: &[State]) {
        let Some(example) = usual(states).filter(|_| !self.space.cut) else { return };
        for needed in needed(self.workspace, step) {
            let Some(slot) = self.space.slots.presence_for(step, needed.name) else { continue };
            let own = step.name.as_ref().is_some_and(|own| own.value == needed.name);
            let met = states.iter().any(|state| state.get(slot) != UNBOUND);
            if own || met || self.unreached.contains(needed.name) {
                continue;
            }
            let path = self.space.turns(example);
            let problem = Problem::NeverAsked { name: needed.name.to_owned(), path };
            self.found.push(Diagnostic { also: needed.also, ..Diagnostic::new(problem, needed.span) });
        }
    }
}

/// The names that a step prints under no condition, or cannot do without.
pub(super) fn needed<'w>(workspace: &'w Workspace, step: &'w Step) -> Vec<Needed<'w>> {
    let mut found = Vec::new();
    let mut look = |text: &'w Template| {
        let place = |source: &Spanned<String>, path| names::place(workspace, source, path);
        let one = |path: &'w Path| Needed { name: path.root(), span: place(&text.source, path), also: None };
        found.extend(text.printed().into_iter().map(one));
    };
    step.hint.iter().chain(step.kind.text()).for_each(&mut look);
    match &step.kind {
        StepKind::Ask(ask) => {
            ask.default.iter().for_each(&mut look);
            ask.checks.iter().for_each(|check| look(&check.words));
        }
        StepKind::Run(run) => run.with.values().chain(run.suggest.values()).for_each(&mut look),
        StepKind::Mail(mail) => mail.text.iter().for_each(&mut look),
        _ => {}
    }
    let due = step.due.as_ref().and_then(|due| due.name());
    let named = |name: &'w Spanned<String>| Needed { name: &name.value, span: name.span, also: None };
    found.extend(due.map(named));
    // Who is no contact is a name of the case.
    let asked = |id: &&'w Spanned<String>| !workspace.company.contacts.iter().any(|(contact, _)| *contact == id.value);
    match &step.kind {
        StepKind::Print(print) if print.mode == Mode::Filled => form(workspace, &print.form, &mut found),
        StepKind::Notify(notify) => found.extend(notify.whom.iter().filter(asked).map(named)),
        StepKind::Mail(mail) => {
            found.extend(mail.files.iter().chain([&mail.to].into_iter().filter(asked)).map(named));
            mail.forms.iter().for_each(|id| form(workspace, id, &mut found));
        }
        _ => {}
    }
    found
}

fn form<'w>(workspace: &'w Workspace, id: &'w Spanned<String>, found: &mut Vec<Needed<'w>>) {
    let Some(form) = workspace.forms.get(&id.value) else { return };
    for text in form.texts() {
        let body = text.source.span == form.body.text.source.span;
        let place = |path: &Path| if body { form.body.place(path.range.clone()) } else { text.source.span };
        let one = |path: &'w Path| Needed { name: path.root(), span: id.span, also: Some(place(path)) };
        found.extend(text.printed().into_iter().map(one));
    }
}
