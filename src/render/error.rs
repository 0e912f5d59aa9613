//! What can keep a document from becoming paper.

use crate::model::appearance::{Asset, AssetFault};
use crate::model::span::Span;

/// Why a document cannot be drawn, and where it says what cannot be drawn. Nothing is left out in silence.
#[derive(Debug, Clone, PartialEq)]
pub struct RenderError {
    /// What is wrong.
    pub kind: RenderFault,
    /// The line of the form it comes from; [`Span::NONE`] for what has no line (running lines, bars, the paper).
    pub span: Span,
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq)]
pub enum RenderFault {
    /// The fonts have no such character.
    Glyph {
        /// The character.
        character: char,
        /// The word it stands in.
        word: String,
    },
    /// A word is wider than its line or its column and cannot be divided.
    Word {
        /// The word, or the part of it that does not fit.
        word: String,
    },
    /// A table is wider than the page, however its words are divided.
    Table {
        /// How many columns it has.
        columns: usize,
        /// The widest word in it that is not divided.
        word: String,
    },
    /// A running line is wider than the page.
    Running {
        /// The line, with its numbers.
        text: String,
    },
    /// A length or an amount that is no number, infinite or below zero: a side of the paper, a blank, a bar.
    Measure {
        /// The number.
        value: f64,
    },
    /// The margins leave no room for a single line (or for a table's head and a line).
    Room,
    /// A row has more or fewer cells than the table has columns.
    Cells {
        /// Columns of the table.
        columns: usize,
        /// Cells of the row.
        cells: usize,
    },
    /// The picture of the stamp or a font of the company's that cannot be used.
    Asset {
        /// Its name.
        name: String,
        /// Why.
        how: AssetFault,
    },
    /// The fonts built into the program cannot be read: the program itself is broken.
    Fonts,
    /// The file could not be put together: the program itself is broken.
    Writer(String),
}

impl RenderError {
    /// A file that cannot be used.
    pub(super) fn asset(asset: &Asset, how: AssetFault) -> Self {
        Self::new(RenderFault::Asset { name: asset.name.clone(), how }, asset.span)
    }

    /// A fault at a place.
    #[must_use]
    pub fn new(kind: RenderFault, span: Span) -> Self {
        Self { kind, span }
    }
}

/// Checks a measure: a finite number, not below zero.
pub(super) fn measure(value: f64, span: Span) -> Result<(), RenderError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(RenderError::new(RenderFault::Measure { value }, span))
}
