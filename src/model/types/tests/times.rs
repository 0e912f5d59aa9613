//! Days, times and lengths of time.

use super::read;
use crate::model::types::{Base, Duration, FieldType, Misfit, Unit};
use serde_json::json;

#[test]
fn dates_are_real_days() {
    for (raw, day) in [
        ("22.11.2026", "2026-11-22"),
        ("1.2.26", "2026-02-01"),
        ("05.03", "2026-03-05"),
        ("2026-11-22", "2026-11-22"),
        ("вчера", "2026-11-21"),
        ("22.11.2026 г.", "2026-11-22"),
        ("22/11/2026", "2026-11-22"),
        ("5 марта", "2026-03-05"),
        ("22 ноября 2026 г.", "2026-11-22"),
        ("«22» Ноября 2026 года", "2026-11-22"),
        ("послезавтра", "2026-11-24"),
    ] {
        assert_eq!(read(Base::Date, raw), Ok((json!(day), vec![])), "{raw}");
    }
    assert_eq!(read(Base::Date, "29.02.2026"), Err(Misfit::NoSuchDay));
    assert_eq!(read(Base::Date, "31 апреля"), Err(Misfit::NoSuchDay));
    for raw in ["скоро", "22", "22 ноя", "22.11.2026 10:15", "22.11.202", "22.11/2026"] {
        assert_eq!(read(Base::Date, raw), Err(Misfit::NotA(Base::Date)), "{raw}");
    }
}

#[test]
fn times_are_read_as_they_are_said() {
    for (raw, time) in [
        ("10:15", "10:15"),
        ("9:05", "09:05"),
        ("10.15", "10:15"),
        ("10-15", "10:15"),
        ("10 15", "10:15"),
        ("1015", "10:15"),
        ("0000", "00:00"),
        ("9", "09:00"),
        ("в 9", "09:00"),
        ("9 ч", "09:00"),
        ("9 часов", "09:00"),
        ("10 ч. 5 мин.", "10:05"),
        ("10 часов 15 минут", "10:15"),
        ("Сейчас", "10:15"),
        ("23:59", "23:59"),
    ] {
        assert_eq!(read(Base::Time, raw), Ok((json!(time), vec![])), "{raw}");
    }
    for raw in ["24:00", "10:60", "25", "2460"] {
        assert_eq!(read(Base::Time, raw), Err(Misfit::NoSuchTime), "{raw}");
    }
    for raw in ["10:5", "скоро", "10:15:30", "10 ч 15 сек", "123", "-1", "10:", ":15", "час", "１０:１５"]
    {
        assert_eq!(read(Base::Time, raw), Err(Misfit::NotA(Base::Time)), "{raw}");
    }
}

#[test]
fn a_day_and_a_time_are_read_together() {
    for (raw, moment) in [
        ("22.11.2026 10:15", "2026-11-22T10:15"),
        ("22.11.2026, 10:15", "2026-11-22T10:15"),
        ("5.3 9:00", "2026-03-05T09:00"),
        ("22.11 в 9 ч", "2026-11-22T09:00"),
        ("завтра 10 15", "2026-11-23T10:15"),
        ("завтра в 9", "2026-11-23T09:00"),
        ("22 ноября 2026 г. 10:15", "2026-11-22T10:15"),
        ("2026-11-22 10:15", "2026-11-22T10:15"),
        ("2026-11-22T10:15", "2026-11-22T10:15"),
        ("18:30", "2026-11-22T18:30"),
        ("в 18:30", "2026-11-22T18:30"),
        ("сейчас", "2026-11-22T10:15"),
    ] {
        assert_eq!(read(Base::DateTime, raw), Ok((json!(moment), vec![])), "{raw}");
    }
    assert_eq!(read(Base::DateTime, "29.02.2026 10:15"), Err(Misfit::NoSuchDay));
    assert_eq!(read(Base::DateTime, "22.11.2026 24:00"), Err(Misfit::NoSuchTime));
    for raw in ["22.11.2026", "завтра", "10.15", "скоро", "10:15 22.11.2026", "1015"] {
        assert_eq!(read(Base::DateTime, raw), Err(Misfit::NotA(Base::DateTime)), "{raw}");
    }
}

#[test]
fn lengths_of_time_are_minutes() {
    for (raw, minutes) in [
        ("20 минут", 20),
        ("20", 20),
        ("1 ч 30 мин", 90),
        ("1ч30м", 90),
        ("1:30", 90),
        ("полчаса", 30),
        ("час", 60),
        ("2 часа", 120),
        ("90 minutes", 90),
        ("1 hour 30 minutes", 90),
        ("1 день 2 часа", 1560),
        ("3 суток", 4320),
        ("0", 0),
    ] {
        assert_eq!(read(Base::Duration, raw), Ok((json!(minutes), vec![])), "{raw}");
    }
    for raw in [
        "скоро",
        "-5 минут",
        "1,5 часа",
        "30 мин 1 ч",
        "1 час 1 час",
        "1:60",
        "1:5",
        "час назад",
        "clock 1 day",
        "5 сек",
        "99999999999999999999",
        "5270401",
    ] {
        assert_eq!(read(Base::Duration, raw), Err(Misfit::NotA(Base::Duration)), "{raw}");
    }
    let show = |minutes: u64| FieldType::plain(Base::Duration).show(&json!(minutes));
    assert_eq!([1, 61, 125, 1441].map(show), ["1 минута", "1 час 1 минута", "2 часа 5 минут", "1 день 1 минута"]);
}

#[test]
fn spans_of_procedures_are_one_amount_of_one_unit() {
    for (text, amount, unit, clock, word) in [
        ("15 minutes", 15, Unit::Minute, false, "15 minutes"),
        ("clock 2 hours", 2, Unit::Hour, true, "clock 2 hours"),
        ("1 day", 1, Unit::Day, false, "1 day"),
        ("15 минут", 15, Unit::Minute, false, "15 minutes"),
        ("clock 1 час", 1, Unit::Hour, true, "clock 1 hour"),
        ("2 дня", 2, Unit::Day, false, "2 days"),
    ] {
        let read = Duration::read(text).expect(text);
        assert_eq!(read, Duration { amount, unit, clock }, "{text}");
        assert_eq!(read.word(), word);
        assert_eq!(Duration::read(&read.word()), Some(read));
    }
    for text in ["15", "", "clock", "1 hour 30 minutes", "скоро", "-1 day", "1 week"] {
        assert_eq!(Duration::read(text), None, "{text}");
    }
}
