//! One line.

use super::{Kind, folded};

pub(super) const TYPE: Kind = Kind { key: |text, _| folded(text), ..Kind::TEXT };
