//! Faults of forms, for the director.

use super::plural;
use crate::model::appearance::AssetFault;
use crate::model::form::FormFault;
use crate::text::{Wording, one_line, wording};

/// What is wrong with a form.
pub(super) fn form(fault: &FormFault) -> Wording {
    match fault {
        FormFault::NoHead => wording(
            "the form has no head",
            "a line `---` is wanted here",
            "begin the file with a line `---`, then `title: …` and `audience: …`, and close with a second `---`",
        ),
        FormFault::Margins => wording(
            "the margins cannot be read",
            "four numbers are wanted here",
            "left, right, top and bottom in millimetres, as in `30/10/20/20`",
        ),
        FormFault::Size => wording(
            "there is no such size of text",
            "a number from 8 to 36 belongs here",
            "the size of running text in points: 12 as a rule, 16 or 20 for a sheet on the wall",
        ),
        FormFault::BlockNotClosed => {
            wording("the block `:::` is not closed", "it begins here", "put a line `:::` behind its last line")
        }
        FormFault::NothingToClose => wording(
            "there is nothing to close",
            "one line too many",
            "take it out, or open a block, as with `::: signatures`",
        ),
        FormFault::BlockInBlock => wording(
            "this block cannot stand here",
            "inside of another block",
            "close the other one with a line `:::` before; a block holds one more, not of its own kind, signatures hold \
             none, and a new page (`::: page`) begins outside of blocks",
        ),
        FormFault::OneColumn => {
            wording("`::: columns` has one column", "the block begins here", "part the columns by a line `+++`")
        }
        FormFault::NothingToPart => {
            wording("a line `+++` outside of columns", "nothing to part", "it parts the columns of `::: columns`")
        }
        FormFault::NothingAbove { number } => wording(
            format!("`{number}` has nothing to count from"),
            "no numbered clause stands above",
            "put a clause or a heading of the level above before it: `#.` or `1.`",
        ),
        FormFault::UnknownLabel { label } => wording(
            format!("no clause has the label `@{label}`"),
            "this clause is referred to",
            format!("a label stands right behind a number: `#.@{label} Text`; in a text the mark is written `\\@`"),
        ),
        FormFault::LabelTwice { label } => wording(
            format!("two clauses have the label `@{label}`"),
            "the second clause with it",
            "call one of them something else",
        ),
        FormFault::UnknownBlock { word } => wording(
            format!("there is no block `{word}`"),
            "no such block",
            "there are `signatures`, `columns`, `together` (kept on one page), `small` (small print) and `page` (a new page)",
        ),
        FormFault::NoRule => wording(
            "the table has no line of dashes under its head",
            "the first line of the table",
            "put `|---|---|` under it; a column of numbers is marked `---:`, a centred one `:---:`",
        ),
        FormFault::Cells { found, wanted } => wording(
            format!("the row has {}, and {wanted} are wanted", cells(*found)),
            "another number of cells",
            "cells are parted by `|`; in a text the mark itself is written `\\|`",
        ),
        FormFault::MarkNotClosed { mark } => wording(
            format!("`{mark}` is not closed"),
            "in this line",
            format!("put `{mark}` behind the words, too; in a text the mark itself is written `\\*`"),
        ),
        FormFault::NothingToInsert { name } => wording(
            format!("`{name}` is no table and no chart here"),
            "nothing to insert",
            "`table(name)` and `bars(name)` show measures of a summary that are grouped (`by`)",
        ),
        FormFault::InsertNotAlone => wording(
            "an insert stands inside a text",
            "there is something else in this line",
            "put `{{ table(…) }}`, `{{ bars(…) }}` or `{{ lines(…) }}` on a line of its own",
        ),
        FormFault::PageInText { name } => wording(
            format!("`{name}` is known only above and below the text"),
            "the page is not known here",
            "write it in the head of the form, for example: `footer: \"Page {{ page }} of {{ pages }}\"`",
        ),
        FormFault::NoItems { name } => wording(
            format!("`{name}` has no items"),
            "this is no `repeat`",
            "`rows` takes the name of a `repeat` and how many empty rows are left for it",
        ),
        FormFault::NoPlaceForStamp => wording(
            "there is no place for the stamp: the form has no signatures",
            "a form with a stamp",
            "add a block `::: signatures`, or write `stamp: none`",
        ),
        FormFault::Glyph { character } => wording(
            format!("the font has no `{character}`"),
            "this cannot be printed",
            "remove the character, or put a word in its place",
        ),
        FormFault::TooWide { word } => wording(
            format!("the word `{word}` does not fit into a line"),
            "too wide",
            "divide it with a space or a hyphen",
        ),
        FormFault::Fails { reason } => wording(
            format!("the form cannot be printed: {}", one_line(reason)),
            "this cannot be worked out",
            "there may be no answer, in an empty form there is none: put this between `{% if … %}` and `{% endif %}`",
        ),
    }
}

/// What is wrong with the stamp or a font.
pub(super) fn asset(name: &str, fault: &AssetFault) -> Wording {
    match fault {
        AssetFault::Name { ending } => wording(
            format!("`{name}` is not the name of a `{ending}` file"),
            "no file is named like this",
            format!("put the file into the folder `forms` and write its name alone here, such as `company{ending}`"),
        ),
        AssetFault::Missing => wording(
            format!("there is no file `forms/{name}`"),
            "no such file",
            "put it into the folder `forms`, or mend the name",
        ),
        AssetFault::TooLarge => wording(
            format!("the file `forms/{name}` is larger than 4 MB"),
            "this file is too large",
            "save it smaller: for a stamp of 4 cm 1000 pixels are enough",
        ),
        AssetFault::Unreadable { reason } => wording(
            format!("`forms/{name}` cannot be read: {}", one_line(reason)),
            "this file cannot be read",
            "look at the rights of the file",
        ),
        AssetFault::NotPicture => wording(
            format!("`forms/{name}` is no PNG picture"),
            "this cannot be printed",
            "save the picture of the stamp as PNG, no side longer than 4000 pixels; its ground had better be transparent",
        ),
        AssetFault::NotFont => wording(
            format!("`forms/{name}` is no TrueType font"),
            "nothing can be printed with this",
            "a `.ttf` file with one face is needed; `.otf` and collections (`.ttc`) do not fit",
        ),
    }
}

/// A form for clients shows what is not for them.
pub(super) fn not_for_clients(name: &str) -> Wording {
    wording(
        format!("`{name}` in a document for clients"),
        "only for the company",
        "take it out, or write `audience: internal` in the head of the form; a card that everybody may see is marked \
         `audience: client`",
    )
}

fn cells(n: usize) -> String {
    plural(u64::try_from(n).unwrap_or(u64::MAX), "cell", "cells")
}
