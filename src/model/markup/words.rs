//! Words of a form with their faces, blanks and boxes.

use super::is_space;
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::document::{Face, Line, Piece};
use crate::model::form::FormFault;
use crate::model::span::Span;
use crate::model::template::Atom;

/// Reads the words of a text; faults are added to `faults`.
pub(super) fn words(atoms: &[Atom], span: Span, faults: &mut Vec<Diagnostic>) -> Line {
    let mut fault = |how| faults.push(Diagnostic::new(Problem::BadForm { how }, span));
    let mut words = Words::default();
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let ticked = boxed(atoms.get(at..).unwrap_or_default());
        at += 1;
        match atom {
            Atom::Char('[') if ticked.is_some() => {
                at += 2;
                words.piece(Piece::Box { ticked: ticked == Some(true) });
            }
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
            Atom::Words(value) => words.push(value),
            Atom::Reference(number) => words.piece(Piece::Reference(number.clone())),
            Atom::Blank(length) => words.piece(Piece::Blank { length: *length }),
            Atom::Rest => words.piece(Piece::Rest),
            Atom::Box(ticked) => words.piece(Piece::Box { ticked: *ticked }),
            Atom::Table(_) | Atom::Bars(_) | Atom::Lines(_) => fault(FormFault::InsertNotAlone),
            Atom::Page | Atom::Pages => {}
        }
    }
    if words.bold || words.italic {
        fault(FormFault::MarkNotClosed { mark: if words.bold { "**" } else { "*" } });
    }
    Line { pieces: words.finish(), span }
}

/// Whether the box at the beginning is ticked, `[ ]` or `[x]` in either alphabet; none where there is none.
fn boxed(atoms: &[Atom]) -> Option<bool> {
    match atoms {
        [Atom::Char('['), Atom::Char(mark), Atom::Char(']'), ..] => match mark {
            ' ' => Some(false),
            'x' | 'X' | 'х' | 'Х' => Some(true),
            _ => None,
        },
        _ => None,
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
