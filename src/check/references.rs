//! What one file says of another: procedures, cards, sections, atoms, steps in scenarios.

use super::names::{Stands, stands};
use crate::model::definition::{Definition, Run, Step, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem, Thing};
use crate::model::procedure::Procedure;
use crate::model::scenario::{Deed, Expect, OF_CASE_HIDES, OF_CASE_LABEL, OF_CASE_LINKED, OF_CASE_NEVER, Scenario};
use crate::model::span::{Span, Spanned};
use crate::model::workspace::Workspace;
use crate::model::yaml::nearest;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for procedure in workspace.procedures.values() {
        let section = procedure.section.iter();
        unknown(
            Thing::Section,
            section,
            workspace.company.sections.iter().map(|section| section.value.as_str()),
            found,
        );
        atoms(workspace, &procedure.source, found);
        steps(workspace, &procedure.definition, found);
    }
    for card in workspace.cards.values() {
        atoms(workspace, &card.source, found);
    }
    for (_, contact) in &workspace.company.contacts {
        atoms(workspace, &contact.source, found);
    }
    circles(workspace, found);
    uncovered(workspace, found);
    for (_, scenario) in &workspace.scenarios {
        check_scenario(workspace, scenario, found);
    }
}

/// Questions whose answers have no name. Said only of procedures without faults: a misspelt `name` is one
/// already.
pub(super) fn unnamed_questions(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    for (step, _) in super::sound(workspace, found).into_iter().flat_map(|procedure| procedure.definition.walk()) {
        if let (StepKind::Ask(ask), None) = (&step.kind, &step.name) {
            found.push(Diagnostic::new(Problem::UnnamedQuestion, ask.prompt.source.span));
        }
    }
}

/// Reports the words that are none of the known ones.
pub(super) fn unknown<'w>(
    thing: Thing,
    words: impl Iterator<Item = &'w Spanned<String>>,
    known: impl Iterator<Item = &'w str>,
    found: &mut Vec<Diagnostic>,
) {
    let known: Vec<&str> = known.collect();
    for word in words.filter(|word| !known.contains(&word.value.as_str())) {
        let near = nearest(&word.value, known.iter().copied());
        found.push(Diagnostic::new(Problem::Unknown { thing, word: word.value.clone(), near }, word.span));
    }
}

/// A procedure that is not there, or whose file could not be read.
pub(super) fn unknown_procedure(workspace: &Workspace, word: &Spanned<String>, found: &mut Vec<Diagnostic>) {
    if workspace.sources.find(&format!("procedures/{}.yaml", word.value)).is_some() {
        let problem = Problem::BrokenProcedure { procedure: word.value.clone() };
        found.push(Diagnostic::new(problem, word.span));
    } else {
        let known = workspace.procedures.keys().map(String::as_str);
        unknown(Thing::Procedure, std::iter::once(word), known, found);
    }
}

pub(super) fn atoms(workspace: &Workspace, ids: &[Spanned<String>], found: &mut Vec<Diagnostic>) {
    let known = workspace.atoms.iter().map(|(id, _)| id.value.as_str());
    unknown(Thing::Atom, ids.iter(), known, found);
}

fn steps(workspace: &Workspace, definition: &Definition, found: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    parts(definition, found);
    for (id, step) in definition.places() {
        let span = span_of(step);
        let first = ids.insert(id, span).filter(|first| *first != span);
        if let Some(first) = first.filter(|_| step.name.is_none()) {
            found.push(Diagnostic::new(Problem::DuplicateStep { id: step.id.clone() }, span).also(first));
        }
        unknown(Thing::Card, step.card.iter(), workspace.cards.keys().map(String::as_str), found);
        atoms(workspace, &step.source, found);
        match &step.kind {
            StepKind::Ask(ask) => ask.arms.iter().for_each(|arm| atoms(workspace, &arm.source, found)),
            StepKind::Run(run) => {
                let Some(child) = workspace.procedures.get(&run.procedure.value) else {
                    unknown_procedure(workspace, &run.procedure, found);
                    continue;
                };
                let steps = child.definition.outer_steps();
                let asked = steps.iter().filter(|step| matches!(step.kind, StepKind::Ask(_)));
                let asked: Vec<&str> = asked.map(|step| step.id.as_str()).collect();
                taken(workspace, definition, &child.definition, run, found);
                // What is given stands in the child's journal.
                let private = steps.iter().filter(|step| step.is_private());
                let private: Vec<&str> = private.map(|step| step.id.as_str()).collect();
                for (field, text) in
                    run.with.iter().chain(&run.suggest).filter(|(field, _)| private.contains(&field.as_str()))
                {
                    let problem = Problem::PrivateRead { name: field.clone() };
                    found.push(Diagnostic::new(problem, key_before(workspace, field, text.source.span)));
                }
                for (field, text) in
                    run.with.iter().chain(&run.suggest).filter(|(field, _)| !asked.contains(&field.as_str()))
                {
                    let near = nearest(field, asked.iter().copied());
                    let procedure = run.procedure.value.clone();
                    let problem = Problem::NotAskedByChild { procedure, field: field.clone(), near };
                    found.push(Diagnostic::new(problem, key_before(workspace, field, text.source.span)));
                }
            }
            StepKind::Print(print) => {
                unknown(Thing::Form, std::iter::once(&print.form), workspace.forms.keys().map(String::as_str), found);
                let known = workspace.company.series.keys().map(String::as_str);
                unknown(Thing::Series, print.series.iter(), known, found);
            }
            // Whom they name is looked at where contacts are.
            StepKind::Notify(_) | StepKind::Mail(_) | StepKind::Attach(_) => {}
            StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Repeat(_) => {}
            StepKind::Let(_) | StepKind::Wait(_) | StepKind::Stop(_) => {}
        }
    }
}

/// Parts that stand in a procedure more than once: each place needs a name then.
fn parts(definition: &Definition, found: &mut Vec<Diagnostic>) {
    let walk = definition.walk();
    let included: Vec<(&Step, &Spanned<String>)> =
        walk.into_iter().filter_map(|(step, _)| Some((step, step.kind.part()?))).collect();
    for (at, (step, part)) in included.iter().enumerate() {
        let others = included.iter().enumerate().filter(|(other, (_, name))| *other != at && name.value == part.value);
        // Of two without a name the second is the fault.
        let clash = |(other, (first, _)): &(usize, &(&Step, &Spanned<String>))| first.name.is_some() || *other < at;
        if step.name.is_none()
            && let Some((_, (_, other))) = others.into_iter().find(clash)
        {
            let problem = Problem::PartTwice { part: part.value.clone() };
            found.push(Diagnostic::new(problem, part.span).also(other.span));
        }
    }
}

/// What a case takes back: answers to its own questions, from names of the other one. What is taken stands in its
/// journal, so nothing private is.
fn taken(workspace: &Workspace, parent: &Definition, child: &Definition, run: &Run, found: &mut Vec<Diagnostic>) {
    let (own, theirs) = (parent.walk(), child.walk());
    for (field, name) in &run.take {
        let question = own.iter().map(|(step, _)| step).find(|step| step.id == *field);
        let source = theirs.iter().map(|(step, _)| step).find(|step| step.id == name.value);
        let key = || key_before(workspace, field, name.span);
        let mut span = name.span;
        let problem = match (question, source) {
            (Some(step), _) if step.is_private() => {
                span = key();
                Some(Problem::PrivateRead { name: field.clone() })
            }
            (_, Some(step)) if step.is_private() => Some(Problem::PrivateRead { name: name.value.clone() }),
            (Some(Step { kind: StepKind::Ask(_), .. }), Some(step)) if step.kind.field().is_some() => None,
            (Some(Step { kind: StepKind::Ask(_), .. }), _) => {
                let known = theirs.iter().filter(|(step, _)| step.name.is_some() && step.kind.field().is_some());
                let known: Vec<String> = known.map(|(step, _)| step.id.clone()).collect();
                let near = nearest(&name.value, known.iter().map(String::as_str));
                Some(Problem::UnknownMember { of: run.procedure.value.clone(), key: name.value.clone(), near, known })
            }
            _ => {
                let asked = own.iter().filter(|(step, _)| matches!(step.kind, StepKind::Ask(_)));
                let near = nearest(field, asked.map(|(step, _)| step.id.as_str()));
                span = key();
                Some(Problem::UnknownName { name: field.clone(), near, later: false })
            }
        };
        found.extend(problem.map(|problem| Diagnostic::new(problem, span)));
    }
}

/// The place of the key of a value, which the definition does not keep.
fn key_before(workspace: &Workspace, key: &str, value: Span) -> Span {
    let before = Span { start: 0, end: value.start, ..value };
    let at = workspace.sources.slice(before).rfind(&format!("{key}:"));
    at.map_or(value, |at| Span::new(value.file, at..at + key.len()))
}

/// The place to show for a step.
pub(super) fn span_of(step: &Step) -> Span {
    match &step.kind {
        StepKind::Run(run) => run.procedure.span,
        StepKind::Print(print) => print.form.span,
        StepKind::Stop(stop) => stop.outcome.span,
        StepKind::Mail(mail) => mail.to.span,
        StepKind::Notify(notify) => notify.whom.first().map_or(Span::NONE, |id| id.span),
        StepKind::Let(computed) => computed.be.source.span,
        kind @ (StepKind::Say(_)
        | StepKind::Note(_)
        | StepKind::Do(_)
        | StepKind::Ask(_)
        | StepKind::Group(_)
        | StepKind::Repeat(_)
        | StepKind::Attach(_)
        | StepKind::Wait(_)) => kind.text().map_or(Span::NONE, |text| text.source.span),
    }
}

/// The place to show for a list of steps.
pub(super) fn span_of_first(steps: &[Step]) -> Span {
    steps.first().map_or(Span::NONE, span_of)
}

/// Procedures that run each other in a circle.
fn circles(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    let mut reported = BTreeSet::new();
    for start in workspace.procedures.keys() {
        let mut way: Vec<(&str, Span)> = vec![(start, Span::NONE)];
        let mut seen = BTreeSet::new();
        find_circle(workspace, start, &mut way, &mut seen, &mut reported, found);
    }
}

fn find_circle<'w>(
    workspace: &'w Workspace,
    id: &'w str,
    way: &mut Vec<(&'w str, Span)>,
    seen: &mut BTreeSet<&'w str>,
    reported: &mut BTreeSet<Vec<&'w str>>,
    found: &mut Vec<Diagnostic>,
) {
    if !seen.insert(id) {
        return;
    }
    let Some(procedure) = workspace.procedures.get(id) else { return };
    for (step, _) in procedure.definition.walk() {
        let StepKind::Run(run) = &step.kind else { continue };
        let next = run.procedure.value.as_str();
        if let Some(begin) = way.iter().position(|(on_way, _)| *on_way == next) {
            let mut members: Vec<&str> = way[begin..].iter().map(|(id, _)| *id).collect();
            let words = [members.join(" → "), next.to_owned()].join(" → ");
            members.sort_unstable();
            if reported.insert(members) {
                found.push(Diagnostic::new(Problem::CircleOfRuns { way: words }, run.procedure.span));
            }
            continue;
        }
        way.push((next, run.procedure.span));
        find_circle(workspace, next, way, seen, reported, found);
        way.pop();
    }
}

/// The instruction's atoms that no procedure, card or contact names.
fn uncovered(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    let covered = named_atoms(workspace);
    let missing = workspace.atoms.iter().filter(|(id, _)| !covered.contains(id.value.as_str()));
    let missing: Vec<&Spanned<String>> = missing.map(|(id, _)| id).collect();
    let ids = missing.iter().map(|id| id.value.clone()).collect();
    if let Some(first) = missing.first().map(|id| id.span) {
        found.push(Diagnostic::new(Problem::UncoveredAtoms { ids }, first));
    }
}

/// The atoms that something carries out.
fn named_atoms(workspace: &Workspace) -> BTreeSet<&str> {
    let mut named: Vec<&Spanned<String>> = Vec::new();
    for procedure in workspace.procedures.values() {
        named.extend(&procedure.source);
        for (step, _) in procedure.definition.walk() {
            named.extend(&step.source);
            if let StepKind::Ask(ask) = &step.kind {
                named.extend(ask.arms.iter().flat_map(|arm| &arm.source));
            }
        }
    }
    named.extend(workspace.cards.values().flat_map(|card| &card.source));
    named.extend(workspace.company.contacts.iter().flat_map(|(_, contact)| &contact.source));
    named.into_iter().map(|atom| atom.value.as_str()).collect()
}

fn check_scenario(workspace: &Workspace, scenario: &Scenario, found: &mut Vec<Diagnostic>) {
    atoms(workspace, &scenario.source, found);
    if !workspace.company.dispatchers.is_empty() {
        let own = scenario.instead.dispatchers.iter().map(|(id, _)| id.value.as_str());
        let known = workspace.company.dispatchers.keys().map(String::as_str).chain(own);
        let later = scenario.play.iter().filter_map(|play| match &play.deed {
            Deed::Resume(dispatcher) => dispatcher.as_ref(),
            _ => None,
        });
        unknown(Thing::Dispatcher, scenario.dispatcher.iter().chain(later), known, found);
    }
    let Some(procedure) = workspace.procedures.get(&scenario.procedure.value) else {
        return unknown_procedure(workspace, &scenario.procedure, found);
    };
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let mut whole = collect_ids(workspace, &procedure.definition, &mut ids, &mut BTreeSet::new());
    let mut wrong = Vec::new();
    // Steps of the cases that are opened on the way may be named as well.
    for play in &scenario.play {
        if let Deed::Open(other) = &play.deed {
            match workspace.procedures.get(&other.value) {
                Some(other) => whole &= collect_ids(workspace, &other.definition, &mut ids, &mut BTreeSet::new()),
                None => unknown_procedure(workspace, other, &mut wrong),
            }
        }
    }
    let mut known = |words: Vec<&Spanned<String>>| steps_known(procedure, &ids, words, &mut wrong);
    for play in &scenario.play {
        match &play.deed {
            Deed::Answer { fields, warns, .. } => {
                known(fields.iter().map(|(name, _)| name).chain(warns).collect());
            }
            Deed::Done(step) | Deed::Undo(step) | Deed::Skip(step, _) | Deed::End(step) => known(vec![step]),
            Deed::Stale { step, .. } | Deed::Try { step, .. } | Deed::Attach(step, _) => known(vec![step]),
            Deed::Scan { step, .. } => known(vec![step]),
            Deed::More(step) | Deed::Enough { step, .. } => known(vec![step]),
            // The item's number is known when it is played.
            Deed::Drop(item, _) => {
                let repeat = item.value.rsplit_once('.').map_or(item.value.as_str(), |(repeat, _)| repeat);
                known(vec![&Spanned::new(repeat.to_owned(), item.span)]);
            }
            Deed::Refused { step, because, .. } => known(std::iter::once(step).chain(because).collect()),
            Deed::Expect(_) | Deed::Park(_) | Deed::Resume(_) | Deed::Close(_) | Deed::Note(_) | Deed::Short => {}
            Deed::Join(_) | Deed::Open(_) => {}
        }
    }
    // A variant expects what the scenario does, but for what it says itself.
    let variants = scenario.variants.iter().map(|variant| &variant.expect);
    let between = scenario.play.iter().filter_map(|play| match &play.deed {
        Deed::Expect(expect) => Some(&**expect),
        _ => None,
    });
    for expect in between.chain([&scenario.expect]).chain(variants) {
        check_expect(workspace, procedure, expect, &mut wrong);
    }
    // What a procedure asks that cannot be read, nobody knows.
    wrong.retain(|fault| whole || !matches!(fault.problem, Problem::Unknown { thing: Thing::Step, .. }));
    wrong.sort_by_key(|fault| fault.span);
    wrong.dedup_by_key(|fault| fault.span);
    found.append(&mut wrong);
}

/// What is expected of a case names steps of its own procedure; what is expected of those it runs, theirs.
fn check_expect(workspace: &Workspace, procedure: &Procedure, expect: &Expect, found: &mut Vec<Diagnostic>) {
    let ids = procedure.definition.walk().into_iter().map(|(step, _)| step.id.as_str()).collect();
    steps_known(procedure, &ids, steps_of(expect), found);
    for (run, inner) in &expect.runs {
        let child = procedure.definition.step(&run.value).and_then(|step| match &step.kind {
            StepKind::Run(run) => workspace.procedures.get(&run.procedure.value),
            _ => None,
        });
        if let Some(child) = child {
            check_expect(workspace, child, inner, found);
        }
    }
}

/// Words of a scenario that have to be steps, by their ids, by their own names, or as a part of what one is worth
/// (`told.message`). Steps that could not be read have their own faults.
fn steps_known(procedure: &Procedure, ids: &BTreeSet<&str>, words: Vec<&Spanned<String>>, found: &mut Vec<Diagnostic>) {
    for word in words.into_iter().filter(|word| !procedure.lost.contains(&word.value)) {
        let plain = word.value.rsplit('.').next().unwrap_or("");
        let of_item = procedure.definition.step(&word.value).is_some();
        let part = word.value.rsplit_once('.').and_then(|(step, key)| Some((procedure.definition.step(step)?, key)));
        let part = part.is_some_and(|(step, key)| matches!(stands(step), Stands::Keys(keys) if keys.contains(&key)));
        if !of_item && !part && !ids.contains(word.value.as_str()) && !ids.contains(plain) {
            let near = nearest(&word.value, ids.iter().copied());
            found.push(Diagnostic::new(
                Problem::Unknown { thing: Thing::Step, word: word.value.clone(), near },
                word.span,
            ));
        }
    }
}

/// The steps that an expectation names, but for those of the cases that are run.
fn steps_of(expect: &Expect) -> Vec<&Spanned<String>> {
    let pairs = expect.answers.iter().chain(&expect.skipped).map(|(name, _)| name);
    let of_case = |name: &str| [OF_CASE_LABEL, OF_CASE_LINKED, OF_CASE_NEVER, OF_CASE_HIDES].contains(&name);
    let text = expect.text.iter().map(|(name, _)| name).filter(move |name| !of_case(&name.value));
    let runs = expect.runs.iter().map(|(name, _)| name);
    let mail = expect.mail.iter().chain(&expect.warnings).flatten();
    let lists =
        expect.plan.iter().chain(mail).chain(&expect.not).chain(&expect.done).chain(expect.stale.iter().flatten());
    let dues = expect.due.iter().map(|(name, _)| name).chain(expect.overdue.iter().flatten());
    pairs.chain(text).chain(lists).chain(runs).chain(dues).collect()
}

/// The steps of a procedure and of all it runs; whether all of these could be read.
fn collect_ids<'w>(
    workspace: &'w Workspace,
    definition: &'w Definition,
    ids: &mut BTreeSet<&'w str>,
    seen: &mut BTreeSet<&'w str>,
) -> bool {
    if !seen.insert(&definition.id) {
        return true;
    }
    let mut whole = super::is_whole(workspace, definition);
    for (step, _) in definition.walk() {
        ids.insert(&step.id);
        if let StepKind::Run(run) = &step.kind {
            let child = workspace.procedures.get(&run.procedure.value);
            whole &= child.is_some_and(|child| collect_ids(workspace, &child.definition, ids, seen));
        }
    }
    whole
}
