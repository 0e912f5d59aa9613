//! Cases on the disk: ids, open journals, definitions, records.

use super::{Journal, Store, StoreError, Trouble, disk, journal, read_error, write_error};
use crate::model::company::FORMAT;
use crate::model::definition::Definition;
use crate::model::event::Event;
use crate::model::record::{Summary, head_of, log_of};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// How deep files lie below `records`: year, month, a case's folder, a document.
const DEEPEST: usize = 4;

/// `2026-11-22-a017`: the day, the desk, the desk's count of the day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseId {
    /// The day.
    pub day: NaiveDate,
    /// The desk.
    pub desk: String,
    /// The count.
    pub count: u32,
}

impl CaseId {
    /// Reads an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let day = text.get(..10)?.parse().ok()?;
        let rest = text.get(10..)?.strip_prefix('-')?;
        let digits = rest.find(|c: char| c.is_ascii_digit())?;
        let (desk, count) = rest.split_at(digits);
        let fits = crate::model::company::is_desk(desk) && count.len() >= 3;
        let id = Self { day, desk: desk.to_owned(), count: count.parse().ok().filter(|_| fits)? };
        // `a0017` would be listed as `a017`, under which no file stands.
        (id.to_string() == text).then_some(id)
    }

    /// What is said of it on the phone: `a17`.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{}{}", self.desk, self.count)
    }
}

impl std::fmt::Display for CaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}{:03}", self.day.format("%Y-%m-%d"), self.desk, self.count)
    }
}

/// A case that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is open: its journal.
    Open(PathBuf),
    /// It is closed: its record.
    Closed(PathBuf),
}

/// An open case as its file shows it.
#[derive(Debug)]
pub struct OpenCase {
    /// Its id.
    pub id: String,
    /// Its events, or what is wrong with them.
    pub events: Result<Vec<Event>, StoreError>,
}

impl Store {
    /// Makes a folder of the workspace. Its name and those of the folders above it are safe afterwards, also
    /// where they were there: whoever made them may have been killed before they were.
    pub(super) fn folder(&self, path: &Path) -> Result<(), StoreError> {
        disk::make_folder(path, self.durability).map_err(|error| write_error(error, path))?;
        for above in path.ancestors().skip(1).take_while(|above| above.starts_with(&self.root)) {
            disk::sync_folder(above, self.durability).map_err(|error| write_error(error, above))?;
        }
        Ok(())
    }

    pub(super) fn open_folder(&self) -> PathBuf {
        self.root.join("records/open")
    }

    fn definitions_folder(&self) -> PathBuf {
        self.root.join("records/definitions")
    }

    /// The folder of the records of cases opened in a month.
    fn month_folder(&self, day: NaiveDate) -> PathBuf {
        self.root.join("records").join(day.format("%Y/%m").to_string())
    }

    /// Where the record of a case stands once it is closed.
    #[must_use]
    pub fn record_path(&self, id: &CaseId, procedure: &str) -> PathBuf {
        self.month_folder(id.day).join(format!("{id}-{procedure}.yaml"))
    }

    /// The workspace's lock, for as long as the file lives. Held for moments only.
    pub(super) fn lock(&self) -> Result<File, StoreError> {
        let folder = self.root.join("records");
        disk::make_folder(&folder, self.durability).map_err(|error| write_error(error, &folder))?;
        let path = folder.join(".lock");
        let file = disk::open_lock(&path).map_err(|error| write_error(error, &path))?;
        file.lock().map_err(|error| write_error(error, &path))?;
        Ok(file)
    }

    /// Opens a new case: takes the desk's next number of the day and writes the first events, in one step.
    ///
    /// # Errors
    /// When the system refuses; then no number is taken.
    pub fn create_case(
        &self,
        day: NaiveDate,
        desk: &str,
        events: impl Fn(&CaseId) -> Vec<Event>,
    ) -> Result<(CaseId, Journal, Vec<Event>), StoreError> {
        let _lock = self.lock()?;
        let folder = self.open_folder();
        self.folder(&folder)?;
        let mut count = self.counts(day, desk)?.last().copied().unwrap_or(0).saturating_add(1);
        loop {
            let id = CaseId { day, desk: desk.to_owned(), count };
            let events = events(&id);
            let lines: String = events.iter().map(Event::to_line).collect();
            let path = folder.join(format!("{id}.yaml"));
            let fresh =
                disk::publish(&path, lines.as_bytes(), self.durability).map_err(|error| write_error(error, &path))?;
            if fresh {
                let (journal, events, _) = Journal::open(&path, self.durability)?;
                return Ok((id, journal.share(self), events));
            }
            count = count.checked_add(1).ok_or_else(|| write_error(io::ErrorKind::StorageFull.into(), &path))?;
        }
    }

    /// The desk's numbers of a day, open and closed.
    fn counts(&self, day: NaiveDate, desk: &str) -> Result<BTreeSet<u32>, StoreError> {
        let mut counts = BTreeSet::new();
        for folder in [self.open_folder(), self.month_folder(day)] {
            for name in names_in(&folder)? {
                let id = case_of_file(&name);
                counts.extend(id.filter(|id| id.day == day && id.desk == desk).map(|id| id.count));
            }
        }
        Ok(counts)
    }

    /// Keeps a definition; one that is kept already stays as it is, one that was damaged is mended.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep_definition(&self, definition: &Definition) -> Result<String, StoreError> {
        let hash = definition.hash();
        let path = self.definitions_folder().join(format!("{hash}.yaml"));
        let _lock = self.lock()?;
        self.folder(&self.definitions_folder())?;
        let kept = self.definition(&hash).is_ok();
        if kept {
            disk::sync_parent(&path, self.durability).map_err(|error| write_error(error, &path))?;
            return Ok(hash);
        }
        let text = super::audit::definition_text(definition, &hash);
        // The name is the hash of the content: anything else under it is of no use.
        disk::replace(&path, text.as_bytes(), self.durability).map_err(|error| write_error(error, &path))?;
        Ok(hash)
    }

    /// The definition with this hash.
    ///
    /// # Errors
    /// When it is not there, or is not what it was.
    pub fn definition(&self, hash: &str) -> Result<Arc<Definition>, StoreError> {
        let path = self.definitions_folder().join(format!("{hash}.yaml"));
        let lost = || StoreError { trouble: Trouble::Definition { hash: hash.to_owned() }, path: path.clone() };
        let safe = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let text = disk::read_text(&path).ok().filter(|_| safe).ok_or_else(lost)?;
        let read = disk::from_yaml(&text);
        if read.is_err() && super::audit::definition_is_whole(&text, hash) {
            return Err(StoreError { trouble: Trouble::Newer { found: None }, path });
        }
        let definition: Definition = read.map_err(|_| lost())?;
        if definition.hash() == hash { Ok(Arc::new(definition)) } else { Err(lost()) }
    }

    /// Whether there is a definition with this hash, whole or not.
    #[must_use]
    pub fn has_definition(&self, hash: &str) -> bool {
        self.definitions_folder().join(format!("{hash}.yaml")).is_file()
    }

    /// Writes the record of a case whole: the commit point of closing. A record that is there already, from
    /// a closing that was cut short right behind it, stays.
    ///
    /// # Errors
    /// When the system refuses, or another record stands in the place.
    pub fn publish_record(&self, id: &CaseId, procedure: &str, text: &str) -> Result<PathBuf, StoreError> {
        let path = self.record_path(id, procedure);
        let _lock = self.lock()?;
        self.folder(&self.month_folder(id.day))?;
        let fresh =
            disk::publish(&path, text.as_bytes(), self.durability).map_err(|error| write_error(error, &path))?;
        if !fresh {
            let there = disk::read_text(&path).map_err(|error| read_error(error, &path))?;
            if !same_case(&there, text) {
                let taken = io::Error::new(io::ErrorKind::AlreadyExists, "another record stands there");
                return Err(write_error(taken, &path));
            }
        }
        Ok(path)
    }

    /// Takes the journal of a closed case away; one that is away already was removed by a try that failed later.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_journal(&self, journal: &Journal) -> Result<(), StoreError> {
        let path = journal.path();
        let removed = match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        };
        let removed = removed.and_then(|()| disk::sync_folder(&self.open_folder(), self.durability));
        removed.map_err(|error| write_error(error, path))
    }

    /// All open cases, by id.
    ///
    /// # Errors
    /// When the folder cannot be listed. A case that cannot be read is among the cases, with its trouble.
    pub fn open_cases(&self) -> Result<Vec<OpenCase>, StoreError> {
        let folder = self.open_folder();
        let mut cases = Vec::new();
        for name in names_in(&folder)? {
            let Some(id) = case_of_file(&name).map(|id| id.to_string()) else { continue };
            let path = folder.join(&name);
            let events = read_journal(&path);
            // Closed between the listing and the reading.
            if !matches!(&events, Err(error) if error.is_missing()) {
                cases.push(OpenCase { id, events });
            }
        }
        Ok(cases)
    }

    /// The events of an open case, without taking it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn peek(&self, id: &str) -> Result<Vec<Event>, StoreError> {
        read_journal(&self.open_folder().join(format!("{id}.yaml")))
    }

    /// The first event of an open case, as far as it can be read.
    #[must_use]
    pub fn first_event(&self, id: &str) -> Option<Event> {
        let bytes = disk::read(&self.open_folder().join(format!("{id}.yaml"))).ok()?;
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        Event::from_line(std::str::from_utf8(line).ok()?).ok()
    }

    /// Takes an open case.
    ///
    /// # Errors
    /// See [`Journal::open`].
    pub fn take_case(&self, id: &str) -> Result<(Journal, Vec<Event>, Option<PathBuf>), StoreError> {
        let path = self.open_folder().join(format!("{id}.yaml"));
        let (journal, events, torn) = Journal::open(&path, self.durability)?;
        // Whoever opened the case may have been killed before its name was safe.
        disk::sync_parent(&path, self.durability).map_err(|error| write_error(error, &path))?;
        Ok((journal.share(self), events, torn))
    }

    /// The paths of the records of cases opened on a day or later, oldest first.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn records_since(&self, day: NaiveDate) -> Result<Vec<PathBuf>, StoreError> {
        let mut paths = self.records()?;
        paths.retain(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            case_of_file(&name).is_some_and(|id| id.day >= day)
        });
        Ok(paths)
    }

    /// The text of a record and its head.
    ///
    /// # Errors
    /// When it cannot be read, or is of a newer program.
    pub fn record(&self, path: &Path) -> Result<(Summary, String), StoreError> {
        let text = disk::read_text(path).map_err(|error| read_error(error, path))?;
        let wrong = |reason: String| StoreError { trouble: Trouble::Unreadable { reason }, path: path.to_owned() };
        let summary = match Summary::read(&text) {
            Some(summary) => summary,
            None => {
                let head = head_of(&text).ok_or_else(|| wrong("log:".to_owned()))?;
                disk::from_yaml(head).map_err(wrong)?
            }
        };
        if summary.format > FORMAT {
            return Err(StoreError { trouble: Trouble::Newer { found: Some(summary.format) }, path: path.to_owned() });
        }
        Ok((summary, text))
    }

    /// The lines of a record's log, as they stand there.
    ///
    /// # Errors
    /// When it cannot be read, or has none.
    pub fn log(&self, path: &Path) -> Result<String, StoreError> {
        let text = disk::read_text(path).map_err(|error| read_error(error, path))?;
        let lost = || StoreError { trouble: Trouble::Unreadable { reason: "log:".to_owned() }, path: path.to_owned() };
        log_of(&text).map(str::to_owned).ok_or_else(lost)
    }

    /// The case that is meant by an id, its end (`a17`) or its record's name.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn look_up(&self, wanted: &str, today: NaiveDate) -> Result<(CaseId, Found), StoreError> {
        let error = |trouble| StoreError { trouble, path: self.root.join("records") };
        let full = wanted.trim().trim_end_matches(".yaml");
        if let Some(id) = CaseId::parse(full)
            && let Some(found) = self.found(&id)?
        {
            return Ok((id, found));
        }
        // `a17` is `a017` as well.
        let (desk, count) = full.split_at(full.find(|c: char| c.is_ascii_digit()).unwrap_or(full.len()));
        let short = |id: &CaseId| id.desk == desk && count.len() <= 9 && count.parse() == Ok(id.count);
        let matches = |id: &CaseId| id.to_string() == full || short(id) || full.starts_with(&format!("{id}-"));
        let mut open = Vec::new();
        for name in names_in(&self.open_folder())? {
            open.extend(
                case_of_file(&name).filter(&matches).map(|id| (id, Found::Open(self.open_folder().join(&name)))),
            );
        }
        let mut closed = Vec::new();
        for path in self.records()? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            closed.extend(case_of_file(&name).filter(&matches).map(|id| (id, Found::Closed(path))));
        }
        // `a17` is today's; failing that, the only one that is open; failing that, the only one.
        closed.retain(|(id, _)| !open.iter().any(|(other, _)| other == id));
        let all: Vec<(CaseId, Found)> = open.iter().cloned().chain(closed).collect();
        let of_today: Vec<_> = all.iter().filter(|(id, _)| id.day == today).cloned().collect();
        for group in [of_today, open, all] {
            match group.as_slice() {
                [] => {}
                [one] => return Ok(one.clone()),
                several => {
                    let ids = several.iter().map(|(id, _)| id.to_string()).collect();
                    return Err(error(Trouble::Ambiguous(ids)));
                }
            }
        }
        Err(error(Trouble::NoSuchCase))
    }

    /// The one file of a case whose id is known; none where there is no file, or several.
    fn found(&self, id: &CaseId) -> Result<Option<Found>, StoreError> {
        let open = self.open_folder().join(format!("{id}.yaml"));
        if open.is_file() {
            return Ok(Some(Found::Open(open)));
        }
        let month = self.month_folder(id.day);
        let names = names_in(&month)?;
        let mut mine = names.iter().filter(|name| case_of_file(name).as_ref() == Some(id));
        Ok(mine.next().filter(|_| mine.next().is_none()).map(|name| Found::Closed(month.join(name))))
    }

    /// Takes away what a killed program was writing. Another program's work is left alone.
    pub fn sweep(&self) {
        let path = self.root.join("records/.lock");
        let Ok(lock) = disk::open_lock(&path) else { return };
        if lock.try_lock().is_err() {
            return;
        }
        let _ = fs::remove_file(disk::temporary(&self.local_path()));
        self.sweep_pages();
        let pages = WalkDir::new(self.root.join("out")).max_depth(1);
        let records = WalkDir::new(self.root.join("records")).max_depth(DEEPEST);
        for entry in records.into_iter().chain(pages).flatten() {
            if disk::is_temporary(&entry.file_name().to_string_lossy()) && entry.file_type().is_file() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// A path as people are told it: relative to the workspace.
    #[must_use]
    pub fn relative(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }
}

/// Whether two record texts are of the same case with the same events; only the moment of closing may differ.
fn same_case(there: &str, text: &str) -> bool {
    let id = |text: &str| {
        let head = head_of(text).and_then(|head| disk::from_yaml::<Summary>(head).ok());
        head.map(|summary| (summary.id, summary.procedure, summary.opened, summary.definition))
    };
    let journal = |text: &str| {
        let log = log_of(text)?.trim_end();
        Some(log.get(..log.rfind('\n')?)?.to_owned())
    };
    id(there) == id(text) && journal(there).is_some() && journal(there) == journal(text)
}

fn read_journal(path: &Path) -> Result<Vec<Event>, StoreError> {
    let bytes = disk::read(path).map_err(|error| read_error(error, path))?;
    journal::read_lines(&bytes)
        .map(|lines| lines.events)
        .map_err(|trouble| StoreError { trouble, path: path.to_owned() })
}

/// The id at the beginning of a file's name.
pub(super) fn case_of_file(name: &str) -> Option<CaseId> {
    // `<id>-<procedure>.r2.yaml` corrects a record and is none.
    let stem = name.strip_suffix(".yaml").filter(|stem| !stem.contains('.'))?;
    let behind_date = stem.get(11..)?;
    let end = behind_date.find('-').map_or(stem.len(), |dash| 11 + dash);
    CaseId::parse(stem.get(..end)?)
}

/// The names of the files in a folder, in order; a folder that is not there has none.
pub(super) fn names_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| read_error(error.into(), folder))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}
