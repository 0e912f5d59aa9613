//! `pult.yaml`: the company, its people, its hours; and `pult.local.yaml` of one machine.

mod mail;
mod printer;
mod read;
mod scanner;

pub use mail::Outgoing;
pub use printer::{PrintWhen, PrinterSetting};
pub(super) use read::{contacts, holidays, named_texts, week};
pub use read::{is_desk, read_atoms, read_company, start_of};
pub use scanner::{PageFormat, ScannerSetting};

use super::appearance::AssetNames;
use super::hours::Hours;
use super::post::MailServer;
use super::span::Spanned;
use super::template::{Blanks, OuterNames, Scope, Template};
use chrono::{FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The newest format of workspaces, journals and records that this program knows.
pub const FORMAT: u32 = 1;

/// The interface's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// From `ru`, `en` and what begins with them.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.to_lowercase().get(..2) {
            Some("ru") => Some(Self::Ru),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }
}

/// What is done with finished cases in git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Git {
    /// Nothing.
    #[default]
    Off,
    /// Every closed case is committed.
    Commit,
}

/// Somebody to call or write to.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Who it is for the company.
    pub title: String,
    /// The person's name.
    pub name: Option<String>,
    /// Phone numbers as written.
    pub phones: Vec<String>,
    /// The address for mail.
    pub email: Option<String>,
    /// The instruction's atoms.
    pub source: Vec<Spanned<String>>,
}

/// `pult.yaml`.
#[derive(Debug, Clone)]
pub struct Company {
    /// `company`: free keys, blanks are none.
    pub details: Value,
    /// The offset of all times from UTC.
    pub time: FixedOffset,
    /// The interface's language.
    pub language: Language,
    /// The notice that internal documents carry.
    pub notice: Option<String>,
    /// Sections of the list of procedures, in order.
    pub sections: Vec<Spanned<String>>,
    /// Working hours.
    pub hours: Hours,
    /// Dispatchers by id.
    pub dispatchers: BTreeMap<String, String>,
    /// Desks by code.
    pub desks: BTreeMap<String, String>,
    /// Contacts by id, in the order of the file.
    pub contacts: Vec<(String, Contact)>,
    /// Series of numbers by id.
    pub series: BTreeMap<String, Series>,
    /// How letters leave; none while there is no sender.
    pub mail: Option<Outgoing>,
    /// What git does.
    pub git: Git,
    /// Its stamp and its fonts.
    pub assets: AssetNames,
}

/// Numbers that documents take, one after the other, each desk its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// How a number is written, over `desk`, `n` and `year`.
    pub number: Template,
    /// Whether it begins anew every year.
    pub yearly: bool,
}

impl Default for Company {
    fn default() -> Self {
        Self {
            details: Value::Object(Map::new()),
            time: utc(),
            language: Language::Ru,
            notice: None,
            sections: Vec::new(),
            hours: Hours::default(),
            dispatchers: BTreeMap::new(),
            desks: BTreeMap::new(),
            contacts: Vec::new(),
            series: BTreeMap::new(),
            mail: None,
            git: Git::Off,
            assets: AssetNames::default(),
        }
    }
}

impl Series {
    /// The number as it is written; none when its text cannot be worked out.
    #[must_use]
    pub fn write(&self, desk: &str, n: u32, year: i32) -> Option<String> {
        let mut outer = OuterNames::default();
        outer.insert("desk", Value::from(desk));
        let mut scope = Scope::new(Arc::default(), Arc::default(), Blanks::Empty, &outer);
        scope.set("n", &Value::from(n));
        scope.set("year", &Value::from(year.to_string()));
        self.number.render(&scope).ok().filter(|number| !number.trim().is_empty())
    }
}

impl Company {
    /// What `contacts` is in expressions.
    #[must_use]
    pub fn contacts_value(&self) -> Value {
        let contacts = self.contacts.iter().map(|(id, contact)| {
            let about =
                json!({"title": contact.title, "name": contact.name, "phones": contact.phones, "email": contact.email});
            (id.clone(), about)
        });
        Value::Object(contacts.collect())
    }

    /// A text of `company`.
    #[must_use]
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details.get(key).and_then(Value::as_str)
    }
}

/// `pult.local.yaml`: this machine. Written by the program, read back by serde.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Local {
    /// This desk's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// Who is at the desk: an id of `dispatchers`, or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatcher: Option<String>,
    /// The day on which the dispatcher was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// The interface's language on this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How pages are scanned here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scanner: Option<ScannerSetting>,
    /// How documents come on paper here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<PrinterSetting>,
    /// Through whom letters leave this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<MailServer>,
}

fn offset(minutes: i32) -> Option<FixedOffset> {
    FixedOffset::east_opt(minutes * 60)
}

fn utc() -> FixedOffset {
    chrono::Offset::fix(&chrono::Utc)
}
