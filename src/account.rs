//! Why a page or a record is, or is not, where somebody looked for it: how it stands, where its address comes from, what makes
//! it, who names it, and which exports have it. Told from what the stages know; drawn by `cli`.

use crate::link::standing::{Naming, Standing, Standings};
use crate::model::diagnostic::Place;
use crate::model::document::Document;
use crate::model::hash::Hash;
use crate::model::output::{Content, Output, Sink};
use crate::model::plan::{Page, Plan, Subject};
use crate::model::record::Reference;
use crate::model::site::{EntryId, Site};
use crate::model::text::nearest;
use crate::render;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is told of a page or a record.
#[derive(Debug, Clone)]
pub struct Account {
    /// What it is: `term:jcpoa`, or the path of what Backstory makes by itself.
    pub about: String,
    /// Its title.
    pub title: String,
    /// Where it is written; nothing for what Backstory makes by itself.
    pub place: Option<Place>,
    /// How it stands.
    pub standing: Standing,
    /// Its pages, and the addresses that lead on to them.
    pub pages: Vec<Made>,
    /// Where it is named.
    pub named: Vec<Naming>,
    /// The files of the exports that have it.
    pub exports: Vec<String>,
}

/// A file of the site, and what made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The kind of page or export.
    pub kind: &'static str,
    /// The file, inside the output.
    pub file: String,
    /// The public address.
    pub address: String,
    /// Where the address comes from, in a sentence.
    pub origin: String,
    /// The template and its file; nothing for what needs none.
    pub template: Option<(String, Arc<str>)>,
}

/// What accounts are made from.
pub struct Desk<'a> {
    /// Every record, published or not.
    pub standings: &'a Standings,
    /// What is published.
    pub site: &'a Site,
    /// Its pages.
    pub plan: &'a Plan,
    /// Its exports.
    pub exports: &'a Exports,
}

/// A sink that keeps the exports, and lets pages go unrendered.
#[derive(Default)]
pub struct Exports(Mutex<BTreeMap<String, String>>);

impl Sink for Exports {
    fn compares_fingerprints(&self) -> bool {
        false
    }

    fn holds(&self, path: &str, _: Hash) -> bool {
        path.ends_with(".html") || path.starts_with("assets/") || path.starts_with("media/")
    }

    fn put(&self, output: Output) {
        if let Content::Bytes(bytes) = &output.content {
            let text = String::from_utf8_lossy(bytes).into_owned();
            // Lines of a calendar are folded.
            let text = if output.path.ends_with(".ics") { text.replace("\r\n ", "") } else { text };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(output.path, text);
        }
    }
}

impl Exports {
    /// The files that name a page by its address, or a source, which has an address of its own, by its id.
    fn with(&self, reference: &Reference, address: &str) -> Vec<String> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = |c: char| !(c.is_ascii_alphanumeric() || "-._~/".contains(c));
        let names = |text: &str| {
            text.match_indices(address)
                .any(|(at, _)| text[at + address.len()..].chars().next().is_none_or(ends))
        };
        let id = format!("\"id\": \"{}\"", reference.id);
        let lists = |file: &str, text: &str| {
            reference.kind == "source" && file == "sources.json" && text.contains(&id)
        };
        let with = files.iter().filter(|(file, text)| names(text) || lists(file, text));
        with.map(|(file, _)| file.clone()).collect()
    }
}

/// What is told of what somebody asked for: a URL, a path in the output, a source file, `kind:id` or an id. The error is a
/// sentence, and what to do.
pub fn accounts(asked: &str, desk: &Desk<'_>) -> Result<Vec<Account>, (String, String)> {
    let found = desk.records(asked);
    if !found.is_empty() {
        return Ok(found.into_iter().map(|record| desk.record(record)).collect());
    }
    let path = desk.inside(asked);
    let page = desk.plan.pages.iter().find(|page| *page.path == *path || page.file() == path);
    if let Some(page) = page.or_else(|| desk.plan.pages.iter().find(|page| *page.path == *format!("{path}/")))
    {
        return Ok(vec![match desk.written_for(page) {
            Some(record) => desk.record(record),
            None => desk.page(page),
        }]);
    }
    desk.copied(path).map(|copied| vec![copied]).ok_or_else(|| desk.unknown(asked, path))
}

impl Desk<'_> {
    /// The records that somebody may mean: by file, by kind and id, by address, by id alone.
    fn records(&self, asked: &str) -> Vec<usize> {
        let path = self.inside(asked).trim_end_matches('/');
        let by = |is: &dyn Fn(&Document) -> bool| -> Vec<usize> {
            let all = self.standings.documents().iter().enumerate();
            all.filter(|(_, document)| is(document)).map(|(record, _)| record).collect()
        };
        let ways: [&dyn Fn(&Document) -> bool; 4] = [
            &|document| *document.location.manuscript.path == *asked,
            &|document| asked.split_once(':') == Some((document.kind.name, &*document.id)),
            &|document| crate::link::address(document).trim_end_matches('/') == path,
            &|document| *document.id == *asked,
        ];
        ways.iter().map(|way| by(*way)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// A path inside the site, of a path or an address as somebody types it.
    fn inside<'t>(&self, asked: &'t str) -> &'t str {
        let settings = &self.site.settings;
        let path = asked.split(['#', '?']).next().unwrap_or(asked);
        let path = path.strip_prefix(&*settings.base_url).unwrap_or(path);
        let path = path.strip_prefix(&*settings.base_path).unwrap_or(path).trim_start_matches('/');
        path.strip_suffix("index.html").unwrap_or(path)
    }

    fn record(&self, record: usize) -> Account {
        let document = &self.standings.documents()[record];
        let reference = Reference { kind: document.kind.name, id: document.id.clone() };
        let standing = self.standings.of(record);
        let entry = self.site.find(&reference).filter(|_| standing == Standing::Published);
        let pages = entry.map_or_else(Vec::new, |entry| self.pages_of(entry));
        let address = entry.map(|entry| self.site.address(entry));
        Account {
            about: format!("{}:{}", reference.kind, reference.id),
            title: document.title.to_string(),
            place: Some(document.location.field(&[])),
            standing,
            pages: pages.into_iter().map(|page| self.made(page)).collect(),
            named: self.standings.namings(&reference),
            exports: address.map_or_else(Vec::new, |address| self.exports.with(&reference, &address)),
        }
    }

    /// A page or an export that Backstory makes by itself.
    fn page(&self, page: &Page) -> Account {
        Account {
            about: format!("/{}", page.path),
            title: page.kind.replace('_', " "),
            place: None,
            standing: Standing::Published,
            pages: vec![self.made(page)],
            named: Vec::new(),
            exports: Vec::new(),
        }
    }

    /// A file that is published as it is.
    fn copied(&self, path: &str) -> Option<Account> {
        let site = self.site;
        let media = site.media.keys().map(|medium| (Site::media_path(medium), medium.clone()));
        let statics = site.statics.iter().map(|medium| {
            let inside = medium.path.strip_prefix("content/static/").unwrap_or(&medium.path);
            (inside.to_owned(), medium.path.clone())
        });
        let mut all = media.chain(statics);
        let (file, from) = all.find(|(file, from)| file == path || **from == *path)?;
        let made = Made {
            kind: "file",
            address: site.settings.address(&file),
            origin: format!("the place of `{from}` in `content/`"),
            template: None,
            file,
        };
        let (about, place) = (format!("/{}", made.file), Some(Place::file(&from)));
        let (exports, standing) = (Vec::new(), Standing::Published);
        let named = self.standings.showings(&from);
        Some(Account { about, title: from.to_string(), place, standing, pages: vec![made], named, exports })
    }

    /// The record that a page is written in: that of an entry, a topic or a series.
    fn written_for(&self, page: &Page) -> Option<usize> {
        let document = &self.site.entry(self.entry_of(page)?).document;
        self.standings.documents().iter().position(|other| Arc::ptr_eq(other, document))
    }

    fn entry_of(&self, page: &Page) -> Option<EntryId> {
        match page.subject {
            Subject::Site | Subject::Part(_) => None,
            Subject::Entry(entry) => Some(entry),
            Subject::Topic(topic) => self.site.topics.get(topic as usize)?.record,
            Subject::Series(series) => self.site.series.get(series as usize)?.record,
        }
    }

    fn pages_of(&self, entry: EntryId) -> Vec<&Page> {
        let pages = self.plan.pages.iter().filter(|page| crate::pages::find(page.kind).is_some());
        pages.filter(|page| self.entry_of(page) == Some(entry)).collect()
    }

    fn made(&self, page: &Page) -> Made {
        let template = render::template(page, self.site).and_then(|name| {
            let (_, path) = self.site.theme.templates.get(&name)?;
            Some((name, path.clone()))
        });
        let base = match &*self.site.settings.base_path {
            "/" => String::new(),
            base => format!("; `{base}` is the path of `base_url`"),
        };
        Made {
            kind: page.kind,
            file: page.file(),
            address: self.site.settings.address(&page.path),
            origin: format!("{}{base}", self.origin(page)),
            template,
        }
    }

    /// Where the path of a page comes from.
    fn origin(&self, page: &Page) -> String {
        let Some(entry) = self.entry_of(page).map(|id| self.site.entry(id)) else {
            return match page.subject {
                Subject::Topic(_) => "a topic that records name".to_owned(),
                Subject::Series(_) => "a series that explainers name".to_owned(),
                _ => format!("Backstory makes a page of this kind, `{}`, of the whole site", page.kind),
            };
        };
        let document = &entry.document;
        let id = match document.location.path.is_empty() {
            true => format!("`{}` is the name of its file", document.id),
            false => format!("`{}` is its `id`", document.id),
        };
        match document.kind.address {
            _ if page.kind == "moved" => "one of its `former_ids` or `aliases`: it leads on".to_owned(),
            _ if *entry.path != *page.path => format!("a page of the kind `{}` about it", page.kind),
            "" => format!("{id}; plain pages stand at the root"),
            folder => {
                format!("`{folder}/` is where records of `content/{}/` stand; {id}", document.kind.folder)
            }
        }
    }

    fn unknown(&self, asked: &str, path: &str) -> (String, String) {
        let records = self.standings.documents().iter();
        let records: Vec<String> =
            records.map(|document| format!("{}:{}", document.kind.name, document.id)).collect();
        let pages = self.plan.pages.iter().map(|page| &*page.path);
        let near = match asked.contains(':') {
            true => nearest(asked, records.iter().map(String::as_str)).map(str::to_owned),
            false => nearest(path, pages).map(|near| format!("/{near}")),
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "name a page, `/glossary/jcpoa/`, a record, `term:jcpoa`, or a file of `content/`".to_owned()
            }
        };
        (format!("there is no page or record `{asked}`"), help)
    }
}
