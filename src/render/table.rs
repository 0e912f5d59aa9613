//! Tables and bars.

use super::error::{RenderError, RenderFault, measure};
use super::layout::{CELL, Desk, LEADING, RISE, Shape};
use super::lines::Align;
use super::page::{Below, Command, Frame, HAIR, Strip, keep_two};
use super::words::{Item, MM, Type, text_of, too_wide};
use crate::model::document::{Bar, Column, Face, Line, Side, Table};
use crate::model::span::Span;

/// Between a cell's text and its sides.
const SIDE: f32 = 4.0;
/// Between a cell's text and the lines above and below it.
const PAD: f32 = 2.0;
/// The distance from a table to its neighbours.
const APART: f32 = 6.0;
/// The least that a column leaves of a blank.
const BLANK: f32 = 15.0 * MM;
/// The least height of a row with a cell to write in: the pitch of lines for a hand.
const HAND: f32 = 8.0 * MM;

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

impl Desk<'_> {
    /// How cells are set here.
    fn cell(&self, face: Face) -> Type {
        Type { size: self.prose.size.min(self.size * CELL), face }
    }

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
        let head_shape =
            Shape { set: self.cell(Face::Bold), align: Align::Centre, ..Shape::body(self.cell(Face::Regular).size) };
        let mut head = if has_head { self.row(&heads, &vec![head_shape; columns], &widths)? } else { Vec::new() };
        let shapes: Vec<Shape> = table
            .columns
            .iter()
            .map(|column| {
                let align = match column.side {
                    Side::Left => Align::Left,
                    Side::Centre => Align::Centre,
                    Side::Right => Align::Right,
                };
                Shape { align, ..Shape::body(self.cell(Face::Regular).size) }
            })
            .collect();
        let mut rows: Vec<Strip> = Vec::new();
        for (at, row) in table.rows.iter().enumerate() {
            let cells: Vec<&Line> = row.iter().collect();
            let mut strips = self.row(&cells, &shapes, &widths)?;
            keep_two(&mut strips);
            // The first and the last row have company.
            if at == 1 || at + 1 == table.rows.len() {
                rows.last_mut().into_iter().for_each(|last| last.below = Below::Kept);
            }
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
        let mut least: f32 = 0.0;
        let size = self.cell(Face::Regular).size;
        for ((cell, shape), width) in cells.iter().zip(shapes).zip(widths) {
            // The cell itself is the place to write: a line in it would only be in the way.
            let empty = cell.to_write_in().is_some();
            least = if empty { HAND } else { least };
            texts.push(if empty { Vec::new() } else { self.lines(cell, shape, x + SIDE, width - 2.0 * SIDE)? });
            x += width;
            sides.push(x);
        }
        let count = texts.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let span = cells.iter().map(|cell| cell.span).find(|span| span.is_known()).unwrap_or_default();
        let lines = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        // What a row lacks for a hand stands above and below its words.
        let more = (least - lines * size * LEADING - 2.0 * PAD).max(0.0) / 2.0;
        let mut strips = Vec::with_capacity(count);
        for at in 0..count {
            let (first, last) = (at == 0, at + 1 == count);
            let above = if first { PAD + more } else { 0.0 };
            let height = size * LEADING + above + if last { PAD + more } else { 0.0 };
            let mut commands = Vec::new();
            for (text, shape) in texts.iter_mut().zip(shapes) {
                // Heads stand in the middle of their row.
                let less = f32::from(u16::try_from(count - text.len()).unwrap_or(0));
                let down = if shape.set.face == Face::Bold { less * size * LEADING / 2.0 } else { 0.0 };
                if let Some(line) = text.get_mut(at) {
                    commands.extend(std::mem::take(line).into_iter().map(|command| command.moved(0.0, above + down)));
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
        let (words, heads) = (self.cell(Face::Regular), self.cell(Face::Bold));
        let mut widest: Option<(f32, String, Span)> = None;
        for (at, column) in table.columns.iter().enumerate() {
            let mut need = Need::default();
            let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| (cell, words));
            for (cell, set) in std::iter::once((&column.head, heads)).chain(cells) {
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
        let numbers: Vec<bool> = table.columns.iter().map(|column| column.side == Side::Right).collect();
        share(self.area.width(), &needs, &numbers).ok_or_else(|| {
            let (least, word, span) = widest.unwrap_or_default();
            if least + 2.0 * SIDE > self.area.width() {
                return too_wide(word, span);
            }
            RenderError::new(RenderFault::Table { columns: needs.len(), word }, span)
        })
    }

    /// Bars with their labels on the left and their amounts on the right.
    pub(super) fn bars(&mut self, bars: &[Bar]) -> Result<(), RenderError> {
        let (left, width) = (self.area.left, self.area.width());
        let cell = self.cell(Face::Regular);
        let (mut labels, mut shown, mut most) = (0.0_f32, 0.0_f32, 0.0_f64);
        for bar in bars {
            measure(bar.amount, Span::NONE)?;
            most = most.max(bar.amount);
            labels = labels.max(self.natural(&Line::plain(bar.label.as_str()), cell)?);
            shown = shown.max(self.natural(&Line::plain(bar.shown.as_str()), cell)?);
        }
        let labels = labels.min(width * 0.4) + 0.1;
        let room = (width - labels - shown - 4.0 * SIDE).max(0.0);
        let right = Shape { align: Align::Right, ..Shape::body(cell.size) };
        for (at, bar) in bars.iter().enumerate() {
            let label = self.lines(&Line::plain(bar.label.as_str()), &Shape::body(cell.size), left, labels)?;
            let amount = self.lines(&Line::plain(bar.shown.as_str()), &right, left, width)?;
            let height = cell.size * LEADING;
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
                let size = cell.size * 0.7;
                let (x, y, width) = (left + labels + 2.0 * SIDE, cell.size * RISE - size, room * part);
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
            Item::Word { width, .. } | Item::Box { width, .. } => {
                need.natural += width;
                word += width;
                part += width;
            }
            // A blank in a narrow column is cut short.
            Item::Blank { width, .. } => {
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
    [by_words, divided].into_iter().find_map(|bounds| filled(total, &bounds))
}

/// Fills a width as water fills a vessel: a column that needs little has all of it, and what has eight times as much to
/// say gets twice the room. Bounds are the least and the most of each column; none if the least is too much.
fn filled(total: f32, bounds: &[(f32, f32)]) -> Option<Vec<f32>> {
    if bounds.iter().map(|(least, _)| least).sum::<f32>() > total {
        return None;
    }
    let at = |level: f32| bounds.iter().map(move |(least, most)| (level * most.cbrt()).clamp(*least, most.max(*least)));
    let (mut low, mut high) = (0.0, total);
    for _ in 0..40 {
        let level = f32::midpoint(low, high);
        if at(level).sum::<f32>() <= total { low = level } else { high = level }
    }
    Some(at(low).collect())
}
