//! What is known of every case, kept in memory so that one that changes does not read the others again.

use super::definitions::Definitions;
use crate::engine::{Case, Facts};
use crate::store::{CaseFile, Stamp, Store, StoreError};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every case of a workspace, as far as summaries read it.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    cases: BTreeMap<PathBuf, Kept>,
    definitions: Definitions,
}

#[derive(Debug)]
struct Kept {
    file: CaseFile,
    stamp: Option<Stamp>,
    facts: Result<Facts, StoreError>,
}

/// What has become different since the last look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Ids of cases that were opened.
    pub opened: Vec<String>,
    /// Ids of cases that were closed.
    pub closed: Vec<String>,
    /// The days on which what changed counts.
    pub days: BTreeSet<NaiveDate>,
}

impl Gathered {
    /// Looks at every file, and reads those that have changed.
    pub(super) fn look_at_all(&mut self, store: &Store) -> Result<Changes, StoreError> {
        Ok(self.look_at_files(store, &store.case_files()?))
    }

    /// The same for these files: of others nothing is known afterwards.
    pub(super) fn look_at_files(&mut self, store: &Store, files: &[CaseFile]) -> Changes {
        let mut changes = Changes::default();
        let there: BTreeSet<&PathBuf> = files.iter().map(|file| &file.path).collect();
        let gone: Vec<PathBuf> = self.cases.keys().filter(|path| !there.contains(path)).cloned().collect();
        for file in files {
            let kept = self.cases.get(&file.path).filter(|kept| kept.facts.is_ok());
            let stamp = kept.and_then(|kept| kept.stamp.as_ref());
            if stamp.is_none() || stamp != store.stamp(&file.path).as_ref() {
                self.read(store, file, &mut changes);
            }
        }
        for path in gone {
            self.forget(&path, &mut changes);
        }
        changes
    }

    /// Reads the named files, and no others.
    pub(super) fn look_at(&mut self, store: &Store, paths: &BTreeSet<PathBuf>) -> Changes {
        let mut changes = Changes::default();
        for file in paths.iter().filter_map(|path| store.case_file(path)) {
            self.read(store, &file, &mut changes);
        }
        changes
    }

    fn read(&mut self, store: &Store, file: &CaseFile, changes: &mut Changes) {
        let (facts, stamp) = match store.events_of(file) {
            Ok(None) => return self.forget(&file.path, changes),
            Ok(Some((events, stamp))) => {
                let corrections = if file.closed { store.corrections(&file.path) } else { Ok(Vec::new()) };
                let facts = corrections.and_then(|corrections| {
                    let definition = self.definitions.of(store, &events)?;
                    Ok(Facts::of(&Case::replay(&file.id.to_string(), definition, &events).corrected(&corrections)))
                });
                (facts, stamp)
            }
            Err(trouble) => (Err(trouble), None),
        };
        let known = self.cases.get(&file.path);
        let same = match (known.map(|kept| &kept.facts), &facts) {
            (Some(Ok(before)), Ok(now)) => before == now,
            (Some(Err(before)), Err(now)) => format!("{before:?}") == format!("{now:?}"),
            _ => false,
        };
        if !same {
            let fresh = known.is_none();
            changes.days.insert(day(file, &facts));
            changes.days.extend(known.map(|kept| day(&kept.file, &kept.facts)));
            match file.closed {
                true if fresh => changes.closed.push(file.id.to_string()),
                false if fresh => changes.opened.push(file.id.to_string()),
                _ => {}
            }
        }
        self.cases.insert(file.path.clone(), Kept { file: file.clone(), stamp, facts });
    }

    fn forget(&mut self, path: &Path, changes: &mut Changes) {
        if let Some(kept) = self.cases.remove(path) {
            changes.days.insert(day(&kept.file, &kept.facts));
        }
    }

    /// All cases that could be read. One that is being closed has a record and still a journal: it counts once.
    pub(super) fn facts(&self) -> Vec<&Facts> {
        let closed: BTreeSet<&str> =
            self.readable().filter(|(file, _)| file.closed).map(|(_, facts)| facts.id.as_str()).collect();
        let once = |(file, facts): &(&CaseFile, &Facts)| file.closed || !closed.contains(facts.id.as_str());
        self.readable().filter(once).map(|(_, facts)| facts).collect()
    }

    fn readable(&self) -> impl Iterator<Item = (&CaseFile, &Facts)> {
        self.cases.values().filter_map(|kept| Some((&kept.file, kept.facts.as_ref().ok()?)))
    }

    /// The cases that could not be read, by the day that their ids name.
    pub(super) fn unread(&self) -> Vec<(NaiveDate, &StoreError)> {
        self.cases.values().filter_map(|kept| Some((kept.file.id.day, kept.facts.as_ref().err()?))).collect()
    }
}

/// The day on which a case counts; of one that cannot be read, the day of its id.
fn day(file: &CaseFile, facts: &Result<Facts, StoreError>) -> NaiveDate {
    facts.as_ref().map_or(file.id.day, Facts::day)
}
