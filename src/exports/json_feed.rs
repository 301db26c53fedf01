//! The feeds of explainers once more, for readers that prefer JSON: JSON Feed 1.1,
//! <https://www.jsonfeed.org/version/1.1/>, with the whole text in plain words.

use super::{ExportKind, Form, recent, words};
use crate::model::plan::Page;
use crate::model::quote_anchor;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use jiff::Timestamp;

/// The kind `json_feed`.
pub struct JsonFeed;

impl ExportKind for JsonFeed {
    fn name(&self) -> &'static str {
        "json_feed"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/feed+json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["home", "explainers", "topic"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        recent::pages(self.name(), "feed.json", site)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let settings = &site.settings;
        let (title, address) = recent::title(page, site);
        let publisher = settings.fields.text("publisher").or(settings.fields.text("title"));
        let author = View::Map(vec![
            ("name", View::text(publisher.map_or("Backstory", |name| name))),
            ("url", View::Url(settings.base_url.clone())),
        ]);
        let about = settings.fields.text("description").or(settings.fields.text("tagline"));
        View::Map(vec![
            ("version", View::Constant("https://jsonfeed.org/version/1.1")),
            ("title", View::text(title)),
            ("home_page_url", View::url(address)),
            ("feed_url", View::url(settings.address(&page.path))),
            ("description", View::maybe(about.cloned())),
            ("language", View::Text(settings.lang.clone())),
            ("authors", View::list([author])),
            ("items", View::list(recent::of(page, site).into_iter().map(|id| item(id, site)))),
        ])
    }
}

fn item(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let address = site.address(id);
    let time = |at: Option<Timestamp>| View::maybe(at.map(|at| at.to_string()));
    let authors: Vec<View> = recent::authors(id, site)
        .into_iter()
        .map(|(name, url)| {
            View::Map(vec![("name", View::Text(name)), ("url", url.map_or(View::None, View::url))])
        })
        .collect();
    let standfirst = document.fields.prose("standfirst").filter(|prose| !document.prose(*prose).is_empty());
    View::Map(vec![
        ("id", View::url(address.clone())),
        ("url", View::url(address)),
        ("title", View::Text(document.title.clone())),
        ("summary", standfirst.map_or_else(|| words::summary(id, site), |prose| View::Plain(id, prose))),
        ("content_text", View::Later(id, text)),
        ("date_published", time(recent::published(id, site))),
        ("date_modified", time(recent::updated(id, site))),
        ("authors", if authors.is_empty() { View::None } else { View::List(authors) }),
        ("tags", words::some(words::topics(id, site))),
        ("language", View::maybe(document.fields.text("lang").cloned())),
    ])
}

/// The whole text, its paragraphs parted by an empty line.
fn text(id: EntryId, site: &Site) -> View {
    View::text(quote_anchor::text(id, site).trim_end().replace('\n', "\n\n"))
}
