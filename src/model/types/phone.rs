//! Phone numbers of Belarus, in every spelling, kept as `+375291234567`, with an extension as
//! `+375291234567;ext=12` (RFC 3966).
//!
//! The shape (code and number of digits) is required; whether such numbers are given out is only a
//! doubt. Codes and grouping follow the numbering plan as libphonenumber has it for BY.

use super::{Base, Doubt, Kind, Misfit, Read};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "phone",
    samples: &["+375 29 123-45-67", "+7 495 123-45-67"],
    personal: true,
    line: 40.0,
    read: |typed| read(typed.raw, typed.around.area_code),
    show: |number, _| number.as_str().map(show),
    // Who calls back on an extension is found by the number.
    key: |number, _| without_extension(number).to_owned(),
    ..Kind::TEXT
};

/// Digits behind the country code.
const NATIONAL: usize = 9;

/// What divides a number from its extension, as kept.
const EXTENSION: &str = ";ext=";
/// The longest extension, in digits.
const LONGEST_EXTENSION: usize = 6;
/// Words before an extension, longer ones first.
const BEFORE_EXTENSION: [&str; 8] = ["добавочный", "внутренний", "доб", "внутр", "вн", ";ext=", "ext", "#"];

fn read(raw: &str, area_code: Option<&str>) -> Result<Read, Misfit> {
    let lower = raw.to_lowercase();
    let (number, extension) = parted(&lower)?;
    if is_two(number) {
        return Err(Misfit::TwoPhones);
    }
    let mut read = main_number(number, area_code)?;
    if let (Value::String(kept), Some(extension)) = (&mut read.value, extension) {
        kept.push_str(EXTENSION);
        kept.push_str(extension);
    }
    Ok(read)
}

/// The code and the number behind it, as the country writes them, without an extension; none for what is no number
/// of Belarus.
#[must_use]
pub fn parts(raw: &str, area_code: Option<&str>) -> Option<(String, String)> {
    let read = read(raw, area_code).ok()?;
    let national = without_extension(read.value.as_str()?).strip_prefix("+375")?;
    let (code, local) = national.split_at_checked(area_length(national))?;
    Some((code.to_owned(), local.to_owned()))
}

/// A number and its extension.
fn parted(text: &str) -> Result<(&str, Option<&str>), Misfit> {
    let Some((place, word)) = BEFORE_EXTENSION.iter().find_map(|word| text.find(word).map(|place| (place, *word)))
    else {
        return Ok((text, None));
    };
    let number = text[..place].trim_end_matches([' ', ',', ';', '(', '\u{a0}']);
    let extension = text[place + word.len()..].trim_matches([' ', '.', ':', ')', '=', '№', '\u{a0}']);
    let digits = extension.bytes().all(|b| b.is_ascii_digit());
    if number.is_empty() || !digits || !(1..=LONGEST_EXTENSION).contains(&extension.len()) {
        return Err(Misfit::NotA(Base::Phone));
    }
    Ok((number, Some(extension)))
}

/// Whether there are two numbers, each long enough to be one.
fn is_two(text: &str) -> bool {
    let digits = |part: &str| part.chars().filter(|c| c.is_numeric()).count() >= 5;
    let parts = text.replace(" и ", ",").replace(" или ", ",");
    parts.split([',', ';', '/', '\n']).filter(|part| digits(part)).count() > 1
}

/// A number without its extension, as kept.
fn without_extension(number: &str) -> &str {
    number.split_once(EXTENSION).map_or(number, |(number, _)| number)
}

fn main_number(lower: &str, area_code: Option<&str>) -> Result<Read, Misfit> {
    let text = lower.trim_start_matches("тел").trim_start_matches(['.', ':', ' ', '\u{a0}']);
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
            '+' | '＋' if digits.is_empty() => {}
            '-' | '(' | ')' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            c if c.is_whitespace() => {}
            _ => return Err(Misfit::NotA(Base::Phone)),
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
    } else if (3..=4).contains(&digits.len()) {
        return Err(Misfit::PhoneOfService);
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
        return Err(Misfit::NotA(Base::Phone));
    }
    if !is_code(&national) {
        return Err(Misfit::PhoneCode { code: national.chars().take(2).collect() });
    }
    let doubts = if is_given_out(&national) { Vec::new() } else { vec![Doubt::PhoneRange] };
    Ok(Read { value: Value::String(format!("+375{national}")), doubts })
}

fn foreign(digits: &str) -> Result<Read, Misfit> {
    if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
        return Err(Misfit::NotA(Base::Phone));
    }
    Ok(Read { value: Value::String(format!("+{digits}")), doubts: vec![Doubt::PhoneForeign] })
}

fn is_code(national: &str) -> bool {
    matches!(national.get(..2), Some("25" | "29" | "33" | "44" | "15" | "16" | "17" | "21" | "22" | "23" | "24"))
}

/// Whether numbers that begin like this are given out: mobile ones, those of towns, and 249 over the internet.
fn is_given_out(national: &str) -> bool {
    let digits: Vec<u8> = national.bytes().map(|b| b.wrapping_sub(b'0')).collect();
    match digits.as_slice() {
        [2, 5, third, ..] => matches!(third, 5..=7 | 9),
        [2, 9, third, ..] => *third != 0,
        [2, 4, third, ..] => *third == 9,
        [3 | 4, ..] => true,
        [1, 5, 1, fourth, ..] => matches!(fourth, 1..=5),
        [1, 5, 6, fourth, ..] => matches!(fourth, 2..=4),
        [1, 5, 9, fourth, ..] | [1, 6, 4, fourth, ..] => matches!(fourth, 1..=7),
        [1, 5, third, ..] => matches!(third, 2 | 4),
        [1, 6, third, ..] => matches!(third, 2 | 3 | 5),
        [1, 7, ..] => true,
        [2, 1, 3, fourth, ..] => *fourth != 4,
        [2, 1, 5, fourth, ..] => *fourth != 0,
        [2, 1, third, ..] => matches!(third, 2 | 4 | 6),
        [2, 2, 4, fourth, ..] => *fourth != 9,
        [2, 2, third, ..] => matches!(third, 2 | 3 | 5),
        [2, 3, 3, fourth, ..] => !matches!(fourth, 1 | 8),
        [2, 3, 4, fourth, ..] => matches!(fourth, 0 | 2 | 4..=7),
        [2, 3, 5, fourth, ..] => matches!(fourth, 0 | 3..=7),
        [2, 3, third, ..] => matches!(third, 2 | 6),
        _ => false,
    }
}

/// `+375 29 123-45-67, доб. 12`; a number of another country as it is.
fn show(number: &str) -> String {
    match number.split_once(EXTENSION) {
        Some((number, extension)) => format!("{}, доб. {extension}", show_main(number)),
        None => show_main(number),
    }
}

fn show_main(number: &str) -> String {
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
