//! The slips that everybody makes in YAML, named in words and with the corrected line.

use super::{Kind, Node};
use crate::model::diagnostic::{Diagnostic, Fix, Problem};
use crate::model::span::{FileId, Span, Spanned};
use std::ops::Range;

/// The place of a line that git leaves in a file with a conflict.
pub(super) fn conflict_marker(text: &str) -> Option<Range<usize>> {
    lines(text)
        .find(|(_, line)| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
        .map(|(at, line)| at..at + line.len())
}

/// A tab before or right behind a key: YAML does not agree with itself about them.
pub(super) fn tabs(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) {
    for (at, line) in lines(text) {
        let indent = line.len() - line.trim_start().len();
        let content = line.trim_start();
        let behind_key = content.find(":\t").filter(|_| !content.starts_with('#')).map(|colon| indent + colon + 1);
        if let Some(tab) = line[..indent].find('\t').or(behind_key) {
            faults.push(Diagnostic::new(Problem::Tab, Span::new(file, at + tab..at + tab + 1)));
        }
    }
}

/// Characters that no editor shows and no text needs.
pub(super) fn control_characters(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) {
    let hidden = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some((at, c)) = text.char_indices().find(|(_, c)| hidden(c)) {
        let problem = Problem::ControlCharacter { code: u32::from(c) };
        faults.push(Diagnostic::new(problem, Span::new(file, at..at + c.len_utf8())));
    }
}

/// `- say: кабинет #5`: everything from ` #` on is a comment, in silence.
pub(super) fn cut_by_comment(rest: &str, value: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    let Some(comment) = rest.trim_start().strip_prefix('#') else { return };
    if value.is_empty() || !rest.starts_with([' ', '\t']) || comment.is_empty() || comment.starts_with([' ', '#', '\t'])
    {
        return;
    }
    let whole = Span { end: span.end + u32::try_from(rest.trim_end().len()).unwrap_or(0), ..span };
    let fix = Fix { span: whole, text: quoted(&format!("{value}{}", rest.trim_end())) };
    faults.push(Diagnostic::new(Problem::CutByComment, whole).fix(fix));
}

/// `{value: 6,50}`: reads as 6 and a key `50` without a value.
pub(super) fn comma_in_braces(
    entries: &[(Spanned<String>, Node)],
    source: &str,
    map: Span,
    faults: &mut Vec<Diagnostic>,
) {
    if !source.starts_with('{') {
        return;
    }
    let part = |start: u32, end: u32| {
        source.get(start.saturating_sub(map.start) as usize..end.saturating_sub(map.start) as usize).unwrap_or("")
    };
    let stray = |(key, value): &(Spanned<String>, Node)| {
        value.is_empty() && !part(key.span.end, map.end).trim_start().starts_with(':')
    };
    let mut rest = entries;
    while let Some(((_, before), behind)) = rest.split_first() {
        let strays = behind.iter().take_while(|entry| stray(entry)).count();
        rest = behind.get(strays..).unwrap_or(&[]);
        let Some((last, _)) = strays.checked_sub(1).and_then(|last| behind.get(last)) else { continue };
        if matches!(&before.kind, Kind::Text { text, plain: true } if !text.is_empty()) {
            let whole = Span { end: last.span.end, ..before.span };
            let fix = Fix { span: whole, text: quoted(part(whole.start, whole.end)) };
            faults.push(Diagnostic::new(Problem::CommaInBraces, whole).fix(fix));
        }
    }
}

/// `- say: {{ name }}`: braces at the start are a map to YAML.
pub(super) fn braces_at_start(source: &str, span: Span, rest: &str) -> Diagnostic {
    let inner = source.trim_end();
    let line = rest.trim_end().strip_suffix('}').map_or(rest.trim_end(), str::trim_end);
    let start = span.start.saturating_sub(1);
    let end = span.end + u32::try_from(rest.trim_end().len()).unwrap_or(0);
    let whole = Span { start, end, ..span };
    Diagnostic::new(Problem::BracesAtStart, whole).fix(Fix { span: whole, text: quoted(&format!("{{{inner}{line}}}")) })
}

/// The grammar stopped at `line` (from 1). When that line, or the one before it, holds a slip we know,
/// gives the fault and the text with the value replaced by a quoted one of the same number of characters.
pub(super) fn mend(text: &str, mended: &str, file: FileId, line: usize) -> Option<(Diagnostic, String)> {
    let shown: Vec<(usize, &str)> = lines(text).collect();
    let working: Vec<(usize, &str)> = lines(mended).collect();
    [line, line.saturating_sub(1), line.saturating_sub(2)].into_iter().filter(|at| *at > 0).find_map(|at| {
        let (start, original) = *shown.get(at - 1)?;
        let (working_start, current) = *working.get(at - 1)?;
        let value = value_of(current)?;
        let problem = slip(&current[value.clone()])?;
        let from = original.char_indices().nth(current[..value.start].chars().count())?.0;
        let whole = original[from..].trim_end();
        let span = Span::new(file, start + from..start + from + whole.len());
        let fault = Diagnostic::new(problem, span).fix(Fix { span, text: quoted(whole) });
        let length = current[value.clone()].chars().count();
        let filler: String = current[value.clone()].chars().skip(1).take(length.saturating_sub(2)).map(plain).collect();
        let mut next = mended.to_owned();
        next.replace_range(working_start + value.start..working_start + value.end, &format!("'{filler}'"));
        Some((fault, next))
    })
}

fn plain(c: char) -> char {
    if c == '\'' { ' ' } else { c }
}

/// What a value must not hold unless it is quoted.
fn slip(value: &str) -> Option<Problem> {
    if value.starts_with('\'') && value.ends_with('\'') && value.len() > 1 {
        None
    } else if value.starts_with("{{") || value.starts_with("{%") {
        Some(Problem::BracesAtStart)
    } else if value.starts_with(['"', '\'']) {
        Some(Problem::QuoteAtStart)
    } else if value.contains(": ") || value.ends_with(':') {
        Some(Problem::ColonInText)
    } else if value.starts_with(['@', '`', '%', '*', '&', '!', '[', ']', '}', '|', '>', ',']) {
        Some(Problem::MarkAtStart)
    } else {
        None
    }
}

/// The range of the value in `  - key: value`, at least two characters long.
fn value_of(line: &str) -> Option<Range<usize>> {
    let content = line.trim_start_matches([' ', '-']);
    let start = line.len() - content.len();
    let colon = content.find(": ")?;
    let value = content[colon + 2..].trim();
    let at = start + colon + 2 + content[colon + 2..].find(value)?;
    (value.chars().count() >= 2 && !content.starts_with('#')).then_some(at..at + value.len())
}

/// A YAML text in quotes, in the quotes that need the fewest marks.
pub(super) fn quoted(value: &str) -> String {
    if value.contains('"') || value.contains('\\') {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(['\n', '\r']))
    })
}
