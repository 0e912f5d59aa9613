//! Whom procedures tell and write to, and what they send: contacts, files, forms; and what clients hear and read.

use super::forms::is_secret;
use super::references::unknown;
use super::scopes::private_inside;
use crate::model::card::{Audience, Card};
use crate::model::definition::{Mail, Notify, Step, StepKind};
use crate::model::diagnostic::{Diagnostic, Problem, Thing};
use crate::model::span::{Span, Spanned};
use crate::model::staff::Staff;
use crate::model::template::{Expression, PaperTemplate, Path, Template};
use crate::model::types::Base;
use crate::model::workspace::Workspace;
use crate::model::yaml::nearest;
use std::collections::BTreeMap;

/// Parts are looked at where they stand: whom they write to may be a name of the procedure around them.
pub(super) fn check(workspace: &Workspace, found: &mut Vec<Diagnostic>) {
    let staff = Staff::of(&workspace.company);
    for procedure in workspace.procedures.values() {
        let mut before = Before::new(workspace, &staff, found);
        before.steps(&procedure.definition.steps);
        procedure.definition.label.iter().for_each(|label| before.numbers(label));
    }
    for card in workspace.cards.values().filter(|card| card.audience == Audience::Client) {
        let mut before = Before::new(workspace, &staff, found);
        before.card(card);
        card.text.iter().for_each(|text| before.secrets(text));
    }
}

/// The steps before the one that is looked at.
struct Before<'w, 'f> {
    workspace: &'w Workspace,
    staff: &'f Staff,
    named: BTreeMap<&'w str, &'w Step>,
    /// What is computed of what no client may read, by its name, with the path that it comes from.
    closed: BTreeMap<&'w str, &'w str>,
    /// The same of numbers and addresses of the staff.
    reach: BTreeMap<&'w str, &'w str>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'w, 'f> Before<'w, 'f> {
    fn new(workspace: &'w Workspace, staff: &'f Staff, found: &'f mut Vec<Diagnostic>) -> Self {
        let (named, closed, reach) = Default::default();
        Self { workspace, staff, named, closed, reach, found }
    }

    /// Names inside of an item, or of a part with a name, are gone behind it.
    fn steps(&mut self, steps: &'w [Step]) {
        for step in steps {
            self.step(step);
            let outer = step.has_own_names().then(|| self.named.clone());
            step.kind.inner().for_each(|inner| self.steps(inner));
            if let Some(outer) = outer {
                self.named = outer;
            }
        }
    }

    fn step(&mut self, step: &'w Step) {
        match &step.kind {
            StepKind::Notify(notify) => self.notify(notify),
            StepKind::Mail(mail) => self.mail(mail),
            // Clients hear it.
            StepKind::Say(text) => self.secrets(text),
            StepKind::Let(computed) => self.computed(step, &computed.be),
            StepKind::Ask(ask) => ask.default.iter().for_each(|text| self.numbers(text)),
            StepKind::Run(run) => run.with.values().chain(run.suggest.values()).for_each(|text| self.numbers(text)),
            _ => {}
        }
        if let Some(name) = &step.name {
            self.named.insert(&name.value, step);
        }
    }

    fn notify(&mut self, notify: &Notify) {
        let one = if let [one] = notify.whom.as_slice() { Some(one) } else { None };
        match one.filter(|one| self.asks(one, &["phone"])) {
            Some(_) => {}
            None => notify.whom.iter().for_each(|id| self.contact(id, "phones", &["phone"])),
        }
        notify.message.iter().for_each(|text| self.numbers(text));
    }

    fn mail(&mut self, mail: &Mail) {
        // A text will do where it is an address: that is looked at when the letter is written.
        let asked = self.asks(&mail.to, &["e-mail", "text"]);
        if asked {
            mail.texts().for_each(|text| self.secrets(text));
        } else {
            self.contact(&mail.to, "email", &["e-mail"]);
        }
        mail.texts().for_each(|text| self.numbers(text));
        for name in &mail.files {
            let known = self.named.iter().filter(|(_, step)| matches!(step.kind, StepKind::Attach(_)));
            let known: Vec<&str> = known.map(|(name, _)| *name).collect();
            unknown(Thing::Files, std::iter::once(name), known.into_iter(), self.found);
        }
        for form in &mail.forms {
            self.form(form, asked);
        }
        if self.workspace.company.mail.is_none() && !self.is_blank("mail.from") {
            self.found.push(Diagnostic::new(Problem::NoSender, mail.to.span));
        }
    }

    /// A form that goes by mail shows nothing private, and to a client nothing that is not for clients.
    fn form(&mut self, id: &Spanned<String>, to_client: bool) {
        let Some(form) = self.workspace.forms.get(&id.value) else {
            let known = self.workspace.forms.keys().map(String::as_str);
            return unknown(Thing::Form, std::iter::once(id), known, self.found);
        };
        let mut roots: Vec<&str> = form.texts().flat_map(PaperTemplate::paths).map(Path::root).collect();
        roots.sort_unstable();
        roots.dedup();
        for root in roots {
            let private = |step: &&Step| step.is_private() || !private_inside(step).is_empty();
            if self.named.get(root).is_some_and(private) {
                self.found.push(Diagnostic::new(Problem::PrivateRead { name: root.to_owned() }, id.span));
            }
        }
        if to_client && form.audience != Audience::Client {
            self.found.push(Diagnostic::new(Problem::NotForClients { name: id.value.clone() }, id.span));
        }
    }

    /// Whether it is a question of one of these types.
    fn asks(&self, name: &Spanned<String>, types: &[&str]) -> bool {
        let step = self.named.get(name.value.as_str());
        step.is_some_and(|step| {
            let base = |base: Base| types.contains(&base.word());
            matches!(step.kind, StepKind::Ask(_)) && step.kind.field().is_some_and(|field| base(field.base))
        })
    }

    /// Whether a place is still to be filled in: that is a note of its own.
    fn is_blank(&self, place: &str) -> bool {
        let blank = |fault: &Diagnostic| matches!(&fault.problem, Problem::Blank { key, .. } if key == place);
        self.workspace.faults.iter().any(blank)
    }

    fn contact(&mut self, id: &Spanned<String>, key: &'static str, types: &[&str]) {
        let contacts = &self.workspace.company.contacts;
        match contacts.iter().find(|(known, _)| *known == id.value) {
            Some((_, contact)) => {
                let empty = if key == "phones" { contact.phones.is_empty() } else { contact.email.is_none() };
                if empty && !self.is_blank(&format!("contacts.{}.{key}", id.value)) {
                    let problem = Problem::ContactWithout { contact: id.value.clone(), key };
                    self.found.push(Diagnostic::new(problem, id.span));
                }
            }
            None => {
                let fields = self.named.keys().copied().filter(|name| {
                    let name = Spanned::new((*name).to_owned(), Span::NONE);
                    self.asks(&name, types)
                });
                let known = contacts.iter().map(|(known, _)| known.as_str()).chain(fields);
                let near = nearest(&id.value, known);
                let problem = Problem::Unknown { thing: Thing::Contact, word: id.value.clone(), near };
                self.found.push(Diagnostic::new(problem, id.span));
            }
        }
    }

    /// What is computed of something is as closed as that.
    fn computed(&mut self, step: &'w Step, expression: &'w Expression) {
        let Some(name) = step.name.as_ref().map(|name| name.value.as_str()) else { return };
        let paths = || expression.paths().iter().filter(|path| !path.local);
        let from = |known: &BTreeMap<&'w str, &'w str>, path: &'w Path| known.get(path.root()).copied();
        let closed = paths().find_map(|path| {
            let own = is_secret(self.workspace, path).then_some(path.text.as_str());
            own.or_else(|| from(&self.closed, path))
        });
        let reach =
            paths().find_map(|path| is_reach(path).then_some(path.text.as_str()).or_else(|| from(&self.reach, path)));
        self.closed.extend(closed.map(|path| (name, path)));
        self.reach.extend(reach.map(|path| (name, path)));
    }

    /// What is told, taken over or written stands in the case, and numbers of the staff do not.
    fn numbers(&mut self, text: &Template) {
        for path in text.paths().iter().filter(|path| !path.local) {
            if is_reach(path) || self.reach.contains_key(path.root()) {
                let problem = Problem::NumberKept { name: path.text.clone() };
                self.found.push(Diagnostic::new(problem, text.source.span));
            }
        }
    }

    fn secrets(&mut self, text: &Template) {
        for path in text.paths().iter().filter(|path| !path.local) {
            let from = self.closed.get(path.root()).copied();
            if let Some(name) = is_secret(self.workspace, path).then_some(path.text.as_str()).or(from) {
                let problem = Problem::NotForClients { name: name.to_owned() };
                self.found.push(Diagnostic::new(problem, text.source.span));
            }
        }
        self.written(&text.source.value, text.source.span);
    }

    /// A number that somebody has written out where clients hear or read it.
    fn written(&mut self, text: &str, span: Span) {
        if let Some(id) = self.staff.in_text(text) {
            let problem = Problem::NotForClients { name: format!("contacts.{id}.phones") };
            self.found.push(Diagnostic::new(problem, span));
        }
    }

    /// The values and rows of a card that clients may read.
    fn card(&mut self, card: &Card) {
        let values = card.values.iter().map(|value| format!("{} {}", value.label, value.field.show(&value.value)));
        let rows = card.rows.iter().map(ToString::to_string);
        for text in values.chain(rows).chain([card.title.clone()]) {
            self.written(&text, card.span);
        }
    }
}

/// Whether a path leads to how somebody of the staff is reached.
fn is_reach(path: &Path) -> bool {
    let mut parts = path.text.split('.');
    parts.next() == Some("contacts") && !matches!(parts.nth(1), Some("title" | "name"))
}
