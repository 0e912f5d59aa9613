//! Lengths of time: `15 minutes`, `2 часа`, `1 day`, by working time or by the clock.
//!
//! A span of a procedure (`due`, `remind`) is one amount of one unit. A field of the type holds a plain length, in
//! minutes; a day of it has 24 hours.

use super::{Base, Kind, Misfit, Values};
use crate::model::plural;
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "duration",
    samples: &["1 час 30 минут", "5 минут", "0", "7", "1 час"],
    values: Values::Numbers { parts: Some(1) },
    line: 30.0,
    read: |typed| Ok(read(typed.raw)?.into()),
    show: |minutes, _| minutes.as_u64().map(show),
    ..Kind::TEXT
};

/// The longest of a field, in minutes: ten years.
const LONGEST: u64 = 10 * 366 * 24 * 60;
const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// A span of time as procedures write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// How many units.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
    /// Whether nights and closed days count, too.
    pub clock: bool,
}

/// What a span is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
}

impl Duration {
    /// Reads `15 minutes`, `clock 2 hours`, `1 день`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (clock, text) = match text.strip_prefix("clock ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text.as_str()),
        };
        match pieces(text)?.as_slice() {
            [(amount, unit)] => Some(Self { amount: *amount, unit: *unit, clock }),
            _ => None,
        }
    }

    /// In minutes.
    #[must_use]
    pub fn minutes(self) -> u64 {
        u64::from(self.amount) * self.unit.minutes()
    }

    /// As procedures write it: `2 hours`, `clock 1 day`.
    #[must_use]
    pub fn word(self) -> String {
        let clock = if self.clock { "clock " } else { "" };
        let unit = match self.unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
        };
        format!("{clock}{} {unit}{}", self.amount, if self.amount == 1 { "" } else { "s" })
    }
}

impl Unit {
    fn read(word: &str) -> Option<Self> {
        match word.trim_end_matches('.') {
            "m" | "min" | "mins" | "minute" | "minutes" | "м" | "мин" | "минута" | "минуты" | "минут" | "минуту" => {
                Some(Self::Minute)
            }
            "h" | "hour" | "hours" | "ч" | "час" | "часа" | "часов" => Some(Self::Hour),
            "d" | "day" | "days" | "д" | "дн" | "день" | "дня" | "дней" | "сутки" | "суток" => {
                Some(Self::Day)
            }
            _ => None,
        }
    }

    fn minutes(self) -> u64 {
        match self {
            Self::Minute => 1,
            Self::Hour => HOUR,
            Self::Day => DAY,
        }
    }
}

/// Reads `20 минут`, `1 ч 30 мин`, `1:30`, `полчаса`; a number alone is minutes.
fn read(raw: &str) -> Result<Value, Misfit> {
    let text = raw.to_lowercase();
    let clock = |(hours, minutes): (&str, &str)| {
        let fits = minutes.len() == 2 && hours.len() <= 3;
        Some(number(hours)? * HOUR + number(minutes).filter(|minutes| fits && *minutes < HOUR)?)
    };
    let minutes = match text.as_str() {
        "полчаса" => Some(HOUR / 2),
        "час" | "hour" => Some(HOUR),
        "полтора часа" => Some(HOUR * 3 / 2),
        "день" | "сутки" | "day" => Some(DAY),
        text => text.split_once(':').and_then(clock).or_else(|| number(text)).or_else(|| sum(&pieces(text)?)),
    };
    minutes.filter(|minutes| *minutes <= LONGEST).map(Value::from).ok_or(Misfit::NotA(Base::Duration))
}

/// `1 день 2 часа 30 минут`.
fn show(minutes: u64) -> String {
    let days = (minutes / DAY, ["день", "дня", "дней"]);
    let hours = (minutes % DAY / HOUR, ["час", "часа", "часов"]);
    let rest = (minutes % HOUR, ["минута", "минуты", "минут"]);
    let said = [days, hours, rest].into_iter().filter(|(amount, _)| *amount > 0);
    let words: Vec<String> = said.map(|(amount, forms)| format!("{amount} {}", plural::form(amount, forms))).collect();
    if words.is_empty() { "0 минут".to_owned() } else { words.join(" ") }
}

fn number(text: &str) -> Option<u64> {
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// Numbers with their units, the larger ones first: `1 ч 30 мин`, `2ч`.
fn pieces(text: &str) -> Option<Vec<(u32, Unit)>> {
    let mut found: Vec<(u32, Unit)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (amount, behind) = rest.split_at(digits);
        let behind = behind.trim_start();
        let end = behind.find(|c: char| c.is_whitespace() || c.is_ascii_digit()).unwrap_or(behind.len());
        let (word, behind) = behind.split_at(end);
        let unit = Unit::read(word)?;
        if found.last().is_some_and(|(_, last)| last.minutes() <= unit.minutes()) {
            return None;
        }
        found.push((amount.parse().ok()?, unit));
        rest = behind.trim_start();
    }
    if found.is_empty() { None } else { Some(found) }
}

fn sum(pieces: &[(u32, Unit)]) -> Option<u64> {
    pieces.iter().map(|(amount, unit)| u64::from(*amount) * unit.minutes()).reduce(|a, b| a + b)
}
