//! Documents become a site: every mark finds the entry it points at, every entry learns who mentions it,
//! first mentions are found, and the published set is decided, here and once.
//!
//! An edit of a body changes what one document points at; all the rest is remembered.

mod catalog;
mod corrections;
pub mod finish;
mod groups;
pub mod index;
pub mod mentions;
mod notes;
mod published;
mod quotations;
pub mod resolve;
pub mod shelves;
pub mod standing;

use crate::memory::Memory;
use crate::model::diagnostic::Diagnostics;
use crate::model::document::Document;
use crate::model::input::{Medium, Project};
use crate::model::record::Reference;
use crate::model::site::{Entry, EntryId, Passage, Site};
use crate::parse::Written;
use catalog::Catalog;
use finish::Finished;
use rustc_hash::FxHashSet;
use shelves::Shelves;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Links everything, and leaves out what is not published.
pub fn site(written: Written, project: &Project, memory: &mut Memory, found: &mut Diagnostics) -> Site {
    let Written { settings, theme, documents, unread } = written;
    let (ready, due) = published::ready(&documents, project, &settings);
    let faces = index::faces(&documents, &ready);
    let index = index::of(&documents, &ready, faces, memory);
    let catalog = Catalog::new(&index, &documents, &project.media, &unread);
    let names = mentions::names(&documents, &ready, &catalog, faces, memory);
    let looked = resolve::documents(&documents, &names, &catalog, &settings, memory);
    let published = published::set(&documents, &ready, &looked, &catalog);
    let shelves = shelves::of(&documents, &published, (faces, &index), memory);
    let finished = finish::documents(&documents, &looked, &shelves, &catalog, memory);
    found.extend(catalog.doubles());
    looked.iter().for_each(|looked| found.extend(looked.resolved.found.iter().cloned()));
    finished.iter().flatten().for_each(|finished| found.extend(finished.found.iter().cloned()));
    let entries = entries(&documents, &finished, &shelves);
    let said = finished.iter().flatten().flat_map(|finished| &finished.said);
    Site {
        settings,
        theme,
        audience: project.options.audience,
        changed: project.options.changed.clone(),
        due,
        media: media(&entries, &project.media),
        statics: project.media.iter().filter(|m| m.path.starts_with("content/static/")).cloned().collect(),
        ledger: quotations::ledger(&shelves, said, memory),
        index: shelves.index.clone(),
        kinds: shelves.kinds.clone(),
        topics: shelves.topics.clone(),
        series: shelves.series.clone(),
        orders: shelves.orders.clone(),
        shelved: shelves.hash,
        entries,
    }
}

/// Kind and id of a document.
fn reference(document: &Document) -> Reference {
    Reference { kind: document.kind.name, id: document.id.clone() }
}

/// The path of a document's page: its folder and its id. Plain pages stand at the root.
pub fn address(document: &Document) -> String {
    match document.kind.address {
        "" => format!("{}/", document.id),
        folder => format!("{folder}/{}/", document.id),
    }
}

/// The published documents, each with its links, with who mentions it and who refers to it.
fn entries(documents: &[Arc<Document>], finished: &[Option<Arc<Finished>>], shelves: &Shelves) -> Vec<Entry> {
    let told = finished.iter().flatten().map(|finished| finished.told.iter());
    let mentions = lists(told, shelves.paths.len(), |by, (target, at)| (*target, Passage { by, at: *at }));
    let refers = finished.iter().flatten().map(|finished| finished.refers.iter());
    let referred_by = lists(refers, shelves.paths.len(), |by, target| (*target, by));
    let published = documents.iter().zip(finished).filter_map(|(d, finished)| Some((d, finished.as_ref()?)));
    published
        .zip(&shelves.paths)
        .zip(mentions.into_iter().zip(referred_by))
        .map(|(((document, finished), path), (mentions, referred_by))| Entry {
            document: document.clone(),
            path: path.clone(),
            links: finished.links.clone(),
            mentions,
            referred_by,
        })
        .collect()
}

/// For each entry what others say of it, in the order of files and reading.
fn lists<Said, T>(
    by: impl Iterator<Item = impl Iterator<Item = Said> + Clone> + Clone,
    entries: usize,
    of: impl Fn(EntryId, Said) -> (EntryId, T),
) -> Vec<Vec<T>> {
    let mut counts = vec![0_usize; entries];
    let by = (0..).map(EntryId).zip(by);
    by.clone().for_each(|(id, said)| said.for_each(|said| counts[of(id, said).0.0 as usize] += 1));
    let mut lists: Vec<Vec<T>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (id, said) in by {
        for said in said {
            let (target, said) = of(id, said);
            lists[target.0 as usize].push(said);
        }
    }
    lists
}

/// The pictures and other files that something published shows.
fn media(entries: &[Entry], media: &[Medium]) -> BTreeMap<Arc<str>, Medium> {
    let links = entries.iter().map(|entry| &entry.links);
    let used: FxHashSet<_> =
        links.flat_map(|links| links.pictures.iter().flatten().flatten().chain(&links.image)).collect();
    media.iter().filter(|m| used.contains(&m.path)).map(|m| (m.path.clone(), m.clone())).collect()
}
