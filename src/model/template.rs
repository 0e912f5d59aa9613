//! Expressions and templates: texts with `{{ … }}` in them, and conditions without braces.
//!
//! minijinja evaluates; what it does otherwise than the procedure language wants is changed in the
//! text before it is compiled:
//!
//! - `{{ path }}` alone prints the value as people read it: it becomes `{{ path|show("path") }}`;
//! - an expression with an ordering is false while a name in it is none (minijinja says `none < 5`):
//!   `a < 5` becomes `(a is not none) and (a < 5)`, in `{% if %}` and in `x if … else y` too.

mod branches;
mod evaluate;
mod lex;
mod marks;
mod paper;
mod scan;
mod spoken;
mod tags;
mod uses;

pub use branches::{Branch, Loop, unfold};
pub use evaluate::{Blanks, EvaluationError, Lined, NamedTypes, OuterNames, Scope};
pub use lex::Path;
pub use marks::{Atom, PrintedLine};
pub use paper::PaperTemplate;
pub use spoken::Spoken;
pub use uses::{Use, Used};

use super::span::Spanned;
use evaluate::ENGINE;
use scan::{Rewritten, rewrite_expression, rewrite_template};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::ops::Range;
use std::sync::OnceLock;
use tags::single;

/// A condition or a computed value, written without braces.
#[derive(Debug)]
pub struct Expression {
    /// As written.
    pub source: Spanned<String>,
    rewritten: Rewritten,
    program: OnceLock<Result<minijinja::Expression<'static, 'static>, CompileError>>,
}

/// Why a text does not compile, and which bytes of it are to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// minijinja's reason.
    pub reason: String,
    /// Bytes of the text as written.
    pub range: Range<usize>,
}

impl Expression {
    /// Takes an expression in; braces around the whole of it are dropped.
    #[must_use]
    pub fn new(source: Spanned<String>) -> Self {
        let bare = single(&source.value).unwrap_or(0..source.value.len());
        let rewritten = rewrite_expression(&source.value, bare);
        Self { source, rewritten, program: OnceLock::new() }
    }

    /// The names it reads, with their place in the text.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        &self.rewritten.paths
    }

    /// Whether it compiles.
    ///
    /// # Errors
    /// Why it does not, and which bytes are to blame.
    pub fn compile(&self) -> Result<(), CompileError> {
        self.program().as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// Compiled once, when it is first wanted.
    fn program(&self) -> &Result<minijinja::Expression<'static, 'static>, CompileError> {
        self.program.get_or_init(|| {
            self.rewritten.allowed()?;
            let compiled = ENGINE.compile_expression_owned(self.rewritten.text.clone());
            compiled.map_err(|error| self.rewritten.blame(&error))
        })
    }

    /// Its value for the names of `scope`.
    ///
    /// # Errors
    /// A fault of the expression (text plus number, a filter that does not fit) in minijinja's words.
    pub fn evaluate(&self, scope: &Scope) -> Result<Value, EvaluationError> {
        let program = self.program().as_ref().map_err(|error| EvaluationError { reason: error.reason.clone() })?;
        evaluate::run(program, scope)
    }
}

/// A text with values in it, printed for people.
#[derive(Debug)]
pub struct Template {
    /// As written.
    pub source: Spanned<String>,
    rewritten: Rewritten,
    /// Set when the whole text is one `{{ expression }}`: in `with`, `suggest` and `default` it keeps its type.
    single: Option<Box<Expression>>,
}

impl Template {
    /// Takes a text in.
    #[must_use]
    pub fn new(source: Spanned<String>) -> Self {
        let rewritten = rewrite_template(&source.value);
        let single = single(&source.value).map(|_| Box::new(Expression::new(source.clone())));
        Self { source, rewritten, single }
    }

    /// The names it reads, with their place in the text.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        &self.rewritten.paths
    }

    /// Whether something in it is worked out, and not only printed.
    #[must_use]
    pub fn computes(&self) -> bool {
        self.rewritten.computes
    }

    /// Whether nothing in it has to be worked out.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        !self.source.value.contains("{{") && !self.source.value.contains("{%")
    }

    /// Whether it compiles.
    ///
    /// # Errors
    /// Why it does not, and which bytes are to blame.
    pub fn compile(&self) -> Result<(), CompileError> {
        if self.is_literal() {
            return Ok(());
        }
        self.rewritten.allowed()?;
        match ENGINE.template_from_named_str("text", &self.rewritten.text) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.rewritten.blame(&error)),
        }
    }

    /// The printed text.
    ///
    /// # Errors
    /// A fault of the template, or a text that grows beyond all bounds.
    pub fn render(&self, scope: &Scope) -> Result<String, EvaluationError> {
        if self.is_literal() {
            return Ok(self.source.value.clone());
        }
        self.rewritten.allowed().map_err(|error| EvaluationError { reason: error.reason })?;
        evaluate::print(&self.rewritten.text, scope).map(one_dot)
    }

    /// The value: typed when the text is exactly one `{{ expression }}`, else the printed text.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn value(&self, scope: &Scope) -> Result<Value, EvaluationError> {
        match &self.single {
            Some(expression) => expression.evaluate(scope),
            None => self.render(scope).map(Value::String),
        }
    }
}

/// What ends in a dot keeps one at the end of a sentence: `5,00 руб.` and not `5,00 руб..`, `Тестов Т.Т.` likewise.
fn one_dot(text: String) -> String {
    if !text.contains("..") {
        return text;
    }
    let mut short = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let behind_letter = || text.get(..at).and_then(|before| before.strip_suffix('.')?.chars().next_back());
        let last = || !text.get(at + 1..).is_some_and(|rest| rest.starts_with('.'));
        if !(c == '.' && behind_letter().is_some_and(char::is_alphabetic) && last()) {
            short.push(c);
        }
    }
    short
}

macro_rules! text_form {
    ($($kind:ty),*) => {$(
        impl Clone for $kind {
            fn clone(&self) -> Self {
                Self::new(self.source.clone())
            }
        }
        impl PartialEq for $kind {
            fn eq(&self, other: &Self) -> bool {
                self.source == other.source
            }
        }
        impl Eq for $kind {}
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.source.serialize(to)
            }
        }
        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Spanned::deserialize(from).map(Self::new)
            }
        }
    )*};
}
text_form!(Expression, Template);

#[cfg(test)]
mod tests;
