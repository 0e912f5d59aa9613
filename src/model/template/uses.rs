//! How expressions use the names they read, as far as their words alone tell.

use super::lex::{Lexeme, Path, Token, lex, paths};
use super::tags::{closing, next_tag, single};
use super::{Expression, PaperTemplate, Template};
use serde_json::{Value, json};
use std::ops::Range;

/// How an expression uses a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Use {
    /// Only whether it is there, or true: `x`, `not x`, `x is none`.
    Truth,
    /// Compared with one of these by `==`, `!=` or `in [...]`.
    Equal(Vec<Value>),
    /// Looked through for this: `"code" in x`.
    Holds(Value),
    /// By `<` and the like; none where the other side is not written out.
    Ordered(Option<Value>),
    /// Its length is compared with this number.
    Counted(Value),
    /// Printed or worked with.
    Other,
}

/// A name with its place and its use.
#[derive(Debug, Clone, PartialEq)]
pub struct Used {
    /// The name; its place is that in the text as written.
    pub path: Path,
    /// The use.
    pub how: Use,
}

impl Expression {
    /// How it uses its names.
    #[must_use]
    pub fn uses(&self) -> Vec<Used> {
        let text = &self.source.value;
        uses(text, single(text).unwrap_or(0..text.len()), self.paths())
    }
}

impl Template {
    /// How the expressions in it use the names of the case.
    #[must_use]
    pub fn uses(&self) -> Vec<Used> {
        if self.is_literal() { Vec::new() } else { all_uses(&self.source.value, self.paths()) }
    }

    /// The names that it prints whatever the answers are: under no `if` of any kind.
    #[must_use]
    pub fn printed(&self) -> Vec<&Path> {
        if self.is_literal() { Vec::new() } else { printed(&self.source.value, self.paths()) }
    }
}

impl PaperTemplate {
    /// As [`Template::uses`].
    #[must_use]
    pub fn uses(&self) -> Vec<Used> {
        all_uses(&self.source.value, self.paths())
    }

    /// As [`Template::printed`].
    #[must_use]
    pub fn printed(&self) -> Vec<&Path> {
        printed(&self.source.value, self.paths())
    }
}

/// A tag of a template.
struct Tag {
    /// What stands between its marks.
    inner: Range<usize>,
    /// Whether it prints, and is no block.
    prints: bool,
    /// In how many conditions and loops it stands.
    depth: usize,
}

fn tags(text: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(open) = text.get(at..).and_then(next_tag) {
        at += open;
        let rest = &text[at..];
        let kind = rest.as_bytes()[1];
        let close = match kind {
            b'{' => closing(rest, "}}"),
            b'%' => closing(rest, "%}"),
            _ => rest.find("#}"),
        };
        let Some(close) = close.filter(|close| *close >= 2) else { break };
        let inner = at + 2..at + close;
        let word = text[inner.clone()].trim_start_matches(['-', '+']).trim_start();
        let begins = |words: &[&str]| words.iter().any(|begin| word.starts_with(begin));
        if kind == b'%' && begins(&["endif", "endfor"]) {
            depth = depth.saturating_sub(1);
        }
        if kind != b'#' {
            found.push(Tag { inner, prints: kind == b'{', depth });
        }
        if kind == b'%' && begins(&["if", "for"]) {
            depth += 1;
        }
        at += close + 2;
    }
    found
}

fn printed<'p>(text: &str, paths: &'p [Path]) -> Vec<&'p Path> {
    let bare = |tag: &Tag| {
        let inner = &text[tag.inner.clone()];
        tag.prints && tag.depth == 0 && !lex(inner).iter().any(|lexeme| &inner[lexeme.range.clone()] == "if")
    };
    let bare: Vec<Tag> = tags(text).into_iter().filter(bare).collect();
    let stands = |path: &&Path| !path.local && bare.iter().any(|tag| tag.inner.contains(&path.range.start));
    paths.iter().filter(stands).collect()
}

fn all_uses(text: &str, known: &[Path]) -> Vec<Used> {
    tags(text).into_iter().flat_map(|tag| uses(text, tag.inner, known)).collect()
}

/// The uses in a part of a text that is one expression; `known` are the names of the whole text.
fn uses(text: &str, part: Range<usize>, known: &[Path]) -> Vec<Used> {
    let inner = text.get(part.clone()).unwrap_or("");
    let run = Run { text: inner, lexemes: lex(inner) };
    let simple = run.is_simple();
    let mut found = Vec::new();
    for mut path in paths(inner, &run.lexemes, &[]) {
        let how = run.use_of(&path);
        let how = if how == Use::Truth && !simple { Use::Other } else { how };
        path.range = part.start + path.range.start..part.start + path.range.end;
        // Outside of a loop of the text, `loop` tells about the item of a repeat.
        let of_case = |known: &Path| !known.local || known.text.starts_with("loop.");
        if known.iter().any(|known| of_case(known) && known.range.start == path.range.start) {
            found.push(Used { path, how });
        }
    }
    found
}

struct Run<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
}

impl Run<'_> {
    fn word(&self, at: usize) -> &str {
        self.lexemes.get(at).map_or("", |lexeme| &self.text[lexeme.range.clone()])
    }

    /// Whether what stands in brackets is nothing but a condition, and so are the names alone in it.
    fn is_simple(&self) -> bool {
        let works =
            |word: &str| matches!(word, "+" | "-" | "*" | "/" | "%" | "~" | "|" | "=" | "!" | "<" | ">" | "<=" | ">=");
        (0..self.lexemes.len()).all(|at| match self.word(at) {
            ")" => !works(self.word(at + 1)) && self.word(at + 1) != "in" && self.word(at + 1) != "is",
            "(" => at == 0 || matches!(self.word(at - 1), "and" | "or" | "not" | "if" | "else" | "("),
            _ => true,
        })
    }

    fn use_of(&self, path: &Path) -> Use {
        let starts = |lexeme: &Lexeme| lexeme.range.start >= path.range.start;
        let first = self.lexemes.iter().position(starts).unwrap_or(0);
        let next = self.lexemes.iter().position(|lexeme| lexeme.range.start >= path.range.end);
        let next = next.unwrap_or(self.lexemes.len());
        let before = |back: usize| first.checked_sub(back).map_or("", |at| self.word(at));
        let alone = matches!(before(1), "" | "and" | "or" | "not" | "if" | "else" | "(" | "elif");
        match (self.word(next), self.word(next + 1)) {
            ("=" | "!" | "in" | "not" | "<" | ">" | "<=" | ">=", _) if !alone => return Use::Other,
            ("=" | "!", "=") => return self.literal(next + 2).map_or(Use::Other, |(value, _)| Use::Equal(vec![value])),
            ("<" | ">" | "<=" | ">=", _) => return Use::Ordered(self.literal(next + 1).map(|(value, _)| value)),
            ("in", "[") => return self.list(next + 2).map_or(Use::Other, Use::Equal),
            ("not", "in") if self.word(next + 2) == "[" => return self.list(next + 3).map_or(Use::Other, Use::Equal),
            ("is", "none" | "defined") => return Use::Truth,
            ("is", "not") if matches!(self.word(next + 2), "none" | "defined") => return Use::Truth,
            ("|", "length") if alone => return self.count(next + 2).map_or(Use::Other, Use::Counted),
            ("" | "and" | "or" | "if" | "else" | ")", _) => {}
            _ => return Use::Other,
        }
        match before(1) {
            "<" | ">" | "<=" | ">=" => Use::Ordered(self.literal_ending(first - 1)),
            "=" if matches!(before(2), "=" | "!") => {
                self.literal_ending(first - 2).map_or(Use::Other, |value| Use::Equal(vec![value]))
            }
            "in" => {
                let end = if before(2) == "not" { first - 2 } else { first - 1 };
                self.literal_ending(end).map_or(Use::Other, Use::Holds)
            }
            "" | "and" | "or" | "not" | "if" | "else" | "(" | "elif" => Use::Truth,
            _ => Use::Other,
        }
    }

    /// The number that a length is compared with; zero where it stands alone.
    fn count(&self, at: usize) -> Option<Value> {
        let behind = match (self.word(at), self.word(at + 1)) {
            ("" | "and" | "or" | ")", _) => return Some(json!(0)),
            ("=" | "!", "=") => at + 2,
            ("<" | ">" | "<=" | ">=", _) => at + 1,
            _ => return None,
        };
        self.literal(behind).map(|(value, _)| value).filter(Value::is_u64)
    }

    /// The value written out at a place, when it stands for itself, and what follows it.
    fn literal(&self, at: usize) -> Option<(Value, usize)> {
        let (value, next) = self.value(at)?;
        matches!(self.word(next), "" | "and" | "or" | "if" | "else" | ")").then_some((value, next))
    }

    /// The value written out that ends before a place.
    fn literal_ending(&self, end: usize) -> Option<Value> {
        let last = end.checked_sub(1)?;
        let minus = last > 0 && self.word(last - 1) == "-";
        let start = if minus { last - 1 } else { last };
        let before = start.checked_sub(1).map_or("", |at| self.word(at));
        let alone = matches!(before, "" | "and" | "or" | "not" | "if" | "else" | "(" | "elif");
        self.value(start).filter(|_| alone).map(|(value, _)| value)
    }

    fn value(&self, at: usize) -> Option<(Value, usize)> {
        let word = self.word(at);
        let number =
            |word: &str| word.parse::<i64>().map(|n| json!(n)).or_else(|_| word.parse::<f64>().map(|n| json!(n)));
        match (self.lexemes.get(at)?.token, word) {
            (Token::Text, _) => {
                let inner = word.get(1..word.len() - 1)?;
                (!inner.contains('\\')).then(|| (json!(inner), at + 1))
            }
            (Token::Number, _) => Some((number(word).ok()?, at + 1)),
            (Token::Other, "-") => Some((number(&format!("-{}", self.word(at + 1))).ok()?, at + 2)),
            (Token::Name, "true" | "True") => Some((json!(true), at + 1)),
            (Token::Name, "false" | "False") => Some((json!(false), at + 1)),
            (Token::Name, "none" | "None") => Some((Value::Null, at + 1)),
            _ => None,
        }
    }

    fn list(&self, mut at: usize) -> Option<Vec<Value>> {
        let mut found = Vec::new();
        loop {
            let (value, next) = self.value(at)?;
            found.push(value);
            at = next + 1;
            match self.word(next) {
                "," => {}
                "]" => return matches!(self.word(at), "" | "and" | "or" | "if" | "else" | ")").then_some(found),
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, Template, Use};
    use crate::model::span::{Span, Spanned};
    use serde_json::{Value, json};

    fn of(text: &str) -> Vec<(String, Use)> {
        let expression = Expression::new(Spanned::new(text.to_owned(), Span::NONE));
        expression.uses().into_iter().map(|used| (used.path.text, used.how)).collect()
    }

    #[test]
    fn a_comparison_with_what_is_written_out_is_known() {
        let equal = |values: &[Value]| Use::Equal(values.to_vec());
        let vectors = [
            ("a == \"x\"", equal(&[json!("x")])),
            ("'x' != a", equal(&[json!("x")])),
            ("not a", Use::Truth),
            ("b or (a and c)", Use::Truth),
            ("a is not none", Use::Truth),
            ("a in [\"x\", \"y\"] and b", equal(&[json!("x"), json!("y")])),
            ("a not in ['x']", equal(&[json!("x")])),
            ("\"x\" in a", Use::Holds(json!("x"))),
            ("'x' not in a", Use::Holds(json!("x"))),
            ("a < 5", Use::Ordered(Some(json!(5)))),
            ("a >= -5.5", Use::Ordered(Some(json!(-5.5)))),
            ("5 < a", Use::Ordered(Some(json!(5)))),
            ("-5 < a", Use::Ordered(Some(json!(-5)))),
            ("{{ a == 1 }}", equal(&[json!(1)])),
            ("a.b == 1", equal(&[json!(1)])),
            ("a | length > 5", Use::Counted(json!(5))),
            ("not a|length == 2 or b", Use::Counted(json!(2))),
            ("b and a | length", Use::Counted(json!(0))),
        ];
        for (text, how) in vectors {
            let found = of(text);
            let use_of_a = found.iter().find(|(path, _)| path.starts_with('a'));
            assert_eq!(use_of_a.map(|(_, how)| how), Some(&how), "{text}");
        }
    }

    #[test]
    fn what_is_worked_with_is_no_comparison() {
        let vectors = [
            "a + 1 > 5",
            "a | length > 5.5",
            "a | length > b",
            "(a) | length > 5",
            "1 + a == 5",
            "a == b",
            "5 - a",
            "(a or b) == 'x'",
            "a[0] == 1",
            "a == 5 + b",
            "f(a)",
            "a in b",
            "a in ['x', b]",
            "(a) | length",
            "2 * 5 == a",
            "a ~ b == 'x'",
        ];
        for text in vectors {
            let found = of(text);
            assert_eq!(found.first().map(|(_, how)| how), Some(&Use::Other), "{text}");
        }
        assert_eq!(of("a < b"), [("a".to_owned(), Use::Ordered(None)), ("b".to_owned(), Use::Ordered(None))]);
    }

    #[test]
    fn what_is_printed_under_a_condition_may_be_missing() {
        let text = "{{ a }} {% if b %}{{ c }}{% for i in d %}{{ i }}{{ e }}{% endfor %}{% else %}{{ f }}{% endif %}\
                    {{ g if h else k }}{# {{ l }} #}{{ m | initials }}";
        let template = Template::new(Spanned::new(text.to_owned(), Span::NONE));
        let printed: Vec<&str> = template.printed().iter().map(|path| path.text.as_str()).collect();
        assert_eq!(printed, ["a", "m"]);
        let used: Vec<String> = template.uses().into_iter().map(|used| used.path.text).collect();
        assert_eq!(used, ["a", "b", "c", "d", "e", "f", "g", "h", "k", "m"]);
    }
}
