//! `pult init FOLDER`

use crate::cli::args::InitArgs;
use crate::cli::out;
use crate::cli::{CommandError, Desk, GOOD, USAGE};
use crate::store::{Trouble, init_workspace};
use crate::text::{self, Message};

pub(in crate::cli) fn init(desk: &Desk, args: &InitArgs) -> Result<u8, CommandError> {
    match init_workspace(&args.folder) {
        Ok(_) => {
            out::line(&text::say(desk.language, &Message::Initialised(&args.folder.to_string_lossy())));
            Ok(GOOD)
        }
        Err(error) if matches!(error.trouble, Trouble::NotEmpty) => {
            Err(CommandError::new(USAGE, text::store_error(desk.language, &error)))
        }
        Err(error) => Err(CommandError::store(desk.language, &error)),
    }
}
