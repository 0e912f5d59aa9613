//! Reading all cases, open and closed, and telling which of them have changed since.

use super::records::{case_of_file, names_in};
use super::{CaseId, Store, StoreError, Trouble, corrections, journal, read_error};
use crate::model::event::{Did, Event};
use crate::model::record::log_of;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file changed so shortly before it was read may change again without its stamp telling.
const RACY: Duration = Duration::from_millis(100);

/// What a file looked like when it was read: two equal stamps are of the same content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Number of the file and moment of its last change, where the system has them.
    system: (u64, i64, i64),
    /// How many corrections stand beside it; none of them ever changes.
    corrections: u32,
}

impl Stamp {
    fn of(path: &Path, about: &Metadata) -> Self {
        #[cfg(unix)]
        let system = {
            use std::os::unix::fs::MetadataExt;
            (about.ino(), about.ctime(), about.ctime_nsec())
        };
        #[cfg(not(unix))]
        let system = (0, 0, 0);
        Self { length: about.len(), modified: about.modified().ok(), system, corrections: corrections::count(path) }
    }

    fn is_racy(&self) -> bool {
        self.modified.is_none_or(|modified| modified.elapsed().is_ok_and(|age| age < RACY))
    }
}

/// A file that holds a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseFile {
    /// Where it stands.
    pub path: PathBuf,
    /// The case.
    pub id: CaseId,
    /// Whether it is a record or a journal.
    pub closed: bool,
}

/// The events of a case, and the stamp by which they are known again.
pub type Read = (Vec<Event>, Option<Stamp>);

impl Store {
    /// The files of all cases, records first, each kind in order.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn case_files(&self) -> Result<Vec<CaseFile>, StoreError> {
        let open = self.open_folder();
        let names = names_in(&open)?;
        let paths = self.records()?.into_iter().chain(names.into_iter().map(|name| open.join(name)));
        Ok(paths.filter_map(|path| self.case_file(&path)).collect())
    }

    /// What a path of the workspace holds, if that is a case: a journal or a record in its place.
    #[must_use]
    pub fn case_file(&self, path: &Path) -> Option<CaseFile> {
        // What corrects a record changes what its case says.
        let path = &corrections::corrected(path).unwrap_or_else(|| path.to_owned());
        let id = case_of_file(&path.file_name()?.to_string_lossy())?;
        let folder = path.parent()?;
        let closed = folder != self.open_folder();
        let digits = |part: Option<&Path>| {
            let name = part.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
            name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let records = self.root().join("records");
        let month = digits(Some(folder)) && digits(folder.parent());
        let in_place = !closed || month && folder.parent().and_then(Path::parent) == Some(records.as_path());
        in_place.then(|| CaseFile { path: path.to_owned(), id, closed })
    }

    /// What a file looks like now; none when it is not there.
    #[must_use]
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        std::fs::metadata(path).ok().filter(Metadata::is_file).map(|about| Stamp::of(path, &about))
    }

    /// The events of a case, and the stamp by which they are known again; no stamp where the file may have been
    /// written to meanwhile. None when the file is gone.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what was written.
    pub fn events_of(&self, file: &CaseFile) -> Result<Option<Read>, StoreError> {
        let read = || -> io::Result<(Vec<u8>, Option<Stamp>)> {
            // Whoever opens a pipe waits for its other end.
            if !std::fs::metadata(&file.path)?.is_file() {
                return Err(io::Error::other("not an ordinary file"));
            }
            let mut open = File::open(&file.path)?;
            let before = Stamp::of(&file.path, &open.metadata()?);
            let mut bytes = Vec::new();
            open.read_to_end(&mut bytes)?;
            let after = Stamp::of(&file.path, &open.metadata()?);
            let stamp = (before == after && !after.is_racy()).then_some(after);
            Ok((bytes, stamp))
        };
        let (bytes, stamp) = match read() {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read_error(error, &file.path)),
        };
        let events =
            if file.closed { record_events(&bytes) } else { journal::read_lines(&bytes).map(|lines| lines.events) };
        match events {
            Ok(events) => Ok(Some((events, stamp))),
            Err(trouble) => Err(StoreError { trouble, path: file.path.clone() }),
        }
    }
}

/// The events of a record. Unlike a journal, it was published whole: a line that is cut short is damage.
pub(super) fn record_events(bytes: &[u8]) -> Result<Vec<Event>, Trouble> {
    let unreadable = |reason: &str| Trouble::Unreadable { reason: reason.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable("not UTF-8"))?;
    let log = log_of(text).ok_or_else(|| unreadable("log:"))?;
    let lines = journal::read_lines(log.as_bytes())?;
    let whole = lines.length == log.len() && matches!(lines.events.last(), Some(Event { did: Did::Closed(_), .. }));
    if whole { Ok(lines.events) } else { Err(Trouble::Damaged { line: lines.events.len() + 1 }) }
}
