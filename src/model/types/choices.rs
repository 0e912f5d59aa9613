//! Any of the choices, kept as a list of their codes.

use super::choice::code;
use super::{Kind, Label, Misfit};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "choices",
    samples: &[],
    line: 40.0,
    long: true,
    read: |typed| Ok(codes(typed.raw, typed.choices)?.into()),
    show: |value, field| {
        let codes = value.as_array()?.iter().filter_map(Value::as_str);
        Some(codes.map(|code| field.label(code)).collect::<Vec<_>>().join(", "))
    },
    ..Kind::TEXT
};

fn codes(raw: &str, choices: &[Label]) -> Result<Value, Misfit> {
    let mut codes = Vec::new();
    // A label may hold the comma that divides choices; lines divide them surely.
    let marks: &[char] = match code(raw, choices) {
        Ok(code) => return Ok(Value::from(vec![code])),
        Err(_) if raw.contains('\n') => &['\n'],
        Err(_) => &[',', ';'],
    };
    for part in raw.split(marks).map(str::trim).filter(|part| !part.is_empty()) {
        let code = code(part, choices)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(Value::from(codes))
}
