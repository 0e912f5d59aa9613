//! What is said around an answer that its style is against.

/// One thing of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StyleWords {
    /// What stands in the next lines is the answer, put right.
    Fixed,
    /// Enter takes it.
    TakeFixed,
    /// Enter takes it, 1 keeps what was typed.
    TakeFixedOrKeep,
}
