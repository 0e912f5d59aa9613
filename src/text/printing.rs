//! What the interface says while documents go to the printer.

use crate::model::event::Moment;

/// One thing of that.
#[derive(Debug, Clone, Copy)]
pub enum Printing<'a> {
    /// The printer's program works.
    Works,
    /// It has taken a document over: how many copies; none where it was only opened.
    Handed(Option<u32>),
    /// The same, earlier.
    HandedAt(&'a Moment, Option<u32>),
    /// A blank with the stamp's place is handed out in a case, which counts it.
    StampWithoutCase,
}
