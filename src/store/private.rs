//! Private answers: apart from journals, records and git, for their owner's eyes alone.

use super::{Chance, Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::digest::{hex, sha256};
use crate::model::event::escaped;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// A private answer as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The answer.
    pub value: Value,
    /// What its hash in the journal was salted with.
    pub salt: String,
}

/// The private answers of a case by their steps, each with those it had before.
pub type PrivateAnswers = BTreeMap<String, Vec<Kept>>;

impl Store {
    /// The folder of a case's private answers and of the documents that show them.
    pub(super) fn private_folder(&self, case: &str) -> PathBuf {
        self.root.join("records/private").join(case)
    }

    /// The private answers of a case; none when nothing is kept on this machine.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn private_answers(&self, case: &str) -> Result<PrivateAnswers, StoreError> {
        let path = self.private_folder(case).join("answers.yaml");
        let text = match disk::read_text(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(PrivateAnswers::new()),
            Err(error) => return Err(read_error(error, &path)),
        };
        disk::from_yaml(&text).map_err(|reason| StoreError { trouble: Trouble::Unreadable { reason }, path })
    }

    /// Keeps the private answers of a case, in place of those kept before.
    ///
    /// # Errors
    /// When the system refuses; then those kept before are still there.
    pub fn keep_private_answers(&self, case: &str, answers: &PrivateAnswers) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        self.replace_private_answers(case, answers)
    }

    /// The same for whoever has the lock.
    pub(super) fn replace_private_answers(&self, case: &str, answers: &PrivateAnswers) -> Result<(), StoreError> {
        let folder = self.private_folder(case);
        let path = folder.join("answers.yaml");
        self.folder(&folder)?;
        let mut all = answers.clone();
        match self.private_answers(case) {
            // Whoever has the case besides may have kept some since.
            Ok(there) => there.into_iter().for_each(|(step, kept)| {
                let ours = all.entry(step).or_default();
                let fresh: Vec<Kept> = kept.into_iter().filter(|kept| !ours.contains(kept)).collect();
                ours.splice(0..0, fresh);
            }),
            Err(_) => {
                // What cannot be read today is not written over: somebody may mend it.
                let aside = folder.join("answers.damaged");
                std::fs::rename(&path, &aside).map_err(|error| write_error(error, &path))?;
            }
        }
        disk::replace(&path, private_text(&all).as_bytes(), self.durability).map_err(|error| write_error(error, &path))
    }

    /// Something that nobody can guess, in hex, for the answers of a case that is not invented.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn salt(&self, case: &str) -> Result<String, StoreError> {
        if self.chance == Chance::Told {
            let mut told = sha256(case);
            told.truncate(32);
            return Ok(told);
        }
        let mut bytes = [0_u8; 16];
        let refused = |error: getrandom::Error| read_error(io::Error::other(error.to_string()), &self.root);
        getrandom::fill(&mut bytes).map_err(refused)?;
        Ok(hex(&bytes))
    }
}

/// Private answers as they are kept: JSON, which is YAML, and of which every reader makes the same.
#[must_use]
pub fn private_text(answers: &PrivateAnswers) -> String {
    escaped(&serde_json::to_string_pretty(answers).unwrap_or_default())
}
