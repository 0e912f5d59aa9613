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
    "forms/appendices.md",
    "forms/application-disconnect.md",
    "forms/application-social.md",
    "forms/channels.md",
    "forms/contract.md",
    "forms/inspection.md",
    "forms/phone-message.md",
    "forms/prices.md",
    "forms/receipts.md",
    "forms/request.md",
    "forms/summaries/answers.md",
    "forms/summaries/blanks.md",
    "forms/summaries/journal.md",
    "forms/summaries/month.md",
    "procedures/asked-for-phone.yaml",
    "procedures/call.yaml",
    "procedures/cards/channels.yaml",
    "procedures/cards/duties.yaml",
    "procedures/cards/facts.yaml",
    "procedures/cards/hours.yaml",
    "procedures/cards/prices.yaml",
    "procedures/cards/terms.yaml",
    "procedures/complaint-book.yaml",
    "procedures/contract.yaml",
    "procedures/disconnection.yaml",
    "procedures/emergency.yaml",
    "procedures/inspectors.yaml",
    "procedures/parts/about-cable.yaml",
    "procedures/parts/passport.yaml",
    "procedures/receipts.yaml",
    "procedures/reception.yaml",
    "procedures/request.yaml",
    "procedures/scenarios/book-changed-mind.yaml",
    "procedures/scenarios/book-missing.yaml",
    "procedures/scenarios/book-solved.yaml",
    "procedures/scenarios/book-unwritten.yaml",
    "procedures/scenarios/book-wrote.yaml",
    "procedures/scenarios/call-after-hours.yaml",
    "procedures/scenarios/call-asked-for-phone.yaml",
    "procedures/scenarios/call-disabled.yaml",
    "procedures/scenarios/call-disconnect-broken.yaml",
    "procedures/scenarios/call-disconnect.yaml",
    "procedures/scenarios/call-dropped.yaml",
    "procedures/scenarios/call-emergency-back.yaml",
    "procedures/scenarios/call-emergency.yaml",
    "procedures/scenarios/call-hung-up.yaml",
    "procedures/scenarios/call-info.yaml",
    "procedures/scenarios/call-not-disabled.yaml",
    "procedures/scenarios/call-other.yaml",
    "procedures/scenarios/call-question.yaml",
    "procedures/scenarios/call-request.yaml",
    "procedures/scenarios/changed-mind.yaml",
    "procedures/scenarios/contract-answer-changed.yaml",
    "procedures/scenarios/contract-declined-at-once.yaml",
    "procedures/scenarios/contract-declined.yaml",
    "procedures/scenarios/contract-desk.yaml",
    "procedures/scenarios/contract-here.yaml",
    "procedures/scenarios/contract-home.yaml",
    "procedures/scenarios/contract-spoiled.yaml",
    "procedures/scenarios/contract-taken.yaml",
    "procedures/scenarios/contract-way-changed.yaml",
    "procedures/scenarios/cut-short.yaml",
    "procedures/scenarios/emergency-joined.yaml",
    "procedures/scenarios/emergency-nobody.yaml",
    "procedures/scenarios/emergency-other.yaml",
    "procedures/scenarios/emergency-staff.yaml",
    "procedures/scenarios/inspectors-books.yaml",
    "procedures/scenarios/inspectors-master.yaml",
    "procedures/scenarios/inspectors-nobody.yaml",
    "procedures/scenarios/inspectors-third.yaml",
    "procedures/scenarios/inspectors-told-nobody.yaml",
    "procedures/scenarios/mail-not-skipped.yaml",
    "procedures/scenarios/not-persuaded.yaml",
    "procedures/scenarios/office.yaml",
    "procedures/scenarios/other-reason.yaml",
    "procedures/scenarios/phone-accountant.yaml",
    "procedures/scenarios/phone-no-director.yaml",
    "procedures/scenarios/phone-no-paper.yaml",
    "procedures/scenarios/phone-state-body.yaml",
    "procedures/scenarios/phone-urgency-unknown.yaml",
    "procedures/scenarios/question-answered.yaml",
    "procedures/scenarios/question-late.yaml",
    "procedures/scenarios/question-nobody.yaml",
    "procedures/scenarios/receipts-corrected.yaml",
    "procedures/scenarios/receipts-doubts.yaml",
    "procedures/scenarios/receipts-no-scanner.yaml",
    "procedures/scenarios/receipts-scan-nameless.yaml",
    "procedures/scenarios/receipts-scan.yaml",
    "procedures/scenarios/receipts-scanner-fails.yaml",
    "procedures/scenarios/receipts-scanner-off.yaml",
    "procedures/scenarios/receipts-some.yaml",
    "procedures/scenarios/receipts-written.yaml",
    "procedures/scenarios/reception-info.yaml",
    "procedures/scenarios/reception-other.yaml",
    "procedures/scenarios/reception-question.yaml",
    "procedures/scenarios/reception-request.yaml",
    "procedures/scenarios/request-direct.yaml",
    "procedures/scenarios/request-doubts.yaml",
    "procedures/scenarios/request-style.yaml",
    "procedures/scenarios/silent.yaml",
    "procedures/scenarios/stays.yaml",
    "procedures/scenarios/t05-kept.yaml",
    "procedures/scenarios/visit-as-other.yaml",
    "procedures/scenarios/visit-disabled.yaml",
    "procedures/scenarios/visit-no-answer.yaml",
    "procedures/scenarios/visit-refused.yaml",
    "procedures/source.yaml",
    "procedures/style.yaml",
    "procedures/types.yaml",
    "procedures/unknown-question.yaml",
];

/// `pult.yaml` with blanks.
pub(super) const COMPANY: &str = include_str!("blank-pult.yaml");

/// What git is not to see, and what it is not to change.
pub(super) const GIT: &[(&str, &str)] = &[
    (
        ".gitignore",
        "/.unfinished/\n/out/\n/pult.local.yaml\n/records/.lock\n/records/open/\n/records/outbox/\n/records/private/\n",
    ),
    (".gitattributes", "* -text\n"),
];

/// Writes a new workspace into a folder that is empty or not there. Gives the paths written.
///
/// # Errors
/// When the folder holds something, or the system refuses.
pub fn init_workspace(folder: &Path) -> Result<Vec<&'static str>, StoreError> {
    if !is_free(folder, &[".git"])? {
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

/// Whether a folder is not there, or holds nothing but what is named.
pub(super) fn is_free(folder: &Path, besides: &[&str]) -> Result<bool, StoreError> {
    if !folder.is_dir() {
        return Ok(!folder.is_file());
    }
    let entries = std::fs::read_dir(folder).map_err(|error| read_error(error, folder))?;
    let other = |name: &std::ffi::OsStr| !besides.iter().any(|known| name == *known);
    Ok(!entries.flatten().any(|entry| other(&entry.file_name())))
}
