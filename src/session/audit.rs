//! `pult check` and what the program itself has written: every journal, record, definition, document and register
//! against the others.
//!
//! The log is the truth. What is derived from it is derived again and compared byte for byte; what two files say of
//! one thing is compared; what nothing speaks of is named.

mod acknowledged;
mod beside;
mod files;
mod links;
mod numbers;
mod read;

use super::flaw::{Finding, Flaw};
use crate::engine::Outside;
use crate::model::correction::Correction;
use crate::model::definition::Definition;
use crate::model::event::{Did, Event};
use crate::store::{Aside, CaseId, ItemKind, Store, StoreError, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What came of looking at everything under `records`.
#[derive(Debug, Default)]
pub struct Audit {
    /// What is wrong, in the order of files and lines.
    pub findings: Vec<Finding>,
    /// How many cases were looked at.
    pub cases: usize,
}

/// A case whose events could be read.
struct Known {
    id: String,
    path: String,
    closed: bool,
    /// The line of the file in which its first event stands.
    first: usize,
    events: Vec<Event>,
}

/// Everything that was read.
struct Auditor<'a> {
    store: &'a Store,
    outside: &'a Outside,
    definitions: BTreeMap<String, Arc<Definition>>,
    cases: Vec<Known>,
    /// Cases that have a file, readable or not.
    there: BTreeSet<String>,
    /// Cases that have a file which cannot be read: nothing is said of what they should say.
    dark: BTreeSet<String>,
    registers: Vec<(String, Vec<Event>)>,
    dark_registers: bool,
    /// Editions of the handbook that are whole.
    editions: BTreeSet<String>,
    /// Lines that acknowledge one: file, line, the edition.
    acknowledged: Vec<(String, usize, String)>,
    /// By the records that they stand beside.
    corrections: BTreeMap<String, Vec<(String, Correction)>>,
    /// What others left beside open cases.
    asides: Vec<(String, Aside)>,
    documents: BTreeSet<String>,
    found: Vec<Finding>,
}

/// Looks at everything under `records`.
///
/// # Errors
/// When a folder cannot be listed. A file that cannot be read is among the findings.
pub fn audit(store: &Store, outside: &Outside) -> Result<Audit, StoreError> {
    let mut auditor = Auditor {
        store,
        outside,
        definitions: BTreeMap::new(),
        cases: Vec::new(),
        there: BTreeSet::new(),
        dark: BTreeSet::new(),
        registers: Vec::new(),
        dark_registers: false,
        editions: BTreeSet::new(),
        acknowledged: Vec::new(),
        corrections: BTreeMap::new(),
        asides: Vec::new(),
        documents: BTreeSet::new(),
        found: Vec::new(),
    };
    auditor.read_all()?;
    auditor.compare();
    let Auditor { mut found, there, .. } = auditor;
    found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    found.dedup();
    Ok(Audit { findings: found, cases: there.len() })
}

impl Auditor<'_> {
    fn say(&mut self, path: &str, line: Option<usize>, flaw: Flaw) {
        self.found.push(Finding { path: path.to_owned(), line, flaw });
    }

    /// Reads every file for what its place says that it is. Open cases come before closed ones, cases before
    /// registers: whoever works meanwhile makes the later one know more, never less.
    fn read_all(&mut self) -> Result<(), StoreError> {
        let items = self.store.items()?;
        let order = |parts: &[String]| match parts.first().map(String::as_str) {
            Some("definitions") => 0,
            Some("open") => 1,
            Some("numbers") => 3,
            _ => 2,
        };
        for turn in 0..4 {
            for item in items.iter().filter(|item| order(&item.parts) == turn) {
                let path = item.shown();
                match item.kind {
                    ItemKind::Link | ItemKind::Other => self.say(&path, None, Flaw::NotAFile),
                    ItemKind::Folder => {}
                    ItemKind::File => self.file(&item.parts, &path),
                }
            }
        }
        self.strangers();
        Ok(())
    }

    fn file(&mut self, parts: &[String], path: &str) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let number = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        let below = parts.join("/");
        match parts.as_slice() {
            ["private", _, "answers.yaml"] => self.private_answers(path, &below),
            ["private", ..] => {}
            ["outbox", name] | ["outbox", "sent" | "dropped", name] => {
                if name.ends_with(".yaml") {
                    self.letter_marks(path, &below);
                }
                self.documents.insert(below);
            }
            ["outbox", ..] => {}
            ["open", name] if name.ends_with(".torn") => self.say(path, None, Flaw::Torn),
            ["open", name] => match name.strip_suffix(".yaml").and_then(CaseId::parse) {
                Some(id) => self.journal(&id, path, &below),
                None if files::case_in(name).is_some() && self.aside(path, &below) => {}
                None => self.say(path, None, Flaw::Stranger),
            },
            ["definitions", name] => match name.strip_suffix(".yaml") {
                Some(hash) => self.definition(hash, path, &below),
                None => self.say(path, None, Flaw::Stranger),
            },
            ["acknowledged", "editions", name] => match name.strip_suffix(".yaml") {
                Some(hash) => self.edition(hash, path, &below),
                None => self.say(path, None, Flaw::Stranger),
            },
            ["acknowledged", name] if name.ends_with(".yaml") => self.acknowledgements(path, &below),
            ["numbers", name] if name.ends_with(".yaml") => self.register(path, &below),
            [year, month, name] if number(year, 4) && number(month, 2) => {
                let stem = name.strip_suffix(".yaml").unwrap_or("");
                let (record, revision) = match stem.rsplit_once(".r") {
                    Some((record, revision)) => (record, Some(revision)),
                    None => (stem, None),
                };
                match (files::case_in(record).and_then(CaseId::parse), revision) {
                    (Some(id), None) => self.record(&id, path, &below),
                    (Some(_), Some(revision)) => self.correction(path, &below, record, revision),
                    _ => self.say(path, None, Flaw::Stranger),
                }
            }
            [year, month, _, _] if number(year, 4) && number(month, 2) => {
                self.documents.insert(below);
            }
            _ => self.say(path, None, Flaw::Stranger),
        }
    }

    /// The bytes of a file; none when it is gone meanwhile, or cannot be read, which is said.
    fn bytes(&mut self, path: &str, below: &str) -> Option<Vec<u8>> {
        match self.store.item(below) {
            Ok(bytes) => bytes,
            Err(StoreError { trouble: Trouble::Read(error), .. }) => {
                self.say(path, None, Flaw::Unreadable(error.to_string()));
                None
            }
            Err(_) => None,
        }
    }

    /// Says what is wrong with the lines of a file, the first of which stands in line `first`.
    fn trouble(&mut self, path: &str, first: usize, trouble: Trouble) {
        match trouble {
            Trouble::Damaged { line } => self.say(path, Some(first + line - 1), Flaw::Damaged),
            Trouble::Newer { found } => self.say(path, None, Flaw::Newer(found)),
            Trouble::Unreadable { reason } => self.say(path, None, Flaw::Unreadable(reason)),
            other => self.say(path, None, Flaw::Unreadable(format!("{other:?}"))),
        }
    }

    /// Compares what files say of each other.
    fn compare(&mut self) {
        let found =
            [self.ids(), self.links(), self.joins(), self.numbers(), self.changes(), self.private(), self.left()];
        self.found.extend(self.lost_editions());
        self.found.extend(found.into_iter().flatten());
    }
}

fn opened(events: &[Event]) -> Option<&crate::model::event::Opened> {
    events.iter().find_map(|event| if let Did::Opened(opened) = &event.did { Some(opened) } else { None })
}

fn outcome(events: &[Event]) -> Option<&str> {
    events
        .iter()
        .rev()
        .find_map(|event| if let Did::Closing(closing) = &event.did { Some(closing.outcome.as_str()) } else { None })
}

/// The line in which a byte stands, from 1.
fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// The first line in which two texts differ, from 1.
fn first_difference(there: &str, derived: &str) -> Option<usize> {
    if there == derived {
        return None;
    }
    let same = there.split('\n').zip(derived.split('\n')).take_while(|(a, b)| a == b).count();
    Some(same.min(there.split('\n').count().saturating_sub(1)) + 1)
}
