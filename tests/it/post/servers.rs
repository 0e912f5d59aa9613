//! Mail servers of the tests: one that says what it was told to, and a real one.

use crate::support::{Desk, source_tree};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server that answers each line with the next of its answers, the same for everybody who comes. `!cut` ends the
/// connection, `!hang` says nothing any more, `!wait` takes its time.
pub(crate) struct Fake {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

/// What it has heard.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// How many have come.
    pub(crate) visits: usize,
    /// All lines but those of letters.
    pub(crate) lines: Vec<String>,
    /// The letters, as far as they have come whole.
    pub(crate) letters: Vec<String>,
}

impl Fake {
    pub(crate) fn new(script: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let (script, shared): (Vec<String>, _) = (script.iter().map(ToString::to_string).collect(), Arc::clone(&heard));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, shared) = (script.clone(), Arc::clone(&shared));
                std::thread::spawn(move || talk(stream, &script, &shared));
            }
        });
        Self { port, heard }
    }

    pub(crate) fn heard(&self) -> Heard {
        self.heard.lock().expect("nobody panics").clone()
    }

    /// Waits until it has heard so much.
    pub(crate) fn wait(&self, enough: impl Fn(&Heard) -> bool) {
        for _ in 0..600 {
            if enough(&self.heard()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not come: {:?}", self.heard());
    }

    /// `pult.local.yaml` that names it.
    pub(crate) fn settings(&self, security: &str) -> String {
        settings(self.port, security, "timeout: 2")
    }
}

fn settings(port: u16, security: &str, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    format!("desk: a\nmail: {{server: localhost, port: {port}, security: {security}{more}}}\n")
}

fn talk(stream: TcpStream, script: &[String], heard: &Mutex<Heard>) {
    heard.lock().expect("nobody panics").visits += 1;
    let Ok(mut out) = stream.try_clone() else { return };
    let mut lines = BufReader::new(stream);
    let mut letter = false;
    for answer in script {
        match answer.as_str() {
            "!cut" => {
                let _ = out.shutdown(Shutdown::Both);
                return;
            }
            "!hang" => {
                std::thread::sleep(Duration::from_secs(20));
                return;
            }
            "!wait" => {
                std::thread::sleep(Duration::from_millis(1500));
                continue;
            }
            _ => {}
        }
        if write!(out, "{answer}\r\n").is_err() {
            return;
        }
        if answer.starts_with("354") {
            letter = true;
        }
        let mut taken = Vec::new();
        loop {
            let mut line = Vec::new();
            if lines.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
                return;
            }
            if !letter {
                heard.lock().expect("nobody panics").lines.push(String::from_utf8_lossy(&line).trim_end().to_owned());
                break;
            }
            if line == b".\r\n" {
                letter = false;
                heard.lock().expect("nobody panics").letters.push(String::from_utf8_lossy(&taken).into_owned());
                break;
            }
            // RFC 5321, section 4.5.2: a dot in front was doubled.
            taken.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
    let mut rest = Vec::new();
    let _ = lines.read_to_end(&mut rest);
}

/// A real server (aiosmtpd), with a certificate of its own in its folder.
pub(crate) struct Real {
    child: Child,
    pub(crate) port: u16,
    folder: PathBuf,
}

impl Real {
    /// None where the machine has no aiosmtpd: skipped aloud, or failed where it has to be there.
    pub(crate) fn new(desk: &Desk, words: &[&str]) -> Option<Self> {
        let python = python()?;
        let folder = desk.path("home/server");
        std::fs::create_dir_all(&folder).expect("a folder");
        certificate(&folder)?;
        let script = source_tree().join("tests/it/post/server.py");
        let mut command = Command::new(python);
        command.arg(script).arg(&folder).args(words).env("PYTHONWARNINGS", "ignore");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a server");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("its port");
        let port = line.trim().parse().unwrap_or_else(|_| panic!("the server said {line:?}"));
        Some(Self { child, port, folder })
    }

    pub(crate) fn settings(&self, security: &str, more: &str) -> String {
        settings(self.port, security, more)
    }

    /// Trust in its certificate.
    pub(crate) fn trust(&self) -> String {
        format!("certificate: '{}'", self.folder.join("cert.pem").display())
    }

    /// From whom, to whom, as whom, how: a line a letter.
    pub(crate) fn got(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder.join("got.txt")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// The bytes of a letter.
    pub(crate) fn letter(&self, count: usize) -> Vec<u8> {
        std::fs::read(self.folder.join(format!("got-{count}.eml"))).expect("a letter")
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An interpreter that has aiosmtpd; Debian's package serves Debian's own.
fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let ran = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        ran.is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    if found.is_none() {
        let required = std::env::var_os("PULT_TOOLS").is_some_and(|value| value == "required");
        assert!(!required, "`python3-aiosmtpd` is required and missing");
        eprintln!("SKIPPED: `python3-aiosmtpd` is not on this machine");
    }
    found
}

/// A throw-away certificate for this machine, which nobody else's trusts.
fn certificate(folder: &std::path::Path) -> Option<()> {
    if !crate::support::tool("openssl") {
        return None;
    }
    let config = "[req]\ndistinguished_name=name\nx509_extensions=v3\nprompt=no\n[name]\nCN=localhost\n\
                  [v3]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n";
    std::fs::write(folder.join("openssl.cnf"), config).expect("a file");
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
    command.args(["-nodes", "-days", "2", "-config", "openssl.cnf", "-keyout", "key.pem", "-out", "cert.pem"]);
    let output = command.output().expect("openssl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}
