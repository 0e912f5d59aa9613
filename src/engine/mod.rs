//! Pure decisions: what a case is after its events, what may be done with it, which events follow.
//!
//! Nothing here reads a file or a clock. A case is made of its definition and its events alone;
//! what else a decision may depend on comes in as an [`Outside`] and leaves its trace in the event.

mod act;
mod case;
mod contact;
mod correction;
mod dues;
mod effects;
mod items;
mod items_act;
mod judge;
mod meanwhile;
mod moves;
mod offers;
mod order;
mod outline;
mod outside;
mod papers;
mod style;
mod tally;
mod update;

pub use case::{Case, Fact, Life, Settled};
pub use contact::Callee;
pub use dues::Missed;
pub use items::Item;
pub use judge::{Answer, Concern};
pub use moves::{Attempt, Move, Refusal};
pub(crate) use outline::chosen;
pub use outline::{Outline, Row, State};
pub use outside::Outside;
pub use papers::Paper;
pub use tally::{Counter, Facts, Group, Tally, nothing_known};
pub use update::Update;

#[cfg(test)]
mod tests;
