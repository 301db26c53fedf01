//! Terms that are defined and stand in no text.

use super::{Check, Level, LintKind, at_title, unused};
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::model::site::{EntryId, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0428", name: "unused-term", level: Level::Note, check: Check::Site(check) };

fn check(site: &Site, _: &Plan) -> Vec<(EntryId, Diagnostic)> {
    let unused = unused::of_kinds(&["term"], site).into_iter();
    unused
        .map(|id| {
            let document = &site.entry(id).document;
            let message = format!("the {} `{}` is defined, and nothing uses it", document.kind.name, document.id);
            (id, RULE.found(at_title(document), message).help("mark it where it helps, `[words](term:id)`, give it the `variants` that texts use, or take it out"))
        })
        .collect()
}
