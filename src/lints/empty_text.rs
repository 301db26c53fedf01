//! Explainers and pages that have front matter and no text.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0441", name: "empty-text", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let has_text = !document.body().is_empty();
    if has_text || !["explainer", "page"].contains(&document.kind.name) {
        return Vec::new();
    }
    let message = format!("the {} `{}` has no text", document.kind.name, document.id);
    let place = Place::file(&document.location.manuscript.path);
    vec![
        RULE.found(place, message)
            .help("write it below the front matter, or set `stage: draft` until it is there"),
    ]
}
