//! The glossary: every term, by letter.

use super::PageKind;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `glossary`.
pub struct Glossary;

impl PageKind for Glossary {
    fn name(&self) -> &'static str {
        "glossary"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("glossary")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("term").next();
        some.map(|_| Page::of_site(self.name(), "glossary/")).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let address = desk.site.settings.address("glossary/");
        let set = View::Map(vec![
            ("@type", View::text("DefinedTermSet")),
            ("@id", View::url(address.clone())),
            ("name", View::text(desk.site.words().get("glossary"))),
            ("url", View::url(address)),
        ]);
        vec![("@type", View::text("CollectionPage")), ("mainEntity", set)]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("glossary"))),
            ("description", View::text(words.get("glossary_about"))),
            ("letters", by_letter(desk)),
        ]
    }
}

/// Terms under their first letter; those that begin with a digit come first.
fn by_letter(desk: &Desk<'_>) -> View {
    let mut letters: Vec<(String, Vec<EntryId>)> = Vec::new();
    for id in super::sorted(desk.site, "term") {
        let letter = letter(&super::sort_key(desk.site, id));
        match letters.last_mut().filter(|(last, _)| *last == letter) {
            Some((_, terms)) => terms.push(id),
            None => letters.push((letter, vec![id])),
        }
    }
    View::list(letters.into_iter().map(|(letter, terms)| {
        View::Map(vec![("letter", View::text(letter)), ("terms", super::cards(terms, desk))])
    }))
}

fn letter(key: &str) -> String {
    match key.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "0–9".to_owned(),
    }
}
