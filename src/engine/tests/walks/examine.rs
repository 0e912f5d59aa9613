//! What must hold of every move and after it, found without the engine.

use super::{Walk, count, variant};
use crate::engine::{Case, Outline, Outside, Row, State};
use crate::model::definition::{StepKind, walk};
use crate::model::event::{Came, Did, Event};
use crate::model::template::Scope;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Walk<'_> {
    /// Whether a move's events were allowed by the plan as it was.
    pub(super) fn judge(&self, events: &[Event]) {
        let outline = self.case.outline(&self.outside);
        let said: Vec<String> = events
            .iter()
            .filter_map(|event| if let Did::Done(at) = &event.did { Some(at.step.clone()) } else { None })
            .collect();
        for event in events {
            if let Did::Handed(handed) = &event.did {
                let fact = self.case.fact(&handed.step);
                let last = fact.and_then(|fact| fact.papers.last()).map(|(_, paper)| paper.count);
                self.require(last == Some(handed.count), || {
                    format!("{} was handed over and is not there", handed.step)
                });
                continue;
            }
            let (step, skips) = match &event.did {
                Did::Answered(answered) | Did::Ended(answered) => (answered.step.clone(), false),
                Did::Done(at) | Did::Waiting(at) => (at.step.clone(), false),
                Did::Skipped(because) => (because.step.clone(), true),
                Did::Begun(begun) => (begun.step.clone(), false),
                Did::Enough(enough) => (enough.step.clone(), false),
                Did::Tried(tried) => (tried.step.clone(), false),
                Did::Left(because) => (because.step.clone(), false),
                Did::Closing(closing) if matches!(closing.outcome.as_str(), "cut" | "joined") => continue,
                Did::Closing(closing) => {
                    let open = outline.rows.iter().find(|row| {
                        let ends =
                            matches!(&row.step.kind, StepKind::Stop(stop) if stop.outcome.value == closing.outcome);
                        unsettled(row) && !row.step.optional && !ends && !said.contains(&row.id)
                    });
                    self.require(open.is_none(), || format!("it ended before {:?}", open.map(|row| &row.id)));
                    continue;
                }
                _ => continue,
            };
            let at = outline.rows.iter().position(|row| row.id == step);
            let Some(at) = at else { self.fail(&format!("{step} is not there")) };
            let row = &outline.rows[at];
            let reachable = matches!(row.state, State::Open | State::Stale | State::Done | State::Skipped);
            self.require(reachable, || format!("{step} was {:?}", row.state));
            self.require(!skips || !row.step.is_gate() || was_tried(row), || format!("the gate {step} was passed"));
            if unsettled(row) {
                let kept = kept_by(&outline.rows, at, &said);
                self.require(kept.is_none(), || {
                    format!("{step} did not wait for {:?}", kept.map(|by| &outline.rows[by].id))
                });
            }
            let fits = match &event.did {
                Did::Answered(_) => matches!(row.step.kind, StepKind::Ask(_)),
                Did::Ended(_) | Did::Waiting(_) => matches!(row.step.kind, StepKind::Wait(_)),
                Did::Done(_) => match row.step.kind {
                    // A paper that is taken into the hand shows what the case says.
                    StepKind::Print(_) => row.fact.is_some_and(|fact| !fact.papers.is_empty() && !fact.unsettled),
                    _ => matches!(row.step.kind, StepKind::Say(_) | StepKind::Do(_)),
                },
                Did::Begun(begun) if !begun.files.is_empty() => matches!(row.step.kind, StepKind::Attach(_)),
                Did::Begun(_) => matches!(row.step.kind, StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_)),
                Did::Left(_) => matches!(
                    row.step.kind,
                    StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_) | StepKind::Notify(_)
                ),
                Did::Tried(_) => matches!(row.step.kind, StepKind::Notify(_)),
                Did::Enough(_) => matches!(row.step.kind, StepKind::Repeat(_)),
                _ => true,
            };
            self.require(fits, || format!("{:?} fits no {}", event.did, row.step.kind.verb()));
            // The same act settles what was said and the step itself: gates between them do not count twice.
        }
    }

    /// What must hold after every move.
    pub(super) fn examine(&mut self) {
        // Other facts stay other facts, so it is enough to replay now and then, and at the end.
        if self.events.len().is_multiple_of(8) || self.case.is_over() {
            let again = Case::replay(&self.case.id, Arc::clone(&self.case.definition), &self.events);
            let same = again.facts == self.case.facts
                && again.dues == self.case.dues
                && again.seen == self.case.seen
                && again.life == self.case.life;
            self.require(same, || "replay has other facts".to_owned());
        }
        let remembered = self.case.outline(&self.case.remembered());
        let now = Outside { was: None, ..self.outside.clone() };
        let live = self.case.outline(&now);
        let (old, new) = (scopes(&remembered), scopes(&live));
        self.require(remembered.rows.len() == live.rows.len(), || "replay has other rows".to_owned());
        for (was, is) in remembered.rows.iter().zip(&live.rows) {
            self.require(was.id == is.id && was.state == is.state, || {
                format!("{} is {:?} in replay", is.id, was.state)
            });
            let Some(name) = is.step.name.as_ref().map(|name| &name.value) else { continue };
            // Private answers are not on the machine that replays; nor are the lists and maps that hold them.
            let private = is.step.is_private()
                || is.step.kind.inner().flat_map(walk).any(|(step, _)| step.is_private()) && is.step.has_own_names();
            let same = private || old[item_place(is)].get(name) == new[item_place(is)].get(name);
            self.require(same, || format!("{name} has another value in replay"));
        }
        let mut states = Vec::new();
        for (at, row) in live.rows.iter().enumerate() {
            states.push((row.step.kind.verb(), variant(&row.state)));
            if row.item.is_some() {
                count(self.counts, "item", row.step.kind.verb());
            }
            let value = row.step.name.as_ref().map(|name| new[item_place(row)].get(&name.value)).unwrap_or_default();
            if let (Some(known), State::Done) = (self.answers.get(&row.id), row.state)
                && row.step.kind.field().is_some()
            {
                self.require(*known == value, || format!("the answer of {} is another", row.id));
            }
            let struck = row.state != State::Out || row.step.kind.field().is_none();
            self.require(struck || value.is_null(), || format!("{} is not struck", row.id));
            self.require(plan_of_parent(&live.rows, row), || format!("{} is in the plan without its parent", row.id));
            let paper = matches!(row.step.kind, StepKind::Print(_)) && row.state == State::Done;
            let shown = row.fact.is_some_and(|fact| {
                let now = |path: &String| live.kept(row.item, path);
                !fact.papers.is_empty() && fact.used.iter().all(|(path, value)| now(path) == *value)
            });
            self.require(!paper || shown, || format!("{} shows what was changed since", row.id));
            let knows = row.fact.is_some_and(|fact| {
                fact.tries.iter().skip(fact.void_tries).any(|(_, tried)| tried.came == Came::Reached)
            });
            let told = matches!(row.step.kind, StepKind::Notify(_)) && row.state == State::Done;
            self.require(!told || knows, || format!("{} is done and nobody knows", row.id));
            if let (StepKind::Attach(attach), Some(fact)) = (&row.step.kind, row.fact) {
                let hashes: BTreeSet<&str> = fact.files.iter().map(|file| file.hash.as_str()).collect();
                self.require(hashes.len() == fact.files.len(), || format!("{} has a file twice", row.id));
                let count = fact.files.len();
                let fits = count <= attach.room() && (row.state != State::Done || count >= attach.enough());
                self.require(fits, || format!("{} has {count} files", row.id));
            }
            if let (StepKind::Repeat(_), State::Done | State::Open) = (&row.step.kind, row.state) {
                let there = live.items_of(at).len();
                self.require(value.as_array().map(Vec::len) == Some(there), || format!("{} is no list", row.id));
                let dropped = row.fact.into_iter().flat_map(|fact| &fact.dropped);
                let mut dropped = dropped.map(|number| format!("{}.{number}", row.id));
                self.require(dropped.all(|item| live.item(&item).is_none()), || "a dropped item is there".to_owned());
            }
            let lost = self.answers.contains_key(&row.id)
                && matches!(row.state, State::Open | State::Blocked(_) | State::Skipped);
            self.require(!lost, || format!("the answer of {} was lost", row.id));
        }
        self.examine_time();
        let live = self.case.outline(&Outside { was: None, ..self.outside.clone() });
        let over = self.case.is_over();
        let deadlock = !over && live.awaited().is_empty() && !live.may_end();
        self.require(!deadlock, || "nothing is awaited and it cannot end".to_owned());
        // An item that was begun while a wait lasts is ended first.
        let begun = |row: &Row<'_>| row.aside && row.item.is_some() && row.state == State::Open;
        let first = live.next().map(|row| live.rows[row].is_open() || begun(&live.rows[row]));
        if live.next().is_some_and(|row| begun(&live.rows[row])) {
            count(self.counts, "time", "item begun");
        }
        self.require(first != Some(false), || "next is not open".to_owned());
        for (verb, state) in states {
            count(self.counts, "step", verb);
            count(self.counts, "state", &state);
        }
    }

    /// What was late stays late, and a due time is known for whatever is next and has one.
    pub(super) fn examine_time(&mut self) {
        let live = self.case.outline(&Outside { was: None, ..self.outside.clone() });
        let missed = live.missed();
        let ids = |done: bool| -> Vec<String> {
            let wanted = missed.iter().filter(|missed| missed.done.is_some() == done);
            // A group, a repeat and a stop are late by what is done in them, which may be taken back.
            let rows = wanted.map(|missed| &live.rows[missed.row]);
            let whole =
                |row: &&Row<'_>| matches!(row.step.kind, StepKind::Group(_) | StepKind::Repeat(_) | StepKind::Stop(_));
            rows.filter(|row| !whole(row)).map(|row| row.id.clone()).collect()
        };
        let (late, overdue) = (ids(true), ids(false));
        for step in &self.late {
            // An item that was dropped is gone with all of its steps.
            let gone = live.row(step).is_none();
            self.require(gone || late.contains(step), || format!("{step} was late and is not any more"));
        }
        for missed in &missed {
            let kept = missed.done.unwrap_or(live.now()) <= missed.due;
            self.require(!kept, || format!("{} is late and was in time", live.rows[missed.row].id));
        }
        if let Some(next) = live.next().filter(|_| !self.case.is_over()) {
            let row = &live.rows[next];
            let counts = matches!(row.step.due, Some(crate::model::definition::Due::Next(_)));
            // Whether somebody is to be called once more depends on the time, which is no event.
            let called = live.rows.iter().any(Row::is_pinned);
            let fresh = row.fact.is_none_or(|fact| fact.settled.is_none()) && !called;
            self.require(!counts || !fresh || live.due(next).is_some(), || format!("{} has no due time", row.id));
        }
        for (word, found) in [("late", late.len()), ("overdue", overdue.len())] {
            if found > 0 {
                count(self.counts, "time", word);
            }
        }
        let lasting = (0..live.rows.len()).filter(|row| !live.meanwhile(*row).is_empty()).count();
        if lasting > 0 {
            count(self.counts, "time", "meanwhile");
        }
        self.late = late;
    }
}

/// The names of the case, and those of each item.
fn scopes(outline: &Outline<'_>) -> Vec<Scope> {
    std::iter::once(None).chain((0..outline.items.len()).map(Some)).map(|item| outline.scope_of(item)).collect()
}

/// Where the names of a row are among these.
fn item_place(row: &Row<'_>) -> usize {
    row.item.map_or(0, |item| item + 1)
}

/// The row behind the last one that belongs to the row, from parents alone.
fn end_of(rows: &[Row<'_>], at: usize) -> usize {
    let within = |row: usize| std::iter::successors(rows[row].parent, |parent| rows[*parent].parent).any(|up| up == at);
    (at + 1..rows.len()).find(|inner| !within(*inner)).unwrap_or(rows.len())
}

/// Whether a row belongs to an item of a repeat, from ids alone.
fn is_of(row: &Row<'_>, repeat: &Row<'_>) -> bool {
    row.id.strip_prefix(&repeat.id).is_some_and(|rest| rest.starts_with('.'))
}

fn unsettled(row: &Row<'_>) -> bool {
    !row.aside && row.step.kind.is_awaited() && !matches!(row.state, State::Done | State::Skipped | State::Out)
}

/// Whether somebody was to be told, and the attempts count.
fn was_tried(row: &Row<'_>) -> bool {
    let tried = row.fact.is_some_and(|fact| fact.tries.len() > fact.void_tries);
    matches!(row.step.kind, StepKind::Notify(_)) && tried
}

/// Whether a row is out of the plan with the group or question it belongs to.
fn plan_of_parent(rows: &[Row<'_>], row: &Row<'_>) -> bool {
    row.state == State::Out || row.parent.is_none_or(|parent| rows[parent].state != State::Out)
}

/// The first thing before a row that should have kept it from being acted on, found without the engine.
fn kept_by(rows: &[Row<'_>], at: usize, said: &[String]) -> Option<usize> {
    let gate = |row: &Row<'_>| row.step.gate || matches!(row.step.kind, StepKind::Wait(_) | StepKind::Stop(_));
    let ends = matches!(rows[at].step.kind, StepKind::Stop(_));
    // Who was tried keeps the case from its end and nothing else.
    let required = |row: &Row<'_>| unsettled(row) && !row.step.optional && !was_tried(row);
    (0..at).find(|before| {
        let row = &rows[*before];
        let is_group = matches!(row.step.kind, StepKind::Group(_));
        let fixed = matches!(row.step.kind, StepKind::Repeat(_)) && !row.step.kind.is_awaited();
        if fixed && row.step.gate {
            return rows.iter().any(|inner| is_of(inner, row) && required(inner));
        }
        if is_group && row.step.gate {
            let end = end_of(rows, *before);
            return end <= at && rows[before + 1..end].iter().any(required);
        }
        if was_tried(row) {
            return ends && unsettled(row) && !row.step.optional;
        }
        let ordered = ends
            || matches!(
                rows[at].step.kind,
                StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_) | StepKind::Wait(_)
            );
        if matches!(rows[at].step.kind, StepKind::Repeat(_)) && is_of(row, &rows[at]) {
            // A repeat waits for the steps of its own items.
            return required(row) && !said.contains(&row.id);
        }
        !is_group && unsettled(row) && (gate(row) || (ordered && required(row) && !said.contains(&row.id)))
    })
}
