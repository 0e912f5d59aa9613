//! Everything that can be wrong with what people write.

use super::table::problems;
use super::{
    Always, CheckFault, ChoicesFault, Comparison, DueFault, RepeatFault, Severity, Shape, Thing, TimeKind, Turn,
    Unanswerable, Unreached,
};
use crate::model::appearance::AssetFault;
use crate::model::form::FormFault;
use crate::model::letters::Alphabet;
use crate::model::style::WordFault;
use crate::model::summary::MeasureFault;
use crate::model::types::UnpFault;

problems! {
    /// The file is not UTF-8.
    NotUtf8 {
        /// Whether it looks like Windows-1251.
        cyrillic: bool,
    } = "not-utf8", Error;
    /// The file is larger than any text of people.
    TooLarge {
        /// The limit in bytes.
        most: u64,
    } = "too-large", Error;
    /// A folder, a pipe or a device stands in the place of a file.
    NotAFile = "not-a-file", Error;
    /// The system does not give the file.
    Unreadable {
        /// The system's reason.
        reason: String,
    } = "unreadable", Error;
    /// A conflict that git left.
    ConflictMarker = "conflict-marker", Error;
    /// A tab where YAML wants spaces.
    Tab {
        /// How many lines have one.
        lines: usize,
    } = "tab", Error;
    /// A character that cannot be seen.
    ControlCharacter {
        /// Its number.
        code: u32,
    } = "control-character", Error;
    /// The YAML grammar, in the parser's words.
    Grammar {
        /// The parser's reason.
        reason: String,
    } = "grammar", Error;
    /// A second document in one file.
    SeveralDocuments = "several-documents", Error;
    /// An anchor or an alias.
    Alias = "alias", Error;
    /// A YAML tag.
    Tag = "tag", Error;
    /// Lists and maps too deep in each other.
    TooDeep {
        /// The limit.
        most: usize,
    } = "too-deep", Error;
    /// A key that is a list or a map.
    KeyIsNotText = "key-is-not-text", Error;
    /// A merge key.
    MergeKey = "merge-key", Error;
    /// The same key twice in one map.
    DuplicateKey {
        /// The key.
        key: String,
    } = "duplicate-key", Error;
    /// ` #` begins a comment in the middle of a text.
    CutByComment = "cut-by-comment", Error;
    /// A comma ends a value inside braces.
    CommaInBraces = "comma-in-braces", Error;
    /// A text that begins with braces.
    BracesAtStart = "braces-at-start", Error;
    /// A text that begins with a quotation mark and goes on behind the closing one.
    QuoteAtStart = "quote-at-start", Error;
    /// A quotation mark that nothing closes.
    UnclosedQuote {
        /// The mark.
        mark: char,
    } = "unclosed-quote", Error;
    /// A bracket that nothing closes.
    UnclosedBracket {
        /// The bracket.
        bracket: char,
        /// What is missing.
        missing: String,
    } = "unclosed-bracket", Error;
    /// A backslash inside double quotation marks that means nothing before this character.
    BadEscape {
        /// The character behind it.
        mark: char,
    } = "bad-escape", Error;
    /// A key without a space behind its colon.
    NoSpace {
        /// The key.
        key: String,
    } = "no-space", Error;
    /// Colon and space inside a text.
    ColonInText = "colon-in-text", Error;
    /// A text that begins with a mark that YAML takes for its own.
    MarkAtStart {
        /// The mark.
        mark: char,
    } = "mark-at-start", Error;
    /// A list where a text is wanted, and the like.
    WrongShape {
        /// What is wanted.
        wanted: Shape,
    } = "wrong-shape", Error;
    /// Nothing was written.
    EmptyValue = "empty-value", Error;
    /// A key that has to be there.
    MissingKey {
        /// The key.
        key: &'static str,
    } = "missing-key", Error;
    /// A key that means nothing here.
    UnknownKey {
        /// The key.
        key: String,
        /// The known key that may have been meant.
        near: Option<String>,
        /// All known keys.
        known: Vec<&'static str>,
    } = "unknown-key", Error;
    /// A word of the language that this version does not carry out yet.
    NotBuiltYet {
        /// The word.
        word: String,
        /// The verb inside of which it is not carried out yet, though elsewhere it is.
        inside: Option<&'static str>,
    } = "not-built-yet", Error;
    /// A step without a known verb.
    UnknownStep {
        /// The first key.
        word: String,
        /// The verb that may have been meant.
        near: Option<String>,
    } = "unknown-step", Error;
    /// The verb of a step is not its first key.
    VerbNotFirst {
        /// The verb.
        verb: String,
    } = "verb-not-first", Error;
    /// A procedure or a group without steps.
    NoSteps = "no-steps", Error;
    /// A file with nothing in it.
    EmptyFile = "empty-file", Error;
    /// A question whose answer has no name.
    UnnamedQuestion = "unnamed-question", Warning;
    /// Letters of one alphabet in a word of another that look as if they belonged there.
    MixedAlphabets {
        /// The word.
        word: String,
        /// The letters that do not belong there.
        letters: String,
        /// Their alphabet.
        alphabet: Alphabet,
        /// The word as it was meant.
        meant: String,
    } = "mixed-alphabets", Error;
    /// A word that cannot be a name.
    BadName {
        /// The word.
        name: String,
    } = "bad-name", Error;
    /// A word that cannot be a code or a file name.
    BadCode {
        /// The word.
        code: String,
    } = "bad-code", Error;
    /// A file whose name cannot be an id.
    BadFileName {
        /// The name without its ending.
        name: String,
        /// Whether it is a card's: its id is a name in expressions.
        card: bool,
    } = "bad-file-name", Error;
    /// A text whose name has an ending that nobody reads there.
    WrongEnding {
        /// The name of the file.
        name: String,
        /// The name that would be read.
        right: String,
    } = "wrong-ending", Warning;
    /// A name that expressions keep for themselves or that stands for something outside.
    TakenName {
        /// The name.
        name: String,
    } = "taken-name", Error;
    /// A name that another step has.
    DuplicateName {
        /// The name.
        name: String,
    } = "duplicate-name", Error;
    /// Two steps without names and with the same text.
    DuplicateStep {
        /// Their id.
        id: String,
    } = "duplicate-step", Error;
    /// Something is named that is not there.
    Unknown {
        /// What it should be.
        thing: Thing,
        /// The word.
        word: String,
        /// What may have been meant.
        near: Option<String>,
    } = "unknown", Error;
    /// `choices` is missing, empty, or stands at a type that has none.
    ChoicesMisplaced {
        /// Which of these.
        how: ChoicesFault,
    } = "choices-misplaced", Error;
    /// `gate` and `optional` on one step.
    OptionalGate = "optional-gate", Error;
    /// `check` without `otherwise` or `warn`, or these without `check`.
    CheckWithoutWords {
        /// Which of these.
        how: CheckFault,
    } = "check-without-words", Error;
    /// `style` on a question whose answer is no text.
    StyleMisplaced {
        /// The type's word.
        base: &'static str,
    } = "style-misplaced", Error;
    /// An entry of `style.yaml` that no word is compared with.
    BadStyleWord {
        /// The entry.
        word: String,
        /// What is wrong with it.
        how: WordFault,
    } = "bad-style-word", Error;
    /// A regular expression that does not compile.
    BadPattern {
        /// The reason.
        reason: String,
    } = "bad-pattern", Error;
    /// The example of a type does not fit its own pattern.
    ExampleDoesNotFit {
        /// The example.
        example: String,
    } = "example-does-not-fit", Error;
    /// An expression or a template that does not compile.
    BadExpression {
        /// minijinja's reason.
        reason: String,
    } = "bad-expression", Error;
    /// A name that nothing declares before this place.
    UnknownName {
        /// The name.
        name: String,
        /// The name that may have been meant.
        near: Option<String>,
        /// Whether a later step declares it.
        later: bool,
    } = "unknown-name", Error;
    /// A key that the named thing does not have.
    UnknownMember {
        /// The path up to the key.
        of: String,
        /// The key.
        key: String,
        /// The key that may have been meant.
        near: Option<String>,
        /// All keys.
        known: Vec<String>,
    } = "unknown-member", Error;
    /// A field is compared with a code it does not have.
    UnknownChoice {
        /// The field.
        field: String,
        /// The code.
        code: String,
        /// The code that may have been meant.
        near: Option<String>,
        /// All codes.
        known: Vec<String>,
    } = "unknown-choice", Error;
    /// `with` or `suggest` names a field that the child does not ask.
    NotAskedByChild {
        /// The child.
        procedure: String,
        /// The field.
        field: String,
        /// The field that may have been meant.
        near: Option<String>,
    } = "not-asked-by-child", Error;
    /// A procedure is run whose file cannot be read.
    BrokenProcedure {
        /// Its id.
        procedure: String,
    } = "broken-procedure", Error;
    /// Procedures that run each other in a circle.
    CircleOfRuns {
        /// The way round.
        way: String,
    } = "circle-of-runs", Error;
    /// A part is included whose procedure does not have what it needs before it.
    PartNeeds {
        /// The part.
        part: String,
        /// The name.
        name: String,
    } = "part-needs", Error;
    /// A part stands twice in one procedure.
    PartTwice {
        /// The part.
        part: String,
    } = "part-twice", Error;
    /// A name is read that only the steps of an item, or of a part with a name, see.
    OnlyInside {
        /// The name.
        name: String,
        /// The name of the repeat or the part.
        of: String,
    } = "only-inside", Error;
    /// A `repeat` cannot be carried out so.
    BadRepeat {
        /// How it is wrong.
        how: RepeatFault,
    } = "bad-repeat", Error;
    /// A part ends a case.
    StopInPart = "stop-in-part", Error;
    /// Something reads a private answer that only its own check and forms may read.
    PrivateRead {
        /// The field.
        name: String,
    } = "private-read", Error;
    /// A step that can never have enough.
    MaxBelowMin {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    } = "max-below-min", Error;
    /// A step takes pages from the scanner, and nothing that a scanner makes.
    CannotScan = "cannot-scan", Error;
    /// A contact that cannot be reached in the way that a step wants.
    ContactWithout {
        /// Its id.
        contact: String,
        /// The key that is empty.
        key: &'static str,
    } = "contact-without", Warning;
    /// Letters are written, and nobody sends them.
    NoSender = "no-sender", Warning;
    /// A number of the staff would get into a case.
    NumberKept {
        /// The path.
        name: String,
    } = "number-kept", Error;
    /// The number of a series that comes again.
    NumberWithout {
        /// What is missing in it: `n`, `year` or `desk`.
        part: &'static str,
    } = "number-without", Error;
    /// An expression fails whatever is answered.
    FailsAlways {
        /// The reason.
        reason: String,
    } = "fails-always", Error;
    /// No answers lead here.
    NeverReached {
        /// What is not reached.
        what: Unreached,
        /// Answers that come as far as that.
        path: Vec<Turn>,
    } = "never-reached", Warning;
    /// A condition that holds whatever is answered.
    AlwaysTrue {
        /// What it decides about.
        what: Always,
        /// Answers that come as far as that.
        path: Vec<Turn>,
    } = "always-true", Warning;
    /// A question that has no answer on some path.
    DeadEnd {
        /// What that means for the case.
        how: Unanswerable,
        /// The answers that lead there.
        path: Vec<Turn>,
    } = "dead-end", Warning;
    /// The last `stop` has a condition, and there are cases that come to no `stop` at all.
    NoStop {
        /// The answers that lead past it.
        path: Vec<Turn>,
    } = "no-stop", Warning;
    /// A text prints a name whose step is on no path to it.
    NeverAsked {
        /// The name.
        name: String,
        /// Answers that lead to the text.
        path: Vec<Turn>,
    } = "never-asked", Warning;
    /// A comparison whose outcome says nothing.
    DoubtfulComparison {
        /// The name.
        name: String,
        /// The word of its type.
        kind: &'static str,
        /// What is wrong.
        how: Comparison,
    } = "doubtful-comparison", Warning;
    /// Conditions of which is not known whether they ever hold.
    Undecided {
        /// In their own words.
        conditions: Vec<String>,
    } = "undecided", Note;
    /// More paths than are followed.
    TooManyPaths {
        /// How many are.
        most: usize,
    } = "too-many-paths", Note;
    /// A form that cannot be laid out.
    BadForm {
        /// What is wrong with it.
        how: FormFault,
    } = "bad-form", Error;
    /// The stamp or a font of documents that cannot be used.
    BadAsset {
        /// The file, as it is named.
        name: String,
        /// What is wrong with it.
        how: AssetFault,
    } = "bad-asset", Error;
    /// A form for clients shows what only the company may read.
    NotForClients {
        /// The name.
        name: String,
    } = "not-for-clients", Error;
    /// The instruction's atoms that nothing carries out.
    UncoveredAtoms {
        /// Their ids.
        ids: Vec<String>,
    } = "uncovered-atoms", Note;
    /// The law says something that the instruction does not.
    Law {
        /// The instruction's atom.
        atom: String,
        /// What it says, in the director's words.
        text: String,
    } = "law", Note;
    /// A value the company still has to fill in.
    Blank {
        /// Its key.
        key: String,
        /// What people call it, where the file says so.
        label: Option<String>,
    } = "blank", Note;
    /// A time, an interval of hours or a day that cannot be read.
    BadTime {
        /// What it should have been.
        kind: TimeKind,
    } = "bad-time", Error;
    /// A `due` that can never be kept or broken.
    BadDue {
        /// Why.
        how: DueFault,
    } = "bad-due", Error;
    /// Something stands in `meanwhile` that has no place there.
    NotInMeanwhile {
        /// The verb or the key.
        word: String,
    } = "not-in-meanwhile", Error;
    /// A desk code that is not one or two small Latin letters.
    BadDesk {
        /// The code.
        code: String,
    } = "bad-desk", Error;
    /// A value that is not one of a few words.
    NotOneOf {
        /// The word.
        word: String,
        /// The words.
        known: Vec<&'static str>,
    } = "not-one-of", Error;
    /// The payer's number of the company cannot be one.
    WrongUnp {
        /// What is wrong with it.
        how: UnpFault,
    } = "wrong-unp", Warning;
    /// A value of a card that does not fit its type.
    ValueDoesNotFit {
        /// The type's word.
        kind: &'static str,
    } = "value-does-not-fit", Error;
    /// A measure of a summary that cannot be carried out or shown.
    BadMeasure {
        /// Why.
        how: MeasureFault,
    } = "bad-measure", Error;
    /// `format` of a newer program.
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest format known.
        known: u32,
    } = "newer-format", Error;
}
