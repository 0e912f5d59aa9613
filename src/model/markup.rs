//! The markup of forms: printed lines become the blocks of a document.
//!
//! The spelling is Markdown's, as far as an office needs it: `#` headings, paragraphs parted by blank lines,
//! clauses that begin with `1.1.`, items that begin with `- `, tables of `|` with `:---:` under their heads,
//! `**bold**`, `*slanted*`, boxes `[ ]` and `[x]`; and things of our own: `left >> right`, clauses that count themselves
//! (`#.`, `#.#.`, with a label `#.@name` that `@name` refers to, see `numbers.rs`), and what stands between `:::` lines:
//! `signatures`, `columns` (parted by `+++`), `together`, `small`; `::: page` stands alone. A backslash before a mark
//! takes its meaning away. Only what the form's author wrote is read so; values come as words (see `template::marks`).

mod numbers;
mod words;

use self::words::words;
use super::diagnostic::{Diagnostic, Problem};
use super::document::{Bar, Block, Column, Line, Piece, Side, Table};
use super::form::FormFault;
use super::span::Span;
use super::template::{Atom, PrintedLine};
use std::collections::BTreeMap;

/// How deep blocks stand in each other.
const DEEPEST: usize = 2;

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
    let lines = lines.into_iter().map(|PrintedLine { line, atoms }| (unescaped(atoms), place(line))).collect();
    let lines = numbers::numbered(lines, faults);
    let mut reader = Reader { inserts, faults, blocks: Vec::new(), open: Open::Nothing, fences: Vec::new() };
    for (atoms, span) in lines {
        reader.line(&atoms, span);
    }
    reader.close();
    while let Some(opened) = reader.fences.pop() {
        reader.fault(FormFault::BlockNotClosed, opened.span);
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
#[derive(PartialEq)]
enum Fence {
    Signatures(Vec<(Line, Line)>),
    /// The columns that are done.
    Columns(Vec<Vec<Block>>),
    Together,
    Small,
    Unknown,
}

impl Fence {
    fn named(word: &str) -> Self {
        match word {
            "signatures" => Self::Signatures(Vec::new()),
            "columns" => Self::Columns(Vec::new()),
            "together" => Self::Together,
            "small" => Self::Small,
            _ => Self::Unknown,
        }
    }
}

/// A block that is not closed yet.
struct Opened {
    fence: Fence,
    span: Span,
    /// The blocks before it.
    before: Vec<Block>,
}

struct Reader<'r> {
    inserts: &'r BTreeMap<String, Insert>,
    faults: &'r mut Vec<Diagnostic>,
    blocks: Vec<Block>,
    open: Open,
    fences: Vec<Opened>,
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
        if matches!(self.fences.last(), Some(Opened { fence: Fence::Signatures(_), .. })) {
            return self.signature(atoms, span);
        }
        if after(atoms, "+++").is_some_and(<[Atom]>::is_empty) {
            self.close();
            return self.part(span);
        }
        match atoms {
            [Atom::Table(name) | Atom::Bars(name)] => {
                self.close();
                return self.insert(name, matches!(atoms, [Atom::Table(_)]), span);
            }
            [Atom::Lines(count)] => {
                self.close();
                return self.blocks.push(Block::Lines(*count));
            }
            _ => {}
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
        match word.as_str() {
            "" => match self.fences.pop() {
                Some(opened) => self.shut(opened),
                None => self.fault(FormFault::NothingToClose, span),
            },
            "page" if self.fences.is_empty() => self.blocks.push(Block::NewPage),
            "page" => self.fault(FormFault::BlockInBlock, span),
            _ => self.unlock(Fence::named(&word), word, span),
        }
    }

    /// Opens a block.
    fn unlock(&mut self, fence: Fence, word: String, span: Span) {
        let alike = |opened: &Opened| std::mem::discriminant(&opened.fence) == std::mem::discriminant(&fence);
        // Two columns of two columns are too narrow for anything.
        let narrow = matches!(fence, Fence::Signatures(_))
            && self.fences.iter().any(|opened| matches!(opened.fence, Fence::Columns(_)));
        let full = self.fences.len() >= DEEPEST
            || matches!(self.fences.last(), Some(Opened { fence: Fence::Signatures(_), .. }));
        if fence == Fence::Unknown {
            self.fault(FormFault::UnknownBlock { word }, span);
        } else if full || narrow || self.fences.iter().any(alike) {
            self.fault(FormFault::BlockInBlock, span);
        }
        // It is opened all the same, so that the line that closes it closes nothing else; only among signatures a second
        // one is a forgotten end.
        if !matches!(self.fences.last(), Some(Opened { fence: Fence::Signatures(_), .. })) {
            self.fences.push(Opened { fence, span, before: std::mem::take(&mut self.blocks) });
        }
    }

    /// Closes a block.
    fn shut(&mut self, Opened { fence, span, before }: Opened) {
        let blocks = std::mem::replace(&mut self.blocks, before);
        match fence {
            Fence::Signatures(rows) => self.blocks.push(Block::Signatures(rows)),
            Fence::Columns(columns) if columns.is_empty() => self.fault(FormFault::OneColumn, span),
            Fence::Columns(mut columns) => {
                columns.push(blocks);
                self.blocks.push(Block::Columns(columns));
            }
            Fence::Together => self.blocks.push(Block::Together(blocks)),
            Fence::Small => self.blocks.push(Block::Small(blocks)),
            Fence::Unknown => {}
        }
    }

    /// A column ends, the next begins.
    fn part(&mut self, span: Span) {
        match self.fences.last_mut() {
            Some(Opened { fence: Fence::Columns(columns), .. }) => columns.push(std::mem::take(&mut self.blocks)),
            _ => self.fault(FormFault::NothingToPart, span),
        }
    }

    fn signature(&mut self, atoms: &[Atom], span: Span) {
        let cells: Vec<&[Atom]> = split(atoms);
        let [left, right] = cells.as_slice() else {
            return self.fault(FormFault::Cells { found: cells.len(), wanted: 2 }, span);
        };
        let row = (self.words(left, span), self.words(right, span));
        if let Some(Opened { fence: Fence::Signatures(rows), .. }) = self.fences.last_mut()
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
        let rule: Option<Vec<Side>> = cells.iter().map(|cell| rule(cell)).collect();
        let row: Vec<Line> =
            if rule.is_some() { Vec::new() } else { cells.iter().map(|c| self.words(c, span)).collect() };
        let Open::Table { table, span: first, ruled } = &mut self.open else { return };
        let (wanted, first) = (table.columns.len(), *first);
        let mut missing = None;
        match rule {
            Some(sides) if !*ruled => {
                *ruled = true;
                table.columns.iter_mut().zip(sides).for_each(|(column, side)| column.side = side);
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

    fn words(&mut self, atoms: &[Atom], span: Span) -> Line {
        words(atoms, span, self.faults)
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

/// Where the cells of a column stand, as the line under a table's head says; none when it is no such cell.
fn rule(cell: &[Atom]) -> Option<Side> {
    let dashes = |atom: &Atom| matches!(atom, Atom::Char('-' | ':'));
    let fits = cell.contains(&Atom::Char('-')) && cell.iter().all(dashes);
    let colon = |atom: Option<&Atom>| atom == Some(&Atom::Char(':'));
    fits.then(|| match (colon(cell.first()), colon(cell.last())) {
        (true, true) => Side::Centre,
        (false, true) => Side::Right,
        (_, false) => Side::Left,
    })
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
        Atom::Words(words) | Atom::Reference(words) => words.clone(),
        _ => String::new(),
    });
    words.collect()
}

fn is_empty(line: &Line) -> bool {
    line.pieces.iter().all(|piece| matches!(piece, Piece::Text { text, .. } if text.trim().is_empty()))
}
