//! What is done to every text of a sheet: numbers of the staff are hidden, words that do not fit a line are divided.

use crate::model::company::Company;

/// The longest word that is left whole: the names of files have no places where they may be divided.
const LONGEST_WORD: usize = 24;
/// The length of its parts.
const PART: usize = 12;
/// Digits by which a phone number in Belarus is known, however its beginning is written.
const KNOWN_BY: usize = 9;

/// The numbers of the company's people that are not its own, which it tells everybody, too.
pub(super) fn numbers_of(company: &Company) -> Vec<String> {
    let public = digits(&company.details.to_string());
    let phones = company.contacts.iter().flat_map(|(_, contact)| &contact.phones);
    let tail = |phone: &String| {
        Some(digits(phone)).and_then(|all| Some(all.get(all.len().checked_sub(KNOWN_BY)?..)?.to_owned()))
    };
    phones.filter_map(tail).filter(|phone| !public.contains(phone)).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A text in which none of these numbers stands, in whatever spelling.
pub(super) fn without_numbers(text: &str, numbers: &[String], hidden: &str) -> String {
    let spells = |run: &str| numbers.iter().any(|number| digits(run).contains(number.as_str()));
    if !spells(text) {
        return text.to_owned();
    }
    let within =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | '.' | ' ' | '\u{a0}' | '\u{2011}' | '–');
    let mut out = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit() || c == '+') {
        let (before, behind) = rest.split_at(begin);
        let end = behind.find(|c: char| !within(c)).unwrap_or(behind.len());
        let (run, after) = behind.split_at(end);
        let bare = run.trim_end_matches(|c: char| !c.is_ascii_digit());
        out += before;
        out += if spells(run) { hidden } else { bare };
        out += &run[bare.len()..];
        rest = after;
    }
    out + rest
}

/// A text whose longest words may be divided anywhere: a mark that nobody sees stands where.
pub(super) fn divided(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let long = word.chars().count() > LONGEST_WORD;
        for (at, c) in word.chars().enumerate() {
            if long && at > 0 && at % PART == 0 {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    out
}
