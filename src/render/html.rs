//! A document as one HTML page: for the screen, the phone and the printer; no script, nothing loaded from outside.

use crate::model::company::Language;
use crate::model::document::{Bar, Block, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use std::fmt::Write;

/// The height of a bar with its label above it, and the length of the longest, in the units of the drawing: on a
/// phone they are small, and the words can still be read.
const STEP: f64 = 44.0;
const LONGEST: f64 = 360.0;
/// The room behind the longest bar for what it amounts to.
const BEHIND: f64 = 110.0;
/// How many characters of a label fit; the table below has the whole of it.
const LABEL: usize = 60;

const STYLE: &str = "\
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eee;color:#111;font:1.0625rem/1.45 'Liberation Serif','Times New Roman',serif}
main{max-width:52rem;margin:0 auto;padding:2rem clamp(1rem,5vw,4rem);background:#fff;overflow-wrap:break-word}
h1{font-size:1.35rem;text-align:center;margin:1rem 0}
h2,h3,h4,h5,h6{font-size:1.1rem;margin:1.4rem 0 .5rem}
p{margin:.5rem 0;hyphens:auto}
.number{font-variant-numeric:tabular-nums}
.notice,.draft,.running{font-size:.85rem;color:#444}
.draft{text-align:right;font-style:italic}
.notice{border-bottom:1px solid #999;padding-bottom:.5rem}
.spread{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem}
.blank{display:inline-block;max-width:100%;height:1em;border-bottom:1px solid currentColor;vertical-align:baseline}
.table{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;min-width:50%}
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:#f2f2f2}
.sum{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.middle{text-align:center}
.rest{width:45%;min-width:8rem}
.line{height:8mm;border-bottom:1px solid currentColor}
.box,.ticked{display:inline-block;width:.8em;height:.8em;border:1px solid currentColor}
.ticked{background:linear-gradient(45deg,transparent 45%,currentColor 45% 55%,transparent 55%),\
linear-gradient(-45deg,transparent 45%,currentColor 45% 55%,transparent 55%)}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.5rem 2rem;margin:.75rem 0}
.small{font-size:.85rem}
.together{break-inside:avoid}
hr{border:0;border-top:1px dashed #999;margin:2rem 0}
figure{margin:.75rem 0}
svg{display:block;width:100%;max-width:34rem;height:auto;margin-bottom:.5rem;font:14px 'Liberation Sans',Arial,sans-serif}
.signatures{display:grid;grid-template-columns:1fr 1fr;gap:.3rem 2rem;margin-top:1.5rem;break-inside:avoid}
.sign{margin-top:2.5rem;border-top:1px solid currentColor;text-align:center;font-size:.8rem}
@media print{body{background:none;font-size:12pt;line-height:1.15}main{max-width:none;padding:0}p{text-align:justify}
hr{border:0;margin:0;break-after:page}.columns{grid-template-columns:repeat(auto-fit,minmax(5rem,1fr))}\n.box,.ticked{print-color-adjust:exact}h1,h2,h3{break-after:avoid}tr,figure,svg{break-inside:avoid}thead{display:table-header-group}}
";

/// The whole page.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut page = Page { out: String::new(), language: document.language };
    let language = match document.language {
        Language::Ru => "ru",
        Language::En => "en",
    };
    page.add(&format!("<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n"));
    page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.add(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    page.add(&format!("<title>{}</title>\n<style>\n{STYLE}{}", escaped(&document.title), sheet(&document.paper)));
    page.add("</style>\n</head>\n<body>\n<main>\n");
    page.note("notice", document.notice.as_deref());
    page.running("header", document.header.as_ref());
    page.note("draft", document.draft.as_deref());
    page.blocks(&document.blocks);
    page.running("footer", document.footer.as_ref());
    page.add("</main>\n</body>\n</html>\n");
    page.out
}

fn sheet(paper: &Paper) -> String {
    let Paper { width, height, left, right, top, bottom } = paper;
    format!("@page{{size:{width}mm {height}mm;margin:{top}mm {right}mm {bottom}mm {left}mm}}\n")
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // HTML has no place for these, not even as a number.
            c if c.is_control() && c != '\n' && c != '\t' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

struct Page {
    out: String,
    language: Language,
}

impl Page {
    fn add(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn note(&mut self, class: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.add(&format!("<p class=\"{class}\">{}</p>\n", escaped(text)));
        }
    }

    /// What stands on every sheet; the screen has no pages, so a line that numbers them is left out.
    fn running(&mut self, tag: &str, running: Option<&Running>) {
        let texts = running.into_iter().flat_map(|running| &running.pieces).map(|piece| match piece {
            RunningPiece::Text(text) => Some(text.as_str()),
            RunningPiece::Page | RunningPiece::Pages => None,
        });
        if let Some(text) = texts.collect::<Option<String>>().filter(|text| !text.is_empty()) {
            self.add(&format!("<{tag} class=\"running\">{}</{tag}>\n", escaped(&text)));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut list = false;
        for block in blocks {
            let item = matches!(block, Block::Item(_));
            if item != list {
                self.add(if item { "<ul>\n" } else { "</ul>\n" });
                list = item;
            }
            self.block(block);
        }
        if list {
            self.add("</ul>\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let level = (*level).clamp(1, 6);
                self.add(&format!("<h{level}>{}</h{level}>\n", self.words(text)));
            }
            Block::Paragraph(text) => self.add(&format!("<p>{}</p>\n", self.words(text))),
            Block::Clause { number, text } => {
                let (number, text) = (escaped(number), self.words(text));
                self.add(&format!("<p><span class=\"number\">{number}</span> {text}</p>\n"));
            }
            Block::Item(text) => self.add(&format!("<li>{}</li>\n", self.words(text))),
            Block::Spread { left, right } => {
                let (left, right) = (self.words(left), self.words(right));
                self.add(&format!("<p class=\"spread\"><span>{left}</span> <span>{right}</span></p>\n"));
            }
            Block::Table(table) => self.table(table),
            Block::Bars(bars) => self.bars(bars),
            Block::Signatures(rows) => self.signatures(rows),
            Block::Lines(count) => {
                let line = format!("<div class=\"line\" role=\"img\" aria-label=\"{}\"></div>\n", self.to_write_on());
                self.add(&line.repeat(usize::from(*count)));
            }
            Block::Columns(columns) => {
                self.add("<div class=\"columns\">\n");
                columns.iter().for_each(|column| self.held("column", column));
                self.add("</div>\n");
            }
            Block::Together(blocks) => self.held("together", blocks),
            Block::Small(blocks) => self.held("small", blocks),
            Block::NewPage => self.add("<hr>\n"),
        }
    }

    fn held(&mut self, class: &str, blocks: &[Block]) {
        self.add(&format!("<div class=\"{class}\">\n"));
        self.blocks(blocks);
        self.add("</div>\n");
    }

    /// What is read aloud of a place to write on.
    fn to_write_on(&self) -> &'static str {
        match self.language {
            Language::Ru => "место для записи",
            Language::En => "a place to write on",
        }
    }

    fn table(&mut self, table: &Table) {
        self.add("<div class=\"table\"><table>\n");
        if table.columns.iter().any(|column| !column.head.pieces.is_empty()) {
            self.add("<thead><tr>");
            for column in &table.columns {
                let class = class(column.side);
                self.add(&format!("<th scope=\"col\"{class}>{}</th>", self.words(&column.head)));
            }
            self.add("</tr></thead>\n");
        }
        self.add("<tbody>\n");
        for row in &table.rows {
            self.add("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let class = class(table.columns.get(at).map(|column| column.side).unwrap_or_default());
                self.add(&format!("<td{class}>{}</td>", self.words(cell)));
            }
            self.add("</tr>\n");
        }
        self.add("</tbody>\n</table></div>\n");
    }

    /// A drawing, and the same as a table for who cannot see it or wants the whole words.
    fn bars(&mut self, bars: &[Bar]) {
        let finite = |amount: f64| if amount.is_finite() { amount.max(0.0) } else { 0.0 };
        let most = bars.iter().map(|bar| finite(bar.amount)).fold(0.0, f64::max);
        let mut svg = String::new();
        let mut top = 0.0;
        for bar in bars {
            let length = if most > 0.0 { finite(bar.amount) / most * LONGEST } else { 0.0 };
            let (label, shown) = (escaped(&shortened(&bar.label)), escaped(&bar.shown));
            let (above, from, middle, behind) = (top + 14.0, top + 20.0, top + 32.0, length + 8.0);
            let _ = writeln!(
                svg,
                "<text y=\"{above}\">{label}</text>\
                 <rect y=\"{from}\" width=\"{length:.1}\" height=\"16\" fill=\"#35618e\"/>\
                 <text x=\"{behind:.1}\" y=\"{middle}\">{shown}</text>"
            );
            top += STEP;
        }
        let said: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.shown)).collect();
        let said = escaped(&said.join("; "));
        let width = LONGEST + BEHIND;
        self.add("<figure>\n");
        if !bars.is_empty() {
            self.add(&format!("<svg role=\"img\" aria-label=\"{said}\" viewBox=\"0 0 {width} {top}\">\n{svg}</svg>\n"));
        }
        self.add("<table>\n<tbody>\n");
        for bar in bars {
            let (label, shown) = (escaped(&bar.label), escaped(&bar.shown));
            self.add(&format!("<tr><th scope=\"row\">{label}</th><td class=\"sum\">{shown}</td></tr>\n"));
        }
        self.add("</tbody>\n</table>\n</figure>\n");
    }

    /// Rows of two columns; a line to sign on under each column that says anything, and the stamp's place below.
    fn signatures(&mut self, rows: &[(Line, Line)]) {
        let stamps = rows.iter().rev().take_while(|(left, right)| !says(left) && !says(right)).count();
        let (texts, stamps) = rows.split_at(rows.len() - stamps);
        let caption = match self.language {
            Language::Ru => "(подпись)",
            Language::En => "(signature)",
        };
        self.add("<div class=\"signatures\">\n");
        self.pairs(texts);
        for signs in [texts.iter().any(|row| says(&row.0)), texts.iter().any(|row| says(&row.1))] {
            self.add(&if signs {
                format!("<div class=\"sign\">{caption}</div>\n")
            } else {
                "<div></div>\n".to_owned()
            });
        }
        self.pairs(stamps);
        self.add("</div>\n");
    }

    fn pairs(&mut self, rows: &[(Line, Line)]) {
        for (left, right) in rows {
            self.add(&format!("<div>{}</div><div>{}</div>\n", self.words(left), self.words(right)));
        }
    }

    fn words(&self, line: &Line) -> String {
        let mut out = String::new();
        for piece in &line.pieces {
            match piece {
                Piece::Text { text, face } => {
                    let text = escaped(text);
                    let _ = match face {
                        Face::Regular => write!(out, "{text}"),
                        Face::Bold => write!(out, "<strong>{text}</strong>"),
                        Face::Italic => write!(out, "<em>{text}</em>"),
                    };
                }
                Piece::Box { ticked } => {
                    let (class, said) = match (ticked, self.language) {
                        (true, Language::Ru) => ("ticked", "отмечено"),
                        (true, Language::En) => ("ticked", "ticked"),
                        (false, Language::Ru) => ("box", "не отмечено"),
                        (false, Language::En) => ("box", "not ticked"),
                    };
                    let _ = write!(out, "<span class=\"{class}\" role=\"img\" aria-label=\"{said}\"></span>");
                }
                Piece::Blank { length } => {
                    let said = format!("role=\"img\" aria-label=\"{}\"", self.to_write_on());
                    let _ = write!(out, "<span class=\"blank\" style=\"width:{length}mm\" {said}></span>");
                }
                Piece::Rest => {
                    let said = self.to_write_on();
                    let _ = write!(out, "<span class=\"blank rest\" role=\"img\" aria-label=\"{said}\"></span>");
                }
                Piece::Stamp => out.push_str(match self.language {
                    Language::Ru => "М.П.",
                    Language::En => "L.S.",
                }),
            }
        }
        out
    }
}

/// Whether a cell says anything but where the stamp goes.
fn says(line: &Line) -> bool {
    line.pieces.iter().any(|piece| match piece {
        Piece::Text { text, .. } => !text.trim().is_empty(),
        Piece::Blank { .. } | Piece::Rest | Piece::Box { .. } => true,
        Piece::Stamp => false,
    })
}

/// The attribute of a cell.
fn class(side: Side) -> &'static str {
    match side {
        Side::Left => "",
        Side::Centre => " class=\"middle\"",
        Side::Right => " class=\"sum\"",
    }
}

fn shortened(label: &str) -> String {
    match label.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}…", label.get(..end).unwrap_or_default().trim_end()),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
