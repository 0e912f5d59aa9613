//! The faces of paper and the shaping of words: which glyphs a word has and how wide they are.

use super::error::{RenderError, RenderFault};
use crate::model::appearance::{Appearance, Asset, AssetFault};
use crate::model::document::Face;
use crate::model::span::Span;
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, ShapePlan, UnicodeBuffer, script};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

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

/// A face with its tables.
pub(super) struct Program<'f> {
    /// The whole file.
    pub(super) bytes: &'f [u8],
    /// Its name in a PDF.
    pub(super) name: String,
    /// Its tables.
    pub(super) face: rustybuzz::Face<'f>,
    latin: ShapePlan,
    cyrillic: ShapePlan,
}

/// The faces of a document, in the order of [`Face`].
pub(super) enum Faces<'f> {
    /// Those built into the program.
    Built(&'static [Program<'static>]),
    /// The company's own.
    Own(Vec<Program<'f>>),
}

/// All faces, in the order of [`Face`].
const FACES: [Face; 3] = [Face::Regular, Face::Bold, Face::Italic];

impl<'f> Faces<'f> {
    /// Reads the faces that a document is set in.
    ///
    /// # Errors
    /// A file that is no font, or what was built in when it is damaged.
    pub(super) fn of(appearance: &'f Appearance) -> Result<Self, RenderError> {
        let Some(fonts) = &appearance.fonts else { return built().map(Self::Built) };
        let read = |font: &'f Arc<Asset>| own(font).ok_or_else(|| RenderError::asset(font, AssetFault::NotFont));
        fonts.iter().map(read).collect::<Result<_, _>>().map(Self::Own)
    }

    /// The program of a face.
    pub(super) fn get(&self, face: Face) -> Result<&Program<'f>, RenderError> {
        let found = match self {
            Self::Built(programs) => programs.get(index(face)),
            Self::Own(programs) => programs.get(index(face)),
        };
        found.ok_or(RenderError::new(RenderFault::Fonts, Span::NONE))
    }
}

fn built() -> Result<&'static [Program<'static>], RenderError> {
    static PROGRAMS: OnceLock<Vec<Program<'static>>> = OnceLock::new();
    let programs = PROGRAMS.get_or_init(|| FACES.into_iter().filter_map(read).collect());
    let whole = programs.len() == FACES.len();
    whole.then_some(programs.as_slice()).ok_or(RenderError::new(RenderFault::Fonts, Span::NONE))
}

fn read(face: Face) -> Option<Program<'static>> {
    let (bytes, name): (&'static [u8], _) = match face {
        Face::Regular => (include_bytes!("fonts/PultSerif-Regular.ttf"), "PultSerif-Regular"),
        Face::Bold => (include_bytes!("fonts/PultSerif-Bold.ttf"), "PultSerif-Bold"),
        Face::Italic => (include_bytes!("fonts/PultSerif-Italic.ttf"), "PultSerif-Italic"),
    };
    program(bytes, name.to_owned())
}

/// A font of the company's: outlines of TrueType are what the file of a document can hold.
fn own(font: &Asset) -> Option<Program<'_>> {
    let mut found = program(&font.bytes, String::new())?;
    found.face.tables().glyf?;
    let names = found.face.names().into_iter();
    let name = names.filter(|name| name.name_id == POST_SCRIPT_NAME).find_map(|name| name.to_string());
    let plain = |name: String| -> String { name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect() };
    found.name = name.map(plain).filter(|name| !name.is_empty()).unwrap_or_else(|| "Font".to_owned());
    Some(found)
}

fn program(bytes: &[u8], name: String) -> Option<Program<'_>> {
    let face = rustybuzz::Face::from_slice(bytes, 0)?;
    // A glyph is one character, so that a word can be divided and copied anywhere.
    let apart = [b"liga", b"clig", b"dlig", b"rlig", b"calt"].map(|tag| Feature::new(Tag::from_bytes(tag), 0, ..));
    let plan = |script| ShapePlan::new(&face, Direction::LeftToRight, Some(script), None, &apart);
    let (latin, cyrillic) = (plan(script::LATIN), plan(script::CYRILLIC));
    Some(Program { bytes, name, face, latin, cyrillic })
}

/// Of the names of a font, the one that a PDF uses.
const POST_SCRIPT_NAME: u16 = 6;

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
pub(super) struct Fonts<'f> {
    faces: &'f Faces<'f>,
    words: [HashMap<String, Rc<[Glyph]>>; 3],
    buffer: Option<UnicodeBuffer>,
}

impl<'f> Fonts<'f> {
    /// Nothing is shaped yet.
    pub(super) fn new(faces: &'f Faces<'f>) -> Self {
        Self { faces, words: Default::default(), buffer: None }
    }

    /// The glyphs of a word, one for each character.
    ///
    /// # Errors
    /// A character that the face does not have.
    pub(super) fn shape(&mut self, face: Face, word: &str, span: Span) -> Result<Rc<[Glyph]>, RenderError> {
        if let Some(known) = self.words.get(index(face)).and_then(|words| words.get(word)) {
            return Ok(Rc::clone(known));
        }
        let program = self.faces.get(face)?;
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

    /// A hyphen of the word's own that happens to end a line, as who copies the text shall read it: U+2010. A
    /// hyphen-minus at the end of a line is taken out by readers, with the line's end, and gives the divided word
    /// back. A font of the company's that does not have it keeps the hyphen-minus.
    pub(super) fn own_hyphen(&self, face: Face, hyphen: Glyph) -> Glyph {
        let id = self.faces.get(face).ok().and_then(|program| program.face.glyph_index(OWN));
        id.map_or(hyphen, |id| Glyph { id: id.0, character: OWN, ..hyphen })
    }
}

/// The width of glyphs, in ems.
pub(super) fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}
