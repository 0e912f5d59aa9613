//! What holds of every text on every width: no word is lost, no line is wider than its room, the rules of division hold.

use super::{Dice, PAPER, document, drawn, lines, pages};
use crate::model::appearance::Appearance;
use crate::model::document::Face;
use crate::model::document::{Block, Document, Line, Paper};
use crate::model::span::Span;
use crate::render::RenderFault;
use crate::render::fonts::{Faces, Fonts, width};
use crate::render::words::MM;

const WORDS: [&str; 22] = [
    "предоставление",
    "телекоммуникационный",
    "в",
    "на",
    "и",
    "услуг,",
    "Абонент",
    "Примерова-Образцова",
    "Wi-Fi",
    "оператор",
    "№",
    "15",
    "дней.",
    "–",
    "«расторжение»",
    "ЕРИП",
    "научно-исследовательский",
    "ул.",
    "Образцовая,",
    "agreement",
    "info@example.org",
    "абавязваецца",
];

#[test]
fn no_word_is_lost_and_no_line_is_too_wide() {
    let mut dice = Dice(11);
    let appearance = Appearance::default();
    let faces = Faces::of(&appearance).expect("faces");
    let (mut set, mut refused) = (0, 0);
    for _ in 0..200 {
        let words: Vec<&str> = (0..=dice.below(80)).map(|_| WORDS[dice.below(WORDS.len())]).collect();
        let text = words.join(" ");
        let room = 16.0 + f32::from(u8::try_from(dice.below(160)).expect("a byte"));
        let paper = Paper { width: 40.0 + room, ..PAPER };
        // An item has the same room in every line.
        let item = dice.below(2) == 0;
        let block = if item { Block::Item(Line::plain(text)) } else { Block::Paragraph(Line::plain(text)) };
        let pages = match pages(&Document { paper, ..document(vec![block]) }, &faces) {
            Ok(pages) => pages,
            Err(error) => {
                let RenderFault::Word { word } = &error.kind else { panic!("{error:?}") };
                let glyphs = Fonts::new(&faces).shape(Face::Regular, word, Span::NONE).expect("known characters");
                assert!(width(&glyphs) * 12.0 > (room - 17.5) * MM - 4.0, "{word} would fit {room} mm");
                refused += 1;
                continue;
            }
        };
        set += 1;
        let mut lines: Vec<_> = pages.iter().flat_map(lines).collect();
        if let Some(first) = lines.first_mut().filter(|_| item) {
            // The dash before an item.
            first.3 = first.3.chars().skip(1).collect();
        }
        let mut back = String::new();
        let mut hyphens = 0;
        for (_, left, right, words) in &lines {
            assert!(*left >= 30.0 * MM - 0.05 && *right <= (30.0 + room) * MM + 0.05, "{room} mm: {words}");
            match words.strip_suffix('-') {
                Some(part) => back.push_str(part),
                None if words.ends_with('\u{2010}') => back.push_str(&words.replace('\u{2010}', "-")),
                None => back.push_str(&format!("{words} ")),
            }
            hyphens = if words.ends_with('-') { hyphens + 1 } else { 0 };
            assert!(hyphens <= 2 || room < 90.0, "{room} mm: {lines:#?}");
        }
        assert_eq!(back.replace('\u{a0}', " ").trim_end(), words.join(" "), "{room} mm");
    }
    assert!(set > 120 && refused > 5, "{set} set, {refused} refused");
}

#[test]
fn columns_of_any_length_lose_no_word_and_leave_no_page_empty() {
    let mut dice = Dice(5);
    for _ in 0..40 {
        let mut wanted: Vec<String> = Vec::new();
        let columns: Vec<Vec<Block>> = (0..=dice.below(3))
            .map(|column| {
                let paragraph = |at: usize| {
                    wanted.push(format!("w{column}x{at}"));
                    Block::Paragraph(Line::plain(format!("w{column}x{at}")))
                };
                (0..dice.below(120)).map(paragraph).collect()
            })
            .collect();
        let count = columns.len();
        let mut blocks = vec![Block::NewPage, Block::Columns(columns), Block::NewPage, Block::NewPage];
        blocks.extend((wanted.is_empty()).then(|| Block::Paragraph(Line::plain("пусто"))));
        let pages = drawn(&document(blocks));
        assert!(pages.iter().all(|page| !lines(page).is_empty()), "{pages:?}");
        let found = pages.iter().flat_map(lines).flat_map(|line| {
            let words = line.3.split('w').skip(1).map(|word| format!("w{word}")).collect::<Vec<_>>();
            assert!(words.len() <= count);
            words
        });
        let mut found: Vec<String> = found.collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted);
    }
}
