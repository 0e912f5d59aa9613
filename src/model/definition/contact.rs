//! Steps that reach people and files: who is told, what is attached, what is mailed.

use super::is_false;
use crate::model::attachment::FileKind;
use crate::model::span::Spanned;
use crate::model::template::Template;
use serde::{Deserialize, Serialize};

/// Somebody is told something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// Ids of contacts in the order in which they are tried, or the name of a field with a phone number.
    pub whom: Vec<Spanned<String>>,
    /// What to read out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Template>,
    /// Whether all of them are to be told; otherwise one is enough.
    #[serde(default, skip_serializing_if = "is_false")]
    pub all: bool,
    /// After how many minutes without having reached one the next comes forward; by the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalate: Option<u32>,
}

impl Notify {
    /// Whom it tells: ids, or the name of a field.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.whom.iter().map(|id| id.value.as_str()).collect()
    }
}

/// Files are put to the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    /// What is wanted.
    pub prompt: Template,
    /// What will do; anything that is known when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<FileKind>,
    /// How many at least; one when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// Whether they may come from the scanner at the desk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scan: bool,
    /// How many at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl Attach {
    /// How many files are enough.
    #[must_use]
    pub fn enough(&self) -> usize {
        self.min.map_or(1, |min| usize::try_from(min).unwrap_or(usize::MAX))
    }

    /// How many files there is room for.
    #[must_use]
    pub fn room(&self) -> usize {
        self.max.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX))
    }
}

/// A letter is written and put among those to send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The id of a contact, or the name of a field with an address.
    pub to: Spanned<String>,
    /// Its subject.
    pub subject: Template,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Template>,
    /// Names of steps whose files go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Spanned<String>>,
    /// Forms that are printed into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Spanned<String>>,
}

impl Mail {
    /// Subject and text.
    pub fn texts(&self) -> impl Iterator<Item = &Template> {
        std::iter::once(&self.subject).chain(&self.text)
    }
}
