//! What the paths through a procedure show.

/// One answer on a path, in the procedure's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The question, or what is read of the world.
    pub asked: String,
    /// The answer; none where it was passed.
    pub answer: Option<String>,
}

/// What no path reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreached {
    /// A step: its condition never holds there.
    Step,
    /// A step behind a `stop` that every path runs into.
    BehindStop,
    /// What an answer brings that can never be given.
    Arm {
        /// The answer.
        label: String,
    },
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswerable {
    /// It may still be passed with a reason.
    Question,
    /// It is a gate, and the case is locked.
    Gate,
    /// There is nothing to choose from; it may still be passed with a reason.
    Nothing,
    /// There is nothing to choose from, and the step cannot be passed.
    NothingForGate,
}

/// What holds always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Always {
    /// The condition of a step.
    Step,
    /// The condition under which an answer is offered.
    Arm,
    /// The check of an answer.
    Check,
}

/// Why a comparison says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// A value of one type is never equal to a value of the other.
    WithText,
    /// The same, with a number.
    WithNumber,
    /// The type has no order that means anything.
    Order,
    /// Nothing is more or less than what is not there.
    WithNone,
    /// The whole condition fails because the name has no value there, and it should not.
    OfNone {
        /// The answers that lead there.
        path: Vec<Turn>,
    },
}
