//! The record of a closed case: a head for people, and the journal's lines as its log.
//!
//! The head is derived from the log. Every text in it is written in JSON's quotes, so that every YAML
//! reader agrees what it says.

mod heading;

use super::attachment::Attachment;
use super::event::{Moment, Queued, Tried, escaped};
use serde::Deserialize;
use serde_json::Value;
use std::fmt::Write;

/// What a record's head says.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The case's id.
    pub id: String,
    /// The procedure's id.
    pub procedure: String,
    /// The procedure's title.
    pub title: String,
    /// How the case is named in lists.
    pub label: String,
    /// The outcome's code.
    pub outcome: String,
    /// The outcome's words.
    pub outcome_label: Option<String>,
    /// Why it was ended early.
    pub reason: Option<String>,
    /// When it was opened.
    pub opened: Moment,
    /// When it was closed.
    pub closed: Moment,
    /// The desk it was opened at.
    pub desk: String,
    /// Who worked on it, in order.
    pub dispatchers: Vec<String>,
    /// The definition's hash.
    pub definition: String,
    /// The case that ran it.
    pub parent: Option<String>,
    /// The case that it was run again in the place of.
    pub replaces: Option<String>,
    /// Values by the names of their steps, in order.
    pub answers: Vec<(String, Shown)>,
    /// Cases it ran: step and id.
    pub runs: Vec<(String, String)>,
    /// Steps passed: id and reason.
    pub skipped: Vec<(String, Option<String>)>,
    /// Documents it made, and numbers it took for them.
    pub documents: Vec<Document>,
    /// Steps that were not done in time: id, when they were due, when they were done all the same.
    pub late: Vec<(String, (Moment, Option<Moment>))>,
    /// The case that it goes on in.
    pub joined: Option<String>,
    /// Cases that go on in it: id and label.
    pub linked: Vec<(String, String)>,
    /// Attempts to tell somebody, those that count no more among them.
    pub told: Vec<Told>,
    /// Files that are attached: step and file.
    pub attachments: Vec<(String, Attachment)>,
    /// Letters that were written: when and which.
    pub mail: Vec<(Moment, Queued)>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// An attempt to tell somebody: when, which, and whether it still counts.
pub type Told = (Moment, Tried, bool);

/// A document of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The form.
    pub form: String,
    /// Its number.
    pub number: Option<String>,
    /// When it was made, its file below `records` and the copies; none for a number that nothing came of.
    pub made: Option<(Moment, String, u32)>,
    /// When it was handed to a printer, and how many copies; none where it was only opened.
    pub handed: Vec<(Moment, Option<u32>)>,
    /// Whether it does not count: it was made again, or the case went another way.
    pub void: bool,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A value.
    Value {
        /// The value.
        value: Value,
        /// What people read in its place, where that is something else.
        label: Option<String>,
    },
    /// What was answered in each item of a repeat.
    Items(Vec<Vec<(String, Shown)>>),
    /// What was answered in a part with a name.
    Part(Vec<(String, Shown)>),
}

/// The head of a record as lists read it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Summary {
    /// The format.
    pub format: u32,
    /// The case's id.
    pub id: String,
    /// The procedure's id.
    pub procedure: String,
    /// The procedure's title.
    pub title: String,
    /// How the case is named in lists.
    #[serde(default)]
    pub label: String,
    /// The outcome's code.
    pub outcome: String,
    /// The outcome's words.
    #[serde(default)]
    pub outcome_label: Option<String>,
    /// When it was opened.
    pub opened: Moment,
    /// When it was closed.
    pub closed: Moment,
    /// Who worked on it.
    #[serde(default)]
    pub dispatchers: Vec<String>,
    /// The case that ran it.
    #[serde(default)]
    pub parent: Option<String>,
    /// The case that it was run again in the place of.
    #[serde(default)]
    pub replaces: Option<String>,
    /// The definition's hash.
    pub definition: String,
}

/// The mark before the log.
const LOG: &str = "\nlog:\n";

/// The whole record: head, then `log`, the journal's lines with their ends.
#[must_use]
pub fn write(head: &Head, log: &str) -> String {
    let mut out = String::with_capacity(log.len() + 1024);
    let _ = write_head(&mut out, head);
    out.push_str(LOG.trim_start());
    out.push_str(log);
    out
}

fn write_head(out: &mut String, head: &Head) -> std::fmt::Result {
    writeln!(out, "format: {}", super::company::FORMAT)?;
    for (key, text) in [
        ("id", Some(&head.id)),
        ("procedure", Some(&head.procedure)),
        ("title", Some(&head.title)),
        ("label", Some(&head.label).filter(|label| !label.is_empty())),
        ("outcome", Some(&head.outcome)),
        ("outcome_label", head.outcome_label.as_ref()),
        ("reason", head.reason.as_ref()),
        ("opened", Some(&head.opened.to_rfc3339())),
        ("closed", Some(&head.closed.to_rfc3339())),
        ("desk", Some(&head.desk)),
        ("definition", Some(&head.definition)),
        ("parent", head.parent.as_ref()),
        ("replaces", head.replaces.as_ref()),
        ("joined", head.joined.as_ref()),
    ] {
        if let Some(text) = text {
            writeln!(out, "{key}: {}", quoted(text))?;
        }
    }
    writeln!(
        out,
        "dispatchers: [{}]",
        head.dispatchers.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
    )?;
    section(out, "answers", &head.answers, shown)?;
    section(out, "runs", &head.runs, |id| quoted(id))?;
    section(out, "linked", &head.linked, |label| quoted(label))?;
    section(out, "late", &head.late, late)?;
    section(out, "skipped", &head.skipped, |reason| quoted(reason.as_deref().unwrap_or("")))?;
    if !head.documents.is_empty() {
        writeln!(out, "documents:")?;
        for document in &head.documents {
            writeln!(out, "- {}", listed(document))?;
        }
    }
    contacts(out, head)?;
    if !head.notes.is_empty() {
        writeln!(out, "notes:")?;
        for note in &head.notes {
            writeln!(out, "- {}", quoted(note))?;
        }
    }
    Ok(())
}

fn late((due, done): &(Moment, Option<Moment>)) -> String {
    let done = done.map(|done| format!(", done: {}", quoted(&done.to_rfc3339()))).unwrap_or_default();
    format!("{{due: {}{done}}}", quoted(&due.to_rfc3339()))
}

/// Who was told, what was attached, what was written.
fn contacts(out: &mut String, head: &Head) -> std::fmt::Result {
    let told = |(at, tried, counts): &Told| {
        let who = tried.title.as_ref().unwrap_or(&tried.who);
        let who = tried.name.as_ref().map_or_else(|| who.clone(), |name| format!("{who}, {name}"));
        let void = if *counts { "" } else { ", void: true" };
        let (how, came) = (tried.how.word(), tried.came.word());
        let (step, who, at) = (quoted(&tried.step), quoted(&who), quoted(&at.to_rfc3339()));
        format!("{{step: {step}, who: {who}, how: {how}, result: {came}, at: {at}{void}}}")
    };
    let file = |(step, file): &(String, Attachment)| {
        let (step, name, path) = (quoted(step), quoted(&file.name), quoted(&file.file));
        format!("{{step: {step}, name: {name}, file: {path}, size: {}, hash: {}}}", file.size, quoted(&file.hash))
    };
    let letter = |(at, letter): &(Moment, Queued)| {
        let (step, to, subject) = (quoted(&letter.step), quoted(&letter.to), quoted(&letter.subject));
        let (file, at) = (quoted(&letter.file), quoted(&at.to_rfc3339()));
        format!("{{step: {step}, to: {to}, subject: {subject}, file: {file}, written: {at}}}")
    };
    list(out, "told", &head.told, told)?;
    list(out, "attachments", &head.attachments, file)?;
    list(out, "mail", &head.mail, letter)
}

fn list<T>(out: &mut String, title: &str, entries: &[T], show: impl Fn(&T) -> String) -> std::fmt::Result {
    if !entries.is_empty() {
        writeln!(out, "{title}:")?;
    }
    entries.iter().try_for_each(|entry| writeln!(out, "- {}", show(entry)))
}

fn listed(document: &Document) -> String {
    let mut keys = vec![format!("form: {}", quoted(&document.form))];
    keys.extend(document.number.iter().map(|number| format!("number: {}", quoted(number))));
    if let Some((at, file, copies)) = &document.made {
        keys.push(format!("file: {}, copies: {copies}, printed: {}", quoted(file), quoted(&at.to_rfc3339())));
    }
    if !document.handed.is_empty() {
        let one = |(at, copies): &(Moment, Option<u32>)| {
            let copies = copies.map(|copies| format!(", copies: {copies}")).unwrap_or_default();
            format!("{{at: {}{copies}}}", quoted(&at.to_rfc3339()))
        };
        keys.push(format!("handed: [{}]", document.handed.iter().map(one).collect::<Vec<_>>().join(", ")));
    }
    if document.void {
        keys.push("void: true".to_owned());
    }
    format!("{{{}}}", keys.join(", "))
}

fn section<T>(out: &mut String, title: &str, entries: &[(String, T)], show: impl Fn(&T) -> String) -> std::fmt::Result {
    if entries.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}:")?;
    for (name, value) in entries {
        writeln!(out, "  {}: {}", key(name), show(value))?;
    }
    Ok(())
}

fn shown(answer: &Shown) -> String {
    let (value, label) = match answer {
        Shown::Value { value, label } => (value, label),
        // One item a line, as far as its own lists allow.
        Shown::Items(items) => return items.iter().map(|item| format!("\n  - {}", map(item))).collect(),
        Shown::Part(answers) => return map(answers),
    };
    let value = match (value, label) {
        // A sum is a text of roubles and kopecks: a float would lose its zero in other programs.
        (Value::Number(sum), Some(label)) if label.ends_with("руб.") => {
            quoted(&format!("{:.2}", sum.as_f64().unwrap_or_default()))
        }
        (value, _) => escaped(&value.to_string()),
    };
    match label {
        Some(label) => format!("{{value: {value}, label: {}}}", quoted(label)),
        None => value,
    }
}

/// Answers in braces.
fn map(answers: &[(String, Shown)]) -> String {
    let held = |shown_answer: &Shown| match shown_answer {
        Shown::Items(items) => format!("[{}]", items.iter().map(|item| map(item)).collect::<Vec<_>>().join(", ")),
        other => shown(other),
    };
    let pairs = answers.iter().map(|(name, answer)| format!("{}: {}", key(name), held(answer)));
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
}

/// A name needs no quotes unless it is a word that some YAML readers take for a truth or for nothing.
fn key(name: &str) -> String {
    let word =
        matches!(name.to_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null");
    if super::names::is_name(name) && !word { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    escaped(&Value::from(text).to_string())
}

/// The head of a record's text, for serde; none when the text has no log.
#[must_use]
pub fn head_of(text: &str) -> Option<&str> {
    text.find(LOG).map(|end| &text[..=end])
}

/// The answers in the head of a record's text, as they are written there; nothing where there are none.
#[must_use]
pub fn answers_of(text: &str) -> &str {
    const ANSWERS: &str = "\nanswers:\n";
    let head = head_of(text).unwrap_or_default();
    let section = head.find(ANSWERS).map_or("", |start| &head[start + ANSWERS.len()..]);
    let lengths = section.split_inclusive('\n').take_while(|line| line.starts_with(' ')).map(str::len);
    &section[..lengths.sum()]
}

/// The log's lines of a record's text, with their ends.
#[must_use]
pub fn log_of(text: &str) -> Option<&str> {
    text.find(LOG).map(|start| &text[start + LOG.len()..])
}
