//! Reading `choices: {from: …, where: …}`.

use super::{Known, checked_expression};
use crate::model::diagnostic::{ChoicesFault, Problem, Thing};
use crate::model::offer::{Offer, Rows, Table};
use crate::model::span::Spanned;
use crate::model::yaml::{Fields, Reader, nearest};

pub(super) fn read(mut fields: Fields<'_>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Offer> {
    let from = fields.text("from", reader);
    let condition = fields.text("where", reader).map(|text| checked_expression(text, reader));
    fields.finish(reader);
    let from = rows(from?, known, reader)?;
    Some(Offer { from, condition })
}

fn rows(from: Spanned<String>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Rows> {
    match from.value.split_once('.') {
        None if from.value == "contacts" => Some(Rows::Contacts),
        None if from.value == "dispatchers" => Some(Rows::Dispatchers),
        Some(("cards", id)) => {
            let Some(card) = known.cards.get(id) else {
                let near = nearest(id, known.cards.keys().map(String::as_str));
                reader.fault(Problem::Unknown { thing: Thing::Card, word: id.to_owned(), near }, from.span);
                return None;
            };
            let Some((code, _)) = card.columns.first() else {
                let how = ChoicesFault::NoTable { card: id.to_owned() };
                reader.fault(Problem::ChoicesMisplaced { how }, from.span);
                return None;
            };
            let label = card.columns.get(1).map_or(code, |(label, _)| label);
            Some(Rows::Card(Table { card: id.to_owned(), code: code.clone(), label: label.clone() }))
        }
        _ => {
            let how = ChoicesFault::From { word: from.value };
            reader.fault(Problem::ChoicesMisplaced { how }, from.span);
            None
        }
    }
}
