//! pult: an offline-first, static-file workflow engine.
//!
//! Procedures are YAML checklists; a case is one run of one of them; every finished case is a dated
//! file. See `ARCHITECTURE.md` for the layers and their rules.

pub mod check;
pub mod cli;
pub mod device;
pub mod engine;
pub mod model;
pub mod render;
pub mod session;
pub mod store;
pub mod text;
pub mod watch;
