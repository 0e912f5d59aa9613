//! A case that goes on under another definition of its procedure.
//!
//! From the event `updated` on, all events of the case are read under the new definition, those before it, too: steps
//! are known by their ids. What of them does not fit stands in the event, so that replay judges nothing.

use super::case::{Case, Fact, Settled, item_of};
use super::items::{bounds, without_items};
use super::moves::Refusal;
use super::outline::{Outline, State};
use super::outside::Outside;
use crate::model::definition::{Definition, Step, StepKind};
use crate::model::event::{Did, Event, Updated};
use crate::model::types::{Around, FieldType, mask_of};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What comes of a case under another definition; nothing has happened yet.
#[derive(Debug)]
pub struct Update {
    /// The event that moves it.
    pub event: Event,
    /// The case behind that event.
    pub case: Case,
    /// Steps that it did not have, by their ids.
    pub added: Vec<String>,
    /// Steps that it has no longer.
    pub gone: Vec<String>,
    /// Steps that say or do something else now.
    pub changed: Vec<String>,
    /// Steps whose answers do not fit any more.
    pub struck: Vec<String>,
    /// Other steps that were settled and are open again.
    pub open_again: Vec<String>,
    /// The step that is next; none where it can be closed.
    pub next: Option<String>,
}

impl Case {
    /// What comes of the case under another definition. `events` are all the events of the case.
    ///
    /// # Errors
    /// When something has begun that the other definition knows nothing of.
    pub fn update(
        &self,
        definition: &Arc<Definition>,
        events: &[Event],
        from: &str,
        outside: &Outside,
    ) -> Result<Update, Refusal> {
        if self.is_over() {
            return Err(Refusal::Over);
        }
        let same_effect = |id: &str| match (self.definition.step(id), definition.step(id)) {
            (Some(old), Some(new)) => match (&old.kind, &new.kind) {
                (StepKind::Run(old), StepKind::Run(new)) => old.procedure.value == new.procedure.value,
                (old, new) => old.verb() == new.verb(),
            },
            _ => false,
        };
        if let Some(by) = self.unsettled().into_iter().find(|id| !same_effect(id)) {
            return Err(Refusal::Blocked { step: String::new(), by });
        }
        let moved = Self::replay(&self.id, Arc::clone(definition), events);
        let struck = self.misfits(&moved, outside);
        let kept = self.items_left(&moved, outside);
        let (to, from) = (definition.hash(), from.to_owned());
        let did = Did::Updated(Updated { from, to, struck: struck.clone(), kept });
        let event = moved.events(vec![did], outside).into_iter().next().ok_or(Refusal::Over)?;
        let mut case = moved;
        case.apply(&event);
        let (before, after) = (self.definition.places(), definition.places());
        let had: BTreeSet<&String> = before.iter().map(|(id, _)| id).collect();
        let has: BTreeMap<&String, &Step> = after.iter().map(|(id, step)| (id, *step)).collect();
        let added = after.iter().map(|(id, _)| id.clone()).filter(|id| !had.contains(id)).collect();
        let gone = before.iter().map(|(id, _)| id.clone()).filter(|id| !has.contains_key(id)).collect();
        let differs = |id: &String, step: &Step| has.get(id).is_some_and(|new| new.bare() != step.bare());
        let changed = before.iter().filter(|(id, step)| differs(id, step)).map(|(id, _)| id.clone()).collect();
        let (was, is) = (self.outline(outside), case.outline(outside));
        let settled = |state: State| matches!(state, State::Done | State::Skipped | State::Stale);
        let open_again = is
            .rows
            .iter()
            .filter(|row| row.is_unsettled() && !settled(row.state) && !struck.contains(&row.id))
            .map(|row| row.id.clone())
            .filter(|id| was.row(id).is_some_and(|row| settled(was.rows[row].state)))
            .collect();
        let next = is.next().map(|row| is.rows[row].id.clone());
        Ok(Update { event, case, added, gone, changed, struck, open_again, next })
    }

    /// The settled steps that are not settled any more under another definition.
    fn misfits(&self, moved: &Self, outside: &Outside) -> Vec<String> {
        let outline = moved.outline(outside);
        let around = Around { now: outside.at.naive_local(), area_code: outside.area_code.as_deref() };
        let misfit = |id: &&String| {
            let step = moved.definition.step(id)?;
            let fact = self.facts.get(*id).or_else(|| moved.facts.get(*id))?;
            let settled = fact.settled.as_ref()?;
            let old = self.definition.step(id);
            let field = outline.row(id).and_then(|row| outline.field_now(row));
            let field = field.or_else(|| step.kind.field().map(Cow::Borrowed));
            let same = old.is_none_or(|old| {
                let fields = old.kind.field().is_some() == step.kind.field().is_some();
                old.kind.verb() == step.kind.verb() && old.is_private() == step.is_private() && fields
            });
            let old_field = old.and_then(|old| old.kind.field());
            let fits = same
                && match settled {
                    Settled::Skipped(reason) => {
                        !step.is_gate() && (reason.is_some() || step.optional) && step.kind.is_awaited()
                    }
                    Settled::Done => done_fits(step, fact, field.as_deref(), old_field, around),
                };
            (!fits).then(|| (*id).clone())
        };
        let ids: BTreeSet<&String> = self.facts.keys().chain(moved.facts.keys()).collect();
        let mut found: Vec<String> = ids.iter().filter_map(misfit).collect();
        found.sort_by_key(|id| outline.row(id).unwrap_or(usize::MAX));
        found
    }

    /// The items of repeats in which something was done, and which the other definition would not have at once: their
    /// number is free there, so they may stay.
    fn items_left(&self, moved: &Self, outside: &Outside) -> Vec<String> {
        let (was, is) = (self.outline(outside), moved.outline(outside));
        let there: BTreeSet<&str> = is.items.iter().map(|item| item.id.as_str()).collect();
        let free = |id: &str| {
            let step = item_of(id).and_then(|(repeat, _)| moved.definition.step(repeat));
            matches!(step.map(|step| &step.kind), Some(StepKind::Repeat(repeat)) if bounds(repeat).is_some())
        };
        let inside = |id: &str, fact: &String| fact.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
        let used = |id: &str| self.facts.keys().any(|fact| inside(id, fact));
        let left = was.items.iter().map(|item| item.id.as_str());
        let left = left.filter(|id| !there.contains(id) && free(id) && used(id));
        left.map(str::to_owned).collect()
    }

    /// The effects that show what had been changed since, before an event moves the case to another definition.
    pub(super) fn overtaken_before(&self, did: &Did) -> BTreeSet<String> {
        if !matches!(did, Did::Updated(_)) {
            return BTreeSet::new();
        }
        let outline = self.outline(&self.remembered());
        let stale = |at: &usize| outline.rows[*at].fact.is_some_and(|fact| fact.used != outline.used_by(*at));
        (0..outline.rows.len()).filter(stale).map(|at| outline.rows[at].id.clone()).collect()
    }

    /// The case goes on under this definition. A price that it reads now and had not read before makes nothing stale
    /// that was done; an answer that is struck does.
    pub(super) fn take_update(&mut self, updated: &Updated, overtaken: &BTreeSet<String>) {
        let done = |fact: &Fact| {
            !fact.papers.is_empty() || fact.child.is_some() || fact.letter.is_some() || fact.told.is_some()
        };
        let effects = self.facts.iter().filter(|(id, fact)| done(fact) && !overtaken.contains(*id));
        let effects: Vec<String> = effects.map(|(id, _)| id.clone()).collect();
        effects.iter().for_each(|id| self.remember_used(id));
        for (repeat, number) in updated.kept.iter().filter_map(|id| item_of(id)) {
            let items = &mut self.facts.entry(repeat.to_owned()).or_default().items;
            items.push(number);
            items.sort_unstable();
            items.dedup();
        }
        for id in &updated.struck {
            if let Some(fact) = self.facts.get_mut(id) {
                strike(fact);
            }
        }
    }
}

/// The step is open again; what it has done stays in the log, and with it, that it was late.
fn strike(fact: &mut Fact) {
    fact.settled = None;
    fact.first = None;
    fact.value = Value::Null;
    fact.label = None;
    fact.chosen.clear();
    fact.accepted.clear();
    fact.void_tries = fact.tries.len();
    fact.told = None;
}

/// Whether what is known of a step that was done is what such a step leaves.
fn done_fits(step: &Step, fact: &Fact, field: Option<&FieldType>, old: Option<&FieldType>, around: Around<'_>) -> bool {
    match &step.kind {
        StepKind::Ask(_) => field.is_some_and(|field| value_fits(fact, field, old, around)),
        StepKind::Wait(wait) if wait.field.is_some() => field.is_some_and(|field| value_fits(fact, field, old, around)),
        StepKind::Run(_) => fact.child.is_some(),
        StepKind::Print(_) => !fact.papers.is_empty(),
        StepKind::Mail(_) => fact.letter.is_some(),
        StepKind::Notify(_) => fact.told.is_some(),
        StepKind::Attach(_) => !fact.files.is_empty(),
        _ => fact.value.is_null(),
    }
}

/// Whether the type of a step would read the answer as it stands.
fn value_fits(fact: &Fact, field: &FieldType, old: Option<&FieldType>, around: Around<'_>) -> bool {
    if fact.value.is_null() {
        return false;
    }
    if mask_of(&fact.value).is_some() {
        // What is behind a mask is not looked at: it stays as long as nobody has changed its type.
        return old == Some(field);
    }
    if field.offer.is_some() {
        // What was chosen of data reads for good by the labels that it had.
        return old.is_some_and(|old| old.base == field.base) && (!fact.chosen.is_empty() || old == Some(field));
    }
    let raw = match &fact.value {
        Value::String(text) => vec![text.clone()],
        Value::Array(codes) => vec![codes.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")],
        _ => Vec::new(),
    };
    let shown = [Some(field.show(&fact.value)), old.map(|old| old.show(&fact.value))].into_iter().flatten();
    let reads = |raw: String| field.read(&raw, around).is_ok_and(|read| same_value(&read.value, &fact.value));
    raw.into_iter().chain(shown).any(reads)
}

/// `5` and `5.0` are one amount.
fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

impl Outline<'_> {
    /// The first row of a step that is known by its place in the procedure: `inspectors.card` for one of every item.
    #[must_use]
    pub fn row_of_place(&self, place: &str) -> Option<usize> {
        self.row(place).or_else(|| self.rows.iter().position(|row| without_items(&row.id) == place))
    }
}
