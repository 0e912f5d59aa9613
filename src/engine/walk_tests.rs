//! Random walks: procedures made of everything the language has, played with moves that make sense and
//! moves that do not. What must hold of every case is checked after every move.

use super::tests::{brought, definition, opened, outside};
use super::{Attempt, Case, Life, Move, Outline, Outside, Refusal, Row, Settled, State};
use crate::model::definition::{Definition, Step, StepKind, walk};
use crate::model::event::{Came, Did, Event, Numbered, Printed, Queued, Way, definition_hash};
use crate::model::hours::Hours;
use crate::model::template::Scope;
use crate::model::types::Base;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0) % end.max(1)
    }

    /// Whether a thing happens that happens `percent` times of a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Writes a random procedure.
struct Writer<'r> {
    random: &'r mut Random,
    out: String,
    /// Names so far, with what their values are.
    names: Vec<(String, &'static str)>,
    count: usize,
    stops: bool,
    /// How many repeats are around what is written.
    around: usize,
}

impl Writer<'_> {
    fn procedure(random: &mut Random) -> String {
        let stops = random.chance(70);
        let mut writer = Writer {
            random,
            out: "title: Прогулка\njoin: s1\ntwice: [s1]\nnever:\n  - Не {{ today }}\nsteps:\n".to_owned(),
            names: Vec::new(),
            count: 0,
            stops,
            around: 0,
        };
        let count = 2 + writer.random.below(6);
        writer.steps(count, 1);
        if stops {
            writer.out.push_str("  - {stop: last, as: Конец}\n");
        }
        writer.out
    }

    fn steps(&mut self, count: usize, depth: usize) {
        for _ in 0..count {
            self.step(depth);
        }
    }

    fn named(&self, kind: &str) -> Vec<String> {
        self.names.iter().filter(|(_, known)| *known == kind).map(|(name, _)| name.clone()).collect()
    }

    /// A condition over earlier names and the world.
    fn condition(&mut self) -> String {
        let (flags, numbers, choices) = (self.named("flag"), self.named("number"), self.named("choice"));
        match self.random.below(8) {
            0 | 1 if !flags.is_empty() => format!("{{{}: {}}}", self.random.of(&flags), self.random.of(&["yes", "no"])),
            2 if !choices.is_empty() => format!("{{{}: [a, b]}}", self.random.of(&choices)),
            3 if !choices.is_empty() => format!("\"{} == 'a'\"", self.random.of(&choices)),
            4 if !numbers.is_empty() => format!("\"{} < 5\"", self.random.of(&numbers)),
            5 if !numbers.is_empty() && !flags.is_empty() => {
                format!("\"{} or {} > 3\"", self.random.of(&flags), self.random.of(&numbers))
            }
            6 => "\"cards.prices.old is none\"".to_owned(),
            7 => {
                let names: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
                if names.is_empty() {
                    "hours.open_now".to_owned()
                } else {
                    format!("\"not {}\"", self.random.of(&names))
                }
            }
            _ => "hours.open_now".to_owned(),
        }
    }

    fn text(&mut self) -> String {
        let names: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
        let words = ["Скажите", "{{ cards.prices.social }} в месяц", "{{ hours.text }} и {{ company.unp }}"];
        if names.is_empty() || self.random.chance(60) {
            return format!("\"{}\"", self.random.of(&words));
        }
        format!("\"О {{{{ {} }}}}\"", self.random.of(&names))
    }

    fn step(&mut self, depth: usize) {
        self.count += 1;
        let name = format!("s{}", self.count);
        let pad = "  ".repeat(depth);
        let verb = match self.random.below(28) {
            20 => "print",
            21 | 22 => "notify",
            23 => "attach",
            24 => "mail",
            25 | 26 if depth < 5 && self.around < 3 => "repeat",
            27 => "include",
            0 | 1 => "say",
            2 => "note",
            3..=5 => "do",
            6..=11 => "ask",
            12 | 13 if depth < 4 => "group",
            14 | 15 => "let",
            16 | 17 => "run",
            18 => "wait",
            19 if self.stops => "stop",
            _ => "ask",
        };
        let value = match verb {
            "let" => name.clone(),
            "run" => "child".to_owned(),
            "print" | "include" => "paper".to_owned(),
            "notify" => (*self.random.of(&["director", "[director, master]"])).to_owned(),
            "mail" => "support".to_owned(),
            "stop" => format!("out{}", self.count),
            _ => self.text(),
        };
        let _ = writeln!(self.out, "{pad}- {verb}: {value}");
        if verb != "let" {
            let _ = writeln!(self.out, "{pad}  name: {name}");
        }
        if !matches!(verb, "let" | "note") && self.random.chance(20) {
            let due = self.due();
            let _ = writeln!(self.out, "{pad}  due: {due}");
        }
        let chance = if verb == "stop" { 90 } else { 35 };
        if self.random.chance(chance) {
            let condition = self.condition();
            let _ = writeln!(self.out, "{pad}  when: {condition}");
        }
        match self.random.below(8) {
            0 => self.line(&pad, "gate: yes"),
            1 | 2 if !matches!(verb, "stop" | "wait" | "include") => self.line(&pad, "optional: yes"),
            3 => self.line(&pad, "hint: \"Режим {{ hours.text }}\""),
            4 => self.line(&pad, "card: prices"),
            5 => self.line(&pad, "source: [A1, B2]"),
            _ => {}
        }
        let mut kind = if matches!(verb, "do" | "say") { "done" } else { "other" };
        match verb {
            "ask" => kind = self.ask(&pad, &name, depth),
            "group" => {
                self.line(&pad, "steps:");
                let count = 1 + self.random.below(3);
                self.steps(count, depth + 2);
            }
            "repeat" => {
                kind = "list";
                self.repeat(&pad, &name, depth);
            }
            "include" => {
                self.names.push((format!("{name}.kind"), "choice"));
                self.names.push((format!("{name}.num"), "number"));
                return;
            }
            "let" => {
                kind = "number";
                let numbers = self.named("number");
                let of =
                    if numbers.is_empty() { "cards.prices.full".to_owned() } else { self.random.of(&numbers).clone() };
                let _ = writeln!(self.out, "{pad}  be: {of} * 1.5 if {of} is not none else none");
                if self.random.chance(60) {
                    self.line(&pad, "type: money");
                    self.line(&pad, "as: Всего");
                }
            }
            "run" => {
                let names: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
                if !names.is_empty() {
                    let (with, suggest) = (self.random.of(&names).clone(), self.random.of(&names).clone());
                    let _ = writeln!(self.out, "{pad}  with: {{kind: '{{{{ {with} }}}}'}}");
                    let asked: Vec<String> = self
                        .names
                        .iter()
                        .filter(|(_, kind)| matches!(*kind, "flag" | "number"))
                        .map(|(name, _)| name.clone())
                        .collect();
                    if !asked.is_empty() {
                        let _ = writeln!(self.out, "{pad}  take: {{{}: size}}", self.random.of(&asked));
                    }
                    let _ = writeln!(self.out, "{pad}  suggest: {{text: 'О {{{{ {suggest} }}}}'}}");
                }
            }
            "print" => {
                kind = "paper";
                if self.random.chance(50) {
                    self.line(&pad, "series: contract");
                }
                if self.random.chance(30) {
                    self.line(&pad, "mode: blank");
                    self.line(&pad, "stamp: yes");
                }
            }
            "notify" => {
                kind = "told";
                let message = self.text();
                let _ = writeln!(self.out, "{pad}  message: {message}");
                if self.random.chance(30) {
                    self.line(&pad, "all: yes");
                }
                if self.random.chance(40) {
                    self.line(&pad, "escalate: 30 minutes");
                }
            }
            "attach" => {
                kind = "files";
                if self.random.chance(50) {
                    self.line(&pad, "min: 2");
                    self.line(&pad, "max: 3");
                    self.line(&pad, "accept: [pdf]");
                }
            }
            "mail" => {
                kind = "letter";
                let (subject, files) = (self.text(), self.named("files"));
                let _ = writeln!(self.out, "{pad}  subject: {subject}");
                if !files.is_empty() {
                    let file = self.random.of(&files).clone();
                    let _ = writeln!(self.out, "{pad}  files: [{file}]");
                }
            }
            "wait" => kind = self.wait(&pad, &name),
            "stop" => self.line(&pad, "as: Конец"),
            _ => {}
        }
        // A private answer is read by nobody.
        if kind == "private" {
            return;
        }
        self.names.push((name, kind));
    }

    /// A repeat with the steps of its items: their names are gone behind it.
    fn repeat(&mut self, pad: &str, name: &str, depth: usize) {
        let several = self.named("several");
        match self.random.below(6) {
            0 => self.line(pad, "min: 0"),
            1 => self.line(pad, "min: 2\n    max: 3".replace("    ", &format!("{pad}  ")).as_str()),
            2 => self.line(pad, "max: 1"),
            3 => self.line(pad, "count: 2"),
            4 if !several.is_empty() => {
                let field = self.random.of(&several).clone();
                let _ = writeln!(self.out, "{pad}  each: {field}");
            }
            _ => {}
        }
        match self.random.below(6) {
            0 => {
                let _ = writeln!(self.out, "{pad}  check: ({name} | length) < 3\n{pad}  otherwise: Много");
            }
            1 => {
                let _ = writeln!(self.out, "{pad}  check: ({name} | length) > 1\n{pad}  warn: Мало");
            }
            _ => {}
        }
        self.line(pad, "label: \"{{ loop.index }}\"");
        self.line(pad, "steps:");
        let (before, count) = (self.names.clone(), 1 + self.random.below(3));
        self.around += 1;
        self.steps(count, depth + 2);
        // What the item before has answered.
        let own: Vec<(String, &'static str)> = self.names[before.len()..].to_vec();
        let pad = "  ".repeat(depth + 2);
        self.count += 1;
        let _ = writeln!(self.out, "{pad}- say: \"Пункт {{{{ loop.index }}}}\"\n{pad}  name: s{}", self.count);
        if let Some((flag, _)) = own.iter().find(|(_, kind)| *kind == "flag") {
            let _ = writeln!(self.out, "{pad}  when: previous.{flag} or loop.index > 1");
        }
        self.around -= 1;
        self.names = before;
    }

    /// A due time: a span, a span after an earlier step, or an earlier date.
    fn due(&mut self) -> String {
        let span = *self.random.of(&["15 minutes", "2 часа", "1 day", "clock 90 minutes"]);
        let (done, dates) = (self.named("done"), self.named("date"));
        match self.random.below(3) {
            0 if !done.is_empty() => format!("{span} after {}", self.random.of(&done)),
            1 if !dates.is_empty() => self.random.of(&dates).clone(),
            _ => span.to_owned(),
        }
    }

    /// What a wait has besides its text; what may be done meanwhile has names of its own.
    fn wait(&mut self, pad: &str, name: &str) -> &'static str {
        if self.random.chance(30) {
            self.line(pad, "remind: 15 minutes");
        }
        let kind = *self.random.of(&["done", "choice", "flag"]);
        match kind {
            "choice" => self.line(pad, "choices: {a: А, b: Б}"),
            "flag" => self.line(pad, "type: yes/no"),
            _ => {}
        }
        if self.random.chance(50) {
            self.line(pad, "meanwhile:");
            self.line(pad, &format!("  - {{do: Пока, name: {name}_do}}"));
            let condition = self.condition();
            self.line(pad, &format!("  - {{ask: Что?, name: {name}_ask, type: integer, when: {condition}}}"));
            self.line(pad, &format!("  - {{say: Слова, name: {name}_say}}"));
            self.line(pad, &format!("  - {{notify: [director, master], name: {name}_tell, message: Слова}}"));
            self.names.push((format!("{name}_ask"), "number"));
            if self.random.chance(60) {
                let max = if self.random.chance(30) { ", max: 2" } else { "" };
                self.line(pad, &format!("  - {{repeat: Звонок, name: {name}_calls{max}, steps: ["));
                self.line(pad, &format!("      {{ask: Сколько?, name: {name}_size, type: integer}},"));
                self.line(pad, &format!("      {{ask: Кто?, name: {name}_who, private: yes, optional: yes}},"));
                self.line(pad, &format!("      {{do: Записать, name: {name}_kept, when: {name}_size > 1}}]}}"));
                self.names.push((format!("{name}_calls"), "list"));
            }
        }
        kind
    }

    fn line(&mut self, pad: &str, text: &str) {
        let _ = writeln!(self.out, "{pad}  {text}");
    }

    fn ask(&mut self, pad: &str, name: &str, depth: usize) -> &'static str {
        let base = *self.random.of(&[
            "text",
            "long text",
            "yes/no",
            "yes/no",
            "choice",
            "choice",
            "choices",
            "integer",
            "integer",
            "money",
            "date",
            "phone",
            "person",
            "address",
            "passport",
            "personal number",
            "number",
            "time",
            "date and time",
            "duration",
            "e-mail",
        ]);
        self.names.push((name.to_owned(), "itself"));
        let mut kind = "other";
        match base {
            "yes/no" => kind = "flag",
            "integer" | "number" | "money" | "duration" => kind = "number",
            "choice" => kind = "choice",
            "choices" => kind = "several",
            "date" => kind = "date",
            _ => {}
        }
        self.names.pop();
        if !base.starts_with("choice") && self.random.chance(8) {
            let _ = writeln!(self.out, "{pad}  type: {base}\n{pad}  private: yes");
            return "private";
        }
        let _ = writeln!(self.out, "{pad}  type: {base}");
        if base.ends_with("text") && self.random.chance(30) {
            self.line(pad, "style: official");
        }
        if kind == "number" {
            self.checks(pad, name);
        }
        match self.random.below(6) {
            0 => self.line(pad, "default: \"{{ cards.prices.full }}\""),
            1 => self.line(pad, "example: '5'"),
            _ => {}
        }
        if base.starts_with("choice") && self.random.chance(30) {
            let offered = [
                "from: cards.channels",
                "from: cards.channels, where: social",
                "from: cards.channels, where: \"code != 'b' or hours.open_now\"",
            ];
            let offered = (*self.random.of(&offered)).to_owned();
            let _ = writeln!(self.out, "{pad}  choices: {{{offered}}}");
            return kind;
        }
        if base.starts_with("choice") {
            self.line(pad, "choices:");
            self.line(pad, "  a: А");
            // The arms see the question's own name.
            self.names.push((name.to_owned(), kind));
            self.line(pad, "  b:");
            self.line(pad, "    label: Б, второй");
            if self.random.chance(70) {
                self.line(pad, "    source: [C3]");
                self.line(pad, "    steps:");
                let count = 1 + self.random.below(2);
                if depth < 5 {
                    self.steps(count, depth + 4);
                } else {
                    self.line(pad, "      - note: Глубоко");
                }
            }
            self.names.retain(|(known, _)| known != name);
            let condition = self.condition();
            let _ = writeln!(self.out, "{pad}    c: {{label: В, when: {condition}}}");
        }
        kind
    }

    fn checks(&mut self, pad: &str, name: &str) {
        let numbers = self.named("number");
        match self.random.below(4) {
            0 => {
                let other =
                    if numbers.is_empty() { "cards.prices.full".to_owned() } else { self.random.of(&numbers).clone() };
                let _ = writeln!(
                    self.out,
                    "{pad}  check: {name} <= {other} + 10\n{pad}  otherwise: Больше {{{{ {other} }}}}"
                );
            }
            1 => {
                let _ = writeln!(self.out, "{pad}  check: {name} < 7\n{pad}  warn: Много");
            }
            2 => {
                let _ = writeln!(
                    self.out,
                    "{pad}  check:\n{pad}    - {{check: {name} < 9, otherwise: Слишком}}\n{pad}    - {{check: {name} > 1, warn: Мало}}"
                );
            }
            _ => {}
        }
    }
}

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

fn printed(step: String, count: u32, shows: Vec<String>) -> Printed {
    let (form, file, hash) = ("paper".to_owned(), format!("{step}-{count}.pdf"), "00".to_owned());
    Printed { step, count, form, file, hash, copies: 1, number: None, shows }
}

/// The names of the case, and those of each item.
fn scopes(outline: &Outline<'_>) -> Vec<Scope> {
    std::iter::once(None).chain((0..outline.items.len()).map(Some)).map(|item| outline.scope_of(item)).collect()
}

/// Where the names of a row are among these.
fn item_place(row: &Row<'_>) -> usize {
    row.item.map_or(0, |item| item + 1)
}

fn queued(step: String, count: u32) -> Queued {
    let (to, subject, file, hash) = ("support".into(), "Тема".into(), format!("{step}-{count}.eml"), "00".into());
    Queued { step, count, to, subject, file, hash, shows: Vec::new() }
}

/// The first word of a value's debug form: the name of the variant.
fn variant(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// The row behind the last one that belongs to the row, from parents alone.
fn end_of(rows: &[Row<'_>], at: usize) -> usize {
    let within = |row: usize| std::iter::successors(rows[row].parent, |parent| rows[*parent].parent).any(|up| up == at);
    (at + 1..rows.len()).find(|inner| !within(*inner)).unwrap_or(rows.len())
}

/// Whether a row belongs to an item of a repeat, from ids alone.
fn is_of(row: &Row<'_>, repeat: &Row<'_>) -> bool {
    row.id.strip_prefix(&repeat.id).is_some_and(|rest| rest.starts_with('.'))
}

fn unsettled(row: &Row<'_>) -> bool {
    !row.aside && row.step.kind.is_awaited() && !matches!(row.state, State::Done | State::Skipped | State::Out)
}

/// Whether somebody was to be told, and the attempts count.
fn was_tried(row: &Row<'_>) -> bool {
    let tried = row.fact.is_some_and(|fact| fact.tries.len() > fact.void_tries);
    matches!(row.step.kind, StepKind::Notify(_)) && tried
}

/// Whether a row is out of the plan with the group or question it belongs to.
fn plan_of_parent(rows: &[Row<'_>], row: &Row<'_>) -> bool {
    row.state == State::Out || row.parent.is_none_or(|parent| rows[parent].state != State::Out)
}

/// The first thing before a row that should have kept it from being acted on, found without the engine.
fn kept_by(rows: &[Row<'_>], at: usize, said: &[String]) -> Option<usize> {
    let gate = |row: &Row<'_>| row.step.gate || matches!(row.step.kind, StepKind::Wait(_) | StepKind::Stop(_));
    let ends = matches!(rows[at].step.kind, StepKind::Stop(_));
    // Who was tried keeps the case from its end and nothing else.
    let required = |row: &Row<'_>| unsettled(row) && !row.step.optional && !was_tried(row);
    (0..at).find(|before| {
        let row = &rows[*before];
        let is_group = matches!(row.step.kind, StepKind::Group(_));
        let fixed = matches!(row.step.kind, StepKind::Repeat(_)) && !row.step.kind.is_awaited();
        if fixed && row.step.gate {
            return rows.iter().any(|inner| is_of(inner, row) && required(inner));
        }
        if is_group && row.step.gate {
            let end = end_of(rows, *before);
            return end <= at && rows[before + 1..end].iter().any(required);
        }
        if was_tried(row) {
            return ends && unsettled(row) && !row.step.optional;
        }
        let ordered = ends
            || matches!(
                rows[at].step.kind,
                StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_) | StepKind::Wait(_)
            );
        if matches!(rows[at].step.kind, StepKind::Repeat(_)) && is_of(row, &rows[at]) {
            // A repeat waits for the steps of its own items.
            return required(row) && !said.contains(&row.id);
        }
        !is_group && unsettled(row) && (gate(row) || (ordered && required(row) && !said.contains(&row.id)))
    })
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
        // Answers of the parent and waits come by themselves.
        loop {
            let mut events = self.case.follow(&self.outside);
            if events.is_empty() {
                break;
            }
            self.judge(&events);
            self.seal(&mut events);
            self.take(&events);
        }
        self.examine();
        true
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

    /// Whether a move's events were allowed by the plan as it was.
    fn judge(&self, events: &[Event]) {
        let outline = self.case.outline(&self.outside);
        let said: Vec<String> = events
            .iter()
            .filter_map(|event| if let Did::Done(at) = &event.did { Some(at.step.clone()) } else { None })
            .collect();
        for event in events {
            let (step, skips) = match &event.did {
                Did::Answered(answered) | Did::Ended(answered) => (answered.step.clone(), false),
                Did::Done(at) | Did::Waiting(at) => (at.step.clone(), false),
                Did::Skipped(because) => (because.step.clone(), true),
                Did::Begun(begun) => (begun.step.clone(), false),
                Did::Enough(enough) => (enough.step.clone(), false),
                Did::Tried(tried) => (tried.step.clone(), false),
                Did::Left(because) => (because.step.clone(), false),
                Did::Closing(closing) if matches!(closing.outcome.as_str(), "cut" | "joined") => continue,
                Did::Closing(closing) => {
                    let open = outline.rows.iter().find(|row| {
                        let ends =
                            matches!(&row.step.kind, StepKind::Stop(stop) if stop.outcome.value == closing.outcome);
                        unsettled(row) && !row.step.optional && !ends && !said.contains(&row.id)
                    });
                    self.require(open.is_none(), || format!("it ended before {:?}", open.map(|row| &row.id)));
                    continue;
                }
                _ => continue,
            };
            let at = outline.rows.iter().position(|row| row.id == step);
            let Some(at) = at else { self.fail(&format!("{step} is not there")) };
            let row = &outline.rows[at];
            let reachable = matches!(row.state, State::Open | State::Stale | State::Done | State::Skipped);
            self.require(reachable, || format!("{step} was {:?}", row.state));
            self.require(!skips || !row.step.is_gate() || was_tried(row), || format!("the gate {step} was passed"));
            if unsettled(row) {
                let kept = kept_by(&outline.rows, at, &said);
                self.require(kept.is_none(), || {
                    format!("{step} did not wait for {:?}", kept.map(|by| &outline.rows[by].id))
                });
            }
            let fits = match &event.did {
                Did::Answered(_) => matches!(row.step.kind, StepKind::Ask(_)),
                Did::Ended(_) | Did::Waiting(_) => matches!(row.step.kind, StepKind::Wait(_)),
                Did::Done(_) => match row.step.kind {
                    // A paper that is taken into the hand shows what the case says.
                    StepKind::Print(_) => row.fact.is_some_and(|fact| !fact.papers.is_empty() && !fact.unsettled),
                    _ => matches!(row.step.kind, StepKind::Say(_) | StepKind::Do(_)),
                },
                Did::Begun(begun) if !begun.files.is_empty() => matches!(row.step.kind, StepKind::Attach(_)),
                Did::Begun(_) => matches!(row.step.kind, StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_)),
                Did::Left(_) => matches!(
                    row.step.kind,
                    StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_) | StepKind::Notify(_)
                ),
                Did::Tried(_) => matches!(row.step.kind, StepKind::Notify(_)),
                Did::Enough(_) => matches!(row.step.kind, StepKind::Repeat(_)),
                _ => true,
            };
            self.require(fits, || format!("{:?} fits no {}", event.did, row.step.kind.verb()));
            // The same act settles what was said and the step itself: gates between them do not count twice.
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

    /// What must hold after every move.
    fn examine(&mut self) {
        // Other facts stay other facts, so it is enough to replay now and then, and at the end.
        if self.events.len().is_multiple_of(8) || self.case.is_over() {
            let again = Case::replay(&self.case.id, Arc::clone(&self.case.definition), &self.events);
            let same = again.facts == self.case.facts
                && again.dues == self.case.dues
                && again.seen == self.case.seen
                && again.life == self.case.life;
            self.require(same, || "replay has other facts".to_owned());
        }
        let remembered = self.case.outline(&self.case.remembered());
        let now = Outside { was: None, ..self.outside.clone() };
        let live = self.case.outline(&now);
        let (old, new) = (scopes(&remembered), scopes(&live));
        self.require(remembered.rows.len() == live.rows.len(), || "replay has other rows".to_owned());
        for (was, is) in remembered.rows.iter().zip(&live.rows) {
            self.require(was.id == is.id && was.state == is.state, || {
                format!("{} is {:?} in replay", is.id, was.state)
            });
            let Some(name) = is.step.name.as_ref().map(|name| &name.value) else { continue };
            // Private answers are not on the machine that replays; nor are the lists and maps that hold them.
            let private = is.step.is_private()
                || is.step.kind.inner().flat_map(walk).any(|(step, _)| step.is_private()) && is.step.has_own_names();
            let same = private || old[item_place(is)].get(name) == new[item_place(is)].get(name);
            self.require(same, || format!("{name} has another value in replay"));
        }
        let mut states = Vec::new();
        for (at, row) in live.rows.iter().enumerate() {
            states.push((row.step.kind.verb(), variant(&row.state)));
            if row.item.is_some() {
                count(self.counts, "item", row.step.kind.verb());
            }
            let value = row.step.name.as_ref().map(|name| new[item_place(row)].get(&name.value)).unwrap_or_default();
            if let (Some(known), State::Done) = (self.answers.get(&row.id), row.state)
                && row.step.kind.field().is_some()
            {
                self.require(*known == value, || format!("the answer of {} is another", row.id));
            }
            let struck = row.state != State::Out || row.step.kind.field().is_none();
            self.require(struck || value.is_null(), || format!("{} is not struck", row.id));
            self.require(plan_of_parent(&live.rows, row), || format!("{} is in the plan without its parent", row.id));
            let paper = matches!(row.step.kind, StepKind::Print(_)) && row.state == State::Done;
            let shown = row.fact.is_some_and(|fact| {
                let now = |path: &String| live.kept(row.item, path);
                !fact.papers.is_empty() && fact.used.iter().all(|(path, value)| now(path) == *value)
            });
            self.require(!paper || shown, || format!("{} shows what was changed since", row.id));
            let knows = row.fact.is_some_and(|fact| {
                fact.tries.iter().skip(fact.void_tries).any(|(_, tried)| tried.came == Came::Reached)
            });
            let told = matches!(row.step.kind, StepKind::Notify(_)) && row.state == State::Done;
            self.require(!told || knows, || format!("{} is done and nobody knows", row.id));
            if let (StepKind::Attach(attach), Some(fact)) = (&row.step.kind, row.fact) {
                let hashes: BTreeSet<&str> = fact.files.iter().map(|file| file.hash.as_str()).collect();
                self.require(hashes.len() == fact.files.len(), || format!("{} has a file twice", row.id));
                let count = fact.files.len();
                let fits = count <= attach.room() && (row.state != State::Done || count >= attach.enough());
                self.require(fits, || format!("{} has {count} files", row.id));
            }
            if let (StepKind::Repeat(_), State::Done | State::Open) = (&row.step.kind, row.state) {
                let there = live.items_of(at).len();
                self.require(value.as_array().map(Vec::len) == Some(there), || format!("{} is no list", row.id));
                let dropped = row.fact.into_iter().flat_map(|fact| &fact.dropped);
                let mut dropped = dropped.map(|number| format!("{}.{number}", row.id));
                self.require(dropped.all(|item| live.item(&item).is_none()), || "a dropped item is there".to_owned());
            }
            let lost = self.answers.contains_key(&row.id)
                && matches!(row.state, State::Open | State::Blocked(_) | State::Skipped);
            self.require(!lost, || format!("the answer of {} was lost", row.id));
        }
        self.examine_time();
        let live = self.case.outline(&Outside { was: None, ..self.outside.clone() });
        let over = self.case.is_over();
        let deadlock = !over && live.awaited().is_empty() && !live.may_end();
        self.require(!deadlock, || "nothing is awaited and it cannot end".to_owned());
        // An item that was begun while a wait lasts is ended first.
        let begun = |row: &Row<'_>| row.aside && row.item.is_some() && row.state == State::Open;
        let first = live.next().map(|row| live.rows[row].is_open() || begun(&live.rows[row]));
        if live.next().is_some_and(|row| begun(&live.rows[row])) {
            count(self.counts, "time", "item begun");
        }
        self.require(first != Some(false), || "next is not open".to_owned());
        for (verb, state) in states {
            count(self.counts, "step", verb);
            count(self.counts, "state", &state);
        }
    }

    /// What was late stays late, and a due time is known for whatever is next and has one.
    fn examine_time(&mut self) {
        let live = self.case.outline(&Outside { was: None, ..self.outside.clone() });
        let missed = live.missed();
        let ids = |done: bool| -> Vec<String> {
            let wanted = missed.iter().filter(|missed| missed.done.is_some() == done);
            // A group, a repeat and a stop are late by what is done in them, which may be taken back.
            let rows = wanted.map(|missed| &live.rows[missed.row]);
            let whole =
                |row: &&Row<'_>| matches!(row.step.kind, StepKind::Group(_) | StepKind::Repeat(_) | StepKind::Stop(_));
            rows.filter(|row| !whole(row)).map(|row| row.id.clone()).collect()
        };
        let (late, overdue) = (ids(true), ids(false));
        for step in &self.late {
            // An item that was dropped is gone with all of its steps.
            let gone = live.row(step).is_none();
            self.require(gone || late.contains(step), || format!("{step} was late and is not any more"));
        }
        for missed in &missed {
            let kept = missed.done.unwrap_or(live.now()) <= missed.due;
            self.require(!kept, || format!("{} is late and was in time", live.rows[missed.row].id));
        }
        if let Some(next) = live.next().filter(|_| !self.case.is_over()) {
            let row = &live.rows[next];
            let counts = matches!(row.step.due, Some(crate::model::definition::Due::Next(_)));
            // Whether somebody is to be called once more depends on the time, which is no event.
            let called = live.rows.iter().any(Row::is_pinned);
            let fresh = row.fact.is_none_or(|fact| fact.settled.is_none()) && !called;
            self.require(!counts || !fresh || live.due(next).is_some(), || format!("{} has no due time", row.id));
        }
        for (word, found) in [("late", late.len()), ("overdue", overdue.len())] {
            if found > 0 {
                count(self.counts, "time", word);
            }
        }
        let lasting = (0..live.rows.len()).filter(|row| !live.meanwhile(*row).is_empty()).count();
        if lasting > 0 {
            count(self.counts, "time", "meanwhile");
        }
        self.late = late;
    }

    fn some_value(&mut self, step: &Step) -> String {
        let base = step.kind.field().map_or(Base::Text, |field| field.base);
        let fitting: &[&str] = match base {
            Base::Text | Base::LongText => &["слово", "два слова", "<b> {{ x }}", "телек"],
            Base::Choice => &["a", "b", "c", "А", "Б, второй"],
            Base::Choices => &["a", "a, b", "b", "c", "b, c"],
            base => base.kind().samples,
        };
        (*self.random.of(fitting)).to_owned()
    }

    /// A move that makes sense for a step, if there is one.
    fn sensible(&mut self, id: String, step: &Step) -> Move {
        match &step.kind {
            StepKind::Ask(_) => self.answer(id, step),
            StepKind::Wait(wait) if self.random.chance(40) => {
                let raw = wait.field.is_some().then(|| self.some_value(step));
                Move::Reply { step: id, raw, from: "director".to_owned() }
            }
            StepKind::Wait(wait) if wait.field.is_some() => self.answer(id, step),
            StepKind::Run(_) => {
                let fact = self.case.fact(&id).cloned().unwrap_or_default();
                match (fact.unsettled, &fact.child, fact.settled.is_some()) {
                    (true, Some(child), false) if self.random.chance(60) => {
                        let outcome = self.random.chance(80).then(|| "done".to_owned());
                        let run = if let StepKind::Run(run) = &step.kind { run.take.clone() } else { BTreeMap::new() };
                        let value = self.random.of(&[json!(4), json!(true), json!("слово")]).clone();
                        let took = run.into_keys().map(|field| (field, value.clone())).collect();
                        Move::Returned { step: id, case: child.clone(), outcome, took }
                    }
                    (true, ..) => {
                        self.children += 1;
                        Move::Started { step: id, case: format!("child{}", self.children) }
                    }
                    (_, _, true) if self.random.chance(50) => Move::Leave { step: id, reason: "так".to_owned() },
                    _ => Move::Begin { step: id, reason: Some("снова".to_owned()) },
                }
            }
            StepKind::Print(_) => self.paper(id),
            StepKind::Repeat(_) => self.enough(id),
            StepKind::Notify(_) => self.tell(id, step),
            StepKind::Attach(_) => self.bring(id),
            StepKind::Mail(_) => self.write(id),
            StepKind::Stop(_) => Move::Stop { step: Some(id) },
            _ => Move::Done { step: id },
        }
    }

    fn paper(&mut self, step: String) -> Move {
        let outline = self.case.outline(&self.outside);
        let ready = outline.row(&step).is_some_and(|row| outline.paper(row).is_some());
        let fact = self.case.fact(&step).cloned().unwrap_or_default();
        if !fact.unsettled {
            let reason = "снова".to_owned();
            return match (ready, fact.settled.is_some()) {
                (true, false) => Move::Done { step },
                // Somebody confirms what is not there.
                (false, false) if self.random.chance(10) => Move::Done { step },
                (_, true) if self.random.chance(50) => Move::Leave { step, reason },
                _ => Move::Begin { step, reason: Some(reason) },
            };
        }
        if self.random.chance(15) {
            return Move::Failed { step, reason: "бланк испорчен".to_owned() };
        }
        if fact.number.is_none() && self.random.chance(60) {
            let number = format!("{}", self.events.len());
            return Move::Numbered(Numbered { case: None, step, series: "contract".to_owned(), n: 1, number });
        }
        let names: Vec<String> = self
            .case
            .definition
            .walk()
            .iter()
            .filter_map(|(step, _)| Some(step.name.as_ref()?.value.clone()))
            .collect();
        let shows = names.into_iter().filter(|_| self.random.chance(50)).collect();
        Move::Printed(Box::new(printed(step, fact.begun, shows)))
    }

    /// More items, fewer, or no more: a repeat that has many does not grow for ever.
    fn enough(&mut self, step: String) -> Move {
        let outline = self.case.outline(&self.outside);
        let items = outline.row(&step).map(|row| outline.items_of(row)).unwrap_or_default();
        let numbers: Vec<u32> = items.iter().map(|item| outline.items[*item].number).collect();
        match self.random.below(12) {
            0..=2 if numbers.len() < 4 => Move::More { step },
            3 | 4 if !numbers.is_empty() => Move::Drop {
                item: format!("{step}.{}", self.random.of(&numbers)),
                reason: Some("лишний".to_owned()),
            },
            _ => Move::Enough { step, accept: true },
        }
    }

    fn tell(&mut self, id: String, step: &Step) -> Move {
        let StepKind::Notify(notify) = &step.kind else { return Move::Resume };
        match self.random.below(9) {
            0 => return Move::Skip { step: id, reason: Some("нет связи".to_owned()) },
            2 => return Move::Try { step: id, attempt: self.attempt("nobody".to_owned()) },
            1 if self.case.fact(&id).is_some_and(|fact| fact.settled.is_some()) => {
                return Move::Leave { step: id, reason: "знает".to_owned() };
            }
            _ => {}
        }
        let who = (*self.random.of(&notify.ids())).to_owned();
        Move::Try { step: id, attempt: self.attempt(who) }
    }

    fn attempt(&mut self, who: String) -> Attempt {
        let (_, how) = *self.random.of(&Way::ALL);
        let (_, came) = *self.random.of(&Came::ALL);
        let reason = self.random.chance(70).then(|| "иначе".to_owned());
        Attempt { who, how, came, reason }
    }

    fn bring(&mut self, step: String) -> Move {
        if self.case.fact(&step).is_some_and(|fact| fact.unsettled) {
            let fails = self.random.chance(15);
            let reason = "нет файла".to_owned();
            return if fails { Move::Failed { step, reason } } else { Move::Copied { step } };
        }
        let files = ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.jpg"];
        let files = files.into_iter().filter(|_| self.random.chance(35)).map(brought).collect();
        Move::Attach { step, files }
    }

    fn write(&mut self, step: String) -> Move {
        let fact = self.case.fact(&step).cloned().unwrap_or_default();
        let reason = "снова".to_owned();
        if !fact.unsettled {
            let leaves = fact.settled.is_some() && self.random.chance(50);
            return if leaves { Move::Leave { step, reason } } else { Move::Begin { step, reason: Some(reason) } };
        }
        if self.random.chance(15) {
            return Move::Failed { step, reason };
        }
        Move::Queued(Box::new(queued(step, fact.begun)))
    }

    fn answer(&mut self, id: String, step: &Step) -> Move {
        let (raw, accept) = (self.some_value(step), self.random.chance(70));
        Move::Answer { step: id, raw, accept, reason: None }
    }

    /// Any move with any step.
    fn any(&mut self) -> Move {
        let outline = self.case.outline(&self.outside);
        let Some(row) = outline.rows.get(self.random.below(outline.rows.len())) else {
            return Move::Note { text: "пусто".to_owned() };
        };
        let (id, step) = (row.id.clone(), row.step.clone());
        let item = row.item.map_or("nosuch.1", |item| &outline.items[item].id).to_owned();
        let repeats = outline.rows.iter().filter(|row| matches!(row.step.kind, StepKind::Repeat(_)));
        let repeats: Vec<String> = repeats.map(|row| row.id.clone()).collect();
        drop(outline);
        let step = &step;
        let repeat = if repeats.is_empty() { id.clone() } else { self.random.of(&repeats).clone() };
        let id = if self.random.chance(4) { "nosuch".to_owned() } else { id };
        let words = (*self.random.of(&["", " ", "причина"])).to_owned();
        let reason = self.random.chance(60).then(|| words.clone());
        match self.random.below(50) {
            33 | 34 => {
                let who = (*self.random.of(&["director", "master", "nobody"])).to_owned();
                Move::Try { step: id, attempt: self.attempt(who) }
            }
            35 => Move::Attach { step: id, files: vec![brought("a.pdf"), brought("b.png")] },
            36 => Move::Copied { step: id },
            37 => Move::Queued(Box::new(queued(id, 1))),
            26 => Move::Numbered(Numbered { case: None, step: id, series: "contract".to_owned(), n: 1, number: words }),
            27 => Move::Printed(Box::new(printed(id, 1, Vec::new()))),
            28 => Move::Failed { step: id, reason: words },
            43..=45 => Move::More { step: if self.random.chance(90) { repeat } else { id } },
            46 | 47 => {
                let item = if self.random.chance(60) { item } else { format!("{repeat}.{}", 1 + self.random.below(4)) };
                Move::Drop { item, reason }
            }
            48 | 49 => Move::Enough { step: if self.random.chance(90) { repeat } else { id }, accept: false },
            29 | 30 => {
                let raw = self.some_value(step);
                let raw = self.random.chance(80).then_some(raw);
                Move::Reply { step: id, raw, from: "director".to_owned() }
            }
            31 => Move::Link { case: "other".to_owned(), label: words },
            32 if self.random.chance(20) => Move::Join { case: (*self.random.of(&["other", "walk"])).to_owned() },
            0..=5 => {
                let raw = if self.random.chance(20) { "#\u{7}!".to_owned() } else { self.some_value(step) };
                Move::Answer { step: id, raw, accept: self.random.chance(50), reason }
            }
            6..=8 => Move::Done { step: id },
            9..=11 => Move::Undo { step: id },
            12..=14 => Move::Skip { step: id, reason },
            15 if self.random.chance(20) => {
                self.outside.desk = (*self.random.of(&["a", "b"])).to_owned();
                Move::Take
            }
            15 => Move::Begin { step: id, reason },
            16 => Move::Started { step: id, case: "stray".to_owned() },
            17 => Move::Returned { step: id, case: "stray".to_owned(), outcome: None, took: BTreeMap::new() },
            18 => Move::Leave { step: id, reason: words },
            19 => Move::Note { text: words },
            20 => Move::Park { text: words },
            21 | 22 => Move::Resume,
            23 => Move::Stop { step: Some(id) },
            24 => Move::Stop { step: None },
            _ if self.random.chance(10) => Move::Cut { reason: words },
            _ => Move::Skip { step: id, reason: Some("причина".to_owned()) },
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

    /// Something that has to be acted on now.
    fn awaited(&mut self) -> Option<(String, Step)> {
        let outline: Outline<'_> = self.case.outline(&self.outside);
        let awaited = outline.awaited();
        if awaited.is_empty() {
            return None;
        }
        let row = &outline.rows[*self.random.of(&awaited)];
        Some((row.id.clone(), row.step.clone()))
    }

    /// Something that may be done while a wait lasts: what was begun there, or one more thing.
    fn aside(&mut self) -> Option<(String, Step)> {
        let outline: Outline<'_> = self.case.outline(&self.outside);
        let begun = outline.next().filter(|row| outline.rows[*row].aside && self.random.chance(70));
        let may: Vec<usize> = (0..outline.rows.len()).flat_map(|wait| outline.meanwhile(wait)).collect();
        let row = begun.or_else(|| (!may.is_empty()).then(|| *self.random.of(&may)))?;
        Some((outline.rows[row].id.clone(), outline.rows[row].step.clone()))
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
        loop {
            let mut events = self.case.follow(&self.outside);
            if events.is_empty() {
                break;
            }
            self.judge(&events);
            self.seal(&mut events);
            self.take(&events);
        }
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
        let made = super::tests::definition(&text);
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
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
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

/// Walks on some threads, and asserts that everything was met.
fn met(total: usize) {
    const THREADS: usize = 4;
    let mut all = Counts::new();
    let found: Vec<Counts> = std::thread::scope(|scope| {
        let walk = |seed: usize| {
            let mut counts = Counts::new();
            walks(u64::try_from(seed).unwrap_or(0) + 1, total / THREADS, &mut counts);
            counts
        };
        let running: Vec<_> = (0..THREADS).map(|seed| scope.spawn(move || walk(seed))).collect();
        running.into_iter().map(|thread| thread.join().expect("a walk without a fault")).collect()
    });
    for (word, count) in found.into_iter().flatten() {
        *all.entry(word).or_default() += count;
    }
    let table: String = all.iter().map(|(word, count)| format!("{count:>9}  {word}\n")).collect();
    #[expect(clippy::print_stdout, reason = "what the walks met is their result")]
    {
        println!("{table}");
    }
    for (group, words) in [
        (
            "step",
            &[
                "say", "note", "do", "ask", "group", "repeat", "let", "run", "print", "notify", "attach", "mail",
                "wait", "stop",
            ][..],
        ),
        ("state", &["Done", "Skipped", "Open", "Stale", "Maybe", "Blocked", "Out"]),
        (
            "move",
            &[
                "Answer", "Done", "Undo", "Skip", "More", "Drop", "Enough", "Begin", "Numbered", "Printed", "Failed",
                "Started", "Returned", "Leave", "Reply", "Join", "Link", "Note", "Park", "Resume", "Stop", "Cut",
                "Try", "Attach", "Copied", "Queued", "Take",
            ],
        ),
        (
            "refusal",
            &[
                "NoSuchStep",
                "Out",
                "Maybe",
                "Blocked",
                "WrongKind",
                "Settled",
                "CannotBeSkipped",
                "ReasonNeeded",
                "Misfit",
                "Style",
                "Check",
                "Doubtful",
                "NotPrinted",
                "TooFew",
                "TooMany",
                "CannotJoin",
                "NotToBeTold",
                "NotAccepted",
                "AttachedAlready",
                "TooManyFiles",
                "WrongMoment",
                "Over",
            ],
        ),
        (
            "item",
            &[
                "say", "note", "do", "ask", "group", "repeat", "let", "run", "print", "notify", "attach", "mail",
                "wait", "stop",
            ],
        ),
        ("answer", &["private", "offered"]),
        ("mutation", &["added", "removed", "reworded", "required", "replaced", "retyped"]),
        ("update", &["done", "added", "gone", "changed", "struck"]),
        ("time", &["late", "overdue", "meanwhile", "item begun"]),
        ("end", &["stop", "done", "cut", "joined"]),
    ] {
        for word in words {
            assert!(all.contains_key(&format!("{group} {word}")), "no {group} {word} in\n{table}");
        }
    }
}

/// Breaks the build when a refusal is added that the walk does not look for.
fn _every_refusal(refusal: &Refusal) {
    match refusal {
        Refusal::NoSuchStep { .. }
        | Refusal::Out { .. }
        | Refusal::Maybe { .. }
        | Refusal::Blocked { .. }
        | Refusal::WrongKind { .. }
        | Refusal::Settled { .. }
        | Refusal::CannotBeSkipped { .. }
        | Refusal::ReasonNeeded { .. }
        | Refusal::Misfit(_)
        | Refusal::Style(_)
        | Refusal::Check { .. }
        | Refusal::Doubtful(_)
        | Refusal::NotPrinted { .. }
        | Refusal::TooFew { .. }
        | Refusal::TooMany { .. }
        | Refusal::CannotJoin
        | Refusal::NotToBeTold { .. }
        | Refusal::NotAccepted { .. }
        | Refusal::AttachedAlready { .. }
        | Refusal::TooManyFiles { .. }
        | Refusal::WrongMoment
        | Refusal::Over => {}
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
