//! `pult print`

use crate::cli::args::PrintArgs;
use crate::cli::{CommandError, Desk, FAILED, GOOD, out};
use crate::model::definition::Mode;
use crate::session::Seat;
use crate::text::{self, Message};
use std::path::Path;

pub(in crate::cli) fn print(desk: &Desk, args: &PrintArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let seat = Seat { desk: String::new(), by: String::new(), language: opened.language };
    let session = opened.session(desk.clock(&opened.workspace.company)?, seat);
    let mode = if args.blank { Mode::Blank } else { Mode::Filled };
    let sheet = session.sheet(&args.form, args.case.as_deref(), mode, args.stamp);
    let sheet = sheet.map_err(|error| CommandError::session(&session, &error))?;
    if args.output.as_deref() == Some(Path::new("-")) {
        return Ok(if out::bytes(&sheet.bytes) { GOOD } else { FAILED });
    }
    let path =
        args.output.as_ref().map_or(sheet.path, |path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    opened.store.put_document(&path, &sheet.bytes).map_err(|error| CommandError::store(opened.language, &error))?;
    out::line(&text::say(opened.language, &Message::Written(&opened.store.relative(&path))));
    Ok(GOOD)
}
