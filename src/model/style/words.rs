//! A text taken apart: characters with their places, words, sentences, and what somebody else is quoted with.

use std::ops::Range;

/// Short forms whose dot ends no sentence.
const SHORT_FORMS: &[&str] = &[
    "г",
    "гг",
    "ул",
    "д",
    "кв",
    "пер",
    "пр",
    "просп",
    "пл",
    "наб",
    "ш",
    "корп",
    "стр",
    "эт",
    "под",
    "подъезд",
    "оф",
    "каб",
    "тел",
    "руб",
    "коп",
    "мин",
    "сек",
    "ч",
    "час",
    "т",
    "е",
    "др",
    "п",
    "пп",
    "ст",
    "им",
    "пос",
    "дер",
    "обл",
    "р-н",
    "м",
    "тыс",
    "млн",
    "см",
    "ред",
    "гл",
    "зам",
    "спец",
    "моб",
    "дом",
    "лиц",
    "сч",
    "дог",
    "инв",
    "аб",
];

/// A word: letters and digits, with hyphens and apostrophes inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// As it is written.
    pub text: String,
    /// In small letters of one alphabet, `е` for `ё`.
    pub folded: String,
    /// Whether a sentence begins with it.
    pub begins: bool,
    /// Whether it is somebody else's: between quotation marks.
    pub quoted: bool,
}

impl Word {
    /// Whether it looks like somebody's or something's name.
    pub(super) fn is_name(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic());
        let first = letters.next().is_some_and(char::is_uppercase);
        first && !self.begins && (letters.clone().next().is_none() || letters.any(char::is_lowercase))
    }

    /// The parts between hyphens, with their places.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let mut at = self.place.start;
        self.text.split('-').map(move |part| {
            let place = at..at + part.len();
            at = place.end + 1;
            (place, part)
        })
    }
}

/// A text taken apart.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub source: &'t str,
    pub chars: Vec<(usize, char)>,
    pub words: Vec<Word>,
    /// Numbers of words, sentence by sentence.
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Text<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        let chars: Vec<(usize, char)> = source.char_indices().collect();
        let mut text = Self { source, chars, words: Vec::new(), sentences: Vec::new() };
        text.find_words();
        text.find_sentences();
        text
    }

    /// The character with this number.
    pub(super) fn at(&self, number: usize) -> Option<char> {
        self.chars.get(number).map(|(_, c)| *c)
    }

    /// The character before the one with this number.
    pub(super) fn before(&self, number: usize) -> Option<char> {
        number.checked_sub(1).and_then(|number| self.at(number))
    }

    /// The last character before this number that is no space, in the same line.
    pub(super) fn solid_before(&self, number: usize) -> Option<char> {
        let before = self.chars.get(..number).unwrap_or(&[]);
        before.iter().rev().map(|(_, c)| *c).find(|c| !is_space(*c)).filter(|c| *c != '\n')
    }

    /// The number of the first character from this one on that is no space.
    pub(super) fn solid_from(&self, number: usize) -> usize {
        (number..self.chars.len()).find(|at| !self.at(*at).is_some_and(is_space)).unwrap_or(self.chars.len())
    }

    /// The bytes of these characters.
    pub(super) fn bytes(&self, numbers: Range<usize>) -> Range<usize> {
        let byte = |number: usize| self.chars.get(number).map_or(self.source.len(), |(at, _)| *at);
        byte(numbers.start)..byte(numbers.end)
    }

    /// The number behind the last of the characters from here on that are alike.
    pub(super) fn run(&self, from: usize, like: impl Fn(char) -> bool) -> usize {
        (from..self.chars.len()).find(|at| !self.at(*at).is_some_and(&like)).unwrap_or(self.chars.len())
    }

    /// What stands between two words.
    pub(super) fn between(&self, one: usize, other: usize) -> &'t str {
        match (self.words.get(one), self.words.get(other)) {
            (Some(one), Some(other)) => self.source.get(one.place.end..other.place.start).unwrap_or(""),
            _ => "",
        }
    }

    fn find_words(&mut self) {
        let mut at = 0;
        let mut depth = 0_usize;
        while let Some(c) = self.at(at) {
            match c {
                '«' | '„' => depth += 1,
                '»' => depth = depth.saturating_sub(1),
                '“' if depth > 1 => depth -= 1,
                '\n' => depth = 0,
                _ => {}
            }
            if !c.is_alphanumeric() {
                at += 1;
                continue;
            }
            let mut end = at;
            loop {
                end = self.run(end, char::is_alphanumeric);
                let joint = self.at(end).is_some_and(|c| matches!(c, '-' | '‑' | '\'' | '’'));
                if !(joint && self.at(end + 1).is_some_and(char::is_alphanumeric)) {
                    break;
                }
                end += 1;
            }
            let place = self.bytes(at..end);
            let text = self.source.get(place.clone()).unwrap_or("").to_owned();
            let folded = fold(&text);
            self.words.push(Word { place, text, folded, begins: false, quoted: depth > 0 });
            at = end;
        }
    }

    fn find_sentences(&mut self) {
        let mut start = 0;
        for number in 0..self.words.len() {
            let last = number + 1 == self.words.len();
            if last || self.ends_sentence(number) {
                self.sentences.push(start..number + 1);
                start = number + 1;
            }
        }
        for sentence in &self.sentences {
            if let Some(word) = self.words.get_mut(sentence.start) {
                word.begins = true;
            }
        }
    }

    /// Whether a sentence ends behind this word.
    fn ends_sentence(&self, number: usize) -> bool {
        let between = self.between(number, number + 1);
        if between.contains(['\n', '!', '?', '…']) {
            return true;
        }
        let Some(dot) = between.find('.') else { return false };
        let goes_on =
            between.get(dot..).unwrap_or("").chars().any(|c| c.is_whitespace() || matches!(c, '»' | '–' | '—'));
        let word = self.words.get(number).map_or("", |word| word.folded.as_str());
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let short = between.starts_with('.') && (SHORT_FORMS.contains(&word) || (letters == 1 && word.len() <= 2));
        goes_on && !short
    }
}

/// A space within a line, of any kind.
pub(super) fn is_space(c: char) -> bool {
    c != '\n' && (c.is_whitespace() || is_nothing(c))
}

/// A character that nobody sees and that means nothing in Russian.
pub(super) fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether it is a letter of the Cyrillic alphabets.
pub(super) fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52F}').contains(&c)
}

/// Whether it is a letter of the Latin alphabet.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// Latin letters and the Cyrillic ones that look like them.
const TWINS: [(char, char); 19] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
];

/// The Cyrillic letter that looks like this Latin one.
pub(super) fn cyrillic_twin(c: char) -> Option<char> {
    TWINS.iter().find(|(latin, _)| *latin == c).map(|(_, twin)| *twin)
}

/// The Latin letter that looks like this Cyrillic one.
pub(super) fn latin_twin(c: char) -> Option<char> {
    TWINS.iter().find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

/// A word as dictionaries know it: small letters, `е` for `ё`; Latin letters that look like Cyrillic ones are such
/// in a part that has Cyrillic ones.
pub(super) fn fold(word: &str) -> String {
    let parts = word.split(['-', '‑']).map(|part| {
        let folds = part.chars().any(is_cyrillic);
        let letters = part.chars().map(|c| if folds { cyrillic_twin(c).unwrap_or(c) } else { c });
        letters.flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect::<String>()
    });
    parts.collect::<Vec<_>>().join("-").replace('’', "'")
}

/// A text in one line, cut in the middle when it is longer than `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = line.chars().count();
    if count <= most {
        return line;
    }
    let head: String = line.chars().take(most / 2).collect();
    let tail: String = line.chars().skip(count - most / 3).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}
