//! YAML that people write: a tree whose every value keeps its place, and every fault at once.
//!
//! The grammar is `saphyr-parser`'s. What is ours: places in bytes, the parts of YAML that only
//! surprise people (aliases, tags, several documents, merge keys, duplicate keys) refused in words,
//! and the slips everybody makes (see `traps`) named and mended on the fly, so that one slip does
//! not hide the faults behind it.

mod fields;
#[cfg(test)]
mod tests;
mod traps;

pub use fields::{Blank, Fields, Reader, nearest, yes_or_no};

use super::diagnostic::{Diagnostic, Fix, Problem};
use super::letters::stray;
use super::span::{FileId, Span, Spanned, carry};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::collections::HashMap;
use std::ops::Range;

/// The largest file of people's own that is read, in bytes. A procedure of 200 steps has 30,000.
pub const LARGEST: u64 = 2_000_000;

/// How deep lists and maps may stand inside each other.
const DEEPEST: usize = 48;

/// How many grammar slips of one file are mended in order to read on.
const MOST_MENDS: usize = 40;

/// One value of a YAML text.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A text; nothing at all is an empty plain text.
    Text {
        /// As YAML understands it.
        text: String,
        /// Without quotes and not a block.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The keys and values of a map; of anything else none.
    #[must_use]
    pub fn entries(&self) -> &[(Spanned<String>, Node)] {
        if let Kind::Map(entries) = &self.kind { entries } else { &[] }
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, Kind::Text { text, plain: true } if text.is_empty() || text == "~" || text == "null")
    }
}

/// Reads one YAML text. What could be read is returned, and every fault is added to `faults`.
pub fn parse(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    if let Some(place) = traps::conflict_marker(text) {
        faults.push(Diagnostic::new(Problem::ConflictMarker, Span::new(file, place)));
        return None;
    }
    traps::tabs(text, file, faults);
    traps::control_characters(text, file, faults);
    let (mut places, mut mended) = Places::new(text, file);
    for _ in 0..MOST_MENDS {
        let before = faults.len();
        match build(&mended, &places, faults) {
            Ok(node) => return node,
            Err(error) => {
                faults.truncate(before);
                let at = places.byte(error.marker());
                if error.info().contains("recursion limit") {
                    faults.push(Diagnostic::new(Problem::TooDeep { most: DEEPEST }, Span::new(file, at..at)));
                    return None;
                }
                let Some(mend) = traps::mend(&mended, error.marker().line()) else {
                    let problem = Problem::Grammar { reason: error.info().to_owned() };
                    faults.push(Diagnostic::new(problem, Span::new(file, at..at)));
                    return None;
                };
                let [shown, fixed] =
                    [&mend.shown, &mend.range].map(|range| Span::new(file, places.original(&mended, range)));
                let told = |fault: &Diagnostic| fault.problem == mend.problem && fault.span == shown;
                if faults.iter().any(told) {
                    // What should have mended it has not: it stays the one fault of this place.
                    return None;
                }
                let fix = Fix { span: fixed, text: mend.text.clone() };
                faults.push(Diagnostic::new(mend.problem, shown).fix(fix));
                places.replace(&mut mended, mend.range, &mend.text);
            }
        }
    }
    None
}

/// Whether lists and maps stand deeper in each other than `most`. What the grammar refuses before is not.
#[must_use]
pub fn is_deeper_than(text: &str, most: usize) -> bool {
    let mut depth: usize = 0;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), _)) => depth += 1,
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            Err(error) => return error.info().contains("recursion limit"),
        }
        if depth > most {
            return true;
        }
    }
    false
}

/// Character places of the parser to byte places of the text as written.
struct Places {
    bytes: Vec<u32>,
    file: FileId,
    source: String,
}

impl Places {
    /// The places, and the text to parse: two spaces for a tab that indents, one for any other.
    fn new(text: &str, file: FileId) -> (Self, String) {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        if !text.contains('\t') {
            let mut bytes: Vec<u32> = Vec::with_capacity(text.len() + 1);
            bytes.extend((0..end).zip(text.bytes()).filter(|(_, byte)| byte & 0xC0 != 0x80).map(|(at, _)| at));
            bytes.push(end);
            return (Self { bytes, file, source: text.to_owned() }, text.to_owned());
        }
        let mut bytes = Vec::with_capacity(text.len());
        let mut parsed = String::with_capacity(text.len());
        let mut indent = true;
        for (at, c) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            bytes.push(at);
            if c == '\t' {
                parsed.push(' ');
                if indent {
                    parsed.push(' ');
                    bytes.push(at);
                }
            } else {
                parsed.push(c);
            }
            indent = c == '\n' || indent && matches!(c, ' ' | '\t');
        }
        bytes.push(end);
        (Self { bytes, file, source: text.to_owned() }, parsed)
    }

    /// Bytes of the text to parse as bytes of the text as written.
    fn original(&self, parsed: &str, range: &Range<usize>) -> Range<usize> {
        let byte = |at: usize| {
            let place = parsed.get(..at).map_or(0, |before| before.chars().count());
            self.bytes.get(place).or(self.bytes.last()).map_or(0, |at| *at as usize)
        };
        byte(range.start)..byte(range.end)
    }

    /// Replaces a part of the text to parse; the new part stands where the old one did.
    fn replace(&mut self, parsed: &mut String, range: Range<usize>, text: &str) {
        let first = parsed.get(..range.start).map_or(0, |before| before.chars().count());
        let count = parsed.get(range.clone()).map_or(0, |old| old.chars().count());
        let start = self.bytes.get(first).copied().unwrap_or_default();
        self.bytes.splice(first..first + count, text.chars().map(|_| start));
        parsed.replace_range(range, text);
    }

    fn byte(&self, mark: &Marker) -> usize {
        self.bytes.get(mark.index()).or(self.bytes.last()).map_or(0, |at| *at as usize)
    }

    fn span(&self, span: &saphyr_parser::Span) -> Span {
        let (start, end) = (self.byte(&span.start), self.byte(&span.end));
        let text = self.source.get(start..end).unwrap_or("");
        Span::new(self.file, start..start + text.trim_end().len())
    }

    fn source(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or("")
    }

    /// What stands behind a value on its last line.
    fn rest_of_line(&self, span: Span) -> &str {
        self.source.get(span.end as usize..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }
}

enum Open {
    List(Span, Vec<Node>),
    Map(Span, Vec<(Spanned<String>, Node)>, Option<Spanned<String>>, HashMap<String, Span>),
}

/// Builds the tree; an error is the grammar's.
fn build(text: &str, places: &Places, faults: &mut Vec<Diagnostic>) -> Result<Option<Node>, saphyr_parser::ScanError> {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        let span = places.span(&span);
        let node = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    faults.push(Diagnostic::new(Problem::SeveralDocuments, span));
                    break;
                }
                continue;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
            Event::Alias(_) => {
                faults.push(Diagnostic::new(Problem::Alias, span));
                Node { span, kind: Kind::Text { text: String::new(), plain: false } }
            }
            Event::Scalar(value, style, anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), span, faults);
                let plain = style == ScalarStyle::Plain;
                // Of nothing the parser gives the place of the mark behind it.
                let span = if plain && value.is_empty() { Span { end: span.start, ..span } } else { span };
                if plain {
                    traps::cut_by_comment(places.rest_of_line(span), places.source(span), span, faults);
                }
                Node { span, kind: Kind::Text { text: value.into_owned(), plain } }
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), span, faults);
                open.push(Open::List(span, Vec::new()));
                if !deep_enough(&open, span, faults) {
                    break;
                }
                continue;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_anchor_and_tag(anchor, tag.is_some(), span, faults);
                open.push(Open::Map(span, Vec::new(), None, HashMap::new()));
                if !deep_enough(&open, span, faults) {
                    break;
                }
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(start, items)) => {
                    let last = items.last().map(|item| item.span);
                    Node { span: whole(start, last, span, places), kind: Kind::List(items) }
                }
                Some(Open::Map(start, mut entries, ..)) => {
                    let last = entries.last().map(|(_, value)| value.span);
                    let span = whole(start, last, span, places);
                    let source = places.source(span);
                    traps::comma_in_braces(&mut entries, source, span, faults);
                    let kind = if source.starts_with("{{") {
                        // Reported with its key; what was meant is a text.
                        Kind::Text { text: source.to_owned(), plain: false }
                    } else {
                        Kind::Map(entries)
                    };
                    Node { span, kind }
                }
                None => continue,
            },
        };
        match open.last_mut() {
            None => root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, waiting, known)) => match waiting.take() {
                Some(key) => entries.push((key, node)),
                None => *waiting = Some(key_of(node, known, places, faults)),
            },
        }
    }
    Ok(root)
}

/// The place of a list or map: up to its bracket, or, without one, up to its last value.
fn whole(start: Span, last: Option<Span>, end: Span, places: &Places) -> Span {
    // What stands behind the bracket may belong to the parser's mark, as far as a comment goes.
    let bracket = places.source(end).find([']', '}']).and_then(|at| u32::try_from(at).ok());
    let end = bracket.map_or_else(|| last.map_or(start.end, |last| last.end), |at| end.start + at + 1);
    Span { end: end.max(start.end), ..start }
}

fn refuse_anchor_and_tag(anchor: usize, tag: bool, span: Span, faults: &mut Vec<Diagnostic>) {
    if anchor > 0 {
        faults.push(Diagnostic::new(Problem::Alias, span));
    }
    if tag {
        faults.push(Diagnostic::new(Problem::Tag, span));
    }
}

fn deep_enough(open: &[Open], span: Span, faults: &mut Vec<Diagnostic>) -> bool {
    let fits = open.len() <= DEEPEST;
    if !fits {
        faults.push(Diagnostic::new(Problem::TooDeep { most: DEEPEST }, span));
    }
    fits
}

/// A key as it was meant: read on so, once it is said that it holds a letter of another alphabet.
fn of_one_alphabet(text: String, span: Span, places: &Places, faults: &mut Vec<Diagnostic>) -> String {
    let Some(stray) = stray(&text) else { return text };
    let first = carry(places.source(span), &text, stray.first.clone());
    let start = span.range().start;
    let span = first.map_or(span, |first| Span::new(span.file, start + first.start..start + first.end));
    let meant = stray.meant.clone();
    faults.push(Diagnostic::new(Problem::mixed(text, stray), span));
    meant
}

fn key_of(
    node: Node,
    known: &mut HashMap<String, Span>,
    places: &Places,
    faults: &mut Vec<Diagnostic>,
) -> Spanned<String> {
    let Kind::Text { text, .. } = node.kind else {
        let source = places.source(node.span);
        faults.push(if source.starts_with('{') {
            traps::braces_at_start(source, node.span, places.rest_of_line(node.span))
        } else {
            Diagnostic::new(Problem::KeyIsNotText, node.span)
        });
        return Spanned::new(String::new(), node.span);
    };
    let text = of_one_alphabet(text, node.span, places, faults);
    if text == "<<" {
        faults.push(Diagnostic::new(Problem::MergeKey, node.span));
    } else if let Some(first) = known.get(&text).filter(|_| !text.is_empty()) {
        let problem = Problem::DuplicateKey { key: text.clone() };
        faults.push(Diagnostic::new(problem, node.span).also(*first));
    } else {
        known.insert(text.clone(), node.span);
    }
    Spanned::new(text, node.span)
}
