//! Taking a map apart: what was asked for is known, what is left over is a fault.

use super::{Kind, Node};
use crate::model::diagnostic::{Diagnostic, Fix, Problem, Shape};
use crate::model::letters::stray;
use crate::model::span::{Span, Spanned, carry};
use std::ops::Range;

/// Collects faults while values are read; never stops at the first.
#[derive(Debug, Default)]
pub struct Reader<'t> {
    /// What was found so far.
    pub faults: Vec<Diagnostic>,
    /// Names of steps that could not be read: what asks for them is not to blame.
    pub lost: Vec<String>,
    /// The text that is read, for places inside of values.
    text: &'t str,
}

impl<'t> Reader<'t> {
    /// A reader of one text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, ..Self::default() }
    }

    /// The place of a part of a value; of the whole value where it cannot be told.
    #[must_use]
    pub fn place(&self, value: &Spanned<String>, part: Range<usize>) -> Span {
        let source = self.text.get(value.span.range()).unwrap_or("");
        carry(source, &value.value, part).map_or(value.span, |found| {
            let start = value.span.range().start;
            Span::new(value.span.file, start + found.start..start + found.end)
        })
    }

    /// Remembers every name that a step nobody could read would have given.
    pub fn lose(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text { .. } => {}
            Kind::List(items) => items.iter().for_each(|item| self.lose(item)),
            Kind::Map(entries) => {
                for (key, value) in entries {
                    match &value.kind {
                        Kind::Text { text, .. } if matches!(key.value.as_str(), "name" | "let") => {
                            // As it would have been read.
                            self.lost.push(stray(text).map_or_else(|| text.clone(), |stray| stray.meant));
                        }
                        _ => self.lose(value),
                    }
                }
            }
        }
    }

    /// Notes a fault.
    pub fn fault(&mut self, problem: Problem, span: Span) {
        self.faults.push(Diagnostic::new(problem, span));
    }

    /// The keys of a map; any other shape is a fault and gives none.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<Fields<'n>> {
        match &node.kind {
            Kind::Map(entries) => Some(Fields {
                span: node.span,
                entries,
                asked: Vec::with_capacity(16),
                used: vec![false; entries.len()],
            }),
            Kind::Text { text, plain: true } if super::traps::key_without_space(text).is_some() => {
                let colon = super::traps::key_without_space(text).unwrap_or_default();
                let key = text[..colon].to_owned();
                let (start, end) = (node.span.range().start, node.span.range().start + colon + 1);
                let span = Span::new(node.span.file, start..end);
                let fix = Fix { span, text: format!("{key}: ") };
                self.faults.push(Diagnostic::new(Problem::NoSpace { key }, span).fix(fix));
                None
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
            kind => {
                let entries = if let Kind::Map(entries) = kind { entries.as_slice() } else { &[] };
                let found = self.text_with_colon(node, entries);
                if found.is_none() {
                    self.fault(Problem::WrongShape { wanted: Shape::Text }, node.span);
                }
                found
            }
        }
    }

    /// `- Внимание: проверить` where a text is wanted: one key with its value on one line.
    fn text_with_colon(&mut self, node: &Node, entries: &[(Spanned<String>, Node)]) -> Option<Spanned<String>> {
        let source = self.text.get(node.span.range()).filter(|source| !source.contains('\n'))?;
        let [(_, Node { kind: Kind::Text { plain: true, .. }, .. })] = entries else { return None };
        if source.starts_with(['{', '"', '\'']) {
            return None;
        }
        let fix = Fix { span: node.span, text: super::traps::quoted(source) };
        self.faults.push(Diagnostic::new(Problem::ColonInText, node.span).fix(fix));
        Some(Spanned::new(source.to_owned(), node.span))
    }

    /// A text, or a list of texts read as one paragraph a line.
    pub fn texts(&mut self, node: &Node) -> Vec<Spanned<String>> {
        match &node.kind {
            Kind::List(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            _ => self.text(node).into_iter().collect(),
        }
    }

    /// What one of a few words stands for.
    pub fn one_of<T: Copy>(&mut self, word: &Spanned<String>, known: &[(&'static str, T)]) -> Option<T> {
        let found = known.iter().find(|(name, _)| *name == word.value).map(|(_, value)| *value);
        if found.is_none() {
            let known = known.iter().map(|(name, _)| *name).collect();
            self.fault(Problem::NotOneOf { word: word.value.clone(), known }, word.span);
        }
        found
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
    pub fn require(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<&'n Node> {
        let found = self.take(key);
        if found.is_none() {
            let start = Span { end: self.span.start, ..self.span };
            let at = self.entries.first().map_or(start, |(name, _)| name.span);
            reader.fault(Problem::MissingKey { key }, at);
        }
        found
    }

    /// A text that may be missing.
    pub fn text(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
        self.take(key).and_then(|node| reader.text(node))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
        self.require(key, reader).and_then(|node| reader.text(node))
    }

    /// A text that may be left empty: a blank that the company still has to fill in.
    pub fn blank(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Blank {
        let Some((name, node)) = self.take_with_key(key) else { return Blank::default() };
        let value = if node.is_empty() { None } else { reader.text(node).map(|text| text.value) };
        Blank { value, span: name.span, place: node.span }
    }

    /// A list of texts that may be missing.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
        self.take(key).map(|node| reader.texts(node)).unwrap_or_default()
    }

    /// yes or no; missing is no.
    pub fn flag(&mut self, key: &'static str, reader: &mut Reader<'_>) -> bool {
        self.take(key).is_some_and(|node| reader.flag(node))
    }

    /// A key of the language that this version does not carry out yet.
    pub fn later(&mut self, key: &'static str, reader: &mut Reader<'_>) {
        if let Some((name, _)) = self.take_with_key(key) {
            reader.fault(Problem::NotBuiltYet { word: key.to_owned(), inside: None }, name.span);
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

    /// Passes over the first key, whatever it is.
    pub fn pass_first(&mut self) {
        if let Some(first) = self.used.first_mut() {
            *first = true;
        }
    }

    /// A key with its value, looked at without being taken.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&'n (Spanned<String>, Node)> {
        self.entries.iter().find(|(name, _)| name.value == key)
    }

    /// Whether the map has the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// Reports every key that nobody asked for.
    pub fn finish(mut self, reader: &mut Reader<'_>) {
        let asked = std::mem::take(&mut self.asked);
        // A key that was asked for and is left over stands twice; that has been said.
        let unknown = |key: &str| !key.is_empty() && key != "<<" && !asked.contains(&key);
        for (key, _) in self.rest().into_iter().filter(|(key, _)| unknown(&key.value)) {
            let near = nearest(&key.value, asked.iter().copied()).or_else(|| translated(&key.value, &asked));
            let problem = Problem::UnknownKey { key: key.value.clone(), near, known: asked.clone() };
            reader.fault(problem, key.span);
        }
    }
}

/// The key that a Russian word in its place was meant to be.
fn translated(word: &str, known: &[&'static str]) -> Option<String> {
    let key = match word.to_lowercase().as_str() {
        "заголовок" | "название" => "title",
        "имя" => "name",
        "шаги" => "steps",
        "раздел" => "section",
        "источник" => "source",
        "варианты" | "выбор" => "choices",
        "если" | "когда" => "when",
        "тип" => "type",
        "подсказка" => "hint",
        "карточка" => "card",
        "проверка" => "check",
        "иначе" => "otherwise",
        "значение" => "value",
        "подпись" => "label",
        "часы" => "hours",
        "праздники" => "holidays",
        "контакты" => "contacts",
        "телефоны" | "телефон" => "phones",
        "почта" => "email",
        _ => return None,
    };
    known.contains(&key).then(|| key.to_owned())
}

/// A value of `pult.yaml` or a card that may still have to be filled in.
#[derive(Debug, Clone)]
pub struct Blank {
    /// What stands there.
    pub value: Option<String>,
    /// The place of its key; unknown when the key is not there at all.
    pub span: Span,
    /// The place of the value.
    pub place: Span,
}

impl Default for Blank {
    fn default() -> Self {
        Self { value: None, span: Span::NONE, place: Span::NONE }
    }
}

/// The known word that a wrong one was most likely meant to be.
#[must_use]
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<String> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}
