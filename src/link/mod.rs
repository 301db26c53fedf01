//! Documents become a site: every mark finds the entry it points at, every entry learns who mentions it,
//! first mentions are found, and the published set is decided, here and once.

mod catalog;
mod corrections;
mod groups;
pub mod mentions;
mod notes;
mod published;
mod quotations;
mod resolve;

use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::document::Document;
use crate::model::hash::{Digest, Hash};
use crate::model::input::Project;
use crate::model::record::Reference;
use crate::model::site::{Anchor, Entry, EntryId, Links, NoteAbout, Passage, Quoted, Site};
use crate::parse::Written;
use catalog::Catalog;
use rayon::prelude::*;
use resolve::Resolved;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Links everything, and leaves out what is not published.
pub fn site(written: Written, project: &Project, memory: &mut Memory, found: &mut Diagnostics) -> Site {
    let Written { settings, theme, documents, unread } = written;
    let ready = published::ready(&documents, project, &settings);
    let catalog = Catalog::new(&documents, &ready, &project.media, &unread, found);
    let mentions = mentions::first_mentions(&documents, &ready, &catalog, memory);
    let resolved: Vec<(Resolved, Vec<Diagnostic>)> = documents
        .par_iter()
        .zip(&mentions)
        .map(|(document, mentions)| resolve::document(document, mentions, &catalog, &settings))
        .collect();
    let published = published::set(&documents, &resolved, &catalog, project, &settings);
    let ids: HashMap<Reference, EntryId> = documents
        .iter()
        .filter(|document| catalog.is_first(document) && published.contains(&reference(document)))
        .zip(0..)
        .map(|(document, i)| (reference(document), EntryId(i)))
        .collect();
    let mut site = Site {
        settings,
        theme,
        audience: project.options.audience,
        entries: Vec::with_capacity(ids.len()),
        index: HashMap::new(),
        kinds: BTreeMap::new(),
        topics: Vec::new(),
        series: Vec::new(),
        said: Vec::new(),
        said_by: HashMap::new(),
        media: BTreeMap::new(),
        statics: project.media.iter().filter(|m| m.path.starts_with("content/static/")).cloned().collect(),
    };
    let finished: Vec<(Option<Entry>, Vec<Diagnostic>)> = documents
        .par_iter()
        .zip(resolved)
        .map(|(document, (resolved, mut mistakes))| {
            if !catalog.is_first(document) || !ids.contains_key(&reference(document)) {
                return (None, mistakes);
            }
            mistakes.extend(held_back(document, &resolved, &ids, &catalog));
            (Some(entry(document, finish(document, resolved, &ids, &catalog))), mistakes)
        })
        .collect();
    for (entry, mistakes) in finished {
        found.extend(mistakes);
        site.entries.extend(entry);
    }
    let links = site.entries.iter().map(|entry| &entry.links);
    let used: HashSet<_> =
        links.flat_map(|links| links.pictures.iter().flatten().flatten().chain(&links.image)).collect();
    site.media = project
        .media
        .iter()
        .filter(|m| used.contains(&m.path))
        .map(|m| (m.path.clone(), m.clone()))
        .collect();
    for (i, entry) in (0..).zip(&site.entries) {
        site.kinds.entry(entry.document.kind.name).or_default().push(EntryId(i));
    }
    let former = catalog.former().filter_map(|(former, now)| Some((former.clone(), *ids.get(now)?)));
    site.index = former.collect();
    site.index.extend(ids);
    mention(&mut site);
    refer(&mut site);
    site.topics = groups::topics(&site);
    site.series = groups::series(&site);
    site.said = quotations::ledger(&site);
    for (i, saying) in (0..).zip(&site.said) {
        saying.whose.iter().for_each(|who| site.said_by.entry(*who).or_default().push(i));
    }
    site
}

/// Kind and id of a document.
fn reference(document: &Document) -> Reference {
    Reference { kind: document.kind.name, id: document.id.clone() }
}

/// An entry that does not know yet who mentions it.
fn entry(document: &Arc<Document>, links: Links) -> Entry {
    let (document, links, path) = (document.clone(), Arc::new(links), address(document));
    Entry { document, path, links, mentions: Vec::new(), referred_by: Vec::new() }
}

/// The path of a document's page: its folder and its id. Plain pages stand at the root.
fn address(document: &Document) -> String {
    match document.kind.address {
        "" => format!("{}/", document.id),
        folder => format!("{folder}/{}/", document.id),
    }
}

/// A published page that marks something unpublished, or links to it, prints its words, with a warning.
fn held_back(
    document: &Document,
    resolved: &Resolved,
    ids: &HashMap<Reference, EntryId>,
    catalog: &Catalog<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, target) in document
        .fields
        .references()
        .into_iter()
        .filter(|(_, target)| !ids.contains_key(target) && catalog.get(target).is_some())
    {
        found.push(unpublished(document.location.field(&path), target, "readers do not see it"));
    }
    let mut tell = |prose, span, target: Option<&Reference>| {
        if let Some(target) = target.filter(|target| !ids.contains_key(target)) {
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

/// What is left of a document's links once what is not published is gone.
fn finish(
    document: &Document,
    resolved: Resolved,
    ids: &HashMap<Reference, EntryId>,
    catalog: &Catalog<'_>,
) -> Links {
    let published = |target: &Option<Reference>| target.clone().filter(|target| ids.contains_key(target));
    let mut links = Links {
        marks: resolved.marks.iter().map(|marks| marks.iter().map(published).collect()).collect(),
        mentions: resolved.mentions.into_iter().filter(|m| ids.contains_key(&m.entry)).collect(),
        urls: resolved
            .urls
            .into_iter()
            .map(|urls| {
                urls.into_iter().map(|to| to.filter(|to| to.is_public(ids)).map(|to| to.url)).collect()
            })
            .collect(),
        pictures: shown(resolved.pictures, &resolved.media, ids),
        media: resolved.media.iter().map(|records| records.iter().map(published).collect()).collect(),
        image: resolved.image.filter(|_| is_shown(resolved.image_record.as_ref(), ids)),
        image_record: published(&resolved.image_record),
        quotations: resolved.quotations.into_iter().map(|quoted| public(quoted, ids)).collect(),
        corrected: resolved.corrected,
        ..Links::default()
    };
    links.notes = notes::of(document, &links);
    links.hash = hash(document, &links, catalog);
    links
}

/// The pictures whose records, where they have any, are published.
fn shown(
    pictures: Vec<Vec<Option<Arc<str>>>>,
    records: &[Vec<Option<Reference>>],
    ids: &HashMap<Reference, EntryId>,
) -> Vec<Vec<Option<Arc<str>>>> {
    let of_prose = |(paths, records): (Vec<Option<Arc<str>>>, &Vec<Option<Reference>>)| {
        let pairs = paths.into_iter().zip(records);
        pairs.map(|(path, record)| path.filter(|_| is_shown(record.as_ref(), ids))).collect()
    };
    pictures.into_iter().zip(records).map(of_prose).collect()
}

fn is_shown(record: Option<&Reference>, ids: &HashMap<Reference, EntryId>) -> bool {
    record.is_none_or(|record| ids.contains_key(record))
}

/// What readers may know of a quotation.
fn public(quoted: Quoted, ids: &HashMap<Reference, EntryId>) -> Quoted {
    let published = |target: Option<Reference>| target.filter(|target| ids.contains_key(target));
    Quoted {
        registered: published(quoted.registered),
        by: published(quoted.by),
        venue: published(quoted.venue),
        ..quoted
    }
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
        digest.hash(borrowed.hash);
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

/// Tells every entry where it is mentioned.
fn mention(site: &mut Site) {
    let mut mentions: Vec<Vec<Passage>> = vec![Vec::new(); site.entries.len()];
    for (by, entry) in (0..).map(EntryId).zip(&site.entries) {
        let mut anchors: Vec<(EntryId, Anchor)> = Vec::new();
        let carried = entry.links.notes.iter().filter_map(|note| match &note.about {
            NoteAbout::Entry(target) => Some((site.find(target)?, &note.anchors)),
            _ => None,
        });
        for (target, at) in carried {
            anchors.extend(at.iter().map(|at| (target, *at)));
        }
        anchors.extend(
            unnoted(entry, &anchors)
                .filter_map(|(target, at)| Some((site.find(target)?, at)))
                .collect::<Vec<_>>(),
        );
        for (target, at) in anchors {
            if let Some(list) = mentions.get_mut(target.0 as usize) {
                list.push(Passage { by, at });
            }
        }
    }
    for (entry, mentions) in site.entries.iter_mut().zip(mentions) {
        entry.mentions = mentions;
    }
}

/// What a text tells of without a note: cards, and quotations that are registered.
fn unnoted<'a>(
    entry: &'a Entry,
    noted: &[(EntryId, Anchor)],
) -> impl Iterator<Item = (&'a Reference, Anchor)> + use<'a> {
    let noted: HashSet<Anchor> = noted.iter().map(|(_, at)| *at).collect();
    let marks = entry.links.marks.first();
    let cards = entry
        .document
        .body()
        .cards
        .iter()
        .filter_map(move |card| Some((marks?.get(*card as usize)?.as_ref()?, Anchor::Mark(*card))));
    let quotations = (0..).zip(&entry.links.quotations).filter(|(_, quoted)| !quoted.from_register);
    let quotations =
        quotations.filter_map(|(i, quoted)| Some((quoted.registered.as_ref()?, Anchor::Quotation(i))));
    let tells = entry.document.kind.tells_of_marks;
    cards.chain(quotations).filter(move |(_, at)| tells && !noted.contains(at))
}

/// Tells every entry whose fields refer to it.
fn refer(site: &mut Site) {
    let mut referred: Vec<Vec<EntryId>> = vec![Vec::new(); site.entries.len()];
    for (by, entry) in (0..).map(EntryId).zip(&site.entries) {
        for (_, reference) in entry.document.fields.references() {
            let list = site.find(reference).and_then(|id| referred.get_mut(id.0 as usize));
            if let Some(list) = list.filter(|list| list.last() != Some(&by)) {
                list.push(by);
            }
        }
    }
    for (entry, referred) in site.entries.iter_mut().zip(referred) {
        entry.referred_by = referred;
    }
}
