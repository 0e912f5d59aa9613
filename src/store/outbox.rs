//! Letters that wait, what became of each in the file beside it, and what the post of this machine needs to know.

use super::records::{CaseId, case_of_file, names_in};
use super::{Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::event::{BadLine, line_of, read_line};
use crate::model::post::{Mark, Standing};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Where a letter lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tray {
    /// Among those to send.
    Waiting,
    /// Among those that were sent.
    Sent,
    /// Among those that are not to be sent.
    Dropped,
}

impl Tray {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Dropped];

    /// Its folder below `records`.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Waiting => "outbox",
            Self::Sent => "outbox/sent",
            Self::Dropped => "outbox/dropped",
        }
    }
}

/// A letter that this program alone decides about; its lock goes with it.
#[derive(Debug)]
pub struct Letter {
    id: String,
    path: PathBuf,
    file: File,
    marks: Vec<Mark>,
    /// Bytes that count.
    length: u64,
}

impl Letter {
    /// What became of it so far.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

/// What a file of the post's settings holds.
pub struct Secret {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether others of this machine may read it.
    pub exposed: bool,
    /// Whether it lies in the workspace, where git may take it.
    pub inside: bool,
}

impl Store {
    /// The ids of the letters in a tray, in order.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub fn letters(&self, tray: Tray) -> Result<Vec<String>, StoreError> {
        let names = names_in(&self.in_records(tray.folder()))?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".eml").map(str::to_owned)).collect())
    }

    /// The case of a letter.
    #[must_use]
    pub fn case_of_letter(id: &str) -> Option<CaseId> {
        case_of_file(&format!("{id}.yaml"))
    }

    /// The file of a letter.
    #[must_use]
    pub fn letter_file(&self, tray: Tray, id: &str) -> PathBuf {
        self.in_records(tray.folder()).join(format!("{id}.eml"))
    }

    fn marks_file(&self, tray: Tray, id: &str) -> PathBuf {
        self.in_records(tray.folder()).join(format!("{id}.yaml"))
    }

    /// What became of a letter, and where it stands.
    ///
    /// # Errors
    /// When its lines cannot be read, or are not what was written.
    pub fn letter_marks(&self, tray: Tray, id: &str) -> Result<(Vec<Mark>, Standing), StoreError> {
        let path = self.marks_file(tray, id);
        let bytes = match disk::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(read_error(error, &path)),
        };
        let (marks, _) = read_marks(&bytes).map_err(|trouble| StoreError { trouble, path: path.clone() })?;
        // Asked only of one that may be on its way: whoever is about to send finds the others free.
        let held = matches!(Standing::of(&marks, true), Standing::Sending) && is_locked(&path);
        let standing = Standing::of(&marks, held);
        Ok((marks, standing))
    }

    /// Takes a letter that waits: nobody else sends it as long as it is held.
    ///
    /// # Errors
    /// When another program has it, when it is not there any more, when its lines are not what was written.
    pub fn take_letter(&self, id: &str) -> Result<Letter, StoreError> {
        let (letter, path) = (self.letter_file(Tray::Waiting, id), self.marks_file(Tray::Waiting, id));
        let gone = || read_error(io::ErrorKind::NotFound.into(), &letter);
        let there = || letter.is_file();
        if !there() {
            return Err(gone());
        }
        if !path.exists() {
            // Empty: it waits, and nothing has become of it.
            disk::create(&path, b"", self.durability).map_err(|error| write_error(error, &path))?;
        }
        let mut file = disk::open_for_append(&path).map_err(|error| write_error(error, &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let trouble = Trouble::Held { by: String::new(), desk: String::new() };
                return Err(StoreError { trouble, path: letter });
            }
            Err(TryLockError::Error(error)) => return Err(read_error(error, &path)),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| read_error(error, &path))?;
        let (marks, length) = read_marks(&bytes).map_err(|trouble| StoreError { trouble, path: path.clone() })?;
        if !there() {
            // Whoever held it has put it away; an empty file of ours must not stay.
            if marks.is_empty() {
                let _ = fs::remove_file(&path);
            }
            return Err(gone());
        }
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        if length < u64::try_from(bytes.len()).unwrap_or(0) {
            // The end of a line that the power has cut off: what it was to say had not happened yet.
            file.set_len(length).map_err(|error| write_error(error, &path))?;
        }
        Ok(Letter { id: id.to_owned(), path, file, marks, length })
    }

    /// Writes down what becomes of a letter; on the disk before anything follows from it.
    ///
    /// # Errors
    /// When the system refuses; then it does not count.
    pub fn mark_letter(&self, letter: &mut Letter, mark: impl FnOnce(u32) -> Mark) -> Result<(), StoreError> {
        let mark = mark(u32::try_from(letter.marks.len() + 1).unwrap_or(u32::MAX));
        let line = line_of(&mark);
        let written = letter.file.write_all(line.as_bytes());
        let written = written.and_then(|()| disk::sync_file(&letter.file, self.durability));
        if let Err(error) = written {
            // What may have got into the file is cut off: it was never acknowledged.
            let _ = letter.file.set_len(letter.length);
            return Err(write_error(error, &letter.path));
        }
        letter.length += u64::try_from(line.len()).unwrap_or(0);
        letter.marks.push(mark);
        Ok(())
    }

    /// Puts a letter away that is done with, and its lines with it. The letter goes first: its lines alone are
    /// nothing to send.
    ///
    /// # Errors
    /// When the system refuses; it is tried again when letters are listed.
    pub fn put_away(&self, letter: &Letter, tray: Tray) -> Result<(), StoreError> {
        self.move_letter(&letter.id, tray)
    }

    fn move_letter(&self, id: &str, tray: Tray) -> Result<(), StoreError> {
        let folder = self.in_records(tray.folder());
        self.folder(&folder)?;
        let pairs = [
            (self.letter_file(Tray::Waiting, id), self.letter_file(tray, id)),
            (self.marks_file(Tray::Waiting, id), self.marks_file(tray, id)),
        ];
        for (from, to) in pairs {
            disk::shift(&from, &to, self.durability).map_err(|error| write_error(error, &from))?;
        }
        Ok(())
    }

    /// Puts away what a killed program has left among the letters to send although it was done with.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn tidy_outbox(&self) -> Result<(), StoreError> {
        for name in names_in(&self.in_records(Tray::Waiting.folder()))? {
            let Some(id) = name.strip_suffix(".yaml") else { continue };
            let tray = match self.letter_marks(Tray::Waiting, id) {
                Ok((_, Standing::Sent)) => Tray::Sent,
                Ok((_, Standing::Dropped)) => Tray::Dropped,
                _ => continue,
            };
            // Whoever holds it puts it away as well; what the disk refuses stays for the next time.
            let _ = self.move_letter(id, tray);
        }
        Ok(())
    }

    /// Takes a letter and its lines away for good, wherever they lie.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn delete_letter(&self, id: &str) -> Result<(), StoreError> {
        for tray in Tray::ALL {
            for path in [self.letter_file(tray, id), self.marks_file(tray, id)] {
                if path.exists() {
                    self.remove_copy(&path)?;
                }
            }
        }
        Ok(())
    }

    /// A file of the post's settings: its path is absolute, or counts from the workspace's folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn secret(&self, path: &str) -> Result<Secret, StoreError> {
        let path = self.root.join(path);
        let bytes = disk::read(&path).map_err(|error| read_error(error, &path))?;
        let real = |path: &Path| fs::canonicalize(path).map_err(|error| read_error(error, path));
        let inside = real(&path)?.starts_with(real(&self.root)?);
        Ok(Secret { bytes, exposed: is_exposed(&path), inside })
    }
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).is_ok_and(|about| about.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_: &Path) -> bool {
    false
}

/// Whether another program holds a file.
fn is_locked(path: &Path) -> bool {
    let Ok(file) = disk::open_lock(path) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// The lines of a letter, and how many bytes of them count. Only the last one may be unfinished.
///
/// # Errors
/// What is wrong with them.
pub fn read_marks(bytes: &[u8]) -> Result<(Vec<Mark>, usize), Trouble> {
    let (mut marks, mut length) = (Vec::new(), 0);
    for (at, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let damaged = || Trouble::Damaged { line: at + 1 };
        let Some(line) = line.strip_suffix(b"\n") else { break };
        let text = std::str::from_utf8(line).map_err(|_| damaged())?;
        let mark: Mark = read_line(text).map_err(|bad| match bad {
            BadLine::Unknown(_) => Trouble::Newer { found: None },
            BadLine::Shape | BadLine::Checksum => damaged(),
        })?;
        if usize::try_from(mark.n) != Ok(at + 1) {
            return Err(damaged());
        }
        marks.push(mark);
        length += line.len() + 1;
    }
    Ok((marks, length))
}
