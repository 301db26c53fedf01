//! Sources that nothing leans on.

use super::{Check, Level, LintKind, at_title, unused};
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::model::site::{EntryId, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0429", name: "uncited-source", level: Level::Note, check: Check::Site(check) };

fn check(site: &Site, _: &Plan) -> Vec<(EntryId, Diagnostic)> {
    let unused = unused::of_kinds(&["source"], site).into_iter();
    unused
        .map(|id| {
            let document = &site.entry(id).document;
            let message = format!("nothing cites the {} `{}`", document.kind.name, document.id);
            (
                id,
                RULE.found(at_title(document), message).help(
                    "name it where it is leant on, `sources: [id]` or `[words](source:id)`, or take it out",
                ),
            )
        })
        .collect()
}
