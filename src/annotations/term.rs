//! A term: a word or an acronym that needs explaining. Its records are the glossary.

use super::AnnotationKind;
use crate::model::record::{ContentKind, Holds, field};
use crate::model::site::{EntryId, Site};
use crate::model::view::View;

/// The kind `term`.
pub struct Term;

const CONTENT: ContentKind = ContentKind {
    name: "term",
    folder: "terms",
    address: "glossary",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("expansion", "The words its initials stand for.", Holds::Text),
        field("see", "Terms to read beside it: ids.", Holds::List(&Holds::Ref("term"))),
    ],
};

impl AnnotationKind for Term {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn is_found_by_name(&self) -> bool {
        true
    }

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "DefinedTerm"
    }

    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let set = View::Map(vec![
            ("@type", View::Constant("DefinedTermSet")),
            ("@id", View::url(site.settings.address("glossary/"))),
            ("name", View::text(site.words().get("glossary"))),
        ]);
        vec![("termCode", View::Text(site.entry(id).document.id.clone())), ("inDefinedTermSet", set)]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        vec![
            ("expansion", View::maybe(fields.text("expansion").cloned())),
            ("see", super::chips(id, "see", site)),
        ]
    }
}
