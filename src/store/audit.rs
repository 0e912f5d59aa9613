//! What lies under `records`, for whoever compares it: names, kinds, lines.

use super::{Store, StoreError, Trouble, cases, journal, read_error};
use crate::model::definition::Definition;
use crate::model::event::Event;
use walkdir::WalkDir;

/// What has a name under `records`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link: what it shows may lie anywhere, and may change without anybody's hand on the record.
    Link,
    /// A pipe, a device.
    Other,
}

/// Something under `records`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The parts of its path below `records`.
    pub parts: Vec<String>,
    /// What it is.
    pub kind: ItemKind,
}

impl Item {
    /// Its path, as people are told it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("records/{}", self.parts.join("/"))
    }
}

impl Store {
    /// Everything under `records` in order, but for what a program is writing.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn items(&self) -> Result<Vec<Item>, StoreError> {
        let records = self.root().join("records");
        let mut items = Vec::new();
        if !records.is_dir() {
            return Ok(items);
        }
        for entry in WalkDir::new(&records).min_depth(1).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                // Taken away between the listing and the look at it.
                Err(error) if error.io_error().is_some_and(|io| io.kind() == std::io::ErrorKind::NotFound) => continue,
                Err(error) => return Err(read_error(error.into(), &records)),
            };
            let inside = entry.path().strip_prefix(&records).unwrap_or(entry.path());
            let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if parts.last().is_some_and(|name| name.starts_with('.')) {
                continue;
            }
            let kind = match entry.file_type() {
                kind if kind.is_symlink() => ItemKind::Link,
                kind if kind.is_dir() => ItemKind::Folder,
                kind if kind.is_file() => ItemKind::File,
                _ => ItemKind::Other,
            };
            items.push(Item { parts, kind });
        }
        Ok(items)
    }

    /// The bytes of something under `records`; none when it is gone.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn item(&self, below: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.document(&self.root().join("records").join(below)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The events of a journal or a register, and whether its end is whole.
///
/// # Errors
/// What is wrong with its lines.
pub fn lines_of(bytes: &[u8]) -> Result<(Vec<Event>, bool), Trouble> {
    let lines = journal::read_lines(bytes)?;
    let whole = lines.length == bytes.len();
    Ok((lines.events, whole))
}

/// The events of a record.
///
/// # Errors
/// What is wrong with it; a line counts from the first of its log.
pub fn record_lines(bytes: &[u8]) -> Result<Vec<Event>, Trouble> {
    cases::record_events(bytes)
}

/// A definition as it is kept: YAML for people; where YAML would not say the same again, JSON, which is YAML as well.
#[must_use]
pub fn definition_text(definition: &Definition, hash: &str) -> String {
    let same = |text: &String| serde_yaml::from_str::<Definition>(text).is_ok_and(|read| read.hash() == hash);
    let text = serde_yaml::to_string(definition).ok().filter(same);
    text.unwrap_or_else(|| crate::model::event::escaped(&definition.canonical()))
}
