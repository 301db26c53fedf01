//! A claim: something that somebody says is so, and how it stands with the evidence.

use super::{AnnotationKind, chip_or_text, schema_org};
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
        field("text", "What is claimed, in one sentence.", Holds::Text),
        field("by", "Who claims it.", Holds::RefOrText(&["person", "org"])),
        field("said", "When it was said.", Holds::Date),
        field(
            "status",
            "What you found: readers see it beside the claim.",
            Holds::OneOf(&["unconfirmed", "confirmed", "disputed", "false", "superseded"]),
        ),
        field("assessment", "Why it stands as it does.", Holds::Prose),
        field("evidence", "What bears that out: ids of sources.", Holds::List(&Holds::Ref("source"))),
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

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Claim"
    }

    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        vec![
            ("text", View::maybe(fields.text("text").cloned())),
            ("author", schema_org::field(fields.get("by"), "Organization", site)),
            ("dateCreated", schema_org::day(fields.date("said"))),
            ("citation", schema_org::field(fields.get("evidence"), "CreativeWork", site)),
        ]
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
