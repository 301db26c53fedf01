//! What one build remembers for the next. It makes a rebuild fast and is never more than that:
//! an empty memory gives the same bytes, which `tests/promises.rs` holds.
//!
//! Every part is keyed by the hash of all it was made from, and forgotten when a build no longer asks for it.
//! Rendered pages are not here: the sink keeps those, with the fingerprints they were made from.

use crate::link::finish::Finished;
use crate::link::index::Index;
use crate::link::mentions::Names;
use crate::link::resolve::Looked;
use crate::link::shelves::Shelves;
use crate::model::diagnostic::Diagnostic;
use crate::model::hash::Hash;
use crate::model::input::Manuscript;
use crate::model::site::Ledger;
use crate::parse::Parsed;
use crate::render::Templates;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What one build remembers for the next.
#[derive(Default)]
pub struct Memory {
    /// Manuscripts by the hash of their input.
    pub(crate) manuscripts: FxHashMap<Hash, Result<Arc<Manuscript>, Diagnostic>>,
    /// Documents by the hash of their manuscript.
    pub(crate) parsed: FxHashMap<Hash, Arc<Parsed>>,
    /// The index, and the hash of what records tell outside their bodies.
    pub(crate) index: Option<(Hash, Arc<Index>)>,
    /// The names that are looked for, and that hash.
    pub(crate) names: Option<(Hash, Arc<Names>)>,
    /// What each document points at, by its hash.
    pub(crate) looked: FxHashMap<Hash, Arc<Looked>>,
    /// The order of what is published.
    pub(crate) shelves: Option<Arc<Shelves>>,
    /// What each published document says of others, by its hash.
    pub(crate) finished: FxHashMap<Hash, Arc<Finished>>,
    /// What was said, and the hash of what that was gathered from.
    pub(crate) said: Option<(Hash, Arc<Ledger>)>,
    /// The compiled templates, and the hash of all that they see on every page.
    pub(crate) templates: Option<(Hash, Arc<Templates>)>,
    /// What house rules found in one record or file, by the hash of all they saw.
    pub(crate) lints: FxHashMap<Hash, Arc<Vec<Diagnostic>>>,
}

impl Memory {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }
}
