//! The index: everything that is published, by name. It is a plain list; a theme's script may filter it.

use super::PageKind;
use super::listed::{self, Listed};
use crate::annotations::schema_org::other_names;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `index`.
pub struct Index;

/// The list of all.
pub const LIST: Listed = Listed {
    name: "index",
    path: "a-z/",
    size: 400,
    entries: |site| listed::by_letter(site.orders.get("index", || all(site)).to_vec(), site),
};

impl PageKind for Index {
    fn name(&self) -> &'static str {
        LIST.name
    }

    fn nav(&self) -> Option<&'static str> {
        Some("index")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        LIST.pages(site)
    }

    fn schema_org(&self, _: &Page, _: &Desk<'_>) -> Vec<(&'static str, View)> {
        vec![("@type", View::Constant("CollectionPage"))]
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        let parts = LIST.parts(desk);
        let letters = parts.groups_of(page.part()).map(|(number, letter, range)| {
            let entries = parts.entries.get(range).unwrap_or_default();
            View::Map(vec![
                ("id", View::text(listed::fragment(number))),
                ("letter", View::text(letter)),
                ("entries", View::list(entries.iter().map(|id| row(*id, desk.site)))),
            ])
        });
        vec![
            ("title", View::text(words.get("index"))),
            ("description", View::text(words.get("index_about"))),
            ("letters", View::list(letters)),
            ("jumps", LIST.groups(page, desk)),
            ("paging", LIST.paging(page, desk)),
        ]
    }
}

/// Every entry that has a page, by name.
fn all(site: &Site) -> Vec<EntryId> {
    let with_page = |id: &EntryId| super::has_page(site.entry(*id).document.kind.name);
    let entries = (0..).map(EntryId).take(site.entries.len()).filter(with_page);
    let mut all: Vec<EntryId> = entries.collect();
    all.sort_by_key(|id| (super::sort_key(site, *id), *id));
    all
}

/// What the index says of an entry.
pub fn row(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    View::Map(vec![
        ("kind", View::text(document.kind.name)),
        ("title", View::Text(document.title.clone())),
        ("url", View::url(site.link(id))),
        ("also", View::list(other_names(id, site).into_iter().map(View::Text))),
    ])
}
