//! Layouts as data: each form of `tests/layout`, with its answers if it has some, gives the lines that are kept beside it.

use super::{drawn, lines};
use crate::model::definition::Mode;
use crate::model::document::Document;
use crate::model::form::{Fill, read_form};
use crate::model::span::Sources;
use crate::model::template::{Blanks, OuterNames, Scope};
use crate::render::page::{Command, Target};
use crate::render::words::MM;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// The forms: their names, their texts, their answers; without answers they are blank.
const FORMS: [(&str, &str, Option<&str>); 4] = [
    ("blanks", include_str!("../../../tests/layout/blanks.md"), None),
    (
        "blocks",
        include_str!("../../../tests/layout/blocks.md"),
        Some(include_str!("../../../tests/layout/blocks.yaml")),
    ),
    (
        "paragraphs",
        include_str!("../../../tests/layout/paragraphs.md"),
        Some(include_str!("../../../tests/layout/paragraphs.yaml")),
    ),
    ("table", include_str!("../../../tests/layout/table.md"), Some(include_str!("../../../tests/layout/table.yaml"))),
];

fn document(text: &str, answers: Option<&str>) -> Document {
    let mut faults = Vec::new();
    let file = Sources::default().add("x.md", text);
    let form = read_form("x", text, file, &mut faults).expect("a form");
    assert!(faults.is_empty(), "{faults:#?}");
    let mut scope = Scope::new(Arc::default(), Arc::default(), Blanks::Empty, &OuterNames::default());
    let mode = if answers.is_some() { Mode::Filled } else { Mode::Blank };
    let answers: Value = answers.map_or(Value::Null, |text| serde_yaml::from_str(text).expect("answers"));
    answers.as_object().into_iter().flatten().for_each(|(name, value)| scope.set(name, value));
    form.document(&scope, &Fill { mode, ..Fill::default() }).expect("a document")
}

/// What stands on each page: millimetres from the top and from the left, to where, and what it says.
fn said(document: &Document) -> String {
    let mut said = String::new();
    for (at, page) in drawn(document).iter().enumerate() {
        let _ = writeln!(said, "page {}", at + 1);
        for (_, heading) in &page.headings {
            let _ = writeln!(said, "  contents {} {}", heading.level, heading.title);
        }
        for (y, left, right, words) in lines(page) {
            let [y, left, right] = [y, left, right].map(|points| points / MM);
            let _ = writeln!(said, "{y:6.1} {left:6.1} {right:6.1}  {}", words.replace('\u{a0}', "~"));
        }
        for command in &page.commands {
            let _ = match command {
                Command::Line { from, to, .. } if (from.1 - to.1).abs() < 0.01 => {
                    writeln!(said, "{:6.1} {:6.1} {:6.1}  ____", from.1 / MM, from.0 / MM, to.0 / MM)
                }
                Command::Link { x, y, target, .. } => {
                    let target = match target {
                        Target::Uri(address) => address.clone(),
                        Target::Clause(number) => format!("to {number}"),
                        Target::Heading(at) => format!("to heading {at}"),
                    };
                    writeln!(said, "{:6.1} {:6.1}  {target}", y / MM, x / MM)
                }
                Command::Stamp { x, y, width, height } => {
                    let [y, x, width, height] = [y, x, width, height].map(|points| points / MM);
                    writeln!(said, "{y:6.1} {x:6.1}  stamp {width:.1} x {height:.1}")
                }
                Command::Line { .. } | Command::Text { .. } | Command::Rect { .. } => Ok(()),
            };
        }
    }
    said
}

#[test]
fn forms_are_laid_out_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout");
    for (name, text, answers) in FORMS {
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, said(&document(text, answers)));
        });
    }
}
