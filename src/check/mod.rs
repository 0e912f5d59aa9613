//! What can be said about definitions, cards and scenarios without running anything.

mod causes;
mod comparisons;
mod contact;
mod fails;
mod forms;
mod kept;
mod members;
mod names;
mod paths;
mod references;
mod scopes;
mod summaries;

pub use causes::causes;

use crate::model::definition::Definition;
use crate::model::diagnostic::Diagnostic;
use crate::model::procedure::Procedure;
use crate::model::workspace::Workspace;

/// The faults of a workspace: those of reading, and those that only the whole shows. In the order in which the files
/// are read, each before those that name what is in it, and of their places.
#[must_use]
pub fn workspace(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut found = workspace.faults.clone();
    names::check(workspace, &mut found);
    references::check(workspace, &mut found);
    contact::check(workspace, &mut found);
    kept::check(workspace, &mut found);
    fails::check(workspace, &mut found);
    comparisons::check(workspace, &mut found);
    forms::check(workspace, &mut found);
    summaries::check(workspace, &mut found);
    references::unnamed_questions(workspace, &mut found);
    sorted(workspace, found)
}

/// What a director has to mend: the same without what only follows from other faults, and with what walks over all
/// paths show, which takes its time and keeps nothing from being run.
#[must_use]
pub fn with_paths(workspace: &Workspace) -> Vec<Diagnostic> {
    let mut found = self::workspace(workspace);
    paths::check(workspace, &mut found);
    causes(workspace, sorted(workspace, found))
}

fn sorted(workspace: &Workspace, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    causes::letters(workspace, &mut found);
    // Files have their numbers in the order in which they were read.
    found.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start, diagnostic.problem.code()));
    found.dedup();
    found
}

/// Whether all parts of a procedure could be read: which names the others have, nobody knows.
fn is_whole(workspace: &Workspace, definition: &Definition) -> bool {
    definition.parts().iter().all(|part| workspace.parts.contains_key(&part.value))
}

/// The procedures without faults, in their own file and in the parts they include.
fn sound<'w>(workspace: &'w Workspace, found: &[Diagnostic]) -> Vec<&'w Procedure> {
    let broken = workspace.broken_files(found);
    let whole = |procedure: &&Procedure| {
        let parts = procedure.definition.parts().into_iter().filter_map(|part| workspace.parts.get(&part.value));
        parts.map(|part| part.title.span.file).chain([procedure.span.file]).all(|file| !broken.contains(&file))
    };
    workspace.procedures.values().filter(whole).collect()
}
