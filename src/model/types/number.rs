//! Numbers: whole ones, and those with a fraction.

use super::{Base, Kind, Misfit, Values};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "number",
    samples: &["1,5", "0", "-2,25", "6", "12"],
    values: Values::Numbers { parts: None },
    line: 15.0,
    read: |typed| Ok(read(typed.raw)?.into()),
    ..Kind::TEXT
};

/// How many digits a float surely keeps.
const DIGITS: usize = 15;

/// Reads `12`, `1,5`, `1.5`, `-0,25`, `1 200,5`. What is whole stays a whole number.
fn read(raw: &str) -> Result<Value, Misfit> {
    let text: String = raw.chars().map(plain_minus).collect();
    let (minus, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest.trim_start()));
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let groups: Vec<&str> = whole.split_whitespace().collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let whole = groups.concat();
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    if !grouped || !are_digits(&whole) || !(fraction.is_empty() || are_digits(fraction)) {
        return Err(Misfit::NotA(Base::Number));
    }
    if text.ends_with([',', '.']) || whole.len() + fraction.len() > DIGITS {
        return Err(Misfit::NotA(Base::Number));
    }
    let sign = if minus { "-" } else { "" };
    let number = if fraction.is_empty() {
        format!("{sign}{whole}").parse::<i64>().ok().map(Value::from)
    } else {
        format!("{sign}{whole}.{fraction}").parse::<f64>().ok().map(Value::from)
    };
    number.ok_or(Misfit::NotA(Base::Number))
}

/// A minus as it is printed becomes one as it is typed.
pub(super) fn plain_minus(c: char) -> char {
    if matches!(c, '\u{2212}' | '\u{2013}') { '-' } else { c }
}
