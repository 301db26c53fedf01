//! Links that lead out of the site: where they stand, and what the web answered to them.

use super::diagnostic::Place;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An address of another site, with every place that links to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The address.
    pub url: Arc<str>,
    /// Where it stands.
    pub places: Vec<Place>,
    /// Where a copy is kept, as the source says that links to it.
    pub archive: Option<Arc<str>>,
}

/// What the web answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    /// It is there.
    Fine,
    /// It is there, and says that its address is another one for good.
    Moved {
        /// The address.
        to: String,
    },
    /// It is not there.
    Gone {
        /// Why, in a few words.
        reason: String,
    },
    /// The page is there, and has no such place.
    NoFragment,
    /// Nobody can say: no answer in time, or one that does not tell.
    Unclear {
        /// Why, in a few words.
        reason: String,
    },
}

impl Answer {
    /// Whether it may be remembered: what is unclear is asked again.
    pub fn is_clear(&self) -> bool {
        !matches!(self, Self::Unclear { .. })
    }
}
