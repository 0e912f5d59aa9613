//! Documents on paper: what the file says, and what other programs make of it.

use super::support::tool;
use pult::model::document::{Bar, Block, Column, Document, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use pult::model::span::{Sources, Span};
use pult::render::{RenderFault, pdf};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

mod contract;
use contract::{contract, line};

/// Where the other process of a test writes.
const ELSEWHERE: &str = "PULT_TEST_PAPER";

/// A file of the test's own.
fn written(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{name}.pdf"));
    fs::write(&path, pdf(&contract()).expect("a file")).expect("a file");
    path.to_string_lossy().into_owned()
}

/// What a program says, on both of its outputs.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("the tool runs");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program}: {text}");
    text
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = pdf(&contract()).expect("a file");
    let mut other = contract();
    other.blocks.truncate(5);
    for _ in 0..3 {
        assert_ne!(pdf(&other).expect("a file"), first);
    }
    assert_eq!(pdf(&contract()).expect("a file"), first);
    assert!(first.len() < 40_000, "{} bytes", first.len());
}

#[test]
fn two_processes_write_the_same_bytes() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("paper-elsewhere.pdf");
    let _ = fs::remove_file(&path);
    let done = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "paper::the_other_process", "--ignored"])
        .env(ELSEWHERE, &path)
        .output()
        .expect("another process");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!(fs::read(&path).expect("its file"), pdf(&contract()).expect("a file"));
}

#[test]
#[ignore = "run by two_processes_write_the_same_bytes"]
fn the_other_process() {
    if let Some(path) = std::env::var_os(ELSEWHERE) {
        fs::write(path, pdf(&contract()).expect("a file")).expect("a file");
    }
}

/// The words of a text and how often each comes. A hyphen at the end of a line divides a word, U+2010 there is the
/// word's own.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in
        text.replace("-\n", "").replace("\u{2010}\n", "-").replace(['\u{2010}', '\u{2011}'], "-").split_whitespace()
    {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// Every text of a document, a line each; blanks are spaces.
fn texts(document: &Document) -> String {
    let mut texts = Vec::new();
    let of = |line: &Line| {
        let piece = |piece: &Piece| match piece {
            Piece::Text { text, .. } => text.clone(),
            Piece::Box { .. } => String::new(),
            Piece::Blank { .. } | Piece::Rest => " ".into(),
            Piece::Reference(number) => number.clone(),
            Piece::Stamp => "М.П.".into(),
        };
        line.pieces.iter().map(piece).collect::<String>()
    };
    for block in document.inner() {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => texts.push(of(text)),
            Block::Item(text) => texts.push(format!("– {}", of(text))),
            Block::Clause { number, text } => texts.push(format!("{number} {}", of(text))),
            Block::Spread { left, right } => texts.extend([of(left), of(right)]),
            Block::Table(table) => {
                texts.extend(table.columns.iter().map(|column| of(&column.head)));
                texts.extend(table.rows.iter().flatten().map(of));
            }
            // They say nothing, or what is in them has had its turn.
            Block::Lines(_)
            | Block::NewPage
            | Block::Contents(_)
            | Block::Columns(_)
            | Block::Together(_)
            | Block::Small(_) => {}
            Block::Bars(bars) => texts.extend(bars.iter().flat_map(|bar| [bar.label.clone(), bar.shown.clone()])),
            Block::Signatures(rows) => {
                texts.extend(rows.iter().flat_map(|(left, right)| [of(left), of(right)]));
                texts.extend(["(подпись)".into(), "(подпись)".into()]);
            }
        }
    }
    texts.extend([document.draft.clone(), document.notice.clone()].into_iter().flatten());
    texts.join("\n")
}

#[test]
fn every_word_can_be_copied() {
    if !tool("pdftotext") {
        return;
    }
    let path = written("words");
    let wanted = words(&texts(&contract()));
    assert!(wanted.len() > 150, "{}", wanted.len());
    // By columns a cell of two lines is not one piece of text, in the other two orders it is.
    for order in [&["-raw"][..], &[]] {
        let text = said("pdftotext", &[order, &[&path, "-"]].concat());
        assert!(!text.contains('\u{fffd}'));
        let found = words(&text);
        let lost: Vec<_> =
            wanted.iter().filter(|(word, count)| found.get(*word).is_none_or(|times| times < count)).collect();
        assert!(lost.is_empty(), "{order:?}: {lost:?}\n{found:?}");
    }
    let found = words(&said("pdftotext", &[&path, "-"]));
    for word in ["ещё", "№", "«Стороны»,", "—", "Заслугоў", "ім'я,", "naïve", "°C,"] {
        assert!(found.contains_key(word), "{word}");
    }
}

#[test]
fn other_programs_find_nothing_wrong() {
    let path = written("tools");
    if tool("qpdf") {
        let said = said("qpdf", &["--check", &path]);
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
        assert!(!said.to_lowercase().contains("warning"), "{said}");
    }
    if tool("gs") {
        assert_eq!(said("gs", &["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", &path]), "");
    }
    if tool("pdffonts") {
        let said = said("pdffonts", &[&path]);
        let fonts: Vec<&str> = said.lines().skip(2).collect();
        assert_eq!(fonts.len(), 3, "{said}");
        for font in fonts {
            assert!(font.contains("+PultSerif-") && font.contains("yes yes yes"), "embedded, subset, Unicode: {font}");
        }
    }
}

#[test]
fn the_file_says_what_it_is() {
    let file = lopdf::Document::load_mem(&pdf(&contract()).expect("a file")).expect("a PDF");
    let catalog = file.catalog().expect("a catalog");
    assert_eq!(catalog.get(b"Lang").and_then(lopdf::Object::as_str).expect("a language"), b"ru-RU");
    let info = file.trailer.get(b"Info").and_then(lopdf::Object::as_reference).expect("info");
    let info = file.get_dictionary(info).expect("info");
    let title = info.get(b"Title").and_then(lopdf::Object::as_str).expect("a title");
    let utf16: Vec<u8> = "\u{feff}Договор № 2026-А-15".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(title, utf16);
    for key in [&b"GTS_PDFXVersion"[..], b"CreationDate", b"ModDate"] {
        assert!(info.get(key).is_err());
    }
    assert!(catalog.get(b"OutputIntents").is_err() && catalog.get(b"Metadata").is_err());
}

/// The fault of a document that is the contract but for its blocks.
fn fault(blocks: Vec<Block>) -> (RenderFault, Span) {
    let error = pdf(&Document { blocks, ..contract() }).expect_err("a fault");
    (error.kind, error.span)
}

#[test]
fn the_file_lists_its_headings_and_leads_where_its_addresses_do() {
    let mut document = contract();
    document.author = Some("ООО «Пример-ТВ»".into());
    document.blocks.push(Block::Paragraph(line("Пишите на info@example.org, читайте (https://example.org/a).")));
    let file = lopdf::Document::load_mem(&pdf(&document).expect("a file")).expect("a PDF");
    let text = |object: &lopdf::Object| {
        let bytes = object.as_str().expect("a text");
        let units: Vec<u16> = bytes.chunks(2).skip(1).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16(&units).expect("UTF-16")
    };
    let info = file.trailer.get(b"Info").and_then(lopdf::Object::as_reference).expect("info");
    let info = file.get_dictionary(info).expect("info");
    assert_eq!(text(info.get(b"Author").expect("an author")), "ООО «Пример-ТВ»");

    let pages: Vec<lopdf::ObjectId> = file.page_iter().collect();
    let next = |node: &lopdf::Dictionary, key: &[u8]| {
        node.get(key).and_then(lopdf::Object::as_reference).ok().map(|id| file.get_dictionary(id).expect("an entry"))
    };
    let root = next(file.catalog().expect("a catalog"), b"Outlines").expect("a list of contents");
    assert_eq!(root.get(b"Count").and_then(lopdf::Object::as_i64).expect("a count"), 5);
    let title = next(root, b"First").expect("the title");
    assert!(text(title.get(b"Title").expect("words")).starts_with("ДОГОВОР № 2026-А-15"));
    assert!(next(title, b"Next").is_none() && next(title, b"Prev").is_none());
    let mut found = Vec::new();
    let mut node = next(title, b"First");
    while let Some(entry) = node {
        let place = entry.get(b"Dest").and_then(lopdf::Object::as_array).expect("a place");
        let page = pages.iter().position(|id| place[0].as_reference().is_ok_and(|place| place == *id));
        let top = place[3].as_float().expect("a height");
        assert!(top > 50.0 && top < 842.0, "{top}");
        found.push((page.expect("a page"), text(entry.get(b"Title").expect("words"))));
        node = next(entry, b"Next");
    }
    let titles: Vec<&str> = found.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(titles.len(), 4);
    assert_eq!(titles[..3], ["1. Предмет договора", "2. Права и обязанности сторон", "3. Стоимость"]);
    assert!(found.is_sorted_by_key(|(page, _)| *page) && found[0].0 == 0 && found[2].0 > 0);

    let last = file.get_dictionary(pages[pages.len() - 1]).expect("a page");
    let links = last.get(b"Annots").and_then(lopdf::Object::as_array).expect("links");
    let leads = |link: &lopdf::Object| {
        let action =
            link.as_dict().and_then(|link| link.get(b"A")).and_then(lopdf::Object::as_dict).expect("an action");
        action.get(b"URI").and_then(lopdf::Object::as_str).expect("a URI").to_vec()
    };
    let uris: Vec<Vec<u8>> = links.iter().map(leads).collect();
    assert_eq!(uris, [&b"mailto:info@example.org"[..], b"https://example.org/a"]);
}

#[test]
fn a_table_wider_than_the_sheet_is_a_fault() {
    let column = |at: usize| Column { head: line(&format!("Столбец{at}")), side: Side::Left, share: 0 };
    let text = "x";
    let span = Span::new(Sources::default().add("forms/x.md", text), 0..text.len());
    let row = (0..24).map(|_| Line { span, ..line("+375") }).collect();
    let table = Table { columns: (0..24).map(column).collect(), rows: vec![row] };
    let (kind, _) = fault(vec![Block::Table(table)]);
    assert!(matches!(kind, RenderFault::Table { columns: 24, .. }), "{kind:?}");
}

#[test]
fn what_cannot_be_drawn_is_said_with_its_place() {
    let text = "Оплата 漢字, подпись.";
    let span = Span::new(Sources::default().add("forms/contract.md", text), 0..text.len());
    let placed = |words: &str| Line { span, ..line(words) };
    let (kind, place) = fault(vec![Block::Paragraph(placed(text))]);
    assert_eq!(kind, RenderFault::Glyph { character: '漢', word: "漢字,".into() });
    assert_eq!(place, span);
    let long = "Ш".repeat(80);
    let (kind, place) = fault(vec![Block::Paragraph(placed(&format!("Слово {long} длинно")))]);
    assert_eq!((kind, place), (RenderFault::Word { word: long.clone() }, span));
    let table = |rows: Vec<Vec<Line>>| {
        let column = |head: &str| Column { head: line(head), side: Side::Left, share: 0 };
        Block::Table(Table { columns: vec![column("А"), column("Б")], rows })
    };
    let (kind, place) = fault(vec![table(vec![vec![line("а"), placed(&long)]])]);
    assert_eq!((kind, place), (RenderFault::Word { word: long }, span));
    let (kind, place) = fault(vec![table(vec![vec![placed("а")]])]);
    assert_eq!((kind, place), (RenderFault::Cells { columns: 2, cells: 1 }, span));
    let (kind, place) = fault(vec![Block::Paragraph(Line { pieces: vec![Piece::Blank { length: f32::NAN }], span })]);
    assert!(matches!(kind, RenderFault::Measure { value } if value.is_nan()) && place == span);
    let bar = |amount| vec![Block::Bars(vec![Bar { label: "а".into(), amount, shown: "1".into() }])];
    assert_eq!(fault(bar(f64::INFINITY)).0, RenderFault::Measure { value: f64::INFINITY });
    assert_eq!(fault(bar(-1.0)).0, RenderFault::Measure { value: -1.0 });
}

#[test]
fn paper_without_room_is_a_fault() {
    let on = |paper: Paper| pdf(&Document { paper, ..contract() }).expect_err("a fault").kind;
    let paper = contract().paper;
    assert_eq!(on(Paper { left: 190.0, ..paper }), RenderFault::Room);
    assert_eq!(on(Paper { height: 45.0, ..paper }), RenderFault::Room);
    assert_eq!(on(Paper { top: -1.0, ..paper }), RenderFault::Measure { value: -1.0 });
    assert!(matches!(on(Paper { width: f32::NAN, ..paper }), RenderFault::Measure { .. }));
    let footer = Some(Running { pieces: vec![RunningPiece::Text("слово ".repeat(60)), RunningPiece::Page] });
    let error = pdf(&Document { footer, ..contract() }).expect_err("a fault");
    assert!(matches!(error.kind, RenderFault::Running { text } if text.ends_with("слово 1")));
}
