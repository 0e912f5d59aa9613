//! What a person may have to mend: a typed problem with its place. Worded in `text`, drawn in `cli`.

mod problem;
#[cfg(test)]
mod samples;
mod table;
mod way;

pub use problem::Problem;
pub use way::{Always, Comparison, Turn, Unanswerable, Unreached};

use super::letters::Stray;
use super::span::Span;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Said, and counted as nothing: a blank to fill in, an atom nobody carries out yet.
    Note,
    /// Probably wrong.
    Warning,
    /// Has to be mended before the file is used.
    Error,
}

/// Text to put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub text: String,
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub span: Span,
    /// A second place that belongs to it (the first of two equal keys).
    pub also: Option<Span>,
    /// The corrected text.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A problem at a place.
    #[must_use]
    pub fn new(problem: Problem, span: Span) -> Self {
        Self { problem, span, also: None, fix: None }
    }

    /// Adds the second place.
    #[must_use]
    pub fn also(mut self, span: Span) -> Self {
        self.also = Some(span);
        self
    }

    /// Adds the corrected text.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.problem.severity()
    }
}

impl Problem {
    /// A word with letters of another alphabet.
    #[must_use]
    pub fn mixed(word: String, stray: Stray) -> Self {
        let Stray { letters, alphabet, meant, .. } = stray;
        Self::MixedAlphabets { word, letters, alphabet, meant }
    }

    /// The word that is blamed, where a slip of one letter in it may be all.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Unknown { word, .. } | Self::UnknownStep { word, .. } | Self::NotOneOf { word, .. } => Some(word),
            Self::UnknownKey { key, .. } | Self::UnknownMember { key, .. } => Some(key),
            Self::UnknownName { name, .. } | Self::BadName { name } => Some(name),
            Self::UnknownChoice { code, .. } | Self::BadCode { code } | Self::BadDesk { code } => Some(code),
            Self::NotAskedByChild { field, .. } => Some(field),
            _ => None,
        }
    }
}

/// The shape that a value should have had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `key: value` lines.
    Map,
    /// Lines that begin with a dash.
    List,
    /// One text.
    Text,
    /// `yes` or `no`.
    YesNo,
    /// A whole number.
    Number,
}

/// The kinds of things that other files name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A procedure.
    Procedure,
    /// A card.
    Card,
    /// A section of `pult.yaml`.
    Section,
    /// An atom of `source.yaml`.
    Atom,
    /// A field type.
    Type,
    /// A step of a procedure.
    Step,
    /// A move of a scenario.
    Move,
    /// A moment or an answer that a variant of a scenario changes.
    Change,
    /// A dispatcher of `pult.yaml`.
    Dispatcher,
    /// An outcome of a procedure.
    Outcome,
    /// A part to include.
    Part,
    /// A form.
    Form,
    /// A series of numbers of `pult.yaml`.
    Series,
    /// Somebody to tell or to write to.
    Contact,
    /// A step that files are attached to.
    Files,
}

/// What is wrong with a `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckFault {
    /// Neither `otherwise` nor `warn` stands beside it.
    NoWords,
    /// Both do.
    TwoWords,
    /// There are words, and no `check`.
    NoCheck {
        /// `otherwise` or `warn`.
        key: &'static str,
    },
}

/// What is wrong with a `repeat`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepeatFault {
    /// A number is fixed in two ways.
    TwoWays {
        /// The key that does not fit.
        key: &'static str,
        /// `count` or `each`.
        fixed: &'static str,
    },
    /// `each` names a field in which not several can be chosen.
    NotChoices {
        /// The field.
        field: String,
    },
    /// It stands too deep in others.
    TooDeep {
        /// The limit.
        most: usize,
    },
}

/// What is wrong with `choices`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoicesFault {
    /// The type needs them.
    Missing,
    /// None is listed.
    Empty,
    /// The type has none.
    OfType {
        /// The type, as written.
        word: String,
    },
    /// `from` names nothing to choose from.
    From {
        /// As written.
        word: String,
    },
    /// The card has no table.
    NoTable {
        /// The card.
        card: String,
    },
    /// A choice cannot be kept apart: what is chosen decides about the plan.
    Private,
}

/// What a time that cannot be read should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// The offset from universal time.
    Offset,
    /// From when to when.
    Interval,
    /// The same, and it ends before it begins.
    BackwardInterval,
    /// Two of them, with a break between.
    Break,
    /// A day of the week, or the first and last of a span.
    Weekdays,
    /// A day of every year.
    Yearly,
    /// A day.
    Day,
    /// A day and a time.
    Moment,
    /// How long something takes, by the clock.
    Minutes,
    /// A span of time.
    Span,
    /// A span of time, one after a step, or a field with a date.
    Due,
}

/// What is wrong with a `due`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueFault {
    /// It stands at what nobody ever does.
    Unawaited,
    /// It counts from what nobody ever does.
    NeverDone {
        /// The name.
        name: String,
    },
    /// The field that it names holds no date.
    NotADate {
        /// The name.
        name: String,
    },
}
