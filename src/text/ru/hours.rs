//! Working hours.

use crate::model::hours::{Hours, Interval};
use crate::text::{listed, same_hours};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, NaiveTime, Timelike, Weekday};

/// `с 10 до 19 в будние дни, с 11 до 18 в субботу`.
pub(crate) fn week(hours: &Hours) -> String {
    let groups: Vec<String> = same_hours(hours).iter().map(|(interval, spans)| group(*interval, spans)).collect();
    if groups.is_empty() { "часы работы не указаны".to_owned() } else { groups.join(", ") }
}

/// `сегодня в 10:00`, `во вторник в 10:00`, `23.12.2026 в 10:00`.
pub(crate) fn next_open(next: NaiveDateTime, now: DateTime<FixedOffset>) -> String {
    let day = match next.date().signed_duration_since(now.date_naive()).num_days() {
        0 => "сегодня".to_owned(),
        1 => "завтра".to_owned(),
        2..=6 => on(next.weekday()),
        _ => next.format("%d.%m.%Y").to_string(),
    };
    format!("{day} в {}", next.format("%H:%M"))
}

/// The hours of the days that share them.
fn group((open, close): Interval, spans: &[(Weekday, Weekday)]) -> String {
    let times = format!("с {} до {}", time(open), time(close));
    if spans == [(Weekday::Mon, Weekday::Sun)] {
        return format!("ежедневно {times}");
    }
    let days: Vec<String> = spans.iter().flat_map(|(first, last)| days(*first, *last)).collect();
    format!("{times} {}", listed(&days, " и "))
}

/// Days that follow each other; two of them are named one by one.
fn days(first: Weekday, last: Weekday) -> Vec<String> {
    match (first, last) {
        (Weekday::Mon, Weekday::Fri) => vec!["в будние дни".to_owned()],
        (Weekday::Sat, Weekday::Sun) => vec!["по выходным".to_owned()],
        _ if first == last => vec![on(first)],
        _ if first.succ() == last => vec![on(first), on(last)],
        _ => vec![format!("{} по {}", from(first), accusative(last))],
    }
}

/// A whole hour without its minutes.
fn time(time: NaiveTime) -> String {
    if time.minute() == 0 { time.hour().to_string() } else { time.format("%-H:%M").to_string() }
}

fn on(day: Weekday) -> String {
    let preposition = if day == Weekday::Tue { "во" } else { "в" };
    format!("{preposition} {}", accusative(day))
}

fn from(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "с понедельника",
        Weekday::Tue => "со вторника",
        Weekday::Wed => "со среды",
        Weekday::Thu => "с четверга",
        Weekday::Fri => "с пятницы",
        Weekday::Sat => "с субботы",
        Weekday::Sun => "с воскресенья",
    }
}

fn accusative(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "понедельник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "среду",
        Weekday::Thu => "четверг",
        Weekday::Fri => "пятницу",
        Weekday::Sat => "субботу",
        Weekday::Sun => "воскресенье",
    }
}

#[cfg(test)]
mod tests {
    use super::{next_open, week};
    use crate::text::tests::{moment, week_of};

    #[test]
    fn a_week_reads_as_it_is_said() {
        let said = |days: &[(&str, &str)]| week(&week_of(days));
        assert_eq!(said(&[]), "часы работы не указаны");
        assert_eq!(
            said(&[("12345", "10:00-19:00"), ("6", "11:00-18:00")]),
            "с 10 до 19 в будние дни, с 11 до 18 в субботу"
        );
        assert_eq!(said(&[("1234567", "09:00-21:00")]), "ежедневно с 9 до 21");
        assert_eq!(said(&[("2", "10:30-19:00")]), "с 10:30 до 19 во вторник");
        assert_eq!(said(&[("234", "10:00-19:00")]), "с 10 до 19 со вторника по четверг");
        assert_eq!(
            said(&[("12345", "10:00-19:00"), ("67", "11:00-15:30")]),
            "с 10 до 19 в будние дни, с 11 до 15:30 по выходным"
        );
        assert_eq!(said(&[("135", "10:00-19:00")]), "с 10 до 19 в понедельник, в среду и в пятницу");
        assert_eq!(said(&[("12", "10:00-19:00")]), "с 10 до 19 в понедельник и во вторник");
        assert_eq!(
            said(&[("123", "10:00-19:00"), ("4", "12:00-20:00"), ("5", "10:00-19:00")]),
            "с 10 до 19 с понедельника по среду и в пятницу, с 12 до 20 в четверг"
        );
        assert_eq!(said(&[("123456", "10:00-19:00")]), "с 10 до 19 с понедельника по субботу");
    }

    #[test]
    fn an_opening_is_said_by_its_distance() {
        // A Friday.
        let now = moment("2026-11-20 19:30");
        let said = |next| next_open(moment(next).naive_local(), now);
        assert_eq!(said("2026-11-20 20:00"), "сегодня в 20:00");
        assert_eq!(said("2026-11-21 11:00"), "завтра в 11:00");
        assert_eq!(said("2026-11-23 10:00"), "в понедельник в 10:00");
        assert_eq!(said("2026-11-24 10:00"), "во вторник в 10:00");
        assert_eq!(said("2026-11-26 10:00"), "в четверг в 10:00");
        assert_eq!(said("2026-11-27 10:00"), "27.11.2026 в 10:00");
        assert_eq!(said("2026-12-23 10:00"), "23.12.2026 в 10:00");
    }
}
