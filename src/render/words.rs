//! From a text with faces to boxes and spaces: what a line can be made of.

use super::bind::bind;
use super::error::{RenderError, RenderFault, measure};
use super::fonts::{Fonts, Glyph, width};
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
    },
    /// A line to write on.
    Blank {
        /// Its length.
        width: f32,
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

/// A hyphen that is set when a line ends at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hyphen {
    /// Its face.
    pub(super) face: Face,
    /// Its glyph.
    pub(super) glyph: Glyph,
    /// Its width.
    pub(super) width: f32,
}

/// What it costs to divide a word.
const HYPHEN: f64 = 60.0;
/// To divide a name, or whatever else is written with a capital.
const NAME: f64 = 800.0;
/// To end a line behind a hyphen or a slash that is there anyway.
const JOINT: f64 = 30.0;
/// To end a line before or behind a blank that touches a word.
const BLANK: f64 = 300.0;
/// To end a line where it must not end: only where nothing else fits.
const TIED: f64 = 1e7;

/// One character of a line, or a blank.
#[derive(Clone, Copy)]
enum Atom {
    Character(char, Face),
    Blank(f32),
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
pub(super) fn items(fonts: &mut Fonts, line: &Line, set: Type, stamp: &str) -> Result<Vec<Item>, RenderError> {
    let mut work = Work { fonts, set, span: line.span, items: Vec::new() };
    let atoms = atoms(line, set.face, stamp)?;
    let mut rest = atoms.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|atom| same(*first, **atom)).count().max(1);
        let (run, behind) = rest.split_at(length);
        rest = behind;
        match *first {
            Atom::Blank(length) => {
                work.touch();
                work.items.push(Item::Blank { width: length * MM });
                if !rest.first().is_none_or(|next| is_space(*next)) {
                    work.items.push(Item::Break { cost: BLANK, hyphen: None });
                }
            }
            Atom::Character(c, face) if space_of(c).is_some() => work.space(c, face)?,
            Atom::Character(_, face) => work.word(run, face)?,
        }
    }
    Ok(work.items)
}

/// The line's characters with their faces: composed, spaces collapsed, no-break rules applied.
fn atoms(line: &Line, upright: Face, stamp: &str) -> Result<Vec<Atom>, RenderError> {
    let mut atoms: Vec<Atom> = Vec::new();
    for piece in &line.pieces {
        let (text, face) = match piece {
            Piece::Text { text, face } => (text.as_str(), *face),
            Piece::Stamp => (stamp, Face::Regular),
            Piece::Blank { length } => {
                measure(f64::from(*length), line.span)?;
                atoms.push(Atom::Blank(*length));
                continue;
            }
        };
        let face = if face == Face::Regular { upright } else { face };
        let composed = if is_nfc(text) { None } else { Some(text.nfc().collect::<String>()) };
        for c in composed.as_deref().unwrap_or(text).chars() {
            match c {
                // Marks without a look, which come with pasted text.
                '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => {}
                '\u{a0}' | '\u{202f}' | '\u{2007}' => atoms.push(Atom::Character(c, face)),
                c if c.is_whitespace() => {
                    if !matches!(atoms.last(), None | Some(Atom::Character(' ', _))) {
                        atoms.push(Atom::Character(' ', face));
                    }
                }
                c => atoms.push(Atom::Character(c, face)),
            }
        }
    }
    while matches!(atoms.last(), Some(Atom::Character(' ', _))) {
        atoms.pop();
    }
    let plain: String = atoms
        .iter()
        .map(|atom| match atom {
            Atom::Character(c, _) => *c,
            Atom::Blank(_) => '_',
        })
        .collect();
    for (atom, bound) in atoms.iter_mut().zip(bind(&plain).chars()) {
        if let Atom::Character(c, _) = atom {
            *c = bound;
        }
    }
    Ok(atoms)
}

/// Whether two neighbours belong to one run: a word in one face.
fn same(first: Atom, next: Atom) -> bool {
    match (first, next) {
        (Atom::Character(a, face), Atom::Character(b, other)) => {
            face == other && space_of(a).is_none() && space_of(b).is_none()
        }
        _ => false,
    }
}

fn is_space(atom: Atom) -> bool {
    matches!(atom, Atom::Character(c, _) if space_of(c).is_some())
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
struct Work<'a> {
    fonts: &'a mut Fonts,
    set: Type,
    span: Span,
    items: Vec<Item>,
}

impl Work<'_> {
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
        if matches!(self.items.last(), Some(Item::Word { .. } | Item::Blank { .. })) {
            self.items.push(Item::Break { cost: BLANK, hyphen: None });
        }
    }

    fn word(&mut self, run: &[Atom], face: Face) -> Result<(), RenderError> {
        let characters: Vec<char> =
            run.iter().filter_map(|atom| if let Atom::Character(c, _) = atom { Some(*c) } else { None }).collect();
        let shown: String = characters.iter().filter(|c| !is_joint(**c)).map(|c| look(*c)).collect();
        let glyphs = self.fonts.shape(face, &shown, self.span)?;
        let hyphen = self.fonts.shape(face, "-", self.span)?;
        let size = self.set.size;
        let hyphen = hyphen.first().map(|glyph| Hyphen { face, glyph: *glyph, width: glyph.advance * size });
        let named = characters.iter().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase());
        let mut from = 0;
        for (at, kind) in breaks(&characters) {
            let cost = match kind {
                Kind::Hyphen if named => NAME,
                Kind::Hyphen => HYPHEN,
                Kind::Joint => JOINT,
            };
            self.part(face, &glyphs, from..at);
            self.items.push(Item::Break { cost, hyphen: hyphen.filter(|_| kind == Kind::Hyphen) });
            from = at;
        }
        self.part(face, &glyphs, from..glyphs.len());
        Ok(())
    }

    fn part(&mut self, face: Face, glyphs: &Rc<[Glyph]>, part: Range<usize>) {
        let width = width(glyphs.get(part.clone()).unwrap_or_default()) * self.set.size;
        if !part.is_empty() {
            self.items.push(Item::Word { face, glyphs: Rc::clone(glyphs), part, width });
        }
    }
}

/// A mark that says where a word may be divided and is not seen itself.
fn is_joint(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}')
}

/// The no-break hyphen looks like a hyphen.
fn look(c: char) -> char {
    if c == '\u{2011}' { '-' } else { c }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A hyphen is set.
    Hyphen,
    /// Nothing is set: a hyphen, a slash or a mark without a look is there.
    Joint,
}

/// Where a word may be divided: how many glyphs stand before, in order.
fn breaks(word: &[char]) -> Vec<(usize, Kind)> {
    let mut found = Vec::new();
    let address = word.iter().any(|c| c.is_ascii_digit() || matches!(c, '@' | '_' | ':'));
    let (mut at, mut glyph) = (0, 0);
    while let Some(c) = word.get(at) {
        let letters = word.iter().skip(at).take_while(|c| c.is_alphabetic()).count();
        let next_is_letter = word.get(at + 1).is_some_and(|c| c.is_alphabetic());
        match c {
            '\u{ad}' => found.push((glyph, Kind::Hyphen)),
            '\u{200b}' => found.push((glyph, Kind::Joint)),
            '-' | '‐' | '/' | '—' | '–' if at > 1 && next_is_letter => found.push((glyph + 1, Kind::Joint)),
            _ if letters >= 5 && !address => {
                let run = word.get(at..at + letters).unwrap_or_default();
                found.extend(syllables(run).into_iter().map(|within| (glyph + within, Kind::Hyphen)));
            }
            _ => {}
        }
        let step = letters.max(1);
        glyph += step - usize::from(is_joint(*c));
        at += step;
    }
    found
}

/// The vowels of the languages that are divided.
const VOWELS: &str = "аеёиоуыэюяіїєaeiouyàáâäèéêëìíîïòóôöùúûü";

/// Where a run of letters may be divided: two letters before, three behind, never an abbreviation in capitals.
fn syllables(letters: &[char]) -> Vec<usize> {
    if letters.iter().filter(|c| c.is_uppercase()).count() > 1 {
        return Vec::new();
    }
    let text: String = letters.iter().collect();
    let belarusian = letters.iter().any(|c| matches!(c.to_lowercase().next(), Some('і' | 'ў')));
    let language = match letters.first() {
        Some('\u{400}'..='\u{4ff}') if belarusian => hypher::Lang::Belarusian,
        Some('\u{400}'..='\u{4ff}') => hypher::Lang::Russian,
        _ => hypher::Lang::English,
    };
    let vowels = |part: &[char]| part.iter().flat_map(|c| c.to_lowercase()).any(|c| VOWELS.contains(c));
    let (mut at, mut from) = (0, 0);
    let mut found = Vec::new();
    for syllable in hypher::hyphenate_bounded(&text, language, 2, 3) {
        at += syllable.chars().count();
        // The Belarusian patterns set a lone consonant apart; no language does.
        let (before, behind) = (letters.get(from..at), letters.get(at..));
        if before.is_some_and(vowels) && behind.is_some_and(vowels) {
            found.push(at);
            from = at;
        }
    }
    found
}

/// The text of items, for messages.
pub(super) fn text_of(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Word { glyphs, part, .. } => {
                text.extend(glyphs.get(part.clone()).unwrap_or_default().iter().map(|glyph| glyph.character));
            }
            Item::Blank { .. } => text.push('_'),
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

    fn divided(word: &str) -> String {
        let characters: Vec<char> = word.chars().collect();
        let mut shown: Vec<char> = characters.iter().copied().filter(|c| !is_joint(*c)).collect();
        for (at, kind) in breaks(&characters).into_iter().rev() {
            shown.insert(at, if kind == Kind::Hyphen { '=' } else { '|' });
        }
        shown.into_iter().collect()
    }

    #[test]
    fn words_are_divided_where_the_language_does() {
        for (word, parts) in [
            ("предоставление", "предо=став=ле=ние"),
            ("«Телевидение»,", "«Те=ле=ви=де=ние»,"),
            ("ТЕЛЕВИДЕНИЕ", "ТЕЛЕВИДЕНИЕ"),
            ("ЕРИП", "ЕРИП"),
            ("интернет-магазин", "ин=тер=нет-|ма=га=зин"),
            ("+375-29-000", "+375-29-000"),
            ("info@example.org", "info@example.org"),
            ("и/или", "и/или"),
            ("изготовитель/поставщик", "из=го=то=ви=тель/|по=став=щик"),
            ("пад'езд", "пад'езд"),
            ("заслугоў", "за=слу=гоў"),
            ("agreement", "agree=ment"),
            ("сло\u{ad}во", "сло=во"),
            ("дом", "дом"),
        ] {
            assert_eq!(divided(word), parts);
        }
    }
}
