//! git works beside the desk, never before it.

use crate::store::{GitTrouble, Store, commit_finished};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What came of a commit: how many files, or why none.
pub type Committed = Result<usize, GitTrouble>;

/// A thread that commits finished cases one after the other.
#[derive(Debug)]
pub(super) struct Committer {
    orders: Option<Sender<()>>,
    results: Receiver<Committed>,
    thread: Option<JoinHandle<()>>,
}

impl Committer {
    pub(super) fn new(store: Store, desk: String) -> Self {
        let (orders, inbox) = channel::<()>();
        let (outbox, results) = channel();
        let thread = std::thread::spawn(move || {
            while inbox.recv().is_ok() {
                // Several cases closed meanwhile go into one commit.
                while inbox.try_recv().is_ok() {}
                if outbox.send(commit_finished(&store, &desk)).is_err() {
                    return;
                }
            }
        });
        Self { orders: Some(orders), results, thread: Some(thread) }
    }

    /// Something has been closed.
    pub(super) fn commit(&mut self) {
        // The thread only ends with this value.
        let _ = self.orders.as_ref().map(|orders| orders.send(()));
    }

    /// Waits for what has been ordered, and gives the last result.
    pub(super) fn finish(mut self) -> Option<Committed> {
        self.orders = None;
        let joined = self.thread.take().map(JoinHandle::join);
        drop(joined);
        self.results.try_iter().last()
    }
}
