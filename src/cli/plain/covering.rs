//! Numbers of the staff stay off the screen while a procedure wants it, in whatever text they stand.

use super::Plain;
use super::screen::Screen;
use crate::model::staff::Staff;

impl Plain<'_> {
    /// Covers them, or no more.
    pub(super) fn hide_numbers(&mut self) {
        let hides = self.session.hides_contacts();
        self.screen.hidden = hides.then(|| Staff::of(&self.session.workspace.company));
    }
}

impl Screen<'_> {
    /// Whether numbers of the staff are covered.
    pub(super) fn hides(&self) -> bool {
        self.hidden.is_some()
    }

    /// Prints a choice with the numbers that it is about.
    pub(super) fn choice_uncovered(&mut self, number: usize, label: &str) {
        let hidden = self.hidden.take();
        self.choice(number, label);
        self.hidden = hidden;
    }
}
