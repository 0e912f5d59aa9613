//! Documents as people read them.

mod bind;
mod error;
mod fonts;
mod html;
mod layout;
mod lines;
mod page;
mod pdf;
mod signatures;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use error::{RenderError, RenderFault};
pub use html::html;
pub use pdf::pdf;
