//! The identification number of a person in Belarus: `GDDMMYYRNNNCCK`.
//!
//! G tells sex and century, DDMMYY the day of birth, R the region, NNN a serial number, CC the kind of
//! citizenship, K is a check digit. What the tables of regions and kinds lack is only a doubt.

use super::passport::latin;
use super::{Base, Doubt, Kind, Misfit, Read};
use chrono::{Datelike, NaiveDate};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "personal number",
    samples: &["3010180A000PB5", "4040468E000PB0"],
    personal: true,
    line: 45.0,
    read: |typed| read(typed.raw, typed.around.now.date()),
    mask,
    ..Kind::TEXT
};

/// `d` is a digit, `L` a letter.
const SHAPE: &str = "dddddddLdddLLd";
/// Digits of the sum repeat these weights from the left.
const WEIGHTS: [u32; 3] = [7, 3, 1];
const REGIONS: &str = "ABCEHKM";
/// Nobody is older, in years.
const OLDEST: i32 = 115;
/// Citizens; foreigners and those without citizenship who live here.
const KINDS: [&str; 3] = ["PB", "BA", "BI"];

fn read(raw: &str, today: NaiveDate) -> Result<Read, Misfit> {
    let number = latin(raw);
    if !has_shape(&number) {
        return Err(Misfit::NotA(Base::PersonalNumber));
    }
    let part = |from: usize, to: usize| number.get(from..to).unwrap_or("");
    // A day that does not exist says more than a sum that does not come out.
    let born = born(part(0, 7)).ok_or(Misfit::PersonalNumberDay)?;
    if check_digit(part(0, 13)) != number.chars().last().and_then(|digit| digit.to_digit(10)) {
        return Err(Misfit::PersonalNumberDigit);
    }
    let known = matches!(part(0, 1), "1" | "2" | "3" | "4" | "5" | "6");
    let doubts = [
        (!known, Doubt::PersonalNumberStart),
        (known && !(today.year() - OLDEST..=today.year()).contains(&born.year()), Doubt::PersonalNumberAge),
        (!REGIONS.contains(part(7, 8)), Doubt::PersonalNumberRegion),
        (!KINDS.contains(&part(11, 13)), Doubt::PersonalNumberEnd),
    ];
    let doubts = doubts.into_iter().filter_map(|(doubtful, doubt)| doubtful.then_some(doubt)).collect();
    Ok(Read { value: Value::String(number), doubts })
}

/// `•••••••••••PB5`.
fn mask(number: &str) -> Option<String> {
    if !has_shape(number) {
        return None;
    }
    // More would be most of the number: its beginning is the day of birth.
    Some(format!("•••••••••••{}", number.get(11..)?))
}

fn has_shape(number: &str) -> bool {
    let fits = |(c, wanted)| match wanted {
        'd' => char::is_ascii_digit(&c),
        _ => char::is_ascii_uppercase(&c),
    };
    number.chars().count() == SHAPE.len() && number.chars().zip(SHAPE.chars()).all(fits)
}

/// The day of birth in `GDDMMYY`. A G that is not given out leaves the century open; 2000 has every day.
fn born(start: &str) -> Option<NaiveDate> {
    let century = match start.get(..1)? {
        "1" | "2" => 1800,
        "3" | "4" => 1900,
        _ => 2000,
    };
    let number = |from: usize| start.get(from..from + 2)?.parse::<u32>().ok();
    let year = century + i32::try_from(number(5)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(3)?, number(1)?)
}

/// The sum of weighted digits; letters count from A = 10.
fn check_digit(start: &str) -> Option<u32> {
    let digits: Option<Vec<u32>> = start.chars().map(|c| c.to_digit(36)).collect();
    Some(digits?.iter().zip(WEIGHTS.iter().cycle()).map(|(digit, weight)| digit * weight).sum::<u32>() % 10)
}
