//! What the interface says of due times, of waits, and of cases that have to do with each other.

use crate::model::event::Moment;

/// One thing the interface says of time or of other cases.
#[derive(Debug, Clone, Copy)]
pub enum Matter<'a> {
    /// When the step is due.
    Due(&'a Moment),
    /// The step should have been done: when it was due.
    Overdue(&'a Moment),
    /// Behind a case in a list: the step that should have been done, and when it was due.
    MarkOverdue(&'a str, &'a Moment),
    /// Behind a case in a list: what is waited for, and since when.
    MarkReminder(&'a str, &'a Moment),
    /// Behind a case in a list: somebody has answered.
    MarkAnswered,
    /// Behind a case in a list: somebody was to be told and was not reached.
    MarkUntold,
    /// Title of the cases that come first.
    First,
    /// A value of a case: a step done late, when it was due, when it was done.
    ShowLate(&'a str, &'a Moment, Option<&'a Moment>),
    /// Enter ends the wait, a number does something meanwhile.
    EnterWaitedOrNumber,
    /// Enter leads to the answer, a number does something meanwhile.
    EnterAnswerOrNumber,
    /// The prompt of an answer that ends a wait.
    WaitAnswer,
    /// What was done meanwhile: how often, and when last.
    DoneTimes(&'a str, u32, &'a Moment),
    /// Nobody is overdue.
    NoOverdue,
    /// A remark for an answer that came too late: who, when, what.
    ReplyKept(&'a str, &'a str, &'a str),
    /// An answer has come: case, who, what.
    Replied(&'a str, &'a str, &'a str),
    /// An answer has come and cannot be used yet: case, who, what, the step that comes first.
    ReplyWaits(&'a str, &'a str, &'a str, &'a str),
    /// An answer has come that is not needed any more: case, who, what.
    ReplyNoted(&'a str, &'a str, &'a str),
    /// A file beside a case is of no use: why.
    BadAside(&'a str),
    /// A file lies beside no open case.
    StrayAside(&'a str),
    /// The answer here is kept: field, ours, theirs.
    Kept(&'a str, &'a str, &'a str),
    /// The answer was changed here, and not in the case that it came from: field, ours, theirs, that case.
    LeftThere(&'a str, &'a str, &'a str, &'a str),
    /// At a wait: one more item of a repeat, of which there are so many.
    OneMore(&'a str, usize),
    /// What the keys do at a wait for an answer.
    AnswerOrAside,
    /// A case goes on in this one: this one, the other, how it is named.
    Linked(&'a str, &'a str, &'a str),
    /// The same has come before: id, label, whether it is open.
    Twice(&'a str, &'a str, bool),
    /// Open cases that this one may be joined to.
    MayJoin,
    /// What the case on top waits for, and the case to which one may return meanwhile.
    MayReturn(&'a str, &'a str),
    /// Under it: what the keys do.
    ReturnOrStay,
    /// Behind one of them: it has the same value.
    SameValue,
    /// The prompt of that.
    JoinOrNot,
    /// The answer was left for whoever holds the case.
    AnswerLeft(&'a str),
    /// The case waits for nothing: its id.
    NotWaiting(&'a str),
    /// A value of a case: the one it goes on in.
    ShowJoined,
    /// A value of a case: those that go on in it.
    ShowLinked,
    /// One of them: when it was joined, its id, what is known of it.
    Report(&'a Moment, &'a str, &'a str),
    /// The outcome of a case that goes on in another one.
    OutcomeJoined,
}
