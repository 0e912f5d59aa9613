//! Field types: what a dispatcher types becomes a value, and a value becomes what people read.
//!
//! What [`FieldType::show`] prints, [`FieldType::read`] reads back.

mod address;
mod date;
mod date_time;
mod duration;
mod email;
mod misfit;
mod money;
mod number;
mod passport;
mod person;
mod personal_number;
mod phone;
mod sealed;
mod time;
mod unp;

pub use address::{AddressKey, address_key, house};
pub use date::{long_date, moment, short_date};
pub use duration::{Duration, Unit};
pub use misfit::{Doubt, Misfit};
pub use money::{in_words as money_in_words, kopecks};
pub use person::{initials, surname};
pub use phone::parts as phone_parts;
pub use sealed::{mask_of, seal};
pub use unp::{UnpFault, unp_fault};

use super::offer::Offer;
use super::yaml::yes_or_no;
use chrono::NaiveDateTime;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest `text`, in characters.
const LONGEST_TEXT: usize = 500;
/// The longest `long text`, in characters.
const LONGEST_LONG_TEXT: usize = 10_000;
/// What a pattern of `types.yaml` may grow to when compiled, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;

/// The types that are built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A yes or a no.
    YesNo,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Choices,
    /// A whole number.
    Integer,
    /// A number, with a fraction or without.
    Number,
    /// Belarusian roubles and kopecks.
    Money,
    /// A day.
    Date,
    /// A time of the day.
    Time,
    /// A day and a time.
    DateTime,
    /// A length of time, in minutes.
    Duration,
    /// A phone number.
    Phone,
    /// An address for mail.
    Email,
    /// A person's surname, name and patronymic.
    Person,
    /// A postal address.
    Address,
    /// Series and number of an identity document.
    Passport,
    /// The identification number of a person.
    PersonalNumber,
}

/// What order the values of a type have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    None,
    Numbers,
    Moments,
}

impl Base {
    /// All of them, with the words of the procedure language.
    pub const ALL: [(&'static str, Self); 18] = [
        ("text", Self::Text),
        ("long text", Self::LongText),
        ("yes/no", Self::YesNo),
        ("choice", Self::Choice),
        ("choices", Self::Choices),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("money", Self::Money),
        ("date", Self::Date),
        ("time", Self::Time),
        ("date and time", Self::DateTime),
        ("duration", Self::Duration),
        ("phone", Self::Phone),
        ("e-mail", Self::Email),
        ("person", Self::Person),
        ("address", Self::Address),
        ("passport", Self::Passport),
        ("personal number", Self::PersonalNumber),
    ];

    /// Types of the language that this version does not read yet.
    pub const LATER: [&'static str; 0] = [];

    /// Whether the values are numbers: whole ones, roubles, minutes.
    #[must_use]
    pub fn is_number(self) -> bool {
        self.order() == Order::Numbers
    }

    /// Whether the values have an order.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        self.order() != Order::None
    }

    fn order(self) -> Order {
        match self {
            Self::Integer | Self::Number | Self::Money | Self::Duration => Order::Numbers,
            Self::Date | Self::Time | Self::DateTime => Order::Moments,
            Self::Text
            | Self::LongText
            | Self::YesNo
            | Self::Choice
            | Self::Choices
            | Self::Phone
            | Self::Email
            | Self::Person
            | Self::Address
            | Self::Passport
            | Self::PersonalNumber => Order::None,
        }
    }

    /// The word of the procedure language.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, base)| *base == self).map_or("", |(word, _)| word)
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
        let multiline = matches!(self.base, Base::LongText | Base::Choices);
        if raw.chars().any(|c| c.is_control() && c != '\t' && !(multiline && c == '\n')) {
            return Err(Misfit::Control);
        }
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(Misfit::Empty);
        }
        let most = if multiline { LONGEST_LONG_TEXT } else { LONGEST_TEXT };
        if raw.chars().count() > most {
            return Err(Misfit::TooLong { most });
        }
        let raw = self.rule.as_ref().map_or_else(|| raw.to_owned(), |rule| rule.prepare(raw));
        let mut read = match self.base {
            Base::Text | Base::LongText => Value::String(raw.clone()).into(),
            Base::YesNo => Value::Bool(yes_or_no(&raw).ok_or(Misfit::NotYesNo)?).into(),
            Base::Choice => Value::String(self.code(&raw)?).into(),
            Base::Choices => self.codes(&raw)?.into(),
            Base::Integer => number::integer(&raw)?.into(),
            Base::Number => number::read(&raw)?.into(),
            Base::Money => money::read(&raw)?.into(),
            Base::Date => Value::String(date::read(&raw, around.now.date())?).into(),
            Base::Time => Value::String(time::read(&raw, around.now.time())?).into(),
            Base::DateTime => Value::String(date_time::read(&raw, around.now)?).into(),
            Base::Duration => duration::read(&raw)?.into(),
            Base::Phone => phone::read(&raw, around.area_code)?,
            Base::Email => email::read(&raw)?,
            Base::Person => person::read(&raw)?,
            Base::Address => address::read(&raw)?,
            Base::Passport => passport::read(&raw)?,
            Base::PersonalNumber => personal_number::read(&raw, around.now.date())?,
        };
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
        match (self.base, value) {
            (Base::Choice, Value::String(code)) => self.label(code).to_owned(),
            (Base::Choices, Value::Array(codes)) => {
                let labels: Vec<&str> = codes.iter().filter_map(Value::as_str).map(|code| self.label(code)).collect();
                labels.join(", ")
            }
            (Base::Money, Value::Number(sum)) => sum.as_f64().map_or_else(|| sum.to_string(), money::show),
            (Base::Date, Value::String(date)) => date::short_date(date).unwrap_or_else(|| date.clone()),
            (Base::DateTime, Value::String(moment)) => date_time::show(moment).unwrap_or_else(|| moment.clone()),
            (Base::Duration, Value::Number(minutes)) => {
                minutes.as_u64().map_or_else(|| show_untyped(value), duration::show)
            }
            (Base::Phone, Value::String(number)) => phone::show(number),
            _ => show_untyped(value),
        }
    }

    /// What equal values have in common however they were typed: by this, cases about the same person, phone or
    /// place are found. An address without a town is one of `town`.
    #[must_use]
    pub fn key(&self, value: &Value, town: Option<&str>) -> String {
        match (self.base, value) {
            (Base::Address, Value::String(address)) => {
                address_key(address, town).map_or_else(|| folded(address), |key| key.to_string())
            }
            (Base::Text | Base::LongText | Base::Person, Value::String(text)) => folded(text),
            // Who calls back on an extension is found by the number.
            (Base::Phone, Value::String(number)) => phone::without_extension(number).to_owned(),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// What stands for a private value where it must not be read: enough to tell two documents apart, and nothing
    /// at all of a value of any other type.
    #[must_use]
    pub fn mask(&self, value: &Value) -> String {
        let masked = match (self.base, value) {
            (Base::Passport, Value::String(number)) => passport::mask(number),
            (Base::PersonalNumber, Value::String(number)) => personal_number::mask(number),
            _ => None,
        };
        masked.unwrap_or_else(|| "•••".to_owned())
    }

    /// The label of a code, or the code.
    #[must_use]
    pub fn label<'a>(&'a self, code: &'a str) -> &'a str {
        self.choices.iter().find(|choice| choice.code == code).map_or(code, |choice| &choice.label)
    }

    fn code(&self, raw: &str) -> Result<String, Misfit> {
        let same = folded(raw);
        let found = self
            .choices
            .iter()
            .find(|choice| choice.code == raw)
            .or_else(|| self.choices.iter().find(|choice| choice.label == raw || folded(&choice.label) == same));
        found.map(|choice| choice.code.clone()).ok_or_else(|| {
            let near = super::yaml::nearest(raw, self.choices.iter().map(|choice| choice.code.as_str()));
            Misfit::NotAChoice { near }
        })
    }

    fn codes(&self, raw: &str) -> Result<Value, Misfit> {
        let mut codes = Vec::new();
        // A label may hold the comma that divides choices; lines divide them surely.
        let marks: &[char] = match self.code(raw) {
            Ok(code) => return Ok(Value::from(vec![code])),
            Err(_) if raw.contains('\n') => &['\n'],
            Err(_) => &[',', ';'],
        };
        for part in raw.split(marks).map(str::trim).filter(|part| !part.is_empty()) {
            let code = self.code(part)?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(Value::from(codes))
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
