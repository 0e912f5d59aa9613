//! The scanner: a program that writes one page to its standard output, as `scanimage` of SANE does.

use super::program::{self, End, Ran, clean};
use crate::model::attachment::{FileKind, LARGEST};
use crate::model::company::{PageFormat, ScannerSetting};
use std::collections::VecDeque;
use std::fmt::Debug;
use std::io;
use std::sync::Mutex;
use std::time::Duration;

/// What makes a picture of a page.
pub trait Scanner: Debug + Send {
    /// Scans one page.
    ///
    /// # Errors
    /// Why there is none; nothing of it is left then.
    fn page(&self, format: PageFormat) -> Result<Vec<u8>, ScanFault>;

    /// What is preferred, and how long a page may take at the most.
    fn manner(&self) -> (PageFormat, Duration);
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanFault {
    /// What went wrong.
    pub trouble: ScanTrouble,
    /// What the program said about it: one line without control characters; may be empty.
    pub line: String,
}

/// What goes wrong with scanners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanTrouble {
    /// There is no such program.
    NoProgram(String),
    /// The system does not start it: the program.
    NotStarted(String),
    /// No scanner is there, or not the one that is named.
    NoScanner,
    /// Somebody else uses it.
    Busy,
    /// The feeder is empty.
    NoPaper,
    /// The cover is open.
    CoverOpen,
    /// Paper is stuck.
    Jammed,
    /// The head is locked, or the lamp still cold.
    NotReady,
    /// It may not be used by this user.
    Denied,
    /// The cable, the network, the power.
    Connection,
    /// It does not do what it is told: resolution, format, options.
    Unsupported,
    /// Somebody has ended it.
    Stopped,
    /// It took longer than it may, in seconds.
    TooSlow(u64),
    /// A page is larger than a file may be.
    TooLarge,
    /// The program was content and sent nothing.
    Nothing,
    /// What it sent is not a whole page of that kind.
    Garbage,
    /// Something else.
    Failed,
}

/// The scanner of this desk.
#[derive(Debug)]
pub struct Program {
    setting: ScannerSetting,
}

/// A scanner without a device, for scenarios, demonstrations and tests: gives what it was told to, then pages that
/// are invented.
#[derive(Debug, Default)]
pub struct Twin {
    coming: Mutex<VecDeque<ScanTrouble>>,
}

impl Program {
    /// The program that `pult.local.yaml` names.
    #[must_use]
    pub fn new(setting: ScannerSetting) -> Self {
        Self { setting }
    }

    /// A list, never a line for a shell: whatever a name holds, it stays a name.
    fn arguments(&self, format: PageFormat) -> Vec<String> {
        let device = self.setting.device.iter().map(|device| format!("--device-name={device}"));
        let own =
            [format!("--format={}", format.word()), "--resolution".to_owned(), self.setting.resolution.to_string()];
        device.chain(own).chain(self.setting.options.iter().cloned()).collect()
    }
}

impl Twin {
    /// One that fails so, in this order, before it scans.
    #[must_use]
    pub fn failing(troubles: impl IntoIterator<Item = ScanTrouble>) -> Self {
        Self { coming: Mutex::new(troubles.into_iter().collect()) }
    }
}

impl Scanner for Twin {
    fn page(&self, format: PageFormat) -> Result<Vec<u8>, ScanFault> {
        let next = self.coming.lock().ok().and_then(|mut coming| coming.pop_front());
        match next {
            Some(trouble) => Err(ScanFault { trouble, line: String::new() }),
            None => Ok(FileKind::invented(&format!("scan.{}", format.kind().ending()))),
        }
    }

    fn manner(&self) -> (PageFormat, Duration) {
        (PageFormat::Png, Duration::ZERO)
    }
}

impl Scanner for Program {
    fn page(&self, format: PageFormat) -> Result<Vec<u8>, ScanFault> {
        let (_, patience) = self.manner();
        let ran = program::run(&self.setting.program, &self.arguments(format), LARGEST, patience);
        let ran = ran.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                ScanFault { trouble: ScanTrouble::NoProgram(self.setting.program.clone()), line: String::new() }
            }
            _ => ScanFault { trouble: ScanTrouble::NotStarted(self.setting.program.clone()), line: error.to_string() },
        })?;
        let Ran { end, output: page, words: said } = ran;
        let trouble = match end {
            End::Ended { good } => Ok(good),
            End::Stopped => Err(ScanTrouble::Stopped),
            End::TooSlow => Err(ScanTrouble::TooSlow(patience.as_secs())),
            End::TooMuch => Err(ScanTrouble::TooLarge),
        };
        let good = trouble.map_err(|trouble| ScanFault { trouble, line: String::new() })?;
        match good {
            true if page.is_empty() => Err(ScanFault { trouble: ScanTrouble::Nothing, line: told(&said).1 }),
            true if !is_whole(&page, format) => Err(ScanFault { trouble: ScanTrouble::Garbage, line: told(&said).1 }),
            true => Ok(page),
            false => {
                let (trouble, line) = told(&said);
                Err(ScanFault { trouble, line })
            }
        }
    }

    fn manner(&self) -> (PageFormat, Duration) {
        (self.setting.format, Duration::from_secs(u64::from(self.setting.seconds)))
    }
}

/// Whether a page is of the kind that was wanted, and came to its end.
fn is_whole(page: &[u8], format: PageFormat) -> bool {
    let end = page.get(page.len().saturating_sub(1024)..).unwrap_or_default();
    let ends = |mark: &[u8]| end.windows(mark.len()).any(|part| part == mark);
    FileKind::of(page) == Some(format.kind())
        && match format {
            PageFormat::Png => ends(b"IEND"),
            PageFormat::Jpeg => ends(b"\xff\xd9"),
            PageFormat::Pdf => ends(b"%%EOF"),
            PageFormat::Tiff => true,
        }
}

/// What the words of SANE mean (`sane_strstatus`), in the order in which they are looked for.
const WORDS: [(&str, ScanTrouble); 14] = [
    ("no SANE devices found", ScanTrouble::NoScanner),
    ("Document feeder jammed", ScanTrouble::Jammed),
    ("out of documents", ScanTrouble::NoPaper),
    ("cover is open", ScanTrouble::CoverOpen),
    ("Device busy", ScanTrouble::Busy),
    ("Access to resource has been denied", ScanTrouble::Denied),
    ("Error during device I/O", ScanTrouble::Connection),
    ("Lamp not ready", ScanTrouble::NotReady),
    ("locked for transport", ScanTrouble::NotReady),
    ("Operation not supported", ScanTrouble::Unsupported),
    ("Operation was canceled", ScanTrouble::Stopped),
    ("unrecognized option", ScanTrouble::Unsupported),
    ("invalid option", ScanTrouble::Unsupported),
    ("Invalid argument", ScanTrouble::Unsupported),
];

/// What a program that has failed meant, and the line that says so: its last one where none is understood.
fn told(said: &[u8]) -> (ScanTrouble, String) {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<String> = said.lines().map(clean).filter(|line| !line.is_empty()).collect();
    for line in lines.iter().rev() {
        // A device that is not there any more is no argument at all.
        if line.contains("open of device") && line.contains("Invalid argument") {
            return (ScanTrouble::NoScanner, line.clone());
        }
        if let Some((_, trouble)) = WORDS.iter().find(|(words, _)| line.contains(words)) {
            return (trouble.clone(), line.clone());
        }
    }
    (ScanTrouble::Failed, lines.last().cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests;
