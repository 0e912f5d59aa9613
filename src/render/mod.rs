//! Documents as people read them.

mod bind;
mod contents;
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
mod picture;
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

use crate::model::appearance::Appearance;
use crate::model::document::Document;

/// What a document becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// A file for paper.
    Pdf,
    /// A page for the screen.
    Html,
}

/// What keeps the company's stamp and fonts from being used.
#[must_use]
pub fn unusable(appearance: &Appearance) -> Vec<RenderError> {
    let stamp = appearance.stamp.as_ref().and_then(|stamp| picture::picture(stamp).err());
    stamp.into_iter().chain(fonts::Faces::of(appearance).err()).collect()
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
