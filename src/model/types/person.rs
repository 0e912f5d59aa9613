//! Names of people.

use super::{Base, Doubt, Kind, Misfit, Read, folded};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "person",
    samples: &["Иванов Иван Иванович", "Иванова Анна Петровна", "Иванов И. И."],
    personal: true,
    line: 80.0,
    read: |typed| read(typed.raw),
    key: |name, _| folded(name),
    ..Kind::TEXT
};

/// The longest name, in characters.
const LONGEST: usize = 120;

fn read(raw: &str) -> Result<Read, Misfit> {
    let words: Vec<String> = raw.split_whitespace().map(capitalised).collect();
    let name = words.join(" ");
    let fits = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | ' ');
    if name.chars().count() > LONGEST || !name.chars().all(fits) || !name.chars().any(char::is_alphabetic) {
        return Err(Misfit::NotA(Base::Person));
    }
    let mut doubts = Vec::new();
    if name.contains('.') {
        doubts.push(Doubt::Initials);
    }
    if name.chars().any(|c| c.is_ascii_alphabetic()) {
        doubts.push(Doubt::LatinName);
    }
    Ok(Read { value: Value::String(name), doubts })
}

/// Parts of a patronymic that stand behind the father's name and are not capitals.
const BEHIND: [&str; 6] = ["оглы", "кызы", "угли", "улы", "оглу", "гызы"];

/// A word typed without capitals, or in capitals alone, gets one at its start and behind each hyphen.
fn capitalised(word: &str) -> String {
    let small = word.to_lowercase();
    if BEHIND.contains(&small.as_str()) {
        return small;
    }
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 1 && letters().all(char::is_uppercase) && !word.contains('.');
    if letters().any(char::is_uppercase) && !capitals {
        return word.to_owned();
    }
    let part = |part: &str| {
        let mut chars = part.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    small.split('-').map(part).collect::<Vec<String>>().join("-")
}

/// `Иванов И.И.` for `Иванов Иван Иванович`, `Петрова-Водкина А.С.`, `Смит Дж.` of `Смит Дж.`; what stands behind a
/// father's name has no letter of its own.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let Some(surname) = words.next() else { return String::new() };
    let letters: String = words
        .filter(|word| !BEHIND.contains(word))
        .flat_map(|word| {
            if word.contains('.') { word.to_owned() } else { word.chars().take(1).chain(['.']).collect() }
                .chars()
                .collect::<Vec<_>>()
        })
        .collect();
    if letters.is_empty() { surname.to_owned() } else { format!("{surname}\u{a0}{letters}") }
}

/// The first word of a name.
#[must_use]
pub fn surname(name: &str) -> String {
    name.split_whitespace().next().unwrap_or("").to_owned()
}
