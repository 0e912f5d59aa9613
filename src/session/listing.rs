//! Lists of cases, open and closed.

use super::SessionError;
use super::asides::answered;
use super::definitions::Definitions;
use crate::engine::{Case, Life, Outline, Outside, State};
use crate::model::correction::Correction;
use crate::model::definition::StepKind;
use crate::model::event::{Event, Moment};
use crate::model::record::log_of;
use crate::model::types::surname;
use crate::model::workspace::Workspace;
use crate::store::{CaseId, Found, Store, StoreError, Trouble};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

/// Where a case of a list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Somebody was on it last, or still is.
    Open,
    /// Put aside.
    Parked,
    /// It waits for what its procedure waits for.
    Waiting,
    /// Closed, with the outcome's code and words.
    Closed(String, Option<String>),
}

/// Which cases a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Open ones.
    Open,
    /// All of them.
    All,
    /// All of them, with what was answered in them.
    Searched,
}

/// One case of a list.
#[derive(Debug)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its procedure.
    pub procedure: String,
    /// Its procedure's title.
    pub title: String,
    /// How it is named.
    pub label: String,
    /// What was answered in it, to be searched: of private answers their masks.
    pub answers: String,
    /// Where it stands.
    pub standing: Standing,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// Who worked on it last.
    pub by: String,
    /// The desk that has taken it from the one where it was opened.
    pub taken: Option<String>,
    /// The case that it was run again in the place of.
    pub replaces: Option<String>,
    /// The case that was run again in its place.
    pub replaced_by: Option<String>,
    /// The step that should have been done first of all, in words, and when it was due.
    pub overdue: Option<(String, Moment)>,
    /// What it waits for, and since when, where it is time to remind somebody.
    pub remind: Option<(String, Moment)>,
    /// Whether somebody has left an answer to what it waits for.
    pub answered: bool,
    /// Whether somebody was to be told and was not reached, or is to be told before anything else.
    pub untold: bool,
    /// What keeps it from being read.
    pub trouble: Option<StoreError>,
}

impl Entry {
    /// Whether somebody should look at it before anything else.
    #[must_use]
    pub fn comes_first(&self) -> bool {
        self.overdue.is_some() || self.remind.is_some() || self.answered || self.untold
    }
}

/// Open cases first, then closed ones, each the newest first.
///
/// # Errors
/// When a folder cannot be listed. A case that cannot be read is in the list, with its trouble.
pub fn list_cases(workspace: &Workspace, store: &Store, which: Listed, now: &Moment) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::new();
    let answers = answered(store);
    let mut definitions = Definitions::default();
    for open in store.open_cases()?.into_iter().rev() {
        let read = open.events.and_then(|events| {
            let definition = definitions.of(store, &events)?;
            Ok(Case::replay(&open.id, definition, &events))
        });
        entries.push(match read {
            Ok(case) => Entry { answered: answers.contains(&case.id), ..open_entry(workspace, &case, now) },
            Err(trouble) => broken(open.id, trouble),
        });
    }
    if which != Listed::Open {
        for (path, corrected) in store.records_with_corrections()?.into_iter().rev() {
            entries.push(match store.heading(&path) {
                Ok(record) => {
                    let put_right = || replayed_again(store, &mut definitions, &path, &record.id);
                    let put_right = corrected.then(put_right).flatten();
                    // What a search does not look at is not read.
                    let written = || {
                        if which == Listed::Searched { store.answers(&path).unwrap_or_default() } else { String::new() }
                    };
                    let (label, answers) = put_right.unwrap_or_else(|| (record.label, written()));
                    Entry {
                        label,
                        answers,
                        id: record.id,
                        procedure: record.procedure,
                        title: record.title,
                        standing: Standing::Closed(record.outcome, record.outcome_label),
                        opened: Some(record.opened),
                        closed: Some(record.closed),
                        by: person(workspace, record.dispatchers.last().map_or("", String::as_str)),
                        taken: None,
                        replaces: record.replaces,
                        replaced_by: None,
                        overdue: None,
                        remind: None,
                        answered: false,
                        untold: false,
                        trouble: None,
                    }
                }
                Err(trouble) => broken(store.relative(&path), trouble),
            });
        }
    }
    mark_replaced(&mut entries);
    Ok(entries)
}

/// Label and answers of a record that was put right; none of one that was not, or whose corrections cannot be read:
/// `pult check` says so.
fn replayed_again(store: &Store, definitions: &mut Definitions, record: &Path, id: &str) -> Option<(String, String)> {
    if store.corrections(record).ok()?.is_empty() {
        return None;
    }
    let (case, _) = read(store, definitions, &CaseId::parse(id)?, &Found::Closed(record.to_owned())).ok()?;
    let outline = case.outline(&case.remembered());
    Some((case.label(&outline), answers(&outline)))
}

/// What was answered, as people read it, one answer a line.
fn answers(outline: &Outline<'_>) -> String {
    let given = outline.rows.iter().filter(|row| row.state == State::Done);
    let shown = given.filter_map(|row| Some(row.field()?.show(&row.fact?.value)));
    shown.filter(|answer| !answer.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A request that was made again is not to be carried out: whoever sees it sees that.
fn mark_replaced(entries: &mut [Entry]) {
    let pairs: BTreeMap<String, String> =
        entries.iter().filter_map(|entry| Some((entry.replaces.clone()?, entry.id.clone()))).collect();
    for entry in entries {
        entry.replaced_by = pairs.get(&entry.id).cloned();
    }
}

fn open_entry(workspace: &Workspace, case: &Case, now: &Moment) -> Entry {
    let outline = case.outline(&Outside { at: *now, ..case.remembered() });
    let waits = outline.next().is_some_and(|row| matches!(outline.rows[row].step.kind, StepKind::Wait(_)));
    let standing = match case.life {
        Life::Parked if !waits => Standing::Parked,
        _ if waits => Standing::Waiting,
        _ => Standing::Open,
    };
    let words = |row: usize| {
        let words = outline.text(row);
        let words = if words.is_empty() { outline.rows[row].id.clone() } else { words };
        let item = outline.rows[row].item.filter(|item| outline.items[*item].number > 0);
        item.map_or(words.clone(), |item| format!("{}: {words}", outline.name_of_item(item).0))
    };
    let reminder = case.reminder(&outline, &workspace.company.hours, now).map(|(row, _)| row);
    Entry {
        id: case.id.clone(),
        procedure: case.definition.id.clone(),
        title: case.definition.title.clone(),
        label: case.label(&outline),
        answers: answers(&outline),
        standing,
        opened: case.since,
        closed: None,
        by: person(workspace, case.hands.last().map_or("", String::as_str)),
        taken: Some(case.holder.clone()).filter(|holder| *holder != case.desk),
        replaces: case.opened.parent.as_ref().and_then(|parent| parent.replaces.clone()),
        replaced_by: None,
        overdue: outline.overdue().iter().min_by_key(|missed| missed.due).map(|missed| (words(missed.row), missed.due)),
        remind: reminder.map(|row| (words(row), outline.rows[row].fact.and_then(|fact| fact.since).unwrap_or(*now))),
        answered: false,
        untold: outline.rows.iter().any(|row| row.is_pinned() || row.is_alarm()),
        trouble: None,
    }
}

fn broken(id: String, trouble: StoreError) -> Entry {
    let (procedure, title, label, answers, by) = Default::default();
    Entry {
        id,
        procedure,
        title,
        label,
        answers,
        standing: Standing::Open,
        opened: None,
        closed: None,
        by,
        taken: None,
        replaces: None,
        replaced_by: None,
        overdue: None,
        remind: None,
        answered: false,
        untold: false,
        trouble: Some(trouble),
    }
}

/// The surname of a dispatcher.
#[must_use]
pub fn person(workspace: &Workspace, by: &str) -> String {
    surname(workspace.company.dispatchers.get(by).map_or(by, String::as_str))
}

/// A case with all its events, open or closed; the answers of a closed one are those that hold now.
///
/// # Errors
/// When there is no such case or it cannot be read.
pub fn show_case(store: &Store, wanted: &str, today: NaiveDate) -> Result<(Case, Vec<Event>), SessionError> {
    let (id, found) = store.look_up(wanted, today)?;
    replayed(store, &id, &found)
}

/// What was put right in a case, the oldest first.
///
/// # Errors
/// When there is no such case or it cannot be read.
pub fn show_corrections(store: &Store, wanted: &str, today: NaiveDate) -> Result<Vec<Correction>, SessionError> {
    match store.look_up(wanted, today)? {
        (_, Found::Closed(path)) => Ok(store.corrections(&path)?),
        (_, Found::Open(_)) => Ok(Vec::new()),
    }
}

/// A case from its file, with what was put right laid over it.
pub(super) fn replayed(store: &Store, id: &CaseId, found: &Found) -> Result<(Case, Vec<Event>), SessionError> {
    read(store, &mut Definitions::default(), id, found)
}

fn read(
    store: &Store,
    definitions: &mut Definitions,
    id: &CaseId,
    found: &Found,
) -> Result<(Case, Vec<Event>), SessionError> {
    let (events, corrections) = match found {
        Found::Open(_) => (store.peek(&id.to_string())?, Vec::new()),
        Found::Closed(path) => {
            let (_, text) = store.record(path)?;
            let lines = log_of(&text).unwrap_or("").lines().enumerate();
            let read = |(at, line): (usize, &str)| {
                Event::from_line(line)
                    .map_err(|_| StoreError { trouble: Trouble::Damaged { line: at + 1 }, path: path.clone() })
            };
            (lines.map(read).collect::<Result<Vec<_>, _>>()?, store.corrections(path)?)
        }
    };
    let definition = definitions.of(store, &events)?;
    Ok((Case::replay(&id.to_string(), definition, &events).corrected(&corrections), events))
}
