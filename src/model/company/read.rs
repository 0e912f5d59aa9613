//! How `pult.yaml` and `source.yaml` are read.

use super::{Company, Contact, FORMAT, Git, Language, Series, mail, offset};
use crate::model::appearance::AssetNames;
use crate::model::diagnostic::{Diagnostic, Problem, Shape, TimeKind};
use crate::model::hours::{Hours, Interval};
use crate::model::names;
use crate::model::procedure::checked_template;
use crate::model::span::{FileId, Span, Spanned};
use crate::model::types::unp_fault;
use crate::model::yaml::{self, Blank, Kind, Node, Reader};
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads `pult.yaml`; what could be read is returned even when there are faults.
pub fn read_company(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Company {
    let mut company = Company::default();
    let mut reader = Reader::new(text);
    if let Some(root) = yaml::parse(text, file, faults) {
        fill(&mut company, &root, &mut reader);
    }
    faults.append(&mut reader.faults);
    company
}

/// Fills in what the file says; none when it is of a newer format and nothing else can be told.
fn fill(company: &mut Company, root: &Node, reader: &mut Reader<'_>) -> Option<()> {
    let mut fields = reader.map(root)?;
    let format = fields.required_text("format", reader);
    format_of(format.as_ref(), reader)?;
    if let Some(node) = fields.require("company", reader) {
        company.details = details(node, "company", reader);
        let unp = node.entries().iter().find(|(key, _)| key.value == "unp").map(|(_, value)| value);
        if let (Some(place), Some(unp)) = (unp, company.detail("unp"))
            && let Some(how) = unp_fault(unp)
        {
            reader.fault(Problem::WrongUnp { how }, place.span);
        }
        if company.detail("name").is_none() && matches!(&node.kind, Kind::Map(_)) {
            let missing = company.details.get("name").is_none();
            if missing {
                reader.fault(Problem::MissingKey { key: "name" }, node.span);
            }
        }
    }
    if let Some(text) = fields.required_text("time", reader) {
        match time_offset(&text.value) {
            Some(time) => company.time = time,
            None => reader.fault(Problem::BadTime { kind: TimeKind::Offset }, text.span),
        }
    }
    if let Some(word) = fields.text("language", reader) {
        company.language = reader.one_of(&word, &[("ru", Language::Ru), ("en", Language::En)]).unwrap_or_default();
    }
    company.notice = fields.text("notice", reader).map(|text| text.value);
    company.sections = fields.texts("sections", reader);
    if let Some(node) = fields.take("hours") {
        week(node, &mut company.hours, reader);
    }
    if let Some(node) = fields.take("holidays") {
        holidays(node, &mut company.hours, reader);
    }
    for (name, text) in named_texts(fields.take("dispatchers"), reader) {
        if names::is_name(&name.value) {
            company.dispatchers.insert(name.value, text);
        } else {
            reader.fault(Problem::BadName { name: name.value }, name.span);
        }
    }
    for (code, text) in named_texts(fields.take("desks"), reader) {
        if is_desk(&code.value) {
            company.desks.insert(code.value, text);
        } else {
            reader.fault(Problem::BadDesk { code: code.value }, code.span);
        }
    }
    if let Some(node) = fields.take("contacts") {
        company.contacts = contacts(node, reader);
    }
    if let Some(word) = fields.text("git", reader) {
        company.git = reader.one_of(&word, &[("off", Git::Off), ("commit", Git::Commit)]).unwrap_or_default();
    }
    if let Some(node) = fields.take("series") {
        company.series = series(node, company.desks.len(), reader);
    }
    company.mail = fields.take("mail").and_then(|node| mail::outgoing(node, reader));
    company.assets = AssetNames::read(&mut fields, reader);
    fields.finish(reader);
    Some(())
}

fn format_of(text: Option<&Spanned<String>>, reader: &mut Reader<'_>) -> Option<()> {
    let Some(text) = text else { return Some(()) };
    match text.value.parse::<u32>() {
        Ok(FORMAT) => Some(()),
        Ok(found) if found > FORMAT => {
            reader.fault(Problem::NewerFormat { found, known: FORMAT }, text.span);
            None
        }
        _ => {
            reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span);
            Some(())
        }
    }
}

/// Free keys with texts, maps of them in them; empty values are blanks: none, and a note each.
fn details(node: &Node, key: &str, reader: &mut Reader<'_>) -> Value {
    match &node.kind {
        Kind::Map(entries) => {
            let pairs = entries.iter().map(|(name, value)| {
                let path = format!("{key}.{}", name.value);
                if value.is_empty() {
                    reader.fault(Problem::Blank { key: path, label: None }, name.span);
                    return (name.value.clone(), Value::Null);
                }
                (name.value.clone(), details(value, &path, reader))
            });
            Value::Object(pairs.collect())
        }
        _ => reader.text(node).map_or(Value::Null, |text| Value::String(text.value)),
    }
}

pub(in crate::model) fn named_texts(node: Option<&Node>, reader: &mut Reader<'_>) -> Vec<(Spanned<String>, String)> {
    let Some(node) = node.filter(|node| !node.is_empty()) else { return Vec::new() };
    let Some(mut fields) = reader.map(node) else { return Vec::new() };
    let entries = fields.rest();
    entries.into_iter().filter_map(|(name, node)| reader.text(node).map(|text| (name.clone(), text.value))).collect()
}

/// One or two small Latin letters.
#[must_use]
pub fn is_desk(code: &str) -> bool {
    (1..=2).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

pub(in crate::model) fn contacts(node: &Node, reader: &mut Reader<'_>) -> Vec<(String, Contact)> {
    let Some(mut fields) = reader.map(node) else { return Vec::new() };
    let mut found = Vec::new();
    for (id, node) in fields.rest() {
        if !names::is_name(&id.value) {
            reader.fault(Problem::BadName { name: id.value.clone() }, id.span);
        }
        let Some(mut contact) = reader.map(node) else { continue };
        let title = contact.required_text("title", reader);
        let mut blank = |key: &'static str, reader: &mut Reader| {
            let blank = contact.blank(key, reader);
            note_blank(&blank, &format!("contacts.{}.{key}", id.value), reader);
            blank.value
        };
        let name = blank("name", reader);
        let email = blank("email", reader);
        let phones = match contact.take_with_key("phones") {
            Some((key, node)) if node.is_empty() => {
                reader.fault(Problem::Blank { key: format!("contacts.{}.phones", id.value), label: None }, key.span);
                Vec::new()
            }
            Some((_, node)) => reader.texts(node).into_iter().map(|phone| phone.value).collect(),
            None => Vec::new(),
        };
        let source = contact.texts("source", reader);
        contact.finish(reader);
        let title = title.map_or_else(|| id.value.clone(), |title| title.value);
        found.push((id.value.clone(), Contact { title, name, phones, email, source }));
    }
    found
}

fn series(node: &Node, desks: usize, reader: &mut Reader<'_>) -> BTreeMap<String, Series> {
    let Some(mut fields) = reader.map(node) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (id, node) in fields.rest() {
        if !names::is_code(&id.value) {
            reader.fault(Problem::BadCode { code: id.value.clone() }, id.span);
            continue;
        }
        let Some(mut fields) = reader.map(node) else { continue };
        let number = fields.required_text("number", reader);
        let yearly = fields.flag("yearly", reader);
        fields.finish(reader);
        let Some(number) = number.map(|text| checked_template(text, reader)) else { continue };
        for path in number.paths().iter().filter(|path| !SERIES.contains(&path.text.as_str())) {
            let near = yaml::nearest(&path.text, SERIES.into_iter());
            let problem = Problem::UnknownName { name: path.text.clone(), near, later: false };
            reader.fault(problem, reader.place(&number.source, path.range.clone()));
        }
        let wanted = [("n", true), ("year", yearly), ("desk", desks > 1)];
        for (part, _) in wanted.into_iter().filter(|(_, wanted)| *wanted) {
            if !number.paths().iter().any(|path| path.text == part) {
                reader.fault(Problem::NumberWithout { part }, number.source.span);
            }
        }
        found.insert(id.value.clone(), Series { number, yearly });
    }
    found
}

pub(super) fn note_blank(blank: &Blank, key: &str, reader: &mut Reader<'_>) {
    if blank.value.is_none() && blank.span.is_known() {
        reader.fault(Problem::Blank { key: key.to_owned(), label: None }, blank.span);
    }
}

/// `+03:00`.
fn time_offset(text: &str) -> Option<FixedOffset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let fits = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    if fits { offset(sign * (hours * 60 + minutes)) } else { None }
}

/// What the number of a series may be made of.
const SERIES: [&str; 3] = ["desk", "n", "year"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(in crate::model) fn week(node: &Node, hours: &mut Hours, reader: &mut Reader<'_>) {
    let Some(mut fields) = reader.map(node) else { return };
    for (days, node) in fields.rest() {
        let Some(text) = reader.text(node) else { continue };
        let day = |word: &str| DAYS.iter().position(|day| *day == word.trim());
        let (first, last) = days.value.split_once('-').unwrap_or((&days.value, &days.value));
        match (day(first), day(last), interval(&text.value)) {
            (Some(first), Some(last), Some(interval)) if first <= last => {
                hours.week[first..=last].fill(Some(interval));
            }
            (Some(first), Some(last), None) if first <= last => {
                let kind = match times(&text.value) {
                    Some(_) => TimeKind::BackwardInterval,
                    None if text.value.matches(['-', '–']).count() > 1 => TimeKind::Break,
                    None => TimeKind::Interval,
                };
                reader.fault(Problem::BadTime { kind }, text.span);
            }
            _ => reader.fault(Problem::BadTime { kind: TimeKind::Weekdays }, days.span),
        }
    }
}

fn interval(text: &str) -> Option<Interval> {
    times(text).filter(|(open, close)| open < close)
}

fn times(text: &str) -> Option<Interval> {
    let (open, close) = text.split_once(['-', '–'])?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    Some((time(open)?, time(close)?))
}

pub(in crate::model) fn holidays(node: &Node, hours: &mut Hours, reader: &mut Reader<'_>) {
    let Some(mut fields) = reader.map(node) else { return };
    for text in fields.texts("yearly", reader) {
        // A holiday of every year like the others, only that its date is computed.
        if matches!(text.value.to_lowercase().as_str(), "radunitsa" | "радуница") {
            hours.radunitsa = true;
            continue;
        }
        // 2028 is a leap year: the 29th of February is a day of the year, too.
        match NaiveDate::parse_from_str(&format!("{}.2028", text.value), "%d.%m.%Y") {
            Ok(day) => {
                hours.yearly.insert((chrono::Datelike::month(&day), chrono::Datelike::day(&day)));
            }
            Err(_) => reader.fault(Problem::BadTime { kind: TimeKind::Yearly }, text.span),
        }
    }
    for text in fields.texts("closed", reader) {
        hours.closed.extend(day(&text, reader));
    }
    if let Some(node) = fields.take("moved") {
        for item in reader.list(node) {
            let Some(mut pair) = reader.map(item) else { continue };
            let from = pair.required_text("from", reader).and_then(|text| day(&text, reader));
            let to = pair.required_text("to", reader).and_then(|text| day(&text, reader));
            pair.finish(reader);
            hours.moved.extend(from.zip(to));
        }
    }
    fields.finish(reader);
}

fn day(text: &Spanned<String>, reader: &mut Reader<'_>) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&text.value, "%d.%m.%Y").ok();
    if day.is_none() {
        reader.fault(Problem::BadTime { kind: TimeKind::Day }, text.span);
    }
    day
}

/// The instruction's atoms: `source.yaml`. One with `text` and `law` is also noted: what the law says that the instruction
/// does not.
pub fn read_atoms(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Vec<(Spanned<String>, String)> {
    let mut reader = Reader::new(text);
    let root = yaml::parse(text, file, faults);
    let mut fields = root.as_ref().filter(|root| !root.is_empty()).and_then(|root| reader.map(root));
    let entries = fields.as_mut().map(yaml::Fields::rest).unwrap_or_default();
    let mut atoms = Vec::new();
    for (id, node) in entries {
        let text = if node.entries().is_empty() {
            reader.text(node)
        } else {
            reader.map(node).and_then(|mut atom| {
                let text = atom.required_text("text", &mut reader);
                if let Some(law) = atom.text("law", &mut reader) {
                    reader.fault(Problem::Law { atom: id.value.clone(), text: law.value }, id.span);
                }
                atom.finish(&mut reader);
                text
            })
        };
        atoms.extend(text.map(|text| (id.clone(), text.value)));
    }
    faults.append(&mut reader.faults);
    atoms
}

/// The place of a whole file, for what is missing in it.
#[must_use]
pub fn start_of(file: FileId) -> Span {
    Span::new(file, 0..0)
}
