//! Numbers of the staff, in whatever spelling: no client is to be given one (the instruction, D9).
//!
//! Digits of any alphabet, letters typed for digits, numerals and what lies between them are read as people would
//! read them; a number is one whether it stands in a line, over two of them, down a column or backwards.

use super::card::Audience;
use super::company::Company;
use super::diagnostic::{Diagnostic, Problem};
use super::document::{Block, Document, Line};
use super::numerals::{HUNDREDS, TENS, UNITS};
use super::span::Span;
use super::types::phone_parts;
use regex::Regex;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What stands on the screen in the place of a number.
const COVER: &str = "•••";
/// The shortest number that is told from other figures without its code.
const SHORTEST: usize = 6;
/// Codes that people write before the same digits.
const MOBILE: [&str; 4] = ["25", "29", "33", "44"];
/// As many signs between two digits still belong to one number: ` - `, `) (`.
const BETWEEN: usize = 3;

/// The numbers that no client is to be given. Those that the company itself gives out are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staff {
    numbers: Vec<Number>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    /// The contact's id.
    of: String,
    /// All digits that tell it, as its code and what stands behind that.
    code: String,
    local: String,
}

/// A digit that is read in a text, and the part of the text that it was read in.
struct Digit {
    value: char,
    at: Range<usize>,
}

/// What counts as a digit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// What is one.
    Digits,
    /// Letters among digits and numerals, too.
    Words,
}

impl Staff {
    /// Those of a company's contacts.
    #[must_use]
    pub fn of(company: &Company) -> Self {
        let mut public = Vec::new();
        texts_of(&company.details, &mut public);
        let area = company.detail("area_code");
        let numbers = company.contacts.iter().flat_map(|(id, contact)| contact.phones.iter().map(move |one| (id, one)));
        let numbers = numbers.filter_map(|(id, phone)| {
            let (code, local) = phone_parts(phone, area).or_else(|| {
                let digits = bare(phone);
                let code = digits.len().saturating_sub(9);
                (digits.len() >= SHORTEST).then(|| (String::new(), digits.get(code..).unwrap_or_default().to_owned()))
            })?;
            Some(Number { of: id.clone(), code, local })
        });
        let given_out = |number: &Number| {
            let whole = format!("{}{}", number.code, number.local);
            public.iter().map(|text| bare(text)).any(|digits| digits.ends_with(&whole) || digits == number.local)
        };
        Self { numbers: numbers.filter(|number| !given_out(number)).collect() }
    }

    /// The contact whose number stands in a text.
    #[must_use]
    pub fn in_text(&self, text: &str) -> Option<&str> {
        self.matches(text).into_iter().next().map(|(number, _)| number.of.as_str())
    }

    /// The text with every number covered.
    #[must_use]
    pub fn covered<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut parts: Vec<Range<usize>> = self.matches(text).into_iter().map(|(_, range)| range).collect();
        if parts.is_empty() {
            return Cow::Borrowed(text);
        }
        parts.sort_by_key(|part| (part.start, part.end));
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for part in parts {
            if part.start >= done {
                out.push_str(text.get(done..part.start).unwrap_or_default());
                out.push_str(COVER);
            }
            done = done.max(part.end);
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// The places of a client's document at which a number stands, however it came there. What has no line of its
    /// own is shown at `head`.
    #[must_use]
    pub fn in_document(&self, document: &Document, head: Span) -> Vec<Diagnostic> {
        if document.audience != Audience::Client || self.numbers.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut add = |of: &str, span: Span| {
            let span = if span.is_known() { span } else { head };
            let fault = Diagnostic::new(Problem::NotForClients { name: format!("contacts.{of}.phones") }, span);
            if !found.contains(&fault) {
                found.push(fault);
            }
        };
        let texts = document.texts();
        for (text, span) in &texts {
            self.matches(text).into_iter().for_each(|(number, _)| add(&number.of, *span));
        }
        // What is divided over lines or cells.
        for texts in std::iter::once(texts).chain(columns(document)) {
            for reading in [Reading::Digits, Reading::Words] {
                let digits: Vec<(char, Span)> = texts
                    .iter()
                    .flat_map(|(text, span)| read(text, reading).into_iter().map(|digit| (digit.value, *span)))
                    .collect();
                let stream: String = digits.iter().map(|(digit, _)| *digit).collect();
                for number in self.numbers.iter().filter(|number| !number.code.is_empty()) {
                    let at = number.whole().into_iter().find_map(|whole| stream.find(&whole));
                    if let Some((_, span)) = at.and_then(|at| digits.get(at)) {
                        // Said at its own line already.
                        if !texts.iter().any(|(text, _)| self.in_text(text) == Some(&number.of)) {
                            add(&number.of, *span);
                        }
                    }
                }
            }
        }
        found
    }

    /// The numbers in a text, and where they stand.
    fn matches(&self, text: &str) -> Vec<(&Number, Range<usize>)> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for reading in [Reading::Digits, Reading::Words] {
            let digits = read(text, reading);
            let stream: String = digits.iter().map(|digit| digit.value).collect();
            let place = |from: usize, length: usize| {
                let (first, last) = (digits.get(from)?, digits.get(from + length - 1)?);
                Some(first.at.start..last.at.end)
            };
            for number in &self.numbers {
                for whole in number.whole().iter().filter(|_| !number.code.is_empty()) {
                    let places = stream.match_indices(whole.as_str()).filter_map(|(at, _)| place(at, whole.len()));
                    found.extend(places.map(|range| (number, range)));
                }
                if number.local.len() >= SHORTEST {
                    let places = stream.match_indices(&number.local).map(|(at, _)| at);
                    let places =
                        places.filter(|at| !stream.get(..*at).is_some_and(|before| number.is_of_another(before)));
                    let alone = places.filter(|at| stands_alone(&digits, *at..at + number.local.len(), text));
                    let places = alone.filter_map(|at| place(at, number.local.len()));
                    found.extend(places.map(|range| (number, range)));
                }
            }
        }
        found
    }
}

impl Number {
    /// All its digits, forwards and backwards.
    fn whole(&self) -> [String; 2] {
        let whole = format!("{}{}", self.code, self.local);
        let backwards = whole.chars().rev().collect();
        [whole, backwards]
    }

    /// Whether the code before what looks like it makes another number of it.
    fn is_of_another(&self, before: &str) -> bool {
        MOBILE.iter().any(|code| *code != self.code && before.ends_with(code))
    }
}

/// Whether some of the digits are a number of their own: nothing but signs between them, and more than nothing around.
fn stands_alone(digits: &[Digit], part: Range<usize>, text: &str) -> bool {
    let between = |left: usize| {
        let (left, right) = (digits.get(left)?, digits.get(left + 1)?);
        text.get(left.at.end..right.at.start)
    };
    let apart = |left: Option<usize>| left.and_then(between).is_none_or(|between| !between.is_empty());
    let signs = |text: &str| {
        let seen = text.chars().filter(|c| !is_unseen(*c));
        text.chars().all(|c| !c.is_alphanumeric()) && seen.count() <= BETWEEN
    };
    apart(part.start.checked_sub(1))
        && apart(part.end.checked_sub(1))
        && (part.start..part.end - 1).all(|left| between(left).is_none_or(signs))
}

/// The texts of each column of a document's tables and signatures.
fn columns(document: &Document) -> Vec<Vec<(String, Span)>> {
    let text = |line: &Line| (line.text(), line.span);
    let of = |block: &Block| match block {
        Block::Table(table) => {
            let column = |at: usize| {
                let head = table.columns.get(at).map(|column| &column.head);
                head.into_iter().chain(table.rows.iter().filter_map(move |row| row.get(at))).map(text).collect()
            };
            (0..table.columns.len()).map(column).collect()
        }
        Block::Signatures(rows) => {
            vec![rows.iter().map(|(left, _)| text(left)).collect(), rows.iter().map(|(_, right)| text(right)).collect()]
        }
        _ => Vec::new(),
    };
    document.inner().flat_map(of).collect()
}

/// Every text of a value.
fn texts_of<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts_of(item, found)),
        Value::Object(map) => map.values().for_each(|value| texts_of(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn bare(text: &str) -> String {
    read(text, Reading::Digits).into_iter().map(|digit| digit.value).collect()
}

/// The digits of a text.
fn read(text: &str, reading: Reading) -> Vec<Digit> {
    let (mut found, mut word, mut numeral) = (Vec::new(), Vec::new(), Numeral::default());
    for (start, c) in text.char_indices() {
        let at = start..start + c.len_utf8();
        if c.is_alphanumeric() {
            let folded = std::iter::once(c).nfkc().filter(|c| c.is_alphanumeric());
            word.extend(folded.map(|c| (digit(c).unwrap_or(c), at.clone())));
        } else if !is_unseen(c) {
            read_word(&mut word, reading, &mut numeral, &mut found);
        }
    }
    read_word(&mut word, reading, &mut numeral, &mut found);
    numeral.end(&mut found);
    found
}

/// The digits of a word: its own, or those of the numeral that it is.
fn read_word(word: &mut Vec<(char, Range<usize>)>, reading: Reading, numeral: &mut Numeral, found: &mut Vec<Digit>) {
    let word = std::mem::take(word);
    let (Some((_, first)), Some((_, last))) = (word.first(), word.last()) else { return };
    let whole = first.start..last.end;
    let letters: String = word.iter().map(|(c, _)| *c).collect();
    if reading == Reading::Words
        && let Some(value) = value_of(&letters.to_lowercase())
    {
        return numeral.add(value, whole, found);
    }
    let digits = || word.iter().filter(|(c, _)| c.is_ascii_digit());
    let alike: Option<Vec<Digit>> =
        word.iter().map(|(c, at)| Some(Digit { value: alike(*c)?, at: at.clone() })).collect();
    let alike = alike.filter(|_| reading == Reading::Words && digits().count() > 0);
    let own = || digits().map(|(value, at)| Digit { value: *value, at: at.clone() }).collect();
    let read = alike.unwrap_or_else(own);
    numeral.end(found);
    found.extend(read);
}

/// A numeral of several words: `семьсот девяносто семь`.
#[derive(Default)]
struct Numeral {
    so_far: Option<(u32, Range<usize>)>,
    /// What may still be added is less than this.
    room: u32,
}

impl Numeral {
    fn add(&mut self, value: u32, at: Range<usize>, found: &mut Vec<Digit>) {
        match &mut self.so_far {
            Some((sum, place)) if value > 0 && value < self.room => {
                *sum += value;
                place.end = at.end;
            }
            _ => {
                self.end(found);
                self.so_far = Some((value, at));
            }
        }
        self.room = match value {
            100.. => 100,
            20.. => 10,
            _ => 0,
        };
    }

    fn end(&mut self, found: &mut Vec<Digit>) {
        if let Some((value, at)) = self.so_far.take() {
            found.extend(value.to_string().chars().map(|value| Digit { value, at: at.clone() }));
        }
    }
}

/// What a numeral is worth.
fn value_of(word: &str) -> Option<u32> {
    const ENGLISH: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let place = |list: &[&str]| list.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok());
    if matches!(word, "ноль" | "нуль") {
        return Some(0);
    }
    // The first of each list are no words.
    let worth = |list, each| place(list).filter(|at| *at > 0).map(|at| at * each);
    worth(&UNITS, 1).or_else(|| worth(&TENS, 10)).or_else(|| worth(&HUNDREDS, 100)).or_else(|| place(&ENGLISH))
}

/// The digit that a letter is typed for, and a digit itself.
fn alike(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'o' | 'О' | 'о' => Some('0'),
        'l' | 'I' | 'І' | 'і' | 'i' => Some('1'),
        'З' | 'з' => Some('3'),
        'Ч' | 'ч' => Some('4'),
        'б' => Some('6'),
        'В' | 'B' => Some('8'),
        _ => None,
    }
}

/// A digit of any alphabet. Each has its ten in a row, beginning with the nought.
fn digit(c: char) -> Option<char> {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d$").ok());
    if c.is_ascii() {
        return Some(c).filter(char::is_ascii_digit);
    }
    let is_one = |c: char| DIGIT.as_ref().is_some_and(|digit| digit.is_match(c.encode_utf8(&mut [0; 4])));
    if !c.is_numeric() || !is_one(c) {
        return None;
    }
    let before = (1..=10_u32).find(|back| {
        let other = u32::from(c).checked_sub(*back).and_then(char::from_u32);
        !other.is_some_and(is_one)
    });
    char::from_digit(before?.checked_sub(1)?, 10)
}

/// What stands between letters and is not seen: soft hyphens, joiners, marks over letters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
