//! Documents as people read them.

mod html;

pub use html::html;
