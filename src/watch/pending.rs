//! Changes that come in bursts, taken together: whoever saves a file touches it several times.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// So long nothing must happen before what has happened is looked at.
const QUIET: Duration = Duration::from_millis(50);
/// Later than this nothing is looked at, however much goes on.
const LATEST: Duration = Duration::from_millis(500);

/// What has happened and was not yet looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Batch {
    /// These paths may have changed.
    Paths(BTreeSet<PathBuf>),
    /// Anything may have changed.
    Everything,
}

/// What waits to be looked at.
#[derive(Debug, Default)]
pub(super) struct Pending {
    paths: BTreeSet<PathBuf>,
    everything: bool,
    /// When the first and the last of it happened.
    span: Option<(Instant, Instant)>,
}

impl Pending {
    pub(super) fn path(&mut self, path: PathBuf, now: Instant) {
        self.paths.insert(path);
        self.happened(now);
    }

    pub(super) fn everything(&mut self, now: Instant) {
        self.everything = true;
        self.happened(now);
    }

    fn happened(&mut self, now: Instant) {
        self.span = Some((self.span.map_or(now, |span| span.0), now));
    }

    /// When it is to be looked at; none when there is nothing.
    pub(super) fn due(&self) -> Option<Instant> {
        self.span.map(|(first, last)| (last + QUIET).min(first + LATEST))
    }

    /// What there is, if it is due.
    pub(super) fn take(&mut self, now: Instant) -> Option<Batch> {
        self.due().filter(|due| *due <= now)?;
        let taken = std::mem::take(self);
        Some(if taken.everything { Batch::Everything } else { Batch::Paths(taken.paths) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, LATEST, Pending, QUIET};
    use std::path::PathBuf;
    use std::time::{Duration, Instant};

    #[test]
    fn a_burst_is_one_batch_and_never_waits_for_ever() {
        let start = Instant::now();
        let mut pending = Pending::default();
        assert_eq!(pending.due(), None);
        pending.path(PathBuf::from("a"), start);
        assert_eq!(pending.take(start + QUIET / 2), None);
        pending.path(PathBuf::from("b"), start + QUIET / 2);
        assert_eq!(pending.take(start + QUIET), None, "it has not been quiet yet");
        let both = Batch::Paths([PathBuf::from("a"), PathBuf::from("b")].into());
        assert_eq!(pending.take(start + QUIET + QUIET / 2), Some(both));
        assert_eq!(pending.due(), None);
        let mut now = start;
        let first = loop {
            pending.path(PathBuf::from("a"), now);
            now += Duration::from_millis(10);
            if let Some(batch) = pending.take(now) {
                break batch;
            }
            assert!(now < start + LATEST * 2);
        };
        assert!(matches!(first, Batch::Paths(_)) && now <= start + LATEST + QUIET);
        pending.path(PathBuf::from("a"), now);
        pending.everything(now);
        assert_eq!(pending.take(now + QUIET), Some(Batch::Everything));
    }
}
