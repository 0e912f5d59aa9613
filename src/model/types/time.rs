//! Times of the day, kept as `10:15`.

use super::{Base, Kind, Misfit, Values};
use chrono::{NaiveTime, TimeDelta};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "time",
    samples: &["10:15", "9"],
    values: Values::Moments { near },
    line: 15.0,
    read: |typed| Ok(Value::from(parse(typed.raw, typed.around.now.time())?.format(KEPT).to_string()).into()),
    ..Kind::TEXT
};

const KEPT: &str = "%H:%M";

/// Reads `10:15`, `10.15`, `10-15`, `10 15`, `1015`, `9`, `9 ч`, `10 ч 15 мин`, `в 10:15`, `сейчас`.
pub(super) fn parse(raw: &str, now: NaiveTime) -> Result<NaiveTime, Misfit> {
    let text = raw.to_lowercase();
    let text = text.strip_prefix("в ").or_else(|| text.strip_prefix("at ")).unwrap_or(&text).trim();
    if matches!(text, "сейчас" | "now") {
        return Ok(now);
    }
    let (hours, minutes) = parts(text).ok_or(Misfit::NotA(Base::Time))?;
    NaiveTime::from_hms_opt(hours, minutes, 0).ok_or(Misfit::NoSuchTime)
}

/// The minute before, the same, and the one behind, as they are kept.
fn near(time: &str) -> Vec<String> {
    let Ok(time) = NaiveTime::parse_from_str(time, KEPT) else { return Vec::new() };
    let shifted = [-1, 0, 1].map(|by| time.overflowing_add_signed(TimeDelta::minutes(by)));
    // Midnight has nothing before it.
    shifted.iter().filter(|(_, days)| *days == 0).map(|(time, _)| time.format(KEPT).to_string()).collect()
}

fn parts(text: &str) -> Option<(u32, u32)> {
    let number = |text: &str, digits: &[usize]| {
        let fits = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    if let Some((hours, rest)) = text.split_once('ч') {
        let minutes = rest.trim_start_matches(char::is_alphabetic).trim_start_matches(['.', ' ', '\u{a0}']);
        let digits = minutes.find(|c: char| !c.is_ascii_digit()).unwrap_or(minutes.len());
        let (minutes, word) = minutes.split_at(digits);
        let minutes = if minutes.is_empty() { Some(0) } else { number(minutes, &[1, 2]) };
        let fits = matches!(word.trim().trim_end_matches('.'), "" | "м" | "мин" | "минут" | "минута" | "минуты");
        return Some((number(hours.trim(), &[1, 2])?, minutes.filter(|_| fits)?));
    }
    if let Some((hours, minutes)) = text.split_once([':', '.', '-', ' ', '\u{a0}']) {
        return Some((number(hours.trim(), &[1, 2])?, number(minutes.trim(), &[2])?));
    }
    if let Some(four) = number(text, &[4]) {
        return Some((four / 100, four % 100));
    }
    Some((number(text, &[1, 2])?, 0))
}
