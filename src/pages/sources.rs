//! The sources ledger: everything the site leans on, and where.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::record::Data;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `sources`.
pub struct Sources;

impl PageKind for Sources {
    fn name(&self) -> &'static str {
        "sources"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("sources")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("source").next();
        some.map(|_| Page::of_site(self.name(), "sources/")).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&by_publisher(desk.site), desk.site)
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("sources"))),
            ("description", View::text(words.get("sources_about"))),
            ("sources", super::cards(by_publisher(desk.site), desk)),
            ("lists", super::ledger::lists(self.name(), desk.site)),
        ]
    }
}

/// Sources in the order in which a list of references has them: by publisher, then by title.
fn by_publisher(site: &Site) -> Vec<EntryId> {
    let publisher = |id: EntryId| match site.entry(id).document.fields.get("publisher") {
        Some(Data::Text(name)) => deunicode::deunicode(name).to_lowercase(),
        Some(Data::Ref(org)) => site.find(org).map(|org| super::sort_key(site, org)).unwrap_or_default(),
        _ => super::sort_key(site, id),
    };
    let mut sources = super::sorted(site, "source");
    sources.sort_by_cached_key(|id| publisher(*id));
    sources
}
