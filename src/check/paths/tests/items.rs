//! Repeats and their items.

use super::{found, of, short};

const ITEMS: &str = "  - repeat: Проверяющий\n    name: people\n";

#[test]
fn a_repeat_is_walked_for_no_item_one_and_more() {
    let inside = |head: &str, when: &str| {
        format!(
            "{ITEMS}{head}    steps:\n      - ask: Предъявил?\n        name: shown\n        type: yes/no\n      - say: Раз\n        \
             when: {when}\n"
        )
    };
    for when in [
        "shown",
        "not shown",
        "previous.shown",
        "not previous",
        "loop.index == 1",
        "loop.index > 3",
        "previous and shown",
    ] {
        assert_eq!(of(&inside("", when)), [], "{when}");
    }
    for when in [
        "shown and not shown",
        "loop.index < 1",
        "loop.index == 1 and previous.shown",
        "loop.index == 1 and loop.index == 2",
    ] {
        assert_eq!(short(&of(&inside("", when))), [("never-reached", when)], "{when}");
    }
    // With one item there is none before.
    for when in ["previous.shown", "loop.index > 1"] {
        assert_eq!(short(&of(&inside("    count: 1\n", when))), [("never-reached", when)], "{when}");
    }
    assert_eq!(short(&of(&inside("    count: 1\n", "loop.index == 1"))), [("always-true", "loop.index == 1")]);
}

#[test]
fn items_are_counted_behind_a_repeat() {
    let steps = |head: &str, when: &str| {
        format!("{ITEMS}{head}    steps:\n      - ask: Кто?\n        name: who\n  - say: Раз\n    when: {when}\n")
    };
    for (head, when, code) in [
        ("", "people", "always-true"),
        ("    min: 0\n", "people", ""),
        ("    min: 0\n", "people | length == 0", ""),
        ("", "people | length == 0", ""),
        ("", "people | length > 7", ""),
        ("", "people | length >= 1", "always-true"),
        ("    max: 7\n", "people | length > 7", "never-reached"),
        ("    count: 3\n", "people | length != 3", "never-reached"),
        ("    count: 3\n", "people | length == 4", "never-reached"),
        ("    min: 2\n", "people | length > 1", "always-true"),
        ("    min: 2\n", "people | length > 2", ""),
    ] {
        let found = of(&steps(head, when));
        assert_eq!(found.first().map_or("", |(problem, _)| problem.code()), code, "{head} {when}: {found:?}");
    }
}

#[test]
fn names_of_items_are_their_own() {
    let steps = |second: &str| {
        format!(
            "{ITEMS}    steps:\n      - ask: Предъявил?\n        name: shown\n        type: yes/no\n      - ask: Номер\n        name: \
             card\n        when: shown\n      - say: '{{{{ card }}}}'\n        when: {{shown: {second}}}\n  - repeat: Гость\n    name: \
             guests\n    steps:\n      - ask: Сколько лет?\n        name: age\n        type: integer\n      - say: Раз\n        when: age > 17\n"
        )
    };
    assert_eq!(of(&steps("yes")), []);
    assert_eq!(short(&of(&steps("no"))), [("never-asked", "card")]);
    let part = (
        "procedures/parts/document.yaml",
        "title: Документ\nsteps:\n  - ask: Паспорт?\n    name: passport\n    type: yes/no\n  - say: Раз\n    when: not passport\n",
    );
    let procedure = |when: &str| {
        format!(
            "title: Проба\nsteps:\n  - include: document\n    name: owner\n  - include: document\n    name: guest\n  - say: Два\n    when: \
             {when}\n"
        )
    };
    let of = |when: &str| found(&[part, ("procedures/x.yaml", &procedure(when))]);
    assert_eq!(of("owner.passport and not guest.passport"), []);
    assert_eq!(
        short(&of("owner.passport and not owner.passport")).first().map(|(code, _)| *code),
        Some("never-reached")
    );
}

#[test]
fn items_inside_of_items_and_of_waits_are_walked() {
    let steps = "  - ask: Что?\n    name: what\n    type: choices\n    choices: {a: А, b: Б}\n  - repeat: Дом\n    name: houses\n    each: what\n    \
                 steps:\n      - ask: Работает?\n        name: works\n        type: yes/no\n      - repeat: Квартира\n        name: flats\n        \
                 min: 0\n        when: not works\n        steps:\n          - ask: Номер\n            name: number\n            type: integer\n          \
                 - say: Первая и большая\n            when: not previous and number != 99\n          - say: Никогда\n            when: works\n      - \
                 say: Пусто\n        when: not flats\n  - wait: Ремонт\n    name: repair\n    meanwhile:\n      - repeat: Звонок\n        name: calls\n        min: \
                 0\n        steps:\n          - ask: Адрес\n            name: place\n            optional: true\n          - say: Раз\n            when: \
                 place\n  - say: Звонили\n    when: calls | length > 2\n";
    assert_eq!(short(&of(steps)), [("never-reached", "works")]);
}
