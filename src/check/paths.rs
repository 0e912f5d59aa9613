//! The paths through a procedure: what no answers lead to, and where a case cannot go on.
//!
//! The steps are walked once, in order, with all the paths that come to each of them (`state`). What is said
//! to be on no path is on none, whatever the values of cards, hours and texts are: what is not known is taken
//! for both. An answer that has to be given may be passed with a reason, so such paths count for what is
//! reached, and not for what holds always.

mod offers;
mod samples;
mod scopes;
mod slots;
mod state;
mod texts;

use super::references;
use crate::model::definition::{Arm, Ask, Check, Condition, FieldIs, Items, MOST_ITEMS, Repeat, Step, StepKind, walk};
use crate::model::diagnostic::{Always, Comparison, Diagnostic, Problem, Unanswerable, Unreached};
use crate::model::span::Span;
use crate::model::template::Expression;
use crate::model::types::FieldType;
use crate::model::workspace::Workspace;
use serde_json::json;
use slots::{ABSENT, EMPTY, UNBOUND, UNKNOWN, Var};
use state::{MOST, Space, State};
use std::collections::BTreeSet;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for procedure in super::sound(workspace, found) {
        let definition = &procedure.definition;
        let space = Space::new(definition, slots::gather(workspace, definition));
        let mut walk = Walk {
            workspace,
            space,
            found,
            part: None,
            aside: false,
            gates: 0,
            stopped: Vec::new(),
            ended: false,
            unreached: BTreeSet::new(),
        };
        let begin = walk.space.begin();
        let left = walk.steps(&definition.steps, begin);
        walk.end(&definition.steps, &left);
        if walk.space.cut {
            walk.found.push(Diagnostic::new(Problem::TooManyPaths { most: MOST }, procedure.span));
        }
        let guessed = std::mem::take(&mut walk.space.guessed).into_iter().filter(|(_, span)| !walk.is_doubtful(*span));
        let conditions: Vec<String> = guessed.map(|(words, _)| words).collect();
        if !conditions.is_empty() {
            found.push(Diagnostic::new(Problem::Undecided { conditions }, procedure.span));
        }
    }
}

struct Walk<'w, 'f> {
    workspace: &'w Workspace,
    space: Space<'w>,
    found: &'f mut Vec<Diagnostic>,
    /// The line that includes the part looked at.
    part: Option<Span>,
    /// Whether the steps are inside of a wait, and nobody has to do them.
    aside: bool,
    /// How many groups around are gates.
    gates: usize,
    /// Paths that have come to a `stop`.
    stopped: Vec<State>,
    /// Whether every path has run into a `stop`, and nothing behind it was reported yet.
    ended: bool,
    /// Names of steps that nothing reaches.
    unreached: BTreeSet<&'w str>,
}

impl<'w> Walk<'w, '_> {
    fn report(&mut self, problem: Problem, span: Span) {
        let about_condition = matches!(problem, Problem::NeverReached { .. } | Problem::AlwaysTrue { .. });
        if about_condition && self.is_doubtful(span) {
            return;
        }
        // The same part may be all right elsewhere.
        let diagnostic = match self.part {
            Some(part) => Diagnostic::new(problem, part).also(span),
            None => Diagnostic::new(problem, span),
        };
        self.found.push(diagnostic);
    }

    /// Whether a comparison there says nothing, and is named already: that makes such a condition.
    fn is_doubtful(&self, span: Span) -> bool {
        let inside = |one: &Diagnostic| one.span.file == span.file && (span.start..span.end).contains(&one.span.start);
        self.found.iter().any(|one| matches!(one.problem, Problem::DoubtfulComparison { .. }) && inside(one))
    }

    /// What is left of the paths behind a list of steps.
    fn steps(&mut self, steps: &'w [Step], mut states: Vec<State>) -> Vec<State> {
        for step in steps {
            if states.is_empty() {
                if self.ended && !self.space.cut {
                    self.ended = false;
                    self.never(step, Unreached::BehindStop, references::span_of(step), None);
                }
                self.unreached.extend(inner_names(std::slice::from_ref(step)));
                continue;
            }
            states = self.step(step, states);
        }
        states
    }

    fn never(&mut self, step: &'w Step, what: Unreached, span: Span, example: Option<&State>) {
        let path = example.map(|state| self.space.turns(state)).unwrap_or_default();
        self.unreached.extend(inner_names(std::slice::from_ref(step)));
        self.report(Problem::NeverReached { what, path }, span);
    }

    /// A procedure that has an end for this and that should have one for all the rest.
    fn end(&mut self, steps: &'w [Step], left: &[State]) {
        let last = steps.iter().rev().find(|step| step.kind.is_awaited());
        let Some(StepKind::Stop(stop)) = last.filter(|step| step.when.is_some()).map(|step| &step.kind) else { return };
        if let Some(example) = left.iter().find(|state| state.ordinary && state.sure).filter(|_| !self.space.cut) {
            let path = self.space.turns(example);
            self.report(Problem::NoStop { path }, stop.outcome.span);
        }
    }

    fn step(&mut self, step: &'w Step, states: Vec<State>) -> Vec<State> {
        let (mut here, mut behind) = match &step.when {
            Some(condition) => self.space.decide(states, condition),
            None => (states, Vec::new()),
        };
        if let Some(condition) = &step.when
            && !self.space.cut
        {
            if here.is_empty() {
                self.never(step, Unreached::Step, place(condition), usual(&behind));
                return behind;
            }
            // What a `stop` has taken away may be named all the same.
            let without = self.space.fails_behind(&self.stopped, condition);
            if !without {
                self.always(Always::Step, &here, &behind, place(condition));
            }
            self.fails_for_none(condition, &behind);
        }
        let Some(at) = self.space.slots.scopes.place(step) else { return behind };
        let end = self.space.slots.scopes.all[at].end;
        self.texts(step, &here);
        if let Some(slot) = self.space.slots.presence_of(step) {
            Space::meet(&mut here, slot);
        }
        let mut after = if here.is_empty() { here } else { self.carry_out(step, at, here) };
        behind.append(&mut after);
        self.space.settle(&mut behind, end);
        behind
    }

    /// Reports a condition that holds on every path on which nothing was passed.
    fn always(&mut self, what: Always, here: &[State], behind: &[State], span: Span) {
        let sometimes = self.space.cut || behind.iter().any(|state| state.ordinary);
        if let Some(example) = here.iter().find(|state| state.ordinary).filter(|_| !sometimes) {
            let path = self.space.turns(example);
            self.report(Problem::AlwaysTrue { what, path }, span);
        }
    }

    /// Reports a condition that fails, whatever stands beside it, because a name that it puts in order has no value.
    fn fails_for_none(&mut self, condition: &'w Condition, behind: &[State]) {
        let Condition::Expression(expression) = condition else { return };
        for used in slots::compared(expression) {
            let Some(slot) = self.space.slots.read::<Expression>(expression, &used.path.text) else { continue };
            let mut usual = behind.iter().filter(|state| state.ordinary);
            let Some(example) = usual.find(|state| self.space.fails_for_none(expression, &used.path.text, slot, state))
            else {
                continue;
            };
            let how = Comparison::OfNone { path: self.space.turns(example) };
            let kind = self.space.var(slot).and_then(|var| var.field).map_or("", |field| field.base.word());
            let problem = Problem::DoubtfulComparison { name: used.path.text.clone(), kind, how };
            return self.report(problem, super::names::place(self.workspace, &expression.source, &used.path));
        }
    }

    fn carry_out(&mut self, step: &'w Step, at: usize, states: Vec<State>) -> Vec<State> {
        match &step.kind {
            StepKind::Ask(ask) => self.ask(step, ask, states),
            StepKind::Group(group) => {
                let outer = self.part;
                // A part in a part stands where the outer one does.
                self.part = outer.or(group.part.as_ref().map(|part| part.span));
                self.gates += usize::from(step.gate);
                let states = self.steps(&group.steps, states);
                self.gates -= usize::from(step.gate);
                self.part = outer;
                states
            }
            StepKind::Repeat(repeat) => self.items(step, repeat, at, states),
            StepKind::Let(computed) => match self.space.slots.value_of(step) {
                Some(slot) => self.space.compute(states, slot, &computed.be, computed.field.as_ref()),
                None => states,
            },
            StepKind::Wait(wait) => {
                // Meanwhile it has no answer yet.
                let outer = std::mem::replace(&mut self.aside, true);
                let states = self.steps(&wait.meanwhile, states);
                self.aside = outer;
                self.offers(step, wait.field.as_ref(), &states);
                self.values(step, at, states)
            }
            StepKind::Stop(_) => {
                self.ended = true;
                self.stopped.extend(states.into_iter().filter(|state| state.ordinary));
                self.space.settle(&mut self.stopped, at);
                Vec::new()
            }
            StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Run(_) => self.values(step, at, states),
            StepKind::Print(_) | StepKind::Notify(_) | StepKind::Attach(_) | StepKind::Mail(_) => {
                self.values(step, at, states)
            }
        }
    }

    /// A repeat: its steps are walked once, for the first item and for those behind it; and it may have none.
    fn items(&mut self, step: &'w Step, repeat: &'w Repeat, at: usize, states: Vec<State>) -> Vec<State> {
        let (least, most) = match &repeat.items {
            Items::Free { min, max } => (*min, max.unwrap_or(MOST_ITEMS)),
            Items::Count(count) => (*count, *count),
            Items::Each(_) => (0, MOST_ITEMS),
        };
        let list = self.space.slots.value_of(step);
        let mut none: Vec<State> = Vec::new();
        for state in &states {
            let ordinary = (least == 0).then_some(state.ordinary).or_else(|| self.passes(step, state));
            none.extend(ordinary.map(|ordinary| state.clone().usual_if(ordinary)));
        }
        // Which codes were chosen is not counted.
        if matches!(repeat.items, Items::Each(_)) {
            none = none.into_iter().map(State::unsure).collect();
        }
        if let Some(slot) = list {
            none = self.spread(none, slot, &[EMPTY]);
        }
        let slots = self.space.slots.of_items.get(&at).cloned().unwrap_or_default();
        let (mut first, mut later) = (states, Vec::new());
        if most > 1 && !slots.is_empty() {
            later = first.iter().cloned().map(State::unsure).collect();
        }
        for slot in slots {
            let Some(var) = self.space.var(slot) else { continue };
            let place = var.asked.starts_with("loop.");
            let (begin, behind): (Vec<u8>, Vec<u8>) = match var.is_known() {
                _ if !place => (vec![ABSENT], var.offered.iter().copied().chain([ABSENT]).collect()),
                true => {
                    var.offered.iter().partition(|sample| var.samples.get(usize::from(**sample)) == Some(&json!(1)))
                }
                false => (vec![UNKNOWN], vec![UNKNOWN]),
            };
            first = self.spread(first, slot, &begin);
            later = self.spread(later, slot, &behind);
        }
        first.append(&mut later);
        let mut left = self.steps(&repeat.steps, first);
        if let Some((slot, var)) = list.and_then(|slot| Some((slot, self.space.var(slot)?))) {
            let lengths = var.offered.clone();
            left = self.spread(left, slot, &lengths);
        }
        left.append(&mut none);
        left
    }

    /// The values that a step without a question gives: all of them, or none where it is passed.
    fn values(&mut self, step: &Step, at: usize, states: Vec<State>) -> Vec<State> {
        let slots = self.space.slots.of_step.get(at).cloned().unwrap_or_default();
        if slots.is_empty() {
            return states;
        }
        let passed = states.iter().filter_map(|state| Some(state.clone().usual_if(self.passes(step, state)?)));
        let (mut passed, mut given): (Vec<State>, _) = (passed.collect(), states);
        for slot in slots {
            let var = self.space.var(slot);
            let offered = var.map(|var| var.offered.clone()).unwrap_or_default();
            let key = var.map_or("", |var| var.path.rsplit('.').next().unwrap_or(""));
            // A case that was parked has no outcome yet; who was called in vain was called.
            let parked = matches!(step.kind, StepKind::Run(_)) && key == "outcome";
            let called = matches!(step.kind, StepKind::Notify(_)) && key == "tries";
            let without = if parked { self.spread(given.clone(), slot, &[ABSENT]) } else { Vec::new() };
            given = self.spread(given, slot, if offered.is_empty() { &[ABSENT] } else { &offered });
            given.extend(without.into_iter().map(State::unsure));
            let none: Vec<u8> = offered.into_iter().filter(|_| called).chain([ABSENT]).collect();
            passed = self.spread(passed, slot, &none);
        }
        given.append(&mut passed);
        given
    }

    fn spread(&mut self, states: Vec<State>, slot: usize, samples: &[u8]) -> Vec<State> {
        let mut all = Vec::new();
        for state in states {
            all.extend(samples.iter().map(|sample| self.space.bind(&state, slot, *sample)));
        }
        all
    }

    /// Whether a step may be left without a value, and if so, whether nothing speaks against it.
    fn passes(&self, step: &Step, state: &State) -> Option<bool> {
        match &step.kind {
            _ if self.aside => Some(state.ordinary),
            // Who was not reached keeps the case from its end, and nothing else.
            StepKind::Notify(_) => Some(state.ordinary),
            kind if !kind.is_awaited() => None,
            _ if step.is_gate() || !step.optional && self.gates > 0 => None,
            _ => Some(state.ordinary && step.optional),
        }
    }

    fn ask(&mut self, step: &'w Step, ask: &'w Ask, states: Vec<State>) -> Vec<State> {
        self.offers(step, Some(&ask.field), &states);
        let Some(slot) = self.space.slots.value_of(step) else { return states };
        let Some(var) = self.space.var(slot) else { return states };
        let (offered, known) = (var.offered.clone(), var.is_known());
        let codes: Vec<Vec<&'w Arm>> = offered.iter().map(|sample| self.arms_of(slot, *sample, ask)).collect();
        for condition in ask.arms.iter().filter_map(|arm| arm.when.as_ref()) {
            let (here, behind) = self.space.decide(states.clone(), condition);
            self.always(Always::Arm, &here, &behind, place(condition));
        }
        let mut locked = None;
        let mut answered = Vec::new();
        let mut judged: Vec<(&'w Check, Vec<State>, Vec<State>)> = Vec::new();
        judged.extend(ask.checks.iter().filter(|check| !check.doubt).map(|check| (check, Vec::new(), Vec::new())));
        for state in &states {
            let before = answered.len();
            for (sample, arms) in offered.iter().zip(&codes) {
                let mut given = vec![self.space.bind(state, slot, *sample)];
                for condition in arms.iter().filter_map(|arm| arm.when.as_ref()) {
                    given = self.space.decide(given, condition).0;
                }
                for (check, here, behind) in &mut judged {
                    let (refused, fine): (Vec<State>, _) =
                        given.into_iter().partition(|state| self.space.refuses(&check.rule, state));
                    here.extend(fine.iter().cloned());
                    behind.extend(refused);
                    given = fine;
                }
                answered.append(&mut given);
            }
            let free = step.optional || self.aside;
            if answered.len() == before && known && state.ordinary && state.sure && !free {
                locked.get_or_insert_with(|| state.clone());
            }
            if let Some(ordinary) = self.passes(step, state) {
                answered.push(self.space.bind(state, slot, ABSENT).usual_if(ordinary));
            }
        }
        for (check, here, behind) in judged {
            if self.space.is_judged(&check.rule, &here) {
                self.always(Always::Check, &here, &behind, check.rule.source.span);
            }
        }
        if let Some(state) = locked {
            let how = if self.is_held(step) { Unanswerable::Gate } else { Unanswerable::Question };
            let path = self.space.turns(&state);
            self.report(Problem::DeadEnd { how, path }, ask.prompt.source.span);
        }
        // Of an answer that is not known any arm may be taken.
        let takes = |code: &str, state: &State, space: &Space<'_>| {
            let sample = state.get(slot);
            let value = space.var(slot).and_then(|var| var.samples.get(usize::from(sample)));
            let chosen = value.is_some_and(|value| sample != ABSENT && crate::engine::chosen(value, code));
            chosen || !known && sample != ABSENT
        };
        // Of many codes only some are tried.
        let tried = |code: &str, space: &Space<'_>| {
            let values = |var: &Var<'_>| var.samples.iter().any(|value| crate::engine::chosen(value, code));
            space.var(slot).is_some_and(values)
        };
        for choice in &ask.field.choices {
            if tried(&choice.code, &self.space) && !answered.iter().any(|state| takes(&choice.code, state, &self.space))
            {
                self.choice_of_nobody(ask, &choice.code, &states);
            }
        }
        for arm in ask.arms.iter().filter(|arm| !arm.steps.is_empty()) {
            let space = &self.space;
            let (taken, mut others): (Vec<State>, Vec<State>) =
                answered.into_iter().partition(|state| takes(&arm.code, state, space));
            if !taken.is_empty() {
                others.append(&mut self.steps(&arm.steps, taken));
            }
            answered = others;
        }
        answered
    }

    /// Whether a step cannot be passed with a reason.
    fn is_held(&self, step: &Step) -> bool {
        step.is_gate() || !step.optional && self.gates > 0
    }

    /// Reports a question whose choices come from where there is none.
    fn offers(&mut self, step: &'w Step, field: Option<&'w FieldType>, states: &[State]) {
        let Some(offer) = field.and_then(|field| field.offer.as_deref()) else { return };
        let Some(example) = usual(states).filter(|_| !step.optional && !self.aside) else { return };
        if offers::is_empty(self.workspace, self.space.definition(), offer) {
            let how = if self.is_held(step) { Unanswerable::NothingForGate } else { Unanswerable::Nothing };
            let path = self.space.turns(example);
            self.report(Problem::DeadEnd { how, path }, references::span_of(step));
        }
    }

    /// The arms that an answer brings.
    fn arms_of(&self, slot: usize, sample: u8, ask: &'w Ask) -> Vec<&'w Arm> {
        let value = self.space.var(slot).and_then(|var| var.samples.get(usize::from(sample)));
        let chosen = |arm: &&Arm| value.is_some_and(|value| crate::engine::chosen(value, &arm.code));
        if sample == ABSENT || sample == UNBOUND { Vec::new() } else { ask.arms.iter().filter(chosen).collect() }
    }

    fn choice_of_nobody(&mut self, ask: &'w Ask, code: &'w str, states: &[State]) {
        let arm = ask.arms.iter().find(|arm| arm.code == code);
        self.unreached.extend(arm.into_iter().flat_map(|arm| inner_names(&arm.steps)));
        if self.space.cut {
            return;
        }
        let steps = arm.filter(|arm| !arm.steps.is_empty()).map(|arm| references::span_of_first(&arm.steps));
        let condition = arm.and_then(|arm| arm.when.as_ref());
        let span = condition.map(place).or(steps).unwrap_or(ask.prompt.source.span);
        let path = usual(states).map(|state| self.space.turns(state)).unwrap_or_default();
        let label = ask.field.label(code).to_owned();
        self.report(Problem::NeverReached { what: Unreached::Arm { label }, path }, span);
    }
}

/// A path to show: one on which nothing was passed, if there is one.
fn usual(states: &[State]) -> Option<&State> {
    let ordinary = || states.iter().find(|state| state.ordinary);
    states.iter().find(|state| state.ordinary && state.sure).or_else(ordinary).or(states.first())
}

fn inner_names(steps: &[Step]) -> impl Iterator<Item = &str> {
    let steps = walk(steps).into_iter();
    steps.filter_map(|(step, _)| step.name.as_ref().map(|name| name.value.as_str()))
}

/// The place of a condition.
fn place(condition: &Condition) -> Span {
    match condition {
        Condition::Expression(expression) => expression.source.span,
        Condition::Fields(fields) => {
            let end = |one: &FieldIs| one.codes.last().map_or(one.name.span.end, |code| code.span.end);
            fields.first().map_or(Span::NONE, |first| Span { end: fields.last().map_or(0, end), ..first.name.span })
        }
    }
}

#[cfg(test)]
mod played_tests;
#[cfg(test)]
mod tests;
