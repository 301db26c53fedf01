//! Which records of a kind are used at all: marked, linked or mentioned in a text, or named by a field of another record.

use crate::model::record::Reference;
use crate::model::site::{EntryId, Site};
use std::collections::HashSet;

/// The records of these kinds to which nothing on the site leads but lists of everything.
pub fn of_kinds(kinds: &[&str], site: &Site) -> Vec<EntryId> {
    let all = kinds.iter().flat_map(|kind| site.of_kind(kind));
    let lonely: Vec<EntryId> = all.filter(|id| !is_named(*id, site)).collect();
    // A walk through all marks and links of the site is for those few.
    if lonely.is_empty() {
        return lonely;
    }
    let used = used(&lonely, site);
    lonely.into_iter().filter(|id| !used.contains(id)).collect()
}

/// Whether a text of another record mentions it, or a field of one names it.
fn is_named(id: EntryId, site: &Site) -> bool {
    let entry = site.entry(id);
    entry.referred_by.iter().any(|by| *by != id) || entry.mentions.iter().any(|passage| passage.by != id)
}

/// Which of some records others mark, mention in other fields than their bodies, or link to.
fn used(lonely: &[EntryId], site: &Site) -> HashSet<EntryId> {
    let kinds: HashSet<&str> = lonely.iter().map(|id| site.entry(*id).document.kind.name).collect();
    let linked: HashSet<&str> = links(site).collect();
    let mut used: HashSet<EntryId> =
        lonely.iter().copied().filter(|id| !linked.is_empty() && linked.contains(&*site.link(*id))).collect();
    for (by, entry) in (0..).map(EntryId).zip(&site.entries) {
        let marked = entry.links.marks.iter().flatten().flatten();
        let mentioned = entry.links.mentions.iter().map(|mention| &mention.entry);
        let of_kind = |target: &&Reference| kinds.contains(target.kind);
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
