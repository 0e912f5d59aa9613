//! Reading a `repeat`.

use super::steps::{checks, read};
use super::{Known, checked_template, template};
use crate::model::definition::{Items, MOST_ITEMS, Repeat};
use crate::model::diagnostic::{Problem, RepeatFault, Shape};
use crate::model::span::Span;
use crate::model::yaml::{Fields, Node, Reader};

/// The data of a `repeat`; what may be passed with Enter begins without items.
pub(super) fn repeat(
    value: &Node,
    fields: &mut Fields<'_>,
    optional: bool,
    known: Known<'_>,
    reader: &mut Reader<'_>,
) -> Option<Repeat> {
    let title = reader.text(value).map(|text| checked_template(text, reader));
    let items = items(fields, optional, reader);
    let label = template(fields, "label", reader);
    let checks = checks(fields, reader);
    let steps = fields.require("steps", reader).map(|node| read(node, known, reader)).unwrap_or_default();
    Some(Repeat { title: title?, steps, items, label, checks })
}

/// How many items there are: freely many, a fixed number, or one for each choice.
fn items(fields: &mut Fields<'_>, optional: bool, reader: &mut Reader<'_>) -> Items {
    let ways: Vec<(&'static str, Span)> =
        ["count", "each", "min", "max"].into_iter().filter_map(|key| Some((key, fields.entry(key)?.0.span))).collect();
    let fixed = ways.iter().find(|(key, _)| matches!(*key, "count" | "each")).copied();
    for (key, span) in &ways {
        if let Some((fixed, _)) = fixed.filter(|(fixed, _)| fixed != key) {
            reader.fault(Problem::BadRepeat { how: RepeatFault::TwoWays { key, fixed } }, *span);
        }
    }
    let (min, max) = (number("min", 0, fields, reader), number("max", 1, fields, reader));
    let (count, each) = (number("count", 1, fields, reader), fields.text("each", reader));
    if let Some((count, _)) = count {
        return Items::Count(count);
    }
    if let Some(field) = each {
        return Items::Each(field);
    }
    if let (Some((min, _)), Some((max, span))) = (min, max)
        && min > max
    {
        reader.fault(Problem::MaxBelowMin { min, max }, span);
    }
    let min = min.map_or(u32::from(!optional), |(min, _)| min);
    Items::Free { min, max: max.map(|(max, _)| max) }
}

fn number(key: &'static str, least: u32, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<(u32, Span)> {
    let text = fields.text(key, reader)?;
    let number = text.value.parse().ok().filter(|number| (least..=MOST_ITEMS).contains(number));
    if number.is_none() {
        reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span);
    }
    Some((number?, text.span))
}
