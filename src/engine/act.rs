//! Acting on a case: a move becomes events, or is refused.

use super::case::{Case, Life, Settled};
use super::effects::begun;
use super::items_act::{dropped, enough, one_more, repeat_row};
use super::judge::Concern;
use super::moves::{Move, Refusal};
use super::outline::{Outline, State};
use super::outside::Outside;
use crate::model::definition::{Step, StepKind};
use crate::model::event::{
    Answered, At, Because, CUT, Closing, DONE, Did, Enough, Event, JOINED, Joined, Linked, Noted, Nothing, Taken,
};
use serde_json::Value;
use std::collections::BTreeMap;

impl Case {
    /// Decides about a move.
    ///
    /// # Errors
    /// Why it is refused; nothing has happened then.
    pub fn act(&self, wanted: &Move, outside: &Outside) -> Result<Vec<Event>, Refusal> {
        if self.is_over() {
            return Err(Refusal::Over);
        }
        if outside.was.is_some_and(|was| was > outside.at) {
            return Err(Refusal::WrongMoment);
        }
        let outline = self.outline(outside);
        let mut deeds = Vec::new();
        match wanted {
            Move::Answer { step, raw, accept, reason } => {
                let row = Self::reach(&outline, step, true)?;
                let answered = self.judged(&outline, row, raw, *accept, reason.clone(), outside)?;
                deeds.extend(begun_around(&outline, row));
                deeds.extend(said(&outline, row));
                deeds.extend(unbegun(&outline, row));
                deeds.push(match outline.rows[row].step.kind {
                    StepKind::Wait(_) => Did::Ended(answered),
                    _ => Did::Answered(answered),
                });
            }
            Move::Done { step } => {
                // What may be done meanwhile may be done again.
                let again = outline.may_be_done_again(step).unwrap_or(false);
                let row = Self::reach(&outline, step, again)?;
                deeds.extend(begun_around(&outline, row));
                deeds.extend(said(&outline, row));
                let confirmed = confirmed(&outline, row)?;
                deeds.extend(unbegun(&outline, row));
                deeds.push(confirmed);
            }
            Move::Undo { step } => deeds.push(undone(&outline, step)?),
            Move::Skip { step, reason } => {
                let row = Self::reach(&outline, step, true)?;
                let skipped = skipped(&outline, row, reason.as_deref())?;
                deeds.extend(said(&outline, row));
                deeds.push(skipped);
            }
            Move::More { step } => {
                let row = repeat_row(&outline, step)?;
                let more = one_more(&outline, row)?;
                deeds.extend(begun_around(&outline, row));
                deeds.extend(said(&outline, row));
                deeds.push(more);
            }
            Move::Drop { item, reason } => deeds.push(dropped(&outline, item, reason.as_deref())?),
            Move::Enough { step, accept } => {
                let row = Self::reach(&outline, step, false)?;
                let accepted = enough(&outline, row, *accept)?;
                deeds.extend(said(&outline, row));
                deeds.push(Did::Enough(Enough { step: step.clone(), accepted }));
            }
            Move::Begin { step, reason } => {
                let row = Self::reach(&outline, step, false)?;
                deeds.extend(said(&outline, row));
                deeds.push(begun(&outline.rows[row], reason.as_deref())?);
            }
            Move::Try { step, attempt } => {
                let again = outline.may_be_done_again(step).unwrap_or(true);
                let row = Self::reach(&outline, step, again)?;
                let tried = Self::tried(&outline, row, attempt, outside)?;
                deeds.extend(begun_around(&outline, row));
                deeds.extend(said(&outline, row));
                deeds.push(tried);
            }
            Move::Attach { step, files } => {
                let row = Self::reach(&outline, step, true)?;
                let coming = Self::coming(&outline.rows[row], files)?;
                deeds.extend(said(&outline, row));
                deeds.push(coming);
            }
            Move::Started { .. }
            | Move::Returned { .. }
            | Move::Numbered(_)
            | Move::Printed(_)
            | Move::Handed(_)
            | Move::Copied { .. }
            | Move::Queued(_)
            | Move::Failed { .. } => deeds.push(self.carried_out(wanted)?),
            Move::Leave { step, reason } => {
                let row = Self::reach(&outline, step, false)?;
                if outline.rows[row].state != State::Stale {
                    return Err(Refusal::WrongKind { step: step.clone() });
                }
                let reason = Some(needed(reason, step)?);
                deeds.extend(said(&outline, row));
                deeds.push(Did::Left(Because { step: step.clone(), reason }));
            }
            Move::Reply { step, raw, from } => {
                let row = Self::reach(&outline, step, false)?;
                let ended = self.replied(&outline, row, raw.as_deref(), from, outside)?;
                deeds.extend(said(&outline, row));
                deeds.extend(unbegun(&outline, row));
                deeds.push(Did::Ended(ended));
            }
            Move::Join { case } => {
                if self.definition.join.is_none() || *case == self.id {
                    return Err(Refusal::CannotJoin);
                }
                deeds.push(Did::Joined(Joined { case: case.clone() }));
                deeds.push(Did::Closing(Closing { outcome: JOINED.to_owned(), label: None, reason: None }));
            }
            Move::Link { case, label } => {
                let label = label.clone();
                deeds.push(Did::Linked(Linked { case: case.clone(), label }));
            }
            Move::Note { text } => deeds.push(Did::Noted(Noted { text: needed(text, "")? })),
            Move::Park { text } => deeds.push(Did::Parked(Noted { text: text.trim().to_owned() })),
            Move::Resume => deeds.push(Did::Resumed(Nothing {})),
            Move::Take if self.holder == outside.desk => {}
            Move::Take => deeds.push(Did::Taken(Taken { from: self.holder.clone() })),
            Move::Stop { step } => {
                let (row, closing) = Self::ending(&outline, step.as_deref())?;
                deeds.extend(row.into_iter().flat_map(|row| said(&outline, row)));
                deeds.push(Did::Closing(closing));
            }
            Move::Cut { reason } => {
                let reason = Some(needed(reason, "")?);
                deeds.push(Did::Closing(Closing { outcome: CUT.to_owned(), label: None, reason }));
            }
        }
        Ok(self.events(deeds, outside))
    }

    /// What happens by itself now: answers that the parent gave, waits that begin.
    #[must_use]
    pub fn follow(&self, outside: &Outside) -> Vec<Event> {
        if self.life != Life::Open {
            return Vec::new();
        }
        let outline = self.outline(outside);
        let given = outline.rows.iter().enumerate().find_map(|(at, row)| {
            let by_parent = self.opened.with.get(&row.id).filter(|value| !value.is_null());
            let by_child = || self.taken_by(&row.id).filter(|_| by_parent.is_none());
            let (value, from) = match by_parent {
                Some(value) => (value.clone(), "parent".to_owned()),
                None => by_child()?,
            };
            let fresh = row.fact.is_none_or(|fact| fact.at.is_none());
            let StepKind::Ask(ask) = &row.step.kind else { return None };
            let raw = match &value {
                Value::String(text) => text.clone(),
                // By codes: a label may hold the comma that divides choices.
                Value::Array(codes) => codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
                value => ask.field.show(value),
            };
            if !fresh || row.state != State::Open {
                return None;
            }
            let answered = self.judged(&outline, at, &raw, true, None, outside).ok()?;
            Some(Did::Answered(Answered { from: Some(from), ..answered }))
        });
        let begins = || outline.next().and_then(|row| unbegun(&outline, row));
        given.or_else(begins).map(|did| self.events(vec![did], outside)).unwrap_or_default()
    }

    /// The row of a step that may be acted on. `again` admits steps that are settled.
    fn reach(outline: &Outline<'_>, id: &str, again: bool) -> Result<usize, Refusal> {
        let step = id.to_owned();
        let row = outline.row(id).ok_or_else(|| Refusal::NoSuchStep { step: step.clone() })?;
        match outline.rows[row].state {
            State::Open | State::Stale => Ok(row),
            State::Done | State::Skipped if again => Ok(row),
            State::Done | State::Skipped => Err(Refusal::Settled { step }),
            State::Maybe => {
                let by = outline.undecided(row).unwrap_or_default();
                Err(Refusal::Maybe { step, by })
            }
            State::Blocked(by) => Err(Refusal::Blocked { step, by: outline.rows[by].id.clone() }),
            State::Out => Err(Refusal::Out { step }),
        }
    }

    fn judged(
        &self,
        outline: &Outline<'_>,
        row: usize,
        raw: &str,
        accept: bool,
        reason: Option<String>,
        outside: &Outside,
    ) -> Result<Answered, Refusal> {
        let (step, id) = (outline.rows[row].step, outline.rows[row].id.clone());
        if !matches!(step.kind, StepKind::Ask(_) | StepKind::Wait(_)) {
            return Err(Refusal::WrongKind { step: id });
        }
        let answer = self.check(outline, row, raw, outside)?;
        if !answer.concerns.is_empty() && !accept {
            return Err(Refusal::Doubtful(answer.concerns));
        }
        let accepted = accepted(&answer.concerns);
        let (step, value, label, chosen) = (id, answer.value, answer.label, answer.chosen);
        Ok(Answered { step, value, label, chosen, accepted, reason, from: None })
    }

    /// What a case that was run here has for a question, and that case.
    fn taken_by(&self, field: &str) -> Option<(Value, String)> {
        let value = self.taken(field)?;
        let child = self.facts.values().find(|fact| fact.took.contains_key(field)).and_then(|fact| fact.child.clone());
        Some((value, child.unwrap_or_default()))
    }

    /// The end of a wait by whoever answered elsewhere; doubts were theirs to accept.
    fn replied(
        &self,
        outline: &Outline<'_>,
        row: usize,
        raw: Option<&str>,
        from: &str,
        outside: &Outside,
    ) -> Result<Answered, Refusal> {
        let (step, id) = (outline.rows[row].step, &outline.rows[row].id);
        let StepKind::Wait(wait) = &step.kind else { return Err(Refusal::WrongKind { step: id.clone() }) };
        let answered = match (&wait.field, raw) {
            (Some(_), raw) => self.judged(outline, row, raw.unwrap_or(""), true, None, outside)?,
            (None, _) => ended(id),
        };
        Ok(Answered { from: Some(from.to_owned()), ..answered })
    }

    fn ending(outline: &Outline<'_>, id: Option<&str>) -> Result<(Option<usize>, Closing), Refusal> {
        let Some(id) = id else {
            let open = outline.rows.iter().find(|row| row.is_unsettled() && !row.step.optional);
            return match open {
                Some(row) => Err(Refusal::Blocked { step: String::new(), by: row.id.clone() }),
                None if !outline.may_end() => Err(Refusal::NoSuchStep { step: String::new() }),
                None => Ok((None, Closing { outcome: DONE.to_owned(), label: None, reason: None })),
            };
        };
        let row = Self::reach(outline, id, false)?;
        let StepKind::Stop(stop) = &outline.rows[row].step.kind else {
            return Err(Refusal::WrongKind { step: id.to_owned() });
        };
        let label = Some(stop.label.clone());
        Ok((Some(row), Closing { outcome: stop.outcome.value.clone(), label, reason: None }))
    }

    /// Numbers the deeds and notes what of the world they have read.
    pub(super) fn events(&self, deeds: Vec<Did>, outside: &Outside) -> Vec<Event> {
        let mut seen = self.seen.clone();
        let mut events = Vec::new();
        for (did, n) in deeds.into_iter().zip(self.events + 1..) {
            let saw = self.saw(&did, outside, &mut seen);
            let (at, was) = (outside.at, outside.was);
            let (desk, by, due) = (outside.desk.clone(), outside.by.clone(), BTreeMap::new());
            events.push(Event { n, at, was, desk, by, saw, due, did });
        }
        self.appoint(&mut events, outside);
        events
    }

    fn saw(&self, did: &Did, outside: &Outside, seen: &mut BTreeMap<String, Value>) -> BTreeMap<String, Value> {
        let settled = match did {
            Did::Answered(answered) | Did::Ended(answered) => Some(&answered.step),
            Did::Done(at) | Did::Waiting(at) => Some(&at.step),
            Did::Skipped(because) => Some(&because.step),
            Did::Begun(begun) => Some(&begun.step),
            Did::More(more) => Some(&more.step),
            Did::Enough(enough) => Some(&enough.step),
            Did::Tried(tried) => Some(&tried.step),
            _ => None,
        };
        let step = settled.and_then(|id| self.definition.step(id));
        let paths = self.definition.decided_by().iter().cloned().chain(step.map(Step::reads).unwrap_or_default());
        let fresh: BTreeMap<String, Value> = paths
            .map(|path| (path.clone(), without_numbers(&path, outside.value(&path))))
            .filter(|(path, value)| seen.get(path).unwrap_or(&Value::Null) != value)
            .collect();
        seen.extend(fresh.clone());
        fresh
    }

    /// The first events of a case.
    #[must_use]
    pub fn open(&self, opened: crate::model::event::Opened, outside: &Outside) -> Vec<Event> {
        self.events(vec![Did::Opened(opened)], outside)
    }

    /// The last event of a case, for its record.
    #[must_use]
    pub fn closed(&self, outside: &Outside) -> Vec<Event> {
        self.events(vec![Did::Closed(Nothing {})], outside)
    }
}

impl Concern {
    /// How it is kept with the answer that was accepted in spite of it.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Type(doubt) => doubt.word().to_owned(),
            // What was written stands in the answer, or is private.
            Self::Style(fault) => fault.rule.id().to_owned(),
            Self::Procedure(words) => words.clone(),
        }
    }
}

/// How doubts are kept with the answer that was accepted in spite of them: each kind once.
pub(super) fn accepted(concerns: &[Concern]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in concerns.iter().map(Concern::word) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Of a contact only title and name are kept: numbers and addresses of the staff stand in `pult.yaml` alone.
fn without_numbers(path: &str, mut value: Value) -> Value {
    let mut parts = path.split('.');
    if parts.next() != Some("contacts") {
        return value;
    }
    let forget = |contact: &mut Value| {
        if let Value::Object(contact) = contact {
            contact.retain(|key, _| key == "title" || key == "name");
        }
    };
    match (parts.next(), parts.next()) {
        (Some(_), Some("title" | "name")) => {}
        (Some(_), Some(_)) => value = Value::Null,
        (Some(_), None) => forget(&mut value),
        (None, _) => value.as_object_mut().into_iter().flat_map(|all| all.values_mut()).for_each(forget),
    }
    value
}

/// A wait that is ended while optional questions before it are open begins as it ends.
fn unbegun(outline: &Outline<'_>, row: usize) -> Option<Did> {
    let row = &outline.rows[row];
    let begins = matches!(row.step.kind, StepKind::Wait(_)) && row.fact.is_none_or(|fact| fact.since.is_none());
    begins.then(|| Did::Waiting(At { step: row.id.clone() }))
}

/// What was said before a step is done by the act on it.
fn said(outline: &Outline<'_>, row: usize) -> Vec<Did> {
    let lead = outline.lead(row).into_iter().map(|at| &outline.rows[at]);
    let said = lead.filter(|row| matches!(row.step.kind, StepKind::Say(_)));
    said.map(|row| Did::Done(At { step: row.id.clone() })).collect()
}

fn confirmed(outline: &Outline<'_>, row: usize) -> Result<Did, Refusal> {
    let id = outline.rows[row].id.clone();
    match &outline.rows[row].step.kind {
        StepKind::Print(_) if outline.paper(row).is_none() => Err(Refusal::NotPrinted { step: id }),
        StepKind::Print(_) => Ok(Did::Done(At { step: id })),
        StepKind::Say(_) | StepKind::Do(_) => Ok(Did::Done(At { step: id })),
        StepKind::Wait(wait) if wait.field.is_none() => Ok(Did::Ended(ended(&id))),
        StepKind::Note(_)
        | StepKind::Ask(_)
        | StepKind::Group(_)
        | StepKind::Repeat(_)
        | StepKind::Let(_)
        | StepKind::Run(_)
        | StepKind::Notify(_)
        | StepKind::Attach(_)
        | StepKind::Mail(_)
        | StepKind::Wait(_)
        | StepKind::Stop(_) => Err(Refusal::WrongKind { step: id }),
    }
}

/// The end of a wait without a field.
fn ended(step: &str) -> Answered {
    let (label, chosen, accepted, reason, from) = (None, Vec::new(), Vec::new(), None, None);
    Answered { step: step.to_owned(), value: Value::Null, label, chosen, accepted, reason, from }
}

/// What is done while a wait lasts begins it, where it had not begun: as ending it would.
fn begun_around(outline: &Outline<'_>, row: usize) -> Vec<Did> {
    let Some(wait) = outline.wait_around(row) else { return Vec::new() };
    said(outline, wait).into_iter().chain(unbegun(outline, wait)).collect()
}

fn undone(outline: &Outline<'_>, id: &str) -> Result<Did, Refusal> {
    let step = id.to_owned();
    let row = outline.row(id).ok_or_else(|| Refusal::NoSuchStep { step: step.clone() })?;
    let row = &outline.rows[row];
    let settled = row.fact.and_then(|fact| fact.settled.as_ref());
    let begun = row.fact.is_some_and(|fact| !fact.files.is_empty() && !fact.unsettled);
    match (settled, row.state) {
        (_, State::Out) => Err(Refusal::Out { step }),
        (Some(Settled::Done), _) if !row.step.kind.is_taken_back() => Err(Refusal::WrongKind { step }),
        // It is done again or left, with a reason.
        (_, State::Stale) => Err(Refusal::WrongKind { step }),
        (Some(_), _) => Ok(Did::Undone(At { step })),
        (None, _) if begun => Ok(Did::Undone(At { step })),
        (None, _) => Err(Refusal::WrongKind { step }),
    }
}

fn skipped(outline: &Outline<'_>, row: usize, reason: Option<&str>) -> Result<Did, Refusal> {
    let (step, id) = (outline.rows[row].step, outline.rows[row].id.clone());
    // Who was called and not reached holds nobody up, not even as a gate.
    let pinned = outline.rows[row].is_pinned();
    let held = step.is_gate() || (!step.optional && in_gate(outline, row));
    let aside = outline.rows[row].aside && !outline.in_aside_item(row);
    let fixed = aside || (held && !pinned) || step.kind.is_whole() || !step.kind.is_awaited();
    if fixed {
        return Err(Refusal::CannotBeSkipped { step: id });
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    if reason.is_none() && !step.optional {
        return Err(Refusal::ReasonNeeded { step: id });
    }
    Ok(Did::Skipped(Because { step: id, reason }))
}

/// Whether a step belongs to a group, or to a repeat, that is a gate.
fn in_gate(outline: &Outline<'_>, row: usize) -> bool {
    let mut at = outline.rows[row].parent;
    while let Some(place) = at {
        let parent = outline.rows[place].step;
        if parent.gate && parent.kind.is_whole() {
            return true;
        }
        at = outline.rows[place].parent;
    }
    false
}

pub(super) fn needed(text: &str, step: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ReasonNeeded { step: step.to_owned() }) } else { Ok(text.to_owned()) }
}
