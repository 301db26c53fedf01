//! An event: something dated that happened, is happening, or is planned. Its records are the timeline.

use super::AnnotationKind;
use crate::model::date::EventDate;
use crate::model::record::{ContentKind, Holds, field};
use crate::model::settings::Words;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;

/// The kind `event`.
pub struct Event;

const CONTENT: ContentKind = ContentKind {
    name: "event",
    folder: "events",
    address: "timeline",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("date", Holds::Date),
        field("display_date", Holds::Text),
        field("place", Holds::RefOrText(&["place"])),
        field("actors", Holds::List(&Holds::RefOrText(&["person", "org", "place"]))),
        field("importance", Holds::Int(1, 3)),
        field("status", Holds::OneOf(&["confirmed", "disputed", "planned"])),
    ],
};

impl AnnotationKind for Event {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn stand(&self) -> Stand {
        Stand::Dates
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let status = fields.text("status").map_or("confirmed", |status| status);
        vec![
            (
                "date",
                fields.date("date").map_or(View::None, |date| {
                    date_view(date, fields.text("display_date").map(|d| &**d), site.words())
                }),
            ),
            ("shape", View::text(shape(fields.date("date"), status))),
            ("status", View::text(status)),
            ("place", fields.get("place").map_or(View::None, |place| super::chip_or_text(place, site))),
            ("actors", super::chips(id, "actors", site)),
            ("importance", View::Int(fields.int("importance").unwrap_or(2))),
        ]
    }
}

/// What is drawn: the state of the event before the exactness of its date.
fn shape(date: Option<&EventDate>, status: &str) -> &'static str {
    match (status, date) {
        ("disputed", _) => "disputed",
        ("planned", _) => "planned",
        (_, Some(date)) => date.shape().name(),
        (_, None) => "about",
    }
}

fn date_view(date: &EventDate, display: Option<&str>, words: &Words) -> View {
    let shown = display.map_or_else(|| date.show(words), str::to_owned);
    View::Map(vec![
        ("text", View::text(shown)),
        ("html", View::maybe(date.html())),
        ("edtf", View::Text(date.written.clone())),
        ("year", View::Int(date.year())),
    ])
}
