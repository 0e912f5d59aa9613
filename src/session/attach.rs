//! Files on their way into a case: looked at, announced, copied, told.

use super::{Notice, Session, SessionError};
use crate::device::scanner::Scanner;
use crate::engine::{Case, Move, Refusal};
use crate::model::attachment::{Attachment, FileKind};
use crate::model::definition::StepKind;
use crate::model::digest::sha256;
use crate::store::{CaseId, FileTrouble};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where invented files lie before they are attached.
const INVENTED: &str = "brought";

impl Session {
    /// Attaches files to a step of the case on top: all of them, or none.
    ///
    /// # Errors
    /// A file that is not taken, a refusal, or a disk; files that were attached before stay.
    pub fn attach(&mut self, step: &str, paths: &[PathBuf]) -> Result<Vec<Notice>, SessionError> {
        let held = self.stack.last().ok_or(SessionError::Nothing)?;
        let count = held.case.fact(step).map_or(0, |fact| fact.begun) + 1;
        let (id, procedure) = (held.id.clone(), held.case.definition.id.clone());
        let mut files: Vec<Attachment> = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let refused = |trouble| SessionError::NotAttached { path: path.to_string_lossy().into_owned(), trouble };
            let bytes = self.store.take_file(path).map_err(refused)?;
            let kind = FileKind::of(&bytes).ok_or_else(|| refused(FileTrouble::UnknownKind))?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let copy = self.store.copy_path(&id, &procedure, step, (count, at + 1), (&name, kind));
            let (hash, file) = (sha256(&bytes), self.store.below_records(&copy));
            self.sources.insert(hash.clone(), path.clone());
            files.push(Attachment { name, kind, size: u64::try_from(bytes.len()).unwrap_or(u64::MAX), hash, file });
        }
        self.act(&Move::Attach { step: step.to_owned(), files })
    }

    /// The same with a scanner.
    #[must_use]
    pub fn with_scanner(self, scanner: Box<dyn Scanner>) -> Self {
        Self { scanner, ..self }
    }

    /// Scans one page for a step of the case on top, and attaches it as any other file.
    ///
    /// # Errors
    /// Why there is no page, a refusal, or a disk; nothing is left of the page then.
    pub fn scan(&mut self, step: &str) -> Result<Vec<Notice>, SessionError> {
        let outline = self.outline().ok_or(SessionError::Nothing)?;
        let row = outline.row(step).ok_or_else(|| Refusal::WrongKind { step: step.to_owned() })?;
        let wrong = || Refusal::WrongKind { step: step.to_owned() };
        let StepKind::Attach(attach) = &outline.rows[row].step.kind else { return Err(wrong().into()) };
        let (format, _) = self.scanner.manner();
        let format = format.fitting(&attach.accept).filter(|_| attach.scan).ok_or_else(wrong)?;
        let number = outline.files(row).0.len() + 1;
        let page = self.scanner.page(format).map_err(SessionError::NotScanned)?;
        let place = self.store.unfinished_page(&format!("scan-{number}.{}", format.kind().ending()));
        let attached = match self.store.put_document(&place, &page) {
            Ok(()) => self.attach(step, std::slice::from_ref(&place)),
            Err(error) => Err(error.into()),
        };
        self.store.drop_page(&place);
        attached
    }

    /// How long the scanner may take for a page.
    #[must_use]
    pub fn scanning_takes(&self) -> Duration {
        self.scanner.manner().1
    }

    /// Files were announced: copies them, or tells the case that they are not to be had any more.
    pub(super) fn copy_files(&mut self, step: &str, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let coming = held.case.fact(step).map(|fact| fact.coming.clone()).unwrap_or_default();
        for file in &coming {
            let copy = self.store.in_records(&file.file);
            if self.store.document(&copy).is_ok_and(|bytes| sha256(&bytes) == file.hash) {
                continue;
            }
            let source = self.sources.get(&file.hash).map(PathBuf::as_path);
            let taken = source.ok_or(FileTrouble::Missing).and_then(|path| self.store.take_file(path));
            match taken {
                // What has changed since it was announced is another file.
                Ok(bytes) if sha256(&bytes) == file.hash => self.store.put_document(&copy, &bytes)?,
                other => {
                    let trouble = other.err().unwrap_or(FileTrouble::Missing);
                    let reason = "file".to_owned();
                    self.drop_copies(&coming);
                    self.sources.clear();
                    notices.push(Notice::NotAttached { name: file.name.clone(), trouble });
                    return self.decide(&Move::Failed { step: step.to_owned(), reason });
                }
            }
        }
        self.sources.clear();
        self.decide(&Move::Copied { step: step.to_owned() })
    }

    /// Takes back what was attached: nobody is to find a stranger's paper in the case.
    ///
    /// # Errors
    /// A refusal, or a disk.
    pub fn detach(&mut self, step: &str) -> Result<Vec<Notice>, SessionError> {
        let files = self.top().and_then(|case| case.fact(step)).map(|fact| fact.files.clone()).unwrap_or_default();
        let notices = self.act(&Move::Undo { step: step.to_owned() })?;
        self.drop_copies(&files);
        Ok(notices)
    }

    /// The files of an item: they go with it.
    pub(super) fn files_of_item(&self, item: &str) -> Vec<Attachment> {
        let inside = |id: &str| id.strip_prefix(item).is_some_and(|rest| rest.starts_with('.'));
        let facts = self.top().into_iter().flat_map(Case::facts).filter(|(id, _)| inside(id));
        facts.flat_map(|(_, fact)| fact.files.iter().cloned()).collect()
    }

    /// What cannot be removed is named by no answer any more, and harms nobody.
    pub(super) fn drop_copies(&self, files: &[Attachment]) {
        for file in files {
            let _ = self.store.remove_copy(&self.store.in_records(&file.file));
        }
    }

    /// Files that a scenario invents: of the kind that their names say.
    pub(super) fn invent(&self, names: &[String]) -> Result<Vec<PathBuf>, SessionError> {
        let folder = self.store.root().join(INVENTED);
        let one = |name: &String| {
            let path = folder.join(Path::new(name).file_name().unwrap_or_default());
            self.store.put_document(&path, &FileKind::invented(name))?;
            Ok(path)
        };
        names.iter().map(one).collect()
    }

    /// Takes away what was invented, once it is attached.
    pub(super) fn forget_invented(&self, paths: &[PathBuf]) {
        for path in paths {
            let _ = self.store.remove_copy(path);
        }
        self.store.drop_empty(&self.store.root().join(INVENTED));
    }

    /// The parts of a record's head and of letters know a case by its id.
    pub(super) fn top_id(&self) -> Result<CaseId, SessionError> {
        self.stack.last().map(|held| held.id.clone()).ok_or(SessionError::Nothing)
    }
}
