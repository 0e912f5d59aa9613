//! Expressions taken apart for people: what is left is put into words by whoever knows the names.

use super::Expression;
use super::lex::{Token, is_word, lex};
use super::tags::single;

/// A part of an expression, as it would be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spoken {
    /// A name whose value is compared or worked with.
    Name(String),
    /// A name of which only matters whether it is there, or true.
    Holds(String),
    /// The same, when it is not.
    Lacks(String),
    /// A code or a text, with the name that it is compared with.
    Code(String, String),
    /// `==`, and `in` before a list.
    Is,
    /// `!=`, and `not in` before a list.
    IsNot,
    /// `in` before a name: what stands on the left is among what was chosen.
    Among,
    /// Both hold.
    And,
    /// One holds, or both.
    Or,
    /// What follows does not hold.
    Not,
    /// Between the members of a list.
    Next,
    /// Anything else: a number, an ordering, a bracket.
    Mark(String),
}

impl Expression {
    /// It in parts, in its order.
    #[must_use]
    pub fn spoken(&self) -> Vec<Spoken> {
        let text = &self.source.value;
        let inner = text.get(single(text).unwrap_or(0..text.len())).unwrap_or("");
        Reader { words: words(inner), at: 0, named: String::new() }.read()
    }
}

/// A word or a mark of an expression; of a path all its parts.
struct Word<'t> {
    token: Token,
    text: &'t str,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<(Token, std::ops::Range<usize>)> = Vec::new();
    for lexeme in lex(text) {
        let joined = match found.last() {
            Some((Token::Name, range)) => {
                lexeme.range.start == range.end
                    && (lexeme.token == Token::Dot || text[range.clone()].ends_with('.') && lexeme.token == Token::Name)
            }
            // `==` and `!=`.
            Some((Token::Other, range)) => {
                lexeme.token == Token::Other && lexeme.range.start == range.end && &text[lexeme.range.clone()] == "="
            }
            _ => false,
        };
        match found.last_mut() {
            Some((_, range)) if joined => range.end = lexeme.range.end,
            _ => found.push((lexeme.token, lexeme.range)),
        }
    }
    found.into_iter().map(|(token, range)| Word { token, text: &text[range] }).collect()
}

struct Reader<'t> {
    words: Vec<Word<'t>>,
    at: usize,
    /// The name that codes are compared with.
    named: String,
}

impl Reader<'_> {
    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", |word| word.text)
    }

    fn is_list(&self, ahead: usize) -> bool {
        self.word(ahead) == "["
    }

    fn read(mut self) -> Vec<Spoken> {
        let mut found = Vec::new();
        while let Some(word) = self.words.get(self.at) {
            let (token, text) = (word.token, word.text.to_owned());
            let (spoken, taken) = self.part(token, &text);
            found.extend(spoken);
            self.at += taken;
        }
        found
    }

    /// What is said for the words here, and how many they are.
    fn part(&mut self, token: Token, text: &str) -> (Option<Spoken>, usize) {
        let one = |spoken| (Some(spoken), 1);
        match (token, text) {
            (Token::Name, "and") => one(Spoken::And),
            (Token::Name, "or") => one(Spoken::Or),
            (Token::Name, "not") if self.word(1) == "in" => (Some(Spoken::IsNot), 2),
            (Token::Name, "not") => match self.words.get(self.at + 1) {
                Some(next) if next.token == Token::Name && !is_word(next.text) && !self.compares(2) => {
                    (Some(Spoken::Lacks(next.text.to_owned())), 2)
                }
                _ => one(Spoken::Not),
            },
            (Token::Name, "in") if self.is_list(1) => one(Spoken::Is),
            (Token::Name, "in") => one(Spoken::Among),
            (Token::Name, _) if !is_word(text) => {
                text.clone_into(&mut self.named);
                match (self.word(1), self.word(2), self.word(3)) {
                    ("is", "not", "none" | "None") => (Some(Spoken::Holds(text.to_owned())), 4),
                    ("is", "none" | "None", _) => (Some(Spoken::Lacks(text.to_owned())), 3),
                    _ if self.compares(1) || self.word(1) == "|" => one(Spoken::Name(text.to_owned())),
                    // What something is among of, or compared with.
                    _ if self.at > 0 && matches!(self.words[self.at - 1].text, "in" | "==" | "!=") => {
                        one(Spoken::Name(text.to_owned()))
                    }
                    _ => one(Spoken::Holds(text.to_owned())),
                }
            }
            (Token::Text, _) => {
                // `"code" in name`: the name follows.
                let behind = (self.word(1) == "in").then(|| self.word(2).to_owned());
                let named = behind.unwrap_or_else(|| self.named.clone());
                one(Spoken::Code(named, text.trim_matches(['"', '\'']).to_owned()))
            }
            (_, "==") => one(Spoken::Is),
            (_, "!=") => one(Spoken::IsNot),
            (_, ",") => one(Spoken::Next),
            (_, "[" | "]") => (None, 1),
            _ => one(Spoken::Mark(text.to_owned())),
        }
    }

    fn compares(&self, ahead: usize) -> bool {
        let ordering = self.words.get(self.at + ahead).is_some_and(|word| word.token == Token::Ordering);
        ordering
            || matches!(self.word(ahead), "==" | "!=" | "in" | "is")
            || (self.word(ahead) == "not" && self.word(ahead + 1) == "in")
    }
}

#[cfg(test)]
mod tests {
    use super::Spoken::{self, Among, And, Code, Holds, Is, IsNot, Lacks, Mark, Name, Next, Or};
    use crate::model::span::{Span, Spanned};
    use crate::model::template::Expression;

    fn spoken(text: &str) -> Vec<Spoken> {
        Expression::new(Spanned::new(text.to_owned(), Span::NONE)).spoken()
    }

    fn name(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn conditions_are_taken_apart() {
        let code = |name: &str, code: &str| Code(name.to_owned(), code.to_owned());
        assert_eq!(spoken("social"), [Holds(name("social"))]);
        assert_eq!(spoken("not social and told.at"), [Lacks(name("social")), And, Holds(name("told.at"))]);
        assert_eq!(spoken("topic != \"dropped\""), [Name(name("topic")), IsNot, code("topic", "dropped")]);
        assert_eq!(
            spoken("topic not in [\"a\", 'b'] or run.outcome == \"c\""),
            [
                Name(name("topic")),
                IsNot,
                code("topic", "a"),
                Next,
                code("topic", "b"),
                Or,
                Name(name("run.outcome")),
                Is,
                code("run.outcome", "c")
            ]
        );
        assert_eq!(spoken("\"hd\" in extras"), [code("extras", "hd"), Among, Name(name("extras"))]);
        assert_eq!(spoken("row.code == bike"), [Name(name("row.code")), Is, Name(name("bike"))]);
        assert_eq!(spoken("age >= 18"), [Name(name("age")), Mark(name(">=")), Mark(name("18"))]);
        assert_eq!(spoken("{{ x is not none and y is none }}"), [Holds(name("x")), And, Lacks(name("y"))]);
    }
}
