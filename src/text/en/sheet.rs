//! The sheet of a case.

use super::plural;
use crate::text::OnSheet;

/// One message.
pub(crate) fn say(words: &OnSheet<'_>) -> String {
    match *words {
        OnSheet::Case(id) => format!("Case {id}"),
        OnSheet::Label => "About".to_owned(),
        OnSheet::Standing => "State".to_owned(),
        OnSheet::Step => "Step".to_owned(),
        OnSheet::Came => "Answer or result".to_owned(),
        OnSheet::When => "Time".to_owned(),
        OnSheet::Course => "What was done".to_owned(),
        OnSheet::Later => "Further".to_owned(),
        OnSheet::Again(title) => format!("{title} (continued)"),
        OnSheet::Late => "Due times".to_owned(),
        OnSheet::Corrections => "Corrections".to_owned(),
        OnSheet::Outside => "Done, and not needed any more".to_owned(),
        OnSheet::Said => "said".to_owned(),
        OnSheet::Done(0 | 1) => "done".to_owned(),
        OnSheet::Done(times) => format!("done {}", plural(u64::from(times), "time", "times")),
        OnSheet::Waited => "it came".to_owned(),
        OnSheet::NotYet => "not done yet".to_owned(),
        OnSheet::NotDone => "not done".to_owned(),
        OnSheet::Passed(None) => "passed".to_owned(),
        OnSheet::Passed(Some(why)) => format!("passed: {why}"),
        OnSheet::Nothing => "nothing noted".to_owned(),
        OnSheet::Stale => "answers have changed since".to_owned(),
        OnSheet::Was(None) => "put right, there was no answer".to_owned(),
        OnSheet::Was(Some(before)) => format!("put right, it was: {before}"),
        OnSheet::Paper(number, copies) => {
            let copies = plural(u64::from(copies), "copy", "copies");
            number.map_or_else(|| format!("printed: {copies}"), |number| format!("printed: No. {number}, {copies}"))
        }
        OnSheet::Handed(Some(copies)) => {
            format!("sent to the printer: {}", plural(u64::from(copies), "copy", "copies"))
        }
        OnSheet::Handed(None) => "opened for printing".to_owned(),
        OnSheet::PaperVoid => "void".to_owned(),
        OnSheet::NumberTaken(number) => format!("No. {number} taken, not printed"),
        OnSheet::AttemptVoid => "does not count".to_owned(),
        OnSheet::Letter => "a letter was written".to_owned(),
        OnSheet::Ran(case, Some(outcome)) => format!("{outcome} (case {case})"),
        OnSheet::Ran(case, None) => format!("not finished (case {case})"),
        OnSheet::InPlaceOf(case) => format!("in the place of case {case}"),
        OnSheet::NumberHidden => "[number hidden]".to_owned(),
    }
}
