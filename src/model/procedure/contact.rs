//! Reading the steps that reach people and files: `notify`, `attach`, `mail`.

use super::{checked_template, template};
use crate::model::attachment::FileKind;
use crate::model::company::PageFormat;
use crate::model::definition::{Attach, Mail, Notify};
use crate::model::diagnostic::{Problem, Shape, TimeKind};
use crate::model::yaml::{Fields, Node, Reader};

/// More files than anybody brings.
const MOST_FILES: u32 = 99;
/// Nobody waits longer before the next one is called: a week.
const LONGEST: u32 = 7 * 24 * 60;

pub(super) fn notify(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Notify> {
    let whom = reader.texts(value);
    let message = template(fields, "message", reader);
    let all = fields.flag("all", reader);
    let escalate = fields.text("escalate", reader).and_then(|text| {
        let minutes = minutes(&text.value).filter(|minutes| (1..=LONGEST).contains(minutes));
        if minutes.is_none() {
            reader.fault(Problem::BadTime { kind: TimeKind::Minutes }, text.span);
        }
        minutes
    });
    (!whom.is_empty()).then_some(Notify { whom, message, all, escalate })
}

pub(super) fn attach(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Attach> {
    let prompt = reader.text(value).map(|text| checked_template(text, reader));
    let words = fields.texts("accept", reader);
    let accept: Vec<FileKind> = words.iter().filter_map(|word| reader.one_of(word, &FileKind::ALL)).collect();
    let min = count("min", fields, reader);
    let max_text = fields.take_with_key("max").map(|(key, node)| (key.span, node));
    let max = max_text.and_then(|(_, node)| number(node, reader));
    if let (Some((span, _)), Some(min), Some(max)) = (max_text, min, max)
        && max < min
    {
        reader.fault(Problem::MaxBelowMin { min, max }, span);
    }
    let scan = scan(&accept, fields, reader);
    Some(Attach { prompt: prompt?, accept, scan, min, max })
}

pub(super) fn mail(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Mail> {
    let to = reader.text(value);
    let subject = fields.required_text("subject", reader).map(|text| checked_template(text, reader));
    let text = template(fields, "text", reader);
    let files = fields.texts("files", reader);
    let forms = fields.texts("forms", reader);
    Some(Mail { to: to?, subject: subject?, text, files, forms })
}

/// Whether pages are scanned: into what the step takes.
fn scan(accept: &[FileKind], fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> bool {
    let place = fields.entry("scan").map(|(_, node)| node.span);
    let scan = fields.flag("scan", reader);
    if let (true, None, Some(span)) = (scan, PageFormat::Png.fitting(accept), place) {
        reader.fault(Problem::CannotScan, span);
    }
    scan
}

fn count(key: &'static str, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<u32> {
    fields.take(key).and_then(|node| number(node, reader))
}

fn number(node: &Node, reader: &mut Reader<'_>) -> Option<u32> {
    let text = reader.text(node)?;
    let found = text.value.parse().ok().filter(|number| (1..=MOST_FILES).contains(number));
    if found.is_none() {
        reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span);
    }
    found
}

/// `5 minutes`, `2 hours` and the Russian words, by the clock.
#[must_use]
pub fn minutes(text: &str) -> Option<u32> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: u32 = number.parse().ok()?;
    let unit = unit.trim();
    if unit.starts_with("minute") || unit.starts_with("минут") {
        Some(number)
    } else if unit.starts_with("hour") || unit.starts_with("час") {
        number.checked_mul(60)
    } else {
        None
    }
}
