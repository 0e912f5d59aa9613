//! What may be wrong with a form besides its names.

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormFault {
    /// It does not begin with a head between `---` lines.
    NoHead,
    /// Its margins cannot be read or leave no room.
    Margins,
    /// A size of text that nobody can read, or that no line has room for.
    Size,
    /// `:::` that nothing closes.
    BlockNotClosed,
    /// A closing `:::` without an opening one.
    NothingToClose,
    /// A block where it cannot stand: deeper than the second level, inside of its own kind or of signatures.
    BlockInBlock,
    /// `::: columns` without a line `+++`.
    OneColumn,
    /// A line `+++` outside of columns.
    NothingToPart,
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
    /// A number of a level whose upper level has none yet.
    NothingAbove {
        /// As written.
        number: String,
    },
    /// A reference to a label that no clause has.
    UnknownLabel {
        /// The label.
        label: String,
    },
    /// A label that two clauses have.
    LabelTwice {
        /// The label.
        label: String,
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
    /// `table(…)`, `bars(…)` or `lines(…)` that does not stand alone on its line.
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
