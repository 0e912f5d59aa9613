//! Templates whose text is laid out afterwards: the bodies and running lines of forms.

use super::evaluate::{PAPER, Scope, print_on_paper};
use super::marks::{Mark, PrintedLine, is_private, take_apart};
use super::scan::{Rewritten, rewrite_form};
use super::{CompileError, Path};
use crate::model::span::Spanned;

/// A text with values in it that are never taken for markup, and whose lines are known again when printed.
#[derive(Debug)]
pub struct PaperTemplate {
    /// As written.
    pub source: Spanned<String>,
    rewritten: Rewritten,
}

impl Clone for PaperTemplate {
    fn clone(&self) -> Self {
        Self::new(self.source.clone())
    }
}

impl PaperTemplate {
    /// Takes a text in.
    #[must_use]
    pub fn new(source: Spanned<String>) -> Self {
        let rewritten = rewrite_form(&source.value);
        Self { source, rewritten }
    }

    /// The names it reads, with their place in the text.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        &self.rewritten.paths
    }

    /// The first character that cannot stand in a text for paper, with its place: it would be taken for a mark.
    #[must_use]
    pub fn invisible(&self) -> Option<(usize, char)> {
        let hidden = |c: char| is_private(c) || c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        self.source.value.char_indices().find(|(_, c)| hidden(*c))
    }

    /// Whether it compiles.
    ///
    /// # Errors
    /// Why it does not, and which bytes are to blame.
    pub fn compile(&self) -> Result<(), CompileError> {
        self.rewritten.allowed()?;
        let compiled = PAPER.template_from_named_str("text", &self.rewritten.text);
        compiled.map(|_| ()).map_err(|error| self.rewritten.blame(&error))
    }

    /// The printed lines.
    ///
    /// # Errors
    /// What cannot be worked out for these names, and which bytes are to blame.
    pub fn print(&self, scope: &Scope) -> Result<Vec<PrintedLine>, CompileError> {
        self.rewritten.allowed()?;
        let printed = print_on_paper(&self.rewritten.text, scope);
        printed.map(|text| take_apart(&text)).map_err(|error| self.rewritten.blame(&error))
    }

    /// The printed lines of a text that stands on every page: it may read `page` and `pages`.
    ///
    /// # Errors
    /// As [`PaperTemplate::print`].
    pub fn print_running(&self, scope: &Scope) -> Result<Vec<PrintedLine>, CompileError> {
        let mut scope = scope.clone();
        scope.place("page", Mark::Page);
        scope.place("pages", Mark::Pages);
        self.print(&scope)
    }
}
