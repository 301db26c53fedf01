//! What a build is given: the files of the site, read and hashed by `io`, and the options of this run.

use super::hash::{Digest, Hash};
use super::text::{Places, Span};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// Everything a build may know of the world. The same project gives the same bytes.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Files the stages read: content, templates, themes. Sorted by path; a site's own file
    /// stands in for a built-in one of the same path.
    pub inputs: Vec<Input>,
    /// Files that are published as they are, or shown in pages: `content/media`, `content/static`.
    pub media: Vec<Medium>,
    /// The options of this run.
    pub options: Options,
}

impl Project {
    /// The hash of everything that was read: of two with one hash, nothing but the options differs.
    pub fn hash(&self) -> Hash {
        let mut digest = Digest::default();
        self.inputs.iter().for_each(|input| digest.hash(input.hash));
        for medium in &self.media {
            digest.bytes(medium.path.as_bytes());
            digest.hash(medium.hash);
        }
        digest.finish()
    }
}

/// A file, by its path inside the site (`content/explainers/x.md`, with `/` everywhere).
#[derive(Debug, Clone)]
pub struct Input {
    /// The path inside the site.
    pub path: Arc<str>,
    /// What the file holds.
    pub bytes: Arc<[u8]>,
    /// The same bytes as text, not held twice; nothing where they are not UTF-8.
    pub text: Option<Arc<str>>,
    /// The hash of path and bytes.
    pub hash: Hash,
}

impl Input {
    /// An input whose bytes are at hand.
    pub fn new(path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let (bytes, text): (Arc<[u8]>, _) = match String::from_utf8(bytes.into()) {
            Ok(text) => {
                let text: Arc<str> = text.into();
                (text.clone().into(), Some(text))
            }
            Err(error) => (error.into_bytes().into(), None),
        };
        let hash = Hash::of_parts([path.as_bytes(), &bytes]);
        Self { path: path.into(), bytes, text, hash }
    }
}

/// A picture or other file that is copied, never parsed.
#[derive(Debug, Clone)]
pub struct Medium {
    /// The path inside the site.
    pub path: Arc<str>,
    /// Where its bytes are.
    pub file: PathBuf,
    /// The hash of its bytes.
    pub hash: Hash,
    /// Width and height in CSS pixels, where the header tells.
    pub size: Option<(u32, u32)>,
}

/// What the command line and the clock say of this run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Replaces `base_url` of `site.yml`.
    pub base_url: Option<String>,
    /// Whether what is not published yet is shown: the preview of drafts.
    pub audience: Audience,
    /// The largest file that is read as text, in bytes.
    pub largest_input: u64,
    /// The time of the build, RFC 3339 in UTC. It decides the published set and nothing else.
    pub now: jiff::Timestamp,
    /// When each file last changed, as git tells, where it was asked. For records that tell no date themselves.
    pub changed: Dates,
}

/// Times by path inside the site.
pub type Dates = Arc<BTreeMap<String, jiff::Timestamp>>;

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: None,
            audience: Audience::Readers,
            largest_input: 8 << 20,
            now: jiff::Timestamp::UNIX_EPOCH,
            changed: Dates::default(),
        }
    }
}

/// Whom a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Only what is published.
    Readers,
    /// Drafts too (`--drafts`).
    Editors,
}

/// A content file once it is text in one of our two forms.
#[derive(Debug, Clone)]
pub struct Manuscript {
    /// The path of the file it came from.
    pub path: Arc<str>,
    /// The text; for converted copy the Markdown that was made from it.
    pub text: Arc<str>,
    /// How the text is read.
    pub form: Form,
    /// For converted copy: (offset in `text`, offset in the raw file), ascending.
    pub map: Arc<[(u32, u32)]>,
    /// The hash of the input.
    pub hash: Hash,
    /// Where the values of its YAML stand: made when something in it is wrong.
    pub places: OnceLock<Places>,
}

impl Manuscript {
    /// The place in the file on disk of a span of `text`.
    pub fn raw_span(&self, span: Span) -> Span {
        if self.map.is_empty() {
            return span;
        }
        let raw = |offset: u32| {
            let after = self.map.partition_point(|&(made, _)| made <= offset);
            match after.checked_sub(1).and_then(|i| self.map.get(i)) {
                Some(&(made, raw)) => raw + (offset - made),
                None => 0,
            }
        };
        Span { start: raw(span.start), end: raw(span.end) }
    }
}

/// The two forms a record is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Front matter and a Markdown body.
    Markdown,
    /// A YAML list of records, or the settings.
    Yaml,
}
