//! The timeline for TimelineJS 3, <https://timeline.knightlab.com/docs/json-format.html>. Undated events are
//! left out: it has no place for them.

use super::{ExportKind, Form, events, words};
use crate::model::days;
use crate::model::plan::{Page, Subject};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use pulldown_cmark_escape::{escape_href, escape_html};
use std::sync::Arc;

/// The kind `timeline_json`.
pub struct TimelineJson;

/// The farthest year that dates of days can reach in JavaScript; beyond it, time is counted in years.
const HUMAN: i64 = 200_000;

impl ExportKind for TimelineJson {
    fn name(&self) -> &'static str {
        "timeline_json"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["timeline", "topic"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        events::pages(self.name(), "timeline.json", site, |site, id| events::days(id, site).is_some())
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let mut events = events::of(page, site);
        events.retain(|id| events::days(*id, site).is_some());
        let is_far = |id: &EntryId| events::date(*id, site).is_some_and(|date| date.year().abs() > HUMAN);
        let scale = if events.iter().any(is_far) { "cosmological" } else { "human" };
        View::Map(vec![
            ("scale", View::text(scale)),
            ("title", title(page, site)),
            ("events", View::list(events.iter().map(|id| event(*id, page, site)))),
        ])
    }
}

/// The slide that opens the timeline.
fn title(page: &Page, site: &Site) -> View {
    let (name, address) = events::title(page, site);
    View::Map(vec![
        ("unique_id", View::Constant("title")),
        (
            "text",
            View::Map(vec![("headline", View::text(escaped(&name))), ("text", View::text(link(&address)))]),
        ),
    ])
}

fn event(id: EntryId, page: &Page, site: &Site) -> View {
    let Some(days) = events::days(id, site) else { return View::None };
    let document = &site.entry(id).document;
    let (start, end) = days::ends(days);
    View::Map(vec![
        ("unique_id", View::text(format!("event-{}", document.id))),
        ("start_date", date_parts(&start)),
        ("end_date", end.map_or(View::None, |end| date_parts(&end))),
        ("display_date", display_date(id, site)),
        ("group", View::maybe(group(id, page, site))),
        (
            "text",
            View::Map(vec![
                ("headline", View::text(escaped(&document.title))),
                ("text", View::Later(id, text)),
            ]),
        ),
    ])
}

fn display_date(id: EntryId, site: &Site) -> View {
    match events::shown(id, site) {
        View::Text(shown) => View::text(escaped(&shown)),
        other => other,
    }
}

/// What the event is about beside the topic of the file.
fn group(id: EntryId, page: &Page, site: &Site) -> Option<Arc<str>> {
    let own = match page.subject {
        Subject::Topic(i) => site.topics.get(i as usize).map(|topic| topic.title.clone()),
        _ => None,
    };
    words::topics(id, site).into_iter().find(|topic| Some(topic) != own.as_ref())
}

/// Its words as HTML, which is what the reader's script takes them for, and the way to its page.
fn text(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let words = match document.fields.prose("short").map(|short| document.prose(short)) {
        Some(short) => short.plain(0..short.main as usize),
        None => document.body().first_paragraph(),
    };
    let words = if words.is_empty() { words } else { format!("<p>{}</p>", escaped(&words)) };
    View::text(format!("{words}<p>{}</p>", link(&site.address(id))))
}

/// A link to a page, which shows its address.
fn link(address: &str) -> String {
    let mut href = String::new();
    // Writing to a string cannot fail.
    let _ = escape_href(&mut href, address);
    format!("<a href=\"{href}\">{}</a>", escaped(address))
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    let _ = escape_html(&mut html, text);
    html
}

fn date_parts(parts: &[i64]) -> View {
    View::Map(["year", "month", "day"].into_iter().zip(parts.iter().map(|part| View::Int(*part))).collect())
}
