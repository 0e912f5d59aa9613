//! What happened in a case, and the lines in which it is kept.
//!
//! A line is `- ` and one JSON object (JSON is YAML) that ends with a checksum of all before it. The
//! lines of an open case's journal and of a record's log are the same.

mod line;
mod moved;
mod outward;

pub use line::{BadLine, escaped, line_of, read_line};
pub use moved::{Taken, Updated, definition_hash, holder};
pub use outward::{Attached, Came, Handed, Numbered, Printed, Queued, Tried, Way};

use super::attachment::Attachment;
use super::types::Label;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A moment, in the workspace's offset.
pub type Moment = DateTime<FixedOffset>;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Its number in the case, from 1.
    pub n: u32,
    /// When it was written down.
    pub at: Moment,
    /// When it happened, if that was earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Moment>,
    /// At which desk.
    pub desk: String,
    /// Who was at the desk.
    pub by: String,
    /// What outside gave: paths with the values that were new to the case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub saw: BTreeMap<String, Value>,
    /// When steps are due now, by their ids; none for those that have no longer a due time. Worked out once, with the
    /// hours of that day: a promise stays what it was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub due: BTreeMap<String, Option<Moment>>,
    /// What happened.
    pub did: Did,
}

/// The kinds of events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Did {
    /// The case was opened.
    Opened(Opened),
    /// A field got a value; again, when it is changed.
    Answered(Answered),
    /// A step was confirmed.
    Done(At),
    /// A confirmed step was taken back.
    Undone(At),
    /// A step was passed.
    Skipped(Because),
    /// An item was added to a repeat; its end is open again.
    More(More),
    /// An item was taken out of a repeat; its end is open again.
    Drop(Because),
    /// A repeat has all its items.
    Enough(Enough),
    /// An effect begins: it is carried out or finished at the next start.
    Begun(Begun),
    /// A dispatcher has acknowledged an edition of the handbook; in the register of that alone.
    Acknowledged(Acknowledged),
    /// A number was taken; also the line of the register of numbers.
    Numbered(Numbered),
    /// A document lies in its place.
    Printed(Printed),
    /// A document was handed to a printer.
    Handed(Handed),
    /// Somebody was to be told: whether that came off.
    Tried(Tried),
    /// Files lie in their places.
    Attached(Attached),
    /// A letter lies among those to send.
    Queued(Queued),
    /// An effect could not be carried out; nothing has come of it.
    Failed(Because),
    /// A case was opened on top by a `run`.
    Started(Started),
    /// The case on top was left.
    Returned(Returned),
    /// A `wait` began.
    Waiting(At),
    /// A `wait` was ended.
    Ended(Answered),
    /// A remark.
    Noted(Noted),
    /// What had become stale was kept as it was.
    Left(Because),
    /// The case was put aside.
    Parked(Noted),
    /// The case was taken up again.
    Resumed(Nothing),
    /// Another desk goes on with the case.
    Taken(Taken),
    /// The case goes on under another definition.
    Updated(Updated),
    /// The case goes on in another one.
    Joined(Joined),
    /// Another case goes on in this one.
    Linked(Linked),
    /// The end was decided.
    Closing(Closing),
    /// The record was written.
    Closed(Nothing),
}

/// An event without anything more to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct At {
    /// Its id.
    pub step: String,
}

/// A step and a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// Its id.
    pub step: String,
    /// Why; none for an optional step passed with Enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One more item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    /// The repeat.
    pub step: String,
    /// The item's number, which it keeps for good.
    pub item: u32,
}

/// The end of a repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enough {
    /// The repeat.
    pub step: String,
    /// The doubts that were accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    /// Its words.
    pub text: String,
}

/// The beginning of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The format of the journal.
    pub format: u32,
    /// The procedure's id.
    pub procedure: String,
    /// The definition's hash.
    pub definition: String,
    /// The case that runs this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Answers that the parent gives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, Value>,
    /// Answers that the parent pre-types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub suggest: BTreeMap<String, Value>,
}

/// Where a case was run from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// The parent's id.
    pub case: String,
    /// The parent's procedure.
    pub procedure: String,
    /// Its step.
    pub step: String,
    /// How often that step had begun, from 1.
    pub count: u32,
    /// The case that the same step had run before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The step.
    pub step: String,
    /// The value; none for a wait ended by hand.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub value: Value,
    /// What people read in its place, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What was chosen of data that may change, with its labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<Label>,
    /// The doubts that were accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
    /// Why it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it came from, if nobody at the desk typed it: `parent`, the id of a case that was run, or whoever
    /// answered elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// The beginning of an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// The step.
    pub step: String,
    /// How often it has begun, from 1.
    pub count: u32,
    /// Why it is done again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The files that are to be copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attachment>,
}

/// An edition of the handbook was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    /// The edition's hash.
    pub edition: String,
}

/// A case on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Started {
    /// The step.
    pub step: String,
    /// The id of the case.
    pub case: String,
}

/// The end of a case on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// The step.
    pub step: String,
    /// The id of the case.
    pub case: String,
    /// Its outcome; none when it was put aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// What its values answer here: fields with values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub took: BTreeMap<String, Value>,
}

/// A case that goes on in another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joined {
    /// The other case's id.
    pub case: String,
}

/// A case that another one was joined to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The other case's id.
    pub case: String,
    /// How it was named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// The end of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The outcome's code: of a `stop`, `done` without one, `cut` when ended early.
    pub outcome: String,
    /// Its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Why it was ended early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The outcome of a case that had no `stop`.
pub const DONE: &str = "done";
/// The outcome of a case that goes on in another one.
pub const JOINED: &str = "joined";
/// The outcome of a case that was ended early.
pub const CUT: &str = "cut";

impl Event {
    /// When it happened.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.was.unwrap_or(self.at)
    }
}

#[cfg(test)]
mod tests;
