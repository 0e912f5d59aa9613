//! The command line: words to the session and back. Decides nothing.

mod args;
mod commands;
mod desk;
mod draw;
mod out;
mod plain;

use crate::device::{printer, scanner};
use crate::model::company::{Company, Language};
use crate::model::diagnostic::{Diagnostic, Problem, Severity};
use crate::model::workspace::Workspace;
use crate::session::{Clock, PrintTrouble, Seat, Session, SessionError};
use crate::store::{self, Durability, Store, StoreError, Trouble};
use crate::text::{self, Message};
use args::{Command, Options};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

/// Everything is well.
const GOOD: u8 = 0;
/// Faults were found, or something was refused.
const FAULTS: u8 = 1;
/// The words of the command line are wrong.
const USAGE: u8 = 2;
/// The workspace or the disk failed.
const FAILED: u8 = 3;

/// What ends a command: the exit code, and what is said on the standard error stream.
#[derive(Debug)]
pub(crate) struct CommandError {
    code: u8,
    text: String,
}

impl CommandError {
    fn new(code: u8, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    fn message(language: Language, code: u8, message: &Message<'_>) -> Self {
        Self::new(code, text::say(language, message))
    }

    fn store(language: Language, error: &StoreError) -> Self {
        Self::new(FAILED, text::store_error(language, error))
    }

    /// A session's error, with the faults of a procedure drawn under it.
    fn session(session: &Session, error: &SessionError) -> Self {
        let language = session.seat().language;
        Self::of(language, &session.workspace, error, &|step| plain::name_of(session, step))
    }

    fn of(language: Language, workspace: &Workspace, error: &SessionError, name: &dyn Fn(&str) -> String) -> Self {
        let mut words = text::session_error(language, error, name);
        let code = match error {
            SessionError::Store(error) => match error.trouble {
                store::Trouble::NoSuchCase
                | store::Trouble::Ambiguous(_)
                | store::Trouble::Corrected
                | store::Trouble::Held { .. }
                | store::Trouble::Taken { .. } => FAULTS,
                _ => FAILED,
            },
            SessionError::Faulty { faults, .. } => {
                words = format!("{words}\n{}", draw::diagnostics(language, &workspace.sources, faults, false));
                FAULTS
            }
            SessionError::NotPrinted { trouble, .. } => {
                if let PrintTrouble::Faults(faults) = trouble {
                    words = format!("{words}\n{}", draw::diagnostics(language, &workspace.sources, faults, false));
                }
                if matches!(trouble, PrintTrouble::NoForm | PrintTrouble::NoCase) { USAGE } else { FAULTS }
            }
            SessionError::NoProcedure { .. } => USAGE,
            SessionError::NotAttached { .. }
            | SessionError::NotScanned(_)
            | SessionError::NotHanded(_)
            | SessionError::Refused(_)
            | SessionError::Closed { .. }
            | SessionError::StillOpen { .. }
            | SessionError::NotWaiting { .. }
            | SessionError::Elsewhere(_)
            | SessionError::Nothing => FAULTS,
        };
        Self::new(code, words)
    }
}

/// The whole program.
#[must_use]
pub fn main() -> ExitCode {
    // The language of help and of errors in the words is needed before the words are read.
    let language = args::language_before_parsing();
    let (options, command) = match args::parse(language) {
        Ok(parsed) => parsed,
        Err(code) => return ExitCode::from(code),
    };
    let desk = Desk { options, language };
    let result = match command {
        None => desk::run(&desk),
        Some(Command::Run(args)) => commands::run::run(&desk, &args),
        Some(Command::Resume(args)) => commands::run::resume(&desk, &args),
        Some(Command::Answer(args)) => commands::answer::answer(&desk, &args),
        Some(Command::List(args)) => commands::list::list(&desk, &args),
        Some(Command::Show(args)) => commands::show::show(&desk, &args),
        Some(Command::Print(args)) => commands::print::print(&desk, &args),
        Some(Command::Outbox(args)) => commands::outbox::outbox(&desk, &args),
        Some(Command::Check(args)) => commands::check::check(&desk, &args),
        Some(Command::Test(args)) => commands::test::test(&desk, &args),
        Some(Command::Build) => commands::build::build(&desk),
        Some(Command::Watch) => commands::watch::watch(&desk),
        Some(Command::Init(args)) => commands::init::init(&desk, &args),
        Some(Command::Correct(args)) => commands::correct::correct(&desk, &args),
        Some(Command::Forget(args)) => commands::forget::forget(&desk, &args),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            out::message(&error.text);
            ExitCode::from(error.code)
        }
    }
}

/// What every command begins with.
#[derive(Debug)]
struct Desk {
    options: Options,
    language: Language,
}

/// A workspace that was found and read.
struct Opened {
    workspace: Arc<Workspace>,
    /// What is wrong with it, once somebody wants to know.
    diagnostics: OnceLock<Arc<Vec<Diagnostic>>>,
    store: Store,
    language: Language,
}

impl Desk {
    /// The workspace's folder: named, or found by walking up.
    fn root(&self) -> Result<PathBuf, CommandError> {
        let missing = || CommandError::message(self.language, FAILED, &Message::NoWorkspace);
        match &self.options.workspace {
            Some(folder) if folder.join("pult.yaml").exists() => Ok(folder.clone()),
            Some(_) => Err(missing()),
            None => {
                let here = std::env::current_dir().map_err(|_| missing())?;
                store::find_workspace(&here).ok_or_else(missing)
            }
        }
    }

    /// Finds and reads the workspace.
    fn open(&self) -> Result<Opened, CommandError> {
        let root = self.root()?;
        let workspace = store::load_workspace(&root).map_err(|error| CommandError::store(self.language, &error))?;
        let store = Store::new(root, Durability::Synced);
        let local = store.local().map_err(|error| CommandError::store(self.language, &error))?;
        let chosen = args::language_of_environment().or_else(|| Language::from_word(local.language.as_deref()?));
        let language = chosen.unwrap_or(workspace.company.language);
        Ok(Opened { workspace: Arc::new(workspace), diagnostics: OnceLock::new(), store, language })
    }

    /// The clock, as the options set it.
    fn clock(&self, company: &Company) -> Result<Clock, CommandError> {
        match &self.options.now {
            None => Ok(Clock::system(company.time)),
            Some(text) => {
                let wrong = || CommandError::message(self.language, USAGE, &Message::BadNow(text));
                args::moment(text, company.time).map(Clock::fixed).ok_or_else(wrong)
            }
        }
    }
}

impl Opened {
    /// What is wrong with the workspace, as far as it keeps something from being run.
    fn diagnostics(&self) -> &Arc<Vec<Diagnostic>> {
        self.diagnostics.get_or_init(|| Arc::new(crate::check::workspace(&self.workspace)))
    }

    /// A session for a seat.
    fn session(&self, clock: Clock, seat: Seat) -> Session {
        let session =
            Session::new(Arc::clone(&self.workspace), Arc::clone(self.diagnostics()), self.store.clone(), clock, seat);
        // What cannot be read was refused when the workspace was opened.
        let local = self.store.local().unwrap_or_default();
        session
            .with_scanner(Box::new(scanner::Program::new(local.scanner.unwrap_or_default())))
            .with_printer(Box::new(printer::Program::new(local.print.unwrap_or_default())))
    }

    /// A workspace of a newer program may be looked at; nobody sits down to change it.
    fn is_known(&self) -> Result<(), CommandError> {
        let newer = self.workspace.faults.iter().find_map(|fault| match fault.problem {
            Problem::NewerFormat { found, .. } => Some(found),
            _ => None,
        });
        let path = || self.store.root().join("pult.yaml");
        let refused = |found| StoreError { trouble: Trouble::Newer { found: Some(found) }, path: path() };
        newer.map_or(Ok(()), |found| Err(CommandError::store(self.language, &refused(found))))
    }

    /// How many diagnostics there are of each severity: errors, warnings, notes.
    fn counts(&self) -> (usize, usize, usize) {
        let count = |wanted| self.diagnostics().iter().filter(|diagnostic| diagnostic.severity() == wanted).count();
        (count(Severity::Error), count(Severity::Warning), count(Severity::Note))
    }
}
