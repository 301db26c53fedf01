//! A claim: something that somebody says is so, and how it stands with the evidence.

use super::{AnnotationKind, chip_or_text};
use crate::model::record::{ContentKind, Holds, field};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Style, View};

/// The kind `claim`.
pub struct Claim;

const CONTENT: ContentKind = ContentKind {
    name: "claim",
    folder: "claims",
    address: "claims",
    tells_of_marks: false,
    title_from: Some("text"),
    fields: &[
        field("text", Holds::Text),
        field("by", Holds::RefOrText(&["person", "org"])),
        field("said", Holds::Date),
        field("status", Holds::OneOf(&["unconfirmed", "confirmed", "disputed", "false", "superseded"])),
        field("assessment", Holds::Prose),
        field("evidence", Holds::List(&Holds::Ref("source"))),
    ],
};

impl AnnotationKind for Claim {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn motivation(&self) -> &'static str {
        "assessing"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let assessment =
            fields.prose("assessment").map_or(View::None, |prose| View::Prose(id, prose, Style::Inline));
        vec![
            ("text", View::maybe(fields.text("text").cloned())),
            ("by", fields.get("by").map_or(View::None, |by| chip_or_text(by, site))),
            ("said", super::event::shown(fields.date("said"), site)),
            ("status", View::text(fields.text("status").map_or("unconfirmed", |status| status))),
            ("assessment", assessment),
            ("evidence", super::chips(id, "evidence", site)),
        ]
    }
}
