//! Half-typed text in lines: offered again, typed on, kept while it grows. A terminal gives whole lines only, so what
//! can be kept are the lines of a long text, what was refused, and a line at which the input ended.

use super::Screen;
use super::prompt::{Reply, line};
use crate::model::definition::Step;
use crate::model::types::{Base, FieldType, surname};
use crate::session::Drafts;
use crate::text::{Handing, Message};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// By case and text: what was refused in front of this very dispatcher, who sees it above.
pub(super) type Seen = Rc<RefCell<BTreeSet<(String, String)>>>;

/// The half-typed texts of the case on top.
pub(super) struct Half {
    drafts: Drafts,
    seen: Seen,
}

/// What there is to begin with.
pub(super) enum Begun {
    /// Nothing.
    Nothing,
    /// A text to go on with.
    Text(String),
    /// A whole answer.
    Whole(String),
    /// The dispatcher has typed an answer at once.
    Typed(String),
}

impl Half {
    pub(super) fn new(drafts: Drafts, seen: &Seen) -> Self {
        Self { drafts, seen: Rc::clone(seen) }
    }

    /// An answer was refused: it is kept, and not offered before the case is taken up again.
    pub(super) fn refused(&self, step: &str, text: &str) {
        self.seen.borrow_mut().insert((self.drafts.case().to_owned(), text.to_owned()));
        // What cannot be kept stands above, all the same.
        let _ = self.drafts.keep_whole(step, text);
    }

    /// The input ended in the middle of a line.
    pub(super) fn broken_off(&self, step: &str, text: &str) {
        let before = self.drafts.of(step).filter(|draft| !draft.whole).map(|draft| draft.text).unwrap_or_default();
        let _ = self.drafts.keep_begun(step, &format!("{before}{text}"));
    }

    /// Offers what was half typed for a question.
    pub(super) fn offer(&self, screen: &mut Screen<'_>, id: &str, step: &Step) -> Result<Begun, Reply> {
        let Some(draft) = self.unseen(id) else { return Ok(Begun::Nothing) };
        let by = surname(&draft.by);
        // It is not to be read over a shoulder.
        let length = draft.text.trim_end().chars().count();
        screen.hand(if step.is_private() {
            Handing::HalfTypedPrivate(length, &by, &draft.at)
        } else {
            Handing::HalfTyped(draft.text.trim_end(), &by, &draft.at)
        });
        match line(screen, &Message::Handing(Handing::HalfTypedKeys))?.as_str() {
            "" if draft.whole => Ok(Begun::Whole(draft.text)),
            "" => Ok(Begun::Text(draft.text)),
            "0" => {
                self.drafts.drop(id);
                Ok(Begun::Nothing)
            }
            typed => Ok(Begun::Typed(typed.to_owned())),
        }
    }

    /// Offers words that belong to no step: a remark, a reason. Gives them where they are to be kept as a remark.
    pub(super) fn offer_remark(&self, screen: &mut Screen<'_>) -> Option<String> {
        let draft = self.unseen("")?;
        screen.hand(Handing::HalfTyped(draft.text.trim_end(), &surname(&draft.by), &draft.at));
        let typed = screen.ask(&Message::Handing(Handing::HalfTypedRemarkKeys))?;
        self.seen.borrow_mut().insert((self.drafts.case().to_owned(), draft.text.clone()));
        if typed == "0" {
            self.drafts.drop("");
        }
        typed.is_empty().then_some(draft.text)
    }

    /// The remark is in the case.
    pub(super) fn remarked(&self) {
        self.drafts.drop("");
    }

    fn unseen(&self, step: &str) -> Option<crate::store::Draft> {
        let draft = self.drafts.of(step)?;
        let key = (self.drafts.case().to_owned(), draft.text.clone());
        (!self.seen.borrow().contains(&key)).then_some(draft)
    }

    /// Goes on with a text that is not finished: reads lines until one does not end with `\`, and keeps each.
    pub(super) fn rest(
        &self,
        screen: &mut Screen<'_>,
        step: &str,
        field: &FieldType,
        begun: String,
    ) -> Result<String, Reply> {
        let typed = line(screen, &Message::Handing(Handing::TypeOn))?;
        self.lines(screen, step, field, begun + &typed)
    }

    /// A first line was typed: reads the others, where it says that there are some.
    pub(super) fn lines(
        &self,
        screen: &mut Screen<'_>,
        step: &str,
        field: &FieldType,
        first: String,
    ) -> Result<String, Reply> {
        match first.strip_suffix('\\') {
            Some(begun) if field.base == Base::LongText => {
                let begun = format!("{}\n", begun.trim_end());
                let _ = self.drafts.keep_begun(step, &begun);
                self.rest(screen, step, field, begun)
            }
            _ => Ok(first),
        }
    }
}
