//! An event: something dated that happened, is happening, or is planned. Its records are the timeline.

use super::{AnnotationKind, schema_org};
use crate::model::date::EventDate;
use crate::model::record::{ContentKind, Fields, Holds, field};
use crate::model::settings::Words;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;
use std::cmp::Ordering;

/// The kind `event`.
pub struct Event;

const CONTENT: ContentKind = ContentKind {
    name: "event",
    folder: "events",
    address: "timeline",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("date", Holds::DateOrUnknown),
        field("after", Holds::Date),
        field("before", Holds::Date),
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

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Event"
    }

    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let (start, end) = schema_org::dates(fields.date("date"));
        let planned = fields.text("status").is_some_and(|status| &**status == "planned");
        vec![
            ("startDate", start),
            ("endDate", end),
            (
                "eventStatus",
                if planned { View::url("https://schema.org/EventScheduled") } else { View::None },
            ),
            ("location", schema_org::field(fields.get("place"), "Place", site)),
            ("about", schema_org::field(fields.get("actors"), "Thing", site)),
        ]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let status = fields.text("status").map_or("confirmed", |status| status);
        vec![
            ("date", dated(fields, site.words())),
            ("shape", View::text(shape(fields.date("date"), status))),
            ("status", View::text(status)),
            ("place", fields.get("place").map_or(View::None, |place| super::chip_or_text(place, site))),
            ("actors", super::chips(id, "actors", site)),
            ("importance", View::Int(fields.int("importance").unwrap_or(2))),
        ]
    }
}

/// Sorts events by date.
pub fn sort(events: &mut [EntryId], site: &Site) {
    let date = |id: &EntryId| filed_under(&site.entry(*id).document.fields);
    events.sort_by(|a, b| in_order(date(a), date(b)));
}

/// The order of dates, where those unknown come last.
pub fn in_order(a: Option<&EventDate>, b: Option<&EventDate>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.chronological(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// The date that an event is filed under: its own, or the one that bounds it.
pub fn filed_under(fields: &Fields) -> Option<&EventDate> {
    fields.date("date").or(fields.date("after")).or(fields.date("before"))
}

/// The date of an event, or between which dates it lies.
pub fn dated(fields: &Fields, words: &Words) -> View {
    let shown = |name: &str| fields.date(name).map(|date| date.show(words));
    let bounds = match (shown("after"), shown("before")) {
        (Some(after), Some(before)) => {
            Some(words.fill("date_between", &[("after", &after), ("before", &before)]))
        }
        (Some(after), None) => Some(words.fill("date_after", &[("date", &after)])),
        (None, Some(before)) => Some(words.fill("date_before", &[("date", &before)])),
        (None, None) => None,
    };
    match (fields.date("date"), bounds, fields.text("display_date")) {
        (Some(date), _, display) => date_view(date, display.map(|d| &**d), words),
        (None, Some(bounds), display) => View::Map(vec![
            ("text", View::text(display.map_or(bounds, |d| d.to_string()))),
            ("html", View::None),
            ("edtf", View::None),
            ("year", filed_under(fields).map_or(View::None, |date| View::Int(date.year()))),
        ]),
        (None, None, _) => View::None,
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

/// A date of the world, in words and for machines.
pub fn shown(date: Option<&EventDate>, site: &Site) -> View {
    date.map_or(View::None, |date| date_view(date, None, site.words()))
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
