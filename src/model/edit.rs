//! Edits to the files of a site: what somebody asked to be written, before it is.

use super::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of a file, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes.
    pub at: Span,
    /// The new text.
    pub text: String,
}

/// What is to be written: edits by file, and files that get another name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// The edits of each file, by its path inside the site.
    pub files: BTreeMap<Arc<str>, Vec<Edit>>,
    /// Files by their old and their new path.
    pub moves: Vec<(Arc<str>, String)>,
}

impl Edits {
    /// Adds an edit of a file.
    pub fn push(&mut self, path: &Arc<str>, at: Span, text: impl Into<String>) {
        self.files.entry(path.clone()).or_default().push(Edit { at, text: text.into() });
    }
}

/// The text with its edits; of two that overlap the first counts.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    edits.dedup();
    let (mut after, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let (start, end) = (edit.at.start as usize, edit.at.end as usize);
        let fits = text.get(start..end).is_some();
        if let Some(kept) = text.get(done..start).filter(|_| fits) {
            after.push_str(kept);
            after.push_str(&edit.text);
            done = end;
        }
    }
    after.push_str(text.get(done..).unwrap_or_default());
    after
}
