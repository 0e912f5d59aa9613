//! `pult init FOLDER`

use crate::cli::args::{InitArgs, moment};
use crate::cli::out;
use crate::cli::{CommandError, Desk, FAILED, GOOD, USAGE};
use crate::session::{Clock, SessionError, demonstrate};
use crate::store::{StoreError, Trouble, init_workspace};
use crate::text::{self, Message};
use chrono::{Offset, Utc};

pub(in crate::cli) fn init(desk: &Desk, args: &InitArgs) -> Result<u8, CommandError> {
    let folder = args.folder.to_string_lossy();
    match args.demo {
        Some(count) => {
            if let Some(wrong) = desk.options.now.as_ref().filter(|text| moment(text, Utc.fix()).is_none()) {
                return Err(CommandError::message(desk.language, USAGE, &Message::BadNow(wrong)));
            }
            let named = desk.options.now.as_deref();
            let now = |time| named.and_then(|text| moment(text, time)).unwrap_or_else(|| Clock::system(time).now());
            demonstrate(&args.folder, count as usize, &now).map_err(|error| match error {
                SessionError::Store(error) => refused(desk, &error),
                error => CommandError::new(FAILED, text::session_error(desk.language, &error, &str::to_owned)),
            })?;
            out::line(&text::say(desk.language, &Message::Demonstration(&folder, count)));
        }
        None => {
            init_workspace(&args.folder).map_err(|error| refused(desk, &error))?;
            out::line(&text::say(desk.language, &Message::Initialised(&folder)));
        }
    }
    Ok(GOOD)
}

fn refused(desk: &Desk, error: &StoreError) -> CommandError {
    match error.trouble {
        Trouble::NotEmpty => CommandError::new(USAGE, text::store_error(desk.language, error)),
        _ => CommandError::store(desk.language, error),
    }
}
