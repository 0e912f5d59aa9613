//! Printing: what went to the printer and what did not.

use super::plural;
use crate::device::printer::{PrinterFault, PrinterTrouble};
use crate::text::Printing;

/// One message.
pub(crate) fn say(printing: &Printing<'_>) -> String {
    match *printing {
        Printing::Sure => "Send it to the printer? Enter – yes, 0 – no".to_owned(),
        Printing::Works => "Sending it to the printer… Ctrl-C stops that.".to_owned(),
        Printing::Handed(Some(copies)) => format!("Sent to the printer: {}.", count(copies)),
        Printing::Handed(None) => "The document is open: print it from there, and choose the copies there.".to_owned(),
        Printing::HandedAt(at, Some(copies)) => {
            format!("Sent to the printer already at {}: {}.", at.format("%H:%M"), count(copies))
        }
        Printing::HandedAt(at, None) => format!("Opened for printing already at {}.", at.format("%H:%M")),
        Printing::NeverAsked(words) => format!(
            "! The case ran under an earlier procedure, which did not have what the form has now: {words}. On paper these \
             places are empty."
        ),
        Printing::NotIssued(issued) => {
            let number = issued.number.as_ref().map(|number| format!("No. {number} of ")).unwrap_or_default();
            let (at, file) = (issued.at.format("%d.%m.%Y"), &issued.file);
            let kept = if issued.whole {
                "The issued one is here"
            } else {
                "The issued one is gone or was changed. It was here"
            };
            format!(
                "! This is not the issued document ({number}{at}), but a new one, made now from today's form. {kept}: {file}"
            )
        }
        Printing::StampWithoutCase => {
            "Blanks with the stamp are handed out in a case, where each has its number. Open one: pult run contract"
                .to_owned()
        }
    }
}

fn count(copies: u32) -> String {
    plural(u64::from(copies), "copy", "copies")
}

/// Why nothing was handed over, what to do, and the words of the program.
pub(crate) fn fault(fault: &PrinterFault) -> String {
    let why = match &fault.trouble {
        PrinterTrouble::NotSet => {
            "No printer is set up on this computer. Open the document and print it yourself; what \
                                   prints is named in pult.local.yaml: print, command."
                .to_owned()
        }
        PrinterTrouble::NoProgram(program) => format!(
            "There is no program `{program}` on this computer. Name another one in pult.local.yaml: print, command. The \
             document may be opened and printed by hand."
        ),
        PrinterTrouble::NotStarted(program) => {
            format!("The program `{program}` does not start. Look at pult.local.yaml: print, command.")
        }
        PrinterTrouble::NoPrinter => {
            "No printer is chosen, or there is none of that name. Name it in pult.local.yaml: print, printer (a list: \
             lpstat -p)."
                .to_owned()
        }
        PrinterTrouble::NotAccepting => "The printer takes no documents now. Is it on?".to_owned(),
        PrinterTrouble::NoService => {
            "What serves the printers does not answer. Tell whoever sets this computer up.".to_owned()
        }
        PrinterTrouble::Denied => "This user may not print there. Tell whoever sets this computer up.".to_owned(),
        PrinterTrouble::Stopped => "Sending was stopped. Look whether paper came out.".to_owned(),
        PrinterTrouble::TooSlow(seconds) => {
            format!("The document was not taken within {seconds} s, sending was stopped. Look whether paper came out.")
        }
        PrinterTrouble::Altered => {
            "The document's file was changed after it was made. Make the document ready once more.".to_owned()
        }
        PrinterTrouble::NotOpened(program) => format!(
            "The program `{program}` could not open the document. Open it and print it yourself; another program is named \
             in pult.local.yaml: print, command."
        ),
        PrinterTrouble::Failed(program) => {
            let silent = if fault.line.is_empty() { " and has not said why" } else { "" };
            format!(
                "The program `{program}` has not printed the document{silent}. Open it and print it yourself, or tell \
                 whoever sets this computer up."
            )
        }
    };
    if fault.line.is_empty() { why } else { format!("{why}\nThe program said: {}", fault.line) }
}
