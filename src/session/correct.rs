//! Putting closed cases right, and forgetting what was private in them. Records are never rewritten: what holds now
//! stands beside them.

use super::listing::replayed;
use super::outbox::letter_id;
use super::private::hidden;
use super::{Session, SessionError};
use crate::engine::{Case, Concern, Outline, Outside, Refusal, State};
use crate::model::company::{FORMAT, Git};
use crate::model::correction::{Changed, Correction};
use crate::model::definition::{Step, StepKind};
use crate::model::event::Did;
use crate::model::types::mask_of;
use crate::store::{CaseId, Found, Kept, PrivateAnswers};
use std::path::{Path, PathBuf};

/// A closed case whose answers are being put right; nothing is written before it is saved.
#[derive(Debug)]
pub struct Correcting {
    /// The case, with what was corrected so far.
    pub case: Case,
    outside: Outside,
    record: PathBuf,
    changes: Vec<Changed>,
    /// Private answers among the changes, each with those that were typed before it.
    private: PrivateAnswers,
    /// Which revision this will be.
    revision: u32,
}

impl Correcting {
    /// The case as it is now, in the world as it had seen it.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        self.case.outline(&self.outside)
    }

    /// The steps whose answers may be put right: every question in the plan, answered or not.
    #[must_use]
    pub fn questions(&self) -> Vec<String> {
        let outline = self.outline();
        let asked = outline.rows.iter().filter(|row| matches!(row.step.kind, StepKind::Ask(_)));
        asked.filter(|row| row.state != State::Out).map(|row| row.id.clone()).collect()
    }

    /// Whether anything is changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }
}

impl Session {
    /// Takes a closed case up to put its answers right.
    ///
    /// # Errors
    /// When there is no such case, it is open, or it cannot be read.
    pub fn correcting(&self, wanted: &str) -> Result<Correcting, SessionError> {
        let (id, record) = self.closed(wanted)?;
        // Counted before it is read: what comes between makes this one refused, not blind.
        let revision = self.store.next_revision(&record);
        let (case, _) = replayed(&self.store, &id, &Found::Closed(record.clone()))?;
        let private = self.store.private_answers(&case.id)?;
        let today = self.outside();
        let mut outside = case.remembered().showing(&today);
        outside.private = super::private::opened(&case, &private);
        outside.area_code = today.area_code;
        Ok(Correcting { case, outside, record, changes: Vec::new(), private: PrivateAnswers::new(), revision })
    }

    fn closed(&self, wanted: &str) -> Result<(CaseId, PathBuf), SessionError> {
        let (id, found) = self.store.look_up(wanted, self.clock.now().date_naive())?;
        match found {
            Found::Closed(record) => Ok((id, record)),
            Found::Open(_) => Err(SessionError::StillOpen { id }),
        }
    }

    /// Judges a new answer as it would have been judged in the case, and takes it. `accepted` says that its doubts
    /// were seen. An answer that is none is no change.
    ///
    /// # Errors
    /// The engine's refusal; doubts that nobody has accepted.
    pub fn put_right(&self, to: &mut Correcting, id: &str, raw: &str, accepted: Accepted) -> Result<(), SessionError> {
        let step = to.case.definition.step(id).ok_or_else(|| Refusal::NoSuchStep { step: id.to_owned() })?.clone();
        let outline = to.case.outline(&to.outside);
        if !matches!(step.kind, StepKind::Ask(_)) {
            return Err(Refusal::WrongKind { step: id.to_owned() }.into());
        }
        let at = outline.row(id).filter(|row| outline.rows[*row].state != State::Out);
        let at = at.ok_or_else(|| Refusal::Out { step: id.to_owned() })?;
        // What could not be asked before a gate was passed was not asked.
        if let State::Blocked(by) = outline.rows[at].state {
            let by = outline.rows[by].id.clone();
            return Err(Refusal::Blocked { by, step: id.to_owned() }.into());
        }
        let answer = to.case.check(&outline, at, raw, &to.outside)?;
        let done = outline.rows[at].state == State::Done;
        if !answer.concerns.is_empty() && accepted == Accepted::No {
            return Err(Refusal::Doubtful(answer.concerns).into());
        }
        let before = to.case.fact(id).map(|fact| fact.value.clone()).unwrap_or_default();
        let (mut value, mut label) = (answer.value, answer.label);
        if let Some(field) = step.kind.field().filter(|_| step.is_private()) {
            if to.outside.private.get(id) == Some(&value) {
                return Ok(());
            }
            to.outside.private.insert(id.to_owned(), value.clone());
            let kept = Kept { value, salt: self.store.salt(&to.case.id)? };
            (value, label) = (hidden(field, &kept), None);
            to.private.entry(id.to_owned()).or_default().push(kept);
        } else if value == before && done {
            return Ok(());
        }
        drop(outline);
        let words = answer.concerns.iter().map(Concern::word).collect();
        let chosen = if step.is_private() { Vec::new() } else { answer.chosen };
        let changed = Changed { step: id.to_owned(), value, label, chosen, accepted: words };
        to.case.lay_over(&changed);
        to.changes.retain(|earlier| earlier.step != changed.step);
        to.changes.push(changed);
        Ok(())
    }

    /// Writes what was put right beside the record. Gives its file, relative to the workspace.
    ///
    /// # Errors
    /// When somebody else has put it right meanwhile, or the system refuses; then nothing is corrected.
    pub fn save_correction(&mut self, from: &Correcting, why: &str) -> Result<String, SessionError> {
        let (answers, revision) = (from.changes.clone(), from.revision);
        let correction = Correction { revision, answers, ..self.correction(&from.case.id, why) };
        self.publish(&from.record, &correction, &from.private)
    }

    /// What forgetting a case is about: its id, its title, and whether there is anything to forget here.
    ///
    /// # Errors
    /// When there is no such case, it is open, or it cannot be read.
    pub fn forgettable(&self, wanted: &str) -> Result<(String, String, bool), SessionError> {
        let (id, record) = self.closed(wanted)?;
        let (case, _) = replayed(&self.store, &id, &Found::Closed(record))?;
        let kept = self.store.keeps_private(&case.id);
        Ok((case.id, case.definition.title.clone(), kept))
    }

    /// Deletes what was private in a closed case for good: the answers and the documents that show them. That it was
    /// done stands beside the record before it is done, so that a kill leaves no gap that nobody explains.
    ///
    /// # Errors
    /// When the system refuses; a second try deletes what is left.
    pub fn forget(&mut self, wanted: &str, why: &str) -> Result<(), SessionError> {
        let (id, record) = self.closed(wanted)?;
        let id = id.to_string();
        if !is_forgotten(self.store.corrections(&record)?.iter()) {
            let correction = Correction { forgotten: true, ..self.correction(&id, why) };
            self.publish(&record, &correction, &PrivateAnswers::new())?;
        }
        // Letters that show them wait outside of the private folder.
        let (case, events) =
            replayed(&self.store, &CaseId::parse(&id).ok_or(SessionError::Nothing)?, &Found::Closed(record))?;
        for event in &events {
            let Did::Queued(letter) = &event.did else { continue };
            let private = |name: &String| case.definition.step(name).is_some_and(Step::is_private);
            if letter.shows.iter().any(private) {
                self.store.delete_letter(letter_id(&letter.file))?;
            }
        }
        Ok(self.store.delete_private(&id)?)
    }

    fn correction(&self, case: &str, why: &str) -> Correction {
        Correction {
            format: FORMAT,
            case: case.to_owned(),
            revision: 0,
            at: self.clock.now(),
            desk: self.seat.desk.clone(),
            by: self.seat.by.clone(),
            why: why.trim().to_owned(),
            answers: Vec::new(),
            forgotten: false,
        }
    }

    fn publish(
        &mut self,
        record: &Path,
        correction: &Correction,
        private: &PrivateAnswers,
    ) -> Result<String, SessionError> {
        let path = self.store.publish_correction(record, correction, private)?;
        if self.git == Git::Commit {
            self.committer().commit();
        }
        Ok(self.store.relative(&path))
    }
}

/// Whether the private answers of a case were to be deleted and none was given since.
pub(super) fn is_forgotten<'a>(corrections: impl DoubleEndedIterator<Item = &'a Correction>) -> bool {
    let gives = |changed: &Changed| mask_of(&changed.value).is_some();
    let last = corrections.rev().find(|correction| correction.forgotten || correction.answers.iter().any(gives));
    last.is_some_and(|correction| correction.forgotten)
}

/// Whether the doubts about an answer were seen and accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// They were.
    Yes,
    /// Nobody has seen them yet.
    No,
}
