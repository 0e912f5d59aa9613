//! What stands in a journal in the place of a private value: a mask for people, and a salted hash by which
//! two values are told apart.

use crate::model::digest::sha256;
use serde_json::{Value, json};

/// How many hex digits of SHA-256 are kept.
const KEPT: usize = 32;

/// The mask and the hash of a value. The salt is secret: without it nobody can try values out.
#[must_use]
pub fn seal(mask: &str, salt: &str, value: &Value) -> Value {
    let mut hash = sha256(format!("{salt}\n{value}"));
    hash.truncate(KEPT);
    json!({"mask": mask, "hash": hash})
}

/// The mask of a sealed value; none of any other.
#[must_use]
pub fn mask_of(value: &Value) -> Option<&str> {
    value.get("mask").and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::{mask_of, seal};
    use serde_json::json;

    #[test]
    fn a_sealed_value_shows_its_mask_and_tells_values_apart() {
        let sealed = seal("MP•••0001", "salt", &json!("MP0000001"));
        assert_eq!(mask_of(&sealed), Some("MP•••0001"));
        assert!(!sealed.to_string().contains("MP0000001"));
        assert_eq!(sealed, seal("MP•••0001", "salt", &json!("MP0000001")));
        assert_ne!(sealed, seal("MP•••0001", "salt", &json!("MP1110001")));
        assert_ne!(sealed, seal("MP•••0001", "other", &json!("MP0000001")));
        assert_eq!(mask_of(&json!("MP0000001")), None);
    }
}
