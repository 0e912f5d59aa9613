//! What the scenarios of a workspace walk through, and what none of them does.

use super::Session;
use crate::engine::State;
use crate::model::definition::{Arm, Definition, Step, StepKind, walk};
use crate::model::workspace::Workspace;
use std::collections::BTreeSet;

/// The steps that were done in some cases.
#[derive(Debug, Default)]
pub struct Coverage {
    /// Procedure and step; an item's step counts for all items.
    done: BTreeSet<(String, String)>,
    begun: BTreeSet<String>,
}

/// What no scenario does in one procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The procedure's id.
    pub procedure: String,
    /// What is missing, in its order; nothing when no scenario begins it at all.
    pub gaps: Vec<Gap>,
}

/// Something that no scenario does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// A step, with all that belongs to it.
    Step(String),
    /// The steps that an answer brings.
    Arm {
        /// The question.
        step: String,
        /// The answer, as people read it.
        label: String,
    },
}

impl Coverage {
    /// Notes what was done in the cases of a session.
    pub(super) fn note(&mut self, session: &Session) {
        for case in session.cases() {
            let definition = &case.definition;
            self.begun.insert(definition.id.clone());
            let outside = if case.is_over() { case.remembered() } else { session.outside() };
            let outline = case.outline(&outside);
            let places = definition.places();
            for row in outline.rows.iter().filter(|row| matches!(row.state, State::Done | State::Stale)) {
                let place = places.iter().find(|(_, step)| std::ptr::eq(*step, row.step));
                self.done.extend(place.map(|(id, _)| (definition.id.clone(), id.clone())));
            }
        }
    }

    /// What is left over in each procedure of a workspace.
    #[must_use]
    pub fn missed(&self, workspace: &Workspace) -> Vec<Missed> {
        let procedures = workspace.procedures.iter();
        let missed = procedures.filter_map(|(id, procedure)| {
            let mut gaps = Vec::new();
            if self.begun.contains(id) {
                let definition = &procedure.definition;
                let seen = Seen { coverage: self, definition, places: definition.places() };
                seen.gaps(&definition.steps, &mut gaps);
                if gaps.is_empty() {
                    return None;
                }
            }
            Some(Missed { procedure: id.clone(), gaps })
        });
        missed.collect()
    }
}

struct Seen<'d> {
    coverage: &'d Coverage,
    definition: &'d Definition,
    places: Vec<(String, &'d Step)>,
}

impl Seen<'_> {
    fn place(&self, step: &Step) -> String {
        let found = self.places.iter().find(|(_, known)| std::ptr::eq(*known, step));
        found.map_or_else(|| step.id.clone(), |(id, _)| id.clone())
    }

    fn is_done(&self, step: &Step) -> bool {
        self.coverage.done.contains(&(self.definition.id.clone(), self.place(step)))
    }

    fn gaps(&self, steps: &[Step], gaps: &mut Vec<Gap>) {
        for step in steps {
            // A group is what its steps are: it may be done when most of it is not.
            let whole = matches!(step.kind, StepKind::Group(_) | StepKind::Repeat(_));
            let within = || step.kind.inner().flat_map(walk).any(|(inner, _)| self.is_done(inner));
            let begun = self.is_done(step) || (whole && within());
            if !begun {
                gaps.push(Gap::Step(self.place(step)));
                continue;
            }
            match &step.kind {
                StepKind::Ask(ask) => {
                    for arm in ask.arms.iter().filter(|arm| !arm.steps.is_empty()) {
                        self.arm(step, arm, gaps);
                    }
                }
                kind => kind.inner().for_each(|inner| self.gaps(inner, gaps)),
            }
        }
    }

    fn arm(&self, step: &Step, arm: &Arm, gaps: &mut Vec<Gap>) {
        if walk(&arm.steps).into_iter().any(|(inner, _)| self.is_done(inner)) {
            return self.gaps(&arm.steps, gaps);
        }
        let label = step.kind.field().map_or(arm.code.as_str(), |field| field.label(&arm.code));
        gaps.push(Gap::Arm { step: self.place(step), label: label.to_owned() });
    }
}
