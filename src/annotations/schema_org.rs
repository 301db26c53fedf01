//! Entries in the words of schema.org: what a page is about, and what it names. Only what the vocabulary
//! defines for a type, and nothing empty.

use crate::model::date::EventDate;
use crate::model::days;
use crate::model::record::{Data, ProseId};
use crate::model::site::{EntryId, Site};
use crate::model::view::View;
use std::sync::Arc;

/// An entry at full length.
pub fn thing(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let kind = super::find(document.kind.name);
    let mut thing = vec![
        ("@type", View::text(kind.map_or("Thing", |kind| kind.schema_type(id, site)))),
        ("@id", View::url(site.address(id))),
        ("name", View::Text(document.title.clone())),
        ("alternateName", some(other_names(id, site).into_iter().map(View::Text))),
        ("description", description(id, site)),
        ("url", View::url(site.address(id))),
        ("sameAs", same_as(id, site)),
    ];
    for (name, view) in kind.map_or_else(Vec::new, |kind| kind.schema_org(id, site)) {
        match thing.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = view,
            None => thing.push((name, view)),
        }
    }
    View::Map(thing)
}

/// An entry in short: its type, name and address.
pub fn named(id: EntryId, site: &Site) -> View {
    let mut named = identity(id, site);
    named.push(("url", View::url(site.address(id))));
    View::Map(named)
}

/// An entry among very many: its type, name and identity, which is its address.
pub fn identified(id: EntryId, site: &Site) -> View {
    View::Map(identity(id, site))
}

fn identity(id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
    let document = &site.entry(id).document;
    let kind = super::find(document.kind.name);
    vec![
        ("@type", View::text(kind.map_or("Thing", |kind| kind.schema_type(id, site)))),
        ("@id", View::url(site.address(id))),
        ("name", View::Text(document.title.clone())),
    ]
}

/// What a field names: an entry, where it is published, or plain words for something of this type.
pub fn field(data: Option<&Data>, words_are: &'static str, site: &Site) -> View {
    match data {
        Some(Data::Ref(reference)) => site.find(reference).map_or(View::None, |id| named(id, site)),
        Some(Data::Text(words)) => {
            View::Map(vec![("@type", View::text(words_are)), ("name", View::Text(words.clone()))])
        }
        Some(Data::List(list)) => some(list.iter().map(|data| field(Some(data), words_are, site))),
        _ => View::None,
    }
}

/// A list without what is not there; nothing where nothing is left.
pub fn some(views: impl IntoIterator<Item = View>) -> View {
    let list: Vec<View> = views.into_iter().filter(|view| !matches!(view, View::None)).collect();
    if list.is_empty() { View::None } else { View::List(list) }
}

/// The first and the last day of a date in ISO 8601, no more exactly than they are known.
pub fn dates(date: Option<&EventDate>) -> (View, View) {
    let Some((first, last)) = date.and_then(days::of) else { return (View::None, View::None) };
    let (start, end) = days::ends((first, last));
    let end = end.or_else(|| last.map(|_| start.clone()));
    (View::maybe(days::iso(&start)), View::maybe(end.and_then(|end| days::iso(&end))))
}

/// The day of a date in ISO 8601, where it is one.
pub fn day(date: Option<&EventDate>) -> View {
    dates(date.filter(|date| !date.is_about())).0
}

/// An entry in a sentence or two: `short`, or its first paragraph.
fn description(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    match document.fields.prose("short") {
        Some(prose) if !document.prose(prose).is_empty() => View::Plain(id, prose),
        _ => match document.prose(ProseId(0)).first_paragraph() {
            empty if empty.is_empty() => View::None,
            words => View::text(words),
        },
    }
}

/// What an entry is called beside its title, each once.
pub fn other_names(id: EntryId, site: &Site) -> Vec<Arc<str>> {
    let document = &site.entry(id).document;
    let mut names: Vec<Arc<str>> = Vec::new();
    for name in document.fields.text("expansion").into_iter().chain(document.fields.texts("variants")) {
        if *name != document.title && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn same_as(id: EntryId, site: &Site) -> View {
    let item = site.entry(id).document.fields.text("wikidata");
    let item = item.filter(|item| item.strip_prefix('Q').is_some_and(|digits| digits.parse::<u64>().is_ok()));
    item.map_or(View::None, |item| View::url(format!("https://www.wikidata.org/entity/{item}")))
}
