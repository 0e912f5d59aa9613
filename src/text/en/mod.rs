//! English.

pub(super) mod checklist;
pub(super) mod files;
mod forms;
pub(super) mod handing;
pub(super) mod hours;
mod kinds;
pub(super) mod matters;
pub(super) mod messages;
pub(super) mod outbox;
pub(super) mod papers;
mod paths;
pub(super) mod printing;
pub(super) mod problems;
pub(super) mod reading;
pub(super) mod records;
pub(super) mod refusals;
pub(super) mod scanning;
pub(super) mod sheet;
pub(super) mod style;
pub(super) mod summaries;
pub(super) mod testing;

/// The format of a file, where it is known.
pub(crate) fn of_format(format: Option<u32>) -> String {
    format.map(|format| format!(" (format {format})")).unwrap_or_default()
}

/// A number and the form of the word that goes with it: 1 step, 2 steps.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn only_one_is_singular() {
        assert_eq!(plural(1, "step", "steps"), "1 step");
        for n in [0, 2, 4, 5, 11, 12, 14, 19, 21, 22, 25, 100, 101, 111, 112, 121] {
            assert_eq!(plural(n, "step", "steps"), format!("{n} steps"));
        }
    }
}
