//! An organisation: a body that acts or speaks.

use super::{AnnotationKind, profile};
use crate::model::record::{ContentKind, Holds, field};
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;

/// The kind `org`.
pub struct Org;

const CONTENT: ContentKind = ContentKind {
    name: "org",
    folder: "orgs",
    address: "orgs",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("sort", "The name it is filed under, where that is not its title.", Holds::Text),
        field("expansion", "The words its initials stand for.", Holds::Text),
        field("roles", "What it was, for whom, and when.", Holds::List(&profile::ROLE)),
    ],
};

impl AnnotationKind for Org {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn is_found_by_name(&self) -> bool {
        true
    }

    fn stand(&self) -> Stand {
        Stand::Names
    }

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Organization"
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let expansion = site.entry(id).document.fields.text("expansion").cloned();
        let mut card = profile::card(id, site);
        card.push(("expansion", View::maybe(expansion)));
        card
    }
}
