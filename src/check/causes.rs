//! Causes in place of their consequences: one slip is one fault, where it was made.

use crate::model::diagnostic::{Diagnostic, Problem, Thing};
use crate::model::letters::stray;
use crate::model::names::COMPANY;
use crate::model::span::Span;
use crate::model::workspace::Workspace;
use crate::model::yaml::nearest;
use std::collections::BTreeSet;

/// The file of the company.
const PULT: &str = "pult.yaml";

/// Says of every wrong word with a letter of another alphabet that this is what is wrong with it.
pub(super) fn letters(workspace: &Workspace, found: &mut [Diagnostic]) {
    for diagnostic in found {
        let Some(word) = diagnostic.problem.word().map(str::to_owned) else { continue };
        let Some(stray) = stray(&word) else { continue };
        if let Some(at) = workspace.sources.slice(diagnostic.span).find(&word) {
            let start = diagnostic.span.range().start + at;
            diagnostic.span = Span::new(diagnostic.span.file, start + stray.first.start..start + stray.first.end);
        }
        diagnostic.problem = Problem::mixed(word, stray);
        diagnostic.fix = None;
    }
}

/// The faults without those that only follow from others: from a file that cannot be read, or from a slip in
/// `pult.yaml`, which is said there.
#[must_use]
pub fn causes(workspace: &Workspace, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.retain(|diagnostic| !follows(workspace, &diagnostic.problem));
    let details: Vec<&str> =
        workspace.company.details.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    let missing = COMPANY.into_iter().filter(|key| !details.contains(key));
    misspelt(workspace, &mut found, &details, missing, "company.", |problem| match problem {
        Problem::UnknownMember { of, key, .. } if of == "company" => Some(key),
        _ => None,
    });
    let contacts: Vec<&str> = workspace.company.contacts.iter().map(|(id, _)| id.as_str()).collect();
    misspelt(workspace, &mut found, &contacts, std::iter::empty(), "", |problem| match problem {
        Problem::Unknown { thing: Thing::Contact, word, .. } => Some(word),
        Problem::UnknownMember { of, key, .. } if of == "contacts" => Some(key),
        _ => None,
    });
    let series: Vec<&str> = workspace.company.series.keys().map(String::as_str).collect();
    misspelt(workspace, &mut found, &series, std::iter::empty(), "", |problem| match problem {
        Problem::Unknown { thing: Thing::Series, word, .. } => Some(word),
        _ => None,
    });
    missing_details(workspace, &mut found);
    super::sorted(workspace, found)
}

/// Whether a fault only says that another file has faults: it is there, and cannot be read.
fn follows(workspace: &Workspace, problem: &Problem) -> bool {
    let file = match problem {
        Problem::BrokenProcedure { .. } => return true,
        Problem::Unknown { thing: Thing::Card, word, .. } => format!("procedures/cards/{word}.yaml"),
        Problem::Unknown { thing: Thing::Part, word, .. } => format!("procedures/parts/{word}.yaml"),
        Problem::Unknown { thing: Thing::Form, word, .. } => format!("forms/{word}.md"),
        Problem::UnknownMember { of, key, .. } if of == "cards" => format!("procedures/cards/{key}.yaml"),
        _ => return false,
    };
    workspace.sources.find(&file).is_some()
}

/// A key of `pult.yaml` that nothing names, and that is almost what others look for there: it is to blame, not they.
/// `wanted` is looked for whether a fault says so or not.
fn misspelt<'w>(
    workspace: &Workspace,
    found: &mut Vec<Diagnostic>,
    keys: &[&str],
    wanted: impl Iterator<Item = &'w str>,
    before: &str,
    blamed: impl Fn(&Problem) -> Option<&String>,
) {
    let looked_for: BTreeSet<String> =
        found.iter().filter_map(|diagnostic| blamed(&diagnostic.problem)).cloned().collect();
    let looked_for: BTreeSet<String> = looked_for.into_iter().chain(wanted.map(str::to_owned)).collect();
    for key in keys.iter().filter(|key| !COMPANY.contains(*key) || before.is_empty()) {
        let Some(near) = nearest(key, looked_for.iter().map(String::as_str)) else { continue };
        if is_named(workspace, &format!("{before}{key}")) {
            continue;
        }
        let Some(span) = place(workspace, key) else { continue };
        found.retain(|diagnostic| blamed(&diagnostic.problem) != Some(&near));
        let problem = Problem::UnknownKey { key: (*key).to_owned(), near: Some(near), known: Vec::new() };
        found.push(Diagnostic::new(problem, span));
    }
}

/// What the built-in files read of the company, and `pult.yaml` does not have: one line is missing, not many are wrong.
fn missing_details(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    let Some(span) = place(workspace, "company") else { return };
    for key in COMPANY {
        let before = found.len();
        let reads = |problem: &Problem| matches!(problem, Problem::UnknownMember { of, key: read, .. } if of == "company" && read == key);
        found.retain(|diagnostic| !reads(&diagnostic.problem));
        if found.len() < before {
            found.push(Diagnostic::new(Problem::MissingKey { key }, span));
        }
    }
}

/// Whether a word stands anywhere in the director's other files.
fn is_named(workspace: &Workspace, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let texts = workspace.sources.paths().filter(|path| *path != PULT);
    let mut texts = texts.filter_map(|path| workspace.sources.get(workspace.sources.find(path)?));
    texts.any(|source| {
        source.text.match_indices(word).any(|(at, _)| {
            let behind = source.text.get(at + word.len()..).and_then(|rest| rest.chars().next());
            let before = source.text.get(..at).and_then(|before| before.chars().next_back());
            !part(before) && !part(behind)
        })
    })
}

/// The place of a key in `pult.yaml`, where it begins a line.
fn place(workspace: &Workspace, key: &str) -> Option<Span> {
    let file = workspace.sources.find(PULT)?;
    let mut start = 0;
    for line in workspace.sources.get(file)?.text.split_inclusive('\n') {
        let words = line.trim_start();
        if words.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            let at = start + line.len() - words.len();
            return Some(Span::new(file, at..at + key.len()));
        }
        start += line.len();
    }
    None
}
