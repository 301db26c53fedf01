//! `.well-known/trust.txt`, <https://journallist.net/reference-document-for-trust-txt-specifications>: to whom a
//! publisher belongs, and which accounts are its own. `trust:` of content/site.yml.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::record::{Data, Fields};
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `trust`.
pub struct Trust;

/// What may be said, in the order of the specification.
const ATTRIBUTES: [&str; 9] = [
    "member",
    "belongto",
    "control",
    "controlledby",
    "social",
    "vendor",
    "customer",
    "disclosure",
    "contact",
];

impl ExportKind for Trust {
    fn name(&self) -> &'static str {
        "trust"
    }

    fn form(&self) -> Form {
        Form::Template("export/trust.txt")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let wanted = site.settings.fields.map("trust").is_some() && !super::is_static(FILE, site);
        wanted.then(|| Page::of_site(self.name(), FILE)).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let nothing = Fields::default();
        let fields = desk.site.settings.fields.map("trust").unwrap_or(&nothing);
        let said = ATTRIBUTES.iter().flat_map(|name| {
            let line = move |url| View::Map(vec![("name", View::text(*name)), ("value", View::Url(url))]);
            super::urls(fields, name).map(line)
        });
        let training = fields.get("datatrainingallowed").map(|data| match data {
            Data::Bool(true) => "yes",
            _ => "no",
        });
        View::Map(vec![("lines", View::list(said)), ("training", View::maybe(training))])
    }
}

const FILE: &str = ".well-known/trust.txt";
