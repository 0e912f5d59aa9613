//! Due times, waits, and cases that have to do with others.

use crate::model::types::moment;
use crate::text::{Matter, sentence};

/// One message.
pub(crate) fn say(matter: &Matter<'_>) -> String {
    let behind = |words: &str| if words.is_empty() { String::new() } else { format!(": {words}") };
    match *matter {
        Matter::Due(at) => format!("Due: {}", moment(at)),
        Matter::Overdue(at) => format!("! Overdue: it was to be done by {}", moment(at)),
        Matter::MarkOverdue(step, at) => format!("overdue: {step}, due {}", moment(at)),
        Matter::MarkReminder(step, since) => format!("time to remind: {step}, waiting since {}", moment(since)),
        Matter::MarkUntold => "somebody is not told yet".to_owned(),
        Matter::MarkAnswered => "answered".to_owned(),
        Matter::First => "First".to_owned(),
        Matter::ShowLate(step, due, Some(done)) => {
            format!("Late: {step} (due {}, done {})", moment(due), moment(done))
        }
        Matter::ShowLate(step, due, None) => format!("Overdue: {step} (due {})", moment(due)),
        Matter::EnterWaitedOrNumber => "Enter: it has come; a number: done meanwhile; to put aside: . and 7".to_owned(),
        Matter::EnterAnswerOrNumber => {
            "Enter: to the answer; a number: done meanwhile; to put aside: . and 7".to_owned()
        }
        Matter::WaitAnswer => "The answer:".to_owned(),
        Matter::DoneTimes(text, 1, at) => format!("{text} (done once, {})", moment(at)),
        Matter::DoneTimes(text, times, at) => format!("{text} (done {times} times, last {})", moment(at)),
        Matter::NoOverdue => "No case is overdue.".to_owned(),
        Matter::ReplyKept(who, when, words) => format!("Answer ({who}, {when}){}", behind(words)),
        Matter::Replied(id, who, words) => format!("An answer to case {id} has come ({who}){}", behind(words)),
        Matter::ReplyWaits(id, who, words, step) => {
            let reply = sentence(&format!("There is an answer to case {id} ({who}){}", behind(words)));
            format!("{reply} It will be taken in when “{step}” is done.")
        }
        Matter::ReplyNoted(id, who, words) => {
            let reply =
                format!("An answer to case {id} has come that nobody waits for any more ({who}){}", behind(words));
            format!("{} It is kept as a remark.", sentence(&reply))
        }
        Matter::BadAside(why) => format!("An answer could not be read and was not used. {why}"),
        Matter::StrayAside(path) => {
            format!("The file {path} lies beside a case that is not open. Read it and take it away.")
        }
        Matter::Kept(field, ours, theirs) => {
            format!("“{field}”: “{ours}” stands here, “{theirs}” there. What stands here is kept.")
        }
        Matter::LeftThere(field, ours, theirs, id) => {
            format!(
                "“{field}”: here it is now “{ours}”, in case {id} still “{theirs}”. To put it right there: pult correct {id}"
            )
        }
        Matter::OneMore(title, count) => format!("Add: {title} (there are {count})"),
        Matter::AnswerOrAside => "(. – menu, .. – back; to put the case aside: . and 7)".to_owned(),
        Matter::Linked(id, other, label) => format!("Case {other} was joined to case {id}{}", behind(label)),
        Matter::Twice(id, label, true) => format!("! The same is open already: {id}{}", behind(label)),
        Matter::Twice(id, label, false) => format!("! The same was there before: {id}{}", behind(label)),
        Matter::MayJoin => "Cases of this procedure are open already:".to_owned(),
        Matter::MayReturn(wait, below) => {
            format!("What is left is to wait: {} Meanwhile there is “{below}”.", sentence(wait))
        }
        Matter::ReturnOrStay => "Enter: go back to it; 1: stay here".to_owned(),
        Matter::SameValue => "the same".to_owned(),
        Matter::JoinOrNot => "A number: join it; Enter: this is another matter".to_owned(),
        Matter::AnswerLeft(id) => format!("The answer to case {id} is kept for whoever works on it."),
        Matter::NotWaiting(id) => format!("Case {id} waits for nothing now. To look at it: pult show {id}"),
        Matter::ShowJoined => "Joined to case".to_owned(),
        Matter::ShowLinked => "Cases joined to it".to_owned(),
        Matter::Report(at, id, label) => format!("{}, {id}{}", moment(at), behind(label)),
        Matter::OutcomeJoined => "joined to another case".to_owned(),
    }
}
