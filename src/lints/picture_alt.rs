//! Pictures that say nothing to those who cannot see them.

use super::pictures::{self, Shown};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::{Entry, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0423", name: "picture-alt", level: Level::Warning, check: Check::Outside(check) };

fn check(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let bare =
        pictures::shown(entry, site).into_iter().filter(|picture| picture.has_file && !picture.has_alt);
    bare.map(told).collect()
}

fn told(picture: Shown) -> Diagnostic {
    let help = match &picture.record {
        Some(record) => format!("say what it shows in the record `media:{record}`: `alt: …`"),
        None => "say what it shows: `![The president at a lectern](…)`, or `alt: …` in `image:`".to_owned(),
    };
    RULE.found(picture.place, "this picture has no alternative text")
        .label("readers who cannot see it learn nothing")
        .help(help)
}
