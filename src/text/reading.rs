//! What the interface says of the handbook: what has changed in it, and who has acknowledged it.

use crate::model::event::Moment;
use crate::model::handbook::Difference;

/// One thing of that.
#[derive(Debug, Clone, Copy)]
pub enum Reading<'a> {
    /// Nothing was acknowledged yet: how many procedures and cards there are.
    First(usize, usize),
    /// Something has changed since that moment: how many things.
    Changed(&'a Moment, usize),
    /// Something has changed since that moment, and nobody can tell what.
    Unknown(&'a Moment),
    /// One thing that has changed.
    Change(Difference<'a>),
    /// So many more things, not shown here.
    More(usize),
    /// One key acknowledges, one shows the text, Enter puts off.
    Ask,
    /// It is written down.
    Acknowledged,
    /// It comes again.
    PutOff,
    /// The edition of today: its hash.
    Edition(&'a str),
    /// Somebody has acknowledged the edition of today: who, when.
    Knows(&'a str, &'a Moment),
    /// Somebody has acknowledged an older edition: who, when, how many things have changed since, if that can be told.
    KnewOnce(&'a str, &'a Moment, Option<usize>),
    /// Somebody has acknowledged nothing: who.
    Never(&'a str),
    /// There is nobody who could have.
    Nobody,
}

/// Somebody's words on one line, not too long.
pub(super) fn brief(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = super::one_line(text);
    if line.chars().count() <= LONGEST {
        return line;
    }
    let start: String = line.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}
