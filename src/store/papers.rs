//! Documents in their places, and the registers of the numbers they have taken.

use super::records::{CaseId, names_in};
use super::{Journal, Store, StoreError, Trouble, disk, journal, read_error, write_error};
use crate::model::event::{Did, Event, Numbered};
use chrono::Datelike;
use std::io;
use std::path::{Path, PathBuf};

/// Where a document lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// In the case's folder, beside its record.
    Case,
    /// Among the private answers that it shows: not in git.
    Private,
}

/// No desk ever takes so many numbers: a case that says so is not what was written, and a lost register is not
/// written anew by it.
const GREATEST: u32 = 1_000_000;

/// One series at one desk; a yearly one has a register a year.
#[derive(Debug, Clone, Copy)]
pub struct Register<'r> {
    /// The series.
    pub series: &'r str,
    /// The desk.
    pub desk: &'r str,
    /// The year, of a yearly series.
    pub year: Option<i32>,
}

impl Store {
    /// Where a document of a case lies. Its name is a function of step and count, so that making it twice is
    /// harmless.
    #[must_use]
    pub fn document_path(&self, id: &CaseId, procedure: &str, step: &str, count: u32, shelf: Shelf) -> PathBuf {
        let folder = match shelf {
            Shelf::Case => self.record_path(id, procedure).with_extension(""),
            Shelf::Private => self.private_folder(&id.to_string()),
        };
        let name: String = step.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
        folder.join(format!("{name}-{count}.pdf"))
    }

    /// The place of a file that is derived from others and may be deleted at any time.
    #[must_use]
    pub fn derived(&self, name: &str) -> PathBuf {
        self.root.join("out").join(name)
    }

    /// The place of a file that shows private answers of a case.
    #[must_use]
    pub fn private_path(&self, case: &str, name: &str) -> PathBuf {
        self.private_folder(case).join(name)
    }

    /// Puts a document in its place. What lies there was made by a try that nobody has heard of.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn put_document(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        self.folder(path.parent().unwrap_or(&self.root))?;
        disk::replace(path, bytes, self.durability).map_err(|error| write_error(error, path))
    }

    /// The bytes of a document.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn document(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        disk::read(path).map_err(|error| read_error(error, path))
    }

    /// A path below `records`, as events have it.
    #[must_use]
    pub fn below_records(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.root.join("records")).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }

    /// Takes the next number of a register for a step of a case; a step that has taken one of the series gets the
    /// same again, whatever the desk and the year were. `line` writes a number down: for which case, and the count,
    /// from 1; none when its text cannot be worked out.
    ///
    /// # Errors
    /// When the register cannot be read, or the system refuses; then no number is taken.
    pub fn take_number(
        &self,
        register: Register<'_>,
        case: &str,
        step: &str,
        line: impl Fn(Option<String>, u32) -> Option<Event>,
    ) -> Result<Option<Numbered>, StoreError> {
        let folder = self.root.join("records/numbers");
        let path = folder.join(register.file());
        let _lock = self.lock()?;
        self.folder(&folder)?;
        let mut taken = Vec::new();
        for name in names_in(&folder)?.iter().filter(|name| register.is_of_series(name)) {
            let lines = read_register(&folder.join(name))?;
            let mine = lines.iter().filter_map(numbered).find(|(of, numbered)| *of == case && numbered.step == step);
            if let Some((_, mine)) = mine {
                return Ok(Some(mine.clone()));
            }
            if *name == register.file() {
                taken = lines;
            }
        }
        let begin = journal::next_number(&taken);
        // A register that was lost does not begin anew: the cases know what was taken.
        let known = if taken.is_empty() { self.greatest_number(register)? } else { 0 };
        let lost: Option<Vec<Event>> = (begin..=known).map(|n| line(None, n)).collect();
        let (Some(lost), Some(event)) = (lost, line(Some(case.to_owned()), begin.max(known + 1))) else {
            return Ok(None);
        };
        let text: String = lost.iter().chain([&event]).map(Event::to_line).collect();
        if taken.is_empty() {
            let fresh = disk::publish(&path, text.as_bytes(), self.durability);
            if !fresh.map_err(|error| write_error(error, &path))? {
                return Err(write_error(io::ErrorKind::AlreadyExists.into(), &path));
            }
        } else {
            Journal::open(&path, self.durability)?.0.append(std::slice::from_ref(&event))?;
        }
        match event.did {
            Did::Numbered(numbered) => Ok(Some(numbered)),
            _ => Ok(None),
        }
    }

    /// The greatest number of a register that stands in any case.
    fn greatest_number(&self, register: Register<'_>) -> Result<u32, StoreError> {
        let mut greatest = 0;
        for case in self.case_files()? {
            // What cannot be read is named where it is wanted.
            let events = self.events_of(&case).ok().flatten().map(|(events, _)| events);
            for event in events.into_iter().flatten() {
                let Did::Numbered(numbered) = &event.did else { continue };
                let year = register.year.is_none_or(|year| event.at.year() == year);
                if numbered.series == register.series && event.desk == register.desk && year {
                    if numbered.n > GREATEST {
                        let reason = format!("number {}", numbered.n);
                        return Err(StoreError { trouble: Trouble::Unreadable { reason }, path: case.path });
                    }
                    greatest = greatest.max(numbered.n);
                }
            }
        }
        Ok(greatest)
    }
}

impl Register<'_> {
    fn file(&self) -> String {
        let year = self.year.map(|year| format!("-{year}")).unwrap_or_default();
        format!("{}-{}{year}.yaml", self.series, self.desk)
    }

    fn is_of_series(&self, name: &str) -> bool {
        let rest = name.strip_prefix(self.series).and_then(|rest| rest.strip_prefix('-'));
        let desk = rest.and_then(|rest| rest.split(['-', '.']).next());
        name.ends_with(".yaml") && desk.is_some_and(crate::model::company::is_desk)
    }
}

/// A number of a register, and the case that has taken it.
fn numbered(event: &Event) -> Option<(&str, &Numbered)> {
    let Did::Numbered(numbered) = &event.did else { return None };
    Some((numbered.case.as_deref()?, numbered))
}

/// The lines of a register. A whole line that is not what was written is damage: the number in it was given.
pub(super) fn read_register(path: &Path) -> Result<Vec<Event>, StoreError> {
    let bytes = disk::read(path).map_err(|error| read_error(error, path))?;
    let lines = journal::read_lines(&bytes).map_err(|trouble| StoreError { trouble, path: path.to_owned() })?;
    if lines.length < bytes.len() && bytes.ends_with(b"\n") {
        return Err(StoreError { trouble: Trouble::Damaged { line: lines.events.len() + 1 }, path: path.to_owned() });
    }
    Ok(lines.events)
}
