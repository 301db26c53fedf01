//! What our own files of data share: how they begin, how their records write dates and names, and the words of
//! their schemas (JSON Schema 2020-12), which are published beside them.

use super::words;
use crate::model::date::EventDate;
use crate::model::plan::Page;
use crate::model::record::{Data, Reference};
use crate::model::site::Site;
use crate::model::view::View;

/// The version of the files. It changes when a reader of the old ones would be misled.
const VERSION: i64 = 1;

/// A file of records of one name.
pub fn file(name: &'static str, records: View, site: &Site) -> View {
    View::Map(vec![
        ("$schema", View::url(site.settings.address(&schema_path(name)))),
        ("version", View::Int(VERSION)),
        ("site", View::Url(site.settings.base_url.clone())),
        ("language", View::Text(site.settings.lang.clone())),
        (name, records),
    ])
}

/// Where the schema of a file is.
pub fn schema_path(name: &str) -> String {
    format!("schemas/{name}.json")
}

/// The schema of a file whose records are described by `record`.
pub fn schema(name: &'static str, page: &Page, record: View, site: &Site) -> View {
    let records = View::Map(vec![("type", View::Constant("array")), ("items", record)]);
    let version = View::Map(vec![("const", View::Int(VERSION))]);
    let whole = object(
        &["$schema", "version", name],
        vec![
            ("$schema", address("The address of this schema.")),
            ("version", version),
            ("site", address("The site that the records are from.")),
            ("language", text("The language of the words, BCP 47.")),
            (name, records),
        ],
    );
    let mut schema = vec![
        ("$schema", View::Constant("https://json-schema.org/draft/2020-12/schema")),
        ("$id", View::url(site.settings.address(&page.path))),
        ("title", View::text(name)),
    ];
    if let View::Map(whole) = whole {
        schema.extend(whole);
    }
    View::Map(schema)
}

/// A date of the world, for machines (EDTF, ISO 8601-2) and for people.
pub fn date(date: Option<&EventDate>, site: &Site) -> View {
    date.map_or(View::None, |date| {
        View::Map(vec![
            ("edtf", View::Text(date.written.clone())),
            ("text", View::text(date.show(site.words()))),
        ])
    })
}

/// What a field names: a name, and the address of its page where it has one.
pub fn named(data: Option<&Data>, site: &Site) -> View {
    match data {
        Some(Data::Ref(reference)) => entry(reference, site),
        Some(Data::Text(words)) => View::Map(vec![("name", View::Text(words.clone()))]),
        _ => View::None,
    }
}

/// Name and address of an entry, where it is published.
pub fn entry(reference: &Reference, site: &Site) -> View {
    site.find(reference).map_or(View::None, |id| {
        View::Map(vec![
            ("name", View::Text(site.entry(id).document.title.clone())),
            ("kind", View::text(reference.kind)),
            ("id", View::Text(reference.id.clone())),
            ("url", View::url(site.address(id))),
        ])
    })
}

/// The ids of published sources, as `sources.json` has them.
pub fn sources<'a>(references: impl Iterator<Item = &'a Reference>, site: &Site) -> View {
    words::some(references.filter(|source| site.find(source).is_some()).map(|s| s.id.clone()).collect())
}

// ---- the words of schemas

/// Text.
pub fn text(says: &'static str) -> View {
    typed("string", says, Vec::new())
}

/// A number.
pub fn number(says: &'static str) -> View {
    typed("number", says, Vec::new())
}

/// An address.
pub fn address(says: &'static str) -> View {
    typed("string", says, vec![("format", View::Constant("uri"))])
}

/// Yes or no.
pub fn switch(says: &'static str) -> View {
    typed("boolean", says, Vec::new())
}

/// One of these words.
pub fn one_of(names: &[&'static str], says: &'static str) -> View {
    typed("string", says, vec![("enum", View::list(names.iter().copied().map(View::text)))])
}

/// Several.
pub fn several(items: View, says: &'static str) -> View {
    typed("array", says, vec![("items", items)])
}

/// Named values, of which some must be there.
pub fn object(required: &[&'static str], properties: Vec<(&'static str, View)>) -> View {
    View::Map(vec![
        ("type", View::Constant("object")),
        ("required", View::list(required.iter().copied().map(View::text))),
        ("properties", View::Map(properties)),
    ])
}

/// A date of the world.
pub fn date_schema() -> View {
    object(
        &["edtf", "text"],
        vec![
            ("edtf", text("The date in EDTF (ISO 8601-2), as exactly as it is known.")),
            ("text", text("The date in words.")),
        ],
    )
}

/// Somebody or something named.
pub fn named_schema() -> View {
    object(
        &["name"],
        vec![
            ("name", text("The name.")),
            ("kind", text("What kind of entry it is, where it has a page.")),
            ("id", text("The id of its entry.")),
            ("url", address("The address of its page.")),
        ],
    )
}

fn typed(kind: &'static str, says: &'static str, more: Vec<(&'static str, View)>) -> View {
    let mut schema = vec![("type", View::text(kind)), ("description", View::text(says))];
    schema.extend(more);
    View::Map(schema)
}
