//! What summaries have the desk show: cases of lists that are to be empty at the end of the day.

use super::Session;
use crate::engine::{Counter, Tally, nothing_known};
use crate::model::summary::{Measure, Summary};
use crate::store::{CaseFile, StoreError};
use chrono::Days;
use serde_json::Value;
use std::collections::BTreeSet;

/// How many days back closed cases are looked at: of older ones the summary itself tells.
const DAYS_BACK: u64 = 31;

/// The cases of one summary that the desk shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskList {
    /// The summary's title.
    pub title: String,
    /// Its cases: id, when it was opened, how it is named with the numbers of its stamped blanks.
    pub cases: Vec<(String, String, String)>,
}

impl Session {
    /// The lists that the desk shows and that are not empty. Each file is read but once, and again when it has changed.
    ///
    /// # Errors
    /// When the cases cannot be listed. One that cannot be read is in the list of cases, with its trouble.
    pub fn desk_lists(&mut self) -> Result<Vec<DeskList>, StoreError> {
        let workspace = std::sync::Arc::clone(&self.workspace);
        let broken = workspace.broken_files(&self.diagnostics);
        let shown = |summary: &&Summary| !summary.desk.is_empty() && !broken.contains(&summary.span.file);
        let summaries: Vec<&Summary> = workspace.summaries.values().filter(shown).collect();
        if summaries.is_empty() {
            return Ok(Vec::new());
        }
        let outside = self.outside();
        let first = outside.at.date_naive().checked_sub_days(Days::new(DAYS_BACK));
        let of: BTreeSet<String> = summaries
            .iter()
            .flat_map(|summary| measures(summary))
            .flat_map(|measure| measure.of.iter().map(|id| format!("-{}.yaml", id.value)))
            .collect();
        let wanted = |file: &CaseFile| {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            !file.closed
                || first.is_none_or(|first| file.id.day >= first) && of.iter().any(|ending| name.ends_with(ending))
        };
        let files: Vec<CaseFile> = self.store.case_files()?.into_iter().filter(wanted).collect();
        self.desk_cases.look_at_files(&self.store, &files);
        let facts = self.desk_cases.facts();
        let names = nothing_known(workspace.procedures.values().map(|procedure| &procedure.definition));
        let person = |by: &str| super::person(&workspace, by);
        let nothing = |_: &str| String::new();
        let counter = Counter {
            outside: &outside,
            weekday: &|_| String::new(),
            outcome: &nothing,
            person: &person,
            names: &names,
        };
        let mut found = Vec::new();
        for summary in summaries {
            let lists = measures(summary).filter_map(|measure| match counter.tally(measure, &facts) {
                Ok(Tally::Cases(cases)) => Some(cases),
                // What fails is a fault of the summary, which its check tells.
                _ => None,
            });
            let cases: Vec<_> = lists.flatten().map(|case| line(&case)).collect();
            if !cases.is_empty() {
                let title = &summary.title;
                let title = if title.is_literal() { title.source.value.clone() } else { summary.id.clone() };
                found.push(DeskList { title, cases });
            }
        }
        Ok(found)
    }
}

/// The measures that the desk shows.
fn measures(summary: &Summary) -> impl Iterator<Item = &Measure> {
    let named = |measure: &&Measure| summary.desk.iter().any(|name| name.value == measure.name.value);
    summary.measures.iter().filter(named)
}

fn line(case: &Value) -> (String, String, String) {
    let text = |key: &str| case.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let named = [text("stamped_blanks"), text("label")].into_iter().filter(|words| !words.is_empty());
    (text("id"), text("opened"), named.collect::<Vec<_>>().join(", "))
}
