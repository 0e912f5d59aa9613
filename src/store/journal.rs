//! The journal of one open case: appended to, a line an event, on the disk before the next prompt.

use super::{Durability, Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::company::FORMAT;
use crate::model::event::{BadLine, Did, Event};
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A journal that this program alone writes.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    /// Bytes that count.
    length: u64,
    /// Set when the system refused a write: what lies behind `length` was never acknowledged.
    suspect: bool,
    durability: Durability,
    /// Whether another desk may take the case at any time: it is looked for before every write.
    shared: Option<Store>,
}

/// What a journal's bytes say.
pub(super) struct Lines {
    pub events: Vec<Event>,
    /// Bytes up to the end of the last good line.
    pub length: usize,
}

/// Reads the lines of a journal. Behind the last good line there may be one that was being written when
/// the power went; a bad line before a good one is damage. So is a bad first line: the file had it when it
/// got its name.
pub(super) fn read_lines(bytes: &[u8]) -> Result<Lines, Trouble> {
    let mut lines = Lines { events: Vec::new(), length: 0 };
    let mut bad = None;
    let mut start = 0;
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let end = start + line.len();
        let event =
            std::str::from_utf8(line).map_err(|_| BadLine::Shape).and_then(|text| match text.strip_suffix('\n') {
                Some(text) => Event::from_line(text),
                None => Err(BadLine::Shape),
            });
        match event {
            Ok(Event { did: Did::Opened(opened), .. }) if opened.format > FORMAT => {
                return Err(Trouble::Newer { found: Some(opened.format) });
            }
            Ok(event) => {
                let expected = next_number(&lines.events);
                if let Some(line) = bad {
                    return Err(Trouble::Damaged { line });
                }
                if event.n != expected {
                    return Err(Trouble::Damaged { line: number + 1 });
                }
                lines.events.push(event);
                lines.length = end;
            }
            Err(BadLine::Unknown(_) | BadLine::Shape) if number == 0 && newer(line).is_some() => {
                return Err(Trouble::Newer { found: newer(line) });
            }
            // It is whole, and yet says what this program does not know.
            Err(BadLine::Unknown(_)) => return Err(Trouble::Newer { found: None }),
            Err(BadLine::Shape | BadLine::Checksum) => bad = bad.or(Some(number + 1)),
        }
        start = end;
    }
    if lines.events.is_empty() { Err(Trouble::Damaged { line: 1 }) } else { Ok(lines) }
}

/// The number of the line behind these.
pub(super) fn next_number(events: &[Event]) -> u32 {
    u32::try_from(events.len() + 1).unwrap_or(u32::MAX)
}

/// The format that a first line names, if this program is too old for it: the rest of the line may be of a
/// shape that is not known here.
fn newer(line: &[u8]) -> Option<u32> {
    let json: serde_json::Value = serde_json::from_slice(line.strip_prefix(b"- ")?).ok()?;
    let format = json.pointer("/did/opened/format")?.as_u64()?;
    u32::try_from(format).ok().filter(|format| *format > FORMAT)
}

impl Journal {
    /// Opens the journal at `path` and locks it. Gives its events, and the place to which an unfinished
    /// last line was moved.
    ///
    /// # Errors
    /// When another program is on the case, when a line in the middle is damaged, when the system refuses.
    pub fn open(path: &Path, durability: Durability) -> Result<(Self, Vec<Event>, Option<PathBuf>), StoreError> {
        let mut file = disk::open_for_append(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => read_error(error, path),
            _ => write_error(error, path),
        })?;
        let locked = file.try_lock();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| read_error(error, path))?;
        let lines = read_lines(&bytes).map_err(|trouble| StoreError { trouble, path: path.to_owned() });
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let last = lines.ok().and_then(|lines| lines.events.into_iter().last());
                let (by, desk) = last.map(|event| (event.by, event.desk)).unwrap_or_default();
                return Err(StoreError { trouble: Trouble::Held { by, desk }, path: path.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(read_error(error, path)),
        }
        let lines = lines?;
        let length = u64::try_from(lines.length).unwrap_or(u64::MAX);
        let mut journal = Self { path: path.to_owned(), file, length, suspect: false, durability, shared: None };
        let torn = match bytes.get(lines.length..) {
            Some(tail) if !tail.is_empty() => Some(journal.set_aside(tail)?),
            _ => None,
        };
        Ok((journal, lines.events, torn))
    }

    /// Moves an unfinished last line out of the way: first it is kept, beside those kept earlier, then cut off.
    fn set_aside(&mut self, tail: &[u8]) -> Result<PathBuf, StoreError> {
        let name = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut aside = self.path.with_file_name(format!("{name}.torn"));
        let mut count = 1;
        while !disk::create(&aside, tail, self.durability).map_err(|error| write_error(error, &aside))? {
            count += 1;
            aside = self.path.with_file_name(format!("{name}.{count}.torn"));
        }
        self.cut().map_err(|error| write_error(error, &self.path))?;
        Ok(aside)
    }

    /// Cuts the file off behind what counts.
    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::End(0))?;
        disk::sync_file(&self.file, self.durability)
    }

    /// Appends events in one write and puts them on the disk. Only then have they happened.
    ///
    /// # Errors
    /// When the system refuses; then nothing of it counts, and the next append begins by cutting off
    /// whatever may have got into the file.
    pub fn append(&mut self, events: &[Event]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        // Held until the lines are on the disk: whoever takes the case over finds them, or they are refused.
        let _lock = self.still_ours()?;
        let lines: String = events.iter().map(Event::to_line).collect();
        let written = self.write(lines.as_bytes());
        self.suspect = written.is_err();
        written.map_err(|error| write_error(error, &self.path))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.suspect {
            // A failed sync is not trusted to have left anything: open anew, look, cut.
            let file = disk::open_for_append(&self.path)?;
            if file.metadata()?.len() < self.length {
                return Err(io::Error::other("the journal has become shorter"));
            }
            self.file.set_len(self.length)?;
            disk::sync_file(&self.file, self.durability)?;
        }
        self.file.write_all(bytes)?;
        disk::sync_file(&self.file, self.durability)?;
        self.length += u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }

    /// Asks before every write whether another desk has taken the case.
    pub(super) fn share(mut self, store: &Store) -> Self {
        self.shared = Some(store.clone());
        self
    }

    /// Whether this program may still write to the case; for as long as what it gives lives, nobody takes it.
    ///
    /// # Errors
    /// When another desk has taken it.
    pub fn still_ours(&self) -> Result<Option<File>, StoreError> {
        let Some(store) = &self.shared else { return Ok(None) };
        let lock = store.lock()?;
        if same_file(&self.file, &self.path) {
            return Ok(Some(lock));
        }
        Err(StoreError { trouble: taken_by(&self.path), path: self.path.clone() })
    }

    /// The lines that count, as they stand in the file.
    ///
    /// # Errors
    /// When the system refuses to read them back.
    pub fn text(&mut self) -> Result<String, StoreError> {
        let read = |file: &mut File| {
            file.seek(SeekFrom::Start(0))?;
            let mut text = String::new();
            file.take(self.length).read_to_string(&mut text)?;
            Ok(text)
        };
        read(&mut self.file).map_err(|error| read_error(error, &self.path))
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether a path still names this file: a case is taken by putting another file in the place of its journal.
#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let about = |about: std::fs::Metadata| (about.dev(), about.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(there)) => about(ours) == about(there),
        (_, Err(error)) => error.kind() != io::ErrorKind::NotFound,
        _ => true,
    }
}

#[cfg(not(unix))]
fn same_file(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(there)) => ours.len() == there.len(),
        (_, Err(error)) => error.kind() != io::ErrorKind::NotFound,
        _ => true,
    }
}

/// Who has a case now that was ours.
fn taken_by(path: &Path) -> Trouble {
    let lines = disk::read(path).ok().and_then(|bytes| read_lines(&bytes).ok());
    let taken = lines.and_then(|lines| lines.events.into_iter().rev().find(|event| matches!(event.did, Did::Taken(_))));
    let (by, desk) = taken.map(|event| (event.by, event.desk)).unwrap_or_default();
    Trouble::Taken { by, desk }
}
