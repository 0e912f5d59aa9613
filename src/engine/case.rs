//! A case: its definition and what its events have made of it.

use super::dues::is_later;
use super::outline::Outline;
use super::outside::Outside;
use crate::model::attachment::Attachment;
use crate::model::definition::Definition;
use crate::model::event::{Answered, Closing, Did, Event, Handed, Moment, Opened, Printed, Queued, Tried};
use crate::model::types::Label;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where a case is in its life.
#[derive(Debug, Clone, PartialEq)]
pub enum Life {
    /// Somebody is on it.
    Open,
    /// Nobody is on it.
    Parked,
    /// Its end is decided, its record not yet written.
    Closing(Closing),
    /// Its record is written.
    Closed(Closing),
}

/// How a step was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Answered, confirmed, returned or ended.
    Done,
    /// Passed, with or without a reason.
    Skipped(Option<String>),
}

/// What is known of one step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fact {
    /// How it was settled, if it is.
    pub settled: Option<Settled>,
    /// When it was first settled, since it was last taken back.
    pub first: Option<Moment>,
    /// When it was due and when it was settled, if that was too late: for good.
    pub late: Option<(Moment, Moment)>,
    /// When it was last acted on.
    pub at: Option<Moment>,
    /// By whom.
    pub by: String,
    /// The value of a field.
    pub value: Value,
    /// What people read in its place.
    pub label: Option<String>,
    /// What was chosen of data, with the labels it had.
    pub chosen: Vec<Label>,
    /// Doubts that were accepted.
    pub accepted: Vec<String>,
    /// How often it was confirmed.
    pub times: u32,
    /// How often its effect has begun.
    pub begun: u32,
    /// Whether its effect has begun and is not yet settled.
    pub unsettled: bool,
    /// The case it runs.
    pub child: Option<String>,
    /// The case it had run before it began again.
    pub replaced: Option<String>,
    /// That case's outcome.
    pub outcome: Option<String>,
    /// What that case's values answer here.
    pub took: BTreeMap<String, Value>,
    /// When a wait or an effect began.
    pub since: Option<Moment>,
    /// The number that a print has taken.
    pub number: Option<String>,
    /// The documents that a print has made, with their moments, in order.
    pub papers: Vec<(Moment, Printed)>,
    /// When documents were handed to a printer, in order.
    pub handed: Vec<(Moment, Handed)>,
    /// The items that were added to a repeat, by their numbers.
    pub items: Vec<u32>,
    /// The items that were taken out of it.
    pub dropped: BTreeSet<u32>,
    /// The attempts to tell somebody, with their moments, in order.
    pub tries: Vec<(Moment, Tried)>,
    /// How many of the attempts count no more: they were taken back, or what was told has changed since.
    pub void_tries: usize,
    /// The attempt that settled it.
    pub told: Option<usize>,
    /// The files of an attach, in order.
    pub files: Vec<Attachment>,
    /// The files that are being copied.
    pub coming: Vec<Attachment>,
    /// The letter that lies among those to send, and since when.
    pub letter: Option<(Moment, Queued)>,
    /// The names an effect has used, with the values they had.
    pub used: BTreeMap<String, Value>,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// What it runs under.
    pub definition: Arc<Definition>,
    /// Its first event.
    pub opened: Opened,
    /// When it was opened.
    pub since: Option<Moment>,
    /// When something last happened.
    pub last: Option<Moment>,
    /// How many events it has.
    pub events: u32,
    /// Where it is in its life.
    pub life: Life,
    /// The step last acted on.
    pub acted: Option<String>,
    /// Remarks, with their moments.
    pub notes: Vec<(Moment, String)>,
    /// What was left for whoever takes the parked case up: by whom, and the words.
    pub left_word: Option<(String, String)>,
    /// Who has worked on it, in order.
    pub hands: Vec<String>,
    /// The desk it was opened at.
    pub desk: String,
    /// The desk that holds it: where it was opened, or taken to last.
    pub holder: String,
    /// What it has seen of the world.
    pub seen: BTreeMap<String, Value>,
    /// The case that it goes on in.
    pub joined: Option<String>,
    /// Cases that go on in this one: when, id and label.
    pub linked: Vec<(Moment, String, String)>,
    /// When steps are due, by their ids.
    pub(super) dues: BTreeMap<String, Moment>,
    pub(super) facts: BTreeMap<String, Fact>,
}

impl Case {
    /// The case after its events. This one path serves crash recovery, resuming, showing and tests; it
    /// never judges an event again.
    #[must_use]
    pub fn replay(id: &str, definition: Arc<Definition>, events: &[Event]) -> Self {
        let opened = Opened {
            format: 0,
            procedure: definition.id.clone(),
            definition: String::new(),
            parent: None,
            with: BTreeMap::new(),
            suggest: BTreeMap::new(),
        };
        let mut case = Self {
            id: id.to_owned(),
            definition,
            opened,
            since: None,
            last: None,
            events: 0,
            life: Life::Open,
            acted: None,
            notes: Vec::new(),
            left_word: None,
            hands: Vec::new(),
            desk: String::new(),
            holder: String::new(),
            seen: BTreeMap::new(),
            joined: None,
            linked: Vec::new(),
            dues: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        for event in events {
            case.apply(event);
        }
        case
    }

    /// Takes one more event in.
    pub fn apply(&mut self, event: &Event) {
        let overtaken = self.overtaken_before(&event.did);
        self.events = event.n;
        self.last = Some(event.at);
        self.seen.extend(event.saw.iter().map(|(path, value)| (path.clone(), value.clone())));
        if !self.hands.contains(&event.by) {
            self.hands.push(event.by.clone());
        }
        match &event.did {
            Did::Opened(opened) => {
                self.opened = opened.clone();
                self.since = Some(event.moment());
                self.desk.clone_from(&event.desk);
                self.holder.clone_from(&event.desk);
            }
            Did::Answered(answered) => answer(self.touch(event, &answered.step), answered),
            Did::Ended(answered) => answer(self.touch(event, &answered.step), answered),
            Did::Done(at) => {
                let fact = self.touch(event, &at.step);
                fact.settled = Some(Settled::Done);
                fact.times += 1;
            }
            Did::Undone(at) => {
                let fact = self.touch(event, &at.step);
                undo(fact);
                fact.first = None;
            }
            Did::Skipped(because) => {
                let fact = self.touch(event, &because.step);
                fact.settled = Some(Settled::Skipped(because.reason.clone()));
                fact.value = Value::Null;
                fact.label = None;
                fact.chosen.clear();
                fact.accepted.clear();
            }
            Did::More(more) => {
                let fact = self.touch(event, &more.step);
                fact.items.push(more.item);
                fact.settled = None;
            }
            Did::Drop(because) => {
                if let Some((step, number)) = item_of(&because.step) {
                    let fact = self.touch(event, step);
                    fact.dropped.insert(number);
                    fact.settled = None;
                }
            }
            Did::Enough(enough) => {
                let fact = self.touch(event, &enough.step);
                fact.settled = Some(Settled::Done);
                fact.accepted.clone_from(&enough.accepted);
            }
            Did::Begun(begun) => {
                let fact = self.touch(event, &begun.step);
                fact.since = Some(event.moment());
                fact.begun = begun.count;
                fact.coming.clone_from(&begun.files);
                fact.replaced = fact.child.take();
                fact.unsettled = true;
            }
            Did::Numbered(numbered) => {
                self.touch(event, &numbered.step).number = Some(numbered.number.clone());
            }
            Did::Printed(printed) => {
                let fact = self.touch(event, &printed.step);
                // It bears the day on which it was begun, whenever a killed program has come to the end of it.
                fact.papers.push((fact.since.unwrap_or(event.moment()), printed.clone()));
                fact.unsettled = false;
                fact.settled = None;
                self.remember_used(&printed.step);
            }
            Did::Handed(handed) => {
                // Paper that comes out is nothing done in the case: whoever has it in hand says so.
                if let Some(fact) = self.facts.get_mut(&handed.step) {
                    fact.handed.push((event.moment(), handed.clone()));
                }
            }
            Did::Failed(because) => {
                let fact = self.touch(event, &because.step);
                fact.unsettled = false;
                fact.coming.clear();
            }
            Did::Tried(tried) => self.take_try(event, tried),
            Did::Attached(attached) => self.take_files(event, attached),
            Did::Queued(queued) => self.take_letter(event, queued),
            Did::Started(started) => {
                let fact = self.touch(event, &started.step);
                fact.child = Some(started.case.clone());
                fact.outcome = None;
                fact.settled = None;
                self.remember_used(&started.step);
            }
            Did::Returned(returned) => {
                let fact = self.touch(event, &returned.step);
                fact.settled = Some(Settled::Done);
                fact.unsettled = false;
                fact.outcome.clone_from(&returned.outcome);
                fact.took.clone_from(&returned.took);
            }
            Did::Waiting(at) => self.touch(event, &at.step).since = Some(event.moment()),
            Did::Noted(noted) => self.notes.push((event.moment(), noted.text.clone())),
            Did::Left(because) => self.remember_used(&because.step),
            Did::Parked(noted) => {
                self.life = Life::Parked;
                if !noted.text.is_empty() {
                    self.notes.push((event.moment(), noted.text.clone()));
                    self.left_word = Some((event.by.clone(), noted.text.clone()));
                }
            }
            Did::Resumed(_) => {
                self.life = Life::Open;
                self.left_word = None;
            }
            Did::Taken(_) => self.holder.clone_from(&event.desk),
            Did::Updated(updated) => self.take_update(updated, &overtaken),
            Did::Joined(joined) => self.joined = Some(joined.case.clone()),
            Did::Linked(linked) => match self.linked.iter_mut().find(|(_, known, _)| *known == linked.case) {
                // More is known of it now.
                Some((_, _, label)) => label.clone_from(&linked.label),
                None => self.linked.push((event.moment(), linked.case.clone(), linked.label.clone())),
            },
            // Of a dispatcher, never of a case.
            Did::Acknowledged(_) => {}
            Did::Closing(closing) => self.life = Life::Closing(closing.clone()),
            Did::Closed(_) => {
                if let Life::Closing(closing) = &self.life {
                    self.life = Life::Closed(closing.clone());
                }
            }
        }
        let step = match &event.did {
            Did::Answered(answered) | Did::Ended(answered) => Some(&answered.step),
            Did::Done(at) | Did::Undone(at) => Some(&at.step),
            Did::Skipped(because) | Did::Left(because) => Some(&because.step),
            Did::Returned(returned) => Some(&returned.step),
            Did::Enough(enough) => Some(&enough.step),
            Did::Tried(tried) => Some(&tried.step),
            // Where files are missing still, one stays.
            Did::Attached(attached) if self.is_settled(&attached.step) => Some(&attached.step),
            Did::Queued(queued) => Some(&queued.step),
            _ => None,
        };
        if let Some(step) = step {
            // An answer that came by itself from another case has taken nobody there.
            if !matches!(&event.did, Did::Answered(Answered { from: Some(_), .. })) {
                self.acted = Some(step.clone());
            }
            self.note_first(step, event.moment());
        }
        // The work goes on with the new item, or where the old one stood.
        if let Did::More(more) = &event.did {
            self.acted = Some(item_id(&more.step, more.item));
        } else if let Did::Drop(because) = &event.did {
            self.acted = Some(because.step.clone());
        }
        for (step, due) in &event.due {
            match due {
                Some(due) => drop(self.dues.insert(step.clone(), *due)),
                None => drop(self.dues.remove(step)),
            }
        }
    }

    /// A step that has just been settled, and was not before, was settled in time or too late.
    fn note_first(&mut self, step: &str, at: Moment) {
        let due = self.dues.get(step).copied();
        let Some(fact) = self.facts.get_mut(step) else { return };
        if fact.settled.is_none() || fact.first.is_some() {
            return;
        }
        fact.first = Some(at);
        fact.late = fact.late.or(due.filter(|due| is_later(&at, due)).map(|due| (due, at)));
    }

    /// What a case that was run here has for a question.
    pub(super) fn taken(&self, field: &str) -> Option<Value> {
        let mut took = self.facts.values().filter_map(|fact| fact.took.get(field));
        took.find(|value| !value.is_null()).cloned()
    }

    pub(super) fn touch(&mut self, event: &Event, step: &str) -> &mut Fact {
        let fact = self.facts.entry(step.to_owned()).or_default();
        fact.at = Some(event.moment());
        fact.by.clone_from(&event.by);
        fact
    }

    /// What an effect reads of the case at this moment.
    pub(super) fn remember_used(&mut self, id: &str) {
        let outline = self.outline(&self.remembered());
        let Some(used) = outline.row(id).map(|row| outline.used_by(row)) else { return };
        if let Some(fact) = self.facts.get_mut(id) {
            fact.used = used;
        }
    }

    fn is_settled(&self, step: &str) -> bool {
        self.fact(step).is_some_and(|fact| fact.settled.is_some())
    }

    /// What is known of a step.
    #[must_use]
    pub fn fact(&self, step: &str) -> Option<&Fact> {
        self.facts.get(step)
    }

    /// What is known of steps, by their ids; also of those whose item is no longer there.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.facts.iter().map(|(id, fact)| (id.as_str(), fact))
    }

    /// The world as the case last saw it.
    #[must_use]
    pub fn remembered(&self) -> Outside {
        // What was none is not among what was seen, and yet has a name.
        let mut seen: BTreeMap<String, Value> = self.definition.reads().map(|path| (path, Value::Null)).collect();
        seen.extend(self.seen.clone());
        Outside::remembered(self.last.unwrap_or_default(), &seen)
    }

    /// Every step with its state, and what is next.
    #[must_use]
    pub fn outline(&self, outside: &Outside) -> Outline<'_> {
        Outline::new(self, outside)
    }

    /// The steps whose effect has begun and is not settled.
    #[must_use]
    pub fn unsettled(&self) -> Vec<String> {
        self.facts.iter().filter(|(_, fact)| fact.unsettled).map(|(id, _)| id.clone()).collect()
    }

    /// Whether nothing more can happen in it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.life, Life::Closing(_) | Life::Closed(_))
    }

    /// How the case is named in lists.
    #[must_use]
    pub fn label(&self, outline: &Outline<'_>) -> String {
        let label = self.definition.label.as_ref().map(|label| outline.print(label));
        let label = label.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        label.filter(|text| text.chars().any(char::is_alphanumeric)).unwrap_or_default()
    }
}

/// The id of an item: `inspectors.2`.
pub(super) fn item_id(repeat: &str, number: u32) -> String {
    format!("{repeat}.{number}")
}

/// The repeat and the number in the id of an item.
pub(super) fn item_of(id: &str) -> Option<(&str, u32)> {
    let (repeat, number) = id.rsplit_once('.')?;
    Some((repeat, number.parse().ok()?))
}

/// What was told may be told anew; files are attached no more. The log keeps both.
fn undo(fact: &mut Fact) {
    fact.settled = None;
    fact.void_tries = fact.tries.len();
    fact.told = None;
    fact.files.clear();
}

fn answer(fact: &mut Fact, answered: &Answered) {
    fact.settled = Some(Settled::Done);
    fact.value = answered.value.clone();
    fact.label.clone_from(&answered.label);
    fact.chosen.clone_from(&answered.chosen);
    fact.accepted.clone_from(&answered.accepted);
    fact.times += 1;
}
