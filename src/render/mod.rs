//! Documents as people read them.

mod bind;
mod divide;
mod error;
mod finish;
mod fonts;
mod groups;
mod html;
mod layout;
mod lines;
mod page;
mod pdf;
mod set;
mod signatures;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use error::{RenderError, RenderFault};
pub use html::html;
pub use pdf::pdf;
pub use text::text;

use crate::model::document::Document;

/// What a document becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// A file for paper.
    Pdf,
    /// A page for the screen.
    Html,
}

/// Draws a document.
///
/// # Errors
/// See [`pdf`]; a page for the screen can always be drawn.
pub fn draw(document: &Document, output: Output) -> Result<Vec<u8>, RenderError> {
    match output {
        Output::Pdf => pdf(document),
        Output::Html => Ok(html(document).into_bytes()),
    }
}
