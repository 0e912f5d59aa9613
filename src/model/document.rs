//! A document: what a form or a summary becomes before it is drawn as PDF, HTML or plain text.
//!
//! Every text in it is plain: what a person typed can never become a heading or a table.

use super::appearance::Appearance;
use super::card::Audience;
use super::company::Language;
use super::span::Span;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its title, for the reader's window and the list of files.
    pub title: String,
    /// Whose it is: the company, if it has a name.
    pub author: Option<String>,
    /// The language of its words, for hyphenation and readers aloud.
    pub language: Language,
    /// Who may read it.
    pub audience: Audience,
    /// The sheet it is laid out on.
    pub paper: Paper,
    /// How it looks.
    pub appearance: Appearance,
    /// What stands above every page but the first.
    pub header: Option<Running>,
    /// What stands below every page.
    pub footer: Option<Running>,
    /// A mark above the first line: the text is not yet approved.
    pub draft: Option<String>,
    /// The notice of internal documents.
    pub notice: Option<String>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A sheet, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// The margin on the left.
    pub left: f32,
    /// The margin on the right.
    pub right: f32,
    /// The margin above.
    pub top: f32,
    /// The margin below.
    pub bottom: f32,
}

impl Paper {
    /// The sheet turned, with the same margins: wide tables have more room.
    #[must_use]
    pub fn on_its_side(self) -> Self {
        Self { width: self.height, height: self.width, ..self }
    }
}

/// A line that stands on every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Its pieces in order.
    pub pieces: Vec<RunningPiece>,
}

/// A part of a running line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunningPiece {
    /// Words.
    Text(String),
    /// The number of the page, from 1.
    Page,
    /// How many pages there are.
    Pages,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's own title, level 3 right under it a subtitle.
    Heading {
        /// From 1.
        level: u8,
        /// Its words.
        text: Line,
    },
    /// Running text, justified.
    Paragraph(Line),
    /// A numbered point: the number as written and its text.
    Clause {
        /// `1.1.`
        number: String,
        /// Its text.
        text: Line,
    },
    /// An item of a list.
    Item(Line),
    /// A line whose second part is pushed to the right margin.
    Spread {
        /// On the left.
        left: Line,
        /// On the right.
        right: Line,
    },
    /// A table with borders.
    Table(Table),
    /// Bars, one a row: a chart that is also read as a table.
    Bars(Vec<Bar>),
    /// Two columns for those who sign. Whoever draws them puts a line to sign on, with a caption, under each column
    /// that says anything; below that stands a last row that is only the stamp's place.
    Signatures(Vec<(Line, Line)>),
    /// So many empty lines to write on, from margin to margin.
    Lines(u8),
    /// Columns side by side, each with its own blocks, from the left.
    Columns(Vec<Vec<Block>>),
    /// What stays on one page, if it fits on one.
    Together(Vec<Block>),
    /// Notes in small print.
    Small(Vec<Block>),
    /// What follows begins a new page.
    NewPage,
    /// The headings that come after it, up to this level, each with the number of its page.
    Contents(u8),
}

/// A text in one line or many, with its place in the form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// The line of the form it comes from.
    pub span: Span,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words.
    Text {
        /// The words; a line break is a space.
        text: String,
        /// How they are set.
        face: Face,
    },
    /// An empty place to write on.
    Blank {
        /// Its length in millimetres.
        length: f32,
    },
    /// An empty place to write on, up to the end of its line.
    Rest,
    /// A small box to tick.
    Box {
        /// Whether it is ticked.
        ticked: bool,
    },
    /// The number of a clause, which leads to it.
    Reference(String),
    /// The place of the stamp.
    Stamp,
}

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Face {
    /// Upright.
    #[default]
    Regular,
    /// Bold.
    Bold,
    /// Slanted.
    Italic,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The heads of its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Line>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// Its head.
    pub head: Line,
    /// Where its cells stand.
    pub side: Side,
    /// Its part of the width beside those of its neighbours, so that tables below each other have the same columns;
    /// 0 leaves it to what stands in them, as does a word that is wider.
    pub share: u8,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// On the left: words.
    #[default]
    Left,
    /// In the middle: marks.
    Centre,
    /// On the right: numbers.
    Right,
}

/// One bar of a chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How much.
    pub amount: f64,
    /// How much, as people read it.
    pub shown: String,
}

impl Block {
    /// Its texts, in reading order.
    #[must_use]
    pub fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Heading { text, .. } | Self::Clause { text, .. } | Self::Paragraph(text) | Self::Item(text) => {
                vec![text]
            }
            Self::Spread { left, right } => vec![left, right],
            Self::Table(table) => {
                table.columns.iter().map(|column| &column.head).chain(table.rows.iter().flatten()).collect()
            }
            Self::Bars(_) | Self::Lines(_) | Self::NewPage | Self::Contents(_) => Vec::new(),
            Self::Signatures(rows) => rows.iter().flat_map(|(left, right)| [left, right]).collect(),
            Self::Columns(_) | Self::Together(_) | Self::Small(_) => {
                self.inner().into_iter().flat_map(Self::lines).collect()
            }
        }
    }

    /// How many places to write on it has.
    #[must_use]
    pub fn blanks(&self) -> usize {
        let pieces = self.lines().into_iter().flat_map(|line| &line.pieces);
        let lines =
            self.inner().into_iter().map(|block| if let Self::Lines(count) = block { usize::from(*count) } else { 0 });
        pieces.filter(|piece| matches!(piece, Piece::Blank { .. } | Piece::Rest)).count() + lines.sum::<usize>()
    }

    /// The number that references to it say, without its last dot: of a numbered point, or of a heading that begins
    /// with one.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        let text = match self {
            Self::Clause { number, .. } => number.clone(),
            Self::Heading { text, .. } => text.text(),
            _ => return None,
        };
        let number = text.split_whitespace().next()?.trim_end_matches('.');
        let counts = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        number.split('.').all(counts).then(|| number.to_owned())
    }

    /// The blocks in it, in reading order, however deep; of one that holds none itself.
    #[must_use]
    pub fn inner(&self) -> Vec<&Self> {
        match self {
            Self::Columns(columns) => columns.iter().flatten().flat_map(Self::inner).collect(),
            Self::Together(blocks) | Self::Small(blocks) => blocks.iter().flat_map(Self::inner).collect(),
            _ => vec![self],
        }
    }
}

impl Document {
    /// Everything that is read on it, with its lines in the form where it has some.
    #[must_use]
    pub fn texts(&self) -> Vec<(String, Span)> {
        let words = |piece: &RunningPiece| match piece {
            RunningPiece::Text(text) => text.clone(),
            // A number in a line that is the same on every page.
            RunningPiece::Page | RunningPiece::Pages => " ".to_owned(),
        };
        let running = self.header.iter().chain(&self.footer);
        let running = running.map(|running| running.pieces.iter().map(words).collect::<String>());
        let bars = self.inner().filter_map(|block| if let Block::Bars(bars) = block { Some(bars) } else { None });
        let bars = bars.flatten();
        let bars = bars.map(|bar| format!("{} {}", bar.label, bar.shown));
        let bare = running
            .chain([&self.title].into_iter().chain(&self.author).chain(&self.draft).chain(&self.notice).cloned())
            .chain(bars);
        let numbered = |block: &Block| match block {
            Block::Clause { number, text } => vec![(format!("{number} {}", text.text()), text.span)],
            other => other.lines().into_iter().map(|line| (line.text(), line.span)).collect(),
        };
        bare.map(|text| (text, Span::NONE)).chain(self.inner().flat_map(numbered)).collect()
    }

    /// Its blocks in reading order, without those that only hold others.
    pub fn inner(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().flat_map(Block::inner)
    }

    /// What its list of contents says: the levels and words of the headings that stand below the list.
    pub fn listed(&self) -> impl Iterator<Item = (u8, String)> {
        let mut blocks = self.inner();
        let deepest = blocks.find_map(|block| if let Block::Contents(deepest) = block { Some(*deepest) } else { None });
        blocks.filter_map(move |block| match block {
            Block::Heading { level, text } if (2..=deepest?).contains(level) => {
                Some((*level, text.text().split_whitespace().collect::<Vec<_>>().join(" ")))
            }
            _ => None,
        })
    }

    /// How many places to write on it has.
    #[must_use]
    pub fn blanks(&self) -> usize {
        self.blocks.iter().map(Block::blanks).sum()
    }
}

impl Line {
    /// Plain words in one face.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text { text: text.into(), face: Face::Regular }], span: Span::default() }
    }

    /// The length that was asked for, in millimetres, where it is a place to write on and nothing else.
    #[must_use]
    pub fn to_write_in(&self) -> Option<f32> {
        let says = |piece: &&Piece| !matches!(piece, Piece::Text { text, .. } if text.trim().is_empty());
        let mut pieces = self.pieces.iter().filter(says);
        match (pieces.next(), pieces.next()) {
            (Some(Piece::Blank { length }), None) => Some(*length),
            (Some(Piece::Rest), None) => Some(f32::MAX),
            _ => None,
        }
    }

    /// Its words without faces; blanks are left out.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text { text, .. } | Piece::Reference(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }
}
