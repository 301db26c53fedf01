//! Addresses that something had before: a page that leads on to where it is now.

use super::PageKind;
use crate::model::plan::{Page, Subject, is_inside};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `moved`.
pub struct Moved;

impl PageKind for Moved {
    fn name(&self) -> &'static str {
        "moved"
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let ids = (0..).map(EntryId).take(site.entries.len());
        ids.flat_map(|id| former(id, site).into_iter().map(move |path| (id, path)))
            .map(|(id, path)| Page { kind: "moved", path: path.into(), subject: Subject::Entry(id) })
            .collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(id) = page.entry() else { return Vec::new() };
        let site = desk.site;
        let entry = site.entry(id);
        vec![
            ("title", View::Text(entry.document.title.clone())),
            ("description", View::text(site.words().get("moved"))),
            ("to", View::url(site.link(id))),
            ("to_address", View::url(site.settings.address(&entry.path))),
        ]
    }
}

/// The paths under which an entry was found: by its former ids, and by `aliases`. What could lead out of the site, or
/// to an entry without a page, is left out.
fn former(id: EntryId, site: &Site) -> Vec<String> {
    let document = &site.entry(id).document;
    if !super::has_page(document.kind.name) {
        return Vec::new();
    }
    let folder = document.kind.address;
    let by_id = document.fields.texts("former_ids").map(|former| match folder {
        "" => format!("{former}/"),
        folder => format!("{folder}/{former}/"),
    });
    let aliases = document.fields.texts("aliases").map(|alias| {
        let inside = alias.trim_matches('/');
        if inside.ends_with(".html") { inside.to_owned() } else { format!("{inside}/") }
    });
    let all = by_id.chain(aliases).filter(|path| is_inside(path));
    all.filter(|path| **path != *site.entry(id).path).collect()
}
