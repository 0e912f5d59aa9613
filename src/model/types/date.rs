//! Days and moments.

use super::Misfit;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

const MONTHS: [&str; 12] = [
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

/// Reads `22.11.2026`, `22.11.26`, `22.11`, `2026-11-22`, `сегодня`, `вчера`, `завтра`.
pub(super) fn read(raw: &str, today: NaiveDate) -> Result<String, Misfit> {
    let day = match raw.to_lowercase().as_str() {
        "сегодня" | "today" => Some(today),
        "вчера" | "yesterday" => today.checked_sub_days(Days::new(1)),
        "завтра" | "tomorrow" => today.checked_add_days(Days::new(1)),
        _ => None,
    };
    let day = match day {
        Some(day) => day,
        None => written(raw, today)?,
    };
    Ok(day.format("%Y-%m-%d").to_string())
}

fn written(raw: &str, today: NaiveDate) -> Result<NaiveDate, Misfit> {
    let numbers = |mark: char| -> Option<Vec<(u32, usize)>> {
        raw.trim_end_matches(['.', 'г', ' '])
            .split(mark)
            .map(|part| part.trim().parse().ok().map(|n| (n, part.trim().len())))
            .collect()
    };
    let (day, month, year) = match (numbers('.').as_deref(), numbers('-').as_deref()) {
        (Some([(day, _), (month, _), (year, 4)]), _) => (*day, *month, i32::try_from(*year).unwrap_or(0)),
        (Some([(day, _), (month, _), (year, 2)]), _) => (*day, *month, 2000 + i32::try_from(*year).unwrap_or(0)),
        (Some([(day, _), (month, _)]), _) => (*day, *month, today.year()),
        (_, Some([(year, 4), (month, 2), (day, 2)])) => (*day, *month, i32::try_from(*year).unwrap_or(0)),
        _ => return Err(Misfit::NotADate),
    };
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| day.year() >= 1800).ok_or(Misfit::NoSuchDay)
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

/// `22.11.2026 10:15`.
#[must_use]
pub fn moment(at: &DateTime<FixedOffset>) -> String {
    at.format("%d.%m.%Y %H:%M").to_string()
}
