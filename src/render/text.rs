//! A document as lines for a screen: words and indents alone.

use crate::model::document::{Block, Document, Line, Piece, Table};

/// How far the items of a list are moved in.
const ITEM: &str = "   – ";
/// A place to write on.
const WRITTEN_ON: &str = "____";
/// Between the cells of a row.
const GAP: &str = "  ";

/// The lines of a document, the notice of internal ones first. Broken between words where they are longer than
/// `columns`; whole where nobody says how wide the screen is. What stands on every page of paper is left out.
#[must_use]
pub fn text(document: &Document, columns: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for words in document.notice.iter().chain(&document.draft) {
        wrap(&mut lines, "", words, columns);
        lines.push(String::new());
    }
    for block in &document.blocks {
        match block {
            Block::Contents(_) => {
                document.listed().for_each(|(_, title)| wrap(&mut lines, ITEM, &title, columns));
            }
            block => put(&mut lines, block, columns),
        }
    }
    lines
}

fn put(lines: &mut Vec<String>, block: &Block, columns: Option<usize>) {
    match block {
        Block::Heading { level, text } => {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
            let words = if *level < 3 { format!("== {} ==", plain(text)) } else { plain(text) };
            wrap(lines, "", &words, columns);
        }
        Block::Paragraph(text) => wrap(lines, "", &plain(text), columns),
        Block::Clause { number, text } => wrap(lines, &format!("{number} "), &plain(text), columns),
        Block::Item(text) => wrap(lines, ITEM, &plain(text), columns),
        Block::Spread { left, right } => wrap(lines, "", &joined(&[plain(left), plain(right)]), columns),
        Block::Table(table) => rows(lines, table, columns),
        Block::Bars(bars) => {
            bars.iter().for_each(|bar| wrap(lines, ITEM, &format!("{}: {}", bar.label, bar.shown), columns));
        }
        Block::Lines(count) => lines.extend((0..*count).map(|_| WRITTEN_ON.repeat(8))),
        Block::Columns(side_by_side) => {
            side_by_side.iter().flatten().for_each(|block| put(lines, block, columns));
        }
        Block::Together(inner) | Block::Small(inner) => inner.iter().for_each(|block| put(lines, block, columns)),
        Block::NewPage => lines.push(String::new()),
        // It lists what stands outside of it: see `text`.
        Block::Contents(_) => {}
        Block::Signatures(rows) => {
            rows.iter().for_each(|(left, right)| wrap(lines, "", &joined(&[plain(left), plain(right)]), columns));
        }
    }
}

/// Cells under each other while a row fits; otherwise each row as running text.
fn rows(lines: &mut Vec<String>, table: &Table, columns: Option<usize>) {
    let head: Vec<String> = table.columns.iter().map(|column| plain(&column.head)).collect();
    let head = Some(head).filter(|head| head.iter().any(|cell| !cell.is_empty()));
    let body = table.rows.iter().map(|row| row.iter().map(plain).collect());
    let all: Vec<Vec<String>> = head.into_iter().chain(body).collect();
    let widest = |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| length(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table.columns.len()).map(widest).collect();
    let whole = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
    let fits = columns.is_none_or(|columns| whole <= columns);
    for row in &all {
        if fits {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
            lines.push(cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned());
        } else {
            wrap(lines, ITEM, &joined(row), columns);
        }
    }
}

fn joined(cells: &[String]) -> String {
    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(GAP)
}

/// Words behind what stands before their first line; the others begin under them.
fn wrap(lines: &mut Vec<String>, before: &str, words: &str, columns: Option<usize>) {
    let indent = " ".repeat(length(before));
    let mut line = before.to_owned();
    let mut is_empty = true;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let gap = usize::from(!is_empty);
        if !is_empty && columns.is_some_and(|columns| length(&line) + gap + length(word) > columns) {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line.trim_end().to_owned());
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn plain(line: &Line) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text { text, .. } => text.replace(['\n', '\u{a0}'], " "),
        Piece::Blank { .. } | Piece::Rest => WRITTEN_ON.to_owned(),
        Piece::Box { ticked } => (if *ticked { "[x]" } else { "[ ]" }).to_owned(),
        Piece::Reference(number) => number.clone(),
        Piece::Stamp => String::new(),
    };
    line.pieces.iter().map(piece).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::model::appearance::Appearance;
    use crate::model::card::Audience;
    use crate::model::company::Language;
    use crate::model::document::{Block, Column, Document, Line, Paper, Table};

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            title: String::new(),
            author: None,
            language: Language::Ru,
            audience: Audience::Internal,
            paper: Paper { width: 210.0, height: 297.0, left: 20.0, right: 20.0, top: 20.0, bottom: 20.0 },
            appearance: Appearance::default(),
            header: None,
            footer: None,
            draft: None,
            notice: Some("Для своих".to_owned()),
            blocks,
        }
    }

    fn row(cells: [&str; 2]) -> Vec<Line> {
        cells.map(Line::plain).to_vec()
    }

    #[test]
    fn lines_are_broken_and_begin_under_each_other() {
        let blocks = vec![
            Block::Heading { level: 2, text: Line::plain("Звонок") },
            Block::Clause {
                number: "1.".to_owned(), text: Line::plain("Назовите номер телефона")
            },
            Block::Item(Line::plain("не выдавайте номера")),
        ];
        assert_eq!(
            text(&document(blocks), Some(18)),
            ["Для своих", "", "== Звонок ==", "1. Назовите номер", "   телефона", "   – не выдавайте", "     номера"]
        );
    }

    #[test]
    fn a_table_that_fits_has_columns_and_another_running_text() {
        let columns = vec![Column::default(), Column::default()];
        let rows = vec![row(["Директор", "1"]), row(["Мастер", "22"])];
        let table = document(vec![Block::Table(Table { columns, rows })]);
        assert_eq!(text(&table, None)[2..], ["Директор  1", "Мастер    22"]);
        assert_eq!(text(&table, Some(10))[2..], ["   – Директор", "     1", "   – Мастер", "     22"]);
    }
}
