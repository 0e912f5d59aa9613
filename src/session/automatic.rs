//! What needs nobody's answer, and is done by itself when moves are played.

use crate::engine::{Attempt, Move, Outline, Row, State};
use crate::model::definition::StepKind;
use crate::model::event::{Came, Way};
use std::collections::BTreeSet;

/// One more item for the step of an item that is not there yet: the next one of a repeat that is.
pub(super) fn missing_item(outline: &Outline<'_>, id: &str) -> Option<Move> {
    let mut ends = id.match_indices('.').map(|(at, _)| &id[..at]);
    let step = ends.find(|repeat| {
        let row = outline.row(repeat).map(|row| &outline.rows[row]);
        let there = || {
            let rest = id.get(repeat.len() + 1..).unwrap_or_default();
            let number = rest.split('.').next().unwrap_or_default();
            number.parse::<u32>().is_err() || outline.item(&format!("{repeat}.{number}")).is_some()
        };
        // What is added while a wait lasts comes when it has begun.
        let early = |row: &Row<'_>| row.aside && matches!(row.state, State::Blocked(_));
        row.is_some_and(|row| matches!(row.step.kind, StepKind::Repeat(_)) && !early(row)) && !there()
    })?;
    Some(Move::More { step: step.to_owned() })
}

/// Words that block a step, and that no question carries which the play would answer.
pub(super) fn in_the_way(outline: &Outline<'_>, row: usize) -> Option<Move> {
    let State::Blocked(by) = outline.rows[row].state else { return None };
    let by = &outline.rows[by];
    let words = matches!(by.step.kind, StepKind::Say(_)) && by.state == State::Open && !by.step.gate;
    words.then(|| Move::Done { step: by.id.clone() })
}

/// Where no step of this case is wanted: words that lead to nothing but what may stay unanswered.
pub(super) fn said_before_optional(outline: &Outline<'_>) -> Option<Move> {
    let passed = |at: &usize| outline.rows[*at].is_open() && outline.rows[*at].step.optional;
    let leads = (0..outline.rows.len()).filter(passed).flat_map(|at| outline.lead(at));
    let said = leads
        .map(|at| &outline.rows[at])
        .find(|row| matches!(row.step.kind, StepKind::Say(_)) && row.state == State::Open && !row.step.gate)?;
    Some(Move::Done { step: said.id.clone() })
}

/// The next thing that needs nobody's answer. Cases are only run or ended when the target is not in
/// the case on top.
pub(super) fn automatic(outline: &Outline<'_>, named: &BTreeSet<String>, elsewhere: bool, short: bool) -> Option<Move> {
    let open = outline.awaited();
    let found = open.into_iter().find_map(|at| {
        let row = &outline.rows[at];
        let step = row.id.clone();
        if named.contains(&step) || row.state != State::Open {
            return None;
        }
        match &row.step.kind {
            StepKind::Say(_) => Some(Move::Done { step }),
            StepKind::Repeat(_) if short => Some(Move::Enough { step, accept: true }),
            StepKind::Notify(_) if short => {
                let who = first_of(&row.step.kind);
                let attempt = Attempt { who, how: Way::Call, came: Came::Reached, reason: None };
                Some(Move::Try { step, attempt })
            }
            StepKind::Mail(_) if !row.step.gate || short => Some(Move::Begin { step, reason: None }),
            StepKind::Do(_) if !row.step.gate || short => Some(Move::Done { step }),
            StepKind::Print(_) if !row.step.gate && outline.paper(at).is_some() => Some(Move::Done { step }),
            StepKind::Print(_) if !row.step.gate => Some(Move::Begin { step, reason: None }),
            StepKind::Run(_) if elsewhere => Some(Move::Begin { step, reason: None }),
            StepKind::Stop(_) if elsewhere => Some(Move::Stop { step: Some(step) }),
            StepKind::Ask(_) | StepKind::Wait(_) | StepKind::Attach(_) => None,
            StepKind::Note(_) | StepKind::Group(_) | StepKind::Let(_) | StepKind::Repeat(_) | StepKind::Notify(_) => {
                None
            }
            StepKind::Mail(_) | StepKind::Do(_) | StepKind::Print(_) | StepKind::Run(_) | StepKind::Stop(_) => None,
        }
    });
    found.or_else(|| (elsewhere && outline.may_end()).then_some(Move::Stop { step: None }))
}

/// Whom a step tells first.
pub(super) fn first_of(kind: &StepKind) -> String {
    let StepKind::Notify(notify) = kind else { return String::new() };
    notify.whom.first().map(|id| id.value.clone()).unwrap_or_default()
}
