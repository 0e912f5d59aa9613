//! Cards whose rows come from closed cases: the procedures, what must hold, the fields that are shown.

use super::names::{Names, Stands, stands};
use super::references;
use super::scopes::declared;
use crate::model::card::Audience;
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::template::Path;
use crate::model::workspace::Workspace;

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for card in workspace.cards.values() {
        let Some(kept) = &card.answers else { continue };
        let unknown = kept.of.iter().filter(|id| !workspace.procedures.contains_key(&id.value));
        unknown.for_each(|id| references::unknown_procedure(workspace, id, found));
        let mut check = Names::of_nothing(workspace, found);
        check.unread = kept.of.iter().any(|id| !workspace.procedures.contains_key(&id.value));
        for procedure in kept.of.iter().filter_map(|id| workspace.procedures.get(&id.value)) {
            check.known.extend(declared(&procedure.definition.steps));
            check.lost.extend(procedure.lost.iter().map(String::as_str));
            check.unread |= !super::is_whole(workspace, &procedure.definition);
        }
        kept.condition.iter().for_each(|condition| check.expression(condition));
        for field in &kept.show {
            check.paths(&[Path { text: field.value.clone(), range: 0..field.value.len(), local: false }], field);
            // What one client has said of themselves is not for the others.
            let own = check.resolve(&field.value).is_some_and(|step| match stands(step) {
                Stands::Field(field) => field.base.kind().personal,
                Stands::Keys(_) | Stands::Items | Stands::Part(_) | Stands::Computed => false,
            });
            if own && card.audience == Audience::Client {
                let problem = Problem::NotForClients { name: field.value.clone() };
                check.found(Some(Diagnostic::new(problem, field.span)));
            }
        }
    }
}
