//! What the program asks of the system, as `strace` sees it.

use super::{Talk, talk};
use crate::support::Desk;
use std::process::Command;

/// The calls by which a program changes files; `read` is not among them.
pub(super) const CALLS: &str = "openat,open,creat,write,pwrite64,writev,fdatasync,fsync,sync_file_range,link,linkat,symlink,symlinkat,\
rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,truncate,ftruncate,fallocate,copy_file_range";

/// What a call does; paths are relative to the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// A file is made unless it is there.
    Create(String),
    /// A file is made, or emptied.
    CreateEmpty(String),
    Write(String, Vec<u8>),
    Truncate(String, usize),
    /// The content of a file, or the entries of a folder.
    Sync(String),
    Link(String, String),
    Rename(String, String),
    Unlink(String),
    Mkdir(String),
    /// Something is printed.
    Said(Vec<u8>),
    /// Something goes to another machine.
    Handed(Vec<u8>),
}

/// One call.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub name: String,
    /// Which of the calls of this name in this run it is, from 1.
    pub ordinal: usize,
    pub effect: Effect,
}

impl Call {
    /// What it prints.
    pub(super) fn said(&self) -> &[u8] {
        if let Effect::Said(bytes) = &self.effect { bytes } else { &[] }
    }

    /// Whether it changes files.
    pub(super) fn changes(&self) -> bool {
        !matches!(self.effect, Effect::Said(_) | Effect::Handed(_))
    }

    /// What it is for.
    pub(super) fn kind(&self) -> &'static str {
        let case = |path: &str| super::is_case(path);
        match &self.effect {
            Effect::Said(_) => "print",
            Effect::Handed(_) => "hand over",
            Effect::Write(path, _) if path.starts_with("records/open/") && case(path) => "append",
            Effect::Link(_, to) if to.starts_with("records/open/") => "claim an id",
            Effect::Rename(_, to) if to.starts_with("records/definitions/") => "keep a definition",
            Effect::Link(_, to) if to.starts_with("records/numbers/") => "take a number",
            Effect::Write(..) => "write a temporary file",
            Effect::Rename(_, to) if to.ends_with(".pdf") => "put a document",
            Effect::Link(_, to) if case(to) => "publish a record",
            Effect::Unlink(path) if path.starts_with("records/open/") && case(path) => "remove a journal",
            Effect::Unlink(_) => "remove a temporary file",
            Effect::Sync(path) if path.ends_with(".tmp") => "sync a temporary file",
            Effect::Sync(path) if case(path) => "sync a journal",
            Effect::Sync(_) => "sync a folder",
            Effect::Mkdir(_) => "make a folder",
            Effect::Create(_) | Effect::CreateEmpty(_) => "create a file",
            Effect::Link(..) | Effect::Rename(..) | Effect::Truncate(..) => "other",
        }
    }
}

/// `strace` before a run of the program; the trace goes to the file `trace` in the desk's folder `traces`.
pub(super) fn strace(desk: &Desk, options: &[&str], args: &[&str]) -> Command {
    let program = desk.command(args);
    let log = log_path(desk);
    std::fs::create_dir_all(log.parent().expect("a parent")).expect("a folder for traces");
    let mut command = Command::new("strace");
    command.arg("-o").arg(log).args(["-qq", "-y", "-xx", "-s", "1000000"]).args(options).arg("--");
    command.arg(program.get_program()).args(program.get_args());
    command.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(program.get_current_dir().expect("a folder"));
    command
}

/// Beside the workspace, not in it.
fn log_path(desk: &Desk) -> std::path::PathBuf {
    let mut path = desk.path("").into_os_string().into_string().expect("a plain path").trim_end_matches('/').to_owned();
    path.push_str(".trace");
    path.into()
}

/// Talks with the program and gives its calls.
pub(super) fn traced(desk: &Desk, args: &[&str]) -> (Talk, Vec<Call>) {
    let talk = talk(strace(desk, &["-e", &format!("trace={CALLS}")], args));
    (talk, read_log(desk))
}

/// Talks with the program, with something done to a call. Gives the calls of its name, the last one that which
/// it was done to if it killed the program.
pub(super) fn injected(desk: &Desk, call: &Call, what: &str, args: &[&str]) -> (Talk, Vec<Call>) {
    let inject = format!("inject={}:{what}:when={}", call.name, call.ordinal);
    let talk = talk(strace(desk, &["-e", &format!("trace={}", call.name), "-e", &inject], args));
    (talk, read_log(desk))
}

pub(super) fn read_log(desk: &Desk) -> Vec<Call> {
    let path = log_path(desk);
    let log = std::fs::read_to_string(&path).expect("a trace");
    let _ = std::fs::remove_file(path);
    let root = desk.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let mut calls = Vec::new();
    for line in log.lines().filter(|line| !line.starts_with(['+', '-'])) {
        let (name, rest) = line.split_once('(').unwrap_or_else(|| panic!("a call: {line}"));
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let (args, result) = rest.rsplit_once(") = ").unwrap_or_else(|| rest.rsplit_once(')').expect("a result"));
        if let Some(effect) = effect(name, args, result.trim_start_matches(" = "), &root) {
            calls.push(Call { name: name.to_owned(), ordinal: *count, effect });
        }
    }
    calls
}

/// What a call does in the workspace, or on the screen.
fn effect(name: &str, args: &str, result: &str, root: &str) -> Option<Effect> {
    if result.starts_with('-') {
        return None;
    }
    let strings: Vec<Vec<u8>> = args.split('"').skip(1).step_by(2).map(unhex).collect();
    let inside = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some(text.strip_prefix(root)?.trim_start_matches('/').to_owned())
    };
    let path = |at: usize| strings.get(at).and_then(|bytes| inside(bytes));
    let file = || inside(&unhex(args.split_once('<')?.1.split_once('>')?.0));
    let unknown = || panic!("the model does not know `{name}({args})`");
    match name {
        "openat" if args.contains("O_TRUNC") => Some(Effect::CreateEmpty(path(0)?)),
        "openat" if args.contains("O_CREAT") => Some(Effect::Create(path(0)?)),
        "openat" => None,
        "write" if args.starts_with("1<") => Some(Effect::Said(strings.into_iter().next()?)),
        "write" => {
            let mut bytes = strings.into_iter().next()?;
            bytes.truncate(result.trim().parse().unwrap_or(bytes.len()));
            Some(Effect::Write(file()?, bytes))
        }
        "sendto" => Some(Effect::Handed(strings.into_iter().next()?)),
        "fdatasync" | "fsync" => Some(Effect::Sync(file()?)),
        "linkat" | "link" => Some(Effect::Link(path(0)?, path(1)?)),
        "rename" | "renameat" | "renameat2" => Some(Effect::Rename(path(0)?, path(1)?)),
        "unlink" | "unlinkat" => Some(Effect::Unlink(path(0)?)),
        "mkdir" | "mkdirat" => Some(Effect::Mkdir(path(0)?)),
        "ftruncate" => Some(Effect::Truncate(file()?, args.rsplit(", ").next()?.trim().parse().ok()?)),
        _ => path(0).or_else(file).and_then(|_| unknown()),
    }
}

fn unhex(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}
