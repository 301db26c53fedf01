//! The questions that an explainer lists are headings of its text.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::Entry;
use crate::model::text::nearest;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0405", name: "question", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let headings = || document.body().headings.iter().map(|heading| &*heading.id);
    let asked = document.fields.texts("questions").enumerate();
    let unknown = asked.filter(|(_, asked)| !headings().any(|id| id == &***asked));
    unknown
        .map(|(i, asked)| {
            let place = document.location.field(&["questions".to_owned(), i.to_string()]);
            let help = match nearest(asked, headings()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("give the heading this id: `## … {{#{asked}}}`"),
            };
            RULE.found(place, format!("no heading of this text has the id `{asked}`")).help(help)
        })
        .collect()
}
