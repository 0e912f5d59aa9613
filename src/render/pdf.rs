//! Pages as a PDF file: the only place that knows printpdf.

use super::error::{RenderError, RenderFault};
use super::finish::finish;
use super::fonts::{self, Glyph, Program};
use super::layout::pages;
use super::page::{Command, Page};
use super::picture::{Channels, Picture, picture};
use crate::model::document::{Document, Face};
use crate::model::span::Span;
use printpdf::{
    Codepoint, Color, FontId, FontMetrics, Greyscale, Line, LineCapStyle, LinePoint, Mm, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, RawImage, RawImageData, RawImageFormat,
    Rect, TextItem, XObject, XObjectId, XObjectTransform,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// The name of the stamp's picture in the file.
const STAMP: &str = "S";
/// How dark bars are: 0 is black, 1 is white.
const GREY: f32 = 0.65;

/// Draws a document as a PDF file. The same document gives the same bytes, in any process: no dates, no random ids.
/// Every word can be copied and searched; the fonts are embedded, cut down to what is used.
///
/// # Errors
/// What cannot be drawn, see [`RenderFault`]; nothing is left out in silence.
pub fn pdf(document: &Document) -> Result<Vec<u8>, RenderError> {
    let programs = fonts::Faces::of(&document.appearance)?;
    let pages = pages(document, &programs)?;
    let faces = Faces::of(&pages, &programs)?;
    let mut file = PdfDocument::new(&document.title);
    let stamped = pages.iter().flat_map(|page| &page.commands).any(|command| matches!(command, Command::Stamp { .. }));
    if let Some(stamp) = document.appearance.stamp.as_deref().filter(|_| stamped) {
        file.resources.xobjects.map.insert(XObjectId(STAMP.to_owned()), XObject::Image(image(picture(stamp)?)));
    }
    for used in faces.0.values() {
        file.resources.fonts.map.insert(used.id.clone(), PdfFont::new(used.parsed.clone()));
    }
    let (width, height) = (document.paper.width, document.paper.height);
    for page in &pages {
        let ops = Pen::new(&faces, Pt::from(Mm(height)).0).page(page)?;
        file.pages.push(PdfPage::new(Mm(width), Mm(height), ops));
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let file = file.to_lopdf_document(&options, &mut warnings);
    // Notes about fonts that were given whole are of no matter: ours are cut already.
    finish(file, &faces.widths(), &pages, document)
}

/// A face as far as it is used.
struct Used {
    id: FontId,
    parsed: ParsedFont,
    /// Widths of its glyphs in order, in thousandths of an em.
    widths: Vec<f32>,
    numbers: GlyphRemapper,
}

/// The faces that are used, with their names in the file.
struct Faces(BTreeMap<Face, Used>);

impl Faces {
    /// Cuts the faces down to the glyphs of the pages.
    fn of(pages: &[Page], programs: &fonts::Faces<'_>) -> Result<Self, RenderError> {
        let mut glyphs: BTreeMap<Face, BTreeMap<u16, Glyph>> = BTreeMap::new();
        for command in pages.iter().flat_map(|page| &page.commands) {
            if let Command::Text { face, glyphs: line, .. } = command {
                let known = glyphs.entry(*face).or_default();
                for glyph in line {
                    known.entry(glyph.id).or_insert(*glyph);
                }
            }
        }
        let used = glyphs.into_iter().map(|(face, glyphs)| Ok((face, used(face, programs.get(face)?, &glyphs)?)));
        used.collect::<Result<_, RenderError>>().map(Self)
    }

    /// The widths of their glyphs, by the names that they have in the file.
    fn widths(&self) -> BTreeMap<&[u8], &[f32]> {
        let named = |used| -> Option<(&[u8], &[f32])> {
            let Used { parsed, widths, .. }: &Used = used;
            Some((parsed.font_name.as_ref()?.as_bytes(), widths))
        };
        self.0.values().filter_map(named).collect()
    }
}

fn used(face: Face, program: &Program<'_>, glyphs: &BTreeMap<u16, Glyph>) -> Result<Used, RenderError> {
    let broken = || RenderError::new(RenderFault::Fonts, Span::NONE);
    let mut numbers = GlyphRemapper::new();
    let mut characters = BTreeMap::new();
    let mut units = BTreeMap::new();
    let mut widths = vec![0.0];
    for glyph in glyphs.values() {
        let number = numbers.remap(glyph.id);
        characters.insert(u32::from(glyph.character), number);
        units.insert(number, 0);
        // `numbers` counts upwards from 1.
        widths.push((glyph.natural * 1e5).round() / 100.0);
    }
    let bytes = subsetter::subset(program.bytes, 0, &numbers).map_err(|_| broken())?;
    let tag: String = Sha256::digest(&bytes).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let face_tables = &program.face;
    let (ascent, descent) = (face_tables.ascender(), face_tables.descender());
    let em = u16::try_from(face_tables.units_per_em()).map_err(|_| broken())?;
    let name = Some(format!("{tag}+{}", program.name));
    let metrics = FontMetrics { ascent, descent };
    let mut parsed = ParsedFont::with_glyph_data(bytes, 0, name, characters, units, em, metrics);
    let bounds = face_tables.global_bounding_box();
    let tables = &mut parsed.pdf_font_metrics;
    (tables.x_min, tables.y_min, tables.x_max, tables.y_max) = (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max);
    tables.us_weight_class = face_tables.weight().to_number();
    if face == Face::Italic {
        // A slant as the face has it, by the angle of its tables.
        let slant = face_tables.italic_angle().to_radians().tan() * -1000.0;
        #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
        let run = slant.round() as i16;
        (tables.caret_slope_rise, tables.caret_slope_run) = (1000, run);
    }
    let id = match face {
        Face::Regular => "R",
        Face::Bold => "B",
        Face::Italic => "I",
    };
    Ok(Used { id: FontId(id.to_owned()), parsed, widths, numbers })
}

/// Turns commands into operations.
struct Pen<'a> {
    faces: &'a Faces,
    height: f32,
    thickness: f32,
    ops: Vec<Op>,
}

impl<'a> Pen<'a> {
    fn new(faces: &'a Faces, height: f32) -> Self {
        Self { faces, height, thickness: 0.0, ops: Vec::new() }
    }

    fn page(mut self, page: &Page) -> Result<Vec<Op>, RenderError> {
        // So that the sides of a table meet in its corners.
        self.ops.push(Op::SetLineCapStyle { cap: LineCapStyle::ProjectingSquare });
        for command in &page.commands {
            match command {
                Command::Text { x, y, size, face, glyphs } => self.text(*x, *y, *size, *face, glyphs)?,
                Command::Line { from, to, width } => self.line(*from, *to, *width)?,
                Command::Rect { x, y, width, height } => {
                    let (Point { x, y }, width, height) = (self.point(*x, y + height)?, Pt(round(*width)), Pt(*height));
                    let rectangle = Rect { x, y, width, height, mode: Some(PaintMode::Fill), winding_order: None };
                    let grey = |percent| Op::SetFillColor { col: Color::Greyscale(Greyscale::new(percent, None)) };
                    self.ops.extend([grey(GREY), Op::DrawRectangle { rectangle }, grey(0.0)]);
                }
                Command::Stamp { x, y, width, height } => {
                    let Point { x, y } = self.point(*x, y + height)?;
                    let transform = XObjectTransform {
                        translate_x: Some(x),
                        translate_y: Some(y),
                        scale_x: Some(*width),
                        scale_y: Some(*height),
                        no_auto_scale: true,
                        ..XObjectTransform::default()
                    };
                    self.ops.push(Op::UseXobject { id: XObjectId(STAMP.to_owned()), transform });
                }
                // It is not drawn, see `finish`.
                Command::Link { .. } => {}
            }
        }
        Ok(self.ops)
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) -> Result<(), RenderError> {
        if (self.thickness - width).abs() > f32::EPSILON {
            self.thickness = width;
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
        }
        let point = |(x, y)| Ok(LinePoint { p: self.point(x, y)?, bezier: false });
        let line = Line { points: vec![point(from)?, point(to)?], is_closed: false };
        self.ops.push(Op::DrawLine { line });
        Ok(())
    }

    fn text(&mut self, x: f32, y: f32, size: f32, face: Face, glyphs: &[Glyph]) -> Result<(), RenderError> {
        let broken = RenderError::new(RenderFault::Fonts, Span::NONE);
        let used = self.faces.0.get(&face).ok_or(broken)?;
        let pos = self.point(x, y)?;
        let font = PdfFontHandle::External(used.id.clone());
        let items = shown(glyphs, used);
        let text = [
            Op::StartTextSection,
            Op::SetFont { font, size: Pt(size) },
            Op::SetTextCursor { pos },
            Op::ShowText { items },
            Op::EndTextSection,
        ];
        self.ops.extend(text);
        Ok(())
    }

    /// A point of the file, whose y grows upwards.
    fn point(&self, x: f32, y: f32) -> Result<Point, RenderError> {
        let (x, y) = (round(x), round(self.height - y));
        if x.is_finite() && y.is_finite() {
            return Ok(Point { x: Pt(x), y: Pt(y) });
        }
        let value = f64::from(if x.is_finite() { y } else { x });
        Err(RenderError::new(RenderFault::Measure { value }, Span::NONE))
    }
}

/// A picture as the file takes it.
fn image(picture: Picture) -> RawImage {
    let Picture { width, height, channels, pixels } = picture;
    let data_format = match channels {
        Channels::Grey => RawImageFormat::R8,
        Channels::GreyAlpha => RawImageFormat::RG8,
        Channels::Rgb => RawImageFormat::RGB8,
        Channels::RgbAlpha => RawImageFormat::RGBA8,
    };
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or(0);
    let (width, height, pixels) = (side(width), side(height), RawImageData::U8(pixels));
    RawImage { pixels, width, height, data_format, tag: Vec::new() }
}

/// To a hundredth of a point.
fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// Glyphs in runs, with corrections between them: kerning, and what spaces have grown by. Corrections are whole
/// thousandths of an em; what is lost by rounding one is made up by the next.
fn shown(glyphs: &[Glyph], used: &Used) -> Vec<TextItem> {
    let mut items = Vec::new();
    let mut run = String::new();
    let mut owed = 0.0;
    for (at, glyph) in glyphs.iter().enumerate() {
        let number = used.numbers.get(glyph.id).unwrap_or(0);
        if used.parsed.lookup_glyph_index(u32::from(glyph.character)) == Some(number) {
            run.push(glyph.character);
        } else {
            // A second character with the look of the first.
            if !run.is_empty() {
                items.push(TextItem::Text(std::mem::take(&mut run)));
            }
            let text = glyph.character.to_string();
            items.push(TextItem::GlyphIds(vec![Codepoint::with_cid(number, 0.0, text)]));
        }
        owed += (glyph.natural - glyph.advance) * 1000.0;
        let whole = f32::round(owed);
        if whole != 0.0 && at + 1 < glyphs.len() {
            if !run.is_empty() {
                items.push(TextItem::Text(std::mem::take(&mut run)));
            }
            items.push(TextItem::Offset(whole));
            owed -= whole;
        }
    }
    if !run.is_empty() {
        items.push(TextItem::Text(run));
    }
    items
}
