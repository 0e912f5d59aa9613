//! A step by itself, to compare it with what it was.

use super::{Step, StepKind};

impl Step {
    /// The step without the steps inside of it, which are compared by themselves, and without the atoms it carries out.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut step = self.clone();
        match &mut step.kind {
            StepKind::Group(group) => group.steps.clear(),
            StepKind::Repeat(repeat) => repeat.steps.clear(),
            StepKind::Ask(ask) => ask.arms.iter_mut().for_each(|arm| arm.steps.clear()),
            StepKind::Wait(wait) => wait.meanwhile.clear(),
            _ => {}
        }
        step.source.clear();
        step
    }
}
