//! House rules: what is not wrong by itself and yet must not reach readers, or should be looked at.
//! One rule a file.

mod address;
mod avoided;
mod claim_evidence;
mod correction;
mod dead_link;
mod question;
pub mod stale;
mod to_come;

use crate::model::diagnostic::{Diagnostic, Diagnostics};
use crate::model::plan::Plan;
use crate::model::site::Site;

/// A house rule.
pub trait LintKind: Sync {
    /// What breaks the rule.
    fn check(&self, site: &Site, plan: &Plan) -> Vec<Diagnostic>;
}

/// Every rule.
pub const KINDS: &[&dyn LintKind] = &[
    &dead_link::DeadLink,
    &address::Address,
    &to_come::ToCome,
    &avoided::Avoided,
    &claim_evidence::ClaimEvidence,
    &correction::Correction,
    &question::Question,
];

/// Checks every rule.
pub fn check(site: &Site, plan: &Plan, found: &mut Diagnostics) {
    KINDS.iter().for_each(|lint| found.extend(lint.check(site, plan)));
}
