//! Leaving a case together with those that it was run from.

use super::{Notice, Session, SessionError};
use crate::engine::{Move, Row};

impl Session {
    /// The titles of the cases that are held, the one on top first.
    #[must_use]
    pub fn titles(&self) -> Vec<String> {
        self.stack.iter().rev().map(|held| held.case.definition.title.clone()).collect()
    }

    /// Puts every case aside that is held: whoever takes one up finds them all again, one on the other.
    ///
    /// # Errors
    /// When the system refuses to write; what was put aside before stays so.
    pub fn park_all(&mut self, text: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        self.clock.was = None;
        while !self.stack.is_empty() {
            self.decide(&Move::Park { text: text.to_owned() })?;
            if let Some(held) = self.stack.pop() {
                notices.push(Notice::Parked { id: held.id });
                self.finished.push(held.case);
            }
        }
        Ok(notices)
    }

    /// Ends every case early that is held, the one on top first: who has hung up in the middle of one is gone from all of
    /// them, and nothing is asked any more. What was answered above is taken below as ever. A case in which somebody has
    /// to be told before anything else is put aside: that is done without the caller.
    ///
    /// # Errors
    /// Without a reason, or when the system refuses to write; what was ended before stays so, what was not stays open.
    pub fn cut_all(&mut self, reason: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        while !self.stack.is_empty() {
            let reason = reason.to_owned();
            let alarm = self.outline().is_some_and(|outline| outline.rows.iter().any(Row::is_alarm));
            let wanted = if alarm { Move::Park { text: reason } } else { Move::Cut { reason } };
            notices.extend(self.act(&wanted)?);
        }
        Ok(notices)
    }
}
