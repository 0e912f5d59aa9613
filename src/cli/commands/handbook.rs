//! `pult show handbook`: what it says, who has acknowledged which edition, and what has changed since.

use super::show::ends_with;
use crate::cli::desk;
use crate::cli::out;
use crate::cli::{CommandError, Opened};
use crate::model::handbook::Handbook;
use crate::render;
use crate::session::{Reader, Session, readers};
use crate::text::{Message, Reading, say};
use serde_json::{Value, json};

pub(super) fn show(opened: &Opened, session: &Session, as_json: bool) -> Result<u8, CommandError> {
    let readers =
        readers(&opened.store, &opened.workspace).map_err(|error| CommandError::store(opened.language, &error))?;
    let edition = Handbook::of(&opened.workspace).hash();
    if as_json {
        let lines = render::text(&session.handbook_reading(), None);
        let all: Value = readers.iter().map(|reader| reader_json(opened, reader)).collect();
        out::json(&json!({"edition": edition, "lines": lines, "dispatchers": all}));
        return ends_with(opened, &session.handbook_faults());
    }
    let mut screen = desk::screen(opened.language);
    screen.document(&session.handbook_reading());
    screen.line("");
    screen.say(&Message::Reading(Reading::Edition(&edition)));
    if readers.is_empty() {
        screen.say(&Message::Reading(Reading::Nobody));
    }
    for reader in &readers {
        let (since, changes) = match (&reader.last, &reader.unread) {
            (None, _) => {
                screen.say(&Message::Reading(Reading::Never(&reader.name)));
                continue;
            }
            (Some((at, _)), None) => {
                screen.say(&Message::Reading(Reading::Knows(&reader.name, at)));
                continue;
            }
            (Some((at, _)), Some(unread)) => (at, unread.changes()),
        };
        let count = changes.as_ref().map(Vec::len);
        screen.say(&Message::Reading(Reading::KnewOnce(&reader.name, since, count)));
        for change in changes.into_iter().flatten() {
            let words = screen.text(&Message::Reading(Reading::Change(change)));
            screen.line(&format!("    {words}"));
        }
    }
    ends_with(opened, &session.handbook_faults())
}

fn reader_json(opened: &Opened, reader: &Reader) -> Value {
    let changes = reader.unread.as_ref().and_then(|unread| unread.changes());
    let words = changes.map(|changes| {
        let words = |change| say(opened.language, &Message::Reading(Reading::Change(change)));
        changes.into_iter().map(words).collect::<Vec<_>>()
    });
    json!({
        "id": reader.id, "name": reader.name, "current": reader.unread.is_none(),
        "at": reader.last.as_ref().map(|(at, _)| at), "edition": reader.last.as_ref().map(|(_, edition)| edition),
        "changes": words,
    })
}
