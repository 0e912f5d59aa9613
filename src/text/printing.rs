//! What the interface says while documents go to the printer.

use crate::model::event::Moment;
use crate::session::Issued;

/// One thing of that.
#[derive(Debug, Clone, Copy)]
pub enum Printing<'a> {
    /// The question before a document is printed again, or by a key that may have been meant for something else.
    Sure,
    /// The printer's program works.
    Works,
    /// It has taken a document over: how many copies; none where it was only opened.
    Handed(Option<u32>),
    /// The same, earlier.
    HandedAt(&'a Moment, Option<u32>),
    /// A form reads what its case was never asked for: words.
    NeverAsked(&'a str),
    /// What was made is not the document that the case has issued.
    NotIssued(&'a Issued),
    /// A blank with the stamp's place is handed out in a case, which counts it.
    StampWithoutCase,
}
