//! Drawing diagnostics: the line, the caret, the reason, the remedy. The only place that does.

use super::plain::shown;
use crate::model::company::Language;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::span::{Sources, Span};
use crate::text;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::io::IsTerminal;
use std::ops::Range;

/// All diagnostics, each with an empty line behind it.
#[must_use]
pub(super) fn diagnostics(language: Language, sources: &Sources, found: &[Diagnostic], colours: bool) -> String {
    found.iter().map(|diagnostic| one(language, sources, diagnostic, colours) + "\n").collect()
}

/// A diagnostic without its picture: place and title.
#[must_use]
pub(super) fn in_one_line(language: Language, sources: &Sources, diagnostic: &Diagnostic) -> String {
    let words = text::problem(language, &diagnostic.problem);
    let path = sources.get(diagnostic.span.file).map_or("", |source| source.path.as_str());
    let (line, _) = sources.line_column(diagnostic.span.file, diagnostic.span.range().start);
    shown(&format!("  {path}:{line}  {}", words.title))
}

/// Words about a place of a file: where a play stopped. Several lines are one message.
#[must_use]
pub(super) fn message(words: &str, sources: &Sources, span: Span, language: Language) -> String {
    let words = shown(words);
    let Some(source) = sources.get(span.file) else { return words };
    let mut lines = words.lines();
    let level = Level::ERROR.with_name(text::severity(language, Severity::Error));
    let title = level.primary_title(lines.next().unwrap_or("").to_owned());
    let safe = shown_in_place(&source.text);
    let snippet = Snippet::source(safe.as_str()).path(shown(&source.path));
    let annotated = snippet.annotation(AnnotationKind::Primary.span(place(&source.text, span)));
    let rest: Vec<String> = lines.map(str::to_owned).collect();
    let mut group = title.element(annotated);
    for line in rest {
        group = group.element(Level::NOTE.no_name().message(line));
    }
    Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group]) + "\n"
}

/// Whether standard output shows colours.
#[must_use]
pub(super) fn colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn one(language: Language, sources: &Sources, diagnostic: &Diagnostic, colours: bool) -> String {
    let words = text::problem(language, &diagnostic.problem);
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(text::severity(language, diagnostic.severity()));
    let title = level.primary_title(shown(&words.title)).id(diagnostic.problem.code());
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let help = Level::HELP.with_name(text::remedy(language));
    let Some(source) = sources.get(diagnostic.span.file) else {
        let report = [Group::with_title(title)];
        return renderer.render(&report) + "\n";
    };
    if words.label.is_empty() && diagnostic.span.range() == (0..0) {
        // The file as a whole: no line of it is to blame, or there is none.
        let remedy = words.help.iter().map(|words| help.clone().message(shown(words)));
        let report = [title.element(Origin::path(source.path.as_str())).elements(remedy)];
        return renderer.render(&report) + "\n";
    }
    let safe = shown_in_place(&source.text);
    let mut snippet = Snippet::source(safe.as_str()).path(shown(&source.path));
    let mut primary = AnnotationKind::Primary.span(place(&source.text, diagnostic.span));
    if !words.label.is_empty() {
        primary = primary.label(words.label.as_str());
    }
    snippet = snippet.annotation(primary);
    if let Some(also) = diagnostic.also.filter(|also| also.file == diagnostic.span.file) {
        let first = AnnotationKind::Context.span(place(&source.text, also)).label(text::first_time(language));
        snippet = snippet.annotation(first);
    }
    let mut group = title.element(snippet);
    let mut report = Vec::new();
    match (&words.help, &diagnostic.fix) {
        (Some(words), Some(fix)) => {
            report.push(group);
            let patch = Patch::new(place(&source.text, fix.span), shown(&fix.text));
            let patched = Snippet::source(safe.as_str()).path(shown(&source.path)).patch(patch);
            report.push(help.secondary_title(shown(words)).element(patched));
        }
        (Some(words), None) => {
            group = group.element(help.message(shown(words)));
            report.push(group);
        }
        (None, _) => report.push(group),
    }
    renderer.render(&report) + "\n"
}

/// A span as a range of whole characters within the text; the renderer wants it so.
fn place(text: &str, span: Span) -> Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (boundary(span.range().start), boundary(span.range().end));
    start..end.max(start)
}

/// The text with every control character replaced by one of the same length in bytes.
fn shown_in_place(text: &str) -> String {
    let safe = |c: char| match c {
        '\n' | '\r' => c.to_string(),
        '\t' => " ".to_owned(),
        c if c.is_control() => "?".repeat(c.len_utf8()),
        c => c.to_string(),
    };
    if text.contains(|c: char| c.is_control() && c != '\n') {
        text.chars().map(safe).collect()
    } else {
        text.to_owned()
    }
}
