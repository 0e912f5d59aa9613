//! Plain lines: one prompt a line, numbered choices, `.` for the menu, `..` back. For terminals without
//! a screen, for screen readers, and for other programs.

mod contact;
mod covering;
mod half;
mod handbook;
mod handing;
mod items;
mod matters;
mod menu;
mod narrowing;
mod prompt;
mod screen;
mod style;

pub(super) use matters::{late_lines, short};
pub(super) use prompt::choose_raw;
pub(super) use screen::{Numbers, Screen, name_of, other_layout, outcome_words, shown};

use super::CommandError;
use crate::engine::{Move, Refusal, Row, State};
use crate::model::definition::StepKind;
use crate::session::{Notice, Session, SessionError};
use crate::store::typed_paths;
use crate::text::{self, Matter, Message, Outbox, Printing, Scanning};
use half::{Half, Seen};
use handing::is_taken;
use prompt::Reply;
use std::collections::{BTreeMap, BTreeSet};

/// The lines of one dispatcher.
pub(super) struct Plain<'s> {
    session: Session,
    screen: Screen<'s>,
    /// The step that is looked at in place of the next one.
    cursor: Option<String>,
    /// The case whose head was shown last.
    headed: Option<String>,
    /// The group whose title was shown last.
    grouped: Option<String>,
    /// The cases whose prohibitions were shown.
    met: BTreeSet<String>,
    /// The waits, by their case, at which it was offered to go back to the case below.
    may_wait: BTreeSet<(String, String)>,
    /// By case: the value with which it was offered to join others.
    offered: BTreeMap<String, String>,
    /// The steps of cases that could not be worked out and were told.
    broken: BTreeSet<(String, String)>,
    /// Half-typed texts that the dispatcher has before the eyes, by their case.
    seen: Seen,
    /// What was typed for a case that another desk has taken, and whether it is kept.
    left_over: Option<(String, bool)>,
}

/// How the work on cases ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// There is nothing more to do: back to the list.
    Finished,
    /// The input ended, or the dispatcher went away.
    Gone,
}

/// Whether another case has come on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// No.
    Same,
    /// One that was there before.
    Again,
    /// One that was not: what is never to be done was said just now.
    First,
}

impl<'s> Plain<'s> {
    pub(super) fn new(session: Session, screen: Screen<'s>) -> Self {
        Self {
            session,
            screen,
            cursor: None,
            headed: None,
            grouped: None,
            met: BTreeSet::new(),
            may_wait: BTreeSet::new(),
            offered: BTreeMap::new(),
            broken: BTreeSet::new(),
            seen: Seen::default(),
            left_over: None,
        }
    }

    /// Gives session and screen back.
    pub(super) fn into_parts(self) -> (Session, Screen<'s>) {
        (self.session, self.screen)
    }

    /// The session.
    pub(super) fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// The screen.
    pub(super) fn screen(&mut self) -> &mut Screen<'s> {
        &mut self.screen
    }

    /// Tells what happened.
    pub(super) fn tell(&mut self, notices: &[Notice]) {
        for notice in notices {
            self.screen.notice(notice);
        }
        self.was_offered(notices);
    }

    /// Works on the case on top until none is left.
    pub(super) fn work(&mut self) -> Result<Left, CommandError> {
        while self.session.top().is_some() {
            self.hide_numbers();
            match self.step() {
                Ok(Left::Finished) => {}
                Ok(Left::Gone) => {
                    if let Some(id) = self.session.top().map(|case| case.id.clone()) {
                        self.screen.say(&Message::StaysOpen(&matters::short(&id)));
                    }
                    self.session.leave();
                    return Ok(Left::Gone);
                }
                Err(error) => {
                    // What was not written has not happened: the case is as it was, and is shown again.
                    self.screen.error(&self.session, &error);
                    if is_taken(&error) {
                        self.tell_taken();
                        self.session.leave();
                        break;
                    }
                    let mine = matches!(error, SessionError::Refused(_) | SessionError::NotAttached { .. });
                    if !mine && self.screen.pause().is_none() {
                        self.session.leave();
                        return Err(CommandError::session(&self.session, &error));
                    }
                }
            }
        }
        self.hide_numbers();
        self.cursor = None;
        self.headed = None;
        Ok(Left::Finished)
    }

    /// Shows what is next and makes one move.
    fn step(&mut self) -> Result<Left, SessionError> {
        let notices = self.session.settle()?;
        self.tell(&notices);
        let notices = self.session.look_beside()?;
        self.tell(&notices);
        if self.offer_to_join()? {
            return Ok(Left::Finished);
        }
        let head = self.head();
        if self.offer_to_return()? {
            return Ok(Left::Finished);
        }
        let Some(half) = self.half() else { return Ok(Left::Finished) };
        if let Some(text) = half.offer_remark(&mut self.screen) {
            self.act(Move::Note { text })?;
            half.remarked();
        }
        let reply = {
            let Some(outline) = self.session.outline() else { return Ok(Left::Finished) };
            let id = self.session.top().map(|case| case.id.clone()).unwrap_or_default();
            for (step, reason) in &outline.broken {
                if self.broken.insert((id.clone(), step.clone())) {
                    let name = name_of(&self.session, step);
                    let why = text::reason(self.screen.language(), reason);
                    self.screen.say(&Message::Broken(&name, &why));
                }
            }
            let at_cursor = self.cursor.as_ref().and_then(|id| outline.row(id));
            let row = at_cursor.or_else(|| outline.next());
            self.screen.group(&outline, row, &mut self.grouped);
            let waits = |row: usize| matches!(outline.rows[row].step.kind, StepKind::Wait(_));
            if let Some(case) = self.session.top().filter(|_| row.is_some_and(waits) && head != Head::First) {
                // Whoever sits there and waits is tempted.
                self.screen.prohibitions(case, &outline);
            }
            let below = self.session.below().map(|below| below.definition.title.as_str());
            let reply = prompt::ask(
                &mut self.screen,
                &outline,
                row,
                at_cursor.is_some(),
                &self.session.workspace,
                (&half, below),
            );
            if let (Reply::Gone, Some(text), Some(row)) = (&reply, self.screen.broken_off(), row) {
                half.broken_off(&outline.rows[row].id, &text);
            }
            reply
        };
        match reply {
            Reply::Gone => Ok(Left::Gone),
            Reply::Stay => {
                self.cursor = None;
                Ok(Left::Finished)
            }
            Reply::Again => Ok(Left::Finished),
            Reply::Go(step) => {
                self.cursor = Some(step);
                Ok(Left::Finished)
            }
            Reply::Back => self.back().map(|()| Left::Finished),
            Reply::Files { step, line } => self.attach(&step, &line).map(|()| Left::Finished),
            Reply::Scan(step) => self.scan(step).map(|()| Left::Finished),
            Reply::HandOver(step) => {
                // A key that was meant for something else, before another case had come on top, prints nothing.
                if (head == Head::Same && !self.was_handed(&step)) || self.screen.agrees_to_print() {
                    self.hand_over(step)?;
                } else {
                    self.cursor = Some(step);
                }
                Ok(Left::Finished)
            }
            Reply::Detach(step) => {
                let notices = self.session.detach(&step)?;
                self.tell(&notices);
                self.cursor = Some(step);
                Ok(Left::Finished)
            }
            Reply::Stand(step) => {
                self.cursor = Some(step);
                Ok(Left::Finished)
            }
            Reply::Menu => self.menu(),
            Reply::Card => {
                self.cards_at_hand();
                Ok(Left::Finished)
            }
            Reply::Act(wanted) => {
                let stops = matches!(wanted, Move::Stop { .. });
                self.act(wanted)?;
                if stops {
                    self.close_below()?;
                }
                Ok(Left::Finished)
            }
            Reply::CloseThis(stop) => self.act(stop).map(|()| Left::Finished),
        }
    }

    /// Makes a move; a doubt is asked about, a missing reason is asked for.
    fn act(&mut self, wanted: Move) -> Result<(), SessionError> {
        let acted = self.session.act(&wanted);
        match &acted {
            Err(SessionError::Refused(_)) => {
                if let Move::Answer { step, raw, .. } = &wanted {
                    self.half().iter().for_each(|half| half.refused(step, raw));
                }
            }
            Err(error) if is_taken(error) => self.keep_typed(error, &wanted),
            _ => {}
        }
        match acted {
            Ok(notices) => {
                self.tell(&notices);
                self.cursor = self.stays_at(&wanted);
                self.chosen_run(&wanted).map_or(Ok(()), |step| self.act(Move::Begin { step, reason: None }))
            }
            Err(SessionError::Refused(refusal)) => match (refusal, wanted) {
                (Refusal::WrongMoment, _) => {
                    self.session.clock().was = None;
                    Err(Refusal::WrongMoment.into())
                }
                (Refusal::Style(faults), Move::Answer { step, raw, reason, .. }) => {
                    self.refused_style(faults, step, &raw, reason)
                }
                (Refusal::Doubtful(concerns), Move::Answer { step, raw, reason, .. }) => {
                    self.doubted(&concerns, step, raw, reason)
                }
                (Refusal::Doubtful(concerns), Move::Enough { step, .. }) => {
                    for concern in &concerns {
                        self.screen.concern(concern);
                    }
                    match self.screen.ask(&Message::AcceptDoubt) {
                        Some(line) if line.is_empty() => self.act(Move::Enough { step, accept: true }),
                        _ => Ok(()),
                    }
                }
                (Refusal::ReasonNeeded { .. }, Move::Drop { item, reason: None }) => match self.reason() {
                    Some(reason) => self.act(Move::Drop { item, reason: Some(reason) }),
                    None => Ok(()),
                },
                (Refusal::ReasonNeeded { .. }, Move::Skip { step, reason: None }) => match self.reason() {
                    Some(reason) => self.act(Move::Skip { step, reason: Some(reason) }),
                    None => Ok(()),
                },
                // Standing on the step, nobody needs to be told which it is.
                (Refusal::Check { words, of }, Move::Answer { step, .. }) if of == step => {
                    Err(Refusal::Check { words, of: String::new() }.into())
                }
                (Refusal::Blocked { by, step }, wanted) => {
                    // Shown what comes first, the dispatcher is taken there.
                    self.cursor = Some(by.clone()).filter(|_| !matches!(wanted, Move::Skip { .. }));
                    Err(Refusal::Blocked { by, step }.into())
                }
                (refusal, _) => Err(refusal.into()),
            },
            Err(error) => Err(error),
        }
    }

    /// A case that a choice leads to at once: whoever chose it has said so.
    fn chosen_run(&self, wanted: &Move) -> Option<String> {
        let (outline, Move::Answer { step, .. }) = (self.session.outline()?, wanted) else { return None };
        let next = &outline.rows[outline.next()?];
        let arm = next.parent.is_some() && next.parent == outline.row(step);
        let run = matches!(next.step.kind, StepKind::Run(_)) && next.state == State::Open;
        // What is said before it, or advised, is read first.
        let bare = next.step.hint.is_none() && outline.lead(outline.next()?).is_empty();
        (arm && run && bare).then(|| next.id.clone())
    }

    /// A case that only had to run the one that was closed just now is closed with it: the same Enter twice in a row
    /// would say nothing.
    fn close_below(&mut self) -> Result<(), SessionError> {
        let Some(outline) = self.session.outline() else { return Ok(()) };
        let Some(next) = outline.next() else { return Ok(()) };
        let row = &outline.rows[next];
        let bare = row.step.hint.is_none() && outline.lead(next).is_empty() && outline.children_left().is_empty();
        let pinned = outline.rows.iter().any(Row::is_pinned);
        let ends = matches!(row.step.kind, StepKind::Stop(_)) && row.state == State::Open;
        let (ends, step) = (ends && bare && !pinned, Some(row.id.clone()));
        drop(outline);
        if !ends {
            return Ok(());
        }
        self.act(Move::Stop { step })?;
        self.close_below()
    }

    /// Somebody else may be told at once, and more files may follow: one stays there.
    fn stays_at(&self, wanted: &Move) -> Option<String> {
        let outline = self.session.outline()?;
        let (Move::Try { step, .. } | Move::Attach { step, .. }) = wanted else { return None };
        let row = outline.row(step)?;
        let untried = || outline.callees(row).iter().any(|callee| callee.tries.is_empty());
        let stays = match outline.rows[row].step.kind {
            StepKind::Notify(_) => outline.rows[row].is_pinned() && untried(),
            _ => outline.files(row).2 > 0,
        };
        stays.then(|| step.clone())
    }

    /// Attaches what a line names.
    fn attach(&mut self, step: &str, line: &str) -> Result<(), SessionError> {
        let notices = self.session.attach(step, &typed_paths(line))?;
        self.tell(&notices);
        self.cursor = self.stays_at(&Move::Attach { step: step.to_owned(), files: Vec::new() });
        Ok(())
    }

    /// Scans a page. Without one the dispatcher stays there, and hears how to go on.
    fn scan(&mut self, step: String) -> Result<(), SessionError> {
        let seconds = self.session.scanning_takes().as_secs();
        self.screen.say(&Message::Scanning(Scanning::Works(seconds)));
        self.cursor = Some(step.clone());
        match self.session.scan(&step) {
            Ok(notices) => {
                self.tell(&notices);
                self.cursor = self.stays_at(&Move::Attach { step, files: Vec::new() });
                Ok(())
            }
            Err(error @ SessionError::NotScanned(_)) => {
                self.screen.error(&self.session, &error);
                let before = self.before().map(|before| name_of(&self.session, &before));
                self.screen.say(&Message::Scanning(Scanning::GoOn(before.as_deref())));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the document that a step has made last went to the printer already.
    fn was_handed(&self, step: &str) -> bool {
        let fact = self.session.top().and_then(|case| case.fact(step));
        let last = fact.and_then(|fact| fact.papers.last()).map(|(_, paper)| paper.count);
        fact.is_some_and(|fact| fact.handed.iter().any(|(_, handed)| Some(handed.count) == last))
    }

    /// Hands a document to the printer. One stays there: the paper is confirmed when it is in hand.
    fn hand_over(&mut self, step: String) -> Result<(), SessionError> {
        self.screen.say(&Message::Printing(Printing::Works));
        match self.session.hand_over(&step) {
            Ok(notices) => self.tell(&notices),
            Err(error @ SessionError::NotHanded(_)) => self.screen.error(&self.session, &error),
            Err(error) => return Err(error),
        }
        self.cursor = Some(step);
        Ok(())
    }

    /// The half-typed texts of the case on top.
    fn half(&self) -> Option<Half> {
        self.session.drafts().map(|drafts| Half::new(drafts, &self.seen))
    }

    fn reason(&mut self) -> Option<String> {
        self.screen.ask(&Message::Reason).filter(|line| !line.is_empty() && !line.starts_with('.'))
    }

    /// Moves to the settled step before the one that is shown. A wait that only had to be ended goes on.
    fn back(&mut self) -> Result<(), SessionError> {
        match self.before() {
            Some(step) if self.only_waits(&step) => self.act(Move::Undo { step })?,
            Some(id) => self.cursor = Some(id),
            None => match self.session.below() {
                Some(below) => self.screen.say(&Message::NoBackBelow(&below.definition.title)),
                None => self.screen.say(&Message::NoBack),
            },
        }
        Ok(())
    }

    fn only_waits(&self, step: &str) -> bool {
        let step = self.session.top().and_then(|case| case.definition.step(step));
        step.is_some_and(|step| matches!(&step.kind, StepKind::Wait(wait) if wait.field.is_none()))
    }

    /// The settled step before the one that is shown.
    fn before(&self) -> Option<String> {
        self.session.outline().and_then(|outline| {
            let here = self.cursor.as_ref().and_then(|id| outline.row(id)).or_else(|| outline.next());
            let end = here.unwrap_or(outline.rows.len());
            let visible = |row: &usize| {
                let row = &outline.rows[*row];
                matches!(row.state, State::Done | State::Skipped | State::Stale) && row.step.kind.is_revisited()
            };
            (0..end).rev().find(visible).map(|row| outline.rows[row].id.clone())
        })
    }

    /// The title of the case, its number, and what is never to be done: once, when it comes on top.
    fn head(&mut self) -> Head {
        let Some(case) = self.session.top() else { return Head::Same };
        if self.headed.as_ref() == Some(&case.id) {
            return Head::Same;
        }
        self.headed = Some(case.id.clone());
        self.grouped = None;
        self.cursor = None;
        let outline = case.outline(&self.session.outside());
        self.screen.head(case);
        for (at, id, label) in &case.linked {
            let id = matters::short(id);
            self.screen.of(Matter::Report(at, &id, label));
        }
        if !self.met.insert(case.id.clone()) {
            return Head::Again;
        }
        self.screen.prohibitions(case, &outline);
        if let Some(unready) = self.session.unready_here() {
            self.screen.say(&Message::Outbox(Outbox::Unready(&unready)));
        }
        Head::First
    }
}
