//! Steps that are done once for each item, and steps that have names of their own.

use super::{Check, Definition, Step, StepKind};
use crate::model::span::Spanned;
use crate::model::template::{NamedTypes, Template};
use serde::{Deserialize, Serialize};

/// How deep repeats may stand in each other.
pub const DEEPEST: usize = 3;
/// More items than anybody fills in, one after the other.
pub const MOST_ITEMS: u32 = 99;

/// The same steps for each of some items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// What one item is called.
    pub title: Template,
    /// The steps of an item.
    pub steps: Vec<Step>,
    /// How many items there are.
    pub items: Items,
    /// How one item is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Template>,
    /// What must hold of all items together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// How many items a repeat has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Items {
    /// As many as there are: so many at once, the others one by one.
    Free {
        /// The smallest number.
        min: u32,
        /// The greatest number, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Exactly so many.
    Count(u32),
    /// One for each code that was chosen in this field.
    Each(Spanned<String>),
}

impl Repeat {
    /// Whether somebody has to say that these are all.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        matches!(self.items, Items::Free { .. }) || !self.checks.is_empty()
    }
}

impl Step {
    /// Whether the names inside of it are its own: outside they are reached through its name.
    #[must_use]
    pub fn has_own_names(&self) -> bool {
        match &self.kind {
            StepKind::Repeat(_) => true,
            kind => kind.part().is_some() && self.name.is_some(),
        }
    }

    /// The names that its steps declare among each other, with their steps; those that stand deeper in steps with
    /// names of their own are theirs.
    #[must_use]
    pub fn own_names(&self) -> Vec<(&str, &Step)> {
        self.kind.inner().flat_map(plain_names).collect()
    }

    /// The part of an id behind that of this step, and behind the number of the item.
    fn inside<'i>(&self, id: &'i str) -> Option<&'i str> {
        let rest = id.strip_prefix(self.id.as_str())?.strip_prefix('.')?;
        if !matches!(self.kind, StepKind::Repeat(_)) {
            return Some(rest);
        }
        let (number, rest) = rest.split_once('.')?;
        number.parse::<u32>().ok().map(|_| rest)
    }
}

/// The names of a list of steps, with their steps, without those that stand in steps with names of their own.
#[must_use]
pub fn plain_names(steps: &[Step]) -> Vec<(&str, &Step)> {
    let mut found = Vec::new();
    for step in steps {
        found.extend(step.name.as_ref().map(|name| (name.value.as_str(), step)));
        if !step.has_own_names() {
            found.extend(step.kind.inner().flat_map(plain_names));
        }
    }
    found
}

/// The step with this id; that of an item's step tells the item.
pub(super) fn find<'d>(steps: &'d [Step], id: &str) -> Option<&'d Step> {
    steps.iter().find_map(|step| {
        if step.id == id {
            return Some(step);
        }
        let rest = if step.has_own_names() { step.inside(id)? } else { id };
        step.kind.inner().find_map(|inner| find(inner, rest))
    })
}

/// All steps with their ids as they stand in the file: inside of a repeat without the number of an item.
fn places<'d>(steps: &'d [Step], before: &str, found: &mut Vec<(String, &'d Step)>) {
    for step in steps {
        let id = format!("{before}{}", step.id);
        let inside = if step.has_own_names() { format!("{id}.") } else { before.to_owned() };
        found.push((id, step));
        step.kind.inner().for_each(|inner| places(inner, &inside, found));
    }
}

impl Definition {
    /// All steps with their ids as they stand in the file: `inspectors.card` for a step of every item.
    #[must_use]
    pub fn places(&self) -> Vec<(String, &Step)> {
        let mut found = Vec::new();
        places(&self.steps, "", &mut found);
        found
    }

    /// The steps of the case itself, without those of items and of parts with a name.
    #[must_use]
    pub fn outer_steps(&self) -> Vec<&Step> {
        fn collect<'d>(steps: &'d [Step], found: &mut Vec<&'d Step>) {
            for step in steps {
                found.push(step);
                if !step.has_own_names() {
                    step.kind.inner().for_each(|inner| collect(inner, found));
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.steps, &mut found);
        found
    }
}

/// The types of named values: by their names, and by their whole paths where a part has a name. Of equal names
/// the outer one keeps the plain word.
pub(super) fn types(definition: &Definition) -> NamedTypes {
    let mut types = NamedTypes::new();
    for (id, step) in definition.places() {
        let (Some(name), Some(field)) = (&step.name, step.kind.field()) else { continue };
        types.entry(name.value.clone()).or_insert_with(|| field.clone());
        if id != name.value {
            types.insert(id, field.clone());
        }
    }
    for (name, step) in plain_names(&definition.steps) {
        types.extend(step.kind.field().map(|field| (name.to_owned(), field.clone())));
    }
    types
}
