//! What walks have met, and what they must meet.

use super::{Counts, walks};
use crate::engine::{Move, Refusal};

/// Walks on some threads, and asserts that everything was met.
pub(super) fn met(total: usize) {
    const THREADS: usize = 4;
    let mut all = Counts::new();
    let found: Vec<Counts> = std::thread::scope(|scope| {
        let walk = |seed: usize| {
            let mut counts = Counts::new();
            walks(u64::try_from(seed).unwrap_or(0) + 1, total / THREADS, &mut counts);
            counts
        };
        let running: Vec<_> = (0..THREADS).map(|seed| scope.spawn(move || walk(seed))).collect();
        running.into_iter().map(|thread| thread.join().expect("a walk without a fault")).collect()
    });
    for (word, count) in found.into_iter().flatten() {
        *all.entry(word).or_default() += count;
    }
    let table: String = all.iter().map(|(word, count)| format!("{count:>9}  {word}\n")).collect();
    #[expect(clippy::print_stdout, reason = "what the walks met is their result")]
    {
        println!("{table}");
    }
    for (group, words) in [
        (
            "step",
            &[
                "say", "note", "do", "ask", "group", "repeat", "let", "run", "print", "notify", "attach", "mail",
                "wait", "stop",
            ][..],
        ),
        ("state", &["Done", "Skipped", "Open", "Stale", "Maybe", "Blocked", "Out"]),
        (
            "move",
            &[
                "Answer", "Done", "Undo", "Skip", "More", "Drop", "Enough", "Begin", "Numbered", "Printed", "Failed",
                "Started", "Returned", "Leave", "Reply", "Join", "Link", "Note", "Park", "Resume", "Stop", "Cut",
                "Try", "Attach", "Copied", "Queued", "Take", "Handed",
            ],
        ),
        (
            "refusal",
            &[
                "NoSuchStep",
                "Out",
                "Maybe",
                "Blocked",
                "WrongKind",
                "Settled",
                "CannotBeSkipped",
                "ReasonNeeded",
                "Misfit",
                "Style",
                "Check",
                "Doubtful",
                "NotPrinted",
                "TooFew",
                "TooMany",
                "CannotJoin",
                "NotToBeTold",
                "NotAccepted",
                "AttachedAlready",
                "TooManyFiles",
                "WrongMoment",
                "Over",
            ],
        ),
        (
            "item",
            &[
                "say", "note", "do", "ask", "group", "repeat", "let", "run", "print", "notify", "attach", "mail",
                "wait", "stop",
            ],
        ),
        ("answer", &["private", "offered"]),
        ("mutation", &["added", "removed", "reworded", "required", "replaced", "retyped"]),
        ("update", &["done", "added", "gone", "changed", "struck"]),
        ("time", &["late", "overdue", "meanwhile", "item begun"]),
        ("end", &["stop", "done", "cut", "joined"]),
    ] {
        for word in words {
            assert!(all.contains_key(&format!("{group} {word}")), "no {group} {word} in\n{table}");
        }
    }
}

/// Breaks the build when a refusal is added that the walk does not look for.
fn _every_refusal(refusal: &Refusal) {
    match refusal {
        Refusal::NoSuchStep { .. }
        | Refusal::Out { .. }
        | Refusal::Maybe { .. }
        | Refusal::Blocked { .. }
        | Refusal::WrongKind { .. }
        | Refusal::Settled { .. }
        | Refusal::CannotBeSkipped { .. }
        | Refusal::ReasonNeeded { .. }
        | Refusal::Misfit(_)
        | Refusal::Style(_)
        | Refusal::Check { .. }
        | Refusal::Doubtful(_)
        | Refusal::NotPrinted { .. }
        | Refusal::TooFew { .. }
        | Refusal::TooMany { .. }
        | Refusal::CannotJoin
        | Refusal::NotToBeTold { .. }
        | Refusal::NotAccepted { .. }
        | Refusal::AttachedAlready { .. }
        | Refusal::TooManyFiles { .. }
        | Refusal::WrongMoment
        | Refusal::Over => {}
    }
}

/// The same for moves.
fn _every_move(wanted: &Move) {
    match wanted {
        Move::Answer { .. }
        | Move::Done { .. }
        | Move::Undo { .. }
        | Move::Skip { .. }
        | Move::More { .. }
        | Move::Drop { .. }
        | Move::Enough { .. }
        | Move::Begin { .. }
        | Move::Numbered(_)
        | Move::Printed(_)
        | Move::Failed { .. }
        | Move::Started { .. }
        | Move::Returned { .. }
        | Move::Leave { .. }
        | Move::Reply { .. }
        | Move::Join { .. }
        | Move::Link { .. }
        | Move::Note { .. }
        | Move::Park { .. }
        | Move::Resume
        | Move::Stop { .. }
        | Move::Cut { .. }
        | Move::Try { .. }
        | Move::Attach { .. }
        | Move::Copied { .. }
        | Move::Queued(_)
        | Move::Take
        | Move::Handed(_) => {}
    }
}
