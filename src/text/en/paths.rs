//! What the paths through a procedure show, for the director.

use super::plural;
use crate::model::diagnostic::{Always, Comparison, Turn, Unanswerable, Unreached};
use crate::text::{Wording, one_line, ticked, wording};

/// How many conditions are told in one line.
const MOST: usize = 3;

/// A path in the procedure's own words.
fn told(path: &[Turn]) -> Option<String> {
    let turn = |turn: &Turn| match &turn.answer {
        Some(answer) => one_line(&format!("{}: {answer}", turn.asked)),
        None => one_line(&format!("{}: no answer", turn.asked)),
    };
    let turns: Vec<String> = path.iter().map(turn).collect();
    (!turns.is_empty()).then(|| format!("\"{}\"", turns.join("; ").replace('`', "'")))
}

/// What is to be done, with what is seen on a path.
fn with(help: &str, path: &[Turn], seen: impl Fn(&str) -> String) -> String {
    told(path).map_or_else(|| help.to_owned(), |path| format!("{help}; for example, {}", seen(&path)))
}

fn leads(help: &str, path: &[Turn]) -> String {
    with(help, path, |path| format!("{path} leads here"))
}

pub(super) fn never_reached(what: &Unreached, path: &[Turn]) -> Wording {
    match what {
        Unreached::Step => wording(
            "no answers lead to this step",
            "the condition never holds",
            with("check the names and codes in `when`, here and above, or take the step out", path, |path| {
                format!("{path} does not lead here")
            }),
        ),
        Unreached::BehindStop => wording(
            "no answers lead to this step",
            "the case ends before",
            "give the `stop` above a `when`, put this step before it, or take it out",
        ),
        Unreached::Arm { label } => wording(
            format!("the answer \"{}\" cannot be given", one_line(label).replace('`', "'")),
            "nobody can give this answer",
            with("check the `when` and `check` of this answer, or take it out", path, |path| {
                format!("it cannot be given after {path}")
            }),
        ),
    }
}

pub(super) fn always_true(what: Always, path: &[Turn]) -> Wording {
    let (label, help) = match what {
        Always::Step => ("the step is always there", "take `when` out, or check the names and codes in it"),
        Always::Arm => ("the answer is always offered", "take `when` out, or check the names and codes in it"),
        Always::Check => ("any answer will do", "take `check` out, or check the names and codes in it"),
    };
    wording(
        "the condition holds whatever is answered",
        label,
        with(help, path, |path| format!("it holds after {path} too")),
    )
}

pub(super) fn dead_end(how: Unanswerable, path: &[Turn]) -> Wording {
    let (title, help) = match how {
        Unanswerable::Question => (
            "there are cases in which no answer to this question will do",
            "check the `when` of the answers and `check`",
        ),
        Unanswerable::Gate => (
            "there are cases that are locked here: no answer will do, and the step cannot be passed",
            "check the `when` of the answers and `check`",
        ),
        Unanswerable::Nothing => ("there is nothing to choose here", "fill in what `from` names, or check `where`"),
        Unanswerable::NothingForGate => (
            "the case is locked here: there is nothing to choose, and the step cannot be passed",
            "fill in what `from` names, or check `where`",
        ),
    };
    wording(title, "a dead end", leads(help, path))
}

pub(super) fn no_stop(path: &[Turn]) -> Wording {
    wording(
        "there are cases that come to no `stop`",
        "not for all answers",
        with("put a `stop` without `when` last", path, |path| {
            format!("after {path} the case has no outcome of its own")
        }),
    )
}

pub(super) fn never_asked(name: &str, path: &[Turn]) -> Wording {
    let help = format!("check where the step `{name}` stands, or put this place into `{{% if … %}}`");
    wording(
        format!("`{name}` is always empty here: its step is on no way to this place"),
        "always empty here",
        leads(&help, path),
    )
}

pub(super) fn doubtful(name: &str, kind: &str, how: &Comparison) -> Wording {
    match how {
        Comparison::WithText if kind == "yes/no" => wording(
            format!("`{name}` is a yes or a no, and is compared with a text"),
            "it never has this value",
            format!("write just `{name}` or `not {name}`"),
        ),
        Comparison::WithText => wording(
            format!("`{name}` is never equal to this text: its type is `{kind}`"),
            "it never has this value",
            "numbers are written without quotation marks, a date as `\"2026-11-22\"`, a time as `\"09:30\"`",
        ),
        Comparison::WithNumber => wording(
            format!("`{name}` is never equal to a number: its type is `{kind}`"),
            "compared with a number",
            "put the number into quotation marks, or give the question the type `integer`, `number` or `money`",
        ),
        Comparison::Order => wording(
            format!("`{name}` has no order: its type is `{kind}`"),
            "more or less means nothing here",
            "for numbers give the question the type `integer`, `number` or `money`, for days `date`",
        ),
        Comparison::WithNone => wording(
            format!("`{name}` is put in order with what is not there"),
            "nothing is more or less than that",
            format!("write `{name} is none` or `{name} is not none`"),
        ),
        Comparison::OfNone { path } => wording(
            format!("without an answer to `{name}` the whole condition is false, what stands behind `or` too"),
            "there is no answer to compare",
            leads("put the comparison into a `let` of its own", path),
        ),
    }
}

pub(super) fn undecided(conditions: &[String]) -> Wording {
    let some: Vec<String> = conditions.iter().take(MOST).map(|one| one_line(one).replace('`', "'")).collect();
    let others = conditions.len().saturating_sub(MOST) as u64;
    let others = (others > 0).then(|| format!(" and {}", plural(others, "other condition", "other conditions")));
    wording(
        format!("it cannot be told beforehand when {} holds{}", ticked(&some), others.unwrap_or_default()),
        "looked at as if it could be either",
        "nothing to mend: play these cases in scenarios",
    )
}

pub(super) fn too_many(most: usize) -> Wording {
    wording(
        "too many paths, not all were looked at",
        "not everything was checked",
        format!(
            "{most} paths were followed at each step; steps that nothing reaches and names that are always empty are not \
             looked for behind the first such place; part the procedure in two to have it checked whole"
        ),
    )
}
