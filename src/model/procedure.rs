//! Reading procedures: from the YAML of the director to a [`Definition`].

mod contact;
mod offer;
mod repeat;
mod steps;
mod style;
mod time;

pub use contact::minutes;
pub use steps::VERBS;
pub use style::read_style;

use super::card::Card;
use super::definition::{Condition, Definition, FieldIs, Step};
use super::diagnostic::{Diagnostic, Problem, Thing};
use super::letters::stray;
use super::names;
use super::span::{FileId, Span, Spanned};
use super::style::Dictionary;
use super::template::{Expression, Template};
use super::types::{Base, FieldType, Rule, compile_pattern};
use super::yaml::{self, Fields, Kind, Node, Reader, nearest};
use std::collections::BTreeMap;

/// The company's field types, by their names.
pub type TypeTable = BTreeMap<String, FieldType>;

/// What procedures may name while they are read.
#[derive(Debug, Clone, Copy)]
pub struct Known<'w> {
    /// The company's field types.
    pub types: &'w TypeTable,
    /// Parts by id; none inside of a part.
    pub parts: Option<&'w BTreeMap<String, Part>>,
    /// Cards by id.
    pub cards: &'w BTreeMap<String, Card>,
    /// The company's words of style.
    pub style: &'w Dictionary,
}

/// Steps that several procedures include.
#[derive(Debug, Clone)]
pub struct Part {
    /// What people call it.
    pub title: Spanned<String>,
    /// The names that the procedure around it must have before it.
    pub needs: Vec<Spanned<String>>,
    /// What is never to be done while it is worked on.
    pub never: Vec<Template>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Names of steps that could not be read.
    pub lost: Vec<String>,
}

/// A procedure with what only people need.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// What is carried out.
    pub definition: Definition,
    /// Where it is listed.
    pub section: Option<Spanned<String>>,
    /// Words that find it.
    pub find: Vec<String>,
    /// The instruction's atoms it carries out as a whole.
    pub source: Vec<Spanned<String>>,
    /// The place of its title.
    pub span: Span,
    /// Names of steps that could not be read.
    pub lost: Vec<String>,
}

/// Reads one procedure; what could be read is returned even when there are faults.
pub fn read_procedure(
    id: &str,
    text: &str,
    file: FileId,
    known: Known<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Procedure> {
    let root = yaml::parse(text, file, faults)?;
    let mut reader = Reader::new(text);
    let procedure = head(id, &root, known, &mut reader);
    faults.append(&mut reader.faults);
    procedure
}

/// Reads one part; what could be read is returned even when there are faults.
pub fn read_part(text: &str, file: FileId, known: Known<'_>, faults: &mut Vec<Diagnostic>) -> Option<Part> {
    let root = yaml::parse(text, file, faults)?;
    let mut reader = Reader::new(text);
    let part = part(&root, known, &mut reader);
    faults.append(&mut reader.faults);
    part
}

fn part(root: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Part> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let needs = fields.texts("needs", reader).into_iter().filter_map(|text| name(text, reader)).collect();
    let never = templates("never", &mut fields, reader);
    let known = Known { parts: None, ..known };
    let steps = fields.require("steps", reader).map(|node| steps::read(node, known, reader)).unwrap_or_default();
    fields.finish(reader);
    let lost = std::mem::take(&mut reader.lost);
    Some(Part { title: title?, needs, never, steps, lost })
}

fn templates(key: &'static str, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Template> {
    fields.texts(key, reader).into_iter().map(|text| checked_template(text, reader)).collect()
}

fn head(id: &str, root: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Procedure> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let section = fields.text("section", reader);
    let source = fields.texts("source", reader);
    let find = fields.texts("find", reader).into_iter().map(|word| word.value).collect();
    let label = template(&mut fields, "label", reader);
    let never = templates("never", &mut fields, reader);
    let join = fields.text("join", reader);
    let twice = fields.texts("twice", reader);
    let hides_contacts = hide(&mut fields, reader);
    let span = title.as_ref().map_or(root.span, |title| title.span);
    let steps = fields.require("steps", reader).map(|node| steps::read(node, known, reader)).unwrap_or_default();
    fields.finish(reader);
    let mut definition = Definition::new(id.to_owned(), title?.value, label, never, steps);
    for part in definition.parts().into_iter().cloned().collect::<Vec<_>>() {
        let part = known.parts.and_then(|parts| parts.get(&part.value));
        definition.never.extend(part.into_iter().flat_map(|part| part.never.iter().cloned()));
    }
    (definition.join, definition.twice) = (join, twice);
    definition.hides_contacts = hides_contacts;
    definition.style = style::is_styled(&definition.steps).then(|| known.style.clone());
    let lost = std::mem::take(&mut reader.lost);
    Some(Procedure { definition, section, find, source, span, lost })
}

/// What stays off the screen: numbers of contacts, so far.
fn hide(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> bool {
    let words = fields.texts("hide", reader);
    // Every word is looked at, so that each wrong one is said.
    words.iter().filter_map(|word| reader.one_of(word, &[("contacts", ())])).count() > 0
}

/// A text with values in it; faults of its grammar are reported.
fn template(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<Template> {
    fields.text(key, reader).map(|text| checked_template(text, reader))
}

pub(super) fn checked_template(text: Spanned<String>, reader: &mut Reader<'_>) -> Template {
    let template = Template::new(text);
    if let Err(error) = template.compile() {
        let span = reader.place(&template.source, error.range);
        reader.fault(Problem::BadExpression { reason: error.reason }, span);
    }
    template
}

pub(super) fn checked_expression(text: Spanned<String>, reader: &mut Reader<'_>) -> Expression {
    let expression = Expression::new(text);
    if let Err(error) = expression.compile() {
        let span = reader.place(&expression.source, error.range);
        reader.fault(Problem::BadExpression { reason: error.reason }, span);
    }
    expression
}

/// `when`: a map of fields, or an expression.
fn condition(node: &Node, reader: &mut Reader<'_>) -> Option<Condition> {
    let Kind::Map(_) = &node.kind else {
        return reader.text(node).map(|text| Condition::Expression(Box::new(checked_expression(text, reader))));
    };
    let mut fields = reader.map(node)?;
    let entries = fields.rest().into_iter();
    let fields = entries.map(|(name, value)| FieldIs { name: name.clone(), codes: reader.texts(value) }).collect();
    Some(Condition::Fields(fields))
}

/// A name for a value, or the faults of it. With letters of two alphabets it is read as it was meant: what asks for it
/// is not to blame.
fn name(mut text: Spanned<String>, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
    if let Some(stray) = stray(&text.value) {
        let span = reader.place(&text, stray.first.clone());
        let meant = stray.meant.clone();
        reader.fault(Problem::mixed(std::mem::replace(&mut text.value, meant), stray), span);
    }
    if !names::is_name(&text.value) {
        reader.lost.push(text.value.clone());
        reader.fault(Problem::BadName { name: text.value }, text.span);
        return None;
    }
    if names::is_outer(&text.value) || names::RESERVED.contains(&text.value.as_str()) {
        reader.lost.push(text.value.clone());
        reader.fault(Problem::TakenName { name: text.value }, text.span);
        return None;
    }
    Some(text)
}

/// The type a word stands for.
pub(super) fn field_type(word: &Spanned<String>, types: &TypeTable, reader: &mut Reader<'_>) -> Option<FieldType> {
    if let Some(base) = Base::of(&word.value) {
        return Some(FieldType::plain(base));
    }
    if let Some(field) = types.get(&word.value) {
        return Some(field.clone());
    }
    let near = nearest(&word.value, Base::words().into_iter().chain(types.keys().map(String::as_str)));
    reader.fault(Problem::Unknown { thing: Thing::Type, word: word.value.clone(), near }, word.span);
    None
}

/// Reads `types.yaml`.
pub fn read_types(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> TypeTable {
    let mut table = TypeTable::new();
    let mut reader = Reader::new(text);
    if let Some(root) = yaml::parse(text, file, faults)
        && let Some(mut fields) = reader.map(&root)
    {
        for (key, node) in fields.rest() {
            let name = name(key.clone(), &mut reader);
            if let (Some(name), Some(field)) = (name, company_type(node, &mut reader)) {
                table.insert(name.value, field);
            }
        }
    }
    faults.append(&mut reader.faults);
    table
}

fn company_type(node: &Node, reader: &mut Reader<'_>) -> Option<FieldType> {
    let mut fields = reader.map(node)?;
    let base = fields.required_text("base", reader);
    let base = base.and_then(|word| field_type(&word, &TypeTable::new(), reader)).map(|field| field.base);
    let title = fields.required_text("title", reader);
    let pattern = fields.text("pattern", reader);
    let strip = fields.take("strip").map(|node| match &node.kind {
        Kind::Text { text, .. } => text.clone(),
        _ => String::new(),
    });
    let upper = fields.flag("upper", reader);
    let example = fields.required_text("example", reader);
    let error = fields.required_text("error", reader);
    let warn = fields.text("warn", reader).map(|text| text.value);
    fields.finish(reader);
    if let Some(pattern) = &pattern
        && let Err(reason) = compile_pattern(&pattern.value)
    {
        reader.fault(Problem::BadPattern { reason }, pattern.span);
        return None;
    }
    let (example, title, error) = (example?, title?, error?);
    let rule = Rule {
        title: title.value,
        pattern: pattern.map(|pattern| pattern.value),
        strip: strip.unwrap_or_default(),
        upper,
        example: example.value.clone(),
        error: error.value,
        warn,
    };
    let field = FieldType { base: base?, choices: Vec::new(), rule: Some(rule), offer: None };
    let around = super::types::Around::nowhere();
    if !matches!(field.read(&example.value, around), Ok(read) if read.doubts.is_empty()) {
        reader.fault(Problem::ExampleDoesNotFit { example: example.value }, example.span);
    }
    Some(field)
}
