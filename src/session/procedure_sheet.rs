//! A procedure on paper: a checklist to tick when there is no power, and the same to read in the handbook.

mod conditions;
mod entries;

use conditions::Words;
use entries::{Answer, Entry, Sort, entries, lines, without_today};

use super::print::{PrintTrouble, Sheet};
use super::{Session, SessionError, procedure_title};
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::definition::{Definition, StepKind};
use crate::model::document::{Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use crate::model::span::Span;
use crate::model::template::{Blanks, Lined, Scope, Template};
use crate::model::workspace::Workspace;
use crate::render::{self, Output};
use crate::text::{self, Checklist, Message};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The sheet of paper.
pub(super) const A4: Paper = Paper { width: 210.0, height: 297.0, left: 25.0, right: 12.0, top: 15.0, bottom: 15.0 };
/// A line for a day, a time or a word, in millimetres.
const SHORT: f32 = 30.0;
/// A line as long as the column of answers, in millimetres.
const LONG: f32 = 48.0;

impl Session {
    /// A procedure as a paper checklist, to be entered when the program is there again.
    ///
    /// # Errors
    /// When there is no such procedure, it has faults, or it cannot be drawn.
    pub fn checklist(&self, id: &str, output: Output) -> Result<Sheet, SessionError> {
        let definition = self.procedure(id)?;
        let page = Page { workspace: &self.workspace, language: self.seat.language, scope: self.paper_scope() };
        let bytes = render::draw(&page.checklist(definition), output).map_err(|error| SessionError::NotPrinted {
            form: definition.title.clone(),
            trouble: PrintTrouble::Layout(error),
        })?;
        Ok(Sheet::new(bytes, self.store.derived(&format!("paper/{id}.pdf"))))
    }

    /// The outer names alone.
    pub(super) fn paper_scope(&self) -> Scope {
        let outside = self.outside();
        Scope::new(Arc::default(), Arc::clone(&outside.types), outside.blanks.clone(), &outside.names)
    }
}

/// Where documents about procedures are written.
pub(super) struct Page<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) language: Language,
    /// The outer names.
    pub(super) scope: Scope,
}

impl Page<'_> {
    pub(super) fn say(&self, words: Checklist<'_>) -> String {
        text::say(self.language, &Message::Checklist(words))
    }

    /// An internal document with its number of pages below.
    pub(super) fn document(&self, title: String, blocks: Vec<Block>) -> Document {
        let (page, of) = text::page_of(self.language);
        let number = [
            RunningPiece::Text(page.to_owned()),
            RunningPiece::Page,
            RunningPiece::Text(of.to_owned()),
            RunningPiece::Pages,
        ];
        Document {
            header: Some(Running { pieces: vec![RunningPiece::Text(title.clone())] }),
            title,
            language: self.language,
            author: self.workspace.company.detail("name").map(str::to_owned),
            audience: Audience::Internal,
            paper: A4,
            appearance: self.workspace.appearance.clone(),
            footer: Some(Running { pieces: number.into() }),
            draft: None,
            notice: self.workspace.company.notice.clone(),
            blocks,
        }
    }

    fn checklist(&self, definition: &Definition) -> Document {
        let blank = |words: Checklist<'_>| labelled(&self.say(words), SHORT);
        let mut blocks = vec![
            Block::Heading { level: 1, text: Line::plain(&definition.title) },
            Block::Heading { level: 3, text: Line::plain(self.say(Checklist::Subtitle)) },
            Block::Spread { left: blank(Checklist::Day), right: blank(Checklist::From) },
            Block::Spread {
                left: labelled(&self.say(Checklist::Dispatcher), LONG),
                right: blank(Checklist::EnteredAs),
            },
        ];
        blocks.extend(self.never(definition));
        let head = |words, share| Column { head: Line::plain(self.say(words)), side: Side::Left, share };
        let columns = vec![head(Checklist::Number, 9), head(Checklist::Step, 58), head(Checklist::Answer, 33)];
        let entries = entries(self.workspace, definition, &self.scope, self.language);
        let rows = entries.iter().map(|entry| self.row(entry)).collect();
        blocks.push(Block::Table(Table { columns, rows }));
        blocks.extend(self.contacts_of(definition));
        blocks.push(Block::Paragraph(Line::plain(self.say(Checklist::EnterLater(&definition.title)))));
        self.document(definition.title.clone(), blocks)
    }

    fn row(&self, entry: &Entry) -> Vec<Line> {
        let mut answer = Line::default();
        match &entry.answer {
            Answer::Nothing => {}
            Answer::Tick => answer.pieces.push(Piece::Box { ticked: false }),
            Answer::Words(lines) => answer.pieces.extend((0..*lines).map(|_| Piece::Blank { length: LONG })),
            Answer::Time => {
                for words_before in [Checklist::Since, Checklist::Until] {
                    answer.pieces.push(words(&format!("{}\u{a0}", self.say(words_before)), Face::Regular));
                    answer.pieces.push(Piece::Blank { length: SHORT / 2.0 });
                    answer.pieces.push(words(" ", Face::Regular));
                }
            }
            Answer::Choices(choices) => {
                for (label, goes_on) in choices {
                    answer.pieces.push(Piece::Box { ticked: false });
                    let goes_on = goes_on.as_ref().map(|words| format!(" {words}")).unwrap_or_default();
                    answer.pieces.push(words(&format!("\u{a0}{label}{goes_on}  "), Face::Regular));
                }
            }
            Answer::Told(people) => {
                for who in people {
                    answer.pieces.push(Piece::Box { ticked: false });
                    answer.pieces.push(words(&format!("\u{a0}{who}, {} ", self.say(Checklist::At)), Face::Regular));
                    answer.pieces.push(Piece::Blank { length: SHORT / 2.0 });
                    answer.pieces.push(words(" ", Face::Regular));
                }
            }
        }
        vec![Line::plain(&entry.number), written(entry), answer]
    }

    /// What is never to be done.
    pub(super) fn never(&self, definition: &Definition) -> Vec<Block> {
        if definition.never.is_empty() {
            return Vec::new();
        }
        let title = Line { pieces: vec![words(&self.say(Checklist::Never), Face::Bold)], span: Span::NONE };
        let rules = definition.never.iter().map(|rule| Block::Item(self.text(rule)));
        std::iter::once(Block::Paragraph(title)).chain(rules).collect()
    }

    fn text(&self, text: &Template) -> Line {
        let mut lines = self.lines(text).into_iter();
        let mut whole = lines.next().unwrap_or_default();
        lines.for_each(|line| {
            whole.pieces.push(words(" ", Face::Regular));
            whole.pieces.extend(line.pieces);
        });
        whole
    }

    /// The lines of a text that stands outside of steps.
    pub(super) fn lines(&self, text: &Template) -> Vec<Line> {
        let (names, titles) = (BTreeMap::new(), |id: &str| procedure_title(self.workspace, id).to_owned());
        let words = Words { language: self.language, names: &names, titles: &titles, labels: &|_| None };
        let mut scope = self.scope.on_paper(&Arc::default(), Blanks::Lines(Lined::All));
        without_today(&mut scope);
        lines(text, &words, &scope)
    }

    /// Whom the procedure tells or writes to, and where they are reached; not where somebody looks on.
    fn contacts_of(&self, definition: &Definition) -> Vec<Block> {
        let steps = definition.walk();
        let told = steps.iter().flat_map(|(step, _)| match &step.kind {
            StepKind::Notify(notify) => notify.ids(),
            StepKind::Mail(mail) => vec![mail.to.value.as_str()],
            _ => Vec::new(),
        });
        let told: Vec<&str> = told.collect();
        if definition.hides_contacts {
            return Vec::new();
        }
        self.contacts(&|id| told.contains(&id))
    }

    /// Contacts with their numbers, under a title; nothing where there are none.
    pub(super) fn contacts(&self, wanted: &dyn Fn(&str) -> bool) -> Vec<Block> {
        let wanted = self.workspace.company.contacts.iter().filter(|(id, _)| wanted(id));
        let rows: Vec<Vec<Line>> = wanted
            .map(|(_, contact)| {
                let reached: Vec<&str> = contact.phones.iter().chain(&contact.email).map(String::as_str).collect();
                let cells = [&contact.title, contact.name.as_deref().unwrap_or(""), &reached.join(", ")];
                cells.into_iter().map(Line::plain).collect()
            })
            .collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = [36, 32, 32].map(|share| Column { share, ..Column::default() }).to_vec();
        vec![
            Block::Heading { level: 2, text: Line::plain(self.say(Checklist::Contacts)) },
            Block::Table(Table { columns, rows }),
        ]
    }

    /// A procedure to read: its steps as numbered clauses.
    pub(super) fn reading(&self, definition: &Definition) -> Vec<Block> {
        let mut blocks = self.never(definition);
        for entry in entries(self.workspace, definition, &self.scope, self.language) {
            let text = without_blanks(written(&entry));
            blocks.push(match (entry.number.as_str(), entry.sort) {
                ("", _) => Block::Paragraph(text),
                (number, _) => Block::Clause { number: format!("{number}."), text },
            });
            if let Answer::Choices(choices) = &entry.answer {
                blocks.extend(choices.iter().map(|(label, goes_on)| {
                    let goes_on = goes_on.as_ref().map(|words| format!(" {words}")).unwrap_or_default();
                    Block::Item(Line::plain(format!("{label}{goes_on}")))
                }));
            }
        }
        blocks
    }
}

/// Condition, words and remarks in one text.
fn written(entry: &Entry) -> Line {
    let mut line = Line::default();
    if let Some(when) = &entry.when {
        line.pieces.push(words(&format!("{when}: "), Face::Italic));
    }
    let face = if entry.sort == Sort::Title { Face::Bold } else { Face::Regular };
    line.pieces.extend(entry.words.pieces.iter().map(|piece| with_face(piece, face)));
    for remark in &entry.remarks {
        line.pieces.push(words(" (", Face::Italic));
        line.pieces.extend(remark.pieces.iter().map(|piece| with_face(piece, Face::Italic)));
        line.pieces.push(words(")", Face::Italic));
    }
    line
}

/// What nobody writes on: a row of dots where a value comes.
pub(super) fn without_blanks(mut line: Line) -> Line {
    for piece in &mut line.pieces {
        if matches!(piece, Piece::Blank { .. }) {
            *piece = words("…", Face::Regular);
        }
    }
    line
}

fn with_face(piece: &Piece, face: Face) -> Piece {
    match piece {
        Piece::Text { text, .. } => words(text, face),
        other => other.clone(),
    }
}

fn words(text: &str, face: Face) -> Piece {
    Piece::Text { text: text.to_owned(), face }
}

/// A word, and a line to write on.
fn labelled(label: &str, length: f32) -> Line {
    let pieces = vec![words(&format!("{label} "), Face::Regular), Piece::Blank { length }];
    Line { pieces, span: Span::NONE }
}
