//! Summaries as pages: for every period that has cases, what its text says of them.

use super::gather::{Changes, Gathered};
use super::world::World;
use super::{Clock, Seat, reference};
use crate::engine::{Counter, Facts, Group, Outside, Tally, nothing_known};
use crate::model::card::Audience;
use crate::model::company::Language;
use crate::model::definition::{Step, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::document::{
    Bar, Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table,
};
use crate::model::markup::Insert;
use crate::model::period::{Every, Period};
use crate::model::span::Span;
use crate::model::staff::Staff;
use crate::model::summary::{Key, Measure, Subject, Summary};
use crate::model::template::{NamedTypes, Scope};
use crate::model::workspace::Workspace;
use crate::render::{self, RenderFault};
use crate::store::{Pages, Store, StoreError, Trouble};
use crate::text::{self, Message};
use chrono::{NaiveDate, Timelike, Weekday};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A4, with the margins of office documents.
const PAPER: Paper = Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 };

/// What may have become different since the last building.
#[derive(Debug, Clone, Copy)]
pub enum Look<'p> {
    /// Nothing is known of the last one: every page is made as of now.
    Everything,
    /// Anything: files are looked at by their stamps, and pages that say the same stay.
    Changed,
    /// The director's texts, and these files of cases.
    Texts(&'p BTreeSet<PathBuf>),
    /// These files of cases.
    Cases(&'p BTreeSet<PathBuf>),
}

/// A page that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The title of its document.
    pub title: String,
    /// The files written, relative to the workspace.
    pub files: Vec<String>,
    /// The ids of the cases that it was made from.
    pub shows: Vec<String>,
}

/// What came of a building.
#[derive(Debug)]
pub struct Built {
    /// What had changed.
    pub changes: Changes,
    /// The pages that were written.
    pub pages: Vec<Page>,
    /// Files taken away: what they were made for is gone.
    pub removed: Vec<String>,
    /// Faults of texts that only the cases showed.
    pub faults: Vec<Diagnostic>,
    /// Cases that cannot be read.
    pub unread: Vec<StoreError>,
    /// Files that cannot be put on paper, and why not.
    pub unprinted: BTreeMap<String, RenderFault>,
    /// Pages that could not be written.
    pub troubles: Vec<StoreError>,
}

/// Builds summaries, and remembers what it has seen.
#[derive(Debug)]
pub struct Builder {
    store: Store,
    clock: Clock,
    cases: Gathered,
    pages: Pages,
    /// By file: the page without the moment of its making.
    drawn: BTreeMap<String, String>,
    /// By file: what was wrong when the page was to be made.
    faults: BTreeMap<String, Vec<Diagnostic>>,
    /// By path: why a page is not on paper.
    unprinted: BTreeMap<String, RenderFault>,
    /// The day of the last building, which had a page even without cases.
    today: Option<NaiveDate>,
}

/// What the pages of one building have in common.
struct Job<'j> {
    workspace: &'j Workspace,
    outside: Outside,
    facts: Vec<&'j Facts>,
    unread: Vec<(NaiveDate, &'j StoreError)>,
    language: Language,
    /// Every name of every procedure, without a value.
    names: Map<String, Value>,
    /// The numbers that no client is to be given.
    staff: Staff,
}

impl Builder {
    /// A builder that has seen nothing yet.
    #[must_use]
    pub fn new(store: Store, clock: Clock) -> Self {
        let pages = store.pages();
        let (drawn, faults, cases, unprinted) = Default::default();
        Self { store, clock, cases, pages, drawn, faults, unprinted, today: None }
    }

    /// How long it is until the day changes, and with it what the pages say.
    #[must_use]
    pub fn until_tomorrow(&self) -> Duration {
        let now = self.clock.now();
        let passed = u64::from(now.num_seconds_from_midnight());
        // A second more: the clock of the pages is no finer.
        Duration::from_secs((24 * 60 * 60_u64).saturating_sub(passed) + 1)
    }

    /// Builds what has changed. A summary with faults is left as it is; the others are built all the same.
    ///
    /// # Errors
    /// When cases cannot be listed. A case that cannot be read, or a page that cannot be written, stops nothing.
    pub fn build(
        &mut self,
        workspace: &Workspace,
        diagnostics: &[Diagnostic],
        look: &Look<'_>,
    ) -> Result<Built, StoreError> {
        if let Look::Everything = look {
            self.drawn.clear();
        }
        let mut changes = match look {
            Look::Everything | Look::Changed => self.cases.look_at_all(&self.store)?,
            Look::Texts(paths) | Look::Cases(paths) => self.cases.look_at(&self.store, paths),
        };
        let seat = Seat { desk: String::new(), by: String::new(), language: workspace.company.language };
        let mut outside = World::new(workspace, &seat).outside(workspace, &seat, &self.clock);
        let texts = workspace.summaries.values().flat_map(|summary| summary.body.text.paths());
        if reference::reads(workspace, texts.map(|path| path.text.as_str())) {
            reference::keep(workspace, &mut outside, &self.cases.facts());
        }
        let today = outside.at.date_naive();
        if self.today.replace(today) != Some(today) {
            changes.days.insert(today);
        }
        let job = Job {
            workspace,
            outside,
            facts: self.cases.facts(),
            unread: self.cases.unread(),
            language: workspace.company.language,
            names: nothing_known(workspace.procedures.values().map(|procedure| &procedure.definition)),
            staff: Staff::of(&workspace.company),
        };
        let broken = workspace.broken_files(diagnostics);
        let (mut written, mut wanted, mut kept, mut troubles) =
            (Vec::new(), BTreeSet::new(), BTreeSet::new(), Vec::new());
        let whole = !matches!(look, Look::Cases(_));
        if whole {
            self.faults.clear();
        }
        // A summary whose head cannot be read is no summary, and its pages are still somebody's.
        kept.extend(workspace.summary_ids().map(str::to_owned));
        let mut writer = Writer { store: &self.store, pages: &mut self.pages, unprinted: &mut self.unprinted };
        for summary in workspace.summaries.values() {
            if broken.contains(&summary.span.file) {
                continue;
            }
            kept.remove(&summary.id);
            for (period, cases) in job.periods(summary.every, today) {
                let name = page_name(summary, period);
                wanted.extend(["html", "pdf"].map(|ending| format!("{name}.{ending}")));
                if !whole && self.drawn.contains_key(&name) && !changes.days.iter().any(|day| period.contains(*day)) {
                    continue;
                }
                match job.document(summary, period, &cases) {
                    Ok(document) => {
                        self.faults.remove(&name);
                        let bare = render::html(&document);
                        let there = writer.store.has_page(writer.pages, &format!("{name}.html"));
                        if there && self.drawn.get(&name) == Some(&bare) {
                            continue;
                        }
                        writer.unprinted.remove(&format!("out/{name}.pdf"));
                        let page = Page { title: document.title.clone(), files: Vec::new(), shows: ids(&cases) };
                        match writer.write(&name, &summary.id, page, &job.dated(document)) {
                            Ok(page) => {
                                self.drawn.insert(name, bare);
                                written.extend(Some(page).filter(|page| !page.files.is_empty()));
                            }
                            Err(trouble) => {
                                self.drawn.remove(&name);
                                troubles.push(trouble);
                            }
                        }
                    }
                    Err(faults) => drop(self.faults.insert(name, faults)),
                }
            }
        }
        // A paper that could not be made anew must not stay beside its page.
        wanted.retain(|name| !self.unprinted.contains_key(&format!("out/{name}")));
        let removed = self.store.remove_pages(&mut self.pages, &wanted, &kept);
        let removed = removed.unwrap_or_else(|trouble| {
            troubles.push(trouble);
            Vec::new()
        });
        let page = |path: &str| {
            path.strip_prefix("out/").and_then(|name| name.strip_suffix(".pdf")).map(|name| format!("{name}.html"))
        };
        self.unprinted.retain(|path, _| page(path).is_some_and(|name| wanted.contains(&name)));
        self.faults.retain(|name, _| wanted.contains(&format!("{name}.html")));
        self.drawn.retain(|name, _| wanted.contains(&format!("{name}.html")));
        let mut faults: Vec<Diagnostic> = self.faults.values().flatten().cloned().collect();
        faults.dedup();
        let unread = self.cases.unread().into_iter().map(|(_, error)| again(error)).collect();
        let removed = removed.into_iter().map(|name| format!("out/{name}")).collect();
        let unprinted = self.unprinted.clone();
        Ok(Built { changes, pages: written, removed, faults, unread, unprinted, troubles })
    }
}

/// Puts pages in their place.
struct Writer<'b> {
    store: &'b Store,
    pages: &'b mut Pages,
    unprinted: &'b mut BTreeMap<String, RenderFault>,
}

impl Writer<'_> {
    fn write(&mut self, name: &str, of: &str, mut page: Page, document: &Document) -> Result<Page, StoreError> {
        let mut put = |ending: &str, bytes: &[u8]| -> Result<(), StoreError> {
            let file = format!("{name}.{ending}");
            if self.store.put_page(self.pages, &file, of, bytes)? {
                page.files.push(format!("out/{file}"));
            }
            Ok(())
        };
        put("html", render::html(document).as_bytes())?;
        match render::pdf(document) {
            Ok(bytes) => put("pdf", &bytes)?,
            // What somebody typed may have letters that the fonts do not have: the page on the screen shows them.
            Err(error) => drop(self.unprinted.insert(format!("out/{name}.pdf"), error.kind)),
        }
        Ok(page)
    }
}

fn ids(cases: &[&Facts]) -> Vec<String> {
    cases.iter().map(|case| case.id.clone()).collect()
}

/// The same trouble for somebody else; the system's error cannot be copied.
fn again(error: &StoreError) -> StoreError {
    let trouble = match &error.trouble {
        Trouble::Damaged { line } => Trouble::Damaged { line: *line },
        Trouble::Definition { hash } => Trouble::Definition { hash: hash.clone() },
        Trouble::Newer { found } => Trouble::Newer { found: *found },
        Trouble::Unreadable { reason } => Trouble::Unreadable { reason: reason.clone() },
        Trouble::Read(error) => Trouble::Read(std::io::Error::new(error.kind(), error.to_string())),
        other => Trouble::Unreadable { reason: format!("{other:?}") },
    };
    StoreError { trouble, path: error.path.clone() }
}

fn page_name(summary: &Summary, period: Period) -> String {
    match period.key() {
        Some(key) => format!("{}-{key}", summary.id),
        None => summary.id.clone(),
    }
}

impl Job<'_> {
    /// The periods that have cases, and the one of today.
    fn periods(&self, every: Every, today: NaiveDate) -> BTreeMap<Period, Vec<&Facts>> {
        let mut periods: BTreeMap<Period, Vec<&Facts>> = BTreeMap::from([(every.around(today), Vec::new())]);
        for (day, _) in &self.unread {
            periods.entry(every.around(*day)).or_default();
        }
        for facts in &self.facts {
            periods.entry(every.around(facts.day())).or_default().push(facts);
        }
        periods
    }

    /// What a summary says of the cases of a period, without the moment at which it says so.
    fn document(&self, summary: &Summary, period: Period, cases: &[&Facts]) -> Result<Document, Vec<Diagnostic>> {
        let language = self.language;
        let outcome = |code: &str| text::say(language, &Message::Outcome(code));
        let weekday = |day: u32| {
            let day = u8::try_from(day).ok().and_then(|day| Weekday::try_from(day).ok());
            day.map_or_else(String::new, |day| text::weekday(language, day).to_owned())
        };
        let person = |by: &str| super::person(self.workspace, by);
        let counter = Counter {
            outside: &self.outside,
            weekday: &weekday,
            outcome: &outcome,
            person: &person,
            names: &self.names,
        };
        let (mut faults, mut inserts, mut types) = (Vec::new(), BTreeMap::new(), NamedTypes::new());
        let mut values = Vec::new();
        for measure in &summary.measures {
            let name = measure.name.value.clone();
            match counter.tally(measure, cases) {
                Err(error) => {
                    let span = measure.condition.as_ref().map_or(Span::NONE, |condition| condition.source.span);
                    faults.push(Diagnostic::new(Problem::BadExpression { reason: error.reason }, span));
                }
                Ok(Tally::Amount(value, field)) => {
                    types.extend(field.map(|field| (name.clone(), field)));
                    values.push((name, value));
                }
                Ok(Tally::Texts(texts)) => values.push((name, json!(texts))),
                Ok(Tally::Cases(cases)) => values.push((name, Value::Array(cases))),
                Ok(Tally::Groups(groups)) => {
                    let rows = groups.iter().map(|group| json!({"label": joined(group), "amount": group.amount}));
                    values.push((name.clone(), rows.collect()));
                    let bars = groups.iter().map(bar).collect();
                    inserts.insert(name, Insert { table: self.table(measure, &groups), bars });
                }
            }
        }
        let outside = &self.outside;
        let types = Arc::new(types);
        let mut scope = Scope::new(types, Arc::clone(&outside.types), outside.blanks.clone(), &outside.names);
        values.into_iter().for_each(|(name, value)| scope.set(&name, &value));
        scope.set("today", &json!(outside.at.format("%Y-%m-%d").to_string()));
        scope.set("now", &json!(outside.at.format("%Y-%m-%dT%H:%M").to_string()));
        let bounds = (period.every != Every::Always).then(|| (period.first.to_string(), period.last().to_string()));
        let (from, to) = bounds.unzip();
        scope.set("period", &json!({"title": text::period(language, period), "from": from, "to": to}));
        for (name, what) in [("cases", Subject::Closed), ("open", Subject::Open), ("overdue", Subject::Overdue)] {
            if summary.body.text.paths().iter().any(|path| path.root() == name) {
                let wanted: Vec<&Facts> = cases.iter().copied().filter(|case| counter.is_of(case, &what)).collect();
                scope.set(name, &Value::Array(counter.list(&wanted)));
            }
        }
        let title = summary.title.render(&scope).unwrap_or_else(|error| {
            faults.push(Diagnostic::new(Problem::BadExpression { reason: error.reason }, summary.span));
            String::new()
        });
        scope.set("form", &json!({"id": summary.id, "title": title}));
        let blocks = match summary.body.blocks(&scope, &inserts) {
            Ok(blocks) if faults.is_empty() => blocks,
            Ok(_) => return Err(faults),
            Err(found) => {
                faults.extend(found);
                return Err(faults);
            }
        };
        let (page, of) = text::page_of(language);
        let footer = vec![
            RunningPiece::Text(page.to_owned()),
            RunningPiece::Page,
            RunningPiece::Text(of.to_owned()),
            RunningPiece::Pages,
        ];
        let document = Document {
            title,
            author: self.workspace.company.detail("name").map(str::to_owned),
            language,
            audience: summary.audience,
            paper: if summary.landscape { PAPER.on_its_side() } else { PAPER },
            appearance: self.workspace.appearance.clone(),
            header: None,
            footer: Some(Running { pieces: footer }),
            draft: None,
            notice: self.workspace.company.notice.clone().filter(|_| summary.audience == Audience::Internal),
            blocks: self.with_unread(blocks, period),
        };
        let found = self.staff.in_document(&document, summary.span);
        if found.is_empty() { Ok(document) } else { Err(found) }
    }

    fn table(&self, measure: &Measure, groups: &[Group]) -> Table {
        let head = |text: &str, side| Column { head: Line::plain(text), side, share: 0 };
        let keys = measure.by.iter().map(|key| head(&self.key(measure, &key.value), Side::Left));
        let amount = head(text::amount(self.language, measure.how, &measure.what), Side::Right);
        let rows = groups
            .iter()
            .map(|group| group.labels.iter().chain([&group.shown]).map(|text| Line::plain(text.as_str())).collect());
        Table { columns: keys.chain([amount]).collect(), rows: rows.collect() }
    }

    /// The head of a column: the words of a field are its question, or those of what is computed.
    fn key(&self, measure: &Measure, key: &Key) -> String {
        let Key::Field(path) = key else { return text::key(self.language, key).unwrap_or_default().to_owned() };
        let name = path.split('.').next().unwrap_or(path);
        let procedures = self.workspace.procedures.values();
        let of = |id: &str| measure.of.is_empty() || measure.of.iter().any(|of| of.value == id);
        let step = procedures.map(|procedure| &procedure.definition).filter(|definition| of(&definition.id)).find_map(
            |definition| {
                // The whole path inside of a part, or the plain name.
                let places = definition.places();
                let own = |step: &Step| step.name.as_ref().is_some_and(|own| own.value == name);
                let found =
                    places.iter().find(|(id, _)| id == path).or_else(|| places.iter().find(|(_, step)| own(step)));
                found.map(|(_, step)| *step)
            },
        );
        let words = step.and_then(|step| match &step.kind {
            StepKind::Let(computed) => computed.label.clone(),
            kind => kind.text().filter(|text| text.is_literal()).map(|text| text.source.value.clone()),
        });
        words.unwrap_or_else(|| path.clone())
    }

    /// Names what could not be read, where whoever reads the numbers sees it.
    fn with_unread(&self, mut blocks: Vec<Block>, period: Period) -> Vec<Block> {
        let unread = self.unread.iter().filter(|(day, _)| period.contains(*day));
        let lines = unread.map(|(_, error)| {
            let words = text::store_error(self.language, error);
            Block::Paragraph(line(&text::say(self.language, &Message::NotRead(&words)), Face::Bold))
        });
        let at = behind_title(&blocks);
        blocks.splice(at..at, lines.collect::<Vec<_>>());
        blocks
    }

    /// The document with the moment at which it was made.
    fn dated(&self, mut document: Document) -> Document {
        let words = text::say(self.language, &Message::AsOf(&self.outside.at));
        document.blocks.insert(behind_title(&document.blocks), Block::Paragraph(line(&words, Face::Italic)));
        document
    }
}

fn joined(group: &Group) -> String {
    group.labels.join(", ")
}

fn bar(group: &Group) -> Bar {
    Bar { label: joined(group), amount: group.amount.max(0.0), shown: group.shown.clone() }
}

fn line(words: &str, face: Face) -> Line {
    Line { pieces: vec![Piece::Text { text: words.to_owned(), face }], span: Span::NONE }
}

/// Where the first block behind the title stands.
fn behind_title(blocks: &[Block]) -> usize {
    usize::from(matches!(blocks.first(), Some(Block::Heading { level: 1, .. })))
}
