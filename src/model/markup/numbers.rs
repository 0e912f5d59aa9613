//! Clauses that count themselves, and references to them.
//!
//! Before anything else is read, `#.#.@repair ` at the beginning of a line or of a heading becomes the number of that
//! clause, `3.2. `, and `@repair` anywhere becomes `3.2`. A number that is written, `3.`, is what the next ones go on from.

use super::{Atom, after, is_space};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::form::FormFault;
use crate::model::span::Span;
use std::collections::BTreeMap;

/// The lines with their numbers and references; faults are added to `faults`.
pub(super) fn numbered(lines: Vec<(Vec<Atom>, Span)>, faults: &mut Vec<Diagnostic>) -> Vec<(Vec<Atom>, Span)> {
    let mut counts = Counts::default();
    let mut labels = BTreeMap::new();
    let mut fault = |how, span| faults.push(Diagnostic::new(Problem::BadForm { how }, span));
    let counted: Vec<(Vec<Atom>, Span)> = lines
        .into_iter()
        .map(|(atoms, span)| {
            let Some(mark) = mark(&atoms) else { return (atoms, span) };
            let Some(number) = counts.next(&mark.parts) else {
                fault(FormFault::NothingAbove { number: mark.written }, span);
                return (atoms, span);
            };
            // What is written stays as it is written, `1.01.` too.
            let counts = mark.parts.contains(&None);
            let number = if counts { format!("{number}.") } else { mark.written };
            if let Some(label) = mark.label
                && labels.insert(label.clone(), number.trim_end_matches('.').to_owned()).is_some()
            {
                fault(FormFault::LabelTwice { label }, span);
            }
            let (before, behind) = (atoms.get(..mark.from), atoms.get(mark.end..));
            let number = number.chars().map(Atom::Char);
            let before = before.into_iter().flatten().cloned();
            (before.chain(number).chain(behind.into_iter().flatten().cloned()).collect(), span)
        })
        .collect();
    let refer = |(atoms, span): (Vec<Atom>, Span)| {
        let (atoms, unknown) = referring(atoms, &labels);
        unknown.into_iter().for_each(|label| fault(FormFault::UnknownLabel { label }, span));
        (atoms, span)
    };
    counted.into_iter().map(refer).collect()
}

/// The numbers of the last clause, from its uppermost level down.
#[derive(Default)]
struct Counts(Vec<u32>);

impl Counts {
    /// The number of the next clause, without its last dot; none where a level above has no number yet.
    fn next(&mut self, parts: &[Option<u32>]) -> Option<String> {
        let mut next = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            let known = self.0.get(at).copied();
            next.push(match part {
                Some(number) => *number,
                None if at + 1 == parts.len() => known.unwrap_or(0).saturating_add(1),
                None => known?,
            });
        }
        let number = next.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        self.0 = next;
        Some(number)
    }
}

/// A number at the beginning of a line.
struct Mark {
    /// Its levels; none counts itself.
    parts: Vec<Option<u32>>,
    /// As written, without its label.
    written: String,
    label: Option<String>,
    /// The characters of the line that it takes.
    from: usize,
    end: usize,
}

fn mark(atoms: &[Atom]) -> Option<Mark> {
    let text = (1..=6).find_map(|level| after(atoms, &format!("{} ", "#".repeat(level)))).unwrap_or(atoms);
    let from = atoms.len() - text.len();
    let length = text.iter().position(|atom| matches!(atom, Atom::Char(c) if is_space(*c)))?;
    let characters: Option<String> =
        text.get(..length)?.iter().map(|atom| if let Atom::Char(c) = atom { Some(*c) } else { None }).collect();
    let characters = characters?;
    let (written, label) = match characters.split_once('@') {
        Some((written, label)) if !label.is_empty() && label.chars().all(is_part) => (written, Some(label.to_owned())),
        Some(_) => return None,
        None => (characters.as_str(), None),
    };
    let part = |part: &str| match part {
        "#" => Some(None),
        digits if (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok().map(Some)
        }
        _ => None,
    };
    let parts: Option<Vec<Option<u32>>> = written.strip_suffix('.')?.split('.').map(part).collect();
    Some(Mark { parts: parts?, written: written.to_owned(), label, from, end: from + length })
}

/// A line with numbers in the place of labels, and the labels that no clause has.
fn referring(atoms: Vec<Atom>, labels: &BTreeMap<String, String>) -> (Vec<Atom>, Vec<String>) {
    if !atoms.contains(&Atom::Char('@')) {
        return (atoms, Vec::new());
    }
    let (mut found, mut unknown) = (Vec::with_capacity(atoms.len()), Vec::new());
    let mut rest = atoms.as_slice();
    while let Some((atom, behind)) = rest.split_first() {
        rest = behind;
        // Inside of a word it is the sign of an address.
        let apart = match found.last() {
            None => true,
            Some(Atom::Char(c)) => !c.is_alphanumeric(),
            Some(_) => false,
        };
        let begins = *atom == Atom::Char('@') && apart;
        let word = behind.iter().map_while(|atom| if let Atom::Char(c) = atom { Some(*c) } else { None });
        let label: String = if begins { word.take_while(|c| is_part(*c)).collect() } else { String::new() };
        let label = label.trim_end_matches('-');
        if label.is_empty() {
            found.push(atom.clone());
            continue;
        }
        rest = behind.get(label.chars().count()..).unwrap_or_default();
        match labels.get(label) {
            Some(number) => found.push(Atom::Reference(number.clone())),
            None => unknown.push(label.to_owned()),
        }
    }
    (found, unknown)
}

/// Whether a label may have the character.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}
