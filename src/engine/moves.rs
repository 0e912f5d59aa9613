//! What may be wanted of a case, and why it may be refused.

use super::judge::Concern;
use crate::model::attachment::{Attachment, FileKind};
use crate::model::event::{Came, Handed, Numbered, Printed, Queued, Way};
use crate::model::style::Fault;
use crate::model::types::Misfit;
use serde_json::Value;
use std::collections::BTreeMap;

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
    /// A repeat gets one more item.
    More {
        /// The repeat.
        step: String,
    },
    /// An item is taken out of its repeat.
    Drop {
        /// The item: `inspectors.2`.
        item: String,
        /// Why; an item in which nothing was answered needs no reason.
        reason: Option<String>,
    },
    /// A repeat has all its items.
    Enough {
        /// The repeat.
        step: String,
        /// Whether its doubts are accepted.
        accept: bool,
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
    /// A document was handed to a printer.
    Handed(Handed),
    /// Somebody is told, or was to be.
    Try {
        /// The step.
        step: String,
        /// The attempt.
        attempt: Attempt,
    },
    /// Files are to be copied to the case.
    Attach {
        /// The step.
        step: String,
        /// What they are, and where they will lie.
        files: Vec<Attachment>,
    },
    /// Files lie in their places.
    Copied {
        /// The step.
        step: String,
    },
    /// A letter lies among those to send.
    Queued(Box<Queued>),
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
        /// What its values answer here: fields with values.
        took: BTreeMap<String, Value>,
    },
    /// What has become stale stays as it is.
    Leave {
        /// The step.
        step: String,
        /// Why.
        reason: String,
    },
    /// A wait is ended by whoever answered elsewhere.
    Reply {
        /// The step.
        step: String,
        /// As typed; none where the wait has no field.
        raw: Option<String>,
        /// Who answered.
        from: String,
    },
    /// The case goes on in another one, and is closed.
    Join {
        /// The other case's id.
        case: String,
    },
    /// Another case goes on in this one.
    Link {
        /// The other case's id.
        case: String,
        /// How it is named.
        label: String,
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
    /// The desk goes on with a case that another one holds; with its own, nothing happens.
    Take,
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

/// An attempt to tell somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The contact's id, or the name of the field with the number.
    pub who: String,
    /// How.
    pub how: Way,
    /// What came of it.
    pub came: Came,
    /// Why they are told again, when what they had been told has changed since.
    pub reason: Option<String>,
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
    /// What the style of the answer is against, and what it doubts.
    Style(Vec<Fault>),
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
    /// The case cannot go on in that one.
    CannotJoin,
    /// The repeat cannot have fewer items.
    TooFew {
        /// The repeat.
        step: String,
        /// The smallest number.
        min: u32,
    },
    /// The repeat cannot have more items.
    TooMany {
        /// The repeat.
        step: String,
        /// The greatest number.
        max: u32,
    },
    /// The step tells others.
    NotToBeTold {
        /// The step.
        step: String,
        /// Who was named.
        who: String,
    },
    /// The step takes other files.
    NotAccepted {
        /// The file's name.
        name: String,
        /// What it takes.
        accept: Vec<FileKind>,
    },
    /// These files are attached already.
    AttachedAlready {
        /// The step.
        step: String,
    },
    /// There is no room for so many files.
    TooManyFiles {
        /// How many there is room for.
        most: usize,
    },
    /// The moment told lies ahead.
    WrongMoment,
    /// The case is over.
    Over,
}
