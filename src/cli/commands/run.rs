//! `pult run` and `pult resume`

use crate::cli::args::{ResumeArgs, RunArgs};
use crate::cli::out;
use crate::cli::plain::{Plain, name_of, short};
use crate::cli::{CommandError, Desk, FAILED, FAULTS, GOOD, Opened, USAGE, desk, draw};
use crate::model::definition::StepKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::scenario::{Scenario, read_answers};
use crate::model::span::{Sources, Span};
use crate::session::{Notice, PlayError, Session, SessionError, play};
use crate::store::read_text;
use crate::text::{self, Message};
use std::path::Path;

pub(in crate::cli) fn run(desk: &Desk, args: &RunArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    match (&args.procedure, &args.answers) {
        (Some(procedure), None) => interactive(desk, &opened, |plain| plain.session().start(procedure).map(Some)),
        (procedure, Some(file)) => from_file(desk, &opened, file, procedure.as_deref(), None),
        (None, None) => desk::run(desk),
    }
}

pub(in crate::cli) fn resume(desk: &Desk, args: &ResumeArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    if let Some(file) = &args.answers {
        return from_file(desk, &opened, file, None, Some(args));
    }
    interactive(desk, &opened, |plain| {
        let id = plain.session().id_of(&args.case)?;
        let taken = if args.take { plain.take_up(&args.case)? } else { Some(plain.session().resume(&args.case)?) };
        let Some(notices) = taken else { return Ok(None) };
        if !args.update {
            return Ok(Some(notices));
        }
        let rest = |notice: &Notice| !matches!(notice, Notice::Outdated { .. });
        plain.tell(&notices.into_iter().filter(rest).collect::<Vec<_>>());
        plain.update(&id)?;
        Ok(Some(Vec::new()))
    })
}

/// What the beginning has to tell; none where nothing was begun.
type Begun = Result<Option<Vec<Notice>>, SessionError>;

fn interactive(desk: &Desk, opened: &Opened, begin: impl FnOnce(&mut Plain<'_>) -> Begun) -> Result<u8, CommandError> {
    let mut plain: Plain<'_> = desk::begin(desk, opened, desk::screen(opened.language))?;
    let notices = begin(&mut plain).map_err(|error| CommandError::session(plain.session(), &error))?;
    let Some(notices) = notices else {
        desk::end(plain);
        return Ok(GOOD);
    };
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
    case: Option<&ResumeArgs>,
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
        // Whoever writes it into a command has said yes.
        (Some(args), _, _) if args.take => session.take_over(&args.case),
        (Some(args), _, _) => session.resume(&args.case),
        (None, Some(procedure), _) => session.start(procedure),
        (None, None, "") => {
            return Err(CommandError::message(opened.language, USAGE, &Message::AnswersNeedProcedure));
        }
        (None, None, procedure) => session.start(procedure),
    };
    let begun = begun.map_err(|error| CommandError::session(&session, &error))?;
    begun.iter().for_each(|notice| screen.notice(notice));
    if let Some(args) = case.filter(|args| args.update) {
        let updated = session.id_of(&args.case).and_then(|id| session.update(&id));
        let updated = updated.map_err(|error| CommandError::session(&session, &error))?;
        updated.iter().for_each(|notice| screen.notice(notice));
    }
    let played = play(&mut session, &script.play, script.span);
    let code = match played {
        Ok(notices) => {
            notices.iter().for_each(|notice| screen.notice(notice));
            match missing(&session) {
                Some((step, words)) => {
                    out::message(&text::say(opened.language, &Message::NotInFile(&words, &step)));
                    FAULTS
                }
                None => GOOD,
            }
        }
        Err(error) => {
            let (words, code) = stopped(&session, opened, &error);
            out::message(&draw::message(&words, &sources, place(&error, script.span), opened.language));
            code
        }
    };
    if let Some(case) = session.top() {
        let id = case.id.clone();
        screen.say(&Message::StaysOpen(&short(&id)));
    }
    if let Some(Err(trouble)) = session.finish() {
        screen.git(&trouble);
    }
    Ok(code)
}

/// The first step that the file should have done and has not, with its words. What passes by itself is none: a wait, and
/// what may stay undone.
fn missing(session: &Session) -> Option<(String, String)> {
    let outline = session.outline()?;
    let open = outline.awaited().into_iter().map(|at| &outline.rows[at]).filter(|row| !row.step.optional);
    let row = open.min_by_key(|row| matches!(row.step.kind, StepKind::Wait(_)))?;
    let step = row.id.clone();
    (!matches!(row.step.kind, StepKind::Wait(_))).then(|| (step.clone(), name_of(session, &step)))
}

pub(super) fn read_script(opened: &Opened, file: &Path, sources: &mut Sources) -> Result<Scenario, CommandError> {
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
        PlayError::NotMailed { trouble, .. } => say(&Message::NotMailed(&text::mail_trouble(language, trouble))),
        PlayError::NoDoubt { field, .. } => say(&Message::NoDoubt(field)),
        PlayError::BadTime { .. } => say(&Message::BadMoment),
        PlayError::NothingOpen { .. } => say(&Message::NothingOpen),
        PlayError::Mismatch(found) => {
            let lines = found.iter().map(|mismatch| text::mismatch(language, mismatch));
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
        | PlayError::NotMailed { span, .. }
        | PlayError::NoDoubt { span, .. }
        | PlayError::BadTime { span }
        | PlayError::NothingOpen { span }
        | PlayError::Session { span, .. } => *span,
        PlayError::Mismatch(found) => found.first().map_or(otherwise, |mismatch| mismatch.span),
    }
}
