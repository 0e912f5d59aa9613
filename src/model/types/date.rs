//! Days and moments.

use super::{Base, Kind, Misfit, Values};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "date",
    samples: &["22.11.2026", "вчера"],
    values: Values::Moments { near },
    line: 30.0,
    read: |typed| Ok(Value::from(read(typed.raw, typed.around.now.date())?).into()),
    show: |date, _| short_date(date.as_str()?),
    ..Kind::TEXT
};

/// The months as dates name them: `22 ноября`.
pub const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// Reads `22.11.2026`, `22.11.26`, `22/11/2026`, `22.11`, `2026-11-22`, `22 ноября 2026 г.`, `22 ноября`, `сегодня`,
/// `вчера`, `завтра`, `послезавтра`.
pub(super) fn read(raw: &str, today: NaiveDate) -> Result<String, Misfit> {
    let day = match raw.to_lowercase().as_str() {
        "сегодня" | "today" => Some(today),
        "вчера" | "yesterday" => today.checked_sub_days(Days::new(1)),
        "завтра" | "tomorrow" => today.checked_add_days(Days::new(1)),
        "послезавтра" => today.checked_add_days(Days::new(2)),
        _ => None,
    };
    let day = match day {
        Some(day) => day,
        None => written(raw, today)?,
    };
    Ok(day.format("%Y-%m-%d").to_string())
}

fn written(raw: &str, today: NaiveDate) -> Result<NaiveDate, Misfit> {
    let text = raw.to_lowercase();
    let raw = text.trim_end_matches("года").trim_end_matches("год").trim_end_matches(['.', 'г', ' ', '\u{a0}']);
    let year = |year: u32| i32::try_from(year).unwrap_or(0);
    if let Some((day, month, of)) = in_words(raw) {
        let of = of.map_or_else(|| today.year(), year);
        return NaiveDate::from_ymd_opt(of, month, day).filter(|day| day.year() >= 1800).ok_or(Misfit::NoSuchDay);
    }
    let numbers = |mark: char| -> Option<Vec<(u32, usize)>> {
        raw.split(mark).map(|part| part.trim().parse().ok().map(|n| (n, part.trim().len()))).collect()
    };
    let dotted = if raw.contains('/') { '/' } else { '.' };
    let (day, month, year) = match (numbers(dotted).as_deref(), numbers('-').as_deref()) {
        (Some([(day, _), (month, _), (of, 4)]), _) => (*day, *month, year(*of)),
        (Some([(day, _), (month, _), (of, 2)]), _) => (*day, *month, 2000 + year(*of)),
        (Some([(day, _), (month, _)]), _) => (*day, *month, today.year()),
        (_, Some([(of, 4), (month, 2), (day, 2)])) => (*day, *month, year(*of)),
        _ => return Err(Misfit::NotA(Base::Date)),
    };
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| day.year() >= 1800).ok_or(Misfit::NoSuchDay)
}

/// `22 ноября 2026`, `22 ноября`: day, month, year.
fn in_words(raw: &str) -> Option<(u32, u32, Option<u32>)> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let (day, month, year) = match words.as_slice() {
        [day, month] => (day, month, None),
        [day, month, year] if year.len() == 4 => (day, month, Some(year.parse().ok()?)),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| name == month)?;
    Some((day.trim_matches(['«', '»', '"']).parse().ok()?, u32::try_from(month).ok()? + 1, year))
}

/// The day before and the day behind, as they are kept.
fn near(day: &str) -> Vec<String> {
    let Ok(day) = day.parse::<NaiveDate>() else { return Vec::new() };
    [day.pred_opt(), day.succ_opt()].into_iter().flatten().map(|day| day.format("%Y-%m-%d").to_string()).collect()
}

/// `22.11.2026` for `2026-11-22`.
#[must_use]
pub fn short_date(iso: &str) -> Option<String> {
    let day: NaiveDate = iso.parse().ok()?;
    Some(day.format("%d.%m.%Y").to_string())
}

/// `22 ноября 2026 г.` for `2026-11-22`; another text as it is.
#[must_use]
pub fn long_date(iso: &str) -> String {
    let Some(day) = iso.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) else { return iso.to_owned() };
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or("");
    format!("{}\u{a0}{month} {}\u{a0}г.", day.day(), day.year())
}

/// The same for a moment as it is kept, `2026-11-22T10:15`, with or without seconds and zone; none for any other text.
pub(super) fn shown_moment(text: &str) -> Option<String> {
    text.as_bytes().get(10).filter(|byte| **byte == b'T')?;
    let naive = |form| NaiveDateTime::parse_from_str(text, form).ok();
    let zoned = || Some(DateTime::parse_from_rfc3339(text).ok()?.naive_local());
    let at = naive("%Y-%m-%dT%H:%M").or_else(|| naive("%Y-%m-%dT%H:%M:%S")).or_else(zoned)?;
    Some(at.format("%d.%m.%Y %H:%M").to_string())
}

/// `22.11.2026 10:15`.
#[must_use]
pub fn moment(at: &DateTime<FixedOffset>) -> String {
    at.format("%d.%m.%Y %H:%M").to_string()
}
