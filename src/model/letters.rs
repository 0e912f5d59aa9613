//! Letters that look like those of another alphabet: `nаme` with a Russian «а» is no `name`, and nobody sees why.

use std::ops::Range;

/// An alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// a, b, c.
    Latin,
    /// а, б, в.
    Cyrillic,
}

/// A text in which letters of one alphabet stand in words of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The bytes of the first such letter.
    pub first: Range<usize>,
    /// All such letters of its word, in order.
    pub letters: String,
    /// Their alphabet.
    pub alphabet: Alphabet,
    /// The text as it was meant.
    pub meant: String,
}

/// Letters that cannot be told apart by eye, Cyrillic and Latin.
const ALIKE: [(char, char); 24] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ѕ', 'S'),
];

/// The letters of a text that belong to another alphabet than the rest of their word and look as if they did not.
#[must_use]
pub fn stray(text: &str) -> Option<Stray> {
    let mut found: Option<Stray> = None;
    let mut meant = String::with_capacity(text.len());
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let Some(alphabet) = foreign(word) else {
            meant.push_str(word);
            at += word.len();
            continue;
        };
        let mut letters = String::new();
        for (place, c) in word.char_indices() {
            let right = (alphabet_of(c) == Some(alphabet)).then(|| twin(c)).flatten();
            if right.is_some() {
                letters.push(c);
                let first = at + place..at + place + c.len_utf8();
                found.get_or_insert_with(|| Stray { first, letters: String::new(), alphabet, meant: String::new() });
            }
            meant.push(right.unwrap_or(c));
        }
        if let Some(stray) = found.as_mut().filter(|stray| stray.letters.is_empty()) {
            stray.letters = letters;
        }
        at += word.len();
    }
    found.map(|stray| Stray { meant, ..stray })
}

/// The alphabet whose letters do not belong into a word: all of them look like letters of the other one.
fn foreign(word: &str) -> Option<Alphabet> {
    let of = |alphabet| word.chars().filter(move |c| alphabet_of(*c) == Some(alphabet));
    let count = |alphabet| of(alphabet).count();
    let alike = |alphabet| of(alphabet).all(|c| twin(c).is_some());
    let (latin, cyrillic) = (count(Alphabet::Latin), count(Alphabet::Cyrillic));
    if latin == 0 || cyrillic == 0 {
        return None;
    }
    match (alike(Alphabet::Latin), alike(Alphabet::Cyrillic)) {
        (true, true) if latin < cyrillic => Some(Alphabet::Latin),
        (_, true) => Some(Alphabet::Cyrillic),
        (true, false) => Some(Alphabet::Latin),
        (false, false) => None,
    }
}

fn alphabet_of(c: char) -> Option<Alphabet> {
    match c {
        'a'..='z' | 'A'..='Z' => Some(Alphabet::Latin),
        '\u{400}'..='\u{4FF}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// The letter of the other alphabet that looks the same.
fn twin(c: char) -> Option<char> {
    ALIKE.iter().find_map(|(cyrillic, latin)| match c {
        _ if c == *cyrillic => Some(*latin),
        _ if c == *latin => Some(*cyrillic),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, stray};

    #[test]
    fn a_letter_of_the_other_alphabet_is_seen() {
        for (text, first, letters, alphabet, meant) in [
            ("nаme", 1..3, "а", Alphabet::Cyrillic, "name"),
            ("stеpѕ", 2..4, "еѕ", Alphabet::Cyrillic, "steps"),
            ("cумма", 0..1, "c", Alphabet::Latin, "сумма"),
            ("req.tеxt", 5..7, "е", Alphabet::Cyrillic, "req.text"),
            ("дом_nаme_2", 8..10, "а", Alphabet::Cyrillic, "дом_name_2"),
        ] {
            let found = stray(text).expect(text);
            assert_eq!((found.first, found.letters.as_str(), found.alphabet), (first, letters, alphabet), "{text}");
            assert_eq!(found.meant, meant);
        }
    }

    #[test]
    fn words_of_both_alphabets_may_stand_side_by_side() {
        for text in
            ["name", "сумма", "id_клиента", "HD-канал", "Wi-Fi в доме", "wifiРоутер", "а", "сор", "2й", "", "a1б"]
        {
            assert_eq!(stray(text), None, "{text}");
        }
    }
}
