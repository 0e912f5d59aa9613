//! Two columns for those who sign.

use super::error::RenderError;
use super::layout::{Desk, LEADING, SMALL, Shape};
use super::lines::Align;
use super::page::{Below, Command, HAIR, Strip};
use super::set::lift;
use super::words::MM;
use crate::model::company::Language;
use crate::model::document::{Line, Piece};

/// Between the columns.
pub(super) const GAP: f32 = 12.0 * MM;
/// The longest line to sign on.
const SIGN: f32 = 60.0 * MM;
/// The room above it.
const ROOM: f32 = 10.0 * MM;

impl Desk<'_> {
    /// The rows, a line to sign on at the end of each column that says anything, below it the stamp's place if that
    /// is the last row. Never divided.
    pub(super) fn signatures(&mut self, rows: &[(Line, Line)]) -> Result<(), RenderError> {
        let width = (self.area.width() - GAP) / 2.0;
        let columns = [self.area.left, self.area.left + width + GAP];
        let stamps = rows.iter().rev().take_while(|(left, right)| is_stamp(left, right)).count();
        let (texts, stamps) = rows.split_at(rows.len() - stamps);
        let from = self.strips.len();
        for row in texts {
            self.pair([&row.0, &row.1], columns, width)?;
        }
        let signs = [rows.iter().any(|row| says(&row.0)), rows.iter().any(|row| says(&row.1))];
        self.sign(columns, signs, width)?;
        match self.stamp {
            Some(size) if !stamps.is_empty() => self.stamped(from, size),
            _ => stamps.iter().try_for_each(|row| self.pair([&row.0, &row.1], columns, width))?,
        }
        let strips = self.strips.get_mut(from..).unwrap_or_default();
        if let Some(first) = strips.first_mut() {
            first.above = self.size;
        }
        if let Some((_, before)) = strips.split_last_mut() {
            before.iter_mut().for_each(|strip| strip.below = Below::Kept);
        }
        self.strips.push(Strip { above: self.size, ..Strip::default() });
        Ok(())
    }

    /// The picture of the stamp over the end of the line to sign on the left, under the words: it hides none of them.
    fn stamped(&mut self, from: usize, (width, height): (f32, f32)) {
        let strips = self.strips.get_mut(from..).unwrap_or_default();
        let above: f32 = strips.iter().skip(1).map(|strip| strip.above + strip.height).sum();
        if let Some(first) = strips.first_mut() {
            let bottom = first.height + above;
            let x = self.area.left + SIGN - width * 0.4;
            let less = height - bottom;
            first.commands.insert(0, Command::Stamp { x, y: (bottom - height).max(0.0), width, height });
            // A block lower than its stamp keeps room for it.
            if let Some(last) = strips.last_mut().filter(|_| less > 0.0) {
                last.height += less;
            }
        }
    }

    /// A text in each column, line by line on one base line.
    fn pair(&mut self, cells: [&Line; 2], columns: [f32; 2], width: f32) -> Result<(), RenderError> {
        let size = self.size;
        let mut strips: Vec<Strip> = Vec::new();
        for (cell, x) in cells.into_iter().zip(columns) {
            for (at, line) in self.lines(cell, &Shape::body(size), x, width)?.into_iter().enumerate() {
                if at == strips.len() {
                    strips.push(Strip { height: size * LEADING, span: cell.span, ..Strip::default() });
                }
                if let Some(strip) = strips.get_mut(at) {
                    strip.above = strip.above.max(lift(&line, size));
                    strip.commands.extend(line);
                }
            }
        }
        self.strips.extend(strips);
        Ok(())
    }

    fn sign(&mut self, columns: [f32; 2], signs: [bool; 2], width: f32) -> Result<(), RenderError> {
        let caption = match self.language {
            Language::Ru => "(подпись)",
            Language::En => "(signature)",
        };
        let length = width.min(SIGN);
        let shape = Shape { align: Align::Centre, ..Shape::body(SMALL) };
        let mut commands = Vec::new();
        for (x, _) in columns.into_iter().zip(signs).filter(|(_, signs)| *signs) {
            commands.push(Command::Line { from: (x, ROOM), to: (x + length, ROOM), width: HAIR });
            let lines = self.lines(&Line::plain(caption), &shape, x, length)?;
            commands.extend(lines.into_iter().flatten().map(|command| command.moved(0.0, ROOM + 1.0)));
        }
        let height = ROOM + 1.0 + SMALL * LEADING;
        self.strips.push(Strip { height, commands, ..Strip::default() });
        Ok(())
    }
}

/// A row that is the stamp's place and nothing else.
fn is_stamp(left: &Line, right: &Line) -> bool {
    let mut pieces = left.pieces.iter().chain(&right.pieces).peekable();
    pieces.peek().is_some() && pieces.all(|piece| matches!(piece, Piece::Stamp))
}

/// Whether a cell says anything but where the stamp goes.
fn says(line: &Line) -> bool {
    line.pieces.iter().any(|piece| match piece {
        Piece::Text { text, .. } => !text.trim().is_empty(),
        Piece::Blank { .. } | Piece::Rest | Piece::Box { .. } | Piece::Reference(_) => true,
        Piece::Stamp => false,
    })
}
