//! Letters: written whole, and put among those to send.

use super::print::{Filled, PrintTrouble, Wanted, filled, named, title_of, usable};
use super::update::known_to;
use super::{Notice, Session, SessionError, private};
use crate::engine::{Move, Outline};
use crate::model::card::Audience;
use crate::model::definition::{Mail, Mode, StepKind};
use crate::model::digest::sha256;
use crate::model::event::Queued;
use crate::model::form::Form;
use crate::model::letter::{Letter, Part, is_address};
use crate::model::staff::Staff;
use crate::model::template::{Scope, Template};
use crate::render;
use serde_json::Value;
use std::collections::BTreeSet;

/// Who writes the letters of scenarios where the company has no sender yet.
const INVENTED_SENDER: &str = "office@example.by";

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
    /// It goes to a client, and a number of this contact would stand in it.
    StaffNumber(String),
    /// It goes to a client, and this form is not for clients.
    Internal(String),
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
            Self::StaffNumber(_) => "staff-number",
            Self::Internal(_) => "not-for-clients",
            Self::Private(_) => "private-answer",
        }
    }
}

/// The case as the step that writes sees it.
struct Seen<'o, 'c> {
    outline: &'o Outline<'c>,
    item: Option<usize>,
    /// Names that stand behind the step.
    later: Vec<String>,
    scope: Scope,
}

impl Session {
    /// A `mail` has begun: writes its letter, or says in the case why it could not be written.
    pub(super) fn mail(&mut self, step: &str, mail: &Mail, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let held = self.stack.last().ok_or(SessionError::Nothing)?;
        let fact = held.case.fact(step).cloned().unwrap_or_default();
        let mut outside = self.outside();
        (outside.at, outside.was) = (fact.since.unwrap_or(outside.at), None);
        let outline = held.case.outline(&outside);
        // What stands behind the step in the procedure is not in its letter.
        let behind = outline.row(step).map_or(0, |row| row + 1);
        let item = outline.row(step).and_then(|row| outline.rows[row].item);
        let later = outline.rows.iter().skip(behind).filter(|row| outline.sees(item, row.item));
        let later: Vec<String> = later.filter_map(named).collect();
        let mut scope = outline.scope_of(item);
        later.iter().for_each(|name| scope.set(name, &Value::Null));
        let seen = Seen { outline: &outline, item, later, scope };
        let written = self.letter(step, mail, &seen, fact.begun);
        match written {
            Ok((letter, shows)) => {
                let path = self.store.letter_path(&self.top_id()?.to_string(), step, fact.begun);
                let bytes = letter.write();
                self.store.put_document(&path, &bytes)?;
                let (file, to, subject) = (self.store.below_records(&path), mail.to.value.clone(), letter.subject);
                notices.push(Notice::Queued { file: file.clone() });
                let (step, count, hash) = (step.to_owned(), fact.begun, sha256(&bytes));
                self.decide(&Move::Queued(Box::new(Queued { step, count, to, subject, file, hash, shows })))?;
                self.replace_letters(&self.top_id()?.to_string(), notices);
                Ok(())
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
        seen: &Seen<'_, '_>,
        count: u32,
    ) -> Result<(Letter, Vec<String>), MailTrouble> {
        let sender = self.workspace.company.mail.as_ref().map(|mail| mail.from.clone());
        // A scenario writes its letters before the company has told its address.
        let sender = sender.or_else(|| self.invents.then(|| INVENTED_SENDER.to_owned()));
        let from = sender.ok_or(MailTrouble::NoSender)?;
        let id = self.stack.last().map(|held| held.id.to_string()).unwrap_or_default();
        let to = self.recipient(mail, seen)?;
        let to_client = to.0.is_none();
        let mut parts = Vec::new();
        for name in &mail.files {
            let row = seen.outline.seen_from(seen.item, &name.value);
            for file in row.map(|row| seen.outline.files(row).0).unwrap_or_default() {
                let bytes = self.store.document(&self.store.in_records(&file.file));
                let bytes = bytes.ok().filter(|bytes| sha256(bytes) == file.hash);
                let bytes = bytes.ok_or_else(|| MailTrouble::FileLost(file.name.clone()))?;
                parts.push(Part { name: file.name.clone(), media_type: file.kind.media_type().to_owned(), bytes });
            }
        }
        let mut shows = BTreeSet::new();
        for form in &mail.forms {
            // Forms are today's: what was for clients when the case began may be so no more.
            let internal = |form: &Form| to_client && form.audience != Audience::Client;
            if let Some(form) = self.workspace.forms.get(&form.value).filter(|form| internal(form)) {
                return Err(MailTrouble::Internal(form.title.clone()));
            }
            let (part, shown) = self.form_part(&form.value, seen)?;
            parts.push(part);
            shows.extend(shown);
        }
        let print = |text: &Template| text.render(&seen.scope).unwrap_or_default();
        let letter = Letter {
            from,
            to,
            subject: print(&mail.subject),
            text: mail.text.as_ref().map(print).unwrap_or_default(),
            date: seen.outline.now(),
            key: format!("{id} {step} {count}"),
            parts,
        };
        if to_client {
            let staff = Staff::of(&self.workspace.company);
            let names = letter.parts.iter().map(|part| part.name.as_str());
            let whole =
                names.fold(format!("{}\n{}", letter.subject, letter.text), |all, name| format!("{all}\n{name}"));
            if let Some(id) = staff.in_text(&whole) {
                return Err(MailTrouble::StaffNumber(title_of(&self.workspace, id)));
            }
        }
        Ok((letter, shows.into_iter().collect()))
    }

    /// Whom it goes to: a contact, or who gave an address.
    fn recipient(&self, mail: &Mail, seen: &Seen<'_, '_>) -> Result<(Option<String>, String), MailTrouble> {
        let id = &mail.to.value;
        let asked = seen.outline.seen_from(seen.item, id);
        let asked = asked.filter(|row| matches!(seen.outline.rows[*row].step.kind, StepKind::Ask(_)));
        let (name, address) = match asked {
            Some(_) => (None, seen.scope.get(id).as_str().map(str::to_owned)),
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

    fn form_part(&self, id: &str, seen: &Seen<'_, '_>) -> Result<(Part, Vec<String>), MailTrouble> {
        let failed = |trouble| MailTrouble::Form(id.to_owned(), trouble);
        let form = usable(&self.workspace, &self.diagnostics, id).map_err(failed)?;
        if let Some(held) = self.stack.last() {
            known_to(&self.workspace, form, &held.case).map_err(failed)?;
        }
        let wanted = Wanted { mode: Mode::Filled, stamp: false, number: None };
        let place = (seen.item, seen.later.as_slice());
        let filled = filled(&self.workspace, form, seen.outline, place, wanted, self.seat.language);
        let Filled { document, shows, .. } = filled.map_err(failed)?;
        if let Some(name) = private::shown(seen.outline, seen.item, &shows).first() {
            return Err(MailTrouble::Private(name.clone()));
        }
        let bytes = render::pdf(&document).map_err(|error| failed(PrintTrouble::Layout(error)))?;
        let part = Part { name: format!("{}.pdf", form.title), media_type: "application/pdf".to_owned(), bytes };
        Ok((part, shows))
    }
}
