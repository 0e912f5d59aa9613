//! What the walk finds, and what it leaves alone.

use crate::check;
use crate::model::diagnostic::{Always, Comparison, Problem, Turn, Unanswerable, Unreached};
use crate::model::workspace::{Input, Workspace};
use std::fmt::Write;

const COMPANY: &str = "format: 1\ncompany:\n  name: Проба\n  unp:\ntime: \"+03:00\"\n";

/// What is found in files: the problem, and the text at its place.
fn found(files: &[(&str, &str)]) -> Vec<(Problem, String)> {
    let company = ("pult.yaml", COMPANY);
    let input = |(path, text): &(&str, &str)| Input { path: (*path).to_owned(), text: Ok((*text).to_owned()) };
    let workspace = Workspace::read(files.iter().chain([&company]).map(input).collect());
    let found = check::with_paths(&workspace).into_iter();
    let found = found.filter(|one| {
        !matches!(one.problem, Problem::Blank { .. } | Problem::UnnamedQuestion | Problem::Undecided { .. })
    });
    found.map(|one| (one.problem, workspace.sources.slice(one.span).to_owned())).collect()
}

/// The same for the steps of one procedure.
fn of(steps: &str) -> Vec<(Problem, String)> {
    found(&[("procedures/x.yaml", &format!("title: Проба\nsteps:\n{steps}"))])
}

fn turn(asked: &str, answer: &str) -> Turn {
    Turn { asked: asked.to_owned(), answer: Some(answer.to_owned()) }
}

/// The codes and places alone.
fn short(found: &[(Problem, String)]) -> Vec<(&'static str, &str)> {
    found.iter().map(|(problem, place)| (problem.code(), place.as_str())).collect()
}

const REASON: &str =
    "  - ask: Почему отключаетесь?\n    name: reason\n    choices: {price: Дорого платить, moving: Переезжает}\n";

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
fn a_name_that_no_path_has_asked_is_found() {
    let ask = "  - ask: Куда?\n    name: place\n    when: {reason: moving}\n";
    let say = |when: &str, text: &str| format!("{REASON}{ask}  - say: '{text}'\n    when: {{reason: {when}}}\n");
    let path = vec![turn("Почему отключаетесь", "Дорого платить")];
    let problem = Problem::NeverAsked { name: "place".to_owned(), path };
    assert_eq!(of(&say("price", "Вы едете в {{ place }}")), [(problem, "place".to_owned())]);
    assert_eq!(of(&say("moving", "Вы едете в {{ place }}")), []);
    assert_eq!(of(&say("price", "Вы едете{% if place %} в {{ place }}{% endif %}")), []);
    assert_eq!(of(&say("price", "Вы {{ place if place else reason }}")), []);
}

#[test]
fn a_form_printed_where_nobody_has_asked_is_found() {
    let steps = format!(
        "title: Проба\nsteps:\n{REASON}  - ask: Куда?\n    name: place\n    when: {{reason: moving}}\n  - print: letter\n    name: \
         paper\n    when: {{reason: price}}\n"
    );
    let form = |body: &str| format!("---\ntitle: Письмо\naudience: client\nof: [x]\n---\n{body}\n");
    let with = |body: &str| found(&[("procedures/x.yaml", &steps), ("forms/letter.md", &form(body))]);
    assert_eq!(short(&with("Адрес: {{ place }}")), [("never-asked", "letter")]);
    assert_eq!(with("{% if place %}Адрес: {{ place }}{% endif %}"), []);
    assert_eq!(with("Причина: {{ reason }}"), []);
}

#[test]
fn a_child_ends_in_one_of_its_ways() {
    let child = ("procedures/child.yaml", "title: Ребенок\nsteps:\n  - stop: accepted\n    as: Принято\n");
    let parent = |outcome: &str| {
        format!(
            "title: Проба\nsteps:\n  - run: child\n    name: req\n  - say: Ура\n    when: req.outcome == \"{outcome}\"\n"
        )
    };
    assert_eq!(found(&[child, ("procedures/x.yaml", &parent("accepted"))]), []);
    let wrong = found(&[child, ("procedures/x.yaml", &parent("acepted"))]);
    assert_eq!(short(&wrong), [("never-reached", "req.outcome == \"acepted\"")]);
}

#[test]
fn a_procedure_knows_who_runs_it() {
    let child = |parent: &str| {
        format!("title: Ребенок\nsteps:\n  - say: Здравствуйте\n    when: case.parent == \"{parent}\"\n")
    };
    let parent = ("procedures/x.yaml", "title: Проба\nsteps:\n  - run: child\n    name: req\n");
    assert_eq!(found(&[parent, ("procedures/child.yaml", &child("x"))]), []);
    assert_eq!(
        short(&found(&[parent, ("procedures/child.yaml", &child("y"))])),
        [("never-reached", "case.parent == \"y\"")]
    );
}

#[test]
fn what_is_not_known_is_taken_for_both() {
    for when in [
        "today > \"2026-12-01\"",
        "words | length > 5",
        "words == other",
        "total > 10",
        "hours.open_now",
        "company.unp",
        "day > today",
        "words == \"раз\"",
        "many and other",
        "many and 'a' in many",
        "contacts",
    ] {
        let steps = "  - ask: Что?\n    name: words\n  - ask: Еще?\n    name: other\n    optional: true\n  - ask: Сумма?\n    name: sum\n    \
                     type: money\n  - let: total\n    be: sum * 2\n    type: money\n  - ask: День?\n    name: day\n    type: date\n  - ask: \
                     Много?\n    name: many\n    type: choices\n    choices: {a: А, b: Б, c: В, d: Г, e: Д, f: Е}\n";
        let steps = format!("{steps}  - say: Один\n    when: {when}\n  - say: Два\n    when: not ({when})\n");
        let wrong: Vec<_> = of(&steps).into_iter().filter(|(one, _)| one.code() != "unknown-member").collect();
        assert_eq!(wrong, [], "{when}");
    }
}

#[test]
fn the_same_guess_is_made_twice() {
    let guess = "words | length > 5";
    let steps = format!(
        "  - ask: Что?\n    name: words\n  - say: Раз\n    when: {guess}\n  - group: Два\n    when: {guess}\n    steps:\n      - ask: Ну?\n        \
         name: well\n  - say: '{{{{ well }}}}'\n    when: {guess}\n"
    );
    assert_eq!(of(&steps), []);
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
fn more_paths_than_are_followed_are_said_and_nothing_is_claimed() {
    let mut steps = String::new();
    for n in 0..13 {
        let _ = write!(steps, "  - ask: Вопрос {n}?\n    name: q{n}\n    gate: true\n    type: yes/no\n");
    }
    let all: Vec<String> = (0..13).map(|n| format!("q{n}")).collect();
    let _ = write!(
        steps,
        "  - say: Все\n    when: {}\n  - say: Никогда\n    when: {} and not q0\n",
        all.join(" and "),
        all.join(" and ")
    );
    assert_eq!(of(&steps), [(Problem::TooManyPaths { most: 4_096 }, "Проба".to_owned())]);
    // One fewer, and all is known.
    let steps = steps
        .replace("  - ask: Вопрос 12?\n    name: q12\n    gate: true\n    type: yes/no\n", "")
        .replace(" and q12", "");
    assert_eq!(short(&of(&steps)).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["never-reached"]);
}

#[test]
fn questions_that_nothing_reads_any_more_do_not_multiply() {
    let mut steps = String::new();
    for n in 0..200 {
        let _ = write!(
            steps,
            "  - ask: Вопрос {n}?\n    name: q{n}\n    type: yes/no\n  - say: Да, {n}\n    when: q{n}\n  - say: Нет, {n}\n    when: {{q{n}: no}}\n"
        );
    }
    assert_eq!(of(&steps), []);
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
fn who_was_not_reached_is_no_surprise() {
    let company = (
        "pult.yaml",
        "format: 1\ncompany:\n  name: Проба\n  unp:\ntime: \"+03:00\"\ncontacts:\n  boss: {title: Директор, phones: [\"+375 29 000-00-91\"]}\n  master: {title: Мастер, phones: [\"+375 29 000-00-92\"]}\n",
    );
    let of = |when: &str| {
        let steps = format!(
            "title: Проба\nsteps:\n  - notify: [boss, master]\n    name: told\n    gate: true\n    message: Пришли\n  - say: Раз\n    when: {when}\n"
        );
        let input = |(path, text): (&str, &str)| Input { path: path.to_owned(), text: Ok(text.to_owned()) };
        let workspace = Workspace::read([company, ("procedures/x.yaml", &steps)].map(input).to_vec());
        let found =
            check::with_paths(&workspace).into_iter().filter(|one| !matches!(one.problem, Problem::Blank { .. }));
        found.map(|one| one.problem.code()).collect::<Vec<_>>()
    };
    let fine = [
        "told.at",
        "not told.at",
        "told.who.id == \"master\"",
        "told.how == \"call\"",
        "told.after > 5",
        "told.tries > 2",
    ];
    for when in fine {
        assert_eq!(of(when), Vec::<&str>::new(), "{when}");
    }
    for when in
        ["told.who.id == \"nobody\"", "told.how == \"phone\"", "told.tries < 0", "told.after > 5 and told.after < 5"]
    {
        assert_eq!(of(when), ["never-reached"], "{when}");
    }
    assert_eq!(of("told"), ["always-true"], "it has keys");
}

#[test]
fn what_may_be_done_while_waiting_may_be_left() {
    let steps = |when: &str| {
        format!(
            "  - wait: Прибытие\n    name: arrival\n    type: yes/no\n    meanwhile:\n      - do: Выдать книгу\n        name: book\n      - do: \
             Другую\n        when: book.at\n  - say: Раз\n    when: {when}\n"
        )
    };
    for when in ["book.at", "not book.at", "book.times > 3", "arrival", "not arrival"] {
        assert_eq!(of(&steps(when)), [], "{when}");
    }
    assert_eq!(short(&of(&steps("book.times < 0"))), [("never-reached", "book.times < 0")]);
    // It cannot be passed, and so has an answer.
    assert_eq!(short(&of(&steps("arrival is none"))), [("never-reached", "arrival is none")]);
    // Nobody settles a note.
    let note = "  - note: Раз\n    name: seen\n  - say: Два\n    when: seen.at\n";
    assert_eq!(short(&of(note)), [("never-reached", "seen.at")]);
}

#[test]
fn a_case_on_top_may_be_parked() {
    let child = ("procedures/child.yaml", "title: Ребенок\nsteps:\n  - stop: accepted\n    as: Принято\n");
    let parent =
        |when: &str| format!("title: Проба\nsteps:\n  - run: child\n    name: req\n  - say: Ура\n    when: {when}\n");
    for when in ["req.outcome != \"accepted\"", "not req.outcome", "req.outcome", "req.id"] {
        let found = found(&[child, ("procedures/x.yaml", &parent(when))]);
        assert!(matches!(short(&found).as_slice(), [] | [("always-true", "req.id")]), "{when}: {found:?}");
    }
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

#[test]
fn clients_hear_no_numbers_of_the_staff() {
    let card = |audience: &str, text: &str| {
        format!(
            "title: Справка\naudience: {audience}\nvalues:\n  a: {{label: А, type: money, value: 5}}\ntext: {text}\n"
        )
    };
    let steps = |text: &str| format!("title: Проба\nsteps:\n  - say: \"{text}\"\n");
    let secret = steps("Это {{ cards.inner.a }}");
    let files = [("procedures/cards/inner.yaml", card("internal", "Да"))];
    let all: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .chain([("procedures/x.yaml", secret.as_str())])
        .collect();
    assert_eq!(short(&found(&all)).first().map(|(code, _)| *code), Some("not-for-clients"));
    let open = [("procedures/cards/inner.yaml", card("client", "Да"))];
    let all: Vec<(&str, &str)> = open
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .chain([("procedures/x.yaml", secret.as_str())])
        .collect();
    assert_eq!(found(&all), []);
}

#[test]
fn what_is_not_known_is_said_once() {
    let steps = "title: Проба\nsteps:\n  - ask: Что?\n    name: words\n  - say: Раз\n    when: words | length > 5\n  - say: Два\n    when: \
                 words | length > 5\n  - say: Три\n    when: hours.open_now\n  - say: Четыре\n    when: today > \"2026-12-01\"\n";
    let input = |(path, text): (&str, &str)| Input { path: path.to_owned(), text: Ok(text.to_owned()) };
    let workspace = Workspace::read([("pult.yaml", COMPANY), ("procedures/x.yaml", steps)].map(input).to_vec());
    let found = check::with_paths(&workspace).into_iter().map(|one| one.problem);
    let found: Vec<Problem> = found.filter(|one| !matches!(one, Problem::Blank { .. })).collect();
    assert_eq!(found, [Problem::Undecided { conditions: vec!["words | length > 5".to_owned()] }]);
}

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
