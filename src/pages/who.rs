//! Who's who: people, organisations and places, each with a list of its own.

use super::PageKind;
use super::listed::{self, Listed};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// A list of people, organisations or places.
pub struct Who {
    kind: &'static str,
    list: Listed,
}

/// The kind `people`.
pub const PEOPLE: Who = Who {
    kind: "person",
    list: Listed { name: "people", path: "people/", size: SIZE, entries: |site| sorted(site, "person") },
};
/// The kind `orgs`.
pub const ORGS: Who = Who {
    kind: "org",
    list: Listed { name: "orgs", path: "orgs/", size: SIZE, entries: |site| sorted(site, "org") },
};
/// The kind `places`.
pub const PLACES: Who = Who {
    kind: "place",
    list: Listed { name: "places", path: "places/", size: SIZE, entries: |site| sorted(site, "place") },
};

/// How many a page names.
const SIZE: usize = 100;

fn sorted(site: &Site, kind: &str) -> (Vec<EntryId>, Vec<String>) {
    listed::by_letter(super::sorted(site, kind), site)
}

const ALL: [&Who; 3] = [&PEOPLE, &ORGS, &PLACES];

impl PageKind for Who {
    fn name(&self) -> &'static str {
        self.list.name
    }

    /// One word leads to all three; each leads to the others.
    fn nav(&self) -> Option<&'static str> {
        (self.list.name == PEOPLE.list.name).then_some("who")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        self.list.pages(site)
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&self.list.on(page, desk), desk.site)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        let words = site.words();
        let lists = ALL.iter().filter(|who| site.of_kind(who.kind).next().is_some());
        vec![
            ("title", View::text(words.get(self.list.name))),
            ("description", View::text(words.get("who_about"))),
            ("entries", super::cards(self.list.on(page, desk), desk)),
            ("paging", self.list.paging(page, desk)),
            (
                "lists",
                View::list(lists.map(|who| {
                    View::Map(vec![
                        ("title", View::text(words.get(who.list.name))),
                        ("url", View::url(site.settings.link(who.list.path))),
                        ("current", View::Bool(who.list.name == self.list.name)),
                    ])
                })),
            ),
        ]
    }
}
