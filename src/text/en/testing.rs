//! What scenarios show.

use crate::engine::State;
use crate::session::{Gap, Mismatch, Missed, Seen};

/// What was expected beside what came.
pub(crate) fn mismatch(mismatch: &Mismatch) -> String {
    format!("{}: expected {}, came {}", mismatch.what, seen(&mismatch.expected), seen(&mismatch.came))
}

fn seen(seen: &Seen) -> String {
    match seen {
        Seen::Nothing => "nothing".to_owned(),
        Seen::Text(text) => format!("“{text}”"),
        Seen::Planned => "“the step is needed”".to_owned(),
        Seen::NoStep => "“there is no such step in the case”".to_owned(),
        Seen::State(state) => format!("“{}”", word(*state)),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Done => "the step is done",
        State::Skipped => "the step was skipped",
        State::Open => "the step is still to be done",
        State::Stale => "the step is done, but answers have changed since",
        State::Maybe => "it is not known whether the step is needed",
        State::Blocked(_) => "the case has not come to the step yet",
        State::Out => "the step is not needed",
    }
}

/// What no scenario does in a procedure.
pub(crate) fn missed(missed: &Missed) -> String {
    let gaps = missed.gaps.iter().map(|gap| match gap {
        Gap::Step(step) => format!("    {step}"),
        Gap::Arm { step, label } => format!("    {step}: the answer “{label}”"),
    });
    let head = if missed.gaps.is_empty() { ": no scenario" } else { "" };
    let lines: Vec<String> = std::iter::once(format!("  {}{head}", missed.procedure)).chain(gaps).collect();
    lines.join("\n")
}
