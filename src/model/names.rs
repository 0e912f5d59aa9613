//! The outer names: what an expression may read besides the case's own fields.

/// First names of all outer paths.
pub const OUTER: [&str; 9] = ["cards", "hours", "contacts", "case", "dispatcher", "desk", "company", "today", "now"];

/// Names that only forms have; `page` and `pages` only above and below the text.
pub const FORM: [&str; 5] = ["form", "number", "page", "pages", "filled"];
/// Keys of `form`.
pub const FORM_KEYS: [&str; 2] = ["title", "subtitle"];

/// Keys of `case`.
pub const CASE: [&str; 7] = ["id", "opened", "minutes", "procedure", "outcome", "parent", "stamped_blanks"];
/// Keys of `hours`.
pub const HOURS: [&str; 3] = ["text", "open_now", "next_open"];
/// Keys of `dispatcher`.
pub const DISPATCHER: [&str; 2] = ["surname", "name"];
/// Keys of a contact.
pub const CONTACT: [&str; 4] = ["title", "name", "phones", "email"];

/// Keys of `company` that the built-in forms and procedures read, or the program itself.
pub const COMPANY: [&str; 12] = [
    "name",
    "trade_name",
    "town",
    "area_code",
    "phone",
    "unp",
    "address",
    "account",
    "bank",
    "licence",
    "signatory",
    "inspection_book",
];

/// Whether a name is an outer one.
#[must_use]
pub fn is_outer(name: &str) -> bool {
    OUTER.contains(&name)
}

/// Whether what stands under the name may be a blank that the company still has to fill in.
#[must_use]
pub fn may_be_blank(name: &str) -> bool {
    matches!(name, "cards" | "company" | "contacts")
}

/// Whether a word can be a name: a letter of any alphabet, then letters, digits, `_`.
#[must_use]
pub fn is_name(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a word can be a code, an outcome or a file name: Latin letters, digits, `-`, `_`.
#[must_use]
pub fn is_code(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Where the dispatchers stand for choices; no expression reads it.
pub const DISPATCHERS: &str = "dispatchers";

/// Words that have a meaning of their own, and so no name may be.
pub const RESERVED: [&str; 17] = [
    "and",
    "or",
    "not",
    "if",
    "else",
    "is",
    "in",
    "true",
    "false",
    "none",
    "loop",
    "previous",
    "True",
    "False",
    "None",
    "self",
    DISPATCHERS,
];
