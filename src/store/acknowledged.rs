//! Who has acknowledged which edition of the handbook, and the editions.

use super::papers::read_register;
use super::records::names_in;
use super::{Journal, Store, StoreError, Trouble, disk, journal, write_error};
use crate::model::attachment::safe_name;
use crate::model::event::{Did, Event};
use crate::model::handbook::Handbook;
use std::io;
use std::path::PathBuf;

/// An edition as it is written: the only text that its name stands for.
#[must_use]
pub fn edition_text(edition: &Handbook) -> String {
    let same = |text: &String| serde_yaml::from_str::<Handbook>(text).is_ok_and(|read| read == *edition);
    let text = serde_yaml::to_string(edition).ok().filter(same);
    text.unwrap_or_else(|| serde_json::to_string(edition).unwrap_or_default() + "\n")
}

impl Store {
    fn acknowledged_folder(&self) -> PathBuf {
        self.root.join("records/acknowledged")
    }

    fn edition_path(&self, hash: &str) -> PathBuf {
        self.acknowledged_folder().join("editions").join(format!("{hash}.yaml"))
    }

    /// The file of what somebody has acknowledged.
    #[must_use]
    pub fn acknowledged_path(&self, by: &str) -> PathBuf {
        self.acknowledged_folder().join(format!("{}.yaml", safe_name(by)))
    }

    /// An edition that was acknowledged; none when it is not there, or not what it was.
    #[must_use]
    pub fn edition(&self, hash: &str) -> Option<Handbook> {
        let safe = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let text = disk::read_text(&self.edition_path(hash)).ok().filter(|_| safe)?;
        let edition: Handbook = disk::from_yaml(&text).ok()?;
        (edition.hash() == hash && edition.is_known()).then_some(edition)
    }

    /// Writes down that somebody has acknowledged an edition, which is kept first. `line` makes the line of a number.
    /// What was acknowledged last is not acknowledged again.
    ///
    /// # Errors
    /// When the file cannot be read, or the system refuses to write; then nothing is acknowledged.
    pub fn acknowledge(
        &self,
        edition: &Handbook,
        by: &str,
        line: impl FnOnce(u32, String) -> Event,
    ) -> Result<(), StoreError> {
        let (hash, path) = (edition.hash(), self.acknowledged_path(by));
        let place = self.edition_path(&hash);
        let _lock = self.lock()?;
        self.folder(&self.acknowledged_folder().join("editions"))?;
        if self.edition(&hash).is_none() {
            // The name is the hash of the content: anything else under it is of no use.
            disk::replace(&place, edition_text(edition).as_bytes(), self.durability)
                .map_err(|error| write_error(error, &place))?;
        }
        let lines = match read_register(&path) {
            Ok(lines) => lines,
            Err(error) if error.is_missing() => Vec::new(),
            Err(error) => return Err(error),
        };
        if lines.iter().rev().find(|event| event.by == by).and_then(edition_of) == Some(hash.as_str()) {
            return Ok(());
        }
        let event = line(journal::next_number(&lines), hash);
        if lines.is_empty() {
            let fresh = disk::publish(&path, event.to_line().as_bytes(), self.durability);
            if fresh.map_err(|error| write_error(error, &path))? {
                return Ok(());
            }
            return Err(write_error(io::ErrorKind::AlreadyExists.into(), &path));
        }
        Journal::open(&path, self.durability)?.0.append(std::slice::from_ref(&event))
    }

    /// What somebody has acknowledged, the oldest first.
    ///
    /// # Errors
    /// When the file is damaged or cannot be read.
    pub fn acknowledged(&self, by: &str) -> Result<Vec<Event>, StoreError> {
        match read_register(&self.acknowledged_path(by)) {
            // Two names may come to one file.
            Ok(lines) => Ok(lines.into_iter().filter(|event| event.by == by).collect()),
            Err(error) if error.is_missing() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Everybody who has acknowledged anything.
    ///
    /// # Errors
    /// When a file is damaged or cannot be read.
    pub fn acknowledgers(&self) -> Result<Vec<String>, StoreError> {
        let folder = self.acknowledged_folder();
        let names = match names_in(&folder) {
            Ok(names) => names,
            Err(StoreError { trouble: Trouble::Read(error), .. }) if error.kind() == io::ErrorKind::NotFound => {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().filter(|name| name.ends_with(".yaml")) {
            found.extend(read_register(&folder.join(name))?.into_iter().map(|event| event.by));
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}

/// The edition that a line acknowledges.
fn edition_of(event: &Event) -> Option<&str> {
    if let Did::Acknowledged(read) = &event.did { Some(&read.edition) } else { None }
}
