//! Summaries: their faults, the words on their pages, what building and watching say.

use crate::model::period::{Every, Period};
use crate::model::summary::{How, Key, MeasureFault, Subject};
use crate::render::RenderFault;
use crate::text::{Wording, wording};
use chrono::{NaiveDate, Weekday};

/// What is wrong with a measure.
pub(crate) fn fault(how: MeasureFault) -> Wording {
    match how {
        MeasureFault::NoVerb => wording(
            "nothing says what to count",
            "nothing is counted here",
            "write for example `{count: cases}`; there are `count`, `sum`, `median` (the middle one) and `list`",
        ),
        MeasureFault::TwoVerbs => wording(
            "two things are to be counted at once",
            "the second begins here",
            "keep one of the words, and give the other a line and a name of its own",
        ),
        MeasureFault::ListBy => {
            wording("a list is not divided into groups", "`list` has none of this", "leave `by` out, or use `count`")
        }
        MeasureFault::NotANumber => wording(
            "only numbers have a sum or a middle",
            "this is no number",
            "name a field that is a number or a sum of money; to count cases, write `count`",
        ),
        MeasureFault::Groups => wording(
            "there are many groups, and one number is printed",
            "this is not one number",
            "show the groups by `{{ table(name) }}` or `{{ bars(name) }}`",
        ),
        MeasureFault::NoGroups => wording(
            "a table and bars need groups",
            "there are no groups here",
            "give the measure a `by`; a single number is printed by `{{ name }}`",
        ),
    }
}

/// A period as it is said behind "for".
pub(crate) fn period(period: Period) -> String {
    let date = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    match period.every {
        Every::Day => date(period.first),
        Every::Week => format!("the week of {} to {}", date(period.first), date(period.last())),
        Every::Month => period.first.format("%B %Y").to_string(),
        Every::Year => period.first.format("%Y").to_string(),
        Every::Always => "all time".to_owned(),
    }
}

/// Why a document cannot be put on paper.
pub(crate) fn render_fault(fault: &RenderFault) -> String {
    match fault {
        RenderFault::Glyph { character, word } => format!("the font has no character “{character}” (word “{word}”)"),
        RenderFault::Word { word } => format!("the word “{word}” is wider than the line"),
        RenderFault::Table { columns, word } => {
            format!("the table is wider than the sheet: {columns} columns, the longest word `{word}`")
        }
        RenderFault::Running { text } => format!("the line below is wider than the page: “{text}”"),
        RenderFault::Measure { value } => format!("{value} is no size"),
        RenderFault::Room => "the margins leave no room for text".to_owned(),
        RenderFault::Cells { columns, cells } => format!("a row of the table has {cells} cells in place of {columns}"),
        RenderFault::Asset { name, .. } => {
            format!("nothing can be printed with `forms/{name}`, which `pult.yaml` names")
        }
        RenderFault::Fonts => "the program's own fonts cannot be read".to_owned(),
        RenderFault::Writer(reason) => format!("the file cannot be put together: {reason}"),
    }
}

/// The head of a column that tells groups apart; a field is called by its own words.
pub(crate) fn key(key: &Key) -> Option<&'static str> {
    match key {
        Key::Procedure => Some("Procedure"),
        Key::Outcome => Some("Outcome"),
        Key::Hour => Some("Time"),
        Key::Weekday => Some("Day"),
        Key::Field(_) => None,
    }
}

/// The head of the column of amounts.
pub(crate) fn amount(how: How, what: &Subject) -> &'static str {
    match (how, what) {
        (How::Count, Subject::Field(_)) => "Answers",
        (How::Count | How::List, _) => "Cases",
        (How::Sum, _) => "Sum",
        (How::Median, _) => "Median",
    }
}

/// A day of the week as the head of a row.
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
