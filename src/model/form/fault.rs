//! What may be wrong with a form besides its names.

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFault {
    /// It does not begin with a head between `---` lines.
    NoHead,
    /// Its margins cannot be read or leave no room.
    Margins,
    /// `:::` that nothing closes.
    BlockNotClosed,
    /// A closing `:::` without an opening one.
    NothingToClose,
    /// A block inside a block.
    BlockInBlock,
    /// `:::` with a word that means nothing.
    UnknownBlock {
        /// The word.
        word: String,
    },
    /// A table without the line of dashes under its head.
    NoRule,
    /// A row with another number of cells.
    Cells {
        /// How many it has.
        found: usize,
        /// How many it should have.
        wanted: usize,
    },
    /// `*` or `**` that nothing closes.
    MarkNotClosed {
        /// The mark.
        mark: &'static str,
    },
    /// `table(…)` or `bars(…)` of something that is neither.
    NothingToInsert {
        /// The name.
        name: String,
    },
    /// `table(…)` or `bars(…)` that does not stand alone on its line.
    InsertNotAlone,
    /// The number of the page, or of pages, in the running text.
    PageInText {
        /// `page` or `pages`.
        name: String,
    },
    /// The head gives the stamp a place by the signatures, and there are none.
    NoPlaceForStamp,
    /// The head asks for empty rows of what has no items.
    NoItems {
        /// The name.
        name: String,
    },
    /// A character that the fonts of paper do not have.
    Glyph {
        /// The character.
        character: char,
    },
    /// A word or a running line that fits into no line.
    TooWide {
        /// What does not fit.
        word: String,
    },
    /// It cannot be printed with these values.
    Fails {
        /// The reason.
        reason: String,
    },
}
