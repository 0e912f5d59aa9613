//! Half-typed text: kept beside the private answers, for their owner's eyes alone, until its step is settled.
//!
//! Nothing here is synced, and nothing here may stop the work: what is lost was never acknowledged.

use super::{Durability, Store, disk};
use crate::model::event::{Moment, escaped};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::PathBuf;

/// No half-typed text is longer, in bytes.
const LARGEST: u64 = 1_000_000;

/// Something that was typed and is not in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The step it was meant for; empty for a remark or a reason.
    pub step: String,
    /// What was typed.
    pub text: String,
    /// Whether it was typed to its end: it was refused, or the case was taken.
    pub whole: bool,
    /// At which desk.
    pub desk: String,
    /// Who typed it.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl Store {
    fn draft_path(&self, case: &str) -> PathBuf {
        self.private_folder(case).join(".draft")
    }

    /// The half-typed texts of a case; none where nothing can be read.
    #[must_use]
    pub fn drafts(&self, case: &str) -> Vec<Draft> {
        let path = self.draft_path(case);
        if fs::metadata(&path).is_ok_and(|about| about.len() > LARGEST) {
            return Vec::new();
        }
        disk::read_text(&path).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Keeps a half-typed text in the place of the same desk's earlier one for the step. Says whether it is kept.
    #[must_use]
    pub fn keep_draft(&self, case: &str, draft: Draft) -> bool {
        self.change_drafts(case, |drafts| {
            drafts.retain(|other| (&other.step, &other.desk) != (&draft.step, &draft.desk));
            drafts.push(draft);
        })
    }

    /// Takes the half-typed texts for some steps away.
    pub fn drop_drafts(&self, case: &str, goes: impl Fn(&Draft) -> bool) {
        if self.draft_path(case).exists() {
            self.change_drafts(case, |drafts| drafts.retain(|draft| !goes(draft)));
        }
    }

    fn change_drafts(&self, case: &str, change: impl FnOnce(&mut Vec<Draft>)) -> bool {
        let path = self.draft_path(case);
        let folder = self.private_folder(case);
        let Ok(_lock) = self.lock() else { return false };
        let mut drafts = self.drafts(case);
        change(&mut drafts);
        if drafts.is_empty() {
            let _ = fs::remove_file(&path);
            // Only where nothing private is left in it.
            let _ = fs::remove_dir(&folder);
            return true;
        }
        let text = escaped(&serde_json::to_string(&drafts).unwrap_or_default());
        disk::make_folder(&folder, Durability::Unsynced).is_ok()
            && disk::replace(&path, text.as_bytes(), Durability::Unsynced).is_ok()
    }
}
