//! `pult correct`

use crate::cli::args::CorrectArgs;
use crate::cli::commands::run::read_script;
use crate::cli::out;
use crate::cli::plain::{Screen, choose_raw};
use crate::cli::{CommandError, Desk, FAULTS, GOOD, Opened, desk, draw};
use crate::engine::Refusal;
use crate::model::scenario::Deed;
use crate::model::span::{Sources, Span};
use crate::session::{Accepted, Correcting, Session, SessionError};
use crate::text::{self, Message};
use std::path::Path;

pub(in crate::cli) fn correct(desk: &Desk, args: &CorrectArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let mut screen = desk::screen(opened.language);
    let seat = desk::seat(desk, &opened, args.answers.is_none().then_some(&mut screen))?;
    let mut session = opened.session(desk.clock(&opened.workspace.company)?, seat);
    let done = match &args.answers {
        Some(file) => from_file(&opened, &mut session, &mut screen, &args.case, file),
        None => by_hand(&opened, &mut session, &mut screen, &args.case),
    };
    if let Some(Err(trouble)) = session.finish() {
        screen.git(&trouble);
    }
    done
}

fn begin(session: &Session, case: &str) -> Result<Correcting, CommandError> {
    session.correcting(case).map_err(|error| CommandError::session(session, &error))
}

fn save(session: &mut Session, screen: &mut Screen<'_>, from: &Correcting, why: &str) -> Result<u8, CommandError> {
    let saved = session.save_correction(from, why);
    let path = saved.map_err(|error| CommandError::session(session, &error))?;
    screen.say(&Message::Corrected(&from.case.id, &path));
    Ok(GOOD)
}

/// Questions by their numbers until Enter; then why.
fn by_hand(opened: &Opened, session: &mut Session, screen: &mut Screen<'_>, case: &str) -> Result<u8, CommandError> {
    let mut correcting = begin(session, case)?;
    loop {
        screen.line("");
        screen.line(&format!("{}  {}", correcting.case.id, correcting.case.definition.title));
        let questions = correcting.questions();
        {
            let outline = correcting.outline();
            let mut within = None;
            for (number, id) in questions.iter().enumerate() {
                if let Some(row) = outline.row(id) {
                    let item = outline.rows[row].item;
                    if let Some(item) = item.filter(|item| within != Some(*item)) {
                        screen.line(&format!("   {}", outline.name_of_item(item).0));
                    }
                    within = item;
                    screen.outline_row(&opened.workspace, &outline, row, Some(number + 1));
                }
            }
        }
        let line = match screen.ask(&Message::CorrectWhat) {
            None => return Ok(nothing(screen)),
            Some(line) if line.is_empty() => break,
            Some(line) => line,
        };
        match line.parse::<usize>().ok().and_then(|number| questions.get(number.checked_sub(1)?)) {
            Some(id) => ask(session, screen, &mut correcting, id)?,
            None => screen.say(&Message::NotInList),
        }
    }
    if !correcting.is_changed() {
        return Ok(nothing(screen));
    }
    match why(screen, &Message::CorrectWhy) {
        Some(why) => save(session, screen, &correcting, &why),
        None => Ok(nothing(screen)),
    }
}

fn nothing(screen: &mut Screen<'_>) -> u8 {
    screen.say(&Message::NothingCorrected);
    GOOD
}

/// A reason, asked for until there is one; none when nothing is to be done after all.
pub(super) fn why(screen: &mut Screen<'_>, question: &Message<'_>) -> Option<String> {
    loop {
        match screen.ask(question) {
            Some(line) if line == "0" => return None,
            Some(line) if line.chars().any(char::is_alphanumeric) => return Some(line),
            Some(_) => {}
            None => return None,
        }
    }
}

/// A new answer for one question; Enter leaves the one there is.
fn ask(session: &Session, screen: &mut Screen<'_>, to: &mut Correcting, id: &str) -> Result<(), CommandError> {
    let mut doubted: Option<String> = None;
    screen.line("");
    if let Some(row) = to.outline().row(id) {
        screen.line(&to.outline().text(row));
    }
    loop {
        let raw = match &doubted {
            None => choose_raw(screen, &to.outline(), id, &Message::CorrectValue),
            Some(_) => screen.ask(&Message::AcceptDoubt),
        };
        let (raw, accepted) = match (raw, doubted.take()) {
            (None, _) => return Ok(()),
            (Some(line), Some(before)) if line.is_empty() => (before, Accepted::Yes),
            (Some(line), None) if line.is_empty() => return Ok(()),
            (Some(line), _) => (line, Accepted::No),
        };
        match session.put_right(to, id, &raw, accepted) {
            Ok(()) => return Ok(()),
            Err(SessionError::Refused(Refusal::Doubtful(concerns))) => {
                concerns.iter().for_each(|concern| screen.concern(concern));
                doubted = Some(raw);
            }
            Err(SessionError::Refused(refusal)) => {
                screen.line(&text::refusal(screen.language(), &refusal, &str::to_owned));
            }
            Err(error) => return Err(CommandError::session(session, &error)),
        }
    }
}

/// All answers of a file, or none of them: the first that is wrong is shown.
fn from_file(
    opened: &Opened,
    session: &mut Session,
    screen: &mut Screen<'_>,
    case: &str,
    file: &Path,
) -> Result<u8, CommandError> {
    let mut sources = Sources::default();
    let script = read_script(opened, file, &mut sources)?;
    let language = opened.language;
    let stop = |words: &str, span: Span| CommandError::new(FAULTS, draw::message(words, &sources, span, language));
    let mut correcting = begin(session, case)?;
    let mut reasons: Vec<String> = Vec::new();
    for play in &script.play {
        let Deed::Answer { fields, warns, reason: Some(reason), by: None } = &play.deed else {
            return Err(stop(&text::say(language, &Message::OnlyAnswers), play.span));
        };
        for (field, raw) in fields {
            let accepted =
                if warns.iter().any(|name| name.value == field.value) { Accepted::Yes } else { Accepted::No };
            match session.put_right(&mut correcting, &field.value, raw, accepted) {
                Ok(()) => {}
                Err(SessionError::Refused(refusal)) => {
                    return Err(stop(&text::refusal(language, &refusal, &str::to_owned), field.span));
                }
                Err(error) => return Err(CommandError::session(session, &error)),
            }
        }
        if !reasons.contains(reason) {
            reasons.push(reason.clone());
        }
    }
    if !correcting.is_changed() {
        out::message(&text::say(language, &Message::NothingCorrected));
        return Ok(GOOD);
    }
    save(session, screen, &correcting, &reasons.join("; "))
}
