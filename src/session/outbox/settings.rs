//! The post of this machine: `mail` of `pult.local.yaml`, with the files that it names.

use crate::device::mail::Server;
use crate::model::post::{MailServer, Security};
use crate::store::{Store, StoreError, Trouble};
use std::time::Duration;

/// The server, and what is to be said about its settings.
pub struct Settings {
    /// The server.
    pub server: Server,
    /// The file with the login, when others of this machine may read it.
    pub exposed: Option<String>,
}

/// Why letters cannot be sent from this machine.
#[derive(Debug)]
pub enum SettingsFault {
    /// No server is named.
    NoServer,
    /// A server elsewhere, and no encryption.
    PlainFar(String),
    /// A login, and no encryption.
    PlainLogin,
    /// A file that is named cannot be read: its path and why.
    Unreadable(String, std::io::Error),
    /// The file with the login lies in the workspace.
    LoginInside(String),
    /// It does not hold two lines.
    LoginShape(String),
}

impl Settings {
    /// Reads them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(store: &Store) -> Result<Self, super::OutboxTrouble> {
        let local = store.local()?.mail.filter(|mail| !mail.server.trim().is_empty());
        Self::of(store, local.as_ref()).map_err(super::OutboxTrouble::Settings)
    }

    fn of(store: &Store, mail: Option<&MailServer>) -> Result<Self, SettingsFault> {
        let mail = mail.ok_or(SettingsFault::NoServer)?;
        if mail.security == Security::Plain && !mail.is_here() {
            return Err(SettingsFault::PlainFar(mail.server.clone()));
        }
        if mail.security == Security::Plain && mail.login.is_some() {
            return Err(SettingsFault::PlainLogin);
        }
        let (login, exposed) = match &mail.login {
            Some(path) => {
                let (login, exposed) = login(store, path)?;
                (Some(login), exposed.then(|| path.clone()))
            }
            None => (None, None),
        };
        let certificate = mail.certificate.as_ref();
        let certificate = certificate.map(|path| store.secret(path).map_err(|error| unreadable(path, error)));
        let certificate = certificate.transpose()?.map(|file| file.bytes);
        let patience = Duration::from_secs(u64::from(mail.timeout.unwrap_or(MailServer::PATIENCE).max(1)));
        let (host, port, security) = (mail.server.trim().to_owned(), mail.port(), mail.security);
        Ok(Self { server: Server { host, port, security, login, certificate, patience }, exposed })
    }
}

/// User and password, and whether others may read them.
fn login(store: &Store, path: &str) -> Result<((String, String), bool), SettingsFault> {
    let file = store.secret(path).map_err(|error| unreadable(path, error))?;
    if file.inside {
        return Err(SettingsFault::LoginInside(path.to_owned()));
    }
    let shape = || SettingsFault::LoginShape(path.to_owned());
    let text = String::from_utf8(file.bytes).map_err(|_| shape())?;
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(&text).lines();
    let (user, password) = lines.next().zip(lines.next()).ok_or_else(shape)?;
    let more = lines.any(|line| !line.trim().is_empty());
    if more || user.trim().is_empty() || password.is_empty() {
        return Err(shape());
    }
    Ok(((user.trim().to_owned(), password.to_owned()), file.exposed))
}

fn unreadable(path: &str, error: StoreError) -> SettingsFault {
    let why = match error.trouble {
        Trouble::Read(error) => error,
        _ => std::io::ErrorKind::InvalidData.into(),
    };
    SettingsFault::Unreadable(path.to_owned(), why)
}
