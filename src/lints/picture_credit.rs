//! Pictures of which nothing says who made them.

use super::pictures::{self, Shown};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::{Entry, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0424", name: "picture-credit", level: Level::Warning, check: Check::Outside(check) };

fn check(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let bare = pictures::shown(entry, site).into_iter().filter(|picture| !picture.has_credit);
    bare.map(told).collect()
}

fn told(picture: Shown) -> Diagnostic {
    let help = match &picture.record {
        Some(record) => format!("name who made it in the record `media:{record}`: `credit: …`"),
        None => {
            "name who made it, in brackets after the caption: `[Jane Doe/Agency]`, or `credit: …` in `image:`"
                .to_owned()
        }
    };
    RULE.found(picture.place, "this picture has no credit").label("nothing says who made it").help(help)
}
