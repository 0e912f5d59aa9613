//! From a document to pages of drawing commands.

use super::error::{RenderError, RenderFault};
use super::fonts::{Fonts, Glyph};
use super::lines::{Align, BLANK_SHRINK, BLANK_STRETCH, Cut, cut};
use super::page::{Area, Below, Command, Frame, HAIR, Page, Strip, keep_two, paginate};
use super::words::{Item, MM, Type, items, text_of, too_wide};
use crate::model::company::Language;
use crate::model::document::{Block, Document, Face, Line, Running, RunningPiece};
use crate::model::span::Span;

/// The size of running text, points.
pub(super) const BODY: f32 = 12.0;
/// The size of what stands in tables and bars.
pub(super) const CELL: f32 = 11.0;
/// The size of running lines, the notice, the draft mark.
pub(super) const SMALL: f32 = 9.0;
/// From base line to base line, in sizes.
pub(super) const LEADING: f32 = 1.15;
/// From the top of a line to its base line, in sizes.
pub(super) const RISE: f32 = 0.92;
/// The indent of a paragraph's first line.
const INDENT: f32 = 12.5 * MM;
/// From an item's dash to its text.
const DASH: f32 = 5.0 * MM;

/// Lays a document out.
pub(super) fn pages(document: &Document) -> Result<Vec<Page>, RenderError> {
    let area = Area::of(&document.paper, document.header.is_some(), document.footer.is_some())?;
    let mut desk = Desk::new(area, document.language);
    if let Some(draft) = &document.draft {
        let line = Line::plain(draft.clone());
        desk.text(&line, &Shape { align: Align::Right, ..Shape::body(SMALL) })?;
    }
    let mut titled = false;
    for block in &document.blocks {
        match block {
            Block::Heading { level: 3.., text } if titled => desk.subtitle(text)?,
            _ => desk.block(block)?,
        }
        titled = matches!(block, Block::Heading { level: 0 | 1, .. });
    }
    let notice = desk.notice(document.notice.as_deref())?;
    let foot: f32 = notice.iter().map(|strip| strip.above + strip.height).sum();
    let mut pages = paginate(std::mem::take(&mut desk.strips), &desk.frames, area, foot)?;
    if let Some(first) = pages.first_mut() {
        let mut y = area.bottom - foot;
        for strip in notice {
            y += strip.above;
            first.commands.extend(strip.commands.into_iter().map(|command| command.moved(0.0, y)));
            y += strip.height;
        }
    }
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        let above = area.top / 2.0;
        let below = f32::midpoint(area.bottom, area.height);
        let header = document.header.as_ref().filter(|_| at > 0).map(|running| (running, above));
        let footer = document.footer.as_ref().map(|running| (running, below));
        for (running, y) in [header, footer].into_iter().flatten() {
            page.commands.extend(desk.running(running, at + 1, count, y)?);
        }
    }
    Ok(pages)
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Size and face.
    pub(super) set: Type,
    /// How its lines fill their width.
    pub(super) align: Align,
    /// How much farther in the first line begins.
    pub(super) first: f32,
    /// How much farther in all lines begin.
    pub(super) hang: f32,
    /// The distance to what stands above.
    pub(super) above: f32,
}

impl Shape {
    /// Upright, from the left, of a size.
    pub(super) fn body(size: f32) -> Self {
        Self { set: Type { size, face: Face::Regular }, align: Align::Left, first: 0.0, hang: 0.0, above: 0.0 }
    }
}

/// What is being laid out.
pub(super) struct Desk {
    pub(super) fonts: Fonts,
    pub(super) area: Area,
    pub(super) language: Language,
    pub(super) strips: Vec<Strip>,
    pub(super) frames: Vec<Frame>,
}

impl Desk {
    fn new(area: Area, language: Language) -> Self {
        Self { fonts: Fonts::default(), area, language, strips: Vec::new(), frames: Vec::new() }
    }

    fn block(&mut self, block: &Block) -> Result<(), RenderError> {
        let justified = Shape { align: Align::Justify, first: INDENT, above: 2.0, ..Shape::body(BODY) };
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.text(text, &justified),
            Block::Clause { number, text } => self.text(&joined(number, text), &justified),
            Block::Item(text) => self.item(text),
            Block::Spread { left, right } => self.spread(left, right),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Signatures(rows) => self.signatures(rows),
        }
    }

    fn heading(&mut self, level: u8, text: &Line) -> Result<(), RenderError> {
        let (size, align, first, above) = match level {
            0 | 1 => (14.0, Align::Centre, 0.0, 10.0),
            2 => (BODY, Align::Centre, 0.0, 10.0),
            _ => (BODY, Align::Left, INDENT, 8.0),
        };
        self.kept(text, &Shape { set: Type { size, face: Face::Bold }, align, first, hang: 0.0, above })
    }

    /// What stands right under the document's title.
    fn subtitle(&mut self, text: &Line) -> Result<(), RenderError> {
        self.kept(text, &Shape { align: Align::Centre, ..Shape::body(BODY) })
    }

    /// A text that stays with what follows it.
    fn kept(&mut self, text: &Line, shape: &Shape) -> Result<(), RenderError> {
        let from = self.strips.len();
        self.text(text, shape)?;
        for strip in self.strips.iter_mut().skip(from) {
            strip.below = Below::Kept;
        }
        if let Some(last) = self.strips.get_mut(from..).and_then(<[Strip]>::last_mut) {
            last.height += 3.0;
        }
        Ok(())
    }

    fn item(&mut self, text: &Line) -> Result<(), RenderError> {
        let from = self.strips.len();
        let shape = Shape { align: Align::Justify, hang: INDENT + DASH, above: 1.0, ..Shape::body(BODY) };
        self.text(text, &shape)?;
        let dash = self.lines(&Line { span: text.span, ..Line::plain("–") }, &Shape::body(BODY), 0.0, DASH)?;
        if let Some((strip, dash)) = self.strips.get_mut(from).zip(dash.into_iter().next()) {
            let x = self.area.left + INDENT;
            strip.commands.splice(0..0, dash.into_iter().map(|command| command.moved(x, 0.0)));
        }
        Ok(())
    }

    /// Both on one line if they fit, else one below the other.
    fn spread(&mut self, left: &Line, right: &Line) -> Result<(), RenderError> {
        let shape = Shape { above: 2.0, ..Shape::body(BODY) };
        let natural = self.natural(left, shape.set)? + self.natural(right, shape.set)? + 2.0 * BODY;
        let pushed = Shape { align: Align::Right, ..shape };
        if natural > self.area.width() {
            self.text(left, &shape)?;
            if let Some(last) = self.strips.last_mut() {
                last.below = Below::Kept;
            }
            return self.text(right, &pushed);
        }
        let (x, width) = (self.area.left, self.area.width());
        let mut commands = self.lines(left, &shape, x, width)?;
        commands.extend(self.lines(right, &pushed, x, width)?);
        let commands = commands.into_iter().flatten().collect();
        self.strips.push(Strip {
            height: BODY * LEADING,
            above: shape.above,
            commands,
            span: left.span,
            ..Strip::default()
        });
        Ok(())
    }

    /// A text over the whole width.
    pub(super) fn text(&mut self, line: &Line, shape: &Shape) -> Result<(), RenderError> {
        let (x, width) = (self.area.left, self.area.width());
        let lines = self.lines(line, shape, x, width)?;
        let height = shape.set.size * LEADING;
        let mut strips: Vec<Strip> =
            lines.into_iter().map(|commands| Strip { height, commands, span: line.span, ..Strip::default() }).collect();
        keep_two(&mut strips);
        for strip in strips.iter_mut().filter(|strip| ends_divided(&strip.commands)) {
            strip.below = Below::Kept;
        }
        if let Some(first) = strips.first_mut() {
            first.above = shape.above;
        }
        self.strips.extend(strips);
        Ok(())
    }

    /// The lines of a text: what each draws, y from its own top.
    pub(super) fn lines(
        &mut self,
        line: &Line,
        shape: &Shape,
        x: f32,
        width: f32,
    ) -> Result<Vec<Vec<Command>>, RenderError> {
        let mut items = self.items(line, shape.set)?;
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let (x, rest) = (x + shape.hang, width - shape.hang);
        let first = rest - shape.first;
        clip_blanks(&mut items, first);
        let cuts = cut(&items, first, rest, shape.align)
            .map_err(|range| too_wide(text_of(items.get(range).unwrap_or_default()), line.span))?;
        let baseline = shape.set.size * RISE;
        Ok(cuts
            .iter()
            .enumerate()
            .map(|(at, cut)| {
                let (x, room) = if at == 0 { (x + shape.first, first) } else { (x, rest) };
                let natural = breadth(&items, cut);
                let x = match shape.align {
                    Align::Justify | Align::Left => x,
                    Align::Right => x + room - natural,
                    Align::Centre => x + (room - natural) / 2.0,
                };
                draw(&items, cut, shape.set.size, x, baseline)
            })
            .collect())
    }

    pub(super) fn items(&mut self, line: &Line, set: Type) -> Result<Vec<Item>, RenderError> {
        items(&mut self.fonts, line, set, stamp(self.language))
    }

    /// The width of a text in one line.
    pub(super) fn natural(&mut self, line: &Line, set: Type) -> Result<f32, RenderError> {
        let items = self.items(line, set)?;
        Ok(breadth(&items, &Cut { items: 0..items.len(), ratio: 0.0, hyphen: None }))
    }

    /// The notice of internal documents, under a short line.
    fn notice(&mut self, notice: Option<&str>) -> Result<Vec<Strip>, RenderError> {
        let Some(notice) = notice else { return Ok(Vec::new()) };
        let (left, width) = (self.area.left, self.area.width());
        let lines = self.lines(&Line::plain(notice), &Shape::body(SMALL), left, width)?;
        let rule = Command::Line { from: (left, 0.0), to: (left + 50.0 * MM, 0.0), width: HAIR };
        let rule = Strip { height: 2.0, above: 6.0, commands: vec![rule], ..Strip::default() };
        let line = |commands| Strip { height: SMALL * LEADING, commands, ..Strip::default() };
        Ok(std::iter::once(rule).chain(lines.into_iter().map(line)).collect())
    }

    fn running(&mut self, running: &Running, page: usize, pages: usize, y: f32) -> Result<Vec<Command>, RenderError> {
        let text: String = running
            .pieces
            .iter()
            .map(|piece| match piece {
                RunningPiece::Text(text) => text.clone(),
                RunningPiece::Page => page.to_string(),
                RunningPiece::Pages => pages.to_string(),
            })
            .collect();
        let line = Line::plain(text.clone());
        let shape = Shape { align: Align::Centre, ..Shape::body(SMALL) };
        if self.natural(&line, shape.set)? > self.area.width() {
            return Err(RenderError::new(RenderFault::Running { text }, Span::NONE));
        }
        let (x, width) = (self.area.left, self.area.width());
        let lines = self.lines(&line, &shape, x, width)?;
        Ok(lines.into_iter().flatten().map(|command| command.moved(0.0, y - SMALL * LEADING / 2.0)).collect())
    }
}

/// What stands for the stamp's place.
pub(super) fn stamp(language: Language) -> &'static str {
    match language {
        Language::Ru => "М.П.",
        Language::En => "L.S.",
    }
}

/// Whether a line ends in a hyphen: no page does.
fn ends_divided(line: &[Command]) -> bool {
    matches!(line.last(), Some(Command::Text { glyphs, .. }) if glyphs.last().is_some_and(|glyph| glyph.character == '-'))
}

/// A number before a text.
fn joined(number: &str, text: &Line) -> Line {
    let mut line = Line { span: text.span, ..Line::plain(format!("{number}\u{a0}")) };
    line.pieces.extend(text.pieces.iter().cloned());
    line
}

/// A blank longer than its line ends where the line ends, with what touches it.
fn clip_blanks(items: &mut [Item], room: f32) {
    for at in 0..items.len() {
        if !matches!(items.get(at), Some(Item::Blank { .. })) {
            continue;
        }
        let behind: f32 = items
            .iter()
            .skip(at + 1)
            .take_while(|item| !matches!(item, Item::Space { .. } | Item::Blank { .. }))
            .map(|item| if let Item::Word { width, .. } = item { *width } else { 0.0 })
            .sum();
        if let Some(Item::Blank { width }) = items.get_mut(at) {
            let room = if behind < room / 2.0 { room - behind } else { room };
            *width = width.min(room);
        }
    }
}

/// The width of a line as it is set.
fn breadth(items: &[Item], cut: &Cut) -> f32 {
    let inside = items.get(cut.items.clone()).unwrap_or_default();
    let width: f32 = inside
        .iter()
        .map(|item| match item {
            Item::Word { width, .. } => *width,
            Item::Space { .. } | Item::Blank { .. } => grown(item, cut.ratio),
            Item::Break { .. } => 0.0,
        })
        .sum();
    width + cut.hyphen.map_or(0.0, |hyphen| hyphen.width)
}

/// The width of a space or a blank in its line.
fn grown(item: &Item, ratio: f32) -> f32 {
    match item {
        Item::Blank { width } if ratio >= 0.0 => width * (1.0 + ratio * BLANK_STRETCH),
        Item::Blank { width } => width * (1.0 + ratio * BLANK_SHRINK),
        Item::Space { width, stretch, .. } if ratio >= 0.0 => width + ratio * stretch,
        Item::Space { width, shrink, .. } => width + ratio * shrink,
        Item::Word { .. } | Item::Break { .. } => 0.0,
    }
}

/// Draws one line.
fn draw(items: &[Item], cut: &Cut, size: f32, x: f32, y: f32) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    let mut pen = x;
    let mut run: Option<(f32, Face, Vec<Glyph>)> = None;
    let flush = |run: &mut Option<(f32, Face, Vec<Glyph>)>, commands: &mut Vec<Command>| {
        if let Some((x, face, glyphs)) = run.take() {
            commands.push(Command::Text { x, y, size, face, glyphs });
        }
    };
    for item in items.get(cut.items.clone()).unwrap_or_default() {
        match item {
            Item::Word { face, glyphs, part, width } => {
                if run.as_ref().is_some_and(|(_, other, _)| other != face) {
                    flush(&mut run, &mut commands);
                }
                let (_, _, line) = run.get_or_insert_with(|| (pen, *face, Vec::new()));
                line.extend_from_slice(glyphs.get(part.clone()).unwrap_or_default());
                pen += width;
            }
            Item::Space { glyph, .. } => {
                let width = grown(item, cut.ratio);
                if let Some((_, _, line)) = &mut run {
                    line.push(Glyph { advance: width / size, ..*glyph });
                }
                pen += width;
            }
            Item::Blank { .. } => {
                flush(&mut run, &mut commands);
                let width = grown(item, cut.ratio);
                let under = y + 0.12 * size;
                commands.push(Command::Line { from: (pen, under), to: (pen + width, under), width: HAIR });
                pen += width;
            }
            Item::Break { .. } => {}
        }
    }
    if let (Some(hyphen), Some((_, _, line))) = (cut.hyphen, &mut run) {
        line.push(hyphen.glyph);
    }
    flush(&mut run, &mut commands);
    commands
}
