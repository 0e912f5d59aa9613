//! The built-in workspace: the procedures, cards, scenarios and forms of this source tree, and a `pult.yaml`
//! whose people and requisites are blanks.

use super::{Durability, StoreError, Trouble, disk, read_error, write_error};
use std::path::Path;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path)))),*]
    };
}

/// Path and text of every built-in file but `pult.yaml`.
pub const FILES: &[(&str, &str)] = files![
    "forms/contract.md",
    "forms/summaries/month.md",
    "procedures/cards/hours.yaml",
    "procedures/cards/prices.yaml",
    "procedures/cards/terms.yaml",
    "procedures/contract.yaml",
    "procedures/disconnection.yaml",
    "procedures/parts/passport.yaml",
    "procedures/request.yaml",
    "procedures/scenarios/changed-mind.yaml",
    "procedures/scenarios/contract-answer-changed.yaml",
    "procedures/scenarios/contract-desk.yaml",
    "procedures/scenarios/contract-here.yaml",
    "procedures/scenarios/contract-home.yaml",
    "procedures/scenarios/contract-spoiled.yaml",
    "procedures/scenarios/contract-taken.yaml",
    "procedures/scenarios/contract-way-changed.yaml",
    "procedures/scenarios/cut-short.yaml",
    "procedures/scenarios/not-persuaded.yaml",
    "procedures/scenarios/other-reason.yaml",
    "procedures/scenarios/request-direct.yaml",
    "procedures/scenarios/silent.yaml",
    "procedures/scenarios/t05-kept.yaml",
    "procedures/scenarios/visit-disabled.yaml",
    "procedures/scenarios/visit-refused.yaml",
    "procedures/source.yaml",
    "procedures/types.yaml",
];

/// `pult.yaml` with blanks.
const COMPANY: &str = include_str!("blank-pult.yaml");

/// What git is not to see, and what it is not to change.
const GIT: &[(&str, &str)] = &[
    (".gitignore", "/out/\n/pult.local.yaml\n/records/.lock\n/records/open/\n/records/private/\n"),
    (".gitattributes", "* -text\n"),
];

/// Writes a new workspace into a folder that is empty or not there. Gives the paths written.
///
/// # Errors
/// When the folder holds something, or the system refuses.
pub fn init_workspace(folder: &Path) -> Result<Vec<&'static str>, StoreError> {
    let filled = folder.is_dir() && {
        let mut entries = std::fs::read_dir(folder).map_err(|error| read_error(error, folder))?;
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git"))
    };
    if filled || folder.is_file() {
        return Err(StoreError { trouble: Trouble::NotEmpty, path: folder.to_owned() });
    }
    let mut written = Vec::new();
    // `pult.yaml` comes last: with it the folder is a workspace.
    for (path, text) in GIT.iter().chain(FILES).chain(&[("pult.yaml", COMPANY)]) {
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        disk::make_folder(parent, Durability::Synced).map_err(|error| write_error(error, parent))?;
        disk::replace(&target, text.as_bytes(), Durability::Synced).map_err(|error| write_error(error, &target))?;
        written.push(*path);
    }
    let records = folder.join("records");
    disk::make_folder(&records, Durability::Synced).map_err(|error| write_error(error, &records))?;
    Ok(written)
}
