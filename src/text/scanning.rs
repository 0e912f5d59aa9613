//! What the interface says while pages are scanned.

/// One thing of that.
#[derive(Debug, Clone, Copy)]
pub enum Scanning<'a> {
    /// How many files are missing, whether some are there, and what Enter does.
    Keys(Missing, bool, Enter),
    /// There is room for no more.
    Full,
    /// The scanner works; how long it may, in seconds.
    Works(u64),
    /// How to go on without a page; the question that comes before, if there is one.
    GoOn(Option<&'a str>),
}

/// How many files are missing still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// None.
    Nothing,
    /// So many, and there is room for no more.
    Exactly(usize),
    /// So many, and there may be more.
    AtLeast(usize),
}

impl Missing {
    /// Of so many that are missing where there is room for so many.
    #[must_use]
    pub fn of(missing: usize, room: usize) -> Self {
        match missing {
            0 => Self::Nothing,
            _ if missing >= room => Self::Exactly(missing),
            _ => Self::AtLeast(missing),
        }
    }
}

/// What Enter does where pages are scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enter {
    /// Scans the first page.
    Scans,
    /// Goes on.
    GoesOn,
    /// Nothing: a page more is needed, and nobody is to scan one by chance.
    Nothing,
}
