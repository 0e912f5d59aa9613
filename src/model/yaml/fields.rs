//! Taking a map apart: what was asked for is known, what is left over is a fault.

use super::{Kind, Node};
use crate::model::diagnostic::{Diagnostic, Problem, Shape};
use crate::model::span::{Span, Spanned};

/// Collects faults while values are read; never stops at the first.
#[derive(Debug, Default)]
pub struct Reader {
    /// What was found so far.
    pub faults: Vec<Diagnostic>,
}

impl Reader {
    /// Notes a fault.
    pub fn fault(&mut self, problem: Problem, span: Span) {
        self.faults.push(Diagnostic::new(problem, span));
    }

    /// The keys of a map; any other shape is a fault and gives none.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<Fields<'n>> {
        match &node.kind {
            Kind::Map(entries) => {
                Some(Fields { span: node.span, entries, asked: Vec::new(), used: vec![false; entries.len()] })
            }
            _ => {
                self.fault(Problem::WrongShape { wanted: Shape::Map }, node.span);
                None
            }
        }
    }

    /// The items of a list; nothing at all is an empty list.
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            _ if node.is_empty() => &[],
            _ => {
                self.fault(Problem::WrongShape { wanted: Shape::List }, node.span);
                &[]
            }
        }
    }

    /// A text that is not empty.
    pub fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.kind {
            Kind::Text { .. } if node.is_empty() => {
                self.fault(Problem::EmptyValue, node.span);
                None
            }
            Kind::Text { text, .. } => Some(Spanned::new(text.trim_end().to_owned(), node.span)),
            _ => {
                self.fault(Problem::WrongShape { wanted: Shape::Text }, node.span);
                None
            }
        }
    }

    /// A text, or a list of texts read as one paragraph a line.
    pub fn texts(&mut self, node: &Node) -> Vec<Spanned<String>> {
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            _ => self.text(node).into_iter().collect(),
        }
    }

    /// yes or no, in the words of either language.
    pub fn flag(&mut self, node: &Node) -> bool {
        let Some(text) = self.text(node) else { return false };
        match yes_or_no(&text.value) {
            Some(flag) => flag,
            None => {
                self.fault(Problem::WrongShape { wanted: Shape::YesNo }, node.span);
                false
            }
        }
    }
}

/// What `yes`, `no`, `true`, `false`, `да`, `нет` say.
#[must_use]
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "да" => Some(true),
        "no" | "false" | "нет" => Some(false),
        _ => None,
    }
}

/// The keys of one map, taken one by one.
#[derive(Debug)]
pub struct Fields<'n> {
    /// The whole map's place.
    pub span: Span,
    entries: &'n [(Spanned<String>, Node)],
    asked: Vec<&'static str>,
    used: Vec<bool>,
}

impl<'n> Fields<'n> {
    /// The value of a key, with the place of the key; remembers that the key is known.
    pub fn take_with_key(&mut self, key: &'static str) -> Option<(&'n Spanned<String>, &'n Node)> {
        self.asked.push(key);
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        self.used[at] = true;
        self.entries.get(at).map(|(name, node)| (name, node))
    }

    /// The value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_with_key(key).map(|(_, node)| node)
    }

    /// The value of a key that must be there.
    pub fn require(&mut self, key: &'static str, reader: &mut Reader) -> Option<&'n Node> {
        let found = self.take(key);
        if found.is_none() {
            let start = Span { end: self.span.start, ..self.span };
            let at = self.entries.first().map_or(start, |(name, _)| name.span);
            reader.fault(Problem::MissingKey { key }, at);
        }
        found
    }

    /// A text that may be missing.
    pub fn text(&mut self, key: &'static str, reader: &mut Reader) -> Option<Spanned<String>> {
        self.take(key).and_then(|node| reader.text(node))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, reader: &mut Reader) -> Option<Spanned<String>> {
        self.require(key, reader).and_then(|node| reader.text(node))
    }

    /// A text that may be left empty: a blank that the company still has to fill in.
    pub fn blank(&mut self, key: &'static str, reader: &mut Reader) -> Blank {
        let Some((name, node)) = self.take_with_key(key) else { return Blank::default() };
        let value = if node.is_empty() { None } else { reader.text(node).map(|text| text.value) };
        Blank { value, span: name.span }
    }

    /// A list of texts that may be missing.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader) -> Vec<Spanned<String>> {
        self.take(key).map(|node| reader.texts(node)).unwrap_or_default()
    }

    /// yes or no; missing is no.
    pub fn flag(&mut self, key: &'static str, reader: &mut Reader) -> bool {
        self.take(key).is_some_and(|node| reader.flag(node))
    }

    /// A key of the language that this version does not carry out yet.
    pub fn later(&mut self, key: &'static str, reader: &mut Reader) {
        if let Some((name, _)) = self.take_with_key(key) {
            reader.fault(Problem::NotBuiltYet { word: key.to_owned() }, name.span);
        }
    }

    /// What has not been taken yet, in the order of the file: for maps whose keys are names of their own.
    pub fn rest(&mut self) -> Vec<&'n (Spanned<String>, Node)> {
        let rest = self.entries.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(entry, _)| entry).collect();
        self.used.fill(true);
        rest
    }

    /// The first key that is still there.
    #[must_use]
    pub fn first(&self) -> Option<&'n (Spanned<String>, Node)> {
        self.entries.first()
    }

    /// Whether the map has the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// Reports every key that nobody asked for.
    pub fn finish(mut self, reader: &mut Reader) {
        let asked = std::mem::take(&mut self.asked);
        for (key, _) in self.rest().into_iter().filter(|(key, _)| !key.value.is_empty() && key.value != "<<") {
            let near = nearest(&key.value, asked.iter().copied());
            let problem = Problem::UnknownKey { key: key.value.clone(), near, known: asked.clone() };
            reader.fault(problem, key.span);
        }
    }
}

/// A value of `pult.yaml` or a card that may still have to be filled in.
#[derive(Debug, Clone)]
pub struct Blank {
    /// What stands there.
    pub value: Option<String>,
    /// The place of its key; unknown when the key is not there at all.
    pub span: Span,
}

impl Default for Blank {
    fn default() -> Self {
        Self { value: None, span: Span::NONE }
    }
}

/// The known word that a wrong one was most likely meant to be.
#[must_use]
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<String> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}
