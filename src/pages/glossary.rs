//! The glossary: every term, by letter.

use super::PageKind;
use super::listed::{self, Listed};
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `glossary`.
pub struct Glossary;

const LIST: Listed = Listed {
    name: "glossary",
    path: "glossary/",
    size: 100,
    entries: |site| listed::by_letter(super::sorted(site, "term"), site),
};

impl PageKind for Glossary {
    fn name(&self) -> &'static str {
        "glossary"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("glossary")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        LIST.pages(site)
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let address = desk.site.settings.address("glossary/");
        let set = View::Map(vec![
            ("@type", View::Constant("DefinedTermSet")),
            ("@id", View::url(address.clone())),
            ("name", View::text(desk.site.words().get("glossary"))),
            ("url", View::url(address)),
        ]);
        vec![("@type", View::Constant("CollectionPage")), ("mainEntity", set)]
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("glossary"))),
            ("description", View::text(words.get("glossary_about"))),
            ("letters", by_letter(page, desk)),
            ("jumps", LIST.groups(page, desk)),
            ("paging", LIST.paging(page, desk)),
        ]
    }
}

/// The terms of a page under their first letters.
fn by_letter(page: &Page, desk: &Desk<'_>) -> View {
    let parts = LIST.parts(desk);
    View::list(parts.groups_of(page.part()).map(|(number, letter, range)| {
        let terms = parts.entries.get(range).unwrap_or_default();
        View::Map(vec![
            ("id", View::text(listed::fragment(number))),
            ("letter", View::text(letter)),
            ("terms", super::cards(terms.iter().copied(), desk)),
        ])
    }))
}
