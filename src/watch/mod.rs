//! Watching a workspace: what changes is looked at once it is quiet, and told. Decides nothing about cases.

mod eyes;
mod folders;
mod pending;

pub use eyes::Eyes;
pub use pending::Batch;

use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::workspace::Workspace;
use crate::render::RenderFault;
use crate::session::{Builder, Built, Look, check_workspace};
use crate::store::{self, StoreError};
use folders::{Kind, kind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

/// How soon what could not be done is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Something to tell whoever watches.
#[derive(Debug)]
pub enum News {
    /// A case was opened; the titles of the pages that show it.
    Opened(String, Vec<String>),
    /// A case was closed; the titles of the pages that show it.
    Closed(String, Vec<String>),
    /// Pages have changed for another reason: their titles.
    Updated(Vec<String>),
    /// A page was taken away: its path.
    Removed(String),
    /// What is wrong with one file.
    Faulty(Vec<Diagnostic>),
    /// A file that had faults has none any more.
    Mended(String),
    /// A page that cannot be put on paper: the file, and why.
    NotPrinted(String, RenderFault),
    /// A record or a file that cannot be read or written; said once.
    Trouble(StoreError),
}

/// Keeps the summaries of a workspace true, and says what changes.
#[derive(Debug)]
pub struct Keeper {
    /// What the director has written, as it was read last.
    pub workspace: Workspace,
    root: PathBuf,
    diagnostics: Vec<Diagnostic>,
    builder: Builder,
    /// Faults by file, as they were told.
    told: BTreeMap<String, Vec<Diagnostic>>,
    /// Troubles that were told: what they are, and the file.
    troubles: BTreeMap<String, String>,
    /// Pages of which it was told that they are not on paper.
    unprinted: BTreeMap<String, RenderFault>,
    /// Whether something could not be done, and everything is to be looked at until it could.
    debt: bool,
}

impl Keeper {
    /// Takes over a workspace that was read and checked; everything is still to be built.
    #[must_use]
    pub fn new(root: PathBuf, workspace: Workspace, diagnostics: Vec<Diagnostic>, builder: Builder) -> Self {
        let (told, troubles, unprinted) = Default::default();
        Self { workspace, root, diagnostics, builder, told, troubles, unprinted, debt: false }
    }

    /// When everything is to be looked at again without anything having happened: something could not be done,
    /// or a new day begins.
    #[must_use]
    pub fn patience(&self) -> Duration {
        if self.debt { AGAIN } else { self.builder.until_tomorrow() }
    }

    /// Builds everything for the first time.
    pub fn begin(&mut self) -> Vec<News> {
        let mut news = self.build(&Look::Everything);
        // Nobody wants to hear of every case that there ever was.
        news.retain(|one| !matches!(one, News::Opened(..) | News::Closed(..)));
        news
    }

    /// Looks at what has happened.
    pub fn take(&mut self, batch: &Batch) -> Vec<News> {
        let (mut texts, mut all_cases, mut cases) = (false, false, BTreeSet::new());
        match batch {
            Batch::Everything => (texts, all_cases) = (true, true),
            // What was lost with the last trouble is not among the paths.
            Batch::Paths(_) if self.debt => (texts, all_cases) = (true, true),
            Batch::Paths(paths) => {
                for path in paths {
                    match kind(&self.root, path) {
                        Some(Kind::Text) => texts = true,
                        // A case that could not be read may be readable now.
                        Some(Kind::Definition) => all_cases = true,
                        Some(Kind::Case) => drop(cases.insert(path.clone())),
                        None => {}
                    }
                }
            }
        }
        let mut news = Vec::new();
        if texts {
            match store::load_workspace(&self.root) {
                Ok(workspace) => {
                    self.diagnostics = check_workspace(&workspace);
                    self.workspace = workspace;
                }
                Err(error) => {
                    self.debt = true;
                    self.trouble(error, &mut news);
                    return news;
                }
            }
        }
        let look = match (texts, all_cases) {
            (_, true) => Look::Changed,
            (true, false) => Look::Texts(&cases),
            (false, false) => Look::Cases(&cases),
        };
        news.extend(self.build(&look));
        news
    }

    fn build(&mut self, look: &Look<'_>) -> Vec<News> {
        let mut news = Vec::new();
        let built = match self.builder.build(&self.workspace, &self.diagnostics, look) {
            Ok(built) => built,
            Err(error) => {
                self.debt = true;
                self.trouble(error, &mut news);
                return news;
            }
        };
        let Built { changes, pages, removed, faults, unread, unprinted, troubles } = built;
        let titles = |id: Option<&str>| -> Vec<String> {
            let shows = |page: &&crate::session::Page| id.is_none_or(|id| page.shows.iter().any(|shown| shown == id));
            pages.iter().filter(shows).map(|page| page.title.clone()).collect()
        };
        news.extend(changes.opened.iter().map(|id| News::Opened(id.clone(), titles(Some(id)))));
        news.extend(changes.closed.iter().map(|id| News::Closed(id.clone(), titles(Some(id)))));
        let begins = matches!(look, Look::Everything);
        if (begins || changes.opened.is_empty() && changes.closed.is_empty()) && !pages.is_empty() {
            news.push(News::Updated(titles(None)));
        }
        news.extend(removed.into_iter().map(News::Removed));
        let fresh = unprinted.iter().filter(|(path, why)| self.unprinted.get(*path) != Some(*why));
        news.extend(fresh.map(|(path, why)| News::NotPrinted(path.clone(), why.clone())));
        self.unprinted = unprinted;
        self.debt = !troubles.is_empty();
        self.tell_faults(faults, &mut news);
        let still: BTreeSet<String> =
            unread.iter().chain(&troubles).map(|error| error.path.to_string_lossy().into_owned()).collect();
        let mended: Vec<String> = self.troubles.keys().filter(|path| !still.contains(*path)).cloned().collect();
        for path in mended {
            self.troubles.remove(&path);
            news.push(News::Mended(self.relative(&path)));
        }
        for error in unread.into_iter().chain(troubles) {
            self.trouble(error, &mut news);
        }
        news
    }

    /// Tells the faults of every file in which they are not what was told last.
    fn tell_faults(&mut self, more: Vec<Diagnostic>, news: &mut Vec<News>) {
        let mut now: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for diagnostic in self.diagnostics.iter().cloned().chain(more) {
            let source = self.workspace.sources.get(diagnostic.span.file);
            let Some(source) = source.filter(|_| diagnostic.severity() > Severity::Note) else { continue };
            now.entry(source.path.clone()).or_default().push(diagnostic);
        }
        let same = |a: &Diagnostic, b: &Diagnostic| a.problem == b.problem && a.span.range() == b.span.range();
        for (path, faults) in &now {
            let told = self.told.get(path).map_or(&[][..], Vec::as_slice);
            let unchanged = told.len() == faults.len() && told.iter().zip(faults).all(|(a, b)| same(a, b));
            if !unchanged {
                news.push(News::Faulty(faults.clone()));
            }
        }
        let mended = self.told.keys().filter(|path| !now.contains_key(*path));
        news.extend(mended.map(|path| News::Mended(path.clone())));
        self.told = now;
    }

    /// Tells of a trouble, unless it was told last time as well.
    fn trouble(&mut self, error: StoreError, news: &mut Vec<News>) {
        let path = error.path.to_string_lossy().into_owned();
        let words = format!("{:?}", error.trouble);
        if self.troubles.insert(path, words.clone()) != Some(words) {
            news.push(News::Trouble(error));
        }
    }

    fn relative(&self, path: &str) -> String {
        let inside = std::path::Path::new(path).strip_prefix(&self.root).ok();
        inside.map_or_else(|| path.to_owned(), |inside| inside.to_string_lossy().replace('\\', "/"))
    }
}
