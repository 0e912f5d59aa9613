//! Letters that are to be sent: which wait, and what became of them.

use super::plural;
use crate::model::post::{FaultKind, Standing};
use crate::model::types::moment;
use crate::session::{OutboxTrouble, SettingsFault, Unready, Waiting};
use crate::text::{Outbox, sentence};

/// One message.
pub(crate) fn say(outbox: &Outbox<'_>) -> String {
    match *outbox {
        Outbox::Waiting(Waiting { queued: 0, undecided: 0 }) | Outbox::Empty => "No letters wait.".to_owned(),
        Outbox::Waiting(Waiting { queued, undecided: 0 }) => {
            format!("Letters that wait: {queued}. Send them: pult outbox send")
        }
        Outbox::Waiting(Waiting { queued: 0, undecided }) => {
            format!("! Letters to decide about: {undecided}. Look at them: pult outbox")
        }
        Outbox::Waiting(Waiting { queued, undecided }) => {
            format!(
                "Letters that wait: {queued}. Send them: pult outbox send\n! To decide about: {undecided}. Look at them: pult outbox"
            )
        }
        Outbox::Unready(unready) => not_ready(unready),
        Outbox::NothingToSend => "There is nothing to send.".to_owned(),
        Outbox::Standing(standing) => standing_word(standing).to_owned(),
        Outbox::MarkReplaced(id) => format!("{id} has taken its place"),
        Outbox::Replaced(id) => {
            format!("The earlier letter {id} does not wait any more: the new one has taken its place.")
        }
        Outbox::OnItsWay(id) => {
            format!("! The earlier letter {id} may have been sent, and a new one is written. Look at them: pult outbox")
        }
        Outbox::Handing(id, to) => format!("{id}: {to}…"),
        Outbox::Sent(id) => format!("The letter {id} is sent."),
        Outbox::Failed(id, why) => format!("The letter {id} is not sent: {} It goes on waiting.", sentence(why)),
        Outbox::Refused(id, why) => format!(
            "The server does not take the letter {id}: {} It is not sent by itself any more.\n\
             Once more: pult outbox send {id}. Not at all: pult outbox drop {id}",
            sentence(why)
        ),
        Outbox::Unknown(id, why) => format!(
            "Nobody knows whether the letter {id} was sent: {} It is not sent by itself any more. Ask whom it goes to.\n\
             They have it: pult outbox sent {id}. They do not: pult outbox send {id}",
            sentence(why)
        ),
        Outbox::Rest(count) => {
            format!(
                "The others ({}) were not tried. When this is mended: pult outbox send",
                plural(count as u64, "letter", "letters")
            )
        }
        Outbox::AgainUnknown(id) => {
            format!("The letter {id} may have been sent already. Send it again? 1 – send, 0 – no")
        }
        Outbox::AgainRefused(id) => format!("The server has refused the letter {id}. Try again? 1 – send, 0 – no"),
        Outbox::WhyDrop(id, to) => format!("The letter {id} ({to}) will not be sent. Why? (0 – it goes on waiting)"),
        Outbox::Dropped(id) => format!("The letter {id} does not wait any more."),
        Outbox::SaidSent(id) => format!("The letter {id} counts as sent."),
        Outbox::Kept => "Nothing was changed.".to_owned(),
        Outbox::Exposed(path) => {
            format!("! Others on this machine may read the password ({path}). Mend it: chmod 600 {path}")
        }
        Outbox::Heads(from, to, subject, at) => format!("From: {from}\nTo: {to}\nSubject: {subject}\nWritten: {at}"),
        Outbox::Files(names) => format!("Files: {names}"),
        Outbox::File(path) => format!("The whole letter: {path}"),
        Outbox::Mark(at, who, what) => format!("{} {who}: {what}", moment(at)),
        Outbox::DidSending(server) => format!("handed to {server}"),
        Outbox::DidSent("") => "counts as sent".to_owned(),
        Outbox::DidSent(words) => format!("sent ({words})"),
        Outbox::DidDropped(reason) => format!("not to be sent: {reason}"),
    }
}

/// What keeps letters from going, and what to do, in one line.
fn not_ready(unready: &Unready) -> String {
    match unready {
        Unready::NoSender => {
            "! No letter can be written: pult.yaml names no sender (mail, from). Tell the director.".to_owned()
        }
        Unready::NoAddress(who) => {
            format!("! No letter can be written: in pult.yaml {who} has no address for mail. Tell the director.")
        }
        Unready::NotSent(SettingsFault::NoServer) => {
            "! Letters will wait: mail is not set up on this computer (pult.local.yaml: mail). Tell the director."
                .to_owned()
        }
        Unready::NotSent(fault) => format!("! Letters will wait. {}", settings(fault)),
    }
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Queued => "waits",
        Standing::Sending => "is being sent",
        Standing::Sent => "sent",
        Standing::Failed => "not sent, may be tried again",
        Standing::Refused => "refused by the server",
        Standing::Unknown => "nobody knows whether it was sent",
        Standing::Dropped => "not to be sent",
    }
}

/// Why a letter was not taken.
pub(crate) fn fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::NoNetwork => "the mail server cannot be reached, check the network",
        FaultKind::Timeout => "the mail server did not answer in time",
        FaultKind::NoTls => "the mail server offers no encryption, and without it nothing is sent",
        FaultKind::Certificate => "the certificate of the mail server is not to be trusted",
        FaultKind::Login => "the mail server does not take user and password",
        FaultKind::Later => "the mail server asks to try again later",
        FaultKind::Refused => "the mail server does not take such a letter",
        FaultKind::Cut => "the connection to the mail server was cut off",
        FaultKind::Strange => "the answer makes no sense, is this a mail server?",
    }
}

/// Why nothing was done, and what to do.
pub(crate) fn trouble(trouble: &OutboxTrouble) -> String {
    match trouble {
        OutboxTrouble::NoLetter(id) => format!("No letter `{id}` waits. All of them: pult outbox"),
        OutboxTrouble::Several(ids) => {
            format!("There are {}: {}", plural(ids.len() as u64, "such letter", "such letters"), ids.join(", "))
        }
        OutboxTrouble::Busy(id) => format!("Another program sends the letter {id} just now."),
        OutboxTrouble::Stands(id, standing) => {
            format!("The letter {id}: {}. Nothing was changed.", standing_word(*standing))
        }
        OutboxTrouble::Changed(id) => {
            format!(
                "The letter {id} is not what its case has written: the file was changed. It is not sent. Tell the director."
            )
        }
        OutboxTrouble::Replaced(id, other) => format!("The letter {id} is not sent: {other} has taken its place."),
        OutboxTrouble::Settings(fault) => settings(fault),
        OutboxTrouble::Store(_) => String::new(),
    }
}

fn settings(fault: &SettingsFault) -> String {
    match fault {
        SettingsFault::NoServer => "This machine knows no mail server. Write into pult.local.yaml:\n\
             mail: {server: the mail server, login: file with user and password}\nTell the director."
            .to_owned(),
        SettingsFault::PlainFar(server) => {
            format!("pult.local.yaml says security: plain, and the server {server} is not this machine. Write tls or starttls.")
        }
        SettingsFault::PlainLogin => {
            "pult.local.yaml says security: plain and login: no password goes without encryption. Write tls or starttls."
                .to_owned()
        }
        SettingsFault::Unreadable(path, error) => {
            format!("The file {path}, which pult.local.yaml names (mail), cannot be read: {error}.")
        }
        SettingsFault::LoginInside(path) => {
            format!("The file {path} with the password lies in the workspace, where git may take it. Put it elsewhere.")
        }
        SettingsFault::LoginShape(path) => {
            format!("The file {path} is to have two lines: the user and the password.")
        }
    }
}
