//! The faces of paper and the shaping of words: which glyphs a word has and how wide they are.

use super::error::{RenderError, RenderFault};
use crate::model::document::Face;
use crate::model::span::Span;
use rustybuzz::{Direction, ShapePlan, UnicodeBuffer, script};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

/// A glyph on its way to paper. The faces have no ligatures, so it is one character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// Its number in the face.
    pub(super) id: u16,
    /// What it says, for copying and searching.
    pub(super) character: char,
    /// How far it moves the pen, kerning and justification included, in ems.
    pub(super) advance: f32,
    /// How far it would move the pen by itself, in ems.
    pub(super) natural: f32,
}

/// A face as it is built into the program.
pub(super) struct Program {
    /// The whole file.
    pub(super) bytes: &'static [u8],
    /// Its name in a PDF.
    pub(super) name: &'static str,
    /// Its tables.
    pub(super) face: rustybuzz::Face<'static>,
    latin: ShapePlan,
    cyrillic: ShapePlan,
}

/// All faces, in the order of [`Face`].
const FACES: [Face; 3] = [Face::Regular, Face::Bold, Face::Italic];

/// The program of a face; none when what was built in is damaged.
pub(super) fn program(face: Face) -> Result<&'static Program, RenderError> {
    static PROGRAMS: OnceLock<Vec<Program>> = OnceLock::new();
    let programs = PROGRAMS.get_or_init(|| FACES.into_iter().filter_map(read).collect());
    let found = if programs.len() == FACES.len() { programs.get(index(face)) } else { None };
    found.ok_or(RenderError::new(RenderFault::Fonts, Span::NONE))
}

fn read(face: Face) -> Option<Program> {
    let (bytes, name): (&'static [u8], _) = match face {
        Face::Regular => (include_bytes!("fonts/PultSerif-Regular.ttf"), "PultSerif-Regular"),
        Face::Bold => (include_bytes!("fonts/PultSerif-Bold.ttf"), "PultSerif-Bold"),
        Face::Italic => (include_bytes!("fonts/PultSerif-Italic.ttf"), "PultSerif-Italic"),
    };
    let face = rustybuzz::Face::from_slice(bytes, 0)?;
    let plan = |script| ShapePlan::new(&face, Direction::LeftToRight, Some(script), None, &[]);
    let (latin, cyrillic) = (plan(script::LATIN), plan(script::CYRILLIC));
    Some(Program { bytes, name, face, latin, cyrillic })
}

fn index(face: Face) -> usize {
    match face {
        Face::Regular => 0,
        Face::Bold => 1,
        Face::Italic => 2,
    }
}

/// What a word's own hyphen is read as at the end of a line.
pub(super) const OWN: char = '\u{2010}';

/// Shapes words and remembers them: a contract says the same words again and again.
#[derive(Default)]
pub(super) struct Fonts {
    words: [HashMap<String, Rc<[Glyph]>>; 3],
    buffer: Option<UnicodeBuffer>,
}

impl Fonts {
    /// The glyphs of a word, one for each character.
    ///
    /// # Errors
    /// A character that the face does not have.
    pub(super) fn shape(&mut self, face: Face, word: &str, span: Span) -> Result<Rc<[Glyph]>, RenderError> {
        if let Some(known) = self.words.get(index(face)).and_then(|words| words.get(word)) {
            return Ok(Rc::clone(known));
        }
        let program = program(face)?;
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(word);
        buffer.set_direction(Direction::LeftToRight);
        let cyrillic = word.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'));
        let (script, plan) =
            if cyrillic { (script::CYRILLIC, &program.cyrillic) } else { (script::LATIN, &program.latin) };
        buffer.set_script(script);
        let shaped = rustybuzz::shape_with_plan(&program.face, plan, buffer);
        let em = f32::from(i16::try_from(program.face.units_per_em()).unwrap_or(i16::MAX));
        let mut glyphs = Vec::with_capacity(shaped.len());
        let mut characters = word.chars();
        for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let missing = |character| RenderError::new(RenderFault::Glyph { character, word: word.to_owned() }, span);
            let character = characters.next().ok_or_else(|| missing(char::REPLACEMENT_CHARACTER))?;
            let id = u16::try_from(info.glyph_id).ok().filter(|id| *id != 0).ok_or_else(|| missing(character))?;
            let natural = program.face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(id)).unwrap_or(0);
            glyphs.push(Glyph {
                id,
                character,
                advance: f32::from(i16::try_from(place.x_advance).unwrap_or(i16::MAX)) / em,
                natural: f32::from(natural) / em,
            });
        }
        if let Some(character) = characters.next() {
            let fault = RenderFault::Glyph { character, word: word.to_owned() };
            return Err(RenderError::new(fault, span));
        }
        self.buffer = Some(shaped.clear());
        let glyphs: Rc<[Glyph]> = glyphs.into();
        if let Some(words) = self.words.get_mut(index(face)) {
            words.insert(word.to_owned(), Rc::clone(&glyphs));
        }
        Ok(glyphs)
    }
}

/// A hyphen of the word's own that happens to end a line, as who copies the text shall read it: U+2010. A hyphen-minus
/// at the end of a line is taken out by readers, with the line's end, and gives the divided word back.
///
/// # Errors
/// A face without it, which is damaged.
pub(super) fn own_hyphen(face: Face, hyphen: Glyph) -> Result<Glyph, RenderError> {
    let id = program(face)?.face.glyph_index(OWN).ok_or(RenderError::new(RenderFault::Fonts, Span::NONE))?;
    Ok(Glyph { id: id.0, character: OWN, ..hyphen })
}

/// The width of glyphs, in ems.
pub(super) fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}
