//! What a built-in type is: all that the rest of the program asks of it, in one table. Each type fills it in in a file
//! of its own, as far as it differs from a text.

use super::{Around, FieldType, Label, Misfit, Read};
use serde_json::Value;

/// A built-in type.
#[derive(Debug)]
pub struct Kind {
    /// The word of the procedure language.
    pub word: &'static str,
    /// Spellings that it reads, the most usual first: shown as examples, tried by checks, played by tests.
    pub samples: &'static [&'static str],
    /// What its values are among each other.
    pub values: Values,
    /// Whether summaries add its values up.
    pub adds_up: bool,
    /// Whether it tells who somebody is, or where to find them.
    pub personal: bool,
    /// The length of a line that is filled in by hand, in millimetres.
    pub line: f64,
    /// Whether it may have several lines, and many characters.
    pub(super) long: bool,
    pub(super) read: fn(&Typed<'_>) -> Result<Read, Misfit>,
    /// The text that people read, where it is not the plain text of the value.
    pub(super) show: fn(&Value, &FieldType) -> Option<String>,
    /// What equal values have in common, in the company's town.
    pub(super) key: fn(&str, Option<&str>) -> String,
    /// What may be seen of a private value.
    pub(super) mask: fn(&str) -> Option<String>,
    /// What a computed value is kept as.
    pub(super) computed: fn(Value) -> Value,
}

/// What the values of a type are among each other.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// Words or codes, of which none is more than another.
    Words,
    /// Numbers.
    Numbers {
        /// Into how many parts one is divided, kopecks of a rouble; none where there is always one between two.
        parts: Option<u32>,
    },
    /// Days and times, in an order of their texts.
    Moments {
        /// Those right before and right behind one.
        near: fn(&str) -> Vec<String>,
    },
}

/// What was typed, without space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) raw: &'a str,
    pub(super) around: Around<'a>,
    pub(super) choices: &'a [Label],
}

impl Kind {
    /// One line of any words.
    pub(super) const TEXT: Self = Self {
        word: "text",
        samples: &["слово", "два слова"],
        values: Values::Words,
        adds_up: false,
        personal: false,
        line: 60.0,
        long: false,
        read: |typed| Ok(Value::from(typed.raw).into()),
        show: |_, _| None,
        key: |text, _| text.to_owned(),
        mask: |_| None,
        computed: |value| value,
    };

    /// A spelling that it reads, if it reads any without knowing the choices.
    #[must_use]
    pub fn example(&self) -> Option<&'static str> {
        self.samples.first().copied()
    }
}
