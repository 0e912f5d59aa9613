//! `pult test`: scenarios are played in a folder that is thrown away, and what came is compared.

use super::coverage::Coverage;
use super::play::{PlayError, child, outcome, play};
use super::{Clock, Seat, Session, SessionError};
use crate::engine::{Case, Outline, Row, Settled, State};
use crate::model::company::Git;
use crate::model::definition::StepKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::procedure::minutes;
use crate::model::scenario::{Expect, OF_CASE_HIDES, OF_CASE_LABEL, OF_CASE_LINKED, OF_CASE_NEVER, Scenario};
use crate::model::span::{Span, Spanned};
use crate::model::types::{moment, show_untyped};
use crate::model::workspace::Workspace;
use crate::store::{Scratch, Store};
use chrono::{FixedOffset, NaiveDateTime, NaiveTime, TimeZone};
use serde_json::Value;
use std::sync::Arc;

/// The desk of scenarios.
const DESK: &str = "a";

/// Something that was expected and did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What was looked at: `outcome`, a field, a step.
    pub what: String,
    /// What was expected.
    pub expected: Seen,
    /// What came.
    pub came: Seen,
    /// Where it was expected.
    pub span: Span,
}

/// What is expected, or comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Nothing at all.
    Nothing,
    /// A value, as people read it.
    Text(String),
    /// A step that is in the plan, whatever its state.
    Planned,
    /// A step in a state.
    State(State),
    /// There is no such step in this case.
    NoStep,
}

impl From<Option<&str>> for Seen {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.to_owned()))
    }
}

/// What came of a scenario.
#[derive(Debug)]
pub enum Outcome {
    /// Everything came as expected.
    Passed,
    /// It could not be played to its end.
    Stopped(PlayError),
    /// It ended otherwise than expected.
    Differs(Vec<Mismatch>),
    /// It was not played.
    Failed(SessionError),
}

/// Plays one scenario; notes what it walks through.
#[must_use]
pub fn test_scenario(
    workspace: &Arc<Workspace>,
    diagnostics: &Arc<Vec<Diagnostic>>,
    scenario: &Scenario,
    seat: &Seat,
    coverage: &mut Coverage,
) -> Outcome {
    let scratch = match Scratch::new() {
        Ok(scratch) => scratch,
        Err(error) => return Outcome::Failed(error.into()),
    };
    let (mut session, first) = match begun(workspace, diagnostics, scenario, seat, scratch.store()) {
        Ok(begun) => begun,
        Err(error) => return Outcome::Failed(error),
    };
    let played = play(&mut session, &scenario.play, scenario.span);
    coverage.note(&session);
    if let Err(error) = played {
        return Outcome::Stopped(error);
    }
    let Some(case) = session.case(&first) else { return Outcome::Failed(SessionError::Nothing) };
    let found = compare(&session, case, &scenario.expect);
    if found.is_empty() { Outcome::Passed } else { Outcome::Differs(found) }
}

/// A session in which the case of a scenario is opened, and the case's id.
pub(super) fn begun(
    workspace: &Arc<Workspace>,
    diagnostics: &Arc<Vec<Diagnostic>>,
    scenario: &Scenario,
    seat: &Seat,
    store: Store,
) -> Result<(Session, String), SessionError> {
    let by = scenario.dispatcher.as_ref().map_or("test", |dispatcher| &dispatcher.value);
    let desk = scenario.desk.as_deref().unwrap_or(DESK);
    let seat = Seat { desk: desk.to_owned(), by: by.to_owned(), language: seat.language };
    let workspace = &scenario.instead.of(workspace);
    let begin = scenario.begin.unwrap_or_else(|| monday(workspace.company.time));
    let clock = Clock::fixed(begin);
    let mut session = Session::new(Arc::clone(workspace), Arc::clone(diagnostics), store, clock, seat).of_scenario();
    for (path, text) in &scenario.cards {
        session.override_card(&path.value, card_value(workspace, &path.value, text));
    }
    session.start(&scenario.procedure.value)?;
    let first = session.top().map(|case| case.id.clone()).unwrap_or_default();
    Ok((session, first))
}

/// A Monday morning, for scenarios to which the time is all the same.
fn monday(offset: FixedOffset) -> crate::model::event::Moment {
    offset.with_ymd_and_hms(2026, 11, 23, 10, 15, 0).single().unwrap_or_default()
}

/// A text of a scenario as the value that the card's field reads.
fn card_value(workspace: &Workspace, path: &str, text: &str) -> Value {
    let (card, name) = path.split_once('.').unwrap_or((path, ""));
    let value = workspace.cards.get(card).and_then(|card| card.values.iter().find(|value| value.name == name));
    let around = crate::model::types::Around::nowhere();
    let read = value.and_then(|value| value.field.read(text, around).ok());
    read.map_or_else(|| Value::String(text.to_owned()), |read| read.value)
}

/// Everything that was expected of a case and did not come.
pub(super) fn compare(session: &Session, case: &Case, expect: &Expect) -> Vec<Mismatch> {
    let mut outside = if case.is_over() { case.remembered() } else { session.outside() };
    // What is expected and what came is shown: private answers as masks.
    outside.private.clear();
    let outline = case.outline(&outside);
    let mut differ = Differ { case, outline: &outline, found: Vec::new() };
    if let Some(outcome_wanted) = &expect.outcome {
        differ.same("outcome", Some(&outcome_wanted.value), outcome(case), outcome_wanted.span);
    }
    for (name, wanted) in &expect.answers {
        let came = differ.shown(&name.value);
        // An expected answer may be written as it is typed.
        let read = wanted.as_ref().map(|wanted| differ.normal(&name.value, wanted));
        differ.same(&name.value, read.as_deref(), came.as_deref(), name.span);
    }
    for (path, wanted) in &expect.values {
        let value = value_at(&outline, &path.value);
        let came = (!value.is_null()).then(|| as_written(&value, wanted.as_deref().unwrap_or_default()));
        let wanted = wanted.as_ref().map(|wanted| as_minutes(&value, wanted));
        differ.same(&path.value, wanted.as_deref(), came.as_deref(), path.span);
    }
    for step in &expect.plan {
        differ.state(step, Seen::Planned, |state| state != State::Out);
    }
    for step in &expect.not {
        differ.state(step, Seen::State(State::Out), |state| state == State::Out);
    }
    for step in &expect.done {
        differ.state(step, Seen::State(State::Done), |state| state == State::Done);
    }
    for (step, reason) in &expect.skipped {
        differ.skipped(step, reason.as_deref());
    }
    let ids = |is: &dyn Fn(&Row<'_>) -> bool| -> Vec<&str> {
        outline.rows.iter().filter(|row| is(row)).map(|row| row.id.as_str()).collect()
    };
    let warned = |row: &Row<'_>| row.state != State::Out && row.fact.is_some_and(|fact| !fact.accepted.is_empty());
    differ.list("warnings", expect.warnings.as_deref(), &ids(&warned));
    differ.list("stale", expect.stale.as_deref(), &ids(&|row| row.state == State::Stale));
    for (step, wanted) in &expect.due {
        let came = outline.row(&step.value).and_then(|row| outline.due(row)).map(|due| moment(&due));
        differ.same(&step.value, wanted.as_deref(), came.as_deref(), step.span);
    }
    let missed = outline.missed();
    let late: Vec<&str> = missed.iter().map(|missed| outline.rows[missed.row].id.as_str()).collect();
    differ.list("overdue", expect.overdue.as_deref(), &late);
    let papers = outline.papers();
    let papers: Vec<&str> = papers.iter().filter(|paper| paper.counts).map(|paper| paper.form).collect();
    differ.list("documents", expect.documents.as_deref(), &papers);
    let written = |row: &Row<'_>| row.state == State::Done && matches!(row.step.kind, StepKind::Mail(_));
    differ.list("mail", expect.mail.as_deref(), &ids(&written));
    for (step, pieces) in &expect.text {
        let text = differ.words(&step.value);
        for piece in pieces.iter().filter(|piece| !text.contains(&piece.value)) {
            differ.differs(&step.value, Some(piece.value.as_str()), Some(text.as_str()), piece.span);
        }
    }
    for (step, reason) in &outline.broken {
        differ.differs(step, None, Some(reason.as_str()), Span::NONE);
    }
    let mut found = differ.found;
    for (step, inner) in &expect.runs {
        match child(case, &step.value).and_then(|id| session.case(id)) {
            Some(child) => found.extend(
                compare(session, child, inner)
                    .into_iter()
                    .map(|mismatch| Mismatch { what: format!("{}.{}", step.value, mismatch.what), ..mismatch }),
            ),
            None => found.push(Mismatch {
                what: step.value.clone(),
                expected: Seen::from(inner.outcome.as_ref().map(|outcome| outcome.value.as_str())),
                came: Seen::Nothing,
                span: step.span,
            }),
        }
    }
    found
}

/// The value at the end of a path. A step's id may stand before it, as in the play: `inspectors.2.card`.
fn value_at(outline: &Outline<'_>, path: &str) -> Value {
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]).collect::<Vec<_>>();
    for end in ends.into_iter().rev() {
        let (id, rest) = path.split_at(end);
        let found = outline.row(id).and_then(|row| Some((row, outline.rows[row].step.name.as_ref()?)));
        if let Some((row, name)) = found {
            return outline.scope_at(row).get_path(&format!("{}{rest}", name.value));
        }
    }
    outline.scope.get_path(path)
}

/// A value as a scenario writes it: somebody by their id.
fn plain(value: &Value) -> String {
    value.get("id").and_then(Value::as_str).map_or_else(|| show_untyped(value), str::to_owned)
}

/// A value in the way in which the scenario writes it: of a moment the time alone, or the date as people write it.
fn as_written(value: &Value, wanted: &str) -> String {
    let moment = value.as_str().and_then(|text| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok());
    let way = if NaiveTime::parse_from_str(wanted, "%H:%M").is_ok() {
        "%H:%M"
    } else if NaiveDateTime::parse_from_str(wanted, "%d.%m.%Y %H:%M").is_ok() {
        "%d.%m.%Y %H:%M"
    } else {
        return plain(value);
    };
    moment.map_or_else(|| plain(value), |moment| moment.format(way).to_string())
}

/// `6 minutes`, where the value is a number of them.
fn as_minutes(value: &Value, wanted: &str) -> String {
    let minutes = minutes(wanted).filter(|_| value.is_number());
    minutes.map_or_else(|| wanted.to_owned(), |minutes| minutes.to_string())
}

struct Differ<'o, 'c> {
    case: &'o Case,
    outline: &'o Outline<'c>,
    found: Vec<Mismatch>,
}

impl Differ<'_, '_> {
    fn differs(&mut self, what: &str, expected: impl Into<Seen>, came: impl Into<Seen>, span: Span) {
        let (expected, came) = (expected.into(), came.into());
        self.found.push(Mismatch { what: what.to_owned(), expected, came, span });
    }

    /// Compares a list, if it is looked at.
    fn list(&mut self, what: &str, wanted: Option<&[Spanned<String>]>, came: &[&str]) {
        let Some(wanted) = wanted else { return };
        let span = wanted.first().map_or(Span::NONE, |word| word.span);
        let words: Vec<&str> = wanted.iter().map(|word| word.value.as_str()).collect();
        let joined = |words: &[&str]| Some(words.join(", ")).filter(|words| !words.is_empty());
        self.same(what, joined(&words).as_deref(), joined(came).as_deref(), span);
    }

    fn same(&mut self, what: &str, expected: Option<&str>, came: Option<&str>, span: Span) {
        if expected != came {
            self.differs(what, expected, came, span);
        }
    }

    fn state(&mut self, step: &Spanned<String>, wanted: Seen, is: impl Fn(State) -> bool) {
        let state = self.outline.row(&step.value).map(|row| self.outline.rows[row].state);
        if !state.is_some_and(is) {
            self.differs(&step.value, wanted, state.map_or(Seen::NoStep, Seen::State), step.span);
        }
    }

    fn skipped(&mut self, step: &Spanned<String>, reason: Option<&str>) {
        let row = self.outline.row(&step.value).map(|row| &self.outline.rows[row]);
        let came = row.filter(|row| row.state == State::Skipped).and_then(|row| row.fact?.settled.clone());
        match came {
            Some(Settled::Skipped(came)) => self.same(&step.value, reason, came.as_deref(), step.span),
            _ => {
                let came = row.map_or(Seen::NoStep, |row| Seen::State(row.state));
                self.differs(&step.value, Seen::State(State::Skipped), came, step.span);
            }
        }
    }

    /// An answer as people read it.
    fn shown(&self, name: &str) -> Option<String> {
        let at = self.outline.row(name)?;
        let row = &self.outline.rows[at];
        let own = row.step.name.as_ref().map_or(name, |name| &name.value);
        let value = self.outline.scope_at(at).get(own);
        let field = row.field();
        if row.step.is_private() {
            // A record shows no more than this.
            let fact = row.fact.filter(|_| row.state == State::Done)?;
            return field.map(|field| field.show(&fact.value));
        }
        (!value.is_null()).then(|| field.map_or_else(|| show_untyped(&value), |field| field.show(&value)))
    }

    /// What was written, as the field would show it.
    fn normal(&self, name: &str, written: &str) -> String {
        let row = self.outline.row(name).map(|row| &self.outline.rows[row]);
        let around = crate::model::types::Around { now: self.outline.now().naive_local(), area_code: None };
        let read =
            row.and_then(Row::field).and_then(|field| Some(field.show(&field.read(written, around).ok()?.value)));
        read.unwrap_or_else(|| written.to_owned())
    }

    /// The cases that go on in it, one line each.
    fn linked(&self) -> String {
        let lines = self.case.linked.iter().map(|(at, _, label)| format!("{}, {label}", moment(at)));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What is never to be done, one line each.
    fn never(&self) -> String {
        let lines = self.case.definition.never.iter().map(|line| self.outline.print(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What a step says, or what was answered to it.
    fn words(&self, name: &str) -> String {
        let Some(row) = self.outline.row(name) else {
            return match name {
                OF_CASE_NEVER => self.never(),
                OF_CASE_HIDES if self.case.definition.hides_contacts => "contacts".to_owned(),
                OF_CASE_HIDES => String::new(),
                OF_CASE_LABEL => self.case.label(self.outline),
                OF_CASE_LINKED => self.linked(),
                _ => show_untyped(&value_at(self.outline, name)),
            };
        };
        match &self.outline.rows[row].step.kind {
            StepKind::Ask(_) | StepKind::Let(_) => self.shown(name).unwrap_or_default(),
            StepKind::Notify(_) => {
                // What was told stays as it was read out; before that it is what would be.
                let told = show_untyped(&value_at(self.outline, &format!("{name}.message")));
                if told.is_empty() { self.outline.text(row) } else { told }
            }
            StepKind::Mail(mail) => {
                mail.texts().map(|text| self.outline.print_at(row, text)).collect::<Vec<_>>().join("\n")
            }
            StepKind::Say(_) | StepKind::Note(_) | StepKind::Do(_) | StepKind::Group(_) | StepKind::Repeat(_) => {
                self.outline.text(row)
            }
            StepKind::Run(_) | StepKind::Print(_) | StepKind::Attach(_) | StepKind::Wait(_) | StepKind::Stop(_) => {
                self.outline.text(row)
            }
        }
    }
}

impl Session {
    /// Nothing of this session goes into git, and files are invented: a scenario leaves no trace and brings nothing.
    #[must_use]
    fn of_scenario(mut self) -> Self {
        self.git = Git::Off;
        self.invents = true;
        self
    }

    /// Puts a value of a card in the place of today's, for scenarios.
    fn override_card(&mut self, path: &str, value: Value) {
        self.world.set_card(path, value);
    }
}
