//! A scanner for the expressions of minijinja: enough to find names, orderings and inline conditions.

use super::CompileError;
use std::ops::Range;

/// A name with what follows it after dots: `cards.prices.social`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The whole path as written, without spaces.
    pub text: String,
    /// Its bytes in the text as written.
    pub range: Range<usize>,
    /// Whether a loop or `{% set %}` of the text itself declares its first name.
    pub local: bool,
}

impl Path {
    /// The first name.
    #[must_use]
    pub fn root(&self) -> &str {
        self.text.split('.').next().unwrap_or("")
    }

    /// The last name: it tells the value's type.
    #[must_use]
    pub fn last(&self) -> &str {
        self.text.rsplit('.').next().unwrap_or("")
    }
}

/// A text as minijinja is to see it, with what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    pub text: String,
    pub paths: Vec<Path>,
    pub ordering: bool,
    /// Places (in the text as written) where something was put in, and how many bytes.
    inserted: Vec<(usize, usize)>,
    written: usize,
}

impl Rewritten {
    /// minijinja's error with its range carried back to the text as written.
    pub fn blame(&self, error: &minijinja::Error) -> CompileError {
        let range = error.range().unwrap_or(0..self.text.len());
        let (start, end) = (self.original(range.start), self.original(range.end));
        let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        CompileError { reason, range: start..end.max(start) }
    }

    fn original(&self, at: usize) -> usize {
        let mut shift = 0;
        for (place, length) in &self.inserted {
            if place + shift >= at {
                break;
            }
            shift += (*length).min(at - place - shift);
        }
        at.saturating_sub(shift).min(self.written)
    }

    fn copy(&mut self, text: &str) {
        self.text.push_str(text);
        self.written += text.len();
    }

    fn insert(&mut self, text: &str) {
        self.text.push_str(text);
        self.inserted.push((self.written, text.len()));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Name,
    Number,
    Text,
    Ordering,
    Open,
    Close,
    Dot,
    Pipe,
    Other,
}

#[derive(Debug, Clone)]
struct Lexeme {
    token: Token,
    range: Range<usize>,
}

const WORDS: [&str; 17] = [
    "and",
    "or",
    "not",
    "if",
    "else",
    "is",
    "in",
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
    "recursive",
    "loop",
    "defined",
    "undefined",
];

fn lex(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let rest = &text[at..];
        let token = if c.is_alphabetic() || c == '_' {
            at += rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            Token::Name
        } else if c.is_ascii_digit() {
            at += rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
            Token::Number
        } else if c == '"' || c == '\'' {
            at += text_length(rest, c);
            Token::Text
        } else {
            at += c.len_utf8();
            match c {
                '<' | '>' => {
                    at += usize::from(rest[1..].starts_with('='));
                    Token::Ordering
                }
                '(' | '[' | '{' => Token::Open,
                ')' | ']' | '}' => Token::Close,
                '.' => Token::Dot,
                '|' => Token::Pipe,
                c if c.is_whitespace() => continue,
                _ => Token::Other,
            }
        };
        found.push(Lexeme { token, range: start..at });
    }
    found
}

fn text_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// The paths of an expression: names that are not filters, tests, functions, arguments' names or words.
fn paths(text: &str, lexemes: &[Lexeme], locals: &[String]) -> Vec<Path> {
    let word = |at: usize| lexemes.get(at).map(|lexeme| &text[lexeme.range.clone()]);
    let token = |at: usize| lexemes.get(at).map(|lexeme| lexeme.token);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let first = at;
        at += 1;
        let Some(name) = word(first).filter(|_| token(first) == Some(Token::Name)) else { continue };
        let before = first.checked_sub(1);
        let follows = |kind| before.and_then(token) == Some(kind);
        let is_test = before.and_then(word) == Some("is")
            || (before.and_then(word) == Some("not") && first > 1 && word(first - 2) == Some("is"));
        if follows(Token::Dot) || follows(Token::Pipe) || is_test || (WORDS.contains(&name) && name != "loop") {
            continue;
        }
        let mut path = name.to_owned();
        let mut end = lexemes[first].range.end;
        while token(at) == Some(Token::Dot) && token(at + 1) == Some(Token::Name) {
            let part = lexemes[at + 1].range.clone();
            path.push('.');
            path.push_str(&text[part.clone()]);
            end = part.end;
            at += 2;
        }
        let argument = word(at) == Some("=") && word(at + 1) != Some("=") && path == name && first > 0;
        if word(at) == Some("(") && path == name || argument {
            continue;
        }
        let local = path.starts_with("loop.") || locals.iter().any(|local| local == name);
        found.push(Path { text: path, range: lexemes[first].range.start..end, local });
    }
    found
}

/// Copies one expression with the guards an ordering needs.
fn copy_expression(out: &mut Rewritten, text: &str, locals: &[String]) {
    let base = out.written;
    let lexemes = lex(text);
    let found = paths(text, &lexemes, locals);
    let mut condition = 0..text.len();
    let mut depth = 0_usize;
    for lexeme in &lexemes {
        match (lexeme.token, &text[lexeme.range.clone()]) {
            (Token::Open, _) => depth += 1,
            (Token::Close, _) => depth = depth.saturating_sub(1),
            (Token::Name, "if") if depth == 0 => condition.start = lexeme.range.end,
            (Token::Name, "else") if depth == 0 && condition.start > 0 => condition.end = lexeme.range.start,
            _ => {}
        }
    }
    let inside = |range: &Range<usize>| range.start >= condition.start && range.end <= condition.end;
    let ordering = lexemes.iter().any(|lexeme| lexeme.token == Token::Ordering && inside(&lexeme.range));
    out.ordering |= ordering;
    out.copy(&text[..condition.start]);
    let guarded: Vec<&str> = found
        .iter()
        .filter(|path| inside(&path.range) && !path.text.starts_with("loop."))
        .map(|path| path.text.as_str())
        .collect();
    if ordering && !guarded.is_empty() {
        let guard: Vec<String> = guarded.iter().map(|path| format!("({path} is not none)")).collect();
        out.insert(&format!(" {} and (", guard.join(" and ")));
        out.copy(&text[condition.clone()]);
        out.insert(") ");
    } else {
        out.copy(&text[condition.clone()]);
    }
    out.copy(&text[condition.end..]);
    out.paths
        .extend(found.into_iter().map(|path| Path { range: base + path.range.start..base + path.range.end, ..path }));
}

pub(super) fn rewrite_expression(text: &str) -> Rewritten {
    let mut out = Rewritten::default();
    copy_expression(&mut out, text, &[]);
    out
}

pub(super) fn rewrite_template(text: &str) -> Rewritten {
    let mut out = Rewritten::default();
    let mut locals: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        out.copy(&rest[..open]);
        rest = &rest[open..];
        let kind = rest.as_bytes().get(1).copied();
        let close = match kind {
            Some(b'{') => closing(rest, "}}"),
            Some(b'%') => closing(rest, "%}"),
            _ => rest.find("#}"),
        };
        let Some(close) = close else { break };
        let inner = &rest[2..close];
        out.copy(&rest[..2]);
        match kind {
            Some(b'{') => copy_print(&mut out, inner, &locals),
            Some(b'%') => copy_block(&mut out, inner, &mut locals),
            _ => out.copy(inner),
        }
        out.copy(&rest[close..close + 2]);
        rest = &rest[close + 2..];
    }
    out.copy(rest);
    out
}

/// Where a tag ends, outside of quoted text.
fn closing(rest: &str, mark: &str) -> Option<usize> {
    let mut at = 2;
    while at < rest.len() {
        let here = &rest[at..];
        let c = here.chars().next()?;
        if here.starts_with(mark) {
            return Some(at);
        }
        at += if c == '"' || c == '\'' { text_length(here, c) } else { c.len_utf8() };
    }
    None
}

fn copy_print(out: &mut Rewritten, inner: &str, locals: &[String]) {
    let content = inner.trim_matches(['-', '+']);
    let lexemes = lex(content);
    let found = paths(content, &lexemes, locals);
    let [path] = found.as_slice() else { return copy_expression(out, inner, locals) };
    let alone = content.trim().len() == path.range.len() && !path.text.starts_with("loop.");
    if !alone {
        return copy_expression(out, inner, locals);
    }
    let base = out.written;
    let skipped = inner.len() - inner.trim_start_matches(['-', '+']).len();
    let end = skipped + path.range.end;
    out.copy(&inner[..end]);
    out.insert(&format!("|show(\"{}\")", path.text));
    out.copy(&inner[end..]);
    let range = base + skipped + path.range.start..base + end;
    out.paths.push(Path { range, ..path.clone() });
}

fn copy_block(out: &mut Rewritten, inner: &str, locals: &mut Vec<String>) {
    let content = inner.trim_start_matches(['-', '+']).trim_start();
    let start = inner.len() - content.len();
    let word = content.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    match word {
        "if" | "elif" => {
            out.copy(&inner[..start + word.len()]);
            copy_expression(out, &inner[start + word.len()..], locals);
        }
        "for" => {
            let lexemes = lex(content);
            let place = lexemes.iter().position(|lexeme| &content[lexeme.range.clone()] == "in");
            let Some(place) = place else { return out.copy(inner) };
            locals.extend(
                lexemes[1..place]
                    .iter()
                    .filter(|l| l.token == Token::Name)
                    .map(|l| content[l.range.clone()].to_owned()),
            );
            let end = start + lexemes[place].range.end;
            out.copy(&inner[..end]);
            copy_expression(out, &inner[end..], locals);
        }
        "set" => {
            let Some(equals) = content.find('=') else { return out.copy(inner) };
            locals.push(content[word.len()..equals].trim().to_owned());
            out.copy(&inner[..start + equals + 1]);
            copy_expression(out, &inner[start + equals + 1..], locals);
        }
        _ => out.copy(inner),
    }
}
