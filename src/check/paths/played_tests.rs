//! What is claimed of paths, held against cases that are played: a step that nothing reaches is reached by none of
//! them, a condition that always holds holds in all.

use crate::check;
use crate::engine::{Case, Move, Outside, Row, State};
use crate::model::definition::{Definition, StepKind};
use crate::model::diagnostic::{Always, Problem, Unanswerable, Unreached};
use crate::model::event::{Moment, Opened};
use crate::model::random::Random;
use crate::model::workspace::{Input, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// Writes random procedures.
struct Writer<'r> {
    random: &'r mut Random,
    out: String,
    /// The names that may be read here, with their kinds.
    names: Vec<(String, &'static str)>,
    count: usize,
}

impl Writer<'_> {
    fn atom(&mut self) -> String {
        let at = self.random.below(self.names.len());
        let Some((name, kind)) = self.names.get(at).cloned() else { return "today".to_owned() };
        let text = match kind {
            "flag" => self.random.of(&["N", "not N", "N is none", "N == true"]),
            "choice" => self.random.of(&["N == \"a\"", "N != \"b\"", "N in [\"a\", \"c\"]", "N == \"b\"", "not N"]),
            "number" => self.random.of(&["N < 5", "N >= 5", "N == 4", "N > 6", "N is not none"]),
            "list" => self.random.of(&["N", "N | length > 1", "N | length == 0", "not N", "N | length == 2"]),
            _ => self.random.of(&["N.at", "not N.at", "N.times == 0"]),
        };
        text.replace('N', &name)
    }

    fn condition(&mut self) -> String {
        let first = self.atom();
        match self.random.below(5) {
            0 | 1 => first,
            2 => format!("{first} and {}", self.atom()),
            3 => format!("{first} or {}", self.atom()),
            _ => format!("not ({first} and {})", self.atom()),
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn steps(&mut self, count: usize, depth: usize) {
        for _ in 0..count {
            self.step(depth);
        }
    }

    fn step(&mut self, depth: usize) {
        self.count += 1;
        let name = format!("s{}", self.count);
        let verb = match self.random.below(14) {
            0 | 1 => "do",
            2 if depth < 6 => "group",
            3 if depth < 4 => "repeat",
            4 => "let",
            5 => "wait",
            6 => "stop",
            7 => "say",
            _ => "ask",
        };
        let value = if matches!(verb, "let" | "stop") { name.clone() } else { format!("Шаг {}", self.count) };
        let be = self.condition();
        let when = (!self.names.is_empty() && self.random.below(2) == 0).then(|| self.condition());
        self.line(depth, &format!("- {verb}: {value}"));
        let inner = depth + 1;
        if !matches!(verb, "let" | "stop") {
            self.line(inner, &format!("name: {name}"));
        }
        when.into_iter().for_each(|when| self.line(inner, &format!("when: '{when}'")));
        let kind = match verb {
            "stop" => {
                self.line(inner, "as: Конец");
                return;
            }
            "let" => {
                self.line(inner, &format!("be: '{be}'"));
                "flag"
            }
            "wait" => {
                self.line(inner, "type: yes/no");
                "flag"
            }
            "group" => {
                self.line(inner, "steps:");
                let count = 1 + self.random.below(3);
                self.steps(count, inner + 1);
                return;
            }
            "repeat" => {
                let head = self.random.of(&["min: 0", "min: 1", "max: 2", "count: 2"]);
                self.line(inner, head);
                self.line(inner, "steps:");
                let outer = self.names.clone();
                let count = 1 + self.random.below(3);
                self.steps(count, inner + 1);
                self.names = outer;
                "list"
            }
            "ask" => self.ask(inner),
            _ => "moment",
        };
        self.names.push((name, kind));
    }

    fn ask(&mut self, depth: usize) -> &'static str {
        if self.random.below(3) == 0 {
            self.line(depth, "optional: true");
        }
        match self.random.below(4) {
            0 => {
                self.line(depth, "type: integer");
                "number"
            }
            1 if depth < 6 => {
                self.line(depth, "choices:");
                self.line(depth + 1, "b: Б");
                self.line(depth + 1, "c: В");
                self.line(depth + 1, "a:");
                self.line(depth + 2, "label: А");
                self.line(depth + 2, "steps:");
                self.steps(1, depth + 3);
                "choice"
            }
            2 => {
                self.line(depth, "choices: {a: А, b: Б, c: В}");
                "choice"
            }
            _ => {
                self.line(depth, "type: yes/no");
                "flag"
            }
        }
    }
}

fn outside() -> Outside {
    let at: Moment = "2026-11-22T10:00:00+03:00".parse().expect("a moment");
    Outside::remembered(at, &BTreeMap::new())
}

/// Plays a case to its end, and notes which steps were ever, and which never, in its plan where they might be.
fn play(definition: &Arc<Definition>, random: &mut Random, seen: &mut BTreeSet<String>, missed: &mut BTreeSet<String>) {
    let mut outside = outside();
    let opened = Opened {
        format: 1,
        procedure: definition.id.clone(),
        definition: definition.hash(),
        parent: None,
        with: BTreeMap::new(),
        suggest: BTreeMap::new(),
    };
    let mut case = Case::replay("2026-11-22-a001", Arc::clone(definition), &[]);
    let mut events = case.open(opened, &outside);
    for _ in 0..200 {
        while !events.is_empty() {
            events.iter().for_each(|event| case.apply(event));
            events = case.follow(&outside);
        }
        outside.at += chrono::TimeDelta::minutes(1);
        let outline = case.outline(&outside);
        let name =
            |row: &Row<'_>| row.step.name.as_ref().map_or_else(|| row.step.id.clone(), |name| name.value.clone());
        let there = |row: &Row<'_>| !matches!(row.state, State::Out | State::Maybe);
        let next = outline.next();
        seen.extend(next.map(|at| name(&outline.rows[at])));
        let ends = next.is_none_or(|at| matches!(outline.rows[at].step.kind, StepKind::Stop(_)));
        let before = outline.rows.iter().take(next.unwrap_or(usize::MAX));
        seen.extend(before.filter(|row| ends && there(row)).map(name));
        let Some(next) = next else {
            // Out of the plan, though what is around it is in.
            let plain = |row: &Row<'_>| there(row) && !matches!(row.step.kind, StepKind::Ask(_));
            let around = |row: &Row<'_>| row.parent.is_none_or(|parent| plain(&outline.rows[parent]));
            let ended = outline.rows.iter().any(|row| matches!(row.step.kind, StepKind::Stop(_)) && there(row));
            let out = outline.rows.iter().filter(|row| row.state == State::Out && around(row) && !ended);
            missed.extend(out.map(name));
            return;
        };
        let row = &outline.rows[next];
        let step = row.id.clone();
        let wanted = match &row.step.kind {
            StepKind::Stop(_) => return,
            _ if row.step.optional && random.below(3) == 0 => Move::Skip { step, reason: None },
            StepKind::Repeat(_) if random.below(2) == 0 => Move::More { step },
            StepKind::Repeat(_) => Move::Enough { step, accept: true },
            kind => match kind.field() {
                Some(field) => {
                    let raw = match field.base.word() {
                        "yes/no" => random.of(&["да", "нет"]),
                        "integer" => random.of(&["0", "4", "5", "6", "7", "12"]),
                        _ => random.of(&["a", "b", "c"]),
                    };
                    Move::Answer { step, raw: (*raw).to_owned(), accept: true, reason: None }
                }
                None => Move::Done { step },
            },
        };
        let refused = matches!(wanted, Move::More { .. });
        events = match case.act(&wanted, &outside) {
            Ok(events) => events,
            // There is no room for one more.
            Err(_) if refused => match wanted {
                Move::More { step } => case.act(&Move::Enough { step, accept: true }, &outside).expect("enough"),
                _ => Vec::new(),
            },
            Err(refusal) => panic!("{wanted:?}: {refusal:?}"),
        };
    }
}

#[test]
fn played_cases_go_no_way_that_is_said_not_to_be() {
    let (mut never, mut always) = (0, 0);
    for seed in 1..=40_u64 {
        let mut random = Random::new(seed);
        let mut writer =
            Writer { random: &mut random, out: "title: Проба\nsteps:\n".to_owned(), names: Vec::new(), count: 0 };
        let count = 3 + writer.random.below(7);
        writer.steps(count, 1);
        let text = writer.out;
        let company = ("pult.yaml", "format: 1\ncompany:\n  name: Проба\ntime: \"+03:00\"\n".to_owned());
        let input = |(path, text): (&str, String)| Input { path: path.to_owned(), text: Ok(text) };
        let workspace = Workspace::read([company, ("procedures/x.yaml", text.clone())].map(input).to_vec());
        let found = check::with_paths(&workspace);
        let definition = Arc::new(workspace.procedures["x"].definition.clone());
        let (mut seen, mut missed) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..8 {
            play(&definition, &mut random, &mut seen, &mut missed);
        }
        for one in &found {
            let place = |step: &crate::model::definition::Step| {
                step.when.as_ref().map(super::place) == Some(one.span) || super::references::span_of(step) == one.span
            };
            let at = definition.walk().into_iter().map(|(step, _)| step).find(|step| place(step));
            let Some(step) = at else { continue };
            let name = step.name.as_ref().map_or(step.id.as_str(), |name| name.value.as_str());
            match &one.problem {
                Problem::NeverReached { what: Unreached::Step | Unreached::BehindStop, .. } => {
                    never += 1;
                    assert!(!seen.contains(name), "{name} is reached, seed {seed}:\n{text}");
                }
                Problem::AlwaysTrue { what: Always::Step, .. } => {
                    always += 1;
                    assert!(!missed.contains(name), "{name} is not always there, seed {seed}:\n{text}");
                }
                Problem::DeadEnd { how: Unanswerable::Gate | Unanswerable::Question, .. } => {
                    panic!("nothing refuses an answer here:\n{text}");
                }
                other => {
                    assert!(
                        !matches!(other.severity(), crate::model::diagnostic::Severity::Error),
                        "{other:?}\n{text}"
                    );
                }
            }
        }
    }
    assert!(never > 10 && always > 10, "the procedures have too little in them: {never}, {always}");
}
