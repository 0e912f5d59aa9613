//! An answer that its style is against: each fault in a line, then the text put right, to be taken by Enter.

use super::Plain;
use crate::engine::{Concern, Move, Refusal};
use crate::model::style::Fault;
use crate::session::SessionError;
use crate::text::{Message, StyleWords};

impl Plain<'_> {
    /// Was refused: what can be put right is offered, anything else is typed anew.
    pub(super) fn refused_style(
        &mut self,
        faults: Vec<Fault>,
        step: String,
        raw: &str,
        reason: Option<String>,
    ) -> Result<(), SessionError> {
        let Some(better) = self.better(&step, raw) else { return Err(Refusal::Style(faults).into()) };
        faults.into_iter().map(Concern::Style).for_each(|concern| self.screen.concern(&concern));
        self.show(&better);
        match self.screen.ask(&Message::Style(StyleWords::TakeFixed)) {
            Some(line) if line.is_empty() => self.act(Move::Answer { step, raw: better, accept: false, reason }),
            Some(line) => self.anew(step, line, reason),
            None => Ok(()),
        }
    }

    /// Is doubted: kept as it is, put right where that is possible, or typed anew.
    pub(super) fn doubted(
        &mut self,
        concerns: &[Concern],
        step: String,
        raw: String,
        reason: Option<String>,
    ) -> Result<(), SessionError> {
        concerns.iter().for_each(|concern| self.screen.concern(concern));
        let better = self.better(&step, &raw);
        let hint = match &better {
            Some(better) => {
                self.show(better);
                Message::Style(StyleWords::TakeFixedOrKeep)
            }
            None => Message::AcceptDoubt,
        };
        match (self.screen.ask(&hint), better) {
            (Some(line), Some(better)) if line.is_empty() => {
                self.act(Move::Answer { step, raw: better, accept: false, reason })
            }
            (Some(line), Some(_)) if line == "1" => self.act(Move::Answer { step, raw, accept: true, reason }),
            (Some(line), None) if line.is_empty() => self.act(Move::Answer { step, raw, accept: true, reason }),
            (Some(line), _) => self.anew(step, line, reason),
            (None, _) => Ok(()),
        }
    }

    /// The answer with what its style puts right.
    fn better(&self, step: &str, raw: &str) -> Option<String> {
        let outline = self.session.outline()?;
        outline.fixed(outline.row(step)?, raw)
    }

    fn show(&mut self, better: &str) {
        self.screen.say(&Message::Style(StyleWords::Fixed));
        better.lines().for_each(|line| self.screen.line(&format!("      {line}")));
    }

    /// Another answer was typed: the first of its lines.
    fn anew(&mut self, step: String, line: String, reason: Option<String>) -> Result<(), SessionError> {
        if line.starts_with('.') {
            return Ok(());
        }
        let outline = self.session.outline();
        let field = outline.and_then(|outline| Some(outline.field_now(outline.row(&step)?)?.into_owned()));
        let raw = match (self.half(), field) {
            (Some(half), Some(field)) => half.lines(&mut self.screen, &step, &field, line),
            _ => Ok(line),
        };
        // Whoever wants something else meanwhile finds what was typed at the question.
        raw.map_or(Ok(()), |raw| self.act(Move::Answer { step, raw, accept: false, reason }))
    }
}
