//! Several lines.

use super::{Kind, text};

pub(super) const TYPE: Kind = Kind { word: "long text", long: true, line: 120.0, ..text::TYPE };
