//! Forms: what they name, what they show to clients, and whether they can be printed at all.

use super::{fails, references, scopes};
use crate::model::card::Audience;
use crate::model::definition::Mode;
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::form::{Fill, Form, FormFault};
use crate::model::span::Span;
use crate::model::staff::Staff;
use crate::model::template::{Blanks, NamedTypes, OuterNames, PaperTemplate, Path, Scope};
use crate::model::workspace::Workspace;
use serde_json::{Map, Value};
use std::sync::Arc;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for form in workspace.forms.values() {
        for id in form.of.iter().filter(|id| !workspace.procedures.contains_key(&id.value)) {
            references::unknown_procedure(workspace, id, found);
        }
        references::atoms(workspace, &form.source, found);
        scopes::check_form(workspace, form, found);
        let pages = |path: &&Path| !path.local && matches!(path.root(), "page" | "pages");
        for path in form.body.text.paths().iter().filter(pages) {
            let how = FormFault::PageInText { name: path.root().to_owned() };
            found.push(Diagnostic::new(Problem::BadForm { how }, form.body.place(path.range.clone())));
        }
        if form.audience == Audience::Client {
            form.texts().for_each(|text| audience(workspace, form, text, found));
        }
    }
    // What cannot be read has its fault already.
    let broken = workspace.broken_files(found);
    let staff = Staff::of(&workspace.company);
    for form in workspace.forms.values().filter(|form| !broken.contains(&form.span.file)) {
        print(workspace, form, &staff, found);
    }
}

/// What a document for clients may not read: how to reach the staff, and cards for the company alone.
fn audience(workspace: &Workspace, form: &Form, text: &PaperTemplate, found: &mut Vec<Diagnostic>) {
    for path in text.paths().iter().filter(|path| !path.local) {
        if is_secret(workspace, path) {
            let problem = Problem::NotForClients { name: path.text.clone() };
            found.push(Diagnostic::new(problem, place(form, text, path)));
        }
    }
}

/// Whether a path leads to what only the company may read.
pub(super) fn is_secret(workspace: &Workspace, path: &Path) -> bool {
    let parts: Vec<&str> = path.text.split('.').collect();
    match parts.as_slice() {
        ["contacts", _, key, ..] => !matches!(*key, "title" | "name"),
        ["contacts", ..] => true,
        ["cards", id, ..] => workspace.cards.get(*id).is_some_and(|card| card.audience == Audience::Internal),
        _ => false,
    }
}

/// The place of a path; of a running line the whole line.
fn place(form: &Form, text: &PaperTemplate, path: &Path) -> Span {
    let body = text.source.span == form.body.text.source.span;
    if body { form.body.place(path.range.clone()) } else { text.source.span }
}

/// Prints the form to be filled in by hand, with no answer, and with an answer to every question.
fn print(workspace: &Workspace, form: &Form, staff: &Staff, found: &mut Vec<Diagnostic>) {
    let cards: Map<String, Value> = workspace.cards.iter().map(|(id, card)| (id.clone(), card.as_value())).collect();
    let mut outer = OuterNames::default();
    outer.insert("cards", Value::Object(cards));
    outer.insert("company", workspace.company.details.clone());
    outer.insert("contacts", workspace.company.contacts_value());
    let nothing = Scope::new(Arc::new(NamedTypes::new()), Arc::default(), Blanks::Empty, &outer);
    let mut answered = nothing.clone();
    form.types.iter().for_each(|(name, field)| answered.set(name, &fails::first_answer(field)));
    for procedure in form.of.iter().filter_map(|id| workspace.procedures.get(&id.value)) {
        let values = scopes::answered(&procedure.definition.steps);
        values.iter().filter(|(_, value)| !value.is_null()).for_each(|(name, value)| answered.set(name, value));
    }
    let mut faults = Vec::new();
    for (scope, mode) in [(&nothing, Mode::Blank), (&nothing, Mode::Filled), (&answered, Mode::Filled)] {
        let printed = form.document(scope, &Fill { mode, stamp: true, staff: staff.clone(), ..Fill::default() });
        for fault in printed.err().unwrap_or_default() {
            // Each is said once, however often it shows.
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    found.append(&mut faults);
}
