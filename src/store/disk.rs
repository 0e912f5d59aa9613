//! Everything that is written goes through here: whole, in order, and on the disk before it counts.

use super::Durability;
use crate::model::yaml::is_deeper_than;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Files are for their owner alone.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes a folder and those above it, for their owner alone, each entered in its parent for good.
pub(super) fn make_folder(path: &Path, durability: Durability) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_folder(parent, durability)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(error) => return Err(error),
    }
    parent.map_or(Ok(()), |parent| sync_folder(parent, durability))
}

/// Enters what was created, renamed or removed in a folder for good.
pub(super) fn sync_folder(path: &Path, durability: Durability) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    match durability {
        Durability::Synced if cfg!(unix) => File::open(path)?.sync_all(),
        Durability::Synced | Durability::Unsynced => Ok(()),
    }
}

/// Puts what was written to a file on the disk.
pub(super) fn sync_file(file: &File, durability: Durability) -> io::Result<()> {
    match durability {
        Durability::Synced => file.sync_data(),
        Durability::Unsynced => Ok(()),
    }
}

/// The name under which a file is written before it takes its place.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.tmp"))
}

/// Whether a file is one that was being written when the program was killed.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".tmp")
}

/// Publishes a new file whole. Says whether it did; never touches one that is there already. Either way the
/// name is safe afterwards: whoever published the other one may have been killed before it was.
///
/// The caller holds the workspace's lock: the temporary name is the same for all.
pub(super) fn publish(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<bool> {
    let temporary = write_temporary(path, bytes, durability)?;
    let linked = fs::hard_link(&temporary, path);
    // One that cannot be removed is swept later.
    let _ = fs::remove_file(&temporary);
    let fresh = match linked {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
        Err(error) => return Err(error),
    };
    sync_parent(path, durability)?;
    Ok(fresh)
}

/// Writes a new file in its place at once: for what is of use even if only its beginning gets to the disk.
/// Says whether it did; never touches one that is there already.
pub(super) fn create(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<bool> {
    let mut file = match private(OpenOptions::new().write(true).create_new(true)).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    };
    file.write_all(bytes)?;
    sync_file(&file, durability)?;
    sync_parent(path, durability)?;
    Ok(true)
}

/// Puts a file in the place of another, whole.
pub(super) fn replace(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let temporary = write_temporary(path, bytes, durability)?;
    fs::rename(&temporary, path)?;
    sync_parent(path, durability)
}

/// Moves a file to another folder, unless that is done already. At no moment is it in neither: two folders do not go
/// to the disk together, whatever a rename promises.
pub(super) fn shift(from: &Path, to: &Path, durability: Durability) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // It was killed, or lost its power, between the two.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !same_content(from, to)? => return Err(error),
        _ => {}
    }
    sync_parent(to, durability)?;
    match fs::remove_file(from) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => sync_parent(from, durability),
    }
}

fn same_content(one: &Path, other: &Path) -> io::Result<bool> {
    Ok(read(one)? == read(other)?)
}

/// Takes a file away; for what is derived, so nothing is synced.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Enters a file's name in its folder for good.
pub(super) fn sync_parent(path: &Path, durability: Durability) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| sync_folder(parent, durability))
}

fn write_temporary(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<PathBuf> {
    let temporary = temporary(path);
    let written =
        private(OpenOptions::new().write(true).create(true).truncate(true)).open(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            sync_file(&file, durability)
        });
    if let Err(error) = written {
        // A full disk: the beginning of a file is of no use to anybody.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    Ok(temporary)
}

/// Opens a journal for appending.
pub(super) fn open_for_append(path: &Path) -> io::Result<File> {
    ordinary(path)?;
    private(OpenOptions::new().read(true).append(true)).open(path)
}

/// Reads an ordinary file.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    ordinary(path)?;
    fs::read(path)
}

/// Reads an ordinary file of text.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))
}

/// The beginning of a file of text that its folder has listed as an ordinary one, as far as one look goes and its
/// characters are whole: nothing else is asked of the system.
pub(super) fn read_beginning(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut part = [0; 2048];
    let length = loop {
        match file.read(&mut part) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    let bytes = part.get(..length).unwrap_or_default();
    let whole = |cut: std::str::Utf8Error| str::from_utf8(bytes.get(..cut.valid_up_to()).unwrap_or_default());
    Ok(str::from_utf8(bytes).or_else(whole).unwrap_or_default().to_owned())
}

/// Whoever opens a pipe waits for its other end, for ever.
fn ordinary(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_file() { Ok(()) } else { Err(io::Error::other("not an ordinary file")) }
}

/// A file that stays and is only locked.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    // It is there nearly always: nothing is asked of the disk then.
    match private(OpenOptions::new().write(true)).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            private(OpenOptions::new().write(true).create(true).truncate(false)).open(path)
        }
        opened => opened,
    }
}

/// How deep brackets may stand in each other in what is read; the reader's time grows with the square of it.
const DEEPEST: usize = 200;

/// What this program has written as YAML.
///
/// # Errors
/// What is wrong with it, in the words of the reader.
pub(super) fn from_yaml<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets > DEEPEST && is_deeper_than(text, DEEPEST) {
        return Err("nested too deeply".to_owned());
    }
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, from_yaml};

    #[test]
    fn brackets_in_a_text_are_no_lists() {
        let text = "[".repeat(DEEPEST * 2);
        let written = serde_yaml::to_string(&text).expect("a text can be written");
        assert_eq!(from_yaml::<String>(&written), Ok(text.clone()));
        assert!(from_yaml::<serde_yaml::Value>(&text).is_err_and(|reason| reason.contains("deeply")));
    }
}
