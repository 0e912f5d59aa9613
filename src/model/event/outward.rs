//! What was done outside of a case: people told, files taken in, letters and papers made.

use crate::model::attachment::Attachment;
use serde::{Deserialize, Serialize};

/// How somebody was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// By telephone.
    Call,
    /// Face to face.
    InPerson,
    /// By a message.
    Message,
    /// By mail.
    Mail,
}

impl Way {
    /// All of them, with their words in scenarios.
    pub const ALL: [(&'static str, Self); 4] =
        [("call", Self::Call), ("in person", Self::InPerson), ("message", Self::Message), ("mail", Self::Mail)];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, way)| *way == self).map_or("", |(word, _)| word)
    }
}

/// What came of telling somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// They know.
    Reached,
    /// Nobody answers.
    NoAnswer,
    /// The line is busy.
    Busy,
    /// Somebody else, or a machine, was asked to pass it on.
    LeftWord,
}

impl Came {
    /// All of them, with their words in scenarios.
    pub const ALL: [(&'static str, Self); 4] = [
        ("reached", Self::Reached),
        ("no answer", Self::NoAnswer),
        ("busy", Self::Busy),
        ("left word", Self::LeftWord),
    ];

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, came)| *came == self).map_or("", |(word, _)| word)
    }
}

/// An attempt to tell somebody. Of a contact only id, title and name stand here, never a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// The step.
    pub step: String,
    /// The contact's id, or the name of the field with the number.
    pub who: String,
    /// The contact's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The contact's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How.
    pub how: Way,
    /// What came of it.
    pub came: Came,
    /// The words, as they stood there to be read out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why they are told again, when what they had been told has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Files in their places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// The step.
    pub step: String,
    /// How often the step had begun.
    pub count: u32,
    /// The files.
    pub files: Vec<Attachment>,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Queued {
    /// The step.
    pub step: String,
    /// How often the step had begun.
    pub count: u32,
    /// The contact's id, or the name of the field with the address.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its file, below `records`.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// The names of the case that the forms in it show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
}

/// A number of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbered {
    /// The case; said in the register alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The step that takes it.
    pub step: String,
    /// The series.
    pub series: String,
    /// Which of the series it is, from 1.
    pub n: u32,
    /// As it is written.
    pub number: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// The step.
    pub step: String,
    /// How often the step had begun.
    pub count: u32,
    /// The form.
    pub form: String,
    /// Its file, below `records`.
    pub file: String,
    /// SHA-256 of the file, in hex.
    pub hash: String,
    /// How many copies.
    pub copies: u32,
    /// Its number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The names of the case that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
}

/// A document on its way to paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// The step.
    pub step: String,
    /// How often the step had begun when the document was made.
    pub count: u32,
    /// How many copies were ordered; none where it was only opened to be printed from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
}
