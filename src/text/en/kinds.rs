//! Words for the kinds of things that problems are about, in English.

use crate::model::diagnostic::{Shape, Thing, TimeKind};
use crate::model::letters::Alphabet;
use crate::model::types::Base;
use crate::text::{Wording, ticked, wording};

pub(super) fn time(kind: TimeKind) -> Wording {
    match kind {
        TimeKind::Offset => wording(
            "the offset from universal time cannot be read",
            "hours and minutes are wanted here",
            "write it like this: `\"+03:00\"`",
        ),
        TimeKind::Interval => wording(
            "the hours cannot be read",
            "hours and minutes want a colon",
            "write the opening and the closing with a hyphen between, hours and minutes with a colon: `9:00-18:00`; \
             a closed day is not listed at all",
        ),
        TimeKind::Break => wording(
            "a break cannot be told in the hours",
            "one opening and one closing are wanted",
            "write the time from the opening to the closing: `9:00-18:00`; tell of the break in the `text` of a card, \
             which the dispatcher reads",
        ),
        TimeKind::BackwardInterval => wording(
            "the hours end before they begin",
            "the end is before the beginning",
            "first the opening, then the closing: `9:00-18:00`",
        ),
        TimeKind::Weekdays => wording(
            "the days of the week cannot be read",
            "days of the week are wanted here",
            "write one day or a span from Monday towards Sunday: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, \
             for example `mon-fri: 10:00-19:00`",
        ),
        TimeKind::Yearly => wording(
            "the day of the year cannot be read",
            "a day and a month are wanted here",
            "write day and month without a year: `01.05`; Radunitsa is a word: `radunitsa`",
        ),
        TimeKind::Day => {
            wording("the date cannot be read", "a date is wanted here", "write day, month and year: `21.04.2026`")
        }
        TimeKind::Span => wording(
            "the span of time cannot be read",
            "a span of time is wanted here",
            "write working time: `15 minutes`, `2 hours`, `1 day`; by the clock, nights and closed days included: `clock 2 hours`",
        ),
        TimeKind::Due => wording(
            "the due time cannot be read",
            "a due time is wanted here",
            "write working time from the step's own beginning: `2 hours`; from another step: `2 hours after NAME`; or a field with a date",
        ),
        TimeKind::Moment => wording(
            "the date and time cannot be read",
            "a date and a time are wanted here",
            "write day, month, year and time: `27.11.2026 11:05`",
        ),
        TimeKind::Minutes => wording(
            "how long that is cannot be read",
            "minutes or hours are wanted here",
            "write a number and a word: `5 minutes`, `1 hour`; a week at the most",
        ),
    }
}

/// A word with letters of another alphabet, which nobody can see.
pub(super) fn mixed(word: &str, letters: &str, alphabet: Alphabet, meant: &str) -> Wording {
    let (kind, layout) = match alphabet {
        Alphabet::Cyrillic => ("Cyrillic", "Latin"),
        Alphabet::Latin => ("Latin", "Cyrillic"),
    };
    let all: Vec<String> = letters.chars().map(|letter| format!("“{letter}”")).collect();
    let letter = if all.len() == 1 { "letter" } else { "letters" };
    let title = format!("the word `{word}` has the {kind} {letter} {}", all.join(", "));
    wording(
        title,
        &format!("this letter is {kind}"),
        format!("they look the same; type the word anew in {layout}: `{meant}`"),
    )
}

pub(super) fn shape(wanted: Shape) -> Wording {
    match wanted {
        Shape::Map => wording(
            "lines like `key: value` are wanted here",
            "something else is here",
            "begin a line with each key, all with one indent; a space follows the colon",
        ),
        Shape::List => wording(
            "a list is wanted here",
            "something else is here",
            "begin each line of the list with a dash and a space: `- first`",
        ),
        Shape::Text => wording(
            "text is wanted here",
            "a list or keys are here",
            "write it in one line; if it has brackets or a colon, put it in quotation marks",
        ),
        Shape::YesNo => wording("“yes” or “no” is wanted here", "something else is here", "write `yes` or `no`"),
        Shape::Number => {
            wording("a whole number is wanted here", "something else is here", "write digits, for example `1`")
        }
    }
}

pub(super) fn unknown(thing: Thing, word: &str, near: Option<&String>) -> Wording {
    let built_in;
    let (what, known) = match thing {
        Thing::Procedure => ("procedure", "a procedure is a file in the folder `procedures`"),
        Thing::Card => ("card", "a card is a file in the folder `procedures/cards`"),
        Thing::Section => ("section", "sections are listed in `pult.yaml` under `sections`"),
        Thing::Atom => (
            "point of the instruction",
            "they are listed in `procedures/source.yaml`; write them one by one: `[A1, A2]`",
        ),
        Thing::Type => {
            let words = ticked(&Base::words());
            built_in = format!("built in are {words}; your own stand in `procedures/types.yaml`");
            ("type", built_in.as_str())
        }
        Thing::Step => {
            ("step", "a step goes by its `name`, or by its kind and the beginning of its text: `say Good morning`")
        }
        Thing::Part => ("part", "a part is a file in the folder `procedures/parts`"),
        Thing::Form => ("form", "a form is a file `.md` in the folder `forms`"),
        Thing::Contact => (
            "contact",
            "contacts are listed in `pult.yaml` under `contacts`; a question before this step that asks for a phone number (for mail, an address) will do, too",
        ),
        Thing::Files => ("step with files", "write the `name` of an `attach` that stands before this step"),
        Thing::Series => ("series of numbers", "they are listed in `pult.yaml` under `series`"),
        Thing::Move => ("move", "a move begins, for example, with `answer`, `done`, `skip` or `expect`"),
        Thing::Change => (
            "moment or answer in the play",
            "a variant changes a moment that stands in `at`, or an answer: `change: {\"12:05\": \"12:31\", reason: price}`",
        ),
        Thing::Dispatcher => (
            "dispatcher",
            "dispatchers are listed under `dispatchers`: for scenarios in `procedures/scenarios/office.yaml`, in life in `pult.yaml`",
        ),
        Thing::Outcome => {
            ("outcome", "it is the word behind `stop:`; without a `stop` a case ends as `done`, cut short as `cut`")
        }
    };
    wording(format!("there is no {what} `{word}`"), "not found", meant(near, known))
}

/// The word that may have been meant, or what else there is to know.
pub(super) fn meant(near: Option<&String>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

/// The word that may have been meant, and the words that would do.
pub(super) fn meant_among<W: AsRef<str>>(near: Option<&String>, of: &str, known: &[W]) -> String {
    let near = near.map(|near| format!("did you mean `{near}`?"));
    let known = (!known.is_empty()).then(|| format!("{of}: {}", ticked(known)));
    near.into_iter().chain(known).collect::<Vec<_>>().join(" ")
}

/// What a key that is missing is for.
pub(super) fn purpose(key: &str) -> &'static str {
    match key {
        "title" => ", the heading that people see",
        "steps" => ", the steps, each with a dash",
        "as" => ", how lists call this outcome",
        "be" => ", the expression that is computed",
        "label" => ", the label that people see",
        "base" => ", the built-in type under this one",
        "example" => ", a value that fits",
        "error" => ", what to say when a value does not fit",
        "check" => ", the condition that has to hold",
        "procedure" => ", the procedure's file name without `.yaml`",
        "expect" => ", what must come of it",
        "time" => ", the offset from universal time, for example `\"+03:00\"`",
        "format" => ", now it is `1`",
        _ => "",
    }
}
