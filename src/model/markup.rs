//! The markup of forms: printed lines become the blocks of a document.
//!
//! The spelling is Markdown's, as far as an office needs it: `#` headings, paragraphs parted by blank lines,
//! clauses that begin with `1.1.`, items that begin with `- `, tables of `|`, `**bold**` and `*slanted*`; and
//! two things of our own: `left >> right` and `::: signatures`. A backslash before a mark takes its meaning away.
//! Only what the form's author wrote is read so; values come as words (see `template::marks`).

use super::diagnostic::{Diagnostic, Problem};
use super::document::{Bar, Block, Column, Face, Line, Piece, Table};
use super::form::FormFault;
use super::span::Span;
use super::template::{Atom, PrintedLine};
use std::collections::BTreeMap;

/// What `{{ table(name) }}` and `{{ bars(name) }}` stand for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Insert {
    /// As a table.
    pub table: Table,
    /// As a chart.
    pub bars: Vec<Bar>,
}

/// Reads printed lines; `place` tells where a line of the form stands. What could be read is returned, and
/// every fault is added to `faults`.
pub fn read_markup(
    lines: Vec<PrintedLine>,
    inserts: &BTreeMap<String, Insert>,
    place: &dyn Fn(usize) -> Span,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let mut reader = Reader { inserts, faults, blocks: Vec::new(), open: Open::Nothing, fence: None };
    for PrintedLine { line, atoms } in lines {
        reader.line(&unescaped(atoms), place(line));
    }
    reader.close();
    if let Some((_, span)) = reader.fence {
        reader.fault(FormFault::BlockNotClosed, span);
    }
    reader.blocks
}

/// Words that may go on in the next line.
enum Open {
    Nothing,
    Words { kind: Kind, atoms: Vec<Atom>, span: Span },
    Table { table: Table, span: Span, ruled: bool },
}

enum Kind {
    Paragraph,
    Clause(String),
    Item,
}

/// What stands between `:::` and `:::`.
enum Fence {
    Signatures(Vec<(Line, Line)>),
    Unknown,
}

struct Reader<'r> {
    inserts: &'r BTreeMap<String, Insert>,
    faults: &'r mut Vec<Diagnostic>,
    blocks: Vec<Block>,
    open: Open,
    fence: Option<(Fence, Span)>,
}

impl Reader<'_> {
    fn fault(&mut self, how: FormFault, span: Span) {
        self.faults.push(Diagnostic::new(Problem::BadForm { how }, span));
    }

    fn line(&mut self, atoms: &[Atom], span: Span) {
        if atoms.is_empty() {
            return self.close();
        }
        if let Some(word) = after(atoms, ":::") {
            self.close();
            return self.fence(word, span);
        }
        if matches!(self.fence, Some((Fence::Signatures(_), _))) {
            return self.signature(atoms, span);
        }
        if let [Atom::Table(name) | Atom::Bars(name)] = atoms {
            self.close();
            return self.insert(name, matches!(atoms, [Atom::Table(_)]), span);
        }
        if let Some((level, text)) = heading(atoms) {
            self.close();
            let text = self.words(text, span);
            return self.blocks.push(Block::Heading { level, text });
        }
        if after(atoms, "|").is_some() {
            return self.row(atoms, span);
        }
        if let Some((left, right)) = parted(atoms, ">>") {
            self.close();
            let (left, right) = (self.words(left, span), self.words(right, span));
            return self.blocks.push(Block::Spread { left, right });
        }
        let (kind, text) = match (after(atoms, "- "), clause(atoms)) {
            (Some(text), _) => (Some(Kind::Item), text),
            (_, Some((number, text))) => (Some(Kind::Clause(number)), text),
            _ => (None, atoms),
        };
        if let (None, Open::Words { atoms, .. }) = (&kind, &mut self.open) {
            atoms.push(Atom::Char(' '));
            return atoms.extend_from_slice(text);
        }
        self.close();
        self.open = Open::Words { kind: kind.unwrap_or(Kind::Paragraph), atoms: text.to_vec(), span };
    }

    /// Ends what is open.
    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Words { kind, atoms, span } => {
                let line = self.words(&atoms, span);
                match kind {
                    // A paragraph of values that are all empty is none.
                    Kind::Paragraph if is_empty(&line) => {}
                    Kind::Paragraph => self.blocks.push(Block::Paragraph(line)),
                    Kind::Clause(number) => self.blocks.push(Block::Clause { number, text: line }),
                    Kind::Item => self.blocks.push(Block::Item(line)),
                }
            }
            Open::Table { table, span, ruled } => {
                if !ruled {
                    self.fault(FormFault::NoRule, span);
                }
                self.blocks.push(Block::Table(table));
            }
        }
    }

    fn fence(&mut self, word: &[Atom], span: Span) {
        let word = plain(word);
        match (self.fence.take(), word.as_str()) {
            (Some((Fence::Signatures(rows), _)), "") => self.blocks.push(Block::Signatures(rows)),
            (Some((Fence::Unknown, _)), "") => {}
            (None, "signatures") => self.fence = Some((Fence::Signatures(Vec::new()), span)),
            (None, "") => self.fault(FormFault::NothingToClose, span),
            (None, _) => {
                self.fault(FormFault::UnknownBlock { word }, span);
                self.fence = Some((Fence::Unknown, span));
            }
            (open @ Some(_), _) => {
                self.fault(FormFault::BlockInBlock, span);
                self.fence = open;
            }
        }
    }

    fn signature(&mut self, atoms: &[Atom], span: Span) {
        let cells: Vec<&[Atom]> = split(atoms);
        let [left, right] = cells.as_slice() else {
            return self.fault(FormFault::Cells { found: cells.len(), wanted: 2 }, span);
        };
        let row = (self.words(left, span), self.words(right, span));
        if let Some((Fence::Signatures(rows), _)) = &mut self.fence
            && !(is_empty(&row.0) && is_empty(&row.1))
        {
            rows.push(row);
        }
    }

    fn insert(&mut self, name: &str, as_table: bool, span: Span) {
        match self.inserts.get(name) {
            Some(insert) if as_table => self.blocks.push(Block::Table(insert.table.clone())),
            Some(insert) => self.blocks.push(Block::Bars(insert.bars.clone())),
            None => self.fault(FormFault::NothingToInsert { name: name.to_owned() }, span),
        }
    }

    fn row(&mut self, atoms: &[Atom], span: Span) {
        let bare = after(atoms, "|").unwrap_or(atoms);
        let bare = if let [inner @ .., Atom::Char('|')] = bare { inner } else { bare };
        let cells = split(bare);
        if !matches!(self.open, Open::Table { .. }) {
            self.close();
            let head = |cell: &&[Atom]| Column { head: self.words(cell, span), ..Column::default() };
            let columns = cells.iter().map(head).collect();
            self.open = Open::Table { table: Table { columns, rows: Vec::new() }, span, ruled: false };
            return;
        }
        let rule: Option<Vec<bool>> = cells.iter().map(|cell| rule(cell)).collect();
        let row: Vec<Line> =
            if rule.is_some() { Vec::new() } else { cells.iter().map(|c| self.words(c, span)).collect() };
        let Open::Table { table, span: first, ruled } = &mut self.open else { return };
        let (wanted, first) = (table.columns.len(), *first);
        let mut missing = None;
        match rule {
            Some(numbers) if !*ruled => {
                *ruled = true;
                table.columns.iter_mut().zip(numbers).for_each(|(column, numbers)| column.numbers = numbers);
            }
            Some(_) => {}
            None => {
                if !std::mem::replace(ruled, true) {
                    missing = Some(first);
                }
                let mut row = row;
                row.resize(wanted, Line { pieces: Vec::new(), span });
                table.rows.push(row);
            }
        }
        if let Some(first) = missing {
            self.fault(FormFault::NoRule, first);
        }
        if cells.len() != wanted {
            self.fault(FormFault::Cells { found: cells.len(), wanted }, span);
        }
    }

    /// Words with their faces.
    fn words(&mut self, atoms: &[Atom], span: Span) -> Line {
        let mut words = Words::default();
        let mut at = 0;
        while let Some(atom) = atoms.get(at) {
            at += 1;
            match atom {
                Atom::Char('*') => {
                    let bold = atoms.get(at) == Some(&Atom::Char('*'));
                    at += usize::from(bold);
                    let before = at.checked_sub(2 + usize::from(bold)).and_then(|before| atoms.get(before));
                    if !words.turn(bold, before, atoms.get(at)) {
                        words.push(if bold { "**" } else { "*" });
                    }
                }
                Atom::Char(c) if is_space(*c) => words.space(),
                Atom::Char(c) => words.push(c.encode_utf8(&mut [0; 4])),
                Atom::Words(value) => {
                    words.push(value);
                    // An abbreviation at the end of a sentence keeps one dot: `5,00 руб.` and not `5,00 руб..`
                    let dot = value.ends_with('.') && !value.ends_with("..");
                    let next = |at: usize| atoms.get(at) == Some(&Atom::Char('.'));
                    at += usize::from(dot && next(at) && !next(at + 1));
                }
                Atom::Blank(length) => words.piece(Piece::Blank { length: *length }),
                Atom::Table(_) | Atom::Bars(_) => self.fault(FormFault::InsertNotAlone, span),
                Atom::Page | Atom::Pages => {}
            }
        }
        if words.bold || words.italic {
            self.fault(FormFault::MarkNotClosed { mark: if words.bold { "**" } else { "*" } }, span);
        }
        Line { pieces: words.finish(), span }
    }
}

/// Words being put together.
#[derive(Default)]
struct Words {
    pieces: Vec<Piece>,
    text: String,
    bold: bool,
    italic: bool,
    /// Whether a space of the author's stood last: several are one.
    spaced: bool,
}

impl Words {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.spaced = false;
    }

    fn space(&mut self) {
        if !self.spaced {
            self.text.push(' ');
        }
        self.spaced = true;
    }

    fn flush(&mut self) {
        let face = match (self.bold, self.italic) {
            (true, _) => Face::Bold,
            (false, true) => Face::Italic,
            (false, false) => Face::Regular,
        };
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text { text: std::mem::take(&mut self.text), face });
        }
    }

    fn piece(&mut self, piece: Piece) {
        self.flush();
        self.spaced = false;
        self.pieces.push(piece);
    }

    /// Begins or ends bold or slanted words; says whether the mark can do that here: it opens before a word
    /// and closes behind one.
    fn turn(&mut self, bold: bool, before: Option<&Atom>, behind: Option<&Atom>) -> bool {
        let space = |atom: Option<&Atom>| atom.is_none_or(|atom| matches!(atom, Atom::Char(c) if is_space(*c)));
        let on = if bold { self.bold } else { self.italic };
        if space(if on { before } else { behind }) {
            return false;
        }
        self.flush();
        *(if bold { &mut self.bold } else { &mut self.italic }) = !on;
        true
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }
}

/// A mark behind a backslash is an ordinary character.
fn unescaped(atoms: Vec<Atom>) -> Vec<Atom> {
    let mut found = Vec::with_capacity(atoms.len());
    let mut atoms = atoms.into_iter().peekable();
    while let Some(atom) = atoms.next() {
        let escaped = match (&atom, atoms.peek()) {
            (Atom::Char('\\'), Some(Atom::Char(c))) if c.is_ascii_punctuation() => Some(c.to_string()),
            _ => None,
        };
        match escaped {
            Some(words) => {
                atoms.next();
                found.push(Atom::Words(words));
            }
            None => found.push(atom),
        }
    }
    found
}

/// What stands behind the author's `mark` at the beginning.
fn after<'a>(atoms: &'a [Atom], mark: &str) -> Option<&'a [Atom]> {
    let length = mark.chars().count();
    let fits = atoms.len() >= length && mark.chars().zip(atoms).all(|(c, atom)| *atom == Atom::Char(c));
    fits.then(|| trimmed(atoms.get(length..).unwrap_or_default()))
}

fn heading(atoms: &[Atom]) -> Option<(u8, &[Atom])> {
    (1..=6).find_map(|level| after(atoms, &format!("{} ", "#".repeat(usize::from(level)))).map(|text| (level, text)))
}

/// `1.` or `1.1.` before a space, with what stands behind it; no part of it is as long as a year.
fn clause(atoms: &[Atom]) -> Option<(String, &[Atom])> {
    let end = atoms.iter().position(|atom| *atom == Atom::Char(' '))?;
    let (number, text) = atoms.split_at(end);
    if number.iter().any(|atom| !matches!(atom, Atom::Char(_))) {
        return None;
    }
    let number = plain(number);
    let parts = number.strip_suffix('.')?;
    let counts = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.split('.').all(counts).then(|| (number.clone(), trimmed(text)))
}

/// What stands on both sides of the author's first `mark`.
fn parted<'a>(atoms: &'a [Atom], mark: &str) -> Option<(&'a [Atom], &'a [Atom])> {
    let at = (0..atoms.len()).find(|at| atoms.get(*at..).and_then(|rest| after(rest, mark)).is_some())?;
    let (left, right) = atoms.split_at(at);
    Some((trimmed(left), after(right, mark)?))
}

/// The cells between the author's bars.
fn split(atoms: &[Atom]) -> Vec<&[Atom]> {
    atoms.split(|atom| *atom == Atom::Char('|')).map(trimmed).collect()
}

/// Whether a cell of the line under a table's head says numbers; none when it is no such cell.
fn rule(cell: &[Atom]) -> Option<bool> {
    let dashes = |atom: &Atom| matches!(atom, Atom::Char('-' | ':'));
    let fits = cell.contains(&Atom::Char('-')) && cell.iter().all(dashes);
    fits.then(|| cell.last() == Some(&Atom::Char(':')) && cell.first() != Some(&Atom::Char(':')))
}

fn trimmed(mut atoms: &[Atom]) -> &[Atom] {
    while let [Atom::Char(c), rest @ ..] = atoms
        && is_space(*c)
    {
        atoms = rest;
    }
    while let [rest @ .., Atom::Char(c)] = atoms
        && is_space(*c)
    {
        atoms = rest;
    }
    atoms
}

/// A space that may be made smaller or larger: not one that keeps words together.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

fn plain(atoms: &[Atom]) -> String {
    let words = atoms.iter().map(|atom| match atom {
        Atom::Char(c) => c.to_string(),
        Atom::Words(words) => words.clone(),
        Atom::Blank(_) | Atom::Table(_) | Atom::Bars(_) | Atom::Page | Atom::Pages => String::new(),
    });
    words.collect()
}

fn is_empty(line: &Line) -> bool {
    line.pieces.iter().all(|piece| matches!(piece, Piece::Text { text, .. } if text.trim().is_empty()))
}
