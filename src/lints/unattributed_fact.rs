//! Facts of which nothing says who counts: no `by`, and no source.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::record::Fields;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind = LintKind {
    code: "BS0427",
    name: "unattributed-fact",
    level: Level::Warning,
    check: Check::Record(check),
};

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let fact = &entry.document;
    if fact.kind.name != "fact" || is_attributed(&fact.fields) {
        return Vec::new();
    }
    let values = fact.fields.by_date("values").iter().filter(|(_, value)| !is_attributed(value));
    values
        .map(|(date, _)| {
            let place = fact.location.field(&["values".to_owned(), date.written.to_string()]);
            let message = format!("nothing says who gives this value of the fact `{}`", fact.id);
            RULE.found(place, message)
                .label("without attribution")
                .help("name who counts, `by: org-id`, or where it stands, `sources: [source-id]`")
        })
        .collect()
}

fn is_attributed(fields: &Fields) -> bool {
    fields.get("by").is_some() || !fields.list("sources").is_empty()
}
