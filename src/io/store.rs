//! A built site in memory: what the preview serves and the tests look at.

use crate::model::hash::Hash;
use crate::model::output::{Content, Output, Sink};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A sink that keeps the files.
#[derive(Debug, Default)]
pub struct Store(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<String, (Hash, Content)>,
    /// New files of the build under way.
    fresh: BTreeMap<String, (Hash, Content)>,
    /// Every file of the build under way.
    wanted: HashSet<String>,
}

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The build is good: its files take the place of the last. Gives the paths that changed or went.
    pub fn settle(&self) -> Vec<String> {
        let mut kept = self.kept();
        let Kept { files, fresh, wanted } = std::mem::take(&mut *kept);
        let mut changed: Vec<String> = fresh.keys().cloned().collect();
        changed.extend(files.keys().filter(|path| !wanted.contains(*path)).cloned());
        kept.files = files.into_iter().filter(|(path, _)| wanted.contains(path)).collect();
        kept.files.extend(fresh);
        changed
    }

    /// The build is broken: the last good files stay.
    pub fn discard(&self) {
        let mut kept = self.kept();
        kept.fresh.clear();
        kept.wanted.clear();
    }

    /// A file of the last good build.
    pub fn get(&self, path: &str) -> Option<Content> {
        self.kept().files.get(path).map(|(_, content)| content.clone())
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.kept().files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many files the build under way has so far.
    pub fn count(&self) -> usize {
        self.kept().wanted.len()
    }

    /// Every file of the last good build with what it holds.
    pub fn files(&self) -> BTreeMap<String, Content> {
        self.kept().files.iter().map(|(path, (_, content))| (path.clone(), content.clone())).collect()
    }

    /// Every file of the last good build with its bytes; files that are copied give their path on disk.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let bytes = |content: &Content| match content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::File(file) | Content::Picture(file) => file.display().to_string().into_bytes(),
        };
        self.kept().files.iter().map(|(path, (_, content))| (path.clone(), bytes(content))).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Store {
    fn holds(&self, path: &str, fingerprint: Hash) -> bool {
        let mut kept = self.kept();
        kept.wanted.insert(path.to_owned());
        kept.files.get(path).is_some_and(|(held, _)| *held == fingerprint)
    }

    fn put(&self, output: Output) {
        let mut kept = self.kept();
        kept.wanted.insert(output.path.clone());
        kept.fresh.insert(output.path, (output.fingerprint, output.content));
    }
}
