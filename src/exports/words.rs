//! What exports say of an entry in plain words.

use crate::model::record::Data;
use crate::model::site::{EntryId, Site};
use crate::model::view::View;
use std::sync::Arc;

/// Titles of what a field names: those of published entries, and plain words.
pub fn names(field: Option<&Data>, site: &Site) -> Vec<Arc<str>> {
    match field {
        Some(Data::Text(words)) => vec![words.clone()],
        Some(Data::Ref(reference)) => {
            site.find(reference).map(|id| site.entry(id).document.title.clone()).into_iter().collect()
        }
        Some(Data::List(list)) => list.iter().flat_map(|data| names(Some(data), site)).collect(),
        _ => Vec::new(),
    }
}

/// Titles of the topics of an entry.
pub fn topics(id: EntryId, site: &Site) -> Vec<Arc<str>> {
    let named = site.entry(id).document.fields.texts("topics");
    named.filter_map(|topic| Some(site.topics.get(site.topic(topic)?)?.title.clone())).collect()
}

/// An entry in a sentence or two, as plain words: `short`, or the first paragraph.
pub fn summary(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    match document.fields.prose("short") {
        Some(prose) if !document.prose(prose).is_empty() => View::Plain(id, prose),
        _ if document.body().is_empty() => View::None,
        _ => View::Later(id, |id, site| View::text(site.entry(id).document.body().first_paragraph())),
    }
}

/// A list, or nothing where it would be empty.
pub fn some(texts: Vec<Arc<str>>) -> View {
    if texts.is_empty() { View::None } else { View::list(texts.into_iter().map(View::Text)) }
}
