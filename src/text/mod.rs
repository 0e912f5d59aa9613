//! What any layer says, in the words of people: one place per language.
//!
//! The other layers hand over typed values; here they become sentences. A value without words does not
//! compile: the matches of `ru` and `en` name every variant.

mod checklist;
mod en;
mod handing;
mod manual;
mod matter;
mod message;
mod outbox;
mod printing;
mod reading;
mod ru;
mod scanning;
mod sheet;
mod style;

pub use checklist::Checklist;
pub use handing::Handing;
pub use manual::{page, pages};
pub use matter::Matter;
pub use message::Message;
pub use outbox::Outbox;
pub use printing::Printing;
pub use reading::Reading;
pub use scanning::{Enter, Missing, Scanning};
pub use sheet::OnSheet;
pub use style::StyleWords;

use crate::device::printer::PrinterFault;
use crate::device::scanner::ScanFault;
use crate::engine::{Concern, Refusal};
use crate::model::company::Language;
use crate::model::diagnostic::{Problem, Severity};
use crate::model::hours::{Hours, Interval};
use crate::model::period::Period;
use crate::model::post::Fault;
use crate::model::summary::{How, Key, Subject};
use crate::model::types::surname;
use crate::render::RenderFault;
use crate::session::{Flaw, MailTrouble, Mismatch, Missed, OutboxTrouble, PrintTrouble, SessionError};
use crate::store::{FileTrouble, GitTrouble, StoreError, Trouble};
use chrono::{DateTime, FixedOffset, NaiveDateTime, Weekday};

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// What is wrong, in one line; names stand in backticks.
    pub title: String,
    /// A few words to draw under the caret; may be empty.
    pub label: String,
    /// What to do next, with the corrected text or a command.
    pub help: Option<String>,
}

/// A problem of a file, for who mends it.
#[must_use]
pub fn problem(language: Language, problem: &Problem) -> Wording {
    match language {
        Language::Ru => ru::problems::problem(problem),
        Language::En => en::problems::problem(problem),
    }
}

/// What is wrong with a file that the program itself has written.
#[must_use]
pub fn flaw(language: Language, flaw: &Flaw) -> Wording {
    match language {
        Language::Ru => ru::records::flaw(flaw),
        Language::En => en::records::flaw(flaw),
    }
}

/// How much a problem matters, in one word.
#[must_use]
pub fn severity(language: Language, severity: Severity) -> &'static str {
    match language {
        Language::Ru => ru::problems::severity(severity),
        Language::En => en::problems::severity(severity),
    }
}

/// Why a move is not made, for a dispatcher in a hurry: what is wrong and what to do.
/// `name` turns the id of a step into the words people know it by.
#[must_use]
pub fn refusal(language: Language, refusal: &Refusal, name: &dyn Fn(&str) -> String) -> String {
    match language {
        Language::Ru => ru::refusals::refusal(refusal, name),
        Language::En => en::refusals::refusal(refusal, name),
    }
}

/// A doubt about an answer, as one sentence.
#[must_use]
pub fn concern(language: Language, concern: &Concern) -> String {
    match language {
        Language::Ru => ru::refusals::concern(concern),
        Language::En => en::refusals::concern(concern),
    }
}

/// What a scenario expected beside what came.
#[must_use]
pub fn mismatch(language: Language, mismatch: &Mismatch) -> String {
    match language {
        Language::Ru => ru::testing::mismatch(mismatch),
        Language::En => en::testing::mismatch(mismatch),
    }
}

/// What no scenario does in a procedure, a line each.
#[must_use]
pub fn missed(language: Language, missed: &Missed) -> String {
    match language {
        Language::Ru => ru::testing::missed(missed),
        Language::En => en::testing::missed(missed),
    }
}

/// Why a document was not made, as sentences.
#[must_use]
pub fn print_trouble(language: Language, trouble: &PrintTrouble) -> String {
    match language {
        Language::Ru => ru::papers::trouble(trouble),
        Language::En => en::papers::trouble(trouble),
    }
}

/// Why a file was not attached, as a sentence.
#[must_use]
pub fn file_trouble(language: Language, name: &str, trouble: &FileTrouble) -> String {
    match language {
        Language::Ru => ru::files::file(name, trouble),
        Language::En => en::files::file(name, trouble),
    }
}

/// Why a page was not scanned, as sentences, with the program's own words.
#[must_use]
pub fn scan_fault(language: Language, fault: &ScanFault) -> String {
    match language {
        Language::Ru => ru::scanning::fault(fault),
        Language::En => en::scanning::fault(fault),
    }
}

/// Why a document was not handed to the printer, as sentences, with the program's own words.
#[must_use]
pub fn printer_fault(language: Language, fault: &PrinterFault) -> String {
    match language {
        Language::Ru => ru::printing::fault(fault),
        Language::En => en::printing::fault(fault),
    }
}

/// Why a letter was not written, as sentences.
#[must_use]
pub fn mail_trouble(language: Language, trouble: &MailTrouble) -> String {
    match language {
        Language::Ru => ru::files::mail(trouble),
        Language::En => en::files::mail(trouble),
    }
}

/// Why nothing was done with a letter, and what to do.
#[must_use]
pub fn outbox_trouble(language: Language, trouble: &OutboxTrouble) -> String {
    if let OutboxTrouble::Store(error) = trouble {
        return store_error(language, error);
    }
    match language {
        Language::Ru => ru::outbox::trouble(trouble),
        Language::En => en::outbox::trouble(trouble),
    }
}

/// Why a letter was not taken, with the server's own words behind it.
#[must_use]
pub fn post_fault(language: Language, fault: &Fault) -> String {
    let why = match language {
        Language::Ru => ru::outbox::fault(fault.kind),
        Language::En => en::outbox::fault(fault.kind),
    };
    if fault.words.is_empty() { why.to_owned() } else { format!("{why} ({})", fault.words) }
}

/// Why an expression could not be worked out.
#[must_use]
pub fn reason(language: Language, english: &str) -> String {
    match language {
        Language::Ru => ru::reasons::reason(english),
        Language::En => one_line(english),
    }
}

/// The working week in words, without holidays and moved days.
#[must_use]
pub fn hours(language: Language, hours: &Hours) -> String {
    match language {
        Language::Ru => ru::hours::week(hours),
        Language::En => en::hours::week(hours),
    }
}

/// A coming opening as it is said at `now`: today, tomorrow, a day of this week, or a date.
#[must_use]
pub fn next_open(language: Language, next: NaiveDateTime, now: DateTime<FixedOffset>) -> String {
    match language {
        Language::Ru => ru::hours::next_open(next, now),
        Language::En => en::hours::next_open(next, now),
    }
}

/// Something the interface itself says.
#[must_use]
pub fn say(language: Language, message: &Message<'_>) -> String {
    match language {
        Language::Ru => ru::messages::say(message),
        Language::En => en::messages::say(message),
    }
}

/// The Russian description of a command, of an option of all commands, or of an option of one (`run answers`);
/// the English ones stand with the options themselves.
#[must_use]
pub fn help(key: &str) -> Option<&'static str> {
    ru::help::help(key)
}

/// The Russian name of an option's value.
#[must_use]
pub fn value_name(argument: &str) -> Option<&'static str> {
    ru::help::value_name(argument)
}

/// Why the words of the command line were not understood, in Russian; clap speaks English itself.
#[must_use]
pub fn usage(error: &clap::Error) -> String {
    ru::help::usage(error)
}

/// The word before a remedy.
#[must_use]
pub fn remedy(language: Language) -> &'static str {
    match language {
        Language::Ru => "что делать",
        Language::En => "help",
    }
}

/// A period as it stands in the title of a summary: `ноябрь 2026 года`.
#[must_use]
pub fn period(language: Language, period: Period) -> String {
    match language {
        Language::Ru => ru::summaries::period(period),
        Language::En => en::summaries::period(period),
    }
}

/// Why a document cannot be put on paper.
#[must_use]
pub fn render_fault(language: Language, fault: &RenderFault) -> String {
    match language {
        Language::Ru => ru::summaries::render_fault(fault),
        Language::En => en::summaries::render_fault(fault),
    }
}

/// What stands before the number of a page, and before how many there are.
#[must_use]
pub fn page_of(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Ru => ("Страница ", " из "),
        Language::En => ("Page ", " of "),
    }
}

/// The head of a column that tells the groups of a measure apart; none for a field, which has its own words.
#[must_use]
pub fn key(language: Language, key: &Key) -> Option<&'static str> {
    match language {
        Language::Ru => ru::summaries::key(key),
        Language::En => en::summaries::key(key),
    }
}

/// The head of the column of a measure's amounts.
#[must_use]
pub fn amount(language: Language, how: How, what: &Subject) -> &'static str {
    match language {
        Language::Ru => ru::summaries::amount(how, what),
        Language::En => en::summaries::amount(how, what),
    }
}

/// A day of the week as the head of a row.
#[must_use]
pub fn weekday(language: Language, day: Weekday) -> &'static str {
    match language {
        Language::Ru => ru::summaries::weekday(day),
        Language::En => en::summaries::weekday(day),
    }
}

/// Marks the first of two equal things.
#[must_use]
pub fn first_time(language: Language) -> &'static str {
    match language {
        Language::Ru => "первый раз",
        Language::En => "the first time",
    }
}

/// What a blank of the company prints.
#[must_use]
pub fn not_stated(language: Language) -> String {
    say(language, &Message::NotStated)
}

/// Why the session did not do what was wanted. `name` turns the id of a step into the words people know.
#[must_use]
pub fn session_error(language: Language, error: &SessionError, name: &dyn Fn(&str) -> String) -> String {
    match error {
        SessionError::Refused(reason) => refusal(language, reason, name),
        SessionError::Store(error) => store_error(language, error),
        SessionError::NoProcedure { id, near } => say(language, &Message::NoProcedure(id, near.as_deref())),
        SessionError::Faulty { id, .. } => say(language, &Message::Faulty(id)),
        SessionError::NotPrinted { form, trouble } => {
            say(language, &Message::NotPrinted(form, &print_trouble(language, trouble)))
        }
        SessionError::NotAttached { path, trouble } => file_trouble(language, path, trouble),
        SessionError::NotScanned(fault) => scan_fault(language, fault),
        SessionError::NotHanded(fault) => printer_fault(language, fault),
        SessionError::Closed { id } => say(language, &Message::IsClosed(&id.to_string())),
        SessionError::StillOpen { id } => say(language, &Message::StillOpen(&id.to_string())),
        SessionError::NotWaiting { id } => say(language, &Message::Matter(Matter::NotWaiting(&id.to_string()))),
        SessionError::Elsewhere(held) => {
            let by = surname(&held.by);
            say(language, &Message::Handing(Handing::Elsewhere(&held.id.short(), &held.desk, &by, &held.at)))
        }
        SessionError::Nothing => say(language, &Message::NothingOpen),
    }
}

/// What went wrong with a file.
#[must_use]
pub fn store_error(language: Language, error: &StoreError) -> String {
    let path = error.path.to_string_lossy();
    let message = match &error.trouble {
        Trouble::Read(reason) => return say(language, &Message::ReadFailed(&path, &reason.to_string())),
        Trouble::Write(reason) => return say(language, &Message::WriteFailed(&path, &reason.to_string())),
        Trouble::Corrected => return say(language, &Message::CorrectedMeanwhile),
        Trouble::Ambiguous(ids) => return say(language, &Message::Ambiguous(&ids.join(", "))),
        Trouble::Held { by, desk } => Message::Held(by, desk),
        Trouble::Taken { by, desk } => Message::Handing(Handing::Taken(by, desk)),
        Trouble::Damaged { line } => Message::Damaged(&path, *line),
        Trouble::Definition { hash } => Message::DefinitionLost(hash),
        Trouble::Newer { found } => Message::NewerFile(&path, *found),
        Trouble::Unreadable { reason } => Message::UnreadableFile(&path, reason),
        Trouble::NoSuchCase => Message::NoSuchCase,
        Trouble::NotEmpty => Message::NotEmpty,
    };
    say(language, &message)
}

/// Why git did not commit.
#[must_use]
pub fn git(language: Language, trouble: &GitTrouble) -> String {
    let message = match trouble {
        GitTrouble::NoGit => Message::GitMissing,
        GitTrouble::NoRepository => Message::GitNoRepository,
        GitTrouble::Locked(words) => Message::GitLocked(words),
        GitTrouble::Failed(words) => Message::GitFailed(words),
    };
    say(language, &message)
}

/// A wording from its parts; without a help when that is empty.
fn wording(title: impl Into<String>, label: &str, help: impl Into<String>) -> Wording {
    let help = help.into();
    Wording { title: title.into(), label: label.to_owned(), help: (!help.is_empty()).then_some(help) }
}

/// Words in backticks with commas between them, each once.
fn ticked<W: AsRef<str>>(words: &[W]) -> String {
    let mut shown: Vec<String> = Vec::new();
    for word in words {
        let word = format!("`{}`", word.as_ref());
        if !shown.contains(&word) {
            shown.push(word);
        }
    }
    shown.join(", ")
}

/// Words with commas between them and a conjunction before the last: `a`, `a and b`, `a, b and c`.
fn listed(words: &[String], and: &str) -> String {
    match words {
        [rest @ .., before, last] if !rest.is_empty() => format!("{}, {before}{and}{last}", rest.join(", ")),
        _ => words.join(and),
    }
}

/// The spans of the week by their hours, in the order of the first day of each.
fn same_hours(hours: &Hours) -> Vec<(Interval, Vec<(Weekday, Weekday)>)> {
    let mut groups: Vec<(Interval, Vec<(Weekday, Weekday)>)> = Vec::new();
    for (first, last, interval) in hours.spans() {
        match groups.iter_mut().find(|(same, _)| *same == interval) {
            Some((_, spans)) => spans.push((first, last)),
            None => groups.push((interval, vec![(first, last)])),
        }
    }
    groups
}

/// Somebody else's words on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Somebody else's words as a sentence: with a full stop unless they have an end of their own.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// A name near to a word that cannot be one: its letters and digits with `_` between them.
fn as_name(word: &str) -> Option<String> {
    let start = word.trim_start_matches(|c: char| !c.is_alphabetic());
    let parts: Vec<&str> = start.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let name = parts.join("_");
    crate::model::names::is_name(&name).then_some(name)
}

#[cfg(test)]
mod tests;
