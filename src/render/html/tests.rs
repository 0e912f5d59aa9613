use super::html;
use crate::model::appearance::Appearance;
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::document::{
    Bar, Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table,
};

fn document(blocks: Vec<Block>) -> Document {
    let footer = Running { pieces: vec![RunningPiece::Text("с. ".to_owned()), RunningPiece::Page] };
    Document {
        title: "Итоги <ноября>".to_owned(),
        author: None,
        language: Language::Ru,
        audience: Audience::Internal,
        paper: Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 },
        appearance: Appearance::default(),
        header: Some(Running { pieces: vec![RunningPiece::Text("ООО «Пример» & Ко".to_owned())] }),
        footer: Some(footer),
        draft: Some("ШАБЛОН".to_owned()),
        notice: Some("Не для абонентов".to_owned()),
        blocks,
    }
}

fn bar(label: &str, amount: f64) -> Bar {
    Bar { label: label.to_owned(), amount, shown: format!("{amount} шт.") }
}

/// The body of the page, without its style.
fn body(blocks: Vec<Block>) -> String {
    let page = html(&document(blocks));
    let (_, body) = page.split_once("<main>").expect("a body");
    body.to_owned()
}

#[test]
fn an_empty_cell_is_written_in_and_a_mark_stays_behind_its_blank() {
    let blank = |length| Line { pieces: vec![Piece::Blank { length }], ..Line::default() };
    let rest = Line { pieces: vec![Piece::Rest], ..Line::default() };
    let table = Table { columns: vec![Column::default(); 3], rows: vec![vec![blank(90.0), blank(12.0), rest]] };
    let mut line = blank(40.0);
    line.pieces.push(Piece::Text { text: ", дата".into(), face: Face::Regular });
    line.pieces.push(Piece::Blank { length: 20.0 });
    line.pieces.push(Piece::Text { text: " г.".into(), face: Face::Regular });
    let page = html(&document(vec![Block::Table(table), Block::Paragraph(line)]));
    let wide = page.matches("<td class=\"write\" style=\"min-width:24mm\"").count();
    assert_eq!(wide, 2, "{page}");
    assert!(page.contains("min-width:12mm") && page.contains("</span>\u{2060}, дата<span"), "{page}");
    assert!(page.contains("</span> г.</p>"), "{page}");
}

#[test]
fn a_box_stays_with_its_word() {
    let text = |text: &str, face| Piece::Text { text: text.into(), face };
    let line = Line {
        pieces: vec![
            Piece::Box { ticked: false },
            text("\u{a0}Да & нет, ", Face::Regular),
            Piece::Box { ticked: true },
            text("иное", Face::Regular),
            Piece::Box { ticked: true },
            text("так", Face::Bold),
        ],
        ..Line::default()
    };
    let page = html(&document(vec![Block::Paragraph(line)]));
    for part in [
        "></span>\u{a0}Да</span> &amp; нет, <span",
        "></span>иное</span><span class=\"ticked\"",
        "</span><strong>так</strong></p>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn what_is_listed_or_referred_to_is_led_to() {
    let heading = |level, text: &str| Block::Heading { level, text: Line::plain(text) };
    let reference = Line { pieces: vec![Piece::Reference("1.2".into())], ..Line::default() };
    let clause = |number: &str, text: Line| Block::Clause { number: number.into(), text };
    let page = html(&document(vec![
        heading(2, "Содержание"),
        Block::Contents(2),
        heading(2, "1. Права & сроки"),
        clause("1.1.", reference),
        clause("1.2.", Line::plain("Срок")),
    ]));
    for part in [
        "<h2>Содержание</h2>",
        "<li><a href=\"#h0\">1. Права &amp; сроки</a></li>",
        "<h2 id=\"h0\">1. Права &amp; сроки</h2>",
        "<a href=\"#c1.2\">1.2</a>",
        "<span id=\"c1.2\"></span>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("id=\"c1.1\""), "nothing leads there: {page}");
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let hostile = "<script>alert(1)</script>\" onload=\"x\" https://example.org \u{7}&amp;";
    let line = || Line::plain(hostile);
    let blocks = vec![
        Block::Heading { level: 1, text: line() },
        Block::Clause { number: hostile.to_owned(), text: line() },
        Block::Table(Table {
            columns: vec![Column { head: line(), side: Side::Right, share: 0 }],
            rows: vec![vec![line()]],
        }),
        Block::Bars(vec![Bar { label: hostile.to_owned(), amount: 1.0, shown: hostile.to_owned() }]),
        Block::Signatures(vec![(line(), line())]),
    ];
    let page = html(&document(blocks));
    for (what, wanted) in [("<script", 0), ("\" onload", 0), ("src=", 0), ("href", 0), ("url(", 0), ("\u{7}", 0)] {
        assert_eq!(page.matches(what).count(), wanted, "{what}");
    }
    let whole =
        "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x&quot; https://example.org \u{fffd}&amp;amp;";
    assert_eq!(page.matches(whole).count(), 12, "every text is there, escaped");
    assert!(page.contains("<title>Итоги &lt;ноября&gt;</title>") && page.contains("<html lang=\"ru\">"));
    assert!(page.contains("@page{size:210mm 297mm;margin:20mm 10mm 20mm 30mm}"));
}

#[test]
fn what_stands_on_every_sheet_stands_once_on_the_screen() {
    let page = body(Vec::new());
    assert!(page.contains("<header class=\"running\">ООО «Пример» &amp; Ко</header>"));
    assert!(!page.contains("<footer") && page.contains("ШАБЛОН") && page.contains("Не для абонентов"));
}

#[test]
fn a_word_that_is_not_divided_on_paper_is_not_divided_here() {
    let text = "Дело 2026-11-09-a001, пр-т Примерный, интернет-магазин";
    let page = body(vec![Block::Item(Line::plain(text))]);
    let kept = "Дело <span class=\"whole\">2026-11-09-a001,</span> <span class=\"whole\">пр-т</span> Примерный, интернет-магазин";
    assert!(page.contains(kept), "{page}");
}

#[test]
fn items_are_one_list() {
    let item = |text: &str| Block::Item(Line::plain(text));
    let page = body(vec![item("а"), item("б"), Block::Paragraph(Line::plain("в")), item("г")]);
    assert!(page.contains("<ul>\n<li>а</li>\n<li>б</li>\n</ul>\n<p>в</p>\n<ul>\n<li>г</li>\n</ul>\n"), "{page}");
}

#[test]
fn faces_and_blanks_are_seen() {
    let text = |text: &str, face| Piece::Text { text: text.to_owned(), face };
    let pieces = vec![text("а", Face::Bold), text("б", Face::Italic), Piece::Blank { length: 40.0 }];
    let page = body(vec![Block::Paragraph(Line { pieces, ..Line::default() })]);
    let blank = "<span class=\"blank\" style=\"width:min(40mm,100vw - 3rem)\" role=\"img\" aria-label=\"место для записи\"></span>";
    assert!(page.contains(&format!("<p><strong>а</strong><em>б</em>{blank}</p>")), "{page}");
}

#[test]
fn bars_are_as_long_as_their_amounts_and_stand_in_a_table_too() {
    let bars = vec![bar("Переезд", 4.0), bar("Цена", 1.0), bar("Ничего", 0.0), bar("Долг", -3.0), bar("?", f64::NAN)];
    let page = body(vec![Block::Bars(bars)]);
    let widths: Vec<&str> = page.split("<rect").skip(1).filter_map(|rect| rect.split('"').nth(3)).collect();
    assert_eq!(widths, ["360.0", "90.0", "0.0", "0.0", "0.0"]);
    assert!(page.contains("role=\"img\" aria-label=\"Переезд: 4 шт.; Цена: 1 шт.;"), "{page}");
    assert_eq!(page.matches("<th scope=\"row\">").count(), 5);
    let empty = body(vec![Block::Bars(Vec::new())]);
    assert!(!empty.contains("<svg"), "an empty chart has no height: {empty}");
}

#[test]
fn blocks_that_hold_others_hold_them_here_too() {
    let text = |text: &str| Block::Paragraph(Line::plain(text));
    let boxes = Line { pieces: vec![Piece::Box { ticked: true }, Piece::Box { ticked: false }], ..Line::default() };
    let page = body(vec![
        Block::Columns(vec![vec![Block::Item(Line::plain("а")), text("б")], vec![text("в")]]),
        Block::NewPage,
        Block::Together(vec![Block::Small(vec![Block::Paragraph(boxes)])]),
        Block::Lines(2),
    ]);
    let columns = "<div class=\"columns\">\n<div class=\"column\">\n<ul>\n<li>а</li>\n</ul>\n<p>б</p>\n</div>\n\
                   <div class=\"column\">\n<p>в</p>\n</div>\n</div>\n<hr>\n";
    assert!(page.contains(columns), "{page}");
    let boxes = "<div class=\"together\">\n<div class=\"small\">\n<p><span class=\"ticked\" role=\"img\" aria-label=\"отмечено\">\
                 </span><span class=\"box\" role=\"img\" aria-label=\"не отмечено\"></span></p>\n</div>\n</div>\n";
    assert!(page.contains(boxes), "{page}");
    assert_eq!(page.matches("<div class=\"line\" role=\"img\" aria-label=").count(), 2);
}

#[test]
fn the_stamp_stands_below_the_lines_to_sign_on() {
    let stamp = Line { pieces: vec![Piece::Stamp], ..Line::default() };
    let page = body(vec![Block::Signatures(vec![
        (Line::plain("Оператор"), Line::plain("Абонент")),
        (stamp, Line::default()),
    ])]);
    let places: Vec<Option<usize>> = ["Абонент", "(подпись)", "М.П."].map(|word| page.find(word)).into();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{page}");
    assert_eq!(page.matches("(подпись)").count(), 2);
}
