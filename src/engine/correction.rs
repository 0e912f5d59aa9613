//! Corrections laid over a closed case: readers see the answers that hold now.

use super::case::{Case, Settled};
use crate::model::correction::{Changed, Correction};

impl Case {
    /// Lays corrections over the case, the oldest first. Nothing else about it changes: who worked on it and when it
    /// was closed stay what they were.
    #[must_use]
    pub fn corrected(mut self, corrections: &[Correction]) -> Self {
        corrections.iter().flat_map(|correction| &correction.answers).for_each(|changed| self.lay_over(changed));
        self
    }

    /// Lays one changed answer over the case.
    pub fn lay_over(&mut self, changed: &Changed) {
        let fact = self.facts.entry(changed.step.clone()).or_default();
        fact.settled = Some(Settled::Done);
        fact.value = changed.value.clone();
        fact.label.clone_from(&changed.label);
        fact.chosen.clone_from(&changed.chosen);
        fact.accepted.clone_from(&changed.accepted);
    }
}
