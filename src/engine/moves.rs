//! What may be wanted of a case, and why it may be refused.

use super::judge::Concern;
use crate::model::event::{Numbered, Printed};
use crate::model::types::Misfit;

/// Something that is to happen in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// A field gets a value, for the first time or again; also ends a wait that has a field.
    Answer {
        /// The step.
        step: String,
        /// As typed.
        raw: String,
        /// Whether its doubts are accepted.
        accept: bool,
        /// Why it is changed.
        reason: Option<String>,
    },
    /// A step is confirmed; also ends a wait that has no field.
    Done {
        /// The step.
        step: String,
    },
    /// A confirmed step is taken back.
    Undo {
        /// The step.
        step: String,
    },
    /// A step is passed.
    Skip {
        /// The step.
        step: String,
        /// Why; an optional step needs no reason.
        reason: Option<String>,
    },
    /// An effect begins: a procedure is opened on top, a form is put on paper. Again, with a reason, when it
    /// had become stale.
    Begin {
        /// The step.
        step: String,
        /// Why again.
        reason: Option<String>,
    },
    /// The case on top was opened.
    Started {
        /// The step.
        step: String,
        /// The case's id.
        case: String,
    },
    /// A document got its number.
    Numbered(Numbered),
    /// A document lies in its place.
    Printed(Box<Printed>),
    /// What had begun could not be carried out.
    Failed {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// The case on top was left.
    Returned {
        /// The step.
        step: String,
        /// The case's id.
        case: String,
        /// Its outcome, if it was closed.
        outcome: Option<String>,
    },
    /// What has become stale stays as it is.
    Leave {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// A remark.
    Note {
        /// Its words.
        text: String,
    },
    /// The case is put aside.
    Park {
        /// A word for who takes it up.
        text: String,
    },
    /// The case is taken up again.
    Resume,
    /// The case ends with a `stop`, or, where the procedure has none, as done.
    Stop {
        /// The step.
        step: Option<String>,
    },
    /// The case ends early.
    Cut {
        /// Why.
        reason: String,
    },
}

/// Why a move is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such step.
    NoSuchStep {
        /// The id.
        step: String,
    },
    /// The step is not in the plan.
    Out {
        /// The step.
        step: String,
    },
    /// It is not known yet whether the step is in the plan.
    Maybe {
        /// The step.
        step: String,
        /// What has to be answered first.
        by: String,
    },
    /// Something else comes first.
    Blocked {
        /// The step.
        step: String,
        /// What comes first.
        by: String,
    },
    /// The step is of a kind with which this cannot be done.
    WrongKind {
        /// The step.
        step: String,
    },
    /// The step is settled already.
    Settled {
        /// The step.
        step: String,
    },
    /// A gate, or a step that ends a case, cannot be passed.
    CannotBeSkipped {
        /// The step.
        step: String,
    },
    /// A reason is needed.
    ReasonNeeded {
        /// The step; empty for the case as a whole.
        step: String,
    },
    /// What was typed is not a value of the field's type.
    Misfit(Misfit),
    /// A check of the procedure.
    Check {
        /// Its words.
        words: String,
        /// The step whose check it is.
        of: String,
    },
    /// Doubts that have to be accepted first.
    Doubtful(Vec<Concern>),
    /// The document is not printed yet, or shows what has been changed since.
    NotPrinted {
        /// The step.
        step: String,
    },
    /// The moment told lies ahead.
    WrongMoment,
    /// The case is over.
    Over,
}
