//! The official style of requests: what does not belong into a text that is written down for others.
//!
//! After the instruction ("dry official language, no brackets or exclamation marks") and the norms of the official
//! style: short, plain, without double meaning. [`judge`] finds, [`mended`] puts right what loses nothing and is not
//! worth a question, [`fixed`] everything for which there is one right way. What [`fixed`] does is applying the
//! corrections of what [`judge`] finds until it finds none, so that the two cannot differ.

mod dictionary;
mod marks;
mod quotes;
mod sense;
mod words;

pub use dictionary::{Dictionary, WordFault, word_fault};

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// More rounds of corrections than any text needs.
const MOST_ROUNDS: usize = 64;
/// The longest fragment that is shown, in characters.
const LONGEST_FRAGMENT: usize = 40;

/// A style of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// That of business papers.
    Official,
}

/// What kind of text is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A few words that come to stand in somebody else's sentence.
    Phrase,
    /// Sentences of its own.
    Sentences,
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The text is refused.
    Refused,
    /// The text may be kept as it is.
    Doubted,
    /// It is put right without a word.
    Mended,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $level:ident $(, $section:literal)?;)*) => {
        /// A rule of the official style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Rule { $($(#[$doc])* $name,)* }

        impl Rule {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// Those whose words stand in `style.yaml`, with the key that they stand under.
            pub const OF_WORDS: &'static [(&'static str, Self)] = &[$($(($section, Self::$name),)?)*];

            /// The id by which it is kept with an answer.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it does.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }
        }
    };
}

rules! {
    /// Any brackets.
    Brackets = "L01", Refused;
    /// An exclamation mark.
    Exclamation = "L02", Refused;
    /// Emoji, pictures, smileys.
    Pictures = "L03", Refused;
    /// Dots that trail off.
    Ellipsis = "L04", Doubted;
    /// A question mark.
    Question = "L05", Doubted;
    /// The same mark again and again.
    RepeatedMarks = "L06", Refused;
    /// A word in capitals that is no known abbreviation.
    Capitals = "L07", Doubted;
    /// Spaces: too many, missing, or in front of a mark.
    Spaces = "L08", Mended;
    /// Quotation marks of another language.
    Quotes = "L09", Mended;
    /// A hyphen in the place of a dash.
    Dash = "L10", Mended;
    /// Words of the first person.
    FirstPerson = "L11", Doubted, "first_person";
    /// Words that address somebody.
    SecondPerson = "L12", Doubted, "second_person";
    /// Colloquial words.
    Colloquial = "L13", Doubted, "colloquial";
    /// Diminutives.
    Diminutive = "L14", Doubted, "diminutive";
    /// Emotional and evaluative words.
    Emotional = "L15", Doubted, "emotional";
    /// Insults.
    Rude = "L16", Doubted, "rude";
    /// Slang for technical things.
    Slang = "L17", Doubted, "slang";
    /// A time that nobody can look up.
    VagueTime = "L18", Doubted, "vague_time";
    /// Too short to say who needs what.
    TooShort = "L20", Doubted;
    /// Letters of two alphabets in one word.
    MixedAlphabets = "L21", Doubted;
    /// Numbers of documents and cards.
    PersonalData = "L24", Doubted;
    /// Marks in the place of words.
    MarksForWords = "L26", Doubted;
    /// An ending behind a number that is not written so.
    NumberEnding = "L27", Doubted;
    /// No capital at the beginning, no dot at the end.
    Ends = "L28", Mended;
    /// Too long to be read.
    TooLong = "L29", Doubted;
    /// Words about somebody's health.
    Health = "L30", Doubted, "health";
}

/// Something in a text that a rule is against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Where, in bytes of the text.
    pub place: Range<usize>,
    /// What the dictionary would say instead; empty where it is better left out.
    pub say: Option<String>,
    /// The one right way: what it puts in which place.
    pub fix: Option<(Range<usize>, String)>,
}

impl Finding {
    fn new(rule: Rule, place: Range<usize>) -> Self {
        Self { rule, place, say: None, fix: None }
    }

    fn fixed_by(rule: Rule, place: Range<usize>, text: impl Into<String>) -> Self {
        let fix = Some((place.clone(), text.into()));
        Self { rule, place, say: None, fix }
    }
}

/// A finding as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// Where, in bytes of the text that was judged.
    pub place: Range<usize>,
    /// The text there, cut when it is long.
    pub fragment: String,
    /// What would be written instead, empty where nothing; none where only the rule can say it.
    pub suggestion: Option<String>,
}

/// Everything that rules are against, in the order of the text.
#[must_use]
pub fn judge(text: &str, dictionary: &Dictionary, shape: Shape) -> Vec<Finding> {
    let text = words::Text::new(text);
    let mut found = marks::judge(&text);
    found.extend(quotes::judge(&text));
    found.extend(sense::judge(&text, dictionary, shape));
    found.extend(dictionary.judge(&text));
    found.sort_by_key(|finding| (finding.place.start, finding.rule));
    found
}

/// The text with what loses nothing put right: spaces, quotation marks, dashes, the capital and the dot at its ends.
#[must_use]
pub fn mended(text: &str, shape: Shape) -> String {
    corrected(text, shape, |rule| rule.level() == Level::Mended)
}

/// The text with everything put right for which there is one right way. May have no words left in it.
#[must_use]
pub fn fixed(text: &str, shape: Shape) -> String {
    corrected(text, shape, |_| true)
}

/// What is to be told of a text: what refuses it and what is doubted, each place once.
#[must_use]
pub fn faults(text: &str, dictionary: &Dictionary, shape: Shape) -> Vec<Fault> {
    let told = judge(text, dictionary, shape).into_iter().filter(|finding| finding.rule.level() != Level::Mended);
    let mut faults: Vec<Fault> = Vec::new();
    for finding in told {
        // `!!!` is against two rules, and one line says both.
        if faults.last().is_some_and(|last| last.place == finding.place) {
            continue;
        }
        let Finding { rule, place, say, fix } = finding;
        let fragment = words::shortened(text.get(place.clone()).unwrap_or(""), LONGEST_FRAGMENT);
        let fix = fix.filter(|(at, _)| *at == place).map(|(_, text)| text.trim().trim_start_matches(", ").to_owned());
        faults.push(Fault { rule, place, fragment, suggestion: say.or(fix) });
    }
    faults
}

/// Applies corrections until there are none.
fn corrected(text: &str, shape: Shape, wanted: impl Fn(Rule) -> bool) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let found = judge(&text, &Dictionary::default(), shape);
        let mut fixes: Vec<(Range<usize>, String)> =
            found.into_iter().filter(|finding| wanted(finding.rule)).filter_map(|finding| finding.fix).collect();
        if fixes.is_empty() {
            break;
        }
        fixes.sort_by_key(|(place, _)| (place.start, place.end));
        let mut next = String::with_capacity(text.len());
        let mut end = 0;
        for (place, put) in fixes {
            // What overlaps is left to the next round.
            if place.start < end || (place.start == end && place.is_empty() && end > 0) {
                continue;
            }
            next.push_str(text.get(end..place.start).unwrap_or(""));
            next.push_str(&put);
            end = place.end;
        }
        next.push_str(text.get(end..).unwrap_or(""));
        text = next;
    }
    text
}

#[cfg(test)]
mod tests;
