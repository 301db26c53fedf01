//! Sources on the web without an archived copy: pages change and go. A matter of how a house works, and so off by
//! default.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0439", name: "unarchived-source", level: Level::Off, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let source = &entry.document;
    let on_the_web = source.fields.text("url").filter(|url| !url.starts_with("mailto:"));
    if source.kind.name != "source" || on_the_web.is_none() || source.fields.text("archive_url").is_some() {
        return Vec::new();
    }
    let message = format!("the source `{}` has no archived copy", source.id);
    vec![
        RULE.found(source.location.field(&["url".to_owned()]), message)
            .label("this page may change, or go")
            .help("have it archived, and write `archive_url: https://…` and `archived: 2022-03-28`"),
    ]
}
