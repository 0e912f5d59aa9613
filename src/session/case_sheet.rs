//! The sheet of a case: any case as a document, whatever its procedure prints by itself.

mod course;
mod effects;
mod spelling;

use course::Part;
use spelling::{divided, numbers_of, without_numbers};

use super::listing::{replayed, show_corrections};
use super::print::{PrintTrouble, Sheet};
use super::titles::place_of;
use super::{Session, SessionError, person};
use crate::engine::{Case, Life, Outline, Outside, Paper as Made};
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::correction::Correction;
use crate::model::definition::StepKind;
use crate::model::document::{Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use crate::model::event::Moment;
use crate::model::span::Span;
use crate::model::types::{mask_of, moment, show_untyped};
use crate::model::workspace::Workspace;
use crate::render::{self, Output, RenderFault};
use crate::text::{self, Matter, Message, OnSheet};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The word of the sheet; a form of the director's with this name stands in its place.
pub(super) const CASE: &str = "case";
/// The sheet of paper.
const A4: Paper = Paper { width: 210.0, height: 297.0, left: 25.0, right: 15.0, top: 20.0, bottom: 20.0 };

impl Session {
    /// The sheet of a case, open or closed, as PDF. Its private answers are not read: it shows their masks.
    pub(super) fn case_sheet(&self, wanted: &str, output: Output) -> Result<Sheet, SessionError> {
        let (id, document) = self.case_document(wanted)?;
        let trouble = |error| SessionError::NotPrinted { form: CASE.to_owned(), trouble: PrintTrouble::Layout(error) };
        let bytes = drawn(document, output).map_err(trouble)?;
        Ok(Sheet::new(bytes, self.store.private_path(&id, &format!("sheets/{CASE}.pdf"))))
    }

    /// The same before it is drawn, with the case's id.
    fn case_document(&self, wanted: &str) -> Result<(String, Document), SessionError> {
        let today = self.outside();
        let day = today.at.date_naive();
        let (id, found) = self.store.look_up(wanted, day)?;
        let (case, events) = replayed(&self.store, &id, &found)?;
        let corrections = show_corrections(&self.store, &case.id, day)?;
        let before = Case::replay(&case.id, Arc::clone(&case.definition), &events);
        let told = Told { before: &before, corrections: &corrections };
        let document = case_document(&self.workspace, &case, told, &today, self.seat.language);
        Ok((case.id, document))
    }
}

/// Draws it. A character that the fonts do not have is named in its place: what was typed into a record cannot be
/// typed again, and a paper without one word is better than none.
fn drawn(mut document: Document, output: Output) -> Result<Vec<u8>, render::RenderError> {
    let mut named = BTreeSet::new();
    loop {
        match render::draw(&document, output) {
            Err(error) => match error.kind {
                RenderFault::Glyph { character, .. } if named.insert(character) => {
                    let name = format!("[U+{:04X}]", u32::from(character));
                    every_text(&mut document, &|text| text.replace(character, &name));
                }
                _ => return Err(error),
            },
            done => return done,
        }
    }
}

fn every_text(document: &mut Document, change: &dyn Fn(&str) -> String) {
    document.title = change(&document.title);
    if let Some(notice) = &mut document.notice {
        *notice = change(notice);
    }
    let line = |line: &mut Line| {
        for piece in &mut line.pieces {
            if let Piece::Text { text, .. } = piece {
                *text = change(text);
            }
        }
    };
    for block in &mut document.blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => line(text),
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(line),
            // There are no others on it.
            Block::Clause { .. }
            | Block::Spread { .. }
            | Block::Bars(_)
            | Block::Signatures(_)
            | Block::Lines(_)
            | Block::Columns(_)
            | Block::Together(_)
            | Block::Small(_)
            | Block::Contents(_)
            | Block::NewPage => {}
        }
    }
}

/// What is known of a case besides its events: how it was before it was put right.
#[derive(Clone, Copy)]
struct Told<'c> {
    before: &'c Case,
    corrections: &'c [Correction],
}

/// The sheet of a case: what happened in it, in the order of its procedure.
fn case_document(workspace: &Workspace, case: &Case, told: Told<'_>, today: &Outside, language: Language) -> Document {
    let shown = case.remembered().showing(today);
    // What is overdue is so now, not when something was last done.
    let at = if case.is_over() { shown.at } else { today.at };
    let outline = case.outline(&Outside { at, ..shown });
    let mut sheet = Writer {
        language,
        workspace,
        case,
        outline: &outline,
        papers: outline.papers(),
        before: put_right(told),
        blocks: Vec::new(),
        rows: Vec::new(),
        path: Vec::new(),
        named: false,
    };
    sheet.head(&at);
    sheet.course();
    sheet.outside();
    sheet.remarks(told);
    let (page, of) = text::page_of(language);
    let number = [
        RunningPiece::Text(page.to_owned()),
        RunningPiece::Page,
        RunningPiece::Text(of.to_owned()),
        RunningPiece::Pages,
    ];
    let mut document = Document {
        title: format!("{}, {}", case.definition.title, case.id),
        author: workspace.company.detail("name").map(str::to_owned),
        language,
        audience: Audience::Internal,
        paper: A4,
        appearance: workspace.appearance.clone(),
        header: Some(Running { pieces: vec![RunningPiece::Text(sheet.say(OnSheet::Case(&case.id)))] }),
        footer: Some(Running { pieces: number.into() }),
        draft: None,
        notice: workspace.company.notice.clone(),
        blocks: sheet.blocks,
    };
    let (numbers, hidden) = (numbers_of(&workspace.company), text::say(language, &hidden()));
    every_text(&mut document, &|text| divided(&without_numbers(text, &numbers, &hidden)));
    document
}

fn hidden<'a>() -> Message<'a> {
    Message::OnSheet(OnSheet::NumberHidden)
}

/// By step: what stood there before it was put right for the first time; none where nothing did.
fn put_right(told: Told<'_>) -> BTreeMap<String, Option<String>> {
    let changed = told.corrections.iter().flat_map(|correction| &correction.answers);
    changed.map(|changed| (changed.step.clone(), answer_before(told.before, &changed.step))).collect()
}

fn answer_before(case: &Case, step: &str) -> Option<String> {
    let fact = case.fact(step).filter(|fact| !fact.value.is_null())?;
    Some(shown(&fact.value, fact.label.as_ref()))
}

fn shown(value: &Value, label: Option<&String>) -> String {
    let mask = mask_of(value).map(str::to_owned);
    mask.or_else(|| label.cloned()).unwrap_or_else(|| show_untyped(value))
}

struct Writer<'s> {
    language: Language,
    workspace: &'s Workspace,
    case: &'s Case,
    outline: &'s Outline<'s>,
    papers: Vec<Made<'s>>,
    /// By step: what stood there before it was put right.
    before: BTreeMap<String, Option<String>>,
    blocks: Vec<Block>,
    /// The table that is being filled.
    rows: Vec<Vec<Line>>,
    /// The headings above it.
    path: Vec<Part>,
    /// Whether the steps have a heading yet.
    named: bool,
}

impl Writer<'_> {
    fn say(&self, words: OnSheet<'_>) -> String {
        text::say(self.language, &Message::OnSheet(words))
    }

    fn heading(&mut self, level: u8, words: &str) {
        self.flush();
        self.blocks.push(Block::Heading { level, text: Line::plain(words) });
    }

    /// The table is complete.
    fn flush(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        // Said once: the tables below have the same columns.
        let first = !self.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let head = |words| if first { Line::plain(self.say(words)) } else { Line::default() };
        let columns = [(OnSheet::Step, 48), (OnSheet::Came, 35), (OnSheet::When, 17)];
        let columns = columns.map(|(words, share)| Column { head: head(words), side: Side::Left, share }).to_vec();
        let rows = std::mem::take(&mut self.rows);
        self.blocks.push(Block::Table(Table { columns, rows }));
    }

    fn row(&mut self, what: &str, came: Line, when: String) {
        self.rows.push(vec![Line::plain(what), came, Line::plain(when)]);
    }

    /// The title, and what is known of the case as a whole.
    fn head(&mut self, at: &Moment) {
        let case = self.case;
        self.heading(1, &case.definition.title);
        self.heading(3, &self.say(OnSheet::Case(&case.id)));
        if !case.is_over() {
            let words = text::say(self.language, &Message::AsOf(at));
            self.blocks.push(Block::Paragraph(line(words, Face::Italic)));
        }
        let word = |message| text::say(self.language, &message);
        let hands: Vec<&str> = case.hands.iter().map(|by| self.full_name(by)).collect();
        let parent = case.opened.parent.as_ref();
        let linked: Vec<String> =
            case.linked.iter().map(|(at, id, label)| word(Message::Matter(Matter::Report(at, id, label)))).collect();
        let facts = [
            (self.say(OnSheet::Label), case.label(self.outline)),
            (word(Message::ShowOpened), case.since.as_ref().map(moment).unwrap_or_default()),
            (word(Message::ShowClosed), case.last.filter(|_| case.is_over()).as_ref().map(moment).unwrap_or_default()),
            (self.say(OnSheet::Standing), self.standing().unwrap_or_default()),
            (word(Message::ShowOutcome), self.outcome().unwrap_or_default()),
            (word(Message::ShowBy), hands.join(", ")),
            (word(Message::ShowParent), parent.map(|parent| parent.case.clone()).unwrap_or_default()),
            (word(Message::ShowReplaces), parent.and_then(|parent| parent.replaces.clone()).unwrap_or_default()),
            (word(Message::Matter(Matter::ShowJoined)), case.joined.clone().unwrap_or_default()),
            (word(Message::Matter(Matter::ShowLinked)), linked.join("; ")),
        ];
        for (title, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            let mut whole = line(format!("{title}: "), Face::Bold);
            whole.pieces.extend(Line::plain(value).pieces);
            self.blocks.push(Block::Spread { left: whole, right: Line::default() });
        }
    }

    fn full_name<'n>(&'n self, by: &'n str) -> &'n str {
        self.workspace.company.dispatchers.get(by).map_or(by, String::as_str)
    }

    /// Where an open case stands.
    fn standing(&self) -> Option<String> {
        let rows = &self.outline.rows;
        let waits = || self.outline.next().is_some_and(|row| matches!(rows[row].step.kind, StepKind::Wait(_)));
        let standing = match self.case.life {
            Life::Closing(_) | Life::Closed(_) => return None,
            _ if waits() => Message::StandingWaiting,
            Life::Parked => Message::StandingParked,
            Life::Open => Message::StandingOpen,
        };
        Some(text::say(self.language, &standing))
    }

    fn outcome(&self) -> Option<String> {
        let (Life::Closing(closing) | Life::Closed(closing)) = &self.case.life else { return None };
        let words =
            closing.label.clone().unwrap_or_else(|| text::say(self.language, &Message::Outcome(&closing.outcome)));
        Some(closing.reason.as_ref().map_or_else(|| words.clone(), |why| format!("{words}: {why}")))
    }

    /// When something happened; with several at the desk, also who did it.
    fn when(&self, at: &Moment, by: &str) -> String {
        let same = self.case.since.is_some_and(|since| since.date_naive() == at.date_naive());
        let when = if same { at.format("%H:%M").to_string() } else { moment(at) };
        if self.case.hands.len() > 1 && !by.is_empty() {
            return format!("{when}, {}", person(self.workspace, by));
        }
        when
    }

    /// What stands behind the steps: due times that were missed, notes, corrections.
    fn remarks(&mut self, told: Told<'_>) {
        let late: Vec<String> = self
            .outline
            .missed()
            .iter()
            .map(|missed| {
                let title = place_of(self.language, self.workspace, self.outline, missed.row);
                let late = Matter::ShowLate(&title, &missed.due, missed.done.as_ref());
                text::say(self.language, &Message::Matter(late))
            })
            .collect();
        self.list(&self.say(OnSheet::Late), late);
        let notes = self.case.notes.iter().map(|(at, note)| format!("{}: {note}", moment(at))).collect();
        self.list(&text::say(self.language, &Message::ShowNotes), notes);
        let mut before = told.before.clone();
        let mut corrections = Vec::new();
        for correction in told.corrections {
            let (at, by) = (moment(&correction.at), self.full_name(&correction.by));
            let say = if correction.forgotten { Message::ShowForgotten } else { Message::ShowCorrected };
            corrections.push(text::say(self.language, &say(&at, by, &correction.why)));
            for changed in &correction.answers {
                let old = answer_before(&before, &changed.step);
                let at = self.outline.row(&changed.step);
                let title = at.map(|at| place_of(self.language, self.workspace, self.outline, at));
                let title = title.unwrap_or_else(|| changed.step.clone());
                let now = shown(&changed.value, changed.label.as_ref());
                corrections.push(text::say(self.language, &Message::ShowPutRight(&title, &now, old.as_deref())));
                before.lay_over(changed);
            }
        }
        self.list(&self.say(OnSheet::Corrections), corrections);
    }

    /// Lines under a title; nothing where there are none.
    fn list(&mut self, title: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.heading(2, title);
            self.blocks.extend(lines.into_iter().map(|words| Block::Item(Line::plain(words))));
        }
    }
}

fn line(words: String, face: Face) -> Line {
    Line { pieces: vec![Piece::Text { text: words, face }], span: Span::NONE }
}

/// Words, and a remark behind them.
fn beside(words: String, remark: &str) -> Line {
    let mut whole = Line::plain(words);
    whole.pieces.push(Piece::Text { text: format!(" ({remark})"), face: Face::Italic });
    whole
}

#[cfg(test)]
mod tests;
