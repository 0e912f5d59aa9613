//! Closing a case: the record whole, then the journal away, then git.

use super::outbox::waiting;
use super::{Notice, Session, SessionError};
use crate::engine::{Case, Life, Outline, Outside, Paper, Settled, State};
use crate::model::company::Git;
use crate::model::definition::StepKind;
use crate::model::event::{Closing, Event, JOINED, Moment};
use crate::model::record::{self, Document, Head, Shown};
use crate::model::types::{mask_of, moment, show_untyped};
use crate::store::Tray;
use serde_json::Value;

impl Session {
    /// Carries the decided end of the case on top out.
    pub(super) fn close_top(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let outside = self.outside();
        if let Some(joined) = self.stack.last().map(|held| held.case.clone()).filter(|case| case.joined.is_some()) {
            self.link(&joined, notices)?;
        }
        if let Some(case) = self.stack.last().map(|held| held.case.clone()).filter(has_joined) {
            self.link_runs(&case, notices)?;
        }
        let Some(held) = self.stack.last_mut() else { return Ok(()) };
        let Life::Closing(closing) = held.case.life.clone() else { return Ok(()) };
        let last = held.case.closed(&outside);
        let log = held.journal.text()? + &last.iter().map(Event::to_line).collect::<String>();
        let closed = last.first().map_or(outside.at, |event| event.at);
        let text = record_of(&held.case, &outside, closed, &log).unwrap_or_default();
        let path = self.store.publish_record(&held.id, &held.case.definition.id, &text)?;
        self.store.remove_journal(&held.journal)?;
        let Some(mut held) = self.stack.pop() else { return Ok(()) };
        last.iter().for_each(|event| held.case.apply(event));
        let outcome = closing.label.clone().unwrap_or_else(|| closing.outcome.clone());
        let path = self.store.relative(&path);
        let mine = format!("{}-", held.id);
        notices.push(Notice::Closed { id: held.id, outcome, path });
        if self.store.letters(Tray::Waiting).unwrap_or_default().iter().any(|letter| letter.starts_with(&mine)) {
            notices.push(Notice::LettersWait(waiting(&self.store)));
        }
        if self.git == Git::Commit {
            self.committer().commit();
        }
        self.return_to_parent(&held.case, Some(closing.outcome), notices)?;
        self.finished.push(held.case);
        Ok(())
    }
}

/// When a case was joined, and what is known of it.
fn at_and(at: &Moment, label: &str) -> String {
    if label.is_empty() { moment(at) } else { format!("{}, {label}", moment(at)) }
}

/// Whether a case that it ran was joined to another one.
fn has_joined(case: &Case) -> bool {
    case.facts().any(|(_, fact)| fact.outcome.as_deref() == Some(JOINED))
}

/// The record of a case whose end is decided, derived from its events; none of one that goes on. Of the world only
/// the types of the cards count: a price that the case had seen is shown as a price.
pub(super) fn record_of(case: &Case, outside: &Outside, closed: Moment, log: &str) -> Option<String> {
    let Life::Closing(closing) = &case.life else { return None };
    let outline = case.outline(&case.remembered().showing(outside));
    Some(record::write(&head(case, &outline, closing, closed), log))
}

/// The record's head, derived from the case.
fn head(case: &Case, outline: &Outline<'_>, closing: &Closing, closed: Moment) -> Head {
    let mut head = Head {
        id: case.id.clone(),
        procedure: case.definition.id.clone(),
        title: case.definition.title.clone(),
        label: case.label(outline),
        outcome: closing.outcome.clone(),
        outcome_label: closing.label.clone(),
        reason: closing.reason.clone(),
        opened: case.since.unwrap_or(closed),
        closed,
        desk: case.desk.clone(),
        dispatchers: case.hands.clone(),
        definition: case.definition.hash(),
        parent: case.opened.parent.as_ref().map(|parent| parent.case.clone()),
        replaces: case.opened.parent.as_ref().and_then(|parent| parent.replaces.clone()),
        answers: Vec::new(),
        runs: Vec::new(),
        skipped: Vec::new(),
        documents: outline.papers().iter().map(document).collect(),
        late: outline
            .missed()
            .iter()
            .map(|missed| (outline.rows[missed.row].id.clone(), (missed.due, missed.done)))
            .collect(),
        joined: case.joined.clone(),
        linked: case.linked.iter().map(|(at, id, label)| (id.clone(), at_and(at, label))).collect(),
        told: Vec::new(),
        attachments: Vec::new(),
        mail: Vec::new(),
        notes: case.notes.iter().map(|(_, text)| text.clone()).collect(),
    };
    for (at, row) in outline.rows.iter().enumerate() {
        let id = row.id.clone();
        if let Some(fact) = row.fact {
            let told = fact.tries.iter().enumerate();
            let counts = |at: usize| at >= fact.void_tries && row.state != State::Out;
            head.told.extend(told.map(|(at, (when, tried))| (*when, tried.clone(), counts(at))));
            let files = fact.files.iter().filter(|_| row.state != State::Out);
            head.attachments.extend(files.map(|file| (id.clone(), file.clone())));
            head.mail.extend(fact.letter.clone());
        }
        match (&row.step.kind, row.state, row.fact) {
            (_, State::Skipped, Some(fact)) => {
                if let Some(Settled::Skipped(reason)) = &fact.settled {
                    head.skipped.push((id, reason.clone()));
                }
            }
            (StepKind::Run(_), State::Done | State::Stale, Some(fact)) => {
                head.runs.extend(fact.child.clone().map(|child| (id, child)));
            }
            _ => {}
        }
        if row.item.is_none() {
            head.answers.extend(answer(outline, at));
        }
    }
    // What was told and sent from an item that is no longer there has been told and sent all the same.
    for (_, fact) in case.facts().filter(|(id, _)| outline.row(id).is_none()) {
        head.told.extend(fact.tries.iter().map(|(when, tried)| (*when, tried.clone(), false)));
        head.mail.extend(fact.letter.clone());
    }
    head
}

/// What a row has answered, by the name it has among its neighbours: a value, or those of items and parts.
fn answer(outline: &Outline<'_>, at: usize) -> Option<(String, Shown)> {
    let row = &outline.rows[at];
    let name = row.step.id.clone();
    match (&row.step.kind, row.state, row.fact) {
        (StepKind::Repeat(_), State::Done | State::Open | State::Blocked(_), _) => {
            let items = outline.items_of(at).into_iter().map(|item| answers(outline, item));
            let items: Vec<_> = items.collect();
            (!items.is_empty()).then_some((name, Shown::Items(items)))
        }
        (StepKind::Group(_), state, _) if row.step.has_own_names() && state != State::Out => {
            let part =
                outline.items.iter().position(|item| std::ptr::eq(item.step, row.step) && item.outer == row.item);
            let part = answers(outline, part?);
            (!part.is_empty()).then_some((name, Shown::Part(part)))
        }
        (StepKind::Ask(_) | StepKind::Wait(_), State::Done, Some(fact)) if !fact.value.is_null() => {
            let value = mask_of(&fact.value).map_or_else(|| fact.value.clone(), Value::from);
            Some((name, Shown::Value { value, label: fact.label.clone() }))
        }
        (StepKind::Let(_), State::Done, _) => {
            let value = outline.scope_at(at).get(&name);
            let label = row.step.kind.field().map_or_else(|| show_untyped(&value), |field| field.show(&value));
            let label = (value.as_str() != Some(&label)).then_some(label);
            (!value.is_null()).then_some((name, Shown::Value { value, label }))
        }
        _ => None,
    }
}

/// What was answered in an item, or in a part.
fn answers(outline: &Outline<'_>, item: usize) -> Vec<(String, Shown)> {
    let rows = outline.items[item].rows.clone().filter(|row| outline.rows[*row].item == Some(item));
    rows.filter_map(|row| answer(outline, row)).collect()
}

fn document(paper: &Paper<'_>) -> Document {
    Document {
        form: paper.form.to_owned(),
        number: paper.number.map(str::to_owned),
        made: paper.made.map(|(at, made)| (at, made.file.clone(), made.copies)),
        handed: paper.handed().collect(),
        void: !paper.counts,
    }
}
