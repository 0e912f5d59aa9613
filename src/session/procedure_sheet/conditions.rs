//! Conditions in words: by the numbers of the steps they look at.

use crate::model::company::Language;
use crate::model::definition::{Condition, FieldIs};
use crate::model::offer::Table;
use crate::model::template::{Branch, Expression, Loop, Spoken};
use crate::text::{self, Checklist, Message};
use std::collections::BTreeMap;

/// What is known of a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The number of its step.
    pub(super) number: String,
    /// Its codes in words.
    pub(super) codes: BTreeMap<String, String>,
    /// What it is.
    pub(super) sort: Sort,
    /// The rows of a card that it is chosen from.
    pub(super) rows: Option<Table>,
}

/// Around a path whose value is printed in the middle of what is said; no text has these.
const SHOWN: [char; 2] = ['\u{1}', '\u{2}'];

/// What a name stands for.
#[derive(Debug, Clone, Default)]
pub(super) enum Sort {
    /// An answer, or that something is done.
    #[default]
    Answer,
    /// A yes or a no.
    YesNo,
    /// Somebody is told.
    Told,
    /// It is worked out and never shown: this is what it says.
    Means(Vec<Spoken>),
}

/// Puts conditions into words.
pub(super) struct Words<'w> {
    pub(super) language: Language,
    /// By name, as it stands among its neighbours.
    pub(super) names: &'w BTreeMap<String, Known>,
    /// Procedures by id.
    pub(super) titles: &'w dyn Fn(&str) -> String,
    /// What a path of cards or contacts is called.
    pub(super) labels: &'w dyn Fn(&str) -> Option<String>,
}

impl Words<'_> {
    fn say(&self, words: Checklist<'_>) -> String {
        text::say(self.language, &Message::Checklist(words))
    }

    /// The condition, without the word that begins it.
    pub(super) fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Fields(fields) => {
                fields.iter().map(|field| self.field(field)).collect::<Vec<_>>().join(&self.say(Checklist::And))
            }
            Condition::Expression(expression) => self.spoken(&expression.spoken()),
        }
    }

    /// Whether an expression cannot be decided on paper: it reads an answer, or what changes by the day.
    pub(super) fn hangs(&self, expression: &Expression) -> bool {
        let open = |root: &str| self.names.contains_key(root) || matches!(root, "hours" | "case" | "previous" | "now");
        expression.paths().iter().any(|path| open(path.root()))
    }

    /// What stands before a branch of a text, in these loops.
    pub(super) fn branch(&self, branch: Branch<'_>, around: &[Loop<'_>]) -> String {
        let words = match branch {
            Branch::If(condition) => {
                let parts = self.of_rows(&condition.spoken(), around);
                // In the middle of a text it begins small.
                uncapitalized(&self.say(Checklist::If(&self.spoken(&parts))))
            }
            Branch::Else => self.say(Checklist::Otherwise),
        };
        // What is said of a condition is no template, but for the words of a row.
        words.replace(['{', '}'], "").replace(SHOWN[0], "{{ ").replace(SHOWN[1], " }}")
    }

    /// A condition over the rows of cards, in loops over them: what is compared with an answer is the row's own words.
    fn of_rows(&self, parts: &[Spoken], around: &[Loop<'_>]) -> Vec<Spoken> {
        let column = |path: &str| {
            let (variable, column) = path.split_once('.')?;
            let of = around.iter().rev().find(|of| of.variable == variable)?;
            Some((variable.to_owned(), of.list.strip_prefix("cards.")?.to_owned(), column.to_owned()))
        };
        // As `label_of` knows it.
        let outer = |path: String| match column(&path) {
            Some((_, card, column)) => format!("cards.{card}.{column}"),
            None => path,
        };
        let mut found = Vec::new();
        let mut rest = parts;
        while let Some((part, behind)) = rest.split_first() {
            rest = behind;
            if let (
                Spoken::Name(left),
                [how @ (Spoken::Is | Spoken::IsNot | Spoken::Among), Spoken::Name(right), more @ ..],
            ) = (part, behind)
                && let (Some(row), None, name) | (None, Some(row), name) = match column(left) {
                    Some(row) => (Some(row), column(right), right),
                    None => (None, column(right), left),
                }
            {
                let (variable, card, compared) = row;
                let rows = self.known(name).and_then(|known| known.rows.as_ref());
                let rows = rows.filter(|rows| rows.card == card && rows.code == compared);
                let shown = rows.map_or(&compared, |rows| &rows.label);
                let words = format!("{}{variable}.{shown}{}", SHOWN[0], SHOWN[1]);
                let how = if *how == Spoken::IsNot { Spoken::IsNot } else { Spoken::Is };
                found.extend([Spoken::Name(name.clone()), how, Spoken::Code(name.clone(), words)]);
                rest = more;
                continue;
            }
            found.push(match part.clone() {
                Spoken::Name(name) => Spoken::Name(outer(name)),
                Spoken::Holds(name) => Spoken::Holds(outer(name)),
                Spoken::Lacks(name) => Spoken::Lacks(outer(name)),
                Spoken::Code(name, code) => Spoken::Code(outer(name), code),
                other => other,
            });
        }
        found
    }

    fn field(&self, field: &FieldIs) -> String {
        let name = &field.name.value;
        if let Some(Known { sort: Sort::Means(parts), .. }) = self.known(name) {
            let holds = field.codes.iter().any(|code| code.value == "yes");
            return self.meant(parts, holds);
        }
        let codes: Vec<String> = field.codes.iter().map(|code| self.code(name, &code.value)).collect();
        format!("{}{}{}", self.step(name), self.say(Checklist::Is), codes.join(&self.say(Checklist::OrElse)))
    }

    fn known(&self, path: &str) -> Option<&Known> {
        let path = path.strip_prefix("previous.").unwrap_or(path);
        // `told.at` is about `told`, `inspectors.card` about `card`.
        let mut parts: Vec<&str> = path.split('.').collect();
        while let Some(last) = parts.last() {
            if let Some(known) = self.names.get(*last) {
                return Some(known);
            }
            parts.pop();
        }
        None
    }

    fn step(&self, path: &str) -> String {
        match self.known(path) {
            Some(Known { sort: Sort::Means(parts), .. }) => self.meant(parts, true),
            Some(known) => self.say(Checklist::AtStep(&known.number)),
            None if path == "case.outcome" => self.say(Checklist::Outcome),
            None => (self.labels)(path).unwrap_or_else(|| path.to_owned()),
        }
    }

    /// What is worked out, in its own words.
    fn meant(&self, parts: &[Spoken], holds: bool) -> String {
        let words = self.spoken(parts);
        let whole = if parts.len() > 3 { format!("({words})") } else { words };
        if holds { whole } else { format!("{}{whole}", self.say(Checklist::Not)) }
    }

    /// The step that a due time counts from.
    pub(super) fn after(&self, name: &str) -> String {
        self.step(name)
    }

    fn code(&self, path: &str, code: &str) -> String {
        let known = self.known(path);
        if let Some(words) = known.and_then(|known| known.codes.get(code)) {
            return format!("«{words}»");
        }
        match (code, known.is_some_and(|known| matches!(known.sort, Sort::YesNo))) {
            ("yes" | "true", true) => self.say(Checklist::Yes(true)),
            ("no" | "false", true) => self.say(Checklist::Yes(false)),
            _ if path == "case.outcome" || path.ends_with(".outcome") => {
                format!("«{}»", text::say(self.language, &Message::Outcome(code)))
            }
            _ => format!("«{code}»"),
        }
    }

    fn spoken(&self, parts: &[Spoken]) -> String {
        let mut found = String::new();
        let mut rest = parts;
        while let Some((part, behind)) = rest.split_first() {
            rest = behind;
            // Who has begun it is said in one piece.
            if let (Spoken::Name(name), [is @ (Spoken::Is | Spoken::IsNot), Spoken::Code(_, id), more @ ..]) =
                (part, behind)
                && name == "case.parent"
            {
                let title = (self.titles)(id);
                let begun = if *is == Spoken::Is { Checklist::BegunIn(&title) } else { Checklist::NotBegunIn(&title) };
                found.push_str(&self.say(begun));
                rest = more;
                continue;
            }
            // `official == false`.
            if let (Spoken::Name(name), [is @ (Spoken::Is | Spoken::IsNot), Spoken::Mark(truth), more @ ..]) =
                (part, behind)
                && let Some(truth) = truth_of(truth)
            {
                found.push_str(&self.holds(name, truth == (*is == Spoken::Is)));
                rest = more;
                continue;
            }
            let words = match part {
                Spoken::Name(name) => self.step(name),
                Spoken::Holds(name) => self.holds(name, true),
                Spoken::Lacks(name) => self.holds(name, false),
                Spoken::Code(name, code) => self.code(name, code),
                Spoken::Is => self.say(Checklist::Is),
                Spoken::IsNot => self.say(Checklist::IsNot),
                Spoken::Among => self.say(Checklist::Is),
                Spoken::And => self.say(Checklist::And),
                Spoken::Or => self.say(Checklist::OrElse),
                Spoken::Not => self.say(Checklist::Not),
                Spoken::Next => ", ".to_owned(),
                Spoken::Mark(mark) if mark == "(" || mark == ")" => mark.clone(),
                Spoken::Mark(mark) => format!(" {mark} "),
            };
            found.push_str(&words);
        }
        found.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(" )", ")")
    }

    fn holds(&self, name: &str, holds: bool) -> String {
        match name {
            "case.stamped_blanks" => return self.say(Checklist::StampedBlanks(holds)),
            "hours.open_now" => return self.say(Checklist::Open(holds)),
            "case.parent" => return self.say(Checklist::BegunElsewhere(holds)),
            _ => {}
        }
        let sort = self.known(name).map(|known| &known.sort);
        if let Some(Sort::Means(parts)) = sort {
            return self.meant(parts, holds);
        }
        let step = self.step(name);
        match sort {
            Some(Sort::YesNo) => format!("{step}{}{}", self.say(Checklist::Is), self.say(Checklist::Yes(holds))),
            Some(Sort::Told) => self.say(Checklist::Reached(&step, holds)),
            None if (self.labels)(name).is_some() => self.say(Checklist::Filled(&step, holds)),
            _ => self.say(if holds { Checklist::Holds(&step) } else { Checklist::Lacks(&step) }),
        }
    }
}

fn uncapitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

/// What a word of truth says.
fn truth_of(word: &str) -> Option<bool> {
    match word {
        "true" | "True" => Some(true),
        "false" | "False" => Some(false),
        _ => None,
    }
}
