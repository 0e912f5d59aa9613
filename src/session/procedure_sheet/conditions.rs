//! Conditions in words: by the numbers of the steps they look at.

use crate::model::company::Language;
use crate::model::definition::{Condition, FieldIs};
use crate::model::template::Spoken;
use crate::text::{self, Checklist, Message};
use std::collections::BTreeMap;

/// What is known of a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The number of its step.
    pub(super) number: String,
    /// Its codes in words.
    pub(super) codes: BTreeMap<String, String>,
    /// Whether it is a yes or a no.
    pub(super) is_yes_no: bool,
}

/// Puts conditions into words.
pub(super) struct Words<'w> {
    pub(super) language: Language,
    /// By name, as it stands among its neighbours.
    pub(super) names: &'w BTreeMap<String, Known>,
    /// Procedures by id.
    pub(super) titles: &'w dyn Fn(&str) -> String,
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

    fn field(&self, field: &FieldIs) -> String {
        let name = &field.name.value;
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
        self.known(path).map_or_else(|| path.to_owned(), |known| self.say(Checklist::AtStep(&known.number)))
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
        match (code, known.is_some_and(|known| known.is_yes_no)) {
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
        let step = self.step(name);
        if self.known(name).is_some_and(|known| known.is_yes_no) {
            return format!("{step}{}{}", self.say(Checklist::Is), self.say(Checklist::Yes(holds)));
        }
        self.say(if holds { Checklist::Holds(&step) } else { Checklist::Lacks(&step) })
    }
}
