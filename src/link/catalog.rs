//! What marks and references can find: the records and pictures that an index leads to, and what is nearest to
//! a name that nothing has.

use super::index::{Index, Record};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::input::Medium;
use crate::model::record::Reference;
use crate::model::text::{nearest, slug, surely};
use crate::model::verbatim;
use crate::parse::Unread;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that can be found, published or not.
pub struct Catalog<'a> {
    index: &'a Index,
    documents: &'a [Arc<Document>],
    media: BTreeMap<&'a str, &'a Medium>,
    unread: &'a Unread,
    hash: Hash,
}

impl<'a> Catalog<'a> {
    /// A catalogue of documents and pictures.
    pub fn new(
        index: &'a Index,
        documents: &'a [Arc<Document>],
        media: &'a [Medium],
        unread: &'a Unread,
    ) -> Self {
        let mut digest = Digest::default();
        digest.hash(index.hash);
        digest.hash(unread.hash());
        for medium in media {
            digest.bytes(medium.path.as_bytes());
            digest.hash(medium.hash);
        }
        let media = media.iter().map(|medium| (&*medium.path, medium)).collect();
        Self { index, documents, media, unread, hash: digest.finish() }
    }

    /// Two records of one id are an error; the first is kept.
    pub fn doubles(&self) -> impl Iterator<Item = Diagnostic> {
        let document = |record: &Record| self.documents.get(*record as usize);
        self.index
            .doubles
            .iter()
            .filter_map(move |(second, first)| Some(twice(document(second)?, document(first)?)))
    }

    /// The records whose id is taken.
    pub fn seconds(&self) -> impl Iterator<Item = Record> {
        self.index.doubles.iter().map(|(second, _)| *second)
    }

    /// The hash of all that a document can find here, by marks, references and names. What the records say that it finds
    /// is not in it.
    pub fn hash_for(&self, document: &Document) -> Hash {
        let mut digest = Digest::default();
        digest.hash(self.hash);
        if document.prose.iter().any(|prose| prose.marks.iter().any(|mark| mark.kind.is_none())) {
            digest.hash(self.index.pages);
        }
        digest.finish()
    }

    /// The hash of what some records say of themselves outside their bodies.
    pub fn faces_of(&self, records: &[Record]) -> Hash {
        let mut digest = Digest::default();
        let documents = records.iter().filter_map(|record| self.documents.get(*record as usize));
        documents.for_each(|document| digest.hash(document.face));
        digest.finish()
    }

    /// The position of a record, by kind and id.
    pub fn record(&self, reference: &Reference) -> Option<Record> {
        self.index.records.get(reference).copied()
    }

    /// A record by kind and id.
    pub fn get(&self, reference: &Reference) -> Option<&'a Arc<Document>> {
        self.documents.get(self.record(reference)? as usize)
    }

    /// A record by kind and id, under the id it has now.
    pub fn current(&self, reference: &Reference) -> Option<Reference> {
        match self.index.records.contains_key(reference) {
            true => Some(reference.clone()),
            false => self.index.former.get(reference).cloned(),
        }
    }

    /// The registered quotation that says this.
    pub fn said(&self, words: &str) -> Option<&Reference> {
        if self.index.said.is_empty() {
            return None;
        }
        self.index.said.get(&verbatim::key(words))
    }

    /// Whether some record has this topic.
    pub fn has_topic(&self, topic: &str) -> bool {
        self.index.topics.contains(&slug(topic))
    }

    /// The topic nearest to one that nothing has.
    pub fn nearest_topic(&self, topic: &str) -> Option<&str> {
        nearest(topic, self.index.topics.iter().map(String::as_str))
    }

    /// Whether a record that is not here is written all the same, in a file that could not be read.
    pub fn is_unread(&self, reference: &Reference) -> bool {
        self.unread.may_have(reference)
    }

    /// Records of this kind, or of any, that have this name.
    pub fn named(&self, name: &str, kind: Option<&str>) -> Vec<Reference> {
        let all = self.index.names.get(name).into_iter().flatten();
        all.filter(|reference| kind.is_none_or(|kind| kind == reference.kind)).cloned().collect()
    }

    /// Records of any kind that have this id, or had it.
    pub fn with_id(&self, id: &str) -> Vec<Reference> {
        let reference = |kind| Reference { kind, id: id.into() };
        crate::annotations::names().into_iter().map(reference).filter_map(|r| self.current(&r)).collect()
    }

    /// The record a Markdown file holds.
    pub fn in_file(&self, path: &str) -> Option<&Reference> {
        self.index.files.get(path)
    }

    /// A picture.
    pub fn medium(&self, path: &str) -> Option<&'a Medium> {
        self.media.get(path).copied()
    }

    /// The id nearest to one that is not there.
    pub fn nearest_id(&self, kind: &str, id: &str) -> Option<&str> {
        nearest(id, self.index.records.keys().filter(|r| r.kind == kind).map(|r| &*r.id))
    }

    /// The id that one that is not there was surely meant to be.
    pub fn sure_id(&self, kind: &str, id: &str) -> Option<&str> {
        surely(id, self.index.records.keys().filter(|r| r.kind == kind).map(|r| &*r.id))
    }

    /// The topic that one that nothing has was surely meant to be.
    pub fn sure_topic(&self, topic: &str) -> Option<&str> {
        surely(topic, self.index.topics.iter().map(String::as_str))
    }

    /// The name nearest to one that nothing has.
    pub fn nearest_name(&self, name: &str, kind: Option<&str>) -> Option<&str> {
        let fits =
            |references: &[Reference]| kind.is_none_or(|kind| references.iter().any(|r| r.kind == kind));
        let names = self.index.names.iter().filter(|(_, references)| fits(references));
        nearest(name, names.map(|(name, _)| &**name))
    }

    /// The picture nearest to one that is not there.
    pub fn nearest_medium(&self, path: &str) -> Option<&str> {
        let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let files: Vec<(String, &str)> = self.media.keys().map(|path| (file(path), *path)).collect();
        let near = nearest(&file(path), files.iter().map(|(file, _)| file.as_str()))?.to_owned();
        files.iter().find(|(file, _)| *file == near).map(|(_, path)| *path)
    }
}

fn twice(document: &Document, first: &Document) -> Diagnostic {
    let place = |document: &Document| match document.location.path.is_empty() {
        true => crate::model::diagnostic::Place::file(&document.location.manuscript.path),
        false => document.location.field(&["id".to_owned()]),
    };
    Diagnostic::error(
        "BS0301",
        place(document),
        format!("there are two records `{}:{}`", document.kind.name, document.id),
    )
    .label("the second")
    .related(place(first), "the first")
    .help("give one of them another id; for a `.md` file that is its name")
}
