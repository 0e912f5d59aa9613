//! One more item, one less, and enough of them.

use super::case::{Settled, item_of};
use super::items::{bounds, next_number};
use super::judge::{Concern, judged_checks};
use super::moves::Refusal;
use super::outline::{Outline, State};
use crate::model::definition::StepKind;
use crate::model::event::{Because, Did, More};

/// The row of a repeat whose items may be changed now: their own open steps do not hinder that, a gate before
/// them does.
pub(super) fn repeat_row(outline: &Outline<'_>, id: &str) -> Result<usize, Refusal> {
    let step = id.to_owned();
    let at = outline.row(id).ok_or_else(|| Refusal::NoSuchStep { step: step.clone() })?;
    let row = &outline.rows[at];
    match row.state {
        _ if !matches!(row.step.kind, StepKind::Repeat(_)) => Err(Refusal::WrongKind { step }),
        State::Out => Err(Refusal::Out { step }),
        State::Maybe => Err(Refusal::Maybe { by: outline.undecided(at).unwrap_or_default(), step }),
        State::Blocked(by) if !row.inner.contains(&by) => {
            Err(Refusal::Blocked { step, by: outline.rows[by].id.clone() })
        }
        _ => Ok(at),
    }
}

/// One more item of a repeat.
pub(super) fn one_more(outline: &Outline<'_>, row: usize) -> Result<Did, Refusal> {
    let found = &outline.rows[row];
    let step = found.id.clone();
    if outline.may_be_done_again(&step) == Some(false) {
        // The wait in which it stands is over, or has not begun.
        return Err(Refusal::Settled { step });
    }
    let StepKind::Repeat(repeat) = &found.step.kind else { return Err(Refusal::WrongKind { step }) };
    let Some((min, max)) = bounds(repeat) else { return Err(Refusal::WrongKind { step }) };
    if outline.items_of(row).len() >= usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Refusal::TooMany { step, max });
    }
    Ok(Did::More(More { step, item: next_number(min, found.fact) }))
}

/// An item is taken out. What was answered in it goes with it, so that wants a reason; what was begun in it must
/// be carried out first.
pub(super) fn dropped(outline: &Outline<'_>, id: &str, reason: Option<&str>) -> Result<Did, Refusal> {
    let none = || Refusal::NoSuchStep { step: id.to_owned() };
    let (repeat, _) = item_of(id).ok_or_else(none)?;
    let row = repeat_row(outline, repeat)?;
    let item = outline.item(id).ok_or_else(none)?;
    let step = repeat.to_owned();
    let StepKind::Repeat(kind) = &outline.rows[row].step.kind else { return Err(Refusal::WrongKind { step }) };
    let Some((min, _)) = bounds(kind) else { return Err(Refusal::WrongKind { step }) };
    if outline.items_of(row).len() <= usize::try_from(min).unwrap_or(usize::MAX) {
        return Err(Refusal::TooFew { step, min });
    }
    let rows = &outline.rows[outline.items[item].rows.clone()];
    if let Some(begun) = rows.iter().find(|row| row.fact.is_some_and(|fact| fact.unsettled)) {
        return Err(Refusal::Blocked { step: id.to_owned(), by: begun.id.clone() });
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let touched = rows.iter().any(|row| {
        row.fact.is_some_and(|fact| {
            fact.settled == Some(Settled::Done) || fact.begun > 0 || !fact.items.is_empty() || !fact.tries.is_empty()
        })
    });
    if touched && reason.is_none() {
        return Err(Refusal::ReasonNeeded { step: id.to_owned() });
    }
    Ok(Did::Drop(Because { step: id.to_owned(), reason }))
}

/// These are all items: what must hold of them together is judged. The doubts that were accepted come back.
pub(super) fn enough(outline: &Outline<'_>, row: usize, accept: bool) -> Result<Vec<String>, Refusal> {
    let found = &outline.rows[row];
    let StepKind::Repeat(repeat) = &found.step.kind else {
        return Err(Refusal::WrongKind { step: found.id.clone() });
    };
    let checks = repeat.checks.iter().map(|check| (check, row));
    let concerns = judged_checks(outline, checks)?;
    if !concerns.is_empty() && !accept {
        return Err(Refusal::Doubtful(concerns));
    }
    Ok(concerns.iter().map(Concern::word).collect())
}
