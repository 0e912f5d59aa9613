//! What keeps the house in order: layers, names, sizes, licences, packages.

use super::support::source_tree;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The layers, each with those it may import. Imports run only leftwards; `text` is for those who talk to
/// people, and words what any layer says.
const LAYERS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("engine", &["model"]),
    ("check", &["model", "engine"]),
    ("store", &["model", "engine", "check"]),
    ("render", &["model"]),
    ("device", &["model"]),
    ("session", &["model", "engine", "check", "store", "render", "device", "text"]),
    ("text", &["model", "engine", "store", "render", "device", "session"]),
    ("watch", &["model", "check", "store", "render", "session"]),
    ("cli", &["model", "engine", "check", "store", "render", "device", "session", "text", "watch"]),
];

/// Packages in the lock file, at the most.
const MOST_PACKAGES: usize = 250;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the source").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn layers_import_only_leftwards() {
    let src = source_tree().join("src");
    let mut imports: BTreeMap<&str, usize> = BTreeMap::new();
    for (layer, allowed) in LAYERS {
        for path in sources(&src.join(layer)) {
            let text = fs::read_to_string(&path).expect("a source file");
            for (other, _) in LAYERS.iter().filter(|(other, _)| *other != layer) {
                if text.contains(&format!("crate::{other}")) {
                    assert!(allowed.contains(other), "{}: `{layer}` must not import `{other}`", path.display());
                    *imports.entry(layer).or_default() += 1;
                }
            }
        }
    }
    assert!(imports.len() == LAYERS.len() - 1, "the test has looked at every layer: {imports:?}");
    let known = fs::read_dir(&src).expect("src").flatten().filter(|entry| entry.path().is_dir()).count();
    assert_eq!(known, LAYERS.len(), "every folder of src is a layer");
}

#[test]
fn the_core_does_no_io_and_asks_no_clock() {
    let banned = [
        "std::fs",
        "std::io::stdin",
        "std::process",
        "std::env::",
        "SystemTime",
        "Utc::now",
        "Local::now",
        "Instant::now",
    ];
    let mut found = 0;
    for layer in ["model", "engine", "check", "text"] {
        for path in sources(&source_tree().join("src").join(layer)) {
            let text = fs::read_to_string(&path).expect("a source file");
            if path.file_name().is_some_and(|name| name.to_string_lossy().contains("test")) {
                continue;
            }
            for word in banned {
                assert!(!text.contains(word), "{}: {word}", path.display());
            }
        }
    }
    for path in sources(&source_tree().join("src")) {
        found += usize::from(fs::read_to_string(&path).expect("a source file").contains("std::fs"));
    }
    assert!(found > 0, "the search finds what it looks for where it belongs");
}

#[test]
fn only_the_store_opens_the_files_of_the_workspace() {
    let mut found = 0;
    for path in sources(&source_tree().join("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let inside = path.strip_prefix(source_tree().join("src")).expect("inside").to_string_lossy().into_owned();
        let opens = text.contains("std::fs::") || text.contains("use std::fs");
        assert!(!opens || inside.starts_with("store"), "{inside} opens files");
        found += usize::from(opens);
    }
    assert!(found > 2, "the search finds what it looks for where it belongs");
}

#[test]
fn the_numbers_of_people_stand_in_pult_yaml_alone() {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let company = fs::read_to_string(source_tree().join("pult.yaml")).expect("pult.yaml");
    let numbers: Vec<String> =
        company.split('"').filter(|piece| piece.starts_with("+375")).map(|piece| digits(piece).split_off(3)).collect();
    assert_eq!(numbers.len(), 3, "the search knows what it looks for");
    let compact =
        |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '\u{a0}')).collect::<String>();
    let tracked = Command::new("git").current_dir(source_tree()).args(["ls-files", "-z"]).output();
    let Ok(tracked) = tracked else { return };
    for path in String::from_utf8_lossy(&tracked.stdout).split('\0').filter(|path| !path.is_empty()) {
        let Ok(text) = fs::read_to_string(source_tree().join(path)) else { continue };
        for number in &numbers {
            let there = compact(&text).contains(&number[2..]);
            assert_eq!(there, path == "pult.yaml", "a number of the staff in {path}");
        }
    }
    let program = fs::read(env!("CARGO_BIN_EXE_pult")).expect("the program");
    let program = String::from_utf8_lossy(&program).into_owned();
    for number in &numbers {
        assert!(!compact(&program).contains(&number[2..]), "a number of the staff in the program");
    }
    assert!(program.contains("Абонент хочет отключиться"), "the search looks into the built-in files");
}

/// Words that are written with ё, as they would look without it.
const WITHOUT_DOTS: &str = "еще ее нее нем причем идет идем ждет ждем пришел принес придет придется пошел нашел нашелся \
    найдет найдется вернет вернется ведет дает дается подается берет берется попадет подойдет пройдет начнет возьмет \
    остается удается передается создается узнаете учет учета счет счета счете счету расчет расчета отчет приеме прием \
    платеж поврежден сохранен изменен удален включен подключен заключен сообщен внесен приглашен приведен отменен \
    перенесенные имен вперед трех четырех черный зеленый твердый унесен ушел прошел подошел нечетный подсчет подсчета";

#[test]
fn what_people_read_in_russian_is_written_with_yo() {
    let readme = fs::read_to_string(source_tree().join("README.md")).expect("README.md");
    let russian = readme.split_once("\n# Диспетчеру\n").expect("its Russian part").1;
    let tracked = Command::new("git").current_dir(source_tree()).args(["ls-files", "-z"]).output();
    let Ok(tracked) = tracked else { return };
    let tracked = String::from_utf8_lossy(&tracked.stdout).into_owned();
    let read = |path: &str| {
        ["src/text/ru/", "procedures/", "forms/", "pult.yaml"].iter().any(|start| path.starts_with(start))
            // Its keys are words that clients use, dots or not.
            && path != "procedures/style.yaml"
    };
    let paths: Vec<&str> = tracked.split('\0').filter(|path| read(path)).collect();
    assert!(paths.len() > 90, "the search knows where to look");
    let files = paths.iter().filter_map(|path| Some((*path, fs::read_to_string(source_tree().join(path)).ok()?)));
    for (path, text) in files.chain([("README.md", russian.to_owned())]) {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let bare = word.to_lowercase();
            assert!(!WITHOUT_DOTS.split_whitespace().any(|known| known == bare), "{path}: {word} without ё");
        }
    }
}

#[test]
fn the_built_in_workspace_is_this_source_tree() {
    let built_in: BTreeMap<&str, &str> = pult::store::FILES.iter().copied().collect();
    let mut here = Vec::new();
    let mut stack: Vec<_> = ["forms", "procedures"].map(|folder| source_tree().join(folder)).into();
    while let Some(folder) = stack.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                stack.push(path);
            } else {
                here.push(path.strip_prefix(source_tree()).expect("inside").to_string_lossy().into_owned());
            }
        }
    }
    here.sort();
    assert_eq!(here, built_in.keys().map(ToString::to_string).collect::<Vec<_>>());
}

#[test]
fn packages_are_few_and_their_licences_free() {
    let output = Command::new(env!("CARGO"))
        .current_dir(source_tree())
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON of cargo metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 20, "the test has seen packages");
    let locked =
        fs::read_to_string(source_tree().join("Cargo.lock")).expect("Cargo.lock").matches("[[package]]").count();
    assert!(locked <= MOST_PACKAGES, "{locked} packages are locked");
    let free = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "Unlicense",
        "Unicode-3.0",
        "CC0-1.0",
        "MPL-2.0",
        "0BSD",
        "BSL-1.0",
    ];
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("");
        let choices = licence.split(" OR ").flat_map(|choice| choice.split('/'));
        let fits = choices.map(|choice| choice.trim().trim_matches(['(', ')'])).any(|choice| {
            choice
                .split(" AND ")
                .all(|one| free.contains(&one.split(" WITH ").next().unwrap_or("").trim_matches(['(', ')'])))
        });
        assert!(fits, "{}: {licence}", package["name"]);
    }
}

#[test]
fn files_stay_readable() {
    for path in sources(&source_tree().join("src")) {
        let lines = fs::read_to_string(&path).expect("a source file").lines().count();
        let test = path.file_name().is_some_and(|name| name.to_string_lossy().contains("test"));
        assert!(lines <= 510 || test, "{} has {lines} lines", path.display());
    }
}
