//! What time it is: the system's, or a fixed moment for tests and demonstrations.

use crate::model::event::Moment;
use chrono::{FixedOffset, Timelike, Utc};

/// The time of a session.
#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<Moment>,
    offset: FixedOffset,
    /// The earlier moment at which the next thing really happened.
    pub was: Option<Moment>,
}

impl Clock {
    /// The system's time in the workspace's offset, whatever zone the machine is in.
    #[must_use]
    pub fn system(offset: FixedOffset) -> Self {
        Self { fixed: None, offset, was: None }
    }

    /// A moment that stands still until it is set anew.
    #[must_use]
    pub fn fixed(moment: Moment) -> Self {
        Self { fixed: Some(moment), offset: *moment.offset(), was: None }
    }

    /// Sets a fixed clock.
    pub fn set(&mut self, moment: Moment) {
        self.fixed = Some(moment);
    }

    /// Now, to the second.
    #[must_use]
    pub fn now(&self) -> Moment {
        let now = self.fixed.unwrap_or_else(|| Utc::now().with_timezone(&self.offset));
        now.with_nanosecond(0).unwrap_or(now)
    }
}
