//! Until when steps are to be done: worked out when it becomes known, kept in the event, and never worked out again.

use super::case::{Case, Fact};
use super::outline::{Outline, Row, State};
use super::outside::Outside;
use crate::model::definition::{Due, StepKind};
use crate::model::event::{Event, Moment};
use crate::model::hours::Hours;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many reminders of one wait are counted through before it is left alone.
const MOST_REMINDERS: usize = 100_000;

/// A due time that was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// The row of the step.
    pub row: usize,
    /// When it was due.
    pub due: Moment,
    /// When it was done all the same; none when it still is to be done.
    pub done: Option<Moment>,
}

impl Case {
    /// Notes with the last of some events which steps are due when, as far as these events have told it.
    pub(super) fn appoint(&self, events: &mut [Event], outside: &Outside) {
        if !self.definition.walk().iter().any(|(step, _)| step.due.is_some()) {
            return;
        }
        let mut case = self.clone();
        events.iter().for_each(|event| case.apply(event));
        let Some(last) = events.last_mut().filter(|_| !case.is_over()) else { return };
        let outline = case.outline(outside);
        let next = outline.in_hand();
        for (at, row) in outline.rows.iter().enumerate() {
            let Some(due) = &row.step.due else { continue };
            let known = case.dues.get(&row.id).copied();
            let settled = row.fact.is_some_and(|fact| fact.settled.is_some());
            if settled || row.state == State::Out {
                continue;
            }
            let base = due.name().and_then(|name| outline.seen_from(row.item, &name.value)).map(|at| &outline.rows[at]);
            let found = match due {
                Due::Next(_) if known.is_some() => known,
                Due::Next(span) => next.contains(&at).then(|| outside.hours.after(&last.moment(), span.0)).flatten(),
                Due::After { span, .. } => {
                    let base = base.filter(|row| matches!(row.state, State::Done | State::Stale));
                    let done = base.and_then(|row| row.fact?.first);
                    done.and_then(|done| outside.hours.after(&done, span.0))
                }
                Due::Field(name) => end_of(&outline.scope_of(row.item).get(&name.value), &last.at),
            };
            // The hours may have changed since: what was told once stays, unless what it counts from is another.
            let same_base = matches!(due, Due::After { .. }) && known.is_some() && found.is_some();
            let base_moved = same_base && base.is_some_and(|base| self.base_moved(&base.id, &case));
            let found = if same_base && !base_moved { known } else { found };
            if found != known {
                last.due.insert(row.id.clone(), found);
            }
        }
    }

    /// Whether the step that a due time counts from was done at another moment before.
    fn base_moved(&self, base: &str, after: &Self) -> bool {
        let first = |case: &Self| case.facts.get(base).and_then(|fact: &Fact| fact.first);
        first(self) != first(after)
    }

    /// The latest moment at which somebody was to be reminded of the wait that lasts, if nothing has happened in
    /// the case since: with the row of the wait.
    #[must_use]
    pub fn reminder(&self, outline: &Outline<'_>, hours: &Hours, now: &Moment) -> Option<(usize, Moment)> {
        if self.is_over() {
            return None;
        }
        outline.rows.iter().enumerate().find_map(|(at, row)| {
            let StepKind::Wait(wait) = &row.step.kind else { return None };
            let (span, since) = (wait.remind?.0, row.fact?.since?);
            if row.fact?.settled.is_some() || row.state == State::Out {
                return None;
            }
            let mut last = None;
            let mut here = since;
            for _ in 0..MOST_REMINDERS {
                here = hours.after(&here, span)?;
                if here > *now {
                    break;
                }
                last = Some(here);
            }
            last.filter(|reminder| self.last.is_none_or(|last| last < *reminder)).map(|reminder| (at, reminder))
        })
    }
}

impl Outline<'_> {
    /// The rows that are the next thing to do: the step, what is said on the way to it, the groups it stands in.
    fn in_hand(&self) -> BTreeSet<usize> {
        let Some(next) = self.next() else { return BTreeSet::new() };
        let mut rows: BTreeSet<usize> = self.lead(next).into_iter().chain([next]).collect();
        for row in rows.clone() {
            let mut at = self.rows[row].parent;
            while let Some(parent) = at {
                rows.insert(parent);
                at = self.rows[parent].parent;
            }
        }
        rows
    }

    /// When a step is, or was, due.
    #[must_use]
    pub fn due(&self, row: usize) -> Option<Moment> {
        self.case().dues.get(&self.rows.get(row)?.id).copied()
    }

    /// The steps whose due time was not kept: those done late, for good, and those that are overdue at the moment of
    /// the outline.
    #[must_use]
    pub fn missed(&self) -> Vec<Missed> {
        (0..self.rows.len()).filter_map(|row| self.missed_by(row)).collect()
    }

    /// When those steps are due that are still to be done, the first one first.
    #[must_use]
    pub fn pending(&self) -> Vec<Moment> {
        let open = |row: &&Row<'_>| matches!(row.state, State::Open | State::Blocked(_));
        let dues = self.rows.iter().filter(open).filter_map(|row| self.case().dues.get(&row.id));
        let mut dues: Vec<Moment> = dues.copied().collect();
        dues.sort();
        dues
    }

    /// The steps that should have been done by now.
    #[must_use]
    pub fn overdue(&self) -> Vec<Missed> {
        self.missed().into_iter().filter(|missed| missed.done.is_none()).collect()
    }

    /// How a step missed its due time, if it did.
    #[must_use]
    pub fn missed_by(&self, at: usize) -> Option<Missed> {
        let row = self.rows.get(at)?;
        if let Some((due, done)) = row.fact.and_then(|fact| fact.late) {
            return Some(Missed { row: at, due, done: Some(done) });
        }
        let due = self.due(at)?;
        let over = self.case().is_over();
        let done = match (&row.step.kind, row.state) {
            (_, State::Out | State::Maybe | State::Skipped) => return None,
            (StepKind::Group(_) | StepKind::Repeat(_), State::Done) => {
                self.rows[row.inner.clone()].iter().filter_map(|row| row.fact?.first).max()
            }
            (StepKind::Stop(_), State::Done) => self.case().last,
            // Settled in time, or it would be late for good.
            (_, State::Done | State::Stale) => return None,
            (_, State::Open | State::Blocked(_)) if over && row.step.optional => return None,
            (_, State::Open | State::Blocked(_)) => None,
        };
        let moment = done.unwrap_or_else(|| self.now());
        let done_in_time = done.is_none() && matches!(row.state, State::Done);
        (is_later(&moment, &due) && !done_in_time).then_some(Missed { row: at, due, done })
    }
}

/// Whether a moment is later than a due time, to the minute: that is how both are read.
pub(super) fn is_later(moment: &Moment, due: &Moment) -> bool {
    let minute = |moment: &Moment| moment.with_second(0).and_then(|moment| moment.with_nanosecond(0));
    minute(moment) > minute(due)
}

/// The end of the day that a field holds, or the minute.
fn end_of(value: &Value, here: &Moment) -> Option<Moment> {
    let text = value.as_str()?;
    let minute = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    let day = || {
        let day: NaiveDate = text.parse().ok()?;
        Some(day.and_time(NaiveTime::from_hms_opt(23, 59, 0)?))
    };
    here.offset().from_local_datetime(&minute.or_else(day)?).single()
}
