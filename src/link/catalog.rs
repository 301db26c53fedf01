//! What marks and references can find: records by kind and id, by name, by file; pictures by file.

use crate::model::diagnostic::{Diagnostic, Diagnostics};
use crate::model::document::Document;
use crate::model::input::Medium;
use crate::model::record::Reference;
use crate::model::text::{nearest, slug, surely};
use crate::model::verbatim;
use crate::parse::Unread;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Everything that can be found, published or not.
pub struct Catalog<'a> {
    records: HashMap<Reference, &'a Arc<Document>>,
    /// Records by title, variant and other name, in the order of files.
    names: HashMap<&'a str, Vec<Reference>>,
    files: HashMap<&'a str, Reference>,
    /// Records by the ids they had before.
    former: HashMap<Reference, Reference>,
    /// Registered quotations by the key of what they say.
    said: HashMap<String, Reference>,
    /// The topics that records name, by id.
    topics: BTreeSet<String>,
    media: BTreeMap<&'a str, &'a Medium>,
    unread: &'a Unread,
}

impl<'a> Catalog<'a> {
    /// A catalogue of documents and pictures. Two records of one id are an error; the first is kept.
    pub fn new(
        documents: &'a [Arc<Document>],
        ready: &HashSet<Reference>,
        media: &'a [Medium],
        unread: &'a Unread,
        found: &mut Diagnostics,
    ) -> Self {
        let mut catalog = Self {
            records: HashMap::new(),
            names: HashMap::new(),
            files: HashMap::new(),
            former: HashMap::new(),
            said: super::quotations::register(documents, ready),
            topics: BTreeSet::new(),
            unread,
            media: media.iter().map(|medium| (&*medium.path, medium)).collect(),
        };
        for document in documents {
            let reference = super::reference(document);
            if let Some(first) = catalog.records.get(&reference) {
                found.push(twice(document, first));
                continue;
            }
            for name in names(document).into_iter().collect::<HashSet<_>>() {
                catalog.names.entry(name).or_default().push(reference.clone());
            }
            for id in document.fields.texts("former_ids") {
                let former = Reference { kind: reference.kind, id: id.clone() };
                catalog.former.insert(former, reference.clone());
            }
            catalog.topics.extend(document.fields.texts("topics").map(|topic| slug(topic)));
            if document.location.path.is_empty() {
                catalog.files.insert(&document.location.manuscript.path, reference.clone());
            }
            catalog.records.insert(reference, document);
        }
        catalog
    }

    /// A record by kind and id.
    pub fn get(&self, reference: &Reference) -> Option<&'a Arc<Document>> {
        self.records.get(reference).copied()
    }

    /// A record by kind and id, under the id it has now.
    pub fn current(&self, reference: &Reference) -> Option<Reference> {
        match self.records.contains_key(reference) {
            true => Some(reference.clone()),
            false => self.former.get(reference).cloned(),
        }
    }

    /// Every id that a record had before, with the one it has.
    pub fn former(&self) -> impl Iterator<Item = (&Reference, &Reference)> {
        self.former.iter()
    }

    /// The registered quotation that says this.
    pub fn said(&self, words: &str) -> Option<&Reference> {
        if self.said.is_empty() {
            return None;
        }
        self.said.get(&verbatim::key(words))
    }

    /// Whether some record has this topic.
    pub fn has_topic(&self, topic: &str) -> bool {
        self.topics.contains(&slug(topic))
    }

    /// The topic nearest to one that nothing has.
    pub fn nearest_topic(&self, topic: &str) -> Option<&str> {
        nearest(topic, self.topics.iter().map(String::as_str))
    }

    /// Whether a record that is not here is written all the same, in a file that could not be read.
    pub fn is_unread(&self, reference: &Reference) -> bool {
        self.unread.may_have(reference)
    }

    /// Whether this is the document that its id finds.
    pub fn is_first(&self, document: &Arc<Document>) -> bool {
        self.get(&super::reference(document)).is_some_and(|first| Arc::ptr_eq(first, document))
    }

    /// Records of this kind, or of any, that have this name.
    pub fn named(&self, name: &str, kind: Option<&str>) -> Vec<Reference> {
        let all = self.names.get(name).into_iter().flatten();
        all.filter(|reference| kind.is_none_or(|kind| kind == reference.kind)).cloned().collect()
    }

    /// Records of any kind that have this id, or had it.
    pub fn with_id(&self, id: &str) -> Vec<Reference> {
        let reference = |kind| Reference { kind, id: id.into() };
        crate::annotations::names().into_iter().map(reference).filter_map(|r| self.current(&r)).collect()
    }

    /// The record a Markdown file holds.
    pub fn in_file(&self, path: &str) -> Option<&Reference> {
        self.files.get(path)
    }

    /// A picture.
    pub fn medium(&self, path: &str) -> Option<&'a Medium> {
        self.media.get(path).copied()
    }

    /// The id nearest to one that is not there.
    pub fn nearest_id(&self, kind: &str, id: &str) -> Option<&str> {
        nearest(id, self.records.keys().filter(|r| r.kind == kind).map(|r| &*r.id))
    }

    /// The id that one that is not there was surely meant to be.
    pub fn sure_id(&self, kind: &str, id: &str) -> Option<&str> {
        surely(id, self.records.keys().filter(|r| r.kind == kind).map(|r| &*r.id))
    }

    /// The topic that one that nothing has was surely meant to be.
    pub fn sure_topic(&self, topic: &str) -> Option<&str> {
        surely(topic, self.topics.iter().map(String::as_str))
    }

    /// The name nearest to one that nothing has.
    pub fn nearest_name(&self, name: &str, kind: Option<&str>) -> Option<&str> {
        let fits =
            |references: &[Reference]| kind.is_none_or(|kind| references.iter().any(|r| r.kind == kind));
        nearest(name, self.names.iter().filter(|(_, references)| fits(references)).map(|(name, _)| *name))
    }

    /// The picture nearest to one that is not there.
    pub fn nearest_medium(&self, path: &str) -> Option<&str> {
        let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let files: Vec<(String, &str)> = self.media.keys().map(|path| (file(path), *path)).collect();
        let near = nearest(&file(path), files.iter().map(|(file, _)| file.as_str()))?.to_owned();
        files.iter().find(|(file, _)| *file == near).map(|(_, path)| *path)
    }
}

/// The names of a record: title, variants, other names.
fn names(document: &Document) -> Vec<&str> {
    let listed = ["variants", "also"].into_iter().flat_map(|field| document.fields.texts(field));
    let former = document.fields.maps("names").filter_map(|name| name.text("name"));
    std::iter::once(&document.title).chain(listed).chain(former).map(|name| &**name).collect()
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
