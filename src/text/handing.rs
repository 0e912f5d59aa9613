//! What the interface says of cases that go from desk to desk, of procedures that change under them, and of text that
//! was half typed.

use crate::model::event::Moment;

/// One thing of that.
#[derive(Debug, Clone, Copy)]
pub enum Handing<'a> {
    /// Another desk holds the case: its number, the desk, who, and when something happened in it last.
    Elsewhere(&'a str, &'a str, &'a str, &'a Moment),
    /// The same, and what it means to take it: number, title, desk, who, when.
    TakeAsk(&'a str, &'a str, &'a str, &'a str, &'a Moment),
    /// Yes, it is taken.
    TakeYes,
    /// Behind a case in a list: the desk that has taken it.
    AtDesk(&'a str),
    /// Another desk has taken the case: who, at which desk; both empty when it is closed by now.
    Taken(&'a str, &'a str),
    /// What was typed last is kept for whoever goes on.
    TypedKept,
    /// What was typed last could not be kept: the words.
    TypedLost(&'a str),
    /// The procedure has been changed since: the case's number.
    Outdated(&'a str),
    /// The case runs under today's procedure already.
    UpToDate,
    /// What comes of the case under today's procedure: its title.
    UpdateHead(&'a str),
    /// A step that is new.
    Added(&'a str),
    /// A step that is gone.
    Gone(&'a str),
    /// A step that was reworded or works otherwise.
    Changed(&'a str),
    /// A step whose answer does not fit: the step, and the answer, if it may be shown.
    Struck(&'a str, Option<&'a str>),
    /// A step that was done and is to be done again.
    OpenAgain(&'a str),
    /// Nothing of the steps is another; only what stands around them.
    NoStepChanges,
    /// The step that is next then.
    NextThen(&'a str),
    /// Nothing is left to be done then.
    EndThen,
    /// Is it to be done?
    UpdateAsk,
    /// Yes, the case is moved.
    UpdateYes,
    /// It is done.
    Updated,
    /// Menu: go on under today's procedure.
    MenuUpdate,
    /// No, everything stays.
    No,
    /// A text was half typed: the text, who, when.
    HalfTyped(&'a str, &'a str, &'a Moment),
    /// A private one: how many characters, who, when.
    HalfTypedPrivate(usize, &'a str, &'a Moment),
    /// Enter goes on with it, 0 takes it away.
    HalfTypedKeys,
    /// The same of a remark.
    HalfTypedRemarkKeys,
    /// The text goes on from here.
    TypeOn,
    /// How a long text gets several lines.
    SeveralLines,
}
