//! What a session says to whoever drives it.

use super::hands::Elsewhere;
use super::mail::MailTrouble;
use super::outbox::Waiting;
use super::print::PrintTrouble;
use crate::device::printer::PrinterFault;
use crate::device::scanner::ScanFault;
use crate::engine::Refusal;
use crate::model::company::Language;
use crate::model::diagnostic::Diagnostic;
use crate::store::{CaseId, FileTrouble, StoreError};

/// Who works, where, and in which words.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The desk's code.
    pub desk: String,
    /// An id of `dispatchers`, or a name.
    pub by: String,
    /// The interface's language.
    pub language: Language,
}

/// Something that the dispatcher is told.
#[derive(Debug)]
pub enum Notice {
    /// A case was opened.
    Opened {
        /// Its id.
        id: CaseId,
        /// Its procedure's title.
        title: String,
    },
    /// A case was taken up again.
    Resumed {
        /// Its id.
        id: CaseId,
        /// Its procedure's title.
        title: String,
        /// Who had left a word for whoever takes it up, and the word.
        word: Option<(String, String)>,
    },
    /// The procedure of a case has been changed since the case began.
    Outdated {
        /// The case.
        id: CaseId,
    },
    /// An unfinished last line of a journal was moved aside.
    Torn {
        /// The case.
        id: CaseId,
        /// Where it was moved to.
        path: String,
    },
    /// A case was put aside.
    Parked {
        /// Its id.
        id: CaseId,
    },
    /// The private answers of a case cannot be read.
    PrivateDamaged {
        /// The case.
        id: CaseId,
        /// Where they lie.
        path: String,
    },
    /// A document lies in its place.
    Printed {
        /// Its file, below `records`.
        file: String,
        /// How many places in it are empty.
        blanks: usize,
    },
    /// A document was handed to the printer.
    Handed {
        /// How many copies; none where it was only opened to be printed from there.
        copies: Option<u32>,
    },
    /// A document that should go to the printer at once did not.
    NotHanded(PrinterFault),
    /// A document does not count any more: the case went another way, or it was made again.
    Void {
        /// Its number, or its file.
        what: String,
    },
    /// A document could not be made.
    NotPrinted {
        /// The form.
        form: String,
        /// Why.
        trouble: PrintTrouble,
    },
    /// A wait was ended by an answer from elsewhere.
    Replied {
        /// The case.
        id: CaseId,
        /// Who answered.
        who: String,
        /// The answer; may be empty.
        words: String,
    },
    /// An answer from elsewhere cannot be used before something else is done.
    ReplyWaits {
        /// The case.
        id: CaseId,
        /// Who answered.
        who: String,
        /// The answer; may be empty.
        words: String,
        /// The words of the step that comes first.
        by: String,
    },
    /// An answer from elsewhere was not needed any more, or could not be read: it is kept as a remark.
    ReplyNoted {
        /// The case.
        id: CaseId,
        /// Who answered.
        who: String,
        /// The answer; may be empty.
        words: String,
    },
    /// A file beside a case cannot be used.
    BadAside {
        /// Why.
        trouble: StoreError,
    },
    /// A file lies beside a case that is not open.
    StrayAside {
        /// The file.
        path: String,
    },
    /// A case that was run has another answer than the case that ran it, which keeps its own.
    Kept {
        /// The field.
        field: String,
        /// The answer that is kept.
        ours: String,
        /// The other one.
        theirs: String,
    },
    /// An answer that came from another case was changed here alone.
    LeftThere {
        /// The question.
        field: String,
        /// What it is here now.
        ours: String,
        /// What it is there.
        theirs: String,
        /// The other case's id.
        id: String,
    },
    /// A case goes on in another one.
    Linked {
        /// The other one.
        id: String,
        /// The case.
        other: String,
        /// How it is named.
        label: String,
    },
    /// There is a case with the same values.
    Twice {
        /// Its id.
        id: String,
        /// How it is named.
        label: String,
        /// Whether it is open.
        open: bool,
    },
    /// A file could not be copied.
    NotAttached {
        /// Its name.
        name: String,
        /// Why.
        trouble: FileTrouble,
    },
    /// A letter lies among those to send.
    Queued {
        /// Its file, below `records`.
        file: String,
    },
    /// A letter that waited is not to be sent any more: another one has taken its place.
    LetterReplaced {
        /// Its id.
        id: String,
    },
    /// Another letter has been written in the place of one that may have been sent.
    LetterOnItsWay {
        /// Its id.
        id: String,
    },
    /// Letters wait.
    LettersWait(Waiting),
    /// A letter could not be written.
    NotMailed {
        /// Why.
        trouble: MailTrouble,
    },
    /// A case was closed and its record written.
    Closed {
        /// Its id.
        id: CaseId,
        /// The outcome's words, or its code.
        outcome: String,
        /// The record, relative to the workspace.
        path: String,
    },
}

/// Why the session did not do what was wanted.
#[derive(Debug)]
pub enum SessionError {
    /// The engine's refusal.
    Refused(Refusal),
    /// A file.
    Store(StoreError),
    /// No such procedure.
    NoProcedure {
        /// The id.
        id: String,
        /// One that may have been meant.
        near: Option<String>,
    },
    /// The procedure, or what all of them need, has faults.
    Faulty {
        /// The procedure.
        id: String,
        /// The faults.
        faults: Vec<Diagnostic>,
    },
    /// The case is closed already.
    Closed {
        /// Its id.
        id: CaseId,
    },
    /// The case is still open: its answers are changed in it.
    StillOpen {
        /// Its id.
        id: CaseId,
    },
    /// A form was not put on paper.
    NotPrinted {
        /// The form.
        form: String,
        /// Why.
        trouble: PrintTrouble,
    },
    /// The case waits for nothing that somebody elsewhere could answer.
    NotWaiting {
        /// Its id.
        id: CaseId,
    },
    /// A file was not taken.
    NotAttached {
        /// Its path.
        path: String,
        /// Why.
        trouble: FileTrouble,
    },
    /// A page was not scanned.
    NotScanned(ScanFault),
    /// A document was not handed to the printer.
    NotHanded(PrinterFault),
    /// Another desk holds the case.
    Elsewhere(Box<Elsewhere>),
    /// No case is on top.
    Nothing,
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for SessionError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
