//! Which step a name means: inside of items and of parts with a name, the names there come first.

use crate::model::definition::{Definition, Step, StepKind};
use std::collections::{BTreeMap, HashMap};

/// The scope of the case itself.
pub(super) const CASE: usize = 0;

/// A step with its place.
pub(super) struct Placed<'w> {
    pub(super) step: &'w Step,
    /// Its whole path; of a step without a name one that nobody can write.
    pub(super) path: String,
    /// The last place inside of it.
    pub(super) end: usize,
    /// The scope that it stands in.
    pub(super) scope: usize,
    /// Whether it may be missing from the plan.
    pub(super) conditional: bool,
}

struct Scope {
    outer: Option<usize>,
    prefix: String,
    /// Whether it is that of an item.
    of_item: bool,
}

/// What gives a path its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Giver<'p> {
    /// A step, and the rest of the path behind its own.
    Step(usize, Option<&'p str>),
    /// An item of a repeat, and the path there: `previous.card`, `loop.index`.
    Item(usize, &'p str),
    World,
}

/// The steps of a procedure in the order of the file, and the scopes of their names.
pub(super) struct Scopes<'w> {
    pub(super) all: Vec<Placed<'w>>,
    places: HashMap<usize, usize>,
    named: BTreeMap<String, usize>,
    levels: Vec<Scope>,
}

/// The address of a part of a definition, which tells it from every other.
pub(super) fn address<T>(of: &T) -> usize {
    std::ptr::from_ref(of).addr()
}

impl<'w> Scopes<'w> {
    pub(super) fn new(definition: &'w Definition) -> Self {
        let case = Scope { outer: None, prefix: String::new(), of_item: false };
        let mut scopes = Self { all: Vec::new(), places: HashMap::new(), named: BTreeMap::new(), levels: vec![case] };
        scopes.steps(&definition.steps, CASE, false);
        scopes
    }

    fn steps(&mut self, steps: &'w [Step], scope: usize, conditional: bool) {
        for step in steps {
            let at = self.all.len();
            let prefix = &self.levels[scope].prefix;
            let path = match &step.name {
                Some(name) => format!("{prefix}{}", name.value),
                None => format!("{prefix}#{}", step.id),
            };
            let conditional = conditional || step.when.is_some();
            self.places.insert(address(step), at);
            self.named.insert(path.clone(), at);
            let mut inner = scope;
            if step.has_own_names() {
                inner = self.levels.len();
                let of_item = matches!(step.kind, StepKind::Repeat(_));
                self.levels.push(Scope { outer: Some(scope), prefix: format!("{path}."), of_item });
            }
            self.all.push(Placed { step, path, end: at, scope, conditional });
            let branches = conditional || matches!(step.kind, StepKind::Ask(_));
            step.kind.inner().for_each(|steps| self.steps(steps, inner, branches));
            self.all[at].end = self.all.len() - 1;
        }
    }

    pub(super) fn place(&self, step: &Step) -> Option<usize> {
        self.places.get(&address(step)).copied()
    }

    pub(super) fn at(&self, path: &str) -> Option<&Placed<'w>> {
        self.all.get(*self.named.get(path)?)
    }

    /// The whole path of a name as steps of a scope write it.
    pub(super) fn resolve(&self, scope: usize, name: &str) -> String {
        let root = name.split('.').next().unwrap_or(name);
        let mut at = Some(scope);
        while let Some(scope) = at.and_then(|at| self.levels.get(at)) {
            let of_item = scope.of_item && matches!(root, "previous" | "loop");
            if of_item || self.named.contains_key(&format!("{}{root}", scope.prefix)) {
                return format!("{}{name}", scope.prefix);
            }
            at = scope.outer;
        }
        name.to_owned()
    }

    pub(super) fn giver<'p>(&self, path: &'p str) -> Giver<'p> {
        for scope in self.levels.iter().filter(|scope| scope.of_item) {
            let rest = path.strip_prefix(scope.prefix.as_str());
            if let Some(rest) = rest.filter(|rest| matches!(rest.split('.').next(), Some("previous" | "loop")))
                && let Some(at) = self.named.get(scope.prefix.trim_end_matches('.'))
            {
                return Giver::Item(*at, rest);
            }
        }
        let mut end = path.len();
        loop {
            if let Some(at) = self.named.get(&path[..end]) {
                return Giver::Step(*at, path.get(end + 1..));
            }
            match path[..end].rfind('.') {
                Some(dot) => end = dot,
                None => return Giver::World,
            }
        }
    }

    /// The value of an item's name in the item before it.
    pub(super) fn before(&self, repeat: usize, name: &str) -> String {
        format!("{}.{name}", self.all[repeat].path)
    }
}
