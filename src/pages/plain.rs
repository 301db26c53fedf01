//! A plain page: about the site, contact, anything. It stands at the root: `/about/`.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::record::ContentKind;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `page`.
pub struct Plain;

/// Its records.
pub const CONTENT: ContentKind = ContentKind {
    name: "page",
    folder: "pages",
    address: "",
    tells_of_marks: false,
    title_from: None,
    fields: &[],
};

impl PageKind for Plain {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        super::entry::pages(site, CONTENT.name)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(id) = page.entry() else { return Vec::new() };
        let document = &desk.site.entry(id).document;
        let mut view = vec![
            ("title", View::Text(document.title.clone())),
            ("description", View::text(document.body().first_paragraph())),
            ("link", View::url(desk.site.link(id))),
            ("body", super::explainer::article(id, desk)),
            (
                "corrections",
                View::list(super::corrections::of(id, desk.site).iter().map(|c| c.view(desk.site))),
            ),
        ];
        view.extend(super::explainer::notes(id, desk));
        view
    }
}
