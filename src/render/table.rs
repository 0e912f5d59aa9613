//! Tables and bars.

use super::error::{RenderError, RenderFault, measure};
use super::layout::{CELL, Desk, LEADING, RISE, Shape};
use super::lines::Align;
use super::page::{Below, Command, Frame, HAIR, Strip, keep_two};
use super::words::{Item, MM, Type, text_of, too_wide};
use crate::model::document::{Bar, Column, Face, Line, Table};
use crate::model::span::Span;

/// Between a cell's text and its sides.
const SIDE: f32 = 4.0;
/// Between a cell's text and the lines above and below it.
const PAD: f32 = 2.0;
/// The distance from a table to its neighbours.
const APART: f32 = 6.0;
/// The least that a column leaves of a blank.
const BLANK: f32 = 15.0 * MM;
/// Text in cells.
const BODY_OF_CELL: Type = Type { size: CELL, face: Face::Regular };
/// Text in heads.
const HEAD_OF_CELL: Type = Type { size: CELL, face: Face::Bold };

/// How wide a column's text is: in one line, by words, and divided wherever it may be.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Need {
    natural: f32,
    word: f32,
    least: f32,
}

impl Need {
    fn or(self, other: Self) -> Self {
        Self {
            natural: self.natural.max(other.natural),
            word: self.word.max(other.word),
            least: self.least.max(other.least),
        }
    }
}

impl Desk {
    /// A table; its head comes again on every page.
    pub(super) fn table(&mut self, table: &Table) -> Result<(), RenderError> {
        let columns = table.columns.len();
        for row in &table.rows {
            if row.len() != columns {
                let span = row.first().map_or(Span::NONE, |cell| cell.span);
                return Err(RenderError::new(RenderFault::Cells { columns, cells: row.len() }, span));
            }
        }
        let widths = self.columns(table)?;
        let heads: Vec<&Line> = table.columns.iter().map(|column| &column.head).collect();
        let has_head = heads.iter().any(|head| !head.pieces.is_empty());
        let head_shape = Shape { set: HEAD_OF_CELL, align: Align::Centre, ..Shape::body(CELL) };
        let mut head = if has_head { self.row(&heads, &vec![head_shape; columns], &widths)? } else { Vec::new() };
        let shapes: Vec<Shape> = table
            .columns
            .iter()
            .map(|column| {
                let align = if column.numbers { Align::Right } else { Align::Left };
                Shape { align, ..Shape::body(CELL) }
            })
            .collect();
        let mut rows = Vec::new();
        for row in &table.rows {
            let cells: Vec<&Line> = row.iter().collect();
            let mut strips = self.row(&cells, &shapes, &widths)?;
            keep_two(&mut strips);
            rows.extend(strips);
        }
        if !rows.is_empty() {
            head.iter_mut().for_each(|strip| strip.below = Below::Kept);
        }
        let id = self.frames.len();
        let sides = (self.area.left, self.area.right);
        self.frames.push(Frame { head: head.clone(), sides });
        let mut strips: Vec<Strip> = head.into_iter().chain(rows).collect();
        if let Some(first) = strips.first_mut() {
            first.above = APART;
        }
        if let Some(last) = strips.last_mut() {
            let y = last.height;
            last.commands.push(Command::Line { from: (sides.0, y), to: (sides.1, y), width: HAIR });
        }
        self.strips.extend(strips.into_iter().map(|strip| Strip { table: Some(id), ..strip }));
        self.strips.push(Strip { above: APART, ..Strip::default() });
        Ok(())
    }

    /// The strips of a row, one for each line of its longest cell.
    fn row(&mut self, cells: &[&Line], shapes: &[Shape], widths: &[f32]) -> Result<Vec<Strip>, RenderError> {
        let mut x = self.area.left;
        let mut sides = vec![x];
        let mut texts = Vec::new();
        for ((cell, shape), width) in cells.iter().zip(shapes).zip(widths) {
            texts.push(self.lines(cell, shape, x + SIDE, width - 2.0 * SIDE)?);
            x += width;
            sides.push(x);
        }
        let count = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let span = cells.iter().map(|cell| cell.span).find(|span| span.is_known()).unwrap_or_default();
        let mut strips = Vec::with_capacity(count);
        for at in 0..count {
            let (first, last) = (at == 0, at + 1 == count);
            let above = if first { PAD } else { 0.0 };
            let height = CELL * LEADING + above + if last { PAD } else { 0.0 };
            let mut commands = Vec::new();
            for text in &mut texts {
                if let Some(line) = text.get_mut(at) {
                    commands.extend(std::mem::take(line).into_iter().map(|command| command.moved(0.0, above)));
                }
            }
            let side = |x: &f32| Command::Line { from: (*x, 0.0), to: (*x, height), width: HAIR };
            commands.extend(sides.iter().map(side));
            if first {
                commands.push(Command::Line { from: (self.area.left, 0.0), to: (x, 0.0), width: HAIR });
            }
            strips.push(Strip { height, commands, span, ..Strip::default() });
        }
        Ok(strips)
    }

    /// How wide each column is.
    fn columns(&mut self, table: &Table) -> Result<Vec<f32>, RenderError> {
        let mut needs = Vec::new();
        let mut widest: Option<(f32, String, Span)> = None;
        for (at, column) in table.columns.iter().enumerate() {
            let mut need = Need::default();
            let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| (cell, BODY_OF_CELL));
            for (cell, set) in std::iter::once((&column.head, HEAD_OF_CELL)).chain(cells) {
                let items = self.items(cell, set)?;
                let found = self::need(&items);
                if widest.as_ref().is_none_or(|(least, ..)| found.least > *least) {
                    widest = Some((found.least, text_of(widest_part(&items)), cell.span));
                }
                need = need.or(found);
            }
            let padded = |width: f32| width + 2.0 * SIDE + 0.1;
            needs.push(Need { natural: padded(need.natural), word: padded(need.word), least: padded(need.least) });
        }
        if let Some(wanted) = wanted(self.area.width(), &needs, &table.columns) {
            return Ok(wanted);
        }
        let numbers: Vec<bool> = table.columns.iter().map(|column| column.numbers).collect();
        share(self.area.width(), &needs, &numbers).ok_or_else(|| {
            let (_, word, span) = widest.unwrap_or_default();
            too_wide(word, span)
        })
    }

    /// Bars with their labels on the left and their amounts on the right.
    pub(super) fn bars(&mut self, bars: &[Bar]) -> Result<(), RenderError> {
        let (left, width) = (self.area.left, self.area.width());
        let (mut labels, mut shown, mut most) = (0.0_f32, 0.0_f32, 0.0_f64);
        for bar in bars {
            measure(bar.amount, Span::NONE)?;
            most = most.max(bar.amount);
            labels = labels.max(self.natural(&Line::plain(bar.label.as_str()), BODY_OF_CELL)?);
            shown = shown.max(self.natural(&Line::plain(bar.shown.as_str()), BODY_OF_CELL)?);
        }
        let labels = labels.min(width * 0.4) + 0.1;
        let room = (width - labels - shown - 4.0 * SIDE).max(0.0);
        let right = Shape { align: Align::Right, ..Shape::body(CELL) };
        for (at, bar) in bars.iter().enumerate() {
            let label = self.lines(&Line::plain(bar.label.as_str()), &Shape::body(CELL), left, labels)?;
            let amount = self.lines(&Line::plain(bar.shown.as_str()), &right, left, width)?;
            let height = CELL * LEADING;
            let count = label.len().max(1);
            let mut strips: Vec<Strip> =
                (0..count).map(|_| Strip { height, below: Below::Kept, ..Strip::default() }).collect();
            for (strip, line) in strips.iter_mut().zip(label) {
                strip.commands = line;
            }
            if let Some(last) = strips.last_mut() {
                (last.below, last.height) = (Below::Free, height + PAD);
            }
            if let Some(first) = strips.first_mut() {
                first.above = if at == 0 { APART } else { 0.0 };
                #[expect(clippy::cast_possible_truncation, reason = "a part of 1")]
                let part = if most > 0.0 { (bar.amount / most) as f32 } else { 0.0 };
                let size = CELL * 0.7;
                let (x, y, width) = (left + labels + 2.0 * SIDE, CELL * RISE - size, room * part);
                if width > 0.0 {
                    first.commands.push(Command::Rect { x, y, width, height: size });
                }
                first.commands.extend(amount.into_iter().flatten());
            }
            self.strips.extend(strips);
        }
        self.strips.push(Strip { above: APART, ..Strip::default() });
        Ok(())
    }
}

/// The widths that items ask for.
fn need(items: &[Item]) -> Need {
    let mut need = Need::default();
    let (mut word, mut part) = (0.0_f32, 0.0_f32);
    for item in items {
        match item {
            Item::Word { width, .. } => {
                need.natural += width;
                word += width;
                part += width;
            }
            // A blank in a narrow column is cut short.
            Item::Blank { width } => {
                need.natural += width;
                word += width.min(BLANK);
                part += width.min(BLANK);
            }
            Item::Space { width, cost, .. } => {
                need.natural += width;
                // A tied space may be cut open only where nothing else helps.
                word = if *cost > 0.0 { word + width } else { 0.0 };
                part = 0.0;
            }
            Item::Break { hyphen, .. } => {
                need.least = need.least.max(part + hyphen.map_or(0.0, |hyphen| hyphen.width));
                part = 0.0;
            }
        }
        need.word = need.word.max(word);
        need.least = need.least.max(part);
    }
    need
}

/// The widest part of items that is never divided.
fn widest_part(items: &[Item]) -> &[Item] {
    let parts = items.split(|item| matches!(item, Item::Space { .. } | Item::Break { .. }));
    parts.max_by(|a, b| need(a).natural.total_cmp(&need(b).natural)).unwrap_or_default()
}

/// The widths that the table names; none where it names none, or where a word would not fit.
fn wanted(total: f32, needs: &[Need], columns: &[Column]) -> Option<Vec<f32>> {
    let shares = || columns.iter().map(|column| f32::from(column.share));
    let sum: f32 = shares().sum();
    let widths: Vec<f32> = shares().map(|share| total * share / sum.max(1.0)).collect();
    let fits = widths.iter().zip(needs).all(|(width, need)| need.least <= *width);
    (fits && shares().all(|share| share > 0.0)).then_some(widths)
}

/// Shares the width of a page among columns: what is left over goes to those that are not numbers; where words must
/// wrap, those that have more to say get more. None when even divided words do not fit.
fn share(total: f32, needs: &[Need], numbers: &[bool]) -> Option<Vec<f32>> {
    let sum = |of: fn(&Need) -> f32| needs.iter().map(of).sum::<f32>();
    let natural = sum(|need| need.natural);
    if natural <= total {
        let all = numbers.iter().all(|numbers| *numbers);
        let grows = |numbers: bool| all || !numbers;
        let base: f32 =
            needs.iter().zip(numbers).filter(|(_, numbers)| grows(**numbers)).map(|(need, _)| need.natural).sum();
        let more = (total - natural) / base.max(1.0);
        let grown = |(need, numbers): (&Need, &bool)| need.natural * if grows(*numbers) { 1.0 + more } else { 1.0 };
        return Some(needs.iter().zip(numbers).map(grown).collect());
    }
    let by_words: Vec<(f32, f32)> = needs.iter().map(|need| (need.word, need.natural)).collect();
    let divided: Vec<(f32, f32)> = needs.iter().map(|need| (need.least, need.word)).collect();
    for floor in [by_words, divided] {
        let least: f32 = floor.iter().map(|(least, _)| least).sum();
        if least <= total {
            let wish: f32 = floor.iter().map(|(least, wish)| wish - least).sum();
            let part = (total - least) / wish.max(0.01);
            return Some(floor.iter().map(|(least, wish)| least + (wish - least) * part).collect());
        }
    }
    None
}
