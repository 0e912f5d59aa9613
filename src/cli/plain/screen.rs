//! The lines on the screen: everything that is printed passes here, so no control character of anybody's
//! data reaches the terminal.

use super::contact::{names_of, told_to};
use crate::engine::{Case, Concern, Outline, Outside, State};
use crate::model::card::Card;
use crate::model::company::{Company, Language};
use crate::model::definition::StepKind;
use crate::model::document::Document;
use crate::model::event::{CUT, DONE, JOINED};
use crate::model::staff::Staff;
use crate::model::template::Scope;
use crate::model::types::show_untyped;
use crate::model::workspace::Workspace;
use crate::render;
use crate::session::{Notice, Session, SessionError, place_of, title_of, whole_title};
use crate::store::GitTrouble;
use crate::text::{self, Handing, Matter, Message, Outbox, Printing};
use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::sync::Arc;

/// Input and output of the plain lines.
pub(in crate::cli) struct Screen<'s> {
    input: Box<dyn BufRead + 's>,
    output: Box<dyn Write + 's>,
    language: Language,
    /// Whether a terminal shows what is typed, and with it the end of the line.
    echoed: bool,
    /// Columns of the terminal; none where there is no terminal to wrap for.
    columns: Option<usize>,
    /// A line at which the input ended.
    broken_off: Option<String>,
    /// Numbers that are covered in every line.
    pub(super) hidden: Option<Staff>,
}

/// Whether numbers of contacts may be read on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Numbers {
    /// They may.
    Shown,
    /// A procedure hides them.
    Hidden,
}

/// A text as it may be printed: control characters are shown, not obeyed.
#[must_use]
pub(in crate::cli) fn shown(text: &str) -> String {
    let risky = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(risky) {
        return text.to_owned();
    }
    text.chars().map(|c| if risky(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() }).collect()
}

/// Lines broken between words; what is longer than a line stays whole.
fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        out.push_str(if at > 0 { "\n" } else { "" });
        let mut used = 0;
        for word in line.split_inclusive(' ') {
            let length = word.trim_end().chars().count();
            if used > 0 && length > 0 && used + length > columns {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                used = 0;
            }
            out.push_str(word);
            used += word.chars().count();
        }
    }
    out
}

impl<'s> Screen<'s> {
    pub(in crate::cli) fn new(
        input: impl BufRead + 's,
        output: impl Write + 's,
        language: Language,
        echoed: bool,
        columns: Option<usize>,
    ) -> Self {
        Self {
            input: Box::new(input),
            output: Box::new(output),
            language,
            echoed,
            columns,
            broken_off: None,
            hidden: None,
        }
    }

    pub(crate) fn text(&self, message: &Message<'_>) -> String {
        text::say(self.language, message)
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Whether a person types here, before a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.echoed
    }

    /// Prints a line. A terminal that has gone away is noticed when the next line is read.
    pub(crate) fn line(&mut self, text: &str) {
        let text = self.hidden.as_ref().map_or(Cow::Borrowed(text), |hidden| hidden.covered(text));
        let text = shown(&text);
        let text = self.columns.map_or_else(|| text.clone(), |columns| wrapped(&text, columns));
        let _ = writeln!(self.output, "{text}");
    }

    pub(crate) fn say(&mut self, message: &Message<'_>) {
        let text = self.text(message);
        self.line(&text);
    }

    /// A document, broken to fit.
    pub(crate) fn document(&mut self, document: &Document) {
        for line in render::text(document, self.columns) {
            self.line(&line);
        }
    }

    pub(crate) fn choice(&mut self, number: usize, label: &str) {
        self.line(&format!("{number:4}  {label}"));
    }

    /// Says what Enter does and reads a line; none at the end of the input.
    pub(crate) fn ask(&mut self, hint: &Message<'_>) -> Option<String> {
        let hint = self.text(hint);
        if !hint.is_empty() {
            self.line(&hint);
        }
        self.read()
    }

    /// The line at which the input ended, if it did so in the middle of one.
    pub(crate) fn broken_off(&mut self) -> Option<String> {
        self.broken_off.take()
    }

    /// Whether the document is to be printed now, all the same.
    pub(crate) fn agrees_to_print(&mut self) -> bool {
        self.ask(&Message::Printing(Printing::Sure)).is_some_and(|line| line.is_empty())
    }

    /// Waits for Enter.
    pub(crate) fn pause(&mut self) -> Option<String> {
        self.read()
    }

    fn read(&mut self) -> Option<String> {
        let _ = write!(self.output, "> ");
        let _ = self.output.flush();
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes);
        if !self.echoed || !bytes.ends_with(b"\n") {
            let _ = writeln!(self.output);
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match read {
            Ok(0) | Err(_) => None,
            // Whoever typed it has not said that it is all.
            Ok(_) if !bytes.ends_with(b"\n") => {
                self.broken_off = Some(text().replace('\u{fffd}', "")).filter(|text| !text.is_empty());
                None
            }
            // What is not UTF-8 is shown as such and refused by the field as a control character would be.
            Ok(_) => Some(text().replace('\u{fffd}', "\u{1a}")),
        }
    }

    pub(crate) fn notice(&mut self, notice: &Notice) {
        match notice {
            Notice::Opened { id, title } => self.say(&Message::Opened(&id.short(), title)),
            Notice::Resumed { id, title, word } => {
                self.say(&Message::Resumed(&id.short(), title));
                if let Some((by, word)) = word {
                    self.say(&Message::LeftWord(by, word));
                }
            }
            Notice::Outdated { id } => self.hand(Handing::Outdated(&id.short())),
            Notice::Torn { id, path } => self.say(&Message::Torn(&id.short(), path)),
            Notice::PrivateDamaged { id, path } => self.say(&Message::PrivateDamaged(&id.short(), path)),
            Notice::NotAttached { name, trouble } => {
                let text = text::file_trouble(self.language, name, trouble);
                self.line(&text);
            }
            Notice::Queued { file } => self.say(&Message::Queued(file)),
            Notice::LetterReplaced { id } => self.say(&Message::Outbox(Outbox::Replaced(id))),
            Notice::LetterOnItsWay { id } => self.say(&Message::Outbox(Outbox::OnItsWay(id))),
            Notice::LettersWait(waiting) => self.say(&Message::Outbox(Outbox::Waiting(*waiting))),
            Notice::NotMailed { trouble } => {
                let why = text::mail_trouble(self.language, trouble);
                self.say(&Message::NotMailed(&why));
            }
            // The step itself shows what was printed, and asks for the paper.
            Notice::Printed { blanks: 0, .. } => {}
            Notice::Printed { blanks, .. } => self.say(&Message::EmptyPlaces(*blanks)),
            Notice::Handed { copies } => self.say(&Message::Printing(Printing::Handed(*copies))),
            Notice::NotHanded(fault) => {
                let words = text::printer_fault(self.language, fault);
                self.line(&words);
            }
            Notice::Void { what } => self.say(&Message::PaperVoid(what)),
            Notice::NotPrinted { form, trouble } => {
                let why = text::print_trouble(self.language, trouble);
                self.say(&Message::NotPrinted(form, &why));
            }
            Notice::Replied { .. }
            | Notice::ReplyWaits { .. }
            | Notice::ReplyNoted { .. }
            | Notice::BadAside { .. }
            | Notice::StrayAside { .. }
            | Notice::Kept { .. }
            | Notice::Linked { .. }
            | Notice::LeftThere { .. }
            | Notice::Twice { .. } => self.matter(notice),
            Notice::Parked { id } => self.say(&Message::Parked(&id.short())),
            Notice::Closed { id, outcome, path } => {
                let outcome = outcome_words(self.language, outcome);
                self.say(&Message::Closed(&id.short(), &outcome, path));
            }
        }
    }

    pub(crate) fn concern(&mut self, concern: &Concern) {
        let text = text::concern(self.language, concern);
        self.line(&text);
    }

    pub(crate) fn error(&mut self, session: &Session, error: &SessionError) {
        let text = text::session_error(self.language, error, &|step| name_of(session, step));
        self.line(&text);
    }

    pub(crate) fn git(&mut self, trouble: &GitTrouble) {
        let text = text::git(self.language, trouble);
        self.line(&text);
    }

    /// The head of a case.
    pub(crate) fn head(&mut self, case: &Case) {
        self.line("");
        self.line(&format!("== {} ==", case.definition.title));
    }

    /// What is never to be done.
    pub(crate) fn prohibitions(&mut self, case: &Case, outline: &Outline<'_>) {
        for never in &case.definition.never {
            self.say(&Message::Never(&outline.print(never)));
        }
    }

    /// The title of the group a step stands in, once when it is entered.
    pub(crate) fn group(&mut self, outline: &Outline<'_>, row: Option<usize>, last: &mut Option<String>) {
        let parent = row.and_then(|row| outline.rows[row].parent);
        let group = parent.filter(|parent| matches!(outline.rows[*parent].step.kind, StepKind::Group(_)));
        // An item's title stands over all of its steps, those of its arms as well.
        let item = row.filter(|_| group.is_none()).and_then(|row| outline.rows[row].item);
        let item = item.filter(|item| outline.items[*item].number > 0);
        let id = match (group, item) {
            (Some(group), _) => Some(outline.rows[group].id.clone()),
            (None, item) => item.map(|item| outline.items[item].id.clone()),
        };
        if id != *last {
            let repeat = item.and_then(|item| outline.repeat_of(item));
            match (group, item) {
                (Some(group), _) => {
                    // Back from the items of a repeat, its advice has been read.
                    let read = row.is_some_and(|row| !outline.items_of(row).is_empty());
                    self.heading(outline, &whole_title(outline, group), Some(group).filter(|_| !read));
                }
                (None, Some(item)) => {
                    // The first item may come before anybody was asked whether there is one.
                    let around = repeat.and_then(|repeat| outline.rows[repeat].parent);
                    let around = around.filter(|at| matches!(outline.rows[*at].step.kind, StepKind::Group(_)));
                    let around = around.filter(|at| last.as_ref() != Some(&outline.rows[*at].id));
                    if let Some(around) = around.filter(|_| outline.items[item].number == 1) {
                        self.heading(outline, &whole_title(outline, around), Some(around));
                    }
                    let (title, label) = outline.name_of_item(item);
                    let title = self.text(&Message::Item(&title, &label));
                    self.heading(outline, &title, repeat);
                }
                (None, None) => {}
            }
            *last = id;
        }
    }

    /// A title over steps, with the advice of one of the rows.
    fn heading(&mut self, outline: &Outline<'_>, title: &str, advising: Option<usize>) {
        self.line("");
        self.line(&format!("— {title} —"));
        if let Some((row, hint)) = advising.and_then(|row| Some((row, outline.rows[row].step.hint.as_ref()?))) {
            self.hint(&outline.print_at(row, hint));
        }
    }

    /// Advice, where there is any: a text may have none for these answers.
    pub(super) fn hint(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.say(&Message::Hint(words));
        }
    }

    /// One line of an overview.
    pub(crate) fn outline_row(
        &mut self,
        workspace: &Workspace,
        outline: &Outline<'_>,
        at: usize,
        number: Option<usize>,
    ) {
        let row = &outline.rows[at];
        if matches!(&row.step.kind, StepKind::Let(computed) if computed.label.is_none()) {
            // It has no words for people.
            return;
        }
        let mark = match row.state {
            State::Done => Message::StateDone,
            State::Skipped => Message::StateSkipped,
            State::Open => Message::StateOpen,
            State::Stale => Message::StateStale,
            State::Maybe | State::Out => Message::StateMaybe,
            State::Blocked(_) => Message::StateBlocked,
        };
        let mark = self.text(&mark);
        let number = number.map_or_else(|| "    ".to_owned(), |number| format!("{number:4}"));
        let indent = "  ".repeat(row.depth);
        let answer = words_of(outline, at).map(|answer| format!(": {answer}")).unwrap_or_default();
        self.line(&format!("{number}  {mark} {indent}{}{answer}", title_of(self.language, workspace, outline, at)));
    }

    pub(crate) fn contacts(&mut self, company: &Company, numbers: Numbers) {
        if company.contacts.is_empty() {
            return self.say(&Message::NoContacts);
        }
        for (_, contact) in &company.contacts {
            let unknown = self.text(&Message::NotStated);
            let name = contact.name.clone().map(|name| format!(", {name}")).unwrap_or_default();
            let ways: Vec<&str> = contact.phones.iter().chain(&contact.email).map(String::as_str).collect();
            let ways = if ways.is_empty() { unknown } else { ways.join(", ") };
            let ways = if numbers == Numbers::Hidden { String::new() } else { format!(": {ways}") };
            self.line(&format!("{}{name}{ways}", contact.title));
        }
        if numbers == Numbers::Hidden {
            self.say(&Message::NumbersHidden);
        }
    }

    pub(crate) fn card(&mut self, card: &Card, outside: &Outside) {
        self.line(&format!("== {} ==", card.title));
        let unknown = self.text(&Message::NotStated);
        for value in &card.values {
            let shown = value.field.show(&value.value);
            let shown = if shown.is_empty() { unknown.clone() } else { shown };
            self.line(&format!("{}: {shown}", value.label));
        }
        for row in &card.rows {
            let cells: Vec<String> = card
                .columns
                .iter()
                .map(|(code, _)| row.get(code).map(crate::model::types::show_untyped).unwrap_or_default())
                .collect();
            self.line(&cells.join("  "));
        }
        if let Some(kept) = &card.answers {
            let rows = outside.value(&format!("cards.{}", card.id));
            let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
            if rows.is_empty() {
                self.say(&Message::EmptyReference);
            }
            for row in rows {
                // What is looked for stands first, what is known of it below.
                for (at, cell) in kept.cells(row).iter().filter(|cell| !cell.is_empty()).enumerate() {
                    let indent = if at == 0 { "" } else { "  " };
                    cell.lines().for_each(|line| self.line(&format!("{indent}{line}")));
                }
            }
        }
        if let Some(text) = &card.text {
            let blanks = outside.blanks.clone();
            let scope = Scope::new(Arc::default(), Arc::clone(&outside.types), blanks, &outside.names);
            let text = text.render(&scope).unwrap_or_default();
            self.line(text.trim_end());
        }
    }
}

/// What was answered, as people read it.
pub(super) fn words_of(outline: &Outline<'_>, at: usize) -> Option<String> {
    let row = &outline.rows[at];
    if matches!(row.step.kind, StepKind::Repeat(_)) {
        return Some(outline.items_of(at).len().to_string());
    }
    if let StepKind::Let(_) = &row.step.kind {
        let value = outline.scope_at(at).get(&row.step.id);
        let shown = row.step.kind.field().map_or_else(|| show_untyped(&value), |field| field.show(&value));
        return Some(shown).filter(|text| !text.is_empty());
    }
    let fact = row.fact.filter(|_| matches!(row.state, State::Done | State::Stale))?;
    match &row.step.kind {
        StepKind::Ask(_) | StepKind::Wait(_) => {
            let field = row.field()?;
            Some(field.show(&fact.value)).filter(|text| !text.is_empty())
        }
        StepKind::Run(_) => fact.child.clone(),
        StepKind::Print(_) => fact.number.clone(),
        StepKind::Notify(_) => fact.told.and_then(|told| fact.tries.get(told)).map(|(at, tried)| told_to(at, tried)),
        StepKind::Attach(_) => Some(names_of(fact)),
        _ => None,
    }
}

/// The words of an outcome that no `stop` has named.
pub(in crate::cli) fn outcome_words(language: Language, outcome: &str) -> String {
    match outcome {
        CUT => text::say(language, &Message::OutcomeCut),
        DONE => text::say(language, &Message::OutcomeDone),
        JOINED => text::say(language, &Message::Matter(Matter::OutcomeJoined)),
        words => words.to_owned(),
    }
}

/// The words by which people know a step of the case on top.
pub(in crate::cli) fn name_of(session: &Session, step: &str) -> String {
    let outline = session.outline();
    let found = outline.as_ref().and_then(|outline| {
        if let Some(item) = outline.item(step) {
            return Some(outline.name_of_item(item).0);
        }
        let row = outline.row(step)?;
        Some(place_of(session.seat().language, &session.workspace, outline, row))
    });
    found.filter(|title| !title.is_empty()).unwrap_or_else(|| step.to_owned())
}

/// What would have been typed under the other keyboard layout: `jnrk` for `откл`.
pub(in crate::cli) fn other_layout(text: &str) -> String {
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    let russian = |c: char| LATIN.chars().position(|key| key == c).and_then(|at| RUSSIAN.chars().nth(at));
    text.to_lowercase().chars().map(|c| russian(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::{other_layout, shown, wrapped};

    #[test]
    fn long_lines_break_between_words() {
        assert_eq!(wrapped("раз два три", 7), "раз два\nтри");
        assert_eq!(wrapped("длинноеслово и\nеще", 10), "длинноеслово\nи\nеще");
        assert_eq!(wrapped("", 5), "");
    }

    #[test]
    fn control_characters_are_shown_and_not_obeyed() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c"), "a\\u{1b}[2Jb\\u{202e}c");
        assert_eq!(shown("Иванов\nИван"), "Иванов\nИван");
    }

    #[test]
    fn words_typed_under_the_wrong_layout_are_understood() {
        assert_eq!(other_layout("jnrk.xtybt"), "отключение");
    }
}
