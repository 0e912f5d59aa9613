//! Scanning: what to do, and what has gone wrong.

use super::plural;
use crate::device::scanner::{ScanFault, ScanTrouble};
use crate::text::{Enter, Missing, Scanning};

/// One message.
pub(crate) fn say(scanning: &Scanning<'_>) -> String {
    match *scanning {
        Scanning::Keys(missing, some, enter) => {
            let missing = lacking(missing);
            let scan = match (enter, some) {
                (Enter::Scans, _) => "Enter or 1 – scan a page",
                (_, true) => "1 – one more page",
                (_, false) => "1 – scan a page",
            };
            let remove = if some { "; 0 – remove all" } else { "" };
            let go = if enter == Enter::GoesOn { "; Enter – go on" } else { "" };
            format!("{missing}{scan}; or the path of a file{remove}{go}")
        }
        Scanning::Full => "Enter – leave it so, 0 – remove all and scan anew".to_owned(),
        Scanning::Works(seconds) => format!("Scanning… To stop: Ctrl-C. I wait no longer than {}.", time(seconds)),
        Scanning::GoOn(Some(question)) => {
            format!("1 – once more; or attach a file; .. – back to the question “{question}”")
        }
        Scanning::GoOn(None) => "1 – once more; or attach a file; . – menu".to_owned(),
    }
}

/// How many files are missing, as a sentence before others; nothing where none is.
pub(super) fn lacking(missing: Missing) -> String {
    let files = |count: usize| plural(u64::try_from(count).unwrap_or(u64::MAX), "file", "files");
    match missing {
        Missing::Nothing => String::new(),
        Missing::Exactly(count) => format!("{} more. ", files(count)),
        Missing::AtLeast(count) => format!("At least {} more. ", files(count)),
    }
}

/// Why there is no page, what to do, and the words of the program.
pub(crate) fn fault(fault: &ScanFault) -> String {
    let why = match &fault.trouble {
        ScanTrouble::NoProgram(program) => format!(
            "There is no program “{program}” on this computer. Install it (Debian, Ubuntu: apt install sane-utils) \
             or name another one in pult.local.yaml: scanner, program."
        ),
        ScanTrouble::NotStarted(program) => {
            format!("The program “{program}” does not start. Check what pult.local.yaml names: scanner, program.")
        }
        ScanTrouble::NoScanner => "No scanner was found. Check that it is on and connected. If it is another one, \
                                   name it in pult.local.yaml: scanner, device (the list: scanimage -L)."
            .to_owned(),
        ScanTrouble::Busy => "Another program uses the scanner. Close it, or wait.".to_owned(),
        ScanTrouble::NoPaper => "The feeder is empty. Put the page in.".to_owned(),
        ScanTrouble::CoverOpen => "The scanner's cover is open. Close it.".to_owned(),
        ScanTrouble::Jammed => "Paper is stuck in the scanner. Take it out.".to_owned(),
        ScanTrouble::NotReady => "The scanner is not ready: its lamp is cold, or its head is locked.".to_owned(),
        ScanTrouble::Denied => "The scanner may not be used. Tell whoever sets this computer up: the user has to be \
                                in the group scanner."
            .to_owned(),
        ScanTrouble::Connection => "The connection to the scanner broke. Check cable and power.".to_owned(),
        ScanTrouble::Unsupported => "The scanner cannot do what it is told. Check resolution, format and options in \
                                     pult.local.yaml: scanner."
            .to_owned(),
        ScanTrouble::Stopped => "Scanning was stopped, the page is not attached.".to_owned(),
        ScanTrouble::TooSlow(seconds) => {
            format!("The scanner was not done within {} and was stopped. Check the scanner.", time(*seconds))
        }
        ScanTrouble::TooLarge => {
            "The page is larger than 20 MB. Make resolution smaller in pult.local.yaml (scanner), \
                                  or set format: jpeg."
                .to_owned()
        }
        ScanTrouble::Nothing => "The program was done and sent nothing. Try again.".to_owned(),
        ScanTrouble::Garbage => "What the program sent is not a whole page. Try again.".to_owned(),
        ScanTrouble::Failed => "The page could not be scanned.".to_owned(),
    };
    if fault.line.is_empty() { why } else { format!("{why}\nThe program says: {}", fault.line) }
}

fn time(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes @ 1.., 0) => format!("{minutes} min"),
        _ => format!("{seconds} s"),
    }
}
