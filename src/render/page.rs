//! Strips of a document and how they become pages.

use super::error::{RenderError, RenderFault};
use super::fonts::Glyph;
use super::words::MM;
use crate::model::document::{Face, Paper};
use crate::model::span::Span;

/// A thing to draw. Points; x from the left, y downwards from the top of the sheet (of the strip, before it is placed).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// Words in one face on one base line.
    Text {
        /// Where they begin.
        x: f32,
        /// Their base line.
        y: f32,
        /// Their size.
        size: f32,
        /// Their face.
        face: Face,
        /// Their glyphs, spaces among them.
        glyphs: Vec<Glyph>,
    },
    /// A straight line.
    Line {
        /// From here.
        from: (f32, f32),
        /// To here.
        to: (f32, f32),
        /// How thick.
        width: f32,
    },
    /// A grey area.
    Rect {
        /// Its left side.
        x: f32,
        /// Its upper side.
        y: f32,
        /// How wide.
        width: f32,
        /// How high.
        height: f32,
    },
    /// A place that leads elsewhere; it is not seen.
    Link {
        /// Its left side.
        x: f32,
        /// Its upper side.
        y: f32,
        /// How wide.
        width: f32,
        /// How high.
        height: f32,
        /// Where to.
        target: Target,
    },
    /// The picture of the stamp.
    Stamp {
        /// Its left side.
        x: f32,
        /// Its upper side.
        y: f32,
        /// How wide.
        width: f32,
        /// How high.
        height: f32,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// To an address.
    Uri(String),
    /// To the clause of this number.
    Clause(String),
    /// To a heading, counted from 0 through the whole document.
    Heading(usize),
}

impl Command {
    /// The same, moved.
    pub(super) fn moved(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Self::Text { x, y, .. } | Self::Rect { x, y, .. } | Self::Link { x, y, .. } | Self::Stamp { x, y, .. } => {
                (*x, *y) = (*x + dx, *y + dy);
            }
            Self::Line { from, to, .. } => {
                *from = (from.0 + dx, from.1 + dy);
                *to = (to.0 + dx, to.1 + dy);
            }
        }
        self
    }
}

/// A page: what is drawn on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// In order.
    pub(super) commands: Vec<Command>,
    /// The headings on it, with how far down they begin.
    pub(super) headings: Vec<(f32, Heading)>,
    /// The numbers of the clauses that begin on it, with how far down.
    pub(super) numbers: Vec<(f32, String)>,
}

/// A heading as the reader's list of contents shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// From 1; a greater one belongs to the last lesser one before it.
    pub(super) level: u8,
    /// Its words.
    pub(super) title: String,
}

/// A part of a document that is never divided: a line, a row of lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Its height.
    pub(super) height: f32,
    /// The distance to what stands above it on the same page.
    pub(super) above: f32,
    /// What it draws; x is the page's already, y its own.
    pub(super) commands: Vec<Command>,
    /// Whether a page may end below it.
    pub(super) below: Below,
    /// The table it belongs to.
    pub(super) table: Option<usize>,
    /// The heading that begins with it.
    pub(super) heading: Option<Heading>,
    /// The numbers of the clauses that begin with it.
    pub(super) numbers: Vec<String>,
    /// Where its text comes from.
    pub(super) span: Span,
}

/// Whether a page may end below a strip.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Below {
    /// It may.
    #[default]
    Free,
    /// What comes next stays with it.
    Kept,
    /// It does.
    Ends,
}

/// What is drawn of a table on every page that it reaches.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// Its head.
    pub(super) head: Vec<Strip>,
    /// Its left and right sides.
    pub(super) sides: (f32, f32),
}

/// The place for text on a sheet, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) height: f32,
}

/// Thickness of the lines of tables and blanks.
pub(super) const HAIR: f32 = 0.5;
/// The least width and height of the area for text.
pub(super) const LEAST: f32 = 15.0 * MM;

impl Area {
    /// The area of a sheet; a running line asks for 12 mm of margin.
    pub(super) fn of(paper: &Paper, header: bool, footer: bool) -> Result<Self, RenderError> {
        let Paper { width, height, left, right, top, bottom } = *paper;
        for side in [width, height, left, right, top, bottom] {
            super::error::measure(f64::from(side), Span::NONE)?;
        }
        let margin = |side: f32, running: bool| if running { side.max(12.0) } else { side };
        let area = Self {
            left: left * MM,
            right: (width - right) * MM,
            top: margin(top, header) * MM,
            bottom: (height - margin(bottom, footer)) * MM,
            height: height * MM,
        };
        if area.width() < LEAST || area.bottom - area.top < LEAST {
            return Err(RenderError::new(RenderFault::Room, Span::NONE));
        }
        Ok(area)
    }

    /// The width of a line.
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// Says of the lines of one text where a page may end: never behind the first or before the last of them.
pub(super) fn keep_two(strips: &mut [Strip]) {
    let count = strips.len();
    for (at, strip) in strips.iter_mut().enumerate() {
        if at + 1 < count && (at == 0 || at + 2 == count) {
            strip.below = Below::Kept;
        }
    }
}

/// Puts strips on pages. `foot` is kept free at the foot of the first page.
pub(super) fn paginate(strips: Vec<Strip>, frames: &[Frame], area: Area, foot: f32) -> Result<Vec<Page>, RenderError> {
    let mut press = Press {
        frames,
        area,
        bottom: area.bottom - foot,
        y: area.top,
        pages: vec![],
        page: Page::default(),
        empty: true,
        table: None,
    };
    let mut group: Vec<Strip> = Vec::new();
    for strip in strips {
        let below = strip.below;
        group.push(strip);
        if below != Below::Kept {
            press.group(std::mem::take(&mut group))?;
        }
        // Two in a row, or one at the very beginning, leave no page empty.
        if below == Below::Ends && !press.empty {
            press.turn();
        }
    }
    press.group(group)?;
    if !press.empty || press.pages.is_empty() {
        press.turn();
    }
    Ok(press.pages)
}

/// Where the next strip goes.
struct Press<'a> {
    frames: &'a [Frame],
    area: Area,
    bottom: f32,
    y: f32,
    pages: Vec<Page>,
    page: Page,
    empty: bool,
    table: Option<usize>,
}

impl Press<'_> {
    /// Strips that stay together, if a page can hold them.
    fn group(&mut self, group: Vec<Strip>) -> Result<(), RenderError> {
        let Some(first) = group.first() else { return Ok(()) };
        // A distance alone begins no page.
        if group.iter().all(|strip| strip.height <= 0.0 && strip.commands.is_empty()) {
            self.y += if self.empty { 0.0 } else { group.iter().map(|strip| strip.above).sum() };
            self.table = first.table;
            return Ok(());
        }
        let height: f32 = group.iter().map(|strip| strip.above + strip.height).sum();
        let left_out = if self.empty { first.above } else { 0.0 };
        if !self.empty && self.y + height > self.bottom {
            self.turn();
            self.open(first.table.filter(|_| self.table == first.table));
            return self.group_on_new_page(group);
        }
        if self.y + height - left_out <= self.bottom {
            group.into_iter().for_each(|strip| self.put(strip));
            return Ok(());
        }
        self.group_on_new_page(group)
    }

    /// Strips at the head of a page, divided where they do not fit.
    fn group_on_new_page(&mut self, group: Vec<Strip>) -> Result<(), RenderError> {
        for strip in group {
            let above = if self.empty { 0.0 } else { strip.above };
            if self.y + above + strip.height > self.bottom {
                let fresh = self.empty;
                let span = strip.span;
                if !fresh {
                    self.turn();
                    self.open(strip.table.filter(|_| self.table == strip.table));
                }
                if fresh || self.y + strip.height > self.bottom {
                    return Err(RenderError::new(RenderFault::Room, span));
                }
            }
            self.put(strip);
        }
        Ok(())
    }

    fn put(&mut self, strip: Strip) {
        if !self.empty {
            self.y += strip.above;
        }
        let y = self.y;
        self.page.numbers.extend(strip.numbers.into_iter().map(|number| (y, number)));
        self.page.headings.extend(strip.heading.map(|heading| (y, heading)));
        self.page.commands.extend(strip.commands.into_iter().map(|command| command.moved(0.0, y)));
        self.y += strip.height;
        self.empty = false;
        self.table = strip.table;
    }

    /// Ends a page; a table that goes on is closed at its foot.
    fn turn(&mut self) {
        self.rule();
        self.pages.push(std::mem::take(&mut self.page));
        (self.y, self.bottom, self.empty) = (self.area.top, self.area.bottom, true);
    }

    /// Begins a page on which a table goes on.
    fn open(&mut self, table: Option<usize>) {
        if let Some(frame) = table.and_then(|table| self.frames.get(table)) {
            frame.head.iter().for_each(|strip| self.put(strip.clone()));
            self.rule();
            // A head alone is no reason to turn the page again.
            self.empty = true;
        }
    }

    /// A line across the table that has just been drawn.
    fn rule(&mut self) {
        if let Some(frame) = self.table.and_then(|table| self.frames.get(table)) {
            let (left, right) = frame.sides;
            self.page.commands.push(Command::Line { from: (left, self.y), to: (right, self.y), width: HAIR });
        }
    }
}
