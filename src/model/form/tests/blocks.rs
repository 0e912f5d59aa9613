//! What the body of a form can hold.

use super::{HEAD, blank, faults, filled, form, scope, short};
use crate::model::document::{Bar, Block, Column, Face, Piece, Side, Table};
use crate::model::form::{Fill, FormFault};
use crate::model::markup::Insert;
use serde_json::json;
use std::collections::BTreeMap;

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
fn on_an_empty_form_no_box_is_ticked() {
    let body = "{{ box(social) }} да {{ box(not social) }} нет";
    assert_eq!(short(&blank(body, &json!({}))), ["p [ ] да [ ] нет"]);
    assert_eq!(short(&filled(body, &json!({"social": false}))), ["p [ ] да [x] нет"]);
    assert_eq!(short(&filled(body, &json!({"social": true}))), ["p [x] да [ ] нет"]);
}

#[test]
fn clauses_count_themselves_and_are_referred_to() {
    let body = "## #. Предмет\n\n#.#. Как в пункте @repair, (@repair) и @срок.\n#.#.@срок Второй\nпункт.\n#.#.#. Глубже.\n#.#. Третий.\n\n\
                ## 4. Написанный\n\n#.#. Пишите на info@example.org, {{ name }}@example.org, \\@repair, @ и @-.\n{% if name %}\n#.#.@repair Ремонт.\n{% endif %}\n\n\
                #.@last Последний.\n1.05. Как есть, @last.\n";
    let expected = [
        "h2 1. Предмет",
        "c 1.1. Как в пункте <4.2>, (<4.2>) и <1.2>.",
        "c 1.2. Второй пункт.",
        "c 1.2.1. Глубже.",
        "c 1.3. Третий.",
        "h2 4. Написанный",
        "c 4.1. Пишите на info@example.org, я@example.org, @repair, @ и @-.",
        "c 4.2. Ремонт.",
        "c 5. Последний.",
        "c 1.05. Как есть, <5>.",
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
