//! What lies beside cases: corrections, private answers, what others leave.

use super::links::goes_on_in;
use super::{Auditor, Known, first_difference, line_at};
use crate::model::correction::{BadCorrection, Correction};
use crate::model::event::definition_hash;
use crate::session::correct::is_forgotten;
use crate::session::flaw::{Finding, Flaw};
use crate::session::private::{given, unknown_answers};
use crate::store::{Left, StoreError, Trouble, case_beside, private_text};
use std::collections::BTreeMap;

impl Auditor<'_> {
    pub(super) fn correction(&mut self, path: &str, below: &str, record: &str, revision: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = line_at(error.as_bytes(), error.utf8_error().valid_up_to());
                return self.say(path, Some(line), Flaw::Damaged);
            }
        };
        match Correction::read(&text) {
            Ok(correction) => {
                let named = record.starts_with(&format!("{}-", correction.case));
                if !named || revision != correction.revision.to_string() {
                    self.say(path, None, Flaw::CorrectionStray);
                }
                let record = path.strip_suffix(&format!(".r{revision}.yaml")).unwrap_or(path);
                let beside = self.corrections.entry(format!("{record}.yaml")).or_default();
                beside.push((path.to_owned(), correction));
                beside.sort_by_key(|(_, correction)| correction.revision);
            }
            Err(BadCorrection::Newer(found)) => self.say(path, None, Flaw::Newer(Some(found))),
            Err(BadCorrection::Damaged(line)) => self.say(path, line, Flaw::Damaged),
        }
    }

    /// A file that somebody left beside an open case; whether it is named like one.
    pub(super) fn aside(&mut self, path: &str, below: &str) -> bool {
        if case_beside(path.rsplit('/').next().unwrap_or(path)).is_none() {
            return false;
        }
        match self.store.aside(&self.store.in_records(below)) {
            Ok(aside) => self.asides.push((path.to_owned(), aside)),
            Err(error) if error.is_missing() => {}
            Err(error) => self.trouble(path, 1, error.trouble),
        }
        true
    }

    /// Private answers are written in one way only.
    pub(super) fn private_answers(&mut self, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        let text = String::from_utf8_lossy(&bytes);
        // What cannot be read is told with the case.
        let written = serde_yaml::from_str(&text).map(|answers| private_text(&answers));
        if let Some(line) = written.ok().and_then(|written| first_difference(&text, &written)) {
            self.say(path, Some(line), Flaw::Damaged);
        }
    }

    pub(super) fn changes(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let known: BTreeMap<&str, &Known> = self.cases.iter().map(|case| (case.path.as_str(), case)).collect();
        for (record, corrections) in &self.corrections {
            let Some(case) = known.get(record.as_str()) else {
                let stray = corrections.iter().filter(|(_, correction)| !self.dark.contains(&correction.case));
                found.extend(stray.map(|(path, _)| whole(path, Flaw::CorrectionStray)));
                continue;
            };
            let definition = self.definitions.get(definition_hash(&case.events));
            let unknown = |step: &str| definition.is_some_and(|definition| definition.step(step).is_none());
            for ((path, correction), revision) in corrections.iter().zip(2..) {
                // Readers stop at the first gap.
                if correction.revision != revision {
                    found.push(whole(path, Flaw::CorrectionGap(revision)));
                    break;
                }
                let strange = correction.answers.iter().filter(|changed| unknown(&changed.step));
                found.extend(strange.map(|changed| whole(path, Flaw::CorrectionStep(changed.step.clone()))));
            }
        }
        found
    }

    /// What is kept apart, as far as it lies on this machine.
    pub(super) fn private(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for case in self.cases.iter().filter(|case| self.store.keeps_private(&case.id)) {
            let path = format!("records/private/{}", case.id);
            let corrections = self.corrections.get(&case.path).map_or(&[][..], Vec::as_slice);
            if is_forgotten(corrections.iter().map(|(_, correction)| correction)) {
                found.push(whole(&path, Flaw::StillKept));
                continue;
            }
            let Some(definition) = self.definitions.get(definition_hash(&case.events)) else { continue };
            // What was given before it was forgotten is not here any more.
            let forgotten = corrections.iter().rposition(|(_, correction)| correction.forgotten);
            let since = corrections.iter().skip(forgotten.map_or(0, |at| at + 1));
            let changed = since.flat_map(|(_, correction)| &correction.answers);
            let changed = changed.map(|changed| (changed.step.as_str(), &changed.value));
            let first = if forgotten.is_none() { &case.events[..] } else { &[] };
            let answers = format!("{path}/answers.yaml");
            match self.store.private_answers(&case.id) {
                Ok(kept) if kept.is_empty() => {}
                Ok(kept) => {
                    let unknown = unknown_answers(definition, given(first).chain(changed), &kept);
                    found.extend(unknown.into_iter().map(|step| whole(&answers, Flaw::PrivateChanged(step))));
                }
                Err(StoreError { trouble: Trouble::Unreadable { reason }, .. }) => {
                    found.push(whole(&answers, Flaw::Unreadable(reason)));
                }
                Err(StoreError { trouble: Trouble::Read(error), .. }) => {
                    found.push(whole(&answers, Flaw::Unreadable(error.to_string())));
                }
                Err(_) => {}
            }
        }
        found
    }

    /// What others left: it lies beside an open case, and what it says of a third one is so.
    pub(super) fn left(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (path, aside) in &self.asides {
            let case = self.cases.iter().find(|case| case.id == aside.case);
            if case.map_or(!self.dark.contains(&aside.case), |case| case.closed) {
                found.push(whole(path, Flaw::AsideStray(aside.case.clone())));
            }
            let Left::Joined { other, .. } = &aside.left else { continue };
            let joined = self.cases.iter().find(|case| case.id == *other);
            if !self.there.contains(other) {
                found.push(whole(path, Flaw::CaseLost(other.clone())));
            } else if joined.is_some_and(|joined| !goes_on_in(&joined.events, &aside.case)) {
                found.push(whole(path, Flaw::OneSided(other.clone())));
            }
        }
        found
    }
}

/// A finding about a file as a whole.
fn whole(path: &str, flaw: Flaw) -> Finding {
    Finding { path: path.to_owned(), line: None, flaw }
}
