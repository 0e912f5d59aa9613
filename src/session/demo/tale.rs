//! One invented case: what its dispatcher does with it, from the outline alone, until it is closed or left for another day.

use super::answers::Question;
use super::dice::Dice;
use super::words;
use crate::engine::{Attempt, Concern, Move, Outline, Refusal, State};
use crate::model::attachment::FileKind;
use crate::model::definition::{Attach, StepKind};
use crate::model::event::{Came, Moment, Way};
use crate::model::types::Base;
use crate::session::{Accepted, Session, SessionError};
use chrono::{DateTime, Duration, NaiveTime};

/// How often another answer is tried in the place of one that is refused.
const TRIES: usize = 24;
/// More moves than a case takes; behind them it is ended by hand.
const MOST_MOVES: usize = 400;
/// How often a letter or a paper that cannot be made is begun.
const MOST_BEGUN: usize = 3;
/// On how many of the last days things are left as they are more often.
const LATELY: i64 = 21;

/// An invented case on its way.
#[derive(Debug)]
pub(super) struct Tale {
    dice: Dice,
    /// Its procedure.
    pub(super) procedure: String,
    /// When it begins.
    began: Moment,
    /// Its id, and that of the case on top of it where it was put aside with one.
    id: Option<String>,
    moves: usize,
    /// Behind how many moves something unusual happens.
    turns: Vec<(usize, Turn)>,
    /// The wait that has lasted long enough.
    waited: Option<String>,
    /// What was begun, once for each time.
    begun: Vec<String>,
    /// Whether somebody finds a mistake in it when it is closed.
    mistaken: bool,
}

/// Something unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Cut,
    PutAside,
    Leave,
    Change,
    Note,
}

/// What has become of a case for now.
#[derive(Debug)]
pub(super) enum Went {
    /// Nothing more happens in it.
    Over,
    /// It goes on then.
    On(Moment),
}

/// What is to be done next.
enum Next {
    /// It needs no decision: a move, and how many seconds pass before it.
    Simple(Move, (i64, i64)),
    /// A question: its step, whether it may be passed, and what an answer depends on.
    Ask(String, bool, Box<Question>),
    /// Files: how many are missing, and of which kind.
    Files(String, usize, FileKind),
    /// A wait: its step, its question where it has one, and what may be done meanwhile.
    Wait(String, Option<Box<Question>>, Vec<String>),
    /// A repeat that may have one more item.
    Items(String, usize),
    /// There is nothing to do.
    Nothing,
}

impl Tale {
    /// A case that begins then; of the last ones, so many of a hundred are left as they are in the middle.
    pub(super) fn new(mut dice: Dice, procedure: String, began: Moment, now: Moment, loose: usize) -> Self {
        let mut turns = Vec::new();
        let mut rare = |percent, turn| {
            if dice.chance(percent) {
                turns.push((1 + dice.below(8), turn));
            }
        };
        let lately = (now - began).num_days() < LATELY;
        rare(4, Turn::Cut);
        rare(if lately { 5 + loose / 2 } else { 5 }, Turn::PutAside);
        rare(if lately { loose } else { 0 }, Turn::Leave);
        rare(7, Turn::Change);
        rare(5, Turn::Note);
        let mistaken = dice.chance(3);
        Self { dice, procedure, began, id: None, moves: 0, turns, waited: None, begun: Vec::new(), mistaken }
    }

    /// Carries the case on from a moment, up to `now` at the most.
    pub(super) fn go_on(&mut self, session: &mut Session, from: Moment, now: Moment) -> Result<Went, SessionError> {
        session.clock().set(from);
        if let Some(id) = self.id.clone().filter(|id| session.is_closed(id)) {
            return self.put_right(session, &id).map(|()| Went::Over);
        }
        match &self.id {
            None => drop(session.start(&self.procedure)?),
            Some(id) => drop(session.resume(id)?),
        }
        let mut at = from;
        loop {
            match session.top().map(|case| case.id.clone()) {
                Some(id) => self.id = Some(id),
                None if self.mistaken => return Ok(Went::On(at + Duration::minutes(self.dice.between(60, 3000)))),
                None => return Ok(Went::Over),
            }
            self.moves += 1;
            if let Some(turn) = self.turn() {
                match self.unusual(turn, session, &mut at, now)? {
                    Some(went) => return Ok(went),
                    None => continue,
                }
            }
            if self.moves > MOST_MOVES {
                self.cut(session)?;
                continue;
            }
            let next = self.next(session);
            if let Some(went) = self.carry_out(next, session, &mut at, now)? {
                return Ok(went);
            }
        }
    }

    fn turn(&mut self) -> Option<Turn> {
        let at = self.turns.iter().position(|(after, _)| *after < self.moves)?;
        Some(self.turns.remove(at).1)
    }

    fn unusual(
        &mut self,
        turn: Turn,
        session: &mut Session,
        at: &mut Moment,
        now: Moment,
    ) -> Result<Option<Went>, SessionError> {
        match turn {
            Turn::Cut => self.cut(session).map(|()| None),
            Turn::Note => {
                let text = self.dice.pick(&words::NOTES).to_owned();
                refusable(session.act(&Move::Note { text })).map(|_| None)
            }
            Turn::Change => self.change(session).map(|()| None),
            Turn::Leave => {
                session.leave();
                Ok(Some(Went::Over))
            }
            Turn::PutAside => {
                if !pass(session, at, self.dice.between(5, 40), now) {
                    return Ok(Some(Went::Over));
                }
                session.park_all(self.dice.pick(&words::ASIDE))?;
                let minutes =
                    if self.dice.chance(60) { self.dice.between(30, 240) } else { self.dice.between(600, 4000) };
                Ok(Some(Went::On(*at + Duration::minutes(minutes))))
            }
        }
    }

    /// What stands next in the outline; now and then another question that may be asked as well.
    fn next(&mut self, session: &Session) -> Next {
        let Some(outline) = session.outline() else { return Next::Nothing };
        let asks = |row: &usize| matches!(outline.rows[*row].step.kind, StepKind::Ask(_));
        let mut next = outline.next();
        if next.as_ref().is_some_and(asks) && self.dice.chance(10) {
            let others: Vec<usize> = outline.awaited().into_iter().filter(asks).collect();
            next = others.get(self.dice.below(others.len())).copied().or(next);
        }
        let Some(at) = next else {
            return if outline.may_end() { Next::Simple(Move::Stop { step: None }, (2, 10)) } else { Next::Nothing };
        };
        let row = &outline.rows[at];
        let step = row.id.clone();
        if row.state == State::Stale {
            let reason = self.dice.pick(&words::CHANGED).to_owned();
            return Next::Simple(Move::Leave { step, reason }, (5, 20));
        }
        match &row.step.kind {
            StepKind::Say(_) => Next::Simple(Move::Done { step }, (4, 15)),
            StepKind::Do(_) => Next::Simple(Move::Done { step }, (10, 60)),
            StepKind::Print(_) if outline.paper(at).is_none() => {
                Next::Simple(Move::Begin { step, reason: None }, (5, 20))
            }
            StepKind::Print(_) => Next::Simple(Move::Done { step }, (20, 60)),
            StepKind::Run(_) => Next::Simple(Move::Begin { step, reason: None }, (3, 10)),
            StepKind::Mail(_) => Next::Simple(Move::Begin { step, reason: None }, (10, 40)),
            StepKind::Stop(_) => Next::Simple(Move::Stop { step: Some(step) }, (5, 20)),
            StepKind::Notify(_) => {
                let callees = outline.callees(at);
                let who = callees.iter().find(|callee| !callee.is_reached()).map(|callee| callee.id.to_owned());
                let came = match self.dice.below(10) {
                    0 => Came::NoAnswer,
                    1 => Came::Busy,
                    _ => Came::Reached,
                };
                let how = if self.dice.chance(90) { Way::Call } else { Way::Message };
                let attempt = Attempt { who: who.unwrap_or_default(), how, came, reason: None };
                Next::Simple(Move::Try { step, attempt }, (30, 150))
            }
            StepKind::Attach(Attach { accept, .. }) => {
                let kind = accept.first().copied().unwrap_or(FileKind::Jpg);
                Next::Files(step, outline.files(at).1.max(1), kind)
            }
            StepKind::Repeat(_) => Next::Items(step, outline.items_of(at).len()),
            StepKind::Wait(_) => {
                let meanwhile = outline.meanwhile(at).into_iter().map(|row| &outline.rows[row]);
                let meanwhile = meanwhile.filter(|row| matches!(row.step.kind, StepKind::Do(_)));
                let meanwhile = meanwhile.map(|row| row.id.clone()).collect();
                Next::Wait(step, question(session, &outline, at).map(Box::new), meanwhile)
            }
            StepKind::Ask(_) => match question(session, &outline, at) {
                Some(question) => Next::Ask(step, row.step.optional, Box::new(question)),
                None => Next::Nothing,
            },
            // Nobody acts on these.
            StepKind::Note(_) | StepKind::Group(_) | StepKind::Let(_) => Next::Nothing,
        }
    }

    fn carry_out(
        &mut self,
        next: Next,
        session: &mut Session,
        at: &mut Moment,
        now: Moment,
    ) -> Result<Option<Went>, SessionError> {
        let (least, most) = match &next {
            Next::Simple(_, seconds) => *seconds,
            Next::Ask(_, _, question) if question.field.base == Base::LongText => (30, 120),
            Next::Ask(..) => (6, 40),
            Next::Files(..) => (30, 120),
            Next::Items(..) => (2, 8),
            Next::Wait(..) | Next::Nothing => (1, 5),
        };
        if !pass(session, at, self.dice.between(least, most), now) {
            return Ok(Some(Went::Over));
        }
        match next {
            Next::Simple(wanted, _) => {
                let told = matches!(wanted, Move::Try { .. } | Move::Done { .. });
                if told && self.dice.chance(3) && *at - self.began > Duration::minutes(5) {
                    // It was done before anybody came to write it down.
                    session.clock().was = Some(*at - Duration::minutes(self.dice.between(1, 4)));
                }
                let step = step_of(&wanted);
                if matches!(wanted, Move::Begin { .. }) {
                    self.begun.extend(step.map(str::to_owned));
                }
                let vain = self.begun.iter().filter(|one| Some(one.as_str()) == step).count() > MOST_BEGUN;
                if vain || !refusable(session.act(&wanted))? {
                    session.clock().was = None;
                    self.pass_by(session, step)?;
                }
            }
            Next::Ask(step, optional, question) => {
                if optional && self.dice.chance(35) {
                    refusable(session.act(&Move::Skip { step, reason: None }))?;
                } else if !self.answer(session, &step, &question, None)? {
                    self.pass_by(session, Some(&step))?;
                }
            }
            Next::Files(step, count, kind) => {
                let count = count + usize::from(self.dice.chance(20));
                let names: Vec<String> =
                    (0..count).map(|_| format!("scan-{}.{}", self.dice.between(1000, 9999), kind.ending())).collect();
                let paths = session.invent(&names)?;
                let attached = refusable(session.attach(&step, &paths));
                session.forget_invented(&paths);
                if !attached? {
                    self.pass_by(session, Some(&step))?;
                }
            }
            Next::Items(step, count) => {
                let more = count < 4 && self.dice.chance(30);
                let enough = Move::Enough { step: step.clone(), accept: true };
                let wanted = if more { Move::More { step: step.clone() } } else { enough.clone() };
                if !refusable(session.act(&wanted))? && !refusable(session.act(&enough))? {
                    refusable(session.act(&Move::More { step }))?;
                }
            }
            Next::Wait(step, question, meanwhile) => return self.wait(session, (step, question, meanwhile), at, now),
            Next::Nothing => self.cut(session)?,
        }
        Ok(None)
    }

    /// Time passes: minutes where something is only finished, hours and days where somebody has to answer.
    fn wait(
        &mut self,
        session: &mut Session,
        (step, question, meanwhile): (String, Option<Box<Question>>, Vec<String>),
        at: &mut Moment,
        now: Moment,
    ) -> Result<Option<Went>, SessionError> {
        if self.waited.as_ref() != Some(&step) {
            for one in meanwhile {
                if self.dice.chance(30) && pass(session, at, self.dice.between(60, 300), now) {
                    refusable(session.act(&Move::Done { step: one }))?;
                }
            }
            self.waited = Some(step);
            let lately = (now - *at).num_days() < LATELY;
            let minutes = match (&question, self.dice.below(10)) {
                _ if lately && self.dice.chance(25) => (now - *at).num_minutes() + 1,
                (None, _) => self.dice.between(4, 40),
                (Some(_), 0..=6) => self.dice.between(15, 240),
                (Some(_), 7 | 8) => self.dice.between(1000, 3000),
                (Some(_), _) => self.dice.between(4000, 9000),
            };
            if question.is_some() || self.dice.chance(50) {
                session.park_all("")?;
            } else {
                session.leave();
            }
            return Ok(Some(Went::On(*at + Duration::minutes(minutes))));
        }
        self.waited = None;
        let done = match question {
            None => refusable(session.act(&Move::Done { step: step.clone() }))?,
            Some(question) => {
                let contact = session.workspace.company.contacts.first().map(|(id, _)| id.clone());
                match contact.filter(|_| self.dice.chance(40)) {
                    Some(from) => {
                        let raw = Some(question.answer(&mut self.dice));
                        refusable(session.act(&Move::Reply { step: step.clone(), raw, from }))?
                    }
                    None => self.answer(session, &step, &question, None)?,
                }
            }
        };
        if !done {
            self.cut(session)?;
        }
        Ok(None)
    }

    /// Answers until an answer is taken. A doubt that stays is accepted, as people do.
    fn answer(
        &mut self,
        session: &mut Session,
        step: &str,
        question: &Question,
        reason: Option<&str>,
    ) -> Result<bool, SessionError> {
        for turn in 0..TRIES {
            let raw = question.answer(&mut self.dice);
            let wanted = |accept| Move::Answer {
                step: step.to_owned(),
                raw: raw.clone(),
                accept,
                reason: reason.map(str::to_owned),
            };
            match session.act(&wanted(false)) {
                Err(SessionError::Refused(Refusal::Doubtful(concerns))) => {
                    let own = concerns.iter().any(|concern| matches!(concern, Concern::Procedure(_)));
                    if (!own || turn > 2) && refusable(session.act(&wanted(true)))? {
                        return Ok(true);
                    }
                }
                other => {
                    if refusable(other)? {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// What cannot be done is passed with a reason; where that is not taken either, the case is ended.
    fn pass_by(&mut self, session: &mut Session, step: Option<&str>) -> Result<(), SessionError> {
        let reason = Some(self.dice.pick(&words::PASSED).to_owned());
        let passed = match step {
            Some(step) => refusable(session.act(&Move::Skip { step: step.to_owned(), reason }))?,
            None => false,
        };
        if passed { Ok(()) } else { self.cut(session) }
    }

    /// Something that was answered is answered otherwise.
    fn change(&mut self, session: &mut Session) -> Result<(), SessionError> {
        let Some(outline) = session.outline() else { return Ok(()) };
        let answered: Vec<usize> = (0..outline.rows.len())
            .filter(|at| {
                outline.rows[*at].state == State::Done && matches!(outline.rows[*at].step.kind, StepKind::Ask(_))
            })
            .collect();
        let Some(row) = answered.get(self.dice.below(answered.len())).copied() else { return Ok(()) };
        let step = outline.rows[row].id.clone();
        let Some(question) = question(session, &outline, row) else { return Ok(()) };
        drop(outline);
        let reason = self.dice.pick(&words::CHANGED);
        self.answer(session, &step, &Question { typed: None, ..question }, Some(reason)).map(drop)
    }

    /// An answer of a closed case is put right: beside the record, which stays what it was.
    fn put_right(&mut self, session: &mut Session, id: &str) -> Result<(), SessionError> {
        let mut correcting = session.correcting(id)?;
        let questions = correcting.questions();
        let step = questions.get(self.dice.below(questions.len())).cloned().unwrap_or_default();
        let outline = correcting.outline();
        let asked = outline.row(&step).and_then(|row| question(session, &outline, row));
        drop(outline);
        let Some(question) = asked.map(|question| Question { typed: None, ..question }) else { return Ok(()) };
        for _ in 0..TRIES {
            let raw = question.answer(&mut self.dice);
            if refusable(session.put_right(&mut correcting, &step, &raw, Accepted::Yes))? && correcting.is_changed() {
                return session.save_correction(&correcting, self.dice.pick(&words::CHANGED)).map(drop);
            }
        }
        Ok(())
    }

    fn cut(&mut self, session: &mut Session) -> Result<(), SessionError> {
        let reason = self.dice.pick(&words::CUT).to_owned();
        session.act(&Move::Cut { reason }).map(drop)
    }
}

/// A question as it stands there now.
fn question(session: &Session, outline: &Outline<'_>, at: usize) -> Option<Question> {
    let row = &outline.rows[at];
    let example = if let StepKind::Ask(ask) = &row.step.kind { ask.example.clone() } else { None };
    Some(Question {
        field: outline.field_now(at)?.into_owned(),
        words: format!("{} {}", outline.text(at), row.step.id),
        example,
        offered: outline.offered(at).into_iter().map(|(code, _)| code).collect(),
        typed: outline.suggestion(at),
        now: outline.now().naive_local(),
        town: session.workspace.company.detail("town").map(str::to_owned),
    })
}

/// Lets some seconds go by; not past the end of what is told, and not over closing time by more than the case lasts.
fn pass(session: &mut Session, at: &mut Moment, seconds: i64, now: Moment) -> bool {
    let then = *at + Duration::seconds(seconds);
    if then > now {
        session.leave();
        return false;
    }
    *at = then;
    session.clock().set(then);
    true
}

/// Whether a move was made; a refusal is an answer, a disk that refuses is an error.
fn refusable<T>(result: Result<T, SessionError>) -> Result<bool, SessionError> {
    match result {
        Ok(_) => Ok(true),
        Err(SessionError::Refused(_) | SessionError::NotAttached { .. } | SessionError::Nothing) => Ok(false),
        Err(error) => Err(error),
    }
}

fn step_of(wanted: &Move) -> Option<&str> {
    match wanted {
        Move::Done { step } | Move::Begin { step, .. } | Move::Try { step, .. } | Move::Leave { step, .. } => {
            Some(step)
        }
        _ => None,
    }
}

/// The next moment at which the office is open, this one if it is.
pub(super) fn opening(session: &Session, at: Moment) -> Moment {
    let hours = &session.workspace.company.hours;
    if hours.week.iter().all(Option::is_none) || hours.open_at(&at) {
        return at;
    }
    let next = hours.next_open(&at).unwrap_or(at.naive_local() + Duration::days(1));
    let next = if next.time() == NaiveTime::MIN { next + Duration::hours(9) } else { next };
    DateTime::from_naive_utc_and_offset(next - Duration::seconds(at.offset().local_minus_utc().into()), *at.offset())
}
