//! `pult print`

use crate::cli::args::PrintArgs;
use crate::cli::{CommandError, Desk, FAILED, FAULTS, GOOD, out};
use crate::model::definition::Mode;
use crate::render::Output;
use crate::session::Seat;
use crate::text::{self, Message, Printing};
use std::path::Path;

pub(in crate::cli) fn print(desk: &Desk, args: &PrintArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let seat = Seat { desk: String::new(), by: String::new(), language: opened.language };
    let session = opened.session(desk.clock(&opened.workspace.company)?, seat);
    // A sheet with the stamp's place that nobody counts is the company's word for whatever is written on it.
    if args.stamp && args.case.is_none() && args.copies.is_some() {
        return Err(CommandError::message(opened.language, FAULTS, &Message::Printing(Printing::StampWithoutCase)));
    }
    let mode = if args.blank { Mode::Blank } else { Mode::Filled };
    // The ending of the name says what is wanted.
    let page = args.output.as_ref().and_then(|path| path.extension());
    let page = page.is_some_and(|ending| ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm"));
    let output = if page { Output::Html } else { Output::Pdf };
    let sheet = if args.paper {
        session.checklist(&args.form, output)
    } else {
        session.sheet(&args.form, args.case.as_deref(), mode, args.stamp, output)
    };
    let sheet = sheet.map_err(|error| CommandError::session(&session, &error))?;
    if !sheet.never_asked.is_empty() {
        out::message(&text::say(opened.language, &Message::Printing(Printing::NeverAsked(&sheet.never_asked))));
    }
    if let Some(issued) = &sheet.instead_of {
        out::message(&text::say(opened.language, &Message::Printing(Printing::NotIssued(issued))));
    }
    if args.output.as_deref() == Some(Path::new("-")) {
        return Ok(if out::bytes(&sheet.bytes) { GOOD } else { FAILED });
    }
    let path =
        args.output.as_ref().map_or(sheet.path, |path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    opened.store.put_document(&path, &sheet.bytes).map_err(|error| CommandError::store(opened.language, &error))?;
    out::line(&text::say(opened.language, &Message::Written(&opened.store.relative(&path))));
    if let Some(copies) = args.copies {
        let handed = session.put_on_paper(&path, copies).map_err(|error| CommandError::session(&session, &error))?;
        out::line(&text::say(opened.language, &Message::Printing(Printing::Handed(handed))));
    }
    Ok(GOOD)
}
