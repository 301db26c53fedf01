//! A correction says when it was made, and what was wrong.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0406", name: "correction", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let mut found = Vec::new();
    for (i, correction) in document.fields.maps("corrections").enumerate() {
        let place = || document.location.field(&["corrections".to_owned(), i.to_string()]);
        if correction.moment("date").is_none() {
            let message = "this correction does not say when it was made";
            found.push(RULE.found(place(), message).help("add `date: 2022-03-30`"));
        }
        let says = |name: &str| correction.get(name).is_some();
        let tells = says("text") || (says("was") && says("now"));
        if !tells {
            let message = "this correction does not say what was wrong";
            let help = "add `text: …`, or `was: …` and `now: …`";
            found.push(RULE.found(place(), message).help(help));
        }
    }
    found
}
