//! Bare `pult`: who is at the desk, then the list of procedures and open cases, until the dispatcher leaves.

use super::plain::{Left, Plain, Screen, outcome_words};
use super::{CommandError, Desk, FAULTS, GOOD, Opened, USAGE, plain};
use crate::model::company::Local;
use crate::model::procedure::Procedure;
use crate::session::{Entry, Seat, Standing, Waiting, list_cases, waiting};
use crate::text::{Handing, Matter, Message, Outbox};
use std::io::{BufReader, IsTerminal, stdin, stdout};

/// Standard input and output.
pub(super) fn screen(language: crate::model::company::Language) -> Screen<'static> {
    let columns =
        terminal_size::terminal_size().filter(|_| stdout().is_terminal()).map(|(width, _)| usize::from(width.0));
    Screen::new(
        BufReader::new(stdin()),
        stdout(),
        language,
        stdin().is_terminal(),
        columns.filter(|columns| *columns > 20),
    )
}

/// Who sits at the desk: said on the command line, known from earlier today, or asked.
pub(super) fn seat(desk: &Desk, opened: &Opened, screen: Option<&mut Screen<'_>>) -> Result<Seat, CommandError> {
    let company = &opened.workspace.company;
    let language = opened.language;
    opened.is_known()?;
    let local = opened.store.local().map_err(|error| CommandError::store(language, &error))?;
    let today = desk.clock(company)?.now().date_naive();
    let known = local.dispatcher.clone().filter(|_| local.since == Some(today));
    let code = local.desk.clone().filter(|code| crate::model::company::is_desk(code));
    let mut fresh = Local { since: Some(today), ..local.clone() };
    let mut screen = screen;
    let code = match (code, screen.as_deref_mut()) {
        (Some(code), _) => code,
        (None, Some(screen)) if company.desks.len() > 1 => {
            let desks: Vec<(&String, &String)> = company.desks.iter().collect();
            let chosen =
                choose(screen, &Message::WhichDesk, &desks.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>());
            match chosen.and_then(|at| desks.get(at)) {
                Some((code, _)) => (*code).clone(),
                None => return Err(CommandError::new(FAULTS, "")),
            }
        }
        _ => company.desks.keys().next().cloned().unwrap_or_else(|| "a".to_owned()),
    };
    let by = match (&desk.options.seat, known, screen) {
        (Some(who), _, _) => {
            let named = || company.dispatchers.iter().find(|(_, name)| *name == who).map(|(id, _)| id);
            if company.dispatchers.is_empty() || company.dispatchers.contains_key(who) {
                who.clone()
            } else if let Some(id) = named() {
                id.clone()
            } else {
                return Err(CommandError::message(language, USAGE, &Message::NoDispatcher(who)));
            }
        }
        (None, Some(known), _) => known,
        (None, None, Some(screen)) => match ask_who(screen, opened) {
            Some(who) => who,
            None => return Err(CommandError::new(FAULTS, "")),
        },
        (None, None, None) => return Err(CommandError::message(language, USAGE, &Message::WhoIsThere)),
    };
    fresh.desk = Some(code.clone());
    fresh.dispatcher = Some(by.clone());
    if fresh != local && desk.options.seat.is_none() {
        opened.store.set_local(&fresh).map_err(|error| CommandError::store(language, &error))?;
    }
    Ok(Seat { desk: code, by, language })
}

fn ask_who(screen: &mut Screen<'_>, opened: &Opened) -> Option<String> {
    let dispatchers: Vec<(&String, &String)> = opened.workspace.company.dispatchers.iter().collect();
    loop {
        if dispatchers.is_empty() {
            let name = screen.ask(&Message::YourName)?;
            // A surname and a name: a word typed for something else is not taken for a person.
            let words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count();
            if words >= 2 && !name.contains(char::is_control) {
                return Some(name);
            }
            screen.say(&Message::SurnameAndName);
            continue;
        }
        let names: Vec<&str> = dispatchers.iter().map(|(_, name)| name.as_str()).collect();
        let at = choose(screen, &Message::WhoIsThere, &names)?;
        if let Some((id, _)) = dispatchers.get(at) {
            return Some((*id).clone());
        }
    }
}

/// One of several, by its number; asked until it is one of them.
fn choose(screen: &mut Screen<'_>, question: &Message<'_>, labels: &[&str]) -> Option<usize> {
    loop {
        let question = screen.text(question);
        screen.line(&question);
        for (number, label) in labels.iter().enumerate() {
            screen.choice(number + 1, label);
        }
        let line = screen.ask(&Message::Choose)?;
        match line.parse::<usize>().ok().and_then(|number| number.checked_sub(1)) {
            Some(at) if at < labels.len() => return Some(at),
            _ => screen.say(&Message::NotInList),
        }
    }
}

/// A session with a seat, ready for work: what a killed program has left is finished first.
pub(super) fn begin<'s>(desk: &Desk, opened: &Opened, mut screen: Screen<'s>) -> Result<Plain<'s>, CommandError> {
    let seat = seat(desk, opened, Some(&mut screen))?;
    let mut session = opened.session(desk.clock(&opened.workspace.company)?, seat);
    let notices = session.recover().map_err(|error| CommandError::session(&session, &error))?;
    let mut plain = Plain::new(session, screen);
    plain.tell(&notices);
    plain.offer_handbook();
    Ok(plain)
}

/// Waits for git and says what it could not do.
pub(super) fn end(plain: Plain<'_>) {
    let (session, mut screen) = plain.into_parts();
    if let Some(Err(trouble)) = session.finish() {
        screen.git(&trouble);
    }
}

/// Something of the list that can be chosen.
enum Item {
    Procedure(String),
    Case(String),
}

pub(super) fn run(desk: &Desk) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let mut plain = begin(desk, &opened, screen(opened.language))?;
    let mut words = String::new();
    loop {
        let mut items = show_list(&mut plain, &opened, &words)?;
        if items.is_empty() && !words.is_empty() {
            // What was not found is forgotten: the numbers under the message are those of the whole list.
            words.clear();
            items = show_list(&mut plain, &opened, &words)?;
        }
        let Some(line) = plain.screen().ask(&Message::ChooseProcedure) else { break };
        match line.as_str() {
            "0" => break,
            // A search that has found one thing only: Enter opens it.
            "" if !words.is_empty() && items.len() == 1 => {
                words.clear();
                if open(&mut plain, &items[0])? == Left::Gone {
                    break;
                }
            }
            "" => words.clear(),
            "?" | "," => {
                words.clear();
                plain.screen().say(&Message::DeskHelp);
            }
            "." => {
                plain.session().leave();
                if plain.reference() {
                    change_seat(&mut plain, &opened)?;
                }
            }
            _ => match line.parse::<usize>() {
                Ok(number) => match number.checked_sub(1).and_then(|at| items.get(at)) {
                    Some(item) => {
                        words.clear();
                        if open(&mut plain, item)? == Left::Gone {
                            break;
                        }
                    }
                    None => plain.screen().say(&Message::NotInList),
                },
                Err(_) => words = line,
            },
        }
    }
    end(plain);
    Ok(GOOD)
}

/// Somebody else sits down, for the rest of the day.
fn change_seat(plain: &mut Plain<'_>, opened: &Opened) -> Result<(), CommandError> {
    let Some(by) = ask_who(plain.screen(), opened) else { return Ok(()) };
    plain.session().sit_down(&by);
    plain.offer_handbook();
    let local = opened.store.local().map(|local| Local { dispatcher: Some(by), ..local });
    local.and_then(|local| opened.store.set_local(&local)).map_err(|error| CommandError::store(opened.language, &error))
}

fn open(plain: &mut Plain<'_>, item: &Item) -> Result<Left, CommandError> {
    let opened = match item {
        Item::Procedure(id) => plain.session().start(id).map(Some),
        Item::Case(id) => plain.take_up(id),
    };
    match opened {
        Ok(None) => Ok(Left::Finished),
        Ok(Some(notices)) => {
            plain.tell(&notices);
            plain.work()
        }
        Err(error) => {
            let error = CommandError::session(plain.session(), &error);
            plain.screen().line(&error.text);
            plain.session().leave();
            Ok(Left::Finished)
        }
    }
}

/// Prints what can be chosen, narrowed by words.
fn show_list(plain: &mut Plain<'_>, opened: &Opened, words: &str) -> Result<Vec<Item>, CommandError> {
    let workspace = &opened.workspace;
    let mut items = Vec::new();
    let by = plain.session().seat().by.clone();
    let now = plain.session().outside().at;
    let screen = plain.screen();
    screen.line("");
    screen.say(&Message::AtTheDesk(workspace.company.dispatchers.get(&by).unwrap_or(&by)));
    let cases = list_cases(workspace, &opened.store, false, &now);
    let cases = cases.map_err(|error| CommandError::store(opened.language, &error))?;
    let found = cases.iter().filter(|case| contains(words, &entry_text(opened.language, case)));
    let (first, rest): (Vec<&Entry>, Vec<&Entry>) = found.partition(|case| case.comes_first());
    show_cases(screen, first, &Message::Matter(Matter::First), &mut items);
    let sections = workspace.company.sections.iter().map(|section| Some(section.value.as_str()));
    let none_known = |procedure: &Procedure| {
        let section = procedure.section.as_ref().map(|section| section.value.as_str());
        !workspace.company.sections.iter().any(|known| Some(known.value.as_str()) == section)
    };
    let ordered = workspace.in_order();
    for section in sections.chain([None]) {
        let inside = ordered.iter().filter(|(_, procedure)| match section {
            Some(section) => procedure.section.as_ref().is_some_and(|own| own.value == section),
            None => none_known(procedure),
        });
        let inside: Vec<_> = inside.filter(|(_, procedure)| finds(words, procedure)).collect();
        if inside.is_empty() {
            continue;
        }
        let title = section.map_or_else(|| screen.text(&Message::OtherProcedures), str::to_owned);
        screen.line(&title);
        for (id, procedure) in inside {
            items.push(Item::Procedure((*id).clone()));
            screen.choice(items.len(), &procedure.definition.title);
        }
    }
    show_cases(screen, rest, &Message::OpenCases, &mut items);
    let lists = plain.session().desk_lists().map_err(|error| CommandError::store(opened.language, &error))?;
    let screen = plain.screen();
    for list in lists {
        screen.line(&format!("! {}", list.title));
        for (id, opened, named) in &list.cases {
            screen.line(&format!("    {id}  {opened}  {named}"));
        }
    }
    let letters = waiting(&opened.store);
    if letters != Waiting::default() {
        screen.say(&Message::Outbox(Outbox::Waiting(letters)));
    }
    if items.is_empty() {
        screen.say(if words.is_empty() { &Message::NoProcedures } else { &Message::NothingFound });
    }
    Ok(items)
}

/// Open cases under a title, if there are any.
fn show_cases(screen: &mut Screen<'_>, cases: Vec<&Entry>, title: &Message<'_>, items: &mut Vec<Item>) {
    if !cases.is_empty() {
        screen.say(title);
    }
    for case in cases {
        items.push(Item::Case(case.id.clone()));
        let line = entry_line(screen.language(), case);
        screen.choice(items.len(), &line);
    }
}

/// One case of a list in one line.
pub(super) fn entry_line(language: crate::model::company::Language, case: &Entry) -> String {
    let say = |message: &Message<'_>| crate::text::say(language, message);
    if let Some(trouble) = &case.trouble {
        let reason = crate::text::store_error(language, trouble);
        return format!("{}  {}", case.id, say(&Message::CannotRead(&reason)));
    }
    let standing = match &case.standing {
        Standing::Open => say(&Message::StandingOpen),
        Standing::Parked => say(&Message::StandingParked),
        Standing::Waiting => say(&Message::StandingWaiting),
        Standing::Closed(outcome, label) => outcome_words(language, label.as_ref().unwrap_or(outcome)),
    };
    let standing = match &case.replaced_by {
        Some(id) => format!("{standing}, {}", say(&Message::Replaced(id))),
        None => standing,
    };
    let matter = |matter: Matter<'_>| say(&Message::Matter(matter));
    let marks = [
        case.overdue.as_ref().map(|(step, due)| matter(Matter::MarkOverdue(step, due))),
        case.untold.then(|| matter(Matter::MarkUntold)),
        case.answered.then(|| matter(Matter::MarkAnswered)),
        case.remind.as_ref().filter(|_| !case.answered).map(|(step, at)| matter(Matter::MarkReminder(step, at))),
    ];
    let marks: String = marks.into_iter().flatten().map(|mark| format!(" ! {mark}")).collect();
    let by = match &case.taken {
        Some(desk) => format!("{}, {}", case.by, say(&Message::Handing(Handing::AtDesk(desk)))),
        None => case.by.clone(),
    };
    let opened = case.opened.map(|at| crate::model::types::moment(&at)).unwrap_or_default();
    let label = if case.label.is_empty() { String::new() } else { format!(": {}", case.label) };
    // Of closed ones there are many with the same short id.
    let id = match &case.standing {
        Standing::Closed(..) => case.id.clone(),
        Standing::Open | Standing::Parked | Standing::Waiting => plain::short(&case.id),
    };
    format!("{id}  {opened}  {}{label} ({standing}, {by}){marks}", case.title)
}

/// What a case of a list is found by: its line, and its short number.
pub(super) fn entry_text(language: crate::model::company::Language, case: &Entry) -> String {
    format!("{} {} {} {}", entry_line(language, case), case.id, plain::short(&case.id), case.procedure)
}

fn finds(words: &str, procedure: &Procedure) -> bool {
    let text = format!("{} {} {}", procedure.definition.id, procedure.definition.title, procedure.find.join(" "));
    contains(words, &text)
}

/// Whether a text holds all the words, whatever their case; ё is е. Words typed under the wrong keyboard
/// layout are understood.
pub(super) fn contains(words: &str, text: &str) -> bool {
    let fold = |text: &str| text.to_lowercase().replace('ё', "е");
    let text = fold(text);
    let all = |words: &str| words.split_whitespace().all(|word| text.contains(&fold(word)));
    all(words) || all(&plain::other_layout(words))
}
