mod any;
mod blocks;

use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::document::{Block, Document, Face, Line, Piece, RunningPiece};
use crate::model::form::{Fill, Form, FormFault, Mode, read_form, split};
use crate::model::span::{FileId, Sources};
use crate::model::template::{Blanks, NamedTypes, OuterNames, Scope};
use crate::model::types::{Base, FieldType};
use serde_json::{Value, json};
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
            Piece::Reference(number) => format!("<{number}>"),
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
        Block::Contents(deepest) => format!("contents {deepest}"),
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
fn the_head_says_how_large_its_text_is() {
    let sized = |size: &str| form(&format!("{}size: {size}\n---\nx\n", HEAD.trim_end().trim_end_matches("---")));
    let document = sized("20.5").document(&scope(&json!({})), &Fill::default()).expect("a document");
    assert!((document.appearance.size - 20.5).abs() < f32::EPSILON);
    assert!((filled("x", &json!({})).appearance.size - 12.0).abs() < f32::EPSILON);
    for size in ["7", "37", "large", "NaN", "-12"] {
        let text = format!("{}size: {size}\n---\nx\n", HEAD.trim_end().trim_end_matches("---"));
        let mut found = Vec::new();
        read_form("x", &text, Sources::default().add("x.md", text.as_str()), &mut found);
        assert!(found.iter().any(|fault| fault.problem == Problem::BadForm { how: FormFault::Size }), "{size}");
    }
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
