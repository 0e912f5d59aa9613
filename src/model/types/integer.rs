//! Whole numbers.

use super::number::plain_minus;
use super::{Base, Kind, Misfit, Values};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "integer",
    samples: &["12", "0", "1", "2", "4", "6", "8", "-3"],
    values: Values::Numbers { parts: Some(1) },
    adds_up: true,
    line: 15.0,
    read: |typed| Ok(read(typed.raw)?.into()),
    ..Kind::TEXT
};

/// Beyond this a float no longer tells whole numbers apart.
const MOST: i64 = 1 << 53;

/// Reads `12`, `-3`, `1 200`.
fn read(raw: &str) -> Result<Value, Misfit> {
    let digits: String = raw.chars().filter(|c| !c.is_whitespace()).map(plain_minus).collect();
    let number: i64 = digits.parse().map_err(|_| Misfit::NotA(Base::Integer))?;
    if number.abs() > MOST { Err(Misfit::NotA(Base::Integer)) } else { Ok(Value::from(number)) }
}
