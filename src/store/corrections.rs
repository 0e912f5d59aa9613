//! Corrections beside records, and private answers deleted for good.

use super::{PrivateAnswers, Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::correction::{BadCorrection, Correction};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The first revision that is not the record itself.
const FIRST: u32 = 2;

/// Where a revision of a record stands.
fn revision_path(record: &Path, revision: u32) -> PathBuf {
    record.with_extension(format!("r{revision}.yaml"))
}

/// The record that a file corrects, by its name; none of any other file.
pub(super) fn corrected(path: &Path) -> Option<PathBuf> {
    stem_of(path.file_name()?.to_str()?).map(|stem| path.with_file_name(format!("{stem}.yaml")))
}

/// The name of the record that a file of this name corrects, without its ending.
pub(super) fn stem_of(name: &str) -> Option<&str> {
    let (stem, revision) = name.strip_suffix(".yaml")?.rsplit_once(".r")?;
    let digits = !revision.is_empty() && revision.bytes().all(|byte| byte.is_ascii_digit());
    digits.then_some(stem)
}

/// How many corrections stand beside a record.
pub(super) fn count(record: &Path) -> u32 {
    let mut count = 0;
    while revision_path(record, FIRST + count).is_file() {
        count += 1;
    }
    count
}

impl Store {
    /// The corrections of a record, the oldest first.
    ///
    /// # Errors
    /// When one cannot be read, or is not what was written.
    pub fn corrections(&self, record: &Path) -> Result<Vec<Correction>, StoreError> {
        let mut corrections = Vec::new();
        for revision in FIRST.. {
            let path = revision_path(record, revision);
            let text = match disk::read_text(&path) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(read_error(error, &path)),
            };
            let trouble = match Correction::read(&text) {
                Ok(correction) => {
                    corrections.push(correction);
                    continue;
                }
                Err(BadCorrection::Newer(found)) => Trouble::Newer { found: Some(found) },
                Err(BadCorrection::Damaged(line)) => Trouble::Damaged { line: line.unwrap_or(1) },
            };
            return Err(StoreError { trouble, path });
        }
        Ok(corrections)
    }

    /// The revision that the next correction of a record makes.
    #[must_use]
    pub fn next_revision(&self, record: &Path) -> u32 {
        FIRST + count(record)
    }

    /// Publishes a correction beside its record as the revision that it names; a correction that names none gets the
    /// next one. Private answers that it gives are kept first. Nothing is ever replaced.
    ///
    /// # Errors
    /// When the revision is there already, or the system refuses; then nothing has been corrected.
    pub fn publish_correction(
        &self,
        record: &Path,
        correction: &Correction,
        private: &PrivateAnswers,
    ) -> Result<PathBuf, StoreError> {
        let _lock = self.lock()?;
        let mut correction = correction.clone();
        let next = self.next_revision(record);
        if correction.revision == 0 {
            correction.revision = next;
        }
        let path = revision_path(record, correction.revision);
        let taken = || StoreError { trouble: Trouble::Corrected, path: path.clone() };
        if correction.revision != next {
            return Err(taken());
        }
        if !private.is_empty() {
            self.replace_private_answers(&correction.case, private)?;
        }
        let fresh = disk::publish(&path, correction.write().as_bytes(), self.durability)
            .map_err(|error| write_error(error, &path))?;
        // What does not keep to the lock: files that are brought from another desk.
        if fresh { Ok(path) } else { Err(taken()) }
    }

    /// Whether something private of a case is kept on this machine.
    #[must_use]
    pub fn keeps_private(&self, case: &str) -> bool {
        fs::symlink_metadata(self.private_folder(case)).is_ok()
    }

    /// Deletes the private answers of a case and the documents that show them, for good.
    ///
    /// # Errors
    /// When the system refuses; what is left then is deleted by the next try.
    pub fn delete_private(&self, case: &str) -> Result<(), StoreError> {
        let folder = self.private_folder(case);
        let _lock = self.lock()?;
        let removed = match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        removed.and_then(|()| disk::sync_parent(&folder, self.durability)).map_err(|error| write_error(error, &folder))
    }
}
