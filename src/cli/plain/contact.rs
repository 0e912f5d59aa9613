//! Telling people, attaching files, writing letters: what these steps look like in lines.

use super::prompt::{Reply, kept, line};
use super::screen::Screen;
use crate::engine::{Attempt, Callee, Fact, Move, Outline, Row, State};
use crate::model::definition::{Attach, Mail, StepKind};
use crate::model::event::{Came, Moment, Tried, Way};
use crate::model::workspace::Workspace;
use crate::text::{Enter, Message, Missing, Scanning};

/// How an attempt may go, as numbered at the desk: what happens most comes first.
const WAYS: [(Way, Came); 9] = [
    (Way::Call, Came::Reached),
    (Way::InPerson, Came::Reached),
    (Way::Call, Came::NoAnswer),
    (Way::Call, Came::Busy),
    (Way::Call, Came::LeftWord),
    (Way::Message, Came::LeftWord),
    (Way::Mail, Came::LeftWord),
    (Way::Message, Came::Reached),
    (Way::Mail, Came::Reached),
];

/// Whom to tell, what to read to them, and how it went.
pub(super) fn tell(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, workspace: &Workspace) -> Reply {
    told(screen, outline, row, workspace).unwrap_or_else(|reply| reply)
}

fn told(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, workspace: &Workspace) -> Result<Reply, Reply> {
    let shown = &outline.rows[row];
    let step = shown.id.clone();
    let callees = outline.callees(row);
    // Whoever has gone ahead to it is not yet to call.
    let ahead = matches!(shown.state, State::Maybe | State::Blocked(_) | State::Out);
    for (at, callee) in callees.iter().enumerate() {
        let label = label(screen, callee, workspace);
        if ahead {
            screen.choice(at + 1, &label);
        } else {
            screen.choice_uncovered(at + 1, &label);
        }
        for (when, tried) in &callee.tries {
            let how = screen.text(&Message::Attempt(tried.how, tried.came));
            screen.line(&format!("        {}  {how}", clock(when)));
        }
    }
    if ahead && screen.hides() {
        screen.say(&Message::NumbersHidden);
    }
    let message = outline.text(row);
    if !message.trim().is_empty() {
        let back = callees.iter().any(|callee| callee.number.is_some());
        screen.say(&if back { Message::Say(message.trim()) } else { Message::ReadOut(message.trim()) });
    }
    let mut reason = None;
    match shown.state {
        State::Done | State::Skipped => match line(screen, &Message::ToldAlready)?.as_str() {
            "1" => {}
            "2" => return Ok(Reply::Act(Move::Undo { step })),
            typed => return Ok(kept(screen, step, typed)),
        },
        State::Stale => {
            let told = shown.fact.and_then(|fact| fact.tries.get(fact.told?));
            let who = told.map(|(_, tried)| called(tried)).unwrap_or_default();
            let at = told.map(|(at, _)| at.format("%d.%m %H:%M").to_string()).unwrap_or_default();
            screen.say(&Message::StaleTold(&who, &at));
            // That it has changed is the reason.
            reason = Some(screen.text(&Message::ToldAnew));
        }
        _ => {}
    }
    let pinned = shown.is_pinned() && reason.is_none();
    let passable = shown.step.optional && shown.state == State::Open && !pinned;
    if passable {
        screen.say(&Message::EnterSkip);
    }
    let callee = if let ([only], false, None) = (callees.as_slice(), pinned, &reason) {
        only
    } else {
        whom(screen, outline, row, &callees, if passable { Enter::GoesOn } else { Enter::Nothing })?
    };
    let ways = ways(callee, workspace);
    for (at, (how, came)) in ways.iter().enumerate() {
        let label = screen.text(&Message::Attempt(*how, *came));
        screen.choice(at + 1, &label);
    }
    let (how, came) = loop {
        let typed = line(screen, &Message::HowWent)?;
        if typed.is_empty() && passable {
            return Ok(Reply::Act(Move::Skip { step, reason: None }));
        }
        match chosen(&typed, &ways) {
            Some(chosen) => break *chosen,
            // Whom it was said of has been chosen: that need not be typed again.
            None => screen.say(&Message::NumberUpTo(ways.len())),
        }
    };
    let who = callee.id.to_owned();
    Ok(Reply::Act(Move::Try { step, attempt: Attempt { who, how, came, reason } }))
}

/// Who is told now: Enter takes whoever comes next, as the procedure names them.
fn whom<'c, 'l>(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    row: usize,
    callees: &'l [Callee<'c>],
    enter: Enter,
) -> Result<&'l Callee<'c>, Reply> {
    let shown = &outline.rows[row];
    let step = shown.id.clone();
    let stale = shown.state == State::Stale;
    let pinned = shown.is_pinned() && !stale;
    let last = outline.awaited().iter().all(|at| *at == row);
    let told = shown.fact.and_then(|fact| fact.tries.get(fact.told?)).filter(|_| stale);
    let knew = |callee: &&Callee<'_>| told.is_some_and(|(_, tried)| tried.who == callee.id);
    let untried = || callees.iter().find(|callee| callee.tries.is_empty());
    let next = match enter {
        Enter::GoesOn => None,
        _ if pinned => untried(),
        _ => callees.iter().find(knew).or_else(untried).or(callees.first()),
    };
    let title = next.map(|callee| callee.title.as_deref().unwrap_or(callee.id));
    let typed = line(
        screen,
        &match (title, last) {
            (Some(title), _) if stale => Message::WhomAnew(title),
            (Some(title), true) if pinned => Message::WhomNextOrAside(title),
            (Some(title), false) if pinned => Message::WhomNext(title),
            (None, true) if pinned => Message::WhomElseOrAside,
            (None, false) if pinned => Message::WhomElse,
            (title, _) => Message::WhomTold(title.unwrap_or_default()),
        },
    )?;
    match (typed.as_str(), next) {
        ("", Some(next)) => return Ok(next),
        ("", None) | ("0", Some(_)) if pinned => {
            return Err(if last { Reply::Act(Move::Park { text: String::new() }) } else { Reply::Stay });
        }
        ("", None) if enter == Enter::GoesOn => return Err(Reply::Act(Move::Skip { step, reason: None })),
        ("0", _) if stale => {
            let reason = line(screen, &Message::StaleReason)?;
            return Err(Reply::Act(Move::Leave { step, reason }));
        }
        _ => {}
    }
    chosen(&typed, callees).ok_or_else(|| {
        screen.say(&Message::NotInList);
        Reply::Stand(step)
    })
}

/// How telling them may go: whoever was sent nothing answers to nothing, and without an address there is no mail.
fn ways(callee: &Callee<'_>, workspace: &Workspace) -> Vec<(Way, Came)> {
    let sent = |way: Way| callee.tries.iter().any(|(_, tried)| tried.how == way);
    let contact = workspace.company.contacts.iter().find(|(id, _)| id == callee.id).map(|(_, contact)| contact);
    let has_mail = callee.number.is_none() && contact.is_some_and(|contact| contact.email.is_some());
    let fits = |way: Way, came: Came| match (way, came) {
        (Way::Message, Came::Reached) => sent(Way::Message),
        (Way::Mail, Came::Reached) => sent(Way::Mail),
        (Way::Mail, _) => has_mail,
        _ => true,
    };
    WAYS.into_iter().filter(|(way, came)| fits(*way, *came)).collect()
}

fn chosen<'t, T>(typed: &str, list: &'t [T]) -> Option<&'t T> {
    list.get(typed.parse::<usize>().ok()?.checked_sub(1)?)
}

/// Who they are, with their numbers: at their turn they are shown even where a procedure hides them.
fn label(screen: &Screen<'_>, callee: &Callee<'_>, workspace: &Workspace) -> String {
    if let Some(number) = &callee.number {
        return format!("{}: {number}", screen.text(&Message::AnsweredNumber));
    }
    let contact = workspace.company.contacts.iter().find(|(id, _)| id == callee.id).map(|(_, contact)| contact);
    let who = name(callee.title.as_deref().unwrap_or(callee.id), callee.name.as_deref());
    let phones = contact.map(|contact| contact.phones.join(", ")).filter(|phones| !phones.is_empty());
    let phones = phones.unwrap_or_else(|| screen.text(&Message::NotStated));
    let turn = if callee.forward { format!(" ({})", screen.text(&Message::TurnHasCome)) } else { String::new() };
    format!("{who}: {phones}{turn}")
}

fn name(title: &str, name: Option<&str>) -> String {
    name.map_or_else(|| title.to_owned(), |name| format!("{title}, {name}"))
}

fn clock(at: &Moment) -> String {
    at.format("%H:%M").to_string()
}

fn called(tried: &Tried) -> String {
    name(tried.title.as_deref().unwrap_or(&tried.who), tried.name.as_deref())
}

/// Who knows, and since when: in overviews.
pub(super) fn told_to(at: &Moment, tried: &Tried) -> String {
    // Whoever was called by the number of an answer is known by the step.
    if tried.title.is_some() { format!("{}, {}", called(tried), clock(at)) } else { clock(at) }
}

/// The names of the files that are attached: in overviews.
pub(super) fn names_of(fact: &Fact) -> String {
    fact.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Who was tried and not reached: said again at every step, until it is done or passed.
pub(super) fn pinned(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize) {
    for at in (0..outline.rows.len()).filter(|at| *at != row && outline.rows[*at].is_pinned()) {
        let told = outline.rows[at].fact.and_then(|fact| fact.tries.get(fact.told?));
        if let Some((when, tried)) = told {
            screen.say(&Message::PinnedStale(&told_to(when, tried)));
            continue;
        }
        let callees = outline.callees(at);
        let missed = callees.iter().filter(|callee| !callee.is_reached()).filter_map(|callee| callee.tries.last());
        let missed: Vec<String> = missed
            .map(|(when, tried)| {
                let how = screen.text(&Message::Attempt(tried.how, tried.came));
                format!("{} ({}, {how})", called(tried), clock(when))
            })
            .collect();
        screen.say(&Message::Pinned(&missed.join(", ")));
    }
}

/// The files that are there, and a line for more.
pub(super) fn files(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize) -> Reply {
    let shown = &outline.rows[row];
    let step = shown.id.clone();
    let (files, missing, room) = outline.files(row);
    for file in files {
        screen.say(&Message::AttachedFile(&file.name, file.size));
    }
    if let StepKind::Attach(Attach { scan: true, .. }) = &shown.step.kind {
        return pages(screen, shown, (files.len(), missing, room));
    }
    if room == 0 {
        return match line(screen, &Message::EnterFiles) {
            Ok(typed) if typed == "1" => Reply::Detach(step),
            Ok(typed) => kept(screen, step, &typed),
            Err(reply) => reply,
        };
    }
    let settled = matches!(shown.state, State::Done | State::Skipped);
    match line(screen, &Message::EnterPath(Missing::of(missing, room), settled || shown.step.optional)) {
        Ok(typed) if typed.is_empty() && settled => Reply::Stay,
        Ok(typed) if typed.is_empty() && shown.step.optional => Reply::Act(Move::Skip { step, reason: None }),
        Ok(typed) if typed.is_empty() => {
            screen.say(&Message::AnswerNeeded);
            Reply::Again
        }
        Ok(typed) => Reply::Files { step, line: typed },
        Err(reply) => reply,
    }
}

/// Pages from the scanner, or files: 1 scans, 0 takes off; a digit that scans never takes anything off.
fn pages(screen: &mut Screen<'_>, shown: &Row<'_>, (there, missing, room): (usize, usize, usize)) -> Reply {
    let step = shown.id.clone();
    let settled = matches!(shown.state, State::Done | State::Skipped);
    let enter = match () {
        () if settled || shown.step.optional => Enter::GoesOn,
        () if there == 0 => Enter::Scans,
        () => Enter::Nothing,
    };
    let keys = if room == 0 { Scanning::Full } else { Scanning::Keys(Missing::of(missing, room), there > 0, enter) };
    let typed = match line(screen, &Message::Scanning(keys)) {
        Ok(typed) => typed,
        Err(reply) => return reply,
    };
    match typed.as_str() {
        "0" if there > 0 => Reply::Detach(step),
        "" if settled => Reply::Stay,
        "" if shown.step.optional => Reply::Act(Move::Skip { step, reason: None }),
        "" if enter == Enter::Nothing => {
            screen.say(&Message::AnswerNeeded);
            Reply::Again
        }
        "1" | "" if room > 0 => Reply::Scan(step),
        "0" | "1" => {
            screen.say(&Message::NotInList);
            Reply::Stand(step)
        }
        _ => Reply::Files { step, line: typed },
    }
}

/// A letter before it is written: to whom, about what, and its text.
pub(super) fn letter(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, mail: &Mail, workspace: &Workspace) {
    let shown = &outline.rows[row];
    if let (Some((at, letter)), State::Stale) = (shown.fact.and_then(|fact| fact.letter.as_ref()), shown.state) {
        return screen.say(&Message::StaleMail(&letter.subject, &at.format("%d.%m %H:%M").to_string()));
    }
    let id = &mail.to.value;
    let asked = outline.seen_from(shown.item, id);
    let asked = asked.filter(|row| matches!(outline.rows[*row].step.kind, StepKind::Ask(_)));
    let contact = workspace.company.contacts.iter().find(|(known, _)| known == id);
    let to = match (asked, contact) {
        (None, Some((_, contact))) => contact.title.clone(),
        (Some(_), _) => outline.scope_at(row).get(id).as_str().unwrap_or(id).to_owned(),
        (None, None) => id.clone(),
    };
    screen.say(&Message::Mail(&to, &outline.print_at(row, &mail.subject)));
    if let Some(text) = &mail.text {
        screen.line(outline.print_at(row, text).trim_end());
    }
    for file in mail
        .files
        .iter()
        .filter_map(|name| outline.seen_from(shown.item, &name.value))
        .flat_map(|row| outline.files(row).0)
    {
        screen.say(&Message::AttachedFile(&file.name, file.size));
    }
    for form in &mail.forms {
        let title = workspace.forms.get(&form.value).map_or(&form.value, |form| &form.title);
        screen.line(title);
    }
}
