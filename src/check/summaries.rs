//! Summaries: what they count, what they name, and whether they can be shown at all.

use super::forms::is_secret;
use super::members::one_of;
use super::names::{Names, Stands, blamed, place, stands};
use super::references;
use super::scopes::declared;
use crate::engine::nothing_known;
use crate::model::card::Audience;
use crate::model::definition::StepKind;
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::event::{CUT, DONE, JOINED};
use crate::model::markup::Insert;
use crate::model::names;
use crate::model::span::{Span, Spanned};
use crate::model::summary::{CASE, FORM, GIVEN, How, Key, MINUTES, Measure, MeasureFault, PERIOD, Subject, Summary};
use crate::model::template::{Blanks, NamedTypes, OuterNames, Path, Scope, Use};
use crate::model::workspace::Workspace;
use crate::model::yaml::nearest;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    let sound: Vec<&str> = super::sound(workspace, found).into_iter().map(|one| one.definition.id.as_str()).collect();
    for summary in workspace.summaries.values() {
        for measure in &summary.measures {
            counted(workspace, measure, found);
            outcomes(workspace, measure, &sound, found);
        }
        let place = |path: &Path| summary.body.place(path.range.clone());
        let paths = summary.body.text.paths();
        shown(workspace, summary, paths, &place, found);
        let wrong = Names::of_nothing(workspace, found).not_in_items(paths, &summary.body.text.source.value);
        let told = |(path, problem): (Path, Problem)| {
            let span = place(&blamed(&problem, &path));
            Diagnostic::new(problem, span)
        };
        found.extend(wrong.into_iter().map(told));
        shown(workspace, summary, summary.title.paths(), &|_| summary.span, found);
        used(summary, found);
        at_the_desk(summary, found);
    }
    // What cannot be read has its fault already.
    let broken = workspace.broken_files(found);
    for summary in workspace.summaries.values().filter(|summary| !broken.contains(&summary.span.file)) {
        print(workspace, summary, found);
    }
}

/// What a measure reads of cases.
fn counted(workspace: &Workspace, measure: &Measure, found: &mut Vec<Diagnostic>) {
    for id in measure.of.iter().filter(|id| !workspace.procedures.contains_key(&id.value)) {
        references::unknown_procedure(workspace, id, found);
    }
    let mut check = Names::of_nothing(workspace, found);
    check.unread = measure.of.iter().any(|id| !workspace.procedures.contains_key(&id.value));
    for (id, procedure) in &workspace.procedures {
        if measure.of.is_empty() || measure.of.iter().any(|of| of.value == *id) {
            check.known.extend(declared(&procedure.definition.steps));
            check.lost.extend(procedure.lost.iter().map(String::as_str));
            check.unread |= !super::is_whole(workspace, &procedure.definition);
        }
    }
    check.unread |= measure.of.is_empty() && broken_procedure(workspace);
    if let Some(condition) = &measure.condition {
        check.expression(condition);
    }
    let minutes = match (&measure.what, measure.how) {
        (Subject::Field(path), How::Sum | How::Median) => path == MINUTES || is_wait(&check, path),
        (Subject::Field(path), _) => path == MINUTES,
        _ => false,
    };
    for (path, span) in measure.fields().filter(|(_, span)| !minutes || *span != measure.span) {
        let root = path.split('.').next().unwrap_or(path);
        if matches!(root, "case" | "opened") || names::is_outer(root) {
            let known = Key::ALL.iter().filter_map(|(word, _)| word.strip_prefix(root)?.strip_prefix('.'));
            let wrong = one_of(root, path.get(root.len() + 1..).unwrap_or_default(), known);
            check.found(wrong.map(|problem| Diagnostic::new(problem, span)));
        } else {
            let word = Spanned::new(path.to_owned(), span);
            check.paths(&[Path { text: path.to_owned(), range: 0..path.len(), local: false }], &word);
        }
    }
    if let (How::Sum | How::Median, Subject::Field(path)) = (measure.how, &measure.what) {
        let key = path.rsplit_once('.').map_or("", |(_, key)| key);
        let fits = minutes
            || check.resolve(path).is_none_or(|step| match stands(step) {
                Stands::Field(field) => field.base.kind().adds_up,
                Stands::Keys(_) => matches!(key, "minutes" | "times" | "copies" | "after" | "tries"),
                Stands::Items | Stands::Part(_) => false,
                Stands::Computed => true,
            });
        if !fits {
            let problem = Problem::BadMeasure { how: MeasureFault::NotANumber };
            check.found(Some(Diagnostic::new(problem, measure.span)));
        }
    }
}

/// The outcomes that cases are chosen by: one of those with which the procedures end. `sound` are the procedures without
/// faults: of others not all ends are known.
fn outcomes(workspace: &Workspace, measure: &Measure, sound: &[&str], found: &mut Vec<Diagnostic>) {
    let Some(condition) = &measure.condition else { return };
    let counts = |id: &str| measure.of.is_empty() || measure.of.iter().any(|of| of.value == id);
    let known = measure.of.iter().all(|of| workspace.procedures.contains_key(&of.value))
        && workspace.procedures.keys().filter(|id| counts(id)).all(|id| sound.contains(&id.as_str()))
        && !(measure.of.is_empty() && broken_procedure(workspace));
    if !known {
        return;
    }
    let procedures = workspace.procedures.values().map(|one| &one.definition).filter(|one| counts(&one.id));
    let ends = procedures.flat_map(|definition| definition.walk()).filter_map(|(step, _)| match &step.kind {
        StepKind::Stop(stop) => Some(stop.outcome.value.as_str()),
        _ => None,
    });
    let ends: BTreeSet<&str> = ends.chain([CUT, DONE, JOINED]).collect();
    for used in condition.uses().into_iter().filter(|used| used.path.text == "case.outcome") {
        let Use::Equal(values) = &used.how else { continue };
        for code in values.iter().filter_map(Value::as_str).filter(|code| !ends.contains(code)) {
            let problem = Problem::UnknownChoice {
                field: used.path.text.clone(),
                code: code.to_owned(),
                near: nearest(code, ends.iter().copied()),
                known: ends.iter().map(|end| (*end).to_owned()).collect(),
            };
            found.push(Diagnostic::new(problem, place(workspace, &condition.source, &used.path)));
        }
    }
}

/// Whether a path counts the minutes of a wait that has an answer: its name is worth the answer.
fn is_wait(check: &Names<'_, '_>, path: &str) -> bool {
    let wait = path.strip_suffix(".minutes").and_then(|name| check.resolve(name));
    wait.is_some_and(|step| matches!(step.kind, StepKind::Wait(_)))
}

/// Whether there is a procedure of which nothing could be read.
fn broken_procedure(workspace: &Workspace) -> bool {
    let ids = workspace.sources.paths().filter_map(|path| path.strip_prefix("procedures/")?.strip_suffix(".yaml"));
    ids.filter(|id| !id.contains('/') && !matches!(*id, "types" | "source"))
        .any(|id| !workspace.procedures.contains_key(id))
}

/// The names that a text of a summary reads.
fn shown(
    workspace: &Workspace,
    summary: &Summary,
    paths: &[Path],
    place: &dyn Fn(&Path) -> Span,
    found: &mut Vec<Diagnostic>,
) {
    for path in paths.iter().filter(|path| !path.local) {
        let parts: Vec<&str> = path.text.split('.').collect();
        let Some((root, rest)) = parts.split_first() else { continue };
        let key = rest.first().copied();
        let measure = summary.measures.iter().any(|measure| measure.name.value == *root);
        let wrong = match (*root, key) {
            _ if summary.lost.iter().any(|lost| lost == root) => None,
            ("period", key) => one_of(root, key.unwrap_or_default(), PERIOD.into_iter()),
            ("form", key) => one_of(root, key.unwrap_or_default(), FORM.into_iter()),
            (_, None) if measure || GIVEN.contains(root) => None,
            (_, Some(key)) if measure || GIVEN.contains(root) => one_of(root, key, [].into_iter()),
            // There is no case here.
            (name, _) if names::is_outer(name) && name != "case" => Names::of_nothing(workspace, found).outer(&parts),
            (name, _) => {
                let known = summary.measures.iter().map(|measure| measure.name.value.as_str()).chain(GIVEN);
                let outer = names::OUTER.into_iter().filter(|name| *name != "case");
                let near = nearest(name, known.chain(outer));
                Some(Problem::UnknownName { name: name.to_owned(), near, later: false })
            }
        };
        let secret = summary.audience == Audience::Client && is_secret(workspace, path);
        let wrong = wrong.or_else(|| secret.then(|| Problem::NotForClients { name: path.text.clone() }));
        found.extend(wrong.map(|problem| Diagnostic::new(problem, place(path))));
    }
}

/// The desk shows cases.
fn at_the_desk(summary: &Summary, found: &mut Vec<Diagnostic>) {
    let lists = || summary.measures.iter().filter(|measure| is_list_of_cases(measure));
    for name in summary.desk.iter().filter(|name| !summary.lost.contains(&name.value)) {
        if !lists().any(|measure| measure.name.value == name.value) {
            let near = nearest(&name.value, lists().map(|measure| measure.name.value.as_str()));
            let problem = Problem::UnknownName { name: name.value.clone(), near, later: false };
            found.push(Diagnostic::new(problem, name.span));
        }
    }
}

/// Groups are shown by tables and bars, and nothing else is.
fn used(summary: &Summary, found: &mut Vec<Diagnostic>) {
    let text = summary.body.text.source.value.as_str();
    for path in summary.body.text.paths().iter().filter(|path| !path.local) {
        let measure = summary.measures.iter().find(|measure| measure.name.value == path.text);
        let before = text.get(..path.range.start).unwrap_or_default().trim_end();
        let laid_out = before.strip_suffix('(').map(str::trim_end);
        let laid_out = laid_out.is_some_and(|before| before.ends_with("table") || before.ends_with("bars"));
        let printed = before.trim_end_matches(['-', '+']).ends_with("{{");
        let how = match measure {
            Some(measure) if laid_out && !measure.is_grouped() => MeasureFault::NoGroups,
            None if laid_out && GIVEN.contains(&path.root()) => MeasureFault::NoGroups,
            Some(measure) if printed && (measure.is_grouped() || is_list_of_cases(measure)) && is_whole(text, path) => {
                MeasureFault::Groups
            }
            _ => continue,
        };
        found.push(Diagnostic::new(Problem::BadMeasure { how }, summary.body.place(path.range.clone())));
    }
}

fn is_list_of_cases(measure: &Measure) -> bool {
    measure.how == How::List && !matches!(measure.what, Subject::Field(_))
}

/// Whether nothing is done with a name that is printed.
fn is_whole(text: &str, path: &Path) -> bool {
    let behind = text.get(path.range.end..).unwrap_or_default();
    behind.trim_start().trim_start_matches(['-', '+']).starts_with("}}")
}

/// Shows the summary of no case, and of one of each kind.
fn print(workspace: &Workspace, summary: &Summary, found: &mut Vec<Diagnostic>) {
    let cards: Map<String, Value> = workspace.cards.iter().map(|(id, card)| (id.clone(), card.as_value())).collect();
    let contacts = workspace.company.contacts.iter().map(|(id, contact)| {
        (
            id.clone(),
            json!({"title": contact.title, "name": contact.name, "phones": contact.phones, "email": contact.email}),
        )
    });
    let mut outer = OuterNames::default();
    outer.insert("cards", Value::Object(cards));
    outer.insert("contacts", Value::Object(contacts.collect()));
    outer.insert("company", workspace.company.details.clone());
    outer.insert("hours", json!({"text": "", "open_now": true, "next_open": ""}));
    outer.insert("dispatcher", json!({"name": "", "surname": ""}));
    for (name, value) in [("desk", ""), ("today", "2026-11-22"), ("now", "2026-11-22T10:00")] {
        outer.insert(name, json!(value));
    }
    outer.insert("period", json!({"title": "", "from": "2026-11-01", "to": "2026-11-30"}));
    outer.insert("form", json!({"id": summary.id, "title": ""}));
    let word = json!("слово");
    let mut case = nothing_known(workspace.procedures.values().map(|procedure| &procedure.definition));
    case.values_mut().filter(|value| value.is_null()).for_each(|value| value.clone_from(&word));
    case.extend(CASE.map(|key| (key.to_owned(), word.clone())));
    let case = Value::Object(case);
    let inserts: BTreeMap<String, Insert> =
        summary.measures.iter().map(|measure| (measure.name.value.clone(), Insert::default())).collect();
    let mut faults: Vec<Diagnostic> = Vec::new();
    for some in [false, true] {
        let list = |item: &Value| if some { json!([item]) } else { json!([]) };
        let mut scope = Scope::new(Arc::new(NamedTypes::new()), Arc::default(), Blanks::Empty, &outer);
        for name in ["cases", "open", "overdue"] {
            scope.set(name, &list(&case));
        }
        for measure in &summary.measures {
            let value = match (measure.how, &measure.what) {
                _ if measure.is_grouped() => list(&json!({"label": word, "amount": 1})),
                (How::List, Subject::Field(_)) => list(&word),
                (How::List, _) => list(&case),
                (How::Median, _) if !some => Value::Null,
                _ => json!(i32::from(some)),
            };
            scope.set(&measure.name.value, &value);
        }
        faults.extend(summary.body.blocks(&scope, &inserts).err().unwrap_or_default());
        if let Err(error) = summary.title.render(&scope) {
            faults.push(Diagnostic::new(Problem::BadExpression { reason: error.reason }, summary.span));
        }
    }
    // Each is said once, however often it shows.
    for fault in faults {
        if !found.contains(&fault) {
            found.push(fault);
        }
    }
}
