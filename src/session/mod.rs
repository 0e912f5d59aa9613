//! The only place where decisions, files and devices meet: every front end drives cases through a
//! [`Session`].

mod clock;
mod closing;
mod committer;
mod listing;
mod play;
mod testing;
mod world;

pub use clock::Clock;
pub use committer::Committed;
pub use listing::{Entry, Standing, list_cases, person, show_case};
pub use play::{PlayError, play};
pub use testing::{Mismatch, Outcome, test_scenario};

use crate::engine::{Case, Life, Move, Outline, Outside, Refusal};
use crate::model::company::{FORMAT, Git, Language};
use crate::model::definition::StepKind;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::event::{Did, Event, Opened, Parent};
use crate::model::workspace::Workspace;
use crate::store::{CaseId, Durability, Found, Journal, Store, StoreError};
use chrono::NaiveDate;
use committer::Committer;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use world::World;

/// Who works, where, and in which words.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The desk's code.
    pub desk: String,
    /// An id of `dispatchers`, or a name.
    pub by: String,
    /// The interface's language.
    pub language: Language,
}

/// A case that this session holds.
#[derive(Debug)]
struct Held {
    id: CaseId,
    case: Case,
    journal: Journal,
}

/// One desk at work: the cases it holds, the one on top being worked on.
#[derive(Debug)]
pub struct Session {
    /// What the director has written.
    pub workspace: Arc<Workspace>,
    diagnostics: Arc<Vec<Diagnostic>>,
    store: Store,
    clock: Clock,
    seat: Seat,
    world: World,
    stack: Vec<Held>,
    finished: Vec<Case>,
    committer: Option<Committer>,
    git: Git,
}

/// Something that the dispatcher is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A case was opened.
    Opened {
        /// Its id.
        id: CaseId,
        /// Its procedure's title.
        title: String,
    },
    /// A case was taken up again.
    Resumed {
        /// Its id.
        id: CaseId,
        /// Its procedure's title.
        title: String,
    },
    /// An unfinished last line of a journal was moved aside.
    Torn {
        /// The case.
        id: CaseId,
        /// Where it was moved to.
        path: String,
    },
    /// A case was put aside.
    Parked {
        /// Its id.
        id: CaseId,
    },
    /// A case was closed and its record written.
    Closed {
        /// Its id.
        id: CaseId,
        /// The outcome's words, or its code.
        outcome: String,
        /// The record, relative to the workspace.
        path: String,
    },
}

/// Why the session did not do what was wanted.
#[derive(Debug)]
pub enum SessionError {
    /// The engine's refusal.
    Refused(Refusal),
    /// A file.
    Store(StoreError),
    /// No such procedure.
    NoProcedure {
        /// The id.
        id: String,
        /// One that may have been meant.
        near: Option<String>,
    },
    /// The procedure, or what all of them need, has faults.
    Faulty {
        /// The procedure.
        id: String,
        /// The faults.
        faults: Vec<Diagnostic>,
    },
    /// The case is closed already.
    Closed {
        /// Its id.
        id: CaseId,
    },
    /// No case is on top.
    Nothing,
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for SessionError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Session {
    /// A session of one desk.
    #[must_use]
    pub fn new(
        workspace: Arc<Workspace>,
        diagnostics: Arc<Vec<Diagnostic>>,
        store: Store,
        clock: Clock,
        seat: Seat,
    ) -> Self {
        let world = World::new(&workspace, &seat);
        let git = workspace.company.git;
        let committer = None;
        Self {
            git,
            workspace,
            diagnostics,
            store,
            clock,
            seat,
            world,
            stack: Vec::new(),
            finished: Vec::new(),
            committer,
        }
    }

    /// Nothing of this session goes into git: a scenario leaves no trace.
    #[must_use]
    fn without_git(mut self) -> Self {
        self.git = Git::Off;
        self
    }

    /// Puts a value of a card in the place of today's, for scenarios.
    fn override_card(&mut self, path: &str, value: Value) {
        self.world.set(&format!("cards.{path}"), value);
    }

    /// Finishes what a killed program had begun: closings, and files half written.
    ///
    /// # Errors
    /// When the open cases cannot be listed.
    pub fn recover(&mut self) -> Result<Vec<Notice>, SessionError> {
        self.store.sweep();
        let mut notices = Vec::new();
        for open in self.store.open_cases()? {
            let closing =
                open.events.is_ok_and(|events| matches!(events.last(), Some(Event { did: Did::Closing(_), .. })));
            if let (true, Some(id)) = (closing, CaseId::parse(&open.id)) {
                // Held by another program: that one finishes it.
                if let Ok(held) = self.take(&id, &mut notices) {
                    self.stack.push(held);
                    self.carry_on(&mut notices)?;
                }
            }
        }
        if self.git == Git::Commit {
            self.committer().commit();
        }
        Ok(notices)
    }

    /// The world as it is now.
    #[must_use]
    pub fn outside(&self) -> Outside {
        self.world.outside(&self.workspace, &self.seat, &self.clock)
    }

    /// The clock, to set it to an earlier moment or, in scenarios, onwards.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// Who works.
    #[must_use]
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// Somebody else sits down.
    pub fn sit_down(&mut self, by: &str) {
        by.clone_into(&mut self.seat.by);
        self.world.seat(&self.workspace, &self.seat);
    }

    /// The case on top.
    #[must_use]
    pub fn top(&self) -> Option<&Case> {
        self.stack.last().map(|held| &held.case)
    }

    /// The cases below the one on top.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The outline of the case on top.
    #[must_use]
    pub fn outline(&self) -> Option<Outline<'_>> {
        self.top().map(|case| case.outline(&self.outside()))
    }

    /// A case of this session: one that is held, or as it was left last.
    #[must_use]
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.stack.iter().map(|held| &held.case).chain(self.finished.iter().rev()).find(|case| case.id == id)
    }

    /// Opens a case of a procedure.
    ///
    /// # Errors
    /// When there is no such procedure, when it has faults, when the system refuses to write.
    pub fn start(&mut self, procedure: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        self.open(procedure, None, BTreeMap::new(), BTreeMap::new(), &mut notices)?;
        self.carry_on(&mut notices)?;
        Ok(notices)
    }

    fn open(
        &mut self,
        procedure: &str,
        parent: Option<Parent>,
        with: BTreeMap<String, Value>,
        suggest: BTreeMap<String, Value>,
        notices: &mut Vec<Notice>,
    ) -> Result<CaseId, SessionError> {
        let workspace = Arc::clone(&self.workspace);
        let known = workspace.procedures.get(procedure).ok_or_else(|| {
            let near = crate::model::yaml::nearest(procedure, workspace.procedures.keys().map(String::as_str));
            SessionError::NoProcedure { id: procedure.to_owned(), near }
        })?;
        self.usable(procedure)?;
        let definition = Arc::new(known.definition.clone());
        let hash = self.store.keep_definition(&definition)?;
        let outside = self.outside();
        let opened =
            Opened { format: FORMAT, procedure: procedure.to_owned(), definition: hash, parent, with, suggest };
        let blank = Case::replay("", Arc::clone(&definition), &[]);
        let day = outside.at.date_naive();
        let (id, journal, events) =
            self.store.create_case(day, &self.seat.desk, |_| blank.open(opened.clone(), &outside))?;
        let case = Case::replay(&id.to_string(), definition, &events);
        notices.push(Notice::Opened { id: id.clone(), title: case.definition.title.clone() });
        self.stack.push(Held { id: id.clone(), case, journal });
        Ok(id)
    }

    /// A procedure with faults is not run, nor is any while `pult.yaml` or the types have some.
    fn usable(&self, procedure: &str) -> Result<(), SessionError> {
        let files = [format!("procedures/{procedure}.yaml"), "procedures/types.yaml".into(), "pult.yaml".into()];
        let ids: Vec<_> = files.iter().filter_map(|path| self.workspace.sources.find(path)).collect();
        let errors = self.diagnostics.iter().filter(|fault| fault.severity() == Severity::Error);
        let faults: Vec<Diagnostic> = errors.filter(|fault| ids.contains(&fault.span.file)).cloned().collect();
        if faults.is_empty() { Ok(()) } else { Err(SessionError::Faulty { id: procedure.to_owned(), faults }) }
    }

    /// Takes up the case that is meant by an id or its end (`a17`), and the cases it was run from or runs.
    ///
    /// # Errors
    /// When there is no such case, somebody else holds it, or it is closed.
    pub fn resume(&mut self, wanted: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        let today = self.clock.now().date_naive();
        let (id, found) = self.store.look_up(wanted, today)?;
        if let Found::Closed(_) = found {
            return Err(SessionError::Closed { id });
        }
        let held = self.take(&id, &mut notices)?;
        if let Some(parent) = self.waiting_parent(&held.case)? {
            self.stack.push(parent);
        }
        self.stack.push(held);
        self.wake(&mut notices)?;
        self.carry_on(&mut notices)?;
        Ok(notices)
    }

    /// The parent of a case, when it is open and waits for just this case.
    fn waiting_parent(&mut self, case: &Case) -> Result<Option<Held>, SessionError> {
        let Some(parent) = &case.opened.parent else { return Ok(None) };
        let Some(id) = CaseId::parse(&parent.case) else { return Ok(None) };
        let Ok(events) = self.store.peek(&parent.case) else { return Ok(None) };
        let Ok(definition) = self.definition_of(&events) else { return Ok(None) };
        let waiting = Case::replay(&parent.case, definition, &events);
        let fact = waiting.fact(&parent.step);
        if !fact.is_some_and(|fact| fact.unsettled && fact.child.as_deref() == Some(case.id.as_str())) {
            return Ok(None);
        }
        Ok(self.take(&id, &mut Vec::new()).ok())
    }

    fn definition_of(&self, events: &[Event]) -> Result<Arc<crate::model::definition::Definition>, StoreError> {
        let hash = events.iter().find_map(|event| match &event.did {
            Did::Opened(opened) => Some(opened.definition.as_str()),
            _ => None,
        });
        self.store.definition(hash.unwrap_or(""))
    }

    fn take(&mut self, id: &CaseId, notices: &mut Vec<Notice>) -> Result<Held, SessionError> {
        let (journal, events, torn) = self.store.take_case(&id.to_string())?;
        if let Some(path) = torn {
            notices.push(Notice::Torn { id: id.clone(), path: self.store.relative(&path) });
        }
        let definition = self.definition_of(&events)?;
        let case = Case::replay(&id.to_string(), definition, &events);
        Ok(Held { id: id.clone(), case, journal })
    }

    /// The case on top is worked on again.
    fn wake(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        notices.push(Notice::Resumed { id: held.id.clone(), title: held.case.definition.title.clone() });
        if held.case.life == Life::Parked {
            self.decide(&Move::Resume)?;
        }
        self.catch_up()
    }

    /// Cases that had been put aside and were closed since have an outcome now.
    fn catch_up(&mut self) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let steps = held.case.definition.walk();
        let runs: Vec<(String, String)> = steps
            .iter()
            .filter_map(|(step, _)| {
                let fact = held.case.fact(&step.id)?;
                let returned = !fact.unsettled && fact.outcome.is_none();
                Some((step.id.clone(), fact.child.clone().filter(|_| returned)?))
            })
            .collect();
        for (step, child) in runs {
            if let Some(outcome) = self.outcome_of(&child)? {
                self.decide(&Move::Returned { step, case: child, outcome: Some(outcome) })?;
            }
        }
        Ok(())
    }

    /// The outcome of a case, once its record is written.
    fn outcome_of(&self, id: &str) -> Result<Option<String>, SessionError> {
        let day = CaseId::parse(id).map_or(NaiveDate::default(), |id| id.day);
        match self.store.look_up(id, day) {
            Ok((_, Found::Closed(path))) => Ok(Some(self.store.record(&path)?.0.outcome)),
            _ => Ok(None),
        }
    }

    /// Makes a move in the case on top, and whatever follows from it.
    ///
    /// # Errors
    /// A refusal, with which nothing has happened; or a file, with which nothing has been acknowledged.
    pub fn act(&mut self, wanted: &Move) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        self.decide(wanted)?;
        if let (Move::Park { .. }, Some(held)) = (wanted, self.stack.last()) {
            notices.push(Notice::Parked { id: held.id.clone() });
        }
        self.carry_on(&mut notices)?;
        Ok(notices)
    }

    /// Decides, writes, and only then believes.
    fn decide(&mut self, wanted: &Move) -> Result<(), SessionError> {
        let outside = self.outside();
        let held = self.stack.last_mut().ok_or(SessionError::Nothing)?;
        let events = held.case.act(wanted, &outside)?;
        keep(held, &events)
    }

    /// What follows by itself: closings, cases run and left, waits, answers given by the parent.
    fn carry_on(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        loop {
            let outside = self.outside();
            let Some(held) = self.stack.last_mut() else { return Ok(()) };
            match &held.case.life {
                Life::Closing(_) => {
                    self.close_top(notices)?;
                    continue;
                }
                Life::Parked => {
                    let Some(held) = self.stack.pop() else { return Ok(()) };
                    self.return_to_parent(&held.case, None)?;
                    self.finished.push(held.case);
                    if self.stack.is_empty() {
                        return Ok(());
                    }
                    continue;
                }
                Life::Open | Life::Closed(_) => {}
            }
            if let Some(step) = held.case.unsettled().first().cloned() {
                self.run(&step, notices)?;
                continue;
            }
            let events = held.case.follow(&outside);
            if events.is_empty() {
                return Ok(());
            }
            keep(held, &events)?;
        }
    }

    /// A `run` has begun: opens its case, or finds the one that a killed program had opened.
    fn run(&mut self, step: &str, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let fact = held.case.fact(step).cloned().unwrap_or_default();
        let me = Parent {
            case: held.case.id.clone(),
            procedure: held.case.definition.id.clone(),
            step: step.to_owned(),
            count: fact.begun,
            replaces: fact.child.clone().filter(|_| fact.begun > 1),
        };
        if let Some(child) = self.child_of(&me)? {
            if fact.child.as_ref() != Some(&child) {
                self.decide(&Move::Started { step: step.to_owned(), case: child.clone() })?;
            }
            if let Some(outcome) = self.outcome_of(&child)? {
                return self.decide(&Move::Returned { step: step.to_owned(), case: child, outcome: Some(outcome) });
            }
            if let Some(id) = CaseId::parse(&child) {
                let held = self.take(&id, notices)?;
                let parked = held.case.life == Life::Parked;
                self.stack.push(held);
                return if parked { Ok(()) } else { self.wake(notices) };
            }
        }
        let Some(held) = self.stack.last() else { return Ok(()) };
        let outline = held.case.outline(&self.outside());
        let Some(StepKind::Run(run)) = held.case.definition.step(step).map(|step| step.kind.clone()) else {
            return Ok(());
        };
        let values = |templates: &BTreeMap<String, crate::model::template::Template>| -> BTreeMap<String, Value> {
            let value = |text: &crate::model::template::Template| text.value(&outline.scope).unwrap_or(Value::Null);
            templates.iter().map(|(field, text)| (field.clone(), value(text))).collect()
        };
        let (with, suggest) = (values(&run.with), values(&run.suggest));
        let child = self.open(&run.procedure.value, Some(me), with, suggest, notices)?;
        // The parent is told below the case that has just been put on top of it.
        let top = self.stack.pop();
        let told = self.decide(&Move::Started { step: step.to_owned(), case: child.to_string() });
        self.stack.extend(top);
        told
    }

    /// The case that a step of a case had opened, open or closed.
    fn child_of(&self, parent: &Parent) -> Result<Option<String>, SessionError> {
        let mine = |events: &[Event]| {
            events.iter().any(|event| match &event.did {
                Did::Opened(opened) => opened.parent.as_ref().is_some_and(|other| {
                    (&other.case, &other.step, other.count) == (&parent.case, &parent.step, parent.count)
                }),
                _ => false,
            })
        };
        for open in self.store.open_cases()? {
            if open.events.as_ref().is_ok_and(|events| mine(events)) {
                return Ok(Some(open.id));
            }
        }
        let Some(day) = CaseId::parse(&parent.case).map(|id| id.day) else { return Ok(None) };
        for path in self.store.records_since(day)? {
            let (summary, text) = self.store.record(&path)?;
            let log = crate::model::record::log_of(&text).unwrap_or("");
            let first = log.lines().next().and_then(|line| Event::from_line(line).ok());
            if summary.parent.as_deref() == Some(parent.case.as_str()) && first.is_some_and(|event| mine(&[event])) {
                return Ok(Some(summary.id));
            }
        }
        Ok(None)
    }

    /// The case below learns that the one on top was left.
    fn return_to_parent(&mut self, child: &Case, outcome: Option<String>) -> Result<(), SessionError> {
        let (Some(parent), Some(below)) = (&child.opened.parent, self.stack.last()) else { return Ok(()) };
        if below.case.id != parent.case {
            return Ok(());
        }
        let step = parent.step.clone();
        self.decide(&Move::Returned { step, case: child.id.clone(), outcome })
    }

    /// Leaves every case as it is: whoever takes it up finds it so.
    pub fn leave(&mut self) {
        self.stack.clear();
    }

    /// Waits until git is through, and says what it could not do.
    pub fn finish(mut self) -> Option<Committed> {
        self.stack.clear();
        self.committer.take().and_then(Committer::finish)
    }

    /// What git has to say since it was last asked.
    pub fn git_news(&mut self) -> Option<Committed> {
        self.committer.as_mut().and_then(Committer::news)
    }

    fn committer(&mut self) -> &mut Committer {
        let (store, desk) = (self.store.clone(), self.seat.desk.clone());
        self.committer.get_or_insert_with(|| Committer::new(store, desk))
    }

    /// The workspace's files.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// Writes events down and then lets them happen.
fn keep(held: &mut Held, events: &[Event]) -> Result<(), SessionError> {
    held.journal.append(events)?;
    for event in events {
        held.case.apply(event);
    }
    Ok(())
}

/// A folder that is thrown away, for scenarios.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes one.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new() -> std::io::Result<Self> {
        let base = std::env::temp_dir();
        let mut count = 0_u32;
        loop {
            let path = base.join(format!("pult-{}-{count}", std::process::id()));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => count += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// A store in it.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(&self.path, Durability::Unsynced)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
