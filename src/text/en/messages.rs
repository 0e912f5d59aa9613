//! What the interface itself says.

use super::{of_format, plural};
use crate::model::event::{CUT, Came, DONE, JOINED, Way};
use crate::model::types::moment;
use crate::text::{Message, sentence};

/// One message.
pub(crate) fn say(message: &Message<'_>) -> String {
    match *message {
        Message::Matter(ref matter) => super::matters::say(matter),
        Message::Outbox(ref outbox) => super::outbox::say(outbox),
        Message::Handing(ref handing) => super::handing::say(handing),
        Message::Style(words) => super::style::words(words),
        Message::OpenCases => "Open cases".to_owned(),
        Message::ClosedCases => "Closed cases (all of one: pult show and its number)".to_owned(),
        Message::OtherProcedures => "Other".to_owned(),
        Message::ChooseProcedure => "A number, or a word to search for; 0 leaves, ? helps".to_owned(),
        Message::NothingFound => "Nothing found. Try another word or a number from the list.".to_owned(),
        Message::NoProcedures => "There is no procedure in this folder yet. They are written in `procedures/*.yaml`.".to_owned(),
        Message::NotInList => "That is not on offer here. Type a number from the list, or just press Enter where it is offered.".to_owned(),
        Message::NumberUpTo(most) => format!("A number from 1 to {most} is needed."),
        Message::DeskHelp => "A number begins a procedure or opens a case; a word searches; Enter shows the whole list again.\n. – contacts, cards, another dispatcher; 0 – leave.\nIn a case: Enter takes what is offered; . – menu (pass, all steps, put aside, close); .. – back; ? – the card of the step.".to_owned(),
        Message::Keys => "(. for the menu, .. goes back)".to_owned(),
        Message::AllDone => "Everything is done.".to_owned(),
        Message::EnterSaid => "Enter when said".to_owned(),
        Message::EnterDone => "Enter when done".to_owned(),
        Message::EnterPrint => "Enter makes it ready to print".to_owned(),
        Message::EnterPaper => "Enter: the paper is at hand, 1: print it, 2: make it ready once more".to_owned(),
        Message::EnterRun => "Enter opens it".to_owned(),
        Message::EnterWaited => "Enter when it has come; to put the case aside: . and 7".to_owned(),
        Message::EnterCloseOrStay(below) => format!("Enter: close the case; 1: close it and stay in “{below}”"),
        Message::CloseFirst => "This case is not closed yet: Enter first.".to_owned(),
        Message::EnterClose => "Enter closes the case".to_owned(),
        Message::EnterSkip => "Enter to skip".to_owned(),
        Message::More(title, 0) => format!("{title}: none yet. Add one?"),
        Message::More(title, count) => format!("{title}: {count} so far. Another one?"),
        Message::EnterEnough => "1 – yes, Enter – that is all".to_owned(),
        Message::EnterNone => "1 – yes, Enter – none".to_owned(),
        Message::EnterFull => "There can be no more. Enter goes on".to_owned(),
        Message::EnterMore => "1 – add one, Enter keeps them".to_owned(),
        Message::Item(title, "") => (*title).to_owned(),
        Message::Item(title, label) => format!("{title}: {label}"),
        Message::ItemGo(title) => format!("Go to {title}"),
        Message::ItemDrop(title) => format!("Take {title} out"),
        Message::MoreChoices(rest) => format!("      … and {rest} more. Type a part of the name."),
        Message::NothingOffered => "There is nothing to choose from: the list is empty. Tell the director.".to_owned(),
        Message::SeveralNumbers => "Several numbers may be given, with commas.".to_owned(),
        Message::Yes => "Yes".to_owned(),
        Message::No => "No".to_owned(),
        Message::AcceptDoubt => "Enter keeps it, or type it again".to_owned(),
        Message::StaleAgain => "Do it again".to_owned(),
        Message::StaleLeave => "Leave it as it is".to_owned(),
        Message::Reason => "Reason:".to_owned(),
        Message::Menu => "Menu".to_owned(),
        Message::MenuSkip => "Skip this step".to_owned(),
        Message::MenuSteps => "All steps: look, go to one, change an answer".to_owned(),
        Message::MenuContacts => "Contacts".to_owned(),
        Message::MenuCards => "Cards".to_owned(),
        Message::MenuNote => "Write a note".to_owned(),
        Message::MenuEarlier => "It happened earlier: give the time".to_owned(),
        Message::MenuPark => "Put the case aside".to_owned(),
        Message::MenuClose => "Close the case early".to_owned(),
        Message::MenuBack => "Back".to_owned(),
        Message::Choose => "Number (Enter goes back):".to_owned(),
        Message::NoteText => "Note:".to_owned(),
        Message::EarlierWhen => "When was it? For example 10:05 or 21.11.2026 18:30:".to_owned(),
        Message::EarlierWrong => "There is no such time in the past. Example: 10:05.".to_owned(),
        Message::ParkText => "Anything for whoever takes it up? (Enter for nothing)".to_owned(),
        Message::CloseReason => "Why is the case closed early?".to_owned(),
        Message::CloseReasonOrHungUp => "Why? Enter – they have hung up".to_owned(),
        Message::HungUp => "They have hung up".to_owned(),
        Message::NoCards => "There are no cards yet.".to_owned(),
        Message::NoContacts => "There are no contacts yet.".to_owned(),
        Message::NoBack => "There is nothing before this step.".to_owned(),
        Message::StandingOpen => "in work".to_owned(),
        Message::StandingParked => "put aside".to_owned(),
        Message::StandingWaiting => "waiting".to_owned(),
        Message::StateDone => "[x]".to_owned(),
        Message::StateSkipped => "[-]".to_owned(),
        Message::StateOpen => "[ ]".to_owned(),
        Message::StateStale => "[!]".to_owned(),
        Message::StateMaybe => "[?]".to_owned(),
        Message::StateBlocked => "[.]".to_owned(),
        Message::NotStated => "not stated".to_owned(),
        Message::WhoIsThere => "Who is at the desk?".to_owned(),
        Message::SurnameAndName => "A surname and a name are needed, for example: Примерова Анна.".to_owned(),
        Message::YourName => "Who is at the desk? Surname and name:".to_owned(),
        Message::WhichDesk => "Which desk is this?".to_owned(),
        Message::NoWorkspace => "There is no workspace here or above: no `pult.yaml` was found.\nGo to your workspace, or make a new one: pult init FOLDER".to_owned(),
        Message::NotEmpty => "The folder is not empty. Name a new or an empty one: pult init FOLDER".to_owned(),
        Message::NoSuchCase => "There is no such case. `pult list --all` shows all of them.".to_owned(),
        Message::GitMissing => "git is not installed on this machine: the cases are written, but not in the history.".to_owned(),
        Message::GitNoRepository => "The workspace is not under git: the cases are written, but not in the history. Begin one with `git init`, or set `git: off` in pult.yaml.".to_owned(),
        Message::NoScenarios => "There are no scenarios. They are written in `procedures/scenarios/*.yaml`.".to_owned(),
        Message::NothingOpen => "At this move all cases are closed already.".to_owned(),
        Message::BadMoment => "The time cannot be read. Example: \"11:05\" or 27.11.2026 11:05.".to_owned(),
        Message::NoCases => "There are no cases.".to_owned(),
        Message::ShowOpened => "Opened".to_owned(),
        Message::ShowClosed => "Closed".to_owned(),
        Message::ShowOutcome => "Outcome".to_owned(),
        Message::ShowBy => "Worked on by".to_owned(),
        Message::ShowParent => "Run from case".to_owned(),
        Message::ShowNotes => "Notes".to_owned(),
        Message::AnswersNeedProcedure => "The answers file does not say which procedure to run: add a line `procedure: …`.".to_owned(),
        Message::Never(text) => format!("! {text}"),
        Message::Say(text) => format!("Say: “{text}”"),
        Message::Note(text) => format!("* {text}"),
        Message::Hint(text) => format!("({text})"),
        Message::Do(text) => format!("Do: {text}"),
        Message::Run(title) => format!("Next: {title}"),
        Message::Broken(step, why) => {
            format!("! The procedure has a fault, tell the director: {step} cannot be worked out ({why}).")
        }
        Message::PrivateDamaged(id, path) => {
            format!("! The private answers of case {id} cannot be read ({path}). Type them in anew where they are needed.")
        }
        Message::EmptyPlaces(count) => {
            format!("! Empty places in the document: {count}. Write them by hand, or tell the director.")
        }
        Message::PaperVoid(what) => format!("! The earlier paper ({what}) does not count any more: take it back and cross it out."),
        Message::Print(title) => format!("To print: {title}"),
        Message::PaperChanged(title) => format!("The data have changed, the document has to be made anew: {title}"),
        Message::PaperReady(file, copies, number) => {
            let number = number.map(|number| format!("No. {number}, ")).unwrap_or_default();
            let plural = if copies == 1 { "copy" } else { "copies" };
            format!("The document is ready: {number}{copies} {plural}. Open and print it: records/{file}")
        }
        Message::StalePaper(title, what, at) => {
            format!("What was printed already has changed: {title} ({what}, {at}).")
        }
        Message::NotPrinted(title, why) => format!("Not printed: {} {why}", sentence(title)),
        Message::StampedBlank(title) => format!("{title} (empty, with the place of the stamp)"),
        Message::EmptyBlank(title) => format!("{title} (empty, without the stamp)"),
        Message::Written(path) => format!("Written: {path}"),
        Message::Tell => "Tell:".to_owned(),
        Message::CallBack => "Call back:".to_owned(),
        Message::ReadOut(text) => format!("Read out: “{text}”"),
        Message::Attempt(how, came) => attempt(how, came).to_owned(),
        Message::TurnHasCome => "now".to_owned(),
        Message::WhomTold("") => "Whom do you tell? Number (. – menu, .. – back):".to_owned(),
        Message::WhomTold(next) => format!("Whom do you tell? Enter: {next}, or a number (. – menu, .. – back)"),
        Message::WhomNext(next) => format!("Whom else? Enter: now {next}, or a number; 0 – go on for now"),
        Message::WhomNextOrAside(next) => {
            format!("Whom else? Enter: now {next}, or a number; 0 – put the case aside until somebody answers")
        }
        Message::WhomAnew(next) => format!("Tell them anew: Enter: {next}, or a number; 0 – tell nobody"),
        Message::ToldAnew => "The answers have changed".to_owned(),
        Message::HowWent => "How did it go? Number:".to_owned(),
        Message::WhomElseOrAside => "Whom else? Number, or Enter: put the case aside until somebody answers".to_owned(),
        Message::WhomElse => "Whom else? Number, or Enter – go on for now".to_owned(),
        Message::ToldAlready => "Enter – leave it so, 1 – tell somebody else, too, 2 – take it back".to_owned(),
        Message::Pinned(text) => format!("! Not told yet: {text}. To go back: . and 2"),
        Message::PinnedStale(text) => format!("! What was told has changed since: {text}. To go back: . and 2"),
        Message::StaleTold(who, at) => format!("Answers have changed that were told already: {who}, {at}."),
        Message::AnsweredNumber => "The number from the answer".to_owned(),
        Message::Attach(text) => format!("Files: {text}"),
        Message::AttachedFile(name, size) => format!("{name} ({})", file_size(size)),
        Message::EnterPath(missing, may_go) => {
            let missing = super::scanning::lacking(missing);
            let go = if may_go { "; Enter – go on" } else { "" };
            format!("{missing}Path of the file, or of several; it may be dropped here{go}")
        }
        Message::Reading(reading) => super::reading::say(&reading),
        Message::Printing(printing) => super::printing::say(&printing),
        Message::Scanning(scanning) => super::scanning::say(&scanning),
        Message::OnSheet(words) => super::sheet::say(&words),
        Message::Checklist(words) => super::checklist::say(&words),
        Message::EnterFiles => "Enter – leave it so, 1 – remove all and attach anew".to_owned(),
        Message::Mail(to, subject) => format!("Mail to {} Subject: {subject}", sentence(to)),
        Message::EnterMail => "Enter – write it and put it among those to send".to_owned(),
        Message::Queued(file) => format!("The letter is written and waits to be sent: records/{file}"),
        Message::NotMailed(why) => format!("The letter was not written. {why}\nTo put the case aside: . and 7"),
        Message::StaleMail(subject, at) => format!("Answers have changed that were written already: {subject} ({at})."),
        Message::NumbersHidden => "Numbers are hidden here: others may see the screen.".to_owned(),
        Message::Wait(text) => format!("Waiting: {text}"),
        Message::Stop(label) => format!("Outcome: {label}"),
        Message::EnterTake(text) => format!("Suggested:\n{text}\nEnter takes it, or type your own"),
        Message::EnterKeep("") => "Enter keeps it".to_owned(),
        Message::EnterKeep(text) => format!("Now: {text}\nEnter keeps it, or type another"),
        Message::Example(text) => format!("(for example: {text})"),
        Message::CardAtHand(title) => format!("(card: {title}; ? shows it)"),
        Message::Stale(title, case, at) => format!("Answers have changed that this was done with: {title} (case {case}, {at})."),
        Message::ConfirmedAt(at) => format!("Done at {at}. Enter goes on, 1 takes it back"),
        Message::EarlierSet(at) => format!("The next answer will be kept as of {at}."),
        Message::Opened(id, title) => format!("Case {id} opened: {title}"),
        Message::Resumed(id, title) => format!("Going on with case {id}: {title}"),
        Message::Parked(id) => format!("The case is put aside. To go on: choose it in the list (or pult resume {id})"),
        Message::Closed(id, outcome, path) => format!("Case {id} closed: {} Written: {path}", sentence(outcome)),
        Message::NotInFile(words, step) if words == step => {
            format!("The file of answers lacks the step `{step}`: the case does not go on without it.")
        }
        Message::NotInFile(words, step) => {
            format!("The file of answers lacks the step “{words}” (`{step}`): the case does not go on without it.")
        }
        Message::StaysOpen(id) => format!("The case stays open, its answers are kept. To go on: pult resume {id}"),
        Message::Torn(id, path) => format!("The last line of case {id} was cut off before it reached the disk. What there is of it is kept: {path}"),
        Message::CannotRead(reason) => format!("cannot be read: {reason}"),
        Message::EmptyReference => "No closed case has anything for this card yet.".to_owned(),
        Message::Demonstration(folder, count) => format!("The workspace for demonstrations is ready: {folder}\n{count} cases, and the people, telephones and prices in it, are invented. Look around: `pult list --all`, `pult build`."),
        Message::Initialised(folder) => format!("The workspace is ready: {folder}\nFill in the name, contacts and dispatchers in pult.yaml; `pult check` shows what is still empty.\nFor closed cases to be kept in a history, type `git init` in that folder."),
        Message::ReadFailed(path, reason) => format!("{path} could not be read: {reason}"),
        Message::WriteFailed(path, reason) => format!("{path} could not be written: {reason}\nThis step is not kept; everything before it is. Mend the cause and try again."),
        Message::Held("", _) => "Another program is on this case. Close it, or wait.".to_owned(),
        Message::Held(by, desk) => format!("{by} is on this case (desk {desk}). Wait, or talk to each other."),
        Message::Damaged(path, line) => format!("{path} is damaged: line {line} is not what was written. The other cases work. Restore the file from a copy or from git."),
        Message::DefinitionLost(hash) => format!("The procedure's text that the case ran under is gone or changed: records/definitions/{hash}.yaml. Restore it from a copy or from git."),
        Message::NewerFile(path, format) => format!("{path} was written by a newer program{}. Update pult.", of_format(format)),
        Message::UnreadableFile(path, reason) => format!("{path} cannot be understood: {reason}"),
        Message::CorrectedMeanwhile => "Somebody else has put the case right meanwhile. Yours is not written: look at the case (pult show) and, if need be, do it again.".to_owned(),
        Message::Ambiguous(ids) => format!("Several cases fit: {ids}. Type the whole number."),
        Message::IsClosed(id) => format!("Case {id} is closed already. To look at it: pult show {id}"),
        Message::NoProcedure(id, Some(near)) => format!("There is no procedure `{id}`. Did you mean `{near}`?"),
        Message::NoProcedure(id, None) => format!("There is no procedure `{id}`. `pult` lists them."),
        Message::Faulty(id) => format!("Procedure `{id}` cannot be run while it, or what it reads, has errors (pult check shows all of them):"),
        Message::GitLocked(words) => format!("git is busy; the cases are written and will be committed later. If no git is running, remove the lock it has left: {words}"),
        Message::GitFailed(words) => format!("git did not commit: {} The cases themselves are written and go in with the next one.", sentence(words)),
        Message::Checked(errors, warnings, notes) => {
            let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
            let errors = plural(count(errors), "error", "errors");
            let warnings = plural(count(warnings), "warning", "warnings");
            format!("Found: {errors}, {warnings}, {}.", plural(count(notes), "note", "notes"))
        }
        Message::CheckedClean(files) => format!("Checked: {}. All is well.", plural(u64::try_from(files).unwrap_or(u64::MAX), "file", "files")),
        Message::TestPassed(title) => format!("+ {title}"),
        Message::TestFailed(title) => format!("– {title}"),
        Message::NoScenarioDoes => "No scenario does this:".to_owned(),
        Message::Tested(passed, failed) => {
            let passed = plural(u64::try_from(passed).unwrap_or(u64::MAX), "scenario passed", "scenarios passed");
            if failed == 0 { format!("{passed}.") } else { format!("{passed}, {failed} failed.") }
        }
        Message::NotRefused(Some(because)) => format!("a refusal because of step `{because}` was expected here"),
        Message::NotRefused(None) => "a refusal was expected here, but it was accepted".to_owned(),
        Message::NoDoubt(field) => format!("a doubt about `{field}` was expected, but there is none"),
        Message::BadNow(text) => format!("The time `{text}` cannot be read. Example: 2026-11-22T10:15"),
        Message::NoDispatcher(id) => format!("There is no dispatcher `{id}` in pult.yaml. Add them under `dispatchers`, or choose another."),
        Message::LeftWord(by, text) => format!("Left for you ({by}): {text}"),
        Message::ChildOpen(title, id) => format!("! {title}: case {id} is put aside and not finished."),
        Message::Replaced(id) => format!("replaced by case {id}"),
        Message::ShowReplaces => "In the place of case".to_owned(),
        Message::ParkAll => "Put everything aside".to_owned(),
        Message::ParkThis(this, below) => format!("Put only “{this}” aside and go back to “{below}”"),
        Message::CutAll(titles) => {
            let titles: Vec<String> = titles.iter().map(|title| format!("“{title}”")).collect();
            format!("Close everything, they have hung up: {}", titles.join(", "))
        }
        Message::CutThis(this, below) => format!("Close only “{this}” and go back to “{below}”"),
        Message::AnswerNeeded => "An answer is needed. To skip it with a reason: . and 1".to_owned(),
        Message::AnswerNeededHere => "An answer is needed, and this question cannot be skipped.".to_owned(),
        Message::ChooseNumber => "Number:".to_owned(),
        Message::Barred(barred) => {
            let titles = barred.procedures.iter().map(|title| format!("“{title}”")).collect::<Vec<_>>().join(", ");
            let files = barred.files.join(", ");
            let stopped = match barred.procedures.is_empty() {
                true => String::new(),
                false if barred.all => " No procedure can be run.".to_owned(),
                false => format!(" These cannot be run: {titles}."),
            };
            format!("! There are errors in {files}.{stopped} Tell the director: pult check shows them.")
        }
        Message::AtTheDesk(name) => format!("At the desk: {name}"),
        Message::MenuSeat => "Somebody else sits down".to_owned(),
        Message::OutcomeCut => "early".to_owned(),
        Message::OutcomeDone => "done".to_owned(),
        Message::NoOpenCases => "There are no open cases. With the closed ones: pult list --all".to_owned(),
        Message::NoSuchScenario => "No scenario has these words.".to_owned(),
        Message::StaleReason => "Why? (it goes into the case)".to_owned(),
        Message::NoBackBelow(below) => format!("There is nothing before this in this case. To change an answer in “{below}”: . and 7, put only this case aside."),
        Message::NotesCounted => "Still to be filled in or taken care of:".to_owned(),
        Message::Outcome(CUT) => "Closed early".to_owned(),
        Message::Outcome(JOINED) => "Joined to another case".to_owned(),
        Message::Outcome(DONE) => "Done".to_owned(),
        Message::Outcome(code) => code.to_owned(),
        Message::AsOf(at) => format!("As of {}.", moment(at)),
        Message::NotRead(words) => format!("Not read and not counted: {words}"),
        Message::NotOnPaper(path, why) => format!("{path} cannot be put on paper: {why}"),
        Message::Wrote(path) => format!("Written: {path}"),
        Message::TookAway(path) => format!("Taken away: {path}"),
        Message::NothingToBuild => "Nothing has changed.".to_owned(),
        Message::NoSummaries => "There are no summaries yet. They are written in `forms/summaries/*.md`.".to_owned(),
        Message::Watching => "Watching for changes. To end: Ctrl-C.".to_owned(),
        Message::NotWatched(path, reason) => format!("The folder {path} cannot be watched: {reason}"),
        Message::SeenOpened(id, titles) => format!("+ {id} opened{}", pages(titles)),
        Message::SeenClosed(id, titles) => format!("+ {id} closed{}", pages(titles)),
        Message::SeenUpdated(titles) => format!("Updated: {}", titles.join(", ")),
        Message::SeenMended(path) => format!("{path}: mended"),
        Message::RecordsSound(count) => format!("Records checked: {count}, everything fits."),
        Message::ExplainHint(code) => format!("More about a fault: pult check --explain {code}"),
        Message::ManualPage(code) => format!("{code}: what it looks like and how to mend it"),
        Message::ManualOfRecords(code) => format!("{code}: a file under records is not what the program has written, or does not fit the others. Only pult writes these files; earlier ones are in git and in copies. Which file it is stands behind the arrow `-->` in pult check."),
        Message::NoSuchCode(code, near) => format!("There is no code `{code}`.{}", near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default()),
        Message::CorrectWhat => "Which answer is to be put right? Number (Enter – done):".to_owned(),
        Message::CorrectValue => "The right answer (Enter – leave it):".to_owned(),
        Message::ShowPutRight(question, now, None) => format!("  {question}: {now}"),
        Message::ShowPutRight(question, now, Some(before)) => format!("  {question}: {now} (it was: {before})"),
        Message::CorrectWhy => "Why? (it stays in the case; 0 – change nothing)".to_owned(),
        Message::Corrected(id, path) => format!("Case {id} is corrected: {path}. The record itself stays as it is."),
        Message::NothingCorrected => "Nothing was changed.".to_owned(),
        Message::StillOpen(id) => format!("Case {id} is still open: go on with it by pult resume {id}"),
        Message::OnlyAnswers => "Only answers (`answer`) may stand here, each with its `reason`".to_owned(),
        Message::ForgetWarning(id, title) => format!("Case {id}, {}\nIts private answers and the documents that show them (records/private/{id}) will be deleted for good. They cannot be brought back. The rest of the case stays.", sentence(title)),
        Message::ForgetConfirm(id) => format!("To delete, type the id of the case: {id}"),
        Message::NothingKept(id) => format!("Nothing private of case {id} is kept on this machine."),
        Message::Forgotten(id) => format!("What was private in case {id} is deleted. If there are other copies of the folder, delete it there, too."),
        Message::ShowCorrected(at, by, why) => format!("Corrected {at} ({by}): {why}"),
        Message::ShowForgotten(at, by, why) => format!("What was private was deleted {at} ({by}): {why}"),
    }
}

fn attempt(how: Way, came: Came) -> &'static str {
    match (how, came) {
        (Way::Call, Came::Reached) => "reached by telephone",
        (Way::InPerson, Came::Reached) => "told in person",
        (Way::Message, Came::Reached) => "answered the message",
        (Way::Mail, Came::Reached) => "answered the letter",
        (Way::Call, Came::NoAnswer) => "no answer",
        (Way::InPerson, Came::NoAnswer | Came::Busy) => "not there",
        (Way::Message | Way::Mail, Came::NoAnswer | Came::Busy) => "did not answer",
        (Way::Call, Came::Busy) => "busy",
        (Way::Call | Way::InPerson, Came::LeftWord) => "left word with somebody",
        (Way::Message, Came::LeftWord) => "message sent, no answer yet",
        (Way::Mail, Came::LeftWord) => "letter sent, no answer yet",
    }
}

fn file_size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes.div_ceil(1 << 10)) } else { format!("{} MB", bytes.div_ceil(1 << 20)) }
}

/// The pages that show it, behind what is said of a case.
fn pages(titles: &[String]) -> String {
    if titles.is_empty() { String::new() } else { format!("; updated: {}", titles.join(", ")) }
}
