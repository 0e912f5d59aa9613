//! Reading the head of a form.

use super::{Body, Form, FormFault, StampPlace, split};
use crate::model::appearance::SIZE;
use crate::model::card::read_audience;
use crate::model::diagnostic::{Diagnostic, Problem, Shape};
use crate::model::document::Paper;
use crate::model::span::{FileId, Span, Spanned};
use crate::model::template::{NamedTypes, PaperTemplate};
use crate::model::yaml::{self, Fields, Node, Reader};
use std::sync::Arc;

/// The largest number of copies that anybody wants of one document.
const MOST_COPIES: u32 = 20;
/// The largest number of empty rows for items.
const MOST_ROWS: u32 = 99;
/// The smallest column of text, in millimetres.
const NARROWEST: f32 = 50.0;

/// Sizes of running text that fit on a sheet and can be read, in points.
const SIZES: std::ops::RangeInclusive<f32> = 8.0..=36.0;

/// Reads one form; what could be read is returned even when there are faults.
pub fn read_form(id: &str, text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Option<Form> {
    read_parted(text, file, faults, |root, body, reader| read_head(id, root, body, reader))
}

/// Reads what has a head of YAML and a body to print.
pub(in crate::model) fn read_parted<T>(
    text: &str,
    file: FileId,
    faults: &mut Vec<Diagnostic>,
    read_head: impl FnOnce(&Node, Body, &mut Reader<'_>) -> Option<T>,
) -> Option<T> {
    let Some((head, start)) = split(text) else {
        let first = text.lines().next().map_or(0, str::len);
        faults.push(Diagnostic::new(Problem::BadForm { how: FormFault::NoHead }, Span::new(file, 0..first)));
        return None;
    };
    let body = Body::read(text, start, file, faults);
    let root = yaml::parse(text.get(head).unwrap_or_default(), file, faults)?;
    let mut reader = Reader::new(text);
    let read = read_head(&root, body, &mut reader);
    faults.append(&mut reader.faults);
    read
}

fn read_head(id: &str, root: &Node, body: Body, reader: &mut Reader<'_>) -> Option<Form> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let subtitle = fields.text("subtitle", reader).map(|text| text.value);
    let audience = fields.required_text("audience", reader).map(|word| read_audience(&word, reader));
    let of = fields.texts("of", reader);
    let mut paper = A4;
    if let Some(word) = fields.text("paper", reader).filter(|word| word.value != "A4") {
        reader.fault(Problem::NotOneOf { word: word.value, known: vec!["A4"] }, word.span);
    }
    if fields.flag("landscape", reader) {
        paper = paper.on_its_side();
    }
    if let Some(text) = fields.text("margins", reader) {
        match margins(&text.value, paper) {
            Some(found) => paper = found,
            None => reader.fault(Problem::BadForm { how: FormFault::Margins }, text.span),
        }
    }
    let size = fields.text("size", reader).map_or(SIZE, |text| {
        text.value.parse().ok().filter(|size| SIZES.contains(size)).unwrap_or_else(|| {
            reader.fault(Problem::BadForm { how: FormFault::Size }, text.span);
            SIZE
        })
    });
    let header = running(&mut fields, "header", reader);
    let footer = running(&mut fields, "footer", reader);
    let stamp = fields.text("stamp", reader);
    let stamp = stamp
        .and_then(|word| reader.one_of(&word, &[("signature", StampPlace::Signature), ("none", StampPlace::None)]));
    let copies = fields.text("copies", reader).map(|text| copies(&text, reader));
    let draft = fields.text("draft", reader).map(|text| text.value);
    let source = fields.texts("source", reader);
    let rows = rows(&mut fields, reader);
    fields.finish(reader);
    let title = title?;
    Some(Form {
        id: id.to_owned(),
        title: title.value,
        subtitle,
        audience: audience?,
        of,
        paper,
        size,
        header,
        footer,
        stamp: stamp.unwrap_or_default(),
        copies: copies.unwrap_or(1),
        rows,
        draft,
        source,
        body,
        span: title.span,
        types: Arc::new(NamedTypes::new()),
    })
}

/// A4 with the margins of office documents.
const A4: Paper = Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 };

/// `30/10/20/20`: left, right, above, below, in millimetres.
fn margins(text: &str, sheet: Paper) -> Option<Paper> {
    let margins: Option<Vec<f32>> = text
        .split('/')
        .map(|part| part.trim().parse().ok().filter(|margin| (0.0..=A4.height).contains(margin)))
        .collect();
    let &[left, right, top, bottom] = margins?.as_slice() else { return None };
    let room = sheet.width - left - right >= NARROWEST && sheet.height - top - bottom >= NARROWEST;
    room.then_some(Paper { left, right, top, bottom, ..sheet })
}

fn copies(text: &Spanned<String>, reader: &mut Reader<'_>) -> u32 {
    let copies = text.value.parse().ok().filter(|copies| (1..=MOST_COPIES).contains(copies));
    copies.unwrap_or_else(|| {
        reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span);
        1
    })
}

/// Names of repeats with the empty rows that are left for them.
fn rows(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<(Spanned<String>, u32)> {
    let Some(mut entries) = fields.take("rows").and_then(|node| reader.map(node)) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, node) in entries.rest() {
        let Some(text) = reader.text(node) else { continue };
        match text.value.parse().ok().filter(|rows| (1..=MOST_ROWS).contains(rows)) {
            Some(rows) => found.push((name.clone(), rows)),
            None => reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span),
        }
    }
    found
}

fn running(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<PaperTemplate> {
    let text = PaperTemplate::new(fields.text(key, reader)?);
    if let Err(error) = text.compile() {
        let span = reader.place(&text.source, error.range);
        reader.fault(Problem::BadExpression { reason: error.reason }, span);
    }
    Some(text)
}
