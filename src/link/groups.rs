//! Topics and series: what belongs together, from what records say of themselves. A topic or a series needs no
//! record of its own; one gives it a title and an introduction.

use crate::model::document::Document;
use crate::model::record::Reference;
use crate::model::site::{EntryId, Group};
use crate::model::text::slug;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

type Ids = FxHashMap<Reference, EntryId>;

/// The topics that something published has.
pub fn topics(records: &[Arc<Document>], ids: &Ids) -> Vec<Group> {
    let mut slugs: FxHashMap<&str, String> = FxHashMap::default();
    let mut named: BTreeMap<String, (Arc<str>, Vec<EntryId>)> = BTreeMap::new();
    for (id, record) in (0..).map(EntryId).zip(records) {
        for topic in record.fields.texts("topics") {
            let slug = slugs.entry(topic).or_insert_with(|| slug(topic));
            if !named.contains_key(slug) {
                named.insert(slug.clone(), (topic.clone(), Vec::new()));
            }
            let members = named.get_mut(slug).map(|(_, members)| members);
            if let Some(members) = members.filter(|members| members.last() != Some(&id)) {
                members.push(id);
            }
        }
    }
    groups(named, "topic", records, ids)
}

/// The series that something published is a part of.
pub fn series(records: &[Arc<Document>], ids: &Ids) -> Vec<Group> {
    let mut named: BTreeMap<String, (Arc<str>, Vec<EntryId>)> = BTreeMap::new();
    for (id, record) in (0..).map(EntryId).zip(records) {
        if let Some(series) = record.fields.map("series").and_then(|series| series.text("id")) {
            named.entry(slug(series)).or_insert_with(|| (series.clone(), Vec::new())).1.push(id);
        }
    }
    let part = |id: &EntryId| {
        let series = records.get(id.0 as usize).and_then(|record| record.fields.map("series"));
        series.and_then(|series| series.int("part")).unwrap_or(i64::MAX)
    };
    let mut groups = groups(named, "series", records, ids);
    groups.iter_mut().for_each(|group| group.members.sort_by_key(part));
    groups
}

fn groups(
    named: BTreeMap<String, (Arc<str>, Vec<EntryId>)>,
    kind: &'static str,
    records: &[Arc<Document>],
    ids: &Ids,
) -> Vec<Group> {
    named
        .into_iter()
        .map(|(id, (name, members))| {
            let record = ids.get(&Reference { kind, id: id.as_str().into() }).copied();
            let title = match record.and_then(|record| records.get(record.0 as usize)) {
                Some(record) => record.title.clone(),
                None => name.replace('-', " ").into(),
            };
            Group { id: id.into(), title, record, members }
        })
        .collect()
}
