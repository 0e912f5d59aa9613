//! What may be done while a wait lasts: any number of times from its beginning to its end. Nobody has to, so these
//! steps keep nothing waiting and are never next.

use super::case::{Settled, item_id};
use super::outline::{LATER, Outline, Place, Plan, Row, State};
use crate::model::definition::{Step, StepKind};

impl<'c> Outline<'c> {
    /// The rows of the steps inside a wait; those that are not done yet are open until [`Outline::settle_meanwhile`]
    /// knows whether the wait lasts.
    pub(super) fn walk_meanwhile(&mut self, steps: &'c [Step], before: &str, wait: usize) {
        let row = &self.rows[wait];
        let over = matches!(row.state, State::Done | State::Skipped | State::Out);
        let place = Place { before, depth: row.depth + 1, parent: Some(wait), plan: row.plan };
        self.walk_aside(steps, place, over);
    }

    /// The same for the steps of an item there: only these may be passed.
    fn walk_aside(&mut self, steps: &'c [Step], place: Place<'_>, over: bool) {
        let Place { before, depth, parent, plan } = place;
        for step in steps {
            let id = format!("{before}{}", step.id);
            let fact = self.case().facts.get(&id);
            let settled = fact.and_then(|fact| fact.settled.as_ref());
            let passed = parent == Some(LATER) && matches!(settled, Some(Settled::Skipped(_)));
            let done = matches!(settled, Some(Settled::Done));
            let mut own = plan.min(self.condition(&id, step.when.as_ref()));
            let start = self.rows.len();
            let mut items = false;
            if let StepKind::Repeat(repeat) = &step.kind {
                for (place, number) in (1..).zip(self.numbers(&id, repeat)) {
                    items = true;
                    let item = item_id(&id, number.0);
                    let before = format!("{item}.");
                    let around = self.enter(step, item, number, place);
                    let inside = Place { before: &before, depth: depth + 1, parent: Some(LATER), plan: own };
                    self.walk_aside(&repeat.steps, inside, over);
                    self.leave(around);
                }
                // Nothing added is an empty list.
                items |= over;
            }
            if over && !done && !passed && !items {
                own = Plan::Out;
            }
            let state = match own {
                Plan::Out => State::Out,
                Plan::Maybe => State::Maybe,
                Plan::In if passed => State::Skipped,
                Plan::In if done || items => State::Done,
                Plan::In => State::Open,
            };
            let row = self.rows.len();
            let inner = if step.kind.is_whole() { start..row } else { row + 1..row + 1 };
            let (item, aside) = (self.item, true);
            self.rows.push(Row { step, id, item, depth, parent, state, fact, inner, aside, plan: own });
            self.adopt(start, row);
            if step.has_own_names() {
                self.bind_items(row);
            } else {
                self.bind(row);
            }
        }
    }

    /// Blocks what stands inside of waits that have not begun.
    pub(super) fn settle_meanwhile(&mut self) {
        for at in 0..self.rows.len() {
            let Some(wait) = self.wait_around(at) else { continue };
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
        let mut at = self.rows.get(row).filter(|row| row.aside)?.parent?;
        while self.rows[at].aside {
            at = self.rows[at].parent?;
        }
        Some(at)
    }

    /// Whether a row belongs to an item that was added while a wait lasts: it may be passed, and it comes after what
    /// was last done in that item.
    pub(super) fn in_aside_item(&self, row: usize) -> bool {
        self.rows[row].parent.is_some_and(|parent| self.rows[row].aside && self.rows[parent].aside)
    }

    /// What is still to be done in the item that was last worked on while a wait lasts: who has begun to write
    /// something down ends it before the wait is looked at again.
    pub(super) fn begun_aside(&self) -> Option<usize> {
        let acted = self.case().acted.as_ref()?;
        let last = self.row(acted);
        let item = self.item(acted).or_else(|| self.rows[last?].item)?;
        let open = |at: &usize| {
            let row = &self.rows[*at];
            row.item == Some(item) && row.state == State::Open && row.step.kind.is_awaited() && self.in_aside_item(*at)
        };
        let rows = self.items[item].rows.clone();
        let behind = rows.clone().filter(|at| last.is_none_or(|last| *at > last)).find(open);
        behind.or_else(|| rows.clone().find(open))
    }

    /// The step with which an item is ended that was begun while a wait lasts; none where it has none.
    #[must_use]
    pub fn unfinished_aside(&self, repeat: usize) -> Option<usize> {
        let rows = self.rows.get(repeat)?.inner.clone();
        rows.into_iter().find(|at| self.rows[*at].state == State::Open && self.rows[*at].step.kind.is_awaited())
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
