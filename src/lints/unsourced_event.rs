//! Events that nobody can check: no source in the record, and none marked in its text. So for the dates that only one
//! explainer shows, unless the explainer names its sources as a whole.

use super::{Check, Level, LintKind, at_title};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::{Document, Prose};
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0422", name: "unsourced-event", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    match document.kind.name {
        "event" if document.fields.list("sources").is_empty() && !document.prose.iter().any(names_source) => {
            let message = format!("nothing says where the event `{}` is known from", document.id);
            vec![told(at_title(document), &message)]
        }
        "explainer" if document.fields.list("sources").is_empty() => own_dates(document),
        _ => Vec::new(),
    }
}

/// The dates of an explainer only.
fn own_dates(document: &Document) -> Vec<Diagnostic> {
    let dates = document.fields.maps("timeline").enumerate();
    let bare = dates.filter(|(_, date)| {
        let text = date.prose("text").map(|text| document.prose(text));
        date.list("sources").is_empty() && !text.is_some_and(names_source)
    });
    bare.map(|(i, _)| {
        let path = ["timeline".to_owned(), i.to_string()];
        told(document.location.field(&path), "nothing says where this date is known from")
    })
    .collect()
}

fn told(place: Place, message: &str) -> Diagnostic {
    let help = "name one: `sources: [source-id]`; a new one is written by `backstory new source ID`";
    RULE.found(place, message).label("without a source").help(help)
}

fn names_source(prose: &Prose) -> bool {
    prose.marks.iter().any(|mark| mark.kind == Some("source"))
}
