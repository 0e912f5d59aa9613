//! Events as lines of text.

use super::Event;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why a line is not an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadLine {
    /// It does not have the shape of a line, or ends too early.
    Shape,
    /// Its checksum does not fit its text.
    Checksum,
    /// It is of a program that knows more kinds of events.
    Unknown(String),
}

const SUM: &str = ",\"sum\":\"";
const SUM_LENGTH: usize = SUM.len() + 8 + 2;

impl Event {
    /// The line, with its end.
    #[must_use]
    pub fn to_line(&self) -> String {
        line_of(self)
    }

    /// Reads a line, with or without its end.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_line(line: &str) -> Result<Self, BadLine> {
        read_line(line)
    }
}

/// A line with its checksum and its end.
#[must_use]
pub fn line_of(value: &impl Serialize) -> String {
    let json = escaped(&serde_json::to_string(value).unwrap_or_default());
    let sum = crc32fast::hash(json.as_bytes());
    format!("- {}{SUM}{sum:08x}\"}}\n", json.strip_suffix('}').unwrap_or(&json))
}

/// Reads a line, with or without its end.
///
/// # Errors
/// What is wrong with it.
pub fn read_line<T: DeserializeOwned>(line: &str) -> Result<T, BadLine> {
    let json = line.strip_suffix('\n').unwrap_or(line).strip_prefix("- ").ok_or(BadLine::Shape)?;
    let cut = json.len().checked_sub(SUM_LENGTH).filter(|cut| json.is_char_boundary(*cut)).ok_or(BadLine::Shape)?;
    let (body, tail) = json.split_at(cut);
    let sum = tail.strip_prefix(SUM).and_then(|tail| tail.strip_suffix("\"}")).ok_or(BadLine::Shape)?;
    let whole = format!("{body}}}");
    if format!("{:08x}", crc32fast::hash(whole.as_bytes())) != sum {
        return Err(BadLine::Checksum);
    }
    serde_json::from_str(&whole).map_err(|error| BadLine::Unknown(error.to_string()))
}

/// JSON in which every character that YAML readers or terminals treat in their own way is escaped.
#[must_use]
pub fn escaped(json: &str) -> String {
    let risky = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    if !json.contains(risky) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if risky(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}
