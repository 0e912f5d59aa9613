//! Contents, references, the size of the text, the stamp.

use super::{PROSE, document, drawn, lines, paragraph};
use crate::model::appearance::{Appearance, Asset};
use crate::model::document::{Block, Column, Document, Face, Line, Piece, Table};
use crate::model::span::Span;
use crate::render::page::{Command, Heading, Target};
use crate::render::words::MM;
use std::sync::Arc;

/// A picture, all black.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels = vec![0; usize::try_from(width * height).expect("a size")];
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("a picture");
    bytes
}

#[test]
fn a_list_of_contents_has_the_pages_of_its_headings() {
    let heading = |level, text: &str| Block::Heading { level, text: Line::plain(text) };
    let mut blocks = vec![heading(1, "Книга"), heading(2, "Содержание"), Block::Contents(2)];
    for chapter in 1..=5 {
        blocks.extend([Block::NewPage, heading(2, "Глава"), heading(3, &format!("Раздел {chapter}"))]);
        blocks.extend((0..chapter * 12).map(|_| paragraph(PROSE)));
    }
    let pages = drawn(&document(blocks));
    let begins: Vec<usize> = pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| {
            page.headings.iter().filter(|(_, heading)| heading.title == "Глава").map(move |_| at + 1)
        })
        .collect();
    assert!(begins.len() == 5 && begins.last().is_some_and(|last| *last > 9), "{begins:?}");
    let first = pages.first().expect("a page");
    let listed: Vec<String> = lines(first).into_iter().skip(2).map(|line| line.3).collect();
    let expected: Vec<String> = begins.iter().map(|page| format!("Глава{page}")).collect();
    assert_eq!(listed, expected, "the title and the number of its page");
    // Each leads to its own heading: behind the title and the list's.
    let headings: Vec<&Heading> = pages.iter().flat_map(|page| &page.headings).map(|(_, heading)| heading).collect();
    let leads = first.commands.iter().filter_map(|command| match command {
        Command::Link { target: Target::Heading(at), .. } => Some(*at),
        _ => None,
    });
    assert_eq!(leads.collect::<Vec<_>>(), [2, 4, 6, 8, 10]);
    assert!([2, 4, 6, 8, 10].iter().all(|at| headings[*at].title == "Глава"), "{headings:?}");
}

#[test]
fn everything_grows_with_the_size_of_the_text() {
    let column = |head: &str| Column { head: Line::plain(head), ..Column::default() };
    let table = Table {
        columns: vec![column("№"), column("Канал")],
        rows: vec![vec![Line::plain("1"), Line::plain("Первый")]],
    };
    let blocks = vec![
        paragraph("Перечень"),
        Block::Table(table),
        Block::Small(vec![paragraph("Примечание")]),
        Block::Signatures(vec![(Line::plain("Оператор"), Line::default())]),
    ];
    let sizes = |size| {
        let appearance = Appearance { size, ..Appearance::default() };
        let page = drawn(&Document { appearance, ..document(blocks.clone()) }).remove(0);
        let sizes = page.commands.iter().filter_map(|command| match command {
            Command::Text { size, glyphs, .. } if glyphs.len() > 4 && glyphs[0].character != '(' => Some(*size),
            _ => None,
        });
        sizes.collect::<Vec<f32>>()
    };
    assert_eq!(sizes(12.0), [12.0, 11.0, 11.0, 10.0, 12.0]);
    assert_eq!(sizes(24.0), [24.0, 22.0, 22.0, 20.0, 24.0]);
}

#[test]
fn the_stamp_lies_over_the_line_to_sign() {
    let signing = |rows: usize| {
        let mut rows: Vec<(Line, Line)> =
            (0..rows).map(|_| (Line::plain("Оператор"), Line::plain("Абонент"))).collect();
        rows.push((Line { pieces: vec![Piece::Stamp], ..Line::default() }, Line::default()));
        vec![Block::Signatures(rows), paragraph("Ниже")]
    };
    let stamp = Asset { name: "stamp.png".into(), bytes: picture(30, 60), span: Span::NONE };
    let appearance = Appearance { stamp: Some(Arc::new(stamp)), ..Appearance::default() };
    for rows in [1, 12] {
        let page = drawn(&Document { appearance: appearance.clone(), ..document(signing(rows)) }).remove(0);
        // Under everything else.
        let Some(Command::Stamp { x, y, width, height }) = page.commands.first() else { panic!("{page:?}") };
        assert!((width / MM - 20.0).abs() < 0.01 && (height / MM - 40.0).abs() < 0.01, "{width} x {height}");
        let below = lines(&page).into_iter().find(|line| line.3 == "Ниже").expect("a line").0;
        let signed = page.commands.iter().find_map(|command| match command {
            Command::Line { from, to, .. } if (from.1 - to.1).abs() < 0.01 => Some((from.1, to.0)),
            _ => None,
        });
        let (line, end) = signed.expect("a line to sign on");
        assert!(*y < line && y + height > line, "{y} {height} {line}");
        assert!(*x < end && x + width > end, "{x} {width} {end}");
        assert!(y + height < below, "nothing below it is covered");
        assert!(lines(&page).iter().all(|line| line.3 != "М.П."));
    }
}

#[test]
fn a_reference_leads_to_its_clause() {
    let reference = Line {
        pieces: vec![
            Piece::Text { text: "согласно пункту ".into(), face: Face::Regular },
            Piece::Reference("3.3".into()),
            Piece::Text { text: ".".into(), face: Face::Regular },
        ],
        ..Line::default()
    };
    let clause = |number: &str, text: Line| Block::Clause { number: number.into(), text };
    let blocks = vec![clause("3.3.", Line::plain("О тарифах.")), clause("5.5.", reference)];
    let page = drawn(&document(blocks)).remove(0);
    let numbers: Vec<&str> = page.numbers.iter().map(|(_, number)| number.as_str()).collect();
    assert_eq!(numbers, ["3.3", "5.5"]);
    let last = lines(&page).pop().expect("a line");
    assert_eq!(last.3.replace('\u{a0}', " "), "5.5. согласно пункту 3.3.");
    let leads = page.commands.iter().filter_map(|command| match command {
        Command::Link { x, width, target: Target::Clause(number), .. } => Some((x + width, number.as_str())),
        _ => None,
    });
    let leads: Vec<_> = leads.collect();
    assert!(matches!(leads.as_slice(), [(right, "3.3")] if *right <= last.2), "{leads:?}");
}
