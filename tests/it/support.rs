//! The builder of all tests: a workspace of its own, a fixed clock, home, zone and language.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// The moment of all tests: a Wednesday afternoon.
pub(crate) const NOW: &str = "2026-11-25T15:00";

/// A workspace in a folder of its own, thrown away at the end.
pub(crate) struct Desk {
    root: PathBuf,
    now: String,
    seat: Option<String>,
    language: &'static str,
}

/// What a run of the program left.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Desk {
    /// An empty folder, without a workspace.
    pub(crate) fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("pult-it-{}-{count}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder for the test");
        Self { root, now: NOW.to_owned(), seat: Some("Тестова Анна".to_owned()), language: "ru" }
    }

    /// The built-in workspace, with git off.
    pub(crate) fn new() -> Self {
        let desk = Self::empty();
        let folder = desk.path("");
        let made = desk.run(&["init", &folder.to_string_lossy()]);
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        let company = desk.read("pult.yaml").replace("git: commit", "git: off");
        desk.write("pult.yaml", &company)
    }

    /// A workspace with one procedure of the test's own.
    pub(crate) fn with_procedure(id: &str, text: &str) -> Self {
        Self::empty()
            .write("pult.yaml", "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\nlanguage: ru\n")
            .write(&format!("procedures/{id}.yaml"), text)
    }

    /// Writes a file of the workspace.
    pub(crate) fn write(self, path: &str, text: &str) -> Self {
        self.put(path, text.as_bytes());
        self
    }

    /// Writes a file of the workspace.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder of a file");
        fs::write(path, bytes).expect("a file of the workspace");
    }

    /// Another moment.
    pub(crate) fn at(mut self, now: &str) -> Self {
        now.clone_into(&mut self.now);
        self
    }

    /// Nobody is named on the command line.
    pub(crate) fn nobody(mut self) -> Self {
        self.seat = None;
        self
    }

    /// Somebody else at the desk.
    pub(crate) fn seated(mut self, who: &str) -> Self {
        self.seat = Some(who.to_owned());
        self
    }

    /// The interface in English.
    pub(crate) fn english(mut self) -> Self {
        self.language = "en";
        self
    }

    /// A path in the workspace.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file of the workspace.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program with its arguments, ready to be started.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pult"));
        command.current_dir(&self.root).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.root.join("home")).env("TZ", "America/Anchorage").env("LANG", "C");
        command.env("PULT_LANG", self.language).arg("--now").arg(&self.now);
        if let Some(seat) = &self.seat {
            command.arg("--as").arg(seat);
        }
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program without input.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.type_in(args, "")
    }

    /// Runs the program and types lines.
    pub(crate) fn type_in(&self, args: &[&str], lines: &str) -> Ran {
        let mut child = self.command(args).spawn().expect("the program starts");
        // The program may end before it has read everything.
        let _ = child.stdin.take().expect("a pipe").write_all(lines.as_bytes());
        Ran::of(&child.wait_with_output().expect("the program ends"))
    }

    /// The text of any file of the workspace, as far as it is text.
    pub(crate) fn read_lossy(&self, path: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}")))
            .into_owned()
    }

    /// The records, by path, in order.
    pub(crate) fn records(&self) -> Vec<String> {
        let record = |path: &String| {
            path.starts_with("records/2") && path.split('/').count() == 4 && path.matches('.').count() == 1
        };
        self.files("records").into_iter().filter(record).collect()
    }

    /// All files below a folder, in order, as paths in the workspace.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.path(folder), &self.root, &mut found);
        found.sort();
        found
    }
}

fn collect(folder: &Path, root: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, root, found);
        } else {
            found.push(path.strip_prefix(root).expect("inside").to_string_lossy().into_owned());
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() }
    }

    /// Asserts that a file of answers has left something out, and that it was named.
    pub(crate) fn unfinished(self) -> Self {
        assert_eq!(self.code, Some(1), "{}\n{}", self.stdout, self.stderr);
        assert!(self.stderr.contains("не хватает шага"), "{}", self.stderr);
        self
    }

    /// Asserts that the program was content.
    pub(crate) fn good(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// A program that sits in front of a prompt while others work.
pub(crate) struct Live {
    child: Child,
    /// Until somebody else types.
    pub(crate) input: Option<ChildStdin>,
    output: ChildStdout,
    said: Vec<u8>,
}

impl Live {
    /// Starts it and types lines.
    pub(crate) fn new(desk: &Desk, args: &[&str], lines: &[&str]) -> Self {
        let mut child = desk.command(args).spawn().expect("the program starts");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("a pipe"));
        let mut live = Self { child, input, output, said: Vec::new() };
        live.listen();
        lines.iter().for_each(|line| live.type_in(line));
        live
    }

    /// Until it asks, or ends.
    fn listen(&mut self) {
        let mut byte = [0];
        while self.output.read(&mut byte).expect("a pipe") == 1 {
            self.said.push(byte[0]);
            if self.said.ends_with(b"\n> ") {
                return;
            }
        }
    }

    /// Types a line and waits for what comes.
    pub(crate) fn type_in(&mut self, line: &str) {
        let input = self.input.as_mut().expect("its input");
        input.write_all(format!("{line}\n").as_bytes()).expect("a program that reads");
        self.listen();
    }

    /// As the power does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("an end");
    }

    /// Nothing more is typed.
    pub(crate) fn end(mut self) -> Ran {
        drop(self.input);
        self.output.read_to_end(&mut self.said).expect("a pipe");
        let status = self.child.wait().expect("an end");
        let stdout = String::from_utf8_lossy(&self.said).into_owned();
        Ran { stdout, stderr: String::new(), code: status.code() }
    }
}

/// Numbers that look random and are the same in every run.
pub(crate) struct Random(u64);

impl Random {
    /// One of its own for every seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to one before the end; 0 where there is no other.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % end.max(1)
    }

    /// One of several.
    pub(crate) fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// Whether a tool is there. Where it has to be (`PULT_TOOLS=required`), its absence fails the test;
/// elsewhere the test is skipped aloud.
pub(crate) fn tool(name: &str) -> bool {
    let found = Command::new(name).arg("--version").output().is_ok();
    if !found {
        assert!(
            std::env::var_os("PULT_TOOLS").is_none_or(|value| value != "required"),
            "`{name}` is required and missing"
        );
        eprintln!("SKIPPED: `{name}` is not on this machine");
    }
    found
}

/// The checksum of a line: CRC-32, bit by bit.
pub(crate) fn crc(text: &str) -> u32 {
    !text.bytes().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// The folder of this source tree.
pub(crate) fn source_tree() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
