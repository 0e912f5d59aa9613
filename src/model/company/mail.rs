//! `mail` of `pult.yaml`: whose address letters come from. Through whom they go is said on each machine.

use crate::model::diagnostic::Problem;
use crate::model::letter::is_address;
use crate::model::yaml::{Node, Reader};

/// How letters leave the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The sender's address.
    pub from: String,
}

/// Reads `mail`; a blank `from` is a note, and there is no sender then.
pub(super) fn outgoing(node: &Node, reader: &mut Reader<'_>) -> Option<Outgoing> {
    let mut fields = reader.map(node)?;
    let from = fields.blank("from", reader);
    super::read::note_blank(&from, "mail.from", reader);
    if !from.span.is_known() {
        reader.fault(Problem::MissingKey { key: "from" }, node.span);
    }
    let address = from.value.filter(|address| {
        let fits = is_address(address);
        if !fits {
            reader.fault(Problem::ValueDoesNotFit { kind: "e-mail" }, from.span);
        }
        fits
    });
    fields.finish(reader);
    address.map(|from| Outgoing { from })
}
