//! Data and its text form. No IO and no clock; reading never fails, it reports.

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
pub mod hours;
pub mod letter;
pub mod markup;
pub mod names;
pub mod offer;
pub mod period;
pub mod plural;
pub mod procedure;
pub mod record;
pub mod scenario;
pub mod span;
pub mod summary;
pub mod template;
pub mod types;
pub mod workspace;
pub mod yaml;
