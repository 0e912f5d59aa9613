//! What others leave beside a case: answers to its wait, cases that go on in it. The holder folds them in.

use super::{Notice, Session, SessionError};
use crate::engine::{Case, Concern, Move, Refusal};
use crate::model::company::FORMAT;
use crate::model::definition::StepKind;
use crate::model::event::{Did, Event, holder};
use crate::model::types::moment;
use crate::store::{Aside, CaseId, Found, Left, Store};
use crate::text::{self, Matter, Message};
use std::path::{Path, PathBuf};

/// The wait of a case that somebody wants to answer.
#[derive(Debug)]
pub struct Awaited {
    /// The case.
    pub id: CaseId,
    /// The step.
    pub step: String,
    /// What is waited for.
    pub prompt: String,
    /// What can be chosen: code and label.
    pub choices: Vec<(String, String)>,
    /// Whether an answer is needed to end it.
    pub has_field: bool,
}

impl Session {
    /// What an open case waits for. It is not taken: another desk may hold it.
    ///
    /// # Errors
    /// When there is no such case, it is closed, or waits for nothing.
    pub fn awaited(&self, wanted: &str) -> Result<Awaited, SessionError> {
        let (id, case) = self.open_case(wanted)?;
        let outline = case.outline(&self.outside());
        let row = waiting(&case, &outline).ok_or_else(|| SessionError::NotWaiting { id: id.clone() })?;
        let has_field = outline.rows[row].step.kind.field().is_some();
        let (step, choices) = (outline.rows[row].id.clone(), outline.offered(row));
        Ok(Awaited { id, step, prompt: outline.text(row), choices, has_field })
    }

    /// Leaves an answer beside a case for whoever holds it; gives the doubts about it.
    ///
    /// # Errors
    /// When the case waits for nothing, the answer does not fit, or the system refuses to write.
    pub fn answer_elsewhere(
        &mut self,
        wanted: &str,
        text: Option<&str>,
        from: &str,
    ) -> Result<(CaseId, Vec<Concern>), SessionError> {
        let (id, case) = self.open_case(wanted)?;
        let outside = self.outside();
        let outline = case.outline(&outside);
        let row = waiting(&case, &outline).ok_or_else(|| SessionError::NotWaiting { id: id.clone() })?;
        let concerns = match (outline.rows[row].step.kind.field(), text) {
            (Some(_), text) => case.check(&outline, row, text.unwrap_or(""), &outside)?.concerns,
            (None, _) => Vec::new(),
        };
        let step = outline.rows[row].id.clone();
        let left = Left::Answer { step, from: from.to_owned(), text: text.map(str::to_owned) };
        let (desk, by) = (self.seat.desk.clone(), self.seat.by.clone());
        let at = self.clock.was.unwrap_or(outside.at);
        self.store.leave_aside(&Aside { format: FORMAT, case: id.to_string(), desk, by, at, left })?;
        Ok((id, concerns))
    }

    fn open_case(&self, wanted: &str) -> Result<(CaseId, Case), SessionError> {
        let (id, found) = self.store.look_up(wanted, self.clock.now().date_naive())?;
        if let Found::Closed(_) = found {
            return Err(SessionError::Closed { id });
        }
        let events = self.store.peek(&id.to_string())?;
        let case = Case::replay(&id.to_string(), self.definition_of(&events)?, &events);
        Ok((id, case))
    }

    /// Looks whether something was left beside the case on top, and carries on with it.
    ///
    /// # Errors
    /// When the system refuses to read or write.
    pub fn look_beside(&mut self) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        if self.is_waiting() {
            self.carry_on(&mut notices)?;
        }
        Ok(notices)
    }

    /// Takes in what was left beside the case on top. A file that says nothing of use is named, and stops nothing.
    pub(super) fn fold_asides(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(id) = self.stack.last().map(|held| held.id.clone()) else { return Ok(()) };
        let mut files: Vec<(PathBuf, Aside)> = Vec::new();
        for path in self.store.asides(&id.to_string())? {
            match self.store.aside(&path) {
                Ok(aside) => files.push((path, aside)),
                Err(trouble) => {
                    if self.told.insert(path) {
                        notices.push(Notice::BadAside { trouble });
                    }
                }
            }
        }
        let stem = |path: &PathBuf| path.file_stem().map(std::ffi::OsStr::to_owned);
        files.sort_by_cached_key(|(path, aside)| (aside.at, stem(path)));
        for (path, aside) in files {
            match aside.left.clone() {
                Left::Answer { step, from, text } => self.fold_answer(&path, &aside, &step, &from, text, notices)?,
                Left::Joined { other, label } => {
                    self.link_top(&other, &label, notices)?;
                    self.store.remove_aside(&path)?;
                }
            }
        }
        Ok(())
    }

    fn fold_answer(
        &mut self,
        path: &Path,
        aside: &Aside,
        step: &str,
        from: &str,
        text: Option<String>,
        notices: &mut Vec<Notice>,
    ) -> Result<(), SessionError> {
        let Some(held) = self.stack.last_mut() else { return Ok(()) };
        let id = held.id.clone();
        let log = held.journal.text()?;
        if log.lines().filter_map(|line| Event::from_line(line).ok()).any(|event| is_this(&event, aside)) {
            // A kill came between the journal and the file.
            return Ok(self.store.remove_aside(path)?);
        }
        let has_field = held.case.definition.step(step).is_some_and(|step| step.kind.field().is_some());
        let words = text.clone().unwrap_or_default();
        let reply = Move::Reply { step: step.to_owned(), raw: text, from: from.to_owned() };
        let who = self.whose(from);
        match self.decide_at(aside, &reply) {
            Ok(()) => {
                if !has_field && !words.trim().is_empty() {
                    self.note_answer(aside, from, &words)?;
                }
                notices.push(Notice::Replied { id, who, words });
            }
            Err(SessionError::Refused(Refusal::Blocked { by, .. } | Refusal::Maybe { by, .. })) => {
                // It is used as soon as what comes first is done.
                if self.told.insert(path.to_owned()) {
                    let by = self.words_of(&by);
                    notices.push(Notice::ReplyWaits { id, who, words, by });
                }
                return Ok(());
            }
            // The wait is over, or the answer cannot be read: it stays in the case as a remark.
            Err(SessionError::Refused(_)) => {
                self.note_answer(aside, from, &words)?;
                notices.push(Notice::ReplyNoted { id, who, words });
            }
            Err(error) => return Err(error),
        }
        Ok(self.store.remove_aside(path)?)
    }

    /// Keeps an answer in the case as a remark, once.
    fn note_answer(&mut self, aside: &Aside, from: &str, words: &str) -> Result<(), SessionError> {
        let language = self.workspace.company.language;
        let text =
            text::say(language, &Message::Matter(Matter::ReplyKept(&self.whose(from), &moment(&aside.at), words)));
        let known = self.top().is_some_and(|case| case.notes.iter().any(|(_, note)| *note == text));
        if known { Ok(()) } else { self.decide_at(aside, &Move::Note { text }) }
    }

    /// The words for whoever answered.
    #[must_use]
    pub fn whose(&self, from: &str) -> String {
        let company = &self.workspace.company;
        let contact = company.contacts.iter().find(|(id, _)| id == from).map(|(_, contact)| contact.title.clone());
        contact.or_else(|| company.dispatchers.get(from).cloned()).unwrap_or_else(|| from.to_owned())
    }

    /// The words of a step of the case on top.
    pub(super) fn words_of(&self, step: &str) -> String {
        let outline = self.outline();
        let words = outline.as_ref().and_then(|outline| Some(outline.text(outline.row(step)?)));
        words.filter(|words| !words.is_empty()).unwrap_or_else(|| step.to_owned())
    }

    /// Decides as of the moment at which a file was left.
    fn decide_at(&mut self, aside: &Aside, wanted: &Move) -> Result<(), SessionError> {
        let earlier = (aside.at < self.clock.now()).then_some(aside.at);
        let was = std::mem::replace(&mut self.clock.was, earlier);
        let decided = self.decide(wanted);
        self.clock.was = was;
        decided
    }

    /// Takes in what was left beside the cases of this desk, and names what lies beside no case.
    pub(super) fn recover_asides(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let all = self.store.all_asides()?;
        let mut seen: Vec<CaseId> = Vec::new();
        for (id, path) in all {
            if self.store.first_event(&id.to_string()).is_none() {
                notices.push(Notice::StrayAside { path: self.store.relative(&path) });
                continue;
            }
            let ours = || self.store.peek(&id.to_string()).is_ok_and(|events| holder(&events) == self.seat.desk);
            if !seen.contains(&id) && ours() {
                seen.push(id.clone());
                // Held by another program: that one takes it in.
                if let Ok(held) = self.take(&id, notices) {
                    self.stack.push(held);
                    let folded = self.fold_asides(notices);
                    self.stack.clear();
                    folded?;
                }
            }
        }
        Ok(())
    }

    /// Whether what is next in the case on top is a wait that somebody elsewhere may answer.
    pub(super) fn is_waiting(&self) -> bool {
        let Some(outline) = self.outline() else { return false };
        outline.next().is_some_and(|row| matches!(outline.rows[row].step.kind, StepKind::Wait(_)))
    }
}

/// The row of the wait that an answer would end.
fn waiting(case: &Case, outline: &crate::engine::Outline<'_>) -> Option<usize> {
    let rows = 0..outline.rows.len();
    rows.into_iter().find(|row| !case.is_over() && outline.lasts(*row))
}

/// Whether an event came from this file.
fn is_this(event: &Event, aside: &Aside) -> bool {
    match (&event.did, &aside.left) {
        (Did::Ended(ended), Left::Answer { step, from, .. }) => {
            ended.step == *step && ended.from.as_ref() == Some(from) && event.moment() == aside.at
        }
        _ => false,
    }
}

/// The cases beside which somebody has left an answer.
pub(super) fn answered(store: &Store) -> Vec<String> {
    let all = store.all_asides().unwrap_or_default();
    let answers = all.into_iter().filter(|(_, path)| path.to_string_lossy().contains(".answer-"));
    answers.map(|(id, _)| id.to_string()).collect()
}
