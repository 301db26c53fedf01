//! What is left of a document's links once what is not published is gone, and whom they tell of.

use super::catalog::Catalog;
use super::resolve::{Looked, Resolved};
use super::shelves::Shelves;
use super::{notes, quotations};
use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::site::{Anchor, EntryId, Links, NoteAbout, Quoted, Saying};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What a published document says of others.
#[derive(Debug)]
pub struct Finished {
    /// What it was made from.
    key: Hash,
    /// What its marks point at.
    pub links: Arc<Links>,
    /// Whom its text tells of, and where, in order of reading.
    pub told: Vec<(EntryId, Anchor)>,
    /// Whom its fields refer to, each once.
    pub refers: Vec<EntryId>,
    /// What it quotes that is in no register, by the key of the words.
    pub said: Vec<(String, Saying)>,
    /// What it names that is not published.
    pub found: Vec<Diagnostic>,
}

/// Finishes every published document, in parallel; those that memory knows are not finished again.
pub fn documents(
    documents: &[Arc<Document>],
    looked: &[Arc<Looked>],
    shelves: &Shelves,
    catalog: &Catalog<'_>,
    memory: &mut Memory,
) -> Vec<Option<Arc<Finished>>> {
    let known = std::mem::take(&mut memory.finished);
    let finished: Vec<Option<Arc<Finished>>> = documents
        .par_iter()
        .zip(looked)
        .zip(&shelves.ids)
        .map(|((document, looked), id)| {
            let key = looked.key_with(shelves.order);
            let remembered = known.get(&document.hash).filter(|finished| finished.key == key);
            let id = (*id)?;
            Some(match remembered {
                Some(finished) => finished.clone(),
                None => Arc::new(finish(document, &looked.resolved, (id, key), shelves, catalog)),
            })
        })
        .collect();
    let published = documents.iter().zip(&finished);
    memory.finished =
        published.filter_map(|(document, finished)| Some((document.hash, finished.clone()?))).collect();
    finished
}

fn finish(
    document: &Document,
    resolved: &Resolved,
    (id, key): (EntryId, Hash),
    shelves: &Shelves,
    catalog: &Catalog<'_>,
) -> Finished {
    let links = links(document, resolved, shelves, catalog);
    let mut refers: Vec<EntryId> = Vec::new();
    for (_, reference) in document.fields.references() {
        refers.extend(shelves.find(reference).filter(|id| !refers.contains(id)));
    }
    Finished {
        key,
        told: told(document, &links, shelves),
        refers,
        said: quotations::in_text(id, document, &links, shelves),
        found: held_back(document, resolved, shelves, catalog),
        links: Arc::new(links),
    }
}

fn links(document: &Document, resolved: &Resolved, shelves: &Shelves, catalog: &Catalog<'_>) -> Links {
    let is_published = |target: &Reference| shelves.find(target).is_some();
    let published = |target: &Option<Reference>| target.clone().filter(is_published);
    let is_shown = |record: &Option<Reference>| record.as_ref().is_none_or(is_published);
    let pictures = resolved.pictures.iter().zip(&resolved.media).map(|(paths, records)| {
        let pairs = paths.iter().zip(records);
        pairs.map(|(path, record)| path.clone().filter(|_| is_shown(record))).collect()
    });
    let urls = resolved.urls.iter().map(|urls| {
        let public = urls.iter().map(|to| {
            to.as_ref().filter(|to| to.page.as_ref().is_none_or(is_published)).map(|to| to.url.clone())
        });
        public.collect()
    });
    let public = |quoted: &Quoted| Quoted {
        registered: published(&quoted.registered),
        by: published(&quoted.by),
        venue: published(&quoted.venue),
        ..quoted.clone()
    };
    let mut links = Links {
        marks: resolved.marks.iter().map(|marks| marks.iter().map(published).collect()).collect(),
        mentions: resolved.mentions.iter().filter(|m| is_published(&m.entry)).cloned().collect(),
        urls: urls.collect(),
        pictures: pictures.collect(),
        media: resolved.media.iter().map(|records| records.iter().map(published).collect()).collect(),
        image: resolved.image.clone().filter(|_| is_shown(&resolved.image_record)),
        image_record: published(&resolved.image_record),
        quotations: resolved.quotations.iter().map(public).collect(),
        corrected: resolved.corrected.clone(),
        ..Links::default()
    };
    links.notes = notes::of(document, &links);
    links.hash = hash(document, &links, catalog);
    links
}

/// The hash of all that decides what readers see of the links, what only the entries say aside.
fn hash(document: &Document, links: &Links, catalog: &Catalog<'_>) -> Hash {
    let mut digest = Digest::default();
    let reference = |target: &Reference, digest: &mut Digest| {
        digest.bytes(target.kind.as_bytes());
        digest.bytes(target.id.as_bytes());
    };
    for target in links.marks.iter().flatten() {
        match target {
            Some(target) => reference(target, &mut digest),
            None => digest.number(0),
        }
    }
    for borrowed in borrowed(document, links, catalog) {
        digest.hash(borrowed.face);
    }
    for mention in &links.mentions {
        reference(&mention.entry, &mut digest);
        [mention.start.0, mention.start.1, mention.end.0, mention.end.1]
            .iter()
            .for_each(|n| digest.number(u64::from(*n)));
    }
    for quoted in &links.quotations {
        [&quoted.registered, &quoted.by, &quoted.venue].into_iter().for_each(|target| match target {
            Some(target) => reference(target, &mut digest),
            None => digest.number(0),
        });
    }
    for url in links.urls.iter().flatten() {
        digest.bytes(url.as_deref().unwrap_or_default().as_bytes());
    }
    for path in links.pictures.iter().flatten().chain([&links.image]) {
        let medium = path.as_ref().and_then(|path| catalog.medium(path));
        digest.bytes(path.as_deref().unwrap_or_default().as_bytes());
        digest.hash(medium.map(|medium| medium.hash).unwrap_or_default());
    }
    digest.finish()
}

/// The records whose titles the text itself shows: those of bare `[[ids]]`.
fn borrowed<'a>(document: &Document, links: &Links, catalog: &Catalog<'a>) -> Vec<&'a Arc<Document>> {
    let mut borrowed = Vec::new();
    for (prose, targets) in document.prose.iter().zip(&links.marks) {
        let bare = prose.marks.iter().zip(targets).filter(|(mark, _)| mark.kind.is_none());
        borrowed.extend(bare.filter_map(|(_, target)| catalog.get(target.as_ref()?)));
    }
    borrowed
}

/// Whom a text tells of, and where: in notes, cards and quotations.
fn told(document: &Document, links: &Links, shelves: &Shelves) -> Vec<(EntryId, Anchor)> {
    let mut told: Vec<(EntryId, Anchor)> = Vec::new();
    for note in &links.notes {
        if let NoteAbout::Entry(target) = &note.about
            && let Some(target) = shelves.find(target)
        {
            told.extend(note.anchors.iter().map(|at| (target, *at)));
        }
    }
    if document.kind.tells_of_marks {
        let noted: FxHashSet<Anchor> = told.iter().map(|(_, at)| *at).collect();
        let unnoted = unnoted(document, links).filter(|(_, at)| !noted.contains(at));
        told.extend(unnoted.filter_map(|(target, at)| Some((shelves.find(target)?, at))));
    }
    told
}

/// What a text tells of without a note: cards, and quotations that are registered.
fn unnoted<'a>(document: &'a Document, links: &'a Links) -> impl Iterator<Item = (&'a Reference, Anchor)> {
    let marks = links.marks.first();
    let cards = document.body().cards.iter();
    let cards =
        cards.filter_map(move |card| Some((marks?.get(*card as usize)?.as_ref()?, Anchor::Mark(*card))));
    let quotations = (0..).zip(&links.quotations).filter(|(_, quoted)| !quoted.from_register);
    let quotations =
        quotations.filter_map(|(i, quoted)| Some((quoted.registered.as_ref()?, Anchor::Quotation(i))));
    cards.chain(quotations)
}

/// A published page that marks something unpublished, or links to it, prints its words, with a warning.
fn held_back(
    document: &Document,
    resolved: &Resolved,
    shelves: &Shelves,
    catalog: &Catalog<'_>,
) -> Vec<Diagnostic> {
    let is_held_back = |target: &Reference| shelves.find(target).is_none();
    let mut found = Vec::new();
    for (path, target) in document
        .fields
        .references()
        .into_iter()
        .filter(|(_, target)| is_held_back(target) && catalog.get(target).is_some())
    {
        found.push(unpublished(document.location.field(&path), target, "readers do not see it"));
    }
    let mut tell = |prose, span, target: Option<&Reference>| {
        if let Some(target) = target.filter(|target| is_held_back(target)) {
            found.push(unpublished(document.place(prose, span), target, "readers see the words alone"));
        }
    };
    for (i, prose) in document.prose.iter().enumerate() {
        let marks = resolved.marks.get(i).into_iter().flatten();
        prose.marks.iter().zip(marks).for_each(|(mark, target)| tell(prose, mark.span, target.as_ref()));
        let records = resolved.media.get(i).into_iter().flatten();
        prose
            .pictures
            .iter()
            .zip(records)
            .for_each(|(picture, record)| tell(prose, picture.span, record.as_ref()));
        let links = resolved.urls.get(i).into_iter().flatten();
        prose.links.iter().zip(links).for_each(|(link, to)| {
            tell(prose, link.span, to.as_ref().and_then(|to| to.page.as_ref()));
        });
    }
    found
}

fn unpublished(place: Place, target: &Reference, label: &str) -> Diagnostic {
    Diagnostic::warning("BS0310", place, format!("the {} `{}` is not published", target.kind, target.id))
        .label(label)
        .help(format!("publish {}:{} too, or take it out here", target.kind, target.id))
}
