//! When the office is open: the week, the holidays, the moved days.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// How many days ahead an opening is looked for.
const HORIZON: u64 = 60;

/// Opening and closing time of one day.
pub type Interval = (NaiveTime, NaiveTime);

/// Working hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hours {
    /// From Monday on.
    pub week: [Option<Interval>; 7],
    /// Month and day of holidays of every year.
    pub yearly: BTreeSet<(u32, u32)>,
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
            || self.yearly.contains(&(day.month(), day.day()));
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

#[cfg(test)]
mod tests {
    use super::Hours;
    use chrono::{DateTime, NaiveDate, NaiveTime};

    fn hours() -> Hours {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a real time");
        let weekday = Some((time(10), time(19)));
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a real day");
        Hours {
            week: [weekday, weekday, weekday, weekday, weekday, Some((time(11), time(18))), None],
            yearly: [(11, 7), (12, 25)].into(),
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
}
