//! What the values of some cases come to.

use super::Facts;
use crate::model::summary::{How, Measure, Subject};
use crate::model::types::{FieldType, kopecks};
use serde_json::{Value, json};

/// What a measure that is no list comes to, and the type of the amount.
pub(super) fn amount<'f>(measure: &Measure, cases: &[&'f Facts]) -> (Option<f64>, Option<&'f FieldType>) {
    let Subject::Field(path) = &measure.what else { return (Some(count(cases.len())), None) };
    if measure.how == How::Count {
        return (Some(count(cases.iter().filter(|case| !case.cells(path).is_empty()).count())), None);
    }
    let field = cases.iter().find_map(|case| case.held(path)?.0.field.as_ref());
    let mut values: Vec<f64> =
        cases.iter().flat_map(|case| case.values(path)).filter_map(|value| value.as_f64()).collect();
    let amount = match (measure.how, field) {
        // Sums of money are added up in kopecks: 0.1 + 0.2 is 0.3.
        (How::Sum, Some(_)) => Some(roubles(values.iter().map(|value| kopecks(*value)).sum())),
        (How::Sum, None) => Some(values.iter().sum()),
        _ => {
            values.sort_by(f64::total_cmp);
            middle(&values)
        }
    };
    (amount, field)
}

/// The value in the middle, or half way between the two.
fn middle(sorted: &[f64]) -> Option<f64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    let lower = if sorted.len().is_multiple_of(2) { sorted.get(half.checked_sub(1)?)? } else { &upper };
    Some(f64::midpoint(*lower, upper))
}

#[expect(clippy::cast_precision_loss, reason = "there are not 2^52 cases")]
fn count(cases: usize) -> f64 {
    cases as f64
}

#[expect(clippy::cast_precision_loss, reason = "sums are far below 2^52 kopecks")]
fn roubles(kopecks: i64) -> f64 {
    kopecks as f64 / 100.0
}

/// A whole number is one for expressions, too.
pub(super) fn number(amount: f64) -> Value {
    let whole = amount.fract() == 0.0 && amount.abs() < 1e15;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
    if whole { json!(amount as i64) } else { json!(amount) }
}

/// As words are looked up in a dictionary.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}
