//! The kinds of page: which pages, where, and what their template sees. A kind is a file here, a line in
//! the registry, a template of its name in `templates/page/`, and a spec.

mod class_pack;
mod corrections;
mod entry;
pub mod explainer;
mod explainers;
mod glossary;
mod home;
mod index;
pub mod json_ld;
mod ledger;
pub mod listed;
mod media;
mod moved;
mod not_found;
mod overview;
mod plain;
mod related;
mod series;
mod sources;
mod timeline;
mod topic;
mod who;

use crate::annotations;
use crate::model::plan::Page;
use crate::model::record::ContentKind;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// A kind of page.
pub trait PageKind: Sync {
    /// The name of the kind and of its template: `explainer`.
    fn name(&self) -> &'static str;

    /// The interface word of its place in the navigation, where it has one.
    fn nav(&self) -> Option<&'static str> {
        None
    }

    /// Every page of this kind.
    fn pages(&self, site: &Site) -> Vec<Page>;

    /// What a page is, in the words of schema.org, beside or instead of what every page says of itself.
    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let _ = (page, desk);
        Vec::new()
    }

    /// What the template sees of a page: `title` and `description` at least.
    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)>;
}

/// Every kind, in the order of the navigation.
pub const KINDS: &[&dyn PageKind] = &[
    &home::Home,
    &explainers::Explainers,
    &explainer::Explainer,
    &timeline::TIMELINE,
    &timeline::MAIN,
    &glossary::Glossary,
    &who::PEOPLE,
    &who::ORGS,
    &who::PLACES,
    &ledger::FACTS,
    &ledger::QUOTES,
    &ledger::CLAIMS,
    &sources::Sources,
    &corrections::Corrections,
    &index::Index,
    &entry::Entries,
    &class_pack::ClassPack,
    &topic::Topics,
    &topic::Topic,
    &series::Series,
    &plain::Plain,
    &moved::Moved,
    &not_found::NotFound,
];

/// The kinds of content that are pages and no annotations.
pub const CONTENT: &[&ContentKind] =
    &[&explainer::CONTENT, &topic::CONTENT, &series::CONTENT, &media::CONTENT, &plain::CONTENT];

/// The kind of a page of this name. The page of an entry has the name of the entry's kind.
pub fn find(name: &str) -> Option<&'static dyn PageKind> {
    let own = KINDS.iter().copied().find(|kind| kind.name() == name);
    let entries: &'static dyn PageKind = &entry::Entries;
    own.or_else(|| annotations::find(name)?.content().map(|_| entries))
}

/// Whether the records of a kind have pages of their own.
pub fn has_page(kind: &str) -> bool {
    annotations::find(kind).is_some_and(|kind| kind.content().is_some())
        || [explainer::CONTENT.name, plain::CONTENT.name].contains(&kind)
}

/// What every page's template sees, whatever its kind.
pub fn frame(page: &Page, site: &Site) -> Vec<(&'static str, View)> {
    vec![
        ("kind", View::Constant(page.kind)),
        ("url", View::url(site.settings.link(&page.path))),
        ("canonical", View::url(site.settings.address(&page.path))),
    ]
}

/// Entries of a kind, sorted by what readers would look under.
fn sorted(site: &Site, kind: &str) -> Vec<EntryId> {
    let mut ids: Vec<_> = site.of_kind(kind).collect();
    ids.sort_by_key(|id| (sort_key(site, *id), *id));
    ids
}

/// What readers would look for an entry under.
fn sort_key(site: &Site, id: EntryId) -> &str {
    &site.entry(id).document.sort_key
}

/// Cards in a list.
fn cards(ids: impl IntoIterator<Item = EntryId>, desk: &Desk<'_>) -> View {
    View::list(ids.into_iter().map(|id| desk.card(id)))
}

/// The pages that mention an entry, each with its passages, in the order of files.
fn mentioned_in(id: EntryId, site: &Site) -> View {
    let mut pages: Vec<(EntryId, Vec<View>)> = Vec::new();
    for passage in &site.entry(id).mentions {
        let url = format!("{}#{}", site.link(passage.by), passage.at.fragment());
        let view = View::Map(vec![("url", View::url(url)), ("words", View::Passage(passage.by, passage.at))]);
        match pages.last_mut().filter(|(by, _)| *by == passage.by) {
            Some((_, passages)) => passages.push(view),
            None => pages.push((passage.by, vec![view])),
        }
    }
    View::list(pages.into_iter().map(|(by, passages)| {
        View::Map(vec![
            ("title", View::Text(site.entry(by).document.title.clone())),
            ("url", View::url(site.link(by))),
            ("passages", View::List(passages)),
        ])
    }))
}
