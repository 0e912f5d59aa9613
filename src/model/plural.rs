//! The form of a noun, a verb or an adjective that goes with a number in Russian.

/// One of the forms after «1», «2» and «5».
#[must_use]
pub fn form(number: u64, [one, few, many]: [&str; 3]) -> &str {
    match (number % 100, number % 10) {
        (11..=14, _) => many,
        (_, 1) => one,
        (_, 2..=4) => few,
        _ => many,
    }
}
