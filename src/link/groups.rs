//! Topics and series: what belongs together, from what records say of themselves. A topic or a series needs no
//! record of its own; one gives it a title and an introduction.

use crate::model::record::Reference;
use crate::model::site::{EntryId, Group, Site};
use crate::model::text::slug;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The topics that something published has.
pub fn topics(site: &Site) -> Vec<Group> {
    let mut named: BTreeMap<String, (Arc<str>, Vec<EntryId>)> = BTreeMap::new();
    for (id, entry) in (0..).map(EntryId).zip(&site.entries) {
        for topic in entry.document.fields.texts("topics") {
            let (_, members) = named.entry(slug(topic)).or_insert_with(|| (topic.clone(), Vec::new()));
            if members.last() != Some(&id) {
                members.push(id);
            }
        }
    }
    groups(named, "topic", site)
}

/// The series that something published is a part of.
pub fn series(site: &Site) -> Vec<Group> {
    let mut named: BTreeMap<String, (Arc<str>, Vec<EntryId>)> = BTreeMap::new();
    for (id, entry) in (0..).map(EntryId).zip(&site.entries) {
        if let Some(series) = entry.document.fields.map("series").and_then(|series| series.text("id")) {
            named.entry(slug(series)).or_insert_with(|| (series.clone(), Vec::new())).1.push(id);
        }
    }
    let part = |id: &EntryId| {
        site.entry(*id)
            .document
            .fields
            .map("series")
            .and_then(|series| series.int("part"))
            .unwrap_or(i64::MAX)
    };
    let mut groups = groups(named, "series", site);
    groups.iter_mut().for_each(|group| group.members.sort_by_key(part));
    groups
}

fn groups(named: BTreeMap<String, (Arc<str>, Vec<EntryId>)>, kind: &'static str, site: &Site) -> Vec<Group> {
    named
        .into_iter()
        .map(|(id, (name, members))| {
            let record = site.find(&Reference { kind, id: id.as_str().into() });
            let title = match record {
                Some(record) => site.entry(record).document.title.clone(),
                None => name.replace('-', " ").into(),
            };
            Group { id: id.into(), title, record, members }
        })
        .collect()
}
