//! Steps that nobody comes to, questions without an answer, cases without an end.

use super::{REASON, found, of, short, turn};
use crate::model::diagnostic::{Problem, Unanswerable, Unreached};

#[test]
fn a_step_behind_an_unconditional_stop_is_found_once() {
    let steps = "  - say: Один\n  - stop: end\n    as: Конец\n  - say: Два\n  - say: Три\n";
    let problem = Problem::NeverReached { what: Unreached::BehindStop, path: Vec::new() };
    assert_eq!(of(steps), [(problem, "Два".to_owned())]);
    // The stops of both answers together are one.
    let steps = "  - ask: Да?\n    name: a\n    gate: true\n    choices:\n      x:\n        label: Раз\n        steps:\n          \
                 - stop: one\n            as: Один\n      y:\n        label: Два\n        steps:\n          - stop: two\n            \
                 as: Два\n  - stop: three\n    as: Три\n";
    assert_eq!(short(&of(steps)), [("never-reached", "three")]);
}

#[test]
fn an_answer_nobody_can_give_is_found() {
    let steps = "  - ask: Что?\n    name: a\n    choices:\n      x: Раз\n      y:\n        label: Два\n        when: {b: yes}\n        \
                 steps:\n          - say: Два\n";
    let steps = format!("  - ask: Ну?\n    name: c\n    type: yes/no\n  - let: b\n    be: c and not c\n{steps}");
    let path = vec![turn("Ну", "да")];
    let problem = Problem::NeverReached { what: Unreached::Arm { label: "Два".to_owned() }, path };
    assert_eq!(of(&steps), [(problem, "b: yes".to_owned())]);
}

#[test]
fn a_question_without_an_answer_is_a_dead_end() {
    let steps = |gate: &str| {
        format!(
            "{REASON}  - ask: Что дальше?\n    name: next\n{gate}    choices:\n      a: {{label: Раз, when: {{reason: price}}}}\n      \
             b: {{label: Два, when: {{reason: price}}}}\n"
        )
    };
    let path = vec![turn("Почему отключаетесь", "Переезжает")];
    let place = "Что дальше?".to_owned();
    let problem = Problem::DeadEnd { how: Unanswerable::Question, path: path.clone() };
    assert_eq!(of(&steps("")), [(problem, place.clone())]);
    let problem = Problem::DeadEnd { how: Unanswerable::Gate, path };
    assert_eq!(of(&steps("    gate: true\n")), [(problem, place)]);
    assert_eq!(of(&steps("    optional: true\n")), [], "it may be passed");
}

#[test]
fn a_check_that_refuses_every_answer_is_a_dead_end() {
    let steps = |check: &str| {
        format!("  - ask: Сколько?\n    name: n\n    type: integer\n    check: {check}\n    otherwise: Не то.\n")
    };
    assert_eq!(short(&of(&steps("n > 5 and n < 3"))), [("dead-end", "Сколько?")]);
    assert_eq!(of(&steps("n > 3 and n < 5")), []);
    assert_eq!(of(&steps("n * 2 == 4")), [], "not known, and so not said");
    let asked = format!("{}  - say: Мало\n    when: n < 3\n", steps("n > 5"));
    assert_eq!(short(&of(&asked)), [("never-reached", "n < 3")]);
}

#[test]
fn choices_from_where_there_are_none_are_a_dead_end() {
    let card = |rows: &str| {
        format!("title: Каналы\ntable:\n  columns: {{code: Код, title: Название, social: В пакете}}\n{rows}")
    };
    let rows = "  rows:\n    - {code: a, title: Первый, social: да}\n";
    let steps = |kind: &str, offer: &str| {
        format!(
            "title: Проба\nsteps:\n  - ask: Сколько?\n    name: n\n    type: integer\n  - {kind}: Какой канал?\n    name: channel\n    choices: \
             {offer}\n"
        )
    };
    let of = |kind: &str, offer: &str, rows: &str| {
        let found =
            found(&[("procedures/cards/channels.yaml", &card(rows)), ("procedures/x.yaml", &steps(kind, offer))]);
        found.into_iter().map(|(problem, _)| problem).collect::<Vec<_>>()
    };
    let path = vec![turn("Сколько", "1")];
    let dead = |how: Unanswerable| Problem::DeadEnd { how, path: path.clone() };
    let _ = &dead;
    assert!(matches!(
        of("ask", "{from: cards.channels}", "").as_slice(),
        [Problem::DeadEnd { how: Unanswerable::Nothing, .. }]
    ));
    assert!(matches!(
        of("wait", "{from: cards.channels, where: social == \"нет\"}", rows).as_slice(),
        [Problem::DeadEnd { how: Unanswerable::NothingForGate, .. }]
    ));
    for offer in
        ["{from: cards.channels}", "{from: cards.channels, where: social}", "{from: cards.channels, where: n > 5}"]
    {
        assert_eq!(of("wait", offer, rows), [], "{offer}");
    }
    assert_eq!(
        of("ask", "{from: cards.channels, where: n > 5}", "").len(),
        1,
        "nothing is nothing whatever is answered"
    );
}

#[test]
fn an_answer_that_every_check_refuses_is_found() {
    let steps = |check: &str| format!("{REASON}    check: {check}\n    otherwise: Не то.\n");
    let found = of(&steps("reason != \"moving\""));
    let arm = Unreached::Arm { label: "Переезжает".to_owned() };
    assert_eq!(found, [(Problem::NeverReached { what: arm, path: Vec::new() }, "Почему отключаетесь?".to_owned())]);
    assert_eq!(
        short(&of(&steps("reason == \"moving\" or reason == \"price\""))).first().map(|(code, _)| *code),
        Some("always-true")
    );
}

#[test]
fn a_case_without_an_end_of_its_own_is_found() {
    let stop = |code: &str, when: &str| format!("  - stop: {code}\n    as: Конец\n{when}");
    let (price, moving) = ("    when: {reason: price}\n", "    when: {reason: moving}\n");
    let of = |stops: &[String]| of(&format!("{REASON}    gate: true\n{}", stops.concat()));
    let path = vec![turn("Почему отключаетесь", "Переезжает")];
    assert_eq!(of(&[stop("a", price)]), [(Problem::NoStop { path }, "a".to_owned())]);
    assert_eq!(of(&[stop("a", price), stop("b", moving)]), []);
    assert_eq!(of(&[stop("a", price), stop("b", "")]), []);
    // An early end, and none for all the rest, is meant so.
    assert_eq!(of(&[stop("a", price), "  - say: До свидания\n".to_owned()]), []);
}
