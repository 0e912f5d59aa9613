//! One desk at work: deciding, writing, and only then believing.

use super::committer::Committer;
use super::depends::faults_under_procedure;
use super::gather::Gathered;
use super::hands::Claim;
use super::reference::Reference;
use super::world::World;
use super::{Clock, Committed, Notice, Seat, SessionError};
use super::{drafts, private};
use crate::device::printer::{self, Printer};
use crate::device::scanner::{Scanner, Twin};
use crate::engine::{Case, Life, Move, Outline, Outside};
use crate::model::company::{FORMAT, Git};
use crate::model::definition::{Definition, StepKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::event::{Did, Event, Opened, Parent};
use crate::model::workspace::Workspace;
use crate::store::{CaseId, Found, Journal, PrivateAnswers, Store, StoreError, Trouble};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// A case that this session holds.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: CaseId,
    pub(super) case: Case,
    pub(super) journal: Journal,
    /// Its private answers, with those they had before.
    pub(super) private: PrivateAnswers,
}

/// One desk at work: the cases it holds, the one on top being worked on.
#[derive(Debug)]
pub struct Session {
    /// What the director has written.
    pub workspace: Arc<Workspace>,
    pub(super) diagnostics: Arc<Vec<Diagnostic>>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) seat: Seat,
    pub(super) world: World,
    pub(super) stack: Vec<Held>,
    pub(super) claim: Claim,
    pub(super) finished: Vec<Case>,
    pub(super) committer: Option<Committer>,
    pub(super) git: Git,
    /// Whether a refused write has stopped what follows from the last move.
    pub(super) cut_short: bool,
    /// Whether the run that has just begun cannot have opened a case yet.
    pub(super) fresh_run: bool,
    /// Files beside cases that were told of once.
    pub(super) told: BTreeSet<PathBuf>,
    /// By case: the values with which it was compared with others last.
    pub(super) warned: BTreeMap<String, Vec<Value>>,
    /// The files that are being attached, by the hash of their content.
    pub(super) sources: BTreeMap<String, PathBuf>,
    /// The definitions that it has kept, by their hashes.
    pub(super) definitions: BTreeMap<String, Arc<Definition>>,
    /// What cards keep of closed cases.
    pub(super) reference: Reference,
    /// Whether files are invented: a scenario has none.
    pub(super) invents: bool,
    /// The cases that the desk's lists are made of.
    pub(super) desk_cases: Gathered,
    /// What scans a page; a twin unless a desk has said otherwise.
    pub(super) scanner: Box<dyn Scanner>,
    /// What puts documents on paper; the same.
    pub(super) printer: Box<dyn Printer>,
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
            cut_short: false,
            fresh_run: false,
            told: BTreeSet::new(),
            warned: BTreeMap::new(),
            sources: BTreeMap::new(),
            invents: false,
            desk_cases: Gathered::default(),
            scanner: Box::new(Twin::default()),
            printer: Box::new(printer::Twin),
            definitions: BTreeMap::new(),
            reference: Reference::default(),
            workspace,
            diagnostics,
            store,
            clock,
            seat,
            world,
            stack: Vec::new(),
            claim: Claim::Own,
            finished: Vec::new(),
            committer,
        }
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
                    // What cannot be closed stops its own case alone: whoever takes it up is told.
                    if self.carry_on(&mut notices).is_err() {
                        self.stack.clear();
                    }
                }
            }
        }
        self.recover_asides(&mut notices)?;
        if self.git == Git::Commit {
            self.committer().commit();
        }
        Ok(notices)
    }

    /// The world as it is now.
    #[must_use]
    pub fn outside(&self) -> Outside {
        let mut outside = self.world.outside(&self.workspace, &self.seat, &self.clock);
        if let Some(held) = self.stack.last() {
            outside.private = private::opened(&held.case, &held.private);
        }
        if self.hides_contacts() {
            outside.names.insert("contacts", self.world.contacts_without_numbers());
        }
        outside
    }

    /// Whether the numbers of contacts stay off the screen: somebody may look at it.
    #[must_use]
    pub fn hides_contacts(&self) -> bool {
        self.stack.iter().any(|held| held.case.definition.hides_contacts)
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

    /// The case below the one on top: the one that runs it.
    #[must_use]
    pub fn below(&self) -> Option<&Case> {
        self.stack.iter().rev().nth(1).map(|held| &held.case)
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

    pub(super) fn open(
        &mut self,
        procedure: &str,
        parent: Option<Parent>,
        with: BTreeMap<String, Value>,
        suggest: BTreeMap<String, Value>,
        notices: &mut Vec<Notice>,
    ) -> Result<CaseId, SessionError> {
        let definition = Arc::new(self.procedure(procedure)?.clone());
        let hash = self.keep_definition(&definition)?;
        self.look_up_kept_for(&definition)?;
        let outside = self.outside();
        let opened =
            Opened { format: FORMAT, procedure: procedure.to_owned(), definition: hash, parent, with, suggest };
        let blank = Case::replay("", Arc::clone(&definition), &[]);
        let day = outside.at.date_naive();
        let (id, journal, events) =
            self.store.create_case(day, &self.seat.desk, |_| blank.open(opened.clone(), &outside))?;
        let case = Case::replay(&id.to_string(), definition, &events);
        notices.push(Notice::Opened { id: id.clone(), title: case.definition.title.clone() });
        self.stack.push(Held { id: id.clone(), case, journal, private: PrivateAnswers::new() });
        Ok(id)
    }

    /// A procedure with faults in itself, or in what it reads, is not run.
    pub(super) fn usable(&self, procedure: &str) -> Result<(), SessionError> {
        let faults = faults_under_procedure(&self.workspace, &self.diagnostics, procedure);
        if faults.is_empty() { Ok(()) } else { Err(SessionError::Faulty { id: procedure.to_owned(), faults }) }
    }

    /// Takes up the case that is meant by an id or its end (`a17`), and the cases it was run from or runs.
    ///
    /// # Errors
    /// When there is no such case, somebody else holds it, or it is closed.
    pub fn resume(&mut self, wanted: &str) -> Result<Vec<Notice>, SessionError> {
        self.take_up(wanted, Claim::Idle)
    }

    pub(super) fn take_up(&mut self, wanted: &str, claim: Claim) -> Result<Vec<Notice>, SessionError> {
        self.claim = claim;
        let taken = self.take_family(wanted);
        self.claim = Claim::Own;
        taken
    }

    fn take_family(&mut self, wanted: &str) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        self.fresh_run = false;
        let today = self.clock.now().date_naive();
        let (id, found) = self.store.look_up(wanted, today)?;
        if let Found::Closed(_) = found {
            return Err(SessionError::Closed { id });
        }
        let held = self.take(&id, &mut notices)?;
        let parent = self.waiting_parent(&held.case);
        if let Some(parent) = parent {
            let parked = parent.case.life == Life::Parked;
            self.stack.push(parent);
            if parked {
                self.decide(&Move::Resume)?;
            }
        }
        let definition = Arc::clone(&held.case.definition);
        self.stack.push(held);
        self.look_up_kept_for(&definition)?;
        self.wake(&mut notices)?;
        self.carry_on(&mut notices)?;
        Ok(notices)
    }

    /// The private answers of a case. One whose file cannot be read goes on without them; what would show them says so.
    pub(super) fn private_of(&self, id: &CaseId, notices: &mut Vec<Notice>) -> Result<PrivateAnswers, SessionError> {
        match self.store.private_answers(&id.to_string()) {
            Err(StoreError { trouble: Trouble::Unreadable { .. }, path }) => {
                notices.push(Notice::PrivateDamaged { id: id.clone(), path: self.store.relative(&path) });
                Ok(PrivateAnswers::new())
            }
            read => Ok(read?),
        }
    }

    /// The case on top is worked on again.
    pub(super) fn wake(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let (id, title) = (held.id.clone(), held.case.definition.title.clone());
        notices.push(Notice::Resumed { id, title, word: self.left_word(&held.case) });
        if held.case.life == Life::Parked {
            self.decide(&Move::Resume)?;
        }
        if self.is_outdated() {
            notices.extend(self.top_id().ok().map(|id| Notice::Outdated { id }));
        }
        self.catch_up(notices)?;
        self.fold_asides(notices)
    }

    /// Makes a move in the case on top, and whatever follows from it.
    ///
    /// # Errors
    /// A refusal, with which nothing has happened; or a file, with which nothing has been acknowledged.
    pub fn act(&mut self, wanted: &Move) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        if self.cut_short {
            // A move made in front of what a refused write had cut short may not fit behind it.
            return self.settle();
        }
        let files = match wanted {
            Move::Drop { item, .. } => self.files_of_item(item),
            _ => Vec::new(),
        };
        if matches!(wanted, Move::Stop { .. } | Move::Cut { .. } | Move::Join { .. }) {
            self.fold_asides(&mut notices)?;
        }
        let id = self.top().map(|case| case.id.clone()).unwrap_or_default();
        let before = self.counting(&id);
        self.decide(wanted)?;
        self.drop_copies(&files);
        self.clock.was = None;
        self.fresh_run = matches!(wanted, Move::Begin { step, .. } if self.runs_a_case(step));
        if let (Move::Park { .. }, Some(held)) = (wanted, self.stack.last()) {
            notices.push(Notice::Parked { id: held.id.clone() });
        }
        self.tell_left_there(wanted, &mut notices);
        self.carry_on(&mut notices)?;
        let after = self.counting(&id);
        notices
            .extend(before.into_iter().filter(|paper| !after.contains(paper)).map(|(_, what)| Notice::Void { what }));
        Ok(notices)
    }

    /// The documents of a case that count: their files, and what people call them.
    fn counting(&self, id: &str) -> Vec<(String, String)> {
        let Some(case) = self.case(id) else { return Vec::new() };
        let outline = case.outline(&case.remembered());
        let counting = outline.papers().into_iter().filter(|paper| paper.counts);
        let named = counting.filter_map(|paper| {
            let (_, made) = paper.made?;
            Some((made.file.clone(), paper.number.unwrap_or(&made.file).to_owned()))
        });
        named.collect()
    }

    fn runs_a_case(&self, step: &str) -> bool {
        let step = self.stack.last().and_then(|held| held.case.definition.step(step));
        step.is_some_and(|step| matches!(step.kind, StepKind::Run(_)))
    }

    /// Decides, writes, and only then believes.
    pub(super) fn decide(&mut self, wanted: &Move) -> Result<(), SessionError> {
        let outside = self.outside();
        let held = self.stack.last_mut().ok_or(SessionError::Nothing)?;
        let events = held.case.act(wanted, &outside)?;
        keep(&self.store, held, events)
    }

    /// Carries on where a refused write had cut something short; otherwise does nothing.
    ///
    /// # Errors
    /// When the system still refuses.
    pub fn settle(&mut self) -> Result<Vec<Notice>, SessionError> {
        let mut notices = Vec::new();
        if self.cut_short {
            self.carry_on(&mut notices)?;
        }
        Ok(notices)
    }

    pub(super) fn carry_on(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        self.cut_short = true;
        self.follow(notices)?;
        self.cut_short = false;
        self.warn_twice(notices)
    }

    /// What follows by itself: closings, cases run and left, waits, answers given by the parent.
    fn follow(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
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
                    self.return_to_parent(&held.case, None, notices)?;
                    self.finished.push(held.case);
                    if self.stack.is_empty() {
                        return Ok(());
                    }
                    continue;
                }
                Life::Open | Life::Closed(_) => {}
            }
            if let Some(step) = held.case.unsettled().first().cloned() {
                match held.case.definition.step(&step).map(|step| &step.kind) {
                    Some(StepKind::Print(print)) => {
                        let print = print.clone();
                        self.print(&step, &print, notices)?;
                    }
                    Some(StepKind::Mail(mail)) => {
                        let mail = mail.clone();
                        self.mail(&step, &mail, notices)?;
                    }
                    Some(StepKind::Attach(_)) => self.copy_files(&step, notices)?,
                    _ => self.run(&step, notices)?,
                }
                continue;
            }
            let events = held.case.follow(&outside);
            if !events.is_empty() {
                keep(&self.store, held, events)?;
                continue;
            }
            let before = held.case.events;
            if self.is_waiting() {
                self.fold_asides(notices)?;
            }
            if self.top().is_none_or(|case| case.events == before) {
                return Ok(());
            }
        }
    }

    /// Leaves every case as it is: whoever takes it up finds it so.
    pub fn leave(&mut self) {
        self.clock.was = None;
        self.cut_short = false;
        self.fresh_run = false;
        self.stack.clear();
    }

    /// Waits until git is through, and says what it could not do.
    pub fn finish(mut self) -> Option<Committed> {
        self.stack.clear();
        self.committer.take().and_then(Committer::finish)
    }

    pub(super) fn committer(&mut self) -> &mut Committer {
        let (store, desk) = (self.store.clone(), self.seat.desk.clone());
        self.committer.get_or_insert_with(|| Committer::new(store, desk))
    }
}

/// Writes events down and then lets them happen. Private answers go their own way before that.
pub(super) fn keep(store: &Store, held: &mut Held, mut events: Vec<Event>) -> Result<(), SessionError> {
    private::seal(store, held, &mut events)?;
    held.journal.append(&events)?;
    for event in &events {
        held.case.apply(event);
    }
    drafts::forget(store, held, &events);
    Ok(())
}
