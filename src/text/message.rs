//! Everything the interface itself says.

use super::{Checklist, Handing, Matter, Missing, OnSheet, Outbox, Printing, Reading, Scanning, StyleWords};
use crate::model::event::{Came, Moment, Way};
use crate::session::Barred;

/// One thing the interface says.
#[derive(Debug, Clone, Copy)]
pub enum Message<'a> {
    /// Something of due times, waits and other cases.
    Matter(Matter<'a>),
    /// Something of desks, of changed procedures, and of half-typed text.
    Handing(Handing<'a>),
    /// Something of letters that are to be sent.
    Outbox(Outbox<'a>),
    /// What cannot be run for errors in the director's files.
    Barred(&'a Barred),
    /// Title of the list of open cases.
    OpenCases,
    /// What closed cases a search has found.
    ClosedCases,
    /// Title of procedures without a section.
    OtherProcedures,
    /// The prompt under the list of procedures.
    ChooseProcedure,
    /// One word, where a surname and a name are wanted.
    SurnameAndName,
    /// Nothing fits the words typed.
    NothingFound,
    /// There is no procedure in the workspace.
    NoProcedures,
    /// A number that is not in the list.
    NotInList,
    /// Something that is not one of so many numbers.
    NumberUpTo(usize),
    /// The keys of a question: menu and back.
    Keys,
    /// What the keys do in the list of procedures.
    DeskHelp,
    /// What is never to be done.
    Never(&'a str),
    /// Words to say aloud.
    Say(&'a str),
    /// A remark.
    Note(&'a str),
    /// Advice.
    Hint(&'a str),
    /// An action.
    Do(&'a str),
    /// A procedure to open on top.
    Run(&'a str),
    /// A document to put on paper: its title.
    Print(&'a str),
    /// The same, and answers have changed since it was made last.
    PaperChanged(&'a str),
    /// A document lies ready: file, copies, number.
    PaperReady(&'a str, u32, Option<&'a str>),
    /// A document that was printed shows answers that have changed since: title, number or file, when.
    StalePaper(&'a str, &'a str, &'a str),
    /// A document could not be made: the form's title and why.
    NotPrinted(&'a str, &'a str),
    /// An empty form with the place of the stamp.
    StampedBlank(&'a str),
    /// An empty form without it.
    EmptyBlank(&'a str),
    /// A step whose expression fails for these answers: its name and why.
    Broken(&'a str, &'a str),
    /// An empty line where an answer is needed that cannot be passed.
    AnswerNeededHere,
    /// The private answers of a case cannot be read: its number and their file.
    PrivateDamaged(&'a str, &'a str),
    /// How many places of a filled document are empty.
    EmptyPlaces(usize),
    /// A document does not count any more: its number or file.
    PaperVoid(&'a str),
    /// A file was written.
    Written(&'a str),
    /// Enter makes the document.
    EnterPrint,
    /// Enter confirms the paper.
    EnterPaper,
    /// Somebody is to be told.
    Tell,
    /// The same of somebody who waits for a call.
    CallBack,
    /// The words to read out.
    ReadOut(&'a str),
    /// An attempt to tell somebody.
    Attempt(Way, Came),
    /// One whose turn has come because those before were not reached.
    TurnHasCome,
    /// Who is told?
    WhomTold(&'a str),
    /// How did it go?
    HowWent,
    /// The same, and one may go on: somebody was tried.
    WhomElse,
    /// The same while somebody was not tried yet, who comes next: their title.
    WhomNext(&'a str),
    /// The same where nothing else is open.
    WhomNextOrAside(&'a str),
    /// Who is told anew: the title of whoever knows.
    WhomAnew(&'a str),
    /// Why somebody is told anew.
    ToldAnew,
    /// The same where nothing else is left to do.
    WhomElseOrAside,
    /// Somebody knows: Enter goes on.
    ToldAlready,
    /// Somebody was tried and not reached; the words of the step.
    Pinned(&'a str),
    /// What somebody was told has changed since: who, and when.
    PinnedStale(&'a str),
    /// Somebody has to be told anew: who had been told, when.
    StaleTold(&'a str, &'a str),
    /// The number that an answer has.
    AnsweredNumber,
    /// Files are wanted: what for.
    Attach(&'a str),
    /// A file that is attached: name and size in bytes.
    AttachedFile(&'a str, u64),
    /// A path is to be typed: how many files are missing still, and whether one may go on without.
    EnterPath(Missing, bool),
    /// What is said of the handbook.
    Reading(Reading<'a>),
    /// What is said while pages are scanned.
    Scanning(Scanning<'a>),
    /// What is said while documents go to the printer.
    Printing(Printing<'a>),
    /// What stands on the sheet of a case.
    OnSheet(OnSheet<'a>),
    /// A paper checklist, or the handbook.
    Checklist(Checklist<'a>),
    /// Files are attached; Enter goes on, 1 takes them off.
    EnterFiles,
    /// A letter: to whom, its subject.
    Mail(&'a str, &'a str),
    /// Enter writes it.
    EnterMail,
    /// A letter lies among those to send: its file.
    Queued(&'a str),
    /// A letter was not written: why.
    NotMailed(&'a str),
    /// A letter that was written says what has been changed since: its subject, when.
    StaleMail(&'a str, &'a str),
    /// Numbers of contacts stay off the screen.
    NumbersHidden,
    /// Something is waited for.
    Wait(&'a str),
    /// The outcome that comes.
    Stop(&'a str),
    /// Every required step is settled.
    AllDone,
    /// Enter confirms what was said.
    EnterSaid,
    /// Enter confirms an action.
    EnterDone,
    /// Enter opens the procedure.
    EnterRun,
    /// Enter ends a wait.
    EnterWaited,
    /// Enter closes the case.
    EnterClose,
    /// Something else was typed there.
    CloseFirst,
    /// The same in a case that another one runs: the title of that.
    EnterCloseOrStay(&'a str),
    /// Enter takes what is pre-typed.
    EnterTake(&'a str),
    /// Enter passes an optional step.
    EnterSkip,
    /// How many items a repeat has, and whether there are more: its title and their number.
    More(&'a str, usize),
    /// What `1` and Enter mean there.
    EnterEnough,
    /// The same where no item was added.
    EnterNone,
    /// The same where there can be no more.
    EnterFull,
    /// The same where all items are there already: `1` adds one.
    EnterMore,
    /// An item, and its label.
    Item(&'a str, &'a str),
    /// To an item.
    ItemGo(&'a str),
    /// An item out of its repeat.
    ItemDrop(&'a str),
    /// Enter keeps the earlier answer.
    EnterKeep(&'a str),
    /// An answer that would do.
    Example(&'a str),
    /// Several numbers may be typed.
    SeveralNumbers,
    /// How many choices are not shown.
    MoreChoices(usize),
    /// There is nothing to choose from now.
    NothingOffered,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Enter keeps the doubtful answer.
    AcceptDoubt,
    /// An answer and its style.
    Style(StyleWords),
    /// A card that belongs to the step.
    CardAtHand(&'a str),
    /// An effect has become stale: what it was, its case, when.
    Stale(&'a str, &'a str, &'a str),
    /// Do it again.
    StaleAgain,
    /// Leave it as it is.
    StaleLeave,
    /// A confirmed step: Enter goes on, 1 takes it back.
    ConfirmedAt(&'a str),
    /// A reason is asked for.
    Reason,
    /// Title of the menu.
    Menu,
    /// Menu: pass the step.
    MenuSkip,
    /// Menu: all steps, to look, to go to, to change.
    MenuSteps,
    /// Menu: contacts.
    MenuContacts,
    /// Menu: cards.
    MenuCards,
    /// Menu: a remark.
    MenuNote,
    /// Menu: it happened earlier.
    MenuEarlier,
    /// Menu: put the case aside.
    MenuPark,
    /// Menu: end the case early.
    MenuClose,
    /// Back to where one was.
    MenuBack,
    /// The prompt of a menu.
    Choose,
    /// The prompt for a remark.
    NoteText,
    /// The prompt for an earlier moment.
    EarlierWhen,
    /// The earlier moment was taken.
    EarlierSet(&'a str),
    /// A moment that cannot be read.
    EarlierWrong,
    /// The prompt when a case is put aside.
    ParkText,
    /// The prompt for ending early.
    CloseReason,
    /// The same where Enter says that they have hung up.
    CloseReasonOrHungUp,
    /// That they have hung up, as a reason.
    HungUp,
    /// There are no cards.
    NoCards,
    /// There are no contacts.
    NoContacts,
    /// There is nothing before this step.
    NoBack,
    /// A case was opened: number and title.
    Opened(&'a str, &'a str),
    /// A case was taken up again: number and title.
    Resumed(&'a str, &'a str),
    /// A case was put aside: number.
    Parked(&'a str),
    /// A case was closed: number, outcome, record.
    Closed(&'a str, &'a str, &'a str),
    /// A case stays open: number.
    StaysOpen(&'a str),
    /// A file of answers does not do a step that has to be done: its words and its name.
    NotInFile(&'a str, &'a str),
    /// An unfinished line was moved aside: number and file.
    Torn(&'a str, &'a str),
    /// Where a case stands: being worked on.
    StandingOpen,
    /// Where a case stands: put aside.
    StandingParked,
    /// Where a case stands: waiting.
    StandingWaiting,
    /// What keeps a case from being read.
    CannotRead(&'a str),
    /// State of a step: done.
    StateDone,
    /// State of a step: passed.
    StateSkipped,
    /// State of a step: open.
    StateOpen,
    /// State of a step: stale.
    StateStale,
    /// State of a step: perhaps.
    StateMaybe,
    /// State of a step: waits for another.
    StateBlocked,
    /// What is not known.
    NotStated,
    /// Who is at the desk?
    WhoIsThere,
    /// The prompt for a name where `dispatchers` is empty.
    YourName,
    /// Which desk is this?
    WhichDesk,
    /// There is no workspace here: how to make one.
    NoWorkspace,
    /// A workspace was made in a folder.
    Initialised(&'a str),
    /// No closed case has anything for a card yet.
    EmptyReference,
    /// A workspace for demonstrations was made: the folder, and how many cases were invented.
    Demonstration(&'a str, u32),
    /// The folder is not empty.
    NotEmpty,
    /// A file could not be read: path and reason.
    ReadFailed(&'a str, &'a str),
    /// A file could not be written: path and reason. Nothing has been acknowledged.
    WriteFailed(&'a str, &'a str),
    /// Somebody else is on the case: who and where.
    Held(&'a str, &'a str),
    /// A journal or record is damaged: path and line.
    Damaged(&'a str, usize),
    /// A definition is missing or changed: hash.
    DefinitionLost(&'a str),
    /// A file is of a newer program: path and format.
    NewerFile(&'a str, Option<u32>),
    /// A file of the program's own cannot be read back: path and reason.
    UnreadableFile(&'a str, &'a str),
    /// No case has this id.
    NoSuchCase,
    /// Several cases fit.
    Ambiguous(&'a str),
    /// Two have put one case right at the same time.
    CorrectedMeanwhile,
    /// The case is closed: number.
    IsClosed(&'a str),
    /// No such procedure, and one that may have been meant.
    NoProcedure(&'a str, Option<&'a str>),
    /// A procedure has faults and is not run.
    Faulty(&'a str),
    /// git is not there.
    GitMissing,
    /// The workspace lies in no repository.
    GitNoRepository,
    /// git is locked.
    GitLocked(&'a str),
    /// git said something else.
    GitFailed(&'a str),
    /// Faults and warnings counted.
    Checked(usize, usize, usize),
    /// Nothing was found.
    CheckedClean(usize),
    /// A scenario passed.
    TestPassed(&'a str),
    /// A scenario failed.
    TestFailed(&'a str),
    /// Scenarios passed and failed.
    Tested(usize, usize),
    /// Title of what no scenario does.
    NoScenarioDoes,
    /// There are no scenarios.
    NoScenarios,
    /// A move that should have been refused was not.
    NotRefused(Option<&'a str>),
    /// A doubt that did not come.
    NoDoubt(&'a str),
    /// A move without an open case.
    NothingOpen,
    /// A moment of a move that cannot be read.
    BadMoment,
    /// Columns of the list: no cases.
    NoCases,
    /// A value of a case: opened.
    ShowOpened,
    /// A value of a case: closed.
    ShowClosed,
    /// A value of a case: outcome.
    ShowOutcome,
    /// A value of a case: who worked on it.
    ShowBy,
    /// A value of a case: run from.
    ShowParent,
    /// A value of a case: remarks.
    ShowNotes,
    /// A moment on the command line that cannot be read.
    BadNow(&'a str),
    /// A dispatcher that `pult.yaml` does not have.
    NoDispatcher(&'a str),
    /// The answers file names no procedure and no case is resumed.
    AnswersNeedProcedure,
    /// What was left for whoever takes a case up: by whom, and the words.
    LeftWord(&'a str, &'a str),
    /// A case run from here is not finished: title and id.
    ChildOpen(&'a str, &'a str),
    /// Behind a case in a list: the one that was run again in its place.
    Replaced(&'a str),
    /// A value of a case: the one it replaces.
    ShowReplaces,
    /// Put everything aside.
    ParkAll,
    /// Put only the case on top aside and go back to the one below: titles.
    ParkThis(&'a str, &'a str),
    /// End every case early, the talk is over: their titles.
    CutAll(&'a [String]),
    /// End only the case on top early and go back to the one below: titles.
    CutThis(&'a str, &'a str),
    /// An empty line where an answer is needed.
    AnswerNeeded,
    /// The prompt of a choice that cannot be left.
    ChooseNumber,
    /// Who is at the desk.
    AtTheDesk(&'a str),
    /// Menu: somebody else sits down.
    MenuSeat,
    /// The outcome of a case that was ended early.
    OutcomeCut,
    /// The outcome of a case without a `stop`.
    OutcomeDone,
    /// The list of open cases is empty.
    NoOpenCases,
    /// No scenario has these words.
    NoSuchScenario,
    /// Why it is done again or left.
    StaleReason,
    /// Nothing before this step in this case, but one below.
    NoBackBelow(&'a str),
    /// Notes in one line each, under this title.
    NotesCounted,
    /// The outcome of a case that has no words of its own.
    Outcome(&'a str),
    /// The moment at which a page was made.
    AsOf(&'a Moment),
    /// A case that a page leaves out, and why.
    NotRead(&'a str),
    /// A page that cannot be put on paper, and why.
    NotOnPaper(&'a str, &'a str),
    /// A file was written.
    Wrote(&'a str),
    /// A file was taken away.
    TookAway(&'a str),
    /// Every page says what it said.
    NothingToBuild,
    /// There is no summary in the workspace.
    NoSummaries,
    /// Changes are watched from now on.
    Watching,
    /// A folder cannot be watched: its path, and why.
    NotWatched(&'a str, &'a str),
    /// A case was opened; titles of the pages that show it.
    SeenOpened(&'a str, &'a [String]),
    /// A case was closed; titles of the pages that show it.
    SeenClosed(&'a str, &'a [String]),
    /// Pages have changed: their titles.
    SeenUpdated(&'a [String]),
    /// A file had faults, and has none now.
    SeenMended(&'a str),
    /// Every record fits: how many cases there are.
    RecordsSound(usize),
    /// How to have a code explained.
    ExplainHint(&'a str),
    /// The title of a page of the error manual: the code.
    ManualPage(&'a str),
    /// The page of a code of records.
    ManualOfRecords(&'a str),
    /// There is no such code, and one that may have been meant.
    NoSuchCode(&'a str, Option<&'a str>),
    /// Which answer is to be put right.
    CorrectWhat,
    /// The new answer.
    CorrectValue,
    /// A changed answer: the question, the answer that holds, the one there was.
    ShowPutRight(&'a str, &'a str, Option<&'a str>),
    /// Why the case is corrected.
    CorrectWhy,
    /// A case was corrected: its number and the file.
    Corrected(&'a str, &'a str),
    /// Nothing was corrected.
    NothingCorrected,
    /// Only closed cases are corrected: the number.
    StillOpen(&'a str),
    /// A file of corrections holds answers with reasons alone.
    OnlyAnswers,
    /// What forgetting means: number and title of the case.
    ForgetWarning(&'a str, &'a str),
    /// The id has to be typed.
    ForgetConfirm(&'a str),
    /// Nothing private is kept of a case.
    NothingKept(&'a str),
    /// What was private is deleted.
    Forgotten(&'a str),
    /// A correction: when, by whom, why.
    ShowCorrected(&'a str, &'a str, &'a str),
    /// What was private was deleted: when, by whom, why.
    ShowForgotten(&'a str, &'a str, &'a str),
}
