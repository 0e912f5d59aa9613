//! Why a document was not made, in English.

use super::problems;
use crate::model::company::Language;
use crate::render::RenderFault;
use crate::session::PrintTrouble;
use crate::text::store_error;

/// Why a document was not made, and what to do.
pub(crate) fn trouble(trouble: &PrintTrouble) -> String {
    match trouble {
        PrintTrouble::NoForm => "There is no such form. Tell the director.".to_owned(),
        PrintTrouble::Faults(faults) => {
            let first = faults.first().map(|fault| problems::problem(&fault.problem).title).unwrap_or_default();
            format!("The form, or what it prints, has a fault: {first}. Tell the director: pult check shows it.")
        }
        PrintTrouble::Layout(error) => format!("The document cannot be laid out: {}.", fault(&error.kind)),
        PrintTrouble::StaffNumber(whose) => staff_number(whose),
        PrintTrouble::Elsewhere(step) => {
            format!("The private answer ({step}) is kept at another desk. Print it there, or type it in anew.")
        }
        PrintTrouble::OldProcedure(case, words) => format!(
            "The case runs under an earlier procedure, which did not have yet what the form has now: {words}. Move the case \
             to today's: . and 9, or pult resume --update {case}. If that fails, tell the director."
        ),
        PrintTrouble::NoSeries(id) => {
            format!("pult.yaml has no series {id}, or its number cannot be written. Tell the director.")
        }
        PrintTrouble::NoCase => {
            "The sheet of a case is of a case: pult print case --case a17, without --blank and --stamp.".to_owned()
        }
        PrintTrouble::Store(error) => store_error(Language::En, error),
    }
}

/// What would be given to a client.
pub(super) fn staff_number(whose: &str) -> String {
    format!(
        "It has a phone number of the staff ({whose}), and such numbers are not given to clients. Find it among the \
         answers and take it out; if it is not there, tell the director."
    )
}

/// What keeps a document from being laid out, as part of a sentence.
fn fault(fault: &RenderFault) -> String {
    match fault {
        RenderFault::Glyph { character, word } => {
            format!("the font has no `{character}` (in the word `{word}`), remove or replace it")
        }
        RenderFault::Word { word } => format!("the word `{word}` does not fit into the line, divide it"),
        RenderFault::Table { columns, word } => {
            format!("the table is wider than the sheet: {columns} columns, the longest word `{word}`; make it smaller")
        }
        RenderFault::Running { text } => format!("the running line `{text}` is wider than the page"),
        RenderFault::Measure { value } => format!("there is no length {value}"),
        RenderFault::Room => "the margins leave no room for text".to_owned(),
        RenderFault::Cells { columns, cells } => format!("the table has {columns} columns, the row {cells} cells"),
        RenderFault::Asset { name, .. } => {
            format!("nothing can be printed with `forms/{name}`, which `pult.yaml` names")
        }
        RenderFault::Fonts => "the built-in fonts cannot be read, install pult anew".to_owned(),
        RenderFault::Writer(reason) => format!("the file cannot be put together ({reason}), tell the developer"),
    }
}
