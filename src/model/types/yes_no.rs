//! A yes or a no, in either language.

use super::{Kind, Misfit};
use crate::model::yaml::yes_or_no;
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "yes/no",
    samples: &["yes", "да", "нет"],
    line: 15.0,
    read: |typed| Ok(Value::Bool(yes_or_no(typed.raw).ok_or(Misfit::NotA(super::Base::YesNo))?).into()),
    ..Kind::TEXT
};
