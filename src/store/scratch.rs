//! Folders for scenarios.

use super::{Durability, Store, StoreError, write_error};
use std::path::PathBuf;

/// A folder that is thrown away, for scenarios.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// Makes one.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new() -> Result<Self, StoreError> {
        let base = std::env::temp_dir();
        let mut count = 0_u32;
        loop {
            let path = base.join(format!("pult-{}-{count}", std::process::id()));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => count += 1,
                Err(error) => return Err(write_error(error, &path)),
            }
        }
    }

    /// A store in it.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(&self.path, Durability::Unsynced)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
