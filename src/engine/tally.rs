//! Counting over many cases. Pure: what is known of each case comes in, amounts and lists come out.

mod amounts;
mod kept;

use self::amounts::{amount, folded, number};
use super::dues::is_later;
use super::outline::is_true;
use super::{Case, Life, Outline, Outside};
use crate::model::definition::{Definition, Step, StepKind};
use crate::model::event::Moment;
use crate::model::names;
use crate::model::summary::{How, Key, MINUTES, Measure, Subject};
use crate::model::template::{EvaluationError, Expression, NamedTypes, Scope};
use crate::model::types::{Base, FieldType, show_untyped};
use chrono::{Datelike, NaiveDate, Timelike};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a measure comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Tally {
    /// One amount, none when there is nothing to take the middle of; its type, where it has one.
    Amount(Value, Option<FieldType>),
    /// An amount a group, the greatest first; times of the day and the week in their own order.
    Groups(Vec<Group>),
    /// Texts, sorted by themselves: whose they are cannot be told from their order.
    Texts(Vec<String>),
    /// Cases in the order of their opening, as maps.
    Cases(Vec<Value>),
}

/// Cases that have something in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they have in common, in the order of `by`, in the words of people.
    pub labels: Vec<String>,
    /// How much there is of it.
    pub amount: f64,
    /// How much, as people read it.
    pub shown: String,
}

/// What a summary may read of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Its id.
    pub id: String,
    /// Its procedure's id.
    pub procedure: String,
    /// Its procedure's title.
    pub title: String,
    /// How it is named in lists.
    pub label: String,
    /// When it was opened.
    pub opened: Moment,
    /// When it was closed, with the outcome's code and its words where it has some; none while it is open.
    pub closed: Option<(Moment, String, Option<String>)>,
    /// The procedure of the case that ran it.
    pub parent: Option<String>,
    /// The numbers of its blanks with the stamp's place.
    pub stamped: Option<String>,
    /// Who worked on it last.
    pub dispatcher: String,
    /// When something was due that was done late, or never.
    late: Option<Moment>,
    /// When what is still to be done is due.
    pending: Vec<Moment>,
    values: BTreeMap<String, Held>,
    /// How many minutes waits have lasted that are worth their answers, by their paths.
    waited: BTreeMap<String, Vec<i64>>,
}

/// The values of a name, several in the items of a repeat, with what people read in their place: several where
/// several were chosen.
#[derive(Debug, Clone, PartialEq, Default)]
struct Held {
    values: Vec<Value>,
    field: Option<FieldType>,
    cells: Vec<(String, String)>,
    /// Whether it stands in the items of a repeat.
    several: bool,
}

impl Held {
    /// As an expression reads it: in a repeat a list.
    fn value(&self) -> Value {
        if self.several { Value::Array(self.values.clone()) } else { self.values.first().cloned().unwrap_or_default() }
    }
}

impl Facts {
    /// What there is to read of a case after its events.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let outline = case.outline(&case.remembered());
        let mut values: BTreeMap<String, Held> = BTreeMap::new();
        let mut waited: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for (at, row) in outline.rows.iter().enumerate() {
            // What is private is not told, not even as a mask; of a repeat, its fields are told.
            let Some(name) = row.step.name.as_ref().filter(|_| !row.step.is_private()) else { continue };
            if row.step.has_own_names() {
                continue;
            }
            let value = outline.scope_at(at).get(&name.value);
            if value.is_null() {
                continue;
            }
            let field = row.field();
            let cells = match (field.as_deref(), &value, &row.step.kind) {
                (Some(field), Value::Array(codes), _) if field.base == Base::Choices => {
                    let codes = codes.iter().filter_map(Value::as_str);
                    codes.map(|code| (code.to_owned(), field.label(code).to_owned())).collect()
                }
                (_, Value::Object(_), kind) if !matches!(kind, StepKind::Let(_)) => Vec::new(),
                _ => {
                    let shown = field.as_deref().map_or_else(|| show_untyped(&value), |field| field.show(&value));
                    if shown.trim().is_empty() { Vec::new() } else { vec![(plain_text(&value), shown)] }
                }
            };
            let (path, several) = path_of(&outline, row.item, &name.value);
            if let (StepKind::Wait(_), Some(fact)) = (&row.step.kind, row.fact.filter(|_| !value.is_object())) {
                let minutes = fact.at.zip(fact.since).map(|(at, since)| (at - since).num_minutes());
                waited.entry(format!("{path}.minutes")).or_default().extend(minutes);
            }
            let held = values.entry(path).or_default();
            // Choices have said their labels; of other types only the way of showing sums is needed.
            held.field = field.filter(|field| field.base.kind().adds_up).map(Cow::into_owned);
            held.values.push(value);
            held.cells.extend(cells);
            held.several = several;
        }
        let last = case.last.unwrap_or_default();
        let closed = match &case.life {
            Life::Closing(closing) | Life::Closed(closing) => {
                Some((last, closing.outcome.clone(), closing.label.clone()))
            }
            Life::Open | Life::Parked => None,
        };
        Self {
            id: case.id.clone(),
            procedure: case.definition.id.clone(),
            title: case.definition.title.clone(),
            label: case.label(&outline),
            opened: case.since.unwrap_or(last),
            closed,
            parent: case.opened.parent.as_ref().map(|parent| parent.procedure.clone()),
            stamped: case.stamped(),
            late: outline.missed().iter().filter(|missed| missed.done.is_some() || case.is_over()).map(|m| m.due).min(),
            pending: outline.pending(),
            dispatcher: case.hands.last().cloned().unwrap_or_default(),
            values,
            waited,
        }
    }

    /// When the first thing was due that was not done in time, or is not done yet.
    #[must_use]
    pub fn missed(&self, now: &Moment) -> Option<Moment> {
        let pending = self.pending.iter().filter(|due| self.closed.is_none() && is_later(now, due));
        self.late.iter().chain(pending).min().copied()
    }

    /// The day it counts on: the one of its opening.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.opened.date_naive()
    }

    /// The values at the end of a path: one, or one an item of a repeat.
    fn values(&self, path: &str) -> Vec<Value> {
        if path == MINUTES {
            return self.closed.iter().map(|closed| json!(self.minutes(&closed.0))).collect();
        }
        if let Some(minutes) = self.waited.get(path) {
            return minutes.iter().map(|minutes| json!(minutes)).collect();
        }
        let Some((held, rest)) = self.held(path) else { return Vec::new() };
        let found = held.values.iter().filter_map(|value| rest.iter().try_fold(value, |value, part| value.get(part)));
        found.filter(|value| !value.is_null()).cloned().collect()
    }

    /// What is held under the longest beginning of a path, and the rest of it.
    fn held<'p>(&self, path: &'p str) -> Option<(&Held, Vec<&'p str>)> {
        if let Some(held) = self.values.get(path) {
            return Some((held, Vec::new()));
        }
        let ends = path.match_indices('.').map(|(at, _)| at).collect::<Vec<_>>().into_iter().rev();
        let mut found = ends.filter_map(|end| Some((self.values.get(path.get(..end)?)?, path.get(end + 1..)?)));
        found.next().map(|(held, rest)| (held, rest.split('.').collect()))
    }

    /// Codes and words at the end of a path.
    fn cells(&self, path: &str) -> Vec<(String, String)> {
        match self.held(path) {
            Some((held, rest)) if rest.is_empty() => held.cells.clone(),
            _ => {
                let shown = |value: Value| (plain_text(&value), show_untyped(&value));
                self.values(path).into_iter().map(shown).filter(|(_, shown)| !shown.is_empty()).collect()
            }
        }
    }

    /// The minutes from opening to closing, or to `now`.
    fn minutes(&self, now: &Moment) -> i64 {
        let end = self.closed.as_ref().map_or(now, |closed| &closed.0);
        (*end - self.opened).num_minutes()
    }
}

/// Under which path a name is counted: plain, or behind the name of the part that it is in. Names of items stand
/// plain, with a value for each.
fn path_of(outline: &Outline<'_>, item: Option<usize>, name: &str) -> (String, bool) {
    let mut path = name.to_owned();
    let mut several = false;
    let mut at = item;
    while let Some(item) = at.and_then(|at| outline.items.get(at)) {
        if item.number > 0 {
            several = true;
        } else if let Some(part) = &item.step.name {
            path = format!("{}.{path}", part.value);
        }
        at = item.outer;
    }
    (path, several)
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What the cases of a summary are counted with: the world outside, and the words that the core does not have.
pub struct Counter<'w> {
    /// Now, and the outer names.
    pub outside: &'w Outside,
    /// The words of a day of the week, from Monday (0) on.
    pub weekday: &'w dyn Fn(u32) -> String,
    /// The words of an outcome that has none of its own, by its code.
    pub outcome: &'w dyn Fn(&str) -> String,
    /// The words for whoever worked on a case.
    pub person: &'w dyn Fn(&str) -> String,
    /// Every name that a case may have, without a value: see [`nothing_known`].
    pub names: &'w Map<String, Value>,
}

/// The names of some procedures, each with what it is before anything is known of it.
pub fn nothing_known<'d>(definitions: impl Iterator<Item = &'d Definition>) -> Map<String, Value> {
    let mut names = Map::new();
    definitions.for_each(|definition| nothing_in(&definition.steps, "", &mut names));
    names
}

fn nothing_in(steps: &[Step], before: &str, names: &mut Map<String, Value>) {
    for step in steps {
        let mut inside = before.to_owned();
        let name = step.name.as_ref().filter(|_| !step.is_private());
        if let Some(name) = name {
            let path = format!("{before}{}", name.value);
            match &step.kind {
                _ if step.kind.part().is_some() => inside = format!("{path}."),
                // Its fields stand under their own names.
                StepKind::Repeat(_) => {}
                kind => put(names, &path, nothing(kind)),
            }
        }
        step.kind.inner().for_each(|inner| nothing_in(inner, &inside, names));
    }
}

/// The value of a step of which nothing is known.
fn nothing(kind: &StepKind) -> Value {
    match kind {
        StepKind::Ask(_) | StepKind::Let(_) | StepKind::Repeat(_) => Value::Null,
        StepKind::Wait(wait) if wait.field.is_some() => Value::Null,
        StepKind::Wait(_) => json!({"at": null, "minutes": null}),
        StepKind::Run(_) => json!({"id": null, "outcome": null}),
        StepKind::Notify(_) => {
            let who = json!({"id": null, "title": null, "name": null});
            json!({"who": who, "at": null, "how": null, "after": null, "tries": 0, "message": null})
        }
        StepKind::Attach(_) => json!([]),
        StepKind::Mail(_) => json!({"at": null, "state": null}),
        StepKind::Print(_) => json!({"at": null, "number": null, "copies": null}),
        StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Stop(_) => {
            json!({"at": null, "by": null, "times": 0})
        }
    }
}

/// Puts a value at the end of a path.
fn put(map: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => drop(map.insert(path.to_owned(), value)),
        Some((name, rest)) => {
            let inner = map.entry(name).or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

impl Counter<'_> {
    /// What a measure comes to over these cases, closed and open ones.
    ///
    /// # Errors
    /// When its condition cannot be worked out for one of them.
    pub fn tally(&self, measure: &Measure, cases: &[&Facts]) -> Result<Tally, EvaluationError> {
        let mut wanted = Vec::new();
        for case in cases {
            let of = measure.of.is_empty() || measure.of.iter().any(|id| id.value == case.procedure);
            if of && self.is_of(case, &measure.what) && self.holds(measure.condition.as_ref(), case)? {
                wanted.push(*case);
            }
        }
        if measure.is_grouped() {
            return Ok(Tally::Groups(self.groups(measure, &wanted)));
        }
        Ok(match (measure.how, &measure.what) {
            (How::List, Subject::Field(path)) => {
                let words = wanted.iter().flat_map(|case| case.cells(path)).map(|(_, shown)| shown);
                let mut words: Vec<(String, String)> = words.map(|words| (folded(&words), words)).collect();
                words.sort();
                Tally::Texts(words.into_iter().map(|(_, words)| words).collect())
            }
            (How::List, _) => Tally::Cases(self.list(&wanted)),
            _ => {
                let (amount, field) = amount(measure, &wanted);
                Tally::Amount(amount.map_or(Value::Null, number), field.cloned())
            }
        })
    }

    /// Whether a case is one of those that are looked at.
    #[must_use]
    pub fn is_of(&self, case: &Facts, what: &Subject) -> bool {
        match what {
            Subject::Open => case.closed.is_none(),
            Subject::Overdue => case.missed(&self.outside.at).is_some(),
            Subject::Closed | Subject::Field(_) => case.closed.is_some(),
        }
    }

    /// Cases as the text of a summary reads them, in the order of their opening: what stands under the keys of
    /// [`crate::model::summary::CASE`] and the shown values of their fields, all of them in each.
    #[must_use]
    pub fn list(&self, cases: &[&Facts]) -> Vec<Value> {
        let mut cases = cases.to_vec();
        cases.sort_by(|a, b| (a.opened, &a.id).cmp(&(b.opened, &b.id)));
        let row = |case: &&Facts| {
            let mut row = self.names.clone();
            for (name, held) in &case.values {
                let words: Vec<&str> = held.cells.iter().map(|(_, shown)| shown.as_str()).collect();
                let value = held.value();
                let shown = if value.is_object() { value } else { Value::from(words.join(", ")) };
                put(&mut row, name, shown);
            }
            let label = if case.label.is_empty() { &case.title } else { &case.label };
            let own = json!({
                "id": case.id, "label": label, "procedure": case.title, "outcome": self.outcome_of(case),
                "opened": crate::model::types::moment(&case.opened),
                "closed": case.closed.as_ref().map(|closed| crate::model::types::moment(&closed.0)),
                "dispatcher": (self.person)(&case.dispatcher), "minutes": case.minutes(&self.outside.at),
                "stamped_blanks": case.stamped, "due": case.missed(&self.outside.at).map(|due| crate::model::types::moment(&due)),
            });
            if let Value::Object(own) = own {
                row.extend(own);
            }
            Value::Object(row)
        };
        cases.iter().map(row).collect()
    }

    fn outcome_of(&self, case: &Facts) -> Option<String> {
        let (_, code, words) = case.closed.as_ref()?;
        Some(words.clone().unwrap_or_else(|| (self.outcome)(code)))
    }

    fn holds(&self, condition: Option<&Expression>, case: &Facts) -> Result<bool, EvaluationError> {
        let Some(condition) = condition else { return Ok(true) };
        let outside = self.outside;
        let types = Arc::<NamedTypes>::default();
        let mut scope = Scope::new(types, Arc::clone(&outside.types), outside.blanks.clone(), &outside.names);
        let now = outside.at.format("%Y-%m-%dT%H:%M").to_string();
        scope.set("today", &json!(now.get(..10)));
        scope.set("now", &json!(now));
        let outcome = case.closed.as_ref().map(|closed| &closed.1);
        let about = json!({"id": case.id, "opened": case.opened.format("%Y-%m-%dT%H:%M").to_string(),
            "minutes": case.minutes(&outside.at), "procedure": case.procedure, "outcome": outcome, "parent": case.parent,
            "stamped_blanks": case.stamped});
        scope.set("case", &about);
        // A name that this case does not have is none: it ran under another procedure, or an older edition.
        for path in condition.paths().iter().filter(|path| !path.local && !names::is_outer(path.root())) {
            let mut known = self.names.clone();
            let inside = format!("{}.", path.root());
            for (name, held) in case.values.iter().filter(|(name, _)| *name == path.root() || name.starts_with(&inside))
            {
                put(&mut known, name, held.value());
            }
            scope.set(path.root(), known.get(path.root()).unwrap_or(&Value::Null));
        }
        condition.evaluate(&scope).map(|value| is_true(&value))
    }

    fn groups(&self, measure: &Measure, cases: &[&Facts]) -> Vec<Group> {
        let labels = self.newest_labels(measure, cases);
        let mut groups: BTreeMap<Vec<(u32, String)>, Vec<&Facts>> = BTreeMap::new();
        for case in cases {
            let mut keys: Vec<Vec<(u32, String)>> = vec![Vec::new()];
            for (place, key) in measure.by.iter().enumerate() {
                let cells = self.key_cells(case, &key.value);
                let words = |code: String| labels.get(&(place, case.procedure.as_str(), code)).cloned();
                let cells: Vec<(u32, String)> =
                    cells.into_iter().filter_map(|(order, code, _)| Some((order, words(code)?))).collect();
                // Several were chosen: the case is in several groups. None was: it is in no group.
                keys = keys
                    .iter()
                    .flat_map(|before| {
                        cells.iter().map(|cell| [before.as_slice(), std::slice::from_ref(cell)].concat())
                    })
                    .collect();
            }
            for key in keys {
                groups.entry(key).or_default().push(case);
            }
        }
        let mut found = Vec::new();
        for (key, members) in groups {
            let (amount, field) = amount(measure, &members);
            let Some(amount) = amount else { continue };
            let value = number(amount);
            let shown = field.map_or_else(|| show_untyped(&value), |field| field.show(&value));
            let order: Vec<u32> = key.iter().map(|(order, _)| *order).collect();
            let labels: Vec<String> = key.into_iter().map(|(_, words)| words).collect();
            found.push((order, Group { labels, amount, shown }));
        }
        found.sort_by(|(one, a), (two, b)| {
            let folded = |group: &Group| group.labels.iter().map(|label| folded(label)).collect::<Vec<_>>();
            one.cmp(two).then(b.amount.total_cmp(&a.amount)).then_with(|| folded(a).cmp(&folded(b)))
        });
        found.into_iter().map(|(_, group)| group).collect()
    }

    /// What each code is called: a label that was reworded has the words of the newest case.
    fn newest_labels<'f>(&self, measure: &Measure, cases: &[&'f Facts]) -> BTreeMap<(usize, &'f str, String), String> {
        let mut by_age = cases.to_vec();
        by_age.sort_by(|a, b| (a.opened, &a.id).cmp(&(b.opened, &b.id)));
        let mut labels = BTreeMap::new();
        for case in by_age {
            for (place, key) in measure.by.iter().enumerate() {
                for (_, code, words) in self.key_cells(case, &key.value) {
                    labels.insert((place, case.procedure.as_str(), code), words);
                }
            }
        }
        labels
    }

    /// What a case has under a key: its place where the key has an order of its own, code, words.
    fn key_cells(&self, case: &Facts, key: &Key) -> Vec<(u32, String, String)> {
        match key {
            Key::Procedure => vec![(0, String::new(), case.title.clone())],
            Key::Outcome => {
                let closed = case.closed.as_ref().zip(self.outcome_of(case));
                closed.map(|((_, code, _), words)| (0, code.clone(), words)).into_iter().collect()
            }
            Key::Hour => {
                let hour = case.opened.hour();
                vec![(hour, hour.to_string(), format!("{hour:02}:00"))]
            }
            Key::Weekday => {
                let day = case.opened.weekday().num_days_from_monday();
                vec![(day, day.to_string(), (self.weekday)(day))]
            }
            Key::Field(path) => case.cells(path).into_iter().map(|(code, words)| (0, code, words)).collect(),
        }
    }
}
