//! The run that prints: a number and a document, once, wherever it is killed and whenever the power goes.

use super::dialogue::{CONTRACT, Dialogue};
use super::disk::{Disk, Entries, Syncs, Tail};
use super::trace::{Call, injected, traced};
use super::{Tree, assert_kept, each, events, is_case, lost, talk, tree};
use crate::support::{self, Desk};
use pult::model::event::{Did, Event, Printed};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const PASSPORT: &str = "MP0000001";
const PERSONAL: &str = "3010180A000PB5";

/// The calls from the moment on at which the document is wanted.
fn printing(calls: &[Call]) -> Vec<usize> {
    let mut said = Vec::new();
    let begin = calls.iter().position(|call| {
        said.extend_from_slice(call.said());
        String::from_utf8_lossy(&said).contains("Печать: ")
    });
    let begin = begin.expect("it prints");
    (begin..calls.len()).filter(|at| calls[*at].changes()).collect()
}

/// What the journals and records of a tree say of papers is true of its files; a number stands in the register
/// before it stands in a case.
fn assert_papers(tree: &Tree, what: &str) {
    for event in events(tree) {
        match &event.did {
            Did::Printed(printed) => {
                let path = format!("records/{}", printed.file);
                let bytes = tree.get(&path).and_then(Option::as_ref);
                let bytes = bytes.unwrap_or_else(|| panic!("{what}: {path} was printed and is not there"));
                let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(hash, printed.hash, "{what}: {path} is not what was printed");
            }
            Did::Numbered(numbered) => {
                let taken = register(tree);
                assert!(
                    taken.contains(&numbered.number),
                    "{what}: {} is not in the register {taken:?}",
                    numbered.number
                );
            }
            // The mask of a private answer is in the journal when the answer itself is safe.
            Did::Answered(answered) => {
                let masks = [("MP•••0001", PASSPORT), ("•••••••••••PB5", PERSONAL)];
                let word = masks.into_iter().find(|(mask, _)| answered.value["mask"] == *mask).map(|(_, word)| word);
                let kept = |path: &str, bytes: &[u8]| {
                    path.starts_with("records/private/")
                        && path.ends_with("/answers.yaml")
                        && holds(bytes, word.unwrap_or(""))
                };
                let found = tree.iter().any(|(path, bytes)| bytes.as_ref().is_some_and(|bytes| kept(path, bytes)));
                assert!(word.is_none() || found, "{what}: {} is masked and nowhere kept", answered.step);
            }
            _ => {}
        }
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len().max(1)).any(|window| window == word.as_bytes())
}

/// The numbers that were taken.
fn register(tree: &Tree) -> Vec<String> {
    let files = tree.iter().filter(|(path, _)| path.starts_with("records/numbers/") && path.ends_with(".yaml"));
    let texts = files.filter_map(|(_, bytes)| String::from_utf8(bytes.clone()?).ok());
    let lines: Vec<String> = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let taken = lines.iter().map(|line| match Event::from_line(line).expect("a line of the register").did {
        Did::Numbered(numbered) => numbered.number,
        other => panic!("{other:?} in the register"),
    });
    taken.collect()
}

/// The contract is signed: one record, one number, one document, and private answers where they belong.
fn assert_signed(desk: &Desk, what: &str) {
    let tree = tree(desk);
    assert_papers(&tree, what);
    assert_eq!(register(&tree), ["a-1/2026"], "{what}");
    let records = desk.records();
    let [record] = records.as_slice() else { panic!("{what}: {records:?}") };
    let text = desk.read(record);
    let listed: Vec<&str> = text.lines().filter(|line| line.starts_with("- {form: ")).collect();
    let [listed] = listed.as_slice() else { panic!("{what}: {listed:?}") };
    assert!(listed.contains("number: \"a-1/2026\"") && !listed.contains("void"), "{what}: {listed}");
    let printed: Vec<Printed> = events(&tree)
        .into_iter()
        .filter_map(|event| if let Did::Printed(printed) = event.did { Some(printed) } else { None })
        .collect();
    assert_eq!(printed.len(), 1, "{what}: {printed:?}");
    let papers: Vec<&String> = tree.keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(papers, [&format!("records/{}", printed[0].file)], "{what}: one document");
    assert!(papers[0].starts_with("records/private/"), "{what}: it shows private answers");
    assert!(!tree.keys().any(|path| path.ends_with(".tmp") || path.ends_with(".torn")), "{what}");
    assert!(!tree.keys().any(|path| path.starts_with("records/open/") && is_case(path)), "{what}: no case is open");
    assert_private(&tree, what);
}

/// A private answer stands among the private answers, in full, and nowhere else.
fn assert_private(tree: &Tree, what: &str) {
    for word in [PASSPORT, PERSONAL] {
        let found: Vec<&str> = tree
            .iter()
            .filter(|(path, bytes)| path.contains(word) || bytes.as_ref().is_some_and(|bytes| holds(bytes, word)))
            .map(|(path, _)| path.as_str())
            // Scenarios have the same invented person.
            .filter(|path| !path.starts_with("procedures/"))
            .collect();
        let [only] = found.as_slice() else { panic!("{what}: {word} stands in {found:?}") };
        assert!(only.starts_with("records/private/") && only.ends_with("/answers.yaml"), "{what}: {only}");
    }
}

/// Goes on where a killed program has left off.
pub(super) fn go_on(desk: &Desk, what: &str) {
    for _ in 0..4 {
        let open: Vec<String> = desk.files("records/open").into_iter().filter(|path| is_case(path)).collect();
        let case = open.first().map(|path| path.trim_start_matches("records/open/").trim_end_matches(".yaml"));
        let args = match case {
            Some(case) => vec!["resume", case],
            None => vec![],
        };
        let talk = talk(desk.command(&args));
        assert!(!talk.ran.stderr.contains("panicked"), "{what}: {}", talk.ran.stderr);
        assert!(!talk.stuck, "{what}: {}", talk.ran.stdout);
        if case.is_none() {
            return;
        }
    }
    panic!("{what}: it does not come to an end");
}

#[test]
fn killed_while_printing() {
    if !support::tool("strace") {
        return;
    }
    let desk = Desk::new();
    let before = Disk::of(&tree(&desk));
    let (whole, calls) = traced(&desk, &["run", "contract"]);
    assert_eq!(whole.acknowledged.len(), CONTRACT.len(), "{}", whole.ran.stdout);
    assert_signed(&desk, "not killed");
    let points = printing(&calls);
    let mut kinds = BTreeMap::<&str, usize>::new();
    points.iter().for_each(|at| *kinds.entry(calls[*at].kind()).or_default() += 1);
    eprintln!("{} calls of printing: {kinds:?}", points.len());
    for kind in ["append", "take a number", "put a document", "publish a record", "remove a journal", "sync a folder"] {
        assert!(kinds.contains_key(kind), "no call is there to {kind}");
    }
    // The power goes at any moment: nothing that was acknowledged is lost, no paper is half.
    let (mut disk, mut said) = (before.clone(), Dialogue::default());
    for call in &calls {
        said.hear(call.said());
        disk.apply(&call.effect, Syncs::All);
        let left = disk.after_power_loss(&Entries::Synced, Tail::Lost);
        let gone = lost(&left, &said.acknowledged);
        assert!(gone.is_empty(), "the power went at {:?}: lost {gone:?}", call.effect);
        assert_papers(&left, "the power went");
    }
    each(points, |at| {
        let call = &calls[at];
        let what = format!("killed before call {at}, to {}: {:?}", call.kind(), call.name);
        let desk = Desk::new();
        let (killed, seen) = injected(&desk, call, "signal=KILL", &["run", "contract"]);
        assert!(killed.killed, "{what}: it lived");
        assert_eq!(seen.last().map(|seen| seen.ordinal), Some(call.ordinal), "{what}");
        assert_kept(&desk, &killed.acknowledged, &what);
        assert_papers(&tree(&desk), &what);
        go_on(&desk, &what);
        assert_kept(&desk, &killed.acknowledged, &what);
        assert_signed(&desk, &what);
    });
}
