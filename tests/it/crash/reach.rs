//! The run that tells somebody, takes files in and writes a letter: each once and whole, wherever it is killed, whenever
//! the power goes, and whatever the disk refuses.

use super::dialogue::{Dialogue, REACH};
use super::disk::{Disk, Entries, Syncs, Tail};
use super::print::go_on;
use super::trace::{Call, Effect, injected, traced};
use super::{Tree, assert_kept, each, events, is_case, lost, tree};
use crate::contact::{COMPANY, FORM, JPG, PNG};
use crate::support::{self, Desk};
use pult::model::event::Did;
use sha2::{Digest, Sha256};

const RECEIPTS: &str = "title: Квитанции
steps:
  - {ask: Что случилось?, name: what}
  - {notify: [director, master], name: told, gate: yes, message: \"ЧП: {{ what }}.\"}
  - {attach: Отсканируйте квитанции, name: scans, accept: [jpg, png], min: 2, max: 2}
  - mail: support
    name: sent
    subject: Квитанции, {{ what }}
    text: Во вложении сканы квитанций ({{ scans | length }}).
    files: [scans]
    forms: [list]
  - {stop: end, as: Отправлено}
";

fn desk() -> Desk {
    let desk = Desk::with_procedure("receipts", RECEIPTS).write("pult.yaml", COMPANY).write("forms/list.md", FORM);
    desk.put("brought/a.jpg", JPG);
    desk.put("brought/b.png", PNG);
    desk
}

/// The calls from the moment on at which somebody is to be told.
fn reaching(calls: &[Call]) -> Vec<usize> {
    let mut said = Vec::new();
    let begin = calls.iter().position(|call| {
        said.extend_from_slice(call.said());
        String::from_utf8_lossy(&said).contains("Что получилось?")
    });
    let begin = begin.expect("it tells");
    (begin..calls.len()).filter(|at| calls[*at].changes()).collect()
}

/// What the events say of files and letters is true of the files.
fn assert_files(tree: &Tree, what: &str) {
    let check = |file: &str, hash: &str| {
        let path = format!("records/{file}");
        let bytes = tree.get(&path).and_then(Option::as_ref);
        let bytes = bytes.unwrap_or_else(|| panic!("{what}: {path} is told of and is not there"));
        let is: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(is, hash, "{what}: {path} is not what was written");
    };
    for event in events(tree) {
        match &event.did {
            Did::Attached(attached) => attached.files.iter().for_each(|file| check(&file.file, &file.hash)),
            Did::Queued(queued) => check(&queued.file, &queued.hash),
            _ => {}
        }
    }
}

/// One attempt, two files, one letter, one record; nothing besides, and nothing half.
fn assert_sent(desk: &Desk, what: &str) {
    let tree = tree(desk);
    assert_files(&tree, what);
    let log = events(&tree);
    let count = |is: fn(&Did) -> bool| log.iter().filter(|event| is(&event.did)).count();
    assert_eq!(count(|did| matches!(did, Did::Tried(_))), 1, "{what}: one attempt");
    assert_eq!(count(|did| matches!(did, Did::Attached(_))), 1, "{what}: attached once");
    assert_eq!(count(|did| matches!(did, Did::Queued(_))), 1, "{what}: one letter is told");
    let of = |part: &str| tree.keys().filter(|path| path.contains(part)).filter(|path| tree[*path].is_some()).count();
    assert_eq!(of("records/outbox/"), 1, "{what}: one letter lies there");
    assert_eq!(of("-receipts/"), 2, "{what}: two files lie there: {:?}", desk.files("records"));
    assert_eq!(desk.records().len(), 1, "{what}");
    let left = |path: &&String| path.ends_with(".tmp") || (path.starts_with("records/open/") && is_case(path));
    assert_eq!(tree.keys().find(left), None, "{what}");
    let record = desk.read(&desk.records()[0]);
    assert_eq!(record.matches("result: reached").count(), 1, "{what}: {record}");
}

#[test]
fn killed_while_telling_attaching_and_writing() {
    if !support::tool("strace") {
        return;
    }
    let whole = desk();
    let before = Disk::of(&tree(&whole));
    let (talk, calls) = traced(&whole, &["run", "receipts"]);
    assert_eq!(talk.acknowledged.len(), REACH.len(), "{}", talk.ran.stdout);
    assert_sent(&whole, "not killed");
    let points = reaching(&calls);
    let renamed = |ending: &str| {
        calls.iter().filter(|call| matches!(&call.effect, Effect::Rename(_, to) if to.ends_with(ending))).count()
    };
    eprintln!("{} calls of telling, attaching and writing", points.len());
    assert_eq!((renamed(".jpg"), renamed(".png"), renamed(".eml")), (1, 1, 1), "each is put in its place, whole");
    // The power goes at any moment.
    let (mut disk, mut said, mut states) = (before, Dialogue::default(), 0);
    for call in &calls {
        said.hear(call.said());
        disk.apply(&call.effect, Syncs::All);
        for (entries, tail) in
            [(Entries::Synced, Tail::Lost), (Entries::Written, Tail::Half), (Entries::Written, Tail::Zeros)]
        {
            let left = disk.after_power_loss(&entries, tail);
            let gone = lost(&left, &said.acknowledged);
            assert!(gone.is_empty(), "the power went at {:?}: lost {gone:?}", call.effect);
            assert_files(&left, "the power went");
            states += 1;
        }
    }
    eprintln!("{states} states after a power loss");
    each(points, |at| {
        let call = &calls[at];
        let what = format!("killed before call {at}: {:?}", (call.kind(), &call.name));
        let desk = desk();
        let (killed, seen) = injected(&desk, call, "signal=KILL", &["run", "receipts"]);
        assert!(killed.killed, "{what}: it lived");
        assert_eq!(seen.last().map(|seen| seen.ordinal), Some(call.ordinal), "{what}");
        assert_kept(&desk, &killed.acknowledged, &what);
        assert_files(&tree(&desk), &what);
        go_on(&desk, &what);
        assert_kept(&desk, &killed.acknowledged, &what);
        assert_sent(&desk, &what);
    });
}

#[test]
fn a_full_disk_while_telling_attaching_and_writing() {
    if !support::tool("strace") {
        return;
    }
    let (_, calls) = traced(&desk(), &["run", "receipts"]);
    let points: Vec<&Call> = reaching(&calls).into_iter().map(|at| &calls[at]).collect();
    eprintln!("{} refusals", points.len());
    assert!(points.len() > 30, "{}", points.len());
    each(points, |call| {
        let error = if call.name.contains("sync") || call.name.contains("unlink") { "EIO" } else { "ENOSPC" };
        let what = format!("{error} for {}, to {}", call.name, call.kind());
        let desk = desk();
        let (talk, _) = injected(&desk, call, &format!("error={error}"), &["run", "receipts"]);
        let ran = &talk.ran;
        assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        let told = [&ran.stdout, &ran.stderr].iter().any(|text| text.contains("Не удалось"));
        assert!(told || call.kind() == "remove a temporary file", "{what}: nobody was told\n{}", ran.stdout);
        assert!(!talk.stuck, "{what}: one refusal, and the program gets nowhere any more\n{}", ran.stdout);
        assert_kept(&desk, &talk.acknowledged, &what);
        assert_files(&tree(&desk), &what);
        go_on(&desk, &what);
        assert_kept(&desk, &talk.acknowledged, &what);
        assert_sent(&desk, &what);
    });
}
