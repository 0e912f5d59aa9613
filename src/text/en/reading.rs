//! The handbook, and who has read it.

use super::plural;
use crate::model::handbook::{Difference, Line, Page, PageKind, Sort, What};
use crate::model::types::moment;
use crate::text::Reading;
use crate::text::reading::brief;

/// One message.
pub(crate) fn say(reading: &Reading<'_>) -> String {
    let changes = |count: usize| plural(count_of(count), "change", "changes");
    match *reading {
        Reading::First(procedures, cards) => {
            let procedures = plural(count_of(procedures), "procedure", "procedures");
            let cards = plural(count_of(cards), "card", "cards");
            format!(
                "! You have not acknowledged the handbook yet: {procedures}, {cards}. To read it: 2, or pult show handbook"
            )
        }
        Reading::Changed(since, count) => {
            format!("! The handbook has changed since you read it ({}). {}:", moment(since), changes(count))
        }
        Reading::Unknown(since) => format!(
            "! The handbook has changed since you read it ({}). What, cannot be told any more: read all of it.",
            moment(since)
        ),
        Reading::Change(difference) => change(&difference),
        Reading::More(count) => format!("… and {} more. All: pult show handbook", changes(count)),
        Reading::Ask => "1 – read, I will keep to it; 2 – show all of it; Enter – later".to_owned(),
        Reading::Acknowledged => "Written down: you have acknowledged it.".to_owned(),
        Reading::PutOff => "Later, then. You will be asked again when you sit down.".to_owned(),
        Reading::Edition(hash) => format!("The handbook, edition {hash}"),
        Reading::Knows(who, at) => format!("{who}: acknowledged on {}", moment(at)),
        Reading::KnewOnce(who, at, Some(count)) => {
            format!("{who}: acknowledged an older edition on {}, {} since", moment(at), changes(count))
        }
        Reading::KnewOnce(who, at, None) => format!("{who}: acknowledged an older edition on {}", moment(at)),
        Reading::Never(who) => format!("{who}: has acknowledged nothing"),
        Reading::Nobody => {
            "There are no dispatchers in pult.yaml yet, and nobody has acknowledged anything.".to_owned()
        }
    }
}

fn count_of(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn page(page: &Page) -> String {
    match page.kind {
        PageKind::Company => "The company".to_owned(),
        PageKind::Procedure => quoted(page),
        PageKind::Card => format!("The card {}", quoted(page)),
    }
}

fn change(difference: &Difference<'_>) -> String {
    let place = page(difference.page);
    match difference.what {
        What::NewPage if difference.page.kind == PageKind::Card => format!("A new card: {}", quoted(difference.page)),
        What::NewPage => format!("A new procedure: {}", quoted(difference.page)),
        What::GonePage if difference.page.kind == PageKind::Card => {
            format!("The card {} is gone", quoted(difference.page))
        }
        What::GonePage => format!("The procedure {} is gone", quoted(difference.page)),
        What::Title(was) => format!("{place}: was called “{}”", brief(was)),
        What::New(line) => format!("{place}: new {} {}", named(line.sort), what(line)),
        What::Gone(line) => format!("{place}: no {} any more: {}", named(line.sort), what(line)),
        What::Words(_, now) if now.sort == Sort::Hours => format!("{place}: the working hours have changed"),
        What::Words(was, now) if now.name.is_empty() || now.name != was.name => {
            format!("{place}: {}: was {}, is {}", named(now.sort), what(was), what(now))
        }
        What::Words(was, now) => {
            format!("{place}: “{}”: was {}, is {}", brief(&now.name), value(&was.words), value(&now.words))
        }
        What::Works(line) if line.sort == Sort::Hours => format!("{place}: working hours or holidays have changed"),
        What::Works(line) => format!(
            "{place}: {} {}: the same words, but when it is wanted or what fits has changed",
            named(line.sort),
            what(line)
        ),
    }
}

fn quoted(page: &Page) -> String {
    format!("“{}”", brief(&page.title))
}

fn what(line: &Line) -> String {
    if line.name.is_empty() {
        format!("“{}”", brief(&line.words))
    } else {
        format!("“{}”: {}", brief(&line.name), value(&line.words))
    }
}

fn value(words: &str) -> String {
    if words.is_empty() { "not filled in".to_owned() } else { format!("“{}”", brief(words)) }
}

fn named(sort: Sort) -> &'static str {
    match sort {
        Sort::Never => "prohibition",
        Sort::Question => "question",
        Sort::Choice => "choice",
        Sort::Step => "step",
        Sort::Hint => "hint",
        Sort::Outcome => "outcome",
        Sort::Value => "value",
        Sort::Row => "row",
        Sort::Text => "text",
        Sort::Notice => "notice on documents",
        Sort::Hours => "working hours",
        Sort::Contact => "contact",
    }
}
