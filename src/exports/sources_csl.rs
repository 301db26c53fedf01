//! The sources for reference managers: CSL-JSON, version 1.0 of its schema
//! (<https://github.com/citation-style-language/schema>), which allows no property it does not know.

use super::{ExportKind, Form, words};
use crate::model::date::EventDate;
use crate::model::days;
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `sources_csl`.
pub struct SourcesCsl;

/// The types that the schema knows.
const TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

impl ExportKind for SourcesCsl {
    fn name(&self) -> &'static str {
        "sources_csl"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/vnd.citationstyles.csl+json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["sources"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("source").next();
        some.map(|_| Page::of_site(self.name(), "sources.json")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        View::list(desk.site.of_kind("source").map(|id| item(id, desk.site)))
    }
}

fn item(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let fields = &document.fields;
    let kind = kind(fields);
    let publisher = words::names(fields.get("publisher"), site).first().cloned();
    // What appears in a newspaper is cited by its name, and styles look for that here.
    let container = publisher.clone().filter(|_| kind.starts_with("article-"));
    let url = |name: &str| fields.text(name).map_or(View::None, |url| View::Url(url.clone()));
    let authors: Vec<View> =
        fields.texts("author").map(|name| View::Map(vec![("literal", View::Text(name.clone()))])).collect();
    View::Map(vec![
        ("id", View::Text(document.id.clone())),
        ("type", View::text(kind)),
        ("title", View::Text(document.title.clone())),
        ("author", if authors.is_empty() { View::None } else { View::List(authors) }),
        ("container-title", View::maybe(container)),
        ("publisher", View::maybe(publisher)),
        ("issued", fields.date("date").map_or(View::None, date)),
        ("accessed", fields.date("accessed").map_or(View::None, date)),
        ("URL", url("url")),
        ("archive_location", url("archive_url")),
    ])
}

/// The type, where the schema knows it; older names of it are understood.
fn kind(fields: &Fields) -> &'static str {
    let written = fields.text("type").map_or("document", |kind| kind);
    let named = match written {
        "legal_legislation" | "law" => "legislation",
        "article-news" | "news" => "article-newspaper",
        "blog" | "blog-post" => "post-weblog",
        "video" | "film" => "motion_picture",
        "web" | "website" | "web-page" => "webpage",
        other => other,
    };
    TYPES.iter().copied().find(|kind| *kind == named).unwrap_or("document")
}

/// `date-parts`: the schema takes nothing else that is exact.
fn date(date: &EventDate) -> View {
    let Some(days) = days::of(date) else { return View::None };
    let (start, end) = days::ends(days);
    let parts = std::iter::once(start).chain(end);
    let parts = parts.map(|parts| View::list(parts.into_iter().map(View::Int)));
    View::Map(vec![
        ("date-parts", View::list(parts)),
        ("circa", if date.is_about() { View::Bool(true) } else { View::None }),
    ])
}
