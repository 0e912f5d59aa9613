//! The body of a form or a summary, and where it begins.

use super::FormFault;
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::document::Block;
use crate::model::markup::{Insert, read_markup};
use crate::model::span::{FileId, Span, Spanned};
use crate::model::template::{CompileError, PaperTemplate, Scope};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands below the head.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its text with values in it.
    pub text: PaperTemplate,
    /// Where each of its lines stands in the file.
    lines: Vec<Range<usize>>,
}

/// Parts a form: the bytes of its head, the first `---` included (YAML takes it for its own mark, and so places
/// need no carrying), and the byte where its body begins. None when there is no head.
#[must_use]
pub fn split(text: &str) -> Option<(Range<usize>, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Some((0..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

impl Body {
    /// Reads what stands from a byte of the file on; faults of its expressions are added to `faults`.
    #[must_use]
    pub fn read(text: &str, start: usize, file: FileId, faults: &mut Vec<Diagnostic>) -> Self {
        let words = text.get(start..).unwrap_or_default().trim_end();
        let mut at = start;
        let mut lines = Vec::new();
        for line in words.split_inclusive('\n') {
            let lead = line.len() - line.trim_start().len();
            lines.push(at + lead.min(line.trim_end().len())..at + line.trim_end().len());
            at += line.len();
        }
        let source = Spanned::new(words.to_owned(), Span::new(file, start..start + words.len()));
        let body = Self { text: PaperTemplate::new(source), lines };
        if let Some((at, c)) = body.text.invisible() {
            let span = body.place(at..at + c.len_utf8());
            faults.push(Diagnostic::new(Problem::ControlCharacter { code: u32::from(c) }, span));
        }
        if let Err(error) = body.text.compile() {
            let problem = Problem::BadExpression { reason: error.reason };
            faults.push(Diagnostic::new(problem, body.place(error.range)));
        }
        body
    }

    /// The place in the file of a part of the text.
    #[must_use]
    pub fn place(&self, part: Range<usize>) -> Span {
        let span = self.text.source.span;
        let start = span.range().start;
        Span::new(span.file, start + part.start..start + part.end)
    }

    /// The blocks it prints for the names of `scope`.
    ///
    /// # Errors
    /// What cannot be worked out, and every fault of the markup, at the lines of the file.
    pub fn blocks(&self, scope: &Scope, inserts: &BTreeMap<String, Insert>) -> Result<Vec<Block>, Vec<Diagnostic>> {
        let lines = self.text.print(scope).map_err(|CompileError { reason, range }| {
            vec![Diagnostic::new(Problem::BadForm { how: FormFault::Fails { reason } }, self.place(range))]
        })?;
        let file = self.text.source.span.file;
        let place = |line: usize| self.lines.get(line).map_or(Span::NONE, |line| Span::new(file, line.clone()));
        let mut faults = Vec::new();
        let blocks = read_markup(lines, inserts, &place, &mut faults);
        if faults.is_empty() { Ok(blocks) } else { Err(faults) }
    }
}
