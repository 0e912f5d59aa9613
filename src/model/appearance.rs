//! How documents look beside what they say: the size of their words, the company's own fonts, its stamp.

use super::diagnostic::{Diagnostic, Problem};
use super::span::{Span, Spanned};
use super::yaml::{Fields, Reader};
use std::sync::Arc;

/// The size of running text unless a form asks for another, in points.
pub const SIZE: f32 = 12.0;
/// The largest file that is a picture or a font of a document, in bytes.
pub const LARGEST_ASSET: u64 = 4 * 1024 * 1024;

/// How a document looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Appearance {
    /// The size of its running text, in points; everything else goes with it.
    pub size: f32,
    /// The picture of the stamp: it stands where the stamp belongs.
    pub stamp: Option<Arc<Asset>>,
    /// Fonts in the place of those built in: upright, bold, slanted.
    pub fonts: Option<[Arc<Asset>; 3]>,
}

impl Default for Appearance {
    fn default() -> Self {
        Self { size: SIZE, stamp: None, fonts: None }
    }
}

/// A file of the workspace that is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its name in `forms`.
    pub name: String,
    /// What is in it; nothing when it could not be read.
    pub bytes: Vec<u8>,
    /// Where it is named.
    pub span: Span,
}

/// What is wrong with such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssetFault {
    /// The name is not that of a file in `forms` with this ending.
    Name {
        /// The ending, with its dot.
        ending: &'static str,
    },
    /// It is not there.
    Missing,
    /// It is larger than [`LARGEST_ASSET`].
    TooLarge,
    /// The system does not give it.
    Unreadable {
        /// The reason.
        reason: String,
    },
    /// It is no picture that can be printed.
    NotPicture,
    /// It is no font that can be printed with.
    NotFont,
}

/// The files that `pult.yaml` names.
#[derive(Debug, Clone, Default)]
pub struct AssetNames {
    stamp: Option<Spanned<String>>,
    fonts: Option<[Spanned<String>; 3]>,
}

impl AssetNames {
    /// Reads `stamp:` and `font:`.
    pub(super) fn read(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Self {
        let stamp = fields.text("stamp", reader).and_then(|name| in_forms(name, ".png", reader));
        let fonts = fields.take("font").and_then(|node| {
            let mut fields = reader.map(node)?;
            let faces = ["regular", "bold", "italic"].map(|face| {
                let name = fields.required_text(face, reader)?;
                in_forms(name, ".ttf", reader)
            });
            fields.finish(reader);
            let [Some(regular), Some(bold), Some(italic)] = faces else { return None };
            Some([regular, bold, italic])
        });
        Self { stamp, fonts }
    }

    /// The files themselves; `read` gives what is in one of these names, or why it does not.
    pub fn open(&self, read: &dyn Fn(&str) -> Result<Vec<u8>, AssetFault>, faults: &mut Vec<Diagnostic>) -> Appearance {
        let mut open = |name: &Spanned<String>| {
            let bytes = read(&name.value).unwrap_or_else(|how| {
                faults.push(Diagnostic::new(Problem::BadAsset { name: name.value.clone(), how }, name.span));
                Vec::new()
            });
            Arc::new(Asset { name: name.value.clone(), bytes, span: name.span })
        };
        let stamp = self.stamp.as_ref().map(&mut open);
        let fonts = self.fonts.as_ref().map(|names| names.each_ref().map(&mut open));
        Appearance { stamp, fonts, ..Appearance::default() }
    }
}

/// The name of a file in `forms`: no path leads out of it.
fn in_forms(name: Spanned<String>, ending: &'static str, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
    let plain = !name.value.contains(['/', '\\', ':']) && !name.value.starts_with('.');
    if plain && name.value.to_lowercase().ends_with(ending) {
        return Some(name);
    }
    let how = AssetFault::Name { ending };
    reader.fault(Problem::BadAsset { name: name.value, how }, name.span);
    None
}
