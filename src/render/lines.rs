//! Dividing a paragraph into lines so that the whole of it looks best.
//!
//! After D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981), with the words of that paper: badness,
//! demerits, fitness classes. A paragraph is tried without hyphens first, then with them, then however it can be set.

use super::words::{EMERGENCY, Hyphen, Item, Length};
use std::ops::Range;

/// How lines fill their width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// From margin to margin, the last line as it comes.
    Justify,
    /// From the left.
    Left,
    /// To the right.
    Right,
    /// In the middle.
    Centre,
}

/// One line: which items, and how much its spaces grow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cut {
    /// The items in it.
    pub(super) items: Range<usize>,
    /// How much of their stretch (or, below zero, of their shrink) its spaces take.
    pub(super) ratio: f32,
    /// The hyphen at its end.
    pub(super) hyphen: Option<Hyphen>,
}

/// What a line may be like in one try at a paragraph.
struct Leave {
    /// How far its spaces may grow.
    loosest: f32,
    /// Whether words are divided.
    hyphens: bool,
    /// What ending it may cost at most.
    dearest: f64,
}

/// First with whole words and even spaces (TeX's `\pretolerance`), then with divided ones, then with anything.
const JUSTIFIED: [Leave; 3] = [
    Leave { loosest: 1.0, hyphens: false, dearest: EMERGENCY },
    Leave { loosest: 2.0, hyphens: true, dearest: EMERGENCY },
    Leave { loosest: f32::INFINITY, hyphens: true, dearest: f64::INFINITY },
];
/// Where lines need not be full, words are divided only if they fit nowhere.
const RAGGED: [Leave; 2] = [
    Leave { loosest: f32::INFINITY, hyphens: false, dearest: EMERGENCY },
    Leave { loosest: f32::INFINITY, hyphens: true, dearest: f64::INFINITY },
];

/// Spaces that would grow by more than this stay as they are: a line before a long blank is better left short.
const LOOSEST: f32 = 5.0;
/// What a short last line, less than this many points, costs: it is no longer than the indent below it.
const SHORT: (f32, f64) = (36.0, 20_000.0);
/// What a second hyphen in a row costs (`\doublehyphendemerits`); a third is an emergency.
const LADDER: f64 = 10_000.0;
/// What a hyphen before the last line costs (`\finalhyphendemerits`).
const FINAL: f64 = 5000.0;
/// What it costs when little more than the rest of a divided word is the last line, less than this many points.
const FRAGMENT: (f32, f64) = (72.0, 100_000.0);
/// What a loose line beside a tight one costs (`\adjdemerits`).
const UNEVEN: f64 = 10_000.0;
/// How much more a hyphen costs where lines are not justified.
const LOATH: f64 = 100.0;
/// How much longer or shorter a blank may be than it was asked for, as a part of that: it gives way before words
/// are set apart.
const BLANK_STRETCH: f32 = 0.6;
/// The same, for shorter.
const BLANK_SHRINK: f32 = 0.6;
/// What a blank that takes the rest of its line may grow by: so much that nothing beside it does.
const FILL: f32 = 10_000.0;
/// Rounding of widths, points.
const SLACK: f32 = 0.01;

/// By how much a blank may grow and shrink, points.
pub(super) fn leeway(width: f32, length: Length) -> [f32; 2] {
    match length {
        Length::Asked => [BLANK_STRETCH * width, BLANK_SHRINK * width],
        Length::Rest => [FILL, 0.0],
    }
}

/// A place where a line may end.
struct Point {
    end: usize,
    next: usize,
    cost: f64,
    hyphen: Option<Hyphen>,
}

/// A way to a point: the cheapest of those that end in a line of its fitness with as many hyphens in a row.
#[derive(Clone, Copy, Default)]
struct Node {
    point: usize,
    before: usize,
    demerits: f64,
    ratio: f32,
    fitness: usize,
    hyphens: usize,
}

/// How many kinds of lines are told apart: tight, decent, loose, very loose; and after 0, 1, 2 hyphens.
const FITNESSES: usize = 4;
const LADDERS: usize = 3;

/// Divides items into lines; the first line may be shorter than the rest. Widths are in points. Where lines are not
/// justified, spaces must have no stretch and no shrink.
///
/// # Errors
/// The items that fit into no line.
pub(super) fn cut(items: &[Item], first: f32, rest: f32, align: Align) -> Result<Vec<Cut>, Range<usize>> {
    let paragraph = Paragraph { points: points(items), sums: sums(items), first, rest, align };
    let mut stuck = 0..items.len();
    for leave in if align == Align::Justify { JUSTIFIED.as_slice() } else { &RAGGED } {
        match paragraph.way(leave) {
            Ok((nodes, end)) => return Ok(paragraph.cuts(&nodes, end)),
            Err(found) => stuck = found,
        }
    }
    Err(stuck)
}

/// What is to be divided, and for which room.
struct Paragraph {
    points: Vec<Point>,
    /// Width, stretch and shrink of everything before each item.
    sums: Vec<[f64; 3]>,
    first: f32,
    rest: f32,
    align: Align,
}

impl Paragraph {
    /// All ways that were looked at, and the end of the best of them.
    fn way(&self, leave: &Leave) -> Result<(Vec<Node>, usize), Range<usize>> {
        let mut nodes = vec![Node { fitness: 1, ..Node::default() }];
        // The nodes from which a line may still reach the point that is looked at.
        let mut active = vec![0];
        for (at, end) in self.points.iter().enumerate().skip(1) {
            let last = at + 1 == self.points.len();
            if !last && (end.cost >= leave.dearest || (end.hyphen.is_some() && !leave.hyphens)) {
                continue;
            }
            let mut best = [None::<Node>; FITNESSES * LADDERS];
            active.retain(|&from| {
                let Some(before) = nodes.get(from) else { return false };
                let Some((ratio, natural)) = self.ratio(before.point, end, last) else { return false };
                if ratio <= leave.loosest
                    && let Some(node) = self.node(before, (at, end), (ratio, natural), leave)
                {
                    let slot = best.get_mut(node.fitness * LADDERS + node.hyphens);
                    if let Some(slot) = slot.filter(|slot| slot.is_none_or(|known| node.demerits < known.demerits)) {
                        *slot = Some(Node { before: from, ..node });
                    }
                }
                true
            });
            for node in best.into_iter().flatten() {
                active.push(nodes.len());
                nodes.push(node);
            }
            if active.is_empty() {
                return Err(self.behind(nodes.last())..end.end);
            }
        }
        let whole = |node: &Node| node.point + 1 == self.points.len();
        let ends = active.into_iter().filter_map(|at| Some((at, nodes.get(at).filter(|node| whole(node))?.demerits)));
        match ends.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((end, _)) => Ok((nodes, end)),
            None => Err(self.behind(nodes.last())..self.points.last().map_or(0, |point| point.end)),
        }
    }

    /// The first item behind a node.
    fn behind(&self, node: Option<&Node>) -> usize {
        node.and_then(|node| self.points.get(node.point)).map_or(0, |point| point.next)
    }

    /// How much the spaces of a line grow or shrink, and its natural width; above all numbers if it is too wide with
    /// its hyphen, none if it is too wide without.
    fn ratio(&self, from: usize, end: &Point, last: bool) -> Option<(f32, f32)> {
        let start = self.points.get(from)?;
        let [before, behind] = [start.next, end.end.max(start.next)].map(|at| self.sums.get(at));
        let [natural, stretch, shrink] = between(before?, behind?);
        let room = if from == 0 { self.first } else { self.rest };
        if natural - shrink > room + SLACK {
            return None;
        }
        let natural = natural + end.hyphen.map_or(0.0, |hyphen| hyphen.width);
        let slack = room - natural;
        let ratio = match self.align {
            _ if slack < -shrink - SLACK => f32::INFINITY,
            _ if slack < 0.0 => (slack / shrink.max(SLACK)).max(-1.0),
            _ if last => 0.0,
            Align::Justify => slack / stretch.max(SLACK),
            Align::Left | Align::Right | Align::Centre => slack / (0.2 * room).max(SLACK),
        };
        Some((ratio, natural))
    }

    /// The way through a line that ends at a point; none if it asks for more than the leave.
    fn node(&self, before: &Node, at: (usize, &Point), line: (f32, f32), leave: &Leave) -> Option<Node> {
        let ((point, end), (ratio, natural)) = (at, line);
        if ratio.is_infinite() {
            return None;
        }
        let last = point + 1 == self.points.len();
        let fitness: usize = match ratio {
            ..-0.5 => 0,
            -0.5..=0.5 => 1,
            0.5..=1.0 => 2,
            _ => 3,
        };
        let justified = self.align == Align::Justify;
        let badness = 100.0 * f64::from(ratio.abs().min(20.0)).powi(3);
        let loath = if !justified && end.hyphen.is_some() { LOATH } else { 1.0 };
        let mut demerits = before.demerits + (1.0 + badness).powi(2) + (loath * end.cost).powi(2);
        let hyphens = if end.hyphen.is_some() { before.hyphens + 1 } else { 0 };
        demerits += match hyphens {
            0 if last && before.hyphens > 0 => FINAL,
            0 | 1 => 0.0,
            2 => LADDER,
            _ if leave.dearest <= EMERGENCY => return None,
            _ => EMERGENCY * EMERGENCY,
        };
        if justified && fitness.abs_diff(before.fitness) > 1 {
            demerits += UNEVEN;
        }
        if last && before.point > 0 && natural < SHORT.0 {
            demerits += SHORT.1;
        }
        if last && before.hyphens > 0 && natural < FRAGMENT.0 {
            demerits += FRAGMENT.1;
        }
        let fits = ratio <= LOOSEST && (justified || ratio < 0.0);
        let ratio = if fits { ratio } else { 0.0 };
        Some(Node { point, before: 0, demerits, ratio, fitness, hyphens: hyphens.min(LADDERS - 1) })
    }

    /// The lines on the way to a node.
    fn cuts(&self, nodes: &[Node], end: usize) -> Vec<Cut> {
        let mut cuts = Vec::new();
        let Some(mut node) = nodes.get(end) else { return cuts };
        while node.point > 0 {
            let Some((before, end)) = nodes.get(node.before).zip(self.points.get(node.point)) else { break };
            let start = self.points.get(before.point).map_or(0, |point| point.next);
            cuts.push(Cut { items: start..end.end.max(start), ratio: node.ratio, hyphen: end.hyphen });
            node = before;
        }
        cuts.reverse();
        cuts
    }
}

fn points(items: &[Item]) -> Vec<Point> {
    let mut points = vec![Point { end: 0, next: 0, cost: 0.0, hyphen: None }];
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Space { cost, .. } => points.push(Point { end: at, next: at + 1, cost: *cost, hyphen: None }),
            Item::Break { cost, hyphen } => {
                points.push(Point { end: at, next: at + 1, cost: *cost, hyphen: *hyphen });
            }
            Item::Word { .. } | Item::Blank { .. } | Item::Box { .. } => {}
        }
    }
    points.push(Point { end: items.len(), next: items.len(), cost: 0.0, hyphen: None });
    points
}

/// Sums of double width, so that the thousandth line is as exact as the first.
fn sums(items: &[Item]) -> Vec<[f64; 3]> {
    let mut sum = [0.0; 3];
    let mut sums = vec![sum];
    for item in items {
        let [width, stretch, shrink] = match item {
            Item::Word { width, .. } | Item::Box { width, .. } => [*width, 0.0, 0.0],
            Item::Blank { width, length } => {
                let [stretch, shrink] = leeway(*width, *length);
                [*width, stretch, shrink]
            }
            Item::Space { width, stretch, shrink, .. } => [*width, *stretch, *shrink],
            Item::Break { .. } => [0.0; 3],
        };
        sum = [sum[0] + f64::from(width), sum[1] + f64::from(stretch), sum[2] + f64::from(shrink)];
        sums.push(sum);
    }
    sums
}

#[expect(clippy::cast_possible_truncation, reason = "a line is short, whatever the paragraph is")]
fn between(before: &[f64; 3], behind: &[f64; 3]) -> [f32; 3] {
    [behind[0] - before[0], behind[1] - before[1], behind[2] - before[2]].map(|difference| difference as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::appearance::Appearance;
    use crate::model::company::Language;
    use crate::model::document::{Face, Line};
    use crate::render::fonts::{Faces, Fonts};
    use crate::render::words::{Type, items};

    fn taken_apart(text: &str) -> Vec<Item> {
        let set = Type { size: 12.0, face: Face::Regular };
        let appearance = Appearance::default();
        let faces = Faces::of(&appearance).expect("faces");
        items(&mut Fonts::new(&faces), &Line::plain(text), set, crate::render::layout::stamp(Language::Ru))
            .expect("items")
    }

    /// The demerits of the best of all ways to set a paragraph, each looked at.
    fn least(paragraph: &Paragraph, leave: &Leave) -> f64 {
        let inner = paragraph.points.len() - 2;
        let mut least = f64::INFINITY;
        'ways: for way in 0..1_u32 << inner {
            let mut node = Node { fitness: 1, ..Node::default() };
            for at in 1..paragraph.points.len() {
                let last = at == inner + 1;
                if !last && way & (1 << (at - 1)) == 0 {
                    continue;
                }
                let end = &paragraph.points[at];
                let allowed = last || (end.cost < leave.dearest && (end.hyphen.is_none() || leave.hyphens));
                let line = paragraph.ratio(node.point, end, last).filter(|line| allowed && line.0 <= leave.loosest);
                let Some(next) = line.and_then(|line| paragraph.node(&node, (at, end), line, leave)) else {
                    continue 'ways;
                };
                node = next;
            }
            least = least.min(node.demerits);
        }
        least
    }

    #[test]
    fn no_other_division_looks_better() {
        let mut set = 0;
        for text in ["Абонент вправе получать услуги, и по телефону", "Предоставление доступа к сети оператором в доме"]
        {
            let items = taken_apart(text);
            for room in (60..230).step_by(5) {
                let room = f32::from(u16::try_from(room).expect("a width"));
                let (points, sums) = (points(&items), sums(&items));
                assert!((11..17).contains(&points.len()), "{}", points.len());
                let paragraph = Paragraph { points, sums, first: room - 20.0, rest: room, align: Align::Justify };
                for leave in &JUSTIFIED {
                    let found = paragraph.way(leave).map(|(nodes, end)| nodes[end].demerits);
                    let least = least(&paragraph, leave);
                    assert_eq!(found.is_ok(), least.is_finite(), "{text}, {room}");
                    if let Ok(found) = found {
                        set += 1;
                        assert!((found - least).abs() <= 1e-9 * least, "{text}, {room}: {found}, {least}");
                    }
                }
            }
        }
        assert!(set > 60, "{set}");
    }
}
