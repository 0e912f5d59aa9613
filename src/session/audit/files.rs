//! The files that cases have made or taken in, and those that nobody has.

use super::Auditor;
use crate::model::event::{Did, Event};
use crate::session::flaw::Flaw;
use crate::store::CaseId;
use std::collections::{BTreeMap, BTreeSet};

impl Auditor<'_> {
    /// Files in the folders of cases that no case has made.
    pub(super) fn strangers(&mut self) {
        let printed: BTreeSet<String> =
            self.cases.iter().flat_map(|case| papers(&case.events)).map(|paper| paper.file).collect();
        // An open case may be about to say what it has made; of a damaged one nobody knows.
        let silent = self.cases.iter().filter(|case| !case.closed).map(|case| &case.id).chain(&self.dark);
        let silent: BTreeSet<&str> = silent.map(String::as_str).collect();
        let strange = self.documents.iter().filter(|path| {
            let owner = path.split('/').find_map(case_in);
            // What the post leaves in its folder is its own affair.
            let ours = owner.is_some() || !path.starts_with("outbox/");
            ours && !printed.contains(&queued_as(path)) && !owner.is_some_and(|id| silent.contains(id))
        });
        for below in strange.cloned().collect::<Vec<_>>() {
            self.say(&format!("records/{below}"), None, Flaw::Stranger);
        }
    }
}

/// The path of a letter at the time at which its case wrote it, by the path of it or of its lines now; other paths as
/// they are.
fn queued_as(path: &str) -> String {
    let inside = path.strip_prefix("outbox/").map(|rest| {
        let name = rest.strip_prefix("sent/").or_else(|| rest.strip_prefix("dropped/")).unwrap_or(rest);
        name.strip_suffix(".yaml").map_or_else(|| name.to_owned(), |id| format!("{id}.eml"))
    });
    inside.map_or_else(|| path.to_owned(), |name| format!("outbox/{name}"))
}

/// The id of a case with which a name begins.
pub(super) fn case_in(name: &str) -> Option<&str> {
    let end = name.match_indices(['-', '.']).nth(3).map_or(name.len(), |(at, _)| at);
    name.get(..end).filter(|id| CaseId::parse(id).is_some())
}

/// A file that a case says it has made or taken in.
pub(super) struct Paper {
    /// The place of the event that says so.
    pub(super) at: usize,
    /// Its path below `records`.
    pub(super) file: String,
    /// SHA-256 of it, in hex.
    pub(super) hash: String,
}

/// The files of a case. Of one that was made twice only the last is what lies there; of files attached to a
/// step and taken off again, or to a step of an item that was dropped, none is there.
pub(super) fn papers(events: &[Event]) -> Vec<Paper> {
    let mut made: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    let mut attached: BTreeMap<&str, Vec<(usize, &str, &str)>> = BTreeMap::new();
    for (at, event) in events.iter().enumerate() {
        match &event.did {
            Did::Printed(printed) => drop(made.insert(&printed.file, (at, &printed.hash))),
            Did::Queued(letter) => drop(made.insert(&letter.file, (at, &letter.hash))),
            Did::Attached(files) => {
                let listed = files.files.iter().map(|file| (at, file.file.as_str(), file.hash.as_str()));
                attached.entry(&files.step).or_default().extend(listed);
            }
            Did::Undone(step) => drop(attached.remove(step.step.as_str())),
            // With an item go the files that were attached in it.
            Did::Drop(item) => {
                let inside = |step: &str| step.strip_prefix(&item.step).is_some_and(|rest| rest.starts_with('.'));
                attached.retain(|step, _| !inside(step));
            }
            _ => {}
        }
    }
    let made = made.into_iter().map(|(file, (at, hash))| (at, file, hash));
    let all = made.chain(attached.into_values().flatten());
    all.map(|(at, file, hash)| Paper { at, file: file.to_owned(), hash: hash.to_owned() }).collect()
}
