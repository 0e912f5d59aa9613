//! Series and number of a Belarusian identity document, kept as `MP0000001`.
//!
//! Two Latin letters and seven digits are required; whether such a series exists is only a doubt, because
//! new ones appear.

use super::{Base, Doubt, Kind, Misfit, Read};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "passport",
    samples: &["MP0000001", "SP 0000001"],
    personal: true,
    line: 30.0,
    read: |typed| read(typed.raw),
    mask,
    ..Kind::TEXT
};

const LETTERS: usize = 2;
const DIGITS: usize = 7;
/// The regions' series, Minsk, those who live abroad, and identity cards.
const SERIES: [&str; 9] = ["AB", "BM", "HB", "KH", "MP", "MC", "KB", "PP", "BY"];
/// Service and diplomatic passports: not what a subscriber shows.
const OFFICIAL: [&str; 2] = ["SP", "DP"];

fn read(raw: &str) -> Result<Read, Misfit> {
    let number = latin(raw);
    if !has_shape(&number) {
        return Err(Misfit::NotA(Base::Passport));
    }
    let series = number.get(..LETTERS).unwrap_or("");
    let doubts = if OFFICIAL.contains(&series) {
        vec![Doubt::PassportOfficial]
    } else if SERIES.contains(&series) {
        Vec::new()
    } else {
        vec![Doubt::PassportSeries]
    };
    Ok(Read { value: Value::String(number), doubts })
}

/// `MP•••0001`.
fn mask(number: &str) -> Option<String> {
    if !has_shape(number) {
        return None;
    }
    Some(format!("{}•••{}", number.get(..LETTERS)?, number.get(LETTERS + 3..)?))
}

fn has_shape(number: &str) -> bool {
    number.len() == LETTERS + DIGITS
        && number.bytes().take(LETTERS).all(|b| b.is_ascii_uppercase())
        && number.bytes().skip(LETTERS).all(|b| b.is_ascii_digit())
}

/// Documents have Latin capitals, people type the Cyrillic letters that look like them. Spaces, dashes and `№`
/// are no part of a number.
pub(super) fn latin(raw: &str) -> String {
    let kept = raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '№' | '-' | '\u{2010}'..='\u{2015}'));
    kept.flat_map(char::to_uppercase)
        .map(|c| match c {
            'А' => 'A',
            'В' => 'B',
            'С' => 'C',
            'Е' => 'E',
            'Н' => 'H',
            'І' => 'I',
            'К' => 'K',
            'М' => 'M',
            'О' => 'O',
            'Р' => 'P',
            'Т' => 'T',
            'У' => 'Y',
            'Х' => 'X',
            other => other,
        })
        .collect()
}
