//! A claim that is said to be confirmed, disputed, false or superseded rests on something.

use super::LintKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::plan::Plan;
use crate::model::site::Site;

/// The rule.
pub struct ClaimEvidence;

impl LintKind for ClaimEvidence {
    fn check(&self, site: &Site, _: &Plan) -> Vec<Diagnostic> {
        let claims = site.of_kind("claim").map(|id| &site.entry(id).document);
        let bare = claims.filter_map(|claim| {
            let status = claim.fields.text("status").filter(|status| &***status != "unconfirmed")?;
            claim.fields.list("evidence").is_empty().then_some((claim, status))
        });
        bare.map(|(claim, status)| {
            let place = claim.location.field(&["status".to_owned()]);
            Diagnostic::warning(
                "BS0403",
                place,
                format!("nothing says why the claim `{}` is {status}", claim.id),
            )
            .label("without evidence")
            .help("name the sources: `evidence: [source-id]`, or call it `unconfirmed`")
        })
        .collect()
    }
}
