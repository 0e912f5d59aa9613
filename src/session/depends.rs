//! What a paper or a procedure reads of the director's other files: while there are faults in it, what it would print
//! or say as if it were not there is not printed, and not run, at all.

use super::Session;
use crate::model::definition::{Definition, Due, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem, Severity};
use crate::model::form::Form;
use crate::model::span::{FileId, Sources};
use crate::model::template::{PaperTemplate, Template};
use crate::model::types::Base;
use crate::model::workspace::Workspace;

/// The errors in what a form reads of cards and of `pult.yaml`.
pub(super) fn faults_under(workspace: &Workspace, diagnostics: &[Diagnostic], form: &Form) -> Vec<Diagnostic> {
    let paths = || form.texts().flat_map(PaperTemplate::paths).filter(|path| !path.local);
    let cards = paths().filter_map(|path| path.text.strip_prefix("cards.")?.split('.').next());
    let cards: Vec<FileId> = cards.filter_map(|card| file_of_card(workspace, card)).collect();
    let keys: Vec<&str> = paths().flat_map(|path| keys_of(path.root())).copied().collect();
    found(workspace, diagnostics, &cards, &keys)
}

/// The errors in what the handbook reads: everything of `procedures` but the scenarios, and all that `pult.yaml` says of
/// the office. A procedure that cannot be read would be missing.
fn faults_under_all(workspace: &Workspace, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let read = |path: &&str| path.starts_with("procedures/") && !path.starts_with("procedures/scenarios/");
    let files: Vec<FileId> =
        workspace.sources.paths().filter(read).filter_map(|path| workspace.sources.find(path)).collect();
    found(
        workspace,
        diagnostics,
        &files,
        &["company", "hours", "holidays", "notice", "contacts", "dispatchers", "sections"],
    )
}

/// The keys of `pult.yaml` that only some procedures read: a fault under any other stops all of them.
const OF_SOME: [&str; 9] =
    ["company", "hours", "holidays", "notice", "sections", "contacts", "series", "mail", "stamp"];

/// The errors in what a procedure reads: its file, its parts, the types, the words of a style that it wants, and what it
/// needs of `pult.yaml`. A form or another procedure is looked at when its turn comes.
pub(super) fn faults_under_procedure(workspace: &Workspace, diagnostics: &[Diagnostic], id: &str) -> Vec<Diagnostic> {
    let mut files = vec!["procedures/types.yaml".to_owned(), format!("procedures/{id}.yaml")];
    let definition = workspace.procedures.get(id).map(|known| &known.definition);
    if definition.is_some_and(|definition| definition.style.is_some()) {
        files.push("procedures/style.yaml".to_owned());
    }
    let parts = definition.map(Definition::parts).unwrap_or_default();
    files.extend(parts.iter().map(|part| format!("procedures/parts/{}.yaml", part.value)));
    let files: Vec<FileId> = files.iter().filter_map(|path| workspace.sources.find(path)).collect();
    let keys = definition.map(|definition| keys_under(workspace, definition)).unwrap_or_default();
    let pult = workspace.sources.find("pult.yaml");
    let mine = |fault: &&Diagnostic| {
        let key = || key_above(&workspace.sources, fault);
        let read = || is_torn(fault) || is_unread(workspace) || !OF_SOME.contains(&key()) || keys.contains(&key());
        fault.severity() == Severity::Error
            && (files.contains(&fault.span.file) || Some(fault.span.file) == pult && read())
    };
    diagnostics.iter().filter(mine).cloned().collect()
}

/// The keys of [`OF_SOME`] that a procedure reads.
fn keys_under(workspace: &Workspace, definition: &Definition) -> Vec<&'static str> {
    let mut keys: Vec<&str> = Vec::new();
    let mut cards: Vec<String> = Vec::new();
    for path in definition.reads() {
        let mut names = path.split('.');
        keys.extend(names.next().map(keys_of).unwrap_or_default());
        cards.extend(names.next().filter(|_| path.starts_with("cards.")).map(str::to_owned));
    }
    if definition.join.is_some() || !definition.twice.is_empty() {
        // Addresses are the same with the company's town and without.
        keys.push("company");
    }
    for (step, _) in definition.walk() {
        cards.extend(step.card.iter().map(|card| card.value.clone()));
        let due = match &step.due {
            Some(Due::Next(span) | Due::After { span, .. }) => Some(span),
            Some(Due::Field(_)) | None => None,
        };
        let remind = if let StepKind::Wait(wait) = &step.kind { wait.remind.as_ref() } else { None };
        if due.into_iter().chain(remind).any(|span| !span.0.clock) {
            keys.extend(["hours", "holidays"]);
        }
        if step.kind.field().is_some_and(|field| field.base == Base::Phone) {
            // The code of its area.
            keys.push("company");
        }
        match &step.kind {
            StepKind::Notify(_) => keys.push("contacts"),
            StepKind::Mail(_) => keys.extend(["contacts", "mail"]),
            // A paper for clients is searched for numbers of the staff.
            StepKind::Print(_) => keys.extend(["company", "notice", "contacts", "series", "stamp"]),
            _ => {}
        }
    }
    keys.extend(cards.iter().flat_map(|card| keys_of_card(workspace, card)));
    keys
}

/// The keys of `pult.yaml` that the text of a card reads.
fn keys_of_card(workspace: &Workspace, card: &str) -> Vec<&'static str> {
    let text = workspace.cards.get(card).and_then(|card| card.text.as_ref());
    let paths = text.into_iter().flat_map(Template::paths).filter(|path| !path.local);
    paths.flat_map(|path| keys_of(path.root())).copied().collect()
}

/// The errors in a card and in what it reads.
#[must_use]
pub fn faults_of_card(workspace: &Workspace, diagnostics: &[Diagnostic], card: &str) -> Vec<Diagnostic> {
    let files: Vec<FileId> = file_of_card(workspace, card).into_iter().collect();
    found(workspace, diagnostics, &files, &keys_of_card(workspace, card))
}

/// What cannot be run, told before anybody needs it.
#[derive(Debug)]
pub struct Barred {
    /// The files with the errors.
    pub files: Vec<String>,
    /// The procedures by their titles; by their names where their files cannot be read.
    pub procedures: Vec<String>,
    /// Whether these are all there are.
    pub all: bool,
}

impl Session {
    /// The errors in what the handbook reads.
    #[must_use]
    pub fn handbook_faults(&self) -> Vec<Diagnostic> {
        faults_under_all(&self.workspace, &self.diagnostics)
    }

    /// The procedures that cannot be run for errors in the director's files; none where all can and `pult.yaml` has none.
    #[must_use]
    pub fn barred(&self) -> Option<Barred> {
        let workspace = &self.workspace;
        let broken = workspace.broken_files(&self.diagnostics);
        let mut files: Vec<FileId> =
            workspace.sources.find("pult.yaml").filter(|pult| broken.contains(pult)).into_iter().collect();
        if broken.is_empty() {
            return None;
        }
        let (mut procedures, mut all) = (Vec::new(), true);
        let listed = workspace.in_order().into_iter().map(|(id, _)| id.as_str());
        let unread = workspace.procedure_ids().filter(|id| !workspace.procedures.contains_key(*id));
        for id in listed.chain(unread) {
            let faults = faults_under_procedure(workspace, &self.diagnostics, id);
            if faults.is_empty() {
                all = false;
                continue;
            }
            files.extend(faults.iter().map(|fault| fault.span.file));
            let title = workspace.procedures.get(id).map_or(id, |known| &known.definition.title);
            procedures.push(title.to_owned());
        }
        files.sort_unstable();
        files.dedup();
        let files = files.into_iter().filter_map(|file| Some(workspace.sources.get(file)?.path.clone())).collect();
        Some(Barred { files, procedures, all }).filter(|barred: &Barred| !barred.files.is_empty())
    }
}

/// Whether nothing is known of `pult.yaml`.
fn is_unread(workspace: &Workspace) -> bool {
    workspace.company.details.as_object().is_none_or(serde_json::Map::is_empty)
}

/// Whether what stands behind a fault may not have been read either.
fn is_torn(fault: &Diagnostic) -> bool {
    matches!(fault.problem, Problem::Grammar { .. } | Problem::TooDeep { .. } | Problem::SeveralDocuments)
}

fn found(workspace: &Workspace, diagnostics: &[Diagnostic], files: &[FileId], keys: &[&str]) -> Vec<Diagnostic> {
    let pult = workspace.sources.find("pult.yaml");
    // Of a file that could not be read at all nothing is known.
    let unread = is_unread(workspace);
    let mine = |fault: &&Diagnostic| {
        fault.severity() == Severity::Error
            && (files.contains(&fault.span.file)
                || Some(fault.span.file) == pult
                    && !keys.is_empty()
                    && (unread || is_torn(fault) || keys.contains(&key_above(&workspace.sources, fault))))
    };
    diagnostics.iter().filter(mine).cloned().collect()
}

fn file_of_card(workspace: &Workspace, card: &str) -> Option<FileId> {
    workspace.sources.find(&format!("procedures/cards/{card}.yaml"))
}

/// The keys of `pult.yaml` behind an outer name.
fn keys_of(root: &str) -> &'static [&'static str] {
    match root {
        "company" => &["company"],
        "hours" => &["hours", "holidays", "time"],
        "contacts" => &["contacts"],
        "dispatcher" => &["dispatchers"],
        _ => &[],
    }
}

/// The key at the beginning of a line under which a fault stands.
fn key_above<'w>(sources: &'w Sources, fault: &Diagnostic) -> &'w str {
    let text = sources.get(fault.span.file).map(|source| source.text.as_str()).unwrap_or_default();
    let line = text.get(fault.span.range().start..).and_then(|rest| rest.find('\n'));
    let upto = line.map_or(text.len(), |line| fault.span.range().start + line);
    let lines = text.get(..upto).unwrap_or_default().lines();
    let mut keys = lines.filter(|line| line.starts_with(char::is_alphabetic)).filter_map(|line| line.split(':').next());
    keys.next_back().unwrap_or_default().trim_end()
}
