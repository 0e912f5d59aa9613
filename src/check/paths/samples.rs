//! The values that stand for all that an answer may be.

use crate::check::fails;
use crate::model::template::Use;
use crate::model::types::{Around, Base, FieldType, Values};
use serde_json::{Value, json};

/// How many codes of one `choices` field are tried in all their combinations.
const MOST_CODES: usize = 4;
/// How many numbers of one field are tried.
const MOST_NUMBERS: usize = 100;

/// What is asked of one path by everything that decides.
#[derive(Default, Clone)]
pub(super) struct Reads {
    pub(super) literals: Vec<Value>,
    pub(super) truth: bool,
    pub(super) ordered: bool,
    pub(super) vague: bool,
    /// What its length is compared with.
    pub(super) counted: Vec<Value>,
    /// The last step that reads it.
    pub(super) last: usize,
}

impl Reads {
    pub(super) fn add(&mut self, at: usize, how: Use) {
        self.last = self.last.max(at);
        match how {
            Use::Truth => self.truth = true,
            Use::Equal(values) => self.literals.extend(values),
            Use::Holds(value) => self.literals.push(value),
            Use::Ordered(Some(value)) => {
                self.ordered = true;
                self.literals.push(value);
            }
            Use::Counted(count) => self.counted.push(count),
            Use::Ordered(None) | Use::Other => self.vague = true,
        }
    }

    /// The same for what is no list: the length of a text may be any.
    pub(super) fn not_counted(&self) -> Self {
        Self { vague: self.vague || !self.counted.is_empty(), ..self.clone() }
    }
}

/// Whether every value of the type can be tried.
pub(super) fn is_listed(field: &FieldType) -> bool {
    match field.base {
        Base::YesNo => true,
        Base::Choice => !field.choices.is_empty(),
        Base::Choices => (1..=MOST_CODES).contains(&field.choices.len()),
        _ => false,
    }
}

/// Values that stand for all that a field may have; nothing when there are no such values.
pub(super) fn samples(field: &FieldType, reads: &Reads) -> Option<Vec<Value>> {
    match field.base {
        Base::YesNo => Some(vec![json!(true), json!(false)]),
        Base::Choice if !field.choices.is_empty() => {
            Some(field.choices.iter().map(|choice| json!(choice.code)).collect())
        }
        Base::Choices if !field.choices.is_empty() => combinations(field, reads),
        Base::Choice | Base::Choices => None,
        _ if reads.vague => None,
        // A rule of the company's may leave any of them out.
        base if base.is_number() && field.rule.is_some() => None,
        _ => match field.base.kind().values {
            Values::Numbers { parts } => {
                let fits = |value: &Value| {
                    let read = field.read(&field.show(value), Around::nowhere());
                    read.is_ok_and(|read| read.value.as_f64() == value.as_f64())
                };
                numbers(parts, reads, reads.truth).map(|values| values.into_iter().filter(fits).collect())
            }
            // Texts have an order in which no few of them stand for all.
            Values::Words if reads.ordered => None,
            values => {
                let near = |value: &Value| match values {
                    Values::Moments { near } => near(value.as_str().unwrap_or_default()),
                    Values::Words | Values::Numbers { .. } => Vec::new(),
                };
                let fits = |value: &&Value| {
                    let read = value.as_str().and_then(|text| field.read(text, Around::nowhere()).ok());
                    read.is_some_and(|read| read.value == **value)
                };
                let near: Vec<Value> = reads.literals.iter().flat_map(near).map(Value::from).collect();
                let mut values: Vec<Value> = reads.literals.iter().chain(&near).filter(fits).cloned().collect();
                values.sort_by_key(Value::to_string);
                values.dedup();
                let other = fails::typed(field).find(|value| !values.contains(value));
                match other {
                    Some(other) => values.insert(0, other),
                    // Before and behind a moment is all there is.
                    None if field.base.is_ordered() && !values.is_empty() => {}
                    None => return None,
                }
                Some(values)
            }
        },
    }
}

/// The combinations of the codes that anything asks for.
fn combinations(field: &FieldType, reads: &Reads) -> Option<Vec<Value>> {
    let all = field.choices.iter().map(|choice| &choice.code);
    let (mut asked, others): (Vec<&String>, Vec<&String>) =
        all.partition(|code| reads.literals.iter().any(|value| value.as_str() == Some(code.as_str())));
    if reads.vague {
        asked.extend(&others);
    } else {
        asked.extend(others.first());
    }
    if asked.len() > MOST_CODES + 1 {
        return None;
    }
    let subset = |bits: usize| -> Value {
        asked.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, code)| json!(code)).collect()
    };
    Some((1..1_usize << asked.len()).map(subset).collect())
}

/// A number between two others, with as few digits as there can be.
fn between(below: f64, above: f64) -> Option<f64> {
    let middle = f64::midpoint(below, above);
    let short = |parts: i32| (middle * 10_f64.powi(parts)).round() / 10_f64.powi(parts);
    (0..10).map(short).find(|number| below < *number && *number < above)
}

/// Numbers, each of so many parts, on both sides of those that a value is compared with, and these themselves.
pub(super) fn numbers(parts: Option<u32>, reads: &Reads, zero: bool) -> Option<Vec<Value>> {
    if reads.vague {
        return None;
    }
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.replace(',', ".").parse().ok());
    let mut bounds: Vec<f64> = reads.literals.iter().filter_map(number).collect();
    bounds.extend(zero.then_some(0.0));
    if bounds.is_empty() {
        bounds.push(1.0);
    }
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let mut around: Vec<f64> = match parts {
        // Between any two of them there is one more.
        None => {
            let between = bounds.windows(2).filter_map(|pair| between(pair[0], pair[1]));
            let ends = bounds.first().map(|least| least - 1.0).into_iter().chain(bounds.last().map(|most| most + 1.0));
            between.chain(ends).chain(bounds.iter().copied()).collect()
        }
        // Counted in kopecks, in pieces, in minutes.
        Some(parts) => {
            let parts = f64::from(parts);
            let near = |bound: &f64| {
                let (below, above) = ((bound * parts).floor(), (bound * parts).ceil());
                [below - 1.0, below, above, above + 1.0].map(|count| count / parts)
            };
            bounds.iter().flat_map(near).collect()
        }
    };
    around.sort_by(f64::total_cmp);
    // Of those that lie between the same two one is enough.
    around.dedup_by_key(|number| {
        let behind = bounds.iter().filter(|bound| **bound < *number).count();
        (behind, bounds.iter().any(|bound| bound.to_bits() == number.to_bits()))
    });
    let value = |n: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the numbers people write")]
        let whole = (n.fract() == 0.0 && n.abs() < 1e15).then_some(n as i64);
        whole.map_or_else(|| json!(n), |whole| json!(whole))
    };
    (around.len() <= MOST_NUMBERS).then(|| around.into_iter().map(value).collect())
}
