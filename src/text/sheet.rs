//! What stands on the sheet of a case besides the words of its procedure and its answers.

/// One thing on it.
#[derive(Debug, Clone, Copy)]
pub enum OnSheet<'a> {
    /// Under the title: the case's id.
    Case(&'a str),
    /// A value of the case: how it is named.
    Label,
    /// A value of the case: where it stands.
    Standing,
    /// Head of the column of steps.
    Step,
    /// Head of the column of what came of them.
    Came,
    /// Head of the column of moments.
    When,
    /// Title of the steps.
    Course,
    /// Title of the steps behind a group.
    Later,
    /// Title of the steps of a group behind what stands in it.
    Again(&'a str),
    /// Title of what missed its due time.
    Late,
    /// Title of what was put right.
    Corrections,
    /// Title of what was done for steps that are not in the case any more.
    Outside,
    /// It was said.
    Said,
    /// It was done, so many times.
    Done(u32),
    /// The wait is over.
    Waited,
    /// It is still to be done.
    NotYet,
    /// It was not done before the case was closed.
    NotDone,
    /// It was passed, and why.
    Passed(Option<&'a str>),
    /// A list without items.
    Nothing,
    /// What it has used has changed since.
    Stale,
    /// Behind an answer that was put right: the one there was.
    Was(Option<&'a str>),
    /// A paper: its number and the copies.
    Paper(Option<&'a str>, u32),
    /// A paper was handed to a printer: how many copies; none where it was only opened.
    Handed(Option<u32>),
    /// Behind a paper that does not count any more.
    PaperVoid,
    /// A number that was taken, and nothing was printed.
    NumberTaken(&'a str),
    /// Behind an attempt that does not count any more.
    AttemptVoid,
    /// A letter was written.
    Letter,
    /// A case that was run: its id and outcome; none when it is not finished.
    Ran(&'a str, Option<&'a str>),
    /// Behind it: the case it was run again in the place of.
    InPlaceOf(&'a str),
    /// In the place of a number of the staff.
    NumberHidden,
}
