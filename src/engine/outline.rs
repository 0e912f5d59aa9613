//! The outline of a case: every step with its state, in order. Whatever shows a procedure draws this.

use super::case::{Case, Fact, Life, Settled, item_id};
use super::contact::listed;
use super::items::Item;
use super::outside::Outside;
use crate::model::definition::{Arm, Condition, FieldIs, Step, StepKind};
use crate::model::event::Moment;
pub(super) use crate::model::offer::is_true;
use crate::model::template::{Expression, Path, Scope, Template};
use crate::model::types::mask_of;
use crate::model::yaml::yes_or_no;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// The parent of an item's steps while the row of their repeat is not there yet.
pub(super) const LATER: usize = usize::MAX;

/// Where a list of steps stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// What stands before the ids of its steps.
    pub(super) before: &'p str,
    pub(super) depth: usize,
    pub(super) parent: Option<usize>,
    pub(super) plan: Plan,
}

/// What can be done with a step now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is settled (or needs nothing).
    Done,
    /// It was passed.
    Skipped,
    /// It may be acted on.
    Open,
    /// It is settled, but what it used has changed since.
    Stale,
    /// Whether it is in the plan depends on a field that is not answered yet.
    Maybe,
    /// It must wait for this row.
    Blocked(usize),
    /// It is not in the plan.
    Out,
}

/// Whether a step is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plan {
    Out,
    Maybe,
    In,
}

/// One step of an outline.
#[derive(Debug)]
pub struct Row<'c> {
    /// The step, as the procedure has it.
    pub step: &'c Step,
    /// The step's id in this case: `inspectors.2.card` of an item's step.
    pub id: String,
    /// The item that it belongs to.
    pub item: Option<usize>,
    /// How deep it stands in groups and arms.
    pub depth: usize,
    /// The row of the group or question it belongs to.
    pub parent: Option<usize>,
    /// Its state.
    pub state: State,
    /// What is known of it.
    pub fact: Option<&'c Fact>,
    /// The rows inside of it: behind a group, before a repeat.
    pub inner: Range<usize>,
    /// Whether it belongs to a wait: it may be done while that lasts, and nobody has to.
    pub aside: bool,
    pub(super) plan: Plan,
}

impl Row<'_> {
    /// Whether it is surely in the plan.
    pub(super) fn is_in(&self) -> bool {
        self.plan == Plan::In
    }

    /// Whether it is, or may be, in the plan and nobody has settled it.
    #[must_use]
    pub fn is_unsettled(&self) -> bool {
        self.step.kind.is_awaited()
            && !self.aside
            && matches!(self.state, State::Open | State::Stale | State::Maybe | State::Blocked(_))
    }

    /// Whether somebody may act on it now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.step.kind.is_awaited() && !self.aside && matches!(self.state, State::Open | State::Stale)
    }

    /// Whether somebody is to be told now, and nothing else before that.
    #[must_use]
    pub fn is_alarm(&self) -> bool {
        self.is_open() && self.step.gate && matches!(self.step.kind, StepKind::Notify(_))
    }
}

/// All steps of a case with their states.
#[derive(Debug)]
pub struct Outline<'c> {
    /// The rows in the order of the procedure.
    pub rows: Vec<Row<'c>>,
    /// The items of its repeats, and its parts with a name.
    pub items: Vec<Item<'c>>,
    /// The names of the case with their values, without those inside of items.
    pub scope: Scope,
    /// What could not be computed: the step and the reason.
    pub broken: Vec<(String, String)>,
    case: &'c Case,
    private: BTreeMap<String, Value>,
    /// The item that is computed.
    pub(super) item: Option<usize>,
    /// Names that are in the plan and neither answered nor passed, with the steps that have them.
    pub(super) pending: BTreeMap<String, String>,
    /// Of private answers what stands in the journal.
    pub(super) sealed: BTreeMap<String, Value>,
    now: Moment,
}

impl<'c> Outline<'c> {
    pub(super) fn new(case: &'c Case, outside: &Outside) -> Self {
        let types = super::offers::types(case);
        let mut scope = Scope::new(types, Arc::clone(&outside.types), outside.blanks.clone(), &outside.names);
        let now = outside.was.unwrap_or(outside.at);
        let since = case.since.unwrap_or(now);
        scope.set("today", &json!(now.format("%Y-%m-%d").to_string()));
        scope.set("now", &json!(iso(&now)));
        let parent = case.opened.parent.as_ref().map(|parent| parent.procedure.as_str());
        let minutes = (now - since).num_minutes();
        let about = json!({"id": case.id, "opened": iso(&since), "minutes": minutes, "parent": parent,
            "procedure": case.definition.id, "outcome": null, "stamped_blanks": case.stamped()});
        scope.set("case", &about);
        let private = outside.private.clone();
        let mut outline = Self {
            rows: Vec::new(),
            items: Vec::new(),
            scope,
            broken: Vec::new(),
            case,
            private,
            item: None,
            pending: BTreeMap::new(),
            sealed: BTreeMap::new(),
            now,
        };
        let mut ended = false;
        outline.walk(&case.definition.steps, Place { before: "", depth: 0, parent: None, plan: Plan::In }, &mut ended);
        outline.block();
        outline.settle_meanwhile();
        outline
    }

    /// First pass: which steps are in the plan, which values their names have.
    fn walk(&mut self, steps: &'c [Step], place: Place<'_>, ended: &mut bool) {
        let Place { before, depth, parent, plan } = place;
        for step in steps {
            let id = format!("{before}{}", step.id);
            let fact = self.case.facts.get(&id);
            let settled = fact.and_then(|fact| fact.settled.as_ref());
            let mut own = plan.min(self.condition(&id, step.when.as_ref()));
            let behind = *ended;
            if behind && settled.is_none() && !step.kind.is_whole() {
                own = Plan::Out;
            }
            let start = self.rows.len();
            if let StepKind::Repeat(repeat) = &step.kind {
                // The items come first: what asks for more of them stands behind them.
                for (place, number) in (1..).zip(self.numbers(&id, repeat)) {
                    let item = item_id(&id, number.0);
                    let before = format!("{item}.");
                    let around = self.enter(step, item, number, place);
                    let inside = Place { before: &before, depth: depth + 1, parent: Some(LATER), plan: own };
                    self.walk(&repeat.steps, inside, ended);
                    self.leave(around);
                }
            }
            // A case that ends in an item asks for no more of them.
            let behind = behind || (step.kind.is_whole() && *ended);
            let state = match (own, settled) {
                (Plan::Out, _) => State::Out,
                (Plan::Maybe, _) => State::Maybe,
                (Plan::In, Some(Settled::Skipped(_))) => State::Skipped,
                // Behind the end nothing is done again.
                (Plan::In, Some(Settled::Done)) if !behind && self.is_stale(step, fact, self.rows.len()) => {
                    State::Stale
                }
                (Plan::In, Some(Settled::Done)) => State::Done,
                (Plan::In, None) if self.has_ended_by(step) => State::Done,
                (Plan::In, None) => State::Open,
            };
            let row = self.rows.len();
            let inner = start..row;
            let item = self.item;
            self.rows.push(Row { step, id, item, depth, parent, state, fact, inner, aside: false, plan: own });
            self.adopt(start, row);
            let inside = Place { before, depth: depth + 1, parent: Some(row), plan: own };
            match &step.kind {
                StepKind::Group(group) if step.has_own_names() => {
                    let id = self.rows[row].id.clone();
                    let around = self.enter(step, id.clone(), (0, None), 0);
                    self.walk(&group.steps, Place { before: &format!("{id}."), ..inside }, ended);
                    self.leave(around);
                }
                StepKind::Group(group) => {
                    self.bind(row);
                    self.walk(&group.steps, inside, ended);
                }
                StepKind::Ask(ask) => {
                    self.bind(row);
                    for arm in &ask.arms {
                        let plan = own.min(self.arm(row, arm));
                        self.walk(&arm.steps, Place { plan, ..inside }, ended);
                    }
                }
                StepKind::Stop(_) => {
                    self.bind(row);
                    *ended |= own == Plan::In;
                }
                StepKind::Wait(wait) => {
                    self.bind(row);
                    self.walk_meanwhile(&wait.meanwhile, before, row);
                }
                StepKind::Repeat(_) => {}
                _ => self.bind(row),
            }
            if !matches!(step.kind, StepKind::Repeat(_)) {
                self.rows[row].inner = row + 1..self.rows.len();
            }
            // A group behind the end is there for what had been answered in it.
            if behind && settled.is_none() && step.kind.is_whole() {
                let rest = self.rows[self.rows[row].inner.clone()].iter().any(|inner| inner.plan != Plan::Out);
                let (plan, state) = if rest { (own, State::Done) } else { (Plan::Out, State::Out) };
                (self.rows[row].plan, self.rows[row].state) = (plan, state);
            }
            self.settle_whole(row);
            if step.has_own_names() {
                self.bind_items(row);
            }
        }
    }

    /// The rows of items learn which row is that of their repeat.
    pub(super) fn adopt(&mut self, start: usize, row: usize) {
        for inside in &mut self.rows[start..row] {
            if inside.parent == Some(LATER) {
                inside.parent = Some(row);
            }
        }
    }

    /// Whether the case has ended, or is about to, by this `stop`.
    fn has_ended_by(&self, step: &Step) -> bool {
        match (&step.kind, &self.case.life) {
            (StepKind::Stop(stop), Life::Closing(closing) | Life::Closed(closing)) => {
                stop.outcome.value == closing.outcome && closing.reason.is_none()
            }
            _ => false,
        }
    }

    /// Whether the steps of an arm are in the plan.
    fn arm(&self, row: usize, arm: &Arm) -> Plan {
        let row = &self.rows[row];
        match (row.state, row.fact) {
            (State::Done, Some(fact)) if chosen(&fact.value, &arm.code) => Plan::In,
            (State::Open | State::Maybe, _) => Plan::Maybe,
            _ => Plan::Out,
        }
    }

    /// A group is done when its steps are; what needs nobody is done at once.
    fn settle_whole(&mut self, row: usize) {
        let whole = &self.rows[row];
        if whole.plan != Plan::In || whole.step.kind.is_awaited() {
            return;
        }
        let open = self.rows[whole.inner.clone()].iter().any(|inner| inner.is_unsettled() && !inner.step.optional);
        let pending = matches!(&whole.step.kind, StepKind::Let(computed) if self.is_pending(computed.be.paths()));
        self.rows[row].state = if open {
            State::Open
        } else if pending {
            State::Maybe
        } else {
            State::Done
        };
    }

    /// Gives the step's name its value.
    pub(super) fn bind(&mut self, at: usize) {
        let row = &self.rows[at];
        let Some(name) = row.step.name.as_ref().map(|name| name.value.as_str()) else { return };
        let step = row.step;
        let holds = row.plan == Plan::In;
        let done = matches!(row.state, State::Done | State::Stale);
        let open = matches!(row.state, State::Open | State::Maybe) && !row.is_pinned();
        let fact = row.fact.filter(|_| done);
        let kept = fact.filter(|fact| mask_of(&fact.value).is_some()).map(|fact| fact.value.clone());
        let moment = |fact: Option<&Fact>| fact.and_then(|fact| fact.at).map_or(Value::Null, |at| json!(iso(&at)));
        let value = match &step.kind {
            // A private answer that is not at hand is none: nothing may be decided by its mask.
            StepKind::Ask(_) => fact.map_or(Value::Null, |fact| match mask_of(&fact.value) {
                Some(_) => self.private.get(&row.id).cloned().unwrap_or_default(),
                None => fact.value.clone(),
            }),
            StepKind::Let(computed) => {
                let id = row.id.clone();
                if row.plan == Plan::Maybe || self.is_pending(computed.be.paths()) {
                    self.pending.insert(name.to_owned(), id.clone());
                }
                if holds { self.compute(step, &id, &computed.be) } else { Value::Null }
            }
            StepKind::Say(_)
            | StepKind::Note(_)
            | StepKind::Do(_)
            | StepKind::Group(_)
            | StepKind::Repeat(_)
            | StepKind::Stop(_) => {
                json!({"at": moment(fact), "by": fact.map(|fact| &fact.by), "times": fact.map_or(0, |fact| fact.times)})
            }
            StepKind::Run(_) => {
                json!({"id": fact.and_then(|fact| fact.child.as_ref()), "outcome": fact.and_then(|fact| fact.outcome.as_ref())})
            }
            StepKind::Print(_) => {
                let paper = fact.and_then(|fact| fact.papers.last()).map(|(_, paper)| paper);
                let number = row.fact.filter(|_| holds).and_then(|fact| fact.number.as_ref());
                json!({"at": moment(fact), "number": number, "copies": paper.map(|paper| paper.copies)})
            }
            StepKind::Notify(_) => self.told(row, holds),
            StepKind::Attach(_) => {
                listed(row.fact.filter(|_| holds).map(|fact| fact.files.as_slice()).unwrap_or_default())
            }
            StepKind::Mail(_) => {
                let letter = fact.and_then(|fact| fact.letter.as_ref());
                json!({"at": letter.map(|(at, _)| iso(at)), "state": letter.map(|_| "queued")})
            }
            StepKind::Wait(wait) if wait.field.is_some() => fact.map_or(Value::Null, |fact| fact.value.clone()),
            StepKind::Wait(_) => {
                let minutes = fact.and_then(|fact| Some((fact.at? - fact.since?).num_minutes()));
                json!({"at": moment(fact), "minutes": minutes})
            }
        };
        // Nobody ever settles a note or a group: a condition that waited for one would wait for good.
        if open && step.kind.is_awaited() {
            let id = self.rows[at].id.clone();
            self.pending.insert(name.to_owned(), id);
        }
        self.sealed.extend(kept.map(|kept| (name.to_owned(), kept)));
        self.scope.set(name, &value);
    }

    fn compute(&mut self, step: &Step, id: &str, expression: &Expression) -> Value {
        let value = match expression.evaluate(&self.scope) {
            Ok(value) => value,
            Err(error) => {
                self.broken.push((id.to_owned(), error.reason));
                return Value::Null;
            }
        };
        step.kind.field().map_or(value.clone(), |field| field.computed(value))
    }

    /// Whether a name in it is in the plan and neither answered nor passed.
    fn is_pending(&self, paths: &[Path]) -> bool {
        paths.iter().any(|path| !path.local && waits_for(&self.pending, &path.text).is_some())
    }

    pub(super) fn condition(&mut self, id: &str, condition: Option<&Condition>) -> Plan {
        let holds = match condition {
            None => true,
            Some(Condition::Fields(fields)) => {
                if fields.iter().any(|field| is_excluded(&self.scope, &self.pending, field)) {
                    return Plan::Out;
                }
                if fields.iter().any(|field| waits_for(&self.pending, &field.name.value).is_some()) {
                    return Plan::Maybe;
                }
                true
            }
            Some(Condition::Expression(expression)) => {
                if self.is_pending(expression.paths()) {
                    return Plan::Maybe;
                }
                match expression.evaluate(&self.scope) {
                    Ok(value) => is_true(&value),
                    Err(error) => {
                        self.broken.push((id.to_owned(), error.reason));
                        false
                    }
                }
            }
        };
        if holds { Plan::In } else { Plan::Out }
    }

    /// The row of a step: by its name or words, of an item's step with the item before (`inspectors.2.card`).
    #[must_use]
    pub fn row(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// A text of the procedure as people read it; what cannot be worked out is left empty.
    #[must_use]
    pub fn print(&self, template: &Template) -> String {
        template.render(&self.scope).unwrap_or_default()
    }

    /// The text of a step.
    #[must_use]
    pub fn text(&self, row: usize) -> String {
        let text = self.rows.get(row).and_then(|row| row.step.kind.text());
        text.map(|text| self.print_at(row, text)).unwrap_or_default()
    }

    /// What is pre-typed for a question: the earlier answer, the parent's suggestion, the default.
    #[must_use]
    pub fn suggestion(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?;
        let StepKind::Ask(ask) = &row.step.kind else { return None };
        if ask.private {
            // It is not to be read over a shoulder.
            return None;
        }
        let earlier = row.fact.filter(|fact| fact.settled == Some(Settled::Done));
        let earlier = earlier.and_then(|fact| Some(row.field()?.show(&fact.value)).filter(|text| !text.is_empty()));
        let field = self.field_now(at)?;
        let shown = |value: &Value| Some(field.show(value)).filter(|text| !text.is_empty());
        let parent = || self.case.opened.suggest.get(&row.id).and_then(&shown);
        let child = || self.case.taken(&row.id).and_then(|value| shown(&value));
        let value = |text: &Template| text.value(&self.scope_at(at)).ok();
        let default = || ask.default.as_ref().and_then(value).and_then(|value| shown(&value));
        earlier.or_else(child).or_else(parent).or_else(default)
    }

    /// Whether a condition holds for the values of now.
    pub(super) fn holds(&self, condition: &Condition, item: Option<usize>) -> bool {
        let (scope, pending) = (self.scope_of(item), self.pending_of(item));
        match condition {
            Condition::Fields(fields) => !fields
                .iter()
                .any(|field| is_excluded(&scope, &pending, field) || waits_for(&pending, &field.name.value).is_some()),
            Condition::Expression(expression) => expression.evaluate(&scope).is_ok_and(|value| is_true(&value)),
        }
    }

    pub(super) fn case(&self) -> &'c Case {
        self.case
    }

    /// The moment for which the outline was made.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }
}

pub(super) fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// The step that a path waits for: its first name, a name inside of a part, or any of these for the whole part.
pub(super) fn waits_for<'p>(pending: &'p BTreeMap<String, String>, path: &str) -> Option<&'p str> {
    if let Some(id) = pending.get(root(path)) {
        return Some(id);
    }
    let within =
        |whole: &str, part: &str| part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let found = pending.iter().filter(|(name, _)| name.contains('.'));
    found.filter(|(name, _)| within(name, path) || within(path, name)).map(|(_, id)| id.as_str()).next()
}

/// Whether a field is settled and has none of the codes.
fn is_excluded(scope: &Scope, pending: &BTreeMap<String, String>, field: &FieldIs) -> bool {
    let value = scope.get_path(&field.name.value);
    waits_for(pending, &field.name.value).is_none() && !field.codes.iter().any(|code| chosen(&value, &code.value))
}

/// Whether a value is, or holds, the code; yes and no are codes of a yes/no field.
pub(crate) fn chosen(value: &Value, code: &str) -> bool {
    match value {
        Value::String(text) => text == code,
        Value::Bool(flag) => yes_or_no(code) == Some(*flag),
        Value::Number(number) => number.to_string() == code,
        Value::Array(codes) => codes.iter().any(|item| item.as_str() == Some(code)),
        Value::Null | Value::Object(_) => false,
    }
}

pub(super) fn iso(at: &Moment) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}
