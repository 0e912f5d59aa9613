//! Each step, gate, condition, check and prohibition of the company's procedures is taken out in turn: `check` finds it, or a
//! scenario fails. What may go unseen is listed with its reason.

use super::support::{Desk, source_tree};
use pult::model::company::Language;
use pult::model::diagnostic::{Problem, Severity};
use pult::model::workspace::Workspace;
use pult::session::{Coverage, Outcome, Seat, check_workspace, test_scenario};
use pult::store::load_workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

/// What may be taken out without anybody seeing it: file, the line without its indent, and why.
const MAY_GO: &[(&str, &str, &str)] = &[];

/// A text with one piece taken out: the line that it began with, and its number.
struct Cut {
    line: usize,
    words: String,
    text: String,
}

const KINDS: [&str; 16] = [
    "say", "do", "ask", "note", "group", "repeat", "include", "run", "notify", "wait", "print", "mail", "attach",
    "stop", "let", "hide",
];

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The end of what begins at a line: behind all that stands deeper, or is empty.
fn end_of(lines: &[&str], begin: usize) -> usize {
    let own = indent(lines[begin]);
    let deeper = |line: &&str| line.trim().is_empty() || indent(line) > own;
    begin + 1 + lines[begin + 1..].iter().take_while(|line| deeper(line)).count()
}

fn cuts(text: &str) -> Vec<Cut> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut never = false;
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim_start();
        never = bare == "never:" || (never && bare.starts_with("- "));
        let item = bare.strip_prefix("- ").map(|rest| rest.trim_start_matches('{'));
        let step = item.is_some_and(|rest| KINDS.iter().any(|kind| rest.starts_with(&format!("{kind}:"))));
        let key = ["gate:", "when:", "check:", "style:", "warn:", "hide:"].iter().any(|key| bare.starts_with(key));
        if !(step || key || (never && bare.starts_with("- "))) {
            continue;
        }
        let mut end = end_of(&lines, at);
        // A check and its words are one.
        let words_of_check =
            |line: &&str| line.trim_start().starts_with("otherwise:") && indent(line) == indent(lines[at]);
        if bare.starts_with("check:") && lines.get(end).is_some_and(words_of_check) {
            end = end_of(&lines, end);
        }
        let rest: Vec<&str> = lines[..at].iter().chain(&lines[end..]).copied().collect();
        found.push(Cut { line: at + 1, words: bare.to_owned(), text: rest.join("\n") + "\n" });
    }
    found
}

/// What `check` says, but for places that are still to be filled in.
fn said(workspace: &Workspace) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for one in check_workspace(workspace) {
        if !matches!(one.problem, Problem::Blank { .. }) {
            *codes.entry(one.problem.code()).or_default() += 1;
        }
    }
    codes
}

/// Whether all scenarios that walk through a procedure pass, those of its own first.
fn pass(workspace: &Arc<Workspace>, own: &str) -> bool {
    let diagnostics = Arc::new(pult::check::workspace(workspace));
    if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
        return false;
    }
    let seat = Seat { desk: "a".into(), by: String::new(), language: Language::Ru };
    let all = || workspace.scenarios.iter().flat_map(|(_, one)| std::iter::once(one).chain(&one.variants));
    let (mine, others): (Vec<_>, Vec<_>) = all().partition(|one| one.procedure.value == own);
    mine.into_iter().chain(others).all(|scenario| {
        let outcome = test_scenario(workspace, &diagnostics, scenario, &seat, &mut Coverage::default());
        matches!(outcome, Outcome::Passed)
    })
}

#[test]
#[ignore = "takes minutes: tests/full/run"]
fn nothing_can_be_taken_out_unseen() {
    let desk = Desk::empty();
    let mut procedures: BTreeSet<String> = BTreeSet::new();
    for folder in
        ["", "forms", "forms/summaries", "procedures", "procedures/cards", "procedures/parts", "procedures/scenarios"]
    {
        for entry in fs::read_dir(source_tree().join(folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy()).trim_start_matches('/').to_owned();
            let wanted = path == "pult.yaml" || (!folder.is_empty() && entry.path().is_file());
            if wanted {
                desk.put(&path, &fs::read(entry.path()).expect("a file"));
            }
            if (folder == "procedures" || folder == "procedures/parts") && entry.path().is_file() {
                procedures.insert(path);
            }
        }
    }
    let whole = Arc::new(load_workspace(&desk.path("")).expect("the workspace"));
    let before = said(&whole);
    assert!(pass(&whole, ""), "nothing is taken out, and something fails");
    let (mut by_check, mut by_scenario, mut unseen) = (0, 0, Vec::new());
    for path in &procedures {
        let text = desk.read(path);
        let own = path.trim_start_matches("procedures/").trim_end_matches(".yaml").to_owned();
        for cut in cuts(&text) {
            desk.put(path, cut.text.as_bytes());
            let workspace = Arc::new(load_workspace(&desk.path("")).expect("the workspace"));
            if said(&workspace) != before {
                by_check += 1;
            } else if !pass(&workspace, &own) {
                by_scenario += 1;
            } else {
                println!("unseen: {path}:{}  {}", cut.line, cut.words);
                unseen.push((path.clone(), cut.words));
            }
        }
        desk.put(path, text.as_bytes());
    }
    println!("check found {by_check}, scenarios {by_scenario}, unseen {}", unseen.len());
    assert!(by_check > 50 && by_scenario > 30, "check found {by_check}, scenarios {by_scenario}");
    let mut listed: Vec<(String, String)> =
        MAY_GO.iter().map(|(path, words, _)| ((*path).to_owned(), (*words).to_owned())).collect();
    listed.sort();
    unseen.sort();
    assert_eq!(unseen, listed);
}
