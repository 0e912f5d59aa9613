//! What the walk finds, and what it leaves alone.

mod conditions;
mod ends;
mod items;

use crate::check;
use crate::model::diagnostic::{Problem, Turn};
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
