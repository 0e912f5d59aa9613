//! What lies under `records`, for whoever compares it: names, kinds, lines.

use super::{Store, StoreError, Trouble, cases, disk, journal, read_error};
use crate::model::definition::Definition;
use crate::model::digest::sha256;
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

/// Whether a kept definition that this program cannot read is what was written: then a newer program has written it, and
/// it says what is not known here. Its name is the hash of its canonical form, which is the same JSON.
#[must_use]
pub fn definition_is_whole(text: &str, hash: &str) -> bool {
    let Ok(value) = disk::from_yaml::<serde_yaml::Value>(text) else { return false };
    let mut canonical = String::new();
    write_json(&value, &mut canonical).is_some() && sha256(canonical).starts_with(hash) && hash.len() >= HASH
}

/// How many digits of a hash make the name of a definition.
const HASH: usize = 20;

/// YAML as JSON with its keys in their order; none for what JSON cannot say. A tag is the name of a variant.
fn write_json(value: &serde_yaml::Value, out: &mut String) -> Option<()> {
    use serde_yaml::Value;
    match value {
        Value::Sequence(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                write_json(item, out)?;
            }
            out.push(']');
        }
        Value::Mapping(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                out.push_str(&serde_json::to_string(key.as_str()?).ok()?);
                out.push(':');
                write_json(item, out)?;
            }
            out.push('}');
        }
        Value::Tagged(tagged) => {
            let name = tagged.tag.to_string();
            out.push('{');
            out.push_str(&serde_json::to_string(name.trim_start_matches('!')).ok()?);
            out.push(':');
            write_json(&tagged.value, out)?;
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&serde_json::to_string(value).ok()?);
        }
    }
    Some(())
}

/// A definition as it is kept: YAML for people; where YAML would not say the same again, JSON, which is YAML as well.
#[must_use]
pub fn definition_text(definition: &Definition, hash: &str) -> String {
    let same = |text: &String| serde_yaml::from_str::<Definition>(text).is_ok_and(|read| read.hash() == hash);
    let text = serde_yaml::to_string(definition).ok().filter(same);
    text.unwrap_or_else(|| crate::model::event::escaped(&definition.canonical()))
}

#[cfg(test)]
mod tests {
    use super::{definition_is_whole, definition_text};
    use crate::model::workspace::{Input, Workspace};
    use crate::store::template::FILES;

    #[test]
    fn every_kept_definition_is_known_to_be_whole() {
        let files = FILES.iter().map(|(path, text)| Input { path: (*path).to_owned(), text: Ok((*text).to_owned()) });
        let workspace = Workspace::read(files.collect());
        assert!(workspace.procedures.len() > 8);
        for procedure in workspace.procedures.values() {
            let hash = procedure.definition.hash();
            let text = definition_text(&procedure.definition, &hash);
            assert!(definition_is_whole(&text, &hash), "{}", procedure.definition.id);
            assert!(definition_is_whole(&procedure.definition.canonical(), &hash), "{}", procedure.definition.id);
            assert!(!definition_is_whole(&text.replacen("title: ", "title: X", 1), &hash));
            assert!(!definition_is_whole(&text, &hash[..10]));
        }
    }
}
