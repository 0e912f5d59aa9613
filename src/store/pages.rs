//! What is derived: pages in `out/`, replaced whole, and taken away only by who made them.

use super::{Durability, Store, StoreError, disk, read_error, write_error};
use crate::model::digest::sha256;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

/// The list of what was made, beside it.
const LIST: &str = ".made.json";

/// A page that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    /// The id of what it was made from.
    of: String,
    /// The hash of its bytes.
    hash: String,
}

/// The pages of `out/`.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
    made: BTreeMap<String, Made>,
}

impl Store {
    /// The pages that were made so far. A list that is not there or cannot be read is an empty one: then nothing
    /// is taken away. Nor is anything that lies elsewhere, whoever has written the list.
    #[must_use]
    pub fn pages(&self) -> Pages {
        let folder = self.root().join("out");
        let made = disk::read_text(&folder.join(LIST)).ok().and_then(|text| serde_json::from_str(&text).ok());
        let mut made: BTreeMap<String, Made> = made.unwrap_or_default();
        made.retain(|name, _| is_page(name));
        Pages { folder, made }
    }

    /// Whether a page lies in its place.
    #[must_use]
    pub fn has_page(&self, pages: &Pages, name: &str) -> bool {
        pages.folder.join(name).is_file()
    }

    /// Puts a page in its place, if it is not there with these very bytes. Says whether it was.
    ///
    /// # Errors
    /// When the system refuses; then the page that was there stays.
    pub fn put_page(&self, pages: &mut Pages, name: &str, of: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        let path = pages.folder.join(name);
        let made = Made { of: of.to_owned(), hash: hash(bytes) };
        let there = disk::read(&path).is_ok_and(|there| there == bytes);
        if !there {
            let _lock = self.lock()?;
            disk::make_folder(&pages.folder, Durability::Unsynced)
                .map_err(|error| write_error(error, &pages.folder))?;
            // Whatever a power cut takes is made again from the records.
            disk::replace(&path, bytes, Durability::Unsynced).map_err(|error| write_error(error, &path))?;
        }
        if pages.made.get(name) != Some(&made) {
            self.change_list(pages, |list| drop(list.insert(name.to_owned(), made)))?;
        }
        Ok(!there)
    }

    /// Takes away what was made and is no longer wanted; pages of `kept` stay. What somebody has changed since
    /// stays as well. Gives the names.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_pages(
        &self,
        pages: &mut Pages,
        wanted: &BTreeSet<String>,
        kept: &BTreeSet<String>,
    ) -> Result<Vec<String>, StoreError> {
        let old = pages.made.iter().filter(|(name, made)| !wanted.contains(*name) && !kept.contains(&made.of));
        let old: Vec<(String, Made)> = old.map(|(name, made)| (name.clone(), made.clone())).collect();
        let mut removed = Vec::new();
        for (name, made) in &old {
            let path = pages.folder.join(name);
            match disk::read(&path) {
                Ok(bytes) if hash(&bytes) == made.hash => {
                    disk::remove(&path).map_err(|error| write_error(error, &path))?;
                    removed.push(name.clone());
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(read_error(error, &path)),
            }
        }
        if !old.is_empty() {
            self.change_list(pages, |list| old.iter().for_each(|(name, _)| drop(list.remove(name))))?;
        }
        Ok(removed)
    }

    /// Changes the list as it is now: another program may have made pages as well.
    fn change_list(
        &self,
        pages: &mut Pages,
        change: impl FnOnce(&mut BTreeMap<String, Made>),
    ) -> Result<(), StoreError> {
        let path = pages.folder.join(LIST);
        let _lock = self.lock()?;
        pages.made = self.pages().made;
        change(&mut pages.made);
        let text = serde_json::to_string_pretty(&pages.made).unwrap_or_default();
        disk::replace(&path, text.as_bytes(), Durability::Unsynced).map_err(|error| write_error(error, &path))
    }
}

/// A name of a page's, and no way to any other place.
fn is_page(name: &str) -> bool {
    let ending = name.ends_with(".html") || name.ends_with(".pdf");
    ending && !name.starts_with('.') && !name.contains(['/', '\\'])
}

fn hash(bytes: &[u8]) -> String {
    let mut hash = sha256(bytes);
    hash.truncate(20);
    hash
}
