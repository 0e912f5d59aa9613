//! The paper checklist and the handbook.

use super::plural;
use crate::text::Checklist;

/// One message.
pub(crate) fn say(words: &Checklist<'_>) -> String {
    match *words {
        Checklist::Subtitle => "Paper checklist: for when the program is not there".to_owned(),
        Checklist::Day => "Date".to_owned(),
        Checklist::From => "Begun at".to_owned(),
        Checklist::Dispatcher => "Dispatcher".to_owned(),
        Checklist::Never => "Never:".to_owned(),
        Checklist::Number => "No.".to_owned(),
        Checklist::Step => "Step".to_owned(),
        Checklist::Answer => "Answer, mark".to_owned(),
        Checklist::Say(text) => format!("Say: “{text}”"),
        Checklist::Note(text) => format!("Note: {text}"),
        Checklist::Each(text) => format!("{text}. Again for each"),
        Checklist::Run(title) => format!("Go on with the sheet “{title}”"),
        Checklist::Print(title, None) => format!("Form “{title}”"),
        Checklist::Print(title, Some(copies)) => {
            format!("Form “{title}”, {}", plural(u64::from(copies), "copy", "copies"))
        }
        Checklist::Tell(who) => format!("Tell {who}"),
        Checklist::TellAll(who) => format!("Tell each of them: {who}"),
        Checklist::Or => " or ".to_owned(),
        Checklist::AskedNumber => "the number noted".to_owned(),
        Checklist::Mail(to, subject) => format!("Letter to {to}: {subject}"),
        Checklist::Wait(text) => format!("Wait: {text}"),
        Checklist::Meanwhile => "Meanwhile, as often as needed:".to_owned(),
        Checklist::End(label) => format!("End: {label}"),
        Checklist::If(condition) => format!("If {condition}"),
        Checklist::AtStep(number) => format!("step {number}"),
        Checklist::Holds(step) => format!("{step} has an answer"),
        Checklist::Lacks(step) => format!("{step} has no answer"),
        Checklist::Yes(true) => "yes".to_owned(),
        Checklist::Yes(false) => "no".to_owned(),
        Checklist::BegunIn(title) => format!("it began on the sheet “{title}”"),
        Checklist::NotBegunIn(title) => format!("it did not begin on the sheet “{title}”"),
        Checklist::And => " and ".to_owned(),
        Checklist::OrElse => " or ".to_owned(),
        Checklist::Not => "it is not so that ".to_owned(),
        Checklist::Is => " is ".to_owned(),
        Checklist::IsNot => " is not ".to_owned(),
        Checklist::GoesOnAt(number) => format!("→ {number}"),
        Checklist::Optional => "may be passed".to_owned(),
        Checklist::Gate => "nothing goes on without it".to_owned(),
        Checklist::Due(due) => format!("due: {due}"),
        Checklist::At => "time".to_owned(),
        Checklist::Contacts => "Phones and addresses".to_owned(),
        Checklist::EnterLater(title) => format!(
            "When the program works again, enter the case into the procedure “{title}”, with the earlier times (menu: a dot)."
        ),
        Checklist::EnteredAs => "Entered as case".to_owned(),
        Checklist::Handbook => "Handbook of the dispatcher".to_owned(),
        Checklist::Edition(hash, day) => format!("Edition {hash}, printed on {day}"),
        Checklist::Contents => "Contents".to_owned(),
        Checklist::Cards => "Cards".to_owned(),
        Checklist::Hours => "Working hours".to_owned(),
        Checklist::Acknowledgement => "Acknowledgement".to_owned(),
        Checklist::Signing => "I have read the handbook and will keep to it.".to_owned(),
        Checklist::Name => "Name".to_owned(),
        Checklist::SignedOn => "Date".to_owned(),
        Checklist::Signature => "Signature".to_owned(),
        Checklist::NotFilledIn => "not filled in".to_owned(),
    }
}
