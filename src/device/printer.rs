//! The printer: a program that takes a file over, as `lp` does; or one that opens it, and somebody prints it there.

use super::program::{self, End, Ran, clean};
use crate::model::company::{PrintWhen, PrinterSetting};
use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How much a printing program may write, in bytes: it has nothing to say but the number of its job.
const MOST_OUTPUT: u64 = 64 << 10;
/// How long it is looked whether what opens files has failed.
const LOOK: Duration = Duration::from_secs(1);

/// What puts a file on paper.
pub trait Printer: Debug + Send {
    /// Hands a PDF over. Gives how many copies were ordered; none where it was only opened and somebody chooses there.
    ///
    /// # Errors
    /// Why it was not handed over.
    fn print(&self, file: &Path, copies: u32) -> Result<Option<u32>, PrinterFault>;

    /// When a document of a case is handed over.
    fn when(&self) -> PrintWhen;
}

/// Why nothing was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrinterFault {
    /// What went wrong.
    pub trouble: PrinterTrouble,
    /// What the program said about it: one line without control characters; may be empty.
    pub line: String,
}

/// What goes wrong with printers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterTrouble {
    /// Nothing that prints is named, and this machine has nothing of its own.
    NotSet,
    /// There is no such program.
    NoProgram(String),
    /// The system does not start it: the program.
    NotStarted(String),
    /// There is no such printer, or none is the chosen one.
    NoPrinter,
    /// The printer takes nothing at the moment.
    NotAccepting,
    /// What serves the printers does not answer.
    NoService,
    /// This user may not print.
    Denied,
    /// Somebody has ended it: whether it was printed is not known.
    Stopped,
    /// It took longer than it may, in seconds: whether it was printed is not known.
    TooSlow(u64),
    /// The document is no longer what was made.
    Altered,
    /// The program that opens files has not opened it: the program.
    NotOpened(String),
    /// The program has refused it in words of its own, or in none: the program.
    Failed(String),
}

/// The printer of this desk.
#[derive(Debug)]
pub struct Program {
    setting: PrinterSetting,
}

/// A printer without a device, for scenarios: takes everything.
#[derive(Debug)]
pub struct Twin;

/// How a program is told what to do.
enum Manner {
    /// `lp`: `-n`, `-d`.
    Lp,
    /// `lpr`: `-#`, `-P`.
    Lpr,
    /// It is given the file, and no more.
    Opens,
}

impl Program {
    /// The program that `pult.local.yaml` names.
    #[must_use]
    pub fn new(setting: PrinterSetting) -> Self {
        Self { setting }
    }

    fn command(&self) -> String {
        self.setting.command.clone().unwrap_or_else(|| if is_there("lp") { "lp" } else { VIEWER }.to_owned())
    }

    /// A list, never a line for a shell: whatever a name holds, it stays a name.
    fn arguments(&self, manner: &Manner, file: &Path, copies: u32) -> Vec<String> {
        let setting = &self.setting;
        let named = |flag: &str| setting.printer.iter().flat_map(|name| [flag.to_owned(), name.clone()]).collect();
        let own: Vec<String> = match manner {
            Manner::Lp => [vec!["-n".to_owned(), copies.to_string()], named("-d")].concat(),
            Manner::Lpr => [vec![format!("-#{copies}")], named("-P")].concat(),
            Manner::Opens => Vec::new(),
        };
        // The path is absolute: it cannot be taken for an option.
        let file = file.to_string_lossy().into_owned();
        own.into_iter().chain(setting.options.iter().cloned()).chain([file]).collect()
    }
}

impl Printer for Program {
    fn print(&self, file: &Path, copies: u32) -> Result<Option<u32>, PrinterFault> {
        let command = self.command();
        let manner = manner_of(&command);
        let arguments = self.arguments(&manner, file, copies);
        let fault = |trouble, line: &str| PrinterFault { trouble, line: line.to_owned() };
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound if self.setting.command.is_none() => fault(PrinterTrouble::NotSet, ""),
            io::ErrorKind::NotFound => fault(PrinterTrouble::NoProgram(command.clone()), ""),
            _ => fault(PrinterTrouble::NotStarted(command.clone()), &error.to_string()),
        };
        if let Manner::Opens = manner {
            let opened = program::leave(&command, &arguments, LOOK).map_err(refused)?;
            // Windows' own says that it has failed whatever comes of it.
            return if opened || cfg!(windows) { Ok(None) } else { Err(fault(PrinterTrouble::NotOpened(command), "")) };
        }
        let patience = Duration::from_secs(u64::from(self.setting.seconds));
        let Ran { end, words, .. } = program::run(&command, &arguments, MOST_OUTPUT, patience).map_err(refused)?;
        match end {
            End::Ended { good: true } => Ok(Some(copies)),
            End::Ended { good: false } | End::TooMuch => {
                let (trouble, line) = told(&words, &command);
                Err(PrinterFault { trouble, line })
            }
            End::Stopped => Err(fault(PrinterTrouble::Stopped, "")),
            End::TooSlow => Err(fault(PrinterTrouble::TooSlow(patience.as_secs()), "")),
        }
    }

    fn when(&self) -> PrintWhen {
        self.setting.when
    }
}

impl Printer for Twin {
    fn print(&self, _: &Path, copies: u32) -> Result<Option<u32>, PrinterFault> {
        Ok(Some(copies))
    }

    fn when(&self) -> PrintWhen {
        PrintWhen::default()
    }
}

/// What opens a file on this system.
const VIEWER: &str = if cfg!(windows) {
    "explorer"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

fn manner_of(command: &str) -> Manner {
    match Path::new(command).file_stem().and_then(|stem| stem.to_str()) {
        Some("lp") => Manner::Lp,
        Some("lpr") => Manner::Lpr,
        _ => Manner::Opens,
    }
}

/// Whether a program of this name is found where programs are.
fn is_there(name: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(name).is_file())
}

/// What the words of CUPS mean, in the order in which they are looked for.
const WORDS: [(&str, PrinterTrouble); 9] = [
    ("no default destination", PrinterTrouble::NoPrinter),
    ("does not exist", PrinterTrouble::NoPrinter),
    ("Unknown destination", PrinterTrouble::NoPrinter),
    ("not accepting", PrinterTrouble::NotAccepting),
    ("scheduler not responding", PrinterTrouble::NoService),
    ("Unable to connect", PrinterTrouble::NoService),
    ("Connection refused", PrinterTrouble::NoService),
    ("Forbidden", PrinterTrouble::Denied),
    ("not authorized", PrinterTrouble::Denied),
];

/// What a program that has failed meant, and the line that says so: its last one where none is understood.
fn told(said: &[u8], program: &str) -> (PrinterTrouble, String) {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<String> = said.lines().map(clean).filter(|line| !line.is_empty()).collect();
    for line in lines.iter().rev() {
        let known = |(words, _): &&(&str, _)| line.to_lowercase().contains(&words.to_lowercase());
        if let Some((_, trouble)) = WORDS.iter().find(known) {
            return (trouble.clone(), line.clone());
        }
    }
    (PrinterTrouble::Failed(program.to_owned()), lines.last().cloned().unwrap_or_default())
}
