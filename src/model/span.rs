//! Where a piece of text stands: files, byte ranges, and values that remember their place.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Range;

/// One file of a [`Sources`] table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The file of values that were not read from a text people wrote (a stored definition, a test).
    pub const NONE: Self = Self(u32::MAX);
}

/// A range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Default for Span {
    fn default() -> Self {
        Self::NONE
    }
}

impl Span {
    /// The place of a value that no file holds.
    pub const NONE: Self = Self { file: FileId::NONE, start: 0, end: 0 };

    /// A place in `file`; offsets are bytes.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: byte(range.start), end: byte(range.end.max(range.start)) }
    }

    /// The byte range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether a file holds it.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.file != FileId::NONE
    }
}

/// The texts that diagnostics point into.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// One text with the path it is shown under (relative to the workspace, `/` between its parts).
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as people see it.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
}

impl Sources {
    /// Takes a text in and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX - 1));
        self.files.push(Source { path: path.into(), text: text.into() });
        id
    }

    /// The source of a file; none for [`FileId::NONE`].
    #[must_use]
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// How many files there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// The text under a span, empty when it is not known.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|source| source.text.get(span.range())).unwrap_or("")
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|source| source.path.as_str())
    }

    /// Line and column of a byte, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, file: FileId, byte: usize) -> (usize, usize) {
        let Some(source) = self.get(file) else { return (1, 1) };
        let mut at = byte.min(source.text.len());
        while !source.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &source.text[..at];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }

    /// The id of the file shown under `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        let place = self.files.iter().position(|source| source.path == path)?;
        u32::try_from(place).ok().map(FileId)
    }
}

/// The bytes of `source` that a part of the value read from it stands at: quotation marks, folded lines
/// and escapes move them. None where they cannot be told.
#[must_use]
pub fn carry(source: &str, value: &str, part: Range<usize>) -> Option<Range<usize>> {
    let mut at = match source.chars().next()? {
        '|' | '>' => source.find('\n')? + 1,
        '"' | '\'' => 1,
        _ => 0,
    };
    let (mut from, mut to) = (None, None);
    for (place, c) in value.char_indices() {
        if !c.is_whitespace() {
            at += source[at..].len() - source[at..].trim_start().len();
            let doubled = source[at..].starts_with(['\\', '\'']) && !source[at..].starts_with(c)
                || source[at..].starts_with("\\\\") && source.starts_with('"')
                || source[at..].starts_with("''") && source.starts_with('\'');
            at += usize::from(doubled);
            if !source[at..].starts_with(c) {
                return None;
            }
        }
        if place >= part.start && from.is_none() {
            from = Some(at);
        }
        if place < part.end {
            to = Some(at + if source[at..].starts_with(c) { c.len_utf8() } else { 0 });
        }
        if source[at..].starts_with(c) {
            at += c.len_utf8();
        }
    }
    let from = from.unwrap_or(at);
    Some(from..to.unwrap_or(from).max(from))
}

/// A value and where it stands. Two are equal when their values are; in a stored file only the value is written.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(|value| Self::new(value, Span::NONE))
    }
}
