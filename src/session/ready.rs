//! What keeps letters from going, told before anybody is asked for what would stand in them.

use super::Session;
use super::outbox::{OutboxTrouble, Settings, SettingsFault};
use crate::model::definition::{Definition, Mail, StepKind};

/// Why letters will not go.
#[derive(Debug)]
pub enum Unready {
    /// `pult.yaml` names no sender: none is written.
    NoSender,
    /// A contact who is written to has no address: their title.
    NoAddress(String),
    /// They are written and wait: this machine cannot send them.
    NotSent(SettingsFault),
}

impl Session {
    /// What keeps the letters of the workspace's procedures from going; none where none of them writes any.
    #[must_use]
    pub fn unready(&self) -> Option<Unready> {
        let all = self.workspace.procedures.values().map(|procedure| &procedure.definition);
        self.unready_for(&all.collect::<Vec<_>>())
    }

    /// The same of the case on top alone.
    #[must_use]
    pub fn unready_here(&self) -> Option<Unready> {
        self.unready_for(&[&self.top()?.definition])
    }

    fn unready_for(&self, definitions: &[&Definition]) -> Option<Unready> {
        let company = &self.workspace.company;
        let letters: Vec<(&Definition, &Mail)> =
            definitions.iter().flat_map(|definition| letters_of(definition)).collect();
        if letters.is_empty() {
            return None;
        }
        if company.mail.is_none() {
            return Some(Unready::NoSender);
        }
        // Whose address is asked in the case is found out there.
        let asked = |definition: &Definition, id: &str| definition.types().contains_key(id);
        let nowhere =
            letters.iter().filter(|(definition, mail)| !asked(definition, &mail.to.value)).find_map(|(_, mail)| {
                let (_, contact) = company.contacts.iter().find(|(id, _)| *id == mail.to.value)?;
                contact.email.is_none().then(|| contact.title.clone())
            });
        if let Some(title) = nowhere {
            return Some(Unready::NoAddress(title));
        }
        match Settings::read(&self.store) {
            Err(OutboxTrouble::Settings(fault)) => Some(Unready::NotSent(fault)),
            // What else is wrong with the file was told when the workspace was opened.
            _ => None,
        }
    }
}

/// The letters that a procedure may write.
fn letters_of(definition: &Definition) -> Vec<(&Definition, &Mail)> {
    let steps = definition.walk().into_iter();
    let mails = steps.filter_map(|(step, _)| if let StepKind::Mail(mail) = &step.kind { Some(mail) } else { None });
    mails.map(|mail| (definition, mail)).collect()
}
