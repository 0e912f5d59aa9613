//! The values that stand for all that an answer may be.

use crate::check::fails;
use crate::model::template::Use;
use crate::model::types::{Around, Base, FieldType};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
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
        base if base.is_number() => {
            let fits = |value: &Value| {
                let read = field.read(&field.show(value), Around::nowhere());
                read.is_ok_and(|read| read.value.as_f64() == value.as_f64())
            };
            numbers(base, reads, reads.truth).map(|values| values.into_iter().filter(fits).collect())
        }
        _ => {
            // Texts have an order in which no few of them stand for all.
            let moments = matches!(field.base, Base::Date | Base::Time | Base::DateTime);
            if reads.ordered && !moments {
                return None;
            }
            let fits = |value: &&Value| {
                let read = value.as_str().and_then(|text| field.read(text, Around::nowhere()).ok());
                read.is_some_and(|read| read.value == **value)
            };
            let near = reads.literals.iter().filter(|_| moments).flat_map(|value| around(field.base, value));
            let near: Vec<Value> = near.collect();
            let mut values: Vec<Value> = reads.literals.iter().chain(&near).filter(fits).cloned().collect();
            values.sort_by_key(Value::to_string);
            values.dedup();
            let other = fails::typed(field).find(|value| !values.contains(value));
            match other {
                Some(other) => values.insert(0, other),
                // Before and behind a moment is all there is.
                None if moments && !values.is_empty() => {}
                None => return None,
            }
            Some(values)
        }
    }
}

/// The moments right before and right behind one, as they are kept.
fn around(base: Base, moment: &Value) -> Vec<Value> {
    let text = moment.as_str().unwrap_or_default();
    let minutes = [-1, 0, 1].map(TimeDelta::minutes);
    let kept: Vec<Option<String>> = match base {
        Base::Date => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
            let near = day.map(|day| [day.pred_opt(), day.succ_opt()]).into_iter().flatten();
            near.map(|day| Some(day?.format("%Y-%m-%d").to_string())).collect()
        }
        Base::Time => {
            let time = NaiveTime::parse_from_str(text, "%H:%M").ok();
            // Midnight has nothing before it.
            let near = |by: &TimeDelta| Some(time?.overflowing_add_signed(*by)).filter(|(_, days)| *days == 0);
            minutes.iter().map(|by| Some(near(by)?.0.format("%H:%M").to_string())).collect()
        }
        _ => {
            let whole = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
            let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
            let moment = whole.or_else(day);
            minutes.iter().map(|by| Some((moment? + *by).format("%Y-%m-%dT%H:%M").to_string())).collect()
        }
    };
    kept.into_iter().flatten().map(Value::from).collect()
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

/// Numbers on both sides of those that a value is compared with, and these themselves.
pub(super) fn numbers(base: Base, reads: &Reads, zero: bool) -> Option<Vec<Value>> {
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
    let mut around: Vec<f64> = match base {
        // Between any two of them there is one more.
        Base::Number => {
            let between = bounds.windows(2).filter_map(|pair| between(pair[0], pair[1]));
            let ends = bounds.first().map(|least| least - 1.0).into_iter().chain(bounds.last().map(|most| most + 1.0));
            between.chain(ends).chain(bounds.iter().copied()).collect()
        }
        // Counted in kopecks, in pieces, in minutes.
        _ => {
            let parts = if base == Base::Money { 100.0 } else { 1.0 };
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
