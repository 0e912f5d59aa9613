//! One prompt: what a step looks like in lines, and what the line typed means.

use super::contact;
use super::half::{Begun, Half};
use super::matters;
use super::narrowing;
use super::screen::Screen;
use crate::engine::{Move, Outline, Row, State};
use crate::model::definition::{StepKind, Wait};
use crate::model::types::{Base, FieldType};
use crate::model::workspace::Workspace;
use crate::session::{paper_title, procedure_title};
use crate::text::{Handing, Matter, Message, Printing};

/// What a line means.
pub(super) enum Reply {
    /// The input ended.
    Gone,
    /// On to what is next.
    Stay,
    /// To this step.
    Go(String),
    /// The same again.
    Again,
    /// `..`
    Back,
    /// `.`
    Menu,
    /// `?`
    Card,
    /// A move.
    Act(Move),
    /// The case is closed, and the one below stays open.
    CloseThis(Move),
    /// Files are named for a step.
    Files {
        /// The step.
        step: String,
        /// As typed.
        line: String,
    },
    /// A page is scanned for a step.
    Scan(String),
    /// The document of a step goes to the printer.
    HandOver(String),
    /// The files of a step are taken off.
    Detach(String),
    /// The step is shown again, whatever is next.
    Stand(String),
}

/// Shows a step and reads the line typed.
pub(super) fn ask(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    row: Option<usize>,
    again: bool,
    workspace: &Workspace,
    (half, below): (&Half, Option<&str>),
) -> Reply {
    let Some(row) = row else {
        unfinished(screen, outline, workspace);
        screen.say(&Message::AllDone);
        return close(screen, Move::Stop { step: None }, None);
    };
    contact::pinned(screen, outline, row);
    lead(screen, outline, row, workspace);
    title(screen, outline, row, workspace);
    // The advice on a repeat stands over each of its items.
    if outline.items_of(row).is_empty() {
        advice(screen, outline, row, workspace);
    }
    matters::due(screen, outline, row);
    let shown = &outline.rows[row];
    let step = shown.step;
    let id = shown.id.clone();
    let settled = matches!(shown.state, State::Done | State::Skipped);
    match &step.kind {
        StepKind::Ask(question) => {
            question_line(screen, outline, row, &question.field, question.example.as_deref(), again, half)
        }
        StepKind::Wait(wait)
            if !(settled || outline.meanwhile(row).is_empty() && matters::growing(outline, row).is_empty()) =>
        {
            matters::wait(screen, outline, row, wait, workspace, |screen| match &wait.field {
                Some(field) => answer_line(screen, outline, row, field, again, half),
                None => Reply::Again,
            })
        }
        StepKind::Wait(Wait { field: Some(field), .. }) => answer_line(screen, outline, row, field, again, half),
        StepKind::Say(_) => confirm(screen, &Message::EnterSaid, Move::Done { step: id }),
        StepKind::Do(_) | StepKind::Print(_) if settled => {
            let at = shown.fact.and_then(|fact| fact.at).map(|at| at.format("%H:%M").to_string());
            match line(screen, &Message::ConfirmedAt(&at.unwrap_or_default())) {
                Ok(text) if text == "1" => Reply::Act(Move::Undo { step: id }),
                Ok(text) => kept(screen, id, &text),
                Err(reply) => reply,
            }
        }
        StepKind::Do(_) => confirm(screen, &Message::EnterDone, Move::Done { step: id }),
        StepKind::Run(_) | StepKind::Print(_) | StepKind::Mail(_) if shown.state == State::Stale => {
            stale(screen, shown)
        }
        StepKind::Notify(_) => contact::tell(screen, outline, row, workspace),
        StepKind::Attach(_) => contact::files(screen, outline, row),
        StepKind::Mail(_) | StepKind::Run(_) if settled => match line(screen, &Message::EnterKeep("")) {
            Ok(text) => kept(screen, id, &text),
            Err(reply) => reply,
        },
        StepKind::Mail(_) => confirm(screen, &Message::EnterMail, Move::Begin { step: id, reason: None }),
        StepKind::Print(_) => paper(screen, outline, row),
        StepKind::Repeat(repeat) => super::items::more(screen, outline, row, repeat),
        StepKind::Run(_) => confirm(screen, &Message::EnterRun, Move::Begin { step: id, reason: None }),
        StepKind::Wait(_) => confirm(screen, &Message::EnterWaited, Move::Done { step: id }),
        StepKind::Stop(_) => close(screen, Move::Stop { step: Some(id) }, below),
        StepKind::Note(_) | StepKind::Group(_) | StepKind::Let(_) => Reply::Stay,
    }
}

/// The step itself in one line.
fn title(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, workspace: &Workspace) {
    let shown = &outline.rows[row];
    let text = outline.text(row);
    match &shown.step.kind {
        StepKind::Ask(_) => screen.line(&text),
        StepKind::Wait(_) => screen.say(&Message::Wait(&text)),
        StepKind::Say(_) => screen.say(&Message::Say(&text)),
        StepKind::Do(_) => screen.say(&Message::Do(&text)),
        StepKind::Stop(stop) => {
            unfinished(screen, outline, workspace);
            screen.say(&Message::Stop(&stop.label));
        }
        StepKind::Run(run) => {
            let title = procedure_title(workspace, &run.procedure.value);
            if shown.state == State::Stale {
                let case = shown.fact.and_then(|fact| fact.child.clone()).unwrap_or_default();
                let at = shown.fact.and_then(|fact| fact.at).map(|at| at.format("%d.%m %H:%M").to_string());
                screen.say(&Message::Stale(title, &matters::short(&case), &at.unwrap_or_default()));
            } else {
                screen.say(&Message::Run(title));
            }
        }
        StepKind::Print(print) => {
            let title = paper_title(screen.language(), workspace, print);
            let last = shown.fact.and_then(|fact| fact.papers.last());
            match (last, shown.state) {
                (Some((at, paper)), State::Stale) => {
                    let at = at.format("%d.%m %H:%M").to_string();
                    let what = paper.number.as_deref().unwrap_or(&paper.file);
                    screen.say(&Message::StalePaper(&title, what, &at));
                }
                (Some(_), _) if outline.paper(row).is_none() => screen.say(&Message::PaperChanged(&title)),
                _ => screen.say(&Message::Print(&title)),
            }
        }
        StepKind::Notify(_) => {
            let back = outline.callees(row).iter().any(|callee| callee.number.is_some());
            screen.say(&if back { Message::CallBack } else { Message::Tell });
        }
        StepKind::Attach(_) => screen.say(&Message::Attach(&text)),
        StepKind::Mail(mail) => contact::letter(screen, outline, row, mail, workspace),
        StepKind::Note(_) | StepKind::Group(_) | StepKind::Repeat(_) | StepKind::Let(_) => {}
    }
}

/// A form is made, and then taken from the printer.
fn paper(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize) -> Reply {
    let id = outline.rows[row].id.clone();
    let begin = Move::Begin { step: id.clone(), reason: None };
    let Some(paper) = outline.paper(row) else { return confirm(screen, &Message::EnterPrint, begin) };
    screen.say(&Message::PaperReady(&paper.file, paper.copies, paper.number.as_deref()));
    let mut handed = outline.rows[row].fact.into_iter().flat_map(|fact| &fact.handed);
    if let Some((at, handed)) = handed.rfind(|(_, handed)| handed.count == paper.count) {
        screen.say(&Message::Printing(Printing::HandedAt(at, handed.copies)));
    }
    match line(screen, &Message::EnterPaper) {
        Ok(text) if text.is_empty() => Reply::Act(Move::Done { step: id }),
        Ok(text) if text == "1" => Reply::HandOver(id),
        Ok(text) if text == "2" => Reply::Act(begin),
        Ok(_) => {
            screen.say(&Message::NotInList);
            Reply::Again
        }
        Err(reply) => reply,
    }
}

/// Cases run from here that were put aside: who closes this one should know.
pub(super) fn unfinished(screen: &mut Screen<'_>, outline: &Outline<'_>, workspace: &Workspace) {
    for (procedure, child) in outline.children_left() {
        screen.say(&Message::ChildOpen(procedure_title(workspace, procedure), &matters::short(child)));
    }
}

/// What is said on the way to a step.
fn lead(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, workspace: &Workspace) {
    screen.line("");
    for at in outline.lead(row) {
        match &outline.rows[at].step.kind {
            StepKind::Say(_) => screen.say(&Message::Say(&outline.text(at))),
            _ => screen.say(&Message::Note(&outline.text(at))),
        }
        advice(screen, outline, at, workspace);
    }
}

/// Advice, and a card that belongs to a step.
fn advice(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, workspace: &Workspace) {
    let step = outline.rows[row].step;
    screen.hint(&step.hint.as_ref().map(|hint| outline.print_at(row, hint)).unwrap_or_default());
    if let Some(card) = step.card.as_ref().and_then(|card| workspace.cards.get(&card.value)) {
        screen.say(&Message::CardAtHand(&card.title));
    }
}

fn question_line(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    row: usize,
    field: &FieldType,
    example: Option<&str>,
    again: bool,
    half: &Half,
) -> Reply {
    let example = example.or_else(|| field.rule.as_ref().map(|rule| rule.example.as_str()));
    if let Some(example) = example.filter(|_| !field.base.is_choice()) {
        screen.say(&Message::Example(example));
    }
    answer_line(screen, outline, row, field, again, half)
}

/// Choices with their numbers, what is pre-typed, and the line typed.
fn answer_line(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    row: usize,
    field: &FieldType,
    again: bool,
    half: &Half,
) -> Reply {
    let shown = &outline.rows[row];
    let step = shown.step;
    let settled = matches!(shown.state, State::Done | State::Skipped);
    let choices = choices(screen, outline, row, field);
    narrowing::show(screen, &choices);
    if choices.is_empty() && field.offer.is_some() {
        screen.say(&Message::NothingOffered);
    }
    if field.base == Base::Choices {
        screen.say(&Message::SeveralNumbers);
    }
    if field.base == Base::LongText {
        screen.say(&Message::Handing(Handing::SeveralLines));
    }
    let begun = match half.offer(screen, &shown.id, step) {
        Ok(begun) => begun,
        Err(reply) => return reply,
    };
    let suggestion = outline.suggestion(row);
    let hint = match &suggestion {
        Some(earlier) if settled || again => Some(Message::EnterKeep(earlier)),
        Some(suggested) => Some(Message::EnterTake(suggested)),
        None if shown.state == State::Skipped => Some(Message::EnterKeep("")),
        None if step.optional => Some(Message::EnterSkip),
        None => None,
    };
    let id = shown.id.clone();
    let typed = match begun {
        Begun::Nothing => {
            let aside = matches!(step.kind, StepKind::Wait(_)) && !settled;
            let keys = if aside { Message::Matter(Matter::AnswerOrAside) } else { Message::Keys };
            line(screen, &hint.unwrap_or(keys))
        }
        Begun::Text(text) => half.rest(screen, &id, field, text),
        Begun::Whole(text) | Begun::Typed(text) => Ok(text),
    };
    let text = match typed.and_then(|first| half.lines(screen, &id, field, first)) {
        Ok(text) => text,
        Err(reply) => return reply,
    };
    let answer = |raw: String| Reply::Act(Move::Answer { step: id.clone(), raw, accept: false, reason: None });
    if text.is_empty() {
        return match suggestion {
            _ if settled => Reply::Stay,
            Some(suggested) => answer(suggested),
            None if step.optional => Reply::Act(Move::Skip { step: id, reason: None }),
            None => {
                screen.say(if step.is_gate() { &Message::AnswerNeededHere } else { &Message::AnswerNeeded });
                Reply::Again
            }
        };
    }
    match narrowing::chosen(screen, text, &choices, field.base) {
        Ok(raw) => answer(raw),
        Err(reply) => reply,
    }
}

/// A new answer for a question outside of a case's course: its choices by their numbers, any other as it is typed.
/// None at the end of the input.
pub(in crate::cli) fn choose_raw(
    screen: &mut Screen<'_>,
    outline: &Outline<'_>,
    id: &str,
    hint: &Message<'_>,
) -> Option<String> {
    let row = outline.row(id)?;
    let field = outline.rows.get(row)?.step.kind.field()?;
    let choices = choices(screen, outline, row, field);
    loop {
        narrowing::show(screen, &choices);
        if field.base == Base::Choices {
            screen.say(&Message::SeveralNumbers);
        }
        let line = screen.ask(hint)?;
        if line.is_empty() {
            return Some(line);
        }
        if let Ok(raw) = narrowing::chosen(screen, line, &choices, field.base) {
            return Some(raw);
        }
    }
}

/// What can be chosen: code and label. Yes and no are two choices.
fn choices(screen: &Screen<'_>, outline: &Outline<'_>, row: usize, field: &FieldType) -> Vec<(String, String)> {
    if field.base == Base::YesNo {
        return vec![("yes".to_owned(), screen.text(&Message::Yes)), ("no".to_owned(), screen.text(&Message::No))];
    }
    outline.offered(row)
}

/// What was done has been overtaken: again, or leave it; both with a reason.
pub(super) fn stale(screen: &mut Screen<'_>, shown: &Row<'_>) -> Reply {
    for (number, message) in [Message::StaleAgain, Message::StaleLeave].iter().enumerate() {
        let label = screen.text(message);
        screen.choice(number + 1, &label);
    }
    let choice = match line(screen, &Message::ChooseNumber) {
        Ok(choice) => choice,
        Err(reply) => return reply,
    };
    let id = shown.id.clone();
    if choice != "1" && choice != "2" {
        screen.say(&Message::NotInList);
        return Reply::Again;
    }
    match line(screen, &Message::StaleReason) {
        Ok(reason) if choice == "1" => Reply::Act(Move::Begin { step: id, reason: Some(reason) }),
        Ok(reason) => Reply::Act(Move::Leave { step: id, reason }),
        Err(reply) => reply,
    }
}

/// Enter closes the case; the one that runs it is closed with it where nothing else is left there, unless one stays.
fn close(screen: &mut Screen<'_>, stop: Move, below: Option<&str>) -> Reply {
    match line(screen, &below.map_or(Message::EnterClose, Message::EnterCloseOrStay)) {
        Ok(text) if text == "1" && below.is_some() => Reply::CloseThis(stop),
        Ok(text) if text.is_empty() => Reply::Act(stop),
        Ok(_) => {
            // What was meant for the next matter does not end this one.
            screen.say(&Message::CloseFirst);
            Reply::Again
        }
        Err(reply) => reply,
    }
}

/// What is settled stays so by Enter. Anything else was meant for another question, and is not swallowed.
pub(super) fn kept(screen: &mut Screen<'_>, step: String, typed: &str) -> Reply {
    if typed.is_empty() {
        return Reply::Stay;
    }
    screen.say(&Message::NotInList);
    Reply::Stand(step)
}

fn confirm(screen: &mut Screen<'_>, hint: &Message<'_>, wanted: Move) -> Reply {
    match line(screen, hint) {
        Ok(text) if text.is_empty() => Reply::Act(wanted),
        Ok(_) => {
            // Something was typed where only Enter was asked for: most likely one step too early.
            screen.say(&Message::NotInList);
            Reply::Again
        }
        Err(reply) => reply,
    }
}

/// A line that is not a key of its own.
pub(super) fn line(screen: &mut Screen<'_>, hint: &Message<'_>) -> Result<String, Reply> {
    match screen.ask(hint) {
        None => Err(Reply::Gone),
        Some(text) => match text.as_str() {
            "." | "ю" => Err(Reply::Menu),
            ".." | "юю" => Err(Reply::Back),
            // The same key in either layout.
            "?" | "," => Err(Reply::Card),
            _ => Ok(text),
        },
    }
}
