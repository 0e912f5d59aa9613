//! Effects: what is begun in a case, carried out outside of it, and told to it.

use super::act::needed;
use super::case::{Case, Fact};
use super::moves::{Move, Refusal};
use super::outline::{Outline, Row, State};
use crate::model::definition::StepKind;
use crate::model::event::{Because, Begun, Did, Returned, Started};

impl Case {
    /// What is told of an effect that has begun.
    pub(super) fn carried_out(&self, wanted: &Move) -> Result<Did, Refusal> {
        match wanted {
            Move::Started { step, case } => {
                self.begun(step, |kind| matches!(kind, StepKind::Run(_)))?;
                Ok(Did::Started(Started { step: step.clone(), case: case.clone() }))
            }
            Move::Returned { step, case, outcome, took } => {
                // It may have been put aside, and closed on its own since.
                self.definition.step(step).ok_or_else(|| Refusal::NoSuchStep { step: step.clone() })?;
                if self.fact(step).and_then(|fact| fact.child.as_ref()) != Some(case) {
                    return Err(Refusal::WrongKind { step: step.clone() });
                }
                let (step, case, outcome, took) = (step.clone(), case.clone(), outcome.clone(), took.clone());
                Ok(Did::Returned(Returned { step, case, outcome, took }))
            }
            Move::Numbered(numbered) => {
                let fact = self.begun(&numbered.step, |kind| matches!(kind, StepKind::Print(_)))?;
                if fact.number.is_some() {
                    return Err(Refusal::Settled { step: numbered.step.clone() });
                }
                Ok(Did::Numbered(numbered.clone()))
            }
            Move::Printed(printed) => {
                self.begun(&printed.step, |kind| matches!(kind, StepKind::Print(_)))?;
                Ok(Did::Printed((**printed).clone()))
            }
            Move::Handed(handed) => {
                let wrong = || Refusal::WrongKind { step: handed.step.clone() };
                let fact = self.fact(&handed.step).filter(|fact| !fact.unsettled).ok_or_else(wrong)?;
                // What was handed over is the last one that was made.
                let last = fact.papers.last().filter(|(_, paper)| paper.count == handed.count);
                last.map(|_| Did::Handed(handed.clone())).ok_or_else(wrong)
            }
            Move::Copied { step } => self.copied(step),
            Move::Queued(queued) => self.written(queued),
            Move::Failed { step, reason } => {
                self.begun(step, StepKind::is_effect)?;
                Ok(Did::Failed(Because { step: step.clone(), reason: Some(reason.clone()) }))
            }
            _ => Err(Refusal::WrongKind { step: String::new() }),
        }
    }

    /// What is known of a step whose effect has begun and is not settled.
    pub(super) fn begun(&self, id: &str, is: impl Fn(&StepKind) -> bool) -> Result<&Fact, Refusal> {
        let wrong = || Refusal::WrongKind { step: id.to_owned() };
        let step = self.definition.step(id).ok_or_else(|| Refusal::NoSuchStep { step: id.to_owned() })?;
        if !is(&step.kind) {
            return Err(wrong());
        }
        self.fact(id).filter(|fact| fact.unsettled).ok_or_else(wrong)
    }
}

impl<'c> Outline<'c> {
    /// The cases run from here that are not closed: their procedures and ids. Also those whose step has left the plan, or
    /// whose item is gone: somebody has to end them all the same.
    #[must_use]
    pub fn children_left(&self) -> Vec<(&'c str, &'c str)> {
        let case = self.case();
        let left = case.facts().filter(|(_, fact)| fact.outcome.is_none()).filter_map(|(step, fact)| {
            let child = fact.child.as_deref()?;
            match &case.definition.step(step)?.kind {
                StepKind::Run(run) => Some((run.procedure.value.as_str(), child)),
                _ => None,
            }
        });
        left.collect()
    }
}

/// The beginning of an effect.
pub(super) fn begun(row: &Row<'_>, reason: Option<&str>) -> Result<Did, Refusal> {
    let step = row.id.clone();
    // Files begin with what they are.
    if !row.step.kind.is_effect() || matches!(row.step.kind, StepKind::Attach(_)) {
        return Err(Refusal::WrongKind { step });
    }
    let reason = match row.state {
        State::Stale => Some(needed(reason.unwrap_or(""), &step)?),
        _ => None,
    };
    if row.fact.is_some_and(|fact| fact.unsettled) {
        return Err(Refusal::Settled { step });
    }
    let count = row.fact.map_or(0, |fact| fact.begun) + 1;
    Ok(Did::Begun(Begun { step, count, reason, files: Vec::new() }))
}
