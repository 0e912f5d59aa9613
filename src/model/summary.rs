//! Summaries: what the director wants counted over many cases, and the text it is shown in.

use super::card::{Audience, read_audience};
use super::diagnostic::{Diagnostic, Problem};
use super::form::{Body, read_parted};
use super::names;
use super::period::Every;
use super::span::{FileId, Span, Spanned};
use super::template::{Expression, Template};
use super::yaml::{Node, Reader};

/// Names that the text of a summary reads besides its measures and the outer names.
pub const GIVEN: [&str; 5] = ["cases", "open", "overdue", "period", "form"];
/// What a measure may look at besides fields: the minutes from a case's opening to its closing.
pub const MINUTES: &str = "case.minutes";
/// Keys of `period`.
pub const PERIOD: [&str; 3] = ["title", "from", "to"];
/// Keys of `form`.
pub const FORM: [&str; 2] = ["id", "title"];
/// Keys of a case in a list, before the names of its fields.
pub const CASE: [&str; 10] =
    ["id", "label", "procedure", "outcome", "opened", "closed", "dispatcher", "minutes", "due", "stamped_blanks"];

/// A summary's head.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Its id: the name of its file.
    pub id: String,
    /// Its title; reads `period`.
    pub title: Template,
    /// Who may read it.
    pub audience: Audience,
    /// How often it is made.
    pub every: Every,
    /// How the sheet lies.
    pub landscape: bool,
    /// The lists of cases that the desk shows above everything else while there are any.
    pub desk: Vec<Spanned<String>>,
    /// What is counted, in the order of the file.
    pub measures: Vec<Measure>,
    /// Names of measures that could not be read.
    pub lost: Vec<String>,
    /// What it says.
    pub body: Body,
    /// The place of its title.
    pub span: Span,
}

/// Something counted over cases.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Its name in the text.
    pub name: Spanned<String>,
    /// What is done with what is found.
    pub how: How,
    /// What is looked at.
    pub what: Subject,
    /// The place of that word.
    pub span: Span,
    /// The procedures whose cases are looked at; none: all of them.
    pub of: Vec<Spanned<String>>,
    /// What the amounts are told apart by.
    pub by: Vec<Spanned<Key>>,
    /// Which cases are looked at.
    pub condition: Option<Expression>,
}

/// What is done with what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// How many there are.
    Count,
    /// How much they are together.
    Sum,
    /// The one in the middle.
    Median,
    /// They themselves.
    List,
}

impl How {
    /// The words of the language, each with its meaning.
    pub const ALL: [(&'static str, Self); 4] =
        [("count", Self::Count), ("sum", Self::Sum), ("median", Self::Median), ("list", Self::List)];
}

/// What a measure looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Closed cases.
    Closed,
    /// Open cases.
    Open,
    /// Cases in which something was not done in time, open or closed.
    Overdue,
    /// A field of closed cases: its name, or a path below it.
    Field(String),
}

/// What amounts are told apart by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The procedure, by its title.
    Procedure,
    /// The outcome, in its words.
    Outcome,
    /// The hour in which the case was opened.
    Hour,
    /// The day of the week on which it was opened.
    Weekday,
    /// A field, or a path below it.
    Field(String),
}

impl Key {
    /// The words of the language for what is no field.
    pub const ALL: [(&'static str, Self); 4] = [
        ("case.procedure", Self::Procedure),
        ("case.outcome", Self::Outcome),
        ("opened.hour", Self::Hour),
        ("opened.weekday", Self::Weekday),
    ];
}

/// What is wrong with a measure of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureFault {
    /// Nothing says what is done.
    NoVerb,
    /// Two things are to be done at once.
    TwoVerbs,
    /// A list is told apart by something.
    ListBy,
    /// What is to be added up is no number.
    NotANumber,
    /// Its groups are printed as if they were one amount.
    Groups,
    /// A table or bars of what has no groups.
    NoGroups,
}

impl Measure {
    /// Whether it has one amount for each of many groups.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        !self.by.is_empty()
    }

    /// Names of fields that it reads, with their places: what it looks at, and what it tells apart by.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Span)> {
        let what = if let Subject::Field(path) = &self.what { Some((path.as_str(), self.span)) } else { None };
        let by = self.by.iter().filter_map(|key| match &key.value {
            Key::Field(path) => Some((path.as_str(), key.span)),
            Key::Procedure | Key::Outcome | Key::Hour | Key::Weekday => None,
        });
        what.into_iter().chain(by)
    }
}

/// Reads one summary; what could be read is returned even when there are faults.
pub fn read_summary(id: &str, text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Option<Summary> {
    read_parted(text, file, faults, |root, body, reader| read_head(id, root, body, reader))
}

fn read_head(id: &str, root: &Node, body: Body, reader: &mut Reader<'_>) -> Option<Summary> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let audience = fields.required_text("audience", reader).map(|word| read_audience(&word, reader));
    let every = fields.required_text("every", reader).and_then(|word| {
        let found = one_of(&Every::ALL, &word.value);
        if found.is_none() {
            let known = Every::ALL.map(|(word, _)| word).to_vec();
            reader.fault(Problem::NotOneOf { word: word.value, known }, word.span);
        }
        found
    });
    let measures = fields.require("measures", reader).map(|node| measures(node, reader));
    let landscape = fields.flag("landscape", reader);
    let desk = fields.texts("desk", reader);
    fields.finish(reader);
    let title = title.map(|text| super::procedure::checked_template(text, reader))?;
    let span = title.source.span;
    let lost = std::mem::take(&mut reader.lost);
    Some(Summary {
        id: id.to_owned(),
        title,
        audience: audience?,
        every: every?,
        landscape,
        desk,
        measures: measures?,
        lost,
        body,
        span,
    })
}

fn measures(node: &Node, reader: &mut Reader<'_>) -> Vec<Measure> {
    let Some(mut fields) = reader.map(node) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, node) in fields.rest() {
        if !names::is_name(&name.value) {
            reader.fault(Problem::BadName { name: name.value.clone() }, name.span);
        } else if is_taken(&name.value) {
            reader.fault(Problem::TakenName { name: name.value.clone() }, name.span);
        }
        match measure(name, node, reader) {
            Some(measure) => found.push(measure),
            // Whoever prints it is not to blame.
            None => reader.lost.push(name.value.clone()),
        }
    }
    found
}

fn is_taken(name: &str) -> bool {
    names::is_outer(name) || GIVEN.contains(&name) || names::RESERVED.contains(&name)
}

fn measure(name: &Spanned<String>, node: &Node, reader: &mut Reader<'_>) -> Option<Measure> {
    let mut fields = reader.map(node)?;
    let mut verbs = Vec::new();
    for (word, how) in How::ALL {
        verbs.extend(fields.take_with_key(word).map(|(key, node)| (how, key, node)));
    }
    let of = fields.texts("of", reader);
    let by = fields.texts("by", reader).into_iter().map(key).collect();
    let condition = fields.text("where", reader).map(|text| super::procedure::checked_expression(text, reader));
    fields.finish(reader);
    verbs.sort_by_key(|(_, key, _)| key.span);
    let (how, node) = match verbs.as_slice() {
        [] => {
            reader.fault(Problem::BadMeasure { how: MeasureFault::NoVerb }, name.span);
            return None;
        }
        [(how, _, node)] => (*how, *node),
        [_, (_, second, _), ..] => {
            reader.fault(Problem::BadMeasure { how: MeasureFault::TwoVerbs }, second.span);
            return None;
        }
    };
    let word = reader.text(node)?;
    let what = match word.value.as_str() {
        "cases" => Subject::Closed,
        "open" => Subject::Open,
        "overdue" => Subject::Overdue,
        _ => Subject::Field(word.value),
    };
    if matches!((how, &what), (How::Sum | How::Median, Subject::Closed | Subject::Open | Subject::Overdue)) {
        reader.fault(Problem::BadMeasure { how: MeasureFault::NotANumber }, word.span);
        return None;
    }
    let by: Vec<Spanned<Key>> = by;
    if let (How::List, Some(first)) = (how, by.first()) {
        reader.fault(Problem::BadMeasure { how: MeasureFault::ListBy }, first.span);
        return None;
    }
    Some(Measure { name: name.clone(), how, what, span: word.span, of, by, condition })
}

fn key(word: Spanned<String>) -> Spanned<Key> {
    let key = one_of(&Key::ALL, &word.value).unwrap_or(Key::Field(word.value));
    Spanned::new(key, word.span)
}

fn one_of<T: Clone>(words: &[(&'static str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| meaning.clone())
}
