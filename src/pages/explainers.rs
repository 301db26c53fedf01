//! The list of explainers, newest first.

use super::PageKind;
use super::listed::{self, Listed};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `explainers`.
pub struct Explainers;

const LIST: Listed = Listed {
    name: "explainers",
    path: "explainers/",
    size: 30,
    entries: |site| listed::as_they_are(newest_first(site)),
};

impl PageKind for Explainers {
    fn name(&self) -> &'static str {
        "explainers"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("explainers")
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
            ("title", View::text(words.get("explainers"))),
            ("description", View::text(words.get("explainers_about"))),
            ("explainers", super::cards(LIST.on(page, desk), desk)),
            ("paging", LIST.paging(page, desk)),
        ]
    }
}

/// Explainers by date of publication; undated ones, raw copy for one, come last.
pub fn newest_first(site: &Site) -> Vec<EntryId> {
    newest_of(site.of_kind("explainer"), site)
}

/// Some explainers by date of publication.
pub fn newest_of(explainers: impl IntoIterator<Item = EntryId>, site: &Site) -> Vec<EntryId> {
    let zone = &site.settings.zone;
    let published = |id| site.entry(id).document.fields.moment("published").map(|at| at.instant(zone));
    let mut ids: Vec<_> = explainers.into_iter().map(|id| (std::cmp::Reverse(published(id)), id)).collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}
