//! Hostile values and random texts.

use super::{HEAD, file, form, scope};
use crate::model::document::{Block, Document, Line, Piece};
use crate::model::form::{Fill, read_form};
use crate::model::random::Random;
use serde_json::json;

/// The tree without its words.
fn shape(document: &Document) -> Vec<String> {
    let kinds = |line: &Line| -> Vec<String> {
        let kind = |piece: &Piece| match piece {
            Piece::Text { face, .. } => format!("{face:?}"),
            other => format!("{other:?}"),
        };
        line.pieces.iter().map(kind).chain([format!("{:?}", line.span)]).collect()
    };
    document
        .inner()
        .map(|block| {
            let lines: Vec<Vec<String>> = block.lines().into_iter().map(kinds).collect();
            format!("{:?} {lines:?}", std::mem::discriminant(block))
        })
        .collect()
}

#[test]
fn no_value_is_ever_read_as_markup() {
    let body = "# {{ a }}\n{{ a }} >> {{ b }}\n\n{{ a }}\n1.1. {{ b }} и **{{ a }}**, *{{ b }}*.\n- {{ a }}{{ b }}\n\n{{ a }}\n{{ b }}\n\n\
                | {{ a }} | б |\n|---|---|\n{% for x in list %}| {{ x }} | {{ a ~ b }} |\n{% endfor %}\n\n\
                ::: signatures\n{{ a }} | {{ b }}\n| {{ a }}\n:::\n\n{% if a == b %}{% endif %}Хвост {{ [a, b] | join(\", \") }}\n\n\
                #.#.@l {{ a }} @l\n\n[ ] {{ a }}{{ box(a == \"x\") }} {{ b }}\n\n::: together\n::: columns\n{{ a }}\n+++\n{{ b }}\n:::\n:::\n\
                ::: small\n{{ a }} {{ blank() }}\n:::\n{{ lines(2) }}\n";
    let marks = [
        "# ",
        "|",
        "**",
        "*",
        ">>",
        ":::",
        "::: signatures",
        "\n",
        "\r\n",
        "- ",
        "1.1. ",
        "|---|",
        "{{ b }}",
        "{% if %}",
        "\\",
        "\u{e000}5\u{e007}",
        "\u{e001}",
        "\u{e002}40\u{e007}",
        "\u{e003}a\u{e007}",
        "\u{e005}",
        "\u{e007}",
        "\u{e008}",
        "\u{e009}3\u{e007}",
        "\u{e00a}1\u{e007}",
        "[x]",
        "[ ]",
        "+++",
        "#.#. ",
        "#.",
        "@l",
        "@нет ",
        "::: columns\n",
        "::: page",
        "{{ lines(3) }}",
        "\u{f8ff}",
        "\u{10fffd}",
        "\u{7}",
        "\u{2028}",
        "\u{85}",
        "\t",
        "слово",
        "ё",
        ".",
        " ",
        "\u{a0}",
        "<b>",
        "&amp;",
    ];
    let form = form(&format!("{HEAD}{body}"));
    let print = |a: &str, b: &str| {
        let names = json!({"a": a, "b": b, "list": [a, b]});
        form.document(&scope(&names), &Fill::default()).unwrap_or_else(|found| panic!("{a:?} {b:?}: {found:?}"))
    };
    let harmless = shape(&print("слово", "дело"));
    let mut dice = Random::new(0x5EED);
    for _ in 0..3_000 {
        let mut hostile = || (0..=dice.below(7)).map(|_| marks[dice.below(marks.len())]).collect::<String>() + "я";
        let (a, b) = (hostile(), hostile());
        let document = print(&a, &b);
        assert_eq!(shape(&document), harmless, "{a:?} {b:?}");
        // What people see of a value: a line break of any kind is a space, what cannot be seen is gone.
        let seen = |text: &str| -> String {
            let text = text.replace("\r\n", "\n").replace(['\n', '\t', '\u{2028}'], " ");
            text.chars()
                .filter(|c| !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(c) && *c < '\u{f0000}')
                .collect()
        };
        let (a, b) = (seen(&a), seen(&b));
        let texts: Vec<String> = document.blocks.iter().flat_map(Block::lines).map(Line::text).collect();
        let expected = [
            a.clone(),
            a.clone(),
            b.clone(),
            a.clone(),
            format!("{b} и {a}, {b}."),
            format!("{a}{b}"),
            format!("{a} {b}"),
            a.clone(),
            "б".to_owned(),
            a.clone(),
            format!("{a}{b}"),
            b.clone(),
            format!("{a}{b}"),
            a.clone(),
            b.clone(),
            String::new(),
            a.clone(),
            format!("Хвост {a}, {b}"),
            format!("{a} 1.2"),
            format!(" {a} {b}"),
            a.clone(),
            b.clone(),
            format!("{a} "),
        ];
        assert_eq!(texts, expected);
    }
}

#[test]
fn any_text_is_read_and_every_fault_has_its_place() {
    let parts = [
        "{{ a }}",
        "{{ list }}",
        "{{- a -}}",
        "{{ blank(5) }}",
        "{{ table(a) }}",
        "{% for x in list %}",
        "{% endfor %}",
        "{%- if a %}",
        "{% if b -%}",
        "{% endif %}",
        "{% else %}",
        "{# нет #}",
        "{{",
        "}}",
        "{%",
        "|",
        "| a | b |\n|---|---|\n",
        "**",
        "*",
        ">>",
        ":::",
        "::: signatures\n",
        "::: columns\n",
        "\n+++\n",
        "\n::: together\n",
        "\n::: small\n",
        "\n::: page\n",
        "\n:::\n",
        "[ ]",
        "[x]",
        "{{ box(a) }}",
        "{{ lines(2) }}",
        "{{ blank() }}",
        "\n#. ",
        "\n#.#.@l ",
        "@l",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "- ",
        "# ",
        "1.1. ",
        "\\",
        "слово",
        " ",
        "ё",
        "\"",
        "---\n",
    ];
    let names = scope(&json!({"a": "да", "b": null, "list": [1, 2]}));
    let mut dice = Random::new(0xF0F0);
    let (mut printed, mut refused, mut unread) = (0, 0, 0);
    for _ in 0..3_000 {
        let body: String = (0..dice.below(14)).map(|_| parts[dice.below(parts.len())]).collect();
        let text = format!("{HEAD}{body}");
        let mut found = Vec::new();
        let form = read_form("x", &text, file(), &mut found).expect("the head is right");
        if found.is_empty() {
            let result = form.document(&names, &Fill::default());
            *(if result.is_ok() { &mut printed } else { &mut refused }) += 1;
            found.extend(result.err().into_iter().flatten());
        } else {
            unread += 1;
        }
        for fault in found {
            assert!(fault.span.is_known() && text.get(fault.span.range()).is_some(), "{body:?}: {fault:?}");
            assert!(fault.span.range().start >= HEAD.len(), "{body:?}: {fault:?}");
        }
    }
    assert!([printed, refused, unread].iter().all(|count| *count > 100), "{printed} {refused} {unread}");
}
