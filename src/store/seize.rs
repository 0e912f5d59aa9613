//! Taking a case over from a program that still has it open.

use super::journal::read_lines;
use super::{Journal, Store, StoreError, Trouble, disk, read_error, write_error};
use crate::model::event::Event;
use std::path::PathBuf;

/// A case that was taken over: its journal, its events, and the place to which an unfinished last line was moved.
pub type Seized = (Journal, Vec<Event>, Option<PathBuf>);

impl Store {
    /// Takes an open case over, whoever has it open: a journal with one line more is put in the place of the one that
    /// is there, in one step. The program that had it notices at its next write, and writes nothing.
    ///
    /// `event` says what is written of it, or why the case is not to be taken.
    ///
    /// # Errors
    /// When the journal cannot be read, or the system refuses to write; then nothing is taken.
    pub fn seize_case<E: From<StoreError>>(
        &self,
        id: &str,
        event: impl FnOnce(&[Event]) -> Result<Vec<Event>, E>,
    ) -> Result<Seized, E> {
        let path = self.open_folder().join(format!("{id}.yaml"));
        // Nobody appends while this is held.
        let _lock = self.lock()?;
        let bytes = disk::read(&path).map_err(|error| read_error(error, &path))?;
        let damaged = |trouble: Trouble| StoreError { trouble, path: path.clone() };
        let lines = read_lines(&bytes).map_err(damaged)?;
        let taken: String = event(&lines.events)?.iter().map(Event::to_line).collect();
        // What lies behind the last good line is kept: the new journal moves it aside when it is opened.
        let (good, tail) = bytes.split_at(lines.length);
        let torn = (!tail.is_empty()).then(|| path.with_file_name(format!("{id}.{}.torn", lines.events.len() + 1)));
        if let Some(torn) = &torn {
            disk::replace(torn, tail, self.durability).map_err(|error| write_error(error, torn))?;
        }
        let text = [good, taken.as_bytes()].concat();
        disk::replace(&path, &text, self.durability).map_err(|error| write_error(error, &path))?;
        let (journal, events, _) = Journal::open(&path, self.durability)?;
        Ok((journal.share(self), events, torn))
    }
}
