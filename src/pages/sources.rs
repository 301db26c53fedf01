//! The sources ledger: everything the site leans on, and where.

use super::PageKind;
use super::listed::{self, Listed};
use crate::model::plan::Page;
use crate::model::record::Data;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `sources`.
pub struct Sources;

const LIST: Listed =
    Listed { name: "sources", path: "sources/", size: 100, entries: |site| by_publisher(site) };

impl PageKind for Sources {
    fn name(&self) -> &'static str {
        "sources"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("sources")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        LIST.pages(site)
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&LIST.on(page, desk), desk.site)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("sources"))),
            ("description", View::text(words.get("sources_about"))),
            ("sources", super::cards(LIST.on(page, desk), desk)),
            ("first", View::Int(i64::try_from(LIST.parts(desk).range(page.part()).start + 1).unwrap_or(1))),
            ("paging", LIST.paging(page, desk)),
            ("lists", super::ledger::lists(self.name(), desk)),
        ]
    }
}

/// Sources in the order in which a list of references has them: by publisher, then by title.
fn by_publisher(site: &Site) -> (Vec<EntryId>, Vec<String>) {
    let publisher = |id: EntryId| match site.entry(id).document.fields.get("publisher") {
        Some(Data::Text(name)) => deunicode::deunicode(name).to_lowercase(),
        Some(Data::Ref(org)) => {
            site.find(org).map_or_else(String::new, |org| super::sort_key(site, org).to_owned())
        }
        _ => super::sort_key(site, id).to_owned(),
    };
    let sorted = super::sorted(site, "source").into_iter();
    let mut sources: Vec<(String, EntryId)> = sorted.map(|id| (publisher(id), id)).collect();
    sources.sort_by(|(one, _), (other, _)| one.cmp(other));
    sources.into_iter().map(|(publisher, id)| (id, listed::letter(&publisher))).unzip()
}
