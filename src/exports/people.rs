//! Who's who, as data: people with their names and roles.

use super::records as r;
use super::{ExportKind, Form, words};
use crate::annotations::schema_org::other_names;
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `people_data`.
pub struct People;

impl ExportKind for People {
    fn name(&self) -> &'static str {
        "people_data"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["people"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("person").next();
        some.map(|_| Page::of_site(self.name(), "people.json")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        r::file("people", View::list(site.of_kind("person").map(|id| record(id, site))), site)
    }
}

fn record(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let fields = &entry.document.fields;
    let text = |name: &str| View::maybe(fields.text(name).cloned());
    let roles: Vec<View> = fields.maps("roles").map(|told| role(told, site)).collect();
    View::Map(vec![
        ("id", View::Text(entry.document.id.clone())),
        ("url", View::url(site.address(id))),
        ("name", View::Text(entry.document.title.clone())),
        ("sort", text("sort")),
        ("other_names", words::some(other_names(id, site))),
        ("short", words::summary(id, site)),
        ("roles", if roles.is_empty() { View::None } else { View::List(roles) }),
        ("wikidata", text("wikidata")),
        ("topics", words::some(words::topics(id, site))),
        ("mentions", View::Int(i64::try_from(entry.mentions.len()).unwrap_or(0))),
    ])
}

fn role(told: &Fields, site: &Site) -> View {
    View::Map(vec![
        ("title", View::maybe(told.text("title").cloned())),
        ("org", r::named(told.get("org"), site)),
        ("from", r::date(told.date("from"), site)),
        ("to", r::date(told.date("to"), site)),
    ])
}

/// What a record looks like.
pub fn schema() -> View {
    let role = r::object(
        &[],
        vec![
            ("title", r::text("The role.")),
            ("org", r::named_schema()),
            ("from", r::date_schema()),
            ("to", r::date_schema()),
        ],
    );
    r::object(
        &["id", "url", "name"],
        vec![
            ("id", r::text("The id, which does not change.")),
            ("url", r::address("The address of the page.")),
            ("name", r::text("The name.")),
            ("sort", r::text("The name to sort by.")),
            ("other_names", r::several(r::text("A name."), "Other names in use.")),
            ("short", r::text("Who it is, in a sentence or two.")),
            ("roles", r::several(role, "What the person is and was; a role without `to` is still held.")),
            ("wikidata", r::text("The item in Wikidata.")),
            ("topics", r::several(r::text("A topic."), "What the person belongs to.")),
            ("mentions", r::number("How many passages mention the person.")),
        ],
    )
}
