//! Conditions and comparisons that decide nothing.

use super::{REASON, of, short, turn};
use crate::model::diagnostic::{Always, Comparison, Problem, Turn, Unreached};

#[test]
fn a_condition_that_never_holds_is_found() {
    let steps = format!("{REASON}  - say: Один\n    when: reason == \"price\" and reason == \"moving\"\n");
    let path = vec![turn("Почему отключаетесь", "Дорого платить")];
    let problem = Problem::NeverReached { what: Unreached::Step, path };
    assert_eq!(of(&steps), [(problem, "reason == \"price\" and reason == \"moving\"".to_owned())]);
    // Inside of what excludes it; and what stands in it is not told again.
    let steps = format!(
        "{REASON}  - group: Цена\n    when: {{reason: price}}\n    steps:\n      - group: Переезд\n        when: {{reason: moving}}\n        \
         steps:\n          - say: Раз\n          - stop: moved\n            as: Переехал\n"
    );
    assert_eq!(short(&of(&steps)), [("never-reached", "reason: moving")]);
}

#[test]
fn numbers_are_tried_around_what_they_are_compared_with() {
    let ask = "  - ask: Сколько?\n    name: n\n    type: integer\n";
    for (when, code) in [
        ("n < 5 and n > 5", "never-reached"),
        ("n > 4 and n < 5", "never-reached"),
        ("n >= 5 and n <= 5", ""),
        ("n < 5 or n > 7", ""),
        ("n == 5 and n > 5", "never-reached"),
        ("n is none or n < 5 or n >= 5", "always-true"),
        // It may be passed with a reason, but then nobody counts on it.
        ("n < 5 or n >= 5", "always-true"),
        ("n is none", ""),
    ] {
        let steps = format!("{ask}  - say: Один\n    when: {when}\n");
        let found = of(&steps);
        assert_eq!(found.first().map_or("", |(problem, _)| problem.code()), code, "{when}: {found:?}");
    }
}

#[test]
fn comparisons_that_say_nothing_are_found() {
    let ask = "  - ask: Почему?\n    name: reason\n    choices: {price: Дорого, moving: Едет}\n  - ask: Счет\n    name: account\n  - ask: \
               Сколько?\n    name: count\n    type: integer\n  - ask: Да?\n    name: agrees\n    type: yes/no\n  - ask: Когда?\n    name: day\n    \
               type: date\n";
    let doubtful = |name: &str, kind, how| Problem::DoubtfulComparison { name: name.to_owned(), kind, how };
    for (when, name, kind, how) in [
        ("account == 5", "account", "text", Comparison::WithNumber),
        ("account > \"5\"", "account", "text", Comparison::Order),
        ("account < count", "account", "text", Comparison::Order),
        ("count == \"5\"", "count", "integer", Comparison::WithText),
        ("count > \"5\"", "count", "integer", Comparison::WithText),
        ("agrees == \"да\"", "agrees", "yes/no", Comparison::WithText),
        ("day > \"22.11.2026\"", "day", "date", Comparison::WithText),
        ("reason > \"a\"", "reason", "choice", Comparison::Order),
    ] {
        let found = of(&format!("{ask}  - say: Раз\n    when: {when}\n"));
        assert!(found.contains(&(doubtful(name, kind, how), name.to_owned())), "{when}: {found:?}");
    }
    for (text, near) in [("prise", "price"), ("Дорого", "price")] {
        let found = of(&format!("{ask}  - say: '{{% if reason == \"{text}\" %}}Да{{% endif %}}'\n"));
        let wrong = Problem::UnknownChoice {
            field: "reason".to_owned(),
            code: text.to_owned(),
            near: Some(near.to_owned()),
            known: vec!["price".to_owned(), "moving".to_owned()],
        };
        assert_eq!(found, [(wrong, "reason".to_owned())]);
    }
    for when in [
        "account == \"5\"",
        "count == 5 or count < 3.5",
        "day >= \"2026-11-22\"",
        "agrees == true",
        "account is none or \"5\" in account",
    ] {
        let found = of(&format!("{ask}  - say: Раз\n    when: {when}\n"));
        assert_eq!(found, [], "{when}");
    }
}

#[test]
fn all_numbers_are_tried_on_both_sides() {
    let steps = |kind: &str, when: &str| {
        format!("  - ask: Сколько?\n    name: n\n    type: {kind}\n  - say: Один\n    when: {when}\n")
    };
    for (kind, when, code) in [
        ("number", "n > 4 and n < 5", ""),
        ("number", "n > 4 and n < 4.001", ""),
        ("number", "n > 4 and n < 4", "never-reached"),
        ("money", "n > 4 and n < 4.01", "never-reached"),
        ("money", "n > 4 and n < 4.02", ""),
        ("money", "n < 0", "never-reached"),
        ("duration", "n > 90 and n < 91", "never-reached"),
        ("duration", "n >= 90", ""),
        ("duration", "n >= 0", "always-true"),
        ("date", "n > \"2026-11-22\" and n < \"2026-11-23\"", "never-reached"),
        ("date", "n > \"2026-11-22\" and n < \"2026-11-24\"", ""),
        ("time", "n < \"09:00\" and n > \"18:00\"", "never-reached"),
        ("time", "n < \"09:00\" or n > \"18:00\"", ""),
        ("date and time", "n > \"2026-11-22\"", ""),
        ("date and time", "n >= \"2026-11-22\" and n < \"2026-11-22\"", "never-reached"),
    ] {
        let found = of(&steps(kind, when));
        assert_eq!(found.first().map_or("", |(problem, _)| problem.code()), code, "{kind} {when}: {found:?}");
    }
}

#[test]
fn what_stands_beside_a_comparison_with_nothing_is_lost_with_it() {
    let ask = "  - ask: Сколько?\n    name: n\n    type: integer\n    optional: true\n";
    let steps = |when: &str| format!("{ask}{REASON}  - say: Один\n    when: {when}\n");
    let path = vec![Turn { asked: "Сколько".to_owned(), answer: None }, turn("Почему отключаетесь", "Дорого платить")];
    let how = Comparison::OfNone { path };
    let problem = Problem::DoubtfulComparison { name: "n".to_owned(), kind: "integer", how };
    assert_eq!(of(&steps("n < 5 or reason == \"price\"")), [(problem, "n".to_owned())]);
    for when in ["n is none or n < 5", "not n or n > 5", "n < none"] {
        assert_eq!(short(&of(&steps(when))).first().map(|(code, _)| *code), Some("doubtful-comparison"), "{when}");
    }
    for when in [
        "n > 5",
        "not n < 5",
        "n is not none and n < 5",
        "n < 5 and reason == \"price\"",
        "n < 5 or n > 7",
        "n and (n < 5 or n > 7)",
    ] {
        assert_eq!(of(&steps(when)), [], "{when}");
    }
    // So it is kept apart.
    let apart =
        format!("{ask}{REASON}  - let: few\n    be: n < 5\n  - say: Один\n    when: few or reason == \"price\"\n");
    assert_eq!(of(&apart), []);
    // It is always answered there.
    assert_eq!(of(&steps("n < 5 or reason == \"price\"").replace("    optional: true\n", "")), []);
}

#[test]
fn an_answer_that_is_always_offered_needs_no_condition() {
    let steps = |when: &str| {
        format!(
            "{REASON}  - ask: Что?\n    name: a\n    choices:\n      x: Раз\n      y: {{label: Два, when: {{reason: {when}}}}}\n"
        )
    };
    let path = vec![turn("Почему отключаетесь", "Дорого платить")];
    let problem = Problem::AlwaysTrue { what: Always::Arm, path };
    assert_eq!(of(&steps("[price, moving]")), [(problem, "reason: [price, moving".to_owned())]);
    assert_eq!(of(&steps("[price]")), []);
}
