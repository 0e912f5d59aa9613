//! The tags of a template: where they begin and end; and what nothing closes, found where it begins (the reader of
//! templates stops where it misses the end, far behind).

use super::lex::{quoted_length, text_length};
use std::ops::Range;

/// Where the next tag begins; one pass, whatever kinds of tags there are.
pub(super) fn next_tag(text: &str) -> Option<usize> {
    text.as_bytes().windows(2).position(|two| matches!(two, b"{{" | b"{%" | b"{#"))
}

/// The range of the expression in a text that is exactly one `{{ expression }}`.
pub(super) fn single(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let tag = text.trim();
    let inner = tag.strip_prefix("{{")?;
    if closing(tag, "}}")? + 2 != tag.len() {
        return None;
    }
    let inner = inner.strip_suffix("}}")?;
    let bare = inner.strip_prefix(['-', '+']).unwrap_or(inner);
    let from = start + 2 + inner.len() - bare.len();
    let bare = bare.strip_suffix(['-', '+']).unwrap_or(bare);
    Some(from..from + bare.len())
}

/// Where a tag ends, outside of quoted text.
pub(super) fn closing(rest: &str, mark: &str) -> Option<usize> {
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

/// The reason of a quotation mark that nothing closes.
pub(super) const OPEN_QUOTE: &str = "the quotation mark is not closed";

/// The byte of the first quotation mark that nothing closes: in an expression before its end, in a tag that ends with
/// `mark` before that.
pub(super) fn open_quote(text: &str, mark: Option<&str>) -> Option<usize> {
    let mut at = if mark.is_some() { 2 } else { 0 };
    // `"one, "two"`: of a text with a word right behind it the closing mark is no closing one.
    let mut glued: Option<usize> = None;
    while let Some(c) = text.get(at..)?.chars().next() {
        let here = &text[at..];
        if mark.is_some_and(|mark| here.starts_with(mark)) {
            return None;
        }
        if c != '"' && c != '\'' {
            at += c.len_utf8();
            continue;
        }
        let length = quoted_length(here, c);
        let words = length.and_then(|length| here.get(1..length - 1));
        // A text that ends this tag and begins another one has run on to the quotation mark of that.
        let runs_on = |words: &str| {
            let end = mark.and_then(|mark| words.find(mark)).and_then(|end| words.get(end..));
            end.is_some_and(|rest| rest.contains("{{") || rest.contains("{%"))
        };
        let Some(length) = length.filter(|_| !words.is_some_and(runs_on)) else {
            return Some(glued.unwrap_or(at));
        };
        if here[length..].starts_with(char::is_alphanumeric) {
            glued.get_or_insert(at);
        }
        at += length;
    }
    None
}

/// The blocks of a text that are open.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    open: Vec<(&'static str, Range<usize>)>,
}

impl Blocks {
    /// Takes in the word of a tag, which stands at `place`. Gives what is wrong with it, and where.
    pub(super) fn take(&mut self, word: &str, place: Range<usize>) -> Option<(String, Range<usize>)> {
        let closes = match word {
            "if" => {
                self.open.push(("if", place));
                return None;
            }
            "for" => {
                self.open.push(("for", place));
                return None;
            }
            "endif" => "if",
            "endfor" => "for",
            _ => return None,
        };
        match self.open.pop() {
            Some((word, _)) if word == closes => None,
            Some((word, place)) => Some((not_closed(word), place)),
            None => Some((format!("nothing is open for `{word}`"), place)),
        }
    }

    /// The first block that is still open, at the end of the text.
    pub(super) fn finish(self) -> Option<(String, Range<usize>)> {
        self.open.into_iter().next().map(|(word, place)| (not_closed(word), place))
    }
}

fn not_closed(word: &str) -> String {
    format!("`{word}` is not closed")
}
