//! The sitemap, <https://www.sitemaps.org/protocol.html>: every page, with the date it last changed in
//! substance where that is known.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `sitemap`.
pub struct Sitemap;

impl ExportKind for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn form(&self) -> Form {
        Form::Template("export/sitemap.xml")
    }

    fn pages(&self, _: &Site) -> Vec<Page> {
        vec![Page::of_site(self.name(), "sitemap.xml")]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        // Of an entry, its own page alone: no class pack, and no address that it had before.
        let is_own = |page: &&Page| page.entry().is_none_or(|id| desk.site.entry(id).path == page.path);
        let pages = desk.plan.pages.iter().filter(|page| page.path.is_empty() || page.path.ends_with('/'));
        let pages = pages.filter(is_own);
        View::Map(vec![(
            "pages",
            View::list(pages.map(|page| {
                View::Map(vec![
                    ("address", View::url(desk.site.settings.address(&page.path))),
                    ("changed", page.entry().map_or(View::None, |id| changed(id, desk.site))),
                ])
            })),
        )])
    }
}

fn changed(id: EntryId, site: &Site) -> View {
    let fields = &site.entry(id).document.fields;
    let at = fields.moment("updated").or(fields.moment("published"));
    View::maybe(at.map(|at| at.html(&site.settings.zone)))
}
