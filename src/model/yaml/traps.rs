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
    if !text.contains('\t') {
        return;
    }
    let found = lines(text).filter_map(|(at, line)| {
        let indent = line.len() - line.trim_start().len();
        let content = line.trim_start();
        let behind_key = content.find(":\t").filter(|_| !content.starts_with('#')).map(|colon| indent + colon + 1);
        line[..indent].find('\t').or(behind_key).map(|tab| at + tab)
    });
    let found: Vec<usize> = found.collect();
    if let Some(first) = found.first() {
        let problem = Problem::Tab { lines: found.len() };
        faults.push(Diagnostic::new(problem, Span::new(file, *first..first + 1)));
    }
}

/// Characters that no editor shows and no text needs.
pub(super) fn control_characters(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) {
    // In UTF-8 all of them are one byte, or two of which the first is 0xC2.
    let suspect = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') || matches!(byte, 0x7F | 0xC2);
    if !text.bytes().any(suspect) {
        return;
    }
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

/// `{value: 6,50}`: reads as 6 and a key `50` without a value. It is read on as what was meant.
pub(super) fn comma_in_braces(
    entries: &mut Vec<(Spanned<String>, Node)>,
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
    let mut found: Vec<(Spanned<String>, Node)> = Vec::with_capacity(entries.len());
    let mut rest = std::mem::take(entries).into_iter().peekable();
    while let Some((key, mut value)) = rest.next() {
        let splits = matches!(&value.kind, Kind::Text { text, plain: true } if !text.is_empty());
        let mut whole = value.span;
        while let Some((last, _)) = rest.next_if(|entry| splits && stray(entry)) {
            whole.end = last.span.end;
        }
        if whole != value.span {
            let text = part(whole.start, whole.end);
            let fix = Fix { span: whole, text: quoted(text) };
            faults.push(Diagnostic::new(Problem::CommaInBraces, whole).fix(fix));
            value = Node { span: whole, kind: Kind::Text { text: text.to_owned(), plain: true } };
        }
        found.push((key, value));
    }
    *entries = found;
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

/// A slip with what mends it, in bytes of the text that is parsed.
pub(super) struct Mend {
    pub problem: Problem,
    /// What is to blame.
    pub shown: Range<usize>,
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

/// How far above the place where the grammar stopped an open quotation mark or bracket is looked for.
const FAR: usize = 500;

/// The grammar stopped at `line` (from 1). The slip we know in that line or the two before it, or else the
/// nearest quotation mark or bracket above that nothing closes.
pub(super) fn mend(parsed: &str, line: usize) -> Option<Mend> {
    let lines: Vec<(usize, &str)> = lines(parsed).collect();
    let line = line.min(lines.len());
    let near = (line.saturating_sub(2).max(1)..=line).rev().find_map(|at| slip(&lines, at - 1));
    let open = |mend: &Mend| matches!(mend.problem, Problem::UnclosedQuote { .. } | Problem::UnclosedBracket { .. });
    let near = near.or_else(|| (line.saturating_sub(2).max(1)..=line).rev().find_map(|at| no_space(&lines, at - 1)));
    near.or_else(|| {
        let above = (line.saturating_sub(FAR).max(1)..=line).rev();
        above.filter_map(|at| slip(&lines, at - 1)).find(open)
    })
}

/// `title:Проба`: without a space behind the colon there is no key.
fn no_space(lines: &[(usize, &str)], at: usize) -> Option<Mend> {
    let (start, line) = lines.get(at).copied()?;
    let content = line.trim_start_matches([' ', '-']);
    let colon = key_without_space(content)?;
    let from = start + line.len() - content.len();
    let text = format!("{}: ", &content[..colon]);
    let range = from..from + colon + 1;
    Some(Mend { problem: Problem::NoSpace { key: content[..colon].to_owned() }, shown: range.clone(), range, text })
}

/// Where the colon of `key:value` stands, when the text looks like that.
pub(super) fn key_without_space(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let key = text.get(..colon)?;
    let behind = text[colon + 1..].chars().next()?;
    let word = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || c == '_');
    (word && !behind.is_whitespace() && !matches!(behind, '/' | ':')).then_some(colon)
}

/// What a value must not hold unless it is quoted.
fn slip(lines: &[(usize, &str)], at: usize) -> Option<Mend> {
    let (start, line) = lines.get(at).copied()?;
    let place = value_of(line)?;
    let value = &line[place.clone()];
    let from = start + place.start;
    let mend = |problem, shown: Range<usize>, text: String| {
        let shown = from + shown.start..from + shown.end;
        Some(Mend { problem, shown, range: from..from + value.len(), text })
    };
    let whole = 0..value.len();
    let first = value.chars().next()?;
    let goes_on = |end: usize| {
        let rest = &value[end..];
        let comment = rest.starts_with(' ') && rest.trim_start().starts_with('#');
        !rest.trim().is_empty() && !comment
    };
    match first {
        '{' if value.starts_with("{{") || value.starts_with("{%") => mend(Problem::BracesAtStart, whole, quoted(value)),
        '"' | '\'' => match closing_quote(value, first) {
            None if closed_below(lines, at, first) => None,
            None => {
                let closed = format!("{value}{first}");
                let escapes = first == '"' && value.contains('\\');
                let text = if escapes { quoted(&value[1..]) } else { closed };
                mend(Problem::UnclosedQuote { mark: first }, whole, text)
            }
            Some(end) if goes_on(end) => mend(Problem::QuoteAtStart, whole, quoted(value)),
            Some(end) if first == '"' => {
                let (bad, mark) = bad_escape(&value[..end])?;
                let shown = bad..bad + 1 + mark.len_utf8();
                mend(Problem::BadEscape { mark }, shown, without_escapes(value, end))
            }
            Some(_) => None,
        },
        '[' | '{' => match brackets(value) {
            Brackets::Open { .. } if closed_below(lines, at, first) => None,
            Brackets::Open { at: place, bracket, missing } => {
                let before = value[..place].trim_end().trim_end_matches(',');
                let text = format!("{before}{missing}{}", &value[place..]);
                mend(Problem::UnclosedBracket { bracket, missing }, whole, text)
            }
            Brackets::Quote { mark, .. } if closed_below(lines, at, mark) => None,
            Brackets::Quote { at: place, mark } => {
                // What closes the brackets stands behind the quoted text, not in it.
                let end = value.trim_end_matches(['}', ']', ' ']).len().max(place + 1);
                let (shown, range) = (from + place..from + end, from + end..from + end);
                Some(Mend { problem: Problem::UnclosedQuote { mark }, shown, range, text: mark.to_string() })
            }
            Brackets::Closed(end) if goes_on(end) && first == '{' => mend(Problem::BracesAtStart, whole, quoted(value)),
            Brackets::Closed(end) if goes_on(end) => mend(Problem::MarkAtStart { mark: first }, whole, quoted(value)),
            Brackets::Closed(_) => {
                let inner = colon_in_braces(value)?;
                let text = format!("{}{}{}", &value[..inner.start], quoted(&value[inner.clone()]), &value[inner.end..]);
                mend(Problem::ColonInText, inner, text)
            }
        },
        _ => {
            let text = value.split(" #").next().unwrap_or(value).trim_end();
            if text.contains(": ") || text.ends_with(':') {
                mend(Problem::ColonInText, whole, quoted(value))
            } else if matches!(first, '@' | '`' | '%' | '*' | '&' | '!' | ']' | '}' | '|' | '>' | ',')
                || text.starts_with("? ")
            {
                mend(Problem::MarkAtStart { mark: first }, whole, quoted(value))
            } else {
                None
            }
        }
    }
}

/// Where the quoted text that a value begins with ends, behind its closing mark.
fn closing_quote(value: &str, mark: char) -> Option<usize> {
    let mut rest = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = rest.next() {
        if mark == '"' && c == '\\' {
            rest.next();
        } else if c == mark {
            if mark == '\'' && rest.peek().is_some_and(|(_, next)| *next == '\'') {
                rest.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

/// Whether the lines that belong to the value of line `at` hold what closes it.
fn closed_below(lines: &[(usize, &str)], at: usize, mark: char) -> bool {
    let close = match mark {
        '[' => ']',
        '{' => '}',
        mark => mark,
    };
    let Some((_, line)) = lines.get(at) else { return false };
    let key = line.len() - line.trim_start_matches([' ', '-']).len();
    let below = lines.iter().skip(at + 1).map(|(_, line)| *line).filter(|line| !line.trim().is_empty());
    let own = |line: &&str| {
        let indent = line.len() - line.trim_start().len();
        indent > key || line.trim_start().starts_with(close)
    };
    below.take(FAR).take_while(own).any(|line| line.contains(close))
}

/// The first backslash of a quoted text that means nothing, with the character behind it.
fn bad_escape(quoted: &str) -> Option<(usize, char)> {
    let mut rest = quoted.char_indices();
    while let Some((at, c)) = rest.next() {
        if c == '\\' {
            let (_, mark) = rest.next()?;
            if !matches!(
                mark,
                '0' | 'a'
                    | 'b'
                    | 't'
                    | 'n'
                    | 'v'
                    | 'f'
                    | 'r'
                    | 'e'
                    | ' '
                    | '"'
                    | '/'
                    | '\\'
                    | 'N'
                    | '_'
                    | 'L'
                    | 'P'
                    | 'x'
                    | 'u'
                    | 'U'
            ) {
                return Some((at, mark));
            }
        }
    }
    None
}

/// A text in double quotation marks with backslashes that mean nothing, written so that they are backslashes.
fn without_escapes(value: &str, end: usize) -> String {
    let (text, rest) = (&value[1..end - 1], &value[end..]);
    if text.contains(['\'', '"']) {
        format!("\"{}\"{rest}", text.replace("\\\"", "\u{0}").replace('\\', "\\\\").replace('\u{0}', "\\\""))
    } else {
        format!("'{text}'{rest}")
    }
}

/// How the brackets of a value stand.
enum Brackets {
    /// All are closed; the first one before this byte.
    Closed(usize),
    /// What is missing before byte `at`, and the bracket that is open.
    Open { at: usize, bracket: char, missing: String },
    /// The quotation mark at byte `at` is not closed.
    Quote { at: usize, mark: char },
}

fn brackets(value: &str) -> Brackets {
    let mut open: Vec<char> = Vec::new();
    let closer = |open: char| if open == '[' { ']' } else { '}' };
    let mut at = 0;
    let mut starts = true;
    while let Some(c) = value[at..].chars().next() {
        let here = at;
        at += c.len_utf8();
        match c {
            // A mark inside a word is an apostrophe.
            '"' | '\'' if starts => match closing_quote(&value[here..], c) {
                Some(length) => at = here + length,
                None => return Brackets::Quote { at: here, mark: c },
            },
            '[' | '{' => open.push(c),
            ']' | '}' => match open.pop() {
                Some(last) if closer(last) == c => {
                    if open.is_empty() {
                        return Brackets::Closed(at);
                    }
                }
                Some(last) => return Brackets::Open { at: here, bracket: last, missing: closer(last).to_string() },
                None => return Brackets::Closed(at),
            },
            _ => {}
        }
        starts = matches!(c, '[' | '{' | ',') || c == ':' || starts && c == ' ';
    }
    let bracket = open.last().copied().unwrap_or('[');
    Brackets::Open { at: value.len(), bracket, missing: open.iter().rev().map(|open| closer(*open)).collect() }
}

/// `{a: Внимание: проверить}`: the value inside the braces that has a colon and a space of its own.
fn colon_in_braces(value: &str) -> Option<Range<usize>> {
    let inner = value.strip_prefix('{')?;
    let inner = &inner[..inner.rfind('}')?];
    let mut start = 1;
    for entry in inner.split(',') {
        let next = start + entry.len() + 1;
        if let Some(colon) = entry.find(": ") {
            let text = entry[colon + 2..].trim();
            if !text.starts_with(['"', '\'', '{', '[']) && (text.contains(": ") || text.ends_with(':')) {
                let from = start + colon + 2 + entry[colon + 2..].find(text)?;
                return Some(from..from + text.len());
            }
        }
        start = next;
    }
    None
}

/// The range of the value in `  - key: value`, or in `  - value`; at least two characters long.
fn value_of(line: &str) -> Option<Range<usize>> {
    let content = line.trim_start_matches([' ', '-']);
    let start = line.len() - content.len();
    let item = line.trim_start().starts_with("- ");
    let quoted_key = match content.chars().next()? {
        '#' => return None,
        mark @ ('"' | '\'') => closing_quote(content, mark).filter(|end| content[*end..].starts_with(':')),
        _ => None,
    };
    let bare = item && quoted_key.is_none() && content.starts_with(['"', '\'', '[', '{', '@', '`', '%', '*', '&', '!']);
    let from = match content.get(quoted_key.unwrap_or(0)..)?.find(": ") {
        _ if bare => 0,
        Some(colon) => quoted_key.unwrap_or(0) + colon + 2,
        None => return None,
    };
    let value = content[from..].trim();
    let at = start + from + content[from..].find(value)?;
    (value.chars().count() >= 2).then_some(at..at + value.len())
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
