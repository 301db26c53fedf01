//! An event: something dated that happened, is happening, or is planned. Its records are the timeline.

use super::{AnnotationKind, schema_org};
use crate::model::date::EventDate;
use crate::model::days::MONTHS;
use crate::model::document::Document;
use crate::model::record::{ContentKind, Fields, Holds, field};
use crate::model::settings::Words;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::View;
use std::cmp::Ordering;
use std::ops::Range;

/// The kind `event`.
pub struct Event;

const CONTENT: ContentKind = ContentKind {
    name: "event",
    folder: "events",
    address: "timeline",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field(
            "date",
            "When it happened, as exactly as is known: `2018-05-08`, `2018-05`, `2022-03~`, `2014/..`, or `unknown`.",
            Holds::DateOrUnknown,
        ),
        field("after", "Of an unknown date: it was after this.", Holds::Date),
        field("before", "Of an unknown date: it was before this.", Holds::Date),
        field("display_date", "The date in words, where they say it better.", Holds::Text),
        field("place", "Where it happened.", Holds::RefOrText(&["place"])),
        field("actors", "Who had a part in it.", Holds::List(&Holds::RefOrText(&["person", "org", "place"]))),
        field(
            "importance",
            "1 for what every timeline shows, 3 for what only a long one does.",
            Holds::Int(1, 3),
        ),
        field(
            "status",
            "Whether it is certain, disputed, or yet to come.",
            Holds::OneOf(&["confirmed", "disputed", "planned"]),
        ),
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

/// The date of an event, where some words name another day, and where in the words they do.
pub fn contradicted<'a>(words: &str, event: &'a Document) -> Option<(&'a EventDate, Range<usize>)> {
    let date = event.fields.date("date")?;
    let (said, at) = Said::find(words)?;
    (!said.agrees(date)).then_some((date, at))
}

/// What words say of a date: `26 March`, `in March 2021`, `2018`.
#[derive(Debug, Default)]
struct Said {
    year: Option<i64>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Said {
    /// The first date in some words, and where it stands.
    fn find(words: &str) -> Option<(Self, Range<usize>)> {
        let tokens: Vec<(usize, &str)> = tokens(words).collect();
        let mut said = Self::default();
        let mut place: Option<Range<usize>> = None;
        let mut see = |(at, word): (usize, &str)| {
            let start = place.as_ref().map_or(at, |place| place.start.min(at));
            let end = place.as_ref().map_or(0, |place| place.end).max(at + word.len());
            place = Some(start..end);
        };
        for (i, token) in tokens.iter().enumerate() {
            let beside = |at: Option<usize>| at.and_then(|at| tokens.get(at)).copied();
            if let Some(month) = month(token.1).filter(|_| said.month.is_none()) {
                let near = [beside(i.checked_sub(1)), beside(Some(i + 1))].into_iter().flatten();
                let day = near.filter_map(|token| Some((token, day_of_month(token.1)?))).next();
                // A month that is also a word, such as `may`, needs a number beside it.
                let year = beside(Some(i + 1)).or(beside(Some(i + 2))).and_then(|token| year(token.1));
                if day.is_none() && year.is_none() && token.1.len() < 4 {
                    continue;
                }
                said.month = Some(month);
                see(*token);
                if let Some((token, day)) = day {
                    said.day = Some(day);
                    see(token);
                }
            } else if let Some(year) = year(token.1).filter(|_| said.year.is_none()) {
                said.year = Some(year);
                see(*token);
            }
        }
        place.map(|place| (said, place))
    }

    /// Whether a date can be what is said. What is known only about is not held against the words.
    fn agrees(&self, date: &EventDate) -> bool {
        if date.shape() == crate::model::date::Shape::About {
            return true;
        }
        let first = date.earliest().unwrap_or((i64::MIN, 1, 1));
        let last = date.latest().unwrap_or((i64::MAX, 12, 31));
        let one_year = (first.0 == last.0).then_some(first.0);
        let Some(year) = self.year.or(one_year) else { return true };
        let earliest = (year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        let latest = (year, self.month.unwrap_or(12), self.day.unwrap_or(31));
        earliest <= last && first <= latest
    }
}

fn tokens(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(move |part| (part.as_ptr() as usize - words.as_ptr() as usize, part))
}

/// A month by its English name, with a capital.
fn month(word: &str) -> Option<u8> {
    let at =
        MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    u8::try_from(at + 1).ok().filter(|_| word.starts_with(char::is_uppercase))
}

fn day_of_month(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

fn year(word: &str) -> Option<i64> {
    let year =
        word.parse::<i64>().ok().filter(|_| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    year.filter(|year| (1000..=2200).contains(year))
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
