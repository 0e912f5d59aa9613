//! A document as one HTML page: for the screen, the phone and the printer; no script, nothing loaded from outside.

use super::divide::is_kept;
use crate::model::appearance::SIZE;
use crate::model::company::Language;
use crate::model::document::{Bar, Block, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The height of a bar with its label above it, and the length of the longest, in the units of the drawing: on a
/// phone they are small, and the words can still be read.
const STEP: f64 = 44.0;
const LONGEST: f64 = 360.0;
/// The room behind the longest bar for what it amounts to.
const BEHIND: f64 = 110.0;
/// How wide an empty cell is at least, in millimetres; it grows with its column.
const WRITTEN: f32 = 24.0;
/// How many characters of a label fit; the table below has the whole of it.
const LABEL: usize = 60;

const STYLE: &str = "\
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eee;color:#111;font:1.0625rem/1.45 'Liberation Serif','Times New Roman',serif}
main{max-width:52rem;margin:0 auto;padding:2rem clamp(1rem,5vw,4rem);background:#fff;overflow-wrap:break-word}
h1{font-size:1.35rem;text-align:center;margin:1rem 0}
h2,h3,h4,h5,h6{font-size:1.1rem;margin:1.4rem 0 .5rem}
h1+h3{margin:-.5rem 0 1rem;text-align:center;font-weight:normal}
p{margin:.5rem 0;hyphens:auto}
.number{font-variant-numeric:tabular-nums}
.notice,.draft,.running{font-size:.85rem;color:#444}
.draft{text-align:right;font-style:italic}
.notice{border-bottom:1px solid #999;padding-bottom:.5rem}
.spread{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem}
.spread>*{min-width:0;max-width:100%}
.blank{display:inline-block;max-width:100%;height:1em;border-bottom:1px solid currentColor;vertical-align:baseline}
.table,figure{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;min-width:50%}
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:#f2f2f2}
.sum{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.middle{text-align:center}
.write{height:8mm}
.rest{width:45%;min-width:min(8rem,100%)}
.contents{list-style:none;padding:0}
a{color:inherit}
.line{height:8mm;border-bottom:1px solid currentColor}
.box,.ticked{display:inline-block;width:.8em;height:.8em;border:1px solid currentColor}
.ticked{background:linear-gradient(45deg,transparent 45%,currentColor 45% 55%,transparent 55%),\
linear-gradient(-45deg,transparent 45%,currentColor 45% 55%,transparent 55%)}
.tick,.whole{white-space:nowrap}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:.5rem 2rem;margin:.75rem 0}
.columns>*,.signatures>*{min-width:0}
.small{font-size:.85rem}
.together{break-inside:avoid}
hr{border:0;border-top:1px dashed #999;margin:2rem 0}
svg{display:block;width:100%;max-width:34rem;height:auto;margin-bottom:.5rem;font:14px 'Liberation Sans',Arial,sans-serif}
.signatures{display:grid;grid-template-columns:1fr 1fr;gap:.3rem 2rem;margin-top:1.5rem;break-inside:avoid}
.sign{margin-top:2.5rem;border-top:1px solid currentColor;text-align:center;font-size:.8rem}
@media print{body{background:none;font-size:12pt;line-height:1.15}main{max-width:none;padding:0}a{text-decoration:none}.table,figure{overflow-x:visible}table{width:100%}
hr{border:0;margin:0;break-after:page}.columns{grid-template-columns:repeat(auto-fit,minmax(5rem,1fr))}\n.box,.ticked{print-color-adjust:exact}h1,h2,h3{break-after:avoid}tr,figure,svg{break-inside:avoid}thead{display:table-header-group}}
";

/// The whole page.
#[must_use]
pub fn html(document: &Document) -> String {
    let references = document.blocks.iter().flat_map(Block::lines).flat_map(|line| &line.pieces);
    let references = references.filter_map(|piece| match piece {
        Piece::Reference(number) => Some(number.clone()),
        _ => None,
    });
    let mut page = Page {
        out: String::new(),
        language: document.language,
        references: references.collect(),
        listed: document.listed().collect(),
        passed: None,
    };
    let language = match document.language {
        Language::Ru => "ru",
        Language::En => "en",
    };
    page.add(&format!("<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n"));
    page.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.add(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    page.add(&format!("<title>{}</title>\n<style>\n{STYLE}{}", escaped(&document.title), sheet(document)));
    page.add("</style>\n</head>\n<body>\n<main>\n");
    page.note("notice", document.notice.as_deref());
    page.running("header", document.header.as_ref());
    page.note("draft", document.draft.as_deref());
    page.blocks(&document.blocks);
    page.running("footer", document.footer.as_ref());
    page.add("</main>\n</body>\n</html>\n");
    page.out
}

fn sheet(document: &Document) -> String {
    let Paper { width, height, left, right, top, bottom } = document.paper;
    let mut style = format!("@page{{size:{width}mm {height}mm;margin:{top}mm {right}mm {bottom}mm {left}mm}}\n");
    let larger = document.appearance.size / SIZE;
    if (larger - 1.0).abs() > f32::EPSILON {
        let _ =
            writeln!(style, "main{{font-size:{larger:.3}em}}h1{{font-size:1.3em}}h2,h3,h4,h5,h6{{font-size:1.05em}}");
    }
    style
}

/// The longest word that is kept together where browsers would divide it at its hyphens, in characters: a longer one
/// may not fit on a phone.
const KEPT: usize = 20;

/// Words as HTML shows them: no line ends within `2026-11-09-a001` or `пр-т`.
fn kept(text: &str) -> String {
    let shown = |word: &str| {
        let text = escaped(word);
        // A number stays one text for whoever searches the page.
        let whole = word.chars().count() <= KEPT && word.chars().any(char::is_alphabetic) && is_kept(word);
        if whole { format!("<span class=\"whole\">{text}</span>") } else { text }
    };
    text.split_inclusive(' ')
        .map(|word| match word.strip_suffix(' ') {
            Some(word) => shown(word) + " ",
            None => shown(word),
        })
        .collect()
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
    /// The numbers of clauses that something refers to.
    references: BTreeSet<String>,
    /// What the list of contents says.
    listed: Vec<(u8, String)>,
    /// How deep the list of contents goes, and how many of its headings are written; none above it.
    passed: Option<(u8, usize)>,
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
                let id = match &mut self.passed {
                    Some((deepest, passed)) if (2..=*deepest).contains(level) => {
                        *passed += 1;
                        format!(" id=\"h{}\"", *passed - 1)
                    }
                    _ => String::new(),
                };
                let (level, place) = ((*level).clamp(1, 6), self.place(block));
                self.add(&format!("<h{level}{id}>{place}{}</h{level}>\n", self.words(text)));
            }
            Block::Paragraph(text) => self.add(&format!("<p>{}</p>\n", self.words(text))),
            Block::Clause { number, text } => {
                let (place, number, text) = (self.place(block), escaped(number), self.words(text));
                self.add(&format!("<p>{place}<span class=\"number\">{number}</span> {text}</p>\n"));
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
            Block::Contents(deepest) => {
                self.passed = Some((*deepest, 0));
                let line = |(at, (_, title)): (usize, &(u8, String))| {
                    format!("<li><a href=\"#h{at}\">{}</a></li>\n", escaped(title))
                };
                let lines: String = self.listed.iter().enumerate().map(line).collect();
                self.add(&format!("<nav><ul class=\"contents\">\n{lines}</ul></nav>\n"));
            }
        }
    }

    fn held(&mut self, class: &str, blocks: &[Block]) {
        self.add(&format!("<div class=\"{class}\">\n"));
        self.blocks(blocks);
        self.add("</div>\n");
    }

    /// Where references to a block lead.
    fn place(&self, block: &Block) -> String {
        let number = block.number().filter(|number| self.references.contains(number));
        number.map_or_else(String::new, |number| format!("<span id=\"c{number}\"></span>"))
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
                // The cell itself is the place to write on, as on paper.
                if let Some(length) = cell.to_write_in() {
                    let (said, width) = (self.to_write_on(), length.min(WRITTEN));
                    self.add(&format!("<td class=\"write\" style=\"min-width:{width}mm\" aria-label=\"{said}\"></td>"));
                } else {
                    self.add(&format!("<td{class}>{}</td>", self.words(cell)));
                }
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
        // A box and the word behind it stay together.
        let mut boxed = false;
        let mut pieces = line.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text { text, face } => {
                    let end = text.char_indices().skip_while(|(_, c)| c.is_whitespace()).find(|(_, c)| *c == ' ');
                    let text = match end.filter(|_| boxed) {
                        Some((end, _)) => {
                            let (word, rest) = text.split_at(end);
                            format!("{}</span>{}", escaped(word), kept(rest))
                        }
                        None if boxed => format!("{}</span>", escaped(text)),
                        None => kept(text),
                    };
                    boxed = false;
                    let _ = match face {
                        Face::Regular => write!(out, "{text}"),
                        Face::Bold => write!(out, "<strong>{text}</strong>"),
                        Face::Italic => write!(out, "<em>{text}</em>"),
                    };
                }
                Piece::Reference(number) => {
                    let number = escaped(number);
                    let _ = write!(out, "<a href=\"#c{number}\">{number}</a>");
                }
                Piece::Box { ticked } => {
                    let (class, said) = match (ticked, self.language) {
                        (true, Language::Ru) => ("ticked", "отмечено"),
                        (true, Language::En) => ("ticked", "ticked"),
                        (false, Language::Ru) => ("box", "не отмечено"),
                        (false, Language::En) => ("box", "not ticked"),
                    };
                    boxed = matches!(pieces.peek(), Some(Piece::Text { face: Face::Regular, .. }));
                    let tick = if boxed { "<span class=\"tick\">" } else { "" };
                    let _ = write!(out, "{tick}<span class=\"{class}\" role=\"img\" aria-label=\"{said}\"></span>");
                }
                Piece::Blank { length } => {
                    let said = format!("role=\"img\" aria-label=\"{}\"", self.to_write_on());
                    let width = format!("width:min({length}mm,100vw - 3rem)");
                    let joined = joined(pieces.peek().copied());
                    let _ = write!(out, "<span class=\"blank\" style=\"{width}\" {said}></span>{joined}");
                }
                Piece::Rest => {
                    let (said, joined) = (self.to_write_on(), joined(pieces.peek().copied()));
                    let rest = "<span class=\"blank rest\" role=\"img\" aria-label=";
                    let _ = write!(out, "{rest}\"{said}\"></span>{joined}");
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
        Piece::Blank { .. } | Piece::Rest | Piece::Box { .. } | Piece::Reference(_) => true,
        Piece::Stamp => false,
    })
}

/// Keeps a mark behind a place to write on in its line.
fn joined(next: Option<&Piece>) -> &'static str {
    let mark = |text: &str| text.starts_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    match next {
        Some(Piece::Text { text, .. }) if mark(text) => "\u{2060}",
        _ => "",
    }
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
