//! Forms: a YAML head between `---` lines and a body in the markup of [`super::markup`].

mod body;
mod fault;
mod head;

pub use body::{Body, split};
pub use fault::FormFault;
pub use head::read_form;
pub(super) use head::read_parted;

use super::appearance::Appearance;
use super::card::Audience;
use super::company::Language;
use super::definition::Mode;
use super::diagnostic::{Diagnostic, Problem};
use super::document::{Block, Document, Line, Paper, Piece, Running, RunningPiece};
use super::markup::Insert;
use super::names;
use super::span::{Span, Spanned};
use super::staff::Staff;
use super::template::{Atom, Blanks, Lined, NamedTypes, PaperTemplate, Path, Scope};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its id: the name of its file.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What stands under the title.
    pub subtitle: Option<String>,
    /// Who may read what is printed.
    pub audience: Audience,
    /// The procedures whose names it reads.
    pub of: Vec<Spanned<String>>,
    /// The sheet.
    pub paper: Paper,
    /// The size of its running text, in points.
    pub size: f32,
    /// What stands above every page but the first.
    pub header: Option<PaperTemplate>,
    /// What stands below every page.
    pub footer: Option<PaperTemplate>,
    /// Where the stamp belongs.
    pub stamp: StampPlace,
    /// How many copies are printed unless the step says otherwise.
    pub copies: u32,
    /// How many empty rows an empty form has for the items of a repeat.
    pub rows: Vec<(Spanned<String>, u32)>,
    /// Said above the first line until the text is approved.
    pub draft: Option<String>,
    /// The instruction's atoms it carries out.
    pub source: Vec<Spanned<String>>,
    /// What it says.
    pub body: Body,
    /// The place of its title.
    pub span: Span,
    /// The types of the names of its procedures, as they are today.
    pub types: Arc<NamedTypes>,
}

/// Where the stamp belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StampPlace {
    /// Nowhere.
    #[default]
    None,
    /// By the signature on the left.
    Signature,
}

/// How a form is to be printed.
#[derive(Debug, Clone, Default)]
pub struct Fill {
    /// With the answers or without.
    pub mode: Mode,
    /// The document's number; without one a line is left for it.
    pub number: Option<String>,
    /// Whether the stamp gets its place (where the form has one).
    pub stamp: bool,
    /// Names without a value that leave a line all the same: what was optional or skipped.
    pub lines: BTreeSet<String>,
    /// The language of the document.
    pub language: Language,
    /// The notice of internal documents.
    pub notice: Option<String>,
    /// How the company's documents look.
    pub appearance: Appearance,
    /// What `table(name)` and `bars(name)` stand for.
    pub inserts: BTreeMap<String, Insert>,
    /// The numbers that no client is to be given.
    pub staff: Staff,
}

impl Form {
    /// The document that comes of it. `scope` has the outer names and, of a case, its own; names that it does
    /// not have count as not answered.
    ///
    /// # Errors
    /// Everything that is wrong with the form for these values, at the form's own lines.
    pub fn document(&self, scope: &Scope, fill: &Fill) -> Result<Document, Vec<Diagnostic>> {
        let names = self.names(scope, fill);
        let mut faults = Vec::new();
        let mut blocks = self.body.blocks(&names, &fill.inserts).unwrap_or_else(|found| {
            faults.extend(found);
            Vec::new()
        });
        let header = self.header.as_ref().map(|text| running(text, &names, &mut faults));
        let footer = self.footer.as_ref().map(|text| running(text, &names, &mut faults));
        if self.stamp == StampPlace::Signature && faults.is_empty() {
            match last_signatures(&mut blocks) {
                Some(rows) if fill.stamp => {
                    let stamp = Line { pieces: vec![Piece::Stamp], ..Line::default() };
                    rows.push((stamp, Line::default()));
                }
                Some(_) => {}
                None => faults.push(Diagnostic::new(Problem::BadForm { how: FormFault::NoPlaceForStamp }, self.span)),
            }
        }
        let document = Document {
            title: self.title.clone(),
            author: scope.get_path("company.name").as_str().filter(|name| !name.is_empty()).map(str::to_owned),
            language: fill.language,
            audience: self.audience,
            paper: self.paper,
            appearance: Appearance { size: self.size, ..fill.appearance.clone() },
            header,
            footer,
            draft: self.draft.clone(),
            notice: fill.notice.clone().filter(|_| self.audience == Audience::Internal),
            blocks,
        };
        faults.extend(fill.staff.in_document(&document, self.span));
        if faults.is_empty() { Ok(document) } else { Err(faults) }
    }

    /// How many places of a document that was made of it are empty for want of a value. What its author has left to be
    /// written on is meant to be empty.
    #[must_use]
    pub fn unanswered(&self, document: &Document, scope: &Scope, fill: &Fill) -> usize {
        let meant = self.body.blocks(&self.named(scope, fill, Blanks::Empty), &fill.inserts).unwrap_or_default();
        document.blanks().saturating_sub(meant.iter().map(Block::blanks).sum())
    }

    /// Every text of it that reads names.
    pub fn texts(&self) -> impl Iterator<Item = &PaperTemplate> {
        std::iter::once(&self.body.text).chain(&self.header).chain(&self.footer)
    }

    /// The names that its texts read, each with a value.
    fn names(&self, scope: &Scope, fill: &Fill) -> Scope {
        let lined = match fill.mode {
            Mode::Blank => Lined::All,
            Mode::Filled => Lined::Some(fill.lines.iter().cloned().chain(["number".to_owned()]).collect()),
        };
        self.named(scope, fill, Blanks::Lines(lined))
    }

    /// The same, where those without one print so.
    fn named(&self, scope: &Scope, fill: &Fill, blanks: Blanks) -> Scope {
        let mut names = scope.on_paper(&self.types, blanks);
        names.set("form", &json!({"title": self.title, "subtitle": self.subtitle}));
        names.set("filled", &json!(fill.mode == Mode::Filled));
        names.set("number", &json!(fill.number));
        let own = |path: &&Path| !path.local && !names::FORM.contains(&path.root());
        let paths: Vec<&Path> = self.texts().flat_map(PaperTemplate::paths).filter(own).collect();
        if fill.mode == Mode::Blank {
            paths
                .iter()
                .filter(|path| !names::is_outer(path.root()))
                .for_each(|path| names.set(path.root(), &Value::Null));
            for (name, rows) in &self.rows {
                let row = json!({});
                names.set(&name.value, &Value::Array((0..*rows).map(|_| row.clone()).collect()));
            }
        }
        for path in paths {
            if !names.has(path.root()) || names.get_path(&path.text).is_null() {
                names.reach(&path.text);
            }
        }
        names
    }
}

fn running(text: &PaperTemplate, names: &Scope, faults: &mut Vec<Diagnostic>) -> Running {
    let lines = text.print_running(names).unwrap_or_else(|error| {
        let problem = Problem::BadForm { how: FormFault::Fails { reason: error.reason } };
        faults.push(Diagnostic::new(problem, text.source.span));
        Vec::new()
    });
    let mut pieces = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        let between = (at > 0).then_some(Atom::Char(' '));
        for atom in between.into_iter().chain(line.atoms) {
            let words = match atom {
                Atom::Page => {
                    pieces.push(RunningPiece::Page);
                    continue;
                }
                Atom::Pages => {
                    pieces.push(RunningPiece::Pages);
                    continue;
                }
                Atom::Char(c) => c.to_string(),
                Atom::Words(words) | Atom::Reference(words) => words,
                Atom::Blank(length) => underscores(length),
                Atom::Rest => underscores(REST),
                Atom::Box(ticked) => if ticked { "[x]" } else { "[ ]" }.to_owned(),
                Atom::Table(_) | Atom::Bars(_) | Atom::Lines(_) => {
                    let problem = Problem::BadForm { how: FormFault::InsertNotAlone };
                    faults.push(Diagnostic::new(problem, text.source.span));
                    continue;
                }
            };
            match pieces.last_mut() {
                Some(RunningPiece::Text(text)) => text.push_str(&words),
                _ => pieces.push(RunningPiece::Text(words)),
            }
        }
    }
    Running { pieces }
}

/// What is left to write on where no line is filled, in millimetres.
const REST: f32 = 40.0;

/// A blank of so many millimetres in small print, where only words can stand.
fn underscores(length: f32) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a blank is 1 to 300 mm long")]
    let count = (length / 2.0).round() as usize;
    "_".repeat(count)
}

/// The rows of the last block of signatures.
fn last_signatures(blocks: &mut [Block]) -> Option<&mut Vec<(Line, Line)>> {
    blocks.iter_mut().rev().find_map(|block| match block {
        Block::Signatures(rows) => Some(rows),
        Block::Together(blocks) | Block::Small(blocks) => last_signatures(blocks),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
