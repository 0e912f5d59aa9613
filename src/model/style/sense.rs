//! Rules about words and sentences that need no dictionary.

use super::words::{Text, Word, cyrillic_twin, is_cyrillic, is_latin, latin_twin};
use super::{Dictionary, Finding, Rule, Shape};

/// Letters in capitals that are shouting and not an abbreviation that everybody knows.
const SHORTEST_SHOUT: usize = 4;
/// The smallest number of words of a sentence that says who needs what.
const FEWEST_WORDS: usize = 3;
/// The longest text, in characters.
const LONGEST: usize = 600;
/// The longest sentence, in words.
const LONGEST_SENTENCE: usize = 30;

/// What these rules find.
pub(super) fn judge(text: &Text<'_>, dictionary: &Dictionary, shape: Shape) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, word) in text.words.iter().enumerate() {
        found.extend(capitals(word, dictionary));
        found.extend(mixed(word));
        found.extend(number_ending(word));
        found.extend(personal(text, number));
    }
    if shape == Shape::Sentences {
        found.extend(lengths(text));
        found.extend(beginning(text));
        found.extend(end(text));
    }
    found
}

fn capitals<'w>(word: &'w Word, dictionary: &'w Dictionary) -> impl Iterator<Item = Finding> + 'w {
    let shouted = |part: &str| {
        let all = part.chars().all(|c| is_cyrillic(c) && c.is_uppercase());
        all && part.chars().count() >= SHORTEST_SHOUT
    };
    let parts = word.parts().filter(move |(_, part)| shouted(part));
    parts.filter(move |(_, part)| !dictionary.allows(part) && !dictionary.allows(&word.text)).map(|(place, part)| {
        let mut finding = Finding::new(Rule::Capitals, place);
        finding.say = Some(part.to_lowercase());
        finding
    })
}

/// Letters of two alphabets in one part of a word. Where they are only a slip of the keyboard, that is put right.
fn mixed(word: &Word) -> impl Iterator<Item = Finding> {
    word.parts().filter_map(|(place, part)| {
        let letters = part.chars().filter(|c| c.is_alphabetic());
        let cyrillic = letters.clone().filter(|c| is_cyrillic(*c)).count();
        let latin = letters.filter(|c| is_latin(*c)).count();
        if cyrillic == 0 || latin == 0 {
            return None;
        }
        let to_cyrillic = || -> Option<String> {
            part.chars().map(|c| if is_latin(c) { cyrillic_twin(c) } else { Some(c) }).collect()
        };
        let to_latin = || -> Option<String> {
            part.chars().map(|c| if is_cyrillic(c) { latin_twin(c) } else { Some(c) }).collect()
        };
        let put = if latin > cyrillic { to_latin().or_else(to_cyrillic) } else { to_cyrillic().or_else(to_latin) };
        Some(match put {
            Some(put) => Finding::fixed_by(Rule::MixedAlphabets, place, put),
            None => Finding::new(Rule::MixedAlphabets, place),
        })
    })
}

/// `1-ый`, `2х`, `5-ти`: the first is written `1-й`, the others in words.
fn number_ending(word: &Word) -> Option<Finding> {
    let digits = word.text.chars().take_while(char::is_ascii_digit).count();
    let (number, ending) = word.text.split_at_checked(digits).filter(|(number, _)| !number.is_empty())?;
    let say = match (number, ending.trim_start_matches('-')) {
        (_, "ый" | "ой" | "ий") => format!("{number}-й"),
        (_, "ая") => format!("{number}-я"),
        (_, "ое") => format!("{number}-е"),
        (_, "ого") => format!("{number}-го"),
        (_, "ому") => format!("{number}-му"),
        ("2", "х") => "двух".to_owned(),
        ("3", "х") => "трех".to_owned(),
        ("4", "х") => "четырех".to_owned(),
        ("2", "мя" | "ми") => "двумя".to_owned(),
        ("3", "мя" | "ми") => "тремя".to_owned(),
        ("4", "мя" | "ми") => "четырьмя".to_owned(),
        ("5", "ти") => "пяти".to_owned(),
        ("6", "ти") => "шести".to_owned(),
        ("7", "ми" | "ти") => "семи".to_owned(),
        ("8", "ми" | "ти") => "восьми".to_owned(),
        ("9", "ти") => "девяти".to_owned(),
        ("10", "ти") => "десяти".to_owned(),
        (_, "ти") => number.to_owned(),
        _ => return None,
    };
    let mut finding = Finding::new(Rule::NumberEnding, word.place.clone());
    finding.say = Some(say);
    Some(finding)
}

/// Series and number of a document, a personal number, the number of a bank's card.
fn personal(text: &Text<'_>, number: usize) -> Option<Finding> {
    let word = text.words.get(number)?;
    let found = |end: usize| Some(Finding::new(Rule::PersonalData, word.place.start..end));
    let one = latin(&word.text);
    if is_passport(&one) || is_personal_number(&one) {
        return found(word.place.end);
    }
    if is_card(&digits(&word.text)) {
        return found(word.place.end);
    }
    let near = |other: usize| matches!(text.between(other, other + 1), " " | "\u{A0}" | " № ");
    let next = text.words.get(number + 1).filter(|_| near(number))?;
    if one.chars().count() == 2 && is_passport(&format!("{one}{}", next.text)) {
        return found(next.place.end);
    }
    let four = text.words.get(number..number + 4)?;
    let is_group = |word: &Word| word.text.len() == 4 && word.text.chars().all(|c| c.is_ascii_digit());
    let together: String = four.iter().map(|word| word.text.as_str()).collect();
    let joined = (number..number + 3).all(near);
    (joined && four.iter().all(is_group) && is_card(&together))
        .then(|| four.last().and_then(|last| found(last.place.end)))?
}

fn latin(word: &str) -> String {
    word.chars().map(|c| latin_twin(c).unwrap_or(c)).collect()
}

fn digits(word: &str) -> String {
    word.chars().filter(|c| *c != '-').collect()
}

/// Two capitals and seven digits.
fn is_passport(word: &str) -> bool {
    shape(word) == "AA0000000"
}

fn is_personal_number(word: &str) -> bool {
    shape(word) == "0000000A000AA0"
}

fn shape(word: &str) -> String {
    let sign = |c: char| match c {
        '0'..='9' => '0',
        'A'..='Z' => 'A',
        other => other,
    };
    word.chars().map(sign).collect()
}

/// Sixteen digits whose sum comes out as that of cards does (Luhn): not the number of a device.
fn is_card(digits: &str) -> bool {
    let values: Option<Vec<u32>> = digits.chars().map(|c| c.to_digit(10)).collect();
    values.is_some_and(|values| {
        let doubled = |(at, digit): (usize, &u32)| match (at % 2, digit * 2) {
            (0, twice) if twice > 9 => twice - 9,
            (0, twice) => twice,
            _ => *digit,
        };
        values.len() == 16
            && values.iter().any(|digit| *digit > 0)
            && values.iter().enumerate().map(doubled).sum::<u32>() % 10 == 0
    })
}

fn lengths(text: &Text<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let whole = 0..text.source.len();
    let most = text.sentences.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
    if most < FEWEST_WORDS && most > 0 {
        found.push(Finding::new(Rule::TooShort, whole.clone()));
    }
    if text.chars.len() > LONGEST {
        found.push(Finding::new(Rule::TooLong, whole));
    }
    for sentence in text.sentences.iter().filter(|sentence| sentence.len() > LONGEST_SENTENCE) {
        if let (Some(first), Some(last)) = (text.words.get(sentence.start), text.words.get(sentence.end - 1)) {
            found.push(Finding::new(Rule::TooLong, first.place.start..last.place.end));
        }
    }
    found
}

/// A small letter at the very beginning. `sim-карта` and `iPhone` begin with one for good.
fn beginning(text: &Text<'_>) -> Option<Finding> {
    let number = usize::from(text.at(0).is_some_and(|c| matches!(c, '«' | '„')));
    let first = text.at(number).filter(|c| is_cyrillic(*c) && c.is_lowercase())?;
    let put: String = first.to_uppercase().collect();
    Some(Finding::fixed_by(Rule::Ends, text.bytes(number..number + 1), put))
}

/// No dot at the end.
fn end(text: &Text<'_>) -> Option<Finding> {
    let last = text.chars.len().checked_sub(1)?;
    let place = text.bytes(last..last + 1);
    match text.at(last)? {
        c if c.is_alphanumeric() || matches!(c, '»' | '“' | '%') => {
            let inner = text.before(last).is_some_and(|c| matches!(c, '.' | '?' | '!' | '…'));
            if matches!(c, '»' | '“') && inner {
                return None;
            }
            let mut finding = Finding::new(Rule::Ends, place.clone());
            finding.fix = Some((place.end..place.end, ".".to_owned()));
            Some(finding)
        }
        ',' | ';' | ':' if text.words.len() > 1 => Some(Finding::fixed_by(Rule::Ends, place, ".")),
        _ => None,
    }
}
