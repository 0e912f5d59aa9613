//! From a text with faces to boxes and spaces: what a line can be made of.

use super::bind::{self, bind};
use super::divide::{Kind, breaks, is_joint};
use super::error::{RenderError, RenderFault, measure};
use super::fonts::{Fonts, Glyph, width};
use super::page::Target;
use crate::model::document::{Face, Line, Piece};
use crate::model::span::Span;
use std::ops::Range;
use std::rc::Rc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// What a line is made of. Widths are in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A word or a part of one.
    Word {
        /// Its face.
        face: Face,
        /// The glyphs of the whole word.
        glyphs: Rc<[Glyph]>,
        /// Those that belong to this part.
        part: Range<usize>,
        /// Its width.
        width: f32,
        /// Where it leads, if it is an address or a reference.
        link: Option<Rc<Target>>,
    },
    /// A line to write on.
    Blank {
        /// Its length.
        width: f32,
        /// How far it gives way.
        length: Length,
    },
    /// A box to tick.
    Box {
        /// Its side with the space that keeps it apart.
        width: f32,
        /// Whether it is ticked.
        ticked: bool,
    },
    /// A space.
    Space {
        /// Its glyph.
        glyph: Glyph,
        /// Its width.
        width: f32,
        /// What it may grow by.
        stretch: f32,
        /// What it may shrink by.
        shrink: f32,
        /// What it costs to end a line here.
        cost: f64,
    },
    /// A place inside a word where a line may end.
    Break {
        /// What that costs.
        cost: f64,
        /// A hyphen to be set then.
        hyphen: Option<Hyphen>,
    },
}

/// How far a blank gives way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// It was asked for with a length, and gives way before words are set apart.
    Asked,
    /// It takes what its line leaves.
    Rest,
}

/// A hyphen that is set when a line ends at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hyphen {
    /// Its glyph, in the face of the word.
    pub(super) glyph: Glyph,
    /// Its width.
    pub(super) width: f32,
}

/// What it costs to divide a word.
const HYPHEN: f64 = 60.0;
/// What no line does unless nothing else fits costs this or more: to divide a name, or whatever else is written with
/// a capital.
pub(super) const EMERGENCY: f64 = 1e6;
/// To end a line behind a hyphen or a slash that is there anyway.
const JOINT: f64 = 60.0;
/// To end a line before or behind a blank that touches a word.
const BLANK: f64 = 300.0;
/// To end a line where it must not end: only where nothing else fits.
const TIED: f64 = 1e7;

/// The least length of a blank that takes the rest of its line, in millimetres.
const SHORTEST: f32 = 25.0;
/// What a box to tick takes of a line, in ems.
const BOX: f32 = 0.95;
/// How much of that is its side; the rest keeps it apart from the word behind it.
pub(super) const SIDE: f32 = 0.8;

/// One character of a line, or a blank.
#[derive(Clone, Copy)]
enum Atom {
    /// With the number of the reference it belongs to, 0 for none.
    Character(char, Face, usize),
    Blank(f32, Length),
    Box(bool),
}

/// How the text of a line is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    /// Points.
    pub(super) size: f32,
    /// The face of what is upright in the text.
    pub(super) face: Face,
}

/// Takes a line apart. `stamp` is what stands for the stamp's place.
pub(super) fn items(fonts: &mut Fonts<'_>, line: &Line, set: Type, stamp: &str) -> Result<Vec<Item>, RenderError> {
    let mut work = Work { fonts, set, span: line.span, items: Vec::new() };
    let atoms = atoms(line, set.face, stamp)?;
    let mut rest = atoms.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|atom| same(*first, **atom)).count().max(1);
        let (run, behind) = rest.split_at(length);
        rest = behind;
        match *first {
            Atom::Blank(millimetres, length) => {
                work.touch();
                work.items.push(Item::Blank { width: millimetres * MM, length });
                if !rest.first().is_none_or(|next| is_space(*next)) {
                    work.items.push(Item::Break { cost: BLANK, hyphen: None });
                }
            }
            Atom::Box(ticked) => {
                work.touch();
                work.items.push(Item::Box { width: BOX * set.size, ticked });
            }
            Atom::Character(c, face, _) if space_of(c).is_some() => work.space(c, face)?,
            Atom::Character(_, face, reference) => work.word(run, face, referred(line, reference))?,
        }
    }
    Ok(work.items)
}

/// The line's characters with their faces: composed, spaces collapsed, no-break rules applied.
fn atoms(line: &Line, upright: Face, stamp: &str) -> Result<Vec<Atom>, RenderError> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut references = 0;
    for piece in &line.pieces {
        let (text, face, reference) = match piece {
            Piece::Text { text, face } => (text.as_str(), *face, 0),
            Piece::Reference(number) => {
                references += 1;
                (number.as_str(), Face::Regular, references)
            }
            Piece::Stamp => (stamp, Face::Regular, 0),
            Piece::Box { ticked } => {
                atoms.push(Atom::Box(*ticked));
                continue;
            }
            Piece::Blank { length } => {
                measure(f64::from(*length), line.span)?;
                atoms.push(Atom::Blank(*length, Length::Asked));
                continue;
            }
            Piece::Rest => {
                atoms.push(Atom::Blank(SHORTEST, Length::Rest));
                continue;
            }
        };
        let face = if face == Face::Regular { upright } else { face };
        let composed = if is_nfc(text) { None } else { Some(text.nfc().collect::<String>()) };
        for c in composed.as_deref().unwrap_or(text).chars() {
            match c {
                // Marks without a look, which come with pasted text.
                '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => {}
                '\u{a0}' | '\u{202f}' | '\u{2007}' => atoms.push(Atom::Character(c, face, reference)),
                c if c.is_whitespace() => {
                    if !matches!(atoms.last(), None | Some(Atom::Character(' ', ..))) {
                        atoms.push(Atom::Character(' ', face, 0));
                    }
                }
                c => atoms.push(Atom::Character(c, face, reference)),
            }
        }
    }
    while matches!(atoms.last(), Some(Atom::Character(' ', ..))) {
        atoms.pop();
    }
    let plain: String = atoms
        .iter()
        .map(|atom| match atom {
            Atom::Character(c, ..) => *c,
            Atom::Blank(..) | Atom::Box(_) => bind::BLANK,
        })
        .collect();
    for (atom, bound) in atoms.iter_mut().zip(bind(&plain).chars()) {
        if let Atom::Character(c, ..) = atom {
            *c = bound;
        }
    }
    Ok(atoms)
}

/// Where a reference of a line leads, counted from 1.
fn referred(line: &Line, reference: usize) -> Option<Target> {
    let numbers = line.pieces.iter().filter_map(|piece| match piece {
        Piece::Reference(number) => Some(number),
        _ => None,
    });
    numbers.skip(reference.checked_sub(1)?).map(|number| Target::Clause(number.clone())).next()
}

/// Whether two neighbours belong to one run: a word in one face.
fn same(first: Atom, next: Atom) -> bool {
    match (first, next) {
        (Atom::Character(a, face, from), Atom::Character(b, other, to)) => {
            face == other && from == to && space_of(a).is_none() && space_of(b).is_none()
        }
        _ => false,
    }
}

fn is_space(atom: Atom) -> bool {
    matches!(atom, Atom::Character(c, ..) if space_of(c).is_some())
}

/// A space's width, stretch and shrink in ems, and what it costs to end a line there.
fn space_of(c: char) -> Option<[f32; 3]> {
    match c {
        ' ' | '\u{a0}' | '\u{2007}' => Some([0.25, 0.125, 0.07]),
        '\u{202f}' => Some([0.16, 0.0, 0.0]),
        _ => None,
    }
}

/// A line that is being taken apart.
struct Work<'a, 'f> {
    fonts: &'a mut Fonts<'f>,
    set: Type,
    span: Span,
    items: Vec<Item>,
}

impl Work<'_, '_> {
    fn space(&mut self, c: char, face: Face) -> Result<(), RenderError> {
        let Some(ems) = space_of(c) else { return Ok(()) };
        let [width, stretch, shrink] = ems.map(|em| em * self.set.size);
        let cost = if c == ' ' { 0.0 } else { TIED };
        if let Some(glyph) = self.fonts.shape(face, " ", self.span)?.first().copied() {
            self.items.push(Item::Space { glyph, width, stretch, shrink, cost });
        }
        Ok(())
    }

    /// Between a word and a blank without a space a line may end, at a cost.
    fn touch(&mut self) {
        if matches!(self.items.last(), Some(Item::Word { .. } | Item::Blank { .. } | Item::Box { .. })) {
            self.items.push(Item::Break { cost: BLANK, hyphen: None });
        }
    }

    fn word(&mut self, run: &[Atom], face: Face, reference: Option<Target>) -> Result<(), RenderError> {
        let characters: Vec<char> =
            run.iter().filter_map(|atom| if let Atom::Character(c, ..) = atom { Some(*c) } else { None }).collect();
        let shown: String = characters.iter().filter(|c| !is_joint(**c)).map(|c| look(*c)).collect();
        let glyphs = self.fonts.shape(face, &shown, self.span)?;
        let size = self.set.size;
        let hyphen = self.fonts.shape(face, "-", self.span)?;
        let hyphen = hyphen.first().map(|glyph| Hyphen { glyph: *glyph, width: glyph.advance * size });
        let named = characters.iter().any(|c| c.is_uppercase());
        let link = reference.or_else(|| address(&shown).map(Target::Uri)).map(Rc::new);
        let mut from = 0;
        for (at, kind) in breaks(&characters) {
            let cost = match kind {
                Kind::Hyphen if named => EMERGENCY,
                Kind::Hyphen => HYPHEN,
                Kind::Joint => JOINT,
            };
            self.part(face, &glyphs, from..at, link.as_ref());
            self.items.push(Item::Break { cost, hyphen: hyphen.filter(|_| kind == Kind::Hyphen) });
            from = at;
        }
        self.part(face, &glyphs, from..glyphs.len(), link.as_ref());
        Ok(())
    }

    fn part(&mut self, face: Face, glyphs: &Rc<[Glyph]>, part: Range<usize>, link: Option<&Rc<Target>>) {
        let width = width(glyphs.get(part.clone()).unwrap_or_default()) * self.set.size;
        if !part.is_empty() {
            self.items.push(Item::Word { face, glyphs: Rc::clone(glyphs), part, width, link: link.cloned() });
        }
    }
}

/// Where a word leads that is the address of a page or of a mailbox, as a URI.
fn address(word: &str) -> Option<String> {
    let word = word.trim_start_matches(['(', '[', '<', '«', '"']);
    let word = word.trim_end_matches([')', ']', '>', '»', '"', '.', ',', ';', ':', '!', '?', '…']);
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    if !word.chars().all(safe) {
        return None;
    }
    if let Some(rest) = word.strip_prefix("https://").or(word.strip_prefix("http://")) {
        return (!rest.is_empty()).then(|| word.to_owned());
    }
    let (name, host) = word.split_once('@')?;
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-._+".contains(c));
    (plain(name) && plain(host) && host.contains('.')).then(|| format!("mailto:{word}"))
}

/// The no-break hyphen looks like a hyphen.
fn look(c: char) -> char {
    if c == '\u{2011}' { '-' } else { c }
}

/// The text of items, for messages.
pub(super) fn text_of(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Word { glyphs, part, .. } => {
                text.extend(glyphs.get(part.clone()).unwrap_or_default().iter().map(|glyph| glyph.character));
            }
            Item::Blank { .. } | Item::Box { .. } => text.push('_'),
            Item::Space { .. } => text.push(' '),
            Item::Break { .. } => {}
        }
    }
    text
}

/// A word that fits nowhere.
pub(super) fn too_wide(word: String, span: Span) -> RenderError {
    RenderError::new(RenderFault::Word { word }, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_place() {
        for (word, uri) in [
            ("(info@example.org),", Some("mailto:info@example.org")),
            ("https://example.org/a?b=1.", Some("https://example.org/a?b=1")),
            ("https://", None),
            ("example.org", None),
            ("a@b", None),
            ("почта@example.org", None),
            ("@example.org", None),
        ] {
            assert_eq!(address(word).as_deref(), uri, "{word}");
        }
    }
}
