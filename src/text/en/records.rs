//! What is wrong with the program's own files, in English.

use super::of_format;
use crate::session::Flaw;
use crate::text::{Wording, wording};

const HISTORY: &str = "do not mend it by hand: take the earlier one from git (git log -- FILE, git checkout VERSION -- FILE) or from a copy";

/// What is wrong and what to do.
pub(crate) fn flaw(flaw: &Flaw) -> Wording {
    let (title, help) = match flaw {
        Flaw::Unreadable(reason) => (
            format!("the file cannot be read: {reason}"),
            "look at its permissions and the disk, or take it from a copy",
        ),
        Flaw::Newer(format) => (format!("the file is of a newer program{}", of_format(*format)), "update pult"),
        Flaw::Damaged => ("the file is damaged: this line is not what was written".to_owned(), HISTORY),
        Flaw::Head => (
            "the head of the record does not say what its log says".to_owned(),
            "the log is right. Take the file from git or a copy; to put an answer of a closed case right: pult correct",
        ),
        Flaw::Misplaced(belongs) => {
            (format!("the record is in the wrong place, it belongs to {belongs}"), "put the file back")
        }
        Flaw::DefinitionLost(hash) => (
            format!("the procedure of the case is not there: records/definitions/{hash}.yaml"),
            "take this file from git or from another desk",
        ),
        Flaw::DefinitionDamaged => ("the kept procedure is not what was written".to_owned(), HISTORY),
        Flaw::DefinitionRewritten => {
            ("the kept procedure says the same in other characters than were written".to_owned(), HISTORY)
        }
        Flaw::EditionLost(hash) => (
            format!(
                "the edition of the handbook that was acknowledged is not there: records/acknowledged/editions/{hash}.yaml"
            ),
            "bring this file back from git or from another desk",
        ),
        Flaw::EditionDamaged => ("the kept edition of the handbook is not what was written".to_owned(), HISTORY),
        Flaw::DocumentLost(file) => {
            (format!("a document of the case is not there: records/{file}"), "take the file from git or a copy")
        }
        Flaw::DocumentChanged(case) => {
            (format!("the document is not the one that case {case} has printed"), "take the file from git or a copy")
        }
        Flaw::NumberUnregistered(number) => {
            (format!("number {number} stands in no file of records/numbers"), "take the register from git or a copy")
        }
        Flaw::NumberUnused(number, case) => (
            format!("number {number} is of case {case}, which knows nothing of it"),
            "look for the record of the case in git or a copy; nobody else will get the number",
        ),
        Flaw::NumberTwice(number, other) => (
            format!("case {other} has number {number}, too"),
            "tell the director: one of the documents has to be made again. Every desk needs a letter of its own",
        ),
        Flaw::CaseLost(case) => (format!("case {case} is not there"), "take its record from git or another desk"),
        Flaw::OneSided(case) => (format!("case {case} knows nothing of this"), HISTORY),
        Flaw::OutcomeDiffers(case) => (format!("case {case} has another outcome"), HISTORY),
        Flaw::TookDiffers(case) => (format!("other values were taken from case {case} than stand in it"), HISTORY),
        Flaw::AsideStray(case) => (
            format!("it was left beside case {case}, which is not open"),
            "read it, pass on what is still needed, and take it away",
        ),
        Flaw::SameId(other) => (
            format!("{other} has the same case id"),
            "every desk needs a letter of its own; take the file away if it is a copy",
        ),
        Flaw::CorrectionStray => ("the correction is of another case or in the wrong place".to_owned(), HISTORY),
        Flaw::CorrectionGap(revision) => (
            format!("correction r{revision} is missing, and there are later ones, which hold for nobody"),
            "bring the missing file back from git or from another desk",
        ),
        Flaw::CorrectionStep(step) => (format!("step `{step}` is corrected, which the case does not have"), HISTORY),
        Flaw::PrivateChanged(step) => (
            format!("the private answer `{step}` is not the one that was given"),
            "ask again, or take the file from a copy",
        ),
        Flaw::StillKept => ("what was to be forgotten is still kept here".to_owned(), "pult forget CASE"),
        Flaw::NotAFile => ("this is no ordinary file".to_owned(), "put the file itself in its place, no links"),
        Flaw::Torn => ("the beginning of a line that a power loss has cut off".to_owned(), ""),
        Flaw::Stranger => ("a file that pult has not written".to_owned(), ""),
    };
    wording(title, "", help)
}
