//! Values for the details of problems, so that tests see every problem without a list of them.

use super::{
    Always, CheckFault, ChoicesFault, Comparison, DueFault, RepeatFault, Shape, Thing, TimeKind, Turn, Unanswerable,
    Unreached,
};
use crate::model::appearance::AssetFault;
use crate::model::form::FormFault;
use crate::model::letters::Alphabet;
use crate::model::style::WordFault;
use crate::model::summary::MeasureFault;
use crate::model::types::UnpFault;

/// What a detail may be.
pub(super) trait Sample: Sized {
    fn samples() -> Vec<Self>;
}

/// The samples of one detail, over and over.
pub(super) struct Turns<S> {
    samples: Vec<S>,
    next: usize,
}

impl<S: Sample> Default for Turns<S> {
    fn default() -> Self {
        Self { samples: S::samples(), next: 0 }
    }
}

impl<S: Sample + Clone> Turns<S> {
    pub(super) fn turn(&mut self) -> S {
        self.next += 1;
        self.samples[(self.next - 1) % self.samples.len()].clone()
    }

    /// Whether each had its turn.
    pub(super) fn is_through(&self) -> bool {
        self.next >= self.samples.len()
    }
}

fn word() -> String {
    "слово".to_owned()
}

impl<S: Sample> Sample for Option<S> {
    fn samples() -> Vec<Self> {
        S::samples().into_iter().map(Some).chain([None]).collect()
    }
}

macro_rules! samples {
    ($($kind:ty: [$($sample:expr),* $(,)?];)*) => {
        $(impl Sample for $kind {
            fn samples() -> Vec<Self> {
                vec![$($sample),*]
            }
        })*
    };
}

samples! {
    Alphabet: [Alphabet::Latin, Alphabet::Cyrillic];
    bool: [true, false];
    u32: [1, 12];
    u64: [1, 2_000_000];
    usize: [1, 48];
    char: ['"', '@', 'д'];
    String: [word()];
    &'static str: ["title", "phones", "email"];
    Vec<String>: [vec![word(); 5], vec![word()]];
    Vec<&'static str>: [vec!["ru", "en"]];
    Vec<Turn>: [Turn::samples(), Vec::new()];
    Shape: [Shape::Map, Shape::List, Shape::Text, Shape::YesNo, Shape::Number];
    Thing: [
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
    TimeKind: [
        TimeKind::Offset,
        TimeKind::Interval,
        TimeKind::BackwardInterval,
        TimeKind::Break,
        TimeKind::Weekdays,
        TimeKind::Yearly,
        TimeKind::Day,
        TimeKind::Moment,
        TimeKind::Minutes,
        TimeKind::Span,
        TimeKind::Due,
    ];
    Turn: [
        Turn { asked: "Когда".to_owned(), answer: Some("Завтра".to_owned()) },
        Turn { asked: "Когда".to_owned(), answer: None },
    ];
    DueFault: [DueFault::Unawaited, DueFault::NeverDone { name: word() }, DueFault::NotADate { name: word() }];
    RepeatFault: [
        RepeatFault::TwoWays { key: "min", fixed: "count" },
        RepeatFault::NotChoices { field: word() },
        RepeatFault::TooDeep { most: 3 },
    ];
    CheckFault: [CheckFault::NoWords, CheckFault::TwoWords, CheckFault::NoCheck { key: "warn" }];
    ChoicesFault: [
        ChoicesFault::Missing,
        ChoicesFault::Empty,
        ChoicesFault::Private,
        ChoicesFault::OfType { word: word() },
        ChoicesFault::From { word: word() },
        ChoicesFault::NoTable { card: word() },
    ];
    Comparison: [
        Comparison::WithNumber,
        Comparison::WithText,
        Comparison::Order,
        Comparison::WithNone,
        Comparison::OfNone { path: Turn::samples() },
    ];
    Unreached: [Unreached::Step, Unreached::BehindStop, Unreached::Arm { label: word() }];
    Always: [Always::Step, Always::Arm, Always::Check];
    Unanswerable: [Unanswerable::Question, Unanswerable::Gate, Unanswerable::Nothing, Unanswerable::NothingForGate];
    WordFault: [WordFault::NoWord, WordFault::ShortStem, WordFault::Twice];
    UnpFault: [UnpFault::Shape, UnpFault::Digit];
    MeasureFault: [
        MeasureFault::NoVerb,
        MeasureFault::TwoVerbs,
        MeasureFault::ListBy,
        MeasureFault::NotANumber,
        MeasureFault::Groups,
        MeasureFault::NoGroups,
    ];
    FormFault: [
        FormFault::NoHead,
        FormFault::Margins,
        FormFault::Size,
        FormFault::BlockNotClosed,
        FormFault::NothingToClose,
        FormFault::BlockInBlock,
        FormFault::OneColumn,
        FormFault::NothingToPart,
        FormFault::NothingAbove { number: word() },
        FormFault::UnknownLabel { label: word() },
        FormFault::LabelTwice { label: word() },
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
    AssetFault: [
        AssetFault::Name { ending: ".png" },
        AssetFault::Missing,
        AssetFault::TooLarge,
        AssetFault::Unreadable { reason: word() },
        AssetFault::NotPicture,
        AssetFault::NotFont,
    ];
}
