//! Former ids and aliases are addresses inside the site.

use super::LintKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::{Plan, is_inside};
use crate::model::site::Site;

/// The rule.
pub struct Address;

impl LintKind for Address {
    fn check(&self, site: &Site, _: &Plan) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for entry in &site.entries {
            for field in ["former_ids", "aliases"] {
                for (i, written) in entry.document.fields.texts(field).enumerate() {
                    let inside = written.trim_matches('/');
                    let is_id = field == "aliases" || !inside.contains('/');
                    if is_inside(inside) && is_id && !inside.contains(char::is_whitespace) {
                        continue;
                    }
                    let place = entry.document.location.field(&[field.to_owned(), i.to_string()]);
                    let message = format!("`{written}` is no address inside the site");
                    let help = "write the old id, or a path such as `/old/page/`";
                    found.push(Diagnostic::error("BS0407", place, message).help(help));
                }
            }
        }
        found
    }
}
