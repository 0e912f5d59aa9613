//! The only layer that opens the workspace's files or runs git.

mod acknowledged;
mod asides;
mod attachments;
mod audit;
mod cases;
mod corrections;
mod demo;
mod disk;
mod drafts;
mod git;
mod journal;
mod listed;
mod load;
mod outbox;
mod pages;
mod papers;
mod private;
mod records;
mod scratch;
mod seize;
mod template;

pub use acknowledged::edition_text;
pub use asides::{Aside, Left, case_beside};
pub use attachments::{FileTrouble, typed_paths};
pub use audit::{Item, ItemKind, definition_is_whole, definition_text, lines_of, record_lines};
pub use cases::{CaseFile, Read, Stamp};
pub use demo::Unfinished;
pub use drafts::Draft;
pub use git::{GitTrouble, commit_finished};
pub use journal::Journal;
pub use load::{entries, find_workspace, load_workspace, read_text};
pub use outbox::{Letter, Secret, Tray, read_marks};
pub use pages::Pages;
pub use papers::{Register, Shelf};
pub use private::{Kept, PrivateAnswers, private_text};
pub use records::{CaseId, Found, OpenCase};
pub use scratch::Scratch;
pub use seize::Seized;
pub use template::{FILES, init_workspace};

use crate::model::company::Local;
use std::io;
use std::path::{Path, PathBuf};

/// A workspace's folder, as far as the program writes in it.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    durability: Durability,
    chance: Chance,
}

/// Where what nobody can guess comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Chance {
    /// The system.
    #[default]
    System,
    /// The case itself: what is invented hides nobody, and is to be the same in every run.
    Told,
}

/// Whether what is written must survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Every acknowledged write is on the disk.
    Synced,
    /// For scenarios in a folder that is thrown away.
    Unsynced,
}

/// Why something of the workspace could not be read or written.
#[derive(Debug)]
pub struct StoreError {
    /// What was to be done.
    pub trouble: Trouble,
    /// With which file.
    pub path: PathBuf,
}

/// What went wrong with a file.
#[derive(Debug)]
pub enum Trouble {
    /// The system refused to read.
    Read(io::Error),
    /// The system refused to write; nothing of what was to be written counts.
    Write(io::Error),
    /// Another program is on the case.
    Held {
        /// Who was last on it.
        by: String,
        /// At which desk.
        desk: String,
    },
    /// Another desk has taken the case since.
    Taken {
        /// Who took it; empty when the case is closed by now.
        by: String,
        /// At which desk.
        desk: String,
    },
    /// A line in the middle of a journal is not what was written.
    Damaged {
        /// Its number, from 1.
        line: usize,
    },
    /// The definition a case ran under is not there, or not what it was.
    Definition {
        /// Its hash.
        hash: String,
    },
    /// The file is of a newer program.
    Newer {
        /// The format found; none where the format is known, and something in it is not.
        found: Option<u32>,
    },
    /// What the program itself wrote cannot be read back.
    Unreadable {
        /// Why.
        reason: String,
    },
    /// No case has this id.
    NoSuchCase,
    /// Several cases have it.
    Ambiguous(Vec<String>),
    /// Somebody else has put the case right meanwhile.
    Corrected,
    /// The folder is not empty.
    NotEmpty,
}

impl Store {
    /// The files of the workspace in `root`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>, durability: Durability) -> Self {
        Self { root: root.into(), durability, chance: Chance::System }
    }

    /// The same for cases that are invented: what is written is the same in every run.
    #[must_use]
    pub fn invented(self) -> Self {
        Self { chance: Chance::Told, ..self }
    }

    /// The workspace's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn local_path(&self) -> PathBuf {
        self.root.join("pult.local.yaml")
    }

    /// Reads `pult.local.yaml`; a machine that has none gets the default.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn local(&self) -> Result<Local, StoreError> {
        let path = self.local_path();
        let text = match disk::read_text(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Local::default()),
            Err(error) => return Err(StoreError { trouble: Trouble::Read(error), path }),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        disk::from_yaml(text).map_err(|reason| StoreError { trouble: Trouble::Unreadable { reason }, path })
    }

    /// Writes `pult.local.yaml` in place of the one that is there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn set_local(&self, local: &Local) -> Result<(), StoreError> {
        let path = self.local_path();
        let text = serde_yaml::to_string(local).map_err(|error| StoreError {
            trouble: Trouble::Unreadable { reason: error.to_string() },
            path: path.clone(),
        })?;
        let _lock = self.lock()?;
        disk::replace(&path, text.as_bytes(), self.durability).map_err(|error| write_error(error, &path))
    }
}

impl StoreError {
    /// Whether the file is not there at all.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(&self.trouble, Trouble::Read(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

fn read_error(error: io::Error, path: &Path) -> StoreError {
    StoreError { trouble: Trouble::Read(error), path: path.to_owned() }
}

fn write_error(error: io::Error, path: &Path) -> StoreError {
    StoreError { trouble: Trouble::Write(error), path: path.to_owned() }
}
