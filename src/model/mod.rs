//! Data and its text form. No IO and no clock; reading never fails, it reports.

pub mod appearance;
pub mod attachment;
pub mod card;
pub mod company;
pub mod correction;
pub mod definition;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod event;
pub mod form;
pub mod handbook;
pub mod hours;
pub mod letter;
pub mod letters;
pub mod markup;
pub mod names;
mod numerals;
pub mod offer;
pub mod period;
pub mod plural;
pub mod post;
pub mod procedure;
#[cfg(test)]
pub(crate) mod random;
pub mod record;
pub mod scenario;
pub mod span;
pub mod staff;
pub mod style;
pub mod summary;
pub mod template;
pub mod types;
pub mod workspace;
pub mod yaml;
