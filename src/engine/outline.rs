//! The outline of a case: every step with its state, in order. Whatever shows a procedure draws this.

use super::case::{Case, Fact, Life, Settled};
use super::contact::listed;
use super::outside::Outside;
use crate::model::definition::{Arm, Condition, FieldIs, Step, StepKind};
use crate::model::event::Moment;
pub(super) use crate::model::offer::is_true;
use crate::model::template::{Expression, Path, Scope, Template};
use crate::model::types::{Base, kopecks, mask_of};
use crate::model::yaml::yes_or_no;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// The step.
    pub step: &'c Step,
    /// How deep it stands in groups and arms.
    pub depth: usize,
    /// The row of the group or question it belongs to.
    pub parent: Option<usize>,
    /// Its state.
    pub state: State,
    /// What is known of it.
    pub fact: Option<&'c Fact>,
    /// Whether it belongs to a wait: it may be done while that lasts, and nobody has to.
    pub aside: bool,
    pub(super) plan: Plan,
    pub(super) end: usize,
}

impl Row<'_> {
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
}

/// All steps of a case with their states.
#[derive(Debug)]
pub struct Outline<'c> {
    /// The rows in the order of the procedure.
    pub rows: Vec<Row<'c>>,
    /// The names of the case with their values.
    pub scope: Scope,
    /// What could not be computed: the step and the reason.
    pub broken: Vec<(String, String)>,
    case: &'c Case,
    private: BTreeMap<String, Value>,
    pub(super) pending: BTreeSet<String>,
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
            "procedure": case.definition.id, "outcome": null});
        scope.set("case", &about);
        let private = outside.private.clone();
        let mut outline =
            Self { rows: Vec::new(), scope, broken: Vec::new(), case, private, pending: BTreeSet::new(), now };
        let mut ended = false;
        outline.walk(&case.definition.steps, 0, None, Plan::In, &mut ended);
        outline.block();
        outline.settle_meanwhile();
        outline
    }

    /// First pass: which steps are in the plan, which values their names have.
    fn walk(&mut self, steps: &'c [Step], depth: usize, parent: Option<usize>, plan: Plan, ended: &mut bool) {
        for step in steps {
            let fact = self.case.facts.get(&step.id);
            let settled = fact.and_then(|fact| fact.settled.as_ref());
            let mut own = plan.min(self.condition(step, step.when.as_ref()));
            let behind = *ended;
            if behind && settled.is_none() && !matches!(step.kind, StepKind::Group(_)) {
                own = Plan::Out;
            }
            let state = match (own, settled) {
                (Plan::Out, _) => State::Out,
                (Plan::Maybe, _) => State::Maybe,
                (Plan::In, Some(Settled::Skipped(_))) => State::Skipped,
                // Behind the end nothing is done again.
                (Plan::In, Some(Settled::Done)) if !behind && self.is_stale(step, fact) => State::Stale,
                (Plan::In, Some(Settled::Done)) => State::Done,
                (Plan::In, None) if self.has_ended_by(step) => State::Done,
                (Plan::In, None) => State::Open,
            };
            let row = self.rows.len();
            self.rows.push(Row { step, depth, parent, state, fact, aside: false, plan: own, end: row + 1 });
            self.bind(row);
            match &step.kind {
                StepKind::Group(group) => self.walk(&group.steps, depth + 1, Some(row), own, ended),
                StepKind::Ask(ask) => {
                    for arm in &ask.arms {
                        let plan = own.min(self.arm(row, arm));
                        self.walk(&arm.steps, depth + 1, Some(row), plan, ended);
                    }
                }
                StepKind::Wait(wait) => self.walk_meanwhile(&wait.meanwhile, row),
                StepKind::Stop(_) => *ended |= own == Plan::In,
                _ => {}
            }
            self.rows[row].end = self.rows.len();
            // A group behind the end is there for what had been answered in it.
            if behind && self.rows[row + 1..].iter().all(|inner| inner.plan == Plan::Out) && settled.is_none() {
                self.rows[row].plan = Plan::Out;
                self.rows[row].state = State::Out;
            }
            self.settle_whole(row);
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
        let open = self.rows[row + 1..whole.end].iter().any(|inner| inner.is_unsettled() && !inner.step.optional);
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
    pub(super) fn bind(&mut self, row: usize) {
        let row = &self.rows[row];
        let Some(name) = row.step.name.as_ref().map(|name| name.value.as_str()) else { return };
        let step = row.step;
        let holds = row.plan == Plan::In;
        let done = matches!(row.state, State::Done | State::Stale);
        let open = matches!(row.state, State::Open | State::Maybe) && !row.is_pinned();
        let fact = row.fact.filter(|_| done);
        let moment = |fact: Option<&Fact>| fact.and_then(|fact| fact.at).map_or(Value::Null, |at| json!(iso(&at)));
        let value = match &step.kind {
            // A private answer that is not at hand is none: nothing may be decided by its mask.
            StepKind::Ask(_) => fact.map_or(Value::Null, |fact| match mask_of(&fact.value) {
                Some(_) => self.private.get(&step.id).cloned().unwrap_or_default(),
                None => fact.value.clone(),
            }),
            StepKind::Let(computed) => {
                if row.plan == Plan::Maybe || self.is_pending(computed.be.paths()) {
                    self.pending.insert(name.to_owned());
                }
                if holds { self.compute(step, &computed.be) } else { Value::Null }
            }
            StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Stop(_) => {
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
            self.pending.insert(name.to_owned());
        }
        self.scope.set(name, &value);
    }

    fn compute(&mut self, step: &Step, expression: &Expression) -> Value {
        let value = match expression.evaluate(&self.scope) {
            Ok(value) => value,
            Err(error) => {
                self.broken.push((step.id.clone(), error.reason));
                return Value::Null;
            }
        };
        let money = step.kind.field().is_some_and(|field| field.base == Base::Money);
        match value.as_f64() {
            #[expect(clippy::cast_precision_loss, reason = "sums are far below 2^53 kopecks")]
            Some(sum) if money => json!(kopecks(sum) as f64 / 100.0),
            _ => value,
        }
    }

    /// Whether a name in it is in the plan and neither answered nor passed.
    fn is_pending(&self, paths: &[Path]) -> bool {
        paths.iter().any(|path| !path.local && self.pending.contains(path.root()))
    }

    pub(super) fn condition(&mut self, step: &Step, condition: Option<&Condition>) -> Plan {
        let holds = match condition {
            None => true,
            Some(Condition::Fields(fields)) => {
                if fields.iter().any(|field| self.is_excluded(field)) {
                    return Plan::Out;
                }
                if fields.iter().any(|field| self.pending.contains(&field.name.value)) {
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
                        self.broken.push((step.id.clone(), error.reason));
                        false
                    }
                }
            }
        };
        if holds { Plan::In } else { Plan::Out }
    }

    /// Whether a field is settled and has none of the codes.
    fn is_excluded(&self, field: &FieldIs) -> bool {
        let value = self.scope.get(&field.name.value);
        !self.pending.contains(&field.name.value) && !field.codes.iter().any(|code| chosen(&value, &code.value))
    }

    /// Second pass: what must wait for what. Gates block everything behind them; steps that keep the
    /// order wait for every required step before them, except for words said on the way to them.
    fn block(&mut self) {
        let mut gate = None;
        let mut pinned = None;
        let mut required: Vec<usize> = Vec::new();
        for at in 0..self.rows.len() {
            gate = gate.or_else(|| self.gate_of_group_ending_at(at));
            if !self.rows[at].is_unsettled() {
                continue;
            }
            let lead = self.lead(at);
            let before = required.iter().copied().find(|row| !lead.contains(row));
            let row = &mut self.rows[at];
            let ends = matches!(row.step.kind, StepKind::Stop(_));
            let blocked = gate.or(before.filter(|_| row.step.kind.keeps_order())).or(pinned.filter(|_| ends));
            if let (Some(by), State::Open | State::Stale) = (blocked, row.state) {
                row.state = State::Blocked(by);
            }
            if row.is_pinned() {
                pinned = pinned.or(Some(at).filter(|_| !row.step.optional));
                continue;
            }
            if row.step.is_gate() {
                gate = gate.or(Some(at));
            }
            if !row.step.optional {
                required.push(at);
            }
        }
    }

    /// The first unsettled required step of a group that is a gate and ends before `at`.
    fn gate_of_group_ending_at(&self, at: usize) -> Option<usize> {
        let ends = |row: &&Row<'_>| row.end == at && row.step.gate && matches!(row.step.kind, StepKind::Group(_));
        let group = self.rows[..at].iter().position(|row| ends(&row))?;
        let holds = |row: &Row<'_>| row.is_unsettled() && !row.step.optional && !row.is_pinned();
        (group + 1..at).find(|inner| holds(&self.rows[*inner]))
    }

    /// The rows of what is said right before a step: they are on the screen with it, and done with it.
    #[must_use]
    pub fn lead(&self, row: usize) -> Vec<usize> {
        let mut lead = Vec::new();
        if self.rows.get(row).is_some_and(|row| row.aside) {
            return lead;
        }
        for at in (0..row).rev() {
            let before = &self.rows[at];
            match (&before.step.kind, before.state) {
                _ if before.aside => {}
                (_, State::Out) | (StepKind::Group(_) | StepKind::Let(_), _) => {}
                (StepKind::Note(_), State::Maybe) => {}
                (StepKind::Note(_), _) => lead.push(at),
                (StepKind::Say(_), State::Open) if !before.step.gate => lead.push(at),
                _ => break,
            }
        }
        lead.reverse();
        lead
    }

    /// The open steps that want an act of their own: words said on the way to another step do not.
    #[must_use]
    pub fn awaited(&self) -> Vec<usize> {
        let carried: BTreeSet<usize> = (0..self.rows.len())
            .filter(|at| {
                let row = &self.rows[*at];
                row.is_open() && !matches!(row.step.kind, StepKind::Wait(_) | StepKind::Say(_))
            })
            .flat_map(|at| self.lead(at))
            .collect();
        // Words that lead to other words that are awaited are carried by them.
        let mut open: Vec<usize> =
            (0..self.rows.len()).filter(|at| self.rows[*at].is_open() && !carried.contains(at)).collect();
        let leads: BTreeSet<usize> = open
            .iter()
            .filter(|at| matches!(self.rows[**at].step.kind, StepKind::Say(_)))
            .flat_map(|at| self.lead(*at))
            .collect();
        open.retain(|at| !leads.contains(at));
        open
    }

    /// What is next: the first open step behind the one last acted on, then those left behind.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        if let Some(row) = self.brought_forward() {
            return Some(row);
        }
        let last = self.case.acted.as_ref().and_then(|id| self.row(id));
        // What was done meanwhile leads back to the wait.
        let last = last.and_then(|last| self.wait_around(last).map_or(Some(last), |wait| wait.checked_sub(1)));
        let open = self.awaited();
        let next =
            open.iter().copied().find(|at| last.is_none_or(|last| *at > last)).or_else(|| open.first().copied())?;
        // A wait begins by itself, so what is said before it comes first even when that was taken back.
        let waits = matches!(self.rows[next].step.kind, StepKind::Wait(_));
        let said = || self.lead(next).into_iter().find(|at| matches!(self.rows[*at].step.kind, StepKind::Say(_)));
        Some(if waits { said().unwrap_or(next) } else { next })
    }

    /// The row of a step.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.step.id == id)
    }

    /// Whether every required step is settled and no `stop` is in the plan: the case may end as `done`.
    #[must_use]
    pub fn may_end(&self) -> bool {
        let stop = |row: &Row<'_>| matches!(row.step.kind, StepKind::Stop(_)) && row.plan != Plan::Out;
        !self.rows.iter().any(|row| stop(row) || (row.is_unsettled() && !row.step.optional))
    }

    /// A text as people read it; what cannot be worked out is left empty.
    #[must_use]
    pub fn print(&self, template: &Template) -> String {
        template.render(&self.scope).unwrap_or_default()
    }

    /// The text of a step.
    #[must_use]
    pub fn text(&self, row: usize) -> String {
        self.rows.get(row).and_then(|row| row.step.kind.text()).map(|text| self.print(text)).unwrap_or_default()
    }

    /// What is pre-typed for a question: the earlier answer, the parent's suggestion, the default.
    #[must_use]
    pub fn suggestion(&self, row: usize) -> Option<String> {
        let row = self.rows.get(row)?;
        let StepKind::Ask(ask) = &row.step.kind else { return None };
        if ask.private {
            // It is not to be read over a shoulder.
            return None;
        }
        let earlier = row.fact.filter(|fact| fact.settled == Some(Settled::Done));
        let earlier = earlier.and_then(|fact| Some(row.field()?.show(&fact.value)).filter(|text| !text.is_empty()));
        let field = self.field_now(row.step)?;
        let shown = |value: &Value| Some(field.show(value)).filter(|text| !text.is_empty());
        let parent = || self.case.opened.suggest.get(&row.step.id).and_then(&shown);
        let child = || self.case.taken(&row.step.id).and_then(|value| shown(&value));
        let default =
            || ask.default.as_ref().and_then(|text| text.value(&self.scope).ok()).and_then(|value| shown(&value));
        earlier.or_else(child).or_else(parent).or_else(default)
    }

    /// Whether a condition holds for the values of now.
    #[must_use]
    pub fn holds(&self, condition: Option<&Condition>) -> bool {
        match condition {
            None => true,
            Some(Condition::Fields(fields)) => {
                !fields.iter().any(|field| self.is_excluded(field) || self.pending.contains(&field.name.value))
            }
            Some(Condition::Expression(expression)) => {
                expression.evaluate(&self.scope).is_ok_and(|value| is_true(&value))
            }
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

/// Whether a value is, or holds, the code; yes and no are codes of a yes/no field.
fn chosen(value: &Value, code: &str) -> bool {
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
