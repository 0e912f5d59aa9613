//! Blocks that hold others, and empty lines.

use super::error::{RenderError, RenderFault};
use super::layout::{Desk, Prose};
use super::lines::Align;
use super::page::{Area, Below, Command, HAIR, LEAST, Strip};
use super::signatures::GAP;
use super::words::MM;
use crate::model::document::Block;
use crate::model::span::Span;

/// From line to line for a hand.
const HAND: f32 = 8.0 * MM;
/// The size of small notes beside that of running text.
const NOTES: f32 = 10.0 / 12.0;

impl Desk<'_> {
    /// Lines to write on.
    pub(super) fn empty_lines(&mut self, count: u8) {
        let line = Command::Line { from: (self.area.left, HAND), to: (self.area.right, HAND), width: HAIR };
        let strip = Strip { height: HAND, commands: vec![line], ..Strip::default() };
        self.strips.extend((0..count).map(|_| strip.clone()));
    }

    /// What stays on one page.
    pub(super) fn together(&mut self, blocks: &[Block]) -> Result<(), RenderError> {
        let from = self.strips.len();
        self.blocks(blocks)?;
        if let Some((_, before)) = self.strips.get_mut(from..).and_then(<[Strip]>::split_last_mut) {
            before.iter_mut().for_each(|strip| strip.below = Below::Kept);
        }
        Ok(())
    }

    /// Small notes.
    pub(super) fn small(&mut self, blocks: &[Block]) -> Result<(), RenderError> {
        let strips = self.apart(self.area, Prose { size: self.size * NOTES, ..self.prose }, blocks)?;
        self.strips.extend(strips);
        Ok(())
    }

    /// Columns, none of which waits for the lines of another. Where they are long, a page may end between bands of
    /// them, each of which is less than half a page high.
    pub(super) fn side_by_side(&mut self, columns: &[Vec<Block>]) -> Result<(), RenderError> {
        let count = f32::from(u16::try_from(columns.len().max(1)).unwrap_or(u16::MAX));
        let width = (self.area.width() - GAP * (count - 1.0)) / count;
        let span = columns.iter().flatten().flat_map(Block::lines).map(|line| line.span).find(|span| span.is_known());
        if width < LEAST {
            return Err(RenderError::new(RenderFault::Room, span.unwrap_or(Span::NONE)));
        }
        let prose = Prose { align: Align::Left, indent: 0.0, ..self.prose };
        let mut left = self.area.left;
        let mut stacks = Vec::new();
        for column in columns {
            let area = Area { left, right: left + width, ..self.area };
            stacks.push(self.apart(area, prose, column)?.into_iter().peekable());
            left += width + GAP;
        }
        let most = (self.area.bottom - self.area.top) / 2.0;
        while stacks.iter_mut().any(|stack| stack.peek().is_some()) {
            let mut band = Strip { above: self.prose.size / 2.0, ..Strip::default() };
            for stack in &mut stacks {
                let mut y: f32 = 0.0;
                let mut kept = false;
                while let Some(next) = stack.next_if(|next| {
                    let above = if y > 0.0 { next.above } else { 0.0 };
                    let room = if kept { most * 1.5 } else { most };
                    y <= 0.0 || y + above + next.height <= room
                }) {
                    y += if y > 0.0 { next.above } else { 0.0 };
                    kept = next.below == Below::Kept;
                    band.commands.extend(next.commands.into_iter().map(|command| command.moved(0.0, y)));
                    band.heading = band.heading.or(next.heading);
                    band.numbers.extend(next.numbers);
                    band.span = if band.span.is_known() { band.span } else { next.span };
                    y += next.height;
                }
                band.height = band.height.max(y);
            }
            self.strips.push(band);
        }
        Ok(())
    }

    /// The strips of blocks in an area of their own.
    fn apart(&mut self, area: Area, prose: Prose, blocks: &[Block]) -> Result<Vec<Strip>, RenderError> {
        let strips = std::mem::take(&mut self.strips);
        let outer = (std::mem::replace(&mut self.area, area), std::mem::replace(&mut self.prose, prose));
        let done = self.blocks(blocks);
        (self.area, self.prose) = outer;
        let inner = std::mem::replace(&mut self.strips, strips);
        done.map(|()| inner)
    }
}
