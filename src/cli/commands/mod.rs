//! One file a command, all of the same shape: arguments in, exit code or error out.

pub(super) mod answer;
pub(super) mod build;
pub(super) mod check;
pub(super) mod correct;
pub(super) mod forget;
mod handbook;
pub(super) mod init;
pub(super) mod list;
pub(super) mod outbox;
pub(super) mod print;
pub(super) mod run;
pub(super) mod show;
pub(super) mod test;
pub(super) mod watch;
