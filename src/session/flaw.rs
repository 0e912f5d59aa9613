//! What can be wrong with what the program itself has written.

use crate::model::diagnostic::Severity;

/// Something found under `records` that is not what was written, or does not fit the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, relative to the workspace.
    pub path: String,
    /// The line, from 1; none where the file as a whole is meant.
    pub line: Option<usize>,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The system does not give the file, or its content makes no sense: the reason.
    Unreadable(String),
    /// The file is of a newer program, of this format.
    Newer(Option<u32>),
    /// The line is not what was written.
    Damaged,
    /// The head of a record does not say what its log says.
    Head,
    /// A record stands in the place of another: where it belongs.
    Misplaced(String),
    /// A definition under which a case ran is not there, or not what it was: its hash.
    DefinitionLost(String),
    /// A definition is not what its name says.
    DefinitionDamaged,
    /// A definition says the same in other characters.
    DefinitionRewritten,
    /// An edition of the handbook that was acknowledged is not there, or not what it was: its hash.
    EditionLost(String),
    /// An edition of the handbook is not what its name says.
    EditionDamaged,
    /// A document of a case is not there.
    DocumentLost(String),
    /// A document is not what was printed: the case that had printed it.
    DocumentChanged(String),
    /// A number of a case stands in no register.
    NumberUnregistered(String),
    /// A number that a register gives to a case that knows nothing of it: number and case.
    NumberUnused(String, String),
    /// A number that two cases have: number and the other case.
    NumberTwice(String, String),
    /// A case that another names is not there.
    CaseLost(String),
    /// A case says that another ran it, or that it ran another, and the other says nothing of it.
    OneSided(String),
    /// A case was told another outcome than the one the case it ran has.
    OutcomeDiffers(String),
    /// A case was told other values than the case it ran has.
    TookDiffers(String),
    /// What somebody left lies beside a case that is not open: the case.
    AsideStray(String),
    /// Two cases with one id: the other file.
    SameId(String),
    /// A correction of another case, or one whose revision is not the one of its name.
    CorrectionStray,
    /// A revision is missing: the corrections behind it hold for nobody.
    CorrectionGap(u32),
    /// A correction changes a step that the case does not have.
    CorrectionStep(String),
    /// A private answer that is not what its hash in the case says: its step.
    PrivateChanged(String),
    /// What was to be forgotten is still there.
    StillKept,
    /// A symbolic link, a pipe or a device.
    NotAFile,
    /// An end of a line that was cut off by a power loss.
    Torn,
    /// A file that nobody here has written.
    Stranger,
}

macro_rules! codes {
    ($($pattern:pat => $code:literal, $sample:expr;)*) => {
        impl Flaw {
            /// Every code.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The word by which people look it up.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $($pattern => $code,)*
                }
            }

            /// One of this code, to show what it is about.
            #[must_use]
            pub fn sample(code: &str) -> Option<Self> {
                Some(match code {
                    $($code => $sample,)*
                    _ => return None,
                })
            }
        }
    };
}

const CASE: &str = "2026-11-22-a017";
const NUMBER: &str = "a-5/2026";

codes! {
    Self::Unreadable(_) => "record-unreadable", Self::Unreadable("…".into());
    Self::Newer(_) => "record-newer", Self::Newer(Some(2));
    Self::Damaged => "record-damaged", Self::Damaged;
    Self::Head => "record-head", Self::Head;
    Self::Misplaced(_) => "record-misplaced", Self::Misplaced(format!("records/2026/11/{CASE}-x.yaml"));
    Self::DefinitionLost(_) => "definition-lost", Self::DefinitionLost("…".into());
    Self::DefinitionDamaged => "definition-damaged", Self::DefinitionDamaged;
    Self::DefinitionRewritten => "definition-rewritten", Self::DefinitionRewritten;
    Self::EditionLost(_) => "edition-lost", Self::EditionLost("…".into());
    Self::EditionDamaged => "edition-damaged", Self::EditionDamaged;
    Self::DocumentLost(_) => "document-lost", Self::DocumentLost(format!("2026/11/{CASE}-x/paper-1.pdf"));
    Self::DocumentChanged(_) => "document-changed", Self::DocumentChanged(CASE.into());
    Self::NumberUnregistered(_) => "number-unregistered", Self::NumberUnregistered(NUMBER.into());
    Self::NumberUnused(..) => "number-unused", Self::NumberUnused(NUMBER.into(), CASE.into());
    Self::NumberTwice(..) => "number-twice", Self::NumberTwice(NUMBER.into(), CASE.into());
    Self::CaseLost(_) => "case-lost", Self::CaseLost(CASE.into());
    Self::OneSided(_) => "case-one-sided", Self::OneSided(CASE.into());
    Self::OutcomeDiffers(_) => "case-outcome", Self::OutcomeDiffers(CASE.into());
    Self::TookDiffers(_) => "case-took", Self::TookDiffers(CASE.into());
    Self::AsideStray(_) => "aside-stray", Self::AsideStray(CASE.into());
    Self::SameId(_) => "case-same-id", Self::SameId(format!("records/open/{CASE}.yaml"));
    Self::CorrectionStray => "correction-stray", Self::CorrectionStray;
    Self::CorrectionGap(_) => "correction-gap", Self::CorrectionGap(2);
    Self::CorrectionStep(_) => "correction-step", Self::CorrectionStep("who".into());
    Self::PrivateChanged(_) => "private-changed", Self::PrivateChanged("passport".into());
    Self::StillKept => "private-still-kept", Self::StillKept;
    Self::NotAFile => "record-not-a-file", Self::NotAFile;
    Self::Torn => "record-torn", Self::Torn;
    Self::Stranger => "record-stranger", Self::Stranger;
}

impl Flaw {
    /// How much it matters. What the program would not miss is a note.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Torn | Self::Stranger => Severity::Note,
            Self::StillKept | Self::AsideStray(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
