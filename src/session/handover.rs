//! Documents on their way to the printer.

use super::{Notice, Session, SessionError};
use crate::device::printer::{Printer, PrinterFault, PrinterTrouble};
use crate::engine::Move;
use crate::model::company::PrintWhen;
use crate::model::digest::sha256;
use crate::model::event::Handed;
use std::path::Path;

impl Session {
    /// The same with a printer.
    #[must_use]
    pub fn with_printer(self, printer: Box<dyn Printer>) -> Self {
        Self { printer, ..self }
    }

    /// Hands the document that a step of the case on top has made to the printer, and writes down that it did. A program
    /// that is killed between the two has printed a sheet of which nothing is known: the dispatcher, who has no paper to
    /// confirm yet, sees that.
    ///
    /// # Errors
    /// Why it was not handed over, or a disk.
    pub fn hand_over(&mut self, step: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        let paper = self.top().and_then(|case| case.fact(step)?.papers.last().map(|(_, paper)| paper.clone()));
        let paper = paper.ok_or(SessionError::Nothing)?;
        let path = self.store.in_records(&paper.file);
        let bytes = self.store.document(&path)?;
        if sha256(&bytes) != paper.hash {
            let fault = PrinterFault { trouble: PrinterTrouble::Altered, line: String::new() };
            return Err(SessionError::NotHanded(fault));
        }
        let copies = self.put_on_paper(&path, paper.copies)?;
        notices.push(Notice::Handed { copies });
        self.decide(&Move::Handed(Handed { step: step.to_owned(), count: paper.count, copies }))?;
        Ok(notices)
    }

    /// Hands any file to the printer. Gives how many copies were ordered; none where it was only opened.
    ///
    /// # Errors
    /// Why it was not handed over.
    pub fn put_on_paper(&self, file: &Path, copies: u32) -> Result<Option<u32>, SessionError> {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        self.printer.print(&file, copies).map_err(SessionError::NotHanded)
    }

    /// The same for a document that has just been made, where this desk prints what is made. That it was not is no reason to
    /// stop: the step offers it again.
    pub(super) fn hand_over_made(&mut self, step: &str, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        if self.printer.when() != PrintWhen::Made {
            return Ok(());
        }
        match self.hand_over(step) {
            Ok(told) => notices.extend(told),
            Err(SessionError::NotHanded(fault)) => notices.push(Notice::NotHanded(fault)),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
