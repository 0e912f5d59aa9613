//! `pult list`

use crate::cli::args::ListArgs;
use crate::cli::desk::{contains, entry_line, entry_text};
use crate::cli::out;
use crate::cli::{CommandError, Desk, GOOD};
use crate::session::{Entry, Listed, Standing, list_cases};
use crate::text::{self, Matter, Message};
use serde_json::json;

pub(in crate::cli) fn list(desk: &Desk, args: &ListArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let now = desk.clock(&opened.workspace.company)?.now();
    let which = match (args.all, args.words.is_empty()) {
        (false, _) => Listed::Open,
        (true, true) => Listed::All,
        (true, false) => Listed::Searched,
    };
    let cases = list_cases(&opened.workspace, &opened.store, which, &now);
    let mut cases = cases.map_err(|error| CommandError::store(opened.language, &error))?;
    let words = args.words.join(" ");
    if !words.is_empty() {
        cases.retain(|case| contains(&words, &entry_text(opened.language, case)));
    }
    cases.retain(|case| !args.overdue || case.overdue.is_some());
    if args.json {
        out::json(&cases.iter().map(|case| as_json(&opened, case)).collect::<serde_json::Value>());
        return Ok(GOOD);
    }
    out::lines(cases.iter().map(|case| entry_line(opened.language, case)));
    if cases.is_empty() {
        let empty = if args.overdue {
            Message::Matter(Matter::NoOverdue)
        } else if args.all || !args.words.is_empty() {
            Message::NoCases
        } else {
            Message::NoOpenCases
        };
        out::message(&text::say(opened.language, &empty));
    }
    Ok(GOOD)
}

fn as_json(opened: &crate::cli::Opened, case: &Entry) -> serde_json::Value {
    let (standing, outcome) = match &case.standing {
        Standing::Open => ("open", None),
        Standing::Parked => ("parked", None),
        Standing::Waiting => ("waiting", None),
        Standing::Closed(outcome, _) => ("closed", Some(outcome)),
    };
    json!({
        "id": case.id, "procedure": case.procedure, "title": case.title, "label": case.label,
        "standing": standing, "outcome": outcome, "opened": case.opened, "closed": case.closed, "by": case.by,
        "overdue": case.overdue.as_ref().map(|(step, due)| json!({"step": step, "due": due})),
        "remind": case.remind.as_ref().map(|(step, since)| json!({"step": step, "since": since})), "answered": case.answered, "untold": case.untold,
        "replaced_by": case.replaced_by, "trouble": case.trouble.as_ref().map(|trouble| text::store_error(opened.language, trouble)),
    })
}
