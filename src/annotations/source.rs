//! A source, of the journalistic kind: a document, an article, a speech that something is known from.

use super::AnnotationKind;
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
        field("publisher", Holds::RefOrText(&["org"])),
        field("author", Holds::List(&Holds::Text)),
        field("date", Holds::Date),
        field("url", Holds::Url),
        field("archive_url", Holds::Url),
        field("archived", Holds::Date),
        field("accessed", Holds::Date),
        // https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
        field("type", Holds::Text),
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
