use super::{Fill, Form, FormFault, Mode, read_form, split};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::document::{Bar, Block, Column, Document, Face, Line, Piece, RunningPiece, Side, Table};
use crate::model::markup::Insert;
use crate::model::random::Random;
use crate::model::span::{FileId, Sources};
use crate::model::template::{Blanks, NamedTypes, OuterNames, Scope};
use crate::model::types::{Base, FieldType};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const HEAD: &str = "---\ntitle: Проба\naudience: internal\n---\n";

fn file() -> FileId {
    Sources::default().add("forms/x.md", "")
}

fn form(text: &str) -> Form {
    let mut faults = Vec::new();
    let form = read_form("x", text, file(), &mut faults).expect("a form");
    assert!(faults.is_empty(), "{faults:#?}");
    let types = [
        ("subscriber", Base::Person),
        ("fee", Base::Money),
        ("since", Base::Date),
        ("nickname", Base::Text),
        ("social", Base::YesNo),
    ];
    let types: NamedTypes = types.map(|(name, base)| (name.to_owned(), FieldType::plain(base))).into_iter().collect();
    Form { types: Arc::new(types), ..form }
}

fn scope(names: &Value) -> Scope {
    let mut scope = Scope::new(Arc::default(), Arc::default(), Blanks::Empty, &OuterNames::default());
    names.as_object().into_iter().flatten().for_each(|(name, value)| scope.set(name, value));
    scope
}

fn filled(body: &str, names: &Value) -> Document {
    form(&format!("{HEAD}{body}")).document(&scope(names), &Fill::default()).expect("a document")
}

fn blank(body: &str, names: &Value) -> Document {
    let fill = Fill { mode: Mode::Blank, ..Fill::default() };
    form(&format!("{HEAD}{body}")).document(&scope(names), &fill).expect("a document")
}

/// A document in short: a letter for the block, its words in brackets, blanks as `_40_`.
fn short(document: &Document) -> Vec<String> {
    let line = |line: &Line| -> String {
        let pieces = line.pieces.iter().map(|piece| match piece {
            Piece::Text { text, face: Face::Regular } => text.clone(),
            Piece::Text { text, face: Face::Bold } => format!("<b>{text}</b>"),
            Piece::Text { text, face: Face::Italic } => format!("<i>{text}</i>"),
            Piece::Blank { length } => format!("_{length}_"),
            Piece::Rest => "_rest_".to_owned(),
            Piece::Box { ticked } => if *ticked { "[x]" } else { "[ ]" }.to_owned(),
            Piece::Stamp => "(stamp)".to_owned(),
        });
        pieces.collect()
    };
    let row = |cells: &mut dyn Iterator<Item = &Line>| cells.map(line).collect::<Vec<_>>().join(" | ");
    let inner = |blocks: &[Block]| {
        let document = Document { blocks: blocks.to_vec(), ..document.clone() };
        short(&document).join("; ")
    };
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Heading { level, text } => format!("h{level} {}", line(text)),
        Block::Paragraph(text) => format!("p {}", line(text)),
        Block::Clause { number, text } => format!("c {number} {}", line(text)),
        Block::Item(text) => format!("i {}", line(text)),
        Block::Spread { left, right } => format!("s {} >> {}", line(left), line(right)),
        Block::Table(table) => {
            let heads = row(&mut table.columns.iter().map(|column| &column.head));
            let rows: Vec<String> = table.rows.iter().map(|cells| row(&mut cells.iter())).collect();
            format!("t {heads} / {}", rows.join(" / "))
        }
        Block::Bars(bars) => format!("b {}", bars.len()),
        Block::Signatures(rows) => {
            let rows: Vec<String> = rows.iter().map(|(left, right)| row(&mut [left, right].into_iter())).collect();
            format!("g {}", rows.join(" / "))
        }
        Block::Lines(count) => format!("l {count}"),
        Block::Columns(columns) => {
            format!("[{}]", columns.iter().map(|column| inner(column)).collect::<Vec<_>>().join(" +++ "))
        }
        Block::Together(blocks) => format!("together [{}]", inner(blocks)),
        Block::Small(blocks) => format!("small [{}]", inner(blocks)),
        Block::NewPage => "page".to_owned(),
    });
    blocks.collect()
}

/// The faults of printing: what, and the lines of the file (from 1) they stand at.
fn faults(body: &str, fill: &Fill) -> Vec<(FormFault, usize)> {
    let text = format!("{HEAD}{body}");
    let found = form(&text).document(&scope(&json!({})), fill).expect_err("a fault");
    let told = found.into_iter().map(|Diagnostic { problem, span, .. }| match problem {
        Problem::BadForm { how } => (how, text[..span.range().start].matches('\n').count() + 1),
        other => panic!("{other:?}"),
    });
    told.collect()
}

#[test]
fn a_form_is_parted_at_its_lines_of_dashes() {
    assert_eq!(split("---\na: 1\n---\nтекст\n"), Some((0..9, 13)));
    assert_eq!(split("---\r\na: 1\r\n---\r\nтекст"), Some((0..11, 16)));
    assert_eq!(split("---\na: 1\n---"), Some((0..9, 12)));
    for text in ["", "текст", "---\na: 1\n", "\n---\na: 1\n---\n"] {
        assert_eq!(split(text), None, "{text:?}");
    }
}

#[test]
fn the_head_is_read_with_its_places() {
    let text = "---\ntitle: Договор\nsubtitle: (услуги)\naudience: client\nof: [contract]\nmargins: 25/10/15/15.5\n\
                copies: 2\nstamp: signature\ndraft: ШАБЛОН\nfooter: \"с. {{ page }} из {{ pages }}\"\n---\n::: signatures\nА | Б\n:::\n";
    let contract = form(text);
    assert_eq!(
        (contract.title.as_str(), contract.subtitle.as_deref(), contract.copies),
        ("Договор", Some("(услуги)"), 2)
    );
    assert!((contract.paper.left - 25.0).abs() < 0.1 && (contract.paper.bottom - 15.5).abs() < 0.1);
    let document = contract.document(&scope(&json!({})), &Fill { stamp: true, ..Fill::default() }).expect("a document");
    let words = |text: &str| RunningPiece::Text(text.to_owned());
    let pieces = document.footer.expect("a footer").pieces;
    assert_eq!(pieces, [words("с. "), RunningPiece::Page, words(" из "), RunningPiece::Pages]);
    assert_eq!(document.draft.as_deref(), Some("ШАБЛОН"));
    let other = text.replace("с. {{ page }} из {{ pages }}", "УНП {{ company.unp }}");
    let document = form(&other).document(&scope(&json!({})), &Fill::default()).expect("a document");
    assert_eq!(document.footer.expect("a footer").pieces, [words("УНП ____________________")]);
    let other = text.replace("с. {{ page }}", "{{ table(page) }}");
    let found = form(&other).document(&scope(&json!({})), &Fill::default()).expect_err("a fault");
    assert_eq!(found[0].problem, Problem::BadForm { how: FormFault::InsertNotAlone });
    let wrong =
        "---\ntitle: А\naudience: client\nmargin: 1\nmargins: 1/2\npaper: A5\ncopies: 0\nrows: 3\nstamp: x\n---\n";
    let mut found = Vec::new();
    read_form("x", wrong, file(), &mut found);
    let said: Vec<(&str, &str)> = found.iter().map(|f| (f.problem.code(), &wrong[f.span.range()])).collect();
    let expected = [
        ("not-one-of", "A5"),
        ("bad-form", "1/2"),
        ("not-one-of", "x"),
        ("wrong-shape", "0"),
        ("wrong-shape", "3"),
        ("unknown-key", "margin"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn every_block_has_its_spelling() {
    let body = "# Договор № 5\n## 1. Предмет\n\nПервая\nстрока  и\nвторая.\n1.1. Пункт\nидет дальше.\n1.2. Второй.\n\n\
                - раз\n- два\n  дальше\n\nг. Пример >> 5 мая\nХвост **жирный *оба* слова** и *косые*, 2 * 2, a\\*b.\n\n\
                | А | Б | В |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n| 3 | | |\n";
    let document = filled(body, &json!({}));
    let expected = [
        "h1 Договор № 5",
        "h2 1. Предмет",
        "p Первая строка и вторая.",
        "c 1.1. Пункт идет дальше.",
        "c 1.2. Второй.",
        "i раз",
        "i два дальше",
        "s г. Пример >> 5 мая",
        "p Хвост <b>жирный </b><b>оба</b><b> слова</b> и <i>косые</i>, 2 * 2, a*b.",
        "t А | Б | В / 1 | 2 | 3 / 3 |  | ",
    ];
    assert_eq!(short(&document), expected);
    let Some(Block::Table(table)) = document.blocks.last() else { panic!("a table") };
    assert_eq!(
        table.columns.iter().map(|column| column.side).collect::<Vec<_>>(),
        [Side::Left, Side::Right, Side::Centre]
    );
    let body = "[ ] да, [x] нет, [х] по-русски, \\[x] слово, [y]; {{ box(a == 1) }}{{ box(b) }}\n\nФамилия: {{ blank() }}\n{{ lines(3) }}\n\
                ::: columns\n**Слева**\n\n- раз\n+++\nСправа\n+++\n:::\n::: page\n\
                ::: together\n## Вместе\n::: small\nМелко.\n\n| А |\n|---|\n:::\n::: signatures\nА | Б\n:::\n:::\n";
    let expected = [
        "p [ ] да, [x] нет, [x] по-русски, [x] слово, [y]; [x][ ]",
        "p Фамилия: _rest_",
        "l 3",
        "[p <b>Слева</b>; i раз +++ p Справа +++ ]",
        "page",
        "together [h2 Вместе; small [p Мелко.; t А / ]; g А | Б]",
    ];
    let document = filled(body, &json!({"a": 1, "b": null}));
    assert_eq!(short(&document), expected);
    let escaped = Piece::Text { text: " по-русски, [x] слово, [y]; ".to_owned(), face: Face::Regular };
    assert!(document.blocks[0].lines()[0].pieces.contains(&escaped));
    assert_eq!(document.blanks(), 4, "the rest of a line and three whole ones");
}

#[test]
fn clauses_count_themselves_and_are_referred_to() {
    let body = "## #. Предмет\n\n#.#. Как в пункте @repair, (@repair) и @срок.\n#.#.@срок Второй\nпункт.\n#.#.#. Глубже.\n#.#. Третий.\n\n\
                ## 4. Написанный\n\n#.#. Пишите на info@example.org, {{ name }}@example.org, \\@repair, @ и @-.\n{% if name %}\n#.#.@repair Ремонт.\n{% endif %}\n\n\
                #.@last Последний.\n1.05. Как есть, @last.\n";
    let expected = [
        "h2 1. Предмет",
        "c 1.1. Как в пункте 4.2, (4.2) и 1.2.",
        "c 1.2. Второй пункт.",
        "c 1.2.1. Глубже.",
        "c 1.3. Третий.",
        "h2 4. Написанный",
        "c 4.1. Пишите на info@example.org, я@example.org, @repair, @ и @-.",
        "c 4.2. Ремонт.",
        "c 5. Последний.",
        "c 1.05. Как есть, 5.",
    ];
    assert_eq!(short(&filled(body, &json!({"name": "я"}))), expected);
    let label = |label: &str| FormFault::UnknownLabel { label: label.to_owned() };
    let above = FormFault::NothingAbove { number: "#.#.".to_owned() };
    let found = faults("#.#. Без раздела, @нет.\n\n#.@a Раз\n#.@a Два, @b-\n", &Fill::default());
    let twice = FormFault::LabelTwice { label: "a".to_owned() };
    assert_eq!(found, [(above, 5), (twice, 8), (label("нет"), 5), (label("b"), 8)]);
}

#[test]
fn blocks_stand_only_where_they_can() {
    let body = "+++\n::: together\n::: small\n::: columns\nа\n+++\nб\n:::\n:::\n:::\n::: columns\nа\n:::\n\
                ::: columns\n::: columns\nа\n+++\nб\n:::\n+++\n::: signatures\nА | Б\n:::\n::: page\n:::\nПусто {{ lines(2) }}\n::: small\n";
    let expected = [
        (FormFault::NothingToPart, 5),
        (FormFault::BlockInBlock, 8),
        (FormFault::OneColumn, 15),
        (FormFault::BlockInBlock, 19),
        (FormFault::BlockInBlock, 25),
        (FormFault::BlockInBlock, 28),
        (FormFault::InsertNotAlone, 30),
        (FormFault::BlockNotClosed, 31),
    ];
    assert_eq!(faults(body, &Fill::default()), expected);
}

#[test]
fn a_number_as_long_as_a_year_begins_no_clause() {
    assert_eq!(short(&filled("Составлено в мае\n2026. Далее.\n", &json!({}))), ["p Составлено в мае 2026. Далее."]);
}

#[test]
fn lines_of_tags_alone_leave_nothing_behind() {
    let body = "Начало\n{% if a %}\nсередина\n{% endif %}\nконец.\n\n| № | Имя |\n|---|---|\n{% for i in list %}\n\
                | {{ loop.index }} | {{ i.name }} |\n{% endfor %}\n{% for i in list %}| {{ loop.index }} | {{ i.name }} |\n\
                {% endfor %}\n\n{{ nothing }}\n\n{# note #}\nХвост{% if a %}{%- endif %}.\n";
    let names = json!({"a": false, "nothing": null, "list": [{"name": "А"}, {"name": "Б"}]});
    let table = "t № | Имя / 1 | А / 2 | Б / 1 | А / 2 | Б";
    assert_eq!(short(&filled(body, &names)), ["p Начало конец.", table, "p Хвост."]);
    let names = json!({"a": true, "nothing": "x", "list": []});
    assert_eq!(short(&filled(body, &names)), ["p Начало середина конец.", "t № | Имя / ", "p x", "p Хвост."]);
}

#[test]
fn blanks_are_as_long_as_answers_of_their_type() {
    let body = "{{ subscriber }}, {{ fee }} ({{ fee | in_words }}), {{ since }}, {{ nickname }}, {{ told.who.title }}, {{ blank(33) }}.\n\n\
                {% if filled %}Есть.{% else %}Пусто.{% endif %}{% if fee > 3 %} Дорого.{% endif %}\n\n№ {{ number }}\n\n\
                УНП {{ company.unp }}, {{ company.signatory.name }}\n";
    let names = json!({"subscriber": "Образцов П. Т.", "fee": 25.4, "since": "2026-11-22", "nickname": "x",
        "told": {"who": {"title": "Мастер"}}, "company": {"unp": null, "signatory": null}});
    let empty = ["p _80_, _25_ (), _30_, _60_, _40_, _33_.", "p Пусто.", "p № _40_", "p УНП _40_, _40_"];
    assert_eq!(short(&blank(body, &names)), empty);
    assert_eq!(short(&blank(body, &json!({}))), empty, "a blank needs no case");
    let words = "p Образцов П. Т., 25,40 руб. (двадцать пять рублей 40 копеек), 22.11.2026, x, Мастер, _33_.";
    assert_eq!(short(&filled(body, &names)), [words, "p Есть. Дорого.", "p № _40_", "p УНП _40_, _40_"]);
    let fill = Fill { lines: ["nickname".to_owned()].into(), number: Some("17".to_owned()), ..Fill::default() };
    let form = form(&format!("{HEAD}{body}"));
    let document = form.document(&scope(&json!({"nickname": null})), &fill).expect("a document");
    assert_eq!(short(&document), ["p , (), , _60_, , _33_.", "p Есть.", "p № 17", "p УНП _40_, _40_"]);
}

#[test]
fn the_sum_at_the_end_of_a_sentence_keeps_one_dot() {
    let names = json!({"fee": 5, "subscriber": "Образцов П. Т.", "nickname": "и так далее.."});
    let body = "Плата {{ fee }}. Абонент {{ subscriber }}... И {{ nickname }}.\n";
    let text = "p Плата 5,00 руб. Абонент Образцов П. Т.... И и так далее...";
    assert_eq!(short(&filled(body, &names)), [text]);
}

#[test]
fn the_stamp_stands_by_the_left_signature() {
    let body = "::: signatures\nОператор | Абонент\n{% if filled %}\n| {{ subscriber }}\n{% endif %}\nУНП {{ company.unp }} |\n:::\n";
    let head = "---\ntitle: Проба\naudience: client\nstamp: signature\n---\n";
    let form = form(&format!("{head}{body}"));
    let names = scope(&json!({"subscriber": "Образцов П. Т."}));
    let printed = |stamp| form.document(&names, &Fill { stamp, ..Fill::default() }).expect("a document");
    assert_eq!(short(&printed(false)), ["g Оператор | Абонент /  | Образцов П. Т. / УНП _40_ | "]);
    assert_eq!(short(&printed(true)), ["g Оператор | Абонент /  | Образцов П. Т. / УНП _40_ |  / (stamp) | "]);
}

#[test]
fn inserts_stand_in_the_place_of_their_names() {
    let table = Table { columns: vec![Column::default()], rows: Vec::new() };
    let bars = vec![Bar::default()];
    let inserts = [("a", Insert { table, ..Insert::default() }), ("b", Insert { bars, ..Insert::default() })];
    let inserts: BTreeMap<String, Insert> = inserts.map(|(name, insert)| (name.to_owned(), insert)).into();
    let fill = Fill { inserts, ..Fill::default() };
    let document = form(&format!("{HEAD}Итог:\n{{{{ table(a) }}}}\n{{{{ bars(b) }}}}\n"));
    assert_eq!(document.body.text.paths().iter().map(|path| path.text.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let document = document.document(&scope(&json!({})), &fill).expect("a document");
    assert_eq!(short(&document), ["p Итог:", "t  / ", "b 1"]);
    let nothing = |name: &str| FormFault::NothingToInsert { name: name.to_owned() };
    let found = faults("{{ table(d) }}\n{{ bars(c) }}\nИтог {{ table(a) }}\n", &fill);
    assert_eq!(found, [(nothing("d"), 5), (nothing("c"), 6), (FormFault::InsertNotAlone, 7)]);
}

#[test]
fn faults_of_the_markup_stand_at_their_own_lines() {
    let body = "# Раз\n:::\n{% for i in [1, 2] %}\n\n::: column\n:::\n{% endfor %}\n| a | b |\n| 1 | 2 | 3 |\n\n**нет\n\nпара\nграф *тоже\n\n\
                | a |\n\n::: signatures\na | b | c\n::: signatures\n";
    let cells = |found, wanted| FormFault::Cells { found, wanted };
    let columns = || FormFault::UnknownBlock { word: "column".to_owned() };
    let expected = [
        (FormFault::NothingToClose, 6),
        (columns(), 9),
        (columns(), 9),
        (FormFault::NoRule, 12),
        (cells(3, 2), 13),
        (FormFault::MarkNotClosed { mark: "**" }, 15),
        (FormFault::MarkNotClosed { mark: "*" }, 17),
        (FormFault::NoRule, 20),
        (cells(3, 2), 23),
        (FormFault::BlockInBlock, 24),
        (FormFault::BlockNotClosed, 22),
    ];
    assert_eq!(faults(body, &Fill::default()), expected);
}

#[test]
fn what_cannot_be_worked_out_stands_at_its_own_place() {
    let body = "Текст «ё»\n{% if 1 %}и{% endif %} ещё {{ \"a\" | in_words }} конец\n";
    let text = format!("{HEAD}{body}");
    let found = form(&text).document(&scope(&json!({})), &Fill::default()).expect_err("a fault");
    let [Diagnostic { problem: Problem::BadForm { how: FormFault::Fails { reason } }, span, .. }] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert!(reason.contains("money") && text[span.range()].contains("in_words"), "{reason}: {}", &text[span.range()]);
    let wrong = format!("{HEAD}Текст {{{{ a | inwords }}}}, {{{{ blnk(4) }}}}\n");
    let mut found = Vec::new();
    read_form("x", &wrong, file(), &mut found);
    assert_eq!(found.iter().map(|f| &wrong[f.span.range()]).collect::<Vec<_>>(), ["inwords"]);
    let mut found = Vec::new();
    let wrong = wrong.replace("inwords", "in_words");
    read_form("x", &wrong, file(), &mut found);
    assert_eq!(found.iter().map(|f| &wrong[f.span.range()]).collect::<Vec<_>>(), ["blnk"]);
}

#[test]
fn a_text_without_end_is_refused_in_words() {
    let body = "{% for a in list %}{% for b in list %}{{ nickname }}{% endfor %}{% endfor %}\n";
    let names = json!({"nickname": "много слов ".repeat(2_000), "list": (0..30).collect::<Vec<_>>()});
    let found = form(&format!("{HEAD}{body}")).document(&scope(&names), &Fill::default()).expect_err("a fault");
    let Problem::BadForm { how: FormFault::Fails { reason } } = &found[0].problem else { panic!("{found:?}") };
    assert_eq!(reason, "the text is too long");
    let endless = "{% for a in list %}{% for b in list %}{% for c in list %}{% if a == 99 %}{% endif %}{% endfor %}{% endfor %}{% endfor %}";
    let endless = endless.replace("{% for c", "{%- for c").replace("{% if", "{%- if").replace("{% end", "{%- end");
    let names = json!({"list": (0..200).collect::<Vec<_>>()});
    let found = form(&format!("{HEAD}{endless}\n")).document(&scope(&names), &Fill::default()).expect_err("a fault");
    let Problem::BadForm { how: FormFault::Fails { reason } } = &found[0].problem else { panic!("{found:?}") };
    assert!(reason.contains("fuel"), "{reason}");
}

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
