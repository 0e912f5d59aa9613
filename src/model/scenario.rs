//! Scenarios: moves and what must come of them. `--answers FILE` reads the same moves.

mod variants;

pub use variants::{Instead, Office, read_office};

use super::company::is_desk;
use super::diagnostic::{Diagnostic, Problem, Thing, TimeKind};
use super::event::{Came, Moment, Way};
use super::span::{FileId, Span, Spanned};
use super::yaml::{self, Fields, Kind, Node, Reader, nearest};
use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

/// A test of a procedure, written by the director.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What people call it.
    pub title: String,
    /// The procedure it begins with.
    pub procedure: Spanned<String>,
    /// The instruction's atoms it shows.
    pub source: Vec<Spanned<String>>,
    /// When it begins.
    pub begin: Option<Moment>,
    /// Who is at the desk.
    pub dispatcher: Option<Spanned<String>>,
    /// The desk it is played at; `a` where none is named.
    pub desk: Option<String>,
    /// What it has in place of the company's own.
    pub instead: Instead,
    /// Values of cards in place of today's: `prices.connection`.
    pub cards: Vec<(Spanned<String>, String)>,
    /// The moves; the short form's answers are one move.
    pub play: Vec<Play>,
    /// What must come of them.
    pub expect: Expect,
    /// The same play with other moments or answers.
    pub variants: Vec<Scenario>,
    /// The place of its title.
    pub span: Span,
}

/// One move.
#[derive(Debug, Clone)]
pub struct Play {
    /// When; times without a date go forward.
    pub at: Option<Spanned<String>>,
    /// What is done.
    pub deed: Deed,
    /// Its place.
    pub span: Span,
}

/// What a move does.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Fields are answered as typed; `warns` names those whose doubts are accepted.
    Answer {
        /// Field and text.
        fields: Vec<(Spanned<String>, String)>,
        /// Fields that must raise a doubt.
        warns: Vec<Spanned<String>>,
        /// Why they are changed.
        reason: Option<String>,
        /// Who answers from elsewhere what the case waits for, as by `pult answer`.
        by: Option<Spanned<String>>,
    },
    /// A step is confirmed.
    Done(Spanned<String>),
    /// A confirmed step is taken back.
    Undo(Spanned<String>),
    /// A repeat gets one more item.
    More(Spanned<String>),
    /// An item is taken out.
    Drop(Spanned<String>, Option<String>),
    /// A repeat has all its items; with `warns` its doubts are accepted.
    Enough {
        /// The repeat.
        step: Spanned<String>,
        /// Whether it must raise a doubt.
        doubted: bool,
    },
    /// A step is passed.
    Skip(Spanned<String>, Option<String>),
    /// The stale step is done again, or with `leave` kept as it is; both with a reason.
    Stale {
        /// The step.
        step: Spanned<String>,
        /// Whether it is kept.
        leave: bool,
        /// Why.
        reason: String,
    },
    /// Somebody is told, or was to be; the step's first contact where none is named.
    Try {
        /// The step.
        step: Spanned<String>,
        /// Whom.
        who: Option<Spanned<String>>,
        /// How.
        how: Way,
        /// What came of it.
        came: Came,
        /// Why again.
        reason: Option<String>,
    },
    /// Files are attached.
    Attach(Spanned<String>, Vec<String>),
    /// A page is scanned, or the scanner fails.
    Scan {
        /// The step.
        step: Spanned<String>,
        /// What the scanner does.
        result: Scanned,
    },
    /// Another case is opened, as when somebody else calls meanwhile: its procedure.
    Open(Spanned<String>),
    /// The case goes on in the open one whose label holds these words, or in the only one.
    Join(Option<Spanned<String>>),
    /// From here on everything goes by itself, and whoever is to be told is reached at once.
    Short,
    /// The case is put aside.
    Park(String),
    /// It is taken up again by this dispatcher.
    Resume(Option<Spanned<String>>),
    /// A wait is ended.
    End(Spanned<String>),
    /// The case ends early.
    Close(String),
    /// A remark.
    Note(String),
    /// Something must hold in the middle.
    Expect(Box<Expect>),
    /// A step must be refused, and this must be one of the reasons.
    Refused {
        /// The step.
        step: Spanned<String>,
        /// The answer that is tried, where the step is a question.
        raw: Option<String>,
        /// The step that blocks.
        because: Option<Spanned<String>>,
    },
}

/// What a scanner does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scanned {
    /// There is a page.
    Page,
    /// There is none.
    Fails,
}

impl Scanned {
    const ALL: [(&'static str, Self); 2] = [("ok", Self::Page), ("fails", Self::Fails)];
}

/// Under this name `text` of an expectation looks at what a case is called in lists.
pub const OF_CASE_LABEL: &str = "case.label";
/// Under this one at what is never to be done in it.
pub const OF_CASE_NEVER: &str = "case.never";

/// Under this one at the cases that go on in it.
pub const OF_CASE_LINKED: &str = "case.linked";
/// And under this one at what its procedure keeps off the screen.
pub const OF_CASE_HIDES: &str = "case.hides";

/// What must hold.
#[derive(Debug, Clone, Default)]
pub struct Expect {
    /// The outcome's code.
    pub outcome: Option<Spanned<String>>,
    /// Answers as people read them; none means no answer.
    pub answers: Vec<(Spanned<String>, Option<String>)>,
    /// Values at the end of paths.
    pub values: Vec<(Spanned<String>, Option<String>)>,
    /// Steps in the plan.
    pub plan: Vec<Spanned<String>>,
    /// Steps not in the plan.
    pub not: Vec<Spanned<String>>,
    /// Steps that are done.
    pub done: Vec<Spanned<String>>,
    /// Steps passed, with their reasons.
    pub skipped: Vec<(Spanned<String>, Option<String>)>,
    /// Fields that were kept in spite of a doubt; none when it is not looked at.
    pub warnings: Option<Vec<Spanned<String>>>,
    /// Steps whose effects are stale; none when it is not looked at.
    pub stale: Option<Vec<Spanned<String>>>,
    /// When steps are due; none means that they have no due time.
    pub due: Vec<(Spanned<String>, Option<String>)>,
    /// Steps that are overdue or were done late; none when it is not looked at.
    pub overdue: Option<Vec<Spanned<String>>>,
    /// The forms of the documents that count, in order; none when it is not looked at.
    pub documents: Option<Vec<Spanned<String>>>,
    /// The steps whose letters wait to be sent, in order; none when it is not looked at.
    pub mail: Option<Vec<Spanned<String>>>,
    /// Pieces of text that a step's words or answer must hold.
    pub text: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// Steps that ran a case, and what must hold there.
    pub runs: Vec<(Spanned<String>, Expect)>,
}

/// Reads a scenario.
pub fn read_scenario(text: &str, file: FileId, time: FixedOffset, faults: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let root = yaml::parse(text, file, faults)?;
    let mut reader = Reader::new(text);
    let found = scenario(&root, time, &mut reader);
    faults.append(&mut reader.faults);
    found
}

/// Reads an answers file: a scenario's `play` (or `answers`), with `procedure` where it begins a case.
pub fn read_answers(text: &str, file: FileId, time: FixedOffset, faults: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let root = yaml::parse(text, file, faults)?;
    let mut reader = Reader::new(text);
    let found = reader.map(&root).map(|mut fields| {
        let title = fields.text("title", &mut reader).map(|title| title.value).unwrap_or_default();
        let procedure = fields.text("procedure", &mut reader);
        let procedure = procedure.unwrap_or_else(|| Spanned::new(String::new(), root.span));
        let begin = begin(&mut fields, time, &mut reader);
        let dispatcher = fields.text("dispatcher", &mut reader);
        let play = moves(&mut fields, root.span, &mut reader);
        fields.finish(&mut reader);
        Scenario { title, begin, dispatcher, play, ..Scenario::of(procedure, root.span) }
    });
    faults.append(&mut reader.faults);
    found
}

fn scenario(root: &Node, time: FixedOffset, reader: &mut Reader<'_>) -> Option<Scenario> {
    let mut fields = reader.map(root)?;
    let title = fields.required_text("title", reader);
    let procedure = fields.required_text("procedure", reader);
    let source = fields.texts("source", reader);
    let begin = begin(&mut fields, time, reader);
    let dispatcher = fields.text("dispatcher", reader);
    let cards = texts(fields.take("cards"), reader);
    let play = moves(&mut fields, root.span, reader);
    let expect = fields.require("expect", reader).map(|node| expect(node, reader)).unwrap_or_default();
    let desk = fields.text("desk", reader).filter(|desk| {
        let fits = is_desk(&desk.value);
        if !fits {
            reader.fault(Problem::BadDesk { code: desk.value.clone() }, desk.span);
        }
        fits
    });
    let desk = desk.map(|desk| desk.value);
    let instead = variants::instead(&mut fields, reader);
    // Variants are read in spite of other faults: all of them are told at once.
    let span = title.as_ref().map_or(root.span, |title| title.span);
    let lost = procedure.is_none();
    let procedure = procedure.unwrap_or_else(|| Spanned::new(String::new(), root.span));
    let title = title.map(|title| title.value);
    let mut found = Scenario {
        title: title.clone().unwrap_or_default(),
        source,
        begin,
        dispatcher,
        desk,
        instead,
        cards,
        play,
        expect,
        ..Scenario::of(procedure, span)
    };
    found.variants = variants::variants(&mut fields, &found, reader);
    fields.finish(reader);
    title.filter(|_| !lost).map(|_| found)
}

impl Scenario {
    /// A scenario of a procedure that plays nothing yet.
    fn of(procedure: Spanned<String>, span: Span) -> Self {
        Self {
            title: String::new(),
            procedure,
            source: Vec::new(),
            begin: None,
            dispatcher: None,
            desk: None,
            instead: Instead::default(),
            cards: Vec::new(),
            play: Vec::new(),
            expect: Expect::default(),
            variants: Vec::new(),
            span,
        }
    }
}

fn begin(fields: &mut Fields<'_>, time: FixedOffset, reader: &mut Reader<'_>) -> Option<Moment> {
    let text = fields.text("begin", reader)?;
    let moment = NaiveDateTime::parse_from_str(&text.value, "%d.%m.%Y %H:%M").ok();
    let moment = moment.and_then(|moment| time.from_local_datetime(&moment).single());
    if moment.is_none() {
        reader.fault(Problem::BadTime { kind: TimeKind::Moment }, text.span);
    }
    moment
}

/// The moment a move's `at` means: a time goes forward from `last`, a date and time is itself.
#[must_use]
pub fn later(text: &str, last: Moment) -> Option<Moment> {
    let time = *last.offset();
    if let Ok(moment) = NaiveDateTime::parse_from_str(text, "%d.%m.%Y %H:%M") {
        return time.from_local_datetime(&moment).single();
    }
    let hour = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    let mut day: NaiveDate = last.date_naive();
    if hour < last.time() {
        day = day.succ_opt()?;
    }
    time.from_local_datetime(&day.and_time(hour)).single()
}

fn moves(fields: &mut Fields<'_>, span: Span, reader: &mut Reader<'_>) -> Vec<Play> {
    let mut play = Vec::new();
    if let Some(node) = fields.take("answers") {
        let deed = Deed::Answer { fields: texts(Some(node), reader), warns: Vec::new(), reason: None, by: None };
        if !fields.has("play") {
            play.push(Play { at: None, deed: Deed::Short, span });
        }
        play.push(Play { at: None, deed, span });
    }
    if let Some(node) = fields.take("play") {
        for item in reader.list(node) {
            play.extend(one_move(item, reader));
        }
    }
    play
}

const MOVES: [&str; 21] = [
    "answer", "done", "undo", "skip", "more", "drop", "enough", "change", "again", "leave", "park", "resume", "end",
    "close", "note", "expect", "try", "attach", "scan", "open", "join",
];

fn one_move(node: &Node, reader: &mut Reader<'_>) -> Option<Play> {
    let mut fields = reader.map(node)?;
    let at = fields.text("at", reader);
    let reason = fields.text("reason", reader).map(|text| text.value);
    let warns = fields.texts("warns", reader);
    let word = MOVES.iter().chain(&["refused"]).find(|word| fields.has(word)).copied();
    let Some(word) = word else {
        if let Some((key, _)) = fields.rest().first() {
            let near = nearest(&key.value, MOVES.iter().copied());
            reader.fault(Problem::Unknown { thing: Thing::Move, word: key.value.clone(), near }, key.span);
        }
        return None;
    };
    let value = fields.take(word)?;
    let optional = |reader: &mut Reader<'_>| if value.is_empty() { None } else { reader.text(value) };
    let deed = match word {
        "answer" | "change" => {
            let by = fields.text("by", reader);
            Deed::Answer { fields: texts(Some(value), reader), warns, reason, by }
        }
        "more" => Deed::More(reader.text(value)?),
        "drop" => Deed::Drop(reader.text(value)?, reason),
        "enough" => {
            let step = reader.text(value)?;
            let doubted = warns.iter().any(|name| name.value == step.value);
            Deed::Enough { step, doubted }
        }
        "done" => Deed::Done(reader.text(value)?),
        "undo" => Deed::Undo(reader.text(value)?),
        "skip" => Deed::Skip(reader.text(value)?, reason),
        "again" | "leave" => {
            Deed::Stale { step: reader.text(value)?, leave: word == "leave", reason: reason.unwrap_or_default() }
        }
        "try" => {
            let step = reader.text(value)?;
            let who = fields.text("who", reader);
            let how = fields.text("how", reader).and_then(|word| reader.one_of(&word, &Way::ALL));
            let came = fields.text("result", reader).and_then(|word| reader.one_of(&word, &Came::ALL));
            let (how, came) = (how.unwrap_or(Way::Call), came.unwrap_or(Came::Reached));
            Deed::Try { step, who, how, came, reason }
        }
        "attach" => {
            let files = fields.require("files", reader).map(|node| reader.texts(node)).unwrap_or_default();
            Deed::Attach(reader.text(value)?, files.into_iter().map(|file| file.value).collect())
        }
        "scan" => {
            let step = reader.text(value)?;
            let result = fields.text("result", reader).and_then(|word| reader.one_of(&word, &Scanned::ALL));
            Deed::Scan { step, result: result.unwrap_or(Scanned::Page) }
        }
        "open" => Deed::Open(reader.text(value)?),
        "join" => Deed::Join(optional(reader)),
        "park" => Deed::Park(optional(reader).map(|text| text.value).unwrap_or_default()),
        "resume" => Deed::Resume(optional(reader)),
        "end" => Deed::End(reader.text(value)?),
        "close" => Deed::Close(reader.text(value)?.value),
        "note" => Deed::Note(reader.text(value)?.value),
        "expect" => Deed::Expect(Box::new(expect(value, reader))),
        _ => {
            let because = fields.text("because", reader);
            match &value.kind {
                Kind::Map(_) => {
                    let (step, raw) = texts(Some(value), reader).into_iter().next()?;
                    Deed::Refused { step, raw: Some(raw), because }
                }
                _ => Deed::Refused { step: reader.text(value)?, raw: None, because },
            }
        }
    };
    fields.finish(reader);
    Some(Play { at, deed, span: node.span })
}

/// A map of texts; a list is read as its items one a line. What stands in a map of its own belongs to an item or a
/// part: `inspectors: {2: {card: "0001"}}` is `inspectors.2.card`.
fn texts(node: Option<&Node>, reader: &mut Reader<'_>) -> Vec<(Spanned<String>, String)> {
    let text = |node: &Node, reader: &mut Reader<'_>| match &node.kind {
        Kind::List(_) => {
            let items: Vec<String> = reader.texts(node).into_iter().map(|item| item.value).collect();
            Some(items.join(", "))
        }
        _ => reader.text(node).map(|text| text.value),
    };
    let found = node.map(|node| flat(node, "", reader)).unwrap_or_default();
    found.into_iter().filter_map(|(name, node)| Some((name, text(node, reader)?))).collect()
}

/// A map of texts, where an empty value means none.
fn optional_texts(node: Option<&Node>, reader: &mut Reader<'_>) -> Vec<(Spanned<String>, Option<String>)> {
    let value = |node: &Node, reader: &mut Reader| if node.is_empty() { None } else { reader.text(node) };
    let found = node.map(|node| flat(node, "", reader)).unwrap_or_default();
    found.into_iter().map(|(name, node)| (name, value(node, reader).map(|text| text.value))).collect()
}

/// The ends of maps in each other, under their joined keys.
fn flat<'n>(node: &'n Node, before: &str, reader: &mut Reader<'_>) -> Vec<(Spanned<String>, &'n Node)> {
    let Some(mut fields) = reader.map(node) else { return Vec::new() };
    let mut found = Vec::new();
    for (key, node) in fields.rest() {
        let name = format!("{before}{}", key.value);
        match &node.kind {
            Kind::Map(_) => found.extend(flat(node, &format!("{name}."), reader)),
            _ => found.push((Spanned::new(name, key.span), node)),
        }
    }
    found
}

/// A list of texts, which may be empty; none when it is not there.
fn some_texts(node: Option<&Node>, reader: &mut Reader<'_>) -> Option<Vec<Spanned<String>>> {
    node.map(|node| if node.is_empty() { Vec::new() } else { reader.texts(node) })
}

fn expect(node: &Node, reader: &mut Reader<'_>) -> Expect {
    let Some(mut fields) = reader.map(node) else { return Expect::default() };
    let mut text = Vec::new();
    if let Some(mut entries) = fields.take("text").and_then(|node| reader.map(node)) {
        text = entries.rest().into_iter().map(|(name, node)| (name.clone(), reader.texts(node))).collect();
    }
    let mut runs = Vec::new();
    if let Some(mut entries) = fields.take("runs").and_then(|node| reader.map(node)) {
        for (step, node) in entries.rest() {
            let inner = match &node.kind {
                Kind::Map(_) => expect(node, reader),
                _ => Expect { outcome: reader.text(node), ..Expect::default() },
            };
            runs.push((step.clone(), inner));
        }
    }
    let found = Expect {
        outcome: fields.text("outcome", reader),
        answers: optional_texts(fields.take("answers"), reader),
        values: optional_texts(fields.take("values"), reader),
        plan: fields.texts("plan", reader),
        not: fields.texts("not", reader),
        done: fields.texts("done", reader),
        skipped: optional_texts(fields.take("skipped"), reader),
        warnings: some_texts(fields.take("warnings"), reader),
        stale: some_texts(fields.take("stale"), reader),
        due: optional_texts(fields.take("due"), reader),
        overdue: some_texts(fields.take("overdue"), reader),
        documents: some_texts(fields.take("documents"), reader),
        mail: some_texts(fields.take("mail"), reader),
        text,
        runs,
    };
    fields.finish(reader);
    found
}
