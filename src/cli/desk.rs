//! Bare `pult`: who is at the desk, then the list of procedures and open cases, until the dispatcher leaves.

use super::plain::{Left, Plain, Screen, outcome_words};
use super::{CommandError, Desk, FAULTS, GOOD, Opened, USAGE, plain};
use crate::model::company::Local;
use crate::model::procedure::Procedure;
use crate::model::workspace::Workspace;
use crate::session::{Entry, Listed, Seat, Standing, Waiting, list_cases, waiting};
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

/// From how many digits on a word that is searched for is a telephone's number.
const NUMBER: usize = 5;

/// How many closed cases a search shows at the most, the newest first: `pult list` shows all.
const MOST_CLOSED: usize = 9;

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
        let Shown { mut items, found, nothing } = show_list(&mut plain, &opened, &words)?;
        if nothing && !words.is_empty() {
            // What was not found is forgotten: what stands under the message is the whole list.
            words.clear();
            items = show_list(&mut plain, &opened, &words)?.items;
        }
        let Some(line) = plain.screen().ask(&Message::ChooseProcedure) else { break };
        match line.as_str() {
            "0" => break,
            // A search that has found one thing only: Enter opens it.
            "" => match found.filter(|_| !words.is_empty()).and_then(|at| items.get(at)) {
                Some(item) => {
                    words.clear();
                    if open(&mut plain, item)? == Left::Gone {
                        break;
                    }
                }
                None => words.clear(),
            },
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
                Err(_) => match named(&items, &line) {
                    Some(item) => {
                        words.clear();
                        if open(&mut plain, item)? == Left::Gone {
                            break;
                        }
                    }
                    None => words = line,
                },
            },
        }
    }
    end(plain);
    Ok(GOOD)
}

/// The case of the list that is called so: `a17`, in either keyboard layout.
fn named<'i>(items: &'i [Item], line: &str) -> Option<&'i Item> {
    let line = line.to_lowercase();
    let called = |item: &&Item| match item {
        Item::Case(id) => [plain::short(id), plain::other_layout(&plain::short(id)), id.clone()].contains(&line),
        Item::Procedure(_) => false,
    };
    items.iter().find(called)
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
/// What can be chosen from a list.
struct Shown {
    /// By their numbers, those too that were searched away: fingers know them.
    items: Vec<Item>,
    /// The only one that was found.
    found: Option<usize>,
    /// Whether nothing was found.
    nothing: bool,
}

fn show_list(plain: &mut Plain<'_>, opened: &Opened, words: &str) -> Result<Shown, CommandError> {
    let workspace = &opened.workspace;
    let mut items = Vec::new();
    let mut seen = Vec::new();
    let by = plain.session().seat().by.clone();
    let now = plain.session().outside().at;
    let barred = plain.session().barred();
    let screen = plain.screen();
    screen.line("");
    if let Some(barred) = &barred {
        screen.say(&Message::Barred(barred));
    }
    screen.say(&Message::AtTheDesk(workspace.company.dispatchers.get(&by).unwrap_or(&by)));
    let cases = list_cases(workspace, &opened.store, if words.is_empty() { Listed::Open } else { Listed::All }, &now);
    let cases = cases.map_err(|error| CommandError::store(opened.language, &error))?;
    let found = cases.iter().filter(|case| contains(words, &entry_text(opened.language, case)));
    let (closed, open): (Vec<&Entry>, Vec<&Entry>) = found.partition(|case| case.closed.is_some());
    let (first, rest): (Vec<&Entry>, Vec<&Entry>) = open.into_iter().partition(|case| case.comes_first());
    let sections = procedures(workspace);
    items.extend(sections.iter().flat_map(|(_, inside)| inside).map(|(id, _)| Item::Procedure((*id).clone())));
    // Whatever comes first, and whatever is searched for, a procedure keeps its number: fingers know it.
    let cases_from = items.len();
    show_cases(screen, &first, &Message::Matter(Matter::First), &mut items);
    let mut number = 0;
    for (title, inside) in &sections {
        let mut title = Some(title.map_or_else(|| screen.text(&Message::OtherProcedures), str::to_owned));
        for (_, procedure) in inside {
            number += 1;
            if finds(words, procedure) {
                title.take().iter().for_each(|title| screen.line(title));
                screen.choice(number, &procedure.definition.title);
                seen.push(number - 1);
            }
        }
    }
    show_cases(screen, &rest, &Message::OpenCases, &mut items);
    seen.extend(cases_from..items.len());
    if !closed.is_empty() {
        screen.say(&Message::ClosedCases);
        closed
            .iter()
            .take(MOST_CLOSED)
            .for_each(|case| screen.line(&format!("    {}", entry_line(opened.language, case))));
    }
    let lists = plain.session().desk_lists().map_err(|error| CommandError::store(opened.language, &error))?;
    let screen = plain.screen();
    for list in lists {
        screen.line(&format!("! {}", list.title));
        for (id, opened, named) in &list.cases {
            screen.line(&format!("    {id}  {opened}  {named}"));
        }
    }
    if let Some(unready) = plain.session().unready() {
        plain.screen().say(&Message::Outbox(Outbox::Unready(&unready)));
    }
    let screen = plain.screen();
    let letters = waiting(&opened.store);
    if letters != Waiting::default() {
        screen.say(&Message::Outbox(Outbox::Waiting(letters)));
    }
    let nothing = seen.is_empty() && closed.is_empty();
    if nothing {
        screen.say(if words.is_empty() { &Message::NoProcedures } else { &Message::NothingFound });
    }
    let found = seen.first().copied().filter(|_| seen.len() == 1);
    Ok(Shown { items, found, nothing })
}

/// A section's title, if it has one, and the procedures in it.
type Section<'w> = (Option<&'w str>, Vec<(&'w String, &'w Procedure)>);

/// The procedures by their sections; those without one at the end.
fn procedures<'w>(workspace: &'w Workspace) -> Vec<Section<'w>> {
    let known: Vec<&str> = workspace.company.sections.iter().map(|section| section.value.as_str()).collect();
    let found: Vec<_> = workspace.in_order().into_iter().collect();
    let section_of = |procedure: &'w Procedure| {
        let section = procedure.section.as_ref().map(|section| section.value.as_str());
        section.filter(|section| known.contains(section))
    };
    let sections = known.iter().copied().map(Some).chain([None]);
    let inside = sections.map(|section| {
        let mine = found.iter().filter(|(_, procedure)| section_of(procedure) == section);
        (section, mine.copied().collect::<Vec<_>>())
    });
    inside.filter(|(_, inside)| !inside.is_empty()).collect()
}

/// Open cases under a title, if there are any.
fn show_cases(screen: &mut Screen<'_>, cases: &[&Entry], title: &Message<'_>, items: &mut Vec<Item>) {
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

/// What a case of a list is found by: its line, its short number, and what was answered in it.
pub(super) fn entry_text(language: crate::model::company::Language, case: &Entry) -> String {
    let (line, short) = (entry_line(language, case), plain::short(&case.id));
    format!("{line} {} {short} {} {}", case.id, case.procedure, case.answers)
}

fn finds(words: &str, procedure: &Procedure) -> bool {
    let text = format!("{} {} {}", procedure.definition.id, procedure.definition.title, procedure.find.join(" "));
    contains(words, &text)
}

/// Whether a text holds all the words, whatever their case; ё is е. Words typed under the wrong keyboard
/// layout are understood, and a number of a telephone without its spaces and hyphens.
pub(super) fn contains(words: &str, text: &str) -> bool {
    let fold = |text: &str| text.to_lowercase().replace('ё', "е");
    let text = fold(text);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let all = |words: &str| words.split_whitespace().all(|word| text.contains(&fold(word)));
    let is_number = words.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c));
    let number = Some(digits(words)).filter(|number| is_number && number.len() >= NUMBER);
    let joined = || text.replace([' ', '\u{a0}', '-', '(', ')'], "");
    all(words) || all(&plain::other_layout(words)) || number.is_some_and(|number| joined().contains(&number))
}
