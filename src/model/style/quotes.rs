//! Quotation marks: «…», and „…“ within them.

use super::words::Text;
use super::{Finding, Rule};

/// One quotation mark that is open.
struct Open {
    number: usize,
    /// How many characters it has.
    length: usize,
    /// Whether it is none of ours.
    foreign: bool,
}

/// Quotation marks that are written otherwise. What has no second one is left alone: it may be an inch.
pub(super) fn judge(text: &Text<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut number = 0;
    while let Some(c) = text.at(number) {
        let length = if c == '\'' && text.at(number + 1) == Some('\'') { 2 } else { 1 };
        let before = text.before(number);
        let next = text.at(number + length);
        let begins = before
            .is_none_or(|c| c.is_whitespace() || matches!(c, '«' | '„' | '(' | '–' | '—' | '-' | '"' | '“'))
            && next.is_some_and(|c| !c.is_whitespace());
        match c {
            '\n' => open.clear(),
            '«' | '„' => open.push(Open { number, length, foreign: false }),
            '»' => {
                open.pop();
            }
            '“' if open.last().is_some_and(|open| text.at(open.number) == Some('„')) => {
                open.pop();
            }
            '"' | '“' | '”' | '‟' | '\'' if c != '\'' || length == 2 => {
                let inch = open.is_empty() && before.is_some_and(|c| c.is_ascii_digit());
                if begins && !inch && c != '”' {
                    open.push(Open { number, length, foreign: true });
                } else if let Some(first) = open.pop_if(|open| open.foreign) {
                    let (left, right) = if open.is_empty() { ("«", "»") } else { ("„", "“") };
                    let places = [(first.number, first.length, left), (number, length, right)];
                    found
                        .extend(places.map(|(at, length, put)| {
                            Finding::fixed_by(Rule::Quotes, text.bytes(at..at + length), put)
                        }));
                }
            }
            _ => {}
        }
        number += length;
    }
    found
}
