//! People, organisations and places that stand in no text and act in no event.

use super::{Check, Level, LintKind, at_title, unused};
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::model::site::{EntryId, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0430", name: "unmentioned-name", level: Level::Note, check: Check::Site(check) };

fn check(site: &Site, _: &Plan) -> Vec<(EntryId, Diagnostic)> {
    let unused = unused::of_kinds(&["person", "org", "place"], site).into_iter();
    unused
        .map(|id| {
            let document = &site.entry(id).document;
            let message = format!("nothing mentions the {} `{}`", document.kind.name, document.id);
            (
                id,
                RULE.found(at_title(document), message)
                    .help("mention or mark it, give it the `variants` that texts use, or take it out"),
            )
        })
        .collect()
}
