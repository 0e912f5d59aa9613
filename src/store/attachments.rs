//! Files that come from outside of the workspace, their copies in it, and the letters to send.

use super::records::CaseId;
use super::{Store, StoreError, disk, read_error, write_error};
use crate::model::attachment::FileKind;
use crate::model::attachment::{LARGEST, copy_name, safe_name};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The longest path that is looked at, in bytes.
const LONGEST_PATH: usize = 4096;

/// Where pages lie that are not attached yet.
const UNFINISHED: &str = ".unfinished";

/// Why a file is not taken.
#[derive(Debug)]
pub enum FileTrouble {
    /// There is no such file.
    Missing,
    /// A folder.
    Folder,
    /// A link, a pipe, a device.
    NotOrdinary,
    /// A path that leads nowhere sensible: far too long, with invisible characters, into the records themselves.
    OddPath,
    /// There is nothing in it.
    Empty,
    /// It is too large.
    TooLarge,
    /// Nothing that is known.
    UnknownKind,
    /// The system does not give it.
    Refused(io::Error),
}

impl Store {
    /// Reads a file from outside whole: an ordinary one of a sensible size, and never through a link.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn take_file(&self, path: &Path) -> Result<Vec<u8>, FileTrouble> {
        let text = path.to_string_lossy();
        let inside =
            || Some(fs::canonicalize(path).ok()?.starts_with(fs::canonicalize(self.root.join("records")).ok()?));
        if text.len() > LONGEST_PATH || text.chars().any(char::is_control) || inside() == Some(true) {
            return Err(FileTrouble::OddPath);
        }
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileTrouble::Missing,
            io::ErrorKind::InvalidFilename => FileTrouble::OddPath,
            _ => FileTrouble::Refused(error),
        };
        let named = fs::symlink_metadata(path).map_err(refused)?;
        ordinary(&named)?;
        let file = File::open(path).map_err(refused)?;
        let opened = file.metadata().map_err(refused)?;
        ordinary(&opened)?;
        // Somebody may have put a link in its place since.
        if !same(&named, &opened) {
            return Err(FileTrouble::NotOrdinary);
        }
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(refused)?;
        match u64::try_from(bytes.len()) {
            Ok(0) => Err(FileTrouble::Empty),
            Ok(length) if length <= LARGEST => Ok(bytes),
            _ => Err(FileTrouble::TooLarge),
        }
    }

    /// Where the copy of a file lies: a function of step, try and place, so that copying twice is harmless.
    #[must_use]
    pub fn copy_path(
        &self,
        id: &CaseId,
        procedure: &str,
        step: &str,
        place: (u32, usize),
        of: (&str, FileKind),
    ) -> PathBuf {
        let folder = self.record_path(id, procedure).with_extension("");
        folder.join(copy_name(step, place.0, place.1, of.0, of.1))
    }

    /// A path from below `records`, as events have it.
    #[must_use]
    pub fn in_records(&self, file: &str) -> PathBuf {
        self.root.join("records").join(file)
    }

    /// Where a letter lies until it is sent.
    #[must_use]
    pub fn letter_path(&self, case: &str, step: &str, count: u32) -> PathBuf {
        self.root.join("records/outbox").join(format!("{case}-{}-{count}.eml", safe_name(step)))
    }

    /// Takes the copies of files away that nobody wants any more; what the disk refuses stays.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_copy(&self, path: &Path) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(write_error(error, path)),
            _ => disk::sync_parent(path, self.durability).map_err(|error| read_error(error, path)),
        }
    }
}

impl Store {
    /// Where a page lies until it is attached: for this program alone.
    #[must_use]
    pub fn unfinished_page(&self, name: &str) -> PathBuf {
        self.root.join(UNFINISHED).join(std::process::id().to_string()).join(name)
    }

    /// Takes a page away, with the folders that are empty then.
    pub fn drop_page(&self, page: &Path) {
        // What cannot be removed is swept later.
        let _ = disk::remove(page);
        page.ancestors().skip(1).take(2).for_each(|folder| self.drop_empty(folder));
    }

    /// Takes away pages that killed programs have left.
    pub(super) fn sweep_pages(&self) {
        let _ = fs::remove_dir_all(self.root.join(UNFINISHED));
    }

    /// Takes a folder away in which nothing lies.
    pub fn drop_empty(&self, folder: &Path) {
        // One that still holds something stays.
        let _ = fs::remove_dir(folder);
    }

    /// Makes the folder of the records, which a workspace has before its first case.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn folder_of_records(&self) -> Result<(), StoreError> {
        self.folder(&self.root().join("records"))
    }
}

fn ordinary(about: &fs::Metadata) -> Result<(), FileTrouble> {
    if about.is_dir() {
        Err(FileTrouble::Folder)
    } else if !about.is_file() {
        Err(FileTrouble::NotOrdinary)
    } else if about.len() > LARGEST {
        Err(FileTrouble::TooLarge)
    } else {
        Ok(())
    }
}

#[cfg(unix)]
fn same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    one.len() == other.len() && one.modified().ok() == other.modified().ok()
}

/// The paths that a line names: one or several, in quotes or with escapes, as terminals write what is dropped
/// on them; `~` is the home.
#[must_use]
pub fn typed_paths(line: &str) -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let there = |path: &str| fs::symlink_metadata(at_home(path, home.as_deref())).is_ok();
    split_paths(line, &there).iter().map(|path| at_home(path, home.as_deref())).collect()
}

fn at_home(path: &str, home: Option<&Path>) -> PathBuf {
    let rest = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    match (rest, home) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(path),
    }
}

/// The words of a line of paths. A line that is the name of a file as it stands is one path.
fn split_paths(line: &str, there: &dyn Fn(&str) -> bool) -> Vec<String> {
    let line = line.trim();
    if !line.is_empty() && there(line) {
        return vec![line.to_owned()];
    }
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, quote) {
            (c, Some(mark)) if c == mark => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            // Before a letter or a digit it stands between folders, as Windows writes them.
            ('\\', None) if rest.peek().is_some_and(|next| !next.is_alphanumeric()) => {
                word.get_or_insert_default().extend(rest.next());
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let plain = |word: String| word.strip_prefix("file://").map_or(word.clone(), decoded);
    words.into_iter().map(plain).collect()
}

/// A path out of an address: `%20` is a space.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{at_home, split_paths};
    use std::path::{Path, PathBuf};

    #[test]
    fn paths_as_people_type_and_drop_them() {
        let split = |line: &str| split_paths(line, &|path| path == "/a b/чек 1.pdf");
        for (line, wanted) in [
            ("", &[][..]),
            ("  x.pdf ", &["x.pdf"]),
            ("x.pdf y.pdf", &["x.pdf", "y.pdf"]),
            ("/a b/чек 1.pdf", &["/a b/чек 1.pdf"]),
            (r"/a\ b/чек\ 2.pdf z", &["/a b/чек 2.pdf", "z"]),
            ("'/a b/чек 2.pdf' \"y 1.pdf\"", &["/a b/чек 2.pdf", "y 1.pdf"]),
            (r"'a'\''b.pdf'", &["a'b.pdf"]),
            ("file:///a%20b/%D1%87%D0%B5%D0%BA.pdf", &["/a b/чек.pdf"]),
            ("50%.pdf", &["50%.pdf"]),
            (r"C:\Users\Анна\чек.pdf", &[r"C:\Users\Анна\чек.pdf"]),
            ("'", &[""]),
        ] {
            assert_eq!(split(line), wanted, "{line}");
        }
    }

    #[test]
    fn the_home_is_where_somebody_lives() {
        let home = Some(Path::new("/home/anna"));
        assert_eq!(at_home("~/x.pdf", home), PathBuf::from("/home/anna/x.pdf"));
        assert_eq!(at_home("~x.pdf", home), PathBuf::from("~x.pdf"));
        assert_eq!(at_home("/x/~.pdf", home), PathBuf::from("/x/~.pdf"));
        assert_eq!(at_home("~/x.pdf", None), PathBuf::from("~/x.pdf"));
    }
}
