//! Cards: pages of reference that are at hand in any case.

use super::diagnostic::{Diagnostic, Problem};
use super::names;
use super::procedure::TypeTable;
use super::span::{FileId, Span, Spanned};
use super::template::{Expression, Template};
use super::types::{Around, Base, FieldType};
use super::yaml::{self, Node, Reader};
use serde_json::{Map, Value};

/// Who may read a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// The company.
    #[default]
    Internal,
    /// Its clients, too.
    Client,
}

/// One value of a card.
#[derive(Debug, Clone)]
pub struct CardValue {
    /// Its name in expressions.
    pub name: String,
    /// What people read before it.
    pub label: String,
    /// Its type.
    pub field: FieldType,
    /// The value; a blank is none.
    pub value: Value,
}

/// A card.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its id: the name of its file.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Words that find it.
    pub find: Vec<String>,
    /// The instruction's atoms it carries out.
    pub source: Vec<Spanned<String>>,
    /// Who may read it.
    pub audience: Audience,
    /// Single values.
    pub values: Vec<CardValue>,
    /// Columns of the table: code and label.
    pub columns: Vec<(String, String)>,
    /// Rows of the table: maps with all columns as keys.
    pub rows: Vec<Value>,
    /// Where its rows come from that nobody has written.
    pub answers: Option<Kept>,
    /// Running text.
    pub text: Option<Template>,
    /// The place of its title.
    pub span: Span,
}

/// Answers of closed cases that are kept as reference.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The procedures whose cases are looked at.
    pub of: Vec<Spanned<String>>,
    /// Which of them are kept; none: all.
    pub condition: Option<Expression>,
    /// The fields that are shown.
    pub show: Vec<Spanned<String>>,
}

impl Kept {
    /// The cells of a row, in the order of the fields.
    #[must_use]
    pub fn cells(&self, row: &Value) -> Vec<String> {
        let cell = |field: &Spanned<String>| {
            let found = field.value.split('.').try_fold(row, |value, part| value.get(part));
            found.map(super::types::show_untyped).unwrap_or_default()
        };
        self.show.iter().map(cell).collect()
    }

    /// A row without values: every name that rows have.
    fn nothing(&self) -> Value {
        let mut row = Value::Object(Map::new());
        for field in &self.show {
            let mut place = &mut row;
            for part in field.value.split('.') {
                if !place.is_object() {
                    *place = Value::Object(Map::new());
                }
                let Value::Object(map) = place else { break };
                place = map.entry(part).or_insert(Value::Null);
            }
        }
        row
    }
}

impl Card {
    /// What `cards.<id>` is in expressions: the rows of a table, or a map of the values. Of answers that are kept one
    /// row without values: the others stand in records.
    #[must_use]
    pub fn as_value(&self) -> Value {
        if let Some(kept) = &self.answers {
            return Value::Array(vec![kept.nothing()]);
        }
        if self.columns.is_empty() {
            Value::Object(self.values.iter().map(|value| (value.name.clone(), value.value.clone())).collect())
        } else {
            Value::Array(self.rows.clone())
        }
    }
}

/// Reads one card.
pub fn read_card(id: &str, text: &str, file: FileId, types: &TypeTable, faults: &mut Vec<Diagnostic>) -> Option<Card> {
    let root = yaml::parse(text, file, faults)?;
    let mut reader = Reader::new(text);
    let card = card(id, &root, types, &mut reader);
    faults.append(&mut reader.faults);
    card
}

fn card(id: &str, root: &Node, types: &TypeTable, reader: &mut Reader<'_>) -> Option<Card> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let find = fields.texts("find", reader).into_iter().map(|word| word.value).collect();
    let source = fields.texts("source", reader);
    let audience = fields.text("audience", reader).map(|word| read_audience(&word, reader)).unwrap_or_default();
    let answers = fields.take("answers");
    // Beside rows that come from cases, others would have no names of their own.
    let mut written = |key| if answers.is_some() { None } else { fields.take(key) };
    let values = written("values").map(|node| values(id, node, types, reader)).unwrap_or_default();
    let (columns, rows) = written("table").and_then(|node| table(id, node, reader)).unwrap_or_default();
    let answers = answers.and_then(|node| kept(node, reader));
    let text = fields.text("text", reader).map(|text| super::procedure::checked_template(text, reader));
    fields.finish(reader);
    let title = title?;
    let (title, span) = (title.value, title.span);
    Some(Card { id: id.to_owned(), title, span, find, source, audience, values, columns, rows, answers, text })
}

fn kept(node: &Node, reader: &mut Reader<'_>) -> Option<Kept> {
    let mut fields = reader.map(node)?;
    let of = fields.require("of", reader).map(|node| reader.texts(node));
    let condition = fields.text("where", reader).map(|text| super::procedure::checked_expression(text, reader));
    let show = fields.require("show", reader).map(|node| reader.texts(node));
    fields.finish(reader);
    Some(Kept { of: of?, condition, show: show? })
}

/// Who may read it, in the words of heads.
pub(super) fn read_audience(word: &Spanned<String>, reader: &mut Reader<'_>) -> Audience {
    reader.one_of(word, &[("client", Audience::Client), ("internal", Audience::Internal)]).unwrap_or_default()
}

fn values(id: &str, node: &Node, types: &TypeTable, reader: &mut Reader<'_>) -> Vec<CardValue> {
    let Some(mut fields) = reader.map(node) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, node) in fields.rest() {
        if !names::is_name(&name.value) {
            reader.fault(Problem::BadName { name: name.value.clone() }, name.span);
        }
        let Some(mut entry) = reader.map(node) else { continue };
        let label = entry.required_text("label", reader);
        let kind = entry.text("type", reader);
        let field = match &kind {
            Some(word) => super::procedure::field_type(word, types, reader),
            None => Some(FieldType::plain(Base::Text)),
        };
        let blank = entry.blank("value", reader);
        if blank.value.is_none() && blank.span.is_known() {
            let label = label.as_ref().map(|label| label.value.clone());
            reader.fault(Problem::Blank { key: format!("cards.{id}.{}", name.value), label }, blank.span);
        }
        entry.finish(reader);
        let (Some(label), Some(field)) = (label, field) else { continue };
        let around = Around::nowhere();
        let value = match blank.value.map(|text| field.read(&text, around)) {
            None => Value::Null,
            Some(Ok(read)) => read.value,
            Some(Err(_)) => {
                reader.fault(Problem::ValueDoesNotFit { kind: field.base.word() }, blank.place);
                Value::Null
            }
        };
        found.push(CardValue { name: name.value.clone(), label: label.value, field, value });
    }
    found
}

type Table = (Vec<(String, String)>, Vec<Value>);

fn table(id: &str, node: &Node, reader: &mut Reader<'_>) -> Option<Table> {
    let mut fields = reader.map(node)?;
    let columns: Vec<(String, String)> = match fields.require("columns", reader).and_then(|node| reader.map(node)) {
        Some(mut columns) => columns
            .rest()
            .into_iter()
            .filter_map(|(code, label)| reader.text(label).map(|label| (code.value.clone(), label.value)))
            .collect(),
        None => Vec::new(),
    };
    let mut rows = Vec::new();
    let written = fields.take("rows");
    if let Some(blank) = written.filter(|node| node.is_empty()) {
        reader.fault(Problem::Blank { key: format!("cards.{id}.rows"), label: None }, blank.span);
    }
    for item in written.map(|node| reader.list(node)).unwrap_or_default() {
        let Some(mut cells) = reader.map(item) else { continue };
        let mut row: Map<String, Value> = columns.iter().map(|(code, _)| (code.clone(), Value::Null)).collect();
        for (key, cell) in cells.rest() {
            let Some(place) = row.get_mut(&key.value) else {
                let known: Vec<String> = columns.iter().map(|(code, _)| code.clone()).collect();
                let near = yaml::nearest(&key.value, known.iter().map(String::as_str));
                reader.fault(
                    Problem::UnknownMember { of: "columns".into(), key: key.value.clone(), near, known },
                    key.span,
                );
                continue;
            };
            if !cell.is_empty() {
                *place = reader.text(cell).map_or(Value::Null, |text| Value::String(text.value));
            }
        }
        rows.push(Value::Object(row));
    }
    fields.finish(reader);
    Some((columns, rows))
}
