//! Reading definitions, journals and records: what stands in each of them by itself.

use super::files::papers;
use super::{Auditor, Known, first_difference, line_at, opened};
use crate::engine::Case;
use crate::model::definition::Definition;
use crate::model::digest::sha256;
use crate::model::event::{Did, definition_hash};
use crate::model::record::log_of;
use crate::session::closing::record_of;
use crate::session::flaw::Flaw;
use crate::store::{CaseId, Tray, definition_is_whole, definition_text, lines_of, read_marks, record_lines};
use std::sync::Arc;

impl Auditor<'_> {
    pub(super) fn definition(&mut self, hash: &str, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = line_at(error.as_bytes(), error.utf8_error().valid_up_to());
                return self.say(path, Some(line), Flaw::DefinitionDamaged);
            }
        };
        match serde_yaml::from_str::<Definition>(&text) {
            Ok(definition) if definition.hash() == hash => {
                if let Some(line) = first_difference(&text, &definition_text(&definition, hash)) {
                    self.say(path, Some(line), Flaw::DefinitionRewritten);
                }
                self.definitions.insert(hash.to_owned(), Arc::new(definition));
            }
            Ok(_) => self.say(path, None, Flaw::DefinitionDamaged),
            Err(_) if definition_is_whole(&text, hash) => self.say(path, None, Flaw::Newer(None)),
            Err(error) => {
                let line = error.location().map(|location| location.line());
                self.say(path, line, Flaw::DefinitionDamaged);
            }
        }
    }

    pub(super) fn journal(&mut self, id: &CaseId, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let id = id.to_string();
        self.there.insert(id.clone());
        match lines_of(&bytes) {
            Ok((events, whole)) => {
                if !whole {
                    // Cut off by a power loss, or being written just now.
                    self.say(path, Some(events.len() + 1), Flaw::Torn);
                }
                self.known(Known { id, path: path.to_owned(), closed: false, first: 1, events });
            }
            Err(trouble) => {
                self.dark.insert(id);
                self.trouble(path, 1, trouble);
            }
        }
    }

    pub(super) fn record(&mut self, id: &CaseId, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let id_text = id.to_string();
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => {
                self.dark_case(&id_text);
                return self.say(path, Some(line_at(&bytes, error.valid_up_to())), Flaw::Damaged);
            }
        };
        let Some(log) = log_of(text) else {
            self.dark_case(&id_text);
            // The mark of the log is hit: it stands in front of the first event.
            let line = text.find("\n- {\"n\":").map_or(1, |at| line_at(&bytes, at));
            return self.say(path, Some(line), Flaw::Damaged);
        };
        let first = line_at(&bytes, text.len() - log.len());
        let events = match record_lines(&bytes) {
            Ok(events) => events,
            Err(trouble) => {
                self.dark_case(&id_text);
                return self.trouble(path, first, trouble);
            }
        };
        self.there.insert(id_text.clone());
        let procedure = opened(&events).map_or("", |opened| &opened.procedure);
        let belongs = self.store.relative(&self.store.record_path(id, procedure));
        if belongs != path {
            self.say(path, None, Flaw::Misplaced(belongs));
        }
        let case = Known { id: id_text, path: path.to_owned(), closed: true, first, events };
        if let Some(line) = self.other_head(&case, text, log) {
            self.say(path, Some(line), Flaw::Head);
        }
        self.known(case);
    }

    fn dark_case(&mut self, id: &str) {
        self.there.insert(id.to_owned());
        self.dark.insert(id.to_owned());
    }

    /// The first line in which a record is not what its log makes of it.
    fn other_head(&self, case: &Known, text: &str, log: &str) -> Option<usize> {
        let (last, before) = case.events.split_last()?;
        let definition = self.definitions.get(definition_hash(&case.events))?;
        let replayed = Case::replay(&case.id, Arc::clone(definition), before);
        let derived = record_of(&replayed, self.outside, last.at, log).unwrap_or_default();
        first_difference(text, &derived)
    }

    /// A case whose lines are whole.
    fn known(&mut self, case: Known) {
        // Those under which it ran before are kept as well: they say what was asked.
        for (at, event) in case.events.iter().enumerate() {
            let hash = match &event.did {
                Did::Opened(opened) => &opened.definition,
                Did::Updated(updated) => &updated.to,
                _ => continue,
            };
            if !self.definitions.contains_key(hash) {
                self.say(&case.path, Some(case.first + at), Flaw::DefinitionLost(hash.clone()));
            }
        }
        for made in papers(&case.events) {
            // Made again with the same bytes, it is the same document; private ones and letters may
            // lie on another machine.
            let line = Some(case.first + made.at);
            let file = self.lies_at(&made.file);
            match self.store.item(&file) {
                Ok(Some(bytes)) if sha256(&bytes) == made.hash => {}
                Ok(Some(_)) => {
                    self.say(&format!("records/{file}"), None, Flaw::DocumentChanged(case.id.clone()));
                }
                Ok(None) if made.file.starts_with("private/") || made.file.starts_with("outbox/") => {}
                Ok(None) | Err(_) => self.say(&case.path, line, Flaw::DocumentLost(made.file.clone())),
            }
        }
        self.cases.push(case);
    }

    /// Where a file of a case lies now: a letter is put away when it is done with.
    fn lies_at(&self, file: &str) -> String {
        let put_away = |tray: Tray| {
            let id = file.strip_prefix("outbox/")?.strip_suffix(".eml")?;
            let below = self.store.below_records(&self.store.letter_file(tray, id));
            matches!(self.store.item(&below), Ok(Some(_)) | Err(_)).then_some(below)
        };
        Tray::ALL.into_iter().find_map(put_away).unwrap_or_else(|| file.to_owned())
    }

    /// What became of a letter.
    pub(super) fn letter_marks(&mut self, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        match read_marks(&bytes) {
            Ok((marks, length)) if length < bytes.len() => self.say(path, Some(marks.len() + 1), Flaw::Torn),
            Ok(_) => {}
            Err(trouble) => self.trouble(path, 1, trouble),
        }
    }
}
