//! Entries of one kind that share a name, and no topic that tells them apart. Neither is found by its name in a text,
//! and a list of entries shows the same words twice.

use super::{Check, Level, LintKind, at_title};
use crate::annotations;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::site::{EntryId, Site};
use std::collections::{BTreeMap, HashSet};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0438", name: "shared-name", level: Level::Warning, check: Check::Names(check) };

fn check(site: &Site) -> Vec<(EntryId, Diagnostic)> {
    let kinds = annotations::KINDS.iter().filter(|kind| kind.is_found_by_name());
    kinds.flat_map(|kind| of_kind(kind.name(), site)).collect()
}

fn of_kind(kind: &str, site: &Site) -> Vec<(EntryId, Diagnostic)> {
    let mut named: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for id in site.of_kind(kind) {
        let document = &site.entry(id).document;
        for name in names(document) {
            named.entry(name).or_default().push(id);
        }
    }
    let shared = named.into_iter().filter(|(_, owners)| owners.len() > 1);
    shared.flat_map(|(name, owners)| clashes(name, &owners, site)).collect()
}

/// The names by which texts find an entry, each once.
fn names(document: &Document) -> HashSet<&str> {
    let variants = document.fields.texts("variants").map(|name| &**name);
    variants.chain([&*document.title]).filter(|name| !name.trim().is_empty()).collect()
}

/// Every owner of a name after the first that shares a topic with it, or of which one has none.
fn clashes(name: &str, owners: &[EntryId], site: &Site) -> Vec<(EntryId, Diagnostic)> {
    let topics = |id: EntryId| -> HashSet<&str> {
        site.entry(id).document.fields.texts("topics").map(|topic| &**topic).collect()
    };
    let Some((first, others)) = owners.split_first() else { return Vec::new() };
    let of_first = topics(*first);
    let told = others.iter().filter(|other| {
        let of_other = topics(**other);
        of_first.is_empty() || of_other.is_empty() || !of_first.is_disjoint(&of_other)
    });
    told.map(|other| {
        let (document, first) = (&site.entry(*other).document, &site.entry(*first).document);
        let message = format!("two entries of the kind {} are called `{name}`", document.kind.name);
        let help = "give each a topic of its own, or one of them a longer name; until then texts must mark them by id";
        let place = at_title(document);
        let other_place = at_title(first);
        (*other, RULE.found(place, message).related(other_place, "the first").help(help))
    })
    .collect()
}
