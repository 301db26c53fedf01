//! What the feeds share: the newest explainers, of the site and of each topic. Undated copy stays out.

use super::words;
use crate::model::plan::{Page, Subject};
use crate::model::record::{Data, Reference};
use crate::model::site::{EntryId, Site};
use jiff::Timestamp;
use std::sync::Arc;

/// How many a feed tells of.
const SHOWN: usize = 50;

/// A feed for the site and one for each topic, where there is a dated explainer.
pub fn pages(kind: &'static str, file: &str, site: &Site) -> Vec<Page> {
    let is_dated = |id: &EntryId| published(*id, site).is_some();
    let whole = site.of_kind("explainer").any(|id| is_dated(&id));
    let whole = whole.then(|| Page::of_site(kind, file));
    let topics = (0..).zip(site.topics.iter()).filter(|(_, topic)| topic.members.iter().any(is_dated));
    let topics = topics.map(|(i, topic)| Page {
        kind,
        path: format!("topics/{}/{file}", topic.id).into(),
        subject: Subject::Topic(i),
    });
    whole.into_iter().chain(topics).collect()
}

/// The newest explainers of a feed, the newest first.
pub fn of(page: &Page, site: &Site) -> Vec<EntryId> {
    let members: Vec<EntryId> = match page.subject {
        Subject::Topic(i) => site.topics.get(i as usize).map_or_else(Vec::new, |topic| topic.members.clone()),
        _ => site.of_kind("explainer").collect(),
    };
    let dated = members.into_iter().filter_map(|id| published(id, site).map(|at| (at, id)));
    let mut dated: Vec<(Timestamp, EntryId)> = dated.collect();
    dated.sort_by(|a, b| b.cmp(a));
    dated.truncate(SHOWN);
    dated.into_iter().map(|(_, id)| id).collect()
}

/// The name of a feed, and the page it is a feed of.
pub fn title(page: &Page, site: &Site) -> (String, String) {
    let name = site.settings.name();
    match page.subject {
        Subject::Topic(i) => {
            let Some(topic) = site.topics.get(i as usize) else { return (name.to_owned(), String::new()) };
            let title = site.words().fill("export_feed_of", &[("name", name), ("topic", &topic.title)]);
            (title, site.settings.address(&format!("topics/{}/", topic.id)))
        }
        _ => (name.to_owned(), site.settings.base_url.to_string()),
    }
}

/// When an explainer was published.
pub fn published(id: EntryId, site: &Site) -> Option<Timestamp> {
    let document = &site.entry(id).document;
    let moment = document.fields.moment("published").filter(|_| document.kind.name == "explainer");
    moment.map(|at| at.instant(&site.settings.zone))
}

/// When an explainer last changed in substance.
pub fn updated(id: EntryId, site: &Site) -> Option<Timestamp> {
    let at = site.entry(id).document.fields.moment("updated").map(|at| at.instant(&site.settings.zone));
    at.or_else(|| published(id, site))
}

/// Who wrote it: names, each with the address of its page where it has one.
pub fn authors(id: EntryId, site: &Site) -> Vec<(Arc<str>, Option<String>)> {
    let fields = &site.entry(id).document.fields;
    let address = |reference: &Reference| site.find(reference).map(|id| site.address(id));
    let named = fields.list("authors").iter().filter_map(|author| {
        let name = words::names(Some(author), site).into_iter().next()?;
        Some((name, if let Data::Ref(reference) = author { address(reference) } else { None }))
    });
    named.collect()
}
