//! Documents on paper: what the file says, what other programs make of it.

use super::support::tool;
use pult::model::document::{Block, Document, Line, Piece};
use pult::render::{RenderFault, pdf};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

mod contract;
use contract::{contract, line};

/// A file of the test's own.
fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("paper-{name}.pdf"));
    fs::write(&path, bytes).expect("a file");
    path
}

fn said(program: &str, arguments: &[&str]) -> (String, bool) {
    let output = Command::new(program).args(arguments).output().expect("the tool runs");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (text, output.status.success())
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = pdf(&contract()).expect("a file");
    let mut other = contract();
    other.blocks.truncate(5);
    for _ in 0..3 {
        assert_ne!(pdf(&other).expect("a file"), first);
    }
    assert_eq!(pdf(&contract()).expect("a file"), first);
    written("contract", &first);
}
