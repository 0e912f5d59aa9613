//! A day with a time, kept as `2026-11-22T10:15`.

use super::{Base, Kind, Misfit, Values, date, time};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "date and time",
    samples: &["22.11.2026 10:15", "завтра 9:00"],
    values: Values::Moments { near },
    line: 40.0,
    read: |typed| Ok(Value::from(read(typed.raw, typed.around.now)?).into()),
    show: |moment, _| show(moment.as_str()?),
    ..Kind::TEXT
};

const KEPT: &str = "%Y-%m-%dT%H:%M";

/// Reads a day and a time as each is read alone: `22.11.2026 10:15`, `завтра в 9`, `22 ноября, 10 ч 15 мин`; a
/// time alone is one of today, `сейчас` is now.
fn read(raw: &str, now: NaiveDateTime) -> Result<String, Misfit> {
    let kept = |day: &str, time: chrono::NaiveTime| format!("{day}T{}", time.format("%H:%M"));
    if let Ok(moment) = NaiveDateTime::parse_from_str(raw, KEPT) {
        return date::read(&moment.format("%Y-%m-%d").to_string(), now.date()).map(|day| kept(&day, moment.time()));
    }
    let text = raw.replace(',', " ");
    let alone = text.contains(':') || matches!(text.trim().to_lowercase().as_str(), "сейчас" | "now");
    if let (true, Ok(time)) = (alone, time::parse(text.trim(), now.time())) {
        return Ok(kept(&now.format("%Y-%m-%d").to_string(), time));
    }
    // Where the day ends and the time begins is found by trying; the wrong day says more than the wrong place.
    let mut fault = Misfit::NotA(Base::DateTime);
    for (place, _) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let (day, moment) = (text[..place].trim(), text[place..].trim());
        if day.is_empty() || moment.is_empty() {
            continue;
        }
        match (date::read(day, now.date()), time::parse(moment, now.time())) {
            (Ok(day), Ok(time)) => return Ok(kept(&day, time)),
            (Err(Misfit::NoSuchDay), Ok(_)) => fault = Misfit::NoSuchDay,
            (Ok(_), Err(Misfit::NoSuchTime)) => fault = Misfit::NoSuchTime,
            _ => {}
        }
    }
    Err(fault)
}

/// The minute before, the same, and the one behind, as they are kept; a day is its midnight.
fn near(moment: &str) -> Vec<String> {
    let midnight = || moment.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0);
    let Some(at) = NaiveDateTime::parse_from_str(moment, KEPT).ok().or_else(midnight) else { return Vec::new() };
    [-1, 0, 1]
        .iter()
        .filter_map(|by| at.checked_add_signed(TimeDelta::minutes(*by)))
        .map(|at| at.format(KEPT).to_string())
        .collect()
}

/// `22.11.2026 10:15` for `2026-11-22T10:15`.
fn show(moment: &str) -> Option<String> {
    let moment = NaiveDateTime::parse_from_str(moment, KEPT).ok()?;
    Some(moment.format("%d.%m.%Y %H:%M").to_string())
}
