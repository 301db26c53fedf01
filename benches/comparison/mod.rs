//! The site that generators are compared with: the same words for each of them, laid out as each wants it.
//!
//! `words.rs` makes sentences, `site.rs` says what the site is about, `body.rs` writes an explainer, `layout.rs` says which
//! file holds what. Deterministic: the same number of explainers gives the same files. Who writes them to a disk, or
//! builds them in memory, is somebody else's business.

mod body;
mod layout;
mod site;
mod words;

pub use layout::Layout;

use rayon::prelude::*;
use site::Site;

/// A file by its path inside the site.
pub type File = (String, String);

/// The files of a site with this many explainers, as one generator reads them.
pub fn files(explainers: usize, layout: Layout) -> Vec<File> {
    let site = Site::new(explainers);
    let mut files = layout.records(&site);
    let written = |i| layout.explainer(&site.explainer(i), &body::write(&site, i, layout));
    files.extend((0..explainers).into_par_iter().map(written).collect::<Vec<_>>());
    files
}
