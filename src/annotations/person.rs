//! A person: someone who acts, speaks or is spoken of.

use super::{AnnotationKind, profile};
use crate::model::record::ContentKind;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;

/// The kind `person`.
pub struct Person;

const CONTENT: ContentKind = ContentKind {
    name: "person",
    folder: "people",
    address: "people",
    tells_of_marks: false,
    title_from: None,
    fields: profile::FIELDS,
};

impl AnnotationKind for Person {
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

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        profile::card(id, site)
    }
}
