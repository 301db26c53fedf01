//! Pictures without a caption: who, where, when.

use super::pictures::{self, Shown};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::{Entry, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0425", name: "picture-caption", level: Level::Note, check: Check::Outside(check) };

fn check(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let bare = pictures::shown(entry, site).into_iter().filter(|picture| !picture.has_caption);
    bare.map(told).collect()
}

fn told(picture: Shown) -> Diagnostic {
    let help = match &picture.record {
        Some(record) => format!("write it in the record `media:{record}`: `caption: …`"),
        None => {
            "write it below the picture, in emphasis: `*The president at the Royal Castle, 26 March 2022.*`"
                .to_owned()
        }
    };
    RULE.found(picture.place, "this picture has no caption").label("who is this, where, and when?").help(help)
}
