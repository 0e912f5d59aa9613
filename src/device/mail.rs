//! A mail server (RFC 5321): reached, told from whom and to whom, and given a letter as it is.
//!
//! What went before the letter itself is told apart from what came after it: only the latter leaves it open
//! whether the server has it.

use crate::model::post::{Fault, FaultKind, Security, words};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, CertificateStore, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, response::Response};
use std::error::Error as _;
use std::time::Duration;

/// How much longer than a word the answer to a letter may take: the server stores it, and may look into it.
const STORING: u32 = 5;
/// How long a goodbye is waited for.
const GOODBYE: Duration = Duration::from_secs(3);

/// Somebody who takes letters to where they are to go.
pub trait Post {
    /// Its name, as it is written down.
    fn name(&self) -> &str;

    /// Gets ready to hand a letter over: up to here nobody has it.
    ///
    /// # Errors
    /// Why not.
    fn reach(&self, from: &str, to: &str) -> Result<Box<dyn Door + '_>, Fault>;
}

/// Where one letter may be handed over.
pub trait Door {
    /// Hands it over, and gives the words with which it was taken.
    ///
    /// # Errors
    /// Why it was not taken, or that nobody knows.
    fn hand_over(self: Box<Self>, letter: &[u8]) -> Result<String, Lost>;
}

/// A letter that was handed over and not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// The server says so.
    NotTaken(Fault),
    /// There was no answer: it may have it.
    Unknown(Fault),
}

/// A mail server.
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: Security,
    /// User and password.
    pub login: Option<(String, String)>,
    /// The certificate to trust in the place of the system's, as PEM.
    pub certificate: Option<Vec<u8>>,
    /// How long an answer may take.
    pub patience: Duration,
}

impl Post for Server {
    fn name(&self) -> &str {
        &self.host
    }

    fn reach(&self, from: &str, to: &str) -> Result<Box<dyn Door + '_>, Fault> {
        let address = |text: &str| {
            let refused = |_| Fault { kind: FaultKind::Refused, words: "address".to_owned() };
            text.parse::<Address>().map_err(refused)
        };
        let (from, to) = (address(from)?, address(to)?);
        let hello = ClientId::default();
        let tls = match self.security {
            Security::Plain => None,
            Security::Tls | Security::Starttls => Some(self.tls()?),
        };
        let first = tls.as_ref().filter(|_| self.security == Security::Tls);
        let place = (self.host.as_str(), self.port);
        let mut line =
            SmtpConnection::connect(place, Some(self.patience), &hello, first, None).map_err(|error| fault(&error))?;
        if let (Security::Starttls, Some(tls)) = (self.security, &tls) {
            if !line.can_starttls() {
                line.abort();
                return Err(Fault { kind: FaultKind::NoTls, words: String::new() });
            }
            line.starttls(tls, &hello).map_err(|error| fault(&error))?;
        }
        let mut line = Line(line);
        if let Some((user, password)) = &self.login {
            // Never over an open line, whatever the settings have said.
            if !line.0.is_encrypted() {
                return Err(Fault { kind: FaultKind::NoTls, words: String::new() });
            }
            let credentials = Credentials::new(user.clone(), password.clone());
            let known = line.0.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            known.map_err(|error| login_fault(&error))?;
        }
        line.say(Mail::new(Some(from), Vec::new()))?;
        line.say(Rcpt::new(to, Vec::new()))?;
        line.say(Data)?;
        let _ = line.0.set_timeout(Some(self.patience * STORING));
        Ok(Box::new(line))
    }
}

impl Server {
    fn tls(&self) -> Result<TlsParameters, Fault> {
        let broken = |error: &Error| Fault { kind: FaultKind::Certificate, words: cause(error) };
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(pem) = &self.certificate {
            let certificate = Certificate::from_pem(pem).map_err(|error| broken(&error))?;
            builder = builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
        }
        builder.build_rustls().map_err(|error| broken(&error))
    }
}

/// A connection that is ended when nobody wants it any more. In the middle of a letter it is cut off without a
/// word: the end of a letter is two lines that must not come by themselves.
struct Line(SmtpConnection);

impl Line {
    fn say(&mut self, command: impl std::fmt::Display) -> Result<Response, Fault> {
        self.0.command(command).map_err(|error| fault(&error))
    }
}

impl Door for Line {
    fn hand_over(mut self: Box<Self>, letter: &[u8]) -> Result<String, Lost> {
        // The end of the letter's last line belongs to the mark that ends it.
        let letter = letter.strip_suffix(b"\r\n").unwrap_or(letter);
        match self.0.message(letter) {
            Ok(response) => {
                // It has the letter: nobody waits long for its goodbye.
                let _ = self.0.set_timeout(Some(GOODBYE));
                let _ = self.0.quit();
                Ok(words(&response.message().collect::<Vec<_>>().join(" ")))
            }
            Err(error) if error.status().is_some() => Err(Lost::NotTaken(fault(&error))),
            Err(error) => Err(Lost::Unknown(fault(&error))),
        }
    }
}

/// What an error comes to.
fn fault(error: &Error) -> Fault {
    let kind = if error.is_permanent() {
        FaultKind::Refused
    } else if error.is_transient() {
        FaultKind::Later
    } else if error.is_timeout() {
        FaultKind::Timeout
    } else if error.is_tls() || is_certificate(error) {
        FaultKind::Certificate
    } else if error.is_response() {
        // A line that ends is no answer, either.
        let cut = cause(error).contains("incomplete");
        if cut { FaultKind::Cut } else { FaultKind::Strange }
    } else {
        match system(error) {
            Some(std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock) => FaultKind::Timeout,
            Some(
                std::io::ErrorKind::ConnectionReset
                | std::io::ErrorKind::ConnectionAborted
                | std::io::ErrorKind::BrokenPipe
                | std::io::ErrorKind::UnexpectedEof,
            ) => FaultKind::Cut,
            _ => FaultKind::NoNetwork,
        }
    };
    let code = error.status().map(|code| format!("{code} ")).unwrap_or_default();
    Fault { kind, words: words(&format!("{code}{}", cause(error))) }
}

/// A login that is refused for now is no wrong login.
fn login_fault(error: &Error) -> Fault {
    let fault = fault(error);
    let wrong = fault.kind == FaultKind::Refused || error.is_client();
    if wrong { Fault { kind: FaultKind::Login, ..fault } } else { fault }
}

/// The innermost words of an error; those around it only say that there was one.
fn cause(error: &Error) -> String {
    let mut inner = error.source();
    while let Some(next) = inner.and_then(|error| error.source()) {
        inner = Some(next);
    }
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

/// What the system says of a connection.
fn system(error: &Error) -> Option<std::io::ErrorKind> {
    let mut inner = error.source();
    while let Some(error) = inner {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return Some(io.kind());
        }
        inner = error.source();
    }
    None
}

/// What rustls refuses comes as an error of reading.
fn is_certificate(error: &Error) -> bool {
    system(error) == Some(std::io::ErrorKind::InvalidData)
}
