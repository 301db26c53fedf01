//! A correction says when it was made, and what was wrong.

use super::LintKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::plan::Plan;
use crate::model::site::Site;

/// The rule.
pub struct Correction;

impl LintKind for Correction {
    fn check(&self, site: &Site, _: &Plan) -> Vec<Diagnostic> {
        site.entries.iter().flat_map(|entry| incomplete(&entry.document)).collect()
    }
}

fn incomplete(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (i, correction) in document.fields.maps("corrections").enumerate() {
        let place = || document.location.field(&["corrections".to_owned(), i.to_string()]);
        if correction.moment("date").is_none() {
            let message = "this correction does not say when it was made";
            found.push(Diagnostic::warning("BS0406", place(), message).help("add `date: 2022-03-30`"));
        }
        let says = |name: &str| correction.get(name).is_some();
        let tells = says("text") || (says("was") && says("now"));
        if !tells {
            let message = "this correction does not say what was wrong";
            let help = "add `text: …`, or `was: …` and `now: …`";
            found.push(Diagnostic::warning("BS0406", place(), message).help(help));
        }
    }
    found
}
