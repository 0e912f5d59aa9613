use super::{Blanks, CompileError, Expression, NamedTypes, OuterNames, Scope, Template};
use crate::model::span::{Span, Spanned};
use crate::model::types::{Base, FieldType, Label};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::NONE)
}

fn expression(text: &str) -> Expression {
    Expression::new(spanned(text))
}

fn template(text: &str) -> Template {
    Template::new(spanned(text))
}

fn scope() -> Scope {
    scope_with(Blanks::Words("не указано".to_owned()))
}

fn scope_with(blanks: Blanks) -> Scope {
    let label = |code: &str, label: &str| Label { code: code.to_owned(), label: label.to_owned() };
    let choices = vec![label("price", "Дорого платить"), label("other", "Другое")];
    let choice = FieldType { choices: choices.clone(), ..FieldType::plain(Base::Choice) };
    let many = FieldType { choices, ..FieldType::plain(Base::Choices) };
    let fields: NamedTypes = [
        ("reason".to_owned(), choice),
        ("reasons".to_owned(), many),
        ("sum".to_owned(), FieldType::plain(Base::Money)),
        ("день".to_owned(), FieldType::plain(Base::Date)),
        ("missing_sum".to_owned(), FieldType::plain(Base::Money)),
    ]
    .into();
    let outer: NamedTypes = [("cards.prices.social".to_owned(), FieldType::plain(Base::Money))].into();
    let mut scope = Scope::new(Arc::new(fields), Arc::new(outer), blanks, &OuterNames::default());
    for (name, value) in [
        ("reason", json!("price")),
        ("reasons", json!(["price", "other"])),
        ("sum", json!(25.4)),
        ("день", json!("2026-11-22")),
        ("missing_sum", Value::Null),
        ("none_yet", Value::Null),
        ("n", json!(7)),
        ("yes", json!(true)),
        ("no", json!(false)),
        ("text", json!("a {{ b }} <c> \"d\"")),
        ("person", json!("Иванова Анна Петровна")),
        ("call", json!({"at": null, "by": null, "times": 0})),
        ("told", json!({"at": "2026-11-25T10:05:30+03:00", "by": "ivanova", "times": 1})),
        ("done", json!({"at": "2026-11-25T10:05"})),
        ("rows", json!([{"sum": 6.5, "name": "Социальный"}, {"sum": null, "name": "Полный"}])),
        ("empty", json!([])),
        ("cards", json!({"prices": {"social": 6.5, "full": null}})),
        ("company", json!({"name": "ООО «Связь»", "unp": null})),
    ] {
        scope.set(name, &value);
    }
    scope
}

fn value(text: &str) -> Value {
    expression(text).evaluate(&scope()).unwrap_or_else(|error| panic!("{text}: {}", error.reason))
}

fn print(text: &str) -> String {
    template(text).render(&scope()).unwrap_or_else(|error| panic!("{text}: {}", error.reason))
}

#[test]
fn none_is_false_and_equal_only_to_none() {
    for text in
        ["not none_yet", "none_yet == none", "none_yet == missing_sum", "none_yet != 'price'", "none_yet is none"]
    {
        assert_eq!(value(text), json!(true), "{text}");
    }
    for text in ["none_yet == 0", "none_yet == ''", "none_yet == false", "none_yet == 'none'", "none_yet == empty"] {
        assert_eq!(value(text), json!(false), "{text}");
    }
    assert_eq!(print("{% if none_yet %}a{% else %}b{% endif %}"), "b");
    assert_eq!(value("empty"), json!([]));
    assert_eq!(value("call.at is none and call.times == 0"), json!(true));
}

#[test]
fn an_ordering_with_none_is_false_wherever_it_stands() {
    for text in ["none_yet < 5", "none_yet >= 5", "5 > none_yet", "not (none_yet < 5) and n < 5", "call.at < '2026'"] {
        assert_eq!(value(text), json!(false), "{text}");
    }
    assert_eq!(value("n < 9 and n >= 7"), json!(true));
    assert_eq!(print("{% if none_yet < 5 %}a{% elif missing_sum > 1 %}b{% else %}c{% endif %}"), "c");
    assert_eq!(print("{% if n < 9 %}a{% endif %}"), "a");
    for (text, wanted) in [
        ("'x' if none_yet < 5 else 'y'", "y"),
        ("'x' if n < 9 else 'y'", "x"),
        ("('x' if none_yet < 5 else 'y')", "y"),
        ("'a' ~ ('x' if none_yet < 5 else 'y') ~ 'b'", "ayb"),
        ("'x' if none_yet < 5 else 'y' if missing_sum < 5 else 'z'", "z"),
        ("'x' if n < 5 else 'y' if n < 9 else 'z'", "y"),
        ("['x' if none_yet < 5 else 'y', n]|join('-')", "y-7"),
        ("none_yet if n < 9 else 'z'", ""),
        ("(none_yet ~ 'q') if n > 9 else 'z'", "z"),
    ] {
        assert_eq!(print(&format!("{{{{ {text} }}}}")), wanted, "{text}");
        expression(text).compile().unwrap_or_else(|error| panic!("{text}: {error:?}"));
    }
    assert_eq!(print("{% for row in rows if row.sum < 9 %}{{ row.name }};{% endfor %}"), "Социальный;");
}

#[test]
fn conditions_without_an_end_do_not_break_the_scanner() {
    for text in
        ["a if", "if", "a if b else", "a if b else c if d", "else a if", "(a if", "a if b)", "x=1 if a < 2", "f(if)"]
    {
        let _ = expression(text).compile();
        let _ = template(&format!("{{{{ {text} }}}}")).compile();
        let _ = template(&format!("{{% if {text} %}}")).compile();
    }
    assert_eq!(value("'x' if no else 'y' if no"), Value::Null);
}

#[test]
fn a_path_alone_prints_what_people_read() {
    for (text, wanted) in [
        ("{{ reason }}", "Дорого платить"),
        ("{{reason}}", "Дорого платить"),
        ("{{ reasons }}", "Дорого платить, Другое"),
        ("{{ sum }}", "25,40 руб."),
        ("a {{- sum -}} b", "a25,40 руб.b"),
        ("{{ день }}", "22.11.2026"),
        ("{{ yes }}, {{ no }}", "да, нет"),
        ("[{{ none_yet }}{{ missing_sum }}]", "[]"),
        ("{{ cards.prices.social }}", "6,50 руб."),
        ("{{ company.name }}", "ООО «Связь»"),
        ("{{ company.unp }}", "не указано"),
        ("{{ cards.prices.full }}", "не указано"),
        ("{{ reason ~ '' }}", "price"),
        ("{% for row in rows %}{{ loop.index }}: {{ row.sum }};{% endfor %}", "1: 6,50 руб.;2: ;"),
        ("{{ sum|show }}", "25,4"),
        ("{{ told.at }}, {{ done.at }}", "25.11.2026 10:05, 25.11.2026 10:05"),
        ("{{ told.at | date }}, {{ told.at | date('long') }}", "25.11.2026, 25\u{a0}ноября 2026\u{a0}г."),
        (
            "{{ rows | sum(attribute='sum') }} {{ rows | sum('sum') }} {{ rows | map(attribute='sum') | sum }}",
            "6.5 6.5 6.5",
        ),
        ("{{ empty | sum(attribute='sum') }}", "0"),
    ] {
        assert_eq!(print(text), wanted, "{text}");
    }
    let quiet = template("[{{ company.unp }}]").render(&scope_with(Blanks::Empty)).expect("renders");
    assert_eq!(quiet, "[]");
}

#[test]
fn one_expression_keeps_its_type() {
    for (text, wanted) in [
        ("{{ sum }}", json!(25.4)),
        (" {{ sum }} ", json!(25.4)),
        ("{{- sum -}}", json!(25.4)),
        ("{{ yes }}", json!(true)),
        ("{{ none_yet }}", Value::Null),
        ("{{ reason }}", json!("price")),
        ("{{ reasons }}", json!(["price", "other"])),
        ("{{ '}}' }}", json!("}}")),
        ("{{ reason == '}}' }}", json!(false)),
        ("{{ 'switch' if yes else 'disconnect' }}", json!("switch")),
        ("{{ n + 1 }}", json!(8)),
        ("{{ sum }}.", json!("25,40 руб.")),
        ("{{ 'Тестов Т.Т.' }}. И так далее...", json!("Тестов Т.Т. И так далее...")),
        ("{{ n }}{{ n }}", json!("77")),
        ("7", json!("7")),
    ] {
        assert_eq!(template(text).value(&scope()).expect(text), wanted, "{text}");
    }
}

#[test]
fn braces_around_a_condition_are_dropped() {
    assert_eq!(value("{{ n < 9 }}"), json!(true));
    assert_eq!(value(" {{- n -}} "), json!(7));
    assert_eq!(paths_of_expression("  {{ n < sum }}"), ["n@5..6", "sum@9..12"]);
}

#[test]
fn loops_and_set() {
    assert_eq!(print("{% for row in rows %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}"), "1,2");
    assert_eq!(print("{% set who = person|surname %}{{ who }}!"), "Иванова!");
    assert_eq!(print("{% set a = 1 if none_yet < 5 else 2 %}{{ a }}"), "2");
    assert_eq!(print("{%- set a = n -%} {{ a + 1 }}"), "8");
    assert_eq!(print("{% for row in empty %}a{% else %}b{% endfor %}"), "b");
}

#[test]
fn words_take_the_form_of_their_number() {
    let forms = "plural('заявка', 'заявки', 'заявок')";
    for (number, word) in [
        (0, "заявок"),
        (1, "заявка"),
        (2, "заявки"),
        (4, "заявки"),
        (5, "заявок"),
        (11, "заявок"),
        (12, "заявок"),
        (14, "заявок"),
        (19, "заявок"),
        (21, "заявка"),
        (22, "заявки"),
        (25, "заявок"),
        (100, "заявок"),
        (101, "заявка"),
        (111, "заявок"),
        (112, "заявок"),
        (121, "заявка"),
    ] {
        assert_eq!(print(&format!("{{{{ {number} | {forms} }}}}")), word, "{number}");
        assert_eq!(print(&format!("{{{{ -{number} | {forms} }}}}")), word, "-{number}");
    }
    assert_eq!(print(&format!("{{{{ 1.5 | {forms} }}}}")), "заявки");
    assert_eq!(print(&format!("{{{{ [1, 2] | {forms} }}}} {{{{ [] | {forms} }}}}")), "заявки заявок");
    assert_eq!(print("{{ 1 | plural('case', 'cases') }} {{ 5 | plural('case', 'cases') }}"), "case cases");
    assert_eq!(print(&format!("{{{{ none_yet | {forms} }}}}")), "");
    assert!(template("{{ 'пять' | plural('a', 'b', 'c') }}").render(&scope()).is_err());
    let verb = "поступила', 'поступили', 'поступило";
    assert_eq!(print(&format!("{{{{ 2 | plural('{verb}') }}}} 2 {{{{ 2 | {forms} }}}}")), "поступили 2 заявки");
}

#[test]
fn a_house_is_printed_without_its_flat() {
    assert_eq!(print("{{ 'ул. Образцовая, 5/2-17' | house }}{{ none_yet | house }}"), "ул. Образцовая, 5/2");
}

#[test]
fn filters_pass_none_through() {
    for filter in [
        "show('n')",
        "initials",
        "surname",
        "date('long')",
        "date",
        "length",
        "join(', ')",
        "sum",
        "unique",
        "map('initials')",
    ] {
        assert_eq!(print(&format!("[{{{{ none_yet|{filter} }}}}]")), "[]", "{filter}");
    }
    assert_eq!(print("{{ person|initials }}, {{ person|surname }}"), "Иванова\u{a0}А.П., Иванова");
    assert_eq!(print("{{ reasons|length }} {{ reasons|join(' и ') }} {{ [1, 2, 2]|unique|sum }}"), "2 price и other 3");
    assert_eq!(print("{{ rows|map(attribute='name')|join(', ') }}"), "Социальный, Полный");
    assert_eq!(print("{{ день|date('long') }}").replace('\u{a0}', " "), "22 ноября 2026 г.");
    assert_eq!(value("none_yet|length > 0"), json!(false));
}

#[test]
fn values_are_text_and_never_a_template() {
    assert_eq!(print("{{ text }}"), "a {{ b }} <c> \"d\"");
    assert_eq!(print("{{ 'a }} {% b %} < c' }}|{{ \"it's %}\" }}"), "a }} {% b %} < c|it's %}");
    assert_eq!(print("{# {{ nothing }} #}a < b {# #}"), "a < b ");
    assert_eq!(value("'a < b' == 'a < b'"), json!(true));
    assert_eq!(value("'\\'' ~ \"\\\"\""), json!("'\""));
}

fn shown(paths: &[super::Path]) -> Vec<String> {
    let local = |path: &super::Path| if path.local { "*" } else { "" };
    paths.iter().map(|path| format!("{}{}@{}..{}", path.text, local(path), path.range.start, path.range.end)).collect()
}

fn paths_of_expression(text: &str) -> Vec<String> {
    shown(expression(text).paths())
}

#[test]
fn paths_are_all_names_and_nothing_else() {
    assert_eq!(paths_of_expression("a.b < c|length and not d is none"), ["a.b@0..3", "c@6..7", "d@23..24"]);
    assert_eq!(paths_of_expression("a is not none or b == none"), ["a@0..1", "b@17..18"]);
    assert_eq!(paths_of_expression("rows|map(attribute='name')|join(mark)"), ["rows@0..4", "mark@32..36"]);
    assert_eq!(paths_of_expression("rows[n].name ~ x['y']"), ["rows@0..4", "n@5..6", "x@15..16"]);
    assert_eq!(paths_of_expression("a == b"), ["a@0..1", "b@5..6"]);
    assert_eq!(paths_of_expression("'a' in b and \"c\" not in d"), ["b@7..8", "d@24..25"]);
    assert_eq!(
        paths_of_expression("x if (y if z < 1 else v) else w"),
        ["x@0..1", "y@6..7", "z@11..12", "v@22..23", "w@30..31"]
    );
    assert_eq!(paths_of_expression("причина == 'да'"), ["причина@0..14"]);
    let text = "День {{ день }}, {{ cards.prices.social|show }}{% if n > 1 %}{{- n -}}{% endif %}";
    let template = template(text);
    let found: Vec<&str> = template.paths().iter().map(|path| &text[path.range.clone()]).collect();
    assert_eq!(found, ["день", "cards.prices.social", "n", "n"]);
    assert_eq!(template.paths()[1].text, "cards.prices.social");
}

#[test]
fn a_name_is_local_from_where_the_text_declares_it() {
    let text =
        "{{ a }}{% set a = a ~ b %}{{ a }}{% for x, y in x.list %}{{ x }}{{ y.z }}{{ loop.index }}{% endfor %}{{ y }}";
    let found = shown(template(text).paths());
    let names: Vec<&str> = found.iter().map(|path| path.split('@').next().expect("a name")).collect();
    assert_eq!(names, ["a", "a", "b", "a*", "x.list*", "x*", "y.z*", "loop.index*", "y"]);
}

fn blamed(error: &CompileError, text: &str) -> String {
    text.get(error.range.clone()).unwrap_or_else(|| panic!("{text}: {error:?} is out of the text")).to_owned()
}

#[test]
fn a_fault_points_at_the_text_as_written() {
    for (text, wanted) in [("a < 5 and 7 7", "7"), ("причина < 5 and сумма @ 1", "@"), ("  {{ a < b and c c }}", "c")]
    {
        let error = expression(text).compile().expect_err(text);
        assert_eq!(blamed(&error, text), wanted, "{text}: {error:?}");
    }
    for (text, wanted) in [
        ("Цена {{ sum }}, {{ день }} и {{ 7 7 }}.", "7"),
        ("{% if n < 5 %}{{ sum }}{% endif %}{{ sum sum }}", "sum"),
        ("{% if n < 5 and 7 7 %}{% endif %}", "7"),
        ("{{ sum }}{% endfor %}", "{% endfor %}"),
        ("{% if n %}{{ sum }}", "{% if n %}"),
        ("{{ 'столько }}, {{ sum }}", "'"),
        ("{{ sum|nosuch }}", "nosuch"),
        ("{{ a }}{% macro b() %}{% endmacro %}", " macro b() "),
        ("{{ a }}{% set b %}c{% endset %}", " set b "),
        ("{{ a }}{{ '=' * 5 }}", "*"),
    ] {
        let Err(error) = template(text).compile() else {
            // An unknown filter is only found when it is used.
            assert!(template(text).render(&scope()).is_err(), "{text}");
            continue;
        };
        assert_eq!(blamed(&error, text), wanted, "{text}: {error:?}");
    }
}

#[test]
fn what_is_refused_is_never_carried_out() {
    for text in
        ["{% set a %}b{% endset %}", "{% filter upper %}a{% endfilter %}", "{% raw %}{{ a }}{% endraw %}", "{% do a %}"]
    {
        assert!(template(text).compile().is_err(), "{text}");
        assert!(template(text).render(&scope()).is_err(), "{text}");
    }
    assert!(expression("'=' * 1000").evaluate(&scope()).is_err());
    assert!(template("{{ [1] * 1000 }}").value(&scope()).is_err());
}

#[test]
fn hostile_texts_end_quickly() {
    let doubled = "{% set a = 'aaaaaaaaaaaaaaaa' %}".to_owned() + &"{% set a = a ~ a %}".repeat(40) + "{{ a }}";
    let loops = "{% for a in text %}".repeat(12) + "{{ text }}" + &"{% endfor %}".repeat(12);
    let mut scope = scope();
    scope.set("text", &json!(vec!["слово"; 1000]));
    for text in [
        doubled,
        loops,
        "{{ ".to_owned() + &"(".repeat(5000) + "a" + &")".repeat(5000) + " }}",
        "{{ ".to_owned() + &"(".repeat(200) + "a" + &")".repeat(200) + " }}",
        "{{ ".to_owned() + &"(a if b else ".repeat(5000),
        "{{ ".to_owned() + &"(a if b else ".repeat(100) + "c" + &")".repeat(100) + " }}",
        "{{ 1".to_owned() + &" if 1 else 2".repeat(5000) + " }}",
        "{{ ".to_owned() + &"not ".repeat(5000) + "a }}",
        "{{ n".to_owned() + &"+n".repeat(100_000) + " }}",
        "{% if a %}".repeat(3000) + &"{% endif %}".repeat(3000),
        "{% for a in b recursive %}{{ loop(b) }}{% endfor %}".replace('b', "[[1], [2]]"),
        "{{ [text, text] * n * 100000 }}".to_owned(),
        "{{".repeat(200_000),
        "{% for a in ".repeat(50_000),
        "{{ \"".repeat(100_000),
    ] {
        let from = Instant::now();
        let template = template(&text);
        let compiled = template.compile();
        let printed = template.render(&scope).or_else(|_| template.value(&scope).map(|value| value.to_string()));
        let short: String = text.chars().take(40).collect();
        assert!(compiled.is_err() || printed.is_err(), "{short}");
        // Far above what it takes: the machine may be busy with other tests.
        assert!(from.elapsed() < Duration::from_secs(20), "{short}: {:?}", from.elapsed());
    }
    let printed = "{{ text }}".repeat(30_000);
    assert!(template(&printed).render(&scope).is_err(), "a text longer than any text for people");
}

#[test]
fn long_texts_of_people_are_fine() {
    let text = "Пункт {{ n }}. Стоимость {{ sum }}, причина: {{ reason }}. ".repeat(500);
    assert!(template(&text).render(&scope()).expect("renders").len() > 40_000);
    let sum = "n".to_owned() + &" + n".repeat(400);
    assert_eq!(value(&sum), json!(7 * 401));
}

#[test]
fn marks_of_whitespace_control_stay_outside_of_guards() {
    for (text, wanted) in [
        ("a {%- if sum > 10 -%} b {%- endif -%} c", "abc"),
        ("a {{- sum > 10 -}} b", "aдаb"),
        ("{%- for i in [1, 2, 3] if i > 1 -%} {{- i -}} {%- endfor -%}", "23"),
        ("{%- set big = sum > 10 -%} {{- big }}", "да"),
    ] {
        let template = template(text);
        assert_eq!(template.compile(), Ok(()), "{text}");
        assert_eq!(template.render(&scope()).expect(text), wanted, "{text}");
    }
}
