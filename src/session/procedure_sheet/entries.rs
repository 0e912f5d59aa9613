//! The steps of a procedure as numbered lines: what a paper checklist and the handbook are made of.

use super::super::{paper_title, procedure_title};
use super::conditions::{Known, Sort as Meaning, Words};
use crate::model::company::Language;
use crate::model::definition::{Arm, Condition, Definition, Due, Notify, Print, Span as Delay, Step, StepKind};
use crate::model::document::{Face, Line, Piece};
use crate::model::offer::{Offer, Rows};
use crate::model::span::{Span, Spanned};
use crate::model::template::{Atom, Blanks, Branch, Lined, Loop, PaperTemplate, Scope, Template, unfold};
use crate::model::types::{Base, FieldType};
use crate::model::workspace::Workspace;
use crate::text::{self, Checklist, Message};
use serde_json::json;
use std::collections::BTreeMap;

/// The most choices that are put on paper: of a long list the dispatcher writes the one.
const MOST_CHOICES: usize = 24;

/// A line of it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// `3.1`; nothing for what is only read.
    pub(crate) number: String,
    /// What it is.
    pub(crate) sort: Sort,
    /// Its condition, in words.
    pub(crate) when: Option<String>,
    /// What it says.
    pub(crate) words: Line,
    /// What else there is to know: advice, force, due time.
    pub(crate) remarks: Vec<Line>,
    /// What is written down.
    pub(crate) answer: Answer,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A title over others.
    Title,
    /// A remark.
    Note,
    /// Anything that is done.
    Step,
}

/// What is written down at a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Nothing.
    Nothing,
    /// That it is done.
    Tick,
    /// Whom it is about, and when each was reached.
    Told(Vec<String>),
    /// One of these, or several; with the number of the step with which it goes on.
    Choices(Vec<(String, Option<String>)>),
    /// Words.
    Words(u8),
    /// From when to when.
    Time,
}

/// The lines of a procedure, in the order of its file. `scope` has the outer names.
pub(crate) fn entries(workspace: &Workspace, definition: &Definition, scope: &Scope, language: Language) -> Vec<Entry> {
    let titles = |id: &str| procedure_title(workspace, id).to_owned();
    let numbers = numbers(&definition.steps);
    let names = known(workspace, definition, (&numbers, scope), language);
    let scope = with_names(definition, scope);
    let labels = |path: &str| label_of(workspace, path);
    let words = Words { language, names: &names, titles: &titles, labels: &labels };
    let mut list = List { workspace, language, scope, numbers, words, found: Vec::new() };
    list.steps(&definition.steps);
    list.found
}

/// Steps by their places in memory: ids are unique only in what they stand in.
type Numbers = BTreeMap<*const Step, String>;

fn numbers(steps: &[Step]) -> Numbers {
    let mut found = Numbers::new();
    number(steps, "", &mut 0, &mut found);
    found
}

fn number(steps: &[Step], before: &str, count: &mut usize, found: &mut Numbers) {
    for step in steps {
        // A remark has none; nor has what is worked out and never shown.
        if matches!(&step.kind, StepKind::Note(_))
            || matches!(&step.kind, StepKind::Let(computed) if computed.label.is_none())
        {
            continue;
        }
        *count += 1;
        let own = format!("{before}{count}");
        let (inside, mut inner) = (format!("{own}."), 0);
        for steps in step.kind.inner() {
            number(steps, &inside, &mut inner, found);
        }
        found.insert(std::ptr::from_ref(step), own);
    }
}

fn known(
    workspace: &Workspace,
    definition: &Definition,
    (numbers, scope): (&Numbers, &Scope),
    language: Language,
) -> BTreeMap<String, Known> {
    let mut names = BTreeMap::new();
    for (step, _) in definition.walk() {
        let Some(name) = &step.name else { continue };
        let number = numbers.get(&std::ptr::from_ref(step)).cloned();
        let choices = step.kind.field().map(|field| choices(field, scope)).unwrap_or_default();
        let mut codes: BTreeMap<String, String> = choices.into_iter().collect();
        if let StepKind::Run(run) = &step.kind {
            let ends = workspace.procedures.get(&run.procedure.value).into_iter().flat_map(|run| run.definition.walk());
            let ends = ends.filter_map(|(step, _)| match &step.kind {
                StepKind::Stop(stop) => Some((stop.outcome.value.clone(), stop.label.clone())),
                _ => None,
            });
            codes.extend(ends);
            let joined = crate::model::event::JOINED;
            codes.insert(joined.to_owned(), text::say(language, &Message::Outcome(joined)));
        }
        let sort = match &step.kind {
            StepKind::Let(computed) if number.is_none() => Meaning::Means(computed.be.spoken()),
            StepKind::Notify(_) => Meaning::Told,
            kind if kind.field().is_some_and(|field| field.base == Base::YesNo) => Meaning::YesNo,
            _ => Meaning::Answer,
        };
        let number = number.unwrap_or_default();
        let rows = match step.kind.field().and_then(|field| field.offer.as_deref()) {
            Some(Offer { from: Rows::Card(table), .. }) => Some(table.clone()),
            _ => None,
        };
        names.entry(name.value.clone()).or_insert(Known { number, codes, sort, rows });
    }
    names
}

/// The choices of an answer, those of a card, of contacts or of dispatchers among them: code and label.
fn choices(field: &FieldType, scope: &Scope) -> Vec<(String, String)> {
    let Some(offer) = &field.offer else {
        return field.choices.iter().map(|choice| (choice.code.clone(), choice.label.clone())).collect();
    };
    let fitting = offer.choices(scope);
    // What hangs on another answer is not known yet: all rows are there.
    if fitting.is_empty() { Offer { condition: None, from: offer.from.clone() }.choices(scope) } else { fitting }
}

/// On paper there is no today, and nobody at the desk yet.
pub(super) fn without_today(scope: &mut Scope) {
    scope.set("hours", &json!({"text": scope.get_path("hours.text"), "open_now": null, "next_open": null}));
    scope.set("dispatcher", &json!({"name": null, "surname": null}));
}

/// What a path of a card is called: the card's title, or the label of the value or the column.
fn label_of(workspace: &Workspace, path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("cards.")?.split('.');
    let card = workspace.cards.get(parts.next()?)?;
    let label = parts.next().and_then(|name| {
        let value = card.values.iter().find(|value| value.name == name).map(|value| &value.label);
        value.or_else(|| card.columns.iter().find(|(code, _)| code == name).map(|(_, label)| label))
    });
    Some(format!("«{}»", label.unwrap_or(&card.title)))
}

/// The scope in which every answer of the procedure is there, and is a line to write on.
fn with_names(definition: &Definition, scope: &Scope) -> Scope {
    let mut scope = scope.on_paper(definition.types(), Blanks::Lines(Lined::All));
    for (step, _) in definition.walk() {
        let Some(name) = &step.name else { continue };
        match &step.kind {
            // What is said of each stands there once.
            StepKind::Repeat(_) => {
                let values = step.own_names().into_iter().map(|(name, inner)| (name, inner.kind.field()));
                scope.leave_blank_item(&name.value, values);
            }
            kind if kind.field().is_some() => scope.leave_blank(&name.value, kind.field()),
            _ => {}
        }
    }
    without_today(&mut scope);
    scope.set("case", &json!({"parent": null, "procedure": definition.id, "outcome": null, "stamped_blanks": null}));
    scope
}

struct List<'s> {
    workspace: &'s Workspace,
    language: Language,
    scope: Scope,
    numbers: Numbers,
    words: Words<'s>,
    found: Vec<Entry>,
}

impl List<'_> {
    fn say(&self, words: Checklist<'_>) -> String {
        text::say(self.language, &Message::Checklist(words))
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        if matches!(&step.kind, StepKind::Let(computed) if computed.label.is_none()) {
            return;
        }
        let number = self.numbers.get(&std::ptr::from_ref(step)).cloned().unwrap_or_default();
        let sort = match &step.kind {
            StepKind::Note(_) => Sort::Note,
            StepKind::Group(_) | StepKind::Repeat(_) => Sort::Title,
            _ => Sort::Step,
        };
        let when = step.when.as_ref().map(|when| self.when(when));
        let (words, answer, remarks) = (self.line(step), self.answer(step), self.remarks(step));
        self.found.push(Entry { number, sort, when, words, remarks, answer });
        match &step.kind {
            StepKind::Group(group) => self.steps(&group.steps),
            StepKind::Repeat(repeat) => self.steps(&repeat.steps),
            StepKind::Wait(wait) if !wait.meanwhile.is_empty() => {
                self.title(self.say(Checklist::Meanwhile));
                self.steps(&wait.meanwhile);
            }
            StepKind::Ask(ask) => {
                for arm in ask.arms.iter().filter(|arm| !arm.steps.is_empty()) {
                    let label = format!("«{}»:", label(&ask.field, arm));
                    self.title(self.say(Checklist::If(&label)));
                    self.steps(&arm.steps);
                }
            }
            _ => {}
        }
    }

    fn title(&mut self, words: String) {
        let (number, when, remarks) = (String::new(), None, Vec::new());
        let words = Line::plain(words);
        self.found.push(Entry { number, sort: Sort::Title, when, words, remarks, answer: Answer::Nothing });
    }

    fn when(&self, when: &Condition) -> String {
        self.say(Checklist::If(&self.words.condition(when)))
    }

    /// A text of the procedure with lines to write on where it shows answers.
    fn text(&self, text: &Template) -> Line {
        let mut whole = Line::default();
        for line in lines(text, &self.words, &self.scope) {
            if !whole.pieces.is_empty() {
                push(&mut whole, " ");
            }
            whole.pieces.extend(line.pieces);
        }
        whole
    }

    fn line(&self, step: &Step) -> Line {
        let say = |words: &dyn Fn(&str) -> String, text: &Template| around(self.text(text), words);
        match &step.kind {
            StepKind::Say(text) => say(&|text| self.say(Checklist::Say(text)), text),
            StepKind::Note(text) => say(&|text| self.say(Checklist::Note(text)), text),
            StepKind::Do(text) => self.text(text),
            StepKind::Ask(ask) => self.text(&ask.prompt),
            StepKind::Group(group) => self.text(&group.title),
            StepKind::Repeat(repeat) => say(&|text| self.say(Checklist::Each(text)), &repeat.title),
            StepKind::Let(computed) => Line::plain(computed.label.clone().unwrap_or_default()),
            StepKind::Run(run) => {
                Line::plain(self.say(Checklist::Run(procedure_title(self.workspace, &run.procedure.value))))
            }
            StepKind::Print(print) => Line::plain(self.say(Checklist::Print(&self.form(print), print.copies))),
            StepKind::Notify(notify) => self.told(notify),
            StepKind::Attach(attach) => self.text(&attach.prompt),
            StepKind::Mail(mail) => {
                let to = self.contact(&mail.to.value);
                say(&|text| self.say(Checklist::Mail(&to, text)), &mail.subject)
            }
            StepKind::Wait(wait) => say(&|text| self.say(Checklist::Wait(text)), &wait.prompt),
            StepKind::Stop(stop) => Line::plain(self.say(Checklist::End(&stop.label))),
        }
    }

    fn form(&self, print: &Print) -> String {
        paper_title(self.language, self.workspace, print)
    }

    fn contact(&self, id: &str) -> String {
        let known = self.workspace.company.contacts.iter().find(|(known, _)| known == id);
        known.map_or_else(|| self.say(Checklist::AskedNumber), |(_, contact)| contact.title.clone())
    }

    fn told(&self, notify: &Notify) -> Line {
        let who: Vec<String> = notify.ids().iter().map(|id| self.contact(id)).collect();
        let words = if notify.all {
            self.say(Checklist::TellAll(&who.join(", ")))
        } else {
            self.say(Checklist::Tell(&who.join(&self.say(Checklist::Or))))
        };
        let Some(message) = &notify.message else { return Line::plain(words) };
        around(self.text(message), |text| format!("{words}. «{text}»"))
    }

    fn remarks(&self, step: &Step) -> Vec<Line> {
        let force = if step.gate { Some(Checklist::Gate) } else { Some(Checklist::Optional).filter(|_| step.optional) };
        let due = step.due.as_ref().map(|due| {
            let minutes = |span: &Delay| FieldType::plain(Base::Duration).show(&json!(span.0.minutes()));
            match due {
                Due::Next(span) => minutes(span),
                Due::After { span, name } => format!("{} ({})", minutes(span), self.words.after(&name.value)),
                Due::Field(name) => self.words.after(&name.value),
            }
        });
        let due = due.map(|due| self.say(Checklist::Due(&due)));
        let force = force.map(|force| self.say(force));
        let said = force.into_iter().chain(due).map(Line::plain);
        step.hint.iter().map(|hint| self.text(hint)).chain(said).collect()
    }

    fn answer(&self, step: &Step) -> Answer {
        match &step.kind {
            StepKind::Note(_) | StepKind::Group(_) | StepKind::Repeat(_) => Answer::Nothing,
            StepKind::Notify(notify) => Answer::Told(notify.ids().iter().map(|id| self.contact(id)).collect()),
            StepKind::Ask(ask) => self.written(&ask.field, &ask.arms),
            StepKind::Wait(wait) => wait.field.as_ref().map_or(Answer::Time, |field| self.written(field, &[])),
            StepKind::Let(_) => Answer::Words(1),
            StepKind::Say(_)
            | StepKind::Do(_)
            | StepKind::Run(_)
            | StepKind::Print(_)
            | StepKind::Attach(_)
            | StepKind::Mail(_)
            | StepKind::Stop(_) => Answer::Tick,
        }
    }

    fn written(&self, field: &FieldType, arms: &[Arm]) -> Answer {
        let goes_on = |code: &str| {
            let arm = arms.iter().find(|arm| arm.code == code)?;
            let first = arm.steps.iter().find_map(|step| self.numbers.get(&std::ptr::from_ref(step)));
            first.map(|number| self.say(Checklist::GoesOnAt(number)))
        };
        match field.base {
            Base::YesNo => Answer::Choices([true, false].map(|yes| (self.say(Checklist::Yes(yes)), None)).to_vec()),
            Base::Choice | Base::Choices => {
                let all = choices(field, &self.scope);
                if all.is_empty() || all.len() > MOST_CHOICES {
                    return Answer::Words(1);
                }
                let all = all.into_iter().map(|(code, label)| (label, goes_on(&code)));
                Answer::Choices(all.collect())
            }
            Base::LongText => Answer::Words(3),
            Base::Address | Base::Person => Answer::Words(2),
            _ => Answer::Words(1),
        }
    }
}

/// The lines of a text with lines to write on where it shows answers, and with all branches where it hangs on them.
pub(super) fn lines(text: &Template, words: &Words<'_>, scope: &Scope) -> Vec<Line> {
    let say = |branch: Branch<'_>, around: &[Loop<'_>]| words.branch(branch, around);
    let source = unfold(&text.source.value, &|condition| words.hangs(condition), &say);
    let template = PaperTemplate::new(Spanned::new(source, text.source.span));
    let mut scope = scope.clone();
    template.paths().iter().filter(|path| !path.local).for_each(|path| scope.reach(&path.text));
    let lines = template.print(&scope).unwrap_or_default().into_iter().map(|line| {
        let mut found = Line::default();
        for atom in line.atoms {
            match atom {
                Atom::Char(c) => push(&mut found, c.encode_utf8(&mut [0; 4])),
                Atom::Words(words) => push(&mut found, &words),
                Atom::Blank(length) => found.pieces.push(Piece::Blank { length }),
                _ => {}
            }
        }
        found
    });
    lines.collect()
}

/// Words around a line of the procedure: `around` is said of a mark that stands for it.
fn around(inner: Line, around: impl Fn(&str) -> String) -> Line {
    const HERE: char = '\u{1}';
    let words = around(&HERE.to_string());
    let (before, behind) = words.split_once(HERE).unwrap_or((&words, ""));
    let mut whole = Line::default();
    push(&mut whole, before);
    for piece in inner.pieces {
        match piece {
            Piece::Text { text, .. } => push(&mut whole, &text),
            other => whole.pieces.push(other),
        }
    }
    push(&mut whole, behind);
    whole
}

fn label(field: &FieldType, arm: &Arm) -> String {
    field.choices.iter().find(|choice| choice.code == arm.code).map_or(&arm.code, |choice| &choice.label).clone()
}

fn push(line: &mut Line, words: &str) {
    if words.is_empty() {
        return;
    }
    match line.pieces.last_mut() {
        Some(Piece::Text { text, .. }) => text.push_str(words),
        _ => line.pieces.push(Piece::Text { text: words.to_owned(), face: Face::Regular }),
    }
    line.span = Span::NONE;
}
