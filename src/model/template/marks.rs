//! Marks inside a printed text: where a value begins and ends, where a line of the form begins, where
//! something other than words stands.
//!
//! All are private-use characters, and a value is printed without any: so no value, whatever it holds,
//! can be read as markup of the form.

use crate::model::types::FieldType;
use minijinja::value::Object;
use minijinja::{Error, ErrorKind};
use std::sync::Arc;

const LINE: char = '\u{E000}';
const VALUE: char = '\u{E001}';
const BLANK: char = '\u{E002}';
const TABLE: char = '\u{E003}';
const BARS: char = '\u{E004}';
const PAGE: char = '\u{E005}';
const PAGES: char = '\u{E006}';
const END: char = '\u{E007}';
const REST: char = '\u{E008}';
const LINES: char = '\u{E009}';
const BOX: char = '\u{E00A}';

/// The longest blank, in millimetres: nothing on A4 is longer.
const LONGEST_BLANK: f64 = 300.0;
/// A line for an answer of no known type, in millimetres.
const UNTYPED_LINE: f64 = 40.0;
/// The most lines to write on in one place: a page has no more.
const MOST_LINES: u8 = 30;

/// What an expression of a form may print besides words.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Blank(f64),
    Rest,
    Lines(u8),
    Box(bool),
    Table(String),
    Bars(String),
    Page,
    Pages,
}

impl Object for Mark {
    /// It stands for what will be there.
    fn is_true(self: &Arc<Self>) -> bool {
        true
    }

    /// Joined to a text it is nothing.
    fn render(self: &Arc<Self>, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl Mark {
    /// A line to write on; without a length up to the end of its line.
    pub(super) fn blank(length: Option<f64>) -> Result<Self, Error> {
        let Some(length) = length else { return Ok(Self::Rest) };
        if (1.0..=LONGEST_BLANK).contains(&length) {
            return Ok(Self::Blank(length));
        }
        Err(Error::new(ErrorKind::InvalidOperation, "a blank is 1 to 300 mm long"))
    }

    /// Whole lines to write on.
    pub(super) fn lines(count: u8) -> Result<Self, Error> {
        if (1..=MOST_LINES).contains(&count) {
            return Ok(Self::Lines(count));
        }
        Err(Error::new(ErrorKind::InvalidOperation, "there are 1 to 30 lines to write on"))
    }

    /// A line of the length that answers of the type usually need by hand.
    pub(super) fn line_for(field: Option<&FieldType>) -> Self {
        Self::Blank(field.map_or(UNTYPED_LINE, |field| field.base.kind().line))
    }

    /// As it stands in the printed text.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Blank(length) => format!("{BLANK}{length}{END}"),
            Self::Rest => REST.to_string(),
            Self::Lines(count) => format!("{LINES}{count}{END}"),
            Self::Box(ticked) => format!("{BOX}{}{END}", u8::from(*ticked)),
            Self::Table(name) => format!("{TABLE}{}{END}", clean(name)),
            Self::Bars(name) => format!("{BARS}{}{END}", clean(name)),
            Self::Page => PAGE.to_string(),
            Self::Pages => PAGES.to_string(),
        }
    }
}

/// Says that what follows comes from this line of the form, counted from 0.
pub(super) fn line_mark(line: usize) -> String {
    format!("{LINE}{line}{END}")
}

/// A value between marks; of nothing nothing.
pub(super) fn held(value: &str) -> String {
    let words = clean(value);
    if words.is_empty() { words } else { format!("{VALUE}{words}{END}") }
}

/// Whether Unicode leaves the character to private use.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// A value as it may stand on paper: a line break is a space, what cannot be seen is left out.
fn clean(value: &str) -> String {
    let lines = value.replace("\r\n", " ");
    let visible =
        lines.chars().map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c });
    // What nobody sees would only be in the way of dividing lines.
    visible.filter(|c| !c.is_control() && !is_private(*c) && !is_unseen(*c)).collect()
}

/// Soft hyphens, spaces without width, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A part of a printed line.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// A character of the form's author, who may mean markup by it.
    Char(char),
    /// Words that never are markup: a value.
    Words(String),
    /// The number of a clause that is referred to.
    Reference(String),
    /// An empty place of a length in millimetres.
    Blank(f32),
    /// An empty place up to the end of the line.
    Rest,
    /// So many lines to write on.
    Lines(u8),
    /// A box to tick, ticked or not.
    Box(bool),
    /// The table of this name.
    Table(String),
    /// The bars of this name.
    Bars(String),
    /// The number of the page.
    Page,
    /// How many pages there are.
    Pages,
}

/// A line of a printed form.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedLine {
    /// The line of the form it comes from, counted from 0.
    pub line: usize,
    /// What it says, without spaces at its ends; nothing for a blank line.
    pub atoms: Vec<Atom>,
}

/// An abbreviation at the end of a sentence keeps one dot: `5,00 руб.` and not `5,00 руб..`
fn keeps_its_dot(atoms: &[Atom]) -> bool {
    matches!(atoms.last(), Some(Atom::Words(value)) if value.ends_with('.') && !value.ends_with(".."))
}

/// Takes a printed text apart. A line on which only tags stood is left out; a blank one is not.
pub(super) fn take_apart(text: &str) -> Vec<PrintedLine> {
    let mut found = Vec::new();
    let mut line = 0;
    for printed in text.split('\n') {
        let mut atoms = Vec::new();
        let mut tags = false;
        let mut rest = printed.chars();
        while let Some(c) = rest.next() {
            let mut inside = || -> String { rest.by_ref().take_while(|c| *c != END).collect() };
            atoms.push(match c {
                LINE => {
                    tags = true;
                    let number = inside().parse().unwrap_or(line);
                    // Of several marks before the first word the last one counts.
                    if atoms.is_empty() {
                        line = number;
                    }
                    continue;
                }
                VALUE => Atom::Words(inside()),
                BLANK => Atom::Blank(inside().parse().unwrap_or(0.0)),
                REST => Atom::Rest,
                LINES => Atom::Lines(inside().parse().unwrap_or(1)),
                BOX => Atom::Box(inside() == "1"),
                TABLE => Atom::Table(inside()),
                BARS => Atom::Bars(inside()),
                PAGE => Atom::Page,
                PAGES => Atom::Pages,
                '.' if keeps_its_dot(&atoms) && !rest.as_str().starts_with('.') => continue,
                c if c.is_whitespace() && c != '\u{a0}' && (atoms.is_empty() || c == '\r') => continue,
                c => Atom::Char(c),
            });
        }
        while matches!(atoms.last(), Some(Atom::Char(c)) if c.is_whitespace()) {
            atoms.pop();
        }
        if !atoms.is_empty() || !tags {
            found.push(PrintedLine { line, atoms });
        }
    }
    found
}
