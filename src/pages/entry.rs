//! The page of an entry: its card at full length, and every passage that mentions it.

use super::PageKind;
use super::explainer::notes;
use crate::annotations;
use crate::model::plan::{Page, Subject};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The pages of entries: of every kind of annotation that has records. A page has the kind of its entry, and the
/// template of that name, or `page/entry.html` where there is none.
pub struct Entries;

impl PageKind for Entries {
    fn name(&self) -> &'static str {
        "entry"
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let kinds = annotations::KINDS.iter().filter_map(|kind| kind.content());
        kinds.flat_map(|content| pages(site, content.name)).collect()
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let thing = page.entry().map_or(View::None, |id| annotations::schema_org::thing(id, desk.site));
        vec![("mainEntity", thing)]
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(id) = page.entry() else { return Vec::new() };
        let site = desk.site;
        let document = &site.entry(id).document;
        let mut view = vec![
            ("title", View::Text(document.title.clone())),
            ("description", View::text(description(id, site))),
            ("entry", desk.card(id)),
            ("body", super::explainer::article(id, desk)),
            ("mentioned", super::mentioned_in(id, site)),
            ("events", super::cards(events_of(id, site), desk)),
            ("said", super::ledger::said_by(id, desk)),
            ("names", names(id, site)),
            ("corrections", View::list(super::corrections::of(id, site).iter().map(|c| c.view(site)))),
            ("uses", super::cards(users_of(id, site), desk)),
            ("sources", super::cards(document.fields.refs("sources").filter_map(|s| site.find(s)), desk)),
            ("links", annotations::links(id, site)),
        ];
        view.extend(notes(id, desk));
        view
    }
}

/// The names it had, each with the time it had it.
fn names(id: EntryId, site: &Site) -> View {
    let words = site.words();
    View::list(site.entry(id).document.fields.maps("names").map(|name| {
        View::Map(vec![
            ("name", View::maybe(name.text("name").cloned())),
            ("when", View::maybe(annotations::between(name, words))),
        ])
    }))
}

/// A page for each entry of a kind.
pub fn pages(site: &Site, kind: &'static str) -> Vec<Page> {
    let page = |id| Page { kind, path: site.entry(id).path.clone(), subject: Subject::Entry(id) };
    site.of_kind(kind).map(page).collect()
}

/// A sentence or two for search engines and social cards.
fn description(id: EntryId, site: &Site) -> String {
    let document = &site.entry(id).document;
    match document.fields.prose("short").map(|short| document.prose(short)) {
        Some(short) => short.plain(0..short.main as usize),
        None if document.body().is_empty() => document.title.to_string(),
        None => document.body().first_paragraph(),
    }
}

/// The events that name this entry as an actor or as their place.
fn events_of(id: EntryId, site: &Site) -> Vec<EntryId> {
    let of_kind = |id: &EntryId, kind| site.entry(*id).document.kind.name == kind;
    if of_kind(&id, "source") {
        return Vec::new();
    }
    let mut events: Vec<_> =
        site.entry(id).referred_by.iter().copied().filter(|by| of_kind(by, "event")).collect();
    super::timeline::sort(&mut events, site);
    events
}

/// For a source: the entries that rest on it.
fn users_of(id: EntryId, site: &Site) -> Vec<EntryId> {
    let entry = site.entry(id);
    if entry.document.kind.name == "source" { entry.referred_by.clone() } else { Vec::new() }
}
