//! What scenarios show.

use crate::engine::State;
use crate::session::{Gap, Mismatch, Missed, Seen};

/// What was expected beside what came.
pub(crate) fn mismatch(mismatch: &Mismatch) -> String {
    format!("{}: ожидалось {}, получилось {}", mismatch.what, seen(&mismatch.expected), seen(&mismatch.came))
}

fn seen(seen: &Seen) -> String {
    match seen {
        Seen::Nothing => "ничего".to_owned(),
        Seen::Text(text) => format!("«{text}»"),
        Seen::Planned => "«шаг нужен»".to_owned(),
        Seen::NoStep => "«такого шага в деле нет»".to_owned(),
        Seen::State(state) => format!("«{}»", word(*state)),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Done => "шаг сделан",
        State::Skipped => "шаг пропущен",
        State::Open => "шаг ещё не сделан",
        State::Stale => "шаг сделан, но с тех пор ответы изменились",
        State::Maybe => "неизвестно, нужен ли шаг",
        State::Blocked(_) => "до шага дело ещё не дошло",
        State::Out => "шаг не нужен",
    }
}

/// What no scenario does in a procedure.
pub(crate) fn missed(missed: &Missed) -> String {
    let gaps = missed.gaps.iter().map(|gap| match gap {
        Gap::Step(step) => format!("    {step}"),
        Gap::Arm { step, label } => format!("    {step}: ответ «{label}»"),
    });
    let head = if missed.gaps.is_empty() { " – ни одного сценария" } else { "" };
    let lines: Vec<String> = std::iter::once(format!("  {}{head}", missed.procedure)).chain(gaps).collect();
    lines.join("\n")
}
