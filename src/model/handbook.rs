//! What a dispatcher has to know, as one thing that can be acknowledged: an edition of the handbook.
//!
//! An edition holds words and marks, not definitions: what has changed since can be told at any later time, whatever
//! becomes of the language that procedures are written in.

use super::card::Card;
use super::company::Company;
use super::definition::{Definition, Step, StepKind};
use super::digest::sha256;
use super::workspace::Workspace;
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The newest format of editions that this program knows.
const FORMAT: u32 = 1;
/// Digits of a hash that are enough to tell things apart.
const DIGITS: usize = 20;

/// Everything a dispatcher has to know, in the order in which it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handbook {
    /// The format.
    pub format: u32,
    /// The company, its procedures, its cards.
    pub pages: Vec<Page>,
}

/// One page of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// What it is.
    pub kind: PageKind,
    /// The name of its file.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What stands on it, in the order of the file.
    pub lines: Vec<Line>,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// `pult.yaml`.
    Company,
    /// A procedure.
    Procedure,
    /// A card.
    Card,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// By what it is known again: unique on its page.
    pub key: String,
    /// What it is.
    pub sort: Sort,
    /// What people call it, where that is not what it says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What else there is of it, as a hash.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mark: String,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// What is never to be done.
    Never,
    /// A question.
    Question,
    /// A choice of a question.
    Choice,
    /// Any other step.
    Step,
    /// Advice on a step.
    Hint,
    /// An outcome.
    Outcome,
    /// A value of a card.
    Value,
    /// A row of a card's table.
    Row,
    /// A line of running text.
    Text,
    /// The notice of internal documents.
    Notice,
    /// Working hours and holidays.
    Hours,
    /// Somebody to call or write to: who it is, not by which number.
    Contact,
}

/// One thing that two editions do not have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference<'a> {
    /// The page, as it is now where it still is.
    pub page: &'a Page,
    /// What is different.
    pub what: What<'a>,
}

/// What is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// The page is new.
    NewPage,
    /// The page is gone.
    GonePage,
    /// It was called so.
    Title(&'a str),
    /// A line is new.
    New(&'a Line),
    /// A line is gone.
    Gone(&'a Line),
    /// A line says something else: what it said, what it says.
    Words(&'a Line, &'a Line),
    /// A line says the same and works otherwise: when it comes, what fits, by when.
    Works(&'a Line),
}

impl Handbook {
    /// What the director has written, as far as a dispatcher has to know it.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        let company = Page {
            kind: PageKind::Company,
            id: "pult".to_owned(),
            title: workspace.company.detail("name").unwrap_or_default().to_owned(),
            lines: company(&workspace.company),
        };
        let titles = |id: &str| match (workspace.procedures.get(id), workspace.forms.get(id)) {
            (Some(procedure), _) => procedure.definition.title.clone(),
            (None, Some(form)) => form.title.clone(),
            (None, None) => id.to_owned(),
        };
        let procedures = workspace.procedures.values().map(|procedure| {
            let definition = &procedure.definition;
            let (id, title) = (definition.id.clone(), definition.title.clone());
            Page { kind: PageKind::Procedure, id, title, lines: steps(definition, &titles) }
        });
        let cards = workspace.cards.values().map(|card| {
            let lines = known(card_lines(card));
            Page { kind: PageKind::Card, id: card.id.clone(), title: card.title.clone(), lines }
        });
        Self { format: FORMAT, pages: std::iter::once(company).chain(procedures).chain(cards).collect() }
    }

    /// The name of the edition: 20 hex digits of SHA-256 over all of it.
    #[must_use]
    pub fn hash(&self) -> String {
        short(serde_json::to_string(self).unwrap_or_default())
    }

    /// Whether this program knows the format.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.format <= FORMAT
    }

    /// What is different in a newer edition, page by page in the order of that.
    #[must_use]
    pub fn differences<'a>(&'a self, newer: &'a Self) -> Vec<Difference<'a>> {
        let key = |page: &Page| (page.kind, page.id.clone());
        let old: BTreeMap<_, &Page> = self.pages.iter().map(|page| (key(page), page)).collect();
        let new: BTreeSet<_> = newer.pages.iter().map(key).collect();
        let mut found = Vec::new();
        for page in &newer.pages {
            match old.get(&key(page)) {
                None => found.push(Difference { page, what: What::NewPage }),
                Some(was) => found.extend(was.compare(page).into_iter().map(|what| Difference { page, what })),
            }
        }
        let gone = self.pages.iter().filter(|page| !new.contains(&key(page)));
        found.extend(gone.map(|page| Difference { page, what: What::GonePage }));
        found
    }
}

impl Page {
    fn compare<'a>(&'a self, newer: &'a Self) -> Vec<What<'a>> {
        let mut found = Vec::new();
        if self.title != newer.title {
            found.push(What::Title(&self.title));
        }
        let partners = partners(&self.lines, &newer.lines);
        let taken: BTreeSet<usize> = partners.iter().flatten().copied().collect();
        let mut works = Vec::new();
        for (line, partner) in newer.lines.iter().zip(&partners) {
            let Some(was) = partner.and_then(|at| self.lines.get(at)) else {
                found.push(What::New(line));
                continue;
            };
            if (&was.words, &was.name) != (&line.words, &line.name) {
                found.push(What::Words(was, line));
            } else if was.mark != line.mark {
                works.push(line);
            }
        }
        let left = self.lines.iter().enumerate().filter(|(at, _)| !taken.contains(at));
        found.extend(left.map(|(_, line)| What::Gone(line)));
        // Whoever is told of a choice need not be told as well that its question has changed.
        let told: BTreeSet<String> = found.iter().filter_map(|what| Some(what.line()?.step().to_owned())).collect();
        found.extend(works.into_iter().filter(|line| !told.contains(line.step())).map(What::Works));
        found
    }
}

impl What<'_> {
    fn line(&self) -> Option<&Line> {
        match self {
            Self::New(line) | Self::Gone(line) | Self::Words(_, line) | Self::Works(line) => Some(line),
            Self::NewPage | Self::GonePage | Self::Title(_) => None,
        }
    }
}

/// What stands between a step's id and what is said of a part of it.
const INSIDE: char = '\u{1f}';

impl Line {
    /// The step that it belongs to.
    fn step(&self) -> &str {
        self.key.split(INSIDE).next().unwrap_or(&self.key)
    }
}

/// For each newer line the older one that it was: by its key, or by its place among what has no equal. A step without
/// a name is known by its words; reworded it stands where it stood.
fn partners(old: &[Line], new: &[Line]) -> Vec<Option<usize>> {
    let by_key: BTreeMap<(&str, Sort), usize> =
        old.iter().enumerate().map(|(at, line)| ((line.key.as_str(), line.sort), at)).collect();
    let mut partners: Vec<Option<usize>> =
        new.iter().map(|line| by_key.get(&(line.key.as_str(), line.sort)).copied()).collect();
    let taken: BTreeSet<usize> = partners.iter().flatten().copied().collect();
    let was = places(old, |at| taken.contains(&at));
    let by_place: BTreeMap<_, usize> = was.into_iter().map(|(at, place)| (place, at)).collect();
    for (at, place) in places(new, |at| partners.get(at).is_some_and(Option::is_some)) {
        if let (Some(partner), Some(found)) = (partners.get_mut(at), by_place.get(&place)) {
            *partner = Some(*found);
        }
    }
    partners
}

/// Where lines without an equal stand: behind which line that has one, and as how manieth of their sort.
fn places(lines: &[Line], has_equal: impl Fn(usize) -> bool) -> Vec<(usize, (&str, Sort, usize))> {
    let mut behind = "";
    let mut counts: BTreeMap<Sort, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if has_equal(at) {
            behind = &line.key;
            counts.clear();
        } else {
            let count = counts.entry(line.sort).or_default();
            *count += 1;
            found.push((at, (behind, line.sort, *count)));
        }
    }
    found
}

fn company(company: &Company) -> Vec<Line> {
    let notice = company.notice.iter().map(|words| line("notice", Sort::Notice, words));
    let contacts = company.contacts.iter().map(|(id, contact)| {
        let name = contact.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        line(&format!("contact {id}"), Sort::Contact, &format!("{}{name}", contact.title))
    });
    let hours = Line { mark: hours(company), ..line("hours", Sort::Hours, "") };
    known(notice.chain([hours]).chain(contacts).collect())
}

/// The hours in figures: Debug would change with the program.
fn hours(company: &Company) -> String {
    let hours = &company.hours;
    let clock = |time: &NaiveTime| time.format("%H:%M").to_string();
    let day = |day: &Option<_>| day.map_or_else(String::new, |(open, close)| clock(&open) + "-" + &clock(&close));
    let week = hours.week.iter().map(day);
    let yearly = hours.yearly.iter().map(|(month, day)| format!("{month}.{day}"));
    let closed = hours.closed.iter().map(ToString::to_string);
    let moved = hours.moved.iter().map(|(from, to)| format!("{from}>{to}"));
    let all: Vec<String> = week.chain(yearly).chain([hours.radunitsa.to_string()]).chain(closed).chain(moved).collect();
    short(all.join(" "))
}

fn steps(definition: &Definition, titles: &dyn Fn(&str) -> String) -> Vec<Line> {
    let never = definition.never.iter().map(|never| line(&never.source.value, Sort::Never, &never.source.value));
    let mut lines: Vec<Line> = never.collect();
    for (place, step) in definition.places() {
        let sort = match &step.kind {
            StepKind::Ask(_) => Sort::Question,
            StepKind::Stop(_) => Sort::Outcome,
            _ => Sort::Step,
        };
        let words = match &step.kind {
            StepKind::Run(run) => titles(&run.procedure.value),
            StepKind::Print(print) => titles(&print.form.value),
            StepKind::Stop(stop) => stop.label.clone(),
            StepKind::Let(computed) => computed.label.clone().unwrap_or_else(|| step.id.clone()),
            kind => kind.text().map_or_else(|| step.id.clone(), |text| text.source.value.clone()),
        };
        let mut own = step.bare();
        own.hint = None;
        let mark = short(serde_json::to_string(&own).unwrap_or_default());
        lines.push(Line { mark, ..line(&place, sort, &words) });
        let choices = step.kind.field().map(|field| field.choices.as_slice()).unwrap_or_default();
        let choice = |choice: &super::types::Label| {
            line(&format!("{place}{INSIDE}{}", choice.code), Sort::Choice, &choice.label)
        };
        lines.extend(choices.iter().map(choice));
        if let Some(text) = letter(step) {
            lines.push(line(&format!("{place}{INSIDE}text"), Sort::Text, text));
        }
        let hint = step.hint.iter().map(|hint| line(&format!("{place}{INSIDE}hint"), Sort::Hint, &hint.source.value));
        lines.extend(hint);
    }
    known(lines)
}

/// The text of a letter; its subject is the words of its step.
fn letter(step: &Step) -> Option<&str> {
    let StepKind::Mail(mail) = &step.kind else { return None };
    mail.text.as_ref().map(|text| text.source.value.as_str())
}

fn card_lines(card: &Card) -> Vec<Line> {
    let values = card.values.iter().map(|value| Line {
        name: value.label.clone(),
        ..line(&format!("value {}", value.name), Sort::Value, &value.field.show(&value.value))
    });
    let rows = card.rows.iter().map(|row| {
        let cells = card.columns.iter().filter_map(|(code, _)| row.get(code)).map(super::types::show_untyped);
        let cells: Vec<String> = cells.collect();
        let first = cells.first().cloned().unwrap_or_default();
        line(&format!("row {first}"), Sort::Row, &cells.join("  "))
    });
    let text = card.text.iter().flat_map(|text| text.source.value.lines()).filter(|text| !text.trim().is_empty());
    values.chain(rows).chain(text.map(|text| line(&format!("text {text}"), Sort::Text, text))).collect()
}

fn line(key: &str, sort: Sort, words: &str) -> Line {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Line { key: key.to_owned(), sort, name: String::new(), words, mark: String::new() }
}

/// The same lines, each with a key of its own: what stands there twice is counted.
fn known(mut lines: Vec<Line>) -> Vec<Line> {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for line in &mut lines {
        let count = met.entry(line.key.clone()).or_default();
        *count += 1;
        if *count > 1 {
            line.key = format!("{}{INSIDE}{count}", line.key);
        }
    }
    lines
}

fn short(text: String) -> String {
    let mut hash = sha256(text);
    hash.truncate(DIGITS);
    hash
}

#[cfg(test)]
mod tests;
