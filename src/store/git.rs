//! git: finished cases are committed by themselves, and git never stops the desk.
//!
//! Only the program's own files are added and committed. Whatever goes wrong is told once; what was not
//! committed is committed with the next case.

use super::{Store, disk};
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// How long one call of git may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// A lock of git's that is older than this was left behind by a killed git.
const STALE: Duration = Duration::from_secs(3600);
/// Cases named in one message; the rest are counted.
const NAMED: usize = 20;

/// Settings that no configuration of the machine may change.
const FIXED: [&str; 7] = [
    "core.autocrlf=false",
    "core.hooksPath=/dev/null",
    "commit.gpgSign=false",
    "core.quotePath=false",
    "core.fsync=all",
    "core.fsmonitor=false",
    "maintenance.auto=false",
];

/// Why nothing was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitTrouble {
    /// There is no git on this machine.
    NoGit,
    /// The workspace lies in no repository.
    NoRepository,
    /// A lock that another git holds, or has left behind.
    Locked(String),
    /// git's own words.
    Failed(String),
}

/// Commits the records and definitions that are not committed yet. Gives how many files that were.
///
/// # Errors
/// Why they were not; they stay as they are.
pub fn commit_finished(store: &Store, desk: &str) -> Result<usize, GitTrouble> {
    let root = store.root();
    let inside = git(root, desk, ["rev-parse", "--absolute-git-dir"], "")?;
    let folder = text(&inside).ok_or_else(|| match failed(&inside) {
        GitTrouble::Failed(words) if words.contains("not a git repository") => GitTrouble::NoRepository,
        other => other,
    })?;
    remove_stale_locks(Path::new(folder.trim_end()));
    let status = git(root, desk, ["status", "--porcelain", "-z", "--untracked-files=all", "--", "records"], "")?;
    let status = text(&status).ok_or_else(|| failed(&status))?;
    let prefix = git(root, desk, ["rev-parse", "--show-prefix"], "")?;
    let prefix = text(&prefix).unwrap_or_default();
    let changed = status.split('\0').filter_map(|entry| Some((entry.get(..2)?, entry.get(3..)?)));
    let own = changed.filter_map(|(state, path)| {
        let path = path.strip_prefix(prefix.trim_end())?;
        let fresh = matches!(state, "??" | "A " | "AM");
        match kind_of(path)? {
            // Grows with every number.
            Own::Register => (fresh || matches!(state, " M" | "M " | "MM")).then_some(path),
            // Goes in with the record of its case.
            Own::Document => {
                let record = root.join(Path::new(path).parent()?).with_extension("yaml");
                let named = format!("file: \"{}\"", path.strip_prefix("records/")?);
                (fresh && disk::read_text(&record).is_ok_and(|text| text.contains(&named))).then_some(path)
            }
            Own::Record | Own::Definition => fresh.then_some(path),
        }
    });
    let paths: Vec<&str> = own.collect();
    // The rest goes in with the first record that needs it.
    if !paths.iter().any(|path| kind_of(path) == Some(Own::Record)) {
        return Ok(0);
    }
    let message = message(&paths);
    // Over standard input: a backlog of paths may be longer than a command line.
    let listed = paths.join("\0");
    let from_input = ["--pathspec-from-file=-", "--pathspec-file-nul"];
    let added = git(root, desk, ["add"].into_iter().chain(from_input), &listed)?;
    text(&added).ok_or_else(|| failed(&added))?;
    let commit = ["commit", "--quiet", "--no-verify", "-m", &message].into_iter().chain(from_input);
    let committed = git(root, desk, commit, &listed)?;
    text(&committed).ok_or_else(|| failed(&committed))?;
    Ok(paths.len())
}

/// What of the program's own is ever added: nothing of open cases, nothing private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Record,
    Definition,
    Register,
    Document,
}

fn kind_of(path: &str) -> Option<Own> {
    let parts: Vec<&str> = path.strip_prefix("records/")?.split('/').collect();
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = parts.last().filter(|name| !name.starts_with('.'))?;
    match parts.as_slice() {
        ["definitions", _] => name.ends_with(".yaml").then_some(Own::Definition),
        ["acknowledged", "editions", _] => name.ends_with(".yaml").then_some(Own::Definition),
        ["numbers" | "acknowledged", _] => name.ends_with(".yaml").then_some(Own::Register),
        [year, month, _] if number(year) && number(month) => name.ends_with(".yaml").then_some(Own::Record),
        [year, month, _, _] if number(year) && number(month) => Some(Own::Document),
        _ => None,
    }
}

/// The names of the records, which hold an id and a procedure and nothing about anybody.
fn message(paths: &[&str]) -> String {
    let records: Vec<&str> = paths
        .iter()
        .filter(|path| kind_of(path) == Some(Own::Record))
        .filter_map(|path| path.rsplit('/').next()?.strip_suffix(".yaml"))
        .collect();
    match records.as_slice() {
        [one] => (*one).to_owned(),
        [] => format!("{} files", paths.len()),
        many => {
            let named: Vec<&str> = many.iter().take(NAMED).copied().collect();
            format!("{} records\n\n{}", many.len(), named.join("\n"))
        }
    }
}

fn git<'a>(
    root: &Path,
    desk: &str,
    words: impl IntoIterator<Item = &'a str>,
    input: &str,
) -> Result<Output, GitTrouble> {
    let mut command = Command::new("git");
    command.current_dir(root).env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_repository_setting(name)) {
        command.env_remove(name);
    }
    for setting in FIXED {
        command.args(["-c", setting]);
    }
    command.args(["-c", &format!("user.name=pult {desk}"), "-c", "user.email=pult@localhost"]);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => GitTrouble::NoGit,
        _ => GitTrouble::Failed(error.to_string()),
    })?;
    if let Some(mut pipe) = child.stdin.take() {
        // A git that wants nothing may be gone already.
        let _ = pipe.write_all(input.as_bytes());
    }
    wait(child)
}

/// Settings by which a caller (a hook, another git) would send git to another repository.
fn is_repository_setting(name: &OsStr) -> bool {
    matches!(
        name.to_str(),
        Some("GIT_DIR" | "GIT_WORK_TREE" | "GIT_INDEX_FILE" | "GIT_OBJECT_DIRECTORY" | "GIT_COMMON_DIR")
    )
}

fn wait(mut child: std::process::Child) -> Result<Output, GitTrouble> {
    // The pipes are emptied by threads of their own, so that a long list does not stop git.
    let stdout = child.stdout.take().map(|pipe| std::thread::spawn(move || read_all(pipe)));
    let stderr = child.stderr.take().map(|pipe| std::thread::spawn(move || read_all(pipe)));
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() > PATIENCE => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(GitTrouble::Failed(format!("no answer within {} s", PATIENCE.as_secs())));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(5)),
            Err(error) => return Err(GitTrouble::Failed(error.to_string())),
        }
    };
    let joined =
        |pipe: Option<std::thread::JoinHandle<Vec<u8>>>| pipe.and_then(|pipe| pipe.join().ok()).unwrap_or_default();
    Ok(Output { status, stdout: joined(stdout), stderr: joined(stderr) })
}

fn read_all(mut pipe: impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = pipe.read_to_end(&mut bytes);
    bytes
}

fn text(output: &Output) -> Option<String> {
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn failed(output: &Output) -> GitTrouble {
    let words = String::from_utf8_lossy(&output.stderr);
    if let Some(line) = words.lines().find(|line| line.contains(".lock")) {
        return GitTrouble::Locked(line.trim().to_owned());
    }
    GitTrouble::Failed(words.lines().next().unwrap_or("").trim().to_owned())
}

/// Takes away locks that a killed git has left: they would stop every later commit.
fn remove_stale_locks(folder: &Path) {
    let old = |path: &Path| {
        let modified = std::fs::metadata(path).and_then(|about| about.modified()).ok()?;
        Some(SystemTime::now().duration_since(modified).ok()? > STALE)
    };
    for entry in
        walkdir::WalkDir::new(folder).max_depth(3).into_iter().filter_entry(|entry| entry.file_name() != "objects")
    {
        let Ok(entry) = entry else { continue };
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "lock") && old(path) == Some(true) {
            let _ = std::fs::remove_file(path);
        }
    }
}
