//! What becomes of a letter: the lines of the file beside it, and where it is to be handed over.

use super::event::Moment;
use serde::{Deserialize, Serialize};

/// What is cut off of a server's words.
const LONGEST: usize = 300;

/// A line of the file beside a letter. Nobody's address stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Counts from 1.
    pub n: u32,
    /// When.
    pub at: Moment,
    /// Who was at the desk: an id of `dispatchers`, or a name.
    pub by: String,
    /// The desk.
    pub desk: String,
    /// What became of the letter.
    pub did: Fate,
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fate {
    /// It is handed over; from here on the server may have it.
    Sending(Handing),
    /// The server has taken it, in these words; without words, a person says so.
    Sent(Answer),
    /// It was not taken.
    Failed(Fault),
    /// It was handed over, and no answer came.
    Unknown(Fault),
    /// It is not to be sent.
    Dropped(Dropping),
}

/// A letter on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handing {
    /// The server.
    pub server: String,
    /// SHA-256 of the letter, in hex.
    pub hash: String,
}

/// What a server has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its words; see [`words`].
    pub words: String,
}

/// Why a letter is not to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropping {
    /// In somebody's words; empty where another letter has taken its place.
    pub reason: String,
    /// The letter that has taken its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The server's words, or the system's; see [`words`].
    pub words: String,
}

/// The kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The server is not to be reached.
    NoNetwork,
    /// It did not answer in time.
    Timeout,
    /// It offers no encryption.
    NoTls,
    /// Its certificate is not trusted, or the encryption fails.
    Certificate,
    /// It does not take the login.
    Login,
    /// It does not take the letter now (4xx).
    Later,
    /// It does not take the letter at all (5xx).
    Refused,
    /// The connection was cut off.
    Cut,
    /// What it says is no mail.
    Strange,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It waits.
    Queued,
    /// A program hands it over just now.
    Sending,
    /// The server has it.
    Sent,
    /// It was not taken; it may be tried again.
    Failed,
    /// It was refused: tried again it would be refused again.
    Refused,
    /// Nobody knows whether the server has it: a person decides.
    Unknown,
    /// It is not to be sent.
    Dropped,
}

impl Standing {
    /// Where a letter stands by its lines. One that was being handed over by a program that is gone is unknown.
    #[must_use]
    pub fn of(marks: &[Mark], held: bool) -> Self {
        match marks.last().map(|mark| &mark.did) {
            None => Self::Queued,
            Some(Fate::Sending(_)) if held => Self::Sending,
            Some(Fate::Sending(_) | Fate::Unknown(_)) => Self::Unknown,
            Some(Fate::Sent(_)) => Self::Sent,
            Some(Fate::Failed(Fault { kind: FaultKind::Refused, .. })) => Self::Refused,
            Some(Fate::Failed(_)) => Self::Failed,
            Some(Fate::Dropped(_)) => Self::Dropped,
        }
    }

    /// Its word, in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it is done with.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Sent | Self::Dropped)
    }

    /// Whether it is sent without a person's word.
    #[must_use]
    pub fn goes_by_itself(self) -> bool {
        matches!(self, Self::Queued | Self::Failed)
    }
}

/// Whether a fault is the server's or the line's, and would meet every other letter, too.
#[must_use]
pub fn meets_all(kind: FaultKind) -> bool {
    match kind {
        FaultKind::NoNetwork
        | FaultKind::Timeout
        | FaultKind::NoTls
        | FaultKind::Certificate
        | FaultKind::Login
        | FaultKind::Cut
        | FaultKind::Strange => true,
        FaultKind::Later | FaultKind::Refused => false,
    }
}

/// `mail` of `pult.local.yaml`: through whom letters leave this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// The server's name.
    pub server: String,
    /// Its port; otherwise the usual one of `security`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// How the connection is kept secret.
    #[serde(default)]
    pub security: Security,
    /// The file with the login: the user in its first line, the password in the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The file with the certificate to trust in the place of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Seconds to wait for an answer; [`MailServer::PATIENCE`] otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u16>,
}

/// How a connection is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// TLS from the first byte on (RFC 8314).
    #[default]
    Tls,
    /// TLS after a few words; without it nothing is sent.
    Starttls,
    /// Not at all: to this machine alone.
    Plain,
}

impl MailServer {
    /// Seconds to wait for an answer.
    pub const PATIENCE: u16 = 60;

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::Plain => 25,
        })
    }

    /// Whether the server is this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        let ip = self.server.parse::<std::net::IpAddr>();
        self.server == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

/// A server's words as they may be kept and shown: one line without control characters and without addresses.
#[must_use]
pub fn words(text: &str) -> String {
    let visible = |c: char| {
        let risky = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if risky { ' ' } else { c }
    };
    let text: String = text.chars().map(visible).collect();
    let pieces = text.split_whitespace().map(|piece| if piece.contains('@') { "…" } else { piece });
    pieces.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::{Dropping, Fate, Fault, FaultKind, Handing, MailServer, Mark, Security, Standing, words};
    use crate::model::event::{BadLine, line_of, read_line};

    fn mark(did: Fate) -> Mark {
        let at = "2026-11-22T10:15:00+03:00".parse().expect("a moment");
        Mark { n: 1, at, by: "ivanov".into(), desk: "a".into(), did }
    }

    fn fault(kind: FaultKind) -> Fault {
        Fault { kind, words: "нет".into() }
    }

    #[test]
    fn a_letter_stands_where_its_last_line_says() {
        let sending = || Fate::Sending(Handing { server: "mail.example.by".into(), hash: "00".into() });
        assert_eq!(Standing::of(&[], false), Standing::Queued);
        assert_eq!(Standing::of(&[mark(sending())], true), Standing::Sending);
        assert_eq!(Standing::of(&[mark(sending())], false), Standing::Unknown, "whoever sent it is gone");
        let dropped = Fate::Dropped(Dropping { reason: "не нужно".into(), by: None });
        for (fate, standing) in [
            (Fate::Failed(fault(FaultKind::Later)), Standing::Failed),
            (Fate::Failed(fault(FaultKind::NoNetwork)), Standing::Failed),
            (Fate::Failed(fault(FaultKind::Refused)), Standing::Refused),
            (Fate::Unknown(fault(FaultKind::Timeout)), Standing::Unknown),
            (dropped, Standing::Dropped),
        ] {
            assert_eq!(Standing::of(&[mark(sending()), mark(fate)], false), standing);
        }
    }

    #[test]
    fn lines_read_back_and_a_changed_one_does_not() {
        let written = mark(Fate::Failed(fault(FaultKind::NoTls)));
        let line = line_of(&written);
        assert_eq!(read_line::<Mark>(&line), Ok(written));
        assert_eq!(read_line::<Mark>(&line.replace("no-tls", "cut")), Err(BadLine::Checksum));
    }

    #[test]
    fn a_servers_words_are_one_harmless_line() {
        assert_eq!(words("5.1.1 <x@example.by>:\r\n\u{1b}[31mНет  такого\u{202e}\0 x@y"), "5.1.1 … [31mНет такого …");
        assert_eq!(words(&"ы".repeat(1000)).chars().count(), super::LONGEST);
    }

    #[test]
    fn only_this_machine_is_here() {
        let server = |name: &str| MailServer {
            server: name.into(),
            port: None,
            security: Security::Plain,
            login: None,
            certificate: None,
            timeout: None,
        };
        for here in ["localhost", "127.0.0.1", "127.8.9.1", "::1"] {
            assert!(server(here).is_here(), "{here}");
        }
        for far in ["mail.example.by", "localhost.example.by", "10.0.0.1", "0.0.0.0", "127.0.0.1.example.by", ""] {
            assert!(!server(far).is_here(), "{far}");
        }
    }
}
