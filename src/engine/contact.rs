//! Reaching people and files: attempts to tell somebody, files that are attached, letters that are written.

use super::act::needed;
use super::case::{Case, Fact, Settled};
use super::moves::{Attempt, Refusal};
use super::outline::{Outline, Row, State};
use super::outside::Outside;
use crate::model::attachment::Attachment;
use crate::model::definition::{Attach, Notify, StepKind};
use crate::model::event::{Attached, Begun, Came, Did, Event, Moment, Queued, Tried};
use serde_json::{Value, json};

/// Somebody whom a step tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee<'c> {
    /// The contact's id, or the name of the field with the number.
    pub id: &'c str,
    /// The contact's title.
    pub title: Option<String>,
    /// The contact's name.
    pub name: Option<String>,
    /// The number, where it is an answer; those of contacts are not the case's business.
    pub number: Option<String>,
    /// The attempts that count, with their moments.
    pub tries: Vec<&'c (Moment, Tried)>,
    /// Whether it is their turn now because those before them were not reached in time.
    pub forward: bool,
}

impl Callee<'_> {
    /// Whether they know.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.tries.iter().any(|(_, tried)| tried.came == Came::Reached)
    }
}

impl Fact {
    /// The attempts that count.
    #[must_use]
    pub fn counted(&self) -> &[(Moment, Tried)] {
        self.tries.get(self.void_tries..).unwrap_or_default()
    }
}

impl Row<'_> {
    /// Whether somebody was to be told and was not reached, or has to be told anew: it keeps the case from its
    /// end, and nothing else.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        let tried = self.fact.is_some_and(|fact| !fact.counted().is_empty());
        matches!(self.step.kind, StepKind::Notify(_)) && tried && self.is_unsettled()
    }
}

impl Case {
    /// Decides about an attempt to tell somebody.
    pub(super) fn tried(outline: &Outline<'_>, row: usize, by: &Attempt, outside: &Outside) -> Result<Did, Refusal> {
        let at = row;
        let row = &outline.rows[at];
        let step = row.id.clone();
        let StepKind::Notify(notify) = &row.step.kind else { return Err(Refusal::WrongKind { step }) };
        if !notify.ids().contains(&by.who.as_str()) {
            return Err(Refusal::NotToBeTold { step, who: by.who.clone() });
        }
        let reason = match row.state {
            State::Stale => Some(needed(by.reason.as_deref().unwrap_or(""), &step)?),
            _ => None,
        };
        let of = |key: &str| outside.value(&format!("contacts.{}.{key}", by.who)).as_str().map(str::to_owned);
        let own = outline.number_field(notify, row.item).is_some();
        let (title, name) = if own { (None, None) } else { (of("title"), of("name")) };
        let message =
            notify.message.as_ref().map(|text| outline.print_at(at, text)).filter(|text| !text.trim().is_empty());
        Ok(Did::Tried(Tried { step, who: by.who.clone(), title, name, how: by.how, came: by.came, message, reason }))
    }

    /// Takes an attempt in. It is done when one is reached, or all where all are to be.
    pub(super) fn take_try(&mut self, event: &Event, tried: &Tried) {
        let definition = std::sync::Arc::clone(&self.definition);
        let step = definition.step(&tried.step);
        let Some(StepKind::Notify(notify)) = step.map(|step| &step.kind) else { return };
        let fact = self.touch(event, &tried.step);
        if tried.reason.is_some() {
            fact.void_tries = fact.tries.len();
            fact.settled = None;
        }
        fact.tries.push((event.moment(), tried.clone()));
        let knows = |id: &str| fact.counted().iter().any(|(_, one)| one.who == id && one.came == Came::Reached);
        let enough = if notify.all { notify.ids().iter().all(|id| knows(id)) } else { knows(&tried.who) };
        if enough && fact.settled != Some(Settled::Done) {
            fact.settled = Some(Settled::Done);
            fact.told = Some(fact.tries.len() - 1);
            fact.times += 1;
            self.remember_used(&tried.step);
        } else if fact.settled != Some(Settled::Done) {
            fact.settled = None;
            fact.told = None;
        }
    }

    /// Decides about files that are to be copied.
    pub(super) fn coming(row: &Row<'_>, files: &[Attachment]) -> Result<Did, Refusal> {
        let step = row.id.clone();
        let StepKind::Attach(attach) = &row.step.kind else { return Err(Refusal::WrongKind { step }) };
        let (known, begun) = row.fact.map_or((&[][..], 0), |fact| (fact.files.as_slice(), fact.begun));
        if row.fact.is_some_and(|fact| fact.unsettled) {
            return Err(Refusal::Settled { step });
        }
        let mut fresh: Vec<Attachment> = Vec::new();
        for file in files {
            if !attach.accept.is_empty() && !attach.accept.contains(&file.kind) {
                return Err(Refusal::NotAccepted { name: file.name.clone(), accept: attach.accept.clone() });
            }
            // The same content is the same file, whatever it is called.
            if !known.iter().chain(&fresh).any(|other| other.hash == file.hash) {
                fresh.push(file.clone());
            }
        }
        if fresh.is_empty() {
            return Err(Refusal::AttachedAlready { step });
        }
        if known.len() + fresh.len() > attach.room() {
            return Err(Refusal::TooManyFiles { most: attach.room() });
        }
        Ok(Did::Begun(Begun { step, count: begun + 1, reason: None, files: fresh }))
    }

    /// Files lie in their places.
    pub(super) fn copied(&self, step: &str) -> Result<Did, Refusal> {
        let fact = self.begun(step, |kind| matches!(kind, StepKind::Attach(_)))?;
        Ok(Did::Attached(Attached { step: step.to_owned(), count: fact.begun, files: fact.coming.clone() }))
    }

    pub(super) fn take_files(&mut self, event: &Event, attached: &Attached) {
        let enough = match self.definition.step(&attached.step).map(|step| &step.kind) {
            Some(StepKind::Attach(attach)) => attach.enough(),
            _ => 1,
        };
        let fact = self.touch(event, &attached.step);
        fact.unsettled = false;
        fact.coming.clear();
        fact.files.extend(attached.files.iter().cloned());
        if fact.files.len() >= enough {
            fact.settled = Some(Settled::Done);
            fact.times += 1;
        } else {
            fact.settled = None;
        }
    }

    /// A letter lies among those to send.
    pub(super) fn written(&self, queued: &Queued) -> Result<Did, Refusal> {
        self.begun(&queued.step, |kind| matches!(kind, StepKind::Mail(_)))?;
        Ok(Did::Queued(queued.clone()))
    }

    pub(super) fn take_letter(&mut self, event: &Event, queued: &Queued) {
        let fact = self.touch(event, &queued.step);
        fact.unsettled = false;
        fact.settled = Some(Settled::Done);
        fact.times += 1;
        fact.letter = Some((event.moment(), queued.clone()));
        self.remember_used(&queued.step);
    }
}

impl<'c> Outline<'c> {
    /// Whom a step tells, in the order in which they are to be tried now.
    #[must_use]
    pub fn callees(&self, row: usize) -> Vec<Callee<'c>> {
        let Some(row) = self.rows.get(row) else { return Vec::new() };
        let StepKind::Notify(notify) = &row.step.kind else { return Vec::new() };
        let tries = row.fact.map(Fact::counted).unwrap_or_default();
        let field = self.number_field(notify, row.item).map(|row| &self.rows[row]);
        let turn = self.turn(notify, tries);
        let numbers = self.scope_of(field.and_then(|asked| asked.item));
        let callee = |(at, id): (usize, &&'c str)| {
            let of = |key: &str| self.scope.get_path(&format!("contacts.{id}.{key}")).as_str().map(str::to_owned);
            let mine = tries.iter().filter(|(_, tried)| tried.who == **id).collect();
            let (title, name) = if field.is_some() { (None, None) } else { (of("title"), of("name")) };
            let number = field.and_then(|asked| Some(asked.step.kind.field()?.show(&numbers.get(&asked.step.id))));
            Callee { id, title, name, number, tries: mine, forward: at == turn && turn > 0 }
        };
        let ids = notify.ids();
        let mut callees: Vec<Callee<'c>> = ids.iter().enumerate().map(callee).collect();
        if turn < callees.len() {
            let first = callees.remove(turn);
            callees.insert(0, first);
        }
        callees
    }

    /// The first step in which somebody's turn has come who was not tried yet.
    #[must_use]
    pub fn brought_forward(&self) -> Option<usize> {
        (0..self.rows.len()).find(|at| {
            let row = &self.rows[*at];
            let due = |callee: &Callee<'_>| callee.forward && callee.tries.is_empty();
            row.is_pinned() && row.state == State::Open && self.callees(*at).first().is_some_and(due)
        })
    }

    /// Whose turn it is: the next one's when the time of the one before is over, from their first attempt on.
    fn turn(&self, notify: &Notify, tries: &[(Moment, Tried)]) -> usize {
        let Some(minutes) = notify.escalate else { return 0 };
        let ids = notify.ids();
        let over = |id: &&str| {
            let mut mine = tries.iter().filter(|(_, tried)| tried.who == **id);
            let known = mine.clone().any(|(_, tried)| tried.came == Came::Reached);
            known || mine.next().is_some_and(|(at, _)| (self.now() - *at).num_minutes() >= i64::from(minutes))
        };
        let turn = ids.iter().position(|id| !over(id)).unwrap_or(0);
        // One who knows needs no turn; the first one's is no news.
        if tries.is_empty() { 0 } else { turn }
    }

    /// The row of the question with the number, where no contact is told.
    pub(super) fn number_field(&self, notify: &Notify, item: Option<usize>) -> Option<usize> {
        let [one] = notify.whom.as_slice() else { return None };
        let row = self.seen_from(item, &one.value)?;
        matches!(self.rows[row].step.kind, StepKind::Ask(_)).then_some(row)
    }

    /// What a `notify` is worth in expressions: who was told, when and how.
    pub(super) fn told(&self, row: &Row<'_>, holds: bool) -> Value {
        let fact = row.fact.filter(|_| holds);
        let told = fact.filter(|fact| fact.settled == Some(Settled::Done));
        let told = told.and_then(|fact| fact.tries.get(fact.told?));
        let who = |tried: &Tried| json!({"id": tried.who, "title": tried.title, "name": tried.name});
        let since = self.case().since;
        let every = |(at, tried): &(Moment, Tried)| {
            let at = super::outline::iso(at);
            json!({"who": who(tried), "at": at, "how": tried.how.word(), "result": tried.came.word()})
        };
        let all: Vec<Value> = fact.map(|fact| fact.tries.iter().map(every).collect()).unwrap_or_default();
        let after = told.and_then(|(at, _)| Some((*at - since?).num_minutes()));
        json!({
            "who": told.map_or_else(|| json!({"id": null, "title": null, "name": null}), |(_, tried)| who(tried)),
            "at": told.map(|(at, _)| super::outline::iso(at)), "how": told.map(|(_, tried)| tried.how.word()),
            "after": after, "tries": fact.map_or(0, |fact| fact.counted().len()),
            "message": told.and_then(|(_, tried)| tried.message.as_ref()),
            "all": all,
        })
    }

    /// How many files a step has, and how many more it wants and has room for.
    #[must_use]
    pub fn files(&self, row: usize) -> (&'c [Attachment], usize, usize) {
        let Some(row) = self.rows.get(row) else { return (&[], 0, 0) };
        let files = row.fact.map(|fact| fact.files.as_slice()).unwrap_or_default();
        let StepKind::Attach(attach) = &row.step.kind else { return (files, 0, 0) };
        (files, attach.enough().saturating_sub(files.len()), room(attach, files))
    }
}

fn room(attach: &Attach, files: &[Attachment]) -> usize {
    attach.room().saturating_sub(files.len())
}

/// Files as expressions read them.
pub(super) fn listed(files: &[Attachment]) -> Value {
    let one = |file: &Attachment| json!({"name": file.name, "size": file.size, "hash": file.hash, "file": file.file});
    files.iter().map(one).collect()
}
