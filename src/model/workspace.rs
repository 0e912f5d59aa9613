//! Everything the director has written, read and put in its place.

use super::appearance::Appearance;
use super::card::{Card, read_card};
use super::company::{Company, read_atoms, read_company};
use super::diagnostic::{Diagnostic, Problem, Severity};
use super::form::{Form, read_form};
use super::names;
use super::procedure::{Known, Part, Procedure, TypeTable, read_part, read_procedure, read_style, read_types};
use super::scenario::{Office, Scenario, read_office, read_scenario};
use super::span::{FileId, Sources, Span, Spanned};
use super::style::Dictionary;
use super::summary::{Summary, read_summary};
use super::template::NamedTypes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file of the director's: its path in the workspace with `/`, and its text or why there is none.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path.
    pub path: String,
    /// The text without a byte order mark.
    pub text: Result<String, Problem>,
}

/// What stands in a workspace's `pult.yaml`, `procedures`, `forms` and below.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// The texts, for places in them.
    pub sources: Sources,
    /// `pult.yaml`.
    pub company: Company,
    /// `types.yaml`.
    pub types: TypeTable,
    /// `style.yaml`.
    pub style: Dictionary,
    /// Parts of procedures by id.
    pub parts: BTreeMap<String, Part>,
    /// Procedures by id.
    pub procedures: BTreeMap<String, Procedure>,
    /// Cards by id.
    pub cards: BTreeMap<String, Card>,
    /// Forms by id.
    pub forms: BTreeMap<String, Form>,
    /// Summaries by id.
    pub summaries: BTreeMap<String, Summary>,
    /// The instruction's atoms: id and words.
    pub atoms: Vec<(Spanned<String>, String)>,
    /// What all scenarios have in place of the company's own.
    pub office: Office,
    /// Scenarios by their paths.
    pub scenarios: Vec<(String, Scenario)>,
    /// How documents look.
    pub appearance: Appearance,
    /// What was wrong with the texts.
    pub faults: Vec<Diagnostic>,
}

/// What all scenarios have in place of the company's own.
const OFFICE: &str = "procedures/scenarios/office.yaml";

/// Endings of texts, and those that an editor gives them unasked.
const ENDINGS: [&str; 9] = ["yaml", "yml", "md", "markdown", "txt", "rtf", "doc", "docx", "odt"];

/// Where a file belongs, in the order in which they are read: each before those that name what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Company,
    Types,
    Style,
    Atoms,
    Card,
    Part,
    Procedure,
    Form,
    Summary,
    Office,
    Scenario,
    Other,
}

fn place_of(path: &str) -> Place {
    match path {
        "pult.yaml" => Place::Company,
        "procedures/types.yaml" => Place::Types,
        "procedures/style.yaml" => Place::Style,
        "procedures/source.yaml" => Place::Atoms,
        _ if path.ends_with(".md") => match path.strip_prefix("forms/") {
            Some(rest) if !rest.contains('/') => Place::Form,
            Some(rest) if summary_id(rest).is_some() => Place::Summary,
            _ => Place::Other,
        },
        _ if !path.ends_with(".yaml") => Place::Other,
        _ if path.starts_with("procedures/cards/") => Place::Card,
        _ if path.starts_with("procedures/parts/") => Place::Part,
        OFFICE => Place::Office,
        _ if path.starts_with("procedures/scenarios/") => Place::Scenario,
        _ => match path.strip_prefix("procedures/") {
            Some(rest) if !rest.contains('/') => Place::Procedure,
            _ => Place::Other,
        },
    }
}

/// The id of the summary in a file below `forms`.
fn summary_id(path: &str) -> Option<&str> {
    path.strip_prefix("summaries/")?.strip_suffix(".md").filter(|id| !id.contains('/'))
}

/// The name of a file without its folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".md")).unwrap_or(name)
}

impl Workspace {
    /// The procedures as they are listed: in the order of the instruction, by the first of its atoms that they carry
    /// out; those that carry out none come last, by their ids.
    #[must_use]
    pub fn in_order(&self) -> Vec<(&String, &Procedure)> {
        let first = |procedure: &Procedure| {
            let place = |atom: &Spanned<String>| self.atoms.iter().position(|(id, _)| id.value == atom.value);
            let of_steps = || {
                let steps = procedure.definition.walk().into_iter();
                steps.flat_map(|(step, _)| &step.source).filter_map(place).min()
            };
            procedure.source.iter().filter_map(place).min().or_else(of_steps).unwrap_or(usize::MAX)
        };
        let mut ordered: Vec<_> = self.procedures.iter().collect();
        ordered.sort_by_key(|(_, procedure)| first(procedure));
        ordered
    }

    /// Reads all files; what could be read is there even when there are faults.
    #[must_use]
    pub fn read(mut inputs: Vec<Input>) -> Self {
        inputs.sort_by(|a, b| (place_of(&a.path), &a.path).cmp(&(place_of(&b.path), &b.path)));
        let mut workspace = Self::default();
        for input in inputs {
            workspace.take(input);
        }
        for form in workspace.forms.values_mut() {
            let of = form.of.iter().filter_map(|id| workspace.procedures.get(&id.value));
            let types = of.flat_map(|procedure| procedure.definition.types().iter());
            form.types = Arc::new(types.map(|(name, field)| (name.clone(), field.clone())).collect::<NamedTypes>());
        }
        workspace
    }

    fn take(&mut self, input: Input) {
        let (text, problem) = match input.text {
            Ok(text) => (text, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        let file = self.sources.add(input.path.clone(), text.clone());
        if let Some(problem) = problem {
            self.faults.push(Diagnostic::new(problem, Span::new(file, 0..0)));
            return;
        }
        let id = stem(&input.path).to_owned();
        let faults = &mut self.faults;
        let place = place_of(&input.path);
        let said = text.lines().map(str::trim).any(|line| !line.is_empty() && !line.starts_with('#'));
        if !said && !matches!(place, Place::Types | Place::Style | Place::Atoms) {
            faults.push(Diagnostic::new(Problem::EmptyFile, Span::new(file, 0..0)));
            return;
        }
        match place {
            Place::Company => self.company = read_company(&text, file, faults),
            Place::Types => self.types = read_types(&text, file, faults),
            Place::Style => self.style = read_style(&text, file, faults),
            Place::Atoms => self.atoms = read_atoms(&text, file, faults),
            Place::Card => {
                file_name(&id, true, file, faults);
                if let Some(card) = read_card(&id, &text, file, &self.types, faults) {
                    self.cards.insert(id, card);
                }
            }
            Place::Part => {
                file_name(&id, false, file, faults);
                let known = Known { types: &self.types, parts: None, cards: &self.cards, style: &self.style };
                if let Some(part) = read_part(&text, file, known, faults) {
                    self.parts.insert(id, part);
                }
            }
            Place::Procedure => {
                file_name(&id, false, file, faults);
                let known =
                    Known { types: &self.types, parts: Some(&self.parts), cards: &self.cards, style: &self.style };
                if let Some(procedure) = read_procedure(&id, &text, file, known, faults) {
                    self.procedures.insert(id, procedure);
                }
            }
            Place::Office => self.office = read_office(&text, file, faults),
            Place::Scenario => {
                if let Some(scenario) = read_scenario(&text, file, self.company.time, faults) {
                    self.scenarios.push((input.path, scenario.within(&self.office)));
                }
            }
            Place::Summary => {
                file_name(&id, false, file, faults);
                if let Some(summary) = read_summary(&id, &text, file, faults) {
                    self.summaries.insert(id, summary);
                }
            }
            Place::Form => {
                file_name(&id, false, file, faults);
                if let Some(form) = read_form(&id, &text, file, faults) {
                    self.forms.insert(id, form);
                }
            }
            Place::Other => {}
        }
    }

    /// The paths of files in which something has to be mended before they are used.
    #[must_use]
    pub fn broken_files(&self, diagnostics: &[Diagnostic]) -> BTreeSet<FileId> {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error);
        errors.map(|diagnostic| diagnostic.span.file).collect()
    }

    /// The ids of all summaries, also of those whose file cannot be read.
    pub fn summary_ids(&self) -> impl Iterator<Item = &str> {
        self.sources.paths().filter_map(|path| summary_id(path.strip_prefix("forms/")?))
    }

    /// The ids of all procedures, also of those whose file cannot be read.
    pub fn procedure_ids(&self) -> impl Iterator<Item = &str> {
        let paths = self.sources.paths().filter(|path| place_of(path) == Place::Procedure);
        paths.filter_map(|path| path.strip_prefix("procedures/")?.strip_suffix(".yaml"))
    }

    /// Whether there is a file for a procedure, which may be one that cannot be read.
    #[must_use]
    pub fn has_procedure(&self, id: &str) -> bool {
        self.procedure_ids().any(|known| known == id)
    }

    /// Whether a file is read as part of a workspace.
    #[must_use]
    pub fn wants(path: &str) -> bool {
        place_of(path) != Place::Other
    }

    /// What to say of a file that is not read and whose name shows that somebody meant it to be.
    #[must_use]
    pub fn overlooked(path: &str) -> Option<Problem> {
        let (folder, name) = path.rsplit_once('/')?;
        let ending = if folder.starts_with("forms") { ".md" } else { ".yaml" };
        let mut stem = name;
        while let Some((rest, last)) = stem.rsplit_once('.')
            && ENDINGS.contains(&last.to_lowercase().as_str())
        {
            stem = rest;
        }
        // A note beside the files is no file of theirs.
        let meant = stem.len() < name.len() && !stem.is_empty() && !stem.eq_ignore_ascii_case("readme");
        let right = format!("{stem}{ending}");
        let problem = Problem::WrongEnding { name: name.to_owned(), right: right.clone() };
        (meant && !Self::wants(path) && Self::wants(&format!("{folder}/{right}"))).then_some(problem)
    }
}

fn file_name(id: &str, card: bool, file: FileId, faults: &mut Vec<Diagnostic>) {
    let fits = if card { names::is_name(id) } else { names::is_code(id) };
    if !fits {
        faults.push(Diagnostic::new(Problem::BadFileName { name: id.to_owned(), card }, Span::new(file, 0..0)));
    }
}
