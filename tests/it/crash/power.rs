//! The power goes at every moment: see [`super::disk`].

use super::dialogue::{Dialogue, TURNS};
use super::disk::{Disk, Entries, Syncs, Tail};
use super::trace::{Call, traced};
use super::{First, Tree, assert_complete, assert_kept, each, finish, lost, restored, tree};
use crate::support::{self, Desk};
use std::collections::BTreeMap;

/// A workspace as the power left it, and what had been acknowledged by then.
pub(super) type Left = (Tree, usize);

/// Everything that may be left after a power loss at any moment of a run, each once, with the moment.
pub(super) fn left_overs(begin: &Disk, calls: &[Call], syncs: Syncs) -> BTreeMap<Left, String> {
    let mut disk = begin.clone();
    let mut dialogue = Dialogue::default();
    let mut found = BTreeMap::new();
    for call in calls {
        dialogue.hear(call.said());
        disk.apply(&call.effect, syncs);
        let folders = disk.unsynced_folders().into_iter().map(Entries::WrittenIn);
        for entries in folders.chain([Entries::Synced, Entries::Written]) {
            for tail in [Tail::Lost, Tail::Half, Tail::Zeros, Tail::Kept] {
                let tree = disk.after_power_loss(&entries, tail);
                let what = format!("the power went after {:?}; left: {entries:?}, {tail:?}", call.effect);
                found.entry((tree, dialogue.acknowledged.len())).or_insert(what);
            }
        }
    }
    found
}

#[test]
fn power_lost_at_every_moment() {
    if !support::tool("strace") {
        return;
    }
    let desk = Desk::new();
    let begin = Disk::of(&tree(&desk));
    let (talk, calls) = traced(&desk, &["run", "disconnection"]);
    assert_eq!(talk.acknowledged.len(), TURNS.len());
    let turns: Vec<_> = TURNS.iter().collect();

    // The model itself: played to the end without a loss it gives what is on the disk.
    let mut whole = begin.clone();
    calls.iter().for_each(|call| whole.apply(&call.effect, Syncs::All));
    assert_eq!(whole.after_power_loss(&Entries::Written, Tail::Kept), tree(&desk));
    assert!(whole.unsynced_folders().is_empty(), "at the end everything is safe: {:?}", whole.unsynced_folders());

    // The model can fail: without syncs, answers are lost.
    for syncs in [Syncs::None, Syncs::OnlyFiles, Syncs::OnlyFolders] {
        let left = left_overs(&begin, &calls, syncs);
        let losses = left.keys().filter(|(tree, count)| !lost(tree, &turns[..*count]).is_empty()).count();
        eprintln!("with {syncs:?}: answers lost in {losses} of {} states", left.len());
        assert!(losses > 0, "the model finds nothing wrong with {syncs:?}");
    }

    let left = left_overs(&begin, &calls, Syncs::All);
    eprintln!("{} calls, {} states after a power loss", calls.iter().filter(|call| call.changes()).count(), left.len());
    assert!(left.len() >= 40);
    each(left.into_iter().enumerate().collect(), |(at, ((tree, count), what))| {
        let lost = lost(&tree, &turns[..count]);
        assert!(lost.is_empty(), "{what}: acknowledged and lost: {lost:?}");
        let desk = restored(&tree);
        let first = if at % 2 == 0 { First::Eldest } else { First::Newest };
        let later = finish(&desk, first, None, &what);
        assert_complete(&desk, &what);
        assert_kept(&desk, &turns[..count], &what);
        assert_kept(&desk, &later, &what);
    });
}
