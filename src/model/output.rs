//! What a build gives: files, handed to a sink as they are done.

use super::diagnostic::Diagnostic;
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
    /// Whether it compares fingerprints. For one that compares bytes none are made.
    fn compares_fingerprints(&self) -> bool {
        true
    }

    /// Whether the sink still has the file made from this fingerprint. It counts as wanted from then on.
    fn holds(&self, path: &str, fingerprint: Hash) -> bool;

    /// Takes a file.
    fn put(&self, output: Output);

    /// Whether more files are wanted at all: a preview gives up on an edition that has a successor.
    fn is_open(&self) -> bool {
        true
    }
}

/// What files can be had from one by one, when somebody asks for them.
pub trait Printer: Send + Sync {
    /// The path that all stand under: `/`, or `/project/`.
    fn base_path(&self) -> &str;

    /// Whether there is a file at a path inside the site.
    fn has(&self, path: &str) -> bool;

    /// Prints the file at a path (`explainers/x/index.html`) into a sink, unless the sink holds it as it is. Whether there
    /// is such a file.
    ///
    /// # Errors
    /// What is wrong with the templates it is made with.
    fn print_file(&self, path: &str, sink: &dyn Sink) -> Result<bool, Diagnostic>;
}
