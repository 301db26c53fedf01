//! Ids and titles that readers and reviewers cannot tell apart: `iran-1` and `iran-l`, a Latin “a” and a Cyrillic one.
//! Signs that look alike are those of Unicode’s list of confusables (UTS 39).

use super::{Check, Level, LintKind, at_title};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::Document;
use crate::model::site::{EntryId, Site};
use std::collections::HashMap;
use unicode_security::skeleton;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0433", name: "confusable-ids", level: Level::Warning, check: Check::Names(check) };

fn check(site: &Site) -> Vec<(EntryId, Diagnostic)> {
    let kinds = site.kinds.values();
    kinds
        .flat_map(|ids| {
            let by_id = clashes(ids, site, "id", |id| site.entry(id).document.id.as_ref());
            by_id.into_iter().chain(clashes(ids, site, "title", |id| site.entry(id).document.title.as_ref()))
        })
        .collect()
}

/// Entries of which a name looks like that of an earlier one, and is not the same.
fn clashes<'a>(
    ids: &[EntryId],
    site: &Site,
    field: &str,
    name: impl Fn(EntryId) -> &'a str,
) -> Vec<(EntryId, Diagnostic)> {
    let mut seen: HashMap<String, EntryId> = HashMap::with_capacity(ids.len());
    let mut found = Vec::new();
    for id in ids {
        let first = *seen.entry(look(name(*id))).or_insert(*id);
        if name(first) == name(*id) {
            continue;
        }
        let (document, other) = (&site.entry(*id).document, &site.entry(first).document);
        let message = format!("the {field} `{}` looks like `{}`", name(*id), name(first));
        let help = match odd_sign(name(*id)).or(odd_sign(name(first))) {
            Some(odd) => {
                format!("one of the two has {odd}: write both in the same alphabet, or name one otherwise")
            }
            None => "name one of the two otherwise, so that nobody takes one for the other".to_owned(),
        };
        let at = |document: &Document| match field {
            "id" if document.location.path.is_empty() => Place::file(&document.location.manuscript.path),
            "id" => document.location.field(&["id".to_owned()]),
            _ => at_title(document),
        };
        found.push((*id, RULE.found(at(document), message).related(at(other), "the other").help(help)));
    }
    found
}

/// What a name looks like: equal for those that cannot be told apart.
fn look(name: &str) -> String {
    skeleton(name).map(|c| if c == '_' || c == '.' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

/// A letter that is not Latin among letters that are.
fn odd_sign(name: &str) -> Option<String> {
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    let odd =
        name.chars().find(|c| c.is_alphabetic() && !c.is_ascii() && deunicode::deunicode_char(*c).is_some());
    odd.filter(|_| latin).map(|c| format!("`{c}` (U+{:04X})", u32::from(c)))
}
