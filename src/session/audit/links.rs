//! What cases say of each other.

use super::{Auditor, Known, opened, outcome};
use crate::engine::Case;
use crate::model::definition::{Run, StepKind};
use crate::model::event::{Did, Event, Returned, definition_hash};
use crate::session::flaw::{Finding, Flaw};
use crate::session::links::values_for;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Auditor<'_> {
    pub(super) fn ids(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut known: BTreeMap<&str, &Known> = BTreeMap::new();
        for case in &self.cases {
            let Some(other) = known.insert(&case.id, case) else { continue };
            // A closing that was cut short behind the record: the next start takes the journal away.
            let same = other.closed != case.closed && {
                let (record, journal) = if case.closed { (case, other) } else { (other, case) };
                let shared = record.events.len() - 1;
                journal.events.get(..shared).is_some_and(|events| Some(events) == record.events.get(..shared))
            };
            if !same {
                let flaw = Flaw::SameId(other.path.clone());
                found.push(Finding { path: case.path.clone(), line: None, flaw });
            }
        }
        found
    }

    /// Parent and child, both ways.
    pub(super) fn links(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let known: BTreeMap<&str, &Known> = self.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        for case in &self.cases {
            let mut say = |at: usize, flaw| {
                found.push(Finding { path: case.path.clone(), line: Some(case.first + at), flaw });
            };
            let lost = |id: &String| !self.there.contains(id);
            if let Some(parent) = opened(&case.events).and_then(|opened| opened.parent.as_ref()) {
                let names = |started: &Did| matches!(started, Did::Started(started) if started.case == case.id && started.step == parent.step);
                match known.get(parent.case.as_str()) {
                    // A parent that was killed here says so when it is taken up again.
                    Some(other) if other.closed && !other.events.iter().any(|event| names(&event.did)) => {
                        say(0, Flaw::OneSided(parent.case.clone()));
                    }
                    None if lost(&parent.case) => say(0, Flaw::CaseLost(parent.case.clone())),
                    _ => {}
                }
                for replaced in parent.replaces.iter().filter(|replaced| lost(replaced)) {
                    say(0, Flaw::CaseLost(replaced.clone()));
                }
            }
            for (at, event) in case.events.iter().enumerate() {
                match &event.did {
                    Did::Started(started) => match known.get(started.case.as_str()) {
                        Some(child) => {
                            let parent = opened(&child.events).and_then(|opened| opened.parent.as_ref());
                            if parent.is_none_or(|parent| parent.case != case.id || parent.step != started.step) {
                                say(at, Flaw::OneSided(started.case.clone()));
                            }
                        }
                        None if lost(&started.case) => say(at, Flaw::CaseLost(started.case.clone())),
                        None => {}
                    },
                    Did::Returned(returned) => {
                        let child = known.get(returned.case.as_str()).filter(|child| child.closed);
                        let outcome = child.and_then(|child| outcome(&child.events));
                        let told = returned.outcome.as_deref();
                        if told.is_some() && outcome.is_some() && told != outcome {
                            say(at, Flaw::OutcomeDiffers(returned.case.clone()));
                        }
                        if told.is_some() && child.is_some_and(|child| self.took_other(case, at, child, returned)) {
                            say(at, Flaw::TookDiffers(returned.case.clone()));
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Whether a case was told other values, by its event at this place, than those that the case it ran has, or had
    /// before it was put right.
    fn took_other(&self, case: &Known, at: usize, child: &Known, returned: &Returned) -> bool {
        // Under the definition that it had then: it may have been moved to another one since.
        let before = case.events.get(..at).unwrap_or_default();
        let definition = |events: &[Event]| self.definitions.get(definition_hash(events));
        let (Some(own), Some(of_child)) = (definition(before), definition(&child.events)) else { return false };
        let takes = |run: &Run| !run.take.is_empty();
        let takes = own.step(&returned.step).is_some_and(|step| matches!(&step.kind, StepKind::Run(run) if takes(run)));
        if !takes && returned.took.is_empty() {
            return false;
        }
        let case = Case::replay(&case.id, Arc::clone(own), before);
        let mut told = Case::replay(&child.id, Arc::clone(of_child), &child.events);
        let corrections = self.corrections.get(&child.path).map_or(&[][..], Vec::as_slice);
        let mut differs = values_for(&case, &returned.step, &told) != returned.took;
        for (_, correction) in corrections {
            correction.answers.iter().for_each(|changed| told.lay_over(changed));
            differs &= values_for(&case, &returned.step, &told) != returned.took;
        }
        differs
    }

    /// Cases that go on in others, both ways.
    pub(super) fn joins(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let known: BTreeMap<&str, &Known> = self.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        for case in &self.cases {
            let mut say = |at: usize, flaw| {
                found.push(Finding { path: case.path.clone(), line: Some(case.first + at), flaw });
            };
            for (at, event) in case.events.iter().enumerate() {
                let (other, one_sided) = match &event.did {
                    // A case that is not closed yet tells the other one when it is taken up again.
                    Did::Joined(joined) => {
                        let untold = |other: &&Known| case.closed && self.is_untold(other, case);
                        (&joined.case, known.get(joined.case.as_str()).is_some_and(untold))
                    }
                    Did::Linked(linked) => {
                        let silent = |other: &&Known| !goes_on_in(&other.events, &case.id);
                        (&linked.case, known.get(linked.case.as_str()).is_some_and(silent))
                    }
                    _ => continue,
                };
                if !self.there.contains(other) {
                    say(at, Flaw::CaseLost(other.clone()));
                } else if one_sided {
                    say(at, Flaw::OneSided(other.clone()));
                }
            }
        }
        found
    }

    /// Whether a case should know that another one goes on in it, and does not. One that was closed first, or at
    /// another desk, need not know.
    fn is_untold(&self, case: &Known, joined: &Known) -> bool {
        let knows = |events: &[Event]| {
            events.iter().any(|event| matches!(&event.did, Did::Linked(linked) if linked.case == joined.id))
        };
        let last = |case: &Known| case.events.last().map(|event| (event.at, event.desk.clone()));
        let (Some((end, desk)), Some((joined_at, by))) = (last(case), last(joined)) else { return false };
        let free = case.closed && (desk != by || end <= joined_at);
        // Somebody may work meanwhile: it is looked at once more, with what lies beside it.
        let told_now = || {
            let beside = self.store.asides(&case.id).is_ok_and(|all| !all.is_empty());
            beside || !case.closed && self.store.peek(&case.id).map_or(true, |events| knows(&events))
        };
        !knows(&case.events) && !free && !told_now()
    }
}

/// Whether a case goes on in another one.
pub(super) fn goes_on_in(events: &[Event], other: &str) -> bool {
    events.iter().any(|event| matches!(&event.did, Did::Joined(joined) if joined.case == other))
}
