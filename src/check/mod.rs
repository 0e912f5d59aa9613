//! What can be said about definitions, cards and scenarios without running anything.

mod fails;
mod forms;
mod names;
mod references;
mod summaries;

use crate::model::diagnostic::Diagnostic;
use crate::model::workspace::Workspace;

/// Every fault of a workspace: those of reading, and those that only the whole shows. In the order of
/// files and places.
#[must_use]
pub fn workspace(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut found = workspace.faults.clone();
    names::check(workspace, &mut found);
    references::check(workspace, &mut found);
    fails::check(workspace, &mut found);
    forms::check(workspace, &mut found);
    summaries::check(workspace, &mut found);
    references::unnamed_questions(workspace, &mut found);
    let path = |diagnostic: &Diagnostic| workspace.sources.get(diagnostic.span.file).map(|source| source.path.clone());
    found.sort_by_cached_key(|diagnostic| (path(diagnostic), diagnostic.span.start, diagnostic.problem.code()));
    found.dedup();
    found
}
