//! Random procedures, made of everything the language has.

use crate::model::random::Random;
use std::fmt::Write;

/// Writes a random procedure.
pub(super) struct Writer<'r> {
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
    pub(super) fn procedure(random: &mut Random) -> String {
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

    pub(super) fn steps(&mut self, count: usize, depth: usize) {
        for _ in 0..count {
            self.step(depth);
        }
    }

    pub(super) fn named(&self, kind: &str) -> Vec<String> {
        self.names.iter().filter(|(_, known)| *known == kind).map(|(name, _)| name.clone()).collect()
    }

    /// A condition over earlier names and the world.
    pub(super) fn condition(&mut self) -> String {
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

    pub(super) fn text(&mut self) -> String {
        let names: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
        let words = ["Скажите", "{{ cards.prices.social }} в месяц", "{{ hours.text }} и {{ company.unp }}"];
        if names.is_empty() || self.random.chance(60) {
            return format!("\"{}\"", self.random.of(&words));
        }
        format!("\"О {{{{ {} }}}}\"", self.random.of(&names))
    }

    pub(super) fn step(&mut self, depth: usize) {
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
    pub(super) fn repeat(&mut self, pad: &str, name: &str, depth: usize) {
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
    pub(super) fn due(&mut self) -> String {
        let span = *self.random.of(&["15 minutes", "2 часа", "1 day", "clock 90 minutes"]);
        let (done, dates) = (self.named("done"), self.named("date"));
        match self.random.below(3) {
            0 if !done.is_empty() => format!("{span} after {}", self.random.of(&done)),
            1 if !dates.is_empty() => self.random.of(&dates).clone(),
            _ => span.to_owned(),
        }
    }

    /// What a wait has besides its text; what may be done meanwhile has names of its own.
    pub(super) fn wait(&mut self, pad: &str, name: &str) -> &'static str {
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

    pub(super) fn line(&mut self, pad: &str, text: &str) {
        let _ = writeln!(self.out, "{pad}  {text}");
    }

    pub(super) fn ask(&mut self, pad: &str, name: &str, depth: usize) -> &'static str {
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

    pub(super) fn checks(&mut self, pad: &str, name: &str) {
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
