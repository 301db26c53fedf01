//! The feed of explainers: Atom, RFC 4287. Undated copy stays out of it.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `feed`.
pub struct Feed;

/// How many of the newest it tells.
const SHOWN: usize = 50;

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
        &["explainers"]
    }

    fn pages(&self, _: &Site) -> Vec<Page> {
        vec![Page::of_site(self.name(), "feed.xml")]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let zone = &site.settings.zone;
        let time = |id: &EntryId, field: &str| {
            site.entry(*id).document.fields.moment(field).map(|at| at.instant(zone))
        };
        let mut dated: Vec<_> = site
            .of_kind("explainer")
            .filter_map(|id| time(&id, "published").map(|published| (published, id)))
            .collect();
        dated.sort_by(|a, b| b.cmp(a));
        dated.truncate(SHOWN);
        let updated = dated.iter().map(|(published, id)| time(id, "updated").unwrap_or(*published)).max();
        // A feed must say when it changed; one without entries says the day it was first due.
        let updated = updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string();
        View::Map(vec![
            ("updated", View::text(updated)),
            (
                "entries",
                View::list(dated.into_iter().map(|(_, id)| {
                    View::Map(vec![
                        ("address", View::url(site.settings.address(&site.entry(id).path))),
                        ("explainer", desk.card(id)),
                        ("authors", View::list(authors(id, site))),
                    ])
                })),
            ),
        ])
    }
}

fn authors(id: EntryId, site: &Site) -> Vec<View> {
    use crate::model::record::Data;
    let list = site.entry(id).document.fields.list("authors").iter();
    list.filter_map(|author| match author {
        Data::Text(name) => Some(View::Text(name.clone())),
        Data::Ref(reference) => Some(View::Text(site.entry(site.find(reference)?).document.title.clone())),
        _ => None,
    })
    .collect()
}
