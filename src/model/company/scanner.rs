//! `scanner` of `pult.local.yaml`: the program that scans a page at this desk.

use crate::model::attachment::FileKind;
use serde::{Deserialize, Serialize};

/// How a page is scanned at this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScannerSetting {
    /// The program: writes one page to its standard output, and takes what `scanimage` takes.
    pub program: String,
    /// Which scanner, in the program's words; the first one that it finds when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Dots per inch.
    pub resolution: u32,
    /// What a page becomes.
    pub format: PageFormat,
    /// How long one page may take, in seconds.
    pub seconds: u32,
    /// What else the program is told, an argument each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// What a scanned page may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageFormat {
    /// PNG.
    Png,
    /// JPEG.
    #[serde(alias = "jpg")]
    Jpeg,
    /// TIFF.
    #[serde(alias = "tif")]
    Tiff,
    /// PDF.
    Pdf,
}

impl Default for ScannerSetting {
    fn default() -> Self {
        Self {
            program: "scanimage".to_owned(),
            device: None,
            resolution: 300,
            format: PageFormat::Png,
            seconds: 180,
            options: Vec::new(),
        }
    }
}

impl PageFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Tiff, Self::Pdf];

    /// What such a file is.
    #[must_use]
    pub fn kind(self) -> FileKind {
        match self {
            Self::Png => FileKind::Png,
            Self::Jpeg => FileKind::Jpg,
            Self::Tiff => FileKind::Tiff,
            Self::Pdf => FileKind::Pdf,
        }
    }

    /// The word of `scanimage`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Tiff => "tiff",
            Self::Pdf => "pdf",
        }
    }

    /// This one, or the first that a step takes where it does not take this one; none when it takes nothing that is
    /// scanned. A step that names nothing takes all.
    #[must_use]
    pub fn fitting(self, accept: &[FileKind]) -> Option<Self> {
        let fits = |format: &Self| accept.is_empty() || accept.contains(&format.kind());
        std::iter::once(self).chain(Self::ALL).find(fits)
    }
}
