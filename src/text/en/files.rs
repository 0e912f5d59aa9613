//! Why a file was not attached or a letter not written, in English.

use super::papers;
use crate::session::MailTrouble;
use crate::store::FileTrouble;

/// Why a file was not attached, and what to do.
pub(crate) fn file(name: &str, trouble: &FileTrouble) -> String {
    let why = match trouble {
        FileTrouble::Missing => "there is no such file. Check the path; a file can be dropped onto this window.",
        FileTrouble::Folder => "this is a folder. Name a file in it.",
        FileTrouble::NotOrdinary => "this is a link or a device, and the file itself is wanted.",
        FileTrouble::OddPath => "this path will not do. Copy the file to an ordinary folder and name it there.",
        FileTrouble::Empty => "the file is empty. Check whether it is the right one.",
        FileTrouble::TooLarge => "the file is larger than 20 MB. Make it smaller, or attach it in parts.",
        FileTrouble::UnknownKind => "it is no PDF, picture or text by its content. Save it as PDF or JPG.",
        FileTrouble::Refused(error) => return format!("“{name}”: the file cannot be read: {error}."),
    };
    format!("“{name}”: {why}")
}

/// Why a letter was not written, and what to do.
pub(crate) fn mail(trouble: &MailTrouble) -> String {
    match trouble {
        MailTrouble::NoSender => "pult.yaml names no sender (mail, from). Tell the director.".to_owned(),
        MailTrouble::NoAddress(who) => format!("There is nowhere to write to: {who} has no e-mail address."),
        MailTrouble::FileLost(name) => {
            format!("The file “{name}” is gone from the case, or was changed. Attach it again.")
        }
        MailTrouble::Form(form, trouble) => format!("{form}: {}", papers::trouble(trouble)),
        MailTrouble::StaffNumber(whose) => papers::staff_number(whose),
        MailTrouble::Internal(form) => {
            format!("“{form}” is for the company alone and is not sent to clients. Tell the director.")
        }
        MailTrouble::Private(name) => format!("A private answer ({name}) is not sent by mail. Tell the director."),
    }
}
