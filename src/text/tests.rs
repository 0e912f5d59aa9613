use super::{Wording, problem};
use crate::model::company::Language;
use crate::model::diagnostic::{
    Always, CheckFault, ChoicesFault, Comparison, DueFault, Problem, RepeatFault, Shape, Thing, TimeKind, Turn,
    Unanswerable, Unreached,
};
use crate::model::form::FormFault;
use crate::model::hours::Hours;
use crate::model::style::WordFault;
use crate::model::summary::MeasureFault;
use crate::model::types::UnpFault;
use chrono::{DateTime, FixedOffset, NaiveTime};
use std::collections::BTreeSet;

/// A moment of `2026-11-22 10:00`, three hours east of Greenwich.
pub(super) fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_str(&format!("{text} +0300"), "%Y-%m-%d %H:%M %z").expect("a real moment")
}

/// A week of days (Monday is 1) and their hours.
pub(super) fn week_of(days: &[(&str, &str)]) -> Hours {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").expect("a real time");
    let mut hours = Hours::default();
    for (days, interval) in days {
        let (open, close) = interval.split_once('-').expect("an interval");
        for (at, day) in ('1'..='7').zip(&mut hours.week) {
            if days.contains(at) {
                *day = Some((time(open), time(close)));
            }
        }
    }
    hours
}

/// Every problem, with each shape and thing.
fn turns() -> Vec<Turn> {
    let turn = |answer: Option<&str>| Turn { asked: "Когда".to_owned(), answer: answer.map(str::to_owned) };
    vec![turn(Some("Завтра")), turn(None)]
}

fn problems() -> Vec<Problem> {
    let word = || "слово".to_owned();
    let near = || Some("near".to_owned());
    let shapes = [Shape::Map, Shape::List, Shape::Text, Shape::YesNo, Shape::Number];
    let things = [
        Thing::Procedure,
        Thing::Card,
        Thing::Section,
        Thing::Atom,
        Thing::Type,
        Thing::Step,
        Thing::Move,
        Thing::Change,
        Thing::Dispatcher,
        Thing::Outcome,
        Thing::Part,
        Thing::Form,
        Thing::Series,
        Thing::Contact,
        Thing::Files,
    ];
    let mut all = vec![
        Problem::NotUtf8 { cyrillic: true },
        Problem::NotUtf8 { cyrillic: false },
        Problem::TooLarge { most: 2_000_000 },
        Problem::NotAFile,
        Problem::Unreadable { reason: word() },
        Problem::ConflictMarker,
        Problem::Tab { lines: 1 },
        Problem::Tab { lines: 12 },
        Problem::ControlCharacter { code: 7 },
        Problem::Grammar { reason: word() },
        Problem::SeveralDocuments,
        Problem::Alias,
        Problem::Tag,
        Problem::TooDeep { most: 48 },
        Problem::KeyIsNotText,
        Problem::MergeKey,
        Problem::DuplicateKey { key: word() },
        Problem::CutByComment,
        Problem::CommaInBraces,
        Problem::BracesAtStart,
        Problem::QuoteAtStart,
        Problem::UnclosedQuote { mark: '"' },
        Problem::UnclosedBracket { bracket: '[', missing: "]".to_owned() },
        Problem::BadEscape { mark: 'д' },
        Problem::NoSpace { key: word() },
        Problem::ColonInText,
        Problem::MarkAtStart { mark: '@' },
        Problem::MarkAtStart { mark: '`' },
        Problem::EmptyValue,
        Problem::BadDue { how: DueFault::Unawaited },
        Problem::BadDue { how: DueFault::NeverDone { name: word() } },
        Problem::BadDue { how: DueFault::NotADate { name: word() } },
        Problem::NotInMeanwhile { word: word() },
        Problem::BadTime { kind: TimeKind::Span },
        Problem::BadTime { kind: TimeKind::Due },
        Problem::MissingKey { key: "title" },
        Problem::UnknownKey { key: word(), near: near(), known: vec!["name", "when"] },
        Problem::NotBuiltYet { word: word(), inside: None },
        Problem::NotBuiltYet { word: word(), inside: Some("wait") },
        Problem::UnknownStep { word: word(), near: None },
        Problem::VerbNotFirst { verb: word() },
        Problem::NoSteps,
        Problem::EmptyFile,
        Problem::UnnamedQuestion,
        Problem::BadName { name: "номер дома".to_owned() },
        Problem::BadCode { code: word() },
        Problem::BadFileName { name: word(), card: true },
        Problem::BadFileName { name: word(), card: false },
        Problem::TakenName { name: word() },
        Problem::DuplicateName { name: word() },
        Problem::DuplicateStep { id: word() },
        Problem::OptionalGate,
        Problem::StyleMisplaced { base: "money" },
        Problem::BadStyleWord { word: word(), how: WordFault::NoWord },
        Problem::BadStyleWord { word: word(), how: WordFault::ShortStem },
        Problem::BadStyleWord { word: word(), how: WordFault::Twice },
        Problem::BadPattern { reason: word() },
        Problem::ExampleDoesNotFit { example: word() },
        Problem::BadExpression { reason: word() },
        Problem::UnknownName { name: word(), near: near(), later: false },
        Problem::UnknownName { name: word(), near: None, later: true },
        Problem::UnknownMember { of: word(), key: word(), near: None, known: vec![word()] },
        Problem::UnknownMember { of: word(), key: word(), near: None, known: Vec::new() },
        Problem::UnknownMember { of: word(), key: String::new(), near: None, known: vec![word()] },
        Problem::UnknownChoice { field: word(), code: word(), near: near(), known: vec![word()] },
        Problem::NotAskedByChild { procedure: word(), field: word(), near: None },
        Problem::PartNeeds { part: word(), name: word() },
        Problem::PartTwice { part: word() },
        Problem::OnlyInside { name: word(), of: word() },
        Problem::BadRepeat { how: RepeatFault::TwoWays { key: "min", fixed: "count" } },
        Problem::BadRepeat { how: RepeatFault::NotChoices { field: word() } },
        Problem::BadRepeat { how: RepeatFault::TooDeep { most: 3 } },
        Problem::StopInPart,
        Problem::PrivateRead { name: word() },
        Problem::MaxBelowMin { min: 3, max: 2 },
        Problem::CannotScan,
        Problem::ContactWithout { contact: word(), key: "phones" },
        Problem::ContactWithout { contact: word(), key: "email" },
        Problem::NoSender,
        Problem::NumberKept { name: word() },
        Problem::NumberWithout { part: "desk" },
        Problem::BrokenProcedure { procedure: word() },
        Problem::CircleOfRuns { way: word() },
        Problem::FailsAlways { reason: word() },
        Problem::NotForClients { name: word() },
        Problem::NeverReached { what: Unreached::Step, path: turns() },
        Problem::NeverReached { what: Unreached::BehindStop, path: Vec::new() },
        Problem::NeverReached { what: Unreached::Arm { label: word() }, path: turns() },
        Problem::AlwaysTrue { what: Always::Step, path: turns() },
        Problem::AlwaysTrue { what: Always::Arm, path: turns() },
        Problem::AlwaysTrue { what: Always::Check, path: Vec::new() },
        Problem::DeadEnd { how: Unanswerable::Question, path: turns() },
        Problem::DeadEnd { how: Unanswerable::Gate, path: Vec::new() },
        Problem::DeadEnd { how: Unanswerable::Nothing, path: turns() },
        Problem::DeadEnd { how: Unanswerable::NothingForGate, path: turns() },
        Problem::NoStop { path: turns() },
        Problem::Undecided { conditions: vec![word(); 5] },
        Problem::NeverAsked { name: word(), path: turns() },
        Problem::DoubtfulComparison { name: word(), kind: "text", how: Comparison::WithNumber },
        Problem::DoubtfulComparison { name: word(), kind: "yes/no", how: Comparison::WithText },
        Problem::DoubtfulComparison { name: word(), kind: "choice", how: Comparison::Order },
        Problem::DoubtfulComparison { name: word(), kind: "integer", how: Comparison::WithNone },
        Problem::DoubtfulComparison { name: word(), kind: "integer", how: Comparison::OfNone { path: turns() } },
        Problem::TooManyPaths { most: 4_096 },
        Problem::UncoveredAtoms { ids: vec!["A1".to_owned(), "A2".to_owned()] },
        Problem::Law { atom: word(), text: word() },
        Problem::Blank { key: word() },
        Problem::BadDesk { code: word() },
        Problem::NotOneOf { word: word(), known: vec!["ru", "en"] },
        Problem::ValueDoesNotFit { kind: "money" },
        Problem::WrongUnp { how: UnpFault::Shape },
        Problem::WrongUnp { how: UnpFault::Digit },
        Problem::NewerFormat { found: 2, known: 1 },
    ];
    let choices = [
        ChoicesFault::Missing,
        ChoicesFault::Empty,
        ChoicesFault::Private,
        ChoicesFault::OfType { word: word() },
        ChoicesFault::From { word: word() },
        ChoicesFault::NoTable { card: word() },
    ];
    let checks = [CheckFault::NoWords, CheckFault::TwoWords, CheckFault::NoCheck { key: "warn" }];
    let forms = [
        FormFault::NoHead,
        FormFault::Margins,
        FormFault::BlockNotClosed,
        FormFault::NothingToClose,
        FormFault::BlockInBlock,
        FormFault::UnknownBlock { word: word() },
        FormFault::NoRule,
        FormFault::Cells { found: 3, wanted: 2 },
        FormFault::MarkNotClosed { mark: "**" },
        FormFault::NothingToInsert { name: word() },
        FormFault::InsertNotAlone,
        FormFault::PageInText { name: word() },
        FormFault::NoPlaceForStamp,
        FormFault::NoItems { name: word() },
        FormFault::Fails { reason: word() },
    ];
    let times = [
        TimeKind::Offset,
        TimeKind::Interval,
        TimeKind::BackwardInterval,
        TimeKind::Weekdays,
        TimeKind::Yearly,
        TimeKind::Day,
        TimeKind::Moment,
        TimeKind::Minutes,
    ];
    all.extend(choices.map(|how| Problem::ChoicesMisplaced { how }));
    all.extend(checks.map(|how| Problem::CheckWithoutWords { how }));
    let measures = [
        MeasureFault::NoVerb,
        MeasureFault::TwoVerbs,
        MeasureFault::ListBy,
        MeasureFault::NotANumber,
        MeasureFault::Groups,
        MeasureFault::NoGroups,
    ];
    all.extend(measures.map(|how| Problem::BadMeasure { how }));
    all.extend(forms.map(|how| Problem::BadForm { how }));
    all.extend(times.map(|kind| Problem::BadTime { kind }));
    all.extend(shapes.map(|wanted| Problem::WrongShape { wanted }));
    all.extend(things.map(|thing| Problem::Unknown { thing, word: word(), near: near() }));
    all
}

#[test]
fn the_list_has_every_problem() {
    let listed: BTreeSet<&str> = problems().iter().map(Problem::code).collect();
    assert_eq!(listed, Problem::CODES.iter().copied().collect());
}

#[test]
fn every_problem_has_words() {
    for language in [Language::Ru, Language::En] {
        for one in problems() {
            let Wording { title, label, help } = problem(language, &one);
            let words = [&title, &label].into_iter().chain(&help);
            assert!(!title.is_empty() && help.is_some(), "{one:?}");
            assert!(words.clone().all(|text| !text.contains('\n') && text.trim() == text), "{one:?}");
            assert!(words.clone().all(|text| text.matches('`').count().is_multiple_of(2)), "{one:?}");
            assert!(!title.ends_with('.') && label.chars().count() <= 40, "{one:?}: {label}");
        }
    }
}

#[test]
fn a_wrong_key_gets_the_right_one() {
    let wrong =
        Problem::UnknownKey { key: "nmae".to_owned(), near: Some("name".to_owned()), known: vec!["name", "when"] };
    let words = problem(Language::Ru, &wrong);
    assert_eq!(words.title, "неизвестный ключ `nmae`");
    assert_eq!(words.label, "такого ключа здесь нет");
    assert_eq!(words.help.as_deref(), Some("возможно, вы имели в виду `name`; здесь бывают: `name`, `when`"));
    let words = problem(Language::En, &wrong);
    assert_eq!(words.help.as_deref(), Some("did you mean `name`? known here: `name`, `when`"));
}

#[test]
fn a_wrong_name_gets_one_that_fits() {
    let help = |name: &str| problem(Language::Ru, &Problem::BadName { name: name.to_owned() }).help.unwrap_or_default();
    assert!(help("номер-дома").ends_with(": `номер_дома`"));
    assert!(help("1-й этаж").ends_with(": `й_этаж`"));
    assert!(help("12").ends_with("без пробелов"));
}

#[test]
fn both_languages_know_what_steps_begin_with() {
    let explained: Vec<&str> = crate::text::ru::kinds::VERBS.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(explained, crate::model::procedure::VERBS);
    let help = |language| {
        let wrong = Problem::UnknownStep { word: "xyz".to_owned(), near: None };
        problem(language, &wrong).help.unwrap_or_default()
    };
    for verb in crate::model::procedure::VERBS {
        let ticked = format!("`{verb}`");
        assert!(help(Language::Ru).contains(&ticked) && help(Language::En).contains(&ticked), "{verb}");
    }
}
