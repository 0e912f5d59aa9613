//! What a kind of step is like: the one table that the engine, the checks and the desk ask.

use super::StepKind;

/// Something that some kinds of steps are, and others are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// Somebody has to act on it before the case can end.
    Awaited,
    /// It waits for everything before it.
    InOrder,
    /// What follows must wait for it.
    Gate,
    /// It has an effect outside of the case, which is begun, carried out and then settled.
    Effect,
    /// What was done there can be taken back without doing it anew.
    TakenBack,
    /// The desk goes back to it.
    Revisited,
}

impl StepKind {
    fn is(&self, nature: Nature) -> bool {
        use Nature::{Awaited, Effect, Gate, InOrder, Revisited, TakenBack};
        let natures: &[Nature] = match self {
            Self::Note(_) | Self::Group(_) | Self::Let(_) => &[],
            Self::Say(_) => &[Awaited, TakenBack],
            Self::Do(_) | Self::Repeat(_) | Self::Notify(_) => &[Awaited, TakenBack, Revisited],
            Self::Ask(_) => &[Awaited, Revisited],
            Self::Run(_) | Self::Mail(_) => &[Awaited, InOrder, Effect, Revisited],
            Self::Print(_) => &[Awaited, InOrder, Effect, TakenBack, Revisited],
            Self::Attach(_) => &[Awaited, Effect, TakenBack, Revisited],
            Self::Wait(_) => &[Awaited, InOrder, Gate, TakenBack, Revisited],
            Self::Stop(_) => &[Awaited, InOrder, Gate],
        };
        natures.contains(&nature)
    }

    /// Whether somebody has to act on it before the case can end.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.is(Nature::Awaited) && if let Self::Repeat(repeat) = self { repeat.is_awaited() } else { true }
    }

    /// Whether it waits for everything before it.
    #[must_use]
    pub fn keeps_order(&self) -> bool {
        self.is(Nature::InOrder)
    }

    /// Whether what follows must wait for it.
    #[must_use]
    pub fn is_gate(&self) -> bool {
        self.is(Nature::Gate)
    }

    /// Whether it has an effect outside of the case, which is begun, carried out and then settled.
    #[must_use]
    pub fn is_effect(&self) -> bool {
        self.is(Nature::Effect)
    }

    /// Whether what was done there can be taken back without doing it anew.
    #[must_use]
    pub fn is_taken_back(&self) -> bool {
        self.is(Nature::TakenBack)
    }

    /// Whether the desk goes back to it.
    #[must_use]
    pub fn is_revisited(&self) -> bool {
        self.is(Nature::Revisited)
    }
}
