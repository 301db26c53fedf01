//! The home page: the current explainers, the timeline's latest, the words met most often.

use super::{PageKind, explainers, timeline};
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `home`.
pub struct Home;

/// How many of each list it shows.
const SHOWN: usize = 6;

impl PageKind for Home {
    fn name(&self) -> &'static str {
        "home"
    }

    fn pages(&self, _: &Site) -> Vec<Page> {
        vec![Page::of_site(self.name(), "")]
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        vec![
            ("@type", View::text("WebSite")),
            ("@id", View::url(format!("{}#website", site.settings.base_url))),
            ("isPartOf", View::None),
            ("publisher", super::json_ld::publisher(site)),
        ]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        let fields = &site.settings.fields;
        let latest = timeline::chronological(site).into_iter().rev().take(SHOWN);
        vec![
            ("title", View::maybe(fields.text("title").cloned())),
            ("description", View::maybe(fields.text("description").or(fields.text("tagline")).cloned())),
            ("explainers", super::cards(explainers::newest_first(site).into_iter().take(20), desk)),
            ("events", super::cards(latest, desk)),
            ("terms", super::cards(most_mentioned(site, "term"), desk)),
            ("people", super::cards(most_mentioned(site, "person"), desk)),
        ]
    }
}

fn most_mentioned(site: &Site, kind: &str) -> Vec<crate::model::site::EntryId> {
    let mut ids = super::sorted(site, kind);
    ids.sort_by_key(|id| std::cmp::Reverse(site.entry(*id).mentions.len()));
    ids.truncate(SHOWN);
    ids
}
