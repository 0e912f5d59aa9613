//! The letters that wait: shown, handed to the post, decided about. What is done to a letter stands on the disk before
//! the next word to a server.

mod settings;

pub use settings::{Settings, SettingsFault};

use super::{Notice, Session};
use crate::device::mail::{Lost, Post};
use crate::model::digest::sha256;
use crate::model::event::{Did, Event, Moment, Queued};
use crate::model::letter::Written;
use crate::model::post::{Answer, Dropping, Fate, Handing, Mark, Standing};
use crate::model::workspace::Workspace;
use crate::store::{self, CaseId, Found, Letter, Store, StoreError, Tray, Trouble};
use std::collections::BTreeMap;

/// A letter, as lists show it.
#[derive(Debug)]
pub struct Mailing {
    /// Its id: the name of its file.
    pub id: String,
    /// Where it lies.
    pub tray: Tray,
    /// Its case.
    pub case: String,
    /// Whom it goes to: their title, or the address.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Option<Moment>,
    /// What became of it.
    pub marks: Vec<Mark>,
    /// Where it stands.
    pub standing: Standing,
    /// The letter that its case has written in its place.
    pub successor: Option<String>,
    /// Why it cannot be read.
    pub trouble: Option<StoreError>,
    /// SHA-256 of it, in hex, as the case says.
    hash: String,
}

/// How many letters wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// To be sent.
    pub queued: usize,
    /// Refused, or nobody knows whether they were sent: a person decides.
    pub undecided: usize,
}

/// Whether a letter may be sent that does not go by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// A person has said so.
    Yes,
    /// Nobody was asked.
    No,
}

/// Why nothing was done with a letter.
#[derive(Debug)]
pub enum OutboxTrouble {
    /// There is no such letter.
    NoLetter(String),
    /// Several letters are meant.
    Several(Vec<String>),
    /// Another program has it.
    Busy(String),
    /// It is done with, or waits for a person's word.
    Stands(String, Standing),
    /// It is not what its case has written.
    Changed(String),
    /// A newer letter has taken its place.
    Replaced(String, String),
    /// It cannot be sent from this machine.
    Settings(SettingsFault),
    /// A file.
    Store(StoreError),
}

impl From<StoreError> for OutboxTrouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The letters of a tray, oldest case first. A letter that its case does not know yet is none; one that cannot be
/// read is among them, with its trouble.
///
/// # Errors
/// When the folder cannot be listed.
pub fn letters(workspace: &Workspace, store: &Store, tray: Tray) -> Result<Vec<Mailing>, StoreError> {
    letters_of(workspace, store, tray, "")
}

/// The same of those whose ids begin with this.
fn letters_of(workspace: &Workspace, store: &Store, tray: Tray, begin: &str) -> Result<Vec<Mailing>, StoreError> {
    if tray == Tray::Waiting {
        store.tidy_outbox()?;
    }
    let mut known: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    let mut found = Vec::new();
    for id in store.letters(tray)?.into_iter().filter(|id| id.starts_with(begin)) {
        let Some(case) = Store::case_of_letter(&id) else { continue };
        let key = case.to_string();
        let mut trouble = None;
        if !known.contains_key(&key) {
            match events_of(store, &case) {
                Ok(events) => drop(known.insert(key.clone(), events)),
                Err(error) => trouble = Some(error),
            }
        }
        let events = known.get(&key).map(Vec::as_slice).unwrap_or_default();
        let queued = written(events).find(|(_, queued)| letter_id(&queued.file) == id);
        if queued.is_none() && trouble.is_none() {
            continue;
        }
        let (marks, standing) = store.letter_marks(tray, &id).unwrap_or_else(|error| {
            trouble = Some(error);
            (Vec::new(), Standing::Unknown)
        });
        // Where it lies says it, too, should its lines be lost.
        let standing = match tray {
            Tray::Waiting => standing,
            Tray::Sent => Standing::Sent,
            Tray::Dropped => Standing::Dropped,
        };
        // What the case says of it; nothing, where the case cannot be read.
        let of = |text: fn(&Queued) -> &String| queued.map(|(_, queued)| text(queued).clone()).unwrap_or_default();
        let newer = |other: &Queued| queued.is_some_and(|(_, one)| other.step == one.step && other.count > one.count);
        let successor = written(events).filter(|(_, other)| newer(other)).last();
        let to = of(|queued| &queued.to);
        let title = workspace.company.contacts.iter().find(|(id, _)| *id == to).map(|(_, to)| to.title.clone());
        let address = || store.document(&store.letter_file(tray, &id)).ok().and_then(|bytes| Written::read(&bytes));
        found.push(Mailing {
            tray,
            case: key,
            to: title.or_else(|| address().map(|written| written.to)).unwrap_or(to),
            subject: of(|queued| &queued.subject),
            at: queued.map(|(at, _)| at),
            marks,
            standing,
            successor: successor.map(|(_, other)| letter_id(&other.file).to_owned()),
            hash: of(|queued| &queued.hash),
            trouble,
            id,
        });
    }
    Ok(found)
}

/// How many letters wait; for a line under a list, so no case is read.
#[must_use]
pub fn waiting(store: &Store) -> Waiting {
    let mut waiting = Waiting::default();
    for id in store.letters(Tray::Waiting).unwrap_or_default() {
        match store.letter_marks(Tray::Waiting, &id).map(|(_, standing)| standing) {
            Ok(Standing::Queued | Standing::Failed) => waiting.queued += 1,
            Ok(Standing::Refused | Standing::Unknown) | Err(_) => waiting.undecided += 1,
            Ok(Standing::Sending | Standing::Sent | Standing::Dropped) => {}
        }
    }
    waiting
}

/// The letter that is meant by an id, its case (`2026-11-22-a017`, `a17`) or the short form of both (`a17-sent-1`).
///
/// # Errors
/// When there is none, or several.
pub fn find<'m>(letters: &'m [Mailing], wanted: &str) -> Result<&'m Mailing, OutboxTrouble> {
    let wanted = wanted.trim().trim_end_matches(".eml");
    let fits = |letter: &&Mailing| {
        let short = CaseId::parse(&letter.case).map(|id| id.short()).unwrap_or_default();
        let rest = letter.id.strip_prefix(&letter.case).unwrap_or("");
        [&letter.id, &letter.case, &short].iter().any(|known| *known == wanted) || format!("{short}{rest}") == wanted
    };
    let mut found = letters.iter().filter(fits);
    match (found.next(), found.next()) {
        (None, _) => Err(OutboxTrouble::NoLetter(wanted.to_owned())),
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => {
            Err(OutboxTrouble::Several(letters.iter().filter(fits).map(|letter| letter.id.clone()).collect()))
        }
    }
}

impl Session {
    /// Hands a letter to the post. Gives what became of it.
    ///
    /// # Errors
    /// Why nothing was done with it; where a write is refused that comes after the server's answer, it is unknown.
    pub fn send_letter(&self, letter: &Mailing, post: &dyn Post, decided: Decided) -> Result<Fate, OutboxTrouble> {
        if let Some(successor) = &letter.successor {
            return Err(OutboxTrouble::Replaced(letter.id.clone(), successor.clone()));
        }
        let mut held = self.hold_letter(letter)?;
        let standing = Standing::of(held.marks(), false);
        if standing.is_over() || (!standing.goes_by_itself() && decided == Decided::No) {
            return Err(OutboxTrouble::Stands(letter.id.clone(), standing));
        }
        let changed = || OutboxTrouble::Changed(letter.id.clone());
        let bytes = self.store.document(&self.store.letter_file(Tray::Waiting, &letter.id))?;
        let written = Written::read(&bytes).filter(|_| sha256(&bytes) == letter.hash).ok_or_else(changed)?;
        let fate = match post.reach(&written.from, &written.to) {
            Err(fault) => Fate::Failed(fault),
            Ok(door) => {
                let server = post.name().to_owned();
                self.mark_letter(&mut held, Fate::Sending(Handing { server, hash: letter.hash.clone() }))?;
                match door.hand_over(&bytes) {
                    Ok(words) => Fate::Sent(Answer { words }),
                    Err(Lost::NotTaken(fault)) => Fate::Failed(fault),
                    Err(Lost::Unknown(fault)) => Fate::Unknown(fault),
                }
            }
        };
        self.settle_letter(&mut held, fate.clone())?;
        Ok(fate)
    }

    /// A person says that a letter was sent after all.
    ///
    /// # Errors
    /// When nobody can be in doubt about it, or the system refuses.
    pub fn letter_was_sent(&self, letter: &Mailing) -> Result<(), OutboxTrouble> {
        self.decide_letter(letter, Fate::Sent(Answer { words: String::new() }), |standing| {
            standing == Standing::Unknown
        })
    }

    /// A letter is not to be sent.
    ///
    /// # Errors
    /// When it is done with already, or the system refuses.
    pub fn drop_letter(&self, letter: &Mailing, reason: &str) -> Result<(), OutboxTrouble> {
        let fate = Fate::Dropped(Dropping { reason: reason.trim().to_owned(), by: None });
        self.decide_letter(letter, fate, |standing| !standing.is_over())
    }

    /// Puts a letter away in whose place its case has written another one.
    ///
    /// # Errors
    /// When it may have been sent, or the system refuses.
    pub fn replace_letter(&self, letter: &Mailing) -> Result<(), OutboxTrouble> {
        let fate = Fate::Dropped(Dropping { reason: String::new(), by: letter.successor.clone() });
        self.decide_letter(letter, fate, |standing| standing.goes_by_itself() || standing == Standing::Refused)
    }

    fn decide_letter(
        &self,
        letter: &Mailing,
        fate: Fate,
        fits: impl Fn(Standing) -> bool,
    ) -> Result<(), OutboxTrouble> {
        let mut held = self.hold_letter(letter)?;
        let standing = Standing::of(held.marks(), false);
        if !fits(standing) {
            return Err(OutboxTrouble::Stands(letter.id.clone(), standing));
        }
        self.settle_letter(&mut held, fate)
    }

    /// The letters that a new one of a case has taken the place of, each with a word. What cannot be read or written
    /// is left to whoever lists letters: a case does not stop for it.
    pub(super) fn replace_letters(&self, case: &str, notices: &mut Vec<Notice>) {
        let letters = letters_of(&self.workspace, &self.store, Tray::Waiting, &format!("{case}-")).unwrap_or_default();
        for letter in letters.iter().filter(|letter| letter.successor.is_some()) {
            let id = letter.id.clone();
            match self.replace_letter(letter) {
                Ok(()) => notices.push(Notice::LetterReplaced { id }),
                // A person decides about it, or somebody sends it just now.
                Err(_) => notices.push(Notice::LetterOnItsWay { id }),
            }
        }
    }

    fn hold_letter(&self, letter: &Mailing) -> Result<Letter, OutboxTrouble> {
        self.store.take_letter(&letter.id).map_err(|error| match error.trouble {
            Trouble::Held { .. } => OutboxTrouble::Busy(letter.id.clone()),
            _ if error.is_missing() => OutboxTrouble::NoLetter(letter.id.clone()),
            _ => error.into(),
        })
    }

    fn mark_letter(&self, held: &mut Letter, did: Fate) -> Result<(), StoreError> {
        let (at, by, desk) = (self.clock.now(), self.seat.by.clone(), self.seat.desk.clone());
        self.store.mark_letter(held, |n| Mark { n, at, by, desk, did })
    }

    fn settle_letter(&self, held: &mut Letter, fate: Fate) -> Result<(), OutboxTrouble> {
        let tray = match &fate {
            Fate::Sent(_) => Some(Tray::Sent),
            Fate::Dropped(_) => Some(Tray::Dropped),
            Fate::Sending(_) | Fate::Failed(_) | Fate::Unknown(_) => None,
        };
        self.mark_letter(held, fate)?;
        // What is not put away now is put away when letters are listed next.
        if let Some(tray) = tray {
            let _ = self.store.put_away(held, tray);
        }
        Ok(())
    }
}

/// The letters that a case has written.
fn written(events: &[Event]) -> impl Iterator<Item = (Moment, &Queued)> {
    events.iter().filter_map(|event| match &event.did {
        Did::Queued(queued) => Some((event.moment(), queued)),
        _ => None,
    })
}

/// The id of a letter by its file.
pub(super) fn letter_id(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".eml").unwrap_or(name)
}

/// The events of a case, open or closed; none where it is not on this machine.
fn events_of(store: &Store, id: &CaseId) -> Result<Vec<Event>, StoreError> {
    match store.look_up(&id.to_string(), id.day) {
        Ok((_, Found::Open(_))) => store.peek(&id.to_string()),
        Ok((_, Found::Closed(path))) => {
            let bytes = store.document(&path)?;
            store::record_lines(&bytes).map_err(|trouble| StoreError { trouble, path })
        }
        Err(StoreError { trouble: Trouble::NoSuchCase, .. }) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
