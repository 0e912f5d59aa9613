//! From a document to pages of drawing commands.

use super::contents;
use super::error::{RenderError, RenderFault};
use super::fonts::{Faces, Fonts};
use super::lines::{Align, Cut, cut};
use super::page::{Area, Below, Command, Frame, HAIR, Heading, Page, Strip, keep_two, paginate};
use super::picture;
use super::set::{breadth, clip_blanks, draw, fill, keep_hyphen, lift, stiffen};
use super::words::{Item, MM, Type, items, text_of, too_wide};
use crate::model::appearance::SIZE;
use crate::model::company::Language;
use crate::model::document::{Block, Document, Face, Line, Piece, Running, RunningPiece};
use crate::model::span::Span;

/// The size of what stands in tables and bars beside that of running text, if the text around them is not smaller.
pub(super) const CELL: f32 = 11.0 / 12.0;
/// The size of running lines, the notice, the draft mark.
pub(super) const SMALL: f32 = 9.0;
/// From base line to base line, in sizes.
pub(super) const LEADING: f32 = 1.15;
/// From the top of a line to its base line, in sizes.
pub(super) const RISE: f32 = 0.92;
/// The indent of a paragraph's first line.
const INDENT: f32 = 12.5 * MM;
/// How running text is set where nothing else is said.
const PROSE: Prose = Prose { size: SIZE, align: Align::Justify, indent: INDENT };
/// From an item's dash to its text.
const DASH: f32 = 5.0 * MM;

/// Lays a document out. With a list of contents it is done twice: how long the list is does not hang on its numbers.
pub(super) fn pages(document: &Document, faces: &Faces<'_>) -> Result<Vec<Page>, RenderError> {
    let entries = contents::entries(document);
    let pages = lay(document, faces, entries.clone())?;
    if entries.is_empty() { Ok(pages) } else { lay(document, faces, contents::found(&entries, &pages)) }
}

fn lay(document: &Document, faces: &Faces<'_>, entries: Vec<contents::Entry>) -> Result<Vec<Page>, RenderError> {
    let area = Area::of(&document.paper, document.header.is_some(), document.footer.is_some())?;
    let size = document.appearance.size;
    super::error::measure(f64::from(size), Span::NONE)?;
    let stamp = document.appearance.stamp.as_deref().map(picture::measured).transpose()?;
    let mut desk = Desk {
        fonts: Fonts::new(faces),
        area,
        language: document.language,
        strips: Vec::new(),
        frames: Vec::new(),
        size,
        prose: Prose { size, ..PROSE },
        stamp,
        entries,
    };
    if let Some(draft) = &document.draft {
        let line = Line::plain(draft.clone());
        desk.text(&line, &Shape { align: Align::Right, ..Shape::body(SMALL) })?;
    }
    desk.blocks(&document.blocks)?;
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
pub(super) struct Desk<'f> {
    pub(super) fonts: Fonts<'f>,
    pub(super) area: Area,
    pub(super) language: Language,
    pub(super) strips: Vec<Strip>,
    pub(super) frames: Vec<Frame>,
    /// The size of the document's running text.
    pub(super) size: f32,
    /// How running text is set here.
    pub(super) prose: Prose,
    /// How wide and high the picture of the stamp is.
    pub(super) stamp: Option<(f32, f32)>,
    /// The lines of the list of contents.
    pub(super) entries: Vec<contents::Entry>,
}

/// How running text is set in a part of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prose {
    /// Its size.
    pub(super) size: f32,
    /// How its lines fill their width.
    pub(super) align: Align,
    /// The indent of a paragraph's first line.
    pub(super) indent: f32,
}

impl Desk<'_> {
    /// Lays blocks out below what is there.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Result<(), RenderError> {
        let mut titled = false;
        for (at, block) in blocks.iter().enumerate() {
            let from = self.strips.len();
            match block {
                Block::Heading { level: 3.., text } if titled => self.subtitle(text)?,
                _ => {
                    self.block(block)?;
                    if let Some(first) = self.strips.get_mut(from) {
                        first.heading = heading_of(block).or(first.heading.take());
                        first.numbers.extend(block.number());
                    }
                }
            }
            titled = matches!(block, Block::Heading { level: 0 | 1, .. });
            if announces(block, blocks.get(at + 1)) {
                let last = self.strips.get_mut(from..).and_then(<[Strip]>::last_mut);
                last.into_iter().for_each(|strip| strip.below = Below::Kept);
            }
        }
        Ok(())
    }

    /// Upright text from the left, of the size that holds here.
    pub(super) fn plain(&self) -> Shape {
        Shape::body(self.prose.size)
    }

    fn block(&mut self, block: &Block) -> Result<(), RenderError> {
        let Prose { align, indent, .. } = self.prose;
        let running = Shape { align, first: indent, above: 1.0, ..self.plain() };
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.text(text, &running),
            Block::Clause { number, text } => self.text(&joined(number, text), &running),
            Block::Item(text) => self.item(text),
            Block::Spread { left, right } => self.spread(left, right),
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Signatures(rows) => self.signatures(rows),
            Block::Lines(count) => {
                self.empty_lines(*count);
                Ok(())
            }
            Block::Columns(columns) => self.side_by_side(columns),
            Block::Contents(_) => self.contents(),
            Block::Together(blocks) => self.together(blocks),
            Block::Small(blocks) => self.small(blocks),
            Block::NewPage => {
                self.strips.push(Strip { below: Below::Ends, ..Strip::default() });
                Ok(())
            }
        }
    }

    fn heading(&mut self, level: u8, text: &Line) -> Result<(), RenderError> {
        let (size, align, first, above) = match level {
            0 | 1 => (self.prose.size * 7.0 / 6.0, Align::Centre, 0.0, 10.0),
            2 => (self.prose.size, Align::Centre, 0.0, 8.0),
            _ => (self.prose.size, Align::Left, self.prose.indent, 8.0),
        };
        self.kept(text, &Shape { set: Type { size, face: Face::Bold }, align, first, hang: 0.0, above })
    }

    /// What stands right under the document's title.
    fn subtitle(&mut self, text: &Line) -> Result<(), RenderError> {
        self.kept(text, &Shape { align: Align::Centre, ..self.plain() })
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
        let Prose { align, indent, .. } = self.prose;
        let shape = Shape { align, hang: indent + DASH, above: 1.0, ..self.plain() };
        self.text(text, &shape)?;
        let dash = self.lines(&Line { span: text.span, ..Line::plain("–") }, &self.plain(), 0.0, DASH)?;
        if let Some((strip, dash)) = self.strips.get_mut(from).zip(dash.into_iter().next()) {
            let x = self.area.left + indent;
            strip.commands.splice(0..0, dash.into_iter().map(|command| command.moved(x, 0.0)));
        }
        Ok(())
    }

    /// Both on one line if they fit, else one below the other.
    fn spread(&mut self, left: &Line, right: &Line) -> Result<(), RenderError> {
        let shape = Shape { above: 2.0, ..self.plain() };
        let size = shape.set.size;
        let (on_left, on_right) = (self.natural(left, shape.set)?, self.natural(right, shape.set)?);
        let natural = on_left + on_right + 2.0 * size;
        let pushed = Shape { align: Align::Right, ..shape };
        if natural > self.area.width() {
            self.text(left, &shape)?;
            if let Some(last) = self.strips.last_mut() {
                last.below = Below::Kept;
            }
            return self.text(right, &pushed);
        }
        let (x, width) = (self.area.left, self.area.width());
        // A blank that takes the rest of its line leaves the other half where it is; of two the left one does.
        let mut commands = self.lines(left, &shape, x, (width - on_right - size).max(on_left))?;
        let room = if fills(left) { on_right } else { width - on_left - size }.max(on_right);
        commands.extend(self.lines(right, &pushed, x + width - room, room)?);
        let commands: Vec<Command> = commands.into_iter().flatten().collect();
        self.strips.push(Strip {
            height: size * LEADING,
            above: shape.above.max(lift(&commands, size)),
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
        let size = shape.set.size;
        let mut strips: Vec<Strip> = lines
            .into_iter()
            .map(|commands| Strip {
                height: size * LEADING,
                above: lift(&commands, size),
                commands,
                span: line.span,
                ..Strip::default()
            })
            .collect();
        keep_two(&mut strips);
        for strip in strips.iter_mut().filter(|strip| ends_divided(&strip.commands)) {
            strip.below = Below::Kept;
        }
        if let Some(first) = strips.first_mut() {
            first.above = first.above.max(shape.above);
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
        if shape.align != Align::Justify {
            stiffen(&mut items);
        }
        let (x, rest) = (x + shape.hang, width - shape.hang);
        let first = rest - shape.first;
        clip_blanks(&mut items, first);
        let mut cuts = cut(&items, first, rest, shape.align)
            .map_err(|range| too_wide(text_of(items.get(range).unwrap_or_default()), line.span))?;
        for (at, cut) in cuts.iter_mut().enumerate() {
            fill(&items, cut, if at == 0 { first } else { rest });
        }
        let baseline = shape.set.size * RISE;
        cuts.iter()
            .enumerate()
            .map(|(at, cut)| {
                let (x, room) = if at == 0 { (x + shape.first, first) } else { (x, rest) };
                let natural = breadth(&items, cut);
                let x = match shape.align {
                    Align::Justify | Align::Left => x,
                    Align::Right => x + room - natural,
                    Align::Centre => x + (room - natural) / 2.0,
                };
                let mut line = draw(&items, cut, shape.set.size, x, baseline);
                if cut.hyphen.is_none() && at + 1 < cuts.len() {
                    keep_hyphen(&self.fonts, &mut line);
                }
                Ok(line)
            })
            .collect()
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

/// Whether a text has a blank that takes the rest of its line.
fn fills(line: &Line) -> bool {
    line.pieces.contains(&Piece::Rest)
}

/// What stands for the stamp's place.
pub(super) fn stamp(language: Language) -> &'static str {
    match language {
        Language::Ru => "М.П.",
        Language::En => "L.S.",
    }
}

/// What the list of contents shows of a block: a heading, or a numbered point that is one, all in bold.
fn heading_of(block: &Block) -> Option<Heading> {
    let bold = |line: &Line| line.pieces.iter().all(|piece| matches!(piece, Piece::Text { face: Face::Bold, .. }));
    let (level, title) = match block {
        Block::Heading { level, text } => ((*level).max(1), text.text()),
        Block::Clause { number, text } if !text.pieces.is_empty() && bold(text) => (
            u8::try_from(number.matches('.').count()).unwrap_or(u8::MAX).saturating_add(1),
            format!("{number} {}", text.text()),
        ),
        _ => return None,
    };
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(Heading { level, title })
}

/// Whether a text stays with what comes next: the words before a list, a table or a chart, and what ends in bold, as
/// titles of steps do.
fn announces(block: &Block, next: Option<&Block>) -> bool {
    let (Block::Paragraph(text) | Block::Clause { text, .. }) = block else { return false };
    matches!(text.pieces.last(), Some(Piece::Text { face: Face::Bold, .. })) && next.is_some()
        || matches!(next, Some(Block::Item(_) | Block::Table(_) | Block::Bars(_) | Block::Lines(_)))
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
