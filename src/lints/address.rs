//! Former ids and aliases are addresses inside the site.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::is_inside;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0407", name: "address", level: Level::Error, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for field in ["former_ids", "aliases"] {
        for (i, written) in entry.document.fields.texts(field).enumerate() {
            let inside = written.trim_matches('/');
            let is_id = field == "aliases" || !inside.contains('/');
            if is_inside(inside) && is_id && !inside.contains(char::is_whitespace) {
                continue;
            }
            let place = entry.document.location.field(&[field.to_owned(), i.to_string()]);
            let message = format!("`{written}` is no address inside the site");
            found.push(RULE.found(place, message).help("write the old id, or a path such as `/old/page/`"));
        }
    }
    found
}
