//! A source, of the journalistic kind: a document, an article, a speech that something is known from.

use super::{AnnotationKind, schema_org};
use crate::model::record::{ContentKind, Holds, field};
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;

/// The kind `source`.
pub struct Source;

const CONTENT: ContentKind = ContentKind {
    name: "source",
    folder: "sources",
    address: "sources",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("publisher", "Who published it.", Holds::RefOrText(&["org"])),
        field("author", "Who wrote it.", Holds::List(&Holds::Text)),
        field("date", "When it was published.", Holds::Date),
        field("url", "Where it is on the web.", Holds::Url),
        field("archive_url", "Where a copy is kept.", Holds::Url),
        field("archived", "When the copy was made.", Holds::Date),
        field("accessed", "When you looked at it.", Holds::Date),
        // https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
        field(
            "type",
            "What it is, in the words of CSL: `report`, `article-newspaper`, `treaty`.",
            Holds::Text,
        ),
    ],
};

impl AnnotationKind for Source {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn motivation(&self) -> &'static str {
        "linking"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn stand(&self) -> Stand {
        Stand::Sources
    }

    fn has_card(&self) -> bool {
        false
    }

    fn schema_type(&self, id: EntryId, site: &Site) -> &'static str {
        match site.entry(id).document.fields.text("type").map_or("", |kind| kind) {
            "article-newspaper" => "NewsArticle",
            "article" | "article-magazine" => "Article",
            "article-journal" => "ScholarlyArticle",
            "book" => "Book",
            "dataset" => "Dataset",
            "legislation" | "legal_legislation" | "bill" | "regulation" => "Legislation",
            "map" => "Map",
            "post-weblog" => "BlogPosting",
            "report" => "Report",
            "thesis" => "Thesis",
            "webpage" => "WebPage",
            _ => "CreativeWork",
        }
    }

    /// Its address is its own; ours is the page about it.
    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let url = |name: &str| fields.text(name).map_or(View::None, |url| View::Url(url.clone()));
        let authors: Vec<&str> = fields.texts("author").map(|author| &**author).collect();
        vec![
            ("url", url("url")),
            ("creditText", View::maybe((!authors.is_empty()).then(|| authors.join(", ")))),
            ("publisher", schema_org::field(fields.get("publisher"), "Organization", site)),
            ("datePublished", schema_org::day(fields.date("date"))),
            ("archivedAt", url("archive_url")),
        ]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let url = |name: &str| fields.text(name).map_or(View::None, |url| View::Url(url.clone()));
        let date = |name: &str| View::maybe(fields.date(name).map(|date| date.show(site.words())));
        let authors: Vec<&str> = fields.texts("author").map(|author| &**author).collect();
        vec![
            ("publisher", fields.get("publisher").map_or(View::None, |org| super::chip_or_text(org, site))),
            ("author", View::maybe((!authors.is_empty()).then(|| authors.join(", ")))),
            ("published", date("date")),
            ("accessed", date("accessed")),
            ("href", url("url")),
            ("archive", url("archive_url")),
        ]
    }
}
