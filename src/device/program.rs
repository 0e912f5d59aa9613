//! A program of this machine at work: called without a shell, with what it says, no longer than it may take.

use super::interrupt::Interrupts;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How often it is looked whether the program has ended or somebody wants it to.
const LOOK: Duration = Duration::from_millis(20);
/// How long a program has that was asked to end: a scanner's head goes home meanwhile.
const GRACE: Duration = Duration::from_secs(2);
/// How much of what the program says is read, in bytes.
const MOST_WORDS: u64 = 64 << 10;
/// How much of one of its lines is shown, in characters.
pub(super) const LONGEST_LINE: usize = 200;

/// How a program came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By itself; whether it was content.
    Ended {
        /// Whether it said so.
        good: bool,
    },
    /// Somebody has ended it.
    Stopped,
    /// It took longer than it may.
    TooSlow,
    /// It wrote more than it may.
    TooMuch,
}

/// What a program has left.
#[derive(Debug)]
pub(super) struct Ran {
    /// How it ended.
    pub end: End,
    /// Its standard output.
    pub output: Vec<u8>,
    /// The end of what it said on the other one.
    pub words: Vec<u8>,
}

/// Runs a program to its end; Ctrl-C ends it and no more, and all that it has started with it.
///
/// # Errors
/// When the system does not start it.
pub(super) fn run(program: &str, arguments: &[String], most: u64, patience: Duration) -> io::Result<Ran> {
    // Before the program begins: nobody is to end this one instead.
    let interrupts = Interrupts::listen();
    let mut running = Running::start(program, arguments, most)?;
    let began = Instant::now();
    let (mut status, mut ended): (Option<ExitStatus>, Option<Instant>) = (None, None);
    let cut = loop {
        if interrupts.came() {
            break Some(End::Stopped);
        }
        if began.elapsed() > patience {
            break Some(End::TooSlow);
        }
        running.hear();
        if running.output.as_ref().is_some_and(|output| u64::try_from(output.len()).is_ok_and(|size| size > most)) {
            break Some(End::TooMuch);
        }
        if status.is_none() {
            status = running.child.try_wait().unwrap_or_default();
            ended = status.map(|_| Instant::now());
        }
        let all = running.output.is_some() && running.words.is_some();
        // What the program has left running may hold its output for ever.
        if status.is_some() && (all || ended.is_some_and(|ended| ended.elapsed() > GRACE)) {
            break None;
        }
    };
    if cut.is_some() || running.output.is_none() {
        running.stop(status.is_some());
        // Now that nobody holds its output any more, it comes to its end.
        let until = Instant::now() + GRACE;
        while (running.output.is_none() || running.words.is_none()) && Instant::now() < until {
            running.hear();
        }
    }
    let good = status.is_some_and(|status| status.success());
    let (output, words) = (running.output.take().unwrap_or_default(), running.words.take().unwrap_or_default());
    Ok(Ran { end: cut.unwrap_or(End::Ended { good }), output, words })
}

/// Starts a program and leaves it to whoever sits there, once it has not ended in failure at once. Says whether it has.
///
/// # Errors
/// When the system does not start it.
pub(super) fn leave(program: &str, arguments: &[String], look: Duration) -> io::Result<bool> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Ctrl-C here does not shut it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let began = Instant::now();
    while began.elapsed() < look {
        if let Ok(Some(status)) = child.try_wait() {
            return Ok(status.success());
        }
        std::thread::sleep(LOOK);
    }
    // Somebody has to wait for it, for as long as it takes.
    std::thread::spawn(move || child.wait());
    Ok(true)
}

/// The program at work, with all that it starts.
struct Running {
    child: Child,
    heard: Receiver<Heard>,
    output: Option<Vec<u8>>,
    words: Option<Vec<u8>>,
}

/// What has been read to its end.
enum Heard {
    Output(Vec<u8>),
    Words(Vec<u8>),
}

impl Running {
    fn start(program: &str, arguments: &[String], most: u64) -> io::Result<Self> {
        let mut command = Command::new(program);
        // In English, so that it is understood.
        command.args(arguments).env("LC_ALL", "C").env_remove("LANGUAGE");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: Ctrl-C comes here alone, and what it starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let (sender, heard) = channel();
        let words = (child.stderr.take(), sender.clone());
        if let Some(output) = child.stdout.take() {
            // One byte more than there may be tells what is too large; then the pipe is shut.
            std::thread::spawn(move || sender.send(Heard::Output(read(output, most.saturating_add(1)))));
        }
        if let (Some(output), sender) = words {
            std::thread::spawn(move || sender.send(Heard::Words(read_on(output))));
        }
        Ok(Self { child, heard, output: None, words: None })
    }

    /// Waits a moment for what has been read.
    fn hear(&mut self) {
        match self.heard.recv_timeout(LOOK) {
            Ok(Heard::Output(output)) => self.output = Some(output),
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

/// One line of somebody else's, without control characters.
pub(super) fn clean(line: &str) -> String {
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_LINE).collect()
}
