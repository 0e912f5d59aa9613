//! What stands outside of this machine's files: each device behind a small trait, with a twin that needs none.

mod interrupt;
pub mod mail;
pub mod printer;
mod program;
pub mod scanner;
