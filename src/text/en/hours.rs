//! Working hours.

use super::summaries::weekday;
use crate::model::hours::{Hours, Interval};
use crate::text::{listed, same_hours};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Weekday};

/// `from 10:00 to 19:00 on weekdays, from 11:00 to 18:00 on Saturdays`.
pub(crate) fn week(hours: &Hours) -> String {
    let groups: Vec<String> = same_hours(hours).iter().map(|(interval, spans)| group(*interval, spans)).collect();
    if groups.is_empty() { "working hours are not set".to_owned() } else { groups.join(", ") }
}

/// `today at 10:00`, `on Tuesday at 10:00`, `on 23 December 2026 at 10:00`.
pub(crate) fn next_open(next: NaiveDateTime, now: DateTime<FixedOffset>) -> String {
    let day = match next.date().signed_duration_since(now.date_naive()).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=6 => format!("on {}", weekday(next.weekday())),
        _ => next.format("on %-d %B %Y").to_string(),
    };
    format!("{day} at {}", next.format("%H:%M"))
}

/// The hours of the days that share them.
fn group((open, close): Interval, spans: &[(Weekday, Weekday)]) -> String {
    let times = format!("from {} to {}", open.format("%H:%M"), close.format("%H:%M"));
    if spans == [(Weekday::Mon, Weekday::Sun)] {
        return format!("daily {times}");
    }
    let days: Vec<String> = spans.iter().flat_map(|(first, last)| days(*first, *last)).collect();
    format!("{times} on {}", listed(&days, " and "))
}

/// Days that follow each other; two of them are named one by one.
fn days(first: Weekday, last: Weekday) -> Vec<String> {
    match (first, last) {
        (Weekday::Mon, Weekday::Fri) => vec!["weekdays".to_owned()],
        (Weekday::Sat, Weekday::Sun) => vec!["weekends".to_owned()],
        _ if first == last => vec![every(first)],
        _ if first.succ() == last => vec![every(first), every(last)],
        _ => vec![format!("{} to {}", every(first), every(last))],
    }
}

fn every(day: Weekday) -> String {
    format!("{}s", weekday(day))
}

#[cfg(test)]
mod tests {
    use super::{next_open, week};
    use crate::text::tests::{moment, week_of};

    #[test]
    fn a_week_reads_as_it_is_said() {
        let said = |days: &[(&str, &str)]| week(&week_of(days));
        assert_eq!(said(&[]), "working hours are not set");
        assert_eq!(
            said(&[("12345", "10:00-19:00"), ("6", "11:00-18:00")]),
            "from 10:00 to 19:00 on weekdays, from 11:00 to 18:00 on Saturdays"
        );
        assert_eq!(said(&[("1234567", "09:00-21:00")]), "daily from 09:00 to 21:00");
        assert_eq!(said(&[("234", "10:30-19:00")]), "from 10:30 to 19:00 on Tuesdays to Thursdays");
        assert_eq!(said(&[("67", "11:00-15:30")]), "from 11:00 to 15:30 on weekends");
        assert_eq!(said(&[("135", "10:00-19:00")]), "from 10:00 to 19:00 on Mondays, Wednesdays and Fridays");
        assert_eq!(said(&[("12", "10:00-19:00")]), "from 10:00 to 19:00 on Mondays and Tuesdays");
    }

    #[test]
    fn an_opening_is_said_by_its_distance() {
        // A Friday.
        let now = moment("2026-11-20 19:30");
        let said = |next| next_open(moment(next).naive_local(), now);
        assert_eq!(said("2026-11-20 20:00"), "today at 20:00");
        assert_eq!(said("2026-11-21 11:00"), "tomorrow at 11:00");
        assert_eq!(said("2026-11-23 10:00"), "on Monday at 10:00");
        assert_eq!(said("2026-11-26 10:00"), "on Thursday at 10:00");
        assert_eq!(said("2026-11-27 10:00"), "on 27 November 2026 at 10:00");
    }
}
