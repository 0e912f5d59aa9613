//! Numbers: whole ones, and those with a fraction.

use super::Misfit;
use serde_json::Value;

/// Beyond this a float no longer tells whole numbers apart.
const MOST: i64 = 1 << 53;
/// How many digits a float surely keeps.
const DIGITS: usize = 15;

/// Reads `12`, `-3`, `1 200`.
pub(super) fn integer(raw: &str) -> Result<Value, Misfit> {
    let digits: String = raw.chars().filter(|c| !c.is_whitespace()).map(plain_minus).collect();
    let number: i64 = digits.parse().map_err(|_| Misfit::NotInteger)?;
    if number.abs() > MOST { Err(Misfit::NotInteger) } else { Ok(Value::from(number)) }
}

/// Reads `12`, `1,5`, `1.5`, `-0,25`, `1 200,5`. What is whole stays a whole number.
pub(super) fn read(raw: &str) -> Result<Value, Misfit> {
    let text: String = raw.chars().map(plain_minus).collect();
    let (minus, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest.trim_start()));
    let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let groups: Vec<&str> = whole.split_whitespace().collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let whole = groups.concat();
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    if !grouped || !are_digits(&whole) || !(fraction.is_empty() || are_digits(fraction)) {
        return Err(Misfit::NotANumber);
    }
    if text.ends_with([',', '.']) || whole.len() + fraction.len() > DIGITS {
        return Err(Misfit::NotANumber);
    }
    let sign = if minus { "-" } else { "" };
    let number = if fraction.is_empty() {
        format!("{sign}{whole}").parse::<i64>().ok().map(Value::from)
    } else {
        format!("{sign}{whole}.{fraction}").parse::<f64>().ok().map(Value::from)
    };
    number.ok_or(Misfit::NotANumber)
}

fn plain_minus(c: char) -> char {
    if matches!(c, '\u{2212}' | '\u{2013}') { '-' } else { c }
}
