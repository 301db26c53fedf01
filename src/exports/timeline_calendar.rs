//! The timeline as a calendar (iCalendar, RFC 5545): a day, or all days from first to last, for each event
//! between the years 1 and 9999.

use super::{ExportKind, Form, events, words};
use crate::model::days::Day;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The kind `timeline_calendar`.
pub struct TimelineCalendar;

impl ExportKind for TimelineCalendar {
    fn name(&self) -> &'static str {
        "timeline_calendar"
    }

    fn form(&self) -> Form {
        Form::Calendar
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("text/calendar")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["timeline", "topic"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        events::pages(self.name(), "timeline.ics", site, |site, id| days(id, site).is_some())
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let (name, address) = events::title(page, desk.site);
        let events = events::of(page, desk.site);
        View::Map(vec![
            ("name", View::text(name)),
            ("url", View::url(address)),
            ("events", View::list(events.into_iter().map(|id| event(id, desk.site)))),
        ])
    }
}

fn event(id: EntryId, site: &Site) -> View {
    let Some((first, after)) = days(id, site) else { return View::None };
    let document = &site.entry(id).document;
    let fields = &document.fields;
    let title = match events::date(id, site).is_some_and(|date| date.is_about()) {
        true => site.words().fill("export_approximate", &[("title", &document.title)]),
        false => document.title.to_string(),
    };
    let planned = fields.text("status").is_some_and(|status| &**status == "planned");
    View::Map(vec![
        ("uid", View::text(format!("event-{}@{}", document.id, site.settings.host()))),
        ("stamp", View::text(stamp(first, site))),
        ("start", View::text(basic(first))),
        ("end", View::maybe(after.map(basic))),
        ("summary", View::text(title)),
        ("description", words::summary(id, site)),
        ("location", View::maybe(words::names(fields.get("place"), site).first().cloned())),
        ("url", View::url(site.address(id))),
        ("categories", View::list(words::topics(id, site).into_iter().map(View::Text))),
        ("status", if planned { View::Constant("TENTATIVE") } else { View::None }),
    ])
}

/// When this was last true. Nobody asks a clock: it is the site's own date, or the first day of the event.
fn stamp(first: Date, site: &Site) -> String {
    let as_of = site.settings.fields.moment("as_of").map(|at| at.instant(&site.settings.zone));
    let at = as_of.map_or(first.at(0, 0, 0, 0), |at| TimeZone::UTC.to_datetime(at));
    format!("{}T{:02}{:02}{:02}Z", basic(at.date()), at.hour(), at.minute(), at.second())
}

/// Its first day and, where it lasts, the day after its last.
fn days(id: EntryId, site: &Site) -> Option<(Date, Option<Date>)> {
    let (first, last) = events::days(id, site)?;
    let first = civil(first)?;
    match last {
        Some(last) => Some((first, Some(civil(last)?.tomorrow().ok()?))),
        None => Some((first, None)),
    }
}

fn civil((year, month, day): Day) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `20220328`.
fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}
