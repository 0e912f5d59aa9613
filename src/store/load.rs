//! Reading what people write: every file of the workspace, whatever state it is in.

use super::{StoreError, Trouble};
use crate::model::appearance::{AssetFault, LARGEST_ASSET};
use crate::model::diagnostic::Problem;
use crate::model::workspace::{Input, Workspace};
use crate::model::yaml::LARGEST;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// How deep below [`FOLDERS`] files are looked for.
const DEEPEST: usize = 3;

/// Where the director's files lie, besides `pult.yaml`.
const FOLDERS: [&str; 2] = ["procedures", "forms"];

/// The workspace that a folder lies in, found by walking up, as git does.
#[must_use]
pub fn find_workspace(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("pult.yaml").is_file()).map(Path::to_owned)
}

/// Reads the director's files.
///
/// # Errors
/// When there is no `pult.yaml`. A file that cannot be read is a fault of the workspace, not an error.
pub fn load_workspace(root: &Path) -> Result<Workspace, StoreError> {
    let company = root.join("pult.yaml");
    if fs::symlink_metadata(&company).is_err() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(StoreError { trouble: Trouble::Read(missing), path: company });
    }
    let mut inputs = vec![Input { path: "pult.yaml".to_owned(), text: read_text(&company) }];
    for folder in FOLDERS.map(|name| root.join(name)).iter().filter(|folder| folder.is_dir()) {
        for entry in WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name() {
            let (path, text) = match entry {
                Ok(entry) if entry.file_name().to_string_lossy().starts_with('.') => continue,
                Ok(entry) if entry.file_type().is_dir() && !is_text(entry.path()) => continue,
                Ok(entry) => (entry.path().to_owned(), None),
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    (path, Some(Err(Problem::Unreadable { reason: error.to_string() })))
                }
            };
            let shown = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let overlooked = Workspace::overlooked(&shown).map(Err);
            if overlooked.is_none() && !Workspace::wants(&shown) {
                continue;
            }
            let text = overlooked.or(text).unwrap_or_else(|| read_text(&path));
            inputs.push(Input { path: shown, text });
        }
    }
    let mut workspace = Workspace::read(inputs);
    let assets = std::mem::take(&mut workspace.company.assets);
    let read = |name: &str| read_asset(&root.join("forms").join(name));
    workspace.appearance = assets.open(&read, &mut workspace.faults);
    Ok(workspace)
}

/// A picture or a font: an ordinary file of bounded size.
fn read_asset(path: &Path) -> Result<Vec<u8>, AssetFault> {
    let said = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => AssetFault::Missing,
        _ => AssetFault::Unreadable { reason: error.to_string() },
    };
    if !fs::metadata(path).map_err(said)?.is_file() {
        return Err(AssetFault::Missing);
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST_ASSET + 1).read_to_end(&mut bytes)).map_err(said)?;
    if bytes.len() as u64 > LARGEST_ASSET {
        return Err(AssetFault::TooLarge);
    }
    Ok(bytes)
}

/// Whether a name is that of a text, whatever lies there.
fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "md")
}

/// What a folder holds, and whether each of it is a folder itself; a folder that is not there holds nothing.
#[must_use]
pub fn entries(folder: &Path) -> Vec<(PathBuf, bool)> {
    let entries = WalkDir::new(folder).min_depth(1).max_depth(1).into_iter().flatten();
    entries.map(|entry| (entry.path().to_owned(), entry.file_type().is_dir())).collect()
}

/// A text of people's: an ordinary file of bounded size in UTF-8, without a byte order mark.
///
/// # Errors
/// What is wrong with the file, as a problem to report at its place.
pub fn read_text(path: &Path) -> Result<String, Problem> {
    let unreadable = |error: std::io::Error| Problem::Unreadable { reason: error.to_string() };
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Problem::NotAFile);
    }
    if about.len() > LARGEST {
        return Err(Problem::TooLarge { most: LARGEST });
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::TooLarge { most: LARGEST });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned)),
        Err(error) => {
            // In Windows-1251 Russian letters are single bytes from 0xC0 on, one behind the other.
            let pairs = error.as_bytes().windows(2).filter(|pair| pair.iter().all(|byte| *byte >= 0xC0)).count();
            Err(Problem::NotUtf8 { cyrillic: pairs > 2 })
        }
    }
}
