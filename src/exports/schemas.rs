//! The schemas of our own files of data (JSON Schema 2020-12), each at the address that its files name.

use super::{ExportKind, Form, facts, people, quotes, records};
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `schemas`.
pub struct Schemas;

/// What a file is called, the export that makes it, and what its records look like.
type Described = (&'static str, &'static dyn ExportKind, fn() -> View);

const ALL: &[Described] = &[
    ("facts", &facts::Facts, facts::schema),
    ("quotes", &quotes::Quotes, quotes::schema),
    ("people", &people::People, people::schema),
];

impl ExportKind for Schemas {
    fn name(&self) -> &'static str {
        "schemas"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let made = ALL.iter().filter(|(_, data, _)| !data.pages(site).is_empty());
        made.map(|(name, ..)| Page::of_site(self.name(), &records::schema_path(name))).collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let described = ALL.iter().find(|(name, ..)| *records::schema_path(name) == *page.path);
        described.map_or(View::None, |(name, _, record)| records::schema(name, page, record(), desk.site))
    }
}
