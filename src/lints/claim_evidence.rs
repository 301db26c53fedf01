//! A claim that is said to be confirmed, disputed, false or superseded rests on something.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0403", name: "claim-evidence", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let claim = &entry.document;
    let judged = claim.fields.text("status").filter(|status| &***status != "unconfirmed");
    let Some(status) = judged.filter(|_| claim.kind.name == "claim") else { return Vec::new() };
    if !claim.fields.list("evidence").is_empty() {
        return Vec::new();
    }
    let place = claim.location.field(&["status".to_owned()]);
    let message = format!("nothing says why the claim `{}` is {status}", claim.id);
    let help = "name the sources: `evidence: [source-id]`, or call it `unconfirmed`";
    vec![RULE.found(place, message).label("without evidence").help(help)]
}
