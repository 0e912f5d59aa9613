//! What a dispatcher has to know before the work: said at once, and put off by one key.

use super::Plain;
use crate::session::Unread;
use crate::text::{Message, Reading};

/// How many changes the screen shows.
const MOST: usize = 12;

impl Plain<'_> {
    /// Says what has changed since whoever is at the desk has read it, and takes the acknowledgement. Only at a
    /// terminal: lines that another program sends were written for the questions of a case. What cannot be read or
    /// written keeps nobody from the work.
    pub(in crate::cli) fn offer_handbook(&mut self) {
        if !self.screen.is_terminal() {
            return;
        }
        let unread = match self.session.unread() {
            Ok(Some(unread)) => unread,
            Ok(None) => return,
            Err(error) => return self.screen.error(&self.session, &error),
        };
        self.screen.line("");
        self.tell_unread(&unread);
        loop {
            match self.screen.ask(&Message::Reading(Reading::Ask)).as_deref() {
                Some("1") => match self.session.acknowledge() {
                    Ok(()) => self.screen.say(&Message::Reading(Reading::Acknowledged)),
                    Err(error) => self.screen.error(&self.session, &error),
                },
                Some("2") => {
                    self.screen.document(&self.session.handbook_reading());
                    self.screen.line("");
                    continue;
                }
                Some(_) => self.screen.say(&Message::Reading(Reading::PutOff)),
                None => {}
            }
            return;
        }
    }

    fn tell_unread(&mut self, unread: &Unread) {
        let workspace = &self.session.workspace;
        let Some(since) = &unread.since else {
            let first = Reading::First(workspace.procedures.len(), workspace.cards.len());
            return self.screen.say(&Message::Reading(first));
        };
        let Some(changes) = unread.changes() else {
            return self.screen.say(&Message::Reading(Reading::Unknown(since)));
        };
        self.screen.say(&Message::Reading(Reading::Changed(since, changes.len())));
        for change in changes.iter().take(MOST) {
            self.screen.say(&Message::Reading(Reading::Change(*change)));
        }
        if changes.len() > MOST {
            self.screen.say(&Message::Reading(Reading::More(changes.len() - MOST)));
        }
    }
}
