//! Field types: what a dispatcher types becomes a value, and a value becomes what people read.
//!
//! What [`FieldType::show`] prints, [`FieldType::read`] reads back.

mod address;
mod choice;
mod choices;
mod date;
mod date_time;
mod duration;
mod email;
mod integer;
mod kind;
mod long_text;
mod misfit;
mod money;
mod number;
mod passport;
mod person;
mod personal_number;
mod phone;
mod sealed;
mod text;
mod time;
mod unp;
mod yes_no;

pub use address::{AddressKey, address_key, house};
pub use date::{MONTHS, long_date, moment, short_date};
pub use duration::{Duration, Unit};
pub use kind::{Kind, Values};
pub use misfit::{Doubt, Misfit};
pub use money::{in_words as money_in_words, kopecks};
pub use person::{initials, surname};
pub use phone::parts as phone_parts;
pub use sealed::{mask_of, seal};
pub use unp::{UnpFault, unp_fault};

use super::offer::Offer;
use chrono::NaiveDateTime;
use kind::Typed;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest `text`, in characters.
const LONGEST_TEXT: usize = 500;
/// The longest `long text`, in characters.
const LONGEST_LONG_TEXT: usize = 10_000;
/// What a pattern of `types.yaml` may grow to when compiled, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $file:ident;)*) => {
        /// The types that are built in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Base {
            $($(#[$doc])* $name,)*
        }

        impl Base {
            /// All of them, as they are listed for people.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What the type is.
            #[must_use]
            pub fn kind(self) -> &'static Kind {
                match self { $(Self::$name => &$file::TYPE,)* }
            }
        }
    };
}

types! {
    /// One line.
    Text = text;
    /// Several lines.
    LongText = long_text;
    /// A yes or a no.
    YesNo = yes_no;
    /// One of the choices.
    Choice = choice;
    /// Any of the choices.
    Choices = choices;
    /// A whole number.
    Integer = integer;
    /// A number, with a fraction or without.
    Number = number;
    /// Belarusian roubles and kopecks.
    Money = money;
    /// A day.
    Date = date;
    /// A time of the day.
    Time = time;
    /// A day and a time.
    DateTime = date_time;
    /// A length of time, in minutes.
    Duration = duration;
    /// A phone number.
    Phone = phone;
    /// An address for mail.
    Email = email;
    /// A person's surname, name and patronymic.
    Person = person;
    /// A postal address.
    Address = address;
    /// Series and number of an identity document.
    Passport = passport;
    /// The identification number of a person.
    PersonalNumber = personal_number;
}

impl Base {
    /// The type that a word of the procedure language means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|base| base.word() == word)
    }

    /// The words of all of them.
    #[must_use]
    pub fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|base| base.word()).collect()
    }

    /// The word of the procedure language.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.kind().word
    }

    /// Whether the values are codes of choices.
    #[must_use]
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }

    /// Whether the values are numbers: whole ones, roubles, minutes.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self.kind().values, Values::Numbers { .. })
    }

    /// Whether the values have an order.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        !matches!(self.kind().values, Values::Words)
    }
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// What expressions compare with.
    pub code: String,
    /// What people read.
    pub label: String,
}

/// A type of `types.yaml`: a base with a rule of the company's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What people call it.
    pub title: String,
    /// A regular expression over the whole value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Characters that are thrown away before anything is looked at.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub strip: String,
    /// Whether letters become capitals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upper: bool,
    /// A value that fits.
    pub example: String,
    /// What to say when the pattern does not fit.
    pub error: String,
    /// Said instead of `error`, as a doubt that may be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<String>,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldType {
    /// The built-in type under it.
    pub base: Base,
    /// Of a `choice` or `choices`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Label>,
    /// The company's rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Where the choices come from that the procedure does not name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Box<Offer>>,
}

/// What reading a value may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The moment of the answer, in the workspace's offset.
    pub now: NaiveDateTime,
    /// The company's own area code for short numbers.
    pub area_code: Option<&'a str>,
}

impl Around<'_> {
    /// Of values that stand in a file and depend on no day.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { now: NaiveDateTime::default(), area_code: None }
    }
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The value.
    pub value: Value,
    /// What may be wrong with it and may be accepted.
    pub doubts: Vec<Doubt>,
}

impl From<Value> for Read {
    fn from(value: Value) -> Self {
        Self { value, doubts: Vec::new() }
    }
}

impl FieldType {
    /// A built-in type without choices.
    #[must_use]
    pub fn plain(base: Base) -> Self {
        Self { base, choices: Vec::new(), rule: None, offer: None }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// Why it is not a value of this type.
    pub fn read(&self, raw: &str, around: Around<'_>) -> Result<Read, Misfit> {
        let kind = self.base.kind();
        if raw.chars().any(|c| c.is_control() && c != '\t' && !(kind.long && c == '\n')) {
            return Err(Misfit::Control);
        }
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(Misfit::Empty);
        }
        let most = if kind.long { LONGEST_LONG_TEXT } else { LONGEST_TEXT };
        if raw.chars().count() > most {
            return Err(Misfit::TooLong { most });
        }
        let raw = self.rule.as_ref().map_or_else(|| raw.to_owned(), |rule| rule.prepare(raw));
        let mut read = (kind.read)(&Typed { raw: &raw, around, choices: &self.choices })?;
        if let Some(rule) = &self.rule {
            read.doubts.extend(rule.judge(&raw)?);
        }
        Ok(read)
    }

    /// The text that people read. Of a value that does not fit the type, its plain text.
    #[must_use]
    pub fn show(&self, value: &Value) -> String {
        if let Some(mask) = mask_of(value) {
            return mask.to_owned();
        }
        (self.base.kind().show)(value, self).unwrap_or_else(|| show_untyped(value))
    }

    /// What equal values have in common however they were typed: by this, cases about the same person, phone or
    /// place are found. An address without a town is one of `town`.
    #[must_use]
    pub fn key(&self, value: &Value, town: Option<&str>) -> String {
        match value {
            Value::String(text) => (self.base.kind().key)(text, town),
            other => other.to_string(),
        }
    }

    /// What stands for a private value where it must not be read: enough to tell two documents apart, and nothing
    /// at all of a value of any other type.
    #[must_use]
    pub fn mask(&self, value: &Value) -> String {
        value.as_str().and_then(self.base.kind().mask).unwrap_or_else(|| "•••".to_owned())
    }

    /// What a computed value is kept as: a sum to the kopeck.
    #[must_use]
    pub fn computed(&self, value: Value) -> Value {
        (self.base.kind().computed)(value)
    }

    /// The label of a code, or the code.
    #[must_use]
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.choices.iter().find(|choice| choice.code == code).map_or(code, |choice| &choice.label)
    }
}

impl Rule {
    fn prepare(&self, raw: &str) -> String {
        let kept: String = raw.chars().filter(|c| !self.strip.contains(*c)).collect();
        if self.upper { kept.to_uppercase() } else { kept }
    }

    fn judge(&self, value: &str) -> Result<Option<Doubt>, Misfit> {
        let fits = match &self.pattern {
            Some(pattern) => compile_pattern(pattern).is_ok_and(|pattern| pattern.is_match(value)),
            None => true,
        };
        match (fits, &self.warn) {
            (true, _) => Ok(None),
            (false, Some(words)) => Ok(Some(Doubt::Company(words.clone()))),
            (false, None) => Err(Misfit::Pattern { error: self.error.clone(), example: self.example.clone() }),
        }
    }
}

/// A pattern of `types.yaml`, over the whole value.
///
/// # Errors
/// The regular expression's fault, in English, in one line.
pub fn compile_pattern(pattern: &str) -> Result<Regex, String> {
    let whole = format!("^(?:{pattern})$");
    regex::RegexBuilder::new(&whole).size_limit(LARGEST_PATTERN).build().map_err(|error| match error {
        regex::Error::Syntax(text) => text.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned(),
        other => other.to_string(),
    })
}

/// A text in which only what is said counts: small letters, `е` for `ё`, single spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е")
}

/// How a value of no known type reads: a whole number without a point, yes and no in Russian.
#[must_use]
pub fn show_untyped(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "да".to_owned(),
        Value::Bool(false) => "нет".to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            // Never with an exponent, which nobody reads.
            Some(float) if number.is_f64() => float.to_string().replace('.', ","),
            _ => number.to_string(),
        },
        Value::String(text) => date::shown_moment(text).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter().map(show_untyped).collect::<Vec<_>>().join(", "),
        Value::Object(_) => serde_json::to_string(value).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
