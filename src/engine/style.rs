//! Answers in a style: what loses nothing is put right, the rest is refused or doubted.

use super::judge::Concern;
use super::moves::Refusal;
use super::outline::Outline;
use crate::model::definition::{Definition, Step, StepKind};
use crate::model::style::{Dictionary, Level, Shape, faults, fixed, mended};
use crate::model::types::Base;
use serde_json::Value;

/// The answer as it is kept, with its doubts.
pub(super) fn written(step: &Step, value: Value, definition: &Definition) -> Result<(Value, Vec<Concern>), Refusal> {
    let (Some(shape), Value::String(text)) = (shape(step), &value) else { return Ok((value, Vec::new())) };
    let text = mended(text, shape);
    let nothing = Dictionary::default();
    let found = faults(&text, definition.style.as_ref().unwrap_or(&nothing), shape);
    if found.iter().any(|fault| fault.rule.level() == Level::Refused) {
        return Err(Refusal::Style(found));
    }
    Ok((Value::String(text), found.into_iter().map(Concern::Style).collect()))
}

/// How the answers of a step are judged, if they are written in a style.
fn shape(step: &Step) -> Option<Shape> {
    match &step.kind {
        StepKind::Ask(ask) if ask.style.is_some() => {
            Some(if ask.field.base == Base::LongText { Shape::Sentences } else { Shape::Phrase })
        }
        _ => None,
    }
}

impl Outline<'_> {
    /// An answer with everything put right for which its style knows one right way; none where that changes nothing,
    /// or leaves no words.
    #[must_use]
    pub fn fixed(&self, row: usize, raw: &str) -> Option<String> {
        let shape = shape(self.rows.get(row)?.step)?;
        let text = fixed(raw.trim(), shape);
        (text != mended(raw.trim(), shape) && text.chars().any(char::is_alphanumeric)).then_some(text)
    }
}
