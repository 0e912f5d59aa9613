//! A procedure as it is carried out: steps in order, types resolved, nothing left to look up.
//!
//! A definition is stored under the hash of its canonical form, so every case can be replayed under
//! the very text it ran with. Places and comments are no part of it. New keys get defaults that are
//! not written, so that the hashes of older definitions stay.

mod bare;
mod contact;
mod due;
mod nature;
mod reads;
mod repeat;

pub use repeat::{DEEPEST, Items, MOST_ITEMS, Repeat, plain_names};

pub use contact::{Attach, Mail, Notify};
pub use due::{Due, Span};

use super::digest::sha256;
use super::span::Spanned;
use super::style::{Dictionary, Style};
use super::template::{Expression, NamedTypes, Template};
use super::types::FieldType;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// A resolved procedure.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The procedure's id: the name of its file.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// How one case is named in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Template>,
    /// What is never to be done; stays on the screen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Template>,
    /// The field by which an open case of the same procedure is found that this one may join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<Spanned<String>>,
    /// The fields by whose values the same matter is recognised when it comes a second time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twice: Vec<Spanned<String>>,
    /// Whether the numbers of contacts stay off the screen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hides_contacts: bool,
    /// The company's words of style, where a question wants one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Dictionary>,
    /// The steps, in speaking order.
    pub steps: Vec<Step>,
    #[serde(skip)]
    types: OnceLock<Arc<NamedTypes>>,
    #[serde(skip)]
    decided_by: OnceLock<BTreeSet<String>>,
}

/// One line of a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name, or its verb and the first words of its text; unique in the procedure.
    pub id: String,
    /// The name its value has in expressions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Spanned<String>>,
    /// When it is in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Blocks what follows until it is done; cannot be skipped.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gate: bool,
    /// May be passed with Enter.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// When it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Advice to the dispatcher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Template>,
    /// A card to have at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Spanned<String>>,
    /// The instruction's atoms it carries out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Spanned<String>>,
    /// What it does.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum StepKind {
    /// Words to say aloud.
    Say(Template),
    /// A remark for the dispatcher, never awaited.
    Note(Template),
    /// An action to confirm.
    Do(Template),
    /// A question with its field.
    Ask(Ask),
    /// Steps under one title and one condition.
    Group(Group),
    /// Steps for each of some items.
    Repeat(Repeat),
    /// A computed value.
    Let(Let),
    /// Another procedure, opened on top.
    Run(Run),
    /// A form, put on paper.
    Print(Print),
    /// Somebody to tell.
    Notify(Notify),
    /// Files to put to the case.
    Attach(Attach),
    /// A letter.
    Mail(Mail),
    /// Time passes until somebody ends it.
    Wait(Wait),
    /// The end of the case.
    Stop(Stop),
}

/// A question with its field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What is asked.
    pub prompt: Template,
    /// The type of the answer.
    pub field: FieldType,
    /// Per choice: when it is offered and the steps it brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arms: Vec<Arm>,
    /// What is pre-typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Template>,
    /// An answer that would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// What must hold of the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Whether the answer is kept apart: not in the journal, the record or git.
    #[serde(default, skip_serializing_if = "is_false")]
    pub private: bool,
    /// The style in which the answer is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
}

/// What one choice brings with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// The choice's code.
    pub code: String,
    /// When it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The instruction's atoms it carries out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Spanned<String>>,
    /// The steps that follow when it is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Something that must hold of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What must hold.
    pub rule: Expression,
    /// What to say when it does not.
    pub words: Template,
    /// Whether the answer may be kept all the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub doubt: bool,
}

/// Steps under one title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its title.
    pub title: Template,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The part that it was included from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Spanned<String>>,
}

/// A computed value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Let {
    /// How it is computed.
    pub be: Expression,
    /// Its type, for printing and rounding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldType>,
    /// The words under which it is shown.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Another procedure, opened on top.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Its id.
    pub procedure: Spanned<String>,
    /// Answers to its questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, Template>,
    /// Answers that are only pre-typed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub suggest: BTreeMap<String, Template>,
    /// Questions that its values answer on return: the field here, the name there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub take: BTreeMap<String, Spanned<String>>,
}

/// A form, put on paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Print {
    /// The form's id.
    pub form: Spanned<String>,
    /// With the case's values in it, or empty.
    #[serde(default, skip_serializing_if = "Mode::is_filled")]
    pub mode: Mode,
    /// Whether the form's place for the stamp is on it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stamp: bool,
    /// How many copies; the form says it otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// The series of `pult.yaml` that it takes a number of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Spanned<String>>,
}

/// What stands in the places of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The case's values.
    #[default]
    Filled,
    /// Lines to write on.
    Blank,
}

impl Mode {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
    fn is_filled(&self) -> bool {
        *self == Self::Filled
    }
}

/// Time passes until somebody ends it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// For what.
    pub prompt: Template,
    /// The answer that ends it; without one it is ended by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldType>,
    /// After how long somebody is reminded of it, again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind: Option<Span>,
    /// What may be done meanwhile, as often as it is needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meanwhile: Vec<Step>,
}

/// The end of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// The outcome's code.
    pub outcome: Spanned<String>,
    /// Its words.
    #[serde(rename = "as")]
    pub label: String,
}

/// When a step is in the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// Every field has one of the codes; an unanswered field has none.
    Fields(Vec<FieldIs>),
    /// The expression is true.
    Expression(Box<Expression>),
}

/// A field with the codes that will do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldIs {
    /// The field's name.
    pub name: Spanned<String>,
    /// Codes, or yes and no.
    pub codes: Vec<Spanned<String>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Definition {
    /// Puts a definition together.
    #[must_use]
    pub fn new(id: String, title: String, label: Option<Template>, never: Vec<Template>, steps: Vec<Step>) -> Self {
        let (types, decided_by, hides_contacts) = (OnceLock::new(), OnceLock::new(), false);
        let (join, twice, style) = (None, Vec::new(), None);
        Self { id, title, label, never, join, twice, hides_contacts, style, steps, types, decided_by }
    }

    /// The one text form that is hashed and stored.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The name under which the definition is stored: 20 hex digits of SHA-256 over the canonical form.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hash = sha256(self.canonical());
        hash.truncate(20);
        hash
    }

    /// All steps in the order of the file, with their depth; arms follow their question.
    #[must_use]
    pub fn walk(&self) -> Vec<(&Step, usize)> {
        walk(&self.steps)
    }

    /// The step with this id: `inspectors.2.card` is the step `card` of the second item of `inspectors`.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        repeat::find(&self.steps, id)
    }

    /// The parts that it includes, in the order of their places.
    #[must_use]
    pub fn parts(&self) -> Vec<&Spanned<String>> {
        self.walk().into_iter().filter_map(|(step, _)| step.kind.part()).collect()
    }

    /// The types of its named values.
    #[must_use]
    pub fn types(&self) -> &Arc<NamedTypes> {
        self.types.get_or_init(|| Arc::new(repeat::types(self)))
    }
}

/// All steps of a list with those inside of them, in the order of the file, with their depth.
#[must_use]
pub fn walk(steps: &[Step]) -> Vec<(&Step, usize)> {
    let mut found = Vec::new();
    collect(steps, 0, &mut found);
    found
}

fn collect<'d>(steps: &'d [Step], depth: usize, found: &mut Vec<(&'d Step, usize)>) {
    for step in steps {
        found.push((step, depth));
        for inner in step.kind.inner() {
            collect(inner, depth + 1, found);
        }
    }
}

impl StepKind {
    /// The verb of the procedure language.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Say(_) => "say",
            Self::Note(_) => "note",
            Self::Do(_) => "do",
            Self::Ask(_) => "ask",
            Self::Group(_) => "group",
            Self::Repeat(_) => "repeat",
            Self::Let(_) => "let",
            Self::Run(_) => "run",
            Self::Print(_) => "print",
            Self::Notify(_) => "notify",
            Self::Attach(_) => "attach",
            Self::Mail(_) => "mail",
            Self::Wait(_) => "wait",
            Self::Stop(_) => "stop",
        }
    }

    /// The type of its value, when it has a typed one.
    #[must_use]
    pub fn field(&self) -> Option<&FieldType> {
        match self {
            Self::Ask(ask) => Some(&ask.field),
            Self::Let(computed) => computed.field.as_ref(),
            Self::Wait(wait) => wait.field.as_ref(),
            Self::Say(_) | Self::Note(_) | Self::Do(_) | Self::Group(_) | Self::Repeat(_) => None,
            Self::Run(_) | Self::Print(_) | Self::Notify(_) | Self::Attach(_) | Self::Mail(_) | Self::Stop(_) => None,
        }
    }

    /// Lists of steps inside it.
    pub fn inner(&self) -> impl Iterator<Item = &[Step]> {
        let steps = match self {
            Self::Group(group) => Some(group.steps.as_slice()),
            Self::Repeat(repeat) => Some(repeat.steps.as_slice()),
            Self::Wait(wait) => Some(wait.meanwhile.as_slice()),
            Self::Say(_) | Self::Note(_) | Self::Do(_) | Self::Ask(_) | Self::Let(_) | Self::Run(_) => None,
            Self::Print(_) | Self::Notify(_) | Self::Attach(_) | Self::Mail(_) | Self::Stop(_) => None,
        };
        let arms = if let Self::Ask(ask) = self { ask.arms.as_slice() } else { &[] };
        steps.into_iter().chain(arms.iter().map(|arm| arm.steps.as_slice()))
    }

    /// What is said, asked, done or waited for; nothing for what has only a name.
    #[must_use]
    pub fn text(&self) -> Option<&Template> {
        match self {
            Self::Say(text) | Self::Note(text) | Self::Do(text) => Some(text),
            Self::Ask(ask) => Some(&ask.prompt),
            Self::Group(group) => Some(&group.title),
            Self::Repeat(repeat) => Some(&repeat.title),
            Self::Wait(wait) => Some(&wait.prompt),
            Self::Attach(attach) => Some(&attach.prompt),
            Self::Notify(notify) => notify.message.as_ref(),
            Self::Mail(mail) => Some(&mail.subject),
            Self::Let(_) | Self::Run(_) | Self::Print(_) | Self::Stop(_) => None,
        }
    }

    /// The part that it stands for.
    #[must_use]
    pub fn part(&self) -> Option<&Spanned<String>> {
        if let Self::Group(group) = self { group.part.as_ref() } else { None }
    }

    /// Whether it is made of steps, each with a state of its own.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Group(_) | Self::Repeat(_))
    }
}

impl Step {
    /// Whether its answer is kept apart.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(&self.kind, StepKind::Ask(ask) if ask.private)
    }

    /// Whether what follows must wait for it.
    #[must_use]
    pub fn is_gate(&self) -> bool {
        self.gate || self.kind.is_gate()
    }
}
