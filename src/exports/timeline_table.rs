//! The timeline as a table (CSV, RFC 4180): every event, dated or not, a row each. Where a cell holds
//! several, they are parted by semicolons.

use super::{ExportKind, Form, events, words};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use std::sync::Arc;

/// The kind `timeline_table`.
pub struct TimelineTable;

impl ExportKind for TimelineTable {
    fn name(&self) -> &'static str {
        "timeline_table"
    }

    fn form(&self) -> Form {
        Form::Csv
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("text/csv")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["timeline", "topic"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        events::pages(self.name(), "timeline.csv", site, |_, _| true)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        View::list(events::of(page, desk.site).into_iter().map(|id| row(id, desk.site)))
    }
}

fn row(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let fields = &document.fields;
    // A date is checked EDTF. One before year 0 begins with a minus, and must stay as it is for machines.
    let edtf = events::date(id, site).map_or(View::None, |date| View::Number(date.written.clone()));
    let sources = fields.refs("sources").filter_map(|source| site.find(source));
    let sources: Vec<Arc<str>> = sources.map(|source| site.entry(source).document.id.clone()).collect();
    View::Map(vec![
        ("id", View::Text(document.id.clone())),
        ("date_edtf", edtf),
        ("date_text", events::shown(id, site)),
        ("title", View::Text(document.title.clone())),
        ("summary", words::summary(id, site)),
        ("place", several(&words::names(fields.get("place"), site))),
        ("actors", several(&words::names(fields.get("actors"), site))),
        ("status", View::text(fields.text("status").map_or("confirmed", |status| status))),
        ("importance", View::Int(fields.int("importance").unwrap_or(2))),
        ("url", View::url(site.address(id))),
        ("topics", several(&words::topics(id, site))),
        ("sources", several(&sources)),
    ])
}

fn several(names: &[Arc<str>]) -> View {
    View::text(names.join("; "))
}
