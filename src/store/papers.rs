//! Documents in their places, and the registers of the numbers they have taken.

use super::records::CaseId;
use super::{Journal, Store, StoreError, disk, journal, read_error, write_error};
use crate::model::event::{Did, Event, Numbered};
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

    /// Takes the next number of a register for a step of a case; a step that has taken one gets the same again.
    /// `line` writes the number down: it is given the count, from 1.
    ///
    /// # Errors
    /// When the register cannot be read, or the system refuses; then no number is taken.
    pub fn take_number(
        &self,
        register: Register<'_>,
        case: &str,
        step: &str,
        line: impl Fn(u32) -> Event,
    ) -> Result<Numbered, StoreError> {
        let year = register.year.map(|year| format!("-{year}")).unwrap_or_default();
        let folder = self.root.join("records/numbers");
        let path = folder.join(format!("{}-{}{year}.yaml", register.series, register.desk));
        let _lock = self.lock()?;
        self.folder(&folder)?;
        let (mut journal, taken) = match Journal::open(&path, self.durability) {
            Ok((journal, events, _)) => (Some(journal), events),
            Err(error) if error.is_missing() => (None, Vec::new()),
            Err(error) => return Err(error),
        };
        let mine = taken.iter().find_map(|event| match &event.did {
            Did::Numbered(numbered) if numbered.case.as_deref() == Some(case) && numbered.step == step => {
                Some(numbered.clone())
            }
            _ => None,
        });
        if let Some(mine) = mine {
            return Ok(mine);
        }
        let event = line(journal::next_number(&taken));
        match &mut journal {
            Some(journal) => journal.append(std::slice::from_ref(&event))?,
            None => {
                let fresh = disk::publish(&path, event.to_line().as_bytes(), self.durability)
                    .map_err(|error| write_error(error, &path))?;
                if !fresh {
                    return Err(write_error(io::ErrorKind::AlreadyExists.into(), &path));
                }
            }
        }
        match event.did {
            Did::Numbered(numbered) => Ok(numbered),
            _ => Err(write_error(io::ErrorKind::InvalidData.into(), &path)),
        }
    }
}
