//! A day with a time, kept as `2026-11-22T10:15`.

use super::{Misfit, date, time};
use chrono::NaiveDateTime;

const KEPT: &str = "%Y-%m-%dT%H:%M";

/// Reads a day and a time as each is read alone: `22.11.2026 10:15`, `завтра в 9`, `22 ноября, 10 ч 15 мин`; a
/// time alone is one of today, `сейчас` is now.
pub(super) fn read(raw: &str, now: NaiveDateTime) -> Result<String, Misfit> {
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
    let mut fault = Misfit::NotAMoment;
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

/// `22.11.2026 10:15` for `2026-11-22T10:15`.
pub(super) fn show(moment: &str) -> Option<String> {
    let moment = NaiveDateTime::parse_from_str(moment, KEPT).ok()?;
    Some(moment.format("%d.%m.%Y %H:%M").to_string())
}
