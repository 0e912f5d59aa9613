//! The handbook as a document: the procedures, the cards, the contacts, and the sheet on which everybody signs.

use super::print::{PrintTrouble, Sheet};
use super::procedure_sheet::{Page, without_blanks};
use super::{Session, SessionError};
use crate::model::card::Card;
use crate::model::definition::Definition;
use crate::model::document::{Block, Column, Document, Line, Side, Table};
use crate::model::handbook::Handbook;
use crate::model::types::show_untyped;
use crate::render::{self, Output};
use crate::text::{self, Checklist};

/// The word of the handbook; a form of the director's with this name stands in its place.
pub(super) const HANDBOOK: &str = "handbook";
/// Rows for those who come later.
const SPARE: usize = 6;

impl Session {
    /// The handbook.
    pub(super) fn handbook_sheet(&self, output: Output) -> Result<Sheet, SessionError> {
        let failed = |trouble| SessionError::NotPrinted { form: HANDBOOK.to_owned(), trouble };
        let faults = self.handbook_faults();
        if !faults.is_empty() {
            return Err(failed(PrintTrouble::Faults(faults)));
        }
        let bytes =
            render::draw(&self.handbook_document(), output).map_err(|error| failed(PrintTrouble::Layout(error)))?;
        Ok(Sheet::new(bytes, self.store.derived(&format!("forms/{HANDBOOK}.pdf"))))
    }

    /// The same before it is drawn.
    #[must_use]
    pub fn handbook_document(&self) -> Document {
        let page = Page { workspace: &self.workspace, language: self.seat.language, scope: self.paper_scope() };
        page.handbook(&self.outside().at.format("%d.%m.%Y").to_string())
    }

    /// The same to read on a screen: nobody signs there.
    #[must_use]
    pub fn handbook_reading(&self) -> Document {
        let page = Page { workspace: &self.workspace, language: self.seat.language, scope: self.paper_scope() };
        let mut blocks = page.opening();
        blocks.extend(page.contents());
        blocks.extend(page.all());
        page.document(page.say(Checklist::Handbook), blocks)
    }

    /// One procedure to read.
    ///
    /// # Errors
    /// When there is no such procedure, or it has faults.
    pub fn procedure_reading(&self, id: &str) -> Result<Document, SessionError> {
        let definition = self.procedure(id)?;
        let page = Page { workspace: &self.workspace, language: self.seat.language, scope: self.paper_scope() };
        let mut blocks = vec![heading(1, &definition.title)];
        blocks.extend(page.reading(definition));
        Ok(page.document(definition.title.clone(), blocks))
    }
}

impl Page<'_> {
    fn handbook(&self, today: &str) -> Document {
        let edition = Handbook::of(self.workspace).hash();
        let mut blocks = self.opening();
        blocks.push(Block::Paragraph(Line::plain(self.say(Checklist::Edition(&edition, today)))));
        blocks.extend(self.contents());
        blocks.extend(self.all());
        blocks.extend(self.acknowledgement());
        self.document(self.say(Checklist::Handbook), blocks)
    }

    /// What it is and whose.
    fn opening(&self) -> Vec<Block> {
        let mut blocks = vec![heading(1, &self.say(Checklist::Handbook))];
        blocks.extend(self.workspace.company.detail("name").map(|name| heading(3, name)));
        blocks
    }

    fn procedures(&self) -> impl Iterator<Item = &Definition> {
        self.workspace.in_order().into_iter().map(|(_, procedure)| &procedure.definition)
    }

    fn contents(&self) -> Vec<Block> {
        vec![heading(2, &self.say(Checklist::Contents)), Block::Contents(2)]
    }

    /// The procedures, the cards, the hours, the contacts.
    fn all(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for definition in self.procedures() {
            blocks.push(heading(2, &definition.title));
            blocks.extend(self.reading(definition));
        }
        blocks.push(heading(2, &self.say(Checklist::Cards)));
        for card in self.workspace.cards.values() {
            blocks.push(heading(3, &card.title));
            blocks.extend(self.card(card));
        }
        blocks.push(heading(3, &self.say(Checklist::Hours)));
        blocks.push(Block::Paragraph(Line::plain(text::hours(self.language, &self.workspace.company.hours))));
        blocks.extend(self.contacts(&|_| true));
        blocks
    }

    /// A card: its values, its table, its text.
    fn card(&self, card: &Card) -> Vec<Block> {
        let mut blocks = Vec::new();
        for value in &card.values {
            let shown =
                if value.value.is_null() { self.say(Checklist::NotFilledIn) } else { value.field.show(&value.value) };
            blocks.push(Block::Item(Line::plain(format!("{}: {shown}", value.label))));
        }
        let cell =
            |row: &serde_json::Value, code: &str| Line::plain(row.get(code).map(show_untyped).unwrap_or_default());
        let rows: Vec<Vec<Line>> =
            card.rows.iter().map(|row| card.columns.iter().map(|(code, _)| cell(row, code)).collect()).collect();
        if !rows.is_empty() {
            let column = |(_, label): &(String, String)| Column { head: Line::plain(label), ..Column::default() };
            blocks.push(Block::Table(Table { columns: card.columns.iter().map(column).collect(), rows }));
        }
        let lines = card.text.iter().flat_map(|text| self.lines(text)).filter(|line| !line.pieces.is_empty());
        blocks.extend(lines.map(|line| Block::Paragraph(without_blanks(line))));
        blocks
    }

    /// The sheet on which everybody signs.
    fn acknowledgement(&self) -> Vec<Block> {
        let head = |words, share| Column { head: Line::plain(self.say(words)), side: Side::Left, share };
        let columns = vec![head(Checklist::Name, 50), head(Checklist::SignedOn, 20), head(Checklist::Signature, 30)];
        let names = self.workspace.company.dispatchers.values().map(String::as_str);
        let names = names.chain(std::iter::repeat_n("\u{a0}", SPARE));
        let rows = names.map(|name| vec![Line::plain(name), Line::default(), Line::default()]).collect();
        vec![
            // It is taken out and kept apart.
            Block::NewPage,
            heading(2, &self.say(Checklist::Acknowledgement)),
            Block::Paragraph(Line::plain(self.say(Checklist::Signing))),
            Block::Table(Table { columns, rows }),
        ]
    }
}

fn heading(level: u8, words: &str) -> Block {
    Block::Heading { level, text: Line::plain(words) }
}
