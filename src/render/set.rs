//! A line that has been cut, as drawing commands.

use super::fonts::{Fonts, Glyph};
use super::layout::{LEADING, RISE};
use super::lines::{Cut, leeway};
use super::page::{Command, HAIR, Target};
use super::words::{Item, Length, MM, SIDE};
use crate::model::document::Face;

/// From base line to base line where a hand is to write between words.
const HAND: f32 = 6.0 * MM;

/// Draws one line.
pub(super) fn draw(items: &[Item], cut: &Cut, size: f32, x: f32, y: f32) -> Vec<Command> {
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
            Item::Word { face, glyphs, part, width, link } => {
                if let Some(target) = link {
                    lead(&mut commands, (pen, y - RISE * size), (*width, LEADING * size), target);
                }
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
            Item::Box { width, ticked } => {
                flush(&mut run, &mut commands);
                commands.extend(square((pen, y), *width * SIDE, *ticked));
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

/// A box to tick that stands on the base line.
fn square((x, y): (f32, f32), side: f32, ticked: bool) -> Vec<Command> {
    let (right, top) = (x + side, y - side);
    let line = |from, to| Command::Line { from, to, width: HAIR };
    let mut lines = vec![
        line((x, y), (right, y)),
        line((right, y), (right, top)),
        line((right, top), (x, top)),
        line((x, top), (x, y)),
    ];
    if ticked {
        lines.extend([line((x, y), (right, top)), line((x, top), (right, y))]);
    }
    lines
}

/// Makes a part of a word a link; parts that stand side by side are one.
fn lead(commands: &mut Vec<Command>, (x, y): (f32, f32), (width, height): (f32, f32), target: &Target) {
    if let Some(Command::Link { x: from, width: known, target: same, .. }) = commands.last_mut()
        && same == target
        && (*from + *known - x).abs() < 0.01
    {
        *known += width;
    } else {
        commands.push(Command::Link { x, y, width, height, target: target.clone() });
    }
}

/// Keeps a hyphen that a line ends in and that belongs to the word: readers take the other ones out.
pub(super) fn keep_hyphen(fonts: &Fonts<'_>, line: &mut [Command]) {
    if let Some(Command::Text { face, glyphs, .. }) = line.last_mut()
        && let Some(last) = glyphs.last_mut().filter(|last| last.character == '-')
    {
        *last = fonts.own_hyphen(*face, *last);
    }
}

/// The width of a line as it is set.
pub(super) fn breadth(items: &[Item], cut: &Cut) -> f32 {
    let inside = items.get(cut.items.clone()).unwrap_or_default();
    let width: f32 = inside
        .iter()
        .map(|item| match item {
            Item::Word { width, .. } | Item::Box { width, .. } => *width,
            Item::Space { .. } | Item::Blank { .. } => grown(item, cut.ratio),
            Item::Break { .. } => 0.0,
        })
        .sum();
    width + cut.hyphen.map_or(0.0, |hyphen| hyphen.width)
}

/// The width of a space or a blank in its line.
fn grown(item: &Item, ratio: f32) -> f32 {
    match item {
        Item::Blank { width, length } => {
            let [stretch, shrink] = leeway(*width, *length);
            width + ratio * if ratio >= 0.0 { stretch } else { shrink }
        }
        Item::Space { width, stretch, .. } if ratio >= 0.0 => width + ratio * stretch,
        Item::Space { width, shrink, .. } => width + ratio * shrink,
        Item::Word { .. } | Item::Box { .. } | Item::Break { .. } => 0.0,
    }
}

/// Lets blanks that take the rest of their line do so.
pub(super) fn fill(items: &[Item], cut: &mut Cut, room: f32) {
    let inside = items.get(cut.items.clone()).unwrap_or_default();
    let fills = |item: &Item| matches!(item, Item::Blank { length: Length::Rest, .. });
    let slack = room - breadth(items, &Cut { ratio: 0.0, ..cut.clone() });
    if slack <= 0.0 || !inside.iter().any(fills) {
        return;
    }
    let stretch = |item: &Item| match item {
        Item::Blank { width, length } => leeway(*width, *length)[0],
        Item::Space { stretch, .. } => *stretch,
        Item::Word { .. } | Item::Box { .. } | Item::Break { .. } => 0.0,
    };
    cut.ratio = slack / inside.iter().map(stretch).sum::<f32>();
}

/// How much farther from the line above a line stands that has a place for a hand.
pub(super) fn lift(line: &[Command], size: f32) -> f32 {
    let under = |command: &Command| matches!(command, Command::Line { from, to, .. } if from.1 >= RISE * size && to.1 >= RISE * size);
    if line.iter().any(under) { (HAND - size * LEADING).max(0.0) } else { 0.0 }
}

/// Takes stretch and shrink from spaces: where lines need not be full, only blanks give way.
pub(super) fn stiffen(items: &mut [Item]) {
    for item in items {
        if let Item::Space { stretch, shrink, .. } = item {
            (*stretch, *shrink) = (0.0, 0.0);
        }
    }
}

/// A blank longer than its line ends where the line ends, with what touches it.
pub(super) fn clip_blanks(items: &mut [Item], room: f32) {
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
        if let Some(Item::Blank { width, .. }) = items.get_mut(at) {
            let room = if behind < room / 2.0 { room - behind } else { room };
            *width = width.min(room);
        }
    }
}
