//! The scanner: a program that writes one page to its standard output, as `scanimage` of SANE does.

use super::interrupt::Interrupts;
use crate::model::attachment::{FileKind, LARGEST};
use crate::model::company::{PageFormat, ScannerSetting};
use std::collections::VecDeque;
use std::fmt::Debug;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How often it is looked whether the program has ended or somebody wants it to.
const LOOK: Duration = Duration::from_millis(20);
/// How long a program has that was asked to end: a scanner's head goes home meanwhile.
const GRACE: Duration = Duration::from_secs(2);
/// How much of what the program says is read, in bytes.
const MOST_WORDS: u64 = 64 << 10;
/// How much of its last line is shown, in characters.
const LONGEST_LINE: usize = 200;

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
    format: Option<PageFormat>,
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
        Self { coming: Mutex::new(troubles.into_iter().collect()), format: None }
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
        (self.format.unwrap_or(PageFormat::Png), Duration::ZERO)
    }
}

impl Scanner for Program {
    fn page(&self, format: PageFormat) -> Result<Vec<u8>, ScanFault> {
        let (_, patience) = self.manner();
        // Before the program begins: nobody is to end this one instead.
        let interrupts = Interrupts::listen();
        let mut running = Running::start(&self.setting.program, &self.arguments(format))?;
        let began = Instant::now();
        let (mut status, mut ended): (Option<ExitStatus>, Option<Instant>) = (None, None);
        let trouble = loop {
            if interrupts.came() {
                break Some(ScanTrouble::Stopped);
            }
            if began.elapsed() > patience {
                break Some(ScanTrouble::TooSlow(patience.as_secs()));
            }
            running.hear();
            if running.page.as_ref().is_some_and(|page| u64::try_from(page.len()).is_ok_and(|size| size > LARGEST)) {
                break Some(ScanTrouble::TooLarge);
            }
            if status.is_none() {
                status = running.child.try_wait().unwrap_or_default();
                ended = status.map(|_| Instant::now());
            }
            let all = running.page.is_some() && running.words.is_some();
            // What the program has left running may hold its output for ever.
            if status.is_some() && (all || ended.is_some_and(|ended| ended.elapsed() > GRACE)) {
                break None;
            }
        };
        if trouble.is_some() || running.page.is_none() {
            running.stop(status.is_some());
            // Now that nobody holds its output any more, it comes to its end.
            let until = Instant::now() + GRACE;
            while (running.page.is_none() || running.words.is_none()) && Instant::now() < until {
                running.hear();
            }
        }
        let said = running.words.take().unwrap_or_default();
        if let Some(trouble) = trouble {
            return Err(ScanFault { trouble, line: String::new() });
        }
        let page = running.page.take().unwrap_or_default();
        let good = status.is_some_and(|status| status.success());
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

/// The program at work, with all that it starts.
struct Running {
    child: Child,
    heard: Receiver<Heard>,
    page: Option<Vec<u8>>,
    words: Option<Vec<u8>>,
}

/// What has been read to its end.
enum Heard {
    Page(Vec<u8>),
    Words(Vec<u8>),
}

impl Running {
    fn start(program: &str, arguments: &[String]) -> Result<Self, ScanFault> {
        let mut command = Command::new(program);
        // In English, so that it is understood.
        command.args(arguments).env("LC_ALL", "C").env_remove("LANGUAGE");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C comes here alone, and what it starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                ScanFault { trouble: ScanTrouble::NoProgram(program.to_owned()), line: String::new() }
            }
            _ => ScanFault { trouble: ScanTrouble::NotStarted(program.to_owned()), line: error.to_string() },
        })?;
        let (sender, heard) = channel();
        let words = (child.stderr.take(), sender.clone());
        if let Some(output) = child.stdout.take() {
            // One byte more than there may be tells what is too large; then the pipe is shut.
            std::thread::spawn(move || sender.send(Heard::Page(read(output, LARGEST + 1))));
        }
        if let (Some(output), sender) = words {
            std::thread::spawn(move || sender.send(Heard::Words(read_on(output))));
        }
        Ok(Self { child, heard, page: None, words: None })
    }

    /// Waits a moment for what has been read.
    fn hear(&mut self) {
        match self.heard.recv_timeout(LOOK) {
            Ok(Heard::Page(page)) => self.page = Some(page),
            Ok(Heard::Words(words)) => self.words = Some(words),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
        }
    }

    /// Ends it: asked first, then forced, and all that it has started.
    #[cfg(unix)]
    fn stop(&mut self, is_over: bool) {
        use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
        let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else { return };
        // What has ended already is passed over; what it left may still be there.
        let _ = kill_process_group(group, Signal::TERM);
        let until = Instant::now() + GRACE;
        // Its number stays its own until it is waited for: nobody else is hit by the second signal.
        let looked = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        while !is_over && Instant::now() < until && matches!(waitid(WaitId::Pid(group), looked), Ok(None)) {
            self.hear();
        }
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
    }

    /// Ends it.
    #[cfg(not(unix))]
    fn stop(&mut self, _: bool) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What has come before something broke is judged as it is.
    let _ = output.take(most).read_to_end(&mut bytes);
    bytes
}

/// The end of what is said: a program that talks for ever is let talk.
fn read_on(mut output: impl Read) -> Vec<u8> {
    let most = usize::try_from(MOST_WORDS).unwrap_or(usize::MAX);
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = output.read(&mut part) {
        bytes.extend_from_slice(part.get(..length).unwrap_or_default());
        bytes.drain(..bytes.len().saturating_sub(most));
    }
    bytes
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

/// One line of somebody else's, without control characters.
fn clean(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_LINE).collect()
}

#[cfg(test)]
mod tests;
