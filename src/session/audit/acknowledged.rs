//! Acknowledgements: every line whole, in the file of whoever it is of, of an edition that is there.

use super::Auditor;
use super::first_difference;
use crate::model::event::Did;
use crate::model::handbook::Handbook;
use crate::session::flaw::{Finding, Flaw};
use crate::store::{edition_text, lines_of};

impl Auditor<'_> {
    pub(super) fn edition(&mut self, hash: &str, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let text = String::from_utf8_lossy(&bytes);
        let read = serde_yaml::from_str::<Handbook>(&text).ok();
        match read.filter(|edition| edition.hash() == hash) {
            Some(edition) => {
                if let Some(line) = first_difference(&text, &edition_text(&edition)) {
                    self.say(path, Some(line), Flaw::EditionDamaged);
                }
                self.editions.insert(hash.to_owned());
            }
            None => self.say(path, None, Flaw::EditionDamaged),
        }
    }

    pub(super) fn acknowledgements(&mut self, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let (events, whole) = match lines_of(&bytes) {
            Ok(lines) => lines,
            Err(trouble) => return self.trouble(path, 1, trouble),
        };
        if !whole {
            let flaw = if bytes.ends_with(b"\n") { Flaw::Damaged } else { Flaw::Torn };
            self.say(path, Some(events.len() + 1), flaw);
        }
        for (at, event) in events.iter().enumerate() {
            let belongs = self.store.relative(&self.store.acknowledged_path(&event.by));
            match &event.did {
                Did::Acknowledged(read) if belongs == path => {
                    self.acknowledged.push((path.to_owned(), at + 1, read.edition.clone()));
                }
                Did::Acknowledged(_) => self.say(path, Some(at + 1), Flaw::Misplaced(belongs)),
                _ => self.say(path, Some(at + 1), Flaw::Damaged),
            }
        }
    }

    /// Acknowledged editions that nobody can read any more; one that is there and damaged was named.
    pub(super) fn lost_editions(&self) -> Vec<Finding> {
        let lost = self.acknowledged.iter().filter(|(_, _, edition)| !self.editions.contains(edition));
        lost.map(|(path, line, edition)| Finding {
            path: path.clone(),
            line: Some(*line),
            flaw: Flaw::EditionLost(edition.clone()),
        })
        .collect()
    }
}
