//! Who's who: people, organisations and places, each with a list of its own.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// A list of people, organisations or places.
pub struct Who {
    name: &'static str,
    kind: &'static str,
    path: &'static str,
}

/// The kind `people`.
pub const PEOPLE: Who = Who { name: "people", kind: "person", path: "people/" };
/// The kind `orgs`.
pub const ORGS: Who = Who { name: "orgs", kind: "org", path: "orgs/" };
/// The kind `places`.
pub const PLACES: Who = Who { name: "places", kind: "place", path: "places/" };

const ALL: [&Who; 3] = [&PEOPLE, &ORGS, &PLACES];

impl PageKind for Who {
    fn name(&self) -> &'static str {
        self.name
    }

    /// One word leads to all three; each leads to the others.
    fn nav(&self) -> Option<&'static str> {
        (self.name == PEOPLE.name).then_some("who")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind(self.kind).next();
        some.map(|_| Page::of_site(self.name, self.path)).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&super::sorted(desk.site, self.kind), desk.site)
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        let words = site.words();
        let lists = ALL.iter().filter(|who| site.of_kind(who.kind).next().is_some());
        vec![
            ("title", View::text(words.get(self.name))),
            ("description", View::text(words.get("who_about"))),
            ("entries", super::cards(super::sorted(site, self.kind), desk)),
            (
                "lists",
                View::list(lists.map(|who| {
                    View::Map(vec![
                        ("title", View::text(words.get(who.name))),
                        ("url", View::url(site.settings.link(who.path))),
                        ("current", View::Bool(who.name == self.name)),
                    ])
                })),
            ),
        ]
    }
}
