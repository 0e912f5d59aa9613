//! Where the paths through a procedure stand: what still matters of the answers given on the way.
//!
//! Two paths that differ only in what nothing reads any more are one from there on; so their number stays
//! small however many questions a procedure asks.

use super::scopes::address;
use super::slots::{ABSENT, Slot, Slots, UNBOUND, UNKNOWN, Var, What};
use crate::check::fails;
use crate::engine::chosen;
use crate::model::definition::{Condition, Definition, FieldIs};
use crate::model::diagnostic::Turn;
use crate::model::offer::is_true;
use crate::model::span::Span;
use crate::model::template::{Expression, Use, Used};
use crate::model::types::{FieldType, show_untyped};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// How many paths that differ in something are followed at once.
pub(super) const MOST: usize = 4_096;
/// How many of them are followed when there were more.
const MOST_OF_CUT: usize = 256;
/// How many answers of an example are told.
const MOST_TURNS: usize = 5;

/// A path, as far as it matters from here on.
#[derive(Debug, Clone)]
pub(super) struct State {
    values: Vec<u8>,
    /// Nothing that has to be answered was passed.
    pub(super) ordinary: bool,
    /// No condition was guessed.
    pub(super) sure: bool,
    link: Option<usize>,
}

impl State {
    pub(super) fn get(&self, slot: usize) -> u8 {
        self.values.get(slot).copied().unwrap_or(UNBOUND)
    }

    /// The same path, on which nothing was passed that has to be answered, or on which something was.
    pub(super) fn usual_if(self, ordinary: bool) -> Self {
        Self { ordinary, ..self }
    }

    /// The same path, of which nobody can say that it comes up.
    pub(super) fn unsure(self) -> Self {
        Self { sure: false, ..self }
    }

    fn set(&mut self, slot: usize, sample: u8) {
        if let Some(value) = self.values.get_mut(slot) {
            *value = sample;
        }
    }
}

/// One answer of a path, and the one before it.
struct Link {
    before: Option<usize>,
    slot: usize,
    sample: u8,
}

/// Everything that the paths of one procedure share.
pub(super) struct Space<'w> {
    definition: &'w Definition,
    pub(super) slots: Slots<'w>,
    links: Vec<Link>,
    /// The slots that each expression reads.
    reads: HashMap<usize, Rc<Vec<(String, usize)>>>,
    worked_out: HashMap<(usize, Vec<u8>), u8>,
    guesses: HashMap<String, usize>,
    /// Conditions that were guessed and that something asked in the case decides.
    pub(super) guessed: BTreeMap<String, Span>,
    /// Whether there were more paths than are followed.
    pub(super) cut: bool,
}

impl<'w> Space<'w> {
    pub(super) fn new(definition: &'w Definition, slots: Slots<'w>) -> Self {
        let (links, cut) = (Vec::new(), false);
        let mut space = Self {
            definition,
            slots,
            links,
            reads: HashMap::new(),
            worked_out: HashMap::new(),
            guesses: HashMap::new(),
            guessed: BTreeMap::new(),
            cut,
        };
        space.guessable();
        space
    }

    /// Every condition of which something may stay unknown has a slot for a guess, one for all that are worded
    /// alike.
    fn guessable(&mut self) {
        for (at, (step, _)) in self.definition.walk().into_iter().enumerate() {
            let arms = match &step.kind {
                crate::model::definition::StepKind::Ask(ask) => ask.arms.as_slice(),
                _ => &[],
            };
            let conditions = step.when.iter().chain(arms.iter().filter_map(|arm| arm.when.as_ref()));
            for condition in conditions {
                let words = words_of(condition);
                let next = self.slots.all.len();
                let slot = *self.guesses.entry(words.clone()).or_insert(next);
                if slot == next {
                    self.slots.all.push(Slot { what: What::Guess(words), last: at });
                } else if let Some(slot) = self.slots.all.get_mut(slot) {
                    slot.last = at;
                }
            }
        }
    }

    /// The one path before the first step.
    pub(super) fn begin(&self) -> Vec<State> {
        vec![State { values: vec![UNBOUND; self.slots.all.len()], ordinary: true, sure: true, link: None }]
    }

    pub(super) fn var(&self, slot: usize) -> Option<&Var<'w>> {
        match &self.slots.all.get(slot)?.what {
            What::Value(var) => Some(var),
            What::Presence | What::Guess(_) => None,
        }
    }

    /// The value of a slot on a path; none when nothing is known of it.
    fn value<'s>(&'s self, slot: usize, state: &State) -> Option<&'s Value> {
        let var = self.var(slot)?;
        match state.get(slot) {
            UNKNOWN => None,
            UNBOUND => var.samples.first(),
            sample => var.samples.get(usize::from(sample)),
        }
    }

    /// The path goes on with this value.
    pub(super) fn bind(&mut self, state: &State, slot: usize, sample: u8) -> State {
        let mut next = state.clone();
        next.set(slot, sample);
        next.link = Some(self.links.len());
        self.links.push(Link { before: state.link, slot, sample });
        next
    }

    /// Says that a name's step was in the plan.
    pub(super) fn meet(states: &mut [State], slot: usize) {
        states.iter_mut().for_each(|state| state.set(slot, 1));
    }

    /// The names that an expression reads, with their slots.
    pub(super) fn read_by(&mut self, expression: &Expression) -> Rc<Vec<(String, usize)>> {
        let slots = &self.slots;
        let found = self.reads.entry(address(expression)).or_insert_with(|| {
            let paths = expression.paths().iter().filter(|path| !path.local || path.text.starts_with("loop."));
            let mut read: Vec<(String, usize)> =
                paths.filter_map(|path| Some((path.text.clone(), slots.read(expression, &path.text)?))).collect();
            read.sort();
            read.dedup();
            Rc::new(read)
        });
        Rc::clone(found)
    }

    /// What the world gives is there from its first use on.
    fn bind_outer(&mut self, mut states: Vec<State>, read: &[(String, usize)]) -> Vec<State> {
        for slot in read.iter().map(|(_, slot)| *slot) {
            let Some(offered) = self.var(slot).filter(|var| var.outer).map(|var| var.offered.clone()) else { continue };
            let before = std::mem::take(&mut states);
            for state in before {
                if state.get(slot) == UNBOUND {
                    states.extend(offered.iter().map(|sample| self.bind(&state, slot, *sample)));
                } else {
                    states.push(state);
                }
            }
        }
        states
    }

    /// Works an expression out for a path; none when something in it is not known.
    fn work_out(&mut self, expression: &Expression, state: &State, keep: &dyn Fn(&mut Self, Value) -> u8) -> u8 {
        let slots = self.read_by(expression);
        let values: Vec<u8> = slots.iter().map(|(_, slot)| state.get(*slot)).collect();
        if values.contains(&UNKNOWN) {
            return UNKNOWN;
        }
        let key = (address(expression), values);
        if let Some(known) = self.worked_out.get(&key) {
            return *known;
        }
        let value = |slot: usize| self.value(slot, state).cloned();
        let names: Vec<(&str, Value)> =
            slots.iter().filter_map(|(name, slot)| Some((name.as_str(), value(*slot)?))).collect();
        let scope = fails::scope(self.definition.types(), names.into_iter());
        // What fails counts as none, as it does in a case.
        let value = expression.evaluate(&scope).unwrap_or_default();
        let kept = keep(self, value);
        self.worked_out.insert(key, kept);
        kept
    }

    /// Whether an expression is true; none when that is not known.
    fn truth(&mut self, expression: &Expression, state: &State) -> Option<bool> {
        match self.work_out(expression, state, &|_, value| u8::from(is_true(&value))) {
            UNKNOWN => None,
            known => Some(known == 1),
        }
    }

    fn holds(&mut self, condition: &Condition, state: &State) -> Option<bool> {
        let fields = match condition {
            Condition::Expression(expression) => return self.truth(expression, state),
            Condition::Fields(fields) => fields,
        };
        let mut known = Some(true);
        for field in fields {
            let slot = self.slots.read(field, &field.name.value).unwrap_or(usize::MAX);
            match self.value(slot, state) {
                None => known = None,
                Some(value) if field.codes.iter().any(|code| chosen(value, &code.value)) => {}
                Some(_) => return Some(false),
            }
        }
        known
    }

    /// The paths on which a condition holds, and those on which it does not.
    pub(super) fn decide(&mut self, states: Vec<State>, condition: &Condition) -> (Vec<State>, Vec<State>) {
        let slots = match condition {
            Condition::Expression(expression) => self.read_by(expression),
            Condition::Fields(_) => Rc::default(),
        };
        let states = self.bind_outer(states, &slots);
        let guess = self.guesses.get(&words_of(condition)).copied();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for state in states {
            match (self.holds(condition, &state), guess) {
                (Some(true), _) => yes.push(state),
                (Some(false), _) | (None, None) => no.push(state),
                (None, Some(guess)) => match state.get(guess) {
                    UNBOUND => {
                        let open = |(_, slot): &(String, usize)| {
                            state.get(*slot) == UNKNOWN && self.var(*slot).is_some_and(|var| !var.outer)
                        };
                        if slots.iter().any(open) {
                            self.guessed.insert(words_of(condition), super::place(condition));
                        }
                        for (sample, into) in [(1, &mut yes), (0, &mut no)] {
                            into.push(State { sure: false, ..self.bind(&state, guess, sample) });
                        }
                    }
                    1 => yes.push(state),
                    _ => no.push(state),
                },
            }
        }
        (yes, no)
    }

    /// Whether a condition fails on a path that came to its end before, though all it reads was answered there.
    pub(super) fn fails_behind(&mut self, ended: &[State], condition: &Condition) -> bool {
        let slots = match condition {
            Condition::Expression(expression) => self.read_by(expression).iter().map(|(_, slot)| *slot).collect(),
            Condition::Fields(fields) => {
                let slot = |field: &FieldIs| self.slots.read(field, &field.name.value);
                fields.iter().filter_map(slot).collect::<Vec<usize>>()
            }
        };
        let known = |state: &&State| slots.iter().all(|slot| state.get(*slot) != UNBOUND);
        let ended: Vec<State> = ended.iter().filter(known).cloned().collect();
        !self.decide(ended, condition).1.is_empty()
    }

    /// Whether a rule about an answer refuses it: only when all it reads is there and known.
    pub(super) fn refuses(&mut self, rule: &Expression, state: &State) -> bool {
        if !self.slots.checks.contains(&address(rule)) {
            return false;
        }
        let slots = self.read_by(rule);
        let waits = slots.iter().any(|(_, slot)| self.value(*slot, state).is_none_or(Value::is_null));
        !waits && self.truth(rule, state) == Some(false)
    }

    /// Whether a rule has been judged on some of these paths: what it reads was there and known.
    pub(super) fn is_judged(&mut self, rule: &Expression, states: &[State]) -> bool {
        let slots = self.read_by(rule);
        let known = |state: &State| {
            slots.iter().all(|(_, slot)| self.value(*slot, state).is_some_and(|value| !value.is_null()))
        };
        self.slots.checks.contains(&address(rule)) && !states.is_empty() && states.iter().all(known)
    }

    /// Whether an expression fails on a path only because a name that it puts in order has no value there: it would
    /// hold with any, or it says itself what is to be without one.
    pub(super) fn fails_for_none(&mut self, expression: &Expression, path: &str, slot: usize, state: &State) -> bool {
        let Some(var) = self.var(slot) else { return false };
        let offered = var.offered.clone();
        let none = self.value(slot, state).is_some_and(Value::is_null);
        if !none || self.truth(expression, state) != Some(false) {
            return false;
        }
        let text = expression.source.value.as_str();
        let asked = |used: &Used| {
            let before = text.get(..used.path.range.start).unwrap_or_default().trim_end();
            let behind = text.get(used.path.range.end..).unwrap_or_default().split_whitespace();
            let without = before.ends_with("not") || behind.take(2).eq(["is", "none"]);
            used.path.text == path && used.how == Use::Truth && without
        };
        let others: Vec<u8> = offered.into_iter().filter(|sample| *sample != ABSENT).collect();
        expression.uses().iter().any(asked)
            || !others.is_empty()
                && others.iter().all(|sample| {
                    let mut other = state.clone();
                    other.set(slot, *sample);
                    self.truth(expression, &other) == Some(true)
                })
    }

    pub(super) fn definition(&self) -> &'w Definition {
        self.definition
    }

    /// Gives a computed name its value.
    pub(super) fn compute(
        &mut self,
        states: Vec<State>,
        slot: usize,
        be: &Expression,
        field: Option<&FieldType>,
    ) -> Vec<State> {
        let slots = self.read_by(be);
        let mut states = self.bind_outer(states, &slots);
        for state in &mut states {
            let sample = self.work_out(be, state, &|space, value| {
                let value = field.map_or(value.clone(), |field| field.computed(value));
                space.sample(slot, value)
            });
            state.set(slot, sample);
        }
        states
    }

    /// The sample of a computed value.
    fn sample(&mut self, slot: usize, value: Value) -> u8 {
        let Some(What::Value(var)) = self.slots.all.get_mut(slot).map(|slot| &mut slot.what) else { return UNKNOWN };
        let at = var.samples.iter().position(|known| *known == value).unwrap_or_else(|| {
            var.samples.push(value);
            var.samples.len() - 1
        });
        u8::try_from(at).unwrap_or(UNKNOWN).min(UNKNOWN)
    }

    /// Forgets what nothing reads behind a step, and makes one of the paths that are equal then.
    pub(super) fn settle(&mut self, states: &mut Vec<State>, behind: usize) {
        for (slot, known) in self.slots.all.iter().enumerate() {
            if known.last <= behind {
                states.iter_mut().for_each(|state| state.set(slot, UNBOUND));
            }
        }
        if states.len() < 2 {
            return;
        }
        // Of equal ones the most usual stays.
        states.sort_by(|a, b| (&a.values, !a.ordinary, !a.sure).cmp(&(&b.values, !b.ordinary, !b.sure)));
        states.dedup_by(|a, b| a.values == b.values);
        self.cut = self.cut || states.len() > MOST;
        // Of what is not whole any more a few are enough to go on with.
        let most = if self.cut { MOST_OF_CUT } else { MOST };
        let every = states.len().div_ceil(most).max(1);
        *states = std::mem::take(states).into_iter().step_by(every).collect();
    }

    /// The answers that lead to a path, the last ones first come first.
    pub(super) fn turns(&self, state: &State) -> Vec<Turn> {
        let mut turns = Vec::new();
        let mut at = state.link;
        while let Some(link) = at.and_then(|at| self.links.get(at)).filter(|_| turns.len() < MOST_TURNS) {
            at = link.before;
            turns.extend(self.turn(link));
        }
        turns.reverse();
        turns
    }

    fn turn(&self, link: &Link) -> Option<Turn> {
        let var = match &self.slots.all.get(link.slot)?.what {
            What::Value(var) => var,
            What::Guess(words) => {
                let answer = Some(show_untyped(&Value::Bool(link.sample == 1)));
                return Some(Turn { asked: words.clone(), answer });
            }
            What::Presence => return None,
        };
        let asked = if var.asked.contains('{') { var.path.clone() } else { var.asked.clone() };
        let answer = match link.sample {
            UNKNOWN => return None,
            ABSENT => None,
            sample => {
                let value = var.samples.get(usize::from(sample))?;
                Some(var.field.map_or_else(|| show_untyped(value), |field| field.show(value)))
            }
        };
        Some(Turn { asked, answer })
    }
}

fn words_of(condition: &Condition) -> String {
    match condition {
        Condition::Expression(expression) => expression.source.value.trim().to_owned(),
        Condition::Fields(fields) => {
            let one = |field: &FieldIs| {
                let codes: Vec<&str> = field.codes.iter().map(|code| code.value.as_str()).collect();
                format!("{}: {}", field.name.value, codes.join(", "))
            };
            fields.iter().map(one).collect::<Vec<_>>().join("; ")
        }
    }
}
