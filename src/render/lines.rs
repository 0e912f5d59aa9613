//! Dividing a paragraph into lines so that the whole of it looks best (after D. E. Knuth and M. F. Plass, 1981).

use super::words::{Hyphen, Item};
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

/// Spaces that would grow by more than this stay as they are: a line before a long blank is better left short.
const LOOSEST: f32 = 5.0;
/// What a short last line, less than this many points, costs.
const SHORT: (f32, f64) = (36.0, 20_000.0);
/// What two hyphens in a row cost.
const LADDER: f64 = 4000.0;
/// How much more a hyphen costs where lines are not justified.
const RAGGED: f64 = 100.0;
/// How much longer or shorter a blank may be than it was asked for, as a part of that: it gives way before words
/// are set apart.
pub(super) const BLANK_STRETCH: f32 = 0.6;
/// The same, for shorter.
pub(super) const BLANK_SHRINK: f32 = 0.6;
/// Rounding of widths, points.
const SLACK: f32 = 0.01;

/// A place where a line may end.
struct Point {
    end: usize,
    next: usize,
    cost: f64,
    hyphen: Option<Hyphen>,
}

/// Divides items into lines; the first line may be shorter than the rest. Widths are in points.
///
/// # Errors
/// The items that fit into no line.
pub(super) fn cut(items: &[Item], first: f32, rest: f32, align: Align) -> Result<Vec<Cut>, Range<usize>> {
    let points = points(items);
    let sums = sums(items);
    let total = |range: Range<usize>| -> [f32; 3] {
        let [from, to] = [range.start, range.end].map(|at| sums.get(at).copied().unwrap_or_default());
        [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
    };
    // For every point the cheapest way there: what it costs in all, the point before, and the last line's ratio.
    let mut best: Vec<(f64, usize, f32)> = vec![(0.0, 0, 0.0)];
    for (at, end) in points.iter().enumerate().skip(1) {
        let last = at + 1 == points.len();
        let mut found = (f64::INFINITY, 0, 0.0);
        for (from, start) in points.iter().enumerate().take(at).rev() {
            let [natural, stretch, shrink] = total(start.next..end.end.max(start.next));
            let natural = natural + end.hyphen.map_or(0.0, |hyphen| hyphen.width);
            let room = if from == 0 { first } else { rest };
            // Where lines are not justified, only blanks give way.
            let blanks = items.get(start.next..end.end.max(start.next)).unwrap_or_default();
            let blanks = || blanks.iter().any(|item| matches!(item, Item::Blank { .. }));
            let give = if align == Align::Justify || blanks() { shrink } else { 0.0 };
            if natural - give > room + SLACK {
                break;
            }
            let Some(&(before, ..)) = best.get(from).filter(|way| way.0.is_finite()) else { continue };
            let slack = room - natural;
            let ratio = match align {
                Align::Justify if slack < 0.0 => slack / shrink.max(SLACK),
                Align::Justify if last => 0.0,
                Align::Justify => slack / stretch.max(SLACK),
                _ if slack < 0.0 => slack / shrink.max(SLACK),
                _ if last => 0.0,
                _ => slack / (0.2 * room).max(SLACK),
            };
            let bad = 100.0 * f64::from(ratio.abs().min(20.0)).powi(3);
            let ladder = if end.hyphen.is_some() && start.hyphen.is_some() { LADDER } else { 0.0 };
            let short = if last && from > 0 && natural < SHORT.0 { SHORT.1 } else { 0.0 };
            // Where lines need not be full, words are divided only if they fit nowhere.
            let loath = if align != Align::Justify && end.hyphen.is_some() { RAGGED } else { 1.0 };
            let cost = before + (1.0 + bad).powi(2) + (loath * end.cost).powi(2) + ladder + short;
            if cost < found.0 {
                let fits = ratio <= LOOSEST && (align == Align::Justify || ratio < 0.0);
                let grown = if fits { ratio } else { 0.0 };
                found = (cost, from, grown);
            }
        }
        best.push(found);
    }
    let mut cuts = Vec::new();
    let mut at = points.len().saturating_sub(1);
    if best.last().is_some_and(|way| way.0.is_infinite()) {
        let reached = best.iter().rposition(|way| way.0.is_finite()).unwrap_or(0);
        let from = points.get(reached).map_or(0, |point| point.next);
        return Err(from..points.get(reached + 1).map_or(items.len(), |point| point.end));
    }
    while at > 0 {
        let Some((&(_, from, ratio), end)) = best.get(at).zip(points.get(at)) else { break };
        let start = points.get(from).map_or(0, |point| point.next);
        cuts.push(Cut { items: start..end.end.max(start), ratio, hyphen: end.hyphen });
        at = from;
    }
    cuts.reverse();
    Ok(cuts)
}

fn points(items: &[Item]) -> Vec<Point> {
    let mut points = vec![Point { end: 0, next: 0, cost: 0.0, hyphen: None }];
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Space { cost, .. } => points.push(Point { end: at, next: at + 1, cost: *cost, hyphen: None }),
            Item::Break { cost, hyphen } => {
                points.push(Point { end: at, next: at + 1, cost: *cost, hyphen: *hyphen });
            }
            Item::Word { .. } | Item::Blank { .. } => {}
        }
    }
    points.push(Point { end: items.len(), next: items.len(), cost: 0.0, hyphen: None });
    points
}

/// Width, stretch and shrink of everything before each item.
fn sums(items: &[Item]) -> Vec<[f32; 3]> {
    let mut sum = [0.0; 3];
    let mut sums = vec![sum];
    for item in items {
        match item {
            Item::Word { width, .. } => sum[0] += width,
            Item::Blank { width } => {
                sum = [sum[0] + width, sum[1] + BLANK_STRETCH * width, sum[2] + BLANK_SHRINK * width];
            }
            Item::Space { width, stretch, shrink, .. } => {
                sum = [sum[0] + width, sum[1] + stretch, sum[2] + shrink];
            }
            Item::Break { .. } => {}
        }
        sums.push(sum);
    }
    sums
}
