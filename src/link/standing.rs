//! How records stand: whether readers see them and why not, and who names them, in what is published and in what is not. For
//! the editor who asks; a build has no use for it.

use super::catalog::Catalog;
use super::resolve::{Looked, Resolved};
use super::{index, mentions, published, reference, resolve};
use crate::memory::Memory;
use crate::model::diagnostic::Place;
use crate::model::document::{Document, Mark, Node};
use crate::model::input::Project;
use crate::model::record::Reference;
use crate::model::site::Mention;
use crate::model::text::{Span, slug};
use crate::parse::Written;
use std::sync::Arc;

/// Whether readers see a record, and why or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// They do.
    Published,
    /// Another record, here, has its kind and id.
    Second(Place),
    /// Its stage is not `published`.
    Stage(Arc<str>),
    /// Its `publish_at`, RFC 3339, has not come.
    NotYet(String),
    /// Its `expires`, RFC 3339, is past.
    Expired(String),
    /// Only these name it, and none of them is published.
    HeldBack(Vec<Reference>),
}

/// A place where a record is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Who names it.
    pub by: Reference,
    /// Whether readers see who names it.
    pub is_published: bool,
    /// How.
    pub how: How,
    /// The words; of a field its name.
    pub words: String,
    /// Where.
    pub place: Place,
}

/// How a record is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By a mark.
    Mark,
    /// By its name, at its first mention.
    FirstMention,
    /// By an ordinary link to its file.
    Link,
    /// By a field of a record.
    Field,
    /// By a picture.
    Picture,
    /// By a quotation that is registered.
    Quotation,
}

/// Every record of a site, published or not, with what it points at.
pub struct Standings {
    documents: Vec<Arc<Document>>,
    looked: Vec<Arc<Looked>>,
    published: Vec<bool>,
    obstacles: Vec<Option<Standing>>,
}

/// Looks at all records.
pub fn of(written: &Written, project: &Project, memory: &mut Memory) -> Standings {
    let Written { settings, documents, unread, .. } = written;
    let (ready, _) = published::ready(documents, project, settings);
    let faces = index::faces(documents, &ready);
    let index = index::of(documents, &ready, faces, memory);
    let catalog = Catalog::new(&index, documents, &project.media, unread);
    let names = mentions::names(documents, &ready, &catalog, faces, memory);
    let looked = resolve::documents(documents, &names, &catalog, settings, memory);
    let published = published::set(documents, &ready, &looked, &catalog);
    let mut obstacles: Vec<Option<Standing>> =
        documents.iter().map(|document| published::obstacle(document, project, settings)).collect();
    for (second, first) in &index.doubles {
        let first = documents.get(*first as usize).map(|document| document.location.field(&[]));
        if let Some(obstacle) = obstacles.get_mut(*second as usize) {
            *obstacle = first.map(Standing::Second);
        }
    }
    Standings { documents: documents.clone(), looked, published, obstacles }
}

impl Standings {
    /// Every record.
    pub fn documents(&self) -> &[Arc<Document>] {
        &self.documents
    }

    /// How a record stands, by its position.
    pub fn of(&self, record: usize) -> Standing {
        match self.obstacles.get(record).cloned().flatten() {
            Some(obstacle) => obstacle,
            None if self.published.get(record).is_some_and(|published| *published) => Standing::Published,
            None => Standing::HeldBack(self.namers(record)),
        }
    }

    /// The records that name one.
    fn namers(&self, record: usize) -> Vec<Reference> {
        let names = |looked: &Looked| looked.resolved.named.iter().any(|named| *named as usize == record);
        let namers = self.documents.iter().zip(&self.looked).filter(|(_, looked)| names(looked));
        namers.map(|(document, _)| reference(document)).collect()
    }

    /// Every place where a record is named, in the order of files and reading.
    pub fn namings(&self, about: &Reference) -> Vec<Naming> {
        let all = self.documents.iter().zip(&self.looked).zip(&self.published);
        let mut found = Vec::new();
        for ((document, looked), published) in all {
            let by = reference(document);
            let mut namings = Vec::new();
            let mut name = |how, words: &str, place| {
                let (by, is_published, words) = (by.clone(), *published, words.to_owned());
                namings.push(Naming { by, is_published, how, words, place });
            };
            in_fields(document, about, &mut name);
            in_prose(document, &looked.resolved, about, &mut name);
            namings.sort_by(|a, b| a.place.cmp(&b.place));
            found.append(&mut namings);
        }
        found
    }
}

impl Standings {
    /// Every place where a file is shown: by a picture, or over a text.
    pub fn showings(&self, path: &str) -> Vec<Naming> {
        let all = self.documents.iter().zip(&self.looked).zip(&self.published);
        let mut found = Vec::new();
        for ((document, looked), is_published) in all {
            let is_it = |shown: &Option<Arc<str>>| shown.as_deref() == Some(path);
            let mut show = |words: &str, place| {
                let (by, words) = (reference(document), words.to_owned());
                found.push(Naming { by, is_published: *is_published, how: How::Picture, words, place });
            };
            if is_it(&looked.resolved.image) {
                show("image", document.location.field(&["image".to_owned()]));
            }
            for (prose, shown) in document.prose.iter().zip(&looked.resolved.pictures) {
                let pictures = prose.pictures.iter().zip(shown).filter(|(_, shown)| is_it(shown));
                pictures.for_each(|(picture, _)| show(&picture.alt, document.place(prose, picture.span)));
            }
        }
        found
    }
}

fn in_fields(document: &Document, about: &Reference, name: &mut impl FnMut(How, &str, Place)) {
    for (path, named) in document.fields.references() {
        if named == about {
            let field: Vec<&str> =
                path.iter().map(String::as_str).filter(|step| step.parse::<u32>().is_err()).collect();
            name(How::Field, &field.join(": "), document.location.field(&path));
        }
    }
    // Topics and series are named with words that come to their ids.
    let topics = document.fields.texts("topics").enumerate().filter(|_| about.kind == "topic");
    for (i, _) in topics.filter(|(_, topic)| *slug(topic) == *about.id) {
        name(How::Field, "topics", document.location.field(&["topics".to_owned(), i.to_string()]));
    }
    let series = document.fields.map("series").and_then(|series| series.text("id"));
    if series.is_some_and(|series| about.kind == "series" && *slug(series) == *about.id) {
        name(How::Field, "series", document.location.field(&["series".to_owned(), "id".to_owned()]));
    }
}

fn in_prose(
    document: &Document,
    resolved: &Resolved,
    about: &Reference,
    name: &mut impl FnMut(How, &str, Place),
) {
    let is_it = |target: &Option<Reference>| target.as_ref() == Some(about);
    for (i, prose) in document.prose.iter().enumerate() {
        let marks = prose.marks.iter().zip(resolved.marks.get(i).into_iter().flatten());
        for (mark, _) in marks.filter(|(_, target)| is_it(target)) {
            name(How::Mark, shown(mark), document.place(prose, mark.span));
        }
        let links = prose.links.iter().zip(resolved.urls.get(i).into_iter().flatten());
        for (link, _) in links.filter(|(_, to)| to.as_ref().is_some_and(|to| is_it(&to.page))) {
            name(How::Link, &link.url, document.place(prose, link.span));
        }
        let pictures = prose.pictures.iter().zip(resolved.media.get(i).into_iter().flatten());
        for (picture, _) in pictures.filter(|(_, record)| is_it(record)) {
            name(How::Picture, &picture.alt, document.place(prose, picture.span));
        }
    }
    let body = document.body();
    for mention in resolved.mentions.iter().filter(|mention| mention.entry == *about) {
        let (words, span) = first_mention(document, mention);
        name(How::FirstMention, &words, document.place(body, span));
    }
    let quotations = body.quotations.iter().zip(&resolved.quotations);
    for (quotation, _) in quotations.filter(|(_, quoted)| is_it(&quoted.registered) && !quoted.from_register)
    {
        name(How::Quotation, &body.quoted(quotation), document.place(body, quotation.span));
    }
}

/// The words of a mark, or what it names where it has none.
fn shown(mark: &Mark) -> &str {
    if mark.words.trim().is_empty() { &mark.target } else { &mark.words }
}

/// The words of a first mention, and where they stand: text that differs from how it is written has no place of its own.
fn first_mention(document: &Document, mention: &Mention) -> (String, Span) {
    let body = document.body();
    let nodes = mention.start.0 as usize..=mention.end.0 as usize;
    let parts = body.nodes.get(nodes.clone()).unwrap_or_default().iter().zip(nodes);
    let words: String = parts
        .map(|(node, at)| {
            let words = body.words(*node);
            let from = if at == mention.start.0 as usize { mention.start.1 as usize } else { 0 };
            let to = if at == mention.end.0 as usize { mention.end.1 as usize } else { words.len() };
            words.get(from..to).unwrap_or_default()
        })
        .collect();
    let start = match body.nodes.get(mention.start.0 as usize) {
        Some(Node::Text(span)) => span.start + mention.start.1,
        _ => 0,
    };
    let end = match body.nodes.get(mention.end.0 as usize) {
        Some(Node::Text(span)) if start > 0 => span.start + mention.end.1,
        _ => start,
    };
    (words, Span { start, end })
}
