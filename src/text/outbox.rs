//! What the interface says of letters that are to be sent.

use crate::model::event::Moment;
use crate::model::post::Standing;
use crate::session::{Unready, Waiting};

/// One thing the interface says of letters.
#[derive(Debug, Clone, Copy)]
pub enum Outbox<'a> {
    /// Letters wait.
    Waiting(Waiting),
    /// Letters will not go.
    Unready(&'a Unready),
    /// No letter waits.
    Empty,
    /// No letter goes by itself.
    NothingToSend,
    /// Where a letter stands, in a word or two.
    Standing(Standing),
    /// Behind a letter of a list: another one has taken its place.
    MarkReplaced(&'a str),
    /// A letter that waited is dropped: another one has taken its place.
    Replaced(&'a str),
    /// A letter may have been sent, and another one has been written in its place.
    OnItsWay(&'a str),
    /// A letter is handed over: its id and whom it goes to.
    Handing(&'a str, &'a str),
    /// It was sent.
    Sent(&'a str),
    /// It was not sent: its id and why.
    Failed(&'a str, &'a str),
    /// It was refused: its id and why.
    Refused(&'a str, &'a str),
    /// Nobody knows: its id and why.
    Unknown(&'a str, &'a str),
    /// The others are not tried: how many.
    Rest(usize),
    /// The question before a letter that may have been sent already is sent again.
    AgainUnknown(&'a str),
    /// The question before a refused letter is sent again.
    AgainRefused(&'a str),
    /// The question why a letter is not to be sent: its id and whom it was to go to.
    WhyDrop(&'a str, &'a str),
    /// It was dropped.
    Dropped(&'a str),
    /// A person has said that it was sent.
    SaidSent(&'a str),
    /// Nothing was changed.
    Kept,
    /// The file with the login may be read by others.
    Exposed(&'a str),
    /// Heads of a letter: from, to, subject, written.
    Heads(&'a str, &'a str, &'a str, &'a str),
    /// Names of the files in a letter.
    Files(&'a str),
    /// Its own file.
    File(&'a str),
    /// A line of what became of it: when, who, what.
    Mark(&'a Moment, &'a str, &'a str),
    /// What became of it: it was handed to this server.
    DidSending(&'a str),
    /// It was sent, in these words of the server; without words, somebody says so.
    DidSent(&'a str),
    /// It was dropped, for this reason.
    DidDropped(&'a str),
}
