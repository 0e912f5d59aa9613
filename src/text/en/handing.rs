//! Cases that go from desk to desk, procedures that change, and what was half typed.

use crate::model::types::moment;
use crate::text::Handing;

/// One message.
pub(crate) fn say(handing: &Handing<'_>) -> String {
    match *handing {
        Handing::Elsewhere(id, desk, by, at) => {
            format!("Desk {desk} works on case {id} ({by}, {}). To take it over: pult resume --take {id}", moment(at))
        }
        Handing::TakeAsk(id, title, desk, by, at) => format!(
            "Desk {desk} works on case {id} (“{title}”): {by}, last entry {}.\nIf it is taken over, that desk must not go on with it: what is typed there will not get into the case. Take it?",
            moment(at)
        ),
        Handing::TakeYes => "Yes, take it: from now on this desk works on it".to_owned(),
        Handing::AtDesk(desk) => format!("desk {desk}"),
        Handing::Taken("", _) => {
            "Another desk has taken this case, and it is closed by now. Nothing more can be entered here.".to_owned()
        }
        Handing::Taken(by, desk) => {
            format!("Desk {desk} has taken this case ({by}). It goes on there; nothing more can be entered here.")
        }
        Handing::TypedKept => {
            "What you typed did not get into the case. It is kept as half typed, and that desk will be offered it."
                .to_owned()
        }
        Handing::TypedLost(words) => {
            format!("What you typed did not get into the case and could not be kept. Pass it on yourself: {words}")
        }
        Handing::Outdated(id) => {
            format!(
                "The procedure has been changed since; the case goes by the old one. To move it: . and 9, or pult resume --update {id}"
            )
        }
        Handing::UpToDate => "The case goes by today's procedure already.".to_owned(),
        Handing::UpdateHead(title) => format!("If the case is moved to today's procedure “{title}”:"),
        Handing::Added(step) => format!("  + new step: {step}"),
        Handing::Gone(step) => format!("  - step gone: {step}"),
        Handing::Changed(step) => format!("  * step changed: {step}"),
        Handing::Struck(step, Some(answer)) => {
            format!("  ! the answer does not fit and will be asked for again: {step} (it was “{answer}”)")
        }
        Handing::Struck(step, None) => format!("  ! does not fit, to be done again: {step}"),
        Handing::OpenAgain(step) => format!("  ! more is to be done: {step}"),
        Handing::NoStepChanges => "  the steps themselves stay as they are".to_owned(),
        Handing::NextThen(step) => format!("Next will be: {step}"),
        Handing::EndThen => "All steps will be settled.".to_owned(),
        Handing::UpdateAsk => "Move it? There is no way back to the old one.".to_owned(),
        Handing::UpdateYes => "Yes, go on by today's procedure".to_owned(),
        Handing::Updated => "The case goes by today's procedure now.".to_owned(),
        Handing::MenuUpdate => "Move to today's procedure".to_owned(),
        Handing::No => "No, leave everything as it is".to_owned(),
        Handing::HalfTyped(text, by, at) => format!("Half typed ({by}, {}): {text}", moment(at)),
        Handing::HalfTypedPrivate(1, by, at) => {
            format!("Half typed ({by}, {}): 1 character of a private answer", moment(at))
        }
        Handing::HalfTypedPrivate(length, by, at) => {
            format!("Half typed ({by}, {}): {length} characters of a private answer", moment(at))
        }
        Handing::HalfTypedKeys => "Enter: go on with it; 0: take it away; or type the whole answer".to_owned(),
        Handing::HalfTypedRemarkKeys => "Enter: keep it as a remark; 0: take it away".to_owned(),
        Handing::TypeOn => "It goes on:".to_owned(),
        Handing::SeveralLines => "(to write several lines, end a line with \\)".to_owned(),
    }
}
