//! What a case has done outside of itself, as its sheet shows it: attempts to tell somebody, papers, files, letters,
//! other cases.

use super::{Writer, beside};
use crate::engine::Fact;
use crate::model::definition::{Step, StepKind};
use crate::model::document::Line;
use crate::model::event::{Moment, Tried};
use crate::session::{paper_title, procedure_title};
use crate::text::{self, Message, OnSheet};

impl Writer<'_> {
    /// What a step has done outside of the case, a line each. `gone` says that the step is not in the case any more.
    pub(super) fn effects(&mut self, what: &str, id: &str, step: &Step, fact: &Fact, gone: bool) {
        let mut what = what;
        let mut put = |sheet: &mut Self, came: Line, at: Option<(&Moment, &str)>| {
            let when = at.map(|(at, by)| sheet.when(at, by)).unwrap_or_default();
            sheet.row(std::mem::take(&mut what), came, when);
        };
        for (number, (at, tried)) in fact.tries.iter().enumerate() {
            // Whoever was called by the number of an answer is known by the step.
            let words = tried
                .title
                .as_ref()
                .map_or_else(|| self.attempt(tried), |_| format!("{}: {}", called(tried), self.attempt(tried)));
            let void = !gone && number < fact.void_tries;
            let came = if void { beside(words, &self.say(OnSheet::AttemptVoid)) } else { Line::plain(words) };
            put(self, came, Some((at, "")));
        }
        for paper in self.papers.clone().into_iter().filter(|paper| paper.step == id) {
            let words = match (paper.made, paper.number) {
                (Some((_, made)), number) => self.say(OnSheet::Paper(number, made.copies)),
                (None, number) => self.say(OnSheet::NumberTaken(number.unwrap_or_default())),
            };
            let void = !gone && !paper.counts && paper.made.is_some();
            let came = if void { beside(words, &self.say(OnSheet::PaperVoid)) } else { Line::plain(words) };
            put(self, came, paper.made.as_ref().map(|(at, _)| (at, "")));
            for (at, copies) in paper.handed() {
                let words = self.say(OnSheet::Handed(copies));
                put(self, Line::plain(words), Some((&at, "")));
            }
        }
        for file in fact.files.iter().filter(|_| !gone) {
            let words = text::say(self.language, &Message::AttachedFile(&file.name, file.size));
            put(self, Line::plain(words), fact.at.as_ref().map(|at| (at, fact.by.as_str())));
        }
        if let Some((at, _)) = &fact.letter {
            put(self, Line::plain(self.say(OnSheet::Letter)), Some((at, "")));
        }
        if let (StepKind::Run(run), Some(child)) = (&step.kind, &fact.child) {
            let outcome = fact.outcome.as_ref().map(|code| self.outcome_of(&run.procedure.value, code));
            let words = self.say(OnSheet::Ran(child, outcome.as_deref()));
            let came = match &fact.replaced {
                Some(before) => beside(words, &self.say(OnSheet::InPlaceOf(before))),
                None => Line::plain(words),
            };
            put(self, came, fact.at.as_ref().map(|at| (at, fact.by.as_str())));
        }
    }

    fn attempt(&self, tried: &Tried) -> String {
        text::say(self.language, &Message::Attempt(tried.how, tried.came))
    }

    /// The words of an outcome of a procedure.
    fn outcome_of(&self, procedure: &str, code: &str) -> String {
        let steps = self.workspace.procedures.get(procedure).map(|known| known.definition.walk()).unwrap_or_default();
        let label = steps.into_iter().find_map(|(step, _)| match &step.kind {
            StepKind::Stop(stop) if stop.outcome.value == code => Some(stop.label.clone()),
            _ => None,
        });
        label.unwrap_or_else(|| text::say(self.language, &Message::Outcome(code)))
    }

    /// What was done for steps that are not in the case any more: it has been done all the same.
    pub(super) fn outside(&mut self) {
        let case = self.case;
        for (id, fact) in case.facts() {
            let at = self.outline.row(id);
            let Some(step) = case.definition.step(id).filter(|_| at.is_none_or(|at| !self.is_shown(at))) else {
                continue;
            };
            if !has_effects(&step.kind, fact) || (matches!(step.kind, StepKind::Attach(_))) {
                continue;
            }
            if self.rows.is_empty() {
                self.heading(2, &self.say(OnSheet::Outside));
            }
            let what = at.map_or_else(|| self.gone(step, fact), |at| self.words(at));
            self.effects(&what, id, step, fact, true);
        }
        self.flush();
    }

    /// The words of a step whose item is no longer there.
    fn gone(&self, step: &Step, fact: &Fact) -> String {
        match &step.kind {
            StepKind::Run(run) => procedure_title(self.workspace, &run.procedure.value).to_owned(),
            StepKind::Print(print) => paper_title(self.language, self.workspace, print),
            StepKind::Mail(_) => fact.letter.as_ref().map(|(_, letter)| letter.subject.clone()).unwrap_or_default(),
            StepKind::Notify(_) => {
                fact.tries.last().and_then(|(_, tried)| tried.message.clone()).unwrap_or_else(|| step.id.clone())
            }
            _ => step.id.clone(),
        }
    }
}

/// Whether a step has done anything outside of the case.
pub(super) fn has_effects(kind: &StepKind, fact: &Fact) -> bool {
    match kind {
        StepKind::Notify(_) => !fact.tries.is_empty(),
        StepKind::Print(_) => !fact.papers.is_empty() || fact.number.is_some(),
        StepKind::Attach(_) => !fact.files.is_empty(),
        StepKind::Mail(_) => fact.letter.is_some(),
        StepKind::Run(_) => fact.child.is_some(),
        _ => false,
    }
}

/// Who was told, by title and name.
fn called(tried: &Tried) -> String {
    let title = tried.title.as_deref().unwrap_or(&tried.who);
    tried.name.as_ref().map_or_else(|| title.to_owned(), |name| format!("{title}, {name}"))
}
