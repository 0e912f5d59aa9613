//! `pult build`

use crate::cli::out;
use crate::cli::{CommandError, Desk, FAILED, FAULTS, GOOD, Opened, draw};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::session::{Builder, Look};
use crate::text::{self, Message};

pub(in crate::cli) fn build(desk: &Desk) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let language = opened.language;
    let clock = desk.clock(&opened.workspace.company)?;
    opened.store.sweep();
    let mut builder = Builder::new(opened.store.clone(), clock);
    let built = builder.build(&opened.workspace, opened.diagnostics(), &Look::Everything);
    let built = built.map_err(|error| CommandError::store(language, &error))?;
    for path in built.pages.iter().flat_map(|page| &page.files) {
        out::line(&text::say(language, &Message::Wrote(path)));
    }
    for path in &built.removed {
        out::line(&text::say(language, &Message::TookAway(path)));
    }
    for error in &built.unread {
        out::message(&text::say(language, &Message::NotRead(&text::store_error(language, error))));
    }
    for (path, why) in &built.unprinted {
        out::message(&text::say(language, &Message::NotOnPaper(path, &text::render_fault(language, why))));
    }
    let mut faults = of_summaries(&opened);
    faults.extend(built.faults);
    if !faults.is_empty() {
        out::message(draw::diagnostics(language, &opened.workspace.sources, &faults, false).trim_end());
    }
    if let Some(trouble) = built.troubles.first() {
        return Err(CommandError::new(FAILED, text::store_error(language, trouble)));
    }
    let nothing =
        if opened.workspace.summary_ids().next().is_none() { Message::NoSummaries } else { Message::NothingToBuild };
    if built.pages.is_empty() && built.removed.is_empty() && faults.is_empty() {
        out::message(&text::say(language, &nothing));
    }
    Ok(if faults.is_empty() { GOOD } else { FAULTS })
}

/// The faults that keep summaries from being built.
fn of_summaries(opened: &Opened) -> Vec<Diagnostic> {
    let sources = &opened.workspace.sources;
    let of_summary = |diagnostic: &&Diagnostic| {
        let source = sources.get(diagnostic.span.file);
        diagnostic.severity() == Severity::Error
            && source.is_some_and(|source| source.path.starts_with("forms/summaries/"))
    };
    opened.diagnostics().iter().filter(of_summary).cloned().collect()
}
