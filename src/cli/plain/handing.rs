//! Cases taken from another desk, and moved to today's procedure, in lines.

use super::screen::words_of;
use super::{Plain, Screen};
use crate::engine::{Case, Move, Outline, Update};
use crate::model::definition::StepKind;
use crate::model::types::surname;
use crate::session::{Elsewhere, Notice, SessionError, title_of};
use crate::store::{StoreError, Trouble};
use crate::text::{Handing, Message};

impl Screen<'_> {
    pub(in crate::cli) fn hand(&mut self, handing: Handing<'_>) {
        self.say(&Message::Handing(handing));
    }

    /// A question with yes and no as numbers. Says whether it is yes; everything else is no.
    fn agrees(&mut self, question: Handing<'_>, yes: Handing<'_>) -> bool {
        self.hand(question);
        for (number, answer) in [(1, yes), (0, Handing::No)] {
            let label = self.text(&Message::Handing(answer));
            self.choice(number, &label);
        }
        loop {
            match self.ask(&Message::ChooseNumber).as_deref() {
                Some("1") => return true,
                None | Some("0" | "" | "." | ".." | "ю" | "юю") => return false,
                Some(_) => self.say(&Message::NotInList),
            }
        }
    }
}

/// What an act was to write down: the step, empty where it is none's answer, and the words.
fn typed_in(wanted: &Move) -> Option<(String, String)> {
    let (step, text) = match wanted {
        Move::Answer { step, raw, .. } => (step.clone(), raw),
        Move::Skip { reason: Some(text), .. }
        | Move::Begin { reason: Some(text), .. }
        | Move::Leave { reason: text, .. }
        | Move::Note { text }
        | Move::Park { text }
        | Move::Cut { reason: text } => (String::new(), text),
        _ => return None,
    };
    Some((step, text.clone())).filter(|(_, text)| !text.trim().is_empty())
}

/// Whether another desk has taken the case.
pub(super) fn is_taken(error: &SessionError) -> bool {
    matches!(error, SessionError::Store(error) if matches!(error.trouble, Trouble::Taken { .. }))
}

impl Plain<'_> {
    /// Takes a case up; one that another desk holds, when that is wanted. None when it is not.
    pub(in crate::cli) fn take_up(&mut self, case: &str) -> Result<Option<Vec<Notice>>, SessionError> {
        match self.session.held_elsewhere(case)? {
            Some(held) if !self.takes(&held) => Ok(None),
            Some(_) => self.session.take_over(case).map(Some),
            None => self.session.resume(case).map(Some),
        }
    }

    fn takes(&mut self, held: &Elsewhere) -> bool {
        let by = surname(&self.session.whose(&held.by));
        let question = Handing::TakeAsk(&held.id.short(), &held.title, &held.desk, &by, &held.at);
        self.screen.agrees(question, Handing::TakeYes)
    }

    /// What was typed for a case that another desk has taken since is kept for that desk, as long as it is open there.
    pub(super) fn keep_typed(&mut self, error: &SessionError, wanted: &Move) {
        let closed = matches!(error, SessionError::Store(StoreError { trouble: Trouble::Taken { desk, .. }, .. }) if desk.is_empty());
        self.left_over = typed_in(wanted).map(|(step, text)| {
            let kept = !closed && self.session.drafts().is_some_and(|drafts| drafts.keep_whole(&step, &text));
            (text, kept)
        });
    }

    /// The case is another desk's now.
    pub(super) fn tell_taken(&mut self) {
        match self.left_over.take() {
            Some((_, true)) => self.screen.hand(Handing::TypedKept),
            Some((text, false)) => self.screen.hand(Handing::TypedLost(&text)),
            None => {}
        }
    }

    /// Says what comes of the case under today's procedure, asks, and does it.
    pub(in crate::cli) fn update(&mut self, case: &str) -> Result<(), SessionError> {
        let Some(update) = self.session.plan_update(case)? else {
            self.screen.hand(Handing::UpToDate);
            return Ok(());
        };
        self.tell_update(case, &update);
        if self.screen.agrees(Handing::UpdateAsk, Handing::UpdateYes) {
            let notices = self.session.update(case)?;
            self.cursor = None;
            self.headed = None;
            self.screen.hand(Handing::Updated);
            self.tell(&notices);
        }
        Ok(())
    }

    fn tell_update(&mut self, case: &str, update: &Update) {
        let Some(case) = self.session.case(case) else { return };
        let outside = self.session.outside();
        let (old, new) = (case.outline(&outside), update.case.outline(&outside));
        let name = |outline: &Outline<'_>, id: &str| {
            let Some(row) = outline.row_of_place(id) else { return Some(id.to_owned()) };
            // A value that is computed has no words for people.
            let hidden = matches!(&outline.rows[row].step.kind, StepKind::Let(computed) if computed.label.is_none());
            let title = title_of(self.screen.language(), &self.session.workspace, outline, row);
            Some(if title.is_empty() { id.to_owned() } else { title }).filter(|_| !hidden)
        };
        let mut lines: Vec<String> = Vec::new();
        let mut tell = |handing: Handing<'_>| lines.push(self.screen.text(&Message::Handing(handing)));
        tell(Handing::UpdateHead(&update.case.definition.title));
        update.gone.iter().filter_map(|id| name(&old, id)).for_each(|step| tell(Handing::Gone(&step)));
        update.added.iter().filter_map(|id| name(&new, id)).for_each(|step| tell(Handing::Added(&step)));
        update.changed.iter().filter_map(|id| name(&new, id)).for_each(|step| tell(Handing::Changed(&step)));
        for id in &update.struck {
            let answer = answer(case, &old, id);
            name(&new, id).iter().for_each(|step| tell(Handing::Struck(step, answer.as_deref())));
        }
        update.open_again.iter().filter_map(|id| name(&new, id)).for_each(|step| tell(Handing::OpenAgain(&step)));
        if update.gone.is_empty() && update.added.is_empty() && update.changed.is_empty() {
            tell(Handing::NoStepChanges);
        }
        match update.next.as_deref().and_then(|id| name(&new, id)) {
            Some(step) => tell(Handing::NextThen(&step)),
            None => tell(Handing::EndThen),
        }
        lines.iter().for_each(|line| self.screen.line(line));
    }
}

/// What was answered, as people read it; a private answer by its mask.
fn answer(case: &Case, outline: &Outline<'_>, id: &str) -> Option<String> {
    case.fact(id).filter(|fact| !fact.value.is_null())?;
    words_of(outline, outline.row(id)?)
}
