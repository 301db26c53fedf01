//! The home page: the current explainers, the timeline's latest, the words met most often.

use super::{PageKind, explainers, timeline};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use jiff::Timestamp;
use std::collections::HashMap;

/// The kind `home`.
pub struct Home;

/// How many of each list it shows.
const SHOWN: usize = 6;
/// How many changes it tells, and of one explainer.
const TOLD: usize = 5;
const TOLD_OF_ONE: usize = 2;

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
            ("@type", View::Constant("WebSite")),
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
            ("changed", changed(site)),
            ("topics", topics(site)),
            ("events", super::cards(latest, desk)),
            ("terms", super::cards(most_mentioned(site, "term"), desk)),
            ("people", super::cards(most_mentioned(site, "person"), desk)),
        ]
    }
}

/// What changed last in what was published before: updates and corrections of explainers, the newest first.
fn changed(site: &Site) -> View {
    let zone = &site.settings.zone;
    let mut changed: Vec<(Timestamp, EntryId, View)> = Vec::new();
    for id in site.of_kind("explainer") {
        let fields = &site.entry(id).document.fields;
        for update in fields.maps("updates") {
            let Some(at) = update.moment("date") else { continue };
            let mut view = super::explainer::update_view(id, update, site);
            view.extend(named(id, site, "updates"));
            changed.push((at.instant(zone), id, View::Map(view)));
        }
        for (i, correction) in fields.maps("corrections").enumerate() {
            let Some(at) = correction.moment("date") else { continue };
            let mut view = super::explainer::update_view(id, correction, site);
            view.push(("kind", View::text(correction.text("kind").map_or("correction", |kind| kind))));
            view.extend(named(id, site, &format!("correction-{}", i + 1)));
            changed.push((at.instant(zone), id, View::Map(view)));
        }
    }
    changed.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let mut told: HashMap<EntryId, usize> = HashMap::new();
    let mut is_new = |id: EntryId| {
        let times = told.entry(id).or_default();
        *times += 1;
        *times <= TOLD_OF_ONE
    };
    View::list(changed.into_iter().filter(|(_, id, _)| is_new(*id)).take(TOLD).map(|(_, _, view)| view))
}

fn named(id: EntryId, site: &Site, fragment: &str) -> [(&'static str, View); 2] {
    let url = format!("{}#{fragment}", site.link(id));
    [("title", View::Text(site.entry(id).document.title.clone())), ("url", View::url(url))]
}

/// The topics most is explained about, each with its newest explainers.
fn topics(site: &Site) -> View {
    let is_explainer = |id: &EntryId| site.entry(*id).document.kind.name == "explainer";
    let told =
        site.topics.iter().map(|topic| (topic.members.iter().filter(|id| is_explainer(id)).count(), topic));
    let mut told: Vec<_> = told.filter(|(count, _)| *count > 0).collect();
    told.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    View::list(told.into_iter().take(2 * SHOWN).map(|(count, topic)| {
        let members = topic.members.iter().copied().filter(is_explainer);
        let newest = explainers::newest_of(members, site).into_iter().take(2);
        View::Map(vec![
            ("title", View::Text(topic.title.clone())),
            ("url", View::url(site.settings.link(&format!("topics/{}/", topic.id)))),
            ("count", View::Int(i64::try_from(count).unwrap_or(0))),
            (
                "explainers",
                View::list(newest.map(|id| {
                    View::Map(vec![
                        ("title", View::Text(site.entry(id).document.title.clone())),
                        ("url", View::url(site.link(id))),
                    ])
                })),
            ),
        ])
    }))
}

fn most_mentioned(site: &Site, kind: &str) -> Vec<EntryId> {
    let mut ids = super::sorted(site, kind);
    ids.sort_by_key(|id| std::cmp::Reverse(site.entry(*id).mentions.len()));
    ids.truncate(SHOWN);
    ids
}
