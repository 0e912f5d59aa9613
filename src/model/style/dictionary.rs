//! Words that are better not used, as the director lists them: whole words, stems, a few words in a row.

use super::words::{Text, Word, fold};
use super::{Finding, Rule};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The endings that a stem (`телек*`) may have; a closed list, so that `комп*` is no `компания`.
const ENDINGS: &[&str] = &[
    "", "а", "я", "у", "ю", "ы", "и", "е", "о", "ь", "й", "ой", "ей", "ою", "ею", "ью", "ом", "ем", "ам", "ям", "ами",
    "ями", "ах", "ях", "ов", "ев", "ия", "ии", "ию", "ией", "ый", "ий", "ая", "яя", "ое", "ее", "ого", "его", "ому",
    "ему", "ым", "им", "ую", "юю", "ые", "ие", "ых", "их", "ыми", "ими", "ть", "ться", "ет", "ется", "ют", "ются",
    "ит", "ится", "ят", "ятся", "ат", "атся", "ут", "утся", "л", "лся", "ла", "лась", "ло", "лось", "ли", "лись", "ся",
    "сь",
];
/// The shortest stem, in characters: a shorter one would be in every other word.
const SHORTEST_STEM: usize = 3;

/// The company's words of style; what an empty one has nothing against stays unsaid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dictionary {
    /// By rule: a word, a stem with `*` or several words in a row, and what is said instead.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Rule, BTreeMap<String, String>>,
    /// Words and abbreviations that nobody is asked about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub allowed: BTreeSet<String>,
}

/// What is wrong with a word of `style.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordFault {
    /// It holds something that no word has.
    NoWord,
    /// Its stem is so short that many other words begin with it.
    ShortStem,
    /// It is known under another rule already.
    Twice,
}

/// What is wrong with a word of the dictionary by itself.
#[must_use]
pub fn word_fault(entry: &str) -> Option<WordFault> {
    let mut words = entry.split_whitespace().peekable();
    if words.peek().is_none() {
        return Some(WordFault::NoWord);
    }
    for word in words {
        let stem = word.strip_suffix('*').unwrap_or(word);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
        let ends = stem.starts_with('-') || stem.ends_with('-');
        if stem.is_empty() || ends || !stem.chars().all(fits) {
            return Some(WordFault::NoWord);
        }
        if stem != word && stem.chars().count() < SHORTEST_STEM {
            return Some(WordFault::ShortStem);
        }
    }
    None
}

/// One entry, ready to be compared.
struct Entry<'d> {
    rule: Rule,
    say: &'d str,
    /// Folded words, each with whether it is a stem.
    words: Vec<(String, Ends)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// As it stands.
    Here,
    /// With one of the endings.
    Inflected,
}

impl Dictionary {
    /// Whether nobody is asked about a word as it is written. A folded one is compared as such.
    pub(super) fn allows(&self, word: &str) -> bool {
        let folded = fold(word);
        self.allowed
            .iter()
            .any(|known| known == word || (known.chars().any(char::is_lowercase) && fold(known) == folded))
    }

    pub(super) fn judge(&self, text: &Text<'_>) -> Vec<Finding> {
        let mut entries: Vec<Entry<'_>> =
            self.words.iter().flat_map(|(rule, words)| entries_of(*rule, words)).collect();
        // Several words in a row are tried before each of them; `sort` keeps the order of rules.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        let mut found = Vec::new();
        let mut number = 0;
        while number < text.words.len() {
            let hit = entries.iter().find(|entry| self.hits(entry, text, number));
            let Some(entry) = hit else {
                number += 1;
                continue;
            };
            let last = number + entry.words.len() - 1;
            if let (Some(first), Some(last)) = (text.words.get(number), text.words.get(last)) {
                let mut finding = Finding::new(entry.rule, first.place.start..last.place.end);
                finding.say = Some(entry.say.to_owned());
                found.push(finding);
            }
            number = last + 1;
        }
        found
    }

    fn hits(&self, entry: &Entry<'_>, text: &Text<'_>, from: usize) -> bool {
        entry.words.iter().enumerate().all(|(at, (wanted, ends))| {
            let Some(word) = text.words.get(from + at) else { return false };
            let joined = at == 0 || text.between(from + at - 1, from + at).chars().all(char::is_whitespace);
            joined && is_said(entry.rule, word) && fits(&word.folded, wanted, *ends) && !self.allows(&word.text)
        })
    }
}

fn entries_of(rule: Rule, words: &BTreeMap<String, String>) -> impl Iterator<Item = Entry<'_>> {
    words.iter().map(move |(entry, say)| {
        let words = entry.split_whitespace().map(|word| match word.strip_suffix('*') {
            Some(stem) => (fold(stem), Ends::Inflected),
            None => (fold(word), Ends::Here),
        });
        Entry { rule, say, words: words.collect() }
    })
}

/// Whether a word counts as the writer's own. What stands between quotation marks is somebody else's, what begins
/// with a capital within a sentence is a name: a street, a channel, a surname. Insults and illnesses are kept out
/// wherever they stand, and who is addressed politely has a capital.
fn is_said(rule: Rule, word: &Word) -> bool {
    match rule {
        Rule::Rude | Rule::Health => true,
        Rule::SecondPerson => !word.quoted,
        _ => !word.quoted && !word.is_name(),
    }
}

fn fits(word: &str, wanted: &str, ends: Ends) -> bool {
    match ends {
        Ends::Here => word == wanted,
        Ends::Inflected => word.strip_prefix(wanted).is_some_and(|ending| ENDINGS.contains(&ending)),
    }
}
