//! Running expressions and templates within bounds, over the names of one step.

use super::marks::{self, Mark};
use crate::model::types::FieldType;
use minijinja::value::{Enumerator, Object, ObjectRepr, Rest, ValueOrKwargs};
use minijinja::{Environment, ErrorKind, State, UndefinedBehavior, Value as Dynamic};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, LazyLock};

/// Steps of the interpreter that one text may take: a thousand times what a contract needs.
const FUEL: u64 = 200_000;
/// The same for a text on paper: a summary may list all that happened in a year.
const FUEL_FOR_PAPER: u64 = 3_000_000;
/// The longest printed text, in bytes.
const LONGEST: usize = 1_000_000;
/// The same for a text on paper, its marks included.
const LONGEST_ON_PAPER: usize = 4_000_000;
/// The hidden name under which filters find the types of fields.
const TYPES: &str = " types";

/// Types by the name of the field, or by the whole path for what stands outside of the case.
pub type NamedTypes = BTreeMap<String, FieldType>;

/// What a blank of the company (an empty value of `pult.yaml` or a card) prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Blanks {
    /// Nothing.
    #[default]
    Empty,
    /// These words.
    Words(String),
    /// A line to write on; so do these names of the case when they have no answer.
    Lines(Lined),
}

/// Names of a case that leave a line to write on when they have no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lined {
    /// All of them.
    All,
    /// These.
    Some(BTreeSet<String>),
}

/// The names that an expression or a template may read, with their values.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    names: Arc<Names>,
}

#[derive(Debug, Clone, Default)]
struct Names {
    values: BTreeMap<String, Dynamic>,
    types: Arc<Types>,
}

#[derive(Debug, Clone, Default)]
struct Types {
    fields: Arc<NamedTypes>,
    outer: Arc<NamedTypes>,
    blanks: Blanks,
}

impl Object for Types {}

impl Types {
    /// The type of a field: of the whole path (of a part with a name), or of its last name (of a loop's item).
    fn field(&self, path: &str) -> Option<&FieldType> {
        let last = path.rsplit('.').next().unwrap_or("");
        self.fields.get(path).or_else(|| self.fields.get(last))
    }
}

impl Object for Names {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }
    fn get_value(self: &Arc<Self>, key: &Dynamic) -> Option<Dynamic> {
        key.as_str().and_then(|name| self.get_value_by_str(name))
    }
    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Dynamic> {
        if name == TYPES {
            return Some(Dynamic::from_dyn_object(Arc::clone(&self.types)));
        }
        self.values.get(name).cloned()
    }
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.values.keys().map(|name| Dynamic::from(name.as_str())).collect())
    }
}

/// The outer names with their values, made ready for expressions once: a price list may be long.
#[derive(Debug, Clone, Default)]
pub struct OuterNames {
    values: BTreeMap<String, Arc<(Value, Dynamic)>>,
}

impl OuterNames {
    /// Gives a name its value, in place of an earlier one.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) {
        let ready = dynamic(&value);
        self.values.insert(name.into(), Arc::new((value, ready)));
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name).map(|value| &value.0)
    }
}

impl Scope {
    /// The outer names alone; `fields` are the types of the case's own fields, `types` those of cards and the
    /// like by path.
    #[must_use]
    pub fn new(fields: Arc<NamedTypes>, types: Arc<NamedTypes>, blanks: Blanks, outer: &OuterNames) -> Self {
        let values = outer.values.iter().map(|(name, value)| (name.clone(), value.1.clone())).collect();
        let types = Arc::new(Types { fields, outer: types, blanks });
        Self { names: Arc::new(Names { values, types }) }
    }

    /// Gives a name its value, in place of an earlier one.
    pub fn set(&mut self, name: &str, value: &Value) {
        Arc::make_mut(&mut self.names).values.insert(name.to_owned(), dynamic(value));
    }

    /// Makes a path readable: what is not known is none, to its last part.
    pub fn reach(&mut self, path: &str) {
        let (root, rest) = path.split_once('.').unwrap_or((path, ""));
        if self.has(root) && !self.get_path(path).is_null() {
            return;
        }
        let mut value = self.get(root);
        reach(&mut value, rest.split('.').filter(|part| !part.is_empty()));
        self.set(root, &value);
    }

    /// Leaves a line to write on in the place of a value, as if there were one.
    pub fn leave_blank(&mut self, name: &str, field: Option<&FieldType>) {
        self.place(name, Mark::line_for(field));
    }

    /// Makes a name a list of one item, each value of which leaves a line to write on.
    pub fn leave_blank_item<'n>(&mut self, name: &str, values: impl Iterator<Item = (&'n str, Option<&'n FieldType>)>) {
        let blank = |(name, field): (&str, _)| (name.to_owned(), Dynamic::from_object(Mark::line_for(field)));
        let item: BTreeMap<String, Dynamic> = values.map(blank).collect();
        Arc::make_mut(&mut self.names).values.insert(name.to_owned(), Dynamic::from(vec![Dynamic::from(item)]));
    }

    /// Takes a name away.
    pub fn unset(&mut self, name: &str) {
        Arc::make_mut(&mut self.names).values.remove(name);
    }

    /// Other types of the case's own fields.
    pub fn set_types(&mut self, fields: Arc<NamedTypes>) {
        let names = Arc::make_mut(&mut self.names);
        names.types = Arc::new(Types { fields, ..Types::clone(&names.types) });
    }

    /// Whether there is such a name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.values.contains_key(name)
    }

    /// The same names, printed on paper: blanks leave `blanks`, and `types` tell what the scope itself has no
    /// type for.
    #[must_use]
    pub fn on_paper(&self, types: &Arc<NamedTypes>, blanks: Blanks) -> Self {
        let own = &self.names.types;
        let fields = if own.fields.is_empty() {
            Arc::clone(types)
        } else {
            let mut fields = NamedTypes::clone(types);
            fields.extend(own.fields.iter().map(|(name, field)| (name.clone(), field.clone())));
            Arc::new(fields)
        };
        let types = Arc::new(Types { fields, outer: Arc::clone(&own.outer), blanks });
        Self { names: Arc::new(Names { values: self.names.values.clone(), types }) }
    }

    /// Gives a name a place in the running text in place of a value.
    pub(super) fn place(&mut self, name: &str, mark: Mark) {
        Arc::make_mut(&mut self.names).values.insert(name.to_owned(), Dynamic::from_object(mark));
    }

    /// The value of a name, none when it has none.
    #[must_use]
    pub fn get(&self, name: &str) -> Value {
        self.names.values.get(name).map_or(Value::Null, plain)
    }

    /// The value at the end of a path.
    #[must_use]
    pub fn get_path(&self, path: &str) -> Value {
        let mut parts = path.split('.');
        let first = parts.next().and_then(|name| self.names.values.get(name)).cloned();
        let last = parts.try_fold(first.unwrap_or_default(), |value, part| value.get_attr(part).ok());
        last.as_ref().map_or(Value::Null, plain)
    }
}

/// Makes the keys of a path where there are none.
fn reach<'p>(value: &mut Value, mut path: impl Iterator<Item = &'p str>) {
    let Some(key) = path.next() else { return };
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    if let Value::Object(map) = value {
        reach(map.entry(key).or_insert(Value::Null), path);
    }
}

/// Why a value could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationError {
    /// In minijinja's words.
    pub reason: String,
}

impl From<minijinja::Error> for EvaluationError {
    fn from(error: minijinja::Error) -> Self {
        let reason = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        Self { reason }
    }
}

pub(super) static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(engine);
/// Prints values between marks, so that no value is ever read as markup.
pub(super) static PAPER: LazyLock<Environment<'static>> = LazyLock::new(paper);

fn paper() -> Environment<'static> {
    let mut engine = engine();
    engine.set_fuel(Some(FUEL_FOR_PAPER));
    engine.set_formatter(|out, _, value| match value.downcast_object_ref::<Mark>() {
        Some(mark) => write!(out, "{}", mark.written()).map_err(minijinja::Error::from),
        None if value.is_none() || value.is_undefined() => Ok(()),
        None => {
            let words = crate::model::types::show_untyped(&plain(value));
            write!(out, "{}", marks::held(&words)).map_err(minijinja::Error::from)
        }
    });
    engine.add_filter("show", show_on_paper);
    engine.add_function("blank", |length: Option<f64>| Mark::blank(length).map(Dynamic::from_object));
    engine.add_function("lines", |count: u8| Mark::lines(count).map(Dynamic::from_object));
    engine.add_function("box", |state: &State<'_, '_>, ticked: &Dynamic| {
        // On an empty form nothing is known yet, nor that something does not hold.
        let blank = state.lookup("filled").is_some_and(|filled| !filled.is_undefined() && !filled.is_true());
        Dynamic::from_object(Mark::Box(ticked.is_true() && !blank))
    });
    engine.add_function("table", |name: &str| Dynamic::from_object(Mark::Table(name.to_owned())));
    engine.add_function("bars", |name: &str| Dynamic::from_object(Mark::Bars(name.to_owned())));
    engine
}

fn engine() -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    engine.set_debug(true);
    engine.set_recursion_limit(50);
    engine.set_formatter(|out, _, value| match value {
        value if value.is_none() || value.is_undefined() => Ok(()),
        value if value.kind() == minijinja::value::ValueKind::Bool => {
            let word = crate::model::types::show_untyped(&Value::Bool(value.is_true()));
            write!(out, "{word}").map_err(minijinja::Error::from)
        }
        value => write!(out, "{value}").map_err(minijinja::Error::from),
    });
    engine.add_test("none", |value: &Dynamic| value.is_none() || value.is_undefined());
    engine.add_test("defined", minijinja::tests::is_defined);
    engine.add_filter("show", show);
    engine.add_filter("length", length);
    engine.add_filter(" join", minijinja::filters::join);
    engine.add_filter(" map", minijinja::filters::map);
    engine.add_filter(" sum", minijinja::filters::sum);
    engine.add_filter(" unique", minijinja::filters::unique);
    passing(&mut engine, "join", " join");
    passing(&mut engine, "map", " map");
    engine.add_filter("sum", sum);
    passing(&mut engine, "unique", " unique");
    engine.add_filter("initials", |text: Option<String>| text.map(|text| crate::model::types::initials(&text)));
    engine.add_filter("surname", |text: Option<String>| text.map(|text| crate::model::types::surname(&text)));
    engine.add_filter("house", |text: Option<String>| text.map(|text| crate::model::types::house(&text)));
    engine.add_filter("date", date);
    engine.add_filter("plural", plural);
    engine.add_filter("in_words", in_words);
    engine
}

/// A sum of money in words.
fn in_words(value: &Dynamic) -> Result<Option<String>, minijinja::Error> {
    if value.is_none() {
        return Ok(None);
    }
    let words = plain(value).as_f64().and_then(crate::model::types::money_in_words);
    let wrong = || minijinja::Error::new(ErrorKind::InvalidOperation, "only a sum of money is written in words");
    words.map(Some).ok_or_else(wrong)
}

/// The form of a word that goes with a number, or with as many things as a list has: `заявка`, `заявки`, `заявок`.
fn plural(value: &Dynamic, one: &str, few: &str, many: Option<&str>) -> Result<Option<String>, minijinja::Error> {
    if value.is_none() {
        return Ok(None);
    }
    let number = value
        .len()
        .filter(|_| value.as_str().is_none())
        .map(|length| u32::try_from(length).map_or(f64::MAX, f64::from));
    let number = number.or_else(|| plain(value).as_f64()).map(f64::abs);
    let many = many.unwrap_or(few);
    let form = match number {
        // Of a fraction: полторы заявки, 2,5 часа.
        Some(number) if number.fract() != 0.0 => few,
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative; it saturates"
        )]
        Some(number) => crate::model::plural::form(number as u64, [one, few, many]),
        None => {
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "only what is counted has a plural"));
        }
    };
    Ok(Some(form.to_owned()))
}

/// As [`show`]; what has no value may leave a line of its type's usual length.
fn show_on_paper(state: &State<'_, '_>, value: &Dynamic, path: Option<&str>) -> Dynamic {
    if value.downcast_object_ref::<Mark>().is_some() {
        return value.clone();
    }
    let types = state.lookup(TYPES);
    let types = types.as_ref().and_then(|types| types.downcast_object_ref::<Types>());
    if let Some(types) = types.filter(|_| value.is_none() || value.is_undefined())
        && let Blanks::Lines(lined) = &types.blanks
    {
        let path = path.unwrap_or("");
        let root = path.split('.').next().unwrap_or("");
        let last = path.rsplit('.').next().unwrap_or("");
        let outer = crate::model::names::is_outer(root);
        let line = crate::model::names::may_be_blank(root)
            || match lined {
                Lined::All => true,
                Lined::Some(names) => names.contains(root) || names.contains(last),
            };
        let field = if outer { types.outer.get(path) } else { types.field(path) };
        return if line { Dynamic::from_object(Mark::line_for(field)) } else { Dynamic::from(()) };
    }
    Dynamic::from(show(state, value, path))
}

/// The sum of what is known: an amount that was passed adds nothing.
fn sum(state: &mut State<'_, '_>, value: Dynamic, rest: Rest<ValueOrKwargs>) -> Result<Dynamic, minijinja::Error> {
    let mut arguments = rest.into_values();
    // A name alone is the attribute, as `sum` has it; `map` would take it for a filter.
    if let Some(name) = arguments.first_mut().filter(|first| first.as_str().is_some()) {
        *name = Dynamic::from(minijinja::value::Kwargs::from_iter([("attribute", name.clone())]));
    }
    let all = if arguments.is_empty() {
        value
    } else {
        arguments.insert(0, value);
        state.apply_filter(" map", &arguments)?
    };
    if all.is_none() {
        return Ok(all);
    }
    let known: Vec<Dynamic> = all.try_iter()?.filter(|one| !one.is_none() && !one.is_undefined()).collect();
    state.apply_filter(" sum", &[Dynamic::from(known)])
}

fn length(value: &Dynamic) -> Option<usize> {
    value.len()
}

/// A filter of minijinja's that leaves none as it is.
fn passing(engine: &mut Environment<'static>, name: &'static str, known_as: &'static str) {
    engine.add_filter(name, move |state: &mut State<'_, '_>, value: Dynamic, rest: Rest<ValueOrKwargs>| {
        if value.is_none() {
            return Ok(value);
        }
        let values: Vec<Dynamic> = std::iter::once(value).chain(rest.into_values()).collect();
        state.apply_filter(known_as, &values)
    });
}

fn show(state: &State<'_, '_>, value: &Dynamic, path: Option<&str>) -> String {
    let types = state.lookup(TYPES);
    let types = types.as_ref().and_then(|types| types.downcast_object_ref::<Types>());
    let path = path.unwrap_or("");
    let root = path.split('.').next().unwrap_or("");
    let outer = crate::model::names::is_outer(root);
    let Some(types) = types else { return value.to_string() };
    if value.is_none() || value.is_undefined() {
        return match &types.blanks {
            Blanks::Words(words) if crate::model::names::may_be_blank(root) => words.clone(),
            _ => String::new(),
        };
    }
    let field = if outer { types.outer.get(path) } else { types.field(path) };
    let value = plain(value);
    field.map_or_else(|| crate::model::types::show_untyped(&value), |field| field.show(&value))
}

fn date(value: Option<String>, form: Option<&str>) -> Result<Option<String>, minijinja::Error> {
    let Some(value) = value else { return Ok(None) };
    match form {
        Some("long") => Ok(Some(crate::model::types::long_date(&value))),
        None => Ok(Some(crate::model::types::short_date(value.get(..10).unwrap_or(&value)).unwrap_or(value))),
        Some(form) => {
            let reason = format!("a date has no form `{form}`, only `long`");
            Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, reason))
        }
    }
}

fn dynamic(value: &Value) -> Dynamic {
    Dynamic::from(minijinja::value::Serde(value))
}

fn plain(value: &Dynamic) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

pub(super) fn run(program: &minijinja::Expression<'static, 'static>, scope: &Scope) -> Result<Value, EvaluationError> {
    let value = program.eval(Dynamic::from_dyn_object(Arc::clone(&scope.names)))?;
    Ok(plain(&value))
}

pub(super) fn print(text: &str, scope: &Scope) -> Result<String, EvaluationError> {
    Ok(expand(&ENGINE, text, scope, LONGEST)?)
}

/// Prints a text with its values between marks.
pub(super) fn print_on_paper(text: &str, scope: &Scope) -> Result<String, minijinja::Error> {
    expand(&PAPER, text, scope, LONGEST_ON_PAPER)
}

fn expand(
    engine: &Environment<'static>,
    text: &str,
    scope: &Scope,
    longest: usize,
) -> Result<String, minijinja::Error> {
    let template = engine.template_from_named_str("text", text)?;
    let mut out = Bounded { bytes: Vec::new(), longest, full: false };
    let done = template.render_captured_to(Dynamic::from_dyn_object(Arc::clone(&scope.names)), &mut out).map(drop);
    if out.full {
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "the text is too long"));
    }
    done?;
    String::from_utf8(out.bytes).map_err(|error| minijinja::Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// A writer that refuses what is longer than any text for people.
struct Bounded {
    bytes: Vec<u8>,
    longest: usize,
    /// Whether something was refused.
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.longest {
            self.full = true;
            return Err(io::Error::other("the text is too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
