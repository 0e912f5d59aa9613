//! The menu behind `.`: everything that is not the answer to the question.

use super::handing::is_taken;
use super::{Left, Numbers, Plain};
use crate::cli::CommandError;
use crate::engine::{Move, State};
use crate::model::card::Card;
use crate::model::scenario::later;
use crate::session::SessionError;
use crate::text::{Handing, Message};
use chrono::{Days, NaiveTime};

/// The items of the menu, in order.
const ITEMS: [Message<'static>; 8] = [
    Message::MenuSkip,
    Message::MenuSteps,
    Message::MenuContacts,
    Message::MenuCards,
    Message::MenuNote,
    Message::MenuEarlier,
    Message::MenuPark,
    Message::MenuClose,
];

impl Plain<'_> {
    /// Shows the menu and does what was chosen.
    pub(super) fn menu(&mut self) -> Result<Left, SessionError> {
        self.screen.say(&Message::Menu);
        for (number, item) in ITEMS.iter().enumerate() {
            let label = self.screen.text(item);
            self.screen.choice(number + 1, &label);
        }
        let outdated = self.session.is_outdated();
        if outdated {
            let label = self.screen.text(&Message::Handing(Handing::MenuUpdate));
            self.screen.choice(ITEMS.len() + 1, &label);
        }
        let back = self.screen.text(&Message::MenuBack);
        self.screen.choice(0, &back);
        let Some(choice) = self.screen.ask(&Message::Choose) else { return Ok(Left::Gone) };
        match choice.as_str() {
            "1" => self.skip()?,
            "2" => self.steps()?,
            "3" => self.contacts(),
            "4" => self.cards(),
            "5" => {
                if let Some(text) = self.typed(&Message::NoteText) {
                    self.aside(Move::Note { text })?;
                }
            }
            "6" => self.earlier(),
            "7" => {
                self.park()?;
            }
            "8" => self.cut()?,
            "9" if outdated => {
                let case = self.session.top().map(|case| case.id.clone());
                case.map_or(Ok(()), |case| self.update(&case))?;
            }
            "" | "0" | "." | ".." => {}
            _ => self.screen.say(&Message::NotInList),
        }
        Ok(Left::Finished)
    }

    /// A line that says something.
    fn typed(&mut self, prompt: &Message<'_>) -> Option<String> {
        self.screen.ask(prompt).filter(|text| !text.is_empty() && !text.starts_with('.'))
    }

    /// A move that does not leave the question.
    fn aside(&mut self, wanted: Move) -> Result<(), SessionError> {
        let cursor = self.cursor.clone();
        self.act(wanted)?;
        self.cursor = cursor;
        Ok(())
    }

    /// Puts aside: the case on top alone, or all of them.
    fn park(&mut self) -> Result<(), SessionError> {
        let titles = self.session.top().zip(self.session.below());
        let titles = titles.map(|(top, below)| (top.definition.title.clone(), below.definition.title.clone()));
        let mut all = true;
        if let Some((top, below)) = titles {
            let choices = [self.screen.text(&Message::ParkAll), self.screen.text(&Message::ParkThis(&top, &below))];
            choices.iter().enumerate().for_each(|(at, label)| self.screen.choice(at + 1, label));
            match self.screen.ask(&Message::Choose).as_deref() {
                Some("1") => {}
                Some("2") => all = false,
                _ => return Ok(()),
            }
        }
        let Some(text) = self.screen.ask(&Message::ParkText).filter(|text| !text.starts_with('.')) else {
            return Ok(());
        };
        if all {
            let parked = self.session.park_all(&text);
            if let Some(error) = parked.as_ref().err().filter(|error| is_taken(error)) {
                self.keep_typed(error, &Move::Park { text });
            }
            let notices = parked?;
            self.tell(&notices);
            return Ok(());
        }
        self.act(Move::Park { text })
    }

    /// Ends early: whoever has hung up in the middle of a case that another one runs is gone from that, too.
    fn cut(&mut self) -> Result<(), SessionError> {
        if let Some(outline) = self.session.outline() {
            super::prompt::unfinished(&mut self.screen, &outline, &self.session.workspace);
        }
        let titles = self.session.titles();
        let mut all = false;
        if let [this, below, ..] = titles.as_slice() {
            let choices = [Message::CutAll(&titles), Message::CutThis(this, below)];
            let choices = choices.map(|choice| self.screen.text(&choice));
            choices.iter().enumerate().for_each(|(at, label)| self.screen.choice(at + 1, label));
            match self.screen.ask(&Message::Choose).as_deref() {
                Some("1") => all = true,
                Some("2") => {}
                _ => return Ok(()),
            }
        }
        if !all {
            let reason = self.typed(&Message::CloseReason);
            return reason.map_or(Ok(()), |reason| self.act(Move::Cut { reason }));
        }
        let Some(typed) = self.screen.ask(&Message::CloseReasonOrHungUp).filter(|text| !text.starts_with('.')) else {
            return Ok(());
        };
        let reason = if typed.is_empty() { self.screen.text(&Message::HungUp) } else { typed };
        let cut = self.session.cut_all(&reason);
        if let Some(error) = cut.as_ref().err().filter(|error| is_taken(error)) {
            self.keep_typed(error, &Move::Cut { reason });
        }
        let notices = cut?;
        self.tell(&notices);
        Ok(())
    }

    fn skip(&mut self) -> Result<(), SessionError> {
        let id = self.session.outline().and_then(|outline| {
            let row = self.cursor.as_ref().and_then(|id| outline.row(id)).or_else(|| outline.next())?;
            Some(outline.rows[row].id.clone())
        });
        match id {
            Some(step) => self.act(Move::Skip { step, reason: None }),
            None => Ok(()),
        }
    }

    /// All steps with their states; a number goes there. Items have numbers of their own.
    fn steps(&mut self) -> Result<(), SessionError> {
        let Some(outline) = self.session.outline() else { return Ok(()) };
        let mut ids = Vec::new();
        for (at, row) in outline.rows.iter().enumerate().filter(|(_, row)| row.state != State::Out) {
            for item in outline.items_beginning(at) {
                ids.push((outline.items[item].id.clone(), true));
                self.screen.item_row(&outline, item, Some(ids.len()));
            }
            let shown = row.step.kind.is_awaited();
            let number = shown.then(|| {
                ids.push((row.id.clone(), false));
                ids.len()
            });
            self.screen.outline_row(&self.session.workspace, &outline, at, number);
        }
        drop(outline);
        match self.screen.ask(&Message::Choose).unwrap_or_default().parse::<usize>() {
            Ok(number) if (1..=ids.len()).contains(&number) => match ids.into_iter().nth(number - 1) {
                Some((id, true)) => self.item(&id)?,
                found => self.cursor = found.map(|(id, _)| id),
            },
            Ok(0) | Err(_) => {}
            Ok(_) => self.screen.say(&Message::NotInList),
        }
        Ok(())
    }

    /// What is at hand without a case: contacts, cards, and the seat. Says whether somebody else sits down.
    pub(in crate::cli) fn reference(&mut self) -> bool {
        for (number, item) in [Message::MenuContacts, Message::MenuCards, Message::MenuSeat].iter().enumerate() {
            let label = self.screen.text(item);
            self.screen.choice(number + 1, &label);
        }
        match self.screen.ask(&Message::Choose).unwrap_or_default().as_str() {
            "1" => self.contacts(),
            "2" => self.cards(),
            "3" => return true,
            _ => {}
        }
        false
    }

    fn contacts(&mut self) {
        let workspace = std::sync::Arc::clone(&self.session.workspace);
        let hidden = self.session.hides_contacts();
        self.screen.contacts(&workspace.company, if hidden { Numbers::Hidden } else { Numbers::Shown });
    }

    fn cards(&mut self) {
        let workspace = std::sync::Arc::clone(&self.session.workspace);
        let cards: Vec<&Card> = workspace.cards.values().collect();
        if cards.is_empty() {
            return self.screen.say(&Message::NoCards);
        }
        for (number, card) in cards.iter().enumerate() {
            self.screen.choice(number + 1, &card.title);
        }
        if let Ok(number) = self.screen.ask(&Message::Choose).unwrap_or_default().parse::<usize>() {
            match number.checked_sub(1).and_then(|at| cards.get(at)) {
                Some(card) => self.card(card),
                None => self.screen.say(&Message::NotInList),
            }
        }
    }

    /// The cards of the step that is shown and of what is said before it; all of them where it has none.
    pub(super) fn cards_at_hand(&mut self) {
        let workspace = std::sync::Arc::clone(&self.session.workspace);
        let cards: Vec<&Card> = self.session.outline().map_or_else(Vec::new, |outline| {
            let row = self.cursor.as_ref().and_then(|id| outline.row(id)).or_else(|| outline.next());
            let rows = row.map(|row| outline.lead(row).into_iter().chain([row])).into_iter().flatten();
            let named = rows.filter_map(|row| outline.rows[row].step.card.as_ref());
            named.filter_map(|card| workspace.cards.get(&card.value)).collect()
        });
        if cards.is_empty() {
            return self.cards();
        }
        cards.into_iter().for_each(|card| self.card(card));
    }

    fn card(&mut self, card: &Card) {
        match self.session.outside_of_card(card) {
            Ok(outside) => self.screen.card(card, &outside),
            Err(error) => {
                let error = CommandError::session(&self.session, &error);
                self.screen.line(&error.text);
            }
        }
    }

    /// The next thing happened at an earlier time: of today, or of yesterday when that is still ahead.
    fn earlier(&mut self) {
        self.session.clock().was = None;
        let Some(text) = self.typed(&Message::EarlierWhen) else { return };
        let now = self.session.outside().at;
        let today = NaiveTime::parse_from_str(&text, "%H:%M").ok().and_then(|time| {
            let day =
                if time > now.time() { now.date_naive().checked_sub_days(Days::new(1))? } else { now.date_naive() };
            day.and_time(time).and_local_timezone(*now.offset()).single()
        });
        let this_year = format!("{}.{}", text.split(' ').next().unwrap_or(""), now.format("%Y"));
        let dated = later(&text.replacen(text.split(' ').next().unwrap_or(""), &this_year, 1), now);
        match today.or_else(|| later(&text, now)).or(dated).filter(|moment| *moment <= now) {
            Some(moment) => {
                self.session.clock().was = Some(moment);
                self.screen.say(&Message::EarlierSet(&crate::model::types::moment(&moment)));
            }
            None => self.screen.say(&Message::EarlierWrong),
        }
    }
}
