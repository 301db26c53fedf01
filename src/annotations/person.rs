//! A person: someone who acts, speaks or is spoken of.

use super::{AnnotationKind, profile, schema_org};
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

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Person"
    }

    /// The roles that a person has now.
    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let roles = || {
            let roles = site.entry(id).document.fields.maps("roles");
            roles.filter(|role| role.date("to").is_none())
        };
        let titles = roles().filter_map(|role| role.text("title").cloned()).map(View::Text);
        let orgs = roles().map(|role| schema_org::field(role.get("org"), "Organization", site));
        vec![("jobTitle", schema_org::some(titles)), ("affiliation", schema_org::some(orgs))]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        profile::card(id, site)
    }
}
