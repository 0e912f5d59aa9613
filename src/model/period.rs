//! The spans of days that summaries are made for.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How often a summary is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Every {
    /// One a day.
    Day,
    /// One a week, which begins on Monday.
    Week,
    /// One a month.
    Month,
    /// One a year.
    Year,
    /// One for everything there is.
    Always,
}

impl Every {
    /// The words of the language, each with its meaning.
    pub const ALL: [(&'static str, Self); 5] = [
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("year", Self::Year),
        ("always", Self::Always),
    ];

    /// The period that a day lies in.
    #[must_use]
    pub fn around(self, day: NaiveDate) -> Period {
        let back = day.weekday().num_days_from_monday();
        let first = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(back))),
            Self::Month => day.with_day(1),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
            Self::Always => Some(NaiveDate::MIN),
        };
        Period { every: self, first: first.unwrap_or(day) }
    }
}

/// A day, a week, a month, a year, or all time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Which of these.
    pub every: Every,
    /// Its first day; of all time, the first day of the calendar.
    pub first: NaiveDate,
}

impl Period {
    /// Its last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        let next = match self.every {
            Every::Day => return self.first,
            Every::Always => return NaiveDate::MAX,
            Every::Week => self.first.checked_add_days(Days::new(7)),
            Every::Month => self.first.checked_add_months(Months::new(1)),
            Every::Year => self.first.checked_add_months(Months::new(12)),
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..=self.last()).contains(&day)
    }

    /// What its file is called behind the summary's id: `2026-11-22`, `2026-W47`, `2026-11`, `2026`; nothing for
    /// all time.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let form = match self.every {
            Every::Day => "%Y-%m-%d",
            Every::Week => "%G-W%V",
            Every::Month => "%Y-%m",
            Every::Year => "%Y",
            Every::Always => return None,
        };
        Some(self.first.format(form).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Every;
    use chrono::NaiveDate;

    #[test]
    fn every_day_lies_in_one_period_of_each_kind() {
        let mut day = NaiveDate::from_ymd_opt(2023, 12, 20).expect("a real day");
        let mut weeks = std::collections::BTreeSet::new();
        for _ in 0..1_500 {
            for (_, every) in Every::ALL {
                let period = every.around(day);
                assert!(period.contains(day), "{period:?} {day}");
                assert_eq!(every.around(period.first), period);
                assert_eq!(every.around(period.last()), period);
                let next = period.last().succ_opt();
                assert!(next.is_none_or(|next| !period.contains(next)), "{period:?}");
            }
            weeks.insert(Every::Week.around(day).key());
            day = day.succ_opt().expect("a next day");
        }
        assert_eq!(weeks.len(), 215, "1500 days from a Wednesday on");
    }

    #[test]
    fn files_are_named_by_their_periods() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a real day");
        let keys = Every::ALL.map(|(_, every)| every.around(day).key().unwrap_or_default());
        assert_eq!(keys, ["2027-01-01", "2026-W53", "2027-01", "2027", ""]);
    }
}
