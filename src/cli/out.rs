//! Standard output and standard error. A reader that has gone away (`pult list | head`) is no fault of ours.

use super::plain::shown;
use serde_json::Value;
use std::io::{BufWriter, Write, stderr, stdout};

/// A result, as a line on standard output; control characters are shown, not obeyed.
pub(super) fn line(text: &str) {
    let _ = writeln!(stdout(), "{}", shown(text));
}

/// Results, a line each, written together: a list may be long.
pub(super) fn lines(texts: impl Iterator<Item = String>) {
    let mut out = BufWriter::new(stdout());
    for text in texts {
        let _ = writeln!(out, "{}", shown(&text));
    }
    let _ = out.flush();
}

/// A result that was drawn already, with colours in it.
pub(super) fn drawn(text: &str) {
    let _ = write!(stdout(), "{text}");
}

/// JSON in which no character can do anything to a terminal.
pub(super) fn json(value: &Value) {
    let _ = writeln!(stdout(), "{}", crate::model::event::escaped(&format!("{value:#}")));
}

/// A message, as a line on standard error.
pub(super) fn message(text: &str) {
    let _ = writeln!(stderr(), "{}", shown(text));
}

/// A file as a result; says whether somebody took it.
pub(super) fn bytes(bytes: &[u8]) -> bool {
    let mut out = stdout();
    out.write_all(bytes).and_then(|()| out.flush()).is_ok()
}
