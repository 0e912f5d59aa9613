//! Random walks: procedures made of everything the language has, played with moves that make sense and
//! moves that do not. What must hold of every case is checked after every move.

mod choose;
mod examine;
mod met;
mod writer;

use super::{definition, opened, outside};
use crate::engine::{Case, Life, Move, Outside, Settled};
use crate::model::definition::{Definition, Step, StepKind};
use crate::model::event::{Did, Event, definition_hash};
use crate::model::hours::Hours;
use crate::model::random::Random;
use chrono::TimeDelta;
use met::met;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use writer::Writer;

/// What was met, by its word.
type Counts = BTreeMap<String, usize>;

struct Walk<'r> {
    random: &'r mut Random,
    counts: &'r mut Counts,
    text: &'r str,
    case: Case,
    events: Vec<Event>,
    outside: Outside,
    /// The answers that were accepted and not passed since.
    answers: BTreeMap<String, Value>,
    children: usize,
    /// Steps that were late, for good.
    late: Vec<String>,
}

fn count(counts: &mut Counts, group: &str, word: &str) {
    *counts.entry(format!("{group} {word}")).or_default() += 1;
}

/// The first word of a value's debug form: the name of the variant.
fn variant(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}

impl Walk<'_> {
    fn fail(&self, what: &str) -> ! {
        let log: String = self.events.iter().map(Event::to_line).collect();
        let outline = self.case.outline(&self.outside);
        let rows: String = outline.rows.iter().map(|row| format!("{}: {:?}\n", row.id, row.state)).collect();
        panic!("{what}\n{}\n{log}\n{rows}", self.text);
    }

    fn require(&self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.fail(&what());
        }
    }

    fn act(&mut self, wanted: &Move) -> bool {
        let decided = self.case.act(wanted, &self.outside);
        match &decided {
            Ok(_) => count(self.counts, "move", &variant(wanted)),
            Err(refusal) => count(self.counts, "refusal", &variant(refusal)),
        }
        let Ok(mut events) = decided else { return false };
        if events.is_empty() {
            // Its own case is taken: nothing happens.
            return false;
        }
        self.judge(&events);
        self.seal(&mut events);
        self.take(&events);
        self.follow();
        self.examine();
        true
    }

    /// Answers of the parent and waits come by themselves.
    fn follow(&mut self) {
        loop {
            let mut events = self.case.follow(&self.outside);
            if events.is_empty() {
                break;
            }
            self.judge(&events);
            self.seal(&mut events);
            self.take(&events);
        }
    }

    /// Keeps private answers apart, as a session does.
    fn seal(&mut self, events: &mut [Event]) {
        for event in events {
            let Did::Answered(answered) = &mut event.did else { continue };
            if !answered.chosen.is_empty() {
                count(self.counts, "answer", "offered");
            }
            if self.case.definition.step(&answered.step).is_some_and(Step::is_private) {
                let value = answered.value.take();
                answered.value = crate::model::types::seal("•••", "salt", &value);
                answered.label = None;
                self.outside.private.insert(answered.step.clone(), value);
                count(self.counts, "answer", "private");
            }
        }
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            let Ok(event) = Event::from_line(&event.to_line()) else { self.fail("a line does not come back") };
            self.require(event.n == self.case.events + 1, || format!("event {} follows {}", event.n, self.case.events));
            for (path, value) in &event.saw {
                let known = self.case.seen.get(path).cloned().unwrap_or_default();
                self.require(known != *value, || format!("{path} was seen before"));
                self.require(self.outside.value(path) == *value, || format!("{path} is not what outside gave"));
            }
            match &event.did {
                Did::Answered(answered) | Did::Ended(answered) => {
                    let private = self.outside.private.get(&answered.step).cloned();
                    self.answers.insert(answered.step.clone(), private.unwrap_or_else(|| answered.value.clone()));
                }
                Did::Numbered(numbered) => {
                    let known = self.case.fact(&numbered.step).and_then(|fact| fact.number.clone());
                    self.require(known.is_none(), || format!("{} has two numbers", numbered.step));
                }
                Did::Skipped(because) => drop(self.answers.remove(&because.step)),
                _ => {}
            }
            self.case.apply(&event);
            self.events.push(event);
        }
    }

    /// The world moves on.
    fn drift(&mut self) {
        self.outside.at += TimeDelta::seconds(i64::try_from(self.random.below(4000)).unwrap_or(0));
        self.outside.was = None;
        if self.random.chance(6) {
            let minutes = i64::try_from(self.random.below(300)).unwrap_or(0) - 20;
            self.outside.was = Some(self.outside.at - TimeDelta::minutes(minutes));
        }
        if self.random.chance(15) {
            let open = *self.random.of(&[Some(true), Some(false), None]);
            let full = *self.random.of(&[None, Some(3), Some(15)]);
            self.outside
                .names
                .insert("hours".to_owned(), json!({"text": "10-19", "open_now": open, "next_open": null}));
            let old = self.random.chance(30).then_some(1);
            self.outside.names.insert("cards".to_owned(), json!({"prices": {"social": 6.5, "full": full, "old": old}}));
        }
    }

    /// The director has changed the procedure, and the case is moved to it.
    fn update(&mut self) -> bool {
        let mutated = mutated(self.random, &self.case.definition, self.counts);
        let from = definition_hash(&self.events).to_owned();
        let before = self.case.definition.places().len();
        let update = match self.case.update(&Arc::new(mutated), &self.events, &from, &self.outside) {
            Ok(update) => update,
            Err(refusal) => {
                count(self.counts, "update refused", &variant(&refusal));
                return false;
            }
        };
        count(self.counts, "update", "done");
        for (word, ids) in [
            ("added", &update.added),
            ("gone", &update.gone),
            ("changed", &update.changed),
            ("struck", &update.struck),
            ("open again", &update.open_again),
        ] {
            *self.counts.entry(format!("update {word}")).or_default() += ids.len();
        }
        let Ok(event) = Event::from_line(&update.event.to_line()) else { self.fail("a line does not come back") };
        self.case = update.case;
        self.events.push(event);
        let has = self.case.definition.places().len();
        let (added, gone) = (update.added.len(), update.gone.len());
        self.require(has + gone == before + added, || format!("{before} steps +{added} -{gone} are {has}"));
        // What is private now or was before is another answer.
        let definition = Arc::clone(&self.case.definition);
        self.answers.retain(|id, _| definition.step(id).is_some() && !update.struck.contains(id));
        self.outside.private.retain(|id, _| !update.struck.contains(id));
        self.late.retain(|id| definition.step(id).is_some());
        // Who told one of those who are all to be told now has not done it at all: it is overdue.
        let undone =
            |id: &String| update.struck.contains(id) && self.case.fact(id).is_some_and(|fact| fact.late.is_none());
        let (undone, late): (Vec<String>, Vec<String>) = std::mem::take(&mut self.late).into_iter().partition(undone);
        let live = self.case.outline(&Outside { was: None, ..self.outside.clone() });
        let overdue = |id: &String| live.overdue().iter().any(|missed| live.rows[missed.row].id == *id);
        let forgotten = undone.iter().find(|id| live.row(id).is_some() && !overdue(id));
        self.require(forgotten.is_none(), || format!("{forgotten:?} was late and nobody knows"));
        *self.counts.entry("late again after an update".to_owned()).or_default() += undone.len();
        self.late = late;
        let again = Case::replay(&self.case.id, definition, &self.events);
        self.require(again.facts == self.case.facts, || "replay of the moved case has other facts".to_owned());
        self.follow();
        self.examine();
        true
    }

    fn stroll(&mut self) {
        for _ in 0..4 + self.random.below(10) {
            self.drift();
            if self.random.chance(6) {
                self.update();
            }
            let aside = if self.random.chance(50) { self.aside() } else { None };
            let sensible = if self.random.chance(55) { aside.or_else(|| self.awaited()) } else { None };
            let wanted = match sensible {
                Some((id, step)) => self.sensible(id, &step),
                None => self.any(),
            };
            self.act(&wanted);
            if self.case.is_over() && self.random.chance(70) {
                return;
            }
        }
    }

    /// From wherever it is, the case comes to an end.
    fn go_home(&mut self) {
        let rows = self.case.outline(&self.outside).rows.len();
        for _ in 0..rows * 12 + 60 {
            if self.case.is_over() {
                return;
            }
            self.outside.at += TimeDelta::minutes(1);
            self.outside.was = None;
            let Some((id, step)) = self.awaited() else {
                let ended = self.act(&Move::Stop { step: None });
                self.require(ended, || "the end is refused".to_owned());
                continue;
            };
            let wanted = self.sensible(id.clone(), &step);
            if !self.act(&wanted) && !step.is_gate() && self.random.chance(50) {
                self.act(&Move::Skip { step: id, reason: Some("не вышло".to_owned()) });
            }
        }
        // Checks may contradict each other; then the case is ended early.
        let cut = self.act(&Move::Cut { reason: "не сходится".to_owned() });
        self.require(cut, || "it cannot even be cut".to_owned());
        count(self.counts, "end", "cut at home");
    }
}

/// The same procedure as a director might change it: a step more, one that nothing reads fewer, one reworded, one of
/// another type or kind, one that may not be passed any more.
fn mutated(random: &mut Random, definition: &Definition, counts: &mut Counts) -> Definition {
    let mut steps = definition.steps.clone();
    for _ in 0..=random.below(3) {
        let fresh = format!("n{}", random.below(1_000_000));
        let text = format!(
            "title: Новое\nsteps:\n  - {{do: Новое, name: {fresh}}}\n  - {{ask: Новое?, name: {fresh}a, type: integer}}\n  \
             - {{ask: Текст?, name: {fresh}b, optional: yes}}\n  - {{note: Слова, name: {fresh}c}}\n"
        );
        let made = super::definition(&text);
        let new = random.of(&made.steps).clone();
        let last = steps.len().saturating_sub(1);
        let at = random.below(steps.len());
        let all = serde_json::to_string(&steps).unwrap_or_default();
        let id = steps[at].id.clone();
        // Named once as a name and once as an id: nobody reads it.
        let read = all.matches(&format!("\"{id}\"")).count() > 2 || word_count(&all, &id) > 2 || id == "s1";
        let leaf = steps[at].kind.inner().next().is_none();
        let word = match random.below(6) {
            0 => {
                steps.insert(at, new);
                "added"
            }
            1 if !read && leaf && steps.len() > 1 && at < last => {
                steps.remove(at);
                "removed"
            }
            2 => {
                if let StepKind::Do(words) | StepKind::Say(words) | StepKind::Note(words) = &mut steps[at].kind
                    && let StepKind::Do(other) = &made.steps[0].kind
                {
                    *words = other.clone();
                }
                "reworded"
            }
            3 => {
                steps[at].optional = false;
                steps[at].hint = None;
                "required"
            }
            4 if leaf && !read && at < last => {
                let (id, name) = (steps[at].id.clone(), steps[at].name.clone());
                steps[at] = Step { id, name, ..new };
                "replaced"
            }
            _ => {
                if let (StepKind::Ask(ask), StepKind::Ask(other)) = (&mut steps[at].kind, &made.steps[1].kind)
                    && ask.arms.is_empty()
                    && !read
                {
                    ask.field = other.field.clone();
                    ask.checks.clear();
                    ask.default = None;
                }
                "retyped"
            }
        };
        count(counts, "mutation", word);
    }
    let mut changed =
        Definition::new(definition.id.clone(), definition.title.clone(), None, definition.never.clone(), steps);
    changed.join.clone_from(&definition.join);
    changed.twice.clone_from(&definition.twice);
    changed
}

/// How often a name stands in a text as a word of its own.
fn word_count(text: &str, name: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| *word == name).count()
}

fn walks(seed: u64, count_of: usize, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let mut made: Option<(String, Arc<Definition>)> = None;
    for round in 0..count_of {
        if round % 4 == 0 {
            let text = Writer::procedure(&mut random);
            made = Some((text.clone(), definition(&text)));
        }
        let Some((text, definition)) = made.clone() else { continue };
        let mut opened = opened(&definition);
        for step in definition.outer_steps().into_iter().filter(|step| step.kind.field().is_some()) {
            if random.chance(10) {
                opened.with.insert(step.id.clone(), json!(random.of(&["a", "да", "5", "слово"])));
            }
        }
        let case = Case::replay("walk", definition, &[]);
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("a real time");
        let mut world = outside();
        world.hours = Arc::new(Hours { week: [Some((time(9), time(17))); 7], ..Hours::default() });
        let first = case.open(opened, &world);
        let (answers, events) = (BTreeMap::new(), Vec::new());
        let random = &mut random;
        let mut walk =
            Walk { random, counts, text: &text, case, events, outside: world, answers, children: 0, late: Vec::new() };
        walk.take(&first);
        walk.examine();
        walk.stroll();
        walk.go_home();
        if let Life::Closing(closing) = &walk.case.life {
            let word = if closing.outcome == "joined" {
                "joined"
            } else if closing.outcome == "cut" {
                "cut"
            } else if closing.outcome == "done" {
                "done"
            } else {
                "stop"
            };
            count(walk.counts, "end", word);
        }
        let skipped = walk.case.facts.values().filter(|fact| matches!(fact.settled, Some(Settled::Skipped(_)))).count();
        *walk.counts.entry("end skipped steps".to_owned()).or_default() += skipped;
        let closed = walk.case.closed(&walk.outside);
        walk.take(&closed);
        walk.require(matches!(walk.case.life, Life::Closed(_)), || "it did not close".to_owned());
    }
}

#[test]
fn walks_keep_every_promise() {
    met(800);
}

#[test]
#[ignore = "minutes"]
fn long_walks_keep_every_promise() {
    met(100_000);
}
