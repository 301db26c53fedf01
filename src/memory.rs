//! What one build remembers for the next. It makes a rebuild fast and is never more than that:
//! an empty memory gives the same bytes, which `tests/promises.rs` holds.
//!
//! Every part is keyed by the hash of all it was made from, and forgotten when a build no longer asks for it.
//! Rendered pages are not here: the sink keeps those, with the fingerprints they were made from.

use crate::link::mentions::{Found, Names};
use crate::model::diagnostic::Diagnostic;
use crate::model::hash::Hash;
use crate::model::input::Manuscript;
use crate::parse::Parsed;
use std::collections::HashMap;
use std::sync::Arc;

/// What one build remembers for the next.
#[derive(Default)]
pub struct Memory {
    /// Manuscripts by the hash of their input.
    pub(crate) manuscripts: HashMap<Hash, Result<Arc<Manuscript>, Diagnostic>>,
    /// Documents by the hash of their manuscript.
    pub(crate) parsed: HashMap<Hash, Arc<Parsed>>,
    /// The names that are looked for, and the hash of all of them.
    pub(crate) names: Option<(Hash, Arc<Names>)>,
    /// Where names were found, by the hashes of document and names.
    pub(crate) mentions: HashMap<(Hash, Hash), Arc<Vec<Found>>>,
    /// What house rules found in one record, by the hash of all they saw.
    pub(crate) lints: HashMap<Hash, Arc<Vec<Diagnostic>>>,
}

impl Memory {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }
}
