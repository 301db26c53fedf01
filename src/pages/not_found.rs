//! The page for addresses that lead nowhere: `404.html`, as GitHub Pages and others look for it.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `not_found`.
pub struct NotFound;

impl PageKind for NotFound {
    fn name(&self) -> &'static str {
        "not_found"
    }

    fn pages(&self, _: &Site) -> Vec<Page> {
        vec![Page::of_site(self.name(), "404.html")]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("not_found"))),
            ("description", View::text(words.get("not_found_about"))),
        ]
    }
}
