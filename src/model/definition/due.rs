//! When a step is to be done.

use crate::model::span::Spanned;
use crate::model::types::Duration;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// When a step is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Due {
    /// So long after it became the next thing to do.
    Next(Span),
    /// So long after another step was done, wherever the case then stands.
    After {
        /// How long.
        span: Span,
        /// The step's name.
        name: Spanned<String>,
    },
    /// On the day, or at the time, that a field names.
    Field(Spanned<String>),
}

impl Due {
    /// The name that it reads.
    #[must_use]
    pub fn name(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Next(_) => None,
            Self::After { name, .. } | Self::Field(name) => Some(name),
        }
    }
}

/// A span of time, written as procedures write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub Duration);

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.word())
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Duration::read(&word).map(Self).ok_or_else(|| D::Error::custom(format!("no span of time: {word}")))
    }
}
