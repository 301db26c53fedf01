//! `robots.txt`, RFC 9309: everything may be read, and here is the sitemap. A preview of drafts is closed.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `robots`.
pub struct Robots;

impl ExportKind for Robots {
    fn name(&self) -> &'static str {
        "robots"
    }

    fn form(&self) -> Form {
        Form::Template("export/robots.txt")
    }

    /// A site's own file in `content/static/` stands instead.
    fn pages(&self, site: &Site) -> Vec<Page> {
        let own = super::is_static("robots.txt", site);
        if own { Vec::new() } else { vec![Page::of_site(self.name(), "robots.txt")] }
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let closed = desk.site.audience == crate::model::input::Audience::Editors;
        let known = ["sitemap.xml", "news-sitemap.xml"];
        let sitemaps = desk.plan.pages.iter().filter(|page| known.contains(&&*page.path));
        View::Map(vec![
            ("closed", View::Bool(closed)),
            ("sitemaps", View::list(sitemaps.map(|page| View::url(desk.site.settings.address(&page.path))))),
        ])
    }
}
