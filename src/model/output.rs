//! What a build gives: files, handed to a sink as they are done.

use super::hash::Hash;
use std::path::PathBuf;
use std::sync::Arc;

/// A file of the built site.
#[derive(Debug, Clone)]
pub struct Output {
    /// The path inside the site: `explainers/x/index.html`.
    pub path: String,
    /// What it was made from. Equal fingerprints mean equal bytes.
    pub fingerprint: Hash,
    /// What it holds.
    pub content: Content,
}

/// What a file of the built site holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// The bytes of this file on disk.
    File(PathBuf),
    /// The bytes of this picture on disk, without what a camera wrote beside it: `io` takes that out.
    Picture(PathBuf),
}

/// Where outputs go: memory for the preview and the tests, a stage folder for `build`.
pub trait Sink: Sync {
    /// Whether the sink still has the file made from this fingerprint. It counts as wanted from then on.
    fn holds(&self, path: &str, fingerprint: Hash) -> bool;

    /// Takes a file.
    fn put(&self, output: Output);
}
