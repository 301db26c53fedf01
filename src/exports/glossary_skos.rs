//! The glossary as a SKOS concept scheme, <https://www.w3.org/TR/skos-reference/>, in JSON-LD. No label of a
//! concept is told twice, as the reference demands (S13).

use super::{ExportKind, Form, words};
use crate::annotations::schema_org::other_names;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use std::sync::Arc;

/// The kind `glossary_skos`.
pub struct GlossarySkos;

impl ExportKind for GlossarySkos {
    fn name(&self) -> &'static str {
        "glossary_skos"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/ld+json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["glossary"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("term").next();
        some.map(|_| Page::of_site(self.name(), "glossary.skos.jsonld")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let address = site.settings.address("glossary/");
        let terms: Vec<EntryId> = site.of_kind("term").collect();
        let concepts = terms.iter().map(|id| concept(*id, &address, site));
        View::Map(vec![
            ("@context", context(site)),
            ("@graph", View::list(std::iter::once(scheme(&address, &terms, site)).chain(concepts))),
        ])
    }
}

/// Every key is a term of SKOS; labels are in the language of the site.
fn context(site: &Site) -> View {
    let skos = |name: &str| format!("http://www.w3.org/2004/02/skos/core#{name}");
    let iri = |name: &str| View::Map(vec![("@id", View::text(skos(name))), ("@type", View::Constant("@id"))]);
    let label = |name: &str| {
        View::Map(vec![
            ("@id", View::text(skos(name))),
            ("@language", View::Text(site.settings.lang.clone())),
        ])
    };
    View::Map(vec![
        ("id", View::Constant("@id")),
        ("type", View::Constant("@type")),
        ("Concept", View::text(skos("Concept"))),
        ("ConceptScheme", View::text(skos("ConceptScheme"))),
        ("inScheme", iri("inScheme")),
        ("hasTopConcept", iri("hasTopConcept")),
        ("related", iri("related")),
        ("notation", View::Map(vec![("@id", View::text(skos("notation")))])),
        ("prefLabel", label("prefLabel")),
        ("altLabel", label("altLabel")),
        ("hiddenLabel", label("hiddenLabel")),
        ("definition", label("definition")),
    ])
}

fn scheme(address: &str, terms: &[EntryId], site: &Site) -> View {
    let name = site.words().fill("export_glossary_of", &[("name", site.settings.name())]);
    View::Map(vec![
        ("id", View::url(address)),
        ("type", View::Constant("ConceptScheme")),
        ("prefLabel", View::text(name)),
        ("definition", View::text(site.words().get("glossary_about"))),
        ("hasTopConcept", View::list(terms.iter().map(|id| View::url(site.address(*id))))),
    ])
}

fn concept(id: EntryId, scheme: &str, site: &Site) -> View {
    let document = &site.entry(id).document;
    let others = other_names(id, site);
    let mut hidden: Vec<Arc<str>> = Vec::new();
    for name in document.fields.texts("avoid") {
        if *name != document.title && !others.contains(name) && !hidden.contains(name) {
            hidden.push(name.clone());
        }
    }
    let related = document.fields.refs("see").filter_map(|see| site.find(see)).filter(|see| *see != id);
    let related: Vec<View> = related.map(|see| View::url(site.address(see))).collect();
    View::Map(vec![
        ("id", View::url(site.address(id))),
        ("type", View::Constant("Concept")),
        ("inScheme", View::url(scheme)),
        ("notation", View::Text(document.id.clone())),
        ("prefLabel", View::Text(document.title.clone())),
        ("altLabel", words::some(others)),
        ("hiddenLabel", words::some(hidden)),
        ("definition", words::summary(id, site)),
        ("related", if related.is_empty() { View::None } else { View::List(related) }),
    ])
}
