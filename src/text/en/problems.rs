//! Faults of files, for the director.

use super::forms::{asset, form, not_for_clients};
use super::kinds::{self, meant, meant_among, purpose, shape, time, unknown};
use super::{paths, plural, style};
use crate::model::diagnostic::{CheckFault, ChoicesFault, DueFault, Problem, RepeatFault, Severity};
use crate::model::procedure::VERBS;
use crate::model::types::{Base, UnpFault};
use crate::text::{Wording, as_name, one_line, ticked, wording};

const IN_QUOTES: &str = "put the whole text in quotation marks";

/// How much a problem matters.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A problem in words.
pub(crate) fn problem(problem: &Problem) -> Wording {
    match problem {
        Problem::NotUtf8 { cyrillic } => {
            let seems = if *cyrillic { "it looks like Windows-1251; " } else { "" };
            let help = format!("{seems}open the file in an editor and save it as UTF-8");
            wording("the file is not in UTF-8", "", help)
        }
        Problem::TooLarge { most } => {
            wording(format!("the file is larger than {}", size(*most)), "", "check that this is the right file")
        }
        Problem::NotAFile => {
            wording("this is a folder or something else, not a file", "", "put a text file in its place")
        }
        Problem::Unreadable { reason } => wording(
            format!("the file cannot be read: {}", one_line(reason)),
            "",
            "check that the file is there and that you are allowed to read it",
        ),
        Problem::ConflictMarker => wording(
            "two versions of one place are left in the file",
            "git left this line",
            "keep the right version and delete the other, with the lines `<<<<<<<`, `=======` and `>>>>>>>`",
        ),
        Problem::Tab { lines } => {
            let others = plural(count(lines.saturating_sub(1)), "more line", "more lines");
            let more = if *lines > 1 { format!("; the same in {others}") } else { String::new() };
            let title = format!("a tab in place of spaces{more}");
            wording(title, "the tab", "replace it with spaces: one indent is two spaces")
        }
        Problem::ControlCharacter { code } => wording(
            format!("an invisible character, U+{code:04X}"),
            "it is here",
            "delete it and type this place again",
        ),
        Problem::Grammar { reason } => wording(
            format!("this cannot be read: {}", one_line(reason)),
            "reading stopped here",
            "check indents, colons, quotation marks and brackets in this line and the one above it",
        ),
        Problem::SeveralDocuments => wording(
            "a line `---` divides the file",
            "nothing is read from here on",
            "remove the line `---`, or move everything below it into a file of its own",
        ),
        Problem::Alias => wording(
            "`&` and `*` before a word have no use here",
            "reads as a reference",
            "if this is text, put it in quotation marks; if it is a reference, write the value itself",
        ),
        Problem::Tag => {
            wording("`!` before a word has no use here", "reads as a tag", format!("{IN_QUOTES}, or remove the `!`"))
        }
        Problem::TooDeep { most } => wording(
            format!("nested deeper than {}", plural(count(*most), "level", "levels")),
            "too deep",
            "check brackets and indents; split a large procedure in two",
        ),
        Problem::KeyIsNotText => wording(
            "what stands before the colon is not a word",
            "a list or brackets",
            "a key is a word; if this is text with brackets, put it in quotation marks",
        ),
        Problem::MergeKey => wording("the key `<<` has no use here", "", "copy the lines you need to this place"),
        Problem::DuplicateKey { key } => {
            wording(format!("the key `{key}` is here twice"), "the second time", "keep one of the two lines")
        }
        Problem::CutByComment => wording("the text is cut off at `#`", "all from ` #` on is lost", IN_QUOTES),
        Problem::CommaInBraces => wording(
            "a comma splits the value in two",
            "reads as two values",
            "inside braces, put a value with a comma in quotation marks: `{value: \"6,50\"}`",
        ),
        Problem::BracesAtStart => wording("the text begins with a brace", "does not read as text", IN_QUOTES),
        Problem::QuoteAtStart => wording(
            "the text begins with a quotation mark, but not all of it is quoted",
            "the marks do not span the whole text",
            "put the whole text in quotation marks of the other kind: `'…'`; inside a text “these” are safer",
        ),
        Problem::UnclosedQuote { mark } => wording(
            "the quotation mark is not closed",
            "nothing closes it on this line",
            format!("close the mark `{mark}` where the text ends"),
        ),
        Problem::UnclosedBracket { bracket, missing } => {
            let kind = if *bracket == '[' { "a square bracket" } else { "a brace" };
            let help = format!("close it: `{missing}`; if this is a text and no list, {IN_QUOTES}");
            wording(format!("{kind} is not closed"), "nothing closes it", help)
        }
        Problem::BadEscape { mark } => wording(
            "inside double quotation marks `\\` is a mark of its own",
            "this means nothing",
            format!("to keep the backslash (`\\{mark}`), use single quotation marks or double the backslash"),
        ),
        Problem::NoSpace { key } => {
            wording(format!("no space behind `{key}:`"), "a space is wanted here", "put a space behind the colon")
        }
        Problem::ColonInText => wording("a colon and a space inside the text", "reads as one more key", IN_QUOTES),
        Problem::MarkAtStart { mark: '`' } => wording(
            "the text begins with a backtick, which YAML keeps for itself",
            "not without quotation marks",
            IN_QUOTES,
        ),
        Problem::MarkAtStart { mark } => wording(
            format!("the text begins with “{mark}”, which YAML keeps for itself"),
            "not without quotation marks",
            IN_QUOTES,
        ),
        Problem::WrongShape { wanted } => shape(*wanted),
        Problem::EmptyValue => {
            wording("nothing follows the colon or the dash", "empty", "write a value, or remove the line")
        }
        Problem::MissingKey { key } => {
            wording(format!("the key `{key}` is missing"), "missing here", format!("add `{key}: …`{}", purpose(key)))
        }
        Problem::UnknownKey { key, near, known } => wording(
            format!("unknown key `{key}`"),
            "there is no such key here",
            meant_among(near.as_ref(), "known here", known),
        ),
        Problem::NotBuiltYet { word, inside: None } => wording(
            format!("`{word}` does not work yet"),
            "not carried out yet",
            "it belongs to the procedure language, but this version of pult does not carry it out yet",
        ),
        Problem::NotBuiltYet { word, inside: Some(verb) } => wording(
            format!("`{word}` inside `{verb}` does not work yet"),
            "not carried out yet",
            format!("put these lines behind `{verb}`, as a step `ask` or as steps with `when`"),
        ),
        Problem::UnknownStep { word, near } => {
            let known = format!("a step begins with one of {}", ticked(&VERBS));
            wording(format!("there is no kind of step `{word}`"), "no such kind of step", meant(near.as_ref(), &known))
        }
        Problem::VerbNotFirst { verb } => wording(
            format!("the step does not begin with `{verb}`"),
            "another key stands first",
            format!("make `{verb}: …` the first line of the step, right behind the dash"),
        ),
        Problem::EmptyFile => wording("the file is empty", "", "write it or delete it"),
        Problem::UnnamedQuestion => wording(
            "the question has no name",
            "its answer can neither be used nor found",
            "add a line `name: …` under the question, for example `name: phone`",
        ),
        Problem::NoSteps => {
            wording("there are no steps here", "no steps", "add at least one, for example `- say: Good morning!`")
        }
        Problem::MixedAlphabets { word, letters, alphabet, meant } => kinds::mixed(word, letters, *alphabet, meant),
        Problem::BadName { name } => {
            let example = as_name(name).map(|name| format!(": `{name}`")).unwrap_or_default();
            let help = format!("a name begins with a letter; then come letters, digits and `_`, no spaces{example}");
            wording(format!("`{name}` cannot be a name"), "a name is wanted here", help)
        }
        Problem::BadCode { code } => wording(
            format!("`{code}` cannot be a code"),
            "a code is wanted here",
            "codes have Latin letters, digits, `-` and `_` only, no spaces; other words go into the label",
        ),
        Problem::BadFileName { name, card } => {
            let help = if *card {
                "the name of a card's file has letters, digits and `_` only and begins with a letter; rename the file"
            } else {
                "the name of a procedure's file has Latin letters, digits, `-` and `_` only; rename the file"
            };
            wording(format!("no file can be called `{name}`"), "", help)
        }
        Problem::WrongEnding { name, right } => {
            let help = format!("save it as plain text under the name `{right}`");
            wording(format!("the file `{name}` is not read: its name wants another ending here"), "", help)
        }
        Problem::TakenName { name } => wording(
            format!("the name `{name}` is taken"),
            "it already means something",
            format!("choose another name, for example `{name}_1`"),
        ),
        Problem::DuplicateName { name } => wording(
            format!("another step already has the name `{name}`"),
            "the second time",
            format!("names are unique in a procedure; choose another one, for example `{name}_2`"),
        ),
        Problem::DuplicateStep { id } => wording(
            format!("two equal steps `{id}`"),
            "the second one",
            "change its text, or give it a name with a line `name: …`",
        ),
        Problem::Unknown { thing, word, near } => unknown(*thing, word, near.as_ref()),
        Problem::ChoicesMisplaced { how: ChoicesFault::Missing } => wording(
            "there is nothing to choose from: the key `choices` is missing",
            "this type needs choices",
            "add `choices:` and below it, indented, lines like `price: Too expensive`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::Empty } => wording(
            "there is nothing to choose from: `choices` is empty",
            "empty",
            "write the choices below it, indented, for example `price: Too expensive`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::From { word } } => wording(
            format!("choices do not come from `{word}`"),
            "no choices stand here",
            "choices come from the table of a card (`cards.channels`), from `contacts` or from `dispatchers`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::NoTable { card } } => wording(
            format!("the card `{card}` has no table"),
            "there is nothing to choose from",
            "add `table:` to the card, its first column the codes, the second what dispatchers read",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::Private } => wording(
            "an answer with choices cannot be private",
            "there are choices here",
            "remove `private`: it is for numbers of documents; a choice decides which steps follow",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::OfType { word } } => wording(
            format!("the type `{word}` has no choices"),
            "choices do not belong here",
            "remove `choices` or remove `type`: only the types `choice` and `choices` have them",
        ),
        Problem::OptionalGate => wording(
            "`gate` and `optional` exclude each other",
            "required and not required",
            "nobody passes a `gate` step undone, and an `optional` step may be skipped; keep one of the two",
        ),
        Problem::CheckWithoutWords { how: CheckFault::NoWords } => wording(
            "`check` has neither `otherwise` nor `warn`",
            "what is said when it does not hold?",
            "add `otherwise: …` (the answer is refused) or `warn: …` (it is asked once more)",
        ),
        Problem::CheckWithoutWords { how: CheckFault::TwoWords } => wording(
            "`check` has both `otherwise` and `warn`",
            "only one of them",
            "keep `otherwise` (the answer is refused) or `warn` (it is asked once more); two checks make a list",
        ),
        Problem::CheckWithoutWords { how: CheckFault::NoCheck { key } } => wording(
            format!("`{key}` without `check` has no effect"),
            "nothing is checked",
            format!("add `check: …` with a condition, or remove `{key}`"),
        ),
        Problem::StyleMisplaced { base } => style::misplaced(base),
        Problem::BadStyleWord { word, how } => style::bad_word(word, *how),
        Problem::BadPattern { reason } => wording(
            format!("the pattern is wrong: {}", one_line(reason)),
            "this pattern does not work",
            "check brackets and what follows a `\\`; seven digits, for example, are `[0-9]{7}`",
        ),
        Problem::ExampleDoesNotFit { example } => wording(
            format!("the example `{example}` does not pass its own check"),
            "this value would be refused",
            "correct the example or the rule: `base`, `pattern`, `strip`, `upper`",
        ),
        Problem::BadExpression { reason } => {
            let help = if reason.contains("after expression") {
                "compare with two marks, `==`; join the parts of a condition with `and` and `or`"
            } else if reason.contains("unknown filter") {
                "what may follow a `|`: `show`, `initials`, `surname`, `house`, `date(\"long\")`, `in_words`, \
                 `plural`, `sum`, `map`, `unique`, \
                 `join`, `length`"
            } else if reason.contains("unknown function") {
                "there are `blank(40)` (a place to write on, 40 mm), `table(name)` and `bars(name)`"
            } else if reason.contains("unknown test") {
                "what may follow an `is`: `none`, `not none`, `defined`"
            } else if reason.contains("unknown statement") {
                "inside of `{% … %}` there are: `if`, `elif`, `else`, `endif`, `for`, `endfor`, `set`"
            } else if reason.contains("quotation mark") {
                "put the same mark where this text ends"
            } else if reason.contains("`if` is not closed") {
                "write `{% endif %}` where what depends on this condition ends"
            } else if reason.contains("`for` is not closed") {
                "write `{% endfor %}` where what is repeated ends"
            } else if reason.contains("nothing is open") {
                "take it away, or write above what is closed here"
            } else {
                "check that brackets and quotation marks are closed and that every `{% if … %}` has its `{% endif %}`"
            };
            wording(format!("the expression is wrong: {}", one_line(reason)), "the fault is here", help)
        }
        Problem::UnknownName { name, later: true, .. } => wording(
            format!("the name `{name}` comes only further down"),
            "not known here yet",
            "a step sees only what stands before it; move one of the steps",
        ),
        Problem::UnknownName { name, near, later: false } => {
            let known = format!("a step gets its name from a line `name: {}`", as_name(name).unwrap_or("…".to_owned()));
            wording(format!("unknown name `{name}`"), "no step above has this name", meant(near.as_ref(), &known))
        }
        Problem::UnknownMember { of, key, known, .. } if key.is_empty() => {
            let title = format!("`{of}` is not one value but several");
            let known = if known.is_empty() { "the one you mean".to_owned() } else { ticked(known) };
            wording(title, "something is missing", format!("write `{of}.` and then: {known}"))
        }
        Problem::UnknownMember { of, key, near, known } => {
            let alone = format!("`{of}` has no parts: write it without the dot");
            let help = if known.is_empty() { alone } else { meant_among(near.as_ref(), "known here", known) };
            wording(format!("`{of}` has no `{key}`"), "not found", help)
        }
        Problem::UnknownChoice { field, code, near, known } => wording(
            format!("`{field}` has no choice `{code}`"),
            "no such choice",
            meant_among(near.as_ref(), "its choices", known),
        ),
        Problem::NotAskedByChild { procedure, field, near } => {
            let known = format!("write the name of a question of `{procedure}` here");
            let title = format!("the procedure `{procedure}` does not ask `{field}`");
            wording(title, "it has no such question", meant(near.as_ref(), &known))
        }
        Problem::PartNeeds { part, name } => wording(
            format!("the part `{part}` needs the name `{name}` before it"),
            "not known here yet",
            format!("put a step with `name: {name}` above, or take the name out of the part's `needs`"),
        ),
        Problem::PartTwice { part } => wording(
            format!("the part `{part}` is included twice"),
            "the second time",
            "its names are taken by the first; give each place a name of its own, for example `name: owner`",
        ),
        Problem::OnlyInside { name, of } => wording(
            format!("the name `{name}` exists only inside `{of}`"),
            "not known out here",
            format!(
                "of a repeat: `{{% for i in {of} %}}{{{{ i.{name} }}}}{{% endfor %}}`; of a named part: `{of}.{name}`"
            ),
        ),
        Problem::BadRepeat { how } => match how {
            RepeatFault::TwoWays { key, fixed } => wording(
                format!("`{key}` does not go with `{fixed}`"),
                "how many is said already",
                format!("keep `{fixed}`, or take it out"),
            ),
            RepeatFault::NotChoices { field } => wording(
                format!("in `{field}` not several can be chosen"),
                "not a question with several choices",
                "`each` wants a question with `type: choices`",
            ),
            RepeatFault::TooDeep { most } => wording(
                format!("repeats stand in each other more than {most} deep"),
                "too many repeats in each other",
                "make a procedure of the inner one and `run` it",
            ),
        },
        Problem::StopInPart => wording(
            "a part cannot end a case",
            "`stop` does nothing in a part",
            "move the `stop` into the procedure, behind the `include`",
        ),
        Problem::PrivateRead { name } => wording(
            format!("the private answer `{name}` cannot be shown here"),
            "a private answer",
            "only its own `check` and forms may read it; remove the name, or `private: true` at the question",
        ),
        Problem::NumberWithout { part } => wording(
            "the number will come again",
            &format!("it has no `{part}`"),
            format!("write `{{{{ {part} }}}}` into it, for example `\"{{{{ desk }}}}-{{{{ n }}}}/{{{{ year }}}}\"`"),
        ),
        Problem::MaxBelowMin { min, max } => wording(
            format!("at least {min} and at most {max} cannot be"),
            "this is too little",
            format!("write {min} or more here, or make `min` smaller"),
        ),
        Problem::CannotScan => wording(
            "no scanner makes this: `accept` lets no picture in",
            "what is scanned will not be taken",
            "add one of `png`, `jpg`, `tiff`, `pdf` to `accept`, or take `scan` away",
        ),
        Problem::ContactWithout { contact, key } => wording(
            format!("the contact `{contact}` has no `{key}`"),
            "there is no way to reach them",
            format!("fill in `{key}` of this contact in `pult.yaml`, under `contacts`"),
        ),
        Problem::NoSender => wording(
            "nobody sends the letters",
            "no letter will be written",
            "add `mail:` to `pult.yaml`, with `from: address` in it",
        ),
        Problem::NumberKept { name } => wording(
            format!("`{name}` would get into the case"),
            "how to reach a member of the staff",
            "remove it: `notify` shows the numbers anyway, and cases do not keep them",
        ),
        Problem::BrokenProcedure { procedure } => wording(
            format!("the procedure `{procedure}` cannot be read"),
            "there is a fault in its file",
            format!("first mend the faults in `procedures/{procedure}.yaml`"),
        ),
        Problem::CircleOfRuns { way } => wording(
            format!("procedures run each other in a circle: {way}"),
            "the circle closes here",
            "remove one of these `run` steps",
        ),
        Problem::FailsAlways { reason } => wording(
            format!("the expression fails whatever is answered: {}", one_line(reason)),
            "cannot be computed",
            "check that text and numbers are not mixed and that what follows a `|` fits",
        ),
        Problem::BadForm { how } => form(how),
        Problem::BadAsset { name, how } => asset(name, how),
        Problem::NeverReached { what, path } => paths::never_reached(what, path),
        Problem::AlwaysTrue { what, path } => paths::always_true(*what, path),
        Problem::DeadEnd { how, path } => paths::dead_end(*how, path),
        Problem::NeverAsked { name, path } => paths::never_asked(name, path),
        Problem::DoubtfulComparison { name, kind, how } => paths::doubtful(name, kind, how),
        Problem::NoStop { path } => paths::no_stop(path),
        Problem::Undecided { conditions } => paths::undecided(conditions),
        Problem::TooManyPaths { most } => paths::too_many(*most),
        Problem::NotForClients { name } => not_for_clients(name),
        Problem::UncoveredAtoms { ids } => wording(
            format!("not covered: {} of the instruction", plural(count(ids.len()), "point", "points")),
            "",
            format!("add them to the `source` of the steps that carry them out: {}", ids.join(", ")),
        ),
        Problem::Law { atom, text } => wording(
            format!("{atom}, the law: {text}"),
            "ask a lawyer",
            "the director decides: change the procedure where the law wants it; take the note away when it is settled",
        ),
        Problem::Blank { key, .. } => wording(
            format!("not filled in: `{key}`"),
            "empty",
            "write the value behind the colon; until then the screen shows «не указано»",
        ),
        Problem::BadTime { kind } => time(*kind),
        Problem::BadDue { how } => match how {
            DueFault::Unawaited => wording(
                "`due` stands where nobody does anything",
                "nothing to be done in time",
                "put `due` at a step that the dispatcher carries out",
            ),
            DueFault::NeverDone { name } => wording(
                format!("`due` counts from `{name}`, which nobody ever does"),
                "never done",
                "count from a step that the dispatcher carries out",
            ),
            DueFault::NotADate { name } => wording(
                format!("`due` reads `{name}`, which holds no date"),
                "no date",
                "name a field of type `date`, or write a span: `2 hours`",
            ),
        },
        Problem::NotInMeanwhile { word } => wording(
            format!("`{word}` has no place in `meanwhile`"),
            "not here",
            "`meanwhile` holds what may be done any number of times during the wait; put the rest before or behind `wait`",
        ),
        Problem::BadDesk { code } => wording(
            format!("`{code}` cannot be the code of a desk"),
            "a desk code is wanted here",
            "the code of a desk is one or two small Latin letters, for example `a`",
        ),
        Problem::NotOneOf { word, known } => wording(
            format!("`{word}` does not fit here"),
            "another word is wanted",
            format!("one of {}", ticked(known)),
        ),
        Problem::WrongUnp { how: UnpFault::Shape } => wording(
            "this is not a payer's number (УНП)",
            "nine characters are wanted",
            "a company's number has nine digits, the first from 1 to 7; compare it with the certificate",
        ),
        Problem::WrongUnp { how: UnpFault::Digit } => wording(
            "the payer's number (УНП) is mistyped: its last digit is a check digit and does not come out",
            "check the digits",
            "compare it with the certificate, digit by digit",
        ),
        Problem::ValueDoesNotFit { kind } => {
            let help = Base::of(kind)
                .and_then(|base| base.kind().example())
                .map_or("correct the value or the type".to_owned(), |it| format!("for example `{it}`"));
            wording(format!("the value does not fit the type `{kind}`"), "cannot be read", help)
        }
        Problem::BadMeasure { how } => super::summaries::fault(*how),
        Problem::NewerFormat { found, known } => wording(
            format!("format {found} is newer than this program, which knows formats up to {known}"),
            "a newer format",
            "update pult on this computer",
        ),
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 { format!("{} MB", bytes / 1_000_000) } else { format!("{} kB", bytes.div_ceil(1000)) }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
