//! What holds of every page, whatever stands on it.

mod any;
mod kept;
mod look;

use super::error::{RenderError, RenderFault};
use super::fonts::{Faces, width};
use super::layout::pages;
use super::page::{Command, Page};
use super::words::MM;
use crate::model::appearance::Appearance;
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::document::{
    Bar, Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table,
};

const PAPER: Paper = Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 };
const PROSE: &str = "Оператор обязуется предоставить Абоненту доступ к сети кабельного телевидения, а Абонент обязуется \
                     своевременно оплачивать предоставленные телекоммуникационные услуги в порядке и сроки, установленные \
                     настоящим договором и законодательством, — если иное не предусмотрено приложением № 1 к нему.";

fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: "Проба".into(),
        author: None,
        language: Language::Ru,
        audience: Audience::Client,
        paper: PAPER,
        appearance: Appearance::default(),
        header: None,
        footer: None,
        draft: None,
        notice: None,
        blocks,
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Line::plain(text))
}

/// The lines of a page from the top: base line, left end, right end, words.
fn lines(page: &Page) -> Vec<(f32, f32, f32, String)> {
    let mut lines: Vec<(f32, f32, f32, String)> = Vec::new();
    for command in &page.commands {
        if let Command::Text { x, y, size, glyphs, .. } = command {
            let right = x + width(glyphs) * size;
            let words: String = glyphs.iter().map(|glyph| glyph.character).collect();
            match lines.last_mut() {
                Some(last) if (last.0 - y).abs() < 0.01 && last.2 <= x + 0.01 => {
                    last.2 = right;
                    last.3.push_str(&words);
                }
                _ => lines.push((*y, *x, right, words)),
            }
        }
    }
    lines
}

fn laid(document: &Document) -> Result<Vec<Page>, RenderError> {
    pages(document, &Faces::of(&document.appearance)?)
}

fn drawn(document: &Document) -> Vec<Page> {
    laid(document).expect("pages")
}

#[test]
fn justified_lines_end_at_the_margin() {
    let (left, right) = (30.0 * MM, 200.0 * MM);
    let page = drawn(&document(vec![paragraph(PROSE)])).remove(0);
    let lines = lines(&page);
    assert!(lines.len() > 3);
    let (last, full) = lines.split_last().expect("lines");
    for (at, line) in full.iter().enumerate() {
        assert!((line.2 - right).abs() < 0.05, "{line:?}");
        let begins = if at == 0 { left + 12.5 * MM } else { left };
        assert!((line.1 - begins).abs() < 0.05, "{line:?}");
    }
    assert!(last.2 < right);
    let joined: String =
        lines.iter().map(|line| line.3.strip_suffix('-').map_or(format!("{} ", line.3), str::to_owned)).collect();
    assert_eq!(joined.trim_end(), PROSE.replace('\u{a0}', " "));
}

#[test]
fn a_paragraph_leaves_no_line_alone() {
    let blocks: Vec<Block> = (0..40).map(|_| paragraph(PROSE)).collect();
    for height in [140.0, 143.0, 147.0, 151.0, 155.0, 159.0, 163.0] {
        let paper = Paper { height, ..PAPER };
        let pages = drawn(&Document { paper, ..document(blocks.clone()) });
        assert!(pages.len() > 5);
        let indent = (30.0 + 12.5) * MM;
        let begins: Vec<Vec<bool>> =
            pages.iter().map(|page| lines(page).iter().map(|line| (line.1 - indent).abs() < 0.05).collect()).collect();
        for page in &begins {
            assert!(!page.last().expect("lines"), "the first line of a paragraph alone at the foot");
            assert_ne!(page.get(..2), Some(&[false, true][..]), "the last line of a paragraph alone at the head");
        }
        for page in &pages {
            assert!(!lines(page).last().expect("lines").3.ends_with('-'), "no page ends within a word");
            assert!(lines(page).iter().all(|line| line.0 < (height - 20.0) * MM));
        }
    }
}

#[test]
fn headings_and_signatures_stay_with_their_own() {
    let row = |left: &str, right: &str| (Line::plain(left), Line::plain(right));
    let stamp = Line { pieces: vec![Piece::Stamp], ..Line::default() };
    for before in 20..60 {
        let mut blocks: Vec<Block> = (0..before).map(|_| paragraph("Строка.")).collect();
        blocks.push(Block::Heading { level: 2, text: Line::plain("Подписи") });
        let rows = vec![row("Оператор", "Абонент"), row("ООО «Проба»", ""), (stamp.clone(), Line::default())];
        blocks.push(Block::Signatures(rows));
        let pages = drawn(&document(blocks));
        let words: Vec<String> =
            pages.iter().map(|page| lines(page).into_iter().map(|line| line.3 + "\n").collect()).collect();
        let at = |what: &str| words.iter().position(|page| page.contains(what)).expect("on a page");
        assert_eq!(at("Подписи"), at("М.П."));
        assert_eq!(words.concat().matches("(подпись)").count(), 2);
        let page = lines(&pages[at("Подписи")]);
        let place = |what: &str| page.iter().find(|line| line.3.contains(what)).expect("a line").0;
        assert!((place("Оператор") - place("Абонент")).abs() < 0.01, "one base line");
        assert!(place("М.П.") > place("(подпись)"));
    }
}

#[test]
fn an_english_document_is_signed_in_english() {
    let rows = vec![
        (Line::plain("Operator"), Line::default()),
        (Line { pieces: vec![Piece::Stamp], ..Line::default() }, Line::default()),
    ];
    let page = drawn(&Document { language: Language::En, ..document(vec![Block::Signatures(rows)]) }).remove(0);
    let words: Vec<String> = lines(&page).into_iter().map(|line| line.3).collect();
    assert_eq!(words, ["Operator", "(signature)", "L.S."], "who says nothing signs nothing");
}

#[test]
fn a_table_takes_its_head_along_and_is_closed_on_every_page() {
    let columns = vec![
        Column { head: Line::plain("Услуга"), side: Side::Left, share: 0 },
        Column { head: Line::plain("Цена"), side: Side::Right, share: 0 },
    ];
    let rows: Vec<Vec<Line>> =
        (0..60).map(|number| vec![Line::plain(format!("{number}. {PROSE}")), Line::plain("25,40")]).collect();
    let pages = drawn(&document(vec![Block::Table(Table { columns, rows })]));
    assert!(pages.len() > 4);
    for page in &pages {
        let lines = lines(page);
        assert!(lines.first().is_some_and(|line| line.3 == "УслугаЦена"), "the head comes again");
        let lowest = lines.iter().map(|line| line.0).fold(0.0, f32::max);
        let closed = page.commands.iter().any(|command| {
            matches!(command, Command::Line { from, to, .. } if from.1 > lowest && (from.1 - to.1).abs() < 0.01 && to.0 - from.0 > 160.0 * MM)
        });
        assert!(closed, "a line below the last row");
    }
    let cells = pages.iter().flat_map(lines).filter(|line| line.3.ends_with("25,40"));
    let ends: Vec<f32> = cells.map(|line| line.2).collect();
    assert_eq!(ends.len(), 60);
    assert!(ends.iter().all(|end| (end - (200.0 * MM - 4.0)).abs() < 0.05), "numbers stand on the right");
}

#[test]
fn a_cell_is_written_in_without_a_line() {
    let columns =
        ["Кем принят платеж и когда", "№"].map(|head| Column { head: Line::plain(head), side: Side::Left, share: 1 });
    let blank = || Line {
        pieces: vec![Piece::Text { text: " ".into(), face: Face::Regular }, Piece::Blank { length: 40.0 }],
        ..Line::default()
    };
    let rows = vec![vec![blank(), Line::plain("1")], vec![Line::plain("а"), Line::plain("2")]];
    let paper = Paper { width: 100.0, ..PAPER };
    let page =
        drawn(&Document { paper, ..document(vec![Block::Table(Table { columns: columns.to_vec(), rows })]) }).remove(0);
    let rules: Vec<f32> = page
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Line { from, to, .. } if (from.1 - to.1).abs() < 0.01 => Some(from.1),
            _ => None,
        })
        .collect();
    assert_eq!(rules.len(), 4, "the table's own lines alone");
    assert!((rules[2] - rules[1] - 8.0 * MM).abs() < 0.01, "room for a hand");
    assert!(rules[3] - rules[2] < 6.0 * MM);
    let lines = lines(&page);
    let place = |what: &str| lines.iter().find(|line| line.3.contains(what)).expect("a line").0;
    assert!((place("№") - f32::midpoint(place("Кем"), place("когда"))).abs() < 0.01, "in the middle of the head");
    let middle = f32::midpoint(rules[1], rules[2]);
    assert!((place("1") - 3.5 - middle).abs() < 1.5, "in the middle of the row");
}

#[test]
fn blanks_keep_within_their_line() {
    let text = |text: &str| Piece::Text { text: text.into(), face: Face::Regular };
    let blank = |length| Piece::Blank { length };
    let line = |pieces| Block::Paragraph(Line { pieces, ..Line::default() });
    let page = drawn(&document(vec![
        line(vec![text("Выдан"), text(" "), blank(150.0), text(".")]),
        line(vec![blank(900.0), text(",")]),
        line(vec![text("От "), blank(30.0), text(" до "), blank(30.0)]),
    ]))
    .remove(0);
    let drawn: Vec<(f32, f32, f32)> = page
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Line { from, to, .. } => Some((from.0, to.0, from.1)),
            _ => None,
        })
        .collect();
    assert_eq!(drawn.len(), 4);
    assert!(drawn.iter().all(|(from, to, _)| *from >= 30.0 * MM - 0.01 && *to <= 200.0 * MM + 0.01));
    let first = drawn[0].1 - drawn[0].0;
    assert!(first < 150.0 * MM && first > 100.0 * MM, "it gives way so that it stays behind its words: {first}");
    assert!(drawn[0].0 > 42.5 * MM, "on the line that begins with words");
    assert!(drawn[1].1 - drawn[1].0 > 150.0 * MM, "clipped to its line");
    assert!((drawn[2].2 - drawn[3].2).abs() < 0.01, "on one line");
}

#[test]
fn pages_are_counted_and_the_first_has_no_header() {
    let running = |pieces| Some(Running { pieces });
    let pages = drawn(&Document {
        header: running(vec![RunningPiece::Text("Сверху".into())]),
        footer: running(vec![RunningPiece::Page, RunningPiece::Text(" из ".into()), RunningPiece::Pages]),
        notice: Some("Внутренний документ".into()),
        draft: Some("Проект".into()),
        ..document((0..30).map(|_| paragraph(PROSE)).collect())
    });
    for (at, page) in pages.iter().enumerate() {
        let words: String = lines(page).into_iter().map(|line| line.3 + "\n").collect();
        assert!(words.contains(&format!("{} из {}\n", at + 1, pages.len())));
        assert_eq!(words.contains("Сверху"), at > 0);
        assert_eq!(words.contains("Внутренний документ"), at == 0);
        assert_eq!(words.starts_with("Проект\n"), at == 0);
    }
}

#[test]
fn nothing_is_a_page_too() {
    assert_eq!(drawn(&document(Vec::new())).len(), 1);
    assert!(super::pdf(&document(Vec::new())).expect("a file").starts_with(b"%PDF-1.5"));
    let empty = vec![paragraph(" "), Block::Item(Line::default()), Block::Table(Table::default()), Block::Bars(vec![])];
    assert_eq!(drawn(&document(empty)).len(), 1);
}

#[test]
fn a_short_word_does_not_part_from_its_own() {
    let text = "Заявление в банк о возврате денег на счет № 15 подано Тестовой А. Б. в 9 часов 5 мин, а ответ — через 10 дней. ";
    for width in 90..190_u8 {
        let paper = Paper { width: f32::from(width), ..PAPER };
        let page = drawn(&Document { paper, ..document(vec![paragraph(&text.repeat(4))]) }).remove(0);
        for line in lines(&page) {
            let last = line.3.rsplit(' ').next().unwrap_or_default();
            assert!(!["в", "о", "а", "№", "А."].contains(&last), "{width} mm: {}", line.3);
            assert!(!line.3.starts_with('—'), "{width} mm: {}", line.3);
        }
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn line(&mut self, most: usize) -> Line {
        const WORDS: [&str; 24] = [
            "в",
            "№",
            "и",
            "—",
            "дом",
            "Абонент",
            "«Пример-ТВ»,",
            "предоставление",
            "А. Б.",
            "Тестова",
            "12 500,40",
            "руб.",
            "\u{a0}",
            "\u{ad}",
            "и\u{306}од",
            "\u{200b}",
            "ЕРИП",
            "телекоммуникационно-информационный",
            "\t\n",
            "(лицензия)",
            "info@example.org",
            "и/или",
            "\u{2011}",
            "ёлка…",
        ];
        let pieces = (0..self.below(most + 1))
            .map(|_| match self.below(14) {
                0 => Piece::Blank { length: f32::from(u8::try_from(self.below(250)).expect("a byte")) },
                1 => Piece::Stamp,
                4 => Piece::Reference("1.1".into()),
                2 => Piece::Rest,
                3 => Piece::Box { ticked: self.below(2) == 0 },
                at => Piece::Text {
                    text: format!("{}{}", WORDS[self.below(WORDS.len())], if at < 12 { " " } else { "" }),
                    face: [Face::Regular, Face::Bold, Face::Italic][self.below(3)],
                },
            })
            .collect();
        Line { pieces, ..Line::default() }
    }

    fn inner(&mut self, depth: usize) -> Vec<Block> {
        (0..self.below(6)).map(|_| self.block(depth)).collect()
    }

    /// A block; below the second level none that holds others.
    fn block(&mut self, depth: usize) -> Block {
        match self.below(if depth < 2 { 15 } else { 9 }) {
            9 => Block::Together(self.inner(depth + 1)),
            10 => Block::Small(self.inner(depth + 1)),
            11 => Block::Columns((0..=self.below(3)).map(|_| self.inner(2)).collect()),
            12 => Block::Lines(u8::try_from(self.below(30)).expect("a byte")),
            13 => Block::NewPage,
            14 => Block::Contents(3),
            0 => Block::Heading { level: u8::try_from(self.below(4)).expect("a level"), text: self.line(9) },
            1 => Block::Item(self.line(60)),
            2 => Block::Spread { left: self.line(8), right: self.line(8) },
            3 => {
                let columns: Vec<Column> = (0..self.below(5))
                    .map(|at| Column {
                        head: self.line(3),
                        side: if at % 2 == 1 { Side::Right } else { Side::Left },
                        share: 0,
                    })
                    .collect();
                let rows = (0..self.below(40)).map(|_| columns.iter().map(|_| self.line(12)).collect()).collect();
                Block::Table(Table { columns, rows })
            }
            4 => Block::Bars(
                (0..self.below(6))
                    .map(|at| Bar {
                        label: self.line(20).text(),
                        amount: [0.0, 1.0, 2.5, 40.0][self.below(4)],
                        shown: at.to_string(),
                    })
                    .collect(),
            ),
            5 => Block::Signatures((0..self.below(9)).map(|_| (self.line(9), self.line(9))).collect()),
            6 => Block::Clause { number: "1.1.".into(), text: self.line(120) },
            _ => Block::Paragraph(self.line(120)),
        }
    }
}

#[test]
fn whatever_comes_stays_on_the_paper() {
    let mut dice = Dice(7);
    let (mut drawn_pages, mut refused) = (0, 0);
    for _ in 0..120 {
        let blocks = (0..=dice.below(12)).map(|_| dice.block(0)).collect();
        let height = 120.0 + f32::from(u8::try_from(dice.below(200)).expect("a byte"));
        let document = Document { paper: Paper { height, ..PAPER }, notice: Some(PROSE.into()), ..document(blocks) };
        let pages = match laid(&document) {
            Ok(pages) => pages,
            Err(error) => {
                // Pieces without a space between them can be one word that is too wide.
                assert!(matches!(error.kind, RenderFault::Word { .. } | RenderFault::Table { .. }), "{error:?}");
                refused += 1;
                continue;
            }
        };
        drawn_pages += pages.len();
        let (left, right, bottom) = (30.0 * MM - 0.05, 200.0 * MM + 0.05, (height - 20.0) * MM + 0.05);
        let inside = |x: f32, y: f32| x >= left && x <= right && y >= 20.0 * MM - 0.05 && y <= bottom;
        for command in pages.iter().flat_map(|page| &page.commands) {
            let good = match command {
                Command::Text { x, y, size, glyphs, .. } => inside(*x, *y) && inside(x + width(glyphs) * size, *y),
                Command::Line { from, to, .. } => inside(from.0, from.1) && inside(to.0, to.1),
                Command::Rect { x, y, width, height } | Command::Stamp { x, y, width, height } => {
                    inside(*x, *y) && inside(x + width, y + height)
                }
                Command::Link { x, width, .. } => *x >= left && x + width <= right,
            };
            assert!(good, "{command:?}");
        }
    }
    assert!(drawn_pages > 70 && refused < 40, "{drawn_pages} pages, {refused} refused");
}
