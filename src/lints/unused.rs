//! Which records of a kind are used at all: marked, linked or mentioned in a text, or named by a field of another record.

use crate::model::record::Reference;
use crate::model::site::{EntryId, Site};
use std::collections::HashSet;

/// The records of a kind to which nothing on the site leads but lists of everything.
pub fn of_kind(kind: &str, site: &Site) -> Vec<EntryId> {
    let used = used(kind, site);
    site.of_kind(kind).filter(|id| !used.contains(id)).collect()
}

fn used(kind: &str, site: &Site) -> HashSet<EntryId> {
    let linked: HashSet<&str> = links(site).collect();
    let mut used = HashSet::new();
    for id in site.of_kind(kind) {
        let entry = site.entry(id);
        let named = entry.referred_by.iter().any(|by| *by != id);
        if named || (!linked.is_empty() && linked.contains(&*site.link(id))) {
            used.insert(id);
        }
    }
    for (by, entry) in (0..).map(EntryId).zip(&site.entries) {
        let marked = entry.links.marks.iter().flatten().flatten();
        let mentioned = entry.links.mentions.iter().map(|mention| &mention.entry);
        let of_kind = |target: &&Reference| target.kind == kind;
        let targets = marked.chain(mentioned).filter(of_kind).filter_map(|target| site.find(target));
        used.extend(targets.filter(|target| *target != by));
    }
    used
}

/// Where the ordinary links of all texts lead, inside the site.
fn links(site: &Site) -> impl Iterator<Item = &str> {
    let urls = site.entries.iter().flat_map(|entry| entry.links.urls.iter().flatten().flatten());
    urls.map(|url| url.split('#').next().unwrap_or(url)).filter(|url| url.starts_with('/'))
}
