//! Items of repeats in lines: whether there are more, going to one, taking one out.

use super::Plain;
use super::prompt::{Reply, line};
use super::screen::Screen;
use crate::engine::{Move, Outline, State};
use crate::model::definition::{Items, Repeat};
use crate::session::SessionError;
use crate::text::Message;

/// Asks behind the last item whether there is one more.
pub(super) fn more(screen: &mut Screen<'_>, outline: &Outline<'_>, row: usize, repeat: &Repeat) -> Reply {
    let (shown, count) = (&outline.rows[row], outline.items_of(row).len());
    let settled = shown.state == State::Done;
    let free = match repeat.items {
        Items::Free { max, .. } => max.is_none_or(|max| usize::try_from(max).is_ok_and(|max| count < max)),
        Items::Count(_) | Items::Each(_) => false,
    };
    screen.say(&Message::More(&outline.text(row), count));
    let hint = match (free, settled) {
        (true, true) => Message::EnterMore,
        (true, false) if count == 0 => Message::EnterNone,
        (true, false) => Message::EnterEnough,
        (false, true) => Message::EnterKeep(""),
        (false, false) => Message::EnterFull,
    };
    let step = shown.id.clone();
    match line(screen, &hint) {
        Ok(text) if text.is_empty() && settled => Reply::Stay,
        Ok(text) if text.is_empty() => Reply::Act(Move::Enough { step, accept: false }),
        Ok(text) if text == "1" && free => Reply::Act(Move::More { step }),
        Ok(_) => {
            screen.say(&Message::NotInList);
            Reply::Again
        }
        Err(reply) => reply,
    }
}

impl Screen<'_> {
    /// The line of an item in an overview.
    pub(crate) fn item_row(&mut self, outline: &Outline<'_>, item: usize, number: Option<usize>) {
        let (title, label) = outline.name_of_item(item);
        let number = number.map_or_else(|| "    ".to_owned(), |number| format!("{number:4}"));
        let depth = outline.repeat_of(item).map_or(0, |row| outline.rows[row].depth);
        let words = self.text(&Message::Item(&title, &label));
        self.line(&format!("{number}  {}{words}", "  ".repeat(depth)));
    }
}

impl Plain<'_> {
    /// What is to be done with an item that was chosen among the steps.
    pub(super) fn item(&mut self, id: &str) -> Result<(), SessionError> {
        let Some(outline) = self.session.outline() else { return Ok(()) };
        let Some(item) = outline.item(id) else { return Ok(()) };
        let (title, label) = outline.name_of_item(item);
        let first = outline.items[item].rows.clone().find(|row| outline.rows[*row].step.kind.is_awaited());
        let first = first.map(|row| outline.rows[row].id.clone());
        drop(outline);
        let words = self.screen.text(&Message::Item(&title, &label));
        for (number, message) in [Message::ItemGo(&words), Message::ItemDrop(&words)].iter().enumerate() {
            let label = self.screen.text(message);
            self.screen.choice(number + 1, &label);
        }
        match self.screen.ask(&Message::Choose).unwrap_or_default().as_str() {
            "1" => {
                self.cursor = first;
                Ok(())
            }
            "2" => self.act(Move::Drop { item: id.to_owned(), reason: None }),
            _ => Ok(()),
        }
    }
}
