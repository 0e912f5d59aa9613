//! Rules about marks: brackets, exclamation marks, pictures, dots, repeated marks, spaces, dashes.

use super::words::{Text, is_cyrillic, is_nothing, is_space};
use super::{Finding, Rule};
use std::ops::Range;

/// The longest text between brackets that is taken for one insertion, in characters.
const LONGEST_INSERTION: usize = 200;
/// Brackets that come in pairs.
const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('［', '］'), ('｛', '｝')];
/// Other brackets.
const OTHERS: [char; 14] = ['<', '>', '＜', '＞', '〈', '〉', '《', '》', '【', '】', '⟨', '⟩', '「', '」'];

/// What the rules of marks find.
pub(super) fn judge(text: &Text<'_>) -> Vec<Finding> {
    let mut marks = Marks { text, found: Vec::new(), taken: vec![false; text.chars.len()] };
    // Smileys first: what is left of one would be a bracket. Arrows are no brackets either.
    marks.pictures();
    marks.signs();
    marks.brackets();
    marks.exclamations();
    marks.repeated();
    marks.ellipses();
    marks.questions();
    marks.spaces();
    marks.after_marks();
    marks.dashes();
    marks.found
}

struct Marks<'x, 't> {
    text: &'x Text<'t>,
    found: Vec<Finding>,
    /// Characters that belong to a smiley, an arrow or a pair of brackets.
    taken: Vec<bool>,
}

fn is_bracket(c: char) -> bool {
    OTHERS.contains(&c) || PAIRS.iter().any(|(open, close)| c == *open || c == *close)
}

fn is_exclamation(c: char) -> bool {
    matches!(c, '!' | '！' | '‼' | '❗' | '❕')
}

/// Pictures, what joins them and what colours them. Signs of trade marks are none.
fn is_picture(c: char) -> bool {
    let known = matches!(c,
        '\u{200D}' | '\u{20E3}' | '\u{2300}'..='\u{23FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E0020}'..='\u{E007F}');
    known && !is_exclamation(c)
}

impl Marks<'_, '_> {
    fn at(&self, number: usize) -> Option<char> {
        self.text.at(number)
    }

    fn is_taken(&self, number: usize) -> bool {
        self.taken.get(number).copied().unwrap_or(false)
    }

    fn take(&mut self, numbers: Range<usize>) {
        if let Some(taken) = self.taken.get_mut(numbers) {
            taken.fill(true);
        }
    }

    fn add(&mut self, rule: Rule, numbers: Range<usize>) {
        let finding = Finding::new(rule, self.text.bytes(numbers));
        self.found.push(finding);
    }

    fn fix(&mut self, rule: Rule, numbers: Range<usize>, text: &str) {
        let finding = Finding::fixed_by(rule, self.text.bytes(numbers), text);
        self.found.push(finding);
    }

    fn pictures(&mut self) {
        let mut number = 0;
        while number < self.text.chars.len() {
            let end = match self.text.run(number, is_picture) {
                end if end > number => end,
                _ => number + self.smiley(number),
            };
            if end == number {
                number += 1;
                continue;
            }
            self.take(number..end);
            self.fix(Rule::Pictures, number..end, " ");
            number = end;
        }
    }

    /// The length of the smiley that begins here, in characters.
    fn smiley(&self, number: usize) -> usize {
        let c = |at: usize| self.at(number + at);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let free = |length: usize| !is_word(self.text.before(number)) && !is_word(c(length));
        match c(0) {
            Some(':' | ';' | '=') => {
                let nose = usize::from(matches!(c(1), Some('-' | '\'' | '’')));
                match c(1 + nose) {
                    Some(mouth @ (')' | '(')) => {
                        let end = self.text.run(number + 1 + nose, |c| c == mouth);
                        if is_word(self.at(end)) { 0 } else { end - number }
                    }
                    Some('D' | 'P' | 'p' | 'O' | '*') if free(2 + nose) => 2 + nose,
                    Some('/' | '|') if free(2 + nose) && self.text.before(number).is_none_or(char::is_whitespace) => {
                        let ends = c(2 + nose).is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ','));
                        if ends { 2 + nose } else { 0 }
                    }
                    _ => 0,
                }
            }
            Some('x' | 'X') if c(1) == Some('D') && free(2) => 2,
            Some('^') if c(1) == Some('_') && c(2) == Some('^') => 3,
            Some('^') if c(1) == Some('^') => 2,
            Some('<') if c(1) == Some('3') && free(2) => 2,
            _ => 0,
        }
    }

    /// `->`, `=`, `+`, a slash between words: words in the shape of marks.
    fn signs(&mut self) {
        let mut number = 0;
        while let Some(c) = self.at(number) {
            let after = self.at(number + 1);
            let long = matches!((c, after), ('-' | '=' | '–' | '—', Some('>')) | ('<', Some('-' | '=')));
            let end = if long { self.text.run(number + 2, |c| matches!(c, '-' | '=' | '>')) } else { number + 1 };
            let (before, next) = (self.text.before(number), self.at(end));
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let hit = match c {
                _ if self.is_taken(number) => false,
                _ if long => true,
                '→' | '←' | '⇒' | '↔' | '=' => !self.in_link(number),
                '+' => {
                    let alone = before.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace);
                    alone || (letter(before) && letter(next))
                }
                // `л/с` and `б/у` are short forms, `5/2` is a house.
                '/' => {
                    let long = |numbers: &[Option<char>; 2]| numbers.iter().all(|c| letter(*c));
                    let left = [before, number.checked_sub(2).and_then(|at| self.at(at))];
                    let right = [next, self.at(number + 2)];
                    letter(before) && letter(next) && (long(&left) || long(&right)) && !self.in_link(number)
                }
                _ => false,
            };
            if hit {
                self.take(number..end);
                self.add(Rule::MarksForWords, number..end);
            }
            number = end;
        }
    }

    /// Whether a character stands in the address of a page: `example.by/tv`.
    fn in_link(&self, number: usize) -> bool {
        let before: Vec<char> =
            (0..number).rev().map_while(|at| self.at(at)).take_while(|c| !c.is_whitespace()).collect();
        let head: String = before.into_iter().rev().collect();
        head.contains("://") || head.starts_with("www.") || head.ends_with(':') || {
            let inner = head.trim_matches('.');
            inner.is_ascii() && inner.contains('.') && inner.chars().any(char::is_alphabetic)
        }
    }

    fn brackets(&mut self) {
        let mut number = 0;
        while let Some(c) = self.at(number) {
            if self.is_taken(number) || !is_bracket(c) {
                number += 1;
                continue;
            }
            if let Some(end) = self.insertion(number, c) {
                let from = self.dot_before(number);
                let put = self.inserted(number, end, from.is_some());
                self.take(number..end);
                self.fix(Rule::Brackets, from.unwrap_or(number)..end, &put);
                number = end;
                continue;
            }
            let end =
                (number..self.text.chars.len()).find(|at| self.is_taken(*at) || !self.at(*at).is_some_and(is_bracket));
            let end = end.unwrap_or(self.text.chars.len());
            // `1)` of a list becomes `1.`
            let listed = end == number + 1
                && c == ')'
                && self.text.before(number).is_some_and(|c| c.is_ascii_digit())
                && self.at(end).is_some_and(char::is_whitespace);
            self.fix(Rule::Brackets, number..end, if listed { "." } else { " " });
            number = end;
        }
    }

    /// The number behind the bracket that closes this one, with neither brackets nor lines in between.
    fn insertion(&self, number: usize, open: char) -> Option<usize> {
        let close = PAIRS.iter().find(|(known, _)| *known == open).map(|(_, close)| *close)?;
        let rest = (number + 1..).take(LONGEST_INSERTION).map_while(|at| Some((at, self.at(at)?)));
        let (at, c) = rest.into_iter().find(|(at, c)| self.is_taken(*at) || is_bracket(*c) || *c == '\n')?;
        (c == close && !self.is_taken(at)).then_some(at + 1)
    }

    /// The dot that parts a bracket from the sentence which it goes on with: `Нет сигнала. (с утра)`.
    fn dot_before(&self, bracket: usize) -> Option<usize> {
        self.at(self.text.solid_from(bracket + 1)).filter(|c| c.is_lowercase())?;
        let dot = (0..bracket).rev().find(|at| self.at(*at).is_some_and(|c| !is_space(c)))?;
        (self.at(dot) == Some('.') && !self.may_be_shortened(dot)).then_some(dot)
    }

    /// Whether the dot may be that of a short word, and no full stop: `ул.`, `эт.`.
    fn may_be_shortened(&self, dot: usize) -> bool {
        (0..dot).rev().take_while(|at| self.at(*at).is_some_and(char::is_alphabetic)).count() <= 3
    }

    /// What stood between brackets, between commas; `joined` where the sentence before it has lost its dot.
    fn inserted(&self, number: usize, end: usize, joined: bool) -> String {
        let inner = self.text.source.get(self.text.bytes(number + 1..end - 1)).unwrap_or("").trim();
        if !inner.chars().any(char::is_alphabetic) {
            return format!(" {inner} ");
        }
        let open = |c: char| matches!(c, '.' | '!' | '?' | '…' | ',' | ';' | ':' | '«' | '„' | '–' | '—' | '-');
        let left = if !joined && self.text.solid_before(number).is_none_or(open) { " " } else { ", " };
        let after = self.at(self.text.solid_from(end));
        let close =
            |c: char| matches!(c, '\n' | '.' | '!' | '?' | '…' | ',' | ';' | ':' | '»' | '“' | '"') || is_bracket(c);
        // Behind a full stop it is a sentence of its own.
        let before = (0..number).rev().find(|at| self.at(*at).is_some_and(|c| !is_space(c)));
        let begins = before.is_some_and(|at| match self.at(at) {
            Some('.') => !self.may_be_shortened(at),
            c => c.is_some_and(|c| matches!(c, '!' | '?' | '…')),
        });
        let right = match after {
            Some(c) if !close(c) => {
                if begins && c.is_uppercase() {
                    ". "
                } else {
                    ", "
                }
            }
            _ => "",
        };
        let inner = if right.is_empty() {
            inner.trim_end_matches(['.', ';', ','])
        } else {
            inner.trim_end_matches(['.', ';', ',', ':'])
        };
        let mut letters = inner.chars();
        let first = letters.next().filter(|_| begins && !joined);
        match first {
            Some(first) => format!("{left}{}{}{right}", first.to_uppercase(), letters.as_str()),
            None => format!("{left}{inner}{right}"),
        }
    }

    fn exclamations(&mut self) {
        let mut number = 0;
        while let Some(c) = self.at(number) {
            if !is_exclamation(c) {
                number += 1;
                continue;
            }
            let end = self.text.run(number, is_exclamation);
            self.dot_for(Rule::Exclamation, number..end);
            number = end;
        }
    }

    fn ellipses(&mut self) {
        let mut number = 0;
        while let Some(c) = self.at(number) {
            let end = self.text.run(number, |c| matches!(c, '.' | '…'));
            if end == number || (c == '.' && end == number + 1) {
                number = end.max(number + 1);
                continue;
            }
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if digit(self.text.before(number)) && digit(self.at(end)) {
                self.fix(Rule::Ellipsis, number..end, "–");
            } else {
                self.dot_for(Rule::Ellipsis, number..end);
            }
            number = end;
        }
    }

    /// A dot in the place of other marks, and a capital behind it; nothing where another mark stands already.
    fn dot_for(&mut self, rule: Rule, numbers: Range<usize>) {
        let before = self.text.solid_before(numbers.start);
        let from = self.text.solid_from(numbers.end);
        let next = self.at(from);
        let marked =
            before.is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | '…' | '«' | '„' | '–' | '('));
        let closes =
            |c: char| matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | '…' | '»' | '“' | ')') || is_exclamation(c);
        let place = self.text.bytes(numbers.clone());
        let mut finding = Finding::new(rule, place.clone());
        let small = next.filter(|c| c.is_lowercase() && is_cyrillic(*c));
        finding.fix = Some(match small {
            _ if marked || next.is_some_and(closes) => (place, String::new()),
            Some(small) if self.at(from) != Some('\n') => {
                let whole = self.text.bytes(numbers.start..from + 1);
                (whole, format!(". {}", small.to_uppercase()))
            }
            _ => (place, ".".to_owned()),
        });
        self.found.push(finding);
    }

    fn repeated(&mut self) {
        let mut number = 0;
        while let Some(c) = self.at(number) {
            let end = match c {
                '?' | '!' => self.text.run(number, |c| matches!(c, '?' | '!')),
                ',' | ';' | ':' => self.text.run(number, |other| other == c),
                _ => number + 1,
            };
            let end = (number..end).find(|at| self.is_taken(*at)).unwrap_or(end).max(number + 1);
            if end > number + 1 {
                let only = (number..end).all(|at| self.at(at) == Some(c));
                if c != '!' && only {
                    self.fix(Rule::RepeatedMarks, number..end, &c.to_string());
                } else {
                    // What the exclamation mark becomes leaves nothing to repeat.
                    self.add(Rule::RepeatedMarks, number..end);
                }
            }
            number = end;
        }
    }

    fn questions(&mut self) {
        let mut number = 0;
        while number < self.text.chars.len() {
            let end = self.text.run(number, |c| c == '?');
            if end > number && !self.in_link(number) {
                self.add(Rule::Question, number..end);
            }
            number = end.max(number + 1);
        }
    }

    /// Spaces that are too many, or of another kind, or in front of a mark.
    fn spaces(&mut self) {
        let mut number = 0;
        while number < self.text.chars.len() {
            let end = self.text.run(number, is_space);
            if end == number {
                number += 1;
                continue;
            }
            let inner: Vec<char> = (number..end).filter_map(|at| self.at(at)).collect();
            let (before, next) = (self.text.before(number), self.at(end));
            let edge =
                before.is_none_or(|c| matches!(c, '\n' | '«' | '„')) || next.is_none_or(|c| matches!(c, '\n' | '»'));
            let visible = inner.iter().any(|c| !is_nothing(*c));
            let put = if edge || !visible || self.in_front_of_mark(end) { "" } else { " " };
            if inner.iter().collect::<String>() != put {
                self.fix(Rule::Spaces, number..end, put);
            }
            number = end;
        }
        let (source, whole) = (self.text.source, self.text.chars.len());
        let (head, tail) = (source.len() - source.trim_start().len(), source.trim_end().len());
        if source.trim_start_matches(is_space).starts_with('\n') && tail > 0 {
            self.found.push(Finding::fixed_by(Rule::Spaces, 0..head, ""));
        }
        if source.trim_end_matches(is_space).ends_with('\n') && whole > 0 && tail > 0 {
            self.found.push(Finding::fixed_by(Rule::Spaces, tail..source.len(), ""));
        }
    }

    /// Whether a mark stands here that no space belongs in front of.
    fn in_front_of_mark(&self, number: usize) -> bool {
        let next = self.at(number + 1);
        !self.is_taken(number)
            && match self.at(number) {
                // `.by` and `,5` may be meant.
                Some('.') => next.is_none_or(|c| !c.is_alphanumeric()),
                Some(',') => next.is_none_or(|c| !c.is_ascii_digit()),
                Some(';' | ':' | '?' | '!' | '…') => true,
                _ => false,
            }
    }

    /// A space is missing behind a mark: only between letters, for numbers, times and addresses have none.
    fn after_marks(&mut self) {
        for number in 0..self.text.chars.len() {
            let (before, next) = (self.text.before(number), self.at(number + 1));
            let missing = match self.at(number) {
                Some('.') => {
                    before.is_some_and(|c| is_cyrillic(c) && c.is_lowercase())
                        && next.is_some_and(|c| is_cyrillic(c) && c.is_uppercase())
                }
                Some(',' | ';') => {
                    before.is_some_and(|c| !c.is_whitespace()) && next.is_some_and(|c| c.is_alphabetic() || c == '«')
                }
                Some(':' | '?') => before.is_some_and(char::is_alphabetic) && next.is_some_and(is_cyrillic),
                _ => false,
            };
            if missing && !self.is_taken(number) && !self.in_link(number) {
                let behind = self.text.bytes(number + 1..number + 1);
                let mut finding = Finding::new(Rule::Spaces, self.text.bytes(number..number + 1));
                finding.fix = Some((behind, " ".to_owned()));
                self.found.push(finding);
            }
        }
    }

    /// A hyphen between spaces is a dash.
    fn dashes(&mut self) {
        let mut number = 0;
        while number < self.text.chars.len() {
            let end = self.text.run(number, |c| c == '-');
            let between = self.text.before(number).is_some_and(is_space) && self.at(end).is_some_and(is_space);
            if end > number && end <= number + 3 && between && self.text.solid_before(number).is_some() {
                self.fix(Rule::Dash, number..end, "–");
            }
            number = end.max(number + 1);
        }
    }
}
