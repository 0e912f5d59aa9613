//! One of the choices, kept as its code.

use super::{Kind, Label, Misfit, folded};
use crate::model::yaml::nearest;
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "choice",
    samples: &[],
    line: 40.0,
    read: |typed| Ok(Value::String(code(typed.raw, typed.choices)?).into()),
    show: |value, field| Some(field.label(value.as_str()?).to_owned()),
    ..Kind::TEXT
};

/// The code of what was typed, a code or a label.
pub(super) fn code(raw: &str, choices: &[Label]) -> Result<String, Misfit> {
    let same = folded(raw);
    let found = choices
        .iter()
        .find(|choice| choice.code == raw)
        .or_else(|| choices.iter().find(|choice| choice.label == raw || folded(&choice.label) == same));
    found.map(|choice| choice.code.clone()).ok_or_else(|| {
        let near = nearest(raw, choices.iter().map(|choice| choice.code.as_str()));
        Misfit::NotAChoice { near }
    })
}
