//! The words by which people know steps: the same on the screen and on paper.

use crate::engine::{Callee, Outline, Row};
use crate::model::company::Language;
use crate::model::definition::{Mode, Print, StepKind};
use crate::model::workspace::Workspace;
use crate::text::{self, Message};

/// The title of a procedure, or its id where it is gone.
#[must_use]
pub fn procedure_title<'t>(workspace: &'t Workspace, id: &'t str) -> &'t str {
    workspace.procedures.get(id).map_or(id, |procedure| &procedure.definition.title)
}

/// What a step puts on paper, in words.
#[must_use]
pub fn paper_title(language: Language, workspace: &Workspace, print: &Print) -> String {
    let id = &print.form.value;
    let title = workspace.forms.get(id).map_or(id, |form| &form.title);
    match (print.mode, print.stamp) {
        (Mode::Filled, _) => title.clone(),
        (Mode::Blank, true) => text::say(language, &Message::StampedBlank(title)),
        (Mode::Blank, false) => text::say(language, &Message::EmptyBlank(title)),
    }
}

/// The words by which people know a step.
#[must_use]
pub fn title_of(language: Language, workspace: &Workspace, outline: &Outline<'_>, at: usize) -> String {
    let step = outline.rows[at].step;
    match &step.kind {
        StepKind::Run(run) => procedure_title(workspace, &run.procedure.value).to_owned(),
        StepKind::Stop(stop) => stop.label.clone(),
        StepKind::Print(print) => paper_title(language, workspace, print),
        StepKind::Notify(_) => callees(language, workspace, outline, at),
        StepKind::Group(_) => whole_title(outline, at),
        StepKind::Let(computed) => computed.label.clone().unwrap_or_else(|| step.id.clone()),
        StepKind::Ask(_)
        | StepKind::Say(_)
        | StepKind::Do(_)
        | StepKind::Note(_)
        | StepKind::Repeat(_)
        | StepKind::Wait(_)
        | StepKind::Attach(_)
        | StepKind::Mail(_) => outline.text(at),
    }
}

/// The title of a group; of a part that stands there more than once also its name.
#[must_use]
pub fn whole_title(outline: &Outline<'_>, at: usize) -> String {
    let row = &outline.rows[at];
    let same = |other: &&Row<'_>| {
        other.step.kind.part().zip(row.step.kind.part()).is_some_and(|(one, other)| one.value == other.value)
            && other.item == row.item
    };
    match &row.step.name {
        Some(name) if outline.rows.iter().filter(same).count() > 1 => format!("{} ({})", outline.text(at), name.value),
        _ => outline.text(at),
    }
}

/// The same, with the item that the step stands in.
#[must_use]
pub fn place_of(language: Language, workspace: &Workspace, outline: &Outline<'_>, at: usize) -> String {
    let title = title_of(language, workspace, outline, at);
    let item = outline.rows[at].item.filter(|item| outline.items[*item].number > 0);
    item.map_or(title.clone(), |item| format!("{}: {title}", outline.name_of_item(item).0))
}

/// Whom a step tells, in words.
fn callees(language: Language, workspace: &Workspace, outline: &Outline<'_>, row: usize) -> String {
    // A case that was read from its file has seen only the contacts that its texts name.
    let title = |id: &str| {
        let known = workspace.company.contacts.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_owned(), |(_, contact)| contact.title.clone())
    };
    let who = |callee: &Callee<'_>| match callee.number {
        Some(_) => text::say(language, &Message::AnsweredNumber),
        None => callee.title.clone().unwrap_or_else(|| title(callee.id)),
    };
    let names: Vec<String> = outline.callees(row).iter().map(who).collect();
    format!("{} {}", text::say(language, &Message::Tell), names.join(", "))
}
