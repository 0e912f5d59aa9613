//! The system's events, folder by folder.

use super::folders::{is_watched, kind};
use super::pending::{Batch, Pending};
use crate::store;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How often a folder that could not be watched is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// Whether the files of a folder are told of when it is entered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    /// They are new.
    Tell,
    /// Everything is looked at anyway.
    Pass,
}

/// Watches a workspace's folders, one by one: a recursive watch would visit every file of theirs.
#[derive(Debug)]
pub struct Eyes {
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeSet<PathBuf>,
    pending: Pending,
    /// Folders that the system does not let be watched, with its reason.
    refused: Vec<(PathBuf, String)>,
}

impl Eyes {
    /// Begins to watch. What happens from now on is told by [`Eyes::next`].
    ///
    /// # Errors
    /// When the system has no means to watch, in its words.
    pub fn open(root: &Path) -> Result<Self, String> {
        let (to, events) = channel();
        let watcher = notify::recommended_watcher(to).map_err(|error| error.to_string())?;
        let (watched, pending, refused) = Default::default();
        let mut eyes = Self { root: root.to_owned(), watcher, events, watched, pending, refused };
        eyes.enter(root, Files::Pass);
        Ok(eyes)
    }

    /// Waits until something has happened and it is quiet again. After `patience`, everything is to be looked at
    /// again: something that was to be done could not be.
    pub fn next(&mut self, patience: Duration) -> Batch {
        let until = Instant::now().checked_add(patience);
        loop {
            let now = Instant::now();
            if let Some(batch) = self.pending.take(now) {
                return batch;
            }
            if until.is_some_and(|until| until <= now) {
                self.pending = Pending::default();
                return Batch::Everything;
            }
            let retry = (!self.refused.is_empty()).then(|| now + RETRY);
            let wake = [self.pending.due(), until, retry].into_iter().flatten().min();
            let event = match wake {
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wake) => self.events.recv_timeout(wake.saturating_duration_since(now)),
            };
            match event {
                Ok(Ok(event)) => self.happened(&event),
                // The queue of the system ran over, or it lost a folder.
                Ok(Err(_)) => self.look_again(),
                Err(RecvTimeoutError::Timeout) if retry.is_some() => self.look_again_at_refused(),
                Err(RecvTimeoutError::Timeout) => {}
                // The sender lives as long as the watcher, which is ours.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(RETRY),
            }
        }
    }

    /// The folders that cannot be watched, with the system's reasons.
    #[must_use]
    pub fn refused(&self) -> &[(PathBuf, String)] {
        &self.refused
    }

    fn happened(&mut self, event: &Event) {
        if event.need_rescan() {
            return self.look_again();
        }
        let leaves = match event.kind {
            // Reading makes events as well, and ours would make us read again.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => true,
            EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Other => false,
        };
        for path in &event.paths {
            if leaves && self.watched.contains(path) {
                self.leave(path);
            } else if !leaves && is_watched(&self.root, path) && path.is_dir() {
                // What was written into it before it was watched makes no event of its own.
                self.enter(path, Files::Tell);
            } else if kind(&self.root, path).is_some() {
                self.pending.path(path.clone(), Instant::now());
            }
        }
    }

    fn look_again(&mut self) {
        let root = self.root.clone();
        self.enter(&root, Files::Pass);
        self.pending.everything(Instant::now());
    }

    fn look_again_at_refused(&mut self) {
        let before = self.refused.len();
        for (folder, _) in std::mem::take(&mut self.refused) {
            self.enter(&folder, Files::Pass);
        }
        if self.refused.len() < before {
            self.look_again();
        }
    }

    /// Watches a folder and those in it. A folder is listed after it is watched, so that nothing is lost between.
    fn enter(&mut self, folder: &Path, files: Files) {
        if !self.watched.contains(folder) {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder.to_owned());
                }
                // Gone already, as one that never was; but without its root nothing is left to wait for.
                Err(_) if folder != self.root && !folder.is_dir() => return,
                Err(error) => {
                    let reason = match error.kind {
                        notify::ErrorKind::Io(error) => error.to_string(),
                        _ => error.to_string(),
                    };
                    self.refused.retain(|(other, _)| other != folder);
                    return self.refused.push((folder.to_owned(), reason));
                }
            }
        }
        for (path, is_folder) in store::entries(folder) {
            if is_folder && is_watched(&self.root, &path) {
                self.enter(&path, files);
            } else if files == Files::Tell && kind(&self.root, &path).is_some() {
                self.pending.path(path, Instant::now());
            }
        }
    }

    /// A folder went away, and may come back as another: whatever was in it is to be looked for.
    fn leave(&mut self, folder: &Path) {
        let below: Vec<PathBuf> = self.watched.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        for path in below {
            // One that was deleted is not watched any more, and that is all that is wanted.
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        if folder == self.root {
            self.enter(folder, Files::Pass);
        }
        self.pending.everything(Instant::now());
    }
}
