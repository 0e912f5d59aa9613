//! Russian.

pub(super) mod checklist;
pub(super) mod files;
mod forms;
pub(super) mod handing;
pub(super) mod help;
pub(super) mod hours;
pub(super) mod kinds;
pub(super) mod matters;
pub(super) mod messages;
pub(super) mod outbox;
pub(super) mod papers;
mod paths;
pub(super) mod printing;
pub(super) mod problems;
pub(super) mod reading;
pub(super) mod reasons;
pub(super) mod records;
pub(super) mod refusals;
pub(super) mod scanning;
pub(super) mod sheet;
pub(super) mod style;
pub(super) mod summaries;
pub(super) mod testing;

/// The format of a file, where it is known.
pub(crate) fn of_format(format: Option<u32>) -> String {
    format.map(|format| format!(" (формат {format})")).unwrap_or_default()
}

/// A number and the form of the word that goes with it: 1 шаг, 2 шага, 5 шагов.
pub(crate) fn plural(n: u64, one: &str, few: &str, many: &str) -> String {
    format!("{n} {}", crate::model::plural::form(n, [one, few, many]))
}

/// Words in quotation marks; marks inside them become the inner ones.
pub(crate) fn quoted(words: &str) -> String {
    format!("«{}»", words.trim().replace('«', "„").replace('»', "“"))
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn numbers_take_their_form() {
        let forms = [
            (0, "шагов"),
            (1, "шаг"),
            (2, "шага"),
            (4, "шага"),
            (5, "шагов"),
            (11, "шагов"),
            (12, "шагов"),
            (14, "шагов"),
            (19, "шагов"),
            (21, "шаг"),
            (22, "шага"),
            (25, "шагов"),
            (100, "шагов"),
            (101, "шаг"),
            (111, "шагов"),
            (112, "шагов"),
            (121, "шаг"),
        ];
        for (n, word) in forms {
            assert_eq!(plural(n, "шаг", "шага", "шагов"), format!("{n} {word}"));
        }
    }
}
