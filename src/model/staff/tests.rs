use super::Staff;
use crate::model::appearance::Appearance;
use crate::model::card::Audience;
use crate::model::company::{Company, Contact, Language};
use crate::model::diagnostic::Problem;
use crate::model::document::{Bar, Block, Column, Document, Line, Paper, Running, RunningPiece, Table};
use crate::model::span::Span;
use serde_json::json;

fn staff() -> Staff {
    let contact = |phones: &[&str]| Contact {
        title: "Сотрудник".to_owned(),
        name: None,
        phones: phones.iter().map(|phone| (*phone).to_owned()).collect(),
        email: None,
        source: Vec::new(),
    };
    let contacts = vec![
        ("director".to_owned(), contact(&["+375 25 718-29-34"])),
        ("master".to_owned(), contact(&["+375 29 000-00-93 доб. 12", "46-81-35"])),
        ("office".to_owned(), contact(&["8 (029) 000-00-02"])),
    ];
    let details = json!({"phone": "+375 29 000-00-02", "area_code": "212", "second": {"phone": "+375 44 718-29-34"}});
    Staff::of(&Company { details, contacts, ..Company::default() })
}

/// Spellings of +375 25 718-29-34.
const SPELT: [&str; 27] = [
    "+375257182934",
    "+375 25 718-29-34",
    "8 (025) 718-29-34",
    "80257182934",
    "25/718.29.34",
    "+375\u{a0}25\u{202f}718\u{2011}29\u{2013}34",
    "2 5 7 1 8 2 9 3 4",
    "+３７５ ２５ ７１８-２９-３４",
    "٢٥ ٧١٨ ٢٩ ٣٤",
    "२५ ७१८ २९ ३४",
    "𝟐𝟓 𝟕𝟏𝟖 𝟐𝟗 𝟑𝟒",
    "②⑤ ⑦①⑧ ②⑨ ③④",
    "25 71\u{200b}8-2\u{ad}9-3\u{feff}4",
    "25 7\u{301}18-29-34",
    "25 7l8-29-З4",
    "25 7І8-29-34",
    "439281752",
    "43-92-817 (52)",
    "718-29-34",
    "718 29 34.",
    "тел.718-29-34,",
    "двадцать пять семьсот восемнадцать двадцать девять тридцать четыре",
    "два пять семь один восемь два девять три четыре",
    "Два, пять, СЕМЬ, один, восемь – 29 – 34",
    "25 семьсот восемнадцать 29-34",
    "25 (дом 718), кв. 29, подъезд 34",
    "two five seven one eight two nine three four",
];

#[test]
fn a_number_is_found_in_every_spelling() {
    let staff = staff();
    for text in SPELT {
        assert_eq!(staff.in_text(text), Some("director"), "{text}");
        assert_eq!(staff.in_text(&format!("Звоните {text} или {text} вечером")), Some("director"), "{text}");
        let covered = staff.covered(&format!("а {text} б")).into_owned();
        assert!(covered.contains("•••") && staff.in_text(&covered).is_none(), "{text}: {covered}");
        assert!(covered.starts_with("а ") && covered.ends_with(" б"), "{covered}");
    }
    for text in ["+375 29 000-00-93", "8029 0000093 доб. 12", "+375 212 46-81-35", "46-81-35"] {
        assert_eq!(staff.in_text(text), Some("master"), "{text}");
    }
}

#[test]
fn other_numbers_may_be_said() {
    let staff = staff();
    let others = [
        "",
        "+375 29 000-00-02",
        "+375 44 718-29-35",
        "718-29-35",
        // Of a longer figure, over words, and with much between.
        "17182934",
        "71829345",
        "дом 718, корпус 29, квартира 34",
        "718 рублей 29 копеек 34",
        "718       29      34",
        "семьсот восемнадцать рублей двадцать девять копеек",
        "один два три",
        "Договор № a-1/2026 от 22.11.2026, счёт BY00TEST30120000000000000000",
    ];
    for text in others {
        assert_eq!(staff.in_text(text), None, "{text}");
        assert_eq!(staff.covered(text), text);
    }
    // What another spells the same way is told from it, and what the company gives out is nobody's.
    for text in ["+375 29 000-00-02", "+375 44 718-29-34", "8 (033) 718-29-34"] {
        assert_eq!(staff.in_text(text), None, "{text}");
    }
    assert_eq!(Staff::default().in_text(SPELT[0]), None);
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Письмо".to_owned(),
        author: None,
        language: Language::Ru,
        audience: Audience::Client,
        paper: Paper { width: 210.0, height: 297.0, left: 20.0, right: 20.0, top: 20.0, bottom: 20.0 },
        appearance: Appearance::default(),
        header: None,
        footer: None,
        draft: None,
        notice: None,
        blocks,
    }
}

fn table(rows: &[&[&str]]) -> Block {
    let cells = |row: &&[&str]| row.iter().map(|cell| Line::plain(*cell)).collect();
    let columns = vec![Column::default(); rows[0].len()];
    Block::Table(Table { columns, rows: rows.iter().map(cells).collect() })
}

#[test]
fn every_place_of_a_document_is_looked_at() {
    let said = |text: &str| Block::Paragraph(Line::plain(text));
    let running = |pieces: Vec<RunningPiece>| Some(Running { pieces });
    let words = |text: &str| RunningPiece::Text(text.to_owned());
    let number = SPELT[1];
    let bar = |label: &str, shown: &str| Bar { label: label.to_owned(), amount: 1.0, shown: shown.to_owned() };
    let mut all = vec![
        ("a paragraph", document(vec![said(number)])),
        ("two paragraphs", document(vec![said("+375 25 718"), said("29-34")])),
        ("two lists", document(vec![Block::Item(Line::plain("25718")), Block::Item(Line::plain("2934"))])),
        ("a heading", document(vec![Block::Heading { level: 1, text: Line::plain(number) }])),
        (
            "the number of a clause",
            document(vec![Block::Clause { number: "25.718.".to_owned(), text: Line::plain("29-34") }]),
        ),
        ("both ends", document(vec![Block::Spread { left: Line::plain("25 718"), right: Line::plain("29 34") }])),
        ("a row", document(vec![table(&[&["25 718", "29-34"]])])),
        ("a column", document(vec![table(&[&["25", "1"], &["718", "2"], &["2934", "3"]])])),
        (
            "signatures",
            document(vec![Block::Signatures(vec![
                (Line::plain("25718"), Line::plain("1")),
                (Line::plain("2934"), Line::plain("2")),
            ])]),
        ),
        ("a bar", document(vec![Block::Bars(vec![bar(number, "1")])])),
        ("a sum", document(vec![Block::Bars(vec![bar("А", "257 182 934")])])),
    ];
    let mut titled = document(Vec::new());
    titled.title = number.to_owned();
    let mut above = document(Vec::new());
    above.header = running(vec![words("25 718"), RunningPiece::Page, words("29-34")]);
    let mut below = document(Vec::new());
    below.footer = running(vec![words(number)]);
    let mut draft = document(Vec::new());
    draft.draft = Some(number.to_owned());
    let mut noticed = document(Vec::new());
    noticed.notice = Some(number.to_owned());
    all.extend([("title", titled), ("above", above), ("below", below), ("draft", draft), ("notice", noticed)]);
    for (place, mut document) in all {
        let found = staff().in_document(&document, Span::NONE);
        let [fault] = found.as_slice() else { panic!("{place}: {found:?}") };
        assert_eq!(fault.problem, Problem::NotForClients { name: "contacts.director.phones".to_owned() }, "{place}");
        document.audience = Audience::Internal;
        assert_eq!(staff().in_document(&document, Span::NONE), [], "{place}");
    }
    let allowed = document(vec![said("+375 29 000-00-02"), table(&[&["25", "1"], &["718", "2"], &["2935", "3"]])]);
    assert_eq!(staff().in_document(&allowed, Span::NONE), []);
}
