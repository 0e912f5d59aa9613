//! `mail` of `pult.yaml`: whose address letters come from, and through whom they go.

use crate::model::diagnostic::Problem;
use crate::model::letter::is_address;
use crate::model::yaml::{Fields, Node, Reader};

/// How letters leave the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The sender's address.
    pub from: String,
    /// The server, with its port.
    pub server: Option<String>,
    /// Whom the server knows.
    pub user: Option<String>,
    /// The file that holds the password; outside of the workspace.
    pub password_file: Option<String>,
}

/// Reads `mail`; a blank `from` is a note, and there is no sender then.
pub(super) fn outgoing(node: &Node, reader: &mut Reader<'_>) -> Option<Outgoing> {
    let mut fields = reader.map(node)?;
    let from = fields.blank("from", reader);
    super::note_blank(&from, "mail.from", reader);
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
    let mut text = |key: &'static str, fields: &mut Fields<'_>| {
        let blank = fields.blank(key, reader);
        super::note_blank(&blank, &format!("mail.{key}"), reader);
        blank.value
    };
    let (server, user) = (text("server", &mut fields), text("user", &mut fields));
    let password_file = text("password_file", &mut fields);
    fields.finish(reader);
    address.map(|from| Outgoing { from, server, user, password_file })
}
