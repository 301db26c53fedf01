//! An explainer in the words of schema.org, <https://schema.org/BackgroundNewsArticle>.

use crate::annotations::schema_org;
use crate::model::input::Medium;
use crate::model::record::{Data, Fields};
use crate::model::site::{EntryId, NoteAbout, Site};
use crate::model::view::View;
use std::sync::Arc;

/// The properties of an explainer, beside those of every page.
pub fn article(id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
    let document = &site.entry(id).document;
    let fields = &document.fields;
    let time = |name: &str| fields.moment(name).map(|at| at.local(&site.settings.zone));
    let standfirst = fields.prose("standfirst").filter(|prose| !document.prose(*prose).is_empty());
    let backstory = fields.prose("backstory").filter(|prose| !document.prose(*prose).is_empty());
    let plain = |prose| View::Plain(id, prose);
    let credits = fields.map("credits");
    let writers = Some(fields.list("authors")).filter(|authors| !authors.is_empty());
    let writers = writers.or_else(|| credits.map(|credits| credits.list("writing"))).unwrap_or_default();
    let address = site.address(id);
    vec![
        // The type that readers of structured data look for, and the one that it is.
        ("@type", View::Constant("NewsArticle")),
        ("additionalType", View::Constant("https://schema.org/BackgroundNewsArticle")),
        ("@id", View::url(address.clone())),
        ("mainEntityOfPage", View::url(address)),
        ("headline", View::Text(document.title.clone())),
        ("alternativeHeadline", standfirst.map_or(View::None, plain)),
        ("inLanguage", View::Text(fields.text("lang").unwrap_or(&site.settings.lang).clone())),
        ("datePublished", View::maybe(time("published"))),
        ("dateModified", View::maybe(time("updated").or_else(|| time("published")))),
        ("author", schema_org::some(writers.iter().map(|who| credited(who, site)))),
        ("editor", credits.map_or(View::None, |credits| editors(credits.list("editing"), site))),
        ("publisher", super::publisher(site)),
        ("image", image(id, site)),
        ("dateline", dateline(fields, site)),
        ("backstory", backstory.map_or(View::None, plain)),
        ("correction", schema_org::some(fields.maps("corrections").map(|c| correction(id, c, site)))),
        ("citation", schema_org::some(sources(id, site).into_iter().map(|id| schema_org::named(id, site)))),
        ("about", schema_org::some(fields.texts("topics").map(|topic| about(topic, site)))),
        ("mentions", schema_org::some(marked(id, site, false).map(|id| schema_org::identified(id, site)))),
        ("isPartOf", View::list([super::website(site), series(fields, site)])),
        ("position", fields.map("series").and_then(|s| s.int("part")).map_or(View::None, View::Int)),
        ("license", licence(fields, site)),
    ]
}

/// Somebody who is named for the work. Words that begin as the site is called are the desk, no person.
fn credited(who: &Data, site: &Site) -> View {
    let ours = [Some(site.settings.name()), site.settings.fields.text("publisher").map(|name| &**name)];
    let is_ours = |words: &str| ours.iter().flatten().any(|name| words.starts_with(name));
    let kind = match who {
        Data::Text(words) if is_ours(words) => "Organization",
        _ => "Person",
    };
    schema_org::field(Some(who), kind, site)
}

/// Editors are persons: the vocabulary knows no others.
fn editors(list: &[Data], site: &Site) -> View {
    let is_person = |data: &&Data| !matches!(data, Data::Ref(reference) if reference.kind != "person");
    schema_org::some(list.iter().filter(is_person).map(|who| schema_org::field(Some(who), "Person", site)))
}

/// The picture over the text, or the first in it.
fn image(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let over = entry.links.image.as_ref().and_then(|path| site.media.get(path));
    match (entry.document.fields.map("image"), over) {
        (Some(image), Some(medium)) => {
            let text = |name: &str| View::maybe(image.text(name).cloned());
            let caption = image.prose("caption").map_or(View::None, |prose| View::Plain(id, prose));
            image_object(medium, text("alt"), text("credit"), caption, site)
        }
        _ => first_picture(id, site),
    }
}

fn first_picture(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let paths = entry.links.pictures.first().into_iter().flatten();
    let mut shown = entry
        .document
        .body()
        .pictures
        .iter()
        .zip(paths)
        .filter_map(|(picture, path)| Some((picture, site.media.get(path.as_ref()?)?)));
    let some = |text: &str| if text.is_empty() { View::None } else { View::text(text) };
    shown.next().map_or(View::None, |(picture, medium)| {
        image_object(medium, some(&picture.alt), some(&picture.credit), View::None, site)
    })
}

fn image_object(medium: &Medium, alt: View, credit: View, caption: View, site: &Site) -> View {
    let address = site.settings.address(&Site::media_path(&medium.path));
    View::Map(vec![
        ("@type", View::Constant("ImageObject")),
        ("url", View::url(address.clone())),
        ("contentUrl", View::url(address)),
        ("description", alt),
        ("caption", caption),
        ("creditText", credit),
    ])
}

/// Place and date, as they stand at the beginning of a report.
fn dateline(fields: &Fields, site: &Site) -> View {
    let Some(dateline) = fields.map("dateline") else { return View::None };
    let place: Option<Arc<str>> = match dateline.get("place") {
        Some(Data::Text(words)) => Some(words.clone()),
        Some(Data::Ref(place)) => site.find(place).map(|id| site.entry(id).document.title.clone()),
        _ => None,
    };
    let date = dateline.date("date").map(|date| date.show(site.words()));
    let parts: Vec<String> = place.map(|place| place.to_string()).into_iter().chain(date).collect();
    if parts.is_empty() { View::None } else { View::text(parts.join(", ")) }
}

fn correction(id: EntryId, correction: &Fields, site: &Site) -> View {
    let Some(text) = correction.prose("text") else { return View::None };
    let at = correction.moment("date").map(|at| at.local(&site.settings.zone));
    View::Map(vec![
        ("@type", View::Constant("CorrectionComment")),
        ("text", View::Plain(id, text)),
        ("datePublished", View::maybe(at)),
    ])
}

fn about(topic: &str, site: &Site) -> View {
    let Some(topic) = site.topic(topic).and_then(|i| site.topics.get(i)) else { return View::None };
    View::Map(vec![
        ("@type", View::Constant("Thing")),
        ("name", View::Text(topic.title.clone())),
        ("url", View::url(site.settings.address(&format!("topics/{}/", topic.id)))),
    ])
}

/// The series it is a part of.
fn series(fields: &Fields, site: &Site) -> View {
    let named = fields.map("series").and_then(|series| series.text("id"));
    let series = named.and_then(|name| site.series.get(site.series_named(name)?));
    series.map_or(View::None, |series| {
        View::Map(vec![
            ("@type", View::Constant("CreativeWorkSeries")),
            ("name", View::Text(series.title.clone())),
            ("url", View::url(site.settings.address(&format!("series/{}/", series.id)))),
        ])
    })
}

/// The entries that the text marks: its sources, or all others.
fn marked(id: EntryId, site: &Site, sources: bool) -> impl Iterator<Item = EntryId> + '_ {
    let mut seen = std::collections::HashSet::new();
    site.entry(id).links.notes.iter().filter_map(move |note| match &note.about {
        NoteAbout::Entry(entry) if (entry.kind == "source") == sources => {
            site.find(entry).filter(|id| seen.insert(*id))
        }
        _ => None,
    })
}

/// The sources that the text marks and those that its front matter lists, each once.
fn sources(id: EntryId, site: &Site) -> Vec<EntryId> {
    let mut sources: Vec<EntryId> = marked(id, site, true).collect();
    for source in site.entry(id).document.fields.refs("sources").filter_map(|source| site.find(source)) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// Where the licence is an address.
fn licence(fields: &Fields, site: &Site) -> View {
    let licence = fields.text("licence").or(site.settings.fields.text("licence"));
    let address = licence.filter(|text| text.starts_with("https://") || text.starts_with("http://"));
    address.map_or(View::None, |url| View::Url(url.clone()))
}
