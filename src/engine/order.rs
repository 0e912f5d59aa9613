//! What must wait for what, and what is next.

use super::outline::{Outline, Row, State, waits_for};
use crate::model::definition::{Condition, StepKind};
use std::collections::BTreeSet;

impl Outline<'_> {
    /// Second pass: what must wait for what. Gates block everything behind them; steps that keep the
    /// order wait for every required step before them, except for words said on the way to them.
    pub(super) fn block(&mut self) {
        let mut gate = None;
        let mut pinned = None;
        let mut required: Vec<usize> = Vec::new();
        for at in 0..self.rows.len() {
            gate = gate.or_else(|| self.gate_of_group_ending_at(at));
            if !self.rows[at].is_unsettled() {
                continue;
            }
            let lead = self.lead(at);
            let before = required.iter().copied().find(|row| !lead.contains(row));
            let inner = &self.rows[at].inner;
            let before_end = required.iter().copied().find(|row| inner.contains(row) && !lead.contains(row));
            let row = &mut self.rows[at];
            // A repeat has all its items when their steps are settled, whatever stands before it.
            let own = before_end.filter(|_| matches!(row.step.kind, StepKind::Repeat(_)));
            let ends = matches!(row.step.kind, StepKind::Stop(_));
            let blocked = gate.or(before.filter(|_| row.step.kind.keeps_order())).or(own).or(pinned.filter(|_| ends));
            if let (Some(by), State::Open | State::Stale) = (blocked, row.state) {
                row.state = State::Blocked(by);
            }
            if row.is_pinned() {
                pinned = pinned.or(Some(at).filter(|_| !row.step.optional));
                continue;
            }
            if row.step.is_gate() {
                gate = gate.or(Some(at));
            }
            if !row.step.optional {
                required.push(at);
            }
        }
    }

    /// Whether a step that is blocked has to wait for this one too, be it the first or not.
    #[must_use]
    pub fn waits_for(&self, row: usize, other: usize) -> bool {
        let (Some(row_there), Some(before)) = (self.rows.get(row), self.rows.get(other)) else { return false };
        let State::Blocked(first) = row_there.state else { return false };
        let required = before.is_unsettled() && !before.step.optional && !self.lead(row).contains(&other);
        let ordered = match row_there.step.kind {
            StepKind::Repeat(_) => row_there.inner.contains(&other),
            _ => row_there.step.kind.keeps_order() && !before.is_pinned(),
        };
        let ends = before.is_pinned() && matches!(row_there.step.kind, StepKind::Stop(_));
        first == other || (other < row && required && (ordered || ends || before.step.is_gate()))
    }

    /// The first unsettled required step of a group, or of a repeat, that is a gate and ends before `at`.
    fn gate_of_group_ending_at(&self, at: usize) -> Option<usize> {
        let ends = |place: usize| {
            let row = &self.rows[place];
            row.step.gate && row.step.kind.is_whole() && row.inner.end.max(place + 1) == at
        };
        (0..at).filter(|place| ends(*place)).find_map(|place| {
            let holds = |row: &Row<'_>| row.is_unsettled() && !row.step.optional && !row.is_pinned();
            self.rows[place].inner.clone().find(|inner| holds(&self.rows[*inner]))
        })
    }

    /// The rows of what is said right before a step: they are on the screen with it, and done with it.
    #[must_use]
    pub fn lead(&self, row: usize) -> Vec<usize> {
        let mut lead = Vec::new();
        if self.rows.get(row).is_some_and(|row| row.aside) {
            return lead;
        }
        for at in (0..row).rev() {
            let before = &self.rows[at];
            match (&before.step.kind, before.state) {
                _ if before.aside => {}
                (_, State::Out) | (StepKind::Group(_) | StepKind::Let(_), _) => {}
                (StepKind::Repeat(repeat), _) if !repeat.is_awaited() => {}
                (StepKind::Note(_), State::Maybe) => {}
                (StepKind::Note(_), _) => lead.push(at),
                (StepKind::Say(_), State::Open) if !before.step.gate => lead.push(at),
                _ => break,
            }
        }
        lead.reverse();
        lead
    }

    /// The open steps that want an act of their own: words said on the way to another step do not.
    #[must_use]
    pub fn awaited(&self) -> Vec<usize> {
        let carried: BTreeSet<usize> = (0..self.rows.len())
            .filter(|at| {
                let row = &self.rows[*at];
                row.is_open() && !matches!(row.step.kind, StepKind::Wait(_) | StepKind::Say(_))
            })
            .flat_map(|at| self.lead(at))
            .collect();
        // Words that lead to other words that are awaited are carried by them.
        let mut open: Vec<usize> =
            (0..self.rows.len()).filter(|at| self.rows[*at].is_open() && !carried.contains(at)).collect();
        let leads: BTreeSet<usize> = open
            .iter()
            .filter(|at| matches!(self.rows[**at].step.kind, StepKind::Say(_)))
            .flat_map(|at| self.lead(*at))
            .collect();
        open.retain(|at| !leads.contains(at));
        open
    }

    /// What is next: the first open step behind the one last acted on, then those left behind.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        if let Some(row) = self.brought_forward().or_else(|| self.begun_aside()) {
            return Some(row);
        }
        let start = self.case().acted.as_ref().map_or(0, |id| self.behind(id));
        let open = self.awaited();
        let next = open.iter().copied().find(|at| *at >= start).or_else(|| open.first().copied())?;
        // A wait begins by itself, so what is said before it comes first even when that was taken back.
        let waits = matches!(self.rows[next].step.kind, StepKind::Wait(_));
        let said = || self.lead(next).into_iter().find(|at| matches!(self.rows[*at].step.kind, StepKind::Say(_)));
        Some(if waits { said().unwrap_or(next) } else { next })
    }

    /// Whether every required step is settled and no `stop` is in the plan: the case may end as `done`.
    #[must_use]
    pub fn may_end(&self) -> bool {
        let stop = |row: &Row<'_>| matches!(row.step.kind, StepKind::Stop(_)) && row.state != State::Out;
        !self.rows.iter().any(|row| stop(row) || (row.is_unsettled() && !row.step.optional))
    }

    /// The step that has to be settled before it is known whether this one is in the plan.
    #[must_use]
    pub fn undecided(&self, row: usize) -> Option<String> {
        let mut at = Some(row);
        while let Some(place) = at {
            let row = &self.rows[place];
            let pending = self.pending_of(row.item);
            let found = match &row.step.when {
                Some(Condition::Fields(fields)) => {
                    fields.iter().find_map(|field| waits_for(&pending, &field.name.value))
                }
                Some(Condition::Expression(expression)) => expression
                    .paths()
                    .iter()
                    .filter(|path| !path.local)
                    .find_map(|path| waits_for(&pending, &path.text)),
                None => None,
            };
            let parent = row.parent;
            let question = parent.filter(|parent| {
                matches!(self.rows[*parent].step.kind, StepKind::Ask(_)) && self.rows[*parent].state == State::Open
            });
            if let Some(id) = found {
                return Some(id.to_owned());
            }
            if let Some(question) = question {
                return Some(self.rows[question].id.clone());
            }
            at = parent;
        }
        None
    }
}
