//! Awkward situations, each played through the whole program: what stands on the screen, in the journal, in the record.

mod days;
mod desk;
mod fault;
mod hands;
mod items;
mod keys;
mod noise;
mod papers;
mod trial;

use super::support::{Desk, Ran};
use pult::model::event::{Did, Event};
use pult::model::record::{head_of, log_of};

const COMPANY: &str = "format: 1
company:
  name: ООО «Пример»
time: \"+03:00\"
language: ru
hours:
  mon-fri: 10:00-19:00
contacts:
  director:
    title: Директор
    name: Образцов Олег Тестович
    phones: [+375 29 000-00-91]
  master:
    title: Мастер
    phones: [+375 29 000-00-93]
series:
  act: {number: \"{{ desk }}-{{ n }}/{{ year }}\", yearly: yes}
";

/// The first case of the day.
const JOURNAL: &str = "records/open/2026-11-25-a001.yaml";

/// A workspace with these procedures, parts and forms; nothing may be wrong with it.
fn desk(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::empty().write("pult.yaml", COMPANY);
    files.iter().for_each(|(path, text)| desk.put(path, text.as_bytes()));
    let checked = desk.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.stdout, checked.stderr);
    desk
}

/// One line of a form's body, with its head.
fn form(of: &str, body: &str) -> String {
    format!("---\ntitle: Акт\naudience: internal\nof: [{of}]\n---\n{body}\n")
}

/// What is typed, line by line.
fn typed(desk: &Desk, args: &[&str], lines: &[&str]) -> Ran {
    let ran = desk.type_in(args, &(lines.join("\n") + "\n")).good();
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    ran
}

/// The screen says these one after the other.
#[track_caller]
fn says(ran: &Ran, pieces: &[&str]) {
    let mut rest = ran.stdout.as_str();
    for piece in pieces {
        let Some(at) = rest.find(piece) else { panic!("{piece:?} is missing, or too early, in\n{}", ran.stdout) };
        rest = &rest[at + piece.len()..];
    }
}

#[track_caller]
fn says_nowhere(ran: &Ran, pieces: &[&str]) {
    for piece in pieces {
        assert!(!ran.stdout.contains(piece), "{piece:?} stands in\n{}", ran.stdout);
    }
}

/// The record of a case, or nothing yet.
fn record(desk: &Desk, id: &str) -> String {
    let found = desk.records().into_iter().find(|path| path.contains(id));
    desk.read(&found.unwrap_or_else(|| panic!("no record of {id}: {:?}", desk.files("records"))))
}

/// The head of a record, for people.
fn head(desk: &Desk, id: &str) -> String {
    let text = record(desk, id);
    head_of(&text).expect("a head").to_owned()
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line:?} is missing in\n{text}");
    }
}

/// What happened in a case, open or closed.
fn log(desk: &Desk, id: &str) -> Vec<Event> {
    let open = format!("records/open/{id}.yaml");
    let text = if desk.path(&open).exists() { desk.read(&open) } else { record(desk, id) };
    let lines = log_of(&text).unwrap_or(&text).to_owned();
    lines.lines().map(|line| Event::from_line(line).unwrap_or_else(|bad| panic!("{bad:?}: {line}"))).collect()
}

/// The words of what happened: `answered people.1.who`.
fn words(log: &[Event]) -> Vec<String> {
    let word = |event: &Event| {
        let line = serde_json::to_value(&event.did).expect("JSON");
        let (kind, inside) = line.as_object().and_then(|map| map.iter().next()).expect("a kind");
        let step = inside.get("step").and_then(|step| step.as_str()).unwrap_or_default();
        format!("{kind} {step}").trim().to_owned()
    };
    log.iter().map(word).collect()
}

/// How often something happened.
fn count(log: &[Event], is: impl Fn(&Did) -> bool) -> usize {
    log.iter().filter(|event| is(&event.did)).count()
}
