//! Items of repeats, and parts that have a name: steps whose names are their own.
//!
//! Inside, names stand plain; outside and after it, a repeat is a list of maps and a named part a map. While
//! the outline is computed the names inside stand among all others and are taken away again at the end, so a
//! text that is read later asks for the names of its own row.

use super::case::Fact;
use super::outline::{Outline, Row, State, root};
use crate::model::definition::{Items, MOST_ITEMS, Repeat, Step, StepKind, plain_names};
use crate::model::template::{NamedTypes, Scope, Template};
use crate::model::types::FieldType;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// An item of a repeat, or a part with a name.
#[derive(Debug)]
pub struct Item<'c> {
    /// Its id: `inspectors.2`, or the name of the part.
    pub id: String,
    /// The repeat, or the part.
    pub step: &'c Step,
    /// The item's number, which it keeps for good; 0 for a part.
    pub number: u32,
    /// Its place among the items that are there, from 1.
    pub place: usize,
    /// The item that it stands in.
    pub outer: Option<usize>,
    /// Its rows.
    pub rows: Range<usize>,
    code: Option<String>,
    previous: Option<usize>,
    values: Map<String, Value>,
    /// Of private answers what stands in the journal.
    pub(super) sealed: BTreeMap<String, Value>,
    pending: BTreeMap<String, String>,
}

/// What stood under the names before an item began.
pub(super) struct Around {
    item: usize,
    values: Vec<(String, Option<Value>)>,
    sealed: BTreeMap<String, Value>,
    pending: BTreeMap<String, String>,
}

/// The numbers of the items that are there, with the codes that they stand for.
fn numbers(
    repeat: &Repeat,
    fact: Option<&Fact>,
    chosen: &Value,
    field: Option<&FieldType>,
) -> Vec<(u32, Option<String>)> {
    match &repeat.items {
        Items::Free { min, .. } => {
            // Those that were added before the director asked for more at once are among these.
            let added = fact.into_iter().flat_map(|fact| fact.items.iter().copied()).filter(|item| item > min);
            let there = (1..=*min).chain(added).filter(|item| !fact.is_some_and(|fact| fact.dropped.contains(item)));
            there.map(|item| (item, None)).collect()
        }
        Items::Count(count) => (1..=*count).map(|item| (item, None)).collect(),
        Items::Each(_) => {
            // A code has the number of its place among the choices, whatever else is chosen.
            let choices = field.map_or(&[][..], |field| field.choices.as_slice());
            let is_chosen = |code: &str| chosen.as_array().is_some_and(|codes| codes.iter().any(|item| item == code));
            let there = (1..).zip(choices).filter(|(_, choice)| is_chosen(&choice.code));
            there.map(|(number, choice)| (number, Some(choice.code.clone()))).collect()
        }
    }
}

/// The number of the next item.
pub(super) fn next_number(min: u32, fact: Option<&Fact>) -> u32 {
    fact.into_iter().flat_map(|fact| fact.items.iter().copied()).max().unwrap_or(0).max(min) + 1
}

/// The smallest and the greatest number of items, where they are free.
pub(super) fn bounds(repeat: &Repeat) -> Option<(u32, u32)> {
    match repeat.items {
        Items::Free { min, max } => Some((min, max.unwrap_or(MOST_ITEMS))),
        _ => None,
    }
}

impl<'c> Outline<'c> {
    /// The items of a repeat as they are there, in order: first their steps, then the repeat itself, which is what
    /// asks for more of them.
    pub(super) fn numbers(&self, id: &str, repeat: &Repeat) -> Vec<(u32, Option<String>)> {
        let (chosen, field) = match &repeat.items {
            Items::Each(name) => {
                let last = name.value.rsplit('.').next().unwrap_or_default();
                let types = self.case().definition.types();
                (self.scope.get_path(&name.value), types.get(&name.value).or_else(|| types.get(last)))
            }
            _ => (Value::Null, None),
        };
        numbers(repeat, self.case().fact(id), &chosen, field)
    }

    /// From here on the names inside of a step mean its own.
    pub(super) fn enter(&mut self, step: &'c Step, id: String, number: (u32, Option<String>), place: usize) -> Around {
        let outer = self.item;
        let same = |item: &Item<'_>| item.outer == outer && std::ptr::eq(item.step, step);
        let previous = if number.0 == 0 { None } else { self.items.iter().rposition(same) };
        let item = self.items.len();
        let rows = self.rows.len()..self.rows.len();
        let (number, code) = number;
        self.items.push(Item {
            id,
            step,
            number,
            place,
            outer,
            rows,
            code,
            previous,
            values: Map::new(),
            sealed: BTreeMap::new(),
            pending: BTreeMap::new(),
        });
        let mut names: Vec<&str> = step.own_names().into_iter().map(|(name, _)| name).collect();
        names.extend(["previous", "loop"]);
        let values = names.into_iter().map(|name| {
            let before = self.scope.has(name).then(|| self.scope.get(name));
            (name.to_owned(), before)
        });
        let values: Vec<(String, Option<Value>)> = values.collect();
        values.iter().for_each(|(name, _)| self.scope.unset(name));
        let around = Around { item, values, sealed: self.sealed.clone(), pending: self.pending.clone() };
        for (name, _) in &around.values {
            self.sealed.remove(name);
        }
        let hidden = |name: &str| name == "previous" || around.values.iter().any(|(own, _)| own == name);
        self.pending.retain(|name, _| !hidden(root(name)));
        self.item = Some(item);
        for (name, value) in self.surroundings(item) {
            self.scope.set(name, &value);
        }
        if let Some(previous) = previous {
            let before = self.items[previous].pending.clone();
            self.pending.extend(before.into_iter().map(|(name, id)| (format!("previous.{name}"), id)));
        }
        around
    }

    /// The end of an item: its names are taken away, what stood under them before is there again.
    pub(super) fn leave(&mut self, around: Around) {
        let Around { item, values, sealed, pending } = around;
        let own = self.items[item].step.own_names();
        for (name, _) in own {
            let value = self.scope.get(name);
            let kept = self.sealed.remove(name);
            // With the names inside of a part: `owner.document`.
            let mine =
                |known: &str| known == name || known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
            let waits = self.pending.iter().filter(|(known, _)| mine(known));
            let waits: Vec<(String, String)> = waits.map(|(name, id)| (name.clone(), id.clone())).collect();
            let item = &mut self.items[item];
            item.values.insert(name.to_owned(), value);
            item.sealed.extend(kept.map(|kept| (name.to_owned(), kept)));
            item.pending.extend(waits);
        }
        for (name, value) in values {
            match value {
                Some(value) => self.scope.set(&name, &value),
                None => self.scope.unset(&name),
            }
        }
        (self.sealed, self.pending) = (sealed, pending);
        self.items[item].rows.end = self.rows.len();
        self.item = self.items[item].outer;
    }

    /// What an item reads of where it stands.
    fn surroundings(&self, item: usize) -> Vec<(&'static str, Value)> {
        let item = &self.items[item];
        let StepKind::Repeat(repeat) = &item.step.kind else { return Vec::new() };
        let previous = item.previous.map_or(Value::Null, |at| Value::Object(self.items[at].values.clone()));
        let mut about = json!({"index": item.place});
        if let (Items::Each(name), Some(code), Value::Object(about)) = (&repeat.items, &item.code, &mut about) {
            let types = self.case().definition.types();
            let last = name.value.rsplit('.').next().unwrap_or_default();
            let label = types.get(&name.value).or_else(|| types.get(last)).map(|field| field.label(code).to_owned());
            about.insert("code".to_owned(), json!(code));
            about.insert("label".to_owned(), json!(label));
        }
        vec![("previous", previous), ("loop", about)]
    }

    /// The list that a repeat is for what stands behind it, as people see it and as the journal has it; or the map
    /// of a part.
    pub(super) fn gathered(&self, items: &[usize]) -> (Vec<Value>, Option<Vec<Value>>) {
        let maps = items.iter().map(|at| Value::Object(self.items[*at].values.clone())).collect();
        let private = items.iter().any(|at| !self.items[*at].sealed.is_empty());
        let kept = private.then(|| {
            let kept = |at: &usize| {
                let mut map = self.items[*at].values.clone();
                map.extend(self.items[*at].sealed.clone());
                Value::Object(map)
            };
            items.iter().map(kept).collect()
        });
        (maps, kept)
    }

    /// Gives the name of a repeat, or of a part with a name, its value.
    pub(super) fn bind_items(&mut self, row: usize) {
        let row = &self.rows[row];
        let Some(name) = row.step.name.as_ref().map(|name| name.value.as_str()) else { return };
        let mine = |item: &Item<'_>| item.outer == row.item && std::ptr::eq(item.step, row.step);
        let items: Vec<usize> = (0..self.items.len()).filter(|at| mine(&self.items[*at])).collect();
        let (maps, kept) = self.gathered(&items);
        let waits = |inner: &Row<'_>| inner.is_unsettled() && !inner.step.optional && !inner.is_pinned();
        let open = self.rows[row.inner.clone()].iter().any(waits);
        let waits = row.state == State::Maybe || (row.is_in() && (open || row.is_open()));
        let id = row.id.clone();
        let holds = row.is_in();
        if matches!(row.step.kind, StepKind::Repeat(_)) {
            if waits {
                self.pending.insert(name.to_owned(), id);
            }
            self.scope.set(name, &if holds { Value::Array(maps) } else { Value::Null });
            self.sealed.extend(kept.filter(|_| holds).map(|kept| (name.to_owned(), Value::Array(kept))));
            return;
        }
        // Each name of a part is known as soon as it is answered.
        let inside = items.iter().flat_map(|at| self.pending_inside(*at));
        let inside: Vec<(String, String)> = inside.map(|(inner, id)| (format!("{name}.{inner}"), id.clone())).collect();
        self.pending.extend(inside);
        let first = |values: Vec<Value>| values.into_iter().next().unwrap_or_default();
        self.scope.set(name, &first(maps));
        self.sealed.extend(kept.map(|kept| (name.to_owned(), first(kept))));
    }

    /// What inside of an item keeps its own names from being known.
    pub(super) fn pending_inside(&self, item: usize) -> &BTreeMap<String, String> {
        &self.items[item].pending
    }

    /// The items that a row belongs to, the innermost first.
    pub(super) fn around(&self, mut item: Option<usize>) -> Vec<usize> {
        let mut chain = Vec::new();
        while let Some(at) = item {
            chain.push(at);
            item = self.items[at].outer;
        }
        chain
    }

    /// Whether the names that stand plain in one item are seen by the steps of another; none is the case itself.
    #[must_use]
    pub fn sees(&self, item: Option<usize>, names: Option<usize>) -> bool {
        names.is_none_or(|names| self.around(item).contains(&names))
    }

    /// The name under which the steps of an item find the value of a step: its own, that of the list or the map
    /// that holds it.
    #[must_use]
    pub fn names_to(&self, of: Option<usize>, step: &Step, item: Option<usize>) -> Option<String> {
        let (mut at, mut name) = (of, step.name.as_ref());
        while !self.sees(item, at) {
            let holder = &self.items[at?];
            (at, name) = (holder.outer, holder.step.name.as_ref());
        }
        name.map(|name| name.value.clone())
    }

    /// The row of a name as an item's steps see it, where it is there.
    #[must_use]
    pub fn seen_from(&self, item: Option<usize>, name: &str) -> Option<usize> {
        let named = |row: &Row<'_>| row.step.name.as_ref().is_some_and(|own| own.value == name);
        self.rows.iter().position(|row| named(row) && self.sees(item, row.item))
    }

    /// The names as an item's steps see them.
    #[must_use]
    pub fn scope_of(&self, item: Option<usize>) -> Scope {
        let mut scope = self.scope.clone();
        for at in self.around(item).into_iter().rev() {
            let item = &self.items[at];
            self.surroundings(at).iter().for_each(|(name, value)| scope.set(name, value));
            item.values.iter().for_each(|(name, value)| scope.set(name, value));
            if item.step.kind.part().is_some() {
                scope.set_types(types_inside(&super::offers::types(self.case()), item.step, &item.id));
            }
        }
        scope
    }

    /// What is not known yet, as an item's steps see it: names with the steps that have to be settled.
    pub(super) fn pending_of(&self, item: Option<usize>) -> BTreeMap<String, String> {
        let mut pending = self.pending.clone();
        for at in self.around(item).into_iter().rev() {
            let own = self.items[at].step.own_names();
            pending.retain(|name, _| root(name) != "previous" && !own.iter().any(|(own, _)| *own == root(name)));
            pending.extend(self.items[at].pending.clone());
            if let Some(previous) = self.items[at].previous {
                let before = self.items[previous].pending.clone();
                pending.extend(before.into_iter().map(|(name, id)| (format!("previous.{name}"), id)));
            }
        }
        pending
    }

    /// The names of a row.
    #[must_use]
    pub fn scope_at(&self, row: usize) -> Scope {
        self.scope_of(self.rows.get(row).and_then(|row| row.item))
    }

    /// A text of a step as people read it; what cannot be worked out is left empty.
    #[must_use]
    pub fn print_at(&self, row: usize, template: &Template) -> String {
        if template.is_literal() {
            return template.source.value.clone();
        }
        template.render(&self.scope_at(row)).unwrap_or_default()
    }

    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.number > 0 && item.id == id)
    }

    /// The row of the repeat that an item belongs to.
    #[must_use]
    pub fn repeat_of(&self, item: usize) -> Option<usize> {
        let item = self.items.get(item)?;
        self.rows.iter().position(|row| std::ptr::eq(row.step, item.step) && row.item == item.outer)
    }

    /// The items of a repeat.
    #[must_use]
    pub fn items_of(&self, row: usize) -> Vec<usize> {
        let Some(row) = self.rows.get(row) else { return Vec::new() };
        let mine = |at: &usize| {
            let item = &self.items[*at];
            item.outer == row.item && item.number > 0 && std::ptr::eq(item.step, row.step)
        };
        (0..self.items.len()).filter(mine).collect()
    }

    /// The items whose first row that is in the plan is this one, the outermost first.
    #[must_use]
    pub fn items_beginning(&self, row: usize) -> Vec<usize> {
        let Some(item) = self.rows.get(row).and_then(|row| row.item) else { return Vec::new() };
        let shown = |row: &usize| self.rows[*row].state != State::Out;
        let begins = |at: &usize| self.items[*at].number > 0 && self.items[*at].rows.clone().find(shown) == Some(row);
        self.around(Some(item)).into_iter().rev().filter(begins).collect()
    }

    /// What an item is called: its title with its place, or what was chosen; and its label, where it says something.
    #[must_use]
    pub fn name_of_item(&self, item: usize) -> (String, String) {
        let Some(found) = self.items.get(item) else { return Default::default() };
        let StepKind::Repeat(repeat) = &found.step.kind else { return Default::default() };
        let scope = self.scope_of(Some(item));
        let print = |text: &Template| text.render(&scope).unwrap_or_default();
        let title = format!("{} {}", print(&repeat.title).trim(), found.place);
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = repeat.label.as_ref().map(|label| words(print(label)));
        let chosen = || scope.get_path("loop.label").as_str().map(str::to_owned);
        let label = label.or_else(chosen).filter(|text| text.chars().any(char::is_alphanumeric));
        (title, label.unwrap_or_default())
    }

    /// Where the work goes on from the step, or the item, that was last acted on: the first row that counts as
    /// behind it.
    pub(super) fn behind(&self, id: &str) -> usize {
        if let Some(row) = self.row(id) {
            // What was done meanwhile leads back to the wait.
            return self.wait_around(row).unwrap_or(row + 1);
        }
        if let Some(item) = self.item(id) {
            return self.items[item].rows.start;
        }
        // Of a dropped item: the one that has followed it, or the question for more.
        let Some((repeat, number)) = super::case::item_of(id) else { return 0 };
        let Some(row) = self.row(repeat) else { return 0 };
        if let Some(wait) = self.wait_around(row) {
            return wait;
        }
        let later = self.items_of(row).into_iter().find(|at| self.items[*at].number > number);
        later.map_or(row, |at| self.items[at].rows.start)
    }

    /// What stands in the journal of private answers, as an item's steps see it.
    pub(super) fn sealed_of(&self, item: Option<usize>) -> BTreeMap<String, Value> {
        let mut sealed = self.sealed.clone();
        for at in self.around(item).into_iter().rev() {
            for (name, _) in self.items[at].step.own_names() {
                sealed.remove(name);
            }
            sealed.extend(self.items[at].sealed.clone());
        }
        sealed
    }
}

/// The types that the names inside of a part have, whatever stands under the same names elsewhere.
fn types_inside(types: &Arc<NamedTypes>, part: &Step, id: &str) -> Arc<NamedTypes> {
    let mut inside = NamedTypes::clone(types);
    for (name, step) in part.kind.inner().flat_map(plain_names) {
        let known = types.get(&format!("{}.{name}", without_items(id)));
        match known.or_else(|| step.kind.field()) {
            Some(field) => drop(inside.insert(name.to_owned(), field.clone())),
            None => drop(inside.remove(name)),
        }
    }
    Arc::new(inside)
}

/// The id of a step as it stands in the file: without the numbers of items.
pub(super) fn without_items(id: &str) -> String {
    let parts = id.split('.').filter(|part| part.parse::<u32>().is_err());
    parts.collect::<Vec<_>>().join(".")
}
