//! `pult forget`

use super::correct::why;
use crate::cli::args::ForgetArgs;
use crate::cli::{CommandError, Desk, FAULTS, GOOD, desk};
use crate::text::Message;

pub(in crate::cli) fn forget(desk: &Desk, args: &ForgetArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let mut screen = desk::screen(opened.language);
    let seat = desk::seat(desk, &opened, Some(&mut screen))?;
    let mut session = opened.session(desk.clock(&opened.workspace.company)?, seat);
    let about = session.forgettable(&args.case);
    let (id, title, kept) = about.map_err(|error| CommandError::session(&session, &error))?;
    if !kept {
        return Err(CommandError::message(opened.language, FAULTS, &Message::NothingKept(&id)));
    }
    screen.say(&Message::ForgetWarning(&id, &title));
    let confirmed = why(&mut screen, &Message::CorrectWhy)
        .and_then(|why| screen.ask(&Message::ForgetConfirm(&id)).filter(|typed| *typed == id).map(|_| why));
    let Some(why) = confirmed else {
        return Err(CommandError::message(opened.language, FAULTS, &Message::NothingCorrected));
    };
    session.forget(&id, &why).map_err(|error| CommandError::session(&session, &error))?;
    screen.say(&Message::Forgotten(&id));
    if let Some(Err(trouble)) = session.finish() {
        screen.git(&trouble);
    }
    Ok(GOOD)
}
