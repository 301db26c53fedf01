//! What a document's marks, references, links and pictures point at, whether it is published or not.

use super::catalog::Catalog;
use super::index::Record;
use super::mentions::{Found, Names};
use super::{corrections, quotations};
use crate::annotations::{Instead, Mismatch, Setting, Stretch};
use crate::memory::Memory;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Mark, Origin, Prose};
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::settings::Settings;
use crate::model::site::{Corrected, Mention, Quoted};
use crate::model::text::{Span, surely};
use rayon::prelude::*;
use std::sync::Arc;

/// What a document points at, and what that was found from.
#[derive(Debug)]
pub struct Looked {
    /// The hash of the document and of all that it could find.
    key: Hash,
    /// The hash of what the records it names say of themselves.
    leans: Hash,
    /// The hash of the names that were looked for in its body.
    names: Hash,
    /// Where they were found.
    mentions: Arc<Vec<Found>>,
    /// What it points at.
    pub resolved: Resolved,
}

/// Resolves every document, in parallel; those that memory knows are not resolved again.
pub fn documents(
    documents: &[Arc<Document>],
    names: &Names,
    catalog: &Catalog<'_>,
    settings: &Settings,
    memory: &mut Memory,
) -> Vec<Arc<Looked>> {
    let known = std::mem::take(&mut memory.looked);
    let looked: Vec<Arc<Looked>> = documents
        .par_iter()
        .map(|document| {
            let mut digest = Digest::default();
            [document.hash, catalog.hash_for(document), names.hash, settings.hash]
                .into_iter()
                .for_each(|hash| digest.hash(hash));
            let (key, known) = (digest.finish(), known.get(&document.hash));
            let is_still = |looked: &Looked| {
                looked.key == key && looked.leans == catalog.faces_of(&looked.resolved.named)
            };
            match known {
                Some(looked) if is_still(looked) => looked.clone(),
                _ => Arc::new(look(document, key, known, names, catalog, settings)),
            }
        })
        .collect();
    memory.looked = documents.iter().map(|document| document.hash).zip(looked.iter().cloned()).collect();
    looked
}

fn look(
    document: &Document,
    key: Hash,
    known: Option<&Arc<Looked>>,
    names: &Names,
    catalog: &Catalog<'_>,
    settings: &Settings,
) -> Looked {
    let mentions = match known {
        Some(looked) if looked.names == names.hash => looked.mentions.clone(),
        _ => Arc::new(names.find(document.body())),
    };
    let resolved = self::document(document, &mentions, catalog, settings);
    Looked { key, leans: catalog.faces_of(&resolved.named), names: names.hash, mentions, resolved }
}

impl Looked {
    /// The hash of all this, and of one thing more.
    pub fn key_with(&self, more: Hash) -> Hash {
        let mut digest = Digest::default();
        [self.key, self.leans, more].into_iter().for_each(|hash| digest.hash(hash));
        digest.finish()
    }
}

/// What a document points at.
#[derive(Debug, Default)]
pub struct Resolved {
    /// For each piece of prose, for each mark.
    pub marks: Vec<Vec<Option<Reference>>>,
    /// First mentions nobody marked.
    pub mentions: Vec<Mention>,
    /// For each piece of prose, for each ordinary link.
    pub urls: Vec<Vec<Option<Destination>>>,
    /// For each piece of prose, for each picture.
    pub pictures: Vec<Vec<Option<Arc<str>>>>,
    /// For each piece of prose, for each picture: its record.
    pub media: Vec<Vec<Option<Reference>>>,
    /// The file of the `image` field.
    pub image: Option<Arc<str>>,
    /// The record of the `image` field.
    pub image_record: Option<Reference>,
    /// For each attributed quotation of the body.
    pub quotations: Vec<Quoted>,
    /// Where corrected words stand in the body.
    pub corrected: Vec<Corrected>,
    /// Every record that it names, by mark, by link, by first mention, in its fields.
    pub named: Vec<Record>,
    /// What is wrong.
    pub found: Vec<Diagnostic>,
}

/// Where an ordinary link leads.
#[derive(Debug)]
pub struct Destination {
    /// The address.
    pub url: Arc<str>,
    /// The record whose page it is, where the link names its file.
    pub page: Option<Reference>,
}

/// Resolves a document.
fn document(document: &Document, mentions: &[Found], catalog: &Catalog<'_>, settings: &Settings) -> Resolved {
    let mut desk = Desk { document, catalog, settings, found: Vec::new() };
    let mut resolved = Resolved::default();
    for prose in &document.prose {
        let marks = (0..).zip(&prose.marks).map(|(i, mark)| desk.mark(prose, mark, setting(prose, i)));
        resolved.marks.push(marks.collect());
        resolved.urls.push(prose.links.iter().map(|link| desk.link(prose, link)).collect());
        let shown = prose
            .pictures
            .iter()
            .map(|picture| desk.picture(&picture.file, || document.place(prose, picture.span)));
        let (paths, records) = shown.unzip();
        resolved.pictures.push(paths);
        resolved.media.push(records);
    }
    if let Some(file) = document.fields.map("image").and_then(|image| image.text("file")) {
        let path = ["image".to_owned(), "file".to_owned()];
        (resolved.image, resolved.image_record) = desk.picture(file, || document.location.field(&path));
    }
    let marked: Vec<&Reference> = resolved.marks.first().into_iter().flatten().flatten().collect();
    let own = super::reference(document);
    resolved.mentions = mentions
        .iter()
        .filter(|found| found.entry != own && !marked.contains(&&found.entry))
        .map(|found| Mention { entry: found.entry.clone(), start: found.start, end: found.end })
        .collect();
    let mut referred = Vec::new();
    for (path, reference) in document.fields.references() {
        desk.reference(&path, reference);
        referred.extend(catalog.current(reference));
    }
    let body_marks = resolved.marks.first().map_or(&[][..], |marks| marks);
    for quotation in &document.body().quotations {
        let (quoted, wrong) = quotations::quoted(document, quotation, body_marks, catalog);
        resolved.quotations.push(quoted);
        desk.found.extend(wrong);
    }
    let (corrected, lost) = corrections::find(document);
    resolved.corrected = corrected;
    desk.found.extend(lost);
    resolved.found = desk.found;
    resolved.named = named(&resolved, &referred).filter_map(|named| catalog.record(named)).collect();
    resolved.named.sort_unstable();
    resolved.named.dedup();
    resolved
}

/// Everything a document names.
fn named<'a>(resolved: &'a Resolved, referred: &'a [Reference]) -> impl Iterator<Item = &'a Reference> {
    let marks = resolved.marks.iter().flatten().flatten();
    let links = resolved.urls.iter().flatten().flatten().filter_map(|to| to.page.as_ref());
    let quotes = resolved.quotations.iter().flat_map(|q| [&q.registered, &q.by, &q.venue]).flatten();
    marks
        .chain(links)
        .chain(resolved.mentions.iter().map(|mention| &mention.entry))
        .chain(referred)
        .chain(resolved.media.iter().flatten().flatten())
        .chain(&resolved.image_record)
        .chain(quotes)
}

struct Desk<'a> {
    document: &'a Document,
    catalog: &'a Catalog<'a>,
    settings: &'a Settings,
    found: Vec<Diagnostic>,
}

impl Desk<'_> {
    /// What a mark points at, with its words checked.
    fn mark(&mut self, prose: &Prose, mark: &Mark, setting: Setting) -> Option<Reference> {
        let target = self.target(prose, mark, setting)?;
        let about = self.catalog.get(&target)?;
        let kind = crate::annotations::find(target.kind)?;
        if let Some(mismatch) = kind.check(mark, about, setting) {
            self.mismatch(prose, mark, mismatch, about);
        }
        Some(target)
    }

    fn mismatch(&mut self, prose: &Prose, mark: &Mark, mismatch: Mismatch, about: &Document) {
        let words = mark.span.of(&prose.text).find(&*mark.words);
        let span = match words.zip(mismatch.at) {
            Some((words, at)) => {
                Span::new(words + at.start, words + at.end).shifted(mark.span.start as usize)
            }
            None => mark.span,
        };
        let place = self.document.place(prose, span);
        let mut wrong = Diagnostic::error(mismatch.code, place, mismatch.message)
            .label(mismatch.label)
            .help(mismatch.help);
        if !mismatch.field.is_empty() {
            wrong = wrong.related(about.location.field(&mismatch.field), "what the ledger says");
        }
        // Only a mark that is written in the file as it is read can be written anew.
        let written = wrong.place.span.of(&self.document.location.manuscript.text);
        let is_as_written =
            self.document.location.manuscript.map.is_empty() && written == mark.span.of(&prose.text);
        let named = format!("{}:{}", about.kind.name, mark.target);
        if let Some(mended) =
            mismatch.instead.filter(|_| is_as_written).and_then(|add| added(written, &named, &add))
        {
            wrong.help.push_str("; `backstory check --fix` writes this");
            wrong = wrong.instead(mended);
        }
        self.found.push(wrong);
    }

    fn target(&mut self, prose: &Prose, mark: &Mark, setting: Setting) -> Option<Reference> {
        match mark.kind {
            Some("note") => {
                self.note(prose, mark);
                None
            }
            Some("timeline") => {
                self.stretch(prose, mark, setting);
                None
            }
            Some(kind) if mark.target.is_empty() => self.by_words(prose, mark, kind),
            Some(kind) => self.by_id(prose, mark, kind),
            None => self.wikilink(prose, mark),
        }
    }

    fn note(&mut self, prose: &Prose, mark: &Mark) {
        let known = prose.notes.iter().any(|note| note.label == mark.target && note.nodes.1 > note.nodes.0);
        if mark.target.is_empty() {
            if mark.gloss.is_empty() {
                self.wrong(
                    "BS0305",
                    prose,
                    mark,
                    "this note says nothing",
                    "write its text behind: `[words](note: \"The note.\")`, or name a longer one: `(note:key)`",
                );
            }
        } else if prose.origin != Origin::Body {
            self.wrong(
                "BS0305",
                prose,
                mark,
                "a long note can stand in the text only",
                "write it in the body",
            );
        } else if !known {
            let label = &mark.target;
            let labels = prose.notes.iter().map(|note| &*note.label);
            let help = match crate::model::text::nearest(label, labels) {
                Some(near) => format!("did you mean `note:{near}`?"),
                None => format!("write it at the end of the file: `[^{label}]: The note.`"),
            };
            let sure = surely(label, prose.notes.iter().map(|note| &*note.label));
            let message = format!("there is no note `{label}`");
            self.wrong("BS0305", prose, mark, &message, &help);
            self.meant(&format!("](note:{label}"), sure.map(|sure| format!("](note:{sure}")));
        }
    }

    fn by_id(&mut self, prose: &Prose, mark: &Mark, kind: &'static str) -> Option<Reference> {
        let reference = Reference { kind, id: (&*mark.target).into() };
        if let Some(found) = self.catalog.current(&reference) {
            return Some(found);
        }
        if self.catalog.is_unread(&reference) {
            return None;
        }
        let help = self.instead(kind, &mark.target);
        self.wrong("BS0302", prose, mark, &format!("there is no {kind} `{}`", mark.target), &help);
        let sure = self.catalog.sure_id(kind, &mark.target);
        self.meant(&format!("]({kind}:{}", mark.target), sure.map(|sure| format!("]({kind}:{sure}")));
        None
    }

    fn by_words(&mut self, prose: &Prose, mark: &Mark, kind: &'static str) -> Option<Reference> {
        let found = self.catalog.named(&mark.words, Some(kind));
        self.one(prose, mark, found, Some(kind), &mark.words)
    }

    /// By id, then by title, variant or other name, of any kind.
    fn wikilink(&mut self, prose: &Prose, mark: &Mark) -> Option<Reference> {
        let target = mark.target.replace("%20", " ");
        let mut found = self.catalog.with_id(&target);
        if found.is_empty() {
            found = self.catalog.named(&target, None);
        }
        self.one(prose, mark, found, None, &target)
    }

    fn one(
        &mut self,
        prose: &Prose,
        mark: &Mark,
        found: Vec<Reference>,
        kind: Option<&str>,
        name: &str,
    ) -> Option<Reference> {
        let list = || found.iter().map(|r| format!("{}:{}", r.kind, r.id)).collect::<Vec<_>>().join(", ");
        match found.as_slice() {
            [one] => return Some(one.clone()),
            [] => {
                let help = match self.catalog.nearest_name(name, kind) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "write an entry with this title, or name one by id: `[{name}]({}:id)`",
                        kind.unwrap_or("term")
                    ),
                };
                let what = kind.unwrap_or("entry");
                self.wrong("BS0302", prose, mark, &format!("no {what} is called `{name}`"), &help);
            }
            _ => {
                let help = format!("name the one you mean by id: {}", list());
                self.wrong("BS0304", prose, mark, &format!("`{name}` could be several entries"), &help);
            }
        }
        None
    }

    /// A stretch of timeline: always a card, of an interval that can be read, about what is there.
    fn stretch(&mut self, prose: &Prose, mark: &Mark, setting: Setting) {
        if setting == Setting::Line {
            let help = "let it stand alone in a paragraph, or mark the words as an `event:`";
            self.wrong(
                "BS0226",
                prose,
                mark,
                "a stretch of timeline is a card, and this is in a sentence",
                help,
            );
        }
        match Stretch::read(mark) {
            Ok(stretch) => {
                for reference in stretch.with.iter().filter(|with| self.catalog.current(with).is_none()) {
                    if self.catalog.is_unread(reference) {
                        continue;
                    }
                    let message = format!("there is no {} `{}`", reference.kind, reference.id);
                    let help = self.instead(reference.kind, &reference.id);
                    self.wrong("BS0302", prose, mark, &message, &help);
                }
                if let Some(topic) = stretch.topic.as_ref().filter(|topic| !self.catalog.has_topic(topic)) {
                    let help = match self.catalog.nearest_topic(topic) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "give the events it is about this topic: `topics: […]`".to_owned(),
                    };
                    self.wrong("BS0313", prose, mark, &format!("nothing has the topic `{topic}`"), &help);
                    let sure = self.catalog.sure_topic(topic);
                    self.meant(&format!("topic={topic}"), sure.map(|sure| format!("topic={sure}")));
                }
            }
            Err((message, help)) => self.wrong("BS0309", prose, mark, &message, &help),
        }
    }

    fn reference(&mut self, path: &[String], reference: &Reference) {
        if *reference == super::reference(self.document) {
            let place = self.document.location.field(path);
            let message = format!("this {} refers to itself", reference.kind);
            self.found.push(Diagnostic::error("BS0312", place, message).help("take it out, or name another"));
            return;
        }
        if self.catalog.current(reference).is_none() && !self.catalog.is_unread(reference) {
            let place = self.document.location.field(path);
            let message = format!("there is no {} `{}`", reference.kind, reference.id);
            let help = self.instead(reference.kind, &reference.id);
            self.found.push(Diagnostic::error("BS0303", place, message).help(help));
            let is_own = |id: &&str| reference.kind == self.document.kind.name && **id == *self.document.id;
            let sure = self.catalog.sure_id(reference.kind, &reference.id).filter(|id| !is_own(id));
            let sure = sure.map(str::to_owned);
            self.meant(&reference.id, sure);
        }
    }

    /// What to write instead of an id that is not there.
    fn instead(&self, kind: &str, id: &str) -> String {
        if let Some(other) = self.catalog.with_id(id).first() {
            return format!("it is of another kind: `{}:{id}`", other.kind);
        }
        match self.catalog.nearest_id(kind, id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write the entry: `backstory new {kind} {id}`"),
        }
    }

    /// Links to files of the site become links to their pages; those from the root get the base path.
    fn link(&mut self, prose: &Prose, link: &crate::model::document::Link) -> Option<Destination> {
        let url = &*link.url;
        let (path, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
        if let Some(inside) = path.strip_prefix('/').filter(|inside| !inside.starts_with('/')) {
            let url = format!("{}{fragment}", self.settings.link(inside));
            return Some(Destination { url: url.into(), page: None });
        }
        let elsewhere = path.split('/').next().is_some_and(|first| first.contains(':'));
        if !path.ends_with(".md") || elsewhere {
            return (!url.is_empty()).then(|| Destination { url: url.into(), page: None });
        }
        let file = beside(&self.document.location.manuscript.path, path);
        let page = self.catalog.in_file(&file).cloned();
        match page.as_ref().and_then(|page| self.catalog.get(page)) {
            Some(document) => {
                let url = format!("{}{fragment}", self.settings.link(&super::address(document)));
                Some(Destination { url: url.into(), page })
            }
            None => {
                let place = self.document.place(prose, link.span);
                self.found.push(
                    Diagnostic::error("BS0306", place, format!("there is no file `{file}`"))
                        .help("the path is counted from this file; to a page of the site: `/about/`"),
                );
                None
            }
        }
    }

    /// A picture's file, and its record where that is named: `media:id`.
    fn picture(
        &mut self,
        file: &str,
        place: impl Fn() -> crate::model::diagnostic::Place,
    ) -> (Option<Arc<str>>, Option<Reference>) {
        let Some(id) = file.strip_prefix("media:") else {
            return (self.file(file, &self.document.location.manuscript.path, place), None);
        };
        let reference = Reference { kind: "media", id: id.into() };
        match self.catalog.get(&reference) {
            Some(record) => {
                let file = record.fields.text("file").map_or("", |file| file);
                (self.file(file, &record.location.manuscript.path, place), Some(reference))
            }
            None => {
                let help = match self.catalog.nearest_id("media", id) {
                    Some(near) => format!("did you mean `media:{near}`?"),
                    None => {
                        format!("write it in content/media/: `- {{id: {id}, file: …, alt: …, credit: …}}`")
                    }
                };
                let message = format!("there is no record of a picture `{id}`");
                self.found.push(Diagnostic::error("BS0307", place(), message).help(help));
                (None, None)
            }
        }
    }

    /// A file: beside the one that names it, then in `content/media/`.
    fn file(
        &mut self,
        file: &str,
        named_in: &str,
        place: impl Fn() -> crate::model::diagnostic::Place,
    ) -> Option<Arc<str>> {
        if file.is_empty() {
            return None;
        }
        let in_media =
            file.trim_start_matches('/').trim_start_matches("content/").trim_start_matches("media/");
        let paths = [beside(named_in, file), format!("content/media/{in_media}")];
        if let Some(medium) = paths.iter().find_map(|path| self.catalog.medium(path)) {
            return Some(medium.path.clone());
        }
        let help = match self.catalog.nearest_medium(file) {
            Some(near) => format!("did you mean `{}`?", near.strip_prefix("content/media/").unwrap_or(near)),
            None => format!(
                "save it as `{}`, or leave the name empty, `<>`, to keep caption and credit",
                paths[1]
            ),
        };
        self.found
            .push(Diagnostic::error("BS0307", place(), format!("there is no picture `{file}`")).help(help));
        None
    }

    /// Adds to what was just found what was surely meant.
    fn meant(&mut self, from: &str, to: Option<String>) {
        if let Some((to, found)) = to.and_then(|to| Some((to, self.found.pop()?))) {
            self.found.push(self.document.location.mended(found, from, &to));
        }
    }

    fn wrong(&mut self, code: &'static str, prose: &Prose, mark: &Mark, message: &str, help: &str) {
        let place = self.document.place(prose, mark.span);
        self.found.push(Diagnostic::error(code, place, message).help(help));
    }
}

/// A mark with a pin, and with words where it has none; everything else stays as it is written. Nothing where the mark
/// names its target elsewhere.
fn added(mark: &str, named: &str, add: &Instead) -> Option<String> {
    let at = mark.find(&format!("]({named}"))? + 2 + named.len();
    let pinned = format!("{}@{}{}", &mark[..at], add.pin, &mark[at..]);
    match add.words.is_empty() {
        true => Some(pinned),
        false => pinned.strip_prefix("[]").map(|rest| format!("[{}]{rest}", add.words)),
    }
}

/// Where a mark of a piece of prose stands.
fn setting(prose: &Prose, mark: u32) -> Setting {
    match prose.cards.binary_search(&mark) {
        Ok(_) => Setting::Card,
        Err(_) => Setting::Line,
    }
}

/// A path that is counted from another file.
fn beside(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
