//! Words and marks of an expression, and the names among them.

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
}

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
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

/// A word or a mark, with its bytes.
#[derive(Debug, Clone)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
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

/// Whether a word means something by itself, and so is no name.
pub(super) fn is_word(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Takes an expression apart.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
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

/// The bytes of a quoted text, its quotes included; all that is left where nothing closes it.
pub(super) fn text_length(rest: &str, quote: char) -> usize {
    quoted_length(rest, quote).unwrap_or(rest.len())
}

/// The bytes of a quoted text, its quotes included; none where nothing closes it.
pub(super) fn quoted_length(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return Some(at + 1);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// The paths of an expression: names that are not filters, tests, functions, arguments' names or words.
pub(super) fn paths(text: &str, lexemes: &[Lexeme], locals: &[String]) -> Vec<Path> {
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
