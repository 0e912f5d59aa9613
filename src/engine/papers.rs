//! The documents of a case: which still count, and which are void.

use super::case::Life;
use super::outline::{Outline, State};
use crate::model::definition::StepKind;
use crate::model::event::{Moment, Printed};

/// A document that a case has made, or a number that it took for one.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'c> {
    /// The step.
    pub step: &'c str,
    /// The form.
    pub form: &'c str,
    /// Its number, if it has one.
    pub number: Option<&'c str>,
    /// The document and when it was made; none for a number that nothing came of.
    pub made: Option<(Moment, &'c Printed)>,
    /// Whether it counts: it was not made again, and its step is still in the plan.
    pub counts: bool,
}

impl<'c> Outline<'c> {
    /// The documents of the case in the order of their steps.
    #[must_use]
    pub fn papers(&self) -> Vec<Paper<'c>> {
        let open = matches!(self.case().life, Life::Open | Life::Parked);
        let mut found: Vec<Paper<'c>> = Vec::new();
        for row in &self.rows {
            let (StepKind::Print(print), Some(fact)) = (&row.step.kind, row.fact) else { continue };
            let (step, form) = (row.step.id.as_str(), print.form.value.as_str());
            let stands = match row.state {
                State::Done | State::Stale => true,
                State::Open | State::Blocked(_) => open,
                State::Skipped | State::Maybe | State::Out => false,
            };
            for (at, (moment, paper)) in fact.papers.iter().enumerate() {
                // Made again with the same bytes, it is the same document.
                if fact.papers[at + 1..].iter().any(|(_, later)| later.file == paper.file) {
                    continue;
                }
                let counts = stands && at + 1 == fact.papers.len();
                let number = paper.number.as_deref();
                found.push(Paper { step, form: &paper.form, number, made: Some((*moment, paper)), counts });
            }
            if let (true, Some(number)) = (fact.papers.is_empty(), &fact.number) {
                found.push(Paper { step, form, number: Some(number), made: None, counts: false });
            }
        }
        found
    }
}
