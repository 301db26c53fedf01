//! What a page says of itself to machines: one object in the words of schema.org.

mod article;

use super::PageKind;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

pub use article::article;

/// How many entries a list names: it says how many there are.
const LISTED: usize = 50;

/// The object: what every page says, and what its kind says instead or beside.
pub fn of(page: &Page, kind: &dyn PageKind, seen: &[(&'static str, View)], desk: &Desk<'_>) -> View {
    let site = desk.site;
    let told = |name: &str| {
        let view = seen.iter().find(|(key, _)| *key == name).map_or(View::None, |(_, view)| view.clone());
        if matches!(&view, View::Text(text) if text.is_empty()) { View::None } else { view }
    };
    let mut object = vec![
        ("@context", View::Constant("https://schema.org")),
        ("@type", View::Constant("WebPage")),
        ("url", View::url(site.settings.address(&page.path))),
        ("name", told("title")),
        ("description", told("description")),
        ("inLanguage", View::Text(site.settings.lang.clone())),
        ("isPartOf", website(site)),
    ];
    for (name, view) in kind.schema_org(page, desk) {
        match object.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = view,
            None => object.push((name, view)),
        }
    }
    View::Json(Box::new(View::Map(object)))
}

/// The whole that every page is part of.
pub fn website(site: &Site) -> View {
    View::Map(vec![
        ("@type", View::Constant("WebSite")),
        ("@id", View::url(format!("{}#website", site.settings.base_url))),
        ("name", View::text(site.settings.name())),
        ("url", View::Url(site.settings.base_url.clone())),
    ])
}

/// Who publishes it.
pub fn publisher(site: &Site) -> View {
    let name = site.settings.fields.text("publisher").map_or(site.settings.name(), |name| name);
    View::Map(vec![
        ("@type", View::Constant("NewsMediaOrganization")),
        ("@id", View::url(format!("{}#publisher", site.settings.base_url))),
        ("name", View::text(name)),
        ("url", View::Url(site.settings.base_url.clone())),
        ("logo", logo(site)),
    ])
}

/// The icon of the theme.
fn logo(site: &Site) -> View {
    match site.theme.assets.contains_key("icon.svg") {
        true => View::Map(vec![
            ("@type", View::Constant("ImageObject")),
            ("url", View::url(site.settings.address("assets/icon.svg"))),
        ]),
        false => View::None,
    }
}

/// A page that lists entries.
pub fn list(entries: &[EntryId], site: &Site) -> Vec<(&'static str, View)> {
    let number = |n: usize| View::Int(i64::try_from(n).unwrap_or(0));
    let items = entries.iter().take(LISTED).enumerate().map(|(i, id)| {
        View::Map(vec![
            ("@type", View::Constant("ListItem")),
            ("position", number(i + 1)),
            ("name", View::Text(site.entry(*id).document.title.clone())),
            ("url", View::url(site.address(*id))),
        ])
    });
    let list = View::Map(vec![
        ("@type", View::Constant("ItemList")),
        ("numberOfItems", number(entries.len())),
        ("itemListElement", View::list(items)),
    ]);
    vec![
        ("@type", View::Constant("CollectionPage")),
        ("mainEntity", if entries.is_empty() { View::None } else { list }),
    ]
}
