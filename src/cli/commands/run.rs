//! `pult run` and `pult resume`

use crate::cli::args::{ResumeArgs, RunArgs};
use crate::cli::out;
use crate::cli::plain::{Plain, name_of};
use crate::cli::{CommandError, Desk, FAILED, FAULTS, GOOD, Opened, USAGE, desk, draw};
use crate::model::diagnostic::Diagnostic;
use crate::model::scenario::{Scenario, read_answers};
use crate::model::span::{Sources, Span};
use crate::session::{PlayError, Session, play};
use crate::store::read_text;
use crate::text::{self, Message};
use std::path::Path;

pub(in crate::cli) fn run(desk: &Desk, args: &RunArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    match (&args.procedure, &args.answers) {
        (Some(procedure), None) => interactive(desk, &opened, |session| session.start(procedure)),
        (procedure, Some(file)) => from_file(desk, &opened, file, procedure.as_deref(), None),
        (None, None) => desk::run(desk),
    }
}

pub(in crate::cli) fn resume(desk: &Desk, args: &ResumeArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    match &args.answers {
        None => interactive(desk, &opened, |session| session.resume(&args.case)),
        Some(file) => from_file(desk, &opened, file, None, Some(&args.case)),
    }
}

type Begun = Result<Vec<crate::session::Notice>, crate::session::SessionError>;

fn interactive(desk: &Desk, opened: &Opened, begin: impl Fn(&mut Session) -> Begun) -> Result<u8, CommandError> {
    let mut plain: Plain<'_> = desk::begin(desk, opened, desk::screen(opened.language))?;
    let notices = begin(plain.session());
    let notices = notices.map_err(|error| CommandError::session(plain.session(), &error))?;
    plain.tell(&notices);
    // Whoever goes away leaves the case open: that is no fault.
    let worked = plain.work();
    desk::end(plain);
    worked.map(|_| GOOD)
}

/// Plays a file of answers; the place of the first wrong one is shown, what was before it stays.
fn from_file(
    desk: &Desk,
    opened: &Opened,
    file: &Path,
    procedure: Option<&str>,
    case: Option<&str>,
) -> Result<u8, CommandError> {
    let mut sources = Sources::default();
    let script = read_script(opened, file, &mut sources)?;
    let seat = match (&script.dispatcher, &desk.options.seat) {
        (Some(who), None) => {
            let options = crate::cli::args::Options { seat: Some(who.value.clone()), ..desk.options.clone() };
            desk::seat(&Desk { options, language: desk.language }, opened, None)?
        }
        _ => desk::seat(desk, opened, None)?,
    };
    let mut clock = desk.clock(&opened.workspace.company)?;
    if let (Some(begin), None) = (script.begin, &desk.options.now) {
        clock.set(begin);
    }
    let mut screen = desk::screen(opened.language);
    let mut session = opened.session(clock, seat);
    let recovered = session.recover().map_err(|error| CommandError::session(&session, &error))?;
    recovered.iter().for_each(|notice| screen.notice(notice));
    let begun = match (case, procedure, script.procedure.value.as_str()) {
        (Some(case), _, _) => session.resume(case),
        (None, Some(procedure), _) => session.start(procedure),
        (None, None, "") => {
            return Err(CommandError::message(opened.language, USAGE, &Message::AnswersNeedProcedure));
        }
        (None, None, procedure) => session.start(procedure),
    };
    let begun = begun.map_err(|error| CommandError::session(&session, &error))?;
    begun.iter().for_each(|notice| screen.notice(notice));
    let played = play(&mut session, &script.play, script.span);
    let code = match played {
        Ok(notices) => {
            notices.iter().for_each(|notice| screen.notice(notice));
            GOOD
        }
        Err(error) => {
            let (words, code) = stopped(&session, opened, &error);
            out::message(&draw::message(&words, &sources, place(&error, script.span), opened.language));
            code
        }
    };
    if let Some(case) = session.top() {
        let id = case.id.clone();
        screen.say(&Message::StaysOpen(&id));
    }
    if let Some(Err(trouble)) = session.finish() {
        screen.git(&trouble);
    }
    Ok(code)
}

fn read_script(opened: &Opened, file: &Path, sources: &mut Sources) -> Result<Scenario, CommandError> {
    let language = opened.language;
    let shown = file.to_string_lossy();
    let mut faults: Vec<Diagnostic> = Vec::new();
    let script = match read_text(file) {
        Ok(text) => {
            let id = sources.add(shown.as_ref(), text.clone());
            read_answers(&text, id, opened.workspace.company.time, &mut faults)
        }
        Err(problem) => {
            let id = sources.add(shown.as_ref(), "");
            faults.push(Diagnostic::new(problem, Span::new(id, 0..0)));
            None
        }
    };
    match script {
        Some(script) if faults.is_empty() => Ok(script),
        _ => Err(CommandError::new(FAULTS, draw::diagnostics(language, sources, &faults, false).trim_end())),
    }
}

/// What a play's end means, in words, and the exit code.
pub(super) fn stopped(session: &Session, opened: &Opened, error: &PlayError) -> (String, u8) {
    let language = opened.language;
    let name = |step: &str| name_of(session, step);
    let words = match error {
        PlayError::Refused { refusal, .. } => text::refusal(language, refusal, &name),
        PlayError::Session { error, .. } => return (text::session_error(language, error, &name), FAILED),
        other => play_words(opened, other),
    };
    (words, FAULTS)
}

/// A play's end in words that need no session.
pub(super) fn play_words(opened: &Opened, error: &PlayError) -> String {
    let language = opened.language;
    let say = |message: &Message<'_>| text::say(language, message);
    match error {
        PlayError::Refused { refusal, .. } => text::refusal(language, refusal, &str::to_owned),
        PlayError::NotRefused { because, instead, .. } => {
            let wanted = say(&Message::NotRefused(because.as_deref()));
            match instead {
                Some(refusal) => format!("{wanted}. {}", text::refusal(language, refusal, &str::to_owned)),
                None => wanted,
            }
        }
        PlayError::NotPrinted { form, trouble, .. } => {
            say(&Message::NotPrinted(form, &text::print_trouble(language, trouble)))
        }
        PlayError::NoDoubt { field, .. } => say(&Message::NoDoubt(field)),
        PlayError::BadTime { .. } => say(&Message::BadMoment),
        PlayError::NothingOpen { .. } => say(&Message::NothingOpen),
        PlayError::Mismatch(found) => {
            let lines = found.iter().map(|mismatch| {
                say(&Message::Expected(&mismatch.what, mismatch.expected.as_deref(), mismatch.came.as_deref()))
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        PlayError::Session { error, .. } => text::session_error(language, error, &str::to_owned),
    }
}

/// Where a play stopped.
pub(super) fn place(error: &PlayError, otherwise: Span) -> Span {
    match error {
        PlayError::Refused { span, .. }
        | PlayError::NotRefused { span, .. }
        | PlayError::NotPrinted { span, .. }
        | PlayError::NoDoubt { span, .. }
        | PlayError::BadTime { span }
        | PlayError::NothingOpen { span }
        | PlayError::Session { span, .. } => *span,
        PlayError::Mismatch(found) => found.first().map_or(otherwise, |mismatch| mismatch.span),
    }
}
