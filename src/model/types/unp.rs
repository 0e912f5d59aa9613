//! The payer's number of a company (УНП): nine characters, the last a check digit.

use super::passport::latin;

const LENGTH: usize = 9;
/// Weights of all but the last.
const WEIGHTS: [u32; 8] = [29, 23, 19, 17, 13, 7, 5, 3];
/// First characters: the regions, of companies and of persons.
const REGIONS: &str = "1234567ABCEHKM";
/// Letters of persons, in the order of the digits that they stand for.
const LETTERS: &str = "ABCEHKMOPT";

/// What is wrong with a payer's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpFault {
    /// Not nine digits, or two letters and seven digits, of a region that exists.
    Shape,
    /// The check digit does not come out.
    Digit,
}

/// What is wrong with a payer's number, if anything is.
#[must_use]
pub fn unp_fault(raw: &str) -> Option<UnpFault> {
    let number: Vec<char> = latin(raw).chars().collect();
    let letters = number.iter().take(2).all(|c| LETTERS.contains(*c));
    let digits = number.iter().skip(if letters { 2 } else { 0 }).all(char::is_ascii_digit);
    if number.len() != LENGTH || !digits || !number.first().is_some_and(|c| REGIONS.contains(*c)) {
        return Some(UnpFault::Shape);
    }
    let value = |(at, c): (usize, &char)| match LETTERS.find(*c) {
        Some(place) if at == 1 => u32::try_from(place).ok(),
        _ => c.to_digit(36),
    };
    let sum: Option<u32> = number.iter().enumerate().zip(WEIGHTS).map(|(c, weight)| Some(value(c)? * weight)).sum();
    let last = number.last().and_then(|c| c.to_digit(10));
    if sum.map(|sum| sum % 11) == last { None } else { Some(UnpFault::Digit) }
}
