//! A disk that forgets: what was not synced may be gone when the power comes back.
//!
//! A file's content is safe up to the last sync of that file, a folder's entries up to the last sync of that
//! folder. What lies between may be on the disk or not; a journal of the file system that would save more is
//! not counted upon. A rename is whole or not at all.

use super::Tree;
use super::trace::Effect;
use std::collections::BTreeMap;

/// The model of a disk.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
enum Node {
    File { safe: Vec<u8>, now: Vec<u8> },
    Folder { safe: BTreeMap<String, usize>, now: BTreeMap<String, usize> },
}

/// Which syncs work; the others say that they did and do nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syncs {
    All,
    OnlyFiles,
    OnlyFolders,
    None,
}

/// Which entries of folders are there after the power loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entries {
    /// Only those that were synced.
    Synced,
    /// All.
    Written,
    /// Those that were synced, and all of this folder.
    WrittenIn(String),
}

/// What is left of a file's end that was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    Lost,
    Half,
    Zeros,
    Kept,
}

const ROOT: usize = 0;

impl Disk {
    /// A disk on which everything is safe.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut disk = Self { nodes: vec![Node::Folder { safe: BTreeMap::new(), now: BTreeMap::new() }] };
        for (path, content) in tree {
            match content {
                None => disk.enter(path, Node::Folder { safe: BTreeMap::new(), now: BTreeMap::new() }),
                Some(bytes) => disk.enter(path, Node::File { safe: bytes.clone(), now: bytes.clone() }),
            }
        }
        for node in &mut disk.nodes {
            if let Node::Folder { safe, now } = node {
                safe.clone_from(now);
            }
        }
        disk
    }

    fn enter(&mut self, path: &str, node: Node) {
        self.nodes.push(node);
        let (number, (folder, name)) = (self.nodes.len() - 1, self.place(path));
        self.entries(folder).insert(name, number);
    }

    /// The folder of a path, and its name there.
    fn place(&self, path: &str) -> (usize, String) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        (self.find(folder).unwrap_or_else(|| panic!("no folder for {path}")), name.to_owned())
    }

    fn find(&self, path: &str) -> Option<usize> {
        path.split('/').filter(|part| !part.is_empty()).try_fold(ROOT, |at, part| match &self.nodes[at] {
            Node::Folder { now, .. } => now.get(part).copied(),
            Node::File { .. } => None,
        })
    }

    fn entries(&mut self, folder: usize) -> &mut BTreeMap<String, usize> {
        match &mut self.nodes[folder] {
            Node::Folder { now, .. } => now,
            Node::File { .. } => panic!("a file where a folder should be"),
        }
    }

    fn content(&mut self, path: &str) -> &mut Vec<u8> {
        let at = self.find(path).unwrap_or_else(|| panic!("no {path}"));
        match &mut self.nodes[at] {
            Node::File { now, .. } => now,
            Node::Folder { .. } => panic!("{path} is a folder"),
        }
    }

    /// Carries a call out.
    pub(super) fn apply(&mut self, effect: &Effect, syncs: Syncs) {
        match effect {
            Effect::Said(_) | Effect::Handed(_) => {}
            Effect::Create(path) if self.find(path).is_some() => {}
            Effect::CreateEmpty(path) if self.find(path).is_some() => self.content(path).clear(),
            Effect::Create(path) | Effect::CreateEmpty(path) => {
                self.enter(path, Node::File { safe: Vec::new(), now: Vec::new() });
            }
            Effect::Write(path, bytes) => self.content(path).extend_from_slice(bytes),
            Effect::Truncate(path, length) => self.content(path).truncate(*length),
            Effect::Mkdir(path) => self.enter(path, Node::Folder { safe: BTreeMap::new(), now: BTreeMap::new() }),
            Effect::Link(from, to) => {
                let (node, (folder, name)) = (self.find(from).expect("what is linked"), self.place(to));
                self.entries(folder).insert(name, node);
            }
            Effect::Unlink(path) => {
                let (folder, name) = self.place(path);
                self.entries(folder).remove(&name).expect("what is removed");
            }
            Effect::Rename(from, to) => {
                let (folder, name) = self.place(from);
                let node = self.entries(folder).remove(&name).expect("what is renamed");
                let (folder, name) = self.place(to);
                self.entries(folder).insert(name, node);
            }
            Effect::Sync(path) => {
                let at = self.find(path).unwrap_or_else(|| panic!("{path} is synced and is not there"));
                match &mut self.nodes[at] {
                    Node::File { safe, now } if matches!(syncs, Syncs::All | Syncs::OnlyFiles) => safe.clone_from(now),
                    Node::Folder { safe, now } if matches!(syncs, Syncs::All | Syncs::OnlyFolders) => {
                        safe.clone_from(now);
                    }
                    Node::File { .. } | Node::Folder { .. } => {}
                }
            }
        }
    }

    /// The folders with entries that are not safe.
    pub(super) fn unsynced_folders(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![(String::new(), ROOT)];
        while let Some((path, at)) = open.pop() {
            let Node::Folder { safe, now } = &self.nodes[at] else { continue };
            if safe != now {
                found.push(path.clone());
            }
            let inside = |name: &String| if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            open.extend(now.iter().map(|(name, node)| (inside(name), *node)));
        }
        found
    }

    /// What is found when the power is back.
    pub(super) fn after_power_loss(&self, entries: &Entries, tail: Tail) -> Tree {
        let mut tree = Tree::new();
        let mut open = vec![(String::new(), ROOT)];
        while let Some((path, at)) = open.pop() {
            match &self.nodes[at] {
                Node::Folder { safe, now } => {
                    let all = *entries == Entries::Written || *entries == Entries::WrittenIn(path.clone());
                    for (name, node) in if all { now } else { safe } {
                        let inside = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                        open.push((inside, *node));
                    }
                    if at != ROOT {
                        tree.insert(path, None);
                    }
                }
                Node::File { safe, now } => {
                    tree.insert(path, Some(remains(safe, now, tail)));
                }
            }
        }
        tree
    }
}

fn remains(safe: &[u8], now: &[u8], tail: Tail) -> Vec<u8> {
    let fresh = now.strip_prefix(safe);
    match (tail, fresh) {
        (Tail::Lost, _) => safe.to_vec(),
        (Tail::Kept, _) | (_, None) => now.to_vec(),
        (Tail::Half, Some(fresh)) => [safe, &fresh[..fresh.len() / 2]].concat(),
        (Tail::Zeros, Some(fresh)) => [safe, &vec![0; fresh.len()]].concat(),
    }
}
