//! What cases have to do with each other: values taken back from a case that was run, cases joined to others, and the
//! same matter coming a second time.

use super::{Notice, Session, SessionError, show_case};
use crate::engine::{Case, Life, Move, Settled};
use crate::model::company::FORMAT;
use crate::model::definition::{Definition, StepKind};
use crate::model::event::{Did, Event, JOINED, Moment, escaped};
use crate::model::types::FieldType;
use crate::store::{Aside, CaseId, Left, Trouble};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many cases are offered to be joined.
const MOST_OFFERS: usize = 9;
/// How many records are looked through for the same values, the newest first.
const MOST_RECORDS: usize = 5000;
/// How many of them are told.
const MOST_TOLD: usize = 5;

/// An open case that the one on top may go on in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: String,
    /// How it is named.
    pub label: String,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// Whether it has the same value.
    pub same: bool,
}

impl Session {
    /// What a case that was run has for the questions of the case on top, which runs it, by the ids of these;
    /// conflicts are told.
    pub(super) fn took(&self, step: &str, child: &Case, notices: &mut Vec<Notice>) -> BTreeMap<String, Value> {
        let Some(case) = self.top() else { return BTreeMap::new() };
        let took = values_for(case, step, child);
        for (field, value) in &took {
            let Some(fact) = case.fact(field).filter(|fact| fact.settled == Some(Settled::Done)) else { continue };
            if fact.value != *value && !fact.value.is_null() {
                let kind = case.definition.step(field).and_then(|step| step.kind.field());
                let shown = |value: &Value| {
                    kind.map_or_else(|| crate::model::types::show_untyped(value), |kind| kind.show(value))
                };
                let (ours, theirs) = (shown(&fact.value), shown(value));
                notices.push(Notice::Kept { field: self.words_of(field), ours, theirs });
            }
        }
        took
    }

    /// Tells that an answer which came from another case was changed in the case on top alone.
    pub(super) fn tell_left_there(&self, made: &Move, notices: &mut Vec<Notice>) {
        let (Some(case), Move::Answer { step: field, .. }) = (self.top(), made) else { return };
        let Some(fact) = case.fact(field).filter(|fact| fact.settled == Some(Settled::Done)) else { return };
        let Some(kind) = case.definition.step(field).and_then(|step| step.kind.field()) else { return };
        let there = case.facts().filter_map(|(_, run)| Some((run.child.as_ref()?, run.took.get(field)?)));
        for (id, theirs) in there.filter(|(_, theirs)| **theirs != fact.value) {
            let (ours, theirs) = (kind.show(&fact.value), kind.show(theirs));
            notices.push(Notice::LeftThere { field: self.words_of(field), ours, theirs, id: id.clone() });
        }
    }

    /// The same of a case that is known by its id.
    pub(super) fn took_of(&self, step: &str, child: &str, notices: &mut Vec<Notice>) -> BTreeMap<String, Value> {
        let day = CaseId::parse(child).map_or_else(Default::default, |id| id.day);
        match show_case(&self.store, child, day) {
            Ok((case, _)) => self.took(step, &case, notices),
            Err(_) => BTreeMap::new(),
        }
    }

    /// Open cases that the one on top may be joined to, those with the same value first; none before the field is
    /// answered or passed.
    ///
    /// # Errors
    /// When the open cases cannot be listed.
    pub fn joinable(&self) -> Result<Vec<Offer>, SessionError> {
        let Some(case) = self.top().filter(|case| !case.is_over()) else { return Ok(Vec::new()) };
        let Some(join) = case.definition.join.as_ref().map(|join| join.value.as_str()) else {
            return Ok(Vec::new());
        };
        let Some(fact) = case.fact(join).filter(|fact| fact.settled.is_some()) else { return Ok(Vec::new()) };
        let mine = self.key_in(&case.definition, join, &fact.value);
        let mut offers = Vec::new();
        for open in self.store.open_cases()? {
            let Ok(events) = open.events else { continue };
            let own = self.stack.iter().any(|held| held.case.id == open.id);
            if own || !is_of(&events, &case.definition.id) {
                continue;
            }
            let Ok(definition) = self.definition_of(&events) else { continue };
            let other = Case::replay(&open.id, definition, &events);
            if !matches!(other.life, Life::Open | Life::Parked) {
                continue;
            }
            let theirs = other.fact(join).and_then(|fact| self.key_in(&case.definition, join, &fact.value));
            let label = other.label(&other.outline(&other.remembered()));
            let same = mine.is_some() && mine == theirs;
            offers.push(Offer { id: open.id, label, opened: other.since, same });
        }
        offers.sort_by(|a, b| b.same.cmp(&a.same).then(b.opened.cmp(&a.opened)).then(b.id.cmp(&a.id)));
        offers.truncate(MOST_OFFERS);
        Ok(offers)
    }

    /// The case on top goes on in another one, and is closed.
    ///
    /// # Errors
    /// When the other case is not open, or the system refuses to write.
    pub fn join(&mut self, other: &str) -> Result<Vec<Notice>, SessionError> {
        // Between the offer and the answer somebody may have closed it.
        self.store.peek(other)?;
        self.act(&Move::Join { case: other.to_owned() })
    }

    /// Tells the case that another one goes on in; where somebody holds it, a file is left beside it.
    pub(super) fn link(&mut self, joined: &Case, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(target) = &joined.joined else { return Ok(()) };
        let label = joined.label(&joined.outline(&joined.remembered()));
        self.link_to(target, &joined.id, label, notices)
    }

    /// Whoever ran a case that was joined to another one may know more of it, as who has called: when it closes, the
    /// other one is told.
    pub(super) fn link_runs(&mut self, case: &Case, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let runs = case.facts().filter(|(_, fact)| fact.outcome.as_deref() == Some(JOINED));
        let runs: Vec<String> = runs.filter_map(|(_, fact)| fact.child.clone()).collect();
        let label = case.label(&case.outline(&case.remembered()));
        for child in runs {
            let day = CaseId::parse(&child).map_or_else(Default::default, |id| id.day);
            // What cannot be read is told by `check`, and stops nothing here.
            let joined = show_case(&self.store, &child, day).ok().and_then(|(child, _)| child.joined);
            if let Some(target) = joined {
                self.link_to(&target, &child, label.clone(), notices)?;
            }
        }
        Ok(())
    }

    fn link_to(
        &mut self,
        target: &str,
        joined: &str,
        label: String,
        notices: &mut Vec<Notice>,
    ) -> Result<(), SessionError> {
        let Some(id) = CaseId::parse(target) else { return Ok(()) };
        if let Some(at) = self.stack.iter().position(|held| held.id == id) {
            let above = self.stack.split_off(at + 1);
            let linked = self.link_top(joined, &label, notices);
            self.stack.extend(above);
            return linked;
        }
        match self.take(&id, notices) {
            Ok(held) => {
                self.stack.push(held);
                let linked = self.link_top(joined, &label, notices);
                self.stack.pop();
                linked
            }
            Err(error) if is_elsewhere(&error) => {
                let left = Left::Joined { other: joined.to_owned(), label };
                let (desk, by, at) = (self.seat.desk.clone(), self.seat.by.clone(), self.clock.now());
                self.store.leave_aside(&Aside { format: FORMAT, case: id.to_string(), desk, by, at, left })?;
                Ok(())
            }
            // It was closed meanwhile, or cannot be read: the joined case names it all the same.
            Err(_) => Ok(()),
        }
    }

    /// Links a case to the one on top, once; what is known of it later stands in the place of what was.
    pub(super) fn link_top(&mut self, other: &str, label: &str, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(case) = self.top() else { return Ok(()) };
        if case.is_over() || case.linked.iter().any(|(_, known, words)| known == other && words == label) {
            return Ok(());
        }
        let (id, known) = (case.id.clone(), case.linked.iter().any(|(_, known, _)| known == other));
        self.decide(&Move::Link { case: other.to_owned(), label: label.to_owned() })?;
        if known {
            return Ok(());
        }
        notices.push(Notice::Linked { id, other: other.to_owned(), label: label.to_owned() });
        Ok(())
    }

    /// What equal values of a field have in common; none for nothing.
    fn key_in(&self, definition: &Definition, field: &str, value: &Value) -> Option<String> {
        let town = self.workspace.company.detail("town").map(|town| town.trim_start_matches("г.").trim());
        let field = definition.step(field).and_then(|step| step.kind.field());
        let key = |field: &FieldType| field.key(value, town);
        (!value.is_null()).then(|| field.map_or_else(|| value.to_string(), key))
    }

    /// Warns of cases with the same values, once all of the fields that tell are answered, and again when they change.
    pub(super) fn warn_twice(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(case) = self.top().filter(|case| !case.is_over()) else { return Ok(()) };
        let fields: Vec<&str> = case.definition.twice.iter().map(|field| field.value.as_str()).collect();
        if fields.is_empty() {
            return Ok(());
        }
        let answered = |case: &Case, field: &str| {
            let fact = case.fact(field).filter(|fact| fact.settled == Some(Settled::Done))?;
            Some(fact.value.clone()).filter(|value| !value.is_null())
        };
        let Some(values) = fields.iter().map(|field| answered(case, field)).collect::<Option<Vec<Value>>>() else {
            return Ok(());
        };
        if self.warned.get(&case.id) == Some(&values) {
            return Ok(());
        }
        let key = |(field, value): (&&str, &Value)| self.key_in(&case.definition, field, value);
        let keys: Vec<Option<String>> = fields.iter().zip(&values).map(key).collect();
        let same = |other: &Case| {
            let theirs = |field: &&str| self.key_in(&case.definition, field, &answered(other, field)?);
            fields.iter().map(theirs).eq(keys.iter().cloned())
        };
        let mut found: Vec<(String, String, bool)> = Vec::new();
        for open in self.store.open_cases()?.into_iter().rev() {
            let Ok(events) = open.events else { continue };
            let related = open.id == case.id || self.stack.iter().any(|held| held.case.id == open.id);
            if related || !is_of(&events, &case.definition.id) {
                continue;
            }
            let Ok(definition) = self.definition_of(&events) else { continue };
            let other = Case::replay(&open.id, definition, &events);
            if same(&other) {
                found.push((open.id, other.label(&other.outline(&other.remembered())), true));
            }
        }
        let ending = format!("-{}.yaml", case.definition.id);
        let records = self.store.records()?.into_iter().rev();
        let records = records.filter(|path| path.to_string_lossy().ends_with(&ending)).take(MOST_RECORDS);
        for path in records {
            if found.len() >= MOST_TOLD {
                break;
            }
            // One that cannot be read is told by lists, and stops nothing here. Of the others only the lines of these
            // fields are read, until all of them are the same.
            let Ok(log) = self.store.log(&path) else { continue };
            let corrections = self.store.corrections(&path).unwrap_or_default();
            let answer = |field: &&str| {
                let mut changed = corrections.iter().flat_map(|correction| &correction.answers);
                let changed = changed.rfind(|changed| changed.step == **field);
                let value = changed.map_or_else(|| last_answer(&log, field), |changed| Some(changed.value.clone()));
                self.key_in(&case.definition, field, &value?)
            };
            if !fields.iter().map(answer).eq(keys.iter().cloned()) {
                continue;
            }
            let events: Vec<Event> = log.lines().filter_map(|line| Event::from_line(line).ok()).collect();
            let Ok(definition) = self.definition_of(&events) else { continue };
            let Some(id) = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else { continue };
            let id = id.strip_suffix(ending.trim_end_matches(".yaml")).unwrap_or(&id).to_owned();
            let other = Case::replay(&id, definition, &events).corrected(&corrections);
            if same(&other) && other.joined.is_none() {
                found.push((id, other.label(&other.outline(&other.remembered())), false));
            }
        }
        found.truncate(MOST_TOLD);
        let id = case.id.clone();
        self.warned.insert(id, values);
        notices.extend(found.into_iter().map(|(id, label, open)| Notice::Twice { id, label, open }));
        Ok(())
    }
}

/// What a case has for the questions of the one that runs it at this step.
pub(super) fn values_for(case: &Case, step: &str, child: &Case) -> BTreeMap<String, Value> {
    let Some(StepKind::Run(run)) = case.definition.step(step).map(|step| &step.kind) else {
        return BTreeMap::new();
    };
    let (own, theirs) = (case.outline(&case.remembered()), child.outline(&child.remembered()));
    let item = own.row(step).and_then(|row| own.rows[row].item);
    let question = |field: &str| own.seen_from(item, field).map_or(field.to_owned(), |row| own.rows[row].id.clone());
    let values = run.take.iter().map(|(field, name)| (question(field), theirs.scope.get_path(&name.value)));
    values.filter(|(_, value)| !value.is_null()).collect()
}

/// Whether another program or another desk holds the case.
fn is_elsewhere(error: &SessionError) -> bool {
    match error {
        SessionError::Store(error) => matches!(error.trouble, Trouble::Held { .. }),
        error => matches!(error, SessionError::Elsewhere(_)),
    }
}

/// Whether the events are those of a case of a procedure.
fn is_of(events: &[Event], procedure: &str) -> bool {
    events.iter().any(|event| matches!(&event.did, Did::Opened(opened) if opened.procedure == procedure))
}

/// The value that a log answers a field with last, read from that line alone; what a replay would make of it may be
/// nothing.
fn last_answer(log: &str, field: &str) -> Option<Value> {
    let mark = format!("\"step\":{}", escaped(&Value::from(field).to_string()));
    log.lines().rev().filter(|line| line.contains(&mark)).find_map(|line| match Event::from_line(line).ok()?.did {
        Did::Answered(answered) if answered.step == field => Some(answered.value),
        _ => None,
    })
}
