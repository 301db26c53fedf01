//! The sources ledger: everything the site leans on, and where.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::site::Site;
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

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("sources"))),
            ("description", View::text(words.get("sources_about"))),
            ("sources", super::cards(super::sorted(desk.site, "source"), desk)),
        ]
    }
}
