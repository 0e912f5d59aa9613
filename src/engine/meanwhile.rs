//! What may be done while a wait lasts: any number of times from its beginning to its end. Nobody has to, so these
//! steps keep nothing waiting and are never next.

use super::case::Settled;
use super::outline::{Outline, Plan, Row, State};
use crate::model::definition::{Step, StepKind};

impl<'c> Outline<'c> {
    /// The rows of the steps inside a wait; those that are not done yet are open until [`Outline::settle_meanwhile`]
    /// knows whether the wait lasts.
    pub(super) fn walk_meanwhile(&mut self, steps: &'c [Step], before: &str, wait: usize) {
        let (depth, plan, over) = {
            let row = &self.rows[wait];
            (row.depth + 1, row.plan, matches!(row.state, State::Done | State::Skipped | State::Out))
        };
        for step in steps {
            let id = format!("{before}{}", step.id);
            let fact = self.case().facts.get(&id);
            let done = fact.is_some_and(|fact| matches!(fact.settled, Some(Settled::Done)));
            let mut own = plan.min(self.condition(&id, step.when.as_ref()));
            if over && !done {
                own = Plan::Out;
            }
            let state = match (own, done) {
                (Plan::Out, _) => State::Out,
                (Plan::Maybe, _) => State::Maybe,
                (Plan::In, true) => State::Done,
                (Plan::In, false) => State::Open,
            };
            let row = self.rows.len();
            let (item, parent, inner, aside) = (self.item, Some(wait), row + 1..row + 1, true);
            self.rows.push(Row { step, id, item, depth, parent, state, fact, inner, aside, plan: own });
            self.bind(row);
        }
    }

    /// Blocks what stands inside of waits that have not begun.
    pub(super) fn settle_meanwhile(&mut self) {
        for at in 0..self.rows.len() {
            let Some(wait) = self.rows[at].parent.filter(|_| self.rows[at].aside) else { continue };
            if self.rows[at].state == State::Open && !self.lasts(wait) {
                self.rows[at].state = State::Blocked(wait);
            }
        }
    }

    /// Whether a wait has begun, or would begin now, and is not ended.
    #[must_use]
    pub fn lasts(&self, wait: usize) -> bool {
        let row = &self.rows[wait];
        let begun = row.fact.is_some_and(|fact| fact.since.is_some());
        matches!(row.step.kind, StepKind::Wait(_))
            && (row.state == State::Open || (begun && matches!(row.state, State::Blocked(_))))
    }

    /// The wait inside of which a row stands.
    #[must_use]
    pub fn wait_around(&self, row: usize) -> Option<usize> {
        self.rows.get(row).filter(|row| row.aside)?.parent
    }

    /// Whether a step inside of a wait may be done once more; none for other steps.
    pub(super) fn may_be_done_again(&self, step: &str) -> Option<bool> {
        Some(self.lasts(self.wait_around(self.row(step)?)?))
    }

    /// What may be done now while a wait lasts.
    #[must_use]
    pub fn meanwhile(&self, wait: usize) -> Vec<usize> {
        if !self.lasts(wait) {
            return Vec::new();
        }
        let inside = |at: &usize| {
            let row = &self.rows[*at];
            row.aside && row.parent == Some(wait) && matches!(row.state, State::Open | State::Done)
        };
        (wait + 1..self.rows.len()).filter(inside).collect()
    }
}
