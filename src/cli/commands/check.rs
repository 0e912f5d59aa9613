//! `pult check`

use crate::cli::args::CheckArgs;
use crate::cli::out;
use crate::cli::{CommandError, Desk, FAULTS, GOOD, Opened, draw};
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::session::check_workspace;
use crate::text::{self, Message};
use serde_json::json;

pub(in crate::cli) fn check(desk: &Desk, args: &CheckArgs) -> Result<u8, CommandError> {
    let mut opened = desk.open()?;
    opened.diagnostics = std::sync::Arc::new(check_workspace(&opened.workspace));
    let (errors, warnings, notes) = opened.counts();
    if args.json {
        out::json(&as_json(&opened));
    } else {
        let (short, whole): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            opened.diagnostics.iter().partition(|diagnostic| diagnostic.severity() == Severity::Note && !args.strict);
        if !short.is_empty() {
            out::line(&text::say(opened.language, &Message::NotesCounted));
            short
                .iter()
                .for_each(|note| out::line(&draw::in_one_line(opened.language, &opened.workspace.sources, note)));
            out::line("");
        }
        let whole: Vec<Diagnostic> = whole.into_iter().cloned().collect();
        out::drawn(&draw::diagnostics(opened.language, &opened.workspace.sources, &whole, draw::colours()));
        let files = opened.workspace.sources.count();
        let summary = match (errors, warnings, notes) {
            (0, 0, 0) => Message::CheckedClean(files),
            _ => Message::Checked(errors, warnings, notes),
        };
        out::line(&text::say(opened.language, &summary));
    }
    let faulty = errors > 0 || (args.strict && warnings + notes > 0);
    Ok(if faulty { FAULTS } else { GOOD })
}

fn as_json(opened: &Opened) -> serde_json::Value {
    let sources = &opened.workspace.sources;
    let found = opened.diagnostics.iter().map(|diagnostic| {
        let words = text::problem(opened.language, &diagnostic.problem);
        let span = diagnostic.span;
        let (line, column) = sources.line_column(span.file, span.range().start);
        let (end_line, end_column) = sources.line_column(span.file, span.range().end);
        json!({
            "code": diagnostic.problem.code(),
            "severity": format!("{:?}", diagnostic.severity()).to_lowercase(),
            "file": sources.get(span.file).map(|source| source.path.as_str()),
            "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            "message": words.title, "help": words.help,
            "fix": diagnostic.fix.as_ref().map(|fix| fix.text.as_str()),
        })
    });
    found.collect()
}
