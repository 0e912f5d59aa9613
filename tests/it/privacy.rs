//! What is private stays where it belongs, in whatever spelling, after many cases of every procedure under git.

use super::demo::demonstration;
use super::git::git;
use super::support::{Desk, source_tree, tool};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The moves of a scenario for `--answers`: without what it expects, and without its day.
fn answers(scenario: &str) -> String {
    let text = fs::read_to_string(source_tree().join(scenario)).expect("a scenario");
    let read: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let moves = read["play"].as_sequence().expect("moves").iter().filter_map(|one| {
        let mut one = one.as_mapping().expect("a move").clone();
        one.remove("at");
        (!one.contains_key("expect") && !one.contains_key("refused")).then_some(serde_yaml::Value::Mapping(one))
    });
    let play: serde_yaml::Mapping =
        [("play".into(), serde_yaml::Value::Sequence(moves.collect()))].into_iter().collect();
    serde_yaml::to_string(&play).expect("YAML")
}

/// Letters and digits alone, in one alphabet: `МР 0000001` is `MP0000001`.
fn plain(text: &str) -> String {
    const ALIKE: [(char, char); 12] = [
        ('А', 'A'),
        ('В', 'B'),
        ('С', 'C'),
        ('Е', 'E'),
        ('Н', 'H'),
        ('І', 'I'),
        ('К', 'K'),
        ('М', 'M'),
        ('О', 'O'),
        ('Р', 'P'),
        ('Т', 'T'),
        ('Х', 'X'),
    ];
    let upper = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    upper.map(|c| ALIKE.iter().find(|(other, _)| *other == c).map_or(c, |(_, latin)| *latin)).collect()
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// What stands in a file, as people would find it: of a PDF its text.
fn words(path: &Path) -> String {
    if path.extension().is_some_and(|ending| ending == "pdf") {
        let output = Command::new("pdftotext").arg(path).arg("-").output().expect("pdftotext runs");
        return String::from_utf8_lossy(&output.stdout).into_owned();
    }
    String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned()
}

/// The private values of all cases.
pub(super) fn private_values(desk: &Desk) -> BTreeSet<String> {
    let mut files = Vec::new();
    files_below(&desk.path("records/private"), &mut files);
    let mut values = BTreeSet::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "yaml")) {
        let read: Value = serde_json::from_str(&words(path)).expect("private answers");
        for answers in read.as_object().expect("a map").values() {
            let all = answers.as_array().expect("a list").iter().filter_map(|one| one["value"].as_str());
            values.extend(all.map(plain));
        }
    }
    values
}

/// The numbers of the company's people, by their last nine digits: no spelling of one has others.
pub(super) fn staff(desk: &Desk) -> BTreeSet<String> {
    let company: serde_yaml::Value = serde_yaml::from_str(&desk.read("pult.yaml")).expect("YAML");
    let contacts = company["contacts"].as_mapping().expect("contacts").clone();
    let phones = contacts.values().filter_map(|contact| contact["phones"].as_sequence()).flatten();
    phones
        .filter_map(|phone| phone.as_str())
        .map(|phone| phone.chars().filter(char::is_ascii_digit).collect::<String>())
        .map(|digits| digits[digits.len() - 9..].to_owned())
        .collect()
}

/// The values that stand in a text.
pub(super) fn found<'v>(text: &str, values: &'v BTreeSet<String>) -> Vec<&'v str> {
    let text = plain(text);
    values.iter().filter(|value| text.contains(value.as_str())).map(String::as_str).collect()
}

#[test]
fn private_values_and_numbers_of_the_staff_stand_in_their_places_alone() {
    if !tool("git") || !tool("pdftotext") {
        return;
    }
    let desk = demonstration(60);
    desk.put("pult.yaml", desk.read("pult.yaml").replace("git: off", "git: commit").as_bytes());
    // Scenarios hold the same invented values.
    fs::remove_dir_all(desk.path("procedures/scenarios")).expect("a folder");
    git(&desk, &["init", "-q", "-b", "main", "."]);
    git(&desk, &["add", "-A"]);
    git(&desk, &["commit", "-q", "-m", "begin"]);
    // These are committed by the program.
    let mut said = String::new();
    for (procedure, scenario) in
        [("contract", "contract-desk"), ("contract", "contract-here"), ("asked-for-phone", "phone-state-body")]
    {
        desk.put("answers.yaml", answers(&format!("procedures/scenarios/{scenario}.yaml")).as_bytes());
        let ran = desk.run(&["run", procedure, "--answers", "answers.yaml"]).good();
        said = said + &ran.stdout + &ran.stderr;
    }
    // A refused answer is shown to nobody else.
    let refused = desk.type_in(&["run", "contract"], "\n1\n1\nMP00000\n");
    said = said + &refused.stdout + &refused.stderr;
    fs::remove_file(desk.path("answers.yaml")).expect("a file");
    let log = git(&desk, &["log", "--format=%B%an%ae", "--name-only", "--all"]);
    assert!(log.matches("Договор").count() + log.matches("contract").count() >= 2, "{log}");

    let (values, phones) = (private_values(&desk), staff(&desk));
    assert!(values.len() >= 4 && phones.len() >= 3, "{values:?} {phones:?}");
    assert!(found(&said, &values).is_empty() && found(&said, &phones).is_empty(), "{said}");
    assert!(found(&log, &values).is_empty() && found(&log, &phones).is_empty(), "{log}");

    // Every file: what belongs there is found, and nothing anywhere else.
    let mut files = Vec::new();
    files_below(&desk.path(""), &mut files);
    let (mut seen, mut printed) = (BTreeSet::new(), 0);
    for path in files.iter().filter(|path| !path.components().any(|part| part.as_os_str() == ".git")) {
        let name = path.strip_prefix(desk.path("")).expect("below").to_string_lossy().into_owned();
        let text = words(path);
        let here = found(&text, &values);
        if name.starts_with("records/private/") {
            seen.extend(here.iter().map(|value| (*value).to_owned()));
            printed += usize::from(name.ends_with(".pdf") && !here.is_empty());
        } else {
            assert!(here.is_empty(), "{name}: {here:?}");
        }
        assert_eq!(!found(&text, &phones).is_empty(), name == "pult.yaml", "{name}");
        assert!(found(&name, &values).is_empty() && found(&name, &phones).is_empty(), "{name}");
    }
    assert!(seen == values && printed > 1, "{} of {} values, {printed} papers", seen.len(), values.len());

    // Every object of git, checked out as it was committed.
    let objects = git(&desk, &["cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)"]);
    let company = git(&desk, &["hash-object", "pult.yaml"]);
    let mut blobs = 0;
    for line in objects.lines() {
        let Some((kind, name)) = line.split_once(' ') else { continue };
        let bytes = Command::new("git")
            .current_dir(desk.path(""))
            .args(["cat-file", kind, name])
            .output()
            .expect("git runs")
            .stdout;
        let ending = if bytes.starts_with(b"%PDF") { "pdf" } else { "txt" };
        let path = desk.path(&format!("../{}.{ending}", desk.path("").file_name().expect("a name").to_string_lossy()));
        fs::write(&path, &bytes).expect("a file");
        let text = words(&path);
        fs::remove_file(&path).expect("a file");
        assert!(found(&text, &values).is_empty(), "{kind} {name}: {:?}", found(&text, &values));
        let phone = !found(&text, &phones).is_empty();
        assert_eq!(phone, name == company.trim() && kind == "blob", "{kind} {name}");
        blobs += usize::from(kind == "blob");
    }
    assert!(blobs > 100, "{blobs}");
}
