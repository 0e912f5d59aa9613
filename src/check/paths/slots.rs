//! What decides about the plan of a procedure, and which values of it have to be tried.

use super::samples::{Reads, is_listed, numbers, samples};
use super::scopes::{CASE, Giver, Placed, Scopes, address};
use crate::check::names::{Stands, stands};
use crate::model::definition::{Condition, Definition, Items, MOST_ITEMS, Notify, Repeat, Step, StepKind};
use crate::model::event::Way;
use crate::model::names;
use crate::model::template::{Expression, Use, Used};
use crate::model::types::{Base, FieldType};
use crate::model::workspace::Workspace;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The sample of a name that has no value.
pub(super) const ABSENT: u8 = 0;
/// The sample of a value of which nothing is known.
pub(super) const UNKNOWN: u8 = 254;
/// The sample of what has not been met yet.
pub(super) const UNBOUND: u8 = 255;

/// How many lengths of one list are tried.
const MOST_LENGTHS: usize = 30;
/// The sample of a list without items.
pub(super) const EMPTY: u8 = 1;

/// Something that a path through a procedure may differ in.
pub(super) struct Slot<'w> {
    pub(super) what: What<'w>,
    /// The last step (in the order of the file) that reads it.
    pub(super) last: usize,
}

pub(super) enum What<'w> {
    /// A value.
    Value(Var<'w>),
    /// Whether a step has been in the plan, for texts that print its name.
    Presence,
    /// Whether a condition holds of which nothing is known.
    Guess(String),
}

/// A value with the samples of it that are tried.
pub(super) struct Var<'w> {
    /// The path in expressions.
    pub(super) path: String,
    /// The words under which people know it.
    pub(super) asked: String,
    pub(super) field: Option<&'w FieldType>,
    /// The first is that of a name without a value.
    pub(super) samples: Vec<Value>,
    /// The samples that it may have.
    pub(super) offered: Vec<u8>,
    /// Whether the world gives it, and no step.
    pub(super) outer: bool,
}

impl Var<'_> {
    /// Whether the samples stand for every value that it may have.
    pub(super) fn is_known(&self) -> bool {
        !self.offered.contains(&UNKNOWN)
    }
}

impl Var<'_> {
    /// Takes these values, and no others; none of them is known when there are none.
    fn offer(&mut self, values: Option<Vec<Value>>) {
        match values {
            Some(values) => {
                self.offered.retain(|sample| *sample != UNKNOWN);
                self.samples.extend(values);
                let count = u8::try_from(self.samples.len()).unwrap_or(UNKNOWN).min(UNKNOWN);
                self.offered.extend(1..count);
            }
            None => self.offered = vec![UNKNOWN],
        }
    }
}

/// The slots of a procedure.
pub(super) struct Slots<'w> {
    pub(super) all: Vec<Slot<'w>>,
    pub(super) scopes: Scopes<'w>,
    by_path: BTreeMap<String, usize>,
    /// The values that each step gives.
    pub(super) of_step: Vec<Vec<usize>>,
    /// What the items of each repeat read of where they stand.
    pub(super) of_items: BTreeMap<usize, Vec<usize>>,
    /// Whether each step has been in the plan, by its path.
    presence: BTreeMap<String, usize>,
    /// The scopes of expressions, and of the fields of conditions.
    seen_from: HashMap<usize, usize>,
    /// The checks whose every name is known when they are judged.
    pub(super) checks: BTreeSet<usize>,
}

impl Slots<'_> {
    /// The slot of a step's own value.
    pub(super) fn value_of(&self, step: &Step) -> Option<usize> {
        self.by_path.get(&self.scopes.all.get(self.scopes.place(step)?)?.path).copied()
    }

    /// The slot that says whether a step was in the plan.
    pub(super) fn presence_of(&self, step: &Step) -> Option<usize> {
        self.presence.get(&self.scopes.all.get(self.scopes.place(step)?)?.path).copied()
    }

    /// The slot that says whether the step was in the plan that a name means for another step.
    pub(super) fn presence_for(&self, step: &Step, name: &str) -> Option<usize> {
        let at = self.scopes.place(step)?;
        self.presence.get(&self.scopes.resolve(self.scopes.all.get(at)?.scope, name)).copied()
    }

    /// The slot that a name means in an expression, or in a condition over fields.
    pub(super) fn read<T>(&self, by: &T, name: &str) -> Option<usize> {
        let scope = self.seen_from.get(&address(by)).copied().unwrap_or(CASE);
        self.by_path.get(&self.scopes.resolve(scope, name)).copied()
    }
}

struct Gather<'w> {
    workspace: &'w Workspace,
    definition: &'w Definition,
    scopes: Scopes<'w>,
    reads: BTreeMap<String, Reads>,
    seen_from: HashMap<usize, usize>,
    lets: BTreeSet<usize>,
}

/// The names that an expression compares by `<` and the like, where something else would do as well.
pub(super) fn compared(expression: &Expression) -> Vec<Used> {
    let words = expression.source.value.split(|c: char| !c.is_alphanumeric() && c != '_');
    if !words.into_iter().any(|word| word == "or") {
        return Vec::new();
    }
    expression.uses().into_iter().filter(|used| matches!(used.how, Use::Ordered(_))).collect()
}

pub(super) fn gather<'w>(workspace: &'w Workspace, definition: &'w Definition) -> Slots<'w> {
    let scopes = Scopes::new(definition);
    let (reads, seen_from) = (BTreeMap::new(), HashMap::new());
    let mut gather = Gather { workspace, definition, scopes, reads, seen_from, lets: BTreeSet::new() };
    for at in 0..gather.scopes.all.len() {
        gather.step(at);
    }
    let checks = gather.checks();
    let mut slots = Slots {
        all: Vec::new(),
        by_path: BTreeMap::new(),
        of_step: gather.scopes.all.iter().map(|_| Vec::new()).collect(),
        of_items: BTreeMap::new(),
        presence: BTreeMap::new(),
        seen_from: std::mem::take(&mut gather.seen_from),
        checks,
        scopes: Scopes::new(definition),
    };
    for (path, reads) in &gather.reads {
        let slot = slots.all.len();
        slots.by_path.insert(path.clone(), slot);
        match gather.scopes.giver(path) {
            Giver::Step(at, _) => slots.of_step[at].push(slot),
            Giver::Item(repeat, _) => slots.of_items.entry(repeat).or_default().push(slot),
            Giver::World => {}
        }
        slots.all.push(Slot { what: What::Value(gather.var(path, reads)), last: reads.last });
    }
    for (path, last) in gather.printed() {
        slots.presence.insert(path, slots.all.len());
        slots.all.push(Slot { what: What::Presence, last });
    }
    slots
}

impl<'w> Gather<'w> {
    fn step(&mut self, at: usize) {
        let Placed { step, scope, end, .. } = self.scopes.all[at];
        step.when.iter().for_each(|condition| self.condition(condition, at, scope));
        if let StepKind::Ask(ask) = &step.kind {
            ask.arms.iter().filter_map(|arm| arm.when.as_ref()).for_each(|when| self.condition(when, at, scope));
            if ask.arms.iter().any(|arm| arm.when.is_some() || !arm.steps.is_empty()) {
                let codes = ask.arms.iter().map(|arm| json!(arm.code)).collect();
                let path = self.scopes.all[at].path.clone();
                self.read(path, end, Use::Equal(codes));
            }
        }
    }

    /// Reads what the checks ask for, where it can be known.
    fn checks(&mut self) -> BTreeSet<usize> {
        let mut checks = BTreeSet::new();
        for at in 0..self.scopes.all.len() {
            let Placed { step, scope, .. } = self.scopes.all[at];
            let StepKind::Ask(ask) = &step.kind else { continue };
            for check in ask.checks.iter().filter(|check| !check.doubt) {
                let uses = check.rule.uses().into_iter();
                let uses: Vec<(String, Use)> =
                    uses.map(|used| (self.scopes.resolve(scope, &used.path.text), used.how)).collect();
                if !uses.is_empty() && uses.iter().all(|(path, how)| self.is_tried(path, how)) {
                    uses.into_iter().for_each(|(path, how)| self.read(path, at, how));
                    self.seen_from.insert(address(&check.rule), scope);
                    checks.insert(address(&check.rule));
                }
            }
        }
        checks
    }

    /// The steps whose names are printed under no condition and that may be missing, with the last step that does.
    fn printed(&self) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        for (at, placed) in self.scopes.all.iter().enumerate() {
            for needed in super::texts::needed(self.workspace, placed.step) {
                let path = self.scopes.resolve(placed.scope, needed.name);
                if self.scopes.at(&path).is_some_and(|step| step.conditional) {
                    found.insert(path, at);
                }
            }
        }
        found
    }

    fn condition(&mut self, condition: &'w Condition, at: usize, scope: usize) {
        match condition {
            Condition::Fields(fields) => {
                for field in fields {
                    self.seen_from.insert(address(field), scope);
                    let codes = field.codes.iter().map(|code| json!(code.value)).collect();
                    self.read(self.scopes.resolve(scope, &field.name.value), at, Use::Equal(codes));
                }
            }
            Condition::Expression(expression) => {
                let expression: &Expression = expression;
                self.seen_from.insert(address(expression), scope);
                for used in expression.uses() {
                    self.read(self.scopes.resolve(scope, &used.path.text), at, used.how);
                }
            }
        }
    }

    fn read(&mut self, path: String, at: usize, how: Use) {
        let computed = self.scopes.at(&path).and_then(|placed| match &placed.step.kind {
            StepKind::Let(computed) => Some((self.scopes.place(placed.step)?, placed.scope, computed)),
            _ => None,
        });
        self.reads.entry(path).or_default().add(at, how);
        let Some((place, scope, computed)) = computed.filter(|(place, ..)| self.lets.insert(*place)) else { return };
        self.seen_from.insert(address(&computed.be), scope);
        for used in computed.be.uses() {
            // A value that is handed on may be compared with anything.
            let how = if used.how == Use::Truth { Use::Other } else { used.how };
            self.read(self.scopes.resolve(scope, &used.path.text), place, how);
        }
    }

    fn field(&self, path: &str) -> Option<&'w FieldType> {
        if let Some(placed) = self.scopes.at(path) {
            return placed.step.kind.field();
        }
        let (id, name) = path.strip_prefix("cards.")?.split_once('.')?;
        self.workspace.cards.get(id)?.values.iter().find(|value| value.name == name).map(|value| &value.field)
    }

    /// Whether a use of a path in a check leaves nothing open.
    fn is_tried(&self, path: &str, how: &Use) -> bool {
        let Some(step) = self.scopes.at(path).map(|placed| placed.step) else { return false };
        let (StepKind::Ask(_), Some(field)) = (&step.kind, step.kind.field()) else { return false };
        match how {
            Use::Ordered(Some(value)) => value.is_number() == field.base.is_number() && field.base.is_ordered(),
            Use::Truth | Use::Equal(_) | Use::Holds(_) => is_listed(field) || !matches!(how, Use::Holds(_)),
            Use::Ordered(None) | Use::Other => is_listed(field),
            Use::Counted(_) => false,
        }
    }

    fn var(&self, path: &str, reads: &Reads) -> Var<'w> {
        let given = self.scopes.giver(path);
        if let Giver::Item(repeat, rest) = given {
            return self.of_item(path, repeat, rest, reads);
        }
        let giver = if let Giver::Step(at, key) = given { Some((self.scopes.all[at].step, key)) } else { None };
        let key = giver.and_then(|(_, key)| key);
        let giver = giver.map(|(step, _)| step);
        // Only lists are counted.
        let list = key.is_none() && giver.is_some_and(|step| matches!(step.kind, StepKind::Repeat(_)));
        let reads = &if list { reads.clone() } else { reads.not_counted() };
        let mut var = Var {
            path: path.to_owned(),
            asked: path.to_owned(),
            field: self.field(path),
            samples: vec![Value::Null],
            offered: vec![UNKNOWN],
            outer: giver.is_none(),
        };
        let texts = |words: &[&str]| Some(words.iter().map(|word| json!(word)).collect::<Vec<_>>());
        let outcomes = |id: &str| self.outcomes(id).map(|all| all.into_iter().map(|one| json!(one)).collect());
        let values: Option<Vec<Value>> = match giver.map(|step| (&step.kind, key)) {
            None => {
                var.offered.clear();
                self.of_world(path, var.field, reads).map(|(values, may_be_missing)| {
                    var.offered.extend(may_be_missing.then_some(ABSENT));
                    values
                })
            }
            Some((StepKind::Ask(_), None)) => {
                giver.and_then(|step| step.kind.text()).map_or(path, words).clone_into(&mut var.asked);
                var.field.and_then(|field| samples(field, reads))
            }
            Some((StepKind::Wait(wait), None)) if wait.field.is_some() => {
                words(&wait.prompt).clone_into(&mut var.asked);
                var.field.and_then(|field| samples(field, reads))
            }
            // Worked out on the way.
            Some((StepKind::Let(_), None)) => Some(Vec::new()),
            // Nobody ever settles it.
            Some((StepKind::Note(_), Some(key))) => {
                var.samples = if key == "times" { vec![json!(0)] } else { vec![Value::Null] };
                Some(Vec::new())
            }
            Some((StepKind::Run(run), Some("outcome"))) => outcomes(&run.procedure.value),
            Some((StepKind::Say(_) | StepKind::Do(_), Some("times"))) => {
                var.samples = vec![json!(0)];
                counts(reads)
            }
            Some((StepKind::Notify(notify), Some(key))) => {
                if key == "tries" {
                    var.samples = vec![json!(0)];
                }
                told(notify, key, reads)
            }
            Some((StepKind::Mail(_), Some("state"))) => texts(&["queued"]),
            Some((StepKind::Print(_), Some("copies")) | (StepKind::Wait(_), Some("minutes"))) => counts(reads),
            Some((StepKind::Attach(_), None)) if !reads.vague => {
                var.samples = vec![json!([])];
                Some(vec![json!([{"name": "x"}])])
            }
            Some((StepKind::Run(_), Some("id")) | (_, Some("at" | "by" | "number"))) => something(reads),
            Some((StepKind::Repeat(repeat), None)) => {
                words(&repeat.title).clone_into(&mut var.asked);
                // Of which lists there are is known how long they are.
                return Var { offered: lists(repeat, reads, &mut var.samples), ..var };
            }
            // What has keys is no value by itself; it is true whatever is in it.
            Some((_, None)) if giver.is_some_and(is_map) => {
                var.samples = vec![json!({"at": null})];
                Some(vec![json!({"at": null})])
            }
            Some(_) => None,
        };
        var.offer(values);
        var
    }

    /// What an item reads of where it stands: its place, and the item before.
    fn of_item(&self, path: &str, repeat: usize, rest: &str, reads: &Reads) -> Var<'w> {
        let (root, name) = rest.split_once('.').unwrap_or((rest, ""));
        let mut var = Var {
            path: path.to_owned(),
            asked: rest.to_owned(),
            field: None,
            samples: vec![Value::Null],
            offered: vec![UNKNOWN],
            outer: false,
        };
        let before = self.scopes.before(repeat, name);
        let asked = self.scopes.at(&before).is_some_and(|placed| matches!(placed.step.kind, StepKind::Ask(_)));
        let values = match (root, name) {
            ("loop", "index") => counts(&reads.not_counted())
                .map(|counts| counts.into_iter().filter(|count| *count != json!(0)).collect()),
            ("previous", "") => Some(vec![json!({"at": null})]),
            ("previous", _) if asked => {
                let of = self.var(&before, reads);
                let known = of.is_known();
                var = Var { path: path.to_owned(), asked: of.asked, field: of.field, ..var };
                known.then(|| of.samples.into_iter().skip(1).collect())
            }
            _ => None,
        };
        var.offer(values);
        var
    }

    /// Every way in which a case of the procedure may end.
    fn outcomes(&self, id: &str) -> Option<BTreeSet<&'w str>> {
        let child = self.workspace.procedures.get(id)?;
        let stops = child.definition.walk().into_iter().filter_map(|(step, _)| match &step.kind {
            StepKind::Stop(stop) => Some(stop.outcome.value.as_str()),
            _ => None,
        });
        Some(stops.chain(["done", "cut"]).collect())
    }

    /// What the world may give for a path, and whether it may give nothing.
    fn of_world(&self, path: &str, field: Option<&FieldType>, reads: &Reads) -> Option<(Vec<Value>, bool)> {
        if !names::is_outer(root(path)) {
            return None;
        }
        let text = FieldType::plain(Base::Text);
        match path {
            "hours.open_now" => Some((vec![json!(false), json!(true)], false)),
            "case.parent" => {
                let runs = |definition: &Definition| {
                    definition.walk().iter().any(|(step, _)| {
                        matches!(&step.kind, StepKind::Run(run) if run.procedure.value == self.definition.id)
                    })
                };
                let parents = self.workspace.procedures.values().filter(|one| runs(&one.definition));
                Some((parents.map(|parent| json!(parent.definition.id)).collect(), true))
            }
            "case.procedure" => Some((vec![json!(self.definition.id)], false)),
            "case.minutes" => Some((numbers(Some(1), reads, false)?, false)),
            "desk" | "dispatcher.surname" | "dispatcher.name" => Some((samples(&text, reads)?, false)),
            _ if path.starts_with("company.") => Some((samples(&text, reads)?, true)),
            _ => Some((samples(field?, reads)?, true)),
        }
    }
}

/// What a question is called in an example: its words without the mark at the end.
fn words(text: &crate::model::template::Template) -> &str {
    text.source.value.trim_end_matches(['?', '.', '!', ' ', ':'])
}

/// Lists that differ in their length: the first is the empty one.
fn lists(repeat: &Repeat, reads: &Reads, samples: &mut Vec<Value>) -> Vec<u8> {
    let (least, most) = match &repeat.items {
        Items::Free { min, max } => (*min, max.unwrap_or(MOST_ITEMS)),
        Items::Count(count) => (*count, *count),
        Items::Each(_) => (0, MOST_ITEMS),
    };
    samples.push(json!([]));
    if reads.vague {
        return vec![UNKNOWN];
    }
    let near =
        reads.counted.iter().filter_map(Value::as_u64).flat_map(|count| [count.saturating_sub(1), count, count + 1]);
    let near: BTreeSet<u64> = near.chain([1, 2, u64::from(least), u64::from(most)]).collect();
    let fits = |count: &u64| *count > 0 && (u64::from(least)..=u64::from(most)).contains(count);
    let list = |count: u64| Value::from(vec![json!({"at": null}); usize::try_from(count).unwrap_or(0)]);
    samples.extend(near.into_iter().filter(fits).take(MOST_LENGTHS).map(list));
    (2..u8::try_from(samples.len()).unwrap_or(UNKNOWN)).collect()
}

/// Numbers of things, none of them negative.
fn counts(reads: &Reads) -> Option<Vec<Value>> {
    let known = numbers(Some(1), reads, true)?.into_iter();
    Some(known.filter(|count| count.as_u64().is_some()).collect())
}

/// A value of which only is asked whether it is there.
fn something(reads: &Reads) -> Option<Vec<Value>> {
    let only_that = !reads.vague && !reads.ordered && reads.literals.iter().all(Value::is_null);
    only_that.then(|| vec![json!("2026")])
}

/// What is known of somebody who was told.
fn told(notify: &Notify, key: &str, reads: &Reads) -> Option<Vec<Value>> {
    let words = |words: Vec<&str>| words.into_iter().map(|word| json!(word)).collect();
    match key {
        "who.id" => Some(words(notify.ids())),
        "who" => Some(vec![json!({"id": null})]),
        "how" => Some(words(Way::ALL.iter().map(|(word, _)| *word).collect())),
        "after" | "tries" => counts(reads),
        _ => something(reads),
    }
}

/// Whether a name has keys, and no value by itself.
fn is_map(step: &Step) -> bool {
    matches!(stands(step), Stands::Keys(_) | Stands::Part(_))
}

fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or("")
}
