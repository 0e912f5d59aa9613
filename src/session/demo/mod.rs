//! Invented cases, for demonstrations and for figures: played through the session as a dispatcher plays them, with a
//! chance that comes out the same in every run.

mod answers;
mod dice;
mod tale;
mod words;

use self::dice::Dice;
use self::tale::{Tale, Went, opening};
use super::{Clock, Seat, Session, SessionError};
use crate::check;
use crate::model::diagnostic::Diagnostic;
use crate::model::event::Moment;
use crate::model::hours::Hours;
use crate::model::workspace::Workspace;
use crate::store::{Durability, Found, Store, Unfinished, load_workspace};
use chrono::{Datelike, Duration, FixedOffset, Timelike};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How far the cases go back, in days.
const DAYS: i64 = 3 * 365;
/// One of so many cases is of the last days: a desk with nothing to do shows little.
const RECENT: usize = 12;
/// How many days these are.
const RECENT_DAYS: i64 = 14;
/// How often another moment is tried in the place of one at which the office is closed.
const TRIES: usize = 200;

/// Makes a workspace for demonstrations, with that many invented cases that end at `now` at the latest, which
/// is told the company's time zone. The same number and the same moment give the same bytes. Until it is complete, the folder is no
/// workspace.
///
/// # Errors
/// When the folder holds something, or the system refuses.
pub fn demonstrate(folder: &Path, count: usize, now: &dyn Fn(FixedOffset) -> Moment) -> Result<(), SessionError> {
    let made = Unfinished::begin(folder)?;
    let workspace = Arc::new(load_workspace(&made.root())?);
    let found = Arc::new(check::workspace(&workspace));
    let store = Store::new(made.root(), Durability::Unsynced);
    invent_cases(&store, &workspace, &found, count, now(workspace.company.time))?;
    store.folder_of_records()?;
    made.finish()?;
    Ok(())
}

/// Plays that many invented cases in a workspace, the last ones at `now`. Procedures with faults have none; cases that
/// are run by others come besides.
///
/// # Errors
/// When the system refuses to write.
pub fn invent_cases(
    store: &Store,
    workspace: &Arc<Workspace>,
    diagnostics: &Arc<Vec<Diagnostic>>,
    count: usize,
    now: Moment,
) -> Result<(), SessionError> {
    let company = &workspace.company;
    let codes: Vec<String> =
        if company.desks.is_empty() { vec!["a".into()] } else { company.desks.keys().cloned().collect() };
    let people: Vec<String> = company.dispatchers.keys().cloned().collect();
    let mut desks: Vec<Session> = Vec::new();
    for desk in codes {
        let seat = Seat { desk, by: shift(&people, 0, &now), language: company.language };
        let (workspace, diagnostics) = (Arc::clone(workspace), Arc::clone(diagnostics));
        let session = Session::new(workspace, diagnostics, store.clone().invented(), Clock::fixed(now), seat);
        desks.push(session.of_demonstration());
    }
    let Some(first) = desks.first() else { return Ok(()) };
    let procedures: Vec<String> = workspace.procedures.keys().filter(|id| first.usable(id).is_ok()).cloned().collect();
    if procedures.is_empty() {
        return Ok(());
    }
    // A few cases are open, however many there are.
    let loose = (15_000 / count.max(1)).clamp(3, 25);
    let mut dice = Dice::new(u64::try_from(count).unwrap_or_default());
    let mut waiting: BTreeMap<(Moment, usize), (usize, Tale)> = BTreeMap::new();
    for number in 0..count {
        let mut own = dice.split();
        let days = if number % RECENT == 0 { RECENT_DAYS.min(DAYS) } else { DAYS };
        let began = moment(&mut own, &company.hours, now, days);
        let procedure = own.pick(&procedures);
        let desk = own.below(desks.len());
        waiting.insert((began, number), (desk, Tale::new(own, procedure, began, now, loose)));
    }
    // In the order of time, so that numbers of cases and papers go up as they do in life.
    let mut free: Vec<Moment> = vec![Moment::default(); desks.len()];
    while let Some(((at, number), (desk, mut tale))) = waiting.pop_first() {
        let (Some(session), Some(free)) = (desks.get_mut(desk), free.get_mut(desk)) else { continue };
        if at < *free {
            // Somebody is at the desk: this one comes when they have gone.
            let later = *free + Duration::seconds(30);
            if later < now {
                waiting.insert((opening(session, later), number), (desk, tale));
            }
            continue;
        }
        session.sit_down(&shift(&people, desk, &at));
        let went = tale.go_on(session, at, now)?;
        *free = session.clock().now();
        session.forget_finished();
        if let Went::On(then) = went {
            let then = opening(session, then);
            if then < now {
                waiting.insert((then, number), (desk, tale));
            }
        }
    }
    Ok(())
}

/// Who is at a desk: the shifts change every week, and halfway through the longer days.
fn shift(people: &[String], desk: usize, at: &Moment) -> String {
    let half = usize::from(at.hour() >= 15);
    let week = usize::try_from(at.iso_week().week()).unwrap_or(0);
    let by = people.get((week + 2 * desk + half) % people.len().max(1));
    by.cloned().unwrap_or_else(|| words::NAMELESS.to_owned())
}

/// A moment of the last days at which the office is open; before noon and at the beginning of the week more come.
fn moment(dice: &mut Dice, hours: &Hours, now: Moment, days: i64) -> Moment {
    let open = |at: &Moment| {
        if hours.week.iter().all(Option::is_none) { (9..18).contains(&at.hour()) } else { hours.open_at(at) }
    };
    let mut at = now;
    for _ in 0..TRIES {
        at = now - Duration::seconds(dice.between(60, days * 24 * 60 * 60));
        let busy = match at.hour() {
            10 | 11 => 100,
            12 | 16 | 17 => 80,
            _ => 60,
        };
        let day = 100 - at.weekday().num_days_from_monday() as usize * 8;
        if open(&at) && dice.chance(busy * day / 100) {
            break;
        }
    }
    at
}

impl Session {
    /// Nothing of this session goes into git: what never happened needs no history.
    fn of_demonstration(mut self) -> Self {
        self.git = crate::model::company::Git::Off;
        self
    }

    /// Whether a case has its record.
    fn is_closed(&self, id: &str) -> bool {
        matches!(self.store.look_up(id, self.clock.now().date_naive()), Ok((_, Found::Closed(_))))
    }

    /// Lets cases go that nobody looks at any more.
    fn forget_finished(&mut self) {
        self.finished.clear();
        self.warned.clear();
    }
}
