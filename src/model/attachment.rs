//! Files that people bring: what they are is told by their content, never by their name.

use serde::{Deserialize, Serialize};

/// The largest file that is taken, in bytes.
pub const LARGEST: u64 = 20 << 20;
/// How much of a name is kept in the name of the copy, in characters.
const LONGEST_NAME: usize = 40;
/// How far into a file the mark of a PDF may stand.
const PDF_WITHIN: usize = 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// A picture, JPEG.
    Jpg,
    /// A picture, PNG.
    Png,
    /// A picture, TIFF: scanners.
    Tiff,
    /// A picture, HEIC: telephones.
    Heic,
    /// Text in UTF-8.
    Text,
}

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// The name that it came with.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its content, in hex.
    pub hash: String,
    /// The copy, below `records`.
    pub file: String,
}

impl FileKind {
    /// All of them, with the words of the procedure language, which are the endings of their names, too.
    pub const ALL: [(&'static str, Self); 6] = [
        ("pdf", Self::Pdf),
        ("jpg", Self::Jpg),
        ("png", Self::Png),
        ("tiff", Self::Tiff),
        ("heic", Self::Heic),
        ("text", Self::Text),
    ];

    /// What a file with this content is; none when it is nothing that is known.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let start = bytes.get(..PDF_WITHIN).unwrap_or(bytes);
        let brand = bytes.get(4..12).unwrap_or_default();
        if start.windows(5).any(|part| part == b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
            Some(Self::Tiff)
        } else if [b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"].iter().any(|known| brand == known.as_slice()) {
            Some(Self::Heic)
        } else {
            std::str::from_utf8(bytes).ok().filter(|text| is_text(text)).map(|_| Self::Text)
        }
    }

    /// The word of the procedure language.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        if self == Self::Text { "txt" } else { self.word() }
    }

    /// What mail calls it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Heic => "image/heic",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The smallest thing that passes for one, for scenarios: the content differs with the name.
    #[must_use]
    pub fn invented(name: &str) -> Vec<u8> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let start: &[u8] = match ending.as_str() {
            "pdf" => b"%PDF-1.4\n",
            "jpg" | "jpeg" => b"\xff\xd8\xff\xe0",
            "png" => b"\x89PNG\r\n\x1a\n",
            "tif" | "tiff" => b"II*\0",
            "heic" => b"\0\0\0\x18ftypheic",
            "txt" => b"",
            _ => b"\0",
        };
        [start, name.as_bytes()].concat()
    }
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// A part of a file's name that no system takes for anything else.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let short: String = safe.trim_matches('-').chars().take(LONGEST_NAME).collect();
    short.trim_matches('-').to_owned()
}

/// The name of a copy: of which step, of which try, the how manieth of that, and what it was called.
#[must_use]
pub fn copy_name(step: &str, count: u32, place: usize, name: &str, kind: FileKind) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = safe_name(stem);
    let stem = if stem.is_empty() { String::new() } else { format!("-{stem}") };
    format!("{}-{count}-{place}{stem}.{}", safe_name(step), kind.ending())
}

#[cfg(test)]
mod tests {
    use super::{FileKind, copy_name};

    #[test]
    fn content_tells_what_a_file_is() {
        for (word, kind) in FileKind::ALL {
            let name = format!("x.{}", kind.ending());
            assert_eq!(FileKind::of(&FileKind::invented(&name)), Some(kind), "{word}");
        }
        // A picture that is called a document, a program, nothing at all.
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n...."), Some(FileKind::Png));
        for other in [&b"MZ\x90\0"[..], b"\x7fELF", b"", b"a\0b", b"\xcf\xf0\xe8", b"PK\x03\x04\0", b"\x1b[2J"] {
            assert_eq!(FileKind::of(other), None, "{other:?}");
        }
        assert_eq!(FileKind::of("Чек № 5\r\n\t10,00\n".as_bytes()), Some(FileKind::Text));
    }

    #[test]
    fn a_copy_has_a_name_that_is_only_a_name() {
        let name = |name| copy_name("scans", 2, 1, name, FileKind::Jpg);
        assert_eq!(name("Чек 5 (копия).JPEG"), "scans-2-1-Чек-5--копия.jpg");
        assert_eq!(name("../../etc/passwd"), "scans-2-1-.jpg".replace("1-.", "1."));
        assert_eq!(name("..."), "scans-2-1.jpg");
        assert_eq!(name("a\u{1b}[2J\n.jpg"), "scans-2-1-a--2J.jpg");
        assert_eq!(
            copy_name("attach Приложите, пожалуйста", 1, 1, &"я".repeat(300), FileKind::Pdf).chars().count(),
            28 + 4 + 41 + 4
        );
    }
}
