//! Postal addresses, kept as they are said.

use super::{Doubt, Misfit, Read};
use serde_json::Value;

pub(super) fn read(raw: &str) -> Result<Read, Misfit> {
    let address = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if !address.chars().any(char::is_alphabetic) {
        return Err(Misfit::NotAnAddress);
    }
    let doubts = if address.chars().any(|c| c.is_ascii_digit()) { Vec::new() } else { vec![Doubt::NoHouse] };
    Ok(Read { value: Value::String(address), doubts })
}
