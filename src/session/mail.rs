//! Letters: written whole, and put among those to send.

use super::print::{PrintTrouble, Wanted, filled, named, usable};
use super::{Notice, Session, SessionError};
use crate::engine::{Move, Outline};
use crate::model::definition::{Mail, Mode, Step, StepKind};
use crate::model::digest::sha256;
use crate::model::event::Queued;
use crate::model::letter::{Letter, Part, is_address};
use crate::render;
use serde_json::Value;
use std::collections::BTreeSet;

/// Why a letter was not written; nothing has come of it.
#[derive(Debug)]
pub enum MailTrouble {
    /// `pult.yaml` names no sender.
    NoSender,
    /// Whom it goes to has no address, or none that can be one.
    NoAddress(String),
    /// A file that was attached is not there, or not what it was.
    FileLost(String),
    /// A form cannot be printed into it.
    Form(String, PrintTrouble),
    /// A form shows a private answer, which no letter carries.
    Private(String),
}

impl MailTrouble {
    /// The word that stands in the case: of what was to be written nothing is told.
    fn code(&self) -> &'static str {
        match self {
            Self::NoSender => "no-sender",
            Self::NoAddress(_) => "no-address",
            Self::FileLost(_) => "file",
            Self::Form(..) => "form",
            Self::Private(_) => "private-answer",
        }
    }
}

impl Session {
    /// A `mail` has begun: writes its letter, or says in the case why it could not be written.
    pub(super) fn mail(&mut self, step: &str, mail: &Mail, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let held = self.stack.last().ok_or(SessionError::Nothing)?;
        let fact = held.case.fact(step).cloned().unwrap_or_default();
        let mut outside = self.outside();
        (outside.at, outside.was) = (fact.since.unwrap_or(outside.at), None);
        let mut outline = held.case.outline(&outside);
        // What stands behind the step in the procedure is not in its letter.
        let behind = outline.row(step).map_or(0, |row| row + 1);
        let later: Vec<String> = outline.rows.iter().skip(behind).filter_map(|row| named(row)).collect();
        later.iter().for_each(|name| outline.scope.set(name, &Value::Null));
        let written = self.letter(step, mail, &outline, fact.begun);
        match written {
            Ok((letter, shows)) => {
                let path = self.store.letter_path(&self.top_id()?.to_string(), step, fact.begun);
                let bytes = letter.write();
                self.store.put_document(&path, &bytes)?;
                let (file, to, subject) = (self.store.below_records(&path), mail.to.value.clone(), letter.subject);
                notices.push(Notice::Queued { file: file.clone() });
                let (step, count, hash) = (step.to_owned(), fact.begun, sha256(&bytes));
                self.decide(&Move::Queued(Box::new(Queued { step, count, to, subject, file, hash, shows })))
            }
            Err(trouble) => {
                let reason = trouble.code().to_owned();
                notices.push(Notice::NotMailed { trouble });
                self.decide(&Move::Failed { step: step.to_owned(), reason })
            }
        }
    }

    fn letter(
        &self,
        step: &str,
        mail: &Mail,
        outline: &Outline<'_>,
        count: u32,
    ) -> Result<(Letter, Vec<String>), MailTrouble> {
        let from = self.workspace.company.mail.as_ref().ok_or(MailTrouble::NoSender)?.from.clone();
        let id = self.stack.last().map(|held| held.id.to_string()).unwrap_or_default();
        let mut parts = Vec::new();
        for name in &mail.files {
            let row = outline.row(&name.value);
            for file in row.map(|row| outline.files(row).0).unwrap_or_default() {
                let bytes = self.store.document(&self.store.in_records(&file.file));
                let bytes = bytes.ok().filter(|bytes| sha256(bytes) == file.hash);
                let bytes = bytes.ok_or_else(|| MailTrouble::FileLost(file.name.clone()))?;
                parts.push(Part { name: file.name.clone(), media_type: file.kind.media_type().to_owned(), bytes });
            }
        }
        let mut shows = BTreeSet::new();
        for form in &mail.forms {
            let (part, shown) = self.form_part(&form.value, outline)?;
            parts.push(part);
            shows.extend(shown);
        }
        let letter = Letter {
            from,
            to: self.recipient(mail, outline)?,
            subject: outline.print(&mail.subject),
            text: mail.text.as_ref().map(|text| outline.print(text)).unwrap_or_default(),
            date: outline.now(),
            key: format!("{id} {step} {count}"),
            parts,
        };
        Ok((letter, shows.into_iter().collect()))
    }

    /// Whom it goes to: a contact, or who gave an address.
    fn recipient(&self, mail: &Mail, outline: &Outline<'_>) -> Result<(Option<String>, String), MailTrouble> {
        let id = &mail.to.value;
        let asked = outline.row(id).filter(|row| matches!(outline.rows[*row].step.kind, StepKind::Ask(_)));
        let (name, address) = match asked {
            Some(_) => (None, outline.scope.get(id).as_str().map(str::to_owned)),
            None => {
                let contact = self.workspace.company.contacts.iter().find(|(known, _)| known == id);
                let title = contact.map(|(_, contact)| contact.title.clone());
                (title, contact.and_then(|(_, contact)| contact.email.clone()))
            }
        };
        let address = address.filter(|address| is_address(address));
        let who = || name.clone().unwrap_or_else(|| id.clone());
        address.map(|address| (name.clone(), address)).ok_or_else(|| MailTrouble::NoAddress(who()))
    }

    fn form_part(&self, id: &str, outline: &Outline<'_>) -> Result<(Part, Vec<String>), MailTrouble> {
        let failed = |trouble| MailTrouble::Form(id.to_owned(), trouble);
        let form = usable(&self.workspace, &self.diagnostics, id).map_err(failed)?;
        let wanted = Wanted { mode: Mode::Filled, stamp: false, number: None };
        let (document, shows) = filled(&self.workspace, form, outline, wanted, self.seat.language).map_err(failed)?;
        let private = |name: &&String| outline.row(name).is_some_and(|row| Step::is_private(outline.rows[row].step));
        if let Some(name) = shows.iter().find(private) {
            return Err(MailTrouble::Private(name.clone()));
        }
        let bytes = render::pdf(&document).map_err(|error| failed(PrintTrouble::Layout(error)))?;
        let part = Part { name: format!("{}.pdf", form.title), media_type: "application/pdf".to_owned(), bytes };
        Ok((part, shows))
    }
}
