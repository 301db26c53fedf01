//! A place: a country, a city, a building.

use super::{AnnotationKind, profile};
use crate::model::record::ContentKind;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;

/// The kind `place`.
pub struct Place;

const CONTENT: ContentKind = ContentKind {
    name: "place",
    folder: "places",
    address: "places",
    tells_of_marks: false,
    title_from: None,
    fields: profile::FIELDS,
};

impl AnnotationKind for Place {
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
        "Place"
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        profile::card(id, site)
    }
}
