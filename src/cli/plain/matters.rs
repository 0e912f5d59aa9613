//! Due times, waits, and cases that have to do with each other, in lines.

use super::narrowing;
use super::prompt::{Reply, line};
use super::{Plain, Screen};
use crate::engine::{Move, Outline, State};
use crate::model::definition::{Items, Repeat, StepKind, Wait};
use crate::model::types::Base;
use crate::model::workspace::Workspace;
use crate::session::{Notice, SessionError, place_of, title_of};
use crate::store::CaseId;
use crate::text::{self, Matter, Message};

/// A case as it is called at the desk: `a17`.
pub(in crate::cli) fn short(id: &str) -> String {
    CaseId::parse(id).map_or_else(|| id.to_owned(), |id| id.short())
}

impl Screen<'_> {
    /// What there is to tell of other cases.
    pub(super) fn matter(&mut self, notice: &Notice) {
        match notice {
            Notice::Replied { id, who, words } => self.of(Matter::Replied(&id.short(), who, words)),
            Notice::ReplyWaits { id, who, words, by } => self.of(Matter::ReplyWaits(&id.short(), who, words, by)),
            Notice::ReplyNoted { id, who, words } => self.of(Matter::ReplyNoted(&id.short(), who, words)),
            Notice::BadAside { trouble } => {
                let why = text::store_error(self.language(), trouble);
                self.of(Matter::BadAside(&why));
            }
            Notice::StrayAside { path } => self.of(Matter::StrayAside(path)),
            Notice::Kept { field, ours, theirs } => self.of(Matter::Kept(field, ours, theirs)),
            Notice::Linked { id, other, label } => self.of(Matter::Linked(&short(id), &short(other), label)),
            // Of closed ones there are many with the same short id.
            Notice::Twice { id, label, open: true } => self.of(Matter::Twice(&short(id), label, true)),
            Notice::Twice { id, label, open } => self.of(Matter::Twice(id, label, *open)),
            Notice::LeftThere { field, ours, theirs, id } => {
                self.of(Matter::LeftThere(field, ours, theirs, &short(id)));
            }
            Notice::Opened { .. }
            | Notice::Resumed { .. }
            | Notice::Outdated { .. }
            | Notice::Torn { .. }
            | Notice::PrivateDamaged { .. }
            | Notice::Void { .. }
            | Notice::NotAttached { .. }
            | Notice::Queued { .. }
            | Notice::LetterReplaced { .. }
            | Notice::LetterOnItsWay { .. }
            | Notice::LettersWait(_)
            | Notice::NotMailed { .. }
            | Notice::Parked { .. }
            | Notice::Printed { .. }
            | Notice::NotPrinted { .. }
            | Notice::Handed { .. }
            | Notice::NotHanded(_)
            | Notice::Closed { .. } => {}
        }
    }

    pub(in crate::cli) fn of(&mut self, matter: Matter<'_>) {
        self.say(&Message::Matter(matter));
    }
}

/// When a step is due, or was.
pub(super) fn due(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize) {
    let open = matches!(outline.rows[row].state, State::Open | State::Stale | State::Blocked(_));
    match (outline.missed_by(row), outline.due(row)) {
        (Some(missed), _) if missed.done.is_none() => screen.of(Matter::Overdue(&missed.due)),
        (None, Some(due)) if open => screen.of(Matter::Due(&due)),
        _ => {}
    }
}

/// A wait during which something may be done: its number does it, Enter goes on.
pub(super) fn wait(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    row: usize,
    wait: &Wait,
    workspace: &Workspace,
    answer: impl Fn(&mut Screen<'_>) -> Reply,
) -> Reply {
    let offered = match &wait.field {
        Some(field) if field.base.is_choice() => outline.offered(row),
        _ => Vec::new(),
    };
    for (number, (_, label)) in offered.iter().enumerate() {
        screen.choice(number + 1, label);
    }
    let meanwhile = outline.meanwhile(row);
    for (number, at) in meanwhile.iter().enumerate() {
        let text = match &outline.rows[*at].step.kind {
            StepKind::Repeat(_) => match outline.items_of(*at).len() {
                0 => outline.text(*at),
                count => format!("{}: {count}", outline.text(*at)),
            },
            _ => title_of(screen.language(), workspace, outline, *at),
        };
        let fact = outline.rows[*at].fact.filter(|fact| fact.times > 0);
        let label = match fact.and_then(|fact| Some((fact.times, fact.at?))) {
            Some((times, when)) => screen.text(&Message::Matter(Matter::DoneTimes(&text, times, &when))),
            None => text,
        };
        screen.choice(offered.len() + number + 1, &label);
    }
    let growing = growing(outline, row);
    for (number, at) in growing.iter().enumerate() {
        let count = outline.items_of(*at).len();
        let label = screen.text(&Message::Matter(Matter::OneMore(&outline.text(*at), count)));
        screen.choice(offered.len() + meanwhile.len() + number + 1, &label);
    }
    let hint = match wait.field {
        Some(_) if offered.is_empty() => Message::Matter(Matter::EnterAnswerOrNumber),
        Some(_) => Message::Matter(Matter::AnswerOrAside),
        None => Message::Matter(Matter::EnterWaitedOrNumber),
    };
    let typed = match line(screen, &hint) {
        Ok(typed) => typed,
        Err(reply) => return reply,
    };
    let id = outline.rows[row].id.clone();
    match typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
        Some(at) if at < offered.len() => answered(screen, &id, typed, &offered, wait),
        Some(at) => match meanwhile.iter().chain(&growing).nth(at - offered.len()) {
            Some(chosen) => act_on(outline, *chosen),
            None => {
                screen.say(&Message::NotInList);
                Reply::Again
            }
        },
        None if typed.is_empty() && wait.field.is_none() => Reply::Act(Move::Done { step: id }),
        None if typed.is_empty() && offered.is_empty() => answer(screen),
        None if typed.is_empty() || wait.field.is_none() => {
            screen.say(&Message::NotInList);
            Reply::Again
        }
        None => answered(screen, &id, typed, &offered, wait),
    }
}

/// The repeats before a wait to which items may come while it lasts.
pub(super) fn growing(outline: &Outline<'_>, wait: usize) -> Vec<usize> {
    let room = |at: &usize| match &outline.rows[*at].step.kind {
        StepKind::Repeat(Repeat { items: Items::Free { max, .. }, .. }) => {
            max.is_none_or(|max| usize::try_from(max).is_ok_and(|max| outline.items_of(*at).len() < max))
        }
        _ => false,
    };
    let settled = |at: &usize| {
        let row = &outline.rows[*at];
        matches!(row.state, State::Done | State::Skipped) && row.item == outline.rows[wait].item && !row.aside
    };
    (0..wait).filter(settled).filter(room).collect()
}

/// The answer that ends a wait.
fn answered(screen: &mut Screen<'_>, step: &str, typed: String, offered: &[(String, String)], wait: &Wait) -> Reply {
    let base = wait.field.as_ref().map_or(Base::Text, |field| field.base);
    match narrowing::chosen(screen, typed, offered, base) {
        Ok(raw) => Reply::Act(Move::Answer { step: step.to_owned(), raw, accept: false, reason: None }),
        Err(reply) => reply,
    }
}

/// What the number of a step means that may be done meanwhile: what is only confirmed is done at once.
fn act_on(outline: &Outline<'_>, row: usize) -> Reply {
    let at = row;
    let row = &outline.rows[row];
    match &row.step.kind {
        StepKind::Do(_) | StepKind::Say(_) => Reply::Act(Move::Done { step: row.id.clone() }),
        StepKind::Note(_) => Reply::Again,
        // One more at once, unless one is there that was left in the middle.
        StepKind::Repeat(_) => match outline.unfinished_aside(at) {
            Some(open) => Reply::Go(outline.rows[open].id.clone()),
            None => Reply::Act(Move::More { step: row.id.clone() }),
        },
        _ => Reply::Go(row.id.clone()),
    }
}

impl Plain<'_> {
    /// Offers to join an open case of the same procedure, once the field that tells is settled. Says whether the case
    /// was joined.
    pub(super) fn offer_to_join(&mut self) -> Result<bool, SessionError> {
        let Some(case) = self.session.top() else { return Ok(false) };
        let settled = |field: &str| case.fact(field).is_some_and(|fact| fact.settled.is_some());
        let Some(join) = case.definition.join.as_ref().filter(|join| settled(&join.value)) else { return Ok(false) };
        let value = case.fact(&join.value).map(|fact| fact.value.to_string()).unwrap_or_default();
        if self.offered.get(&case.id) == Some(&value) {
            return Ok(false);
        }
        self.offered.insert(case.id.clone(), value);
        let offers = self.session.joinable()?;
        if offers.is_empty() {
            return Ok(false);
        }
        self.screen.of(Matter::MayJoin);
        for (number, offer) in offers.iter().enumerate() {
            let same = if offer.same {
                format!(" ({})", self.screen.text(&Message::Matter(Matter::SameValue)))
            } else {
                String::new()
            };
            let opened = offer.opened.map(|at| crate::model::types::moment(&at)).unwrap_or_default();
            self.screen.choice(number + 1, &format!("{}  {opened}  {}{same}", short(&offer.id), offer.label));
        }
        loop {
            let Some(typed) = self.screen.ask(&Message::Matter(Matter::JoinOrNot)) else { return Ok(false) };
            if typed.is_empty() {
                return Ok(false);
            }
            match typed.parse::<usize>().ok().and_then(|number| offers.get(number.checked_sub(1)?)) {
                Some(offer) => {
                    let notices = self.session.join(&offer.id)?;
                    self.tell(&notices);
                    return Ok(true);
                }
                None => self.screen.say(&Message::NotInList),
            }
        }
    }

    /// Offers to go back to the case below, where nothing is left in this one but to wait. Says whether that was done.
    pub(super) fn offer_to_return(&mut self) -> Result<bool, SessionError> {
        let (Some(case), Some(below), Some(outline)) =
            (self.session.top(), self.session.below(), self.session.outline())
        else {
            return Ok(false);
        };
        let wait = outline.next().filter(|at| matches!(outline.rows[*at].step.kind, StepKind::Wait(_)));
        let Some(wait) = wait.filter(|_| self.cursor.is_none()) else { return Ok(false) };
        if !self.may_wait.insert((case.id.clone(), outline.rows[wait].id.clone())) {
            return Ok(false);
        }
        self.screen.of(Matter::MayReturn(&outline.text(wait), &below.definition.title));
        match self.screen.ask(&Message::Matter(Matter::ReturnOrStay)) {
            Some(typed) if typed.is_empty() => {
                drop(outline);
                let notices = self.session.act(&Move::Park { text: String::new() })?;
                self.tell(&notices);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// A case that was taken up again was offered when it was opened.
    pub(super) fn was_offered(&mut self, notices: &[Notice]) {
        if !notices.iter().any(|notice| matches!(notice, Notice::Resumed { .. })) {
            return;
        }
        if let Some(case) = self.session.top() {
            let join = case.definition.join.as_ref();
            let fact = join.and_then(|join| case.fact(&join.value)).filter(|fact| fact.settled.is_some());
            if let Some(fact) = fact {
                self.offered.insert(case.id.clone(), fact.value.to_string());
            }
        }
    }
}

/// What of time there is to show of a case.
pub(in crate::cli) fn late_lines(screen: &mut Screen<'_>, workspace: &Workspace, outline: &Outline<'_>) {
    let language = screen.language();
    for missed in outline.missed() {
        let title = place_of(language, workspace, outline, missed.row);
        screen.of(Matter::ShowLate(&title, &missed.due, missed.done.as_ref()));
    }
}
