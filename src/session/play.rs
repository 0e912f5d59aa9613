//! Playing moves from a file: scenarios and `--answers`. The same session, driven by text.

use super::automatic::{automatic, first_of, in_the_way, missing_item, said_before_optional};
use super::links::Offer;
use super::testing::{Mismatch, compare};
use super::{MailTrouble, Notice, PrintTrouble, Session, SessionError};
use crate::device::scanner::{ScanTrouble, Twin};
use crate::engine::{Attempt, Case, Fact, Move, Refusal, State};
use crate::model::definition::StepKind;

use crate::model::scenario::{Deed, Play, Scanned, later};
use crate::model::span::{Span, Spanned};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// How many steps may be done by themselves between two moves.
const MOST_AUTOMATIC: usize = 1000;

/// Why a play stopped.
#[derive(Debug)]
pub enum PlayError {
    /// A move was refused.
    Refused {
        /// The refusal.
        refusal: Refusal,
        /// The move.
        span: Span,
    },
    /// A move should have been refused and was not, or not because of that step.
    NotRefused {
        /// Because of which step, as written.
        because: Option<String>,
        /// What was refused instead.
        instead: Option<Refusal>,
        /// The move.
        span: Span,
    },
    /// A doubt was expected and not raised.
    NoDoubt {
        /// The field.
        field: String,
        /// Its place.
        span: Span,
    },
    /// A time that cannot be read.
    BadTime {
        /// Its place.
        span: Span,
    },
    /// No case is open on which to make the move.
    NothingOpen {
        /// The move.
        span: Span,
    },
    /// A document could not be made.
    NotPrinted {
        /// The form.
        form: String,
        /// Why.
        trouble: PrintTrouble,
        /// The move.
        span: Span,
    },
    /// A letter could not be written.
    NotMailed {
        /// Why.
        trouble: MailTrouble,
        /// The move.
        span: Span,
    },
    /// What was expected in the middle does not hold.
    Mismatch(Vec<Mismatch>),
    /// Something else went wrong.
    Session {
        /// What.
        error: SessionError,
        /// The move.
        span: Span,
    },
}

/// Plays moves on the case on top; what needs nobody's answer is done on the way. Returns what the
/// dispatcher would have been told, and the first case's id.
///
/// # Errors
/// The first move that did not go as written; what was before it stays.
pub fn play(session: &mut Session, moves: &[Play], last: Span) -> Result<Vec<Notice>, PlayError> {
    let first = session.top().map(|case| case.id.clone()).unwrap_or_default();
    let mut player = Player { session, named: BTreeSet::new(), notices: Vec::new(), first, parked: None, short: false };
    for (at, play) in moves.iter().enumerate() {
        player.named = named(&moves[at..]);
        player.one(play)?;
    }
    player.named.clear();
    player.advance(None, last)?;
    Ok(player.notices)
}

/// The steps that the moves name: these are not done by themselves.
fn named(moves: &[Play]) -> BTreeSet<String> {
    let last_part = |step: &Spanned<String>| step.value.rsplit('.').next().unwrap_or("").to_owned();
    let steps = moves.iter().filter_map(|play| match &play.deed {
        Deed::Done(step) | Deed::Undo(step) | Deed::Skip(step, _) | Deed::End(step) => Some(step),
        Deed::Try { step, .. } | Deed::Attach(step, _) | Deed::Scan { step, .. } => Some(step),
        _ => None,
    });
    steps.flat_map(|step| [step.value.clone(), last_part(step)]).collect()
}

struct Player<'s> {
    session: &'s mut Session,
    named: BTreeSet<String>,
    notices: Vec<Notice>,
    first: String,
    parked: Option<String>,
    /// Whether everything goes by itself: whoever is to be told is reached, items come and repeats end.
    short: bool,
}

impl Player<'_> {
    fn one(&mut self, play: &Play) -> Result<(), PlayError> {
        if let Some(at) = &play.at {
            let moment = later(&at.value, self.session.outside().at).ok_or(PlayError::BadTime { span: at.span })?;
            self.session.clock().set(moment);
        }
        match &play.deed {
            Deed::Answer { fields, by: Some(by), .. } => {
                for (field, raw) in fields {
                    self.answer_elsewhere(field, raw, &by.value)?;
                }
                Ok(())
            }
            Deed::Answer { fields, warns, reason, by: None } => {
                for (field, raw) in fields {
                    self.answer(field, raw, warns, reason.as_ref())?;
                }
                Ok(())
            }
            Deed::Done(step) | Deed::End(step) => {
                let id = self.reach(step)?;
                if self.wants_paper(&id) {
                    self.act(&Move::Begin { step: id.clone(), reason: None }, step.span)?;
                }
                let run = self.kind_is(&id, |kind| matches!(kind, StepKind::Run(_) | StepKind::Mail(_)));
                let stop = self.kind_is(&id, |kind| matches!(kind, StepKind::Stop(_)));
                let wanted = match (run, stop) {
                    (true, _) => Move::Begin { step: id, reason: None },
                    (_, true) => Move::Stop { step: Some(id) },
                    _ => Move::Done { step: id },
                };
                self.act(&wanted, step.span)
            }
            Deed::More(step) => {
                let id = self.reach_repeat(step)?;
                self.act(&Move::More { step: id }, step.span)
            }
            Deed::Drop(item, reason) => {
                let item_id = self.own_item(&item.value);
                self.act(&Move::Drop { item: item_id, reason: reason.clone() }, item.span)
            }
            Deed::Enough { step, doubted } => {
                let id = self.reach(step)?;
                let enough = |accept| Move::Enough { step: id.clone(), accept };
                match self.session.act(&enough(false)) {
                    Err(SessionError::Refused(Refusal::Doubtful(_))) if *doubted => self.act(&enough(true), step.span),
                    Ok(_) if *doubted => Err(PlayError::NoDoubt { field: step.value.clone(), span: step.span }),
                    other => self.told(other, step.span),
                }
            }
            Deed::Try { step, who, how, came, reason } => {
                let id = self.reach(step)?;
                let first = || self.session.top().and_then(|case| Some(first_of(&case.definition.step(&id)?.kind)));
                let who = who.as_ref().map(|who| who.value.clone()).or_else(first).unwrap_or_default();
                let attempt = Attempt { who, how: *how, came: *came, reason: reason.clone() };
                self.act(&Move::Try { step: id, attempt }, step.span)
            }
            Deed::Attach(step, files) => {
                let id = self.reach(step)?;
                let paths = if self.session.invents {
                    self.session.invent(files).map_err(|error| PlayError::Session { error, span: step.span })?
                } else {
                    files.iter().map(PathBuf::from).collect()
                };
                let attached = self.session.attach(&id, &paths);
                self.told(attached, step.span)
            }
            Deed::Scan { step, result } => {
                let id = self.reach(step)?;
                self.scan(&id, *result, step.span)
            }
            Deed::Open(procedure) => {
                self.advance(None, procedure.span)?;
                self.session.leave();
                let started = self.session.start(&procedure.value);
                self.told(started, procedure.span)
            }
            Deed::Join(words) => self.join(words.as_ref(), play.span),
            Deed::Short => {
                self.short = true;
                Ok(())
            }
            Deed::Undo(step) if self.kind_is(&self.own_id(&step.value), |kind| matches!(kind, StepKind::Attach(_))) => {
                let id = self.own_id(&step.value);
                let detached = self.session.detach(&id);
                self.told(detached, step.span)
            }
            Deed::Undo(step) => {
                let id = self.reach(step)?;
                self.act(&Move::Undo { step: id }, step.span)
            }
            Deed::Skip(step, reason) => {
                let id = self.reach(step)?;
                self.act(&Move::Skip { step: id, reason: reason.clone() }, step.span)
            }
            Deed::Stale { step, leave, reason } => {
                let id = self.reach(step)?;
                let reason = reason.clone();
                let wanted = if *leave {
                    Move::Leave { step: id.clone(), reason }
                } else {
                    Move::Begin { step: id.clone(), reason: Some(reason) }
                };
                self.act(&wanted, step.span)?;
                // Printed again, it is taken into the hand again.
                let printed = self.kind_is(&id, |kind| matches!(kind, StepKind::Print(_))) && !leave;
                if printed { self.act(&Move::Done { step: id }, step.span) } else { Ok(()) }
            }
            Deed::Park(text) => {
                self.parked = self.session.top().map(|case| case.id.clone());
                self.act(&Move::Park { text: text.clone() }, play.span)
            }
            Deed::Resume(dispatcher) => self.resume(dispatcher.as_ref(), play.span),
            Deed::Close(reason) => self.act(&Move::Cut { reason: reason.clone() }, play.span),
            Deed::Note(text) => self.act(&Move::Note { text: text.clone() }, play.span),
            Deed::Expect(expect) => {
                let Some(case) = self.session.case(&self.first) else {
                    return Err(PlayError::NothingOpen { span: play.span });
                };
                let found = compare(self.session, case, expect);
                if found.is_empty() { Ok(()) } else { Err(PlayError::Mismatch(found)) }
            }
            Deed::Refused { step, raw, because } => self.refused(step, raw.as_deref(), because.as_ref()),
        }
    }

    fn scan(&mut self, step: &str, result: Scanned, span: Span) -> Result<(), PlayError> {
        if self.session.invents {
            let troubles = (result == Scanned::Fails).then_some(ScanTrouble::NoScanner);
            self.session.scanner = Box::new(Twin::failing(troubles));
        }
        match (self.session.scan(step), result) {
            // Nothing has come of it, as was to be.
            (Err(SessionError::NotScanned(_)), Scanned::Fails) => Ok(()),
            (scanned, _) => self.told(scanned, span),
        }
    }

    fn join(&mut self, words: Option<&Spanned<String>>, span: Span) -> Result<(), PlayError> {
        let offers = self.session.joinable().map_err(|error| PlayError::Session { error, span })?;
        let fits = |offer: &&Offer| words.is_none_or(|words| offer.label.contains(&words.value));
        let offers: Vec<Offer> = offers.iter().filter(fits).cloned().collect();
        let [offer] = offers.as_slice() else {
            return Err(PlayError::Refused { refusal: Refusal::CannotJoin, span });
        };
        let joined = self.session.join(&offer.id);
        self.told(joined, span)
    }

    fn answer(
        &mut self,
        field: &Spanned<String>,
        raw: &str,
        warns: &[Spanned<String>],
        reason: Option<&String>,
    ) -> Result<(), PlayError> {
        let id = self.reach(field)?;
        let doubted = warns.iter().any(|name| name.value == field.value);
        let wanted = |accept| Move::Answer { step: id.clone(), raw: raw.to_owned(), accept, reason: reason.cloned() };
        match self.session.act(&wanted(false)) {
            Err(SessionError::Refused(Refusal::Doubtful(_))) if doubted => self.act(&wanted(true), field.span),
            Ok(_) if doubted => Err(PlayError::NoDoubt { field: field.value.clone(), span: field.span }),
            other => self.told(other, field.span),
        }
    }

    /// Somebody answers from elsewhere: where nobody is on the case, it is taken in when it is taken up.
    fn answer_elsewhere(&mut self, field: &Spanned<String>, raw: &str, by: &str) -> Result<(), PlayError> {
        let held = self.session.top().map(|case| case.id.clone());
        if held.is_some() {
            self.advance(Some(&field.value), field.span)?;
        }
        let id = held.clone().or_else(|| self.parked.clone()).unwrap_or_else(|| self.first.clone());
        let told = match self.session.answer_elsewhere(&id, Some(raw), by) {
            Ok(_) if held.is_some() => self.session.look_beside(),
            Ok(_) => Ok(Vec::new()),
            Err(error) => Err(error),
        };
        self.told(told, field.span)
    }

    fn resume(&mut self, dispatcher: Option<&Spanned<String>>, span: Span) -> Result<(), PlayError> {
        // What was open meanwhile is brought to its end first, as far as that goes by itself.
        if self.session.top().is_some() {
            self.advance(None, span)?;
        }
        if let Some(dispatcher) = dispatcher {
            self.session.sit_down(&dispatcher.value);
        }
        let id = self.parked.take().unwrap_or_else(|| self.first.clone());
        let resumed = self.session.resume(&id);
        self.told(resumed, span)
    }

    fn refused(
        &mut self,
        step: &Spanned<String>,
        raw: Option<&str>,
        because: Option<&Spanned<String>>,
    ) -> Result<(), PlayError> {
        let id = self.own_id(&step.value);
        let run = self.kind_is(&id, |kind| matches!(kind, StepKind::Run(_)));
        let stop = self.kind_is(&id, |kind| matches!(kind, StepKind::Stop(_)));
        let tried = id.clone();
        let wanted = match raw {
            Some(raw) => Move::Answer { step: id, raw: raw.to_owned(), accept: true, reason: None },
            None if run => Move::Begin { step: id, reason: None },
            None if stop => Move::Stop { step: Some(id) },
            None if self.kind_is(&id, |kind| matches!(kind, StepKind::Repeat(_))) => {
                Move::Enough { step: id, accept: true }
            }
            // Not even with a reason: without one nothing is passed that has to be done.
            None if self.kind_is(&id, |kind| {
                matches!(kind, StepKind::Ask(_) | StepKind::Notify(_) | StepKind::Attach(_) | StepKind::Mail(_))
            }) =>
            {
                Move::Skip { step: id, reason: Some(step.value.clone()) }
            }
            None => Move::Done { step: id },
        };
        // Any of the steps that block will do as the reason.
        let also = because.is_some_and(|because| {
            let outline = self.session.outline();
            let rows = outline.as_ref().and_then(|outline| Some((outline.row(&tried)?, outline.row(&because.value)?)));
            outline.as_ref().zip(rows).is_some_and(|(outline, (row, other))| outline.waits_for(row, other))
        });
        let because = because.map(|step| step.value.clone());
        let not_refused = |instead| PlayError::NotRefused { because: because.clone(), instead, span: step.span };
        match self.session.act(&wanted) {
            Ok(_) => Err(not_refused(None)),
            Err(SessionError::Refused(refusal)) => {
                let by = match &refusal {
                    Refusal::Blocked { by, .. } | Refusal::Maybe { by, .. } => Some(by.clone()),
                    Refusal::Check { of, .. } => Some(of.clone()),
                    _ => None,
                };
                // An answer that could not even be tried says nothing about the answer.
                let untried = raw.is_some()
                    && matches!(
                        refusal,
                        Refusal::Blocked { .. }
                            | Refusal::Maybe { .. }
                            | Refusal::Out { .. }
                            | Refusal::NoSuchStep { .. }
                    );
                let also = also && matches!(refusal, Refusal::Blocked { .. });
                let fits = if because.is_none() { !untried } else { because == by || also };
                if fits { Ok(()) } else { Err(not_refused(Some(refusal))) }
            }
            Err(error) => Err(PlayError::Session { error, span: step.span }),
        }
    }

    /// Does what goes by itself until a step can be acted on; gives its id in the case on top.
    fn reach(&mut self, step: &Spanned<String>) -> Result<String, PlayError> {
        self.advance(Some(&step.value), step.span)?;
        Ok(self.own_id(&step.value))
    }

    /// As [`Self::reach`] for a repeat whose own open steps do not hinder one more item.
    fn reach_repeat(&mut self, step: &Spanned<String>) -> Result<String, PlayError> {
        let id = self.own_id(&step.value);
        let ready = self.session.outline().is_some_and(|outline| {
            outline.row(&id).is_some_and(|row| match outline.rows[row].state {
                State::Blocked(by) => outline.rows[row].inner.contains(&by),
                State::Maybe => false,
                _ => true,
            })
        });
        if ready { Ok(id) } else { self.reach(step) }
    }

    /// The id of an item in the case on top.
    fn own_item(&self, item: &str) -> String {
        match item.rsplit_once('.') {
            Some((repeat, number)) => format!("{}.{number}", self.own_id(repeat)),
            None => item.to_owned(),
        }
    }

    /// `req.phone` is `phone` in the case that the step `req` runs.
    fn own_id(&self, step: &str) -> String {
        let Some(case) = self.session.top() else { return step.to_owned() };
        if case.definition.step(step).is_some() {
            return step.to_owned();
        }
        match (step.split_once('.'), &case.opened.parent) {
            (Some((run, inner)), Some(parent)) if parent.step == run => inner.to_owned(),
            _ => step.to_owned(),
        }
    }

    /// Whether a `print` has no paper yet that could be confirmed.
    fn wants_paper(&self, id: &str) -> bool {
        let Some(outline) = self.session.outline() else { return false };
        let row = outline.row(id).filter(|row| matches!(outline.rows[*row].step.kind, StepKind::Print(_)));
        row.is_some_and(|row| outline.paper(row).is_none())
    }

    fn kind_is(&self, id: &str, is: impl Fn(&StepKind) -> bool) -> bool {
        self.session.top().and_then(|case| case.definition.step(id)).is_some_and(|step| is(&step.kind))
    }

    /// Says, does and runs on the way; without a target, also the end.
    fn advance(&mut self, target: Option<&str>, span: Span) -> Result<(), PlayError> {
        for _ in 0..MOST_AUTOMATIC {
            let Some(outline) = self.session.outline() else {
                return if target.is_some() { Err(PlayError::NothingOpen { span }) } else { Ok(()) };
            };
            let id = target.map(|target| self.own_id(target));
            let row = id.as_ref().and_then(|id| outline.row(id));
            let ready = row.is_some_and(|row| !matches!(outline.rows[row].state, State::Blocked(_) | State::Maybe));
            if ready {
                return Ok(());
            }
            let item = id.as_ref().filter(|_| self.short && row.is_none()).and_then(|id| missing_item(&outline, id));
            if let Some(wanted) = item {
                drop(outline);
                self.act(&wanted, span)?;
                continue;
            }
            let said = row.and_then(|row| in_the_way(&outline, row));
            let wanted = said.or_else(|| automatic(&outline, &self.named, row.is_none(), self.short));
            let Some(wanted) = wanted.or_else(|| row.is_none().then(|| said_before_optional(&outline)).flatten())
            else {
                return Ok(());
            };
            drop(outline);
            self.act(&wanted, span)?;
        }
        Ok(())
    }

    fn act(&mut self, wanted: &Move, span: Span) -> Result<(), PlayError> {
        let result = self.session.act(wanted);
        self.told(result, span)
    }

    fn told(&mut self, result: Result<Vec<Notice>, SessionError>, span: Span) -> Result<(), PlayError> {
        match result {
            Ok(notices) => {
                for notice in notices {
                    match notice {
                        Notice::NotPrinted { form, trouble } => {
                            return Err(PlayError::NotPrinted { form, trouble, span });
                        }
                        Notice::NotMailed { trouble } => return Err(PlayError::NotMailed { trouble, span }),
                        notice => self.notices.push(notice),
                    }
                }
                Ok(())
            }
            Err(SessionError::Refused(refusal)) => Err(PlayError::Refused { refusal, span }),
            Err(SessionError::Nothing) => Err(PlayError::NothingOpen { span }),
            Err(error) => Err(PlayError::Session { error, span }),
        }
    }
}

/// The outcome of a case that was played.
pub(super) fn outcome(case: &Case) -> Option<&str> {
    match &case.life {
        crate::engine::Life::Closing(closing) | crate::engine::Life::Closed(closing) => Some(&closing.outcome),
        crate::engine::Life::Open | crate::engine::Life::Parked => None,
    }
}

/// The child of a step.
pub(super) fn child<'c>(case: &'c Case, step: &str) -> Option<&'c str> {
    case.fact(step).and_then(|fact: &Fact| fact.child.as_deref())
}
