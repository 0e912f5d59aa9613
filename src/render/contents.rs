//! The list of contents with the numbers of pages.

use super::error::RenderError;
use super::fonts::width as width_of;
use super::layout::{Desk, LEADING, RISE, Shape};
use super::lines::Align;
use super::page::{Command, HAIR, Page, Strip, Target, keep_two};
use super::words::MM;
use crate::model::document::{Document, Line};

/// What is kept free for the numbers.
const NUMBERS: f32 = 12.0 * MM;
/// From dot to dot between a title and its number.
const DOTS: f32 = 1.8 * MM;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The heading's level.
    level: u8,
    /// Its words.
    title: String,
    /// Which of all headings it is, and its page from 1; none before pages are known.
    found: Option<(usize, usize)>,
}

/// What the list of a document has, in order; nothing where it has no list.
pub(super) fn entries(document: &Document) -> Vec<Entry> {
    document.listed().map(|(level, title)| Entry { level, title, found: None }).collect()
}

/// The same entries with the pages on which their headings stand.
pub(super) fn found(entries: &[Entry], pages: &[Page]) -> Vec<Entry> {
    let on_page = |(at, page): (usize, &Page)| {
        page.headings.iter().map(|(_, heading)| (at + 1, heading.clone())).collect::<Vec<_>>()
    };
    let mut headings = pages.iter().enumerate().flat_map(on_page).enumerate();
    let place = |entry: &Entry| {
        let same = headings.find(|(_, (_, heading))| heading.level == entry.level && heading.title == entry.title);
        Entry { found: same.map(|(at, (page, _))| (at, page)), ..entry.clone() }
    };
    entries.iter().map(place).collect()
}

impl Desk<'_> {
    /// The lines of the list: title, dots, number, each a link.
    pub(super) fn contents(&mut self) -> Result<(), RenderError> {
        let entries = std::mem::take(&mut self.entries);
        for entry in &entries {
            self.entry(entry)?;
        }
        self.entries = entries;
        Ok(())
    }

    fn entry(&mut self, entry: &Entry) -> Result<(), RenderError> {
        let shape = self.plain();
        let size = shape.set.size;
        let step = f32::from(entry.level.saturating_sub(2)) * self.prose.indent / 2.0;
        let (left, right) = (self.area.left + step, self.area.right);
        let width = right - left;
        let title = self.lines(&Line::plain(entry.title.as_str()), &shape, left, width - NUMBERS)?;
        let last = title.len().saturating_sub(1);
        let mut strips = Vec::with_capacity(title.len());
        for (at, mut commands) in title.into_iter().enumerate() {
            if let Some((heading, page)) = entry.found {
                if at == last {
                    let number = Line::plain(page.to_string());
                    let ends = commands.iter().map(end).fold(left, f32::max);
                    let begins = right - self.natural(&number, shape.set)?;
                    commands.extend(dots(ends + DOTS, begins - DOTS / 2.0, right, RISE * size));
                    let pushed = Shape { align: Align::Right, ..shape };
                    commands.extend(self.lines(&number, &pushed, left, width)?.into_iter().flatten());
                }
                let target = Target::Heading(heading);
                commands.push(Command::Link { x: left, y: 0.0, width, height: LEADING * size, target });
            }
            let above = if at == 0 { size / 4.0 } else { 0.0 };
            strips.push(Strip { height: size * LEADING, above, commands, ..Strip::default() });
        }
        keep_two(&mut strips);
        self.strips.extend(strips);
        Ok(())
    }
}

/// Where words end.
fn end(command: &Command) -> f32 {
    match command {
        Command::Text { x, size, glyphs, .. } => x + width_of(glyphs) * size,
        _ => 0.0,
    }
}

/// Dots on a base line, under each other in all lines: they are drawn, so that nobody copies them.
fn dots(from: f32, to: f32, right: f32, y: f32) -> impl Iterator<Item = Command> {
    let places = (1_u16..).map(move |dot| right - f32::from(dot) * DOTS);
    let places = places.skip_while(move |x| *x > to).take_while(move |x| *x >= from);
    places.map(move |x| Command::Line { from: (x, y - HAIR), to: (x + 0.1, y - HAIR), width: 0.8 })
}
