//! Forms on their way to paper: the number, the document, its place.

use super::case_sheet::CASE;
use super::depends::faults_under;
use super::handbook_sheet::HANDBOOK;
use super::update::{known_to, never_asked};
use super::{Notice, Session, SessionError, private, show_case};
use crate::check;
use crate::engine::{Move, Outline, Row, State};
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::definition::{Mode, Print};
use crate::model::diagnostic::{Diagnostic, Problem, Severity};
use crate::model::digest::sha256;
use crate::model::document::Document;
use crate::model::event::{Did, Event, Moment, Numbered, Printed};
use crate::model::form::{Fill, Form, FormFault};
use crate::model::staff::Staff;
use crate::model::template::{Blanks, OuterNames, PaperTemplate, Path, Scope};
use crate::model::workspace::Workspace;
use crate::render::{self, Output, RenderError, RenderFault};
use crate::store::{CaseId, Register, Shelf, StoreError, Trouble};
use chrono::Datelike;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Why a document was not made; nothing has come of it.
#[derive(Debug)]
pub enum PrintTrouble {
    /// There is no such form.
    NoForm,
    /// The form has faults, or what it reads.
    Faults(Vec<Diagnostic>),
    /// It cannot be laid out.
    Layout(RenderError),
    /// In a document for clients a number of this contact would stand.
    StaffNumber(String),
    /// This private answer is not on this machine.
    Elsewhere(String),
    /// The case runs under an earlier procedure, which does not have what the form reads: the case as it is called at the
    /// desk, and the words of what it was not asked for.
    OldProcedure(String, String),
    /// There is no such series, or its number cannot be written.
    NoSeries(String),
    /// The sheet of a case is wanted without a case, or empty.
    NoCase,
    /// A file.
    Store(StoreError),
}

impl PrintTrouble {
    /// The word that stands in the case.
    fn code(&self) -> &'static str {
        match self {
            Self::NoForm => "no-form",
            Self::Faults(_) => "faults-of-form",
            Self::Layout(_) => "layout",
            Self::StaffNumber(_) => "staff-number",
            Self::Elsewhere(_) => "private-answer-elsewhere",
            Self::OldProcedure(..) => "old-procedure",
            Self::NoSeries(_) => "no-series",
            Self::NoCase => "no-case",
            Self::Store(_) => "file",
        }
    }
}

impl From<StoreError> for PrintTrouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Session {
    /// A `print` has begun: makes its document, or notes in the case that it could not be made.
    pub(super) fn print(&mut self, step: &str, print: &Print, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        // The number is taken when everything else is known to be there.
        let made =
            self.ready(step, print).and_then(|()| self.number(step, print)).and_then(|()| self.make(step, print));
        match made {
            Ok((printed, blanks)) => {
                notices.push(Notice::Printed { file: printed.file.clone(), blanks });
                self.decide(&Move::Printed(Box::new(printed)))?;
                self.hand_over_made(step, notices)
            }
            // What the disk refuses is tried again with the next move.
            Err(PrintError::Session(error)) => Err(error),
            Err(PrintError::Trouble(trouble)) => {
                // Only its kind: words of the document may be private.
                let reason = trouble.code().to_owned();
                let id = &print.form.value;
                let form = self.workspace.forms.get(id).map_or(id, |form| &form.title).clone();
                notices.push(Notice::NotPrinted { form, trouble });
                self.decide(&Move::Failed { step: step.to_owned(), reason })
            }
        }
    }

    /// Whether the document can be made, but for its number.
    fn ready(&self, step: &str, print: &Print) -> Result<(), PrintError> {
        self.fill_in(step, print, None).map(drop)
    }

    /// Takes the number, where the step has none yet.
    fn number(&mut self, step: &str, print: &Print) -> Result<(), PrintError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let Some(id) = print.series.as_ref().map(|series| series.value.clone()) else { return Ok(()) };
        let fact = held.case.fact(step).cloned().unwrap_or_default();
        if fact.number.is_some() {
            return Ok(());
        }
        let outside = self.outside();
        // The day that stands on the document, whenever a killed program has come to it.
        let year = fact.since.unwrap_or(outside.at).year();
        let desk = self.seat.desk.clone();
        let unknown = || PrintError::Trouble(PrintTrouble::NoSeries(id.clone()));
        let series = self.workspace.company.series.get(&id).ok_or_else(unknown)?;
        let register = Register { series: &id, desk: &desk, year: series.yearly.then_some(year) };
        let line = |case: Option<String>, n: u32| {
            let number = series.write(&desk, n, year)?;
            let did = Did::Numbered(Numbered { case, step: step.to_owned(), series: id.clone(), n, number });
            let (at, by) = (outside.at, outside.by.clone());
            Some(Event { n, at, was: None, desk: desk.clone(), by, saw: BTreeMap::new(), due: BTreeMap::new(), did })
        };
        let numbered = self.store.take_number(register, &held.case.id, step, line)?.ok_or_else(unknown)?;
        self.decide(&Move::Numbered(Numbered { case: None, ..numbered }))?;
        Ok(())
    }

    /// Makes the document and puts it in its place. Gives the event, and how many places in it are empty.
    fn make(&self, step: &str, print: &Print) -> Result<(Printed, usize), PrintError> {
        let held = self.stack.last().ok_or(SessionError::Nothing)?;
        let case = &held.case;
        let fact = case.fact(step).cloned().unwrap_or_default();
        let (Filled { document, shows, unanswered }, shown, copies) = self.fill_in(step, print, fact.number.clone())?;
        let bytes = render::pdf(&document).map_err(PrintTrouble::Layout)?;
        let shelf = if shown.is_empty() { Shelf::Case } else { Shelf::Private };
        let hash = sha256(&bytes);
        let id = CaseId::parse(&case.id).ok_or(SessionError::Nothing)?;
        let last = fact.papers.last().map(|(_, paper)| paper).filter(|paper| paper.hash == hash);
        // Made again with the same bytes, it is the same document.
        let count = last.map_or(fact.begun, |paper| paper.count);
        let path = self.store.document_path(&id, &case.definition.id, step, count, shelf);
        self.store.put_document(&path, &bytes)?;
        let (file, form) = (self.store.below_records(&path), print.form.value.clone());
        Ok((Printed { step: step.to_owned(), count, form, file, hash, copies, number: fact.number, shows }, unanswered))
    }

    /// The document of a step, the private steps that it shows, and how many copies are wanted.
    fn fill_in(
        &self,
        step: &str,
        print: &Print,
        number: Option<String>,
    ) -> Result<(Filled, Vec<String>, u32), PrintError> {
        let case = &self.stack.last().ok_or(SessionError::Nothing)?.case;
        let form = usable(&self.workspace, &self.diagnostics, &print.form.value)?;
        if print.mode == Mode::Filled {
            known_to(&self.workspace, form, case)?;
        }
        let mut outside = self.outside();
        let begun = case.fact(step).and_then(|fact| fact.since);
        (outside.at, outside.was) = (begun.unwrap_or(outside.at), None);
        let outline = case.outline(&outside);
        let missing = private::missing(&outline, &outside.private);
        // What stands behind the step in the procedure is not on its paper.
        let behind = outline.row(step).map_or(0, |row| row + 1);
        let item = outline.row(step).and_then(|row| outline.rows[row].item);
        let later = outline.rows.iter().skip(behind).filter(|row| outline.sees(item, row.item));
        let later: Vec<String> = later.filter_map(named).collect();
        let wanted = Wanted { mode: print.mode, stamp: print.stamp, number };
        let filled = filled(&self.workspace, form, &outline, (item, &later), wanted, self.seat.language)?;
        let shown = private::shown(&outline, item, &filled.shows);
        if let Some(step) = shown.iter().find(|step| missing.contains(step)) {
            return Err(PrintTrouble::Elsewhere(step.clone()).into());
        }
        Ok((filled, shown, print.copies.unwrap_or(form.copies)))
    }
}

pub(super) fn named(row: &Row<'_>) -> Option<String> {
    row.step.name.as_ref().map(|name| name.value.clone())
}

/// A form outside of a case's course.
#[derive(Debug)]
pub struct Sheet {
    /// The file.
    pub bytes: Vec<u8>,
    /// Where it belongs when nobody names another place.
    pub path: PathBuf,
    /// What the form reads and the case was never asked for: words, empty where there is nothing of that.
    pub never_asked: String,
    /// The document that the case has issued, where this one is not it but was made now under its number and date.
    pub instead_of: Option<Issued>,
}

/// A document that a case has issued.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Its number, if it has one.
    pub number: Option<String>,
    /// When it was made.
    pub at: Moment,
    /// Its file in the workspace.
    pub file: String,
    /// Whether that is there as it was issued.
    pub whole: bool,
}

impl Sheet {
    pub(super) fn new(bytes: Vec<u8>, path: PathBuf) -> Self {
        Self { bytes, path, never_asked: String::new(), instead_of: None }
    }
}

impl Session {
    /// A form, empty or with the values of a case, open or closed; or the sheet of a case. Nothing is written down, no number
    /// is taken.
    ///
    /// # Errors
    /// When there is no such form or case, or the document cannot be made.
    pub fn sheet(
        &self,
        form: &str,
        case: Option<&str>,
        mode: Mode,
        stamp: bool,
        output: Output,
    ) -> Result<Sheet, SessionError> {
        // A form of the director's with this name has it.
        let ours = |word: &str| form == word && self.workspace.sources.find(&format!("forms/{word}.md")).is_none();
        if ours(HANDBOOK) && case.is_none() {
            return self.handbook_sheet(output);
        }
        if ours(CASE) {
            let trouble = || SessionError::NotPrinted { form: form.to_owned(), trouble: PrintTrouble::NoCase };
            let wanted = case.filter(|_| mode == Mode::Filled && !stamp);
            return self.case_sheet(wanted.ok_or_else(trouble)?, output);
        }
        let made = usable(&self.workspace, &self.diagnostics, form);
        let form = made.map_err(|trouble| SessionError::NotPrinted { form: form.to_owned(), trouble })?;
        let failed = |trouble| SessionError::NotPrinted { form: form.id.clone(), trouble };
        let mut outside = self.outside_of_form(form)?;
        let (document, path, never_asked, instead_of) = match case {
            None => {
                let types = (Arc::clone(&form.types), Arc::clone(&outside.types));
                let scope = Scope::new(types.0, types.1, outside.blanks.clone(), &outside.names);
                let wanted = Wanted { mode: Mode::Blank, stamp, number: None };
                let made = fill(&self.workspace, form, &scope, BTreeSet::new(), wanted, self.seat.language);
                let path = self.store.derived(&format!("forms/{}.pdf", form.id));
                (made.map_err(failed)?.0, path, String::new(), None)
            }
            Some(wanted) => {
                let (case, _) = show_case(&self.store, wanted, outside.at.date_naive())?;
                let private = self.store.private_answers(&case.id)?;
                outside.private = private::opened(&case, &private);
                outside.recall(&case.seen);
                let outline = case.outline(&outside);
                let made = outline.papers().into_iter().rev().find(|paper| paper.form == form.id && paper.counts);
                let path = self.store.private_path(&case.id, &format!("sheets/{}.pdf", form.id));
                let issued = made.and_then(|paper| paper.made).map(|(at, printed)| {
                    let file = self.store.root().join("records").join(&printed.file);
                    let bytes = self.store.document(&file).ok().filter(|bytes| sha256(bytes) == printed.hash);
                    (at, self.store.relative(&file), bytes)
                });
                // What was issued is handed out again as it was.
                let same = made.is_some_and(|paper| case.mode_of(paper.step) == Some(mode)) && output == Output::Pdf;
                if let Some((_, _, Some(bytes))) = issued.as_ref().filter(|_| same) {
                    return Ok(Sheet::new(bytes.clone(), path));
                }
                let number = made.and_then(|paper| paper.number).map(str::to_owned);
                let printed = made.map(|paper| paper.step.to_owned());
                let at = made.and_then(|paper| paper.made).map(|(at, _)| at).or(case.last);
                outside.at = at.unwrap_or(outside.at);
                let outline = case.outline(&outside);
                let wanted = Wanted { mode, stamp, number: number.clone() };
                // As the step of an item saw it that had printed it.
                let item = printed.as_ref().and_then(|step| outline.rows[outline.row(step)?].item);
                let filled = filled(&self.workspace, form, &outline, (item, &[]), wanted, self.seat.language);
                let Filled { document, shows, .. } = filled.map_err(failed)?;
                let missing = private::missing(&outline, &outside.private);
                let shown = private::shown(&outline, item, &shows);
                if let Some(step) = shown.iter().find(|step| missing.contains(step)) {
                    return Err(failed(PrintTrouble::Elsewhere(step.clone())));
                }
                let never_asked =
                    if mode == Mode::Filled { never_asked(&self.workspace, form, &case) } else { String::new() };
                let issued = issued.map(|(at, file, bytes)| Issued { number, at, file, whole: bytes.is_some() });
                (document, path, never_asked, issued)
            }
        };
        let bytes = render::draw(&document, output).map_err(|error| failed(PrintTrouble::Layout(error)))?;
        Ok(Sheet { bytes, path, never_asked, instead_of })
    }
}

/// What a form is filled with.
pub(super) struct Wanted {
    /// The case's values, or lines to write on.
    pub mode: Mode,
    /// Whether the stamp's place is on it.
    pub stamp: bool,
    /// Its number.
    pub number: Option<String>,
}

/// A form that was filled.
#[derive(Debug)]
pub(super) struct Filled {
    /// What came of it.
    pub document: Document,
    /// The names of the case that it shows.
    pub shows: Vec<String>,
    /// How many places are empty for want of a value.
    pub unanswered: usize,
}

/// The form with the values of a case in it, as an item's steps see them and without those that come later, and the
/// names of the case that it shows.
pub(super) fn filled(
    workspace: &Workspace,
    form: &Form,
    outline: &Outline<'_>,
    (item, later): (Option<usize>, &[String]),
    wanted: Wanted,
    language: Language,
) -> Result<Filled, PrintTrouble> {
    let steps = || outline.rows.iter().filter_map(|row| Some((row, row.step.name.as_ref()?.value.as_str())));
    let read: BTreeSet<&str> = form.texts().flat_map(PaperTemplate::paths).map(Path::root).collect();
    let seen = |row: &Row<'_>| outline.sees(item, row.item) && named(row).is_none_or(|name| !later.contains(&name));
    let shows = steps().filter(|(row, name)| wanted.mode == Mode::Filled && seen(row) && read.contains(name));
    let shows = shows.map(|(_, name)| name.to_owned()).collect();
    // What was passed, or may still be answered, is filled in by hand.
    let open = steps().filter(|(row, _)| row.state != State::Out).map(|(_, name)| name.to_owned());
    let mut scope = outline.scope_of(item);
    later.iter().for_each(|name| scope.set(name, &Value::Null));
    let (document, unanswered) = fill(workspace, form, &scope, open.collect(), wanted, language)?;
    Ok(Filled { document, shows, unanswered })
}

/// The form with the values of a scope in it; of `lines` those without a value leave a line. Gives how many have left
/// one where that was not meant, too.
fn fill(
    workspace: &Workspace,
    form: &Form,
    scope: &Scope,
    lines: BTreeSet<String>,
    wanted: Wanted,
    language: Language,
) -> Result<(Document, usize), PrintTrouble> {
    let fill = Fill {
        mode: wanted.mode,
        number: wanted.number,
        stamp: wanted.stamp,
        lines,
        language,
        appearance: workspace.appearance.clone(),
        notice: workspace.company.notice.clone().filter(|_| form.audience == Audience::Internal),
        inserts: BTreeMap::new(),
        staff: Staff::of(&workspace.company),
    };
    let document = form.document(scope, &fill).map_err(|faults| {
        match faults.iter().find_map(|fault| owner(workspace, fault)) {
            Some(whose) => PrintTrouble::StaffNumber(whose),
            None => PrintTrouble::Faults(faults),
        }
    })?;
    let unanswered = if fill.mode == Mode::Filled { form.unanswered(&document, scope, &fill) } else { 0 };
    Ok((document, unanswered))
}

/// The contact whose number came into a client's document with the values of a case.
fn owner(workspace: &Workspace, fault: &Diagnostic) -> Option<String> {
    let Problem::NotForClients { name } = &fault.problem else { return None };
    Some(title_of(workspace, name.split('.').nth(1)?))
}

/// What people call a contact.
pub(super) fn title_of(workspace: &Workspace, id: &str) -> String {
    let contact = workspace.company.contacts.iter().find(|(known, _)| known == id);
    contact.map_or(id, |(_, contact)| &contact.title).to_owned()
}

/// A form without faults, in itself and in what it reads.
pub(super) fn usable<'w>(
    workspace: &'w Workspace,
    diagnostics: &[Diagnostic],
    id: &str,
) -> Result<&'w Form, PrintTrouble> {
    let file = workspace.sources.find(&format!("forms/{id}.md"));
    let mine = |fault: &&Diagnostic| fault.severity() == Severity::Error && Some(fault.span.file) == file;
    let mut faults: Vec<Diagnostic> = diagnostics.iter().filter(mine).cloned().collect();
    let read = workspace.forms.get(id).map(|form| faults_under(workspace, diagnostics, form));
    faults.extend(read.unwrap_or_default());
    if !faults.is_empty() {
        return Err(PrintTrouble::Faults(faults));
    }
    workspace.forms.get(id).ok_or(PrintTrouble::NoForm)
}

/// Every fault of a workspace, with those that only show when its forms are laid out, empty.
#[must_use]
pub fn check_workspace(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut found = check::with_paths(workspace);
    found.extend(unusable(workspace));
    let broken = workspace.broken_files(&found);
    let mut names = OuterNames::default();
    names.insert("company", workspace.company.details.clone());
    names.insert("contacts", workspace.company.contacts_value());
    let cards = workspace.cards.iter().map(|(id, card)| (id.clone(), card.as_value()));
    names.insert("cards", Value::Object(cards.collect()));
    for form in workspace.forms.values().filter(|form| !broken.contains(&form.span.file)) {
        let scope = Scope::new(Arc::clone(&form.types), Arc::default(), Blanks::Empty, &names);
        let wanted = Wanted { mode: Mode::Blank, stamp: true, number: None };
        let Ok((document, _)) = fill(workspace, form, &scope, BTreeSet::new(), wanted, workspace.company.language)
        else {
            continue;
        };
        let Err(error) = render::pdf(&document) else { continue };
        let how = match error.kind {
            RenderFault::Glyph { character, .. } => FormFault::Glyph { character },
            RenderFault::Word { word } | RenderFault::Table { word, .. } | RenderFault::Running { text: word } => {
                FormFault::TooWide { word }
            }
            // The others are no fault of a form that was read well.
            _ => continue,
        };
        let span = if error.span.is_known() { error.span } else { form.span };
        found.push(Diagnostic::new(Problem::BadForm { how }, span));
    }
    found
}

/// What `pult.yaml` names for documents and what cannot be used. A file that is not there is a fault already.
fn unusable(workspace: &Workspace) -> impl Iterator<Item = Diagnostic> {
    let known = |span| workspace.faults.iter().any(|fault| fault.span == span);
    let found = render::unusable(&workspace.appearance).into_iter().filter(move |error| !known(error.span));
    found.filter_map(|error| match error.kind {
        RenderFault::Asset { name, how } => Some(Diagnostic::new(Problem::BadAsset { name, how }, error.span)),
        _ => None,
    })
}

/// A document was not made: the case can go on without it, or the disk stopped everything.
#[derive(Debug)]
enum PrintError {
    Trouble(PrintTrouble),
    Session(SessionError),
}

impl From<StoreError> for PrintError {
    fn from(error: StoreError) -> Self {
        match error.trouble {
            Trouble::Write(_) => Self::Session(error.into()),
            _ => Self::Trouble(PrintTrouble::Store(error)),
        }
    }
}

impl From<SessionError> for PrintError {
    fn from(error: SessionError) -> Self {
        Self::Session(error)
    }
}

impl From<PrintTrouble> for PrintError {
    fn from(trouble: PrintTrouble) -> Self {
        Self::Trouble(trouble)
    }
}
