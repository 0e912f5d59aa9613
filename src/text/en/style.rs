//! Official style: what is wrong with an answer, and with the director's words of it.

use crate::model::style::{Fault, Rule, WordFault};
use crate::text::{StyleWords, Wording, sentence, wording};

/// Everything that an answer is refused for.
pub(crate) fn refused(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(fault).collect();
    format!("Official texts are not written like this. {}", sentence(&lines.join("; ")))
}

/// A fault in one line: what it is, the fragment, what to write instead.
pub(crate) fn fault(fault: &Fault) -> String {
    let name = name(fault.rule);
    match &fault.suggestion {
        Some(text) if text.is_empty() => format!("{name}: “{}” → leave it out", fault.fragment),
        Some(text) => format!("{name}: “{}” → {}", fault.fragment, text.trim()),
        None => match (advice(fault.rule), is_whole(fault.rule)) {
            (advice, true) => format!("{name} → {advice}"),
            (advice, false) => format!("{name}: “{}” → {advice}", fault.fragment),
        },
    }
}

/// Words around it.
pub(crate) fn words(words: StyleWords) -> String {
    match words {
        StyleWords::Fixed => "It could be:",
        StyleWords::TakeFixed => "Enter takes this text, or type it again",
        StyleWords::TakeFixedOrKeep => "Enter takes this text, 1 keeps yours, or type it again",
    }
    .to_owned()
}

fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Brackets => "Brackets",
        Rule::Exclamation => "Exclamation mark",
        Rule::Pictures => "Smiley",
        Rule::Ellipsis => "Ellipsis",
        Rule::Question => "Question",
        Rule::RepeatedMarks => "Repeated marks",
        Rule::Capitals => "Capitals",
        Rule::Spaces => "Spaces",
        Rule::Quotes => "Quotation marks",
        Rule::Dash => "Dash",
        Rule::FirstPerson => "First person",
        Rule::SecondPerson => "Addresses somebody",
        Rule::Colloquial => "Colloquial word",
        Rule::Diminutive => "Diminutive",
        Rule::Emotional => "Feelings and opinions",
        Rule::Rude => "Insult",
        Rule::Slang => "Slang",
        Rule::VagueTime => "Vague time",
        Rule::TooShort => "Too short",
        Rule::MixedAlphabets => "Russian and Latin letters in one word",
        Rule::PersonalData => "Number of a document or a card",
        Rule::MarksForWords => "Mark for a word",
        Rule::NumberEnding => "Ending of a number",
        Rule::Ends => "Beginning and end",
        Rule::TooLong => "Too long",
        Rule::Health => "Somebody's health",
    }
}

fn advice(rule: Rule) -> &'static str {
    match rule {
        Rule::Brackets => "a sentence of its own, or commas",
        Rule::Exclamation | Rule::Ellipsis => "a full stop",
        Rule::Pictures | Rule::SecondPerson | Rule::Emotional => "leave it out",
        Rule::Question => "a statement, such as «Абонент просит сообщить …»",
        Rule::RepeatedMarks => "one mark",
        Rule::Capitals => "small letters",
        Rule::Spaces => "one space",
        Rule::Quotes => "«…»",
        Rule::Dash => "–",
        Rule::FirstPerson => "«Абонент …»",
        Rule::Colloquial | Rule::Diminutive | Rule::Slang => "the official word",
        Rule::Rude => "«Абонент высказал недовольство»",
        Rule::VagueTime => "date and hours",
        Rule::TooShort => "who, what, where and since when",
        Rule::MixedAlphabets => "type the word in one layout",
        Rule::PersonalData => "leave it out: it has a field of its own",
        Rule::MarksForWords => "words",
        Rule::NumberEnding => "the number in words",
        Rule::Ends => "a capital first, a full stop last",
        Rule::TooLong => "divide it into short sentences",
        Rule::Health => "only the right to be visited",
    }
}

/// Whether it is about the text as a whole, which needs no showing.
fn is_whole(rule: Rule) -> bool {
    matches!(rule, Rule::TooShort)
}

/// `style` stands beside another type.
pub(crate) fn misplaced(base: &str) -> Wording {
    wording(
        format!("a question of type `{base}` has no `style`"),
        "it has no place here",
        "`style: official` is for questions of type `text` and `long text`",
    )
}

/// A word of `style.yaml` is none.
pub(crate) fn bad_word(word: &str, how: WordFault) -> Wording {
    match how {
        WordFault::NoWord => wording(
            format!("`{word}` is no word"),
            "nothing can be compared with it",
            "write a whole word, or the beginning of one with a star, such as `телек*`; several words with spaces",
        ),
        WordFault::ShortStem => wording(
            format!("`{word}` begins too short"),
            "many words begin like this",
            "at least three letters stand before the star; short words are written whole",
        ),
        WordFault::Twice => wording(
            format!("`{word}` stands under another key already"),
            "a second time",
            "keep the word under one key: it is told once",
        ),
    }
}
