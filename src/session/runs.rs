//! Cases that run cases: opened on top, left, found again after a kill.

use super::work::Held;
use super::{Notice, Session, SessionError, show_case};
use crate::engine::{Case, Move, Refusal};
use crate::model::definition::StepKind;
use crate::model::event::{Did, Event, Parent};
use crate::model::record::log_of;
use crate::model::template::Template;
use crate::store::{CaseId, Found};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeMap;

impl Session {
    /// The parent of a case, when it is open and waits for just this case.
    pub(super) fn waiting_parent(&mut self, case: &Case) -> Option<Held> {
        let parent = case.opened.parent.as_ref()?;
        let id = CaseId::parse(&parent.case)?;
        let events = self.store.peek(&parent.case).ok()?;
        let waiting = Case::replay(&parent.case, self.definition_of(&events).ok()?, &events);
        let fact = waiting.fact(&parent.step)?;
        let for_it = fact.unsettled && fact.child.as_deref() == Some(case.id.as_str());
        if for_it { self.take(&id, &mut Vec::new()).ok() } else { None }
    }

    /// Cases that had been put aside and were closed since have an outcome now.
    pub(super) fn catch_up(&mut self, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let returned = held.case.facts().filter(|(_, fact)| !fact.unsettled && fact.outcome.is_none());
        let runs = returned.filter_map(|(step, fact)| Some((step.to_owned(), fact.child.clone()?)));
        let runs: Vec<(String, String)> = runs.collect();
        for (step, child) in runs {
            if let Some(outcome) = self.outcome_of(&child)? {
                let took = self.took_of(&step, &child, notices);
                self.decide(&Move::Returned { step, case: child, outcome: Some(outcome), took })?;
            }
        }
        Ok(())
    }

    /// The outcome of a case, once its record is written.
    pub(super) fn outcome_of(&self, id: &str) -> Result<Option<String>, SessionError> {
        let day = CaseId::parse(id).map_or(NaiveDate::default(), |id| id.day);
        match self.store.look_up(id, day) {
            Ok((_, Found::Closed(path))) => Ok(Some(self.store.record(&path)?.0.outcome)),
            _ => Ok(None),
        }
    }

    /// A `run` has begun: opens its case, or finds the one that a killed program had opened.
    pub(super) fn run(&mut self, step: &str, notices: &mut Vec<Notice>) -> Result<(), SessionError> {
        let Some(held) = self.stack.last() else { return Ok(()) };
        let fact = held.case.fact(step).cloned().unwrap_or_default();
        let me = Parent {
            case: held.case.id.clone(),
            procedure: held.case.definition.id.clone(),
            step: step.to_owned(),
            count: fact.begun,
            replaces: fact.replaced.clone(),
        };
        let procedure = match held.case.definition.step(step).map(|step| &step.kind) {
            Some(StepKind::Run(run)) => run.procedure.value.clone(),
            _ => return Err(Refusal::WrongKind { step: step.to_owned() }.into()),
        };
        // Only a run that was cut short may have opened its case already.
        let known = match (fact.child.clone(), std::mem::take(&mut self.fresh_run)) {
            (Some(child), _) => Some(child),
            (None, true) => None,
            (None, false) => self.child_of(&me, &procedure)?,
        };
        if let Some(child) = known {
            if fact.child.as_ref() != Some(&child) {
                self.decide(&Move::Started { step: step.to_owned(), case: child.clone() })?;
            }
            if let Some(outcome) = self.outcome_of(&child)? {
                let took = self.took_of(step, &child, notices);
                let step = step.to_owned();
                return self.decide(&Move::Returned { step, case: child, outcome: Some(outcome), took });
            }
            if let Some(id) = CaseId::parse(&child) {
                let held = self.take(&id, notices)?;
                self.stack.push(held);
                return self.wake(notices);
            }
        }
        let Some(held) = self.stack.last() else { return Ok(()) };
        let outline = held.case.outline(&self.outside());
        let Some(StepKind::Run(run)) = held.case.definition.step(step).map(|step| step.kind.clone()) else {
            return Ok(());
        };
        let values = |templates: &BTreeMap<String, Template>| -> BTreeMap<String, Value> {
            let scope = outline.row(step).map(|row| outline.scope_at(row)).unwrap_or_default();
            let value = |text: &Template| text.value(&scope).unwrap_or(Value::Null);
            templates.iter().map(|(field, text)| (field.clone(), value(text))).collect()
        };
        let (with, mut suggest) = (values(&run.with), values(&run.suggest));
        if let Some(earlier) = &me.replaces {
            // What was answered in the case that this one replaces need not be typed again.
            for (field, value) in self.answers_of(earlier) {
                suggest.entry(field).or_insert(value);
            }
        }
        let child = self.open(&run.procedure.value, Some(me), with, suggest, notices)?;
        // The parent is told below the case that has just been put on top of it.
        let top = self.stack.pop();
        // Where that is refused the child stays off the desk: settling finds it again by its parent.
        self.decide(&Move::Started { step: step.to_owned(), case: child.to_string() })?;
        self.stack.extend(top);
        Ok(())
    }

    /// The case that a step of a case had opened, open or closed.
    pub(super) fn child_of(&self, parent: &Parent, procedure: &str) -> Result<Option<String>, SessionError> {
        let mine = |events: &[Event]| {
            events.iter().any(|event| match &event.did {
                Did::Opened(opened) => opened.parent.as_ref().is_some_and(|other| {
                    (&other.case, &other.step, other.count) == (&parent.case, &parent.step, parent.count)
                }),
                _ => false,
            })
        };
        for open in self.store.open_cases()? {
            // Of a damaged case the first line may still say whose it is.
            let first = || self.store.first_event(&open.id).into_iter().collect();
            if mine(&open.events.unwrap_or_else(|_| first())) {
                return Ok(Some(open.id));
            }
        }
        let Some(day) = CaseId::parse(&parent.case).map(|id| id.day) else { return Ok(None) };
        let ending = format!("-{procedure}.yaml");
        for path in self.store.records_since(day)? {
            // A record of another procedure is none of this case's business, readable or not.
            if !path.to_string_lossy().ends_with(&ending) {
                continue;
            }
            let (summary, text) = self.store.record(&path)?;
            let log = log_of(&text).unwrap_or("");
            let first = log.lines().next().and_then(|line| Event::from_line(line).ok());
            if summary.parent.as_deref() == Some(parent.case.as_str()) && first.is_some_and(|event| mine(&[event])) {
                return Ok(Some(summary.id));
            }
        }
        Ok(None)
    }

    /// The answers of a case, as far as it can be read.
    fn answers_of(&self, id: &str) -> Vec<(String, Value)> {
        let day = CaseId::parse(id).map_or(NaiveDate::default(), |id| id.day);
        let Ok((case, _)) = show_case(&self.store, id, day) else { return Vec::new() };
        let open = |id: &str| {
            case.definition.step(id).is_some_and(|step| matches!(&step.kind, StepKind::Ask(ask) if !ask.private))
        };
        let answers = case.facts().filter(|(id, _)| open(id)).map(|(id, fact)| (id.to_owned(), fact.value.clone()));
        answers.filter(|(_, value)| !value.is_null()).collect()
    }

    /// The case below learns that the one on top was left.
    pub(super) fn return_to_parent(
        &mut self,
        child: &Case,
        outcome: Option<String>,
        notices: &mut Vec<Notice>,
    ) -> Result<(), SessionError> {
        let (Some(parent), Some(below)) = (&child.opened.parent, self.stack.last()) else { return Ok(()) };
        if below.case.id != parent.case {
            return Ok(());
        }
        let step = parent.step.clone();
        let took = self.took(&step, child, notices);
        self.decide(&Move::Returned { step, case: child.id.clone(), outcome, took })
    }
}
