//! Where marks and references look things up: records by kind and id, by name, by file, by what they say.
//! It is made of all that records tell of themselves outside their bodies, so an edit of a body leaves it as it is.

use super::quotations;
use crate::memory::Memory;
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::text::slug;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A record by its position among the documents.
pub type Record = u32;

/// Everything that can be found, published or not.
#[derive(Debug, Default)]
pub struct Index {
    /// The hash of all that a look into it can give, names of pages aside.
    pub hash: Hash,
    /// The hash of the names of what is no annotation: only a wikilink finds those.
    pub pages: Hash,
    /// The first record of each kind and id.
    pub records: FxHashMap<Reference, Record>,
    /// Records by title, variant and other name, in the order of files.
    pub names: FxHashMap<Arc<str>, Vec<Reference>>,
    /// Records by the Markdown file that holds them.
    pub files: FxHashMap<Arc<str>, Reference>,
    /// Records by the ids they had before.
    pub former: FxHashMap<Reference, Reference>,
    /// Registered quotations by the key of what they say.
    pub said: FxHashMap<String, Reference>,
    /// The topics that records name, by id.
    pub topics: BTreeSet<String>,
    /// Records whose kind and id is taken, each with the first that has it.
    pub doubles: Vec<(Record, Record)>,
}

/// The index of some documents; `faces` is the hash of all that they tell outside their bodies.
pub fn of(documents: &[Arc<Document>], ready: &[bool], faces: Hash, memory: &mut Memory) -> Arc<Index> {
    match &memory.index {
        Some((known, index)) if *known == faces => index.clone(),
        _ => {
            let index = Arc::new(Index::new(documents, ready));
            memory.index = Some((faces, index.clone()));
            index
        }
    }
}

/// The hash of all that records tell outside their bodies, and of which of them may be seen.
pub fn faces(documents: &[Arc<Document>], ready: &[bool]) -> Hash {
    let mut digest = Digest::default();
    for (document, ready) in documents.iter().zip(ready) {
        digest.hash(document.face);
        digest.number(u64::from(*ready));
    }
    digest.finish()
}

impl Index {
    fn new(documents: &[Arc<Document>], ready: &[bool]) -> Self {
        let mut index = Self::with_room_for(documents.len());
        let (mut found, mut pages) = (Digest::default(), Digest::default());
        for (record, document) in (0..).zip(documents) {
            let reference = super::reference(document);
            found.bytes(reference.kind.as_bytes());
            found.bytes(reference.id.as_bytes());
            if let Some(first) = index.records.get(&reference) {
                index.doubles.push((record, *first));
                continue;
            }
            let is_entry = crate::annotations::find(reference.kind).is_some();
            let mut seen = FxHashSet::default();
            for name in names(document).filter(|name| seen.insert(*name)) {
                let told = if is_entry { &mut found } else { &mut pages };
                told.bytes(name.as_bytes());
                index.names.entry(name.clone()).or_default().push(reference.clone());
            }
            for id in document.fields.texts("former_ids") {
                found.bytes(id.as_bytes());
                let former = Reference { kind: reference.kind, id: id.clone() };
                index.former.insert(former, reference.clone());
            }
            index.topics.extend(document.fields.texts("topics").map(|topic| slug(topic)));
            if document.location.path.is_empty() {
                let path = &document.location.manuscript.path;
                found.bytes(path.as_bytes());
                index.files.insert(path.clone(), reference.clone());
            }
            index.records.insert(reference, record);
        }
        for (words, quote) in quotations::register(documents, ready) {
            found.bytes(words.as_bytes());
            found.bytes(quote.id.as_bytes());
            index.said.entry(words).or_insert(quote);
        }
        index.topics.iter().for_each(|topic| found.bytes(topic.as_bytes()));
        (index.hash, index.pages) = (found.finish(), pages.finish());
        index
    }

    fn with_room_for(records: usize) -> Self {
        let mut index = Self::default();
        index.records.reserve(records);
        index.names.reserve(records);
        index.files.reserve(records);
        index
    }
}

/// The names of a record: title, variants, other names.
fn names(document: &Document) -> impl Iterator<Item = &Arc<str>> {
    let listed = ["variants", "also"].into_iter().flat_map(|field| document.fields.texts(field));
    let former = document.fields.maps("names").filter_map(|name| name.text("name"));
    std::iter::once(&document.title).chain(listed).chain(former)
}
