//! What was put right in a closed case: a file beside its record, which stays as it is.

use super::company::FORMAT;
use super::digest::{summed, unsummed};
use super::event::{Moment, escaped};
use super::types::Label;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A correction of a closed case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The format.
    pub format: u32,
    /// The case's id.
    pub case: String,
    /// Which revision of the record it makes, from 2.
    pub revision: u32,
    /// When it was written.
    pub at: Moment,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub why: String,
    /// The answers that are other ones now, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Changed>,
    /// Whether the private answers of the case and its documents that show them were deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forgotten: bool,
}

/// An answer that is another one now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The step.
    pub step: String,
    /// The value; of a private answer its mask and hash.
    pub value: Value,
    /// What people read in its place, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What was chosen of data that may change, with its labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<Label>,
    /// The doubts that were accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
}

/// Why a correction cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadCorrection {
    /// It is not what was written; the line from which on, as far as that can be told.
    Damaged(Option<usize>),
    /// It is of a newer program, of this format.
    Newer(u32),
}

impl Correction {
    /// The file: every text in JSON's quotes, as in a record's head, and a checksum of all before it.
    #[must_use]
    pub fn write(&self) -> String {
        let json = |value: &Value| escaped(&value.to_string());
        let mut out = format!("format: {FORMAT}\n");
        for (key, text) in [("case", &self.case), ("at", &self.at.to_rfc3339()), ("desk", &self.desk)] {
            out += &format!("{key}: {}\n", json(&Value::from(text.as_str())));
        }
        out += &format!("revision: {}\n", self.revision);
        out += &format!("by: {}\nwhy: {}\n", json(&self.by.as_str().into()), json(&self.why.as_str().into()));
        if self.forgotten {
            out += "forgotten: true\n";
        }
        if !self.answers.is_empty() {
            out += "answers:\n";
            for changed in &self.answers {
                out += &format!("- {}\n", json(&serde_json::to_value(changed).unwrap_or_default()));
            }
        }
        summed(out)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not what was written.
    pub fn read(text: &str) -> Result<Self, BadCorrection> {
        let format = text.lines().next().and_then(|line| line.strip_prefix("format: ")?.parse().ok());
        if let Some(newer) = format.filter(|format| *format > FORMAT) {
            return Err(BadCorrection::Newer(newer));
        }
        let body = unsummed(text).ok_or(BadCorrection::Damaged(None))?;
        serde_yaml::from_str(body).map_err(|error| {
            let line = error.location().map(|location| location.line());
            BadCorrection::Damaged(line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Changed, Correction};
    use serde_json::json;

    fn correction() -> Correction {
        Correction {
            format: 1,
            case: "2026-11-22-a017".into(),
            revision: 2,
            at: "2026-11-22T10:15:00+03:00".parse().expect("a real moment"),
            desk: "a".into(),
            by: "Тестова Анна".into(),
            why: "Ослышалась:\n«Ленина»\u{85} # не «Лесная»".into(),
            answers: vec![
                Changed { step: "кто".into(), value: json!("y"), label: None, chosen: vec![], accepted: vec![] },
                Changed {
                    step: "sum".into(),
                    value: json!(25.4),
                    label: Some("25,40 руб.".into()),
                    chosen: vec![],
                    accepted: vec!["x".into()],
                },
            ],
            forgotten: false,
        }
    }

    #[test]
    fn a_correction_comes_back() {
        assert_eq!(Correction::read(&correction().write()), Ok(correction()));
        let forgotten = Correction { answers: vec![], forgotten: true, ..correction() };
        assert_eq!(Correction::read(&forgotten.write()), Ok(forgotten));
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let text = correction().write();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(flipped) = String::from_utf8(bytes) else { continue };
                assert!(Correction::read(&flipped).is_err(), "byte {at} bit {bit}: {flipped}");
            }
        }
    }
}
