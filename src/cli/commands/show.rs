//! `pult show`

use crate::cli::args::ShowArgs;
use crate::cli::desk;
use crate::cli::out;
use crate::cli::plain::{Numbers, Screen, late_lines, outcome_words};
use crate::cli::{CommandError, Desk, FAULTS, GOOD, Opened, draw};
use crate::engine::{Case, Life, Outside, State};
use crate::model::card::Card;
use crate::model::correction::Correction;
use crate::model::diagnostic::Diagnostic;
use crate::model::event::Event;
use crate::model::types::{mask_of, moment, show_untyped};
use crate::render;
use crate::session::{Seat, faults_of_card, person, show_case, show_corrections};
use crate::text::{Matter, Message};
use serde_json::{Value, json};
use std::sync::Arc;

pub(in crate::cli) fn show(desk: &Desk, args: &ShowArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let mut screen = desk::screen(opened.language);
    let company = &opened.workspace.company;
    if args.what == "contacts" {
        if args.json {
            let all = company.contacts.iter().map(|(id, contact)| {
                json!({"id": id, "title": contact.title, "name": contact.name, "phones": contact.phones, "email": contact.email})
            });
            out::json(&all.collect::<Value>());
        } else {
            screen.contacts(company, Numbers::Shown);
        }
        return Ok(GOOD);
    }
    if args.what == "handbook" {
        let session = opened.session(desk.clock(company)?, nobody(&opened));
        return super::handbook::show(&opened, &session, args.json);
    }
    if opened.workspace.has_procedure(&args.what) {
        let session = opened.session(desk.clock(company)?, nobody(&opened));
        let document =
            session.procedure_reading(&args.what).map_err(|error| CommandError::session(&session, &error))?;
        if args.json {
            let lines = render::text(&document, None);
            out::json(&json!({"id": args.what, "title": document.title, "lines": lines}));
        } else {
            screen.document(&document);
        }
        return Ok(GOOD);
    }
    // What could not be read of a card, or of what it reads, stands there as if it were not there.
    let faults = faults_of_card(&opened.workspace, opened.diagnostics(), &args.what);
    let card = opened.workspace.cards.get(&args.what);
    if let Some(card) = card {
        let mut session = opened.session(desk.clock(company)?, nobody(&opened));
        let outside = session.outside_of_card(card).map_err(|error| CommandError::session(&session, &error))?;
        if args.json {
            out::json(&card_json(card, &outside));
        } else {
            screen.card(card, &outside);
        }
    }
    if card.is_some() || !faults.is_empty() {
        return ends_with(&opened, &faults);
    }
    let today = desk.clock(company)?.now().date_naive();
    let (case, events) = show_case(&opened.store, &args.what, today)
        .map_err(|error| CommandError::of(opened.language, &opened.workspace, &error, &str::to_owned))?;
    let corrections = show_corrections(&opened.store, &case.id, today)
        .map_err(|error| CommandError::of(opened.language, &opened.workspace, &error, &str::to_owned))?;
    if args.json {
        let mut shown = case_json(&case, &events);
        shown["corrections"] = json!(corrections);
        out::json(&shown);
    } else {
        let today = opened.session(desk.clock(company)?, nobody(&opened)).outside();
        print_case(&opened, &case, &today, &mut screen);
        put_right(&opened, &case, &events, &corrections, &mut screen);
    }
    Ok(GOOD)
}

/// What was shown is all, or not all for these faults.
pub(super) fn ends_with(opened: &Opened, faults: &[Diagnostic]) -> Result<u8, CommandError> {
    if faults.is_empty() {
        return Ok(GOOD);
    }
    let drawn = draw::diagnostics(opened.language, &opened.workspace.sources, faults, false);
    Err(CommandError::new(FAULTS, drawn.trim_end()))
}

/// Whoever only looks.
fn nobody(opened: &Opened) -> Seat {
    Seat { desk: String::new(), by: String::new(), language: opened.language }
}

fn card_json(card: &Card, outside: &Outside) -> Value {
    let values = card.values.iter().map(|value| {
        (
            value.name.clone(),
            json!({"label": value.label, "value": value.value, "shown": value.field.show(&value.value)}),
        )
    });
    let kept = card.answers.is_some().then(|| outside.value(&format!("cards.{}", card.id)));
    let rows = kept.unwrap_or_else(|| Value::Array(card.rows.clone()));
    json!({"id": card.id, "title": card.title, "values": values.collect::<serde_json::Map<_, _>>(), "rows": rows})
}

fn case_json(case: &Case, events: &[Event]) -> Value {
    let outline = case.outline(&case.remembered());
    let steps = outline.rows.iter().map(|row| {
        let state = match row.state {
            State::Done => "done",
            State::Skipped => "skipped",
            State::Open => "open",
            State::Stale => "stale",
            State::Maybe => "maybe",
            State::Blocked(_) => "blocked",
            State::Out => "out",
        };
        json!({"step": row.id, "kind": row.step.kind.verb(), "state": state})
    });
    json!({
        "id": case.id, "procedure": case.definition.id, "title": case.definition.title, "label": case.label(&outline),
        "opened": case.since, "outcome": outcome(case).map(|(code, _)| code), "dispatchers": case.hands,
        "parent": case.opened.parent.as_ref().map(|parent| parent.case.as_str()), "notes": case.notes,
        "joined": case.joined, "linked": case.linked.iter().map(|(_, id, _)| id).collect::<Vec<_>>(),
        "late": outline.missed().iter().map(|missed| {
            json!({"step": outline.rows[missed.row].id, "due": missed.due, "done": missed.done})
        }).collect::<Value>(),
        "steps": steps.collect::<Value>(), "log": events,
    })
}

fn outcome(case: &Case) -> Option<(String, String)> {
    match &case.life {
        Life::Closing(closing) | Life::Closed(closing) => {
            let words =
                closing.label.clone().or_else(|| closing.reason.clone()).unwrap_or_else(|| closing.outcome.clone());
            Some((closing.outcome.clone(), words))
        }
        Life::Open | Life::Parked => None,
    }
}

fn print_case(opened: &Opened, case: &Case, today: &Outside, screen: &mut crate::cli::plain::Screen<'_>) {
    let shown = case.remembered().showing(today);
    // What is overdue is so now, not when something was last done.
    let at = if case.is_over() { shown.at } else { today.at };
    let outline = case.outline(&Outside { at, ..shown });
    screen.line(&format!("{}  {}", case.id, case.definition.title));
    let hands: Vec<String> = case.hands.iter().map(|by| person(&opened.workspace, by)).collect();
    let facts = [
        (Message::ShowOpened, case.since.map(|at| moment(&at))),
        (Message::ShowClosed, case.last.filter(|_| matches!(case.life, Life::Closed(_))).map(|at| moment(&at))),
        (Message::ShowOutcome, outcome(case).map(|(_, words)| outcome_words(opened.language, &words))),
        (Message::ShowBy, Some(hands.join(", "))),
        (Message::ShowReplaces, case.opened.parent.as_ref().and_then(|parent| parent.replaces.clone())),
        (Message::ShowParent, case.opened.parent.as_ref().map(|parent| parent.case.clone())),
    ];
    for (title, value) in facts {
        if let Some(value) = value {
            let title = screen.text(&title);
            screen.line(&format!("{title}: {value}"));
        }
    }
    if let Some(joined) = &case.joined {
        let title = screen.text(&Message::Matter(Matter::ShowJoined));
        screen.line(&format!("{title}: {joined}"));
    }
    if !case.linked.is_empty() {
        let title = screen.text(&Message::Matter(Matter::ShowLinked));
        screen.line(&format!("{title}:"));
    }
    for (at, id, label) in &case.linked {
        let report = screen.text(&Message::Matter(Matter::Report(at, id, label)));
        screen.line(&format!("  {report}"));
    }
    late_lines(screen, &opened.workspace, &outline);
    for (at, _) in outline.rows.iter().enumerate().filter(|(_, row)| row.state != State::Out) {
        for item in outline.items_beginning(at) {
            screen.item_row(&outline, item, None);
        }
        screen.outline_row(&opened.workspace, &outline, at, None);
    }
    if !case.notes.is_empty() {
        screen.say(&Message::ShowNotes);
        for (at, note) in &case.notes {
            screen.line(&format!("  {}  {note}", moment(at)));
        }
    }
}

/// What was put right, with what there was before.
fn put_right(opened: &Opened, case: &Case, events: &[Event], corrections: &[Correction], screen: &mut Screen<'_>) {
    let mut before = Case::replay(&case.id, Arc::clone(&case.definition), events);
    let outline = case.outline(&case.remembered());
    for correction in corrections {
        let (at, by) = (moment(&correction.at), person(&opened.workspace, &correction.by));
        let say = if correction.forgotten { Message::ShowForgotten } else { Message::ShowCorrected };
        screen.say(&say(&at, &by, &correction.why));
        for changed in &correction.answers {
            let shown = |value: &Value, label: &Option<String>| {
                let mask = mask_of(value).map(str::to_owned);
                mask.or_else(|| label.clone()).unwrap_or_else(|| show_untyped(value))
            };
            let old = before.fact(&changed.step).filter(|fact| !fact.value.is_null());
            let old = old.map(|fact| shown(&fact.value, &fact.label));
            let words = outline.row(&changed.step).map(|row| outline.text(row)).unwrap_or_default();
            let words = if words.is_empty() { &changed.step } else { &words };
            screen.say(&Message::ShowPutRight(words, &shown(&changed.value, &changed.label), old.as_deref()));
            before.lay_over(changed);
        }
    }
}
