//! Reading steps: one function a verb.

use super::contact::{attach, mail, notify};
use super::repeat::repeat;
use super::style;
use super::time;
use super::{Known, checked_expression, checked_template, condition, field_type, name, template};
use crate::model::definition::{Arm, Ask, Check, Group, Let, Mode, Print, Run, Step, StepKind, Stop};
use crate::model::diagnostic::{CheckFault, ChoicesFault, Problem, Shape, Thing};
use crate::model::names;
use crate::model::span::Spanned;
use crate::model::template::Template;
use crate::model::types::{Base, FieldType, Label};
use crate::model::yaml::{Fields, Kind, Node, Reader, nearest};
use std::collections::BTreeMap;

/// The words that steps begin with.
pub const VERBS: [&str; 15] = [
    "say", "note", "do", "ask", "group", "repeat", "include", "let", "run", "print", "notify", "attach", "mail",
    "wait", "stop",
];
/// More copies than anybody signs.
const MOST_COPIES: u32 = 99;
/// How many characters of a text make the id of a step without a name.
const ID_LENGTH: usize = 40;

pub(super) fn read(node: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Vec<Step> {
    let items = reader.list(node);
    if items.is_empty() && !matches!(&node.kind, Kind::Map(_)) {
        reader.fault(Problem::NoSteps, node.span);
    }
    items.iter().filter_map(|item| step(item, known, reader)).collect()
}

fn step(node: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Step> {
    let mut fields = reader.map(node)?;
    let Some((verb, value)) = verb(&mut fields, reader) else {
        reader.lose(node);
        return None;
    };
    let computed_name = verb == "let";
    if verb == "repeat" && !fields.has("name") {
        reader.fault(Problem::MissingKey { key: "name" }, fields.span);
    }
    let named = if computed_name { None } else { fields.text("name", reader) };
    let named = named.and_then(|text| name(text, reader));
    let when = fields.take("when").and_then(|node| condition(node, reader));
    let hint = template(&mut fields, "hint", reader);
    let source = fields.texts("source", reader);
    let card = fields.text("card", reader);
    let gate = fields.take_with_key("gate").map(|(key, node)| (key.span, reader.flag(node)));
    let optional = fields.flag("optional", reader);
    if let Some((span, true)) = gate
        && optional
    {
        reader.fault(Problem::OptionalGate, span);
    }
    let due = time::due(verb, &mut fields, reader);
    let kind = match verb {
        "say" => reader.text(value).map(|text| StepKind::Say(checked_template(text, reader))),
        "note" => reader.text(value).map(|text| StepKind::Note(checked_template(text, reader))),
        "do" => reader.text(value).map(|text| StepKind::Do(checked_template(text, reader))),
        "ask" => ask(value, &mut fields, known, reader).map(StepKind::Ask),
        "group" => group(value, &mut fields, known, reader).map(StepKind::Group),
        "repeat" => repeat(value, &mut fields, optional, known, reader).map(StepKind::Repeat),
        "let" => computed(&mut fields, known, reader).map(StepKind::Let),
        "include" => include(value, known, reader).map(StepKind::Group),
        "run" => run(value, &mut fields, reader).map(StepKind::Run),
        "print" => print(value, &mut fields, reader).map(StepKind::Print),
        "notify" => notify(value, &mut fields, reader).map(StepKind::Notify),
        "attach" => attach(value, &mut fields, reader).map(StepKind::Attach),
        "mail" => mail(value, &mut fields, reader).map(StepKind::Mail),
        "wait" => time::wait(value, &mut fields, known, reader).map(StepKind::Wait),
        _ => stop(value, &mut fields, reader).map(StepKind::Stop),
    };
    fields.finish(reader);
    let Some(kind) = kind else {
        reader.lose(node);
        return None;
    };
    let named = match (&kind, verb) {
        (StepKind::Let(_), _) => reader.text(value).and_then(|text| name(text, reader)),
        _ => named,
    };
    let id = named.as_ref().map_or_else(|| id_of(&kind), |name| name.value.clone());
    let gate = gate.is_some_and(|(_, gate)| gate);
    Some(Step { id, name: named, when, gate, optional, due, hint, card, source, kind })
}

/// The verb of a step with its value. Where the verb is misspelt or not the first key, that is reported
/// and the step is read on, so that what stands in it is not hidden.
fn verb<'n>(fields: &mut Fields<'n>, reader: &mut Reader<'_>) -> Option<(&'static str, &'n Node)> {
    let (first, value) = fields.first()?;
    if let Some(verb) = VERBS.iter().find(|verb| **verb == first.value) {
        return fields.take(verb).map(|value| (*verb, value));
    }
    if let Some(verb) = VERBS.iter().find(|verb| fields.has(verb)) {
        reader.fault(Problem::VerbNotFirst { verb: (*verb).to_owned() }, first.span);
        return fields.take(verb).map(|value| (*verb, value));
    }
    let near = nearest(&first.value, VERBS.iter().copied()).or_else(|| translated(&first.value));
    let meant = near.as_ref().and_then(|near| VERBS.iter().find(|verb| *verb == near));
    reader.fault(Problem::UnknownStep { word: first.value.clone(), near: near.clone() }, first.span);
    fields.pass_first();
    meant.map(|verb| (*verb, value))
}

/// Words that a director may try in place of a verb.
fn translated(word: &str) -> Option<String> {
    let verb = match word.to_lowercase().as_str() {
        "сказать" | "скажите" => "say",
        "спросить" | "спросите" | "вопрос" | "question" => "ask",
        "сделать" | "сделайте" | "action" => "do",
        "заметка" | "примечание" => "note",
        "группа" => "group",
        "повтор" | "повторить" | "повторять" | "цикл" | "each" | "for" => "repeat",
        "запустить" | "выполнить" | "call" => "run",
        "ждать" | "ожидание" => "wait",
        "сообщить" | "позвонить" | "уведомить" | "tell" | "phone" => "notify",
        "приложить" | "прикрепить" | "файл" | "file" => "attach",
        "письмо" | "отправить" | "email" | "send" => "mail",
        "напечатать" | "распечатать" | "печать" => "print",
        "включить" | "вставить" | "import" => "include",
        "конец" | "стоп" | "end" | "finish" => "stop",
        _ => return None,
    };
    Some(verb.to_owned())
}

/// The id of a step without a name: its verb and the beginning of its text.
fn id_of(kind: &StepKind) -> String {
    if let Some(part) = kind.part() {
        return format!("include {}", part.value);
    }
    let text = match kind {
        StepKind::Run(run) => run.procedure.value.as_str(),
        StepKind::Print(print) => print.form.value.as_str(),
        StepKind::Stop(stop) => stop.outcome.value.as_str(),
        StepKind::Mail(mail) => mail.to.value.as_str(),
        StepKind::Notify(notify) => return format!("{} {}", kind.verb(), notify.ids().join(", ")),
        _ => kind.text().map_or("", |text| text.source.value.as_str()),
    };
    let start: String = text.chars().take(ID_LENGTH).collect();
    format!("{} {}", kind.verb(), start.trim_end())
}

fn ask(value: &Node, fields: &mut Fields<'_>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Ask> {
    let prompt = reader.text(value).map(|text| checked_template(text, reader));
    let (field, arms) = field_and_arms(fields, known, reader);
    let default = template(fields, "default", reader);
    let example = fields.text("example", reader).map(|text| text.value);
    let checks = checks(fields, reader);
    let private = fields.take_with_key("private").map(|(key, node)| (key.span, reader.flag(node)));
    if let (Some((span, true)), Some(field)) = (private, &field)
        && field.base.is_choice()
    {
        reader.fault(Problem::ChoicesMisplaced { how: ChoicesFault::Private }, span);
    }
    let private = private.is_some_and(|(_, private)| private);
    let style = style::of_question(field.as_ref(), fields, reader);
    Some(Ask { prompt: prompt?, field: field?, arms, default, example, checks, private, style })
}

/// `type` and `choices` together: `choices:` alone makes it a choice, `type: choices` many.
pub(super) fn field_and_arms(
    fields: &mut Fields<'_>,
    known: Known<'_>,
    reader: &mut Reader<'_>,
) -> (Option<FieldType>, Vec<Arm>) {
    let word = fields.text("type", reader);
    let choices = fields.take_with_key("choices");
    let mut field = match &word {
        Some(word) => field_type(word, known.types, reader),
        None if choices.is_some() => Some(FieldType::plain(Base::Choice)),
        None => Some(FieldType::plain(Base::Text)),
    };
    let mut arms = Vec::new();
    let wants = field.as_ref().is_some_and(|field| field.base.is_choice());
    match (choices, &mut field) {
        (Some((_, node)), Some(field)) if wants => arms = choice_list(node, field, known, reader),
        (Some((key, _)), Some(_)) => {
            let word = word.map(|word| word.value).unwrap_or_default();
            reader.fault(Problem::ChoicesMisplaced { how: ChoicesFault::OfType { word } }, key.span);
        }
        (None, Some(_)) if wants => {
            let span = word.map_or(fields.span, |word| word.span);
            reader.fault(Problem::ChoicesMisplaced { how: ChoicesFault::Missing }, span);
        }
        _ => {}
    }
    (field, arms)
}

fn choice_list(node: &Node, field: &mut FieldType, known: Known<'_>, reader: &mut Reader<'_>) -> Vec<Arm> {
    let mut arms = Vec::new();
    let before = reader.faults.len();
    if node.is_empty() {
        reader.fault(Problem::ChoicesMisplaced { how: ChoicesFault::Empty }, node.span);
        return arms;
    }
    let Some(mut fields) = reader.map(node) else { return arms };
    if fields.has("from") {
        field.offer = super::offer::read(fields, known, reader).map(Box::new);
        return arms;
    }
    let labels = &mut field.choices;
    for (code, node) in fields.rest() {
        if !names::is_code(&code.value) {
            reader.fault(Problem::BadCode { code: code.value.clone() }, code.span);
            continue;
        }
        let Kind::Map(_) = &node.kind else {
            if let Some(label) = reader.text(node) {
                labels.push(Label { code: code.value.clone(), label: label.value });
            }
            continue;
        };
        let Some(mut choice) = reader.map(node) else { continue };
        let label = choice.required_text("label", reader);
        let when = choice.take("when").and_then(|node| condition(node, reader));
        let source = choice.texts("source", reader);
        let steps = choice.take("steps").map(|node| read(node, known, reader)).unwrap_or_default();
        choice.finish(reader);
        labels.extend(label.map(|label| Label { code: code.value.clone(), label: label.value }));
        arms.push(Arm { code: code.value.clone(), when, source, steps });
    }
    if labels.is_empty() && reader.faults.len() == before {
        reader.fault(Problem::ChoicesMisplaced { how: ChoicesFault::Empty }, node.span);
    }
    arms
}

/// `check` with `otherwise` or `warn`: one beside the question, or a list of them.
pub(super) fn checks(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Check> {
    let Some((key, node)) = fields.take_with_key("check") else {
        for key in ["otherwise", "warn"] {
            if let Some((place, _)) = fields.take_with_key(key) {
                reader.fault(Problem::CheckWithoutWords { how: CheckFault::NoCheck { key } }, place.span);
            }
        }
        return Vec::new();
    };
    let Kind::List(items) = &node.kind else {
        let rule = reader.text(node);
        return one_check(rule, key, fields, reader).into_iter().collect();
    };
    let mut found = Vec::new();
    for item in items {
        let Some(mut fields) = reader.map(item) else { continue };
        let Some((key, node)) = fields.take_with_key("check") else {
            reader.fault(Problem::MissingKey { key: "check" }, item.span);
            continue;
        };
        let rule = reader.text(node);
        found.extend(one_check(rule, key, &mut fields, reader));
        fields.finish(reader);
    }
    found
}

fn one_check(
    rule: Option<Spanned<String>>,
    key: &Spanned<String>,
    fields: &mut Fields<'_>,
    reader: &mut Reader<'_>,
) -> Option<Check> {
    let refusal = template(fields, "otherwise", reader);
    let doubt = template(fields, "warn", reader);
    let rule = checked_expression(rule?, reader);
    match (refusal, doubt) {
        (Some(words), None) => Some(Check { rule, words, doubt: false }),
        (None, Some(words)) => Some(Check { rule, words, doubt: true }),
        (words, _) => {
            let how = if words.is_some() { CheckFault::TwoWords } else { CheckFault::NoWords };
            reader.fault(Problem::CheckWithoutWords { how }, key.span);
            None
        }
    }
}

fn group(value: &Node, fields: &mut Fields<'_>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Group> {
    let title = reader.text(value).map(|text| checked_template(text, reader));
    let steps = fields.require("steps", reader).map(|node| read(node, known, reader)).unwrap_or_default();
    title.map(|title| Group { title, steps, part: None })
}

/// The steps of a part stand in the place where it is included.
fn include(value: &Node, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Group> {
    let id = reader.text(value)?;
    let Some(parts) = known.parts else {
        reader.fault(Problem::NotBuiltYet { word: "include".to_owned(), inside: Some("part") }, id.span);
        return None;
    };
    let Some(part) = parts.get(&id.value) else {
        let near = nearest(&id.value, parts.keys().map(String::as_str));
        reader.fault(Problem::Unknown { thing: Thing::Part, word: id.value.clone(), near }, id.span);
        // It stays as a part without steps: whoever asks for its names is not to blame.
        return Some(Group { title: Template::new(id.clone()), steps: Vec::new(), part: Some(id) });
    };
    let (title, steps) = (Template::new(part.title.clone()), part.steps.clone());
    Some(Group { title, steps, part: Some(id) })
}

fn print(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Print> {
    let form = reader.text(value);
    let mode = fields.text("mode", reader);
    let mode = mode.and_then(|word| reader.one_of(&word, &[("filled", Mode::Filled), ("blank", Mode::Blank)]));
    let stamp = fields.flag("stamp", reader);
    let copies = fields.text("copies", reader).and_then(|text| {
        let copies = text.value.parse().ok().filter(|copies| (1..=MOST_COPIES).contains(copies));
        if copies.is_none() {
            reader.fault(Problem::WrongShape { wanted: Shape::Number }, text.span);
        }
        copies
    });
    let series = fields.text("series", reader);
    Some(Print { form: form?, mode: mode.unwrap_or_default(), stamp, copies, series })
}

fn computed(fields: &mut Fields<'_>, known: Known<'_>, reader: &mut Reader<'_>) -> Option<Let> {
    let be = fields.required_text("be", reader).map(|text| checked_expression(text, reader));
    let field = fields.text("type", reader).and_then(|word| field_type(&word, known.types, reader));
    let label = fields.text("as", reader).map(|text| text.value);
    be.map(|be| Let { be, field, label })
}

fn run(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Run> {
    let procedure = reader.text(value);
    let with = templates("with", fields, reader);
    let suggest = templates("suggest", fields, reader);
    let take = time::take(fields, reader);
    procedure.map(|procedure| Run { procedure, with, suggest, take })
}

fn templates(key: &'static str, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> BTreeMap<String, Template> {
    let Some(mut map) = fields.take(key).and_then(|node| reader.map(node)) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (name, node) in map.rest() {
        match &node.kind {
            Kind::Text { .. } => {
                let Some(text) = reader.text(node) else { continue };
                found.insert(name.value.clone(), checked_template(text, reader));
            }
            _ => reader.fault(Problem::WrongShape { wanted: Shape::Text }, node.span),
        }
    }
    found
}

fn stop(value: &Node, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Stop> {
    let outcome = reader.text(value);
    let label = fields.required_text("as", reader);
    let outcome = outcome.filter(|outcome| {
        let fits = names::is_code(&outcome.value);
        if !fits {
            reader.fault(Problem::BadCode { code: outcome.value.clone() }, outcome.span);
        }
        fits
    });
    Some(Stop { outcome: outcome?, label: label?.value })
}
