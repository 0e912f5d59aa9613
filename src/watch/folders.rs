//! Which of a workspace's folders and files matter: what the director writes, and the cases.

use std::ffi::OsStr;
use std::path::{Component, Path};

/// How deep below `procedures` and `forms` files are read.
const DEEPEST: usize = 3;

/// What a path of the workspace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text of the director's.
    Text,
    /// A journal or a record, if its name is that of a case.
    Case,
    /// A definition that cases ran under.
    Definition,
}

/// The parts of a path below the root; none for what lies outside, and for what no program shows: hidden files
/// and folders, which temporary files are, too.
fn parts<'p>(root: &Path, path: &'p Path) -> Option<Vec<&'p str>> {
    let inside = path.strip_prefix(root).ok()?;
    let part = |part| match part {
        Component::Normal(name) => OsStr::to_str(name).filter(|name| !name.starts_with('.')),
        _ => None,
    };
    inside.components().map(part).collect()
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether what happens in a folder matters.
pub(super) fn is_watched(root: &Path, folder: &Path) -> bool {
    match parts(root, folder).as_deref() {
        Some([] | ["records"] | ["records", "open" | "definitions"]) => true,
        Some(["procedures" | "forms", rest @ ..]) => rest.len() < DEEPEST,
        Some(["records", year]) => is_number(year),
        Some(["records", year, month]) => is_number(year) && is_number(month),
        _ => false,
    }
}

/// What a path is; none where it does not matter.
pub(super) fn kind(root: &Path, path: &Path) -> Option<Kind> {
    let parts = parts(root, path)?;
    let ending = path.extension().and_then(OsStr::to_str)?;
    match (parts.as_slice(), ending) {
        (["pult.yaml"], _) | (["procedures" | "forms", .., _], "yaml" | "md") | (["forms", _], "png" | "ttf") => {
            Some(Kind::Text)
        }
        (["records", "definitions", _], "yaml") => Some(Kind::Definition),
        (["records", "open", _], "yaml") => Some(Kind::Case),
        (["records", year, month, _], "yaml") if is_number(year) && is_number(month) => Some(Kind::Case),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_watched, kind};
    use std::path::Path;

    #[test]
    fn only_what_people_and_cases_write_matters() {
        let root = Path::new("/w");
        let watched = |path: &str| is_watched(root, &root.join(path));
        for folder in ["", "procedures", "procedures/cards", "forms/summaries", "records/open", "records/2026/11"] {
            assert!(watched(folder), "{folder}");
        }
        for folder in
            ["out", ".git", "records/private", "records/private/x", "records/2026/11/x", "target", "forms/.git"]
        {
            assert!(!watched(folder), "{folder}");
        }
        assert!(!is_watched(root, Path::new("/elsewhere")));
        let kind = |path: &str| kind(root, &root.join(path));
        assert_eq!(kind("pult.yaml"), Some(Kind::Text));
        assert_eq!(kind("forms/summaries/month.md"), Some(Kind::Text));
        assert_eq!(kind("records/2026/11/2026-11-22-a001-x.yaml"), Some(Kind::Case));
        assert_eq!(kind("records/open/2026-11-22-a001.yaml"), Some(Kind::Case));
        assert_eq!(kind("records/definitions/0a.yaml"), Some(Kind::Definition));
        for path in [
            "pult.local.yaml",
            "out/month-2026-11.html",
            "records/.lock",
            "records/open/.2026-11-22-a001.yaml.tmp",
            "records/2026/11/x.torn",
            "records/private/x/y.yaml",
            "procedures/.x.yaml.swp",
            "procedures/x.yaml~",
            "procedures/4913",
        ] {
            assert_eq!(kind(path), None, "{path}");
        }
    }
}
