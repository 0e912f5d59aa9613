//! Half-typed text, kept apart from the case until its step is settled.

use super::Session;
use super::work::Held;
use crate::model::event::{Did, Event, Moment};
use crate::store::{Draft, Store};

/// The half-typed texts of one case, for whoever asks the questions.
#[derive(Debug, Clone)]
pub struct Drafts {
    store: Store,
    case: String,
    desk: String,
    by: String,
    at: Moment,
}

impl Session {
    /// The half-typed texts of the case on top.
    #[must_use]
    pub fn drafts(&self) -> Option<Drafts> {
        let case = self.top()?.id.clone();
        let (desk, by) = (self.seat.desk.clone(), self.seat.by.clone());
        Some(Drafts { store: self.store.clone(), case, desk, by, at: self.clock.now() })
    }
}

impl Drafts {
    /// The case.
    #[must_use]
    pub fn case(&self) -> &str {
        &self.case
    }

    /// The newest text that was typed for a step and is not in the case.
    #[must_use]
    pub fn of(&self, step: &str) -> Option<Draft> {
        self.store.drafts(&self.case).into_iter().rev().find(|draft| draft.step == step)
    }

    /// Keeps a text that was typed to its end. Says whether it is kept.
    #[must_use]
    pub fn keep_whole(&self, step: &str, text: &str) -> bool {
        self.store.keep_draft(&self.case, Draft { whole: true, ..self.begun(step, text) })
    }

    /// Keeps the beginning of a text. Says whether it is kept.
    #[must_use]
    pub fn keep_begun(&self, step: &str, text: &str) -> bool {
        self.store.keep_draft(&self.case, self.begun(step, text))
    }

    fn begun(&self, step: &str, text: &str) -> Draft {
        let (desk, by) = (self.desk.clone(), self.by.clone());
        Draft { step: step.to_owned(), text: text.to_owned(), whole: false, desk, by, at: self.at }
    }

    /// Takes the texts for a step away.
    pub fn drop(&self, step: &str) {
        self.store.drop_drafts(&self.case, |draft| draft.step == step);
    }
}

/// What was half typed for a step that is settled now is of no use any more; of a case that is over, nothing is.
pub(super) fn forget(store: &Store, held: &Held, events: &[Event]) {
    for event in events {
        match &event.did {
            Did::Answered(answered) | Did::Ended(answered) => {
                store.drop_drafts(&held.case.id, |draft| draft.step == answered.step);
            }
            Did::Skipped(because) => store.drop_drafts(&held.case.id, |draft| draft.step == because.step),
            Did::Closing(_) => store.drop_drafts(&held.case.id, |_| true),
            _ => {}
        }
    }
}
