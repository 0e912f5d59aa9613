//! What stands on a paper checklist and in the handbook besides the words of the procedure.

/// One thing on it.
#[derive(Debug, Clone, Copy)]
pub enum Checklist<'a> {
    /// Under the title: for when there is no power.
    Subtitle,
    /// Before an empty line: the day.
    Day,
    /// Before an empty line: the time of the beginning.
    From,
    /// Before an empty line: who is at the desk.
    Dispatcher,
    /// Before what is never to be done.
    Never,
    /// Head of the column of numbers.
    Number,
    /// Head of the column of steps.
    Step,
    /// Head of the column of answers.
    Answer,
    /// Words that are said.
    Say(&'a str),
    /// A remark.
    Note(&'a str),
    /// Steps for each of some things.
    Each(&'a str),
    /// Another procedure.
    Run(&'a str),
    /// A form, so many copies.
    Print(&'a str, Option<u32>),
    /// Somebody is told: the first who is reached is enough.
    Tell(&'a str),
    /// All of these are told.
    TellAll(&'a str),
    /// Between two of whom one is enough.
    Or,
    /// The number that was asked for.
    AskedNumber,
    /// A letter: to whom, about what.
    Mail(&'a str, &'a str),
    /// Something is waited for.
    Wait(&'a str),
    /// What may be done while waiting.
    Meanwhile,
    /// The case ends with this outcome.
    End(&'a str),
    /// A condition.
    If(&'a str),
    /// The step with this number, in a condition.
    AtStep(&'a str),
    /// Of a step: it was answered, or done.
    Holds(&'a str),
    /// Of a step: it was not.
    Lacks(&'a str),
    /// At a step: somebody was told, or nobody.
    Reached(&'a str, bool),
    /// Of what the company fills in: it is there, or it is not.
    Filled(&'a str, bool),
    /// Stamped blanks of the case are with somebody, or none are.
    StampedBlanks(bool),
    /// The office is open, or closed.
    Open(bool),
    /// The case was begun in another procedure, or by itself.
    BegunElsewhere(bool),
    /// The outcome of the case, in a condition.
    Outcome,
    /// None of what was said before holds.
    Otherwise,
    /// A yes, or a no.
    Yes(bool),
    /// The case was begun in this procedure.
    BegunIn(&'a str),
    /// The case was not begun in this procedure.
    NotBegunIn(&'a str),
    /// Both hold.
    And,
    /// One holds.
    OrElse,
    /// What follows does not.
    Not,
    /// Between a step and its answer.
    Is,
    /// Between a step and what is not its answer.
    IsNot,
    /// Behind a choice: the step with which it goes on.
    GoesOnAt(&'a str),
    /// It may be passed.
    Optional,
    /// Nothing goes on without it.
    Gate,
    /// By when.
    Due(&'a str),
    /// When it was done.
    At,
    /// From when, before an empty line.
    Since,
    /// Until when, before an empty line.
    Until,
    /// Whom to call, and where.
    Contacts,
    /// At the end: it has to be entered, in which procedure.
    EnterLater(&'a str),
    /// Before an empty line: the id it got then.
    EnteredAs,
    /// The handbook: its title.
    Handbook,
    /// The edition: its hash and the day.
    Edition(&'a str, &'a str),
    /// Title of the contents.
    Contents,
    /// Title of the cards.
    Cards,
    /// Title of the working hours.
    Hours,
    /// Title of the sheet on which everybody signs.
    Acknowledgement,
    /// What they sign.
    Signing,
    /// Head of the column of names.
    Name,
    /// Head of the column of days.
    SignedOn,
    /// Head of the column of signatures.
    Signature,
    /// In the place of a value that the company has not filled in.
    NotFilledIn,
}
