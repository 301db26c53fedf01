//! The published records in their order: their ids and addresses, the kinds, topics and series they belong to.
//! None of it depends on a body.

use super::index::Index;
use crate::memory::Memory;
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::site::{EntryId, Group, Orders};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is published, in the order of files.
#[derive(Debug)]
pub struct Shelves {
    /// The hash of what it was made from.
    pub hash: Hash,
    /// The hash of which record has which id.
    pub order: Hash,
    /// The records, as they were when the order was made: what stands outside their bodies is theirs still.
    records: Vec<Arc<Document>>,
    /// The id of each document, where it is published.
    pub ids: Vec<Option<EntryId>>,
    /// Entries by kind and id, also by the ids they had before.
    pub index: Arc<FxHashMap<Reference, EntryId>>,
    /// The path of each entry's page.
    pub paths: Vec<Arc<str>>,
    /// The entries of each kind.
    pub kinds: Arc<BTreeMap<&'static str, Vec<EntryId>>>,
    /// The topics.
    pub topics: Arc<[Group]>,
    /// The series.
    pub series: Arc<[Group]>,
    /// Other orders, for pages that ask for them.
    pub orders: Arc<Orders>,
}

/// The order of some documents, of which these are published. `faces` is the hash of all that they tell outside their
/// bodies.
pub fn of(
    documents: &[Arc<Document>],
    published: &[bool],
    (faces, index): (Hash, &Index),
    memory: &mut Memory,
) -> Arc<Shelves> {
    let mut digest = Digest::default();
    digest.hash(faces);
    published.iter().for_each(|published| digest.number(u64::from(*published)));
    let hash = digest.finish();
    match &memory.shelves {
        Some(shelves) if shelves.hash == hash => shelves.clone(),
        _ => {
            let shelves = Arc::new(Shelves::new(hash, documents, published, index));
            memory.shelves = Some(shelves.clone());
            shelves
        }
    }
}

impl Shelves {
    fn new(hash: Hash, documents: &[Arc<Document>], published: &[bool], index: &Index) -> Self {
        let shown = || documents.iter().zip(published).filter(|(_, published)| **published);
        let records: Vec<Arc<Document>> = shown().map(|(document, _)| document.clone()).collect();
        let mut order = Digest::default();
        for record in &records {
            order.bytes(record.kind.name.as_bytes());
            order.bytes(record.id.as_bytes());
        }
        let mut next = (0..).map(EntryId);
        let ids = published.iter().map(|published| published.then(|| next.next()).flatten()).collect();
        let mut entries: FxHashMap<Reference, EntryId> = FxHashMap::default();
        entries.reserve(records.len());
        let mut kinds: BTreeMap<&'static str, Vec<EntryId>> = BTreeMap::new();
        for (id, document) in (0..).map(EntryId).zip(&records) {
            entries.insert(super::reference(document), id);
            kinds.entry(document.kind.name).or_default().push(id);
        }
        for (former, now) in &index.former {
            if let Some(id) = entries.get(now).copied() {
                entries.entry(former.clone()).or_insert(id);
            }
        }
        let paths = records.iter().map(|document| super::address(document).into()).collect();
        let topics = super::groups::topics(&records, &entries);
        let series = super::groups::series(&records, &entries);
        Self {
            hash,
            order: order.finish(),
            records,
            ids,
            index: Arc::new(entries),
            paths,
            kinds: Arc::new(kinds),
            topics: topics.into(),
            series: series.into(),
            orders: Arc::default(),
        }
    }

    /// The id of a published record.
    pub fn find(&self, reference: &Reference) -> Option<EntryId> {
        self.index.get(reference).copied()
    }

    /// What a published record tells outside its body.
    pub fn entry(&self, id: EntryId) -> &Document {
        &self.records[id.0 as usize]
    }

    /// What the published record of this kind and id tells outside its body.
    pub fn document(&self, reference: &Reference) -> Option<&Document> {
        Some(self.entry(self.find(reference)?))
    }
}
