//! Small files beside an open case: what others leave for whoever holds it. The holder writes it into the journal
//! and then takes the file away.

use super::records::names_in;
use super::{CaseId, Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::company::FORMAT;
use crate::model::digest::{summed, unsummed};
use crate::model::event::Moment;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// No answer of people is longer, in bytes.
const LARGEST: u64 = 200_000;
/// How many answers to one case one desk may leave before somebody takes the case up.
const MOST: u32 = 1000;

/// What somebody left beside a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aside {
    /// The format of the file.
    pub format: u32,
    /// The case.
    pub case: String,
    /// The desk at which it was written.
    pub desk: String,
    /// Who was at that desk.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What it says.
    pub left: Left,
}

/// What a file beside a case says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Left {
    /// What the case waits for has come.
    Answer {
        /// The step that waits.
        step: String,
        /// Who answered.
        from: String,
        /// The answer as it was typed; none where the wait has no field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// Another case goes on in this one.
    Joined {
        /// The other case's id.
        other: String,
        /// How it is named.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        label: String,
    },
}

impl Store {
    /// Leaves a file beside an open case; one that is there already stays.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn leave_aside(&self, aside: &Aside) -> Result<PathBuf, StoreError> {
        let folder = self.open_folder();
        let text = serde_yaml::to_string(aside).map_err(|error| StoreError {
            trouble: Trouble::Unreadable { reason: error.to_string() },
            path: folder.clone(),
        })?;
        let _lock = self.lock()?;
        self.folder(&folder)?;
        let text = summed(text);
        let (word, of) = match &aside.left {
            Left::Answer { .. } => ("answer", &aside.desk),
            Left::Joined { other, .. } => ("joined", other),
        };
        for count in 1..=MOST {
            let more = if count > 1 { format!("-{count}") } else { String::new() };
            let path = folder.join(format!("{}.{word}-{of}{more}.yaml", aside.case));
            let same = || self.aside(&path).is_ok_and(|there| there == *aside);
            let fresh =
                disk::publish(&path, text.as_bytes(), self.durability).map_err(|error| write_error(error, &path))?;
            if fresh || same() {
                return Ok(path);
            }
        }
        Err(write_error(io::ErrorKind::StorageFull.into(), &folder))
    }

    /// The files that were left beside a case.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn asides(&self, case: &str) -> Result<Vec<PathBuf>, StoreError> {
        let all = self.all_asides()?.into_iter();
        Ok(all.filter(|(id, _)| id.to_string() == case).map(|(_, path)| path).collect())
    }

    /// The files that were left beside all cases, each with its case.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn all_asides(&self) -> Result<Vec<(CaseId, PathBuf)>, StoreError> {
        let folder = self.open_folder();
        let names = names_in(&folder)?.into_iter();
        Ok(names.filter_map(|name| Some((case_beside(&name)?, folder.join(&name)))).collect())
    }

    /// Reads a file that was left beside a case.
    ///
    /// # Errors
    /// When it is not what this program writes, or not of the case that its name says.
    pub fn aside(&self, path: &Path) -> Result<Aside, StoreError> {
        let unreadable = |reason: &str| StoreError {
            trouble: Trouble::Unreadable { reason: reason.to_owned() },
            path: path.to_owned(),
        };
        let size = fs::metadata(path).map_err(|error| read_error(error, path))?.len();
        if size > LARGEST {
            return Err(unreadable("too large"));
        }
        let text = disk::read_text(path).map_err(|error| read_error(error, path))?;
        // A newer program may have written what this one does not know.
        let newer = text.lines().find_map(|line| line.strip_prefix("format:")?.trim().parse().ok());
        if let Some(found) = newer.filter(|found| *found > FORMAT) {
            return Err(StoreError { trouble: Trouble::Newer { found: Some(found) }, path: path.to_owned() });
        }
        let body = unsummed(&text).ok_or_else(|| unreadable("it is not what was written"))?;
        let aside: Aside = disk::from_yaml(body).map_err(|error| unreadable(&error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own = case_beside(&name).is_some_and(|id| id.to_string() == aside.case);
        if own { Ok(aside) } else { Err(unreadable("it is of another case")) }
    }

    /// Takes a file away that the journal knows all of.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_aside(&self, path: &Path) -> Result<(), StoreError> {
        let removed = match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        let removed = removed.and_then(|()| disk::sync_parent(path, self.durability));
        removed.map_err(|error| write_error(error, path))
    }
}

/// The case that a file lies beside, by its name; none of any other file.
#[must_use]
pub fn case_beside(name: &str) -> Option<CaseId> {
    let (case, rest) = name.split_once('.')?;
    let ours = rest.starts_with("answer-") || rest.starts_with("joined-");
    CaseId::parse(case).filter(|_| ours && rest.ends_with(".yaml"))
}
