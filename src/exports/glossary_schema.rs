//! The glossary in the words of schema.org: a `DefinedTermSet`.

use super::{ExportKind, Form, words};
use crate::annotations::schema_org::other_names;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `glossary_schema`.
pub struct GlossarySchema;

impl ExportKind for GlossarySchema {
    fn name(&self) -> &'static str {
        "glossary_schema"
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
        some.map(|_| Page::of_site(self.name(), "glossary.jsonld")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let words = site.words();
        let address = site.settings.address("glossary/");
        let name = words.fill("export_glossary_of", &[("name", site.settings.name())]);
        View::Map(vec![
            ("@context", View::Constant("https://schema.org")),
            ("@type", View::Constant("DefinedTermSet")),
            ("@id", View::url(address.clone())),
            ("url", View::url(address.clone())),
            ("name", View::text(name)),
            ("description", View::text(words.get("glossary_about"))),
            ("inLanguage", View::Text(site.settings.lang.clone())),
            ("hasDefinedTerm", View::list(site.of_kind("term").map(|id| term(id, &address, site)))),
        ])
    }
}

fn term(id: EntryId, set: &str, site: &Site) -> View {
    let document = &site.entry(id).document;
    let address = site.address(id);
    View::Map(vec![
        ("@type", View::Constant("DefinedTerm")),
        ("@id", View::url(address.clone())),
        ("url", View::url(address)),
        ("name", View::Text(document.title.clone())),
        ("alternateName", words::some(other_names(id, site))),
        ("description", words::summary(id, site)),
        ("termCode", View::Text(document.id.clone())),
        ("inDefinedTermSet", View::Map(vec![("@id", View::url(set))])),
    ])
}
