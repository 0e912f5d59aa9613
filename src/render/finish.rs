//! What printpdf leaves wrong in a file or cannot say: exact widths, language, author, the list of contents, links, a
//! name for the file by what is in it.

use super::error::{RenderError, RenderFault};
use super::page::{Command, Heading, Page, Target};
use crate::model::company::Language;
use crate::model::document::Document;
use crate::model::span::Span;
use lopdf::{Dictionary, Document as File, Object, ObjectId, StringFormat};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bytes of the file's identity.
const IDENTITY: usize = 16;
/// How far above a heading the list of contents leads, in points.
const ABOVE: f32 = 6.0;
/// How deep the list of contents goes.
const DEEPEST: u8 = 6;

/// Mends a file and writes it. `widths` are those of the glyphs of each font, by its name.
pub(super) fn finish(
    mut file: File,
    widths: &BTreeMap<&[u8], &[f32]>,
    pages: &[Page],
    document: &Document,
) -> Result<Vec<u8>, RenderError> {
    "1.5".clone_into(&mut file.version);
    for object in file.objects.values_mut() {
        if let Ok(font) = object.as_dict_mut() {
            if font.has_type(b"Font") {
                exact_widths(font, widths);
            } else if font.has_type(b"Page") {
                font.remove(b"Annots");
            }
        }
    }
    let height = document.paper.height * 72.0 / 25.4;
    let ids: Vec<ObjectId> = file.page_iter().collect();
    links(&mut file, &ids, pages, height)?;
    let outlines = outlines(&mut file, &ids, pages, height);
    let language = match document.language {
        Language::Ru => "ru-RU",
        Language::En => "en",
    };
    let catalog = file.catalog_mut().map_err(|error| fault(&error))?;
    catalog.set("Lang", Object::string_literal(language));
    let mut shows = Dictionary::new();
    shows.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", shows);
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
    }
    let info = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(|error| fault(&error))?;
    let info = file.get_object_mut(info).and_then(Object::as_dict_mut).map_err(|error| fault(&error))?;
    *info = Dictionary::from_iter([("Title", said(&document.title)), ("Producer", Object::string_literal("pult"))]);
    if let Some(author) = &document.author {
        info.set("Author", said(author));
    }
    file.compress();
    identify(&mut file, &[0; IDENTITY]);
    let save = |file: &mut File| {
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).map_err(|error| fault(&error))?;
        Ok::<_, RenderError>(bytes)
    };
    let digest = Sha256::digest(save(&mut file)?);
    identify(&mut file, digest.get(..IDENTITY).unwrap_or_default());
    save(&mut file)
}

fn fault(error: &dyn std::fmt::Display) -> RenderError {
    RenderError::new(RenderFault::Writer(error.to_string()), Span::NONE)
}

/// Words outside of pages, in UTF-16.
fn said(words: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(words.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Literal)
}

/// Names the file by what is in it.
fn identify(file: &mut File, id: &[u8]) {
    let id = Object::String(id.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
}

/// printpdf cuts widths down to whole thousandths, which moves every word.
fn exact_widths(font: &mut Dictionary, widths: &BTreeMap<&[u8], &[f32]>) {
    let Some(widths) = font.get(b"BaseFont").and_then(Object::as_name).ok().and_then(|name| widths.get(name)) else {
        return;
    };
    let Ok(below) = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut) else { return };
    if let Some(Ok(below)) = below.first_mut().map(Object::as_dict_mut) {
        let widths: Vec<Object> = widths.iter().map(|width| Object::Real(*width)).collect();
        below.set("W", Object::Array(vec![0.into(), Object::Array(widths)]));
    }
}

/// Puts the links of each page into it.
fn links(file: &mut File, ids: &[ObjectId], pages: &[Page], height: f32) -> Result<(), RenderError> {
    let places = Places::of(ids, pages, height);
    for (id, page) in ids.iter().zip(pages) {
        let links: Vec<Object> = page.commands.iter().filter_map(|command| link(command, &places, height)).collect();
        if !links.is_empty() {
            let page = file.get_object_mut(*id).and_then(Object::as_dict_mut).map_err(|error| fault(&error))?;
            page.set("Annots", links);
        }
    }
    Ok(())
}

/// Where links inside the file lead.
struct Places {
    headings: Vec<Object>,
    numbers: BTreeMap<String, Object>,
}

impl Places {
    fn of(ids: &[ObjectId], pages: &[Page], height: f32) -> Self {
        let (mut headings, mut numbers) = (Vec::new(), BTreeMap::new());
        for (id, page) in ids.iter().zip(pages) {
            headings.extend(page.headings.iter().map(|(y, _)| place(*id, *y, height)));
            for (y, number) in &page.numbers {
                numbers.entry(number.clone()).or_insert_with(|| place(*id, *y, height));
            }
        }
        Self { headings, numbers }
    }
}

/// A little above what stands so far down on a page.
fn place(page: ObjectId, y: f32, height: f32) -> Object {
    let top = Object::Real((height - y + ABOVE).min(height));
    Object::Array(vec![Object::Reference(page), "XYZ".into(), Object::Null, top, Object::Null])
}

fn link(command: &Command, places: &Places, sheet: f32) -> Option<Object> {
    let Command::Link { x, y, width, height, target } = command else { return None };
    let sides = [*x, sheet - y - height, x + width, sheet - y];
    let leads = match target {
        Target::Uri(address) => {
            let address = Object::String(address.clone().into_bytes(), StringFormat::Literal);
            ("A", Dictionary::from_iter([("S", Object::from("URI")), ("URI", address)]).into())
        }
        Target::Clause(number) => ("Dest", places.numbers.get(number)?.clone()),
        Target::Heading(at) => ("Dest", places.headings.get(*at)?.clone()),
    };
    let none: Vec<Object> = vec![0.into(), 0.into(), 0.into()];
    Some(Object::Dictionary(Dictionary::from_iter([
        ("Type", Object::from("Annot")),
        ("Subtype", Object::from("Link")),
        ("Rect", sides.map(Object::Real).to_vec().into()),
        ("Border", none.into()),
        leads,
    ])))
}

/// A line of the list of contents, with those that belong to it.
struct Entry<'p> {
    heading: &'p Heading,
    place: Object,
    below: Vec<Self>,
}

/// Writes the list of contents; none where there is nothing to list.
fn outlines(file: &mut File, ids: &[ObjectId], pages: &[Page], height: f32) -> Option<ObjectId> {
    let mut found = Vec::new();
    for (id, page) in ids.iter().zip(pages) {
        for (y, heading) in &page.headings {
            found.push((heading, place(*id, *y, height)));
        }
    }
    if found.is_empty() {
        return None;
    }
    let mut found = found.into_iter().peekable();
    let entries = nested(&mut found, 0);
    let root = file.new_object_id();
    let mut node = Dictionary::from_iter([("Type", Object::from("Outlines"))]);
    hang(file, root, &mut node, entries);
    file.set_object(root, node);
    Some(root)
}

/// The headings that are deeper than a level, with what is deeper below them.
fn nested<'p>(
    found: &mut std::iter::Peekable<impl Iterator<Item = (&'p Heading, Object)>>,
    level: u8,
) -> Vec<Entry<'p>> {
    let mut entries = Vec::new();
    while let Some((heading, place)) = found.next_if(|(heading, _)| heading.level > level) {
        let below = if heading.level < DEEPEST { nested(found, heading.level) } else { Vec::new() };
        entries.push(Entry { heading, place, below });
    }
    entries
}

/// Writes entries and joins them to the node above; says how many there are in all. Every level is open.
fn hang(file: &mut File, above: ObjectId, node: &mut Dictionary, entries: Vec<Entry<'_>>) -> i64 {
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    let mut count = 0;
    for (at, entry) in entries.into_iter().enumerate() {
        let Some(id) = ids.get(at) else { break };
        let mut own = Dictionary::from_iter([
            ("Title", said(&entry.heading.title)),
            ("Parent", Object::Reference(above)),
            ("Dest", entry.place),
        ]);
        let beside = [("Prev", at.checked_sub(1).and_then(|at| ids.get(at))), ("Next", ids.get(at + 1))];
        for (key, id) in beside {
            if let Some(id) = id {
                own.set(key, *id);
            }
        }
        count += 1 + hang(file, *id, &mut own, entry.below);
        file.set_object(*id, own);
    }
    if let Some((first, last)) = ids.first().zip(ids.last()) {
        node.set("First", *first);
        node.set("Last", *last);
        node.set("Count", count);
    }
    count
}
