//! Field types: what a dispatcher types becomes a value, and a value becomes what people read.
//!
//! What [`FieldType::show`] prints, [`FieldType::read`] reads back.

mod address;
mod date;
mod money;
mod passport;
mod person;
mod personal_number;
mod phone;
mod sealed;

pub use date::{long_date, moment, short_date};
pub use money::{in_words as money_in_words, kopecks};
pub use person::{initials, surname};
pub use sealed::{mask_of, seal};

use super::yaml::yes_or_no;
use chrono::NaiveDate;
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
    /// Belarusian roubles and kopecks.
    Money,
    /// A day.
    Date,
    /// A phone number.
    Phone,
    /// A person's surname, name and patronymic.
    Person,
    /// A postal address.
    Address,
    /// Series and number of an identity document.
    Passport,
    /// The identification number of a person.
    PersonalNumber,
}

impl Base {
    /// All of them, with the words of the procedure language.
    pub const ALL: [(&'static str, Self); 13] = [
        ("text", Self::Text),
        ("long text", Self::LongText),
        ("yes/no", Self::YesNo),
        ("choice", Self::Choice),
        ("choices", Self::Choices),
        ("integer", Self::Integer),
        ("money", Self::Money),
        ("date", Self::Date),
        ("phone", Self::Phone),
        ("person", Self::Person),
        ("address", Self::Address),
        ("passport", Self::Passport),
        ("personal number", Self::PersonalNumber),
    ];

    /// Types of the language that this version does not read yet.
    pub const LATER: [&'static str; 5] = ["number", "time", "date and time", "duration", "e-mail"];

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
}

/// What reading a value may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The day of the answer.
    pub today: NaiveDate,
    /// The company's own area code for short numbers.
    pub area_code: Option<&'a str>,
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

/// Why a text is not a value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// Nothing was typed.
    Empty,
    /// A control character.
    Control,
    /// More characters than the type holds.
    TooLong {
        /// How many it holds.
        most: usize,
    },
    /// Neither yes nor no.
    NotYesNo,
    /// None of the choices.
    NotAChoice {
        /// The one that may have been meant.
        near: Option<String>,
    },
    /// Not a whole number.
    NotInteger,
    /// Not a sum of money.
    NotMoney,
    /// Not a date.
    NotADate,
    /// A day that the calendar does not have.
    NoSuchDay,
    /// Not a phone number.
    NotAPhone,
    /// `8 29 …`: the 0 behind the 8 is missing.
    PhoneWithoutZero {
        /// The number that was likely meant.
        meant: String,
    },
    /// A number without a code, and the company's own code is not known or does not fit.
    PhoneWithoutCode,
    /// No such code in Belarus.
    PhoneCode {
        /// The code.
        code: String,
    },
    /// Not a name.
    NotAPerson,
    /// Not an address.
    NotAnAddress,
    /// Not series and number of a document.
    NotAPassport,
    /// Not an identification number.
    NotAPersonalNumber,
    /// An identification number with a day of birth that the calendar does not have.
    PersonalNumberDay,
    /// An identification number whose check digit does not come out.
    PersonalNumberDigit,
    /// The pattern of the company's type does not fit.
    Pattern {
        /// The company's words.
        error: String,
        /// A value that fits.
        example: String,
    },
}

/// What may be wrong with a value that has the right shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Numbers like this are not given out.
    PhoneRange,
    /// A number of another country.
    PhoneForeign,
    /// Initials in place of the whole name.
    Initials,
    /// Latin letters in a name.
    LatinName,
    /// An address without a house number.
    NoHouse,
    /// A series that is not among the known ones.
    PassportSeries,
    /// A service or diplomatic passport.
    PassportOfficial,
    /// An identification number that begins with no known sex and century.
    PersonalNumberStart,
    /// An identification number with no known region.
    PersonalNumberRegion,
    /// An identification number with no known kind of citizenship.
    PersonalNumberEnd,
    /// The company's words.
    Company(String),
}

impl Doubt {
    /// How it is kept with the answer that was accepted in spite of it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::PhoneRange => "phone-range",
            Self::PhoneForeign => "phone-foreign",
            Self::Initials => "initials",
            Self::LatinName => "latin-name",
            Self::NoHouse => "no-house",
            Self::PassportSeries => "passport-series",
            Self::PassportOfficial => "passport-official",
            Self::PersonalNumberStart => "personal-number-start",
            Self::PersonalNumberRegion => "personal-number-region",
            Self::PersonalNumberEnd => "personal-number-end",
            Self::Company(words) => words,
        }
    }
}

impl FieldType {
    /// A built-in type without choices.
    #[must_use]
    pub fn plain(base: Base) -> Self {
        Self { base, choices: Vec::new(), rule: None }
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
            Base::Integer => integer(&raw)?.into(),
            Base::Money => money::read(&raw)?.into(),
            Base::Date => Value::String(date::read(&raw, around.today)?).into(),
            Base::Phone => phone::read(&raw, around.area_code)?,
            Base::Person => person::read(&raw)?,
            Base::Address => address::read(&raw)?,
            Base::Passport => passport::read(&raw)?,
            Base::PersonalNumber => personal_number::read(&raw)?,
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
            (Base::Phone, Value::String(number)) => phone::show(number),
            _ => show_untyped(value),
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
        let folded = raw.to_lowercase().replace('ё', "е");
        let found = self.choices.iter().find(|choice| {
            choice.code == raw || choice.label == raw || choice.label.to_lowercase().replace('ё', "е") == folded
        });
        found.map(|choice| choice.code.clone()).ok_or_else(|| {
            let near = super::yaml::nearest(raw, self.choices.iter().map(|choice| choice.code.as_str()));
            Misfit::NotAChoice { near }
        })
    }

    fn codes(&self, raw: &str) -> Result<Value, Misfit> {
        let mut codes = Vec::new();
        for part in raw.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
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

/// How a value of no known type reads: a whole number without a point, yes and no in Russian.
#[must_use]
pub fn show_untyped(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "да".to_owned(),
        Value::Bool(false) => "нет".to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string().replace('.', ","),
        },
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(show_untyped).collect::<Vec<_>>().join(", "),
        Value::Object(_) => serde_json::to_string(value).unwrap_or_default(),
    }
}

fn integer(raw: &str) -> Result<Value, Misfit> {
    let digits: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let number: i64 = digits.parse().map_err(|_| Misfit::NotInteger)?;
    // Beyond this a float no longer tells whole numbers apart.
    if number.abs() > 1 << 53 { Err(Misfit::NotInteger) } else { Ok(Value::from(number)) }
}

#[cfg(test)]
mod tests;
