//! The index as data, for the instant filter of a list that is too long for one page.

use super::{ExportKind, Form};
use crate::annotations::schema_org::other_names;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `index_data`.
pub struct Index;

impl ExportKind for Index {
    fn name(&self) -> &'static str {
        "index_data"
    }

    fn form(&self) -> Form {
        Form::CompactJson
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        // A short index is filtered on its page.
        if site.entries.len() < 100 { Vec::new() } else { vec![Page::of_site(self.name(), "index.json")] }
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let words = site.words();
        let entries = (0..).map(EntryId).take(site.entries.len());
        let named =
            entries.filter(|id| !["topic", "series", "media"].contains(&site.entry(*id).document.kind.name));
        View::list(named.map(|id| {
            let document = &site.entry(id).document;
            View::Map(vec![
                ("title", View::Text(document.title.clone())),
                ("kind", View::text(document.kind.name)),
                ("word", View::text(words.get(&format!("kind_{}", document.kind.name)))),
                ("url", View::url(site.link(id))),
                ("also", View::list(other_names(id, site).into_iter().map(View::Text))),
            ])
        }))
    }
}
