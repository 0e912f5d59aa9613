//! What of the world outside a definition reads: cards, hours, contacts, company, dispatcher, desk.

use super::{Condition, Definition, Step, StepKind};
use crate::model::names;
use crate::model::template::{Path, Template};
use std::collections::BTreeSet;

impl Definition {
    /// The paths that decide about the plan, whatever step is acted on.
    #[must_use]
    pub fn decided_by(&self) -> &BTreeSet<String> {
        self.decided_by.get_or_init(|| {
            let mut paths = BTreeSet::new();
            for (step, _) in self.walk() {
                let arms = if let StepKind::Ask(ask) = &step.kind { ask.arms.as_slice() } else { &[] };
                for condition in step.when.iter().chain(arms.iter().filter_map(|arm| arm.when.as_ref())) {
                    if let Condition::Expression(expression) = condition {
                        paths.extend(outer(expression.paths()));
                    }
                }
                if let StepKind::Let(computed) = &step.kind {
                    paths.extend(outer(computed.be.paths()));
                }
            }
            paths
        })
    }

    /// All paths that the procedure reads.
    pub fn reads(&self) -> impl Iterator<Item = String> {
        let texts = self.label.iter().chain(&self.never).flat_map(|text| outer(text.paths()));
        let steps = self.walk().into_iter().flat_map(|(step, _)| step.reads());
        self.decided_by().iter().cloned().chain(texts).chain(steps)
    }
}

impl Step {
    /// The paths that the step reads when it is shown, judged and carried out.
    #[must_use]
    pub fn reads(&self) -> BTreeSet<String> {
        let mut paths: BTreeSet<String> = BTreeSet::new();
        if let Some(offer) = self.kind.field().and_then(|field| field.offer.as_ref()) {
            paths.insert(offer.from.path());
            paths.extend(offer.condition.iter().flat_map(|condition| outer(condition.paths())));
        }
        let mut read = |template: &Template| paths.extend(outer(template.paths()));
        self.kind.text().into_iter().chain(self.hint.as_ref()).for_each(&mut read);
        match &self.kind {
            StepKind::Ask(ask) => {
                ask.default.iter().for_each(&mut read);
                ask.checks.iter().for_each(|check| read(&check.words));
                ask.checks.iter().for_each(|check| paths.extend(outer(check.rule.paths())));
            }
            StepKind::Repeat(repeat) => {
                repeat.label.iter().for_each(&mut read);
                repeat.checks.iter().for_each(|check| read(&check.words));
                repeat.checks.iter().for_each(|check| paths.extend(outer(check.rule.paths())));
            }
            StepKind::Run(run) => run.with.values().chain(run.suggest.values()).for_each(&mut read),
            StepKind::Mail(mail) => mail.text.iter().for_each(&mut read),
            _ => {}
        }
        paths
    }
}

/// Outer paths that are not known from the event itself.
fn outer(paths: &[Path]) -> impl Iterator<Item = String> + '_ {
    paths
        .iter()
        .filter(|path| !path.local && names::is_outer(path.root()))
        .filter(|path| !matches!(path.root(), "case" | "today" | "now"))
        .map(|path| path.text.clone())
}
