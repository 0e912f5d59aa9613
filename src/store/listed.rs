//! Records as folders list them: many at once, with as little asked of the system as will do.

use super::records::case_of_file;
use super::{Store, StoreError, corrections, disk, read_error};
use crate::model::company::FORMAT;
use crate::model::record::{Summary, answers_of};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

impl Store {
    /// Every record's path, oldest first.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn records(&self) -> Result<Vec<PathBuf>, StoreError> {
        Ok(self.records_with_corrections()?.into_iter().map(|(path, _)| path).collect())
    }

    /// The same, with whether corrections stand beside the record: the folders tell, and no record is asked.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn records_with_corrections(&self) -> Result<Vec<(PathBuf, bool)>, StoreError> {
        let folder = self.root.join("records");
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (year, kind) in entries_of(&folder)? {
            if !kind.is_dir() || !year.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let year = folder.join(year);
            for (month, kind) in entries_of(&year)? {
                if kind.is_dir() {
                    records_of(&year.join(month), &mut found)?;
                }
            }
        }
        Ok(found)
    }

    /// The head of a record that a folder has listed as a file.
    ///
    /// # Errors
    /// As for [`Self::record`].
    pub fn heading(&self, path: &Path) -> Result<Summary, StoreError> {
        let beginning = disk::read_beginning(path).map_err(|error| read_error(error, path))?;
        match Summary::read(&beginning).filter(|summary| summary.format <= FORMAT) {
            Some(summary) => Ok(summary),
            None => Ok(self.record(path)?.0),
        }
    }

    /// What the answers of such a record say, as they are written there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn answers(&self, path: &Path) -> Result<String, StoreError> {
        let text = disk::read_text(path).map_err(|error| read_error(error, path))?;
        Ok(answers_of(&text).to_owned())
    }
}

/// The records of one month, in order, each with whether corrections stand beside it.
fn records_of(month: &Path, found: &mut Vec<(PathBuf, bool)>) -> Result<(), StoreError> {
    let entries = entries_of(month)?;
    let corrected: BTreeSet<&str> = entries.iter().filter_map(|(name, _)| corrections::stem_of(name)).collect();
    for (name, kind) in &entries {
        if kind.is_file() && case_of_file(name).is_some() {
            let stem = name.trim_end_matches(".yaml");
            found.push((month.join(name), corrected.contains(stem)));
        }
    }
    Ok(())
}

/// What stands in a folder, in order, and of which kind it is; links are not followed.
fn entries_of(folder: &Path) -> Result<Vec<(String, fs::FileType)>, StoreError> {
    let read = || -> io::Result<Vec<(String, fs::FileType)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?))
        };
        fs::read_dir(folder)?.map(entry).collect()
    };
    let mut entries = read().map_err(|error| read_error(error, folder))?;
    entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(entries)
}
