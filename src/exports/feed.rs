//! The feeds of explainers: Atom, RFC 4287. One for the site and one for each topic.

use super::{ExportKind, Form, recent};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `feed`.
pub struct Feed;

impl ExportKind for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn form(&self) -> Form {
        Form::Template("export/feed.xml")
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/atom+xml")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["explainers", "topic"]
    }

    /// That of the site is there before it has something to tell: every page leads to it.
    fn pages(&self, site: &Site) -> Vec<Page> {
        match recent::pages(self.name(), "feed.xml", site) {
            none if none.is_empty() => vec![Page::of_site(self.name(), "feed.xml")],
            some => some,
        }
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let explainers = recent::of(page, site);
        let (title, address) = recent::title(page, site);
        let updated = explainers.iter().filter_map(|id| recent::updated(*id, site)).max();
        // A feed must say when it changed; one without entries says the day it was first due.
        let updated = updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string();
        View::Map(vec![
            ("title", View::text(title)),
            ("address", View::url(address)),
            ("feed_address", View::url(site.settings.address(&page.path))),
            ("updated", View::text(updated)),
            ("entries", View::list(explainers.into_iter().map(|id| entry(id, desk)))),
        ])
    }
}

fn entry(id: EntryId, desk: &Desk<'_>) -> View {
    let authors = recent::authors(id, desk.site);
    View::Map(vec![
        ("address", View::url(desk.site.address(id))),
        ("explainer", desk.card(id)),
        ("authors", View::list(authors.into_iter().map(|(name, _)| View::Text(name)))),
    ])
}
