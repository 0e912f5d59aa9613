//! `pult outbox`

use super::correct::why;
use crate::cli::args::{OutboxAction, OutboxArgs};
use crate::cli::plain::Screen;
use crate::cli::{CommandError, Desk, FAILED, FAULTS, GOOD, Opened, desk, out};
use crate::model::letter::Written;
use crate::model::post::{Fate, Fault, FaultKind, Mark, Standing, meets_all};
use crate::model::types::moment;
use crate::session::{Decided, Mailing, OutboxTrouble, Session, Settings, Waiting, find_letter, letters, waiting};
use crate::store::Tray;
use crate::text::{self, Message, Outbox};
use serde_json::json;

pub(in crate::cli) fn outbox(desk: &Desk, args: &OutboxArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    match &args.action {
        None => list(&opened, args),
        Some(OutboxAction::Show(letter)) => show(&opened, &letter.letter),
        Some(OutboxAction::Send(letter)) => send(desk, &opened, letter.letter.as_deref()),
        Some(OutboxAction::Sent(letter)) => decide(desk, &opened, &letter.letter, said_sent),
        Some(OutboxAction::Drop(letter)) => decide(desk, &opened, &letter.letter, drop_letter),
    }
}

impl Opened {
    fn letters(&self, trays: &[Tray]) -> Result<Vec<Mailing>, CommandError> {
        let mut found = Vec::new();
        for tray in trays {
            let some = letters(&self.workspace, &self.store, *tray);
            found.extend(some.map_err(|error| CommandError::store(self.language, &error))?);
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }

    fn refused(&self, trouble: &OutboxTrouble) -> CommandError {
        let code = if matches!(trouble, OutboxTrouble::Store(_)) { FAILED } else { FAULTS };
        CommandError::new(code, text::outbox_trouble(self.language, trouble))
    }

    /// The letters among which one is, that is meant: those that wait, failing that the others.
    fn letter(&self, wanted: &str) -> Result<Mailing, CommandError> {
        for trays in [&[Tray::Waiting][..], &[Tray::Sent, Tray::Dropped]] {
            let mut found = self.letters(trays)?;
            match find_letter(&found, wanted).map(|letter| letter.id.clone()) {
                Ok(id) => {
                    found.retain(|letter| letter.id == id);
                    if let Some(letter) = found.pop() {
                        return Ok(letter);
                    }
                }
                Err(OutboxTrouble::NoLetter(_)) => {}
                Err(trouble) => return Err(self.refused(&trouble)),
            }
        }
        Err(self.refused(&OutboxTrouble::NoLetter(wanted.to_owned())))
    }

    fn say(&self, outbox: Outbox<'_>) -> String {
        text::say(self.language, &Message::Outbox(outbox))
    }
}

fn list(opened: &Opened, args: &OutboxArgs) -> Result<u8, CommandError> {
    let found = opened.letters(if args.all { &Tray::ALL } else { &[Tray::Waiting] })?;
    if args.json {
        out::json(&found.iter().map(|letter| as_json(opened, letter)).collect::<serde_json::Value>());
        return Ok(GOOD);
    }
    for letter in &found {
        out::line(&in_a_line(opened, letter));
    }
    if found.is_empty() {
        out::message(&opened.say(Outbox::Empty));
    }
    Ok(GOOD)
}

fn in_a_line(opened: &Opened, letter: &Mailing) -> String {
    if let Some(trouble) = &letter.trouble {
        let reason = text::store_error(opened.language, trouble);
        return format!("{}  {}", letter.id, text::say(opened.language, &Message::CannotRead(&reason)));
    }
    let at = letter.at.map(|at| moment(&at)).unwrap_or_default();
    let standing = opened.say(Outbox::Standing(letter.standing));
    let marks = letter.marks.last().and_then(why_not).map(|fault| text::post_fault(opened.language, fault));
    let replaced = letter.successor.as_ref().filter(|_| !letter.standing.is_over());
    let replaced = replaced.map(|id| opened.say(Outbox::MarkReplaced(id)));
    let marks: String = marks.into_iter().chain(replaced).map(|mark| format!(" ! {mark}")).collect();
    format!("{}  {at}  {}: {} ({standing}){marks}", letter.id, letter.to, letter.subject)
}

/// Why a letter was not taken last.
fn why_not(mark: &Mark) -> Option<&Fault> {
    match &mark.did {
        Fate::Failed(fault) | Fate::Unknown(fault) => Some(fault),
        Fate::Sending(_) | Fate::Sent(_) | Fate::Dropped(_) => None,
    }
}

fn as_json(opened: &Opened, letter: &Mailing) -> serde_json::Value {
    let last = letter.marks.last();
    json!({
        "id": letter.id, "case": letter.case, "to": letter.to, "subject": letter.subject, "written": letter.at,
        "state": letter.standing.word(), "since": last.map(|mark| mark.at), "by": last.map(|mark| &mark.by),
        "fault": last.and_then(why_not), "replaced_by": letter.successor,
        "file": format!("records/{}/{}.eml", letter.tray.folder(), letter.id),
        "trouble": letter.trouble.as_ref().map(|trouble| text::store_error(opened.language, trouble)),
    })
}

fn show(opened: &Opened, wanted: &str) -> Result<u8, CommandError> {
    let letter = opened.letter(wanted)?;
    out::line(&in_a_line(opened, &letter));
    let path = opened.store.letter_file(letter.tray, &letter.id);
    let bytes = opened.store.document(&path).map_err(|error| CommandError::store(opened.language, &error))?;
    if let Some(written) = Written::read(&bytes) {
        let to = if letter.to == written.to { written.to } else { format!("{}, {}", letter.to, written.to) };
        let at = letter.at.map(|at| moment(&at)).unwrap_or_default();
        out::line(&opened.say(Outbox::Heads(&written.from, &to, &letter.subject, &at)));
        out::line(&format!("\n{}\n", written.text.trim_end()));
        if !written.parts.is_empty() {
            out::line(&opened.say(Outbox::Files(&written.parts.join(", "))));
        }
    }
    out::line(&opened.say(Outbox::File(&opened.store.relative(&path))));
    for mark in &letter.marks {
        let fault = why_not(mark).map(|fault| text::post_fault(opened.language, fault));
        let what = match &mark.did {
            Fate::Sending(handing) => opened.say(Outbox::DidSending(&handing.server)),
            Fate::Sent(answer) => opened.say(Outbox::DidSent(&answer.words)),
            Fate::Failed(_) => fault.unwrap_or_default(),
            Fate::Unknown(_) => {
                let standing = opened.say(Outbox::Standing(Standing::Unknown));
                format!("{standing}: {}", fault.unwrap_or_default())
            }
            Fate::Dropped(dropping) => {
                let by = dropping.by.as_ref().map(|id| opened.say(Outbox::MarkReplaced(id)));
                opened.say(Outbox::DidDropped(&by.unwrap_or_else(|| dropping.reason.clone())))
            }
        };
        let who = opened.workspace.company.dispatchers.get(&mark.by).unwrap_or(&mark.by);
        out::line(&opened.say(Outbox::Mark(&mark.at, who, &what)));
    }
    Ok(GOOD)
}

/// Somebody at the desk, without the work on cases.
fn begin<'s>(desk: &Desk, opened: &Opened) -> Result<(Session, Screen<'s>), CommandError> {
    let mut screen = desk::screen(opened.language);
    let seat = desk::seat(desk, opened, Some(&mut screen))?;
    Ok((opened.session(desk.clock(&opened.workspace.company)?, seat), screen))
}

fn send(desk: &Desk, opened: &Opened, wanted: Option<&str>) -> Result<u8, CommandError> {
    let chosen = match wanted {
        Some(wanted) => vec![opened.letter(wanted)?],
        None => opened.letters(&[Tray::Waiting])?,
    };
    let goes = |letter: &&Mailing| letter.standing.goes_by_itself() || letter.trouble.is_some() || wanted.is_some();
    let chosen: Vec<&Mailing> = chosen.iter().filter(goes).collect();
    if chosen.is_empty() {
        out::message(&opened.say(Outbox::NothingToSend));
        return Ok(left(opened, GOOD));
    }
    let settings = Settings::read(&opened.store).map_err(|trouble| opened.refused(&trouble))?;
    let (session, mut screen) = begin(desk, opened)?;
    if let Some(path) = &settings.exposed {
        screen.say(&Message::Outbox(Outbox::Exposed(path)));
    }
    let mut code = GOOD;
    for (at, letter) in chosen.iter().enumerate() {
        if letter.trouble.is_some() {
            screen.line(&in_a_line(opened, letter));
            code = FAULTS;
            continue;
        }
        if letter.standing.is_over() {
            return Err(opened.refused(&OutboxTrouble::Stands(letter.id.clone(), letter.standing)));
        }
        if letter.successor.is_some() && letter.standing != Standing::Unknown {
            session.replace_letter(letter).map_err(|trouble| opened.refused(&trouble))?;
            screen.say(&Message::Outbox(Outbox::Replaced(&letter.id)));
            continue;
        }
        let decided = if wanted.is_some() { again(&mut screen, letter) } else { Some(Decided::No) };
        let Some(decided) = decided else {
            screen.say(&Message::Outbox(Outbox::Kept));
            return Ok(FAULTS);
        };
        screen.say(&Message::Outbox(Outbox::Handing(&letter.id, &letter.to)));
        let fate = match session.send_letter(letter, &settings.server, decided) {
            Ok(fate) => fate,
            Err(trouble @ OutboxTrouble::Store(_)) => return Err(opened.refused(&trouble)),
            // Another program was faster, or the letter is not what it was: the others go on.
            Err(trouble) => {
                screen.line(&text::outbox_trouble(opened.language, &trouble));
                code = FAULTS;
                continue;
            }
        };
        let fault = told(&mut screen, opened, letter, &fate);
        if let Some(fault) = fault {
            code = FAULTS;
            let rest = chosen.len() - at - 1;
            if meets_all(fault.kind) && rest > 0 {
                screen.say(&Message::Outbox(Outbox::Rest(rest)));
                break;
            }
        }
    }
    Ok(left(opened, code))
}

/// Says what became of a letter; gives what was wrong.
fn told<'f>(screen: &mut Screen<'_>, opened: &Opened, letter: &Mailing, fate: &'f Fate) -> Option<&'f Fault> {
    let id = letter.id.as_str();
    let why = |fault| text::post_fault(opened.language, fault);
    let mut say = |outbox| screen.say(&Message::Outbox(outbox));
    match fate {
        Fate::Failed(fault) if fault.kind == FaultKind::Refused => say(Outbox::Refused(id, &why(fault))),
        Fate::Failed(fault) => say(Outbox::Failed(id, &why(fault))),
        Fate::Unknown(fault) => say(Outbox::Unknown(id, &why(fault))),
        Fate::Sent(_) | Fate::Sending(_) | Fate::Dropped(_) => say(Outbox::Sent(id)),
    }
    match fate {
        Fate::Failed(fault) | Fate::Unknown(fault) => Some(fault),
        Fate::Sent(_) | Fate::Sending(_) | Fate::Dropped(_) => None,
    }
}

/// Whether a letter that does not go by itself is to be sent; none when it is not.
fn again(screen: &mut Screen<'_>, letter: &Mailing) -> Option<Decided> {
    let question = match letter.standing {
        Standing::Unknown => Outbox::AgainUnknown(&letter.id),
        Standing::Refused => Outbox::AgainRefused(&letter.id),
        _ => return Some(Decided::No),
    };
    screen.ask(&Message::Outbox(question)).filter(|line| line == "1").map(|_| Decided::Yes)
}

/// What is left to decide about, behind everything else.
fn left(opened: &Opened, code: u8) -> u8 {
    let waiting = waiting(&opened.store);
    if waiting.undecided > 0 {
        out::message(&opened.say(Outbox::Waiting(Waiting { queued: 0, ..waiting })));
    }
    code
}

fn decide(
    desk: &Desk,
    opened: &Opened,
    wanted: &str,
    decision: impl FnOnce(&Session, &mut Screen<'_>, &Mailing) -> Result<bool, OutboxTrouble>,
) -> Result<u8, CommandError> {
    let letter = opened.letter(wanted)?;
    let (session, mut screen) = begin(desk, opened)?;
    let decided = decision(&session, &mut screen, &letter).map_err(|trouble| opened.refused(&trouble))?;
    if !decided {
        screen.say(&Message::Outbox(Outbox::Kept));
    }
    Ok(if decided { GOOD } else { FAULTS })
}

fn said_sent(session: &Session, screen: &mut Screen<'_>, letter: &Mailing) -> Result<bool, OutboxTrouble> {
    session.letter_was_sent(letter)?;
    screen.say(&Message::Outbox(Outbox::SaidSent(&letter.id)));
    Ok(true)
}

fn drop_letter(session: &Session, screen: &mut Screen<'_>, letter: &Mailing) -> Result<bool, OutboxTrouble> {
    if letter.standing.is_over() {
        return Err(OutboxTrouble::Stands(letter.id.clone(), letter.standing));
    }
    let Some(reason) = why(screen, &Message::Outbox(Outbox::WhyDrop(&letter.id, &letter.to))) else { return Ok(false) };
    session.drop_letter(letter, &reason)?;
    screen.say(&Message::Outbox(Outbox::Dropped(&letter.id)));
    Ok(true)
}
