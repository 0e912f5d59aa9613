//! When the office is open: the week, the holidays, the moved days; and when so much working time will be over.

use super::types::{Duration, Unit};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// How many days ahead an opening is looked for.
const HORIZON: u64 = 60;
/// After how many days without an opening no end of a span is looked for any more.
const LONGEST_PAUSE: u32 = 400;
/// After how many days at all.
const FARTHEST: u32 = 40_000;

/// Opening and closing time of one day.
pub type Interval = (NaiveTime, NaiveTime);

/// Working hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// From Monday on.
    pub week: [Option<Interval>; 7],
    /// Month and day of holidays of every year.
    pub yearly: BTreeSet<(u32, u32)>,
    /// Whether Radunitsa is a holiday, too: the Tuesday nine days after the Orthodox Easter.
    pub radunitsa: bool,
    /// Single days on which the office is closed.
    pub closed: BTreeSet<NaiveDate>,
    /// Working days moved away (the key) to another date (the value).
    pub moved: BTreeMap<NaiveDate, NaiveDate>,
}

impl Hours {
    /// When the office is open on a day. A day that was moved to works by the hours of the day it came from.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<Interval> {
        if let Some((from, _)) = self.moved.iter().find(|(_, to)| **to == day) {
            return self.usual(*from);
        }
        let off = self.moved.contains_key(&day)
            || self.closed.contains(&day)
            || self.yearly.contains(&(day.month(), day.day()))
            || (self.radunitsa && radunitsa(day.year()) == Some(day));
        if off { None } else { self.usual(day) }
    }

    fn usual(&self, day: NaiveDate) -> Option<Interval> {
        self.week.get(day.weekday().num_days_from_monday() as usize).copied().flatten()
    }

    /// Whether the office is open; at the minute of closing it is not.
    #[must_use]
    pub fn open_at(&self, at: &DateTime<FixedOffset>) -> bool {
        self.on(at.date_naive()).is_some_and(|(open, close)| (open..close).contains(&at.time()))
    }

    /// The next opening after a moment, if there is one within two months.
    #[must_use]
    pub fn next_open(&self, at: &DateTime<FixedOffset>) -> Option<NaiveDateTime> {
        let now = at.naive_local();
        (0..HORIZON).find_map(|ahead| {
            let day = now.date().checked_add_days(Days::new(ahead))?;
            let (open, _) = self.on(day)?;
            Some(day.and_time(open)).filter(|opening| *opening > now)
        })
    }

    /// The moment at which a span that begins at `from` is over: in working time, unless the span goes by the
    /// clock or the company has no working hours at all. A span that ends at the minute of closing ends that day.
    /// A working day is over at the same time of the next day that is worked, or at its opening or closing where
    /// that time is not worked. None when the office does not open for more than a year.
    #[must_use]
    pub fn after(&self, from: &DateTime<FixedOffset>, span: Duration) -> Option<DateTime<FixedOffset>> {
        let amount = i64::from(span.amount);
        let length = match span.unit {
            Unit::Minute => TimeDelta::try_minutes(amount)?,
            Unit::Hour => TimeDelta::try_hours(amount)?,
            Unit::Day => TimeDelta::try_days(amount)?,
        };
        if span.clock || self.week.iter().all(Option::is_none) {
            return from.checked_add_signed(length);
        }
        let from_here = from.naive_local();
        let end = match span.unit {
            Unit::Minute | Unit::Hour => self.working_time(from_here, length)?,
            Unit::Day => self.working_days(from_here, span.amount)?,
        };
        end.and_local_timezone(*from.offset()).single()
    }

    fn working_time(&self, from: NaiveDateTime, length: TimeDelta) -> Option<NaiveDateTime> {
        let mut left = length;
        for (day, (open, close)) in self.worked_from(from.date()) {
            let begin = day.and_time(open).max(from);
            let rest = day.and_time(close) - begin;
            if rest > TimeDelta::zero() && left <= rest {
                return Some(begin + left);
            }
            left -= rest.max(TimeDelta::zero());
        }
        None
    }

    fn working_days(&self, from: NaiveDateTime, count: u32) -> Option<NaiveDateTime> {
        // What begins when the office is closed begins with its next opening.
        let begun = |(day, (_, close)): &(NaiveDate, Interval)| *day > from.date() || from.time() < *close;
        let mut worked = self.worked_from(from.date()).filter(begun);
        let (first, (open, _)) = worked.next()?;
        let time = if first == from.date() { from.time().max(open) } else { open };
        let days = usize::try_from(count).ok()?;
        let (day, (open, close)) = if days == 0 { (first, self.on(first)?) } else { worked.nth(days - 1)? };
        Some(day.and_time(time.clamp(open, close)))
    }

    /// The days from this one on that are worked, with their hours; no more after a long pause.
    fn worked_from(&self, day: NaiveDate) -> impl Iterator<Item = (NaiveDate, Interval)> + '_ {
        let days = day.iter_days().take(FARTHEST as usize);
        let hours = days.scan(0, |pause, day| {
            let hours = self.on(day);
            *pause = if hours.is_some() { 0 } else { *pause + 1 };
            (*pause < LONGEST_PAUSE).then(|| hours.map(|hours| (day, hours)))
        });
        hours.flatten()
    }

    /// Days of the week that follow each other and have the same hours.
    #[must_use]
    pub fn spans(&self) -> Vec<(Weekday, Weekday, Interval)> {
        let mut spans: Vec<(Weekday, Weekday, Interval)> = Vec::new();
        let mut day = Weekday::Mon;
        for interval in self.week {
            match (interval, spans.last_mut()) {
                (Some(hours), Some((_, last, same))) if *same == hours && last.succ() == day => *last = day,
                (Some(hours), _) => spans.push((day, day, hours)),
                (None, _) => {}
            }
            day = day.succ();
        }
        spans
    }
}

/// Radunitsa of a year: the Orthodox Easter by the formula of Meeus for the Julian calendar, 13 days that the two
/// calendars are apart from 1900 to 2099, and nine days.
#[must_use]
pub fn radunitsa(year: i32) -> Option<NaiveDate> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let day_of_year = moon + sunday + 114;
    let (month, day) = (day_of_year / 31, day_of_year % 31 + 1);
    let easter = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    easter.checked_add_days(Days::new(13 + 9))
}

#[cfg(test)]
mod tests {
    use super::{Hours, radunitsa};
    use crate::model::types::Duration;
    use chrono::{DateTime, NaiveDate, NaiveTime};

    fn hours() -> Hours {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a real time");
        let weekday = Some((time(10), time(19)));
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a real day");
        Hours {
            week: [weekday, weekday, weekday, weekday, weekday, Some((time(11), time(18))), None],
            yearly: [(11, 7), (12, 25)].into(),
            radunitsa: false,
            closed: [day(4, 21)].into(),
            moved: [(day(4, 20), day(4, 25))].into(),
        }
    }

    #[test]
    fn holidays_and_moved_days_are_kept() {
        let at = |text: &str| DateTime::parse_from_rfc3339(&format!("{text}:00+03:00")).expect("a real moment");
        assert!(hours().open_at(&at("2026-11-20T10:00")));
        assert!(!hours().open_at(&at("2026-11-20T19:00")));
        assert!(!hours().open_at(&at("2026-11-07T12:00")), "a holiday on a Saturday");
        assert!(hours().open_at(&at("2026-04-25T10:30")), "a Monday's hours on a Saturday");
        let next = |text| hours().next_open(&at(text)).map(|next| next.to_string());
        assert_eq!(next("2026-11-21T17:59"), Some("2026-11-23 10:00:00".to_owned()));
        assert_eq!(next("2026-04-19T12:00"), Some("2026-04-22 10:00:00".to_owned()));
        assert_eq!(next("2026-12-24T19:00"), Some("2026-12-26 11:00:00".to_owned()));
    }

    /// The company's week with all holidays of the country.
    fn country() -> Hours {
        let yearly = [(1, 1), (1, 2), (1, 7), (3, 8), (5, 1), (5, 9), (7, 3), (11, 7), (12, 25)].into();
        Hours { yearly, radunitsa: true, closed: [].into(), ..hours() }
    }

    fn after(hours: &Hours, from: &str, span: &str) -> Option<String> {
        let from = DateTime::parse_from_rfc3339(&format!("{from}:00+03:00")).expect("a real moment");
        let end = hours.after(&from, Duration::read(span).expect("a span"))?;
        Some(end.format("%Y-%m-%dT%H:%M").to_string())
    }

    #[test]
    fn working_minutes_go_round_nights_and_holidays() {
        for (from, minutes, due) in [
            ("2026-11-20T18:30", 120, "2026-11-21T12:30"),
            ("2026-11-21T17:15", 240, "2026-11-23T13:15"),
            ("2026-11-22T12:00", 120, "2026-11-23T12:00"),
            ("2026-11-06T18:59", 60, "2026-11-09T10:59"),
            ("2026-12-24T18:00", 120, "2026-12-26T12:00"),
            ("2026-12-31T18:00", 180, "2027-01-04T12:00"),
            ("2026-04-17T18:00", 120, "2026-04-18T12:00"),
            ("2026-04-18T17:30", 60, "2026-04-22T10:30"),
            ("2026-04-24T18:30", 60, "2026-04-25T10:30"),
            ("2026-11-23T09:15", 30, "2026-11-23T10:30"),
            ("2026-11-23T18:45", 15, "2026-11-23T19:00"),
            ("2026-11-23T19:00", 15, "2026-11-24T10:15"),
            ("2026-05-08T18:00", 240, "2026-05-11T13:00"),
            ("2026-01-06T18:30", 60, "2026-01-08T10:30"),
            ("2027-05-10T18:00", 120, "2027-05-12T11:00"),
            ("2026-07-02T18:00", 120, "2026-07-04T12:00"),
            ("2026-11-23T10:40", 540, "2026-11-24T10:40"),
        ] {
            let found = after(&country(), from, &format!("{minutes} minutes"));
            assert_eq!(found.as_deref(), Some(due), "{from} + {minutes}");
        }
        assert_eq!(after(&country(), "2026-11-20T18:30", "2 часа").as_deref(), Some("2026-11-21T12:30"));
    }

    #[test]
    fn days_keep_their_time_where_it_is_worked() {
        let days = |from, span| after(&country(), from, span).unwrap_or_default();
        assert_eq!(days("2026-11-23T10:40", "1 day"), "2026-11-24T10:40");
        assert_eq!(days("2026-11-20T18:30", "1 день"), "2026-11-21T18:00", "closed earlier on Saturdays");
        assert_eq!(days("2026-11-21T12:00", "2 days"), "2026-11-24T12:00", "not on Sunday");
        assert_eq!(days("2026-11-22T12:00", "1 day"), "2026-11-24T10:00", "begins on Monday");
        assert_eq!(days("2026-11-23T19:00", "1 day"), "2026-11-25T10:00", "begins on Tuesday");
        assert_eq!(days("2026-04-17T12:00", "2 days"), "2026-04-22T12:00", "a moved day and Radunitsa");
    }

    #[test]
    fn the_clock_runs_at_night_and_where_no_hours_are_told() {
        assert_eq!(after(&country(), "2026-11-21T17:30", "clock 2 hours").as_deref(), Some("2026-11-21T19:30"));
        assert_eq!(after(&Hours::default(), "2026-11-22T12:00", "90 minutes").as_deref(), Some("2026-11-22T13:30"));
    }

    #[test]
    fn a_year_without_a_working_day_has_no_end() {
        let days = (0..2000).filter_map(|ahead| hours().closed.first()?.checked_add_days(chrono::Days::new(ahead)));
        let closed = Hours { closed: days.collect(), ..hours() };
        assert_eq!(after(&closed, "2026-11-22T12:00", "1 minute"), None);
        assert_eq!(after(&closed, "2026-11-22T12:00", "1 day"), None);
        assert_eq!(after(&country(), "2026-11-22T12:00", "4000000000 days"), None);
        assert_eq!(after(&country(), "2026-11-22T12:00", "4000000000 hours"), None);
    }

    #[test]
    fn radunitsa_is_found() {
        for date in ["2019-05-07", "2024-05-14", "2025-04-29", "2026-04-21", "2027-05-11", "2028-04-25", "2029-04-17"]
            .into_iter()
            .chain(["2030-05-07", "2031-04-22", "2032-05-11"])
        {
            let day: NaiveDate = date.parse().expect("a real day");
            assert_eq!(radunitsa(chrono::Datelike::year(&day)), Some(day));
        }
        assert_eq!(radunitsa(2100), None);
    }
}
