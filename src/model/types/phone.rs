//! Phone numbers of Belarus, in every spelling, kept as `+375291234567`.
//!
//! The shape (code and number of digits) is required; whether such numbers are given out is only a
//! doubt. Codes and grouping follow the numbering plan as libphonenumber has it for BY.

use super::{Doubt, Misfit, Read};
use serde_json::Value;

/// Digits behind the country code.
const NATIONAL: usize = 9;

pub(super) fn read(raw: &str, area_code: Option<&str>) -> Result<Read, Misfit> {
    let lower = raw.to_lowercase();
    let text = lower.trim_start_matches("тел").trim_start_matches(['.', ':', ' ', '\u{a0}']);
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
            '+' | '＋' if digits.is_empty() => {}
            '-' | '(' | ')' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if c.is_whitespace() => {}
            _ => return Err(Misfit::NotAPhone),
        }
    }
    let international = text.starts_with(['+', '＋']);
    let national = if let Some(rest) = ["375", "810375", "00375"].iter().find_map(|prefix| digits.strip_prefix(prefix))
    {
        rest.to_owned()
    } else if international {
        return foreign(&digits);
    } else if let Some(rest) = digits.strip_prefix("80").filter(|rest| rest.len() == NATIONAL) {
        rest.to_owned()
    } else if let Some(rest) = digits.strip_prefix('0').filter(|rest| rest.len() == NATIONAL) {
        rest.to_owned()
    } else if let Some(rest) = digits.strip_prefix('8').filter(|rest| rest.len() == NATIONAL && is_code(rest)) {
        return Err(Misfit::PhoneWithoutZero { meant: show(&format!("+375{rest}")) });
    } else if (5..=7).contains(&digits.len()) {
        let area = area_code.unwrap_or("");
        if area.len() + digits.len() != NATIONAL {
            return Err(Misfit::PhoneWithoutCode);
        }
        format!("{area}{digits}")
    } else {
        digits
    };
    if national.len() != NATIONAL {
        return Err(Misfit::NotAPhone);
    }
    if !is_code(&national) {
        return Err(Misfit::PhoneCode { code: national.chars().take(2).collect() });
    }
    let doubts = if is_given_out(&national) { Vec::new() } else { vec![Doubt::PhoneRange] };
    Ok(Read { value: Value::String(format!("+375{national}")), doubts })
}

fn foreign(digits: &str) -> Result<Read, Misfit> {
    if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
        return Err(Misfit::NotAPhone);
    }
    Ok(Read { value: Value::String(format!("+{digits}")), doubts: vec![Doubt::PhoneForeign] })
}

fn is_code(national: &str) -> bool {
    matches!(national.get(..2), Some("25" | "29" | "33" | "44" | "15" | "16" | "17" | "21" | "22" | "23" | "24"))
}

/// Whether mobile numbers that begin like this are given out.
fn is_given_out(national: &str) -> bool {
    match national.as_bytes() {
        [b'2', b'5', third, ..] => matches!(third, b'5'..=b'7' | b'9'),
        [b'2', b'9', third, ..] => *third != b'0',
        [b'2', b'4', third, ..] => *third == b'9',
        _ => true,
    }
}

/// `+375 29 123-45-67`; a number of another country as it is.
pub(super) fn show(number: &str) -> String {
    let Some(national) = number.strip_prefix("+375").filter(|rest| rest.len() == NATIONAL && rest.is_ascii()) else {
        return number.to_owned();
    };
    let code = area_length(national);
    let (area, rest) = national.split_at(code);
    let grouped = match rest.len() {
        5 => format!("{}-{}-{}", &rest[..1], &rest[1..3], &rest[3..]),
        6 => format!("{}-{}-{}", &rest[..2], &rest[2..4], &rest[4..]),
        _ => format!("{}-{}-{}", &rest[..3], &rest[3..5], &rest[5..]),
    };
    format!("+375 {area} {grouped}")
}

fn area_length(national: &str) -> usize {
    match national.as_bytes() {
        [b'1', b'5', b'1' | b'6' | b'9', ..]
        | [b'1', b'6', b'3'..=b'5', ..]
        | [b'1', b'7', b'1' | b'7' | b'9', ..]
        | [b'2', b'1', b'3' | b'5', ..]
        | [b'2', b'2', b'3' | b'4', ..]
        | [b'2', b'3', b'3'..=b'5', ..] => 4,
        [b'1', b'5' | b'6', ..] | [b'1', b'7', b'4' | b'6', ..] | [b'2', b'1'..=b'3', ..] => 3,
        _ => 2,
    }
}
