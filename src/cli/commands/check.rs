//! `pult check`

use crate::cli::args::CheckArgs;
use crate::cli::out;
use crate::cli::{CommandError, Desk, FAULTS, GOOD, Opened, USAGE, draw};
use crate::model::company::Language;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::yaml::nearest;
use crate::session::{Audit, Finding, Flaw, Seat, audit, check_workspace};
use crate::text::{self, Message};
use serde_json::json;

pub(in crate::cli) fn check(desk: &Desk, args: &CheckArgs) -> Result<u8, CommandError> {
    if let Some(code) = &args.explain {
        return explain(desk.language, code);
    }
    let mut opened = desk.open()?;
    opened.diagnostics = std::sync::Arc::new(check_workspace(&opened.workspace)).into();
    let audit = if args.quick { Audit::default() } else { records(desk, &opened)? };
    let (mut errors, mut warnings, mut notes) = opened.counts();
    for finding in &audit.findings {
        match finding.flaw.severity() {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
            Severity::Note => notes += 1,
        }
    }
    if args.json {
        let mut found = as_json(&opened);
        found.extend(audit.findings.iter().map(|finding| of_record(opened.language, finding)));
        out::json(&found.into());
    } else {
        let (short, whole): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            opened.diagnostics().iter().partition(|diagnostic| diagnostic.severity() == Severity::Note && !args.strict);
        if !short.is_empty() {
            out::line(&text::say(opened.language, &Message::NotesCounted));
            short
                .iter()
                .for_each(|note| out::line(&draw::in_one_line(opened.language, &opened.workspace.sources, note)));
            out::line("");
        }
        let whole: Vec<Diagnostic> = whole.into_iter().cloned().collect();
        out::drawn(&draw::diagnostics(opened.language, &opened.workspace.sources, &whole, draw::colours()));
        audit.findings.iter().for_each(|finding| out::line(&drawn(opened.language, finding)));
        let files = opened.workspace.sources.count();
        let summary = match (errors, warnings, notes) {
            (0, 0, 0) => Message::CheckedClean(files),
            _ => Message::Checked(errors, warnings, notes),
        };
        out::line(&text::say(opened.language, &summary));
        if audit.cases > 0 && audit.findings.iter().all(|finding| finding.flaw.severity() == Severity::Note) {
            out::line(&text::say(opened.language, &Message::RecordsSound(audit.cases)));
        }
        let first = opened.diagnostics().iter().find(|diagnostic| diagnostic.severity() == Severity::Error);
        if let Some(first) = first {
            out::message(&text::say(opened.language, &Message::ExplainHint(first.problem.code())));
        }
    }
    let faulty = errors > 0 || (args.strict && warnings + notes > 0);
    Ok(if faulty { FAULTS } else { GOOD })
}

/// Every record and journal against its log, its definition and the others.
fn records(desk: &Desk, opened: &Opened) -> Result<Audit, CommandError> {
    let seat = Seat { desk: String::new(), by: String::new(), language: opened.language };
    let outside = opened.session(desk.clock(&opened.workspace.company)?, seat).outside();
    audit(&opened.store, &outside).map_err(|error| CommandError::store(opened.language, &error))
}

/// A finding in words: how much it matters, where, what, and what to do.
fn drawn(language: Language, finding: &Finding) -> String {
    let words = text::flaw(language, &finding.flaw);
    let severity = text::severity(language, finding.flaw.severity());
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let help = words.help.map(|help| format!("\n  = {}: {help}", text::remedy(language))).unwrap_or_default();
    format!("{severity}[{}]: {}\n --> {}{line}{help}\n", finding.flaw.code(), words.title, finding.path)
}

/// The error manual's page of a code.
fn explain(language: Language, code: &str) -> Result<u8, CommandError> {
    let code = code.trim().to_lowercase();
    if let Some(page) = text::page(language, &code) {
        out::line(&text::say(language, &Message::ManualPage(&code)));
        out::line("");
        out::line(page);
        return Ok(GOOD);
    }
    if let Some(flaw) = Flaw::sample(&code) {
        let path = "records/…".to_owned();
        out::line(&drawn(language, &Finding { path, line: None, flaw }));
        out::line(&text::say(language, &Message::ManualOfRecords(&code)));
        return Ok(GOOD);
    }
    let near = nearest(&code, text::pages().chain(Flaw::CODES.iter().copied()));
    Err(CommandError::message(language, USAGE, &Message::NoSuchCode(&code, near.as_deref())))
}

fn of_record(language: Language, finding: &Finding) -> serde_json::Value {
    let words = text::flaw(language, &finding.flaw);
    json!({
        "code": finding.flaw.code(),
        "severity": format!("{:?}", finding.flaw.severity()).to_lowercase(),
        "file": finding.path, "line": finding.line, "column": null, "end_line": null, "end_column": null,
        "message": words.title, "help": words.help, "fix": null,
    })
}

fn as_json(opened: &Opened) -> Vec<serde_json::Value> {
    let sources = &opened.workspace.sources;
    let found = opened.diagnostics().iter().map(|diagnostic| {
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
