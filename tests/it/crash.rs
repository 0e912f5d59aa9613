//! Power cuts, kills, bad disks, damaged files: what was acknowledged stays, and the work goes on.
//!
//! The same talk, [`dialogue`], is held in all tests here: a subscriber leaves, and a request is written in a
//! case opened from the first. A prompt is printed only when the answer before it is on the disk, so what the
//! program has said tells what it has acknowledged.

mod bad_disk;
mod beside;
mod damage;
mod dialogue;
mod disk;
mod hand;
mod kill;
mod outbox;
mod power;
mod print;
mod reach;
mod trace;

use crate::support::{Desk, Ran};
use dialogue::{Dialogue, Turn};
use disk::Disk;
use pult::model::event::{Did, Event};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Files by path, relative to the workspace; none stands for a folder.
type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// More prompts than any talk needs.
const PATIENCE: usize = 60;

/// What a talk with the program left.
struct Talk {
    ran: Ran,
    killed: bool,
    /// It asked and asked and got nowhere.
    stuck: bool,
    acknowledged: Vec<&'static Turn>,
}

/// Talks with the program until it ends.
fn talk(mut command: Command) -> Talk {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a start");
    let mut errors = child.stderr.take().expect("a pipe");
    let errors = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        errors.read_to_end(&mut bytes).map(|_| bytes).unwrap_or_default()
    });
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut stdin = child.stdin.take();
    let (mut dialogue, mut heard, mut prompts) = (Dialogue::default(), Vec::new(), 0);
    let mut buffer = [0; 4096];
    loop {
        let read = stdout.read(&mut buffer).expect("a pipe that can be read");
        if read == 0 {
            break;
        }
        heard.extend_from_slice(&buffer[..read]);
        if let Some(line) = dialogue.hear(&buffer[..read]) {
            prompts += 1;
            // A program that was killed does not read any more.
            let _ = stdin.as_mut().map(|pipe| pipe.write_all(format!("{line}\n").as_bytes()));
            if prompts == PATIENCE {
                stdin = None;
            }
        }
    }
    drop(stdin);
    let status = child.wait().expect("the program ends");
    let stderr = String::from_utf8_lossy(&errors.join().expect("a thread that reads")).into_owned();
    let ran = Ran { stdout: String::from_utf8_lossy(&heard).into_owned(), stderr, code: status.code() };
    let (killed, stuck) = (status.signal() == Some(9), prompts >= PATIENCE);
    Talk { ran, killed, stuck, acknowledged: dialogue.acknowledged }
}

/// The workspace as it stands on the disk.
fn tree(desk: &Desk) -> Tree {
    let root = desk.path("");
    let mut tree = Tree::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
            if name == ".git" {
                continue;
            }
            let content = if path.is_dir() { None } else { Some(fs::read(&path).expect("a file")) };
            if content.is_none() {
                folders.push(path);
            }
            tree.insert(name, content);
        }
    }
    tree
}

/// A workspace with these files.
fn restored(tree: &Tree) -> Desk {
    let desk = Desk::empty();
    for (path, content) in tree {
        match content {
            None => fs::create_dir_all(desk.path(path)).expect("a folder"),
            Some(bytes) => desk.put(path, bytes),
        }
    }
    desk
}

/// The events that lie in journals and records: of each file the good lines, up to the first bad one.
fn events(tree: &Tree) -> Vec<Event> {
    let mut found = Vec::new();
    for (path, content) in tree {
        let (Some(bytes), true) = (content, is_case(path)) else { continue };
        let start = if path.starts_with("records/open/") {
            Some(0)
        } else {
            bytes.windows(6).position(|window| window == b"\nlog:\n").map(|at| at + 6)
        };
        for line in bytes[start.unwrap_or(bytes.len())..].split_inclusive(|byte| *byte == b'\n') {
            let text = std::str::from_utf8(line).ok().and_then(|text| text.strip_suffix('\n'));
            let Some(Ok(event)) = text.map(Event::from_line) else { break };
            found.push(event);
        }
    }
    found
}

/// Whether a path is a journal's or a record's.
fn is_case(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    path.starts_with("records/") && name.starts_with("20") && name.ends_with(".yaml")
}

/// The acknowledged turns of which nothing is found in a tree.
fn lost(tree: &Tree, acknowledged: &[&'static Turn]) -> Vec<&'static str> {
    let events = events(tree);
    acknowledged
        .iter()
        .filter(|turn| !events.iter().any(|event| turn.left(&event.did)))
        .map(|turn| turn.asked)
        .collect()
}

fn assert_kept(desk: &Desk, acknowledged: &[&'static Turn], what: &str) {
    let lost = lost(&tree(desk), acknowledged);
    assert!(lost.is_empty(), "{what}: acknowledged and lost: {lost:?}\n{:?}", desk.files("records"));
}

/// Which open case is taken up first.
#[derive(Clone, Copy, PartialEq)]
enum First {
    Eldest,
    Newest,
}

/// Ends what a killed program has left, as a dispatcher would: goes on with the open cases, or begins anew.
/// With `watched`, the power may go at any call; nothing acknowledged in any of the runs may be lost then.
fn finish(
    desk: &Desk,
    first: First,
    watched: Option<(&mut Disk, Vec<&'static Turn>)>,
    what: &str,
) -> Vec<&'static Turn> {
    let mut done = Vec::new();
    let mut watched = watched;
    for round in 0..6 {
        let open: Vec<String> = desk.files("records/open").into_iter().filter(|path| is_case(path)).collect();
        let chosen = if first == First::Eldest { open.first() } else { open.last() };
        let case = chosen.map(|path| path.trim_start_matches("records/open/").trim_end_matches(".yaml").to_owned());
        let args = match &case {
            Some(case) => vec!["resume", case.as_str()],
            None if desk.records().is_empty() => vec!["run", "disconnection"],
            // Bare, to leave at once: everything that is not a case is cleared away.
            None if round == 0 => vec![],
            None => break,
        };
        let talk = match &mut watched {
            None => talk(desk.command(&args)),
            Some((disk, acknowledged)) => {
                let (talk, calls) = trace::traced(desk, &args);
                let before = acknowledged.clone();
                let mut said = Dialogue::default();
                for call in &calls {
                    said.hear(call.said());
                    disk.apply(&call.effect, disk::Syncs::All);
                    let known: Vec<_> = before.iter().chain(&said.acknowledged).copied().collect();
                    let lost = lost(&disk.after_power_loss(&disk::Entries::Synced, disk::Tail::Lost), &known);
                    assert!(lost.is_empty(), "{what}, then the power went at {:?}: lost {lost:?}", call.effect);
                }
                acknowledged.extend(&talk.acknowledged);
                talk
            }
        };
        assert!(!talk.ran.stderr.contains("panicked"), "{what}: {}", talk.ran.stderr);
        // A case whose closing was finished at the start is closed when it is asked for.
        let closed = case.as_ref().is_some_and(|case| !desk.path(&format!("records/open/{case}.yaml")).exists());
        assert!(talk.ran.code == Some(0) || closed, "{what}: {args:?}\n{}\n{}", talk.ran.stdout, talk.ran.stderr);
        done.extend(talk.acknowledged);
    }
    done
}

/// The work is done, once: a record of each procedure, whole, and nothing besides.
fn assert_complete(desk: &Desk, what: &str) {
    let left: Vec<String> =
        desk.files("records").into_iter().filter(|path| !path.ends_with(".torn") && path != "records/.lock").collect();
    let of = |part: &str| left.iter().filter(|path| path.contains(part)).count();
    let shape = (of("-disconnection.yaml"), of("-request.yaml"), of("records/definitions/"), left.len());
    assert_eq!(shape, (1, 1, 2, 4), "{what}: {left:?}");
    let ours = |name: &str| !name.ends_with(".tmp");
    assert!(desk.files("").iter().all(|path| ours(path)), "{what}: {:?}", desk.files(""));
    for path in desk.records() {
        let text = desk.read(&path);
        let log = pult::model::record::log_of(&text).unwrap_or_else(|| panic!("{what}: {path} has no log"));
        let events: Vec<Event> = log
            .lines()
            .map(|line| Event::from_line(line).unwrap_or_else(|bad| panic!("{what}: {path}: {bad:?} {line}")))
            .collect();
        let numbers: Vec<usize> = events.iter().map(|event| event.n as usize).collect();
        assert_eq!(numbers, (1..=events.len()).collect::<Vec<_>>(), "{what}: {path}");
        let closed: Vec<_> = events.iter().filter(|event| matches!(event.did, Did::Closed(_))).collect();
        assert_eq!(closed.len(), 1, "{what}: {path}");
    }
    let request = desk.read(left.iter().find(|path| path.contains("-request")).expect("a record"));
    assert!(
        request.contains("kind: {value: \"disconnect\""),
        "{what}: what the first case had answered stays: {request}"
    );
    let list = desk.run(&["list"]).good();
    assert_eq!(list.stdout, "", "{what}: no case is open");
}

/// A desk on which the talk was broken off after some turns.
fn begun(turns: usize) -> Desk {
    let desk = Desk::new();
    let lines: String = dialogue::TURNS.iter().take(turns).map(|turn| format!("{}\n", turn.line)).collect();
    desk.type_in(&["run", "disconnection"], &lines).good();
    desk
}

/// Does many things, some at a time. What goes wrong is told for all of them.
fn each<T: Send>(items: Vec<T>, work: impl Fn(T) + Sync) {
    let items = Mutex::new(items.into_iter());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get).max(2) {
            scope.spawn(|| {
                loop {
                    let Some(item) = items.lock().expect("no poison").next() else { return };
                    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(item)));
                    if let Err(why) = done {
                        let text = why.downcast_ref::<String>().cloned();
                        failed.lock().expect("no poison").push(text.unwrap_or_default());
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no poison");
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n\n"));
}
